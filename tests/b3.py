"""How well names are joined across articles: B³ (Bagga and Baldwin 1998) over the articles of who_dev.

    python tests/b3.py ../shared

Adds the 20 articles to one database as ``quotes add`` does. An item is a statement whose speaker the labels
name and to which the database gives a speaker; its gold party is the label, by ``parties.json`` one name for
each real party; its cluster is the speaker. Precision and recall are the means, over items, of the share of
the item's cluster that is of its party, and of its party that is in its cluster.

Printed twice: with whom the extractor takes each mention for, and with the labels' own names in the place
of those, so that only the joining across articles is measured.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import text

from quotes.attribution import Attribution, Speaker, SpeakerKind
from quotes.document import Document
from quotes.extract.extractor import default
from quotes.store.database import open_database
from quotes.store.write import store

KEY = Path(__file__).parent / "parties.json"


def b3(items: Sequence[tuple[Hashable, Hashable]]) -> tuple[float, float, float]:
    """Precision, recall and F, each from 0 to 1, of items ``(party, cluster)``."""
    parties: dict[Hashable, set[int]] = defaultdict(set)
    clusters: dict[Hashable, set[int]] = defaultdict(set)
    for i, (party, cluster) in enumerate(items):
        parties[party].add(i)
        clusters[cluster].add(i)
    both = [len(parties[p] & clusters[c]) for p, c in items]
    precision = sum(n / len(clusters[c]) for n, (_, c) in zip(both, items, strict=True))
    recall = sum(n / len(parties[p]) for n, (p, _) in zip(both, items, strict=True))
    precision, recall = precision / len(items), recall / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall)


def party(name: str, same: dict[str, str]) -> frozenset[str]:
    """The real parties behind a label; joint speakers are several."""
    return frozenset(same.get(n, n) for n in name.split(" & "))


def kind(label: dict[str, Any]) -> SpeakerKind:
    return SpeakerKind(label["kind"]) if label["kind"] != "group" else SpeakerKind.OTHER


def measure(shared: Path, *, given: bool = False) -> list[tuple[Hashable, Hashable]]:
    """The items of the 20 articles, in one database; ``given``: with the labels' names for speakers."""
    scorer = _scorer(shared)
    same = json.loads(KEY.read_text("utf-8"))["same"]
    labels: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in scorer.read(shared / "data" / "who_dev.jsonl"):
        labels[row["id"]][row["index"]] = row
    items: list[tuple[Hashable, Hashable]] = []
    extractor = default()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "b3.db", create=True, write=True)
        pairs = []
        for article in scorer.read(shared / "data" / "polnear_dev.jsonl"):
            if article["id"] not in labels:
                continue
            found = extractor(article["text"])
            gold = [x for x in article["attributions"] if x["content"]]
            index = [i for i, x in enumerate(article["attributions"]) if x["content"]]
            plain = [{"content": [list(s) for s in a.content]} for a in found]
            for g, f in scorer.match(gold, plain, article["text"]):
                label = labels[article["id"]].get(index[g])
                if not label or not label["speaker"] or label["kind"] not in NAMED:
                    continue
                if given:
                    found[f] = _given(found[f], label)
                if found[f].speaker:
                    pairs.append((article["text"], found[f].content, party(label["speaker"], same)))
            with database.writing() as connection:
                store(connection, Document(article["text"]), found, model="m", version="0")
        with database.reading() as connection:
            rows = connection.execute(
                text(
                    "SELECT r.text, s.start, a.number, n.speaker_id FROM article r "
                    "JOIN attribution a ON a.article_id = r.id JOIN span s ON s.attribution = a.number "
                    "AND s.role = 'content' AND s.position = 0 JOIN mention m ON m.attribution = a.number "
                    "JOIN name n ON n.id = m.name_id"
                )
            ).all()
        database.close()
    who: dict[tuple[str, int], set[int]] = defaultdict(set)
    for article, start, _, speaker in rows:
        who[article, start].add(speaker)
    for article, content, parties in pairs:
        items.append((parties, frozenset(who[article, content[0].start])))
    return items


NAMED = ("person", "organization", "group")


def _given(found: Attribution, label: dict[str, Any]) -> Attribution:
    some = [Speaker(re.sub(r"^The ", "", n), kind(label)) for n in label["speaker"].split(" & ")]
    return replace(found, speaker=some[0], joint=tuple(some[1:]))


def _scorer(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(shared: Path) -> None:
    for name, given in (("by the extractor's names", False), ("by the labels' names", True)):
        items = measure(shared, given=given)
        p, r, f = (100 * x for x in b3(items))
        print(f"{name:26}B³ P {p:.1f}  R {r:.1f}  F {f:.1f}  ({len(items)} statements)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
