"""Whether two names are one party: same, different or unsure, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA, JaroWinkler

from quotes.names.clean import GENERATIONS, Name, clean, fold

CLOSE = 0.9
"""Jaro-Winkler similarity from which two spellings of one word may be one name (Zelensky and
Zelenskyy .98, Gaddafi and Qadhafi .74). Below it, words differ."""


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict on two names, a score between 0 (nothing in common) and 1 (one spelling), and the
    reason in words."""

    verdict: Verdict
    score: float
    reason: str


def compare(a: str, b: str) -> Comparison:
    """Whether the names ``a`` and ``b`` mean one party, as far as the names alone can tell.

    Symmetric. Sure only where nothing is left open: a bare surname against a full name is unsure,
    whoever it may be; contradictions (another given name, Jr. on one side only) decide against.
    """
    x, y = sorted((clean(a), clean(b)), key=lambda n: (len(n.words), str(n), n.suffix, n.titles))
    if not x.words or not y.words:
        return Comparison(Verdict.UNSURE, 0.0, "one of them is no name")
    generations = [{fold(s) for s in n.suffix} & GENERATIONS for n in (x, y)]
    left, right = [fold(w) for w in x.words], [fold(w) for w in y.words]
    score = round(JaroWinkler.similarity(" ".join(left), " ".join(right)), 3)
    if generations[0] != generations[1]:
        marks = sorted({*generations[0], *generations[1]})
        if x.full and y.full and fold(x.family[-1]) == fold(y.family[-1]):
            return Comparison(
                Verdict.DIFFERENT, score, f"only one has the suffix {', '.join(marks)}"
            )
        return Comparison(
            Verdict.UNSURE, score, f"the suffix {', '.join(marks)} is on one side only"
        )
    if left == right:
        if x.full:
            return Comparison(Verdict.SAME, 1.0, "the same words")
        return Comparison(Verdict.UNSURE, 1.0, f"only one name each: {x.words[0]}")
    if "".join(left) == "".join(right):
        return Comparison(Verdict.SAME, score, "the same letters, divided otherwise")
    if len(left) > 1 and sorted(left) == sorted(right):
        return Comparison(Verdict.SAME, score, "the same words in another order")
    if not x.full:
        return _single(x, y, left[0], right, score)
    return _full(x, y, score)


def _single(x: Name, y: Name, word: str, others: list[str], score: float) -> Comparison:
    if word in others:
        what = "surname" if word == others[-1] else "name"
        return Comparison(
            Verdict.UNSURE, score, f"they share the {what} {x.words[0]}, no more is known"
        )
    initials = "".join(o[0] for o in others if o not in ("of", "and", "for", "the"))
    if len(word) > 1 and word in (initials, "".join(o[0] for o in others)):
        return Comparison(Verdict.UNSURE, score, f"{x.words[0]} may stand for {y}")
    if max(JaroWinkler.similarity(word, o) for o in others) >= CLOSE:
        return Comparison(Verdict.UNSURE, score, "one word is spelled alike, no more is known")
    return Comparison(Verdict.DIFFERENT, score, f"no word in common: {x}, {y}")


def _full(x: Name, y: Name, score: float) -> Comparison:
    family = _words(" ".join(x.family), " ".join(y.family))
    if family < CLOSE:
        if fold(x.family[-1]) == fold(y.family[-1]) or _hyphenated(x, y):
            given = _given(x, y)
            if given == "same":
                return Comparison(
                    Verdict.SAME, score, "the same given name, one family name inside the other"
                )
            return Comparison(
                Verdict.UNSURE, score, f"family names overlap: {_pair(x.family, y.family)}"
            )
        return Comparison(
            Verdict.DIFFERENT, score, f"family names differ: {_pair(x.family, y.family)}"
        )
    given = _given(x, y)
    if given == "different":
        return Comparison(
            Verdict.DIFFERENT, score, f"given names differ: {_pair(x.given, y.given)}"
        )
    if given == "same" and family == 1.0:
        return Comparison(Verdict.SAME, score, "given and family names agree")
    if given == "same" and _typo(" ".join(x.family), " ".join(y.family)):
        return Comparison(
            Verdict.SAME,
            score,
            f"family names are one, spelled otherwise: {_pair(x.family, y.family)}",
        )
    if given == "same":
        return Comparison(
            Verdict.UNSURE, score, f"family names are alike: {_pair(x.family, y.family)}"
        )
    return Comparison(Verdict.UNSURE, score, f"given names may be one: {_pair(x.given, y.given)}")


def _given(x: Name, y: Name) -> str:
    """How the given names stand to each other: same, open or different."""
    a, b = [fold(w) for w in x.given], [fold(w) for w in y.given]
    if not a or not b:
        return "open"
    first = _words(a[0], b[0])
    if len(a[0]) == 1 or len(b[0]) == 1:
        return "open" if a[0][0] == b[0][0] else "different"
    middles = [m for m in zip(a[1:], b[1:], strict=False) if m[0][0] != m[1][0]]
    if middles:
        return "different"
    if a[0] == b[0]:
        return "same"
    if first >= CLOSE and _typo(a[0], b[0]):
        return "same"
    nicknames = [fold(n.nickname) for n in (x, y)]
    if (nicknames[0] and nicknames[0] == b[0]) or (nicknames[1] and nicknames[1] == a[0]):
        return "same"
    shorter, longer = sorted((a[0], b[0]), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter):
        return "open"
    if NICKNAMES.get(a[0], a[0]) == NICKNAMES.get(b[0], b[0]):
        return "open"
    return "different"


def _words(a: str, b: str) -> float:
    return float(JaroWinkler.similarity(fold(a), fold(b)))


def _typo(a: str, b: str) -> bool:
    """Whether two spellings differ so little that a careful reader takes them for one: one letter in
    five or more, or two in eight or more, and the same first letter."""
    a, b = fold(a), fold(b)
    longest = max(len(a), len(b))
    return a[0] == b[0] and OSA.distance(a, b) <= (2 if longest >= 8 else 1 if longest >= 5 else 0)


def _hyphenated(x: Name, y: Name) -> bool:
    """Whether one family name is part of the other's hyphenated or double one."""
    parts = [{fold(p) for w in n.family for p in w.split("-")} for n in (x, y)]
    return bool(parts[0] & parts[1])


def _pair(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    return ", ".join(sorted((" ".join(a), " ".join(b))))


NICKNAMES = {
    short: long
    for long, shorts in {
        "william": "bill will willie liam",
        "robert": "bob rob bobby",
        "richard": "dick rick rich",
        "james": "jim jimmy jamie",
        "john": "jack johnny",
        "michael": "mike mick",
        "edward": "ed ted eddie ned",
        "charles": "charlie chuck",
        "thomas": "tom tommy",
        "joseph": "joe joey",
        "elizabeth": "liz beth betsy eliza",
        "margaret": "maggie peggy meg",
        "katherine": "kate kathy katie",
        "anthony": "tony",
        "andrew": "andy drew",
        "christopher": "chris kit",
        "daniel": "dan danny",
        "david": "dave",
        "donald": "don",
        "gerald": "gerry jerry",
        "lawrence": "larry",
        "nicholas": "nick",
        "patrick": "pat paddy",
        "stephen": "steve steven",
        "susan": "sue suzy",
        "alexander": "alex sandy",
        "samuel": "sam",
        "theodore": "ted teddy",
        "walter": "walt",
        "ronald": "ron",
        "timothy": "tim",
        "deborah": "debbie deb",
        "jennifer": "jen jenny",
        "patricia": "pat patty trish",
        "rebecca": "becky",
        "victoria": "vicky",
    }.items()
    for short in shorts.split()
}
"""Short forms in common use; a hint that two given names may be one, never proof."""
