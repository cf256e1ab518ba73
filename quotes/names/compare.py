"""Whether two names are one party: same, different or unsure, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import JaroWinkler

from quotes.names.clean import FEMALE, GENERATIONS, MALE, PARTICLES, Name, clean, fold
from quotes.names.given import FEMALE_GIVEN, MALE_GIVEN

ALIKE = 0.9
"""Jaro-Winkler similarity from which two words may be one, misspelled (Johnson, Johnston .98): reason
to ask, never to join. Below it, they differ."""


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
    whoever it may be; contradictions (another given name, Jr. on one side only, Mr. and Mrs.) decide
    against. On the project's labelled pairs, none that is different or unsure is called the same.
    """
    x, y = sorted((clean(a), clean(b)), key=_order)
    if not x.words or not y.words:
        return Comparison(Verdict.UNSURE, 0.0, "one of them is no name")
    left, right = [fold(w) for w in x.words], [fold(w) for w in y.words]
    score = round(float(JaroWinkler.similarity(" ".join(left), " ".join(right))), 3)
    if x.body or y.body or _acronym(x) or _acronym(y):
        verdict, reason = _bodies(x, y, left, right)
    elif x.full and y.full:
        verdict, reason = _people(x, y, left, right)
    else:
        verdict, reason = _single(x, y, left, right)
    return Comparison(verdict, score, reason)


def _order(name: Name) -> tuple[object, ...]:
    return len(name.words), str(name), name.suffix, name.titles, name.nickname, name.given


Judged = tuple[Verdict, str]


def _bodies(x: Name, y: Name, left: list[str], right: list[str]) -> Judged:
    """Two bodies: the same words, or an acronym and what it stands for."""
    if left == right or "".join(left) == "".join(right):
        return Verdict.SAME, "the same words"
    for short, other, long in ((x, y, right), (y, x, left)):
        word, full = _acronym(short), " ".join(other.words)
        if word and len(long) > 1:
            initials = ["".join(w[0] for w in long), "".join(w[0] for w in long if w not in SMALL)]
            sure = other.body and len(word) > 2 and str(short).isupper()
            if word in initials and sure:
                return Verdict.SAME, f"{short} has the initials of {full}"
            if any(i.startswith(word) for i in initials):
                return Verdict.UNSURE, f"{short} may stand for {full}"
    if _acronym(x) and _acronym(y):
        return Verdict.DIFFERENT, f"initials differ: {_pair(x.words, y.words)}"
    common = {*left} & {*right} - SMALL
    if {*left} - SMALL < {*right} or {*right} - SMALL < {*left}:
        return Verdict.UNSURE, f"one name inside the other: {_pair(x.words, y.words)}"
    if len(left) == len(right) and all(
        a == b or _spelled(a, b) for a, b in zip(left, right, strict=True)
    ):
        return Verdict.UNSURE, f"spelled alike: {_pair(x.words, y.words)}"
    shared = f", though both have {', '.join(sorted(common))}" if common else ""
    return Verdict.DIFFERENT, f"the words differ{shared}: {_pair(x.words, y.words)}"


def _acronym(name: Name) -> str:
    """The letters of an acronym (NYPD, N.Y.P.D., BoC), folded; empty for any other name."""
    if len(name.words) != 1 or name.titles:
        return ""
    letters = name.words[0].replace(".", "")
    capitals = sum(c.isupper() for c in letters)
    sound = 2 <= len(letters) <= 7 and letters.isalpha() and letters[-1].isupper()
    return fold(letters) if sound and 2 * capitals > len(letters) else ""


def _single(x: Name, y: Name, left: list[str], right: list[str]) -> Judged:
    """A surname, or one name alone, on one side at least: never sure to be the same."""
    if contradiction := _contradiction(x, y):
        return Verdict.UNSURE, contradiction
    if left == right:
        return Verdict.UNSURE, f"only one name each: {' '.join(x.words)}"
    if x.full or y.full:
        short, long = (y, x) if x.full else (x, y)
        folded = [fold(w) for w in short.words], [fold(w) for w in long.words]
        if {*folded[0]} <= {*folded[1]}:
            what = "surname" if folded[0][-1] == folded[1][-1] else "name"
            return (
                Verdict.UNSURE,
                f"they share the {what} {' '.join(short.words)}, no more is known",
            )
    if any(a == b or _spelled(a, b) for a in left for b in right if a not in PARTICLES):
        return Verdict.UNSURE, "one word is spelled alike, no more is known"
    return Verdict.DIFFERENT, f"no word in common: {_pair(x.words, y.words)}"


def _people(x: Name, y: Name, left: list[str], right: list[str]) -> Judged:
    if contradiction := _contradiction(x, y):
        return Verdict.DIFFERENT, contradiction
    if left == right:
        return Verdict.SAME, "the same words"
    if "".join(left) == "".join(right):
        return Verdict.SAME, "the same letters, divided otherwise"
    if sorted(left) == sorted(right):
        # Kishida Fumio is Fumio Kishida; John Paul need not be Paul John.
        if all(w in MALE_GIVEN | FEMALE_GIVEN for w in left):
            return Verdict.UNSURE, f"given names in another order: {_pair(x.words, y.words)}"
        return Verdict.SAME, "the same words in another order"
    family = _family(x, y)
    given = _given(x, y)
    if family == "different":
        return Verdict.DIFFERENT, f"family names differ: {_pair(x.family, y.family)}"
    if given == "different":
        return Verdict.DIFFERENT, f"given names differ: {_pair(x.given, y.given)}"
    if family == "open":
        return Verdict.UNSURE, f"family names are alike: {_pair(x.family, y.family)}"
    if given == "open":
        return Verdict.UNSURE, f"given names may be one: {_pair(x.given, y.given)}"
    return Verdict.SAME, "given and family names agree, their spelling aside"


def _contradiction(x: Name, y: Name) -> str:
    """What in titles and suffixes speaks against one person; empty if nothing does."""
    suffixes = [{fold(s) for s in n.suffix} & GENERATIONS for n in (x, y)]
    if suffixes[0] != suffixes[1]:
        if suffixes[0] and suffixes[1]:
            return f"suffixes differ: {', '.join(sorted(suffixes[0] ^ suffixes[1]))}"
        return f"only one has the suffix {', '.join(sorted(suffixes[0] ^ suffixes[1]))}"
    men = [bool({fold(t) for t in n.titles} & MALE) for n in (x, y)]
    women = [bool({fold(t) for t in n.titles} & FEMALE) for n in (x, y)]
    if (men[0] and women[1]) or (men[1] and women[0]):
        return "the titles are a man's and a woman's"
    return ""


def _family(x: Name, y: Name) -> str:
    """How the family names stand to each other: same, open or different."""
    a, b = [
        [fold(w) for w in n.family if fold(w) not in PARTICLES] or [fold(n.family[-1])]
        for n in (x, y)
    ]
    if a == b or sounding("".join(a)) == sounding("".join(b)):
        return "same"
    parts = [{fold(p) for w in n.family for p in w.split("-")} - PARTICLES for n in (x, y)]
    if parts[0] < parts[1] or parts[1] < parts[0]:
        return "open"  # a double name, and half of it
    if _spelled("".join(a), "".join(b)):
        return "open"
    return "different"


def _given(x: Name, y: Name) -> str:
    """How the given names stand to each other: same, open or different."""
    a, b = [fold(w) for w in x.given], [fold(w) for w in y.given]
    if len(a[0]) == 1 or len(b[0]) == 1:
        return "open" if a[0][0] == b[0][0] else "different"
    for one, other in zip(a[1:], b[1:], strict=False):
        if one[0] != other[0] or (len(one) > 1 and len(other) > 1 and not _spelled(one, other)):
            return "different"
    if a[0] == b[0] or fold(x.nickname) == b[0] or fold(y.nickname) == a[0]:
        return "same"
    genders = {(n in MALE_GIVEN) - (n in FEMALE_GIVEN) for n in (a[0], b[0])}
    if genders == {1, -1}:
        return "different"
    if sounding(a[0]) == sounding(b[0]):
        return "same"
    short, long = sorted((a[0], b[0]), key=len)
    if NICKNAMES.get(short, short) == NICKNAMES.get(long, long) or long in (
        NICKNAMES.get(short),
        NICKNAMES.get(long),
    ):
        return "open"
    if (len(short) >= 3 and long.startswith(short)) or _spelled(short, long):
        return "open"
    return "different"


def sounding(word: str) -> str:
    """A folded word as transliterations of one original share it: Zelensky and Zelenskyy, Aleksandr and
    Alexander, Gaddafi and Qadhafi, Mohammad and Muhammad. First letter and consonants are kept, so that
    Johnson is not Johnston; the last vowel too, so that Maria is not Mario."""
    for pattern, plain in SOUNDS:
        word = re.sub(pattern, plain, word)
    return word


SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"ph", "f"),
        (r"x", "ks"),
        (r"^q|^gh|^kh(?=a)", "g"),
        (r"q|ck", "k"),
        (r"([dgkt])h", r"\1"),
        (r"(?:iy|ij|yy|ii|y|j)$", "i"),
        (r"(.)\1", r"\1"),
        (r"(?<=[dt])e(?=r$)", ""),
        (r"(?<=.)o(?=.)", "u"),
        (r"(?<=m)a(?=d$)", "e"),
    )
)


def _spelled(a: str, b: str) -> bool:
    return bool(a) and bool(b) and float(JaroWinkler.similarity(a, b)) >= ALIKE


def _pair(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    return ", ".join(sorted((" ".join(a), " ".join(b))))


SMALL = frozenset(("of", "and", "for", "the", "in", "on", "&"))


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
