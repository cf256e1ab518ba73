"""Whether a bare surname that one article leaves open is a person whom other articles name in full.

The name alone never says so ("Smith", though the corpus has but one Smith). Two things count: what the two
are called (the same office, at the same body) and in whose company they are quoted.

Measured on 924 news articles by hiding, one at a time, the full name of each person they quote, and asking
whom the surname is then taken for (``benchmarks/evidence.py``): of 2,335 who are quoted under their full
name elsewhere, too, 858 are found; 10 are taken for another name, 7 of which are the same person's (Rudy and
Rudolph Giuliani). Where her other articles are hidden as well, so that everybody of the surname is somebody
else, 35 of 1,907 are taken for one, again mostly the same person's other name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quotes.names.clean import fold
from quotes.names.compare import Verdict

TELLING = 2
"""Descriptions that agree in so many telling words are one office: chairman of the Federal Reserve."""

COMPANY = 2
"""Where they agree in a single word ("Senator"), two people must be quoted in the company of so many of
the same others. Company alone is no evidence: it was right 96 times of 100 at three in common."""

SMALL = frozenset(
    "a an and at by for from in his her its of on or our the their to with who is was now then former "
    "ex late current acting interim deputy vice senior junior first chief".split()
)
"""Words of a description that do not tell one office from another."""

KIN = frozenset(
    "wife husband widow widower mother father son daughter brother sister aunt uncle niece nephew cousin "
    "grandson granddaughter stepson stepdaughter fiancee fiance spouse".split()
)
"""A description with one of these is about somebody else's office."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of a name beside its words: the ``descriptions`` it is given, and the numbers of the
    names in whose ``company`` it is quoted."""

    descriptions: frozenset[str] = frozenset()
    company: frozenset[int] = frozenset()


def choose(
    surname: str, own: Trace, candidates: Mapping[int, Trace], texts: Mapping[int, str]
) -> dict[int, tuple[Verdict, float, str]]:
    """The verdict on a bare surname and each of the ``candidates`` (number → trace; ``texts`` has their
    names), with score and reason. At most one is the same: the one for whom there is evidence, if there is
    none for any other."""
    found: dict[int, tuple[int, str]] = {}
    for number, trace in candidates.items():
        telling, office = _office(own.descriptions, trace.descriptions)
        together = len(own.company & trace.company)
        if telling < TELLING and not (telling and together >= COMPANY):
            continue
        why = f"both are called {office}"
        if telling < TELLING:
            why += f" and are quoted in the company of {together} of the same people"
        found[number] = (telling + together, why)
    out: dict[int, tuple[Verdict, float, str]] = {}
    for number in candidates:
        name = texts[number]
        if number in found:
            weight, why = found[number]
            score = round(1 - 0.5 ** (1 + weight), 3)
            if len(found) == 1:
                out[number] = Verdict.SAME, score, f"{surname} is {name}: {why}"
            else:
                rivals = [texts[n] for n in found if n != number]
                why += f"; but so {'is' if len(rivals) == 1 else 'are'} {', '.join(sorted(rivals))}"
                out[number] = Verdict.UNSURE, score, f"{surname} may be {name}: {why}"
        elif not found:
            out[number] = Verdict.UNSURE, 0.5, f"{surname} may be {name}, no more is known"
    return out


def _office(some: Collection[str], others: Collection[str]) -> tuple[int, str]:
    """In how many telling words a description of ``some`` agrees with one of ``others`` (all of the shorter
    one's are in the longer), and that description; 0 if none does."""
    theirs = [w for w in map(_words, others) if w]
    best = (0, "")
    for description in sorted(some, key=lambda d: (len(d), d)):
        words = _words(description)
        agreed = max(
            (min(len(words), len(t)) for t in theirs if words <= t or t <= words), default=0
        )
        if words and agreed > best[0]:
            best = agreed, description
    return best


def _words(description: str) -> frozenset[str]:
    words = frozenset(fold(w) for w in re.findall(r"[\w-]{2,}", description))
    return frozenset() if words & KIN else words - SMALL
