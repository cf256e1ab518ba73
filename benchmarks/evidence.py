"""What evidence tells of bare surnames: how often it finds the right person, and how often a wrong one.

    python benchmarks/evidence.py ../shared

Reads the articles of PolNeAR with the extractor. Then it hides, one at a time, the full name under which an
article quotes a person, as if the article had only the surname, and asks ``quotes.names.evidence`` whom it
is taken for, given everybody of that surname in the other articles. "Known": the person is among them.
"Gone": her other articles are hidden, too, and so any answer is wrong.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from quotes.attribution import SpeakerKind
from quotes.extract.extractor import default
from quotes.names.clean import GENERATIONS, clean, fold
from quotes.names.compare import Verdict
from quotes.names.evidence import Trace, choose

Key = tuple[str, ...]


def key(name: str) -> Key:
    """First and last word, and what makes it another person's."""
    parts = clean(name)
    generation = [fold(s) for s in parts.suffix if fold(s) in GENERATIONS]
    return (fold(parts.words[0]), fold(parts.words[-1]), *generation)


def read(shared: Path) -> list[dict[Key, set[str]]]:
    """Of each article, the people it quotes under a full name, and what it calls them."""
    texts = []
    for part in ("train", "dev"):
        with (shared / "data" / f"polnear_{part}.jsonl").open(encoding="utf-8") as file:
            texts += [json.loads(line)["text"] for line in file]
    articles = []
    for text, found in zip(texts, default().many(texts), strict=True):
        people: dict[Key, set[str]] = {}
        for speaker in (s for a in found for s in a.speakers):
            if speaker.kind == SpeakerKind.PERSON and clean(speaker.name).full:
                called = people.setdefault(key(speaker.name), set())
                if speaker.description:
                    called.add(" ".join(speaker.description.of(text).split()))
        articles.append(people)
    return articles


def measure(articles: list[dict[Key, set[str]]], gone: bool) -> tuple[Counter[str], list[str]]:
    where: dict[Key, set[int]] = defaultdict(set)
    called: dict[Key, Counter[str]] = defaultdict(Counter)
    bearers: dict[str, set[Key]] = defaultdict(set)
    for n, people in enumerate(articles):
        for who, descriptions in people.items():
            where[who].add(n)
            called[who].update(descriptions)
            bearers[who[1]].add(who)
    number = {who: i for i, who in enumerate(sorted(where))}
    names = sorted(where)
    counts: Counter[str] = Counter()
    wrong = []
    for n, people in enumerate(articles):
        for who, descriptions in people.items():
            company = [other for other in people if other != who]
            candidates = {}
            for other in bearers[who[1]]:
                hidden = other == who and (gone or where[who] == {n})
                if hidden or (other in people and other != who):
                    continue
                theirs = called[other] - Counter(descriptions if other == who else ())
                together = [c for c in company if (where[other] & where[c]) - {n}]
                candidates[number[other]] = Trace(
                    frozenset(theirs), frozenset(number[c] for c in together)
                )
            if not candidates:
                continue
            counts["known" if number[who] in candidates else "unknown"] += 1
            own = Trace(frozenset(descriptions), frozenset(number[c] for c in company))
            texts = {i: " ".join(names[i]) for i in candidates}
            found = choose(who[1], own, candidates, texts)
            for i, (verdict, _, reason) in found.items():
                if verdict == Verdict.SAME:
                    counts["right" if i == number[who] else "wrong"] += 1
                    if i != number[who]:
                        wrong.append(f"{' '.join(who)}: {reason}")
    return counts, wrong


def main(shared: Path) -> None:
    articles = read(shared)
    for gone in (False, True):
        counts, wrong = measure(articles, gone)
        print("gone" if gone else "known", dict(counts))
        for line in sorted(set(wrong)):
            print("  ", line)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
