"""Whether a bare surname that one article leaves open is a person whom other articles name in full.

The name alone never says so ("Smith", though the corpus has but one Smith). Two things count: what the two
are called (the same office, at the same body) and in whose company they are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from quotes.names.clean import fold
from quotes.names.compare import Verdict

SMALL = frozenset(
    "a an and at by for from in his her its of on or our the their to with who is was now then former "
    "ex late current acting interim deputy vice senior junior first chief".split()
)
"""Words of a description that do not tell one office from another."""


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
        office = _office(own.descriptions, trace.descriptions)
        together = len(own.company & trace.company)
        if office or together:
            reasons = []
            if office:
                reasons.append(f"both are called {office}")
            if together:
                reasons.append(f"quoted in the same company ({together} in common)")
            found[number] = (bool(office) + together, " and ".join(reasons))
    out: dict[int, tuple[Verdict, float, str]] = {}
    for number in candidates:
        name = texts[number]
        if number not in found:
            if not found:
                out[number] = Verdict.UNSURE, 0.5, f"{surname} may be {name}, no more is known"
            continue
        weight, why = found[number]
        score = round(1 - 0.5 ** (1 + weight), 3)
        if len(found) == 1:
            out[number] = Verdict.SAME, score, f"{surname} is {name}: {why}"
        else:
            out[number] = Verdict.UNSURE, score, f"{surname} may be {name}: {why}; so are others"
    return out


def _office(some: Collection[str], others: Collection[str]) -> str:
    """The shortest description of ``some`` all of whose telling words are in one of ``others``, or that
    holds all of one's; empty if there is none."""
    theirs = [w for w in map(_words, others) if w]
    for description in sorted(some, key=lambda d: (len(d), d)):
        words = _words(description)
        if words and any(words <= t or t <= words for t in theirs):
            return description
    return ""


def _words(description: str) -> frozenset[str]:
    return frozenset(fold(w) for w in re.findall(r"[\w’'-]+", description)) - SMALL
