"""Whether two names are one body's: its words, and the acronyms of them."""

from __future__ import annotations

from quotes.names.given import GIVEN
from quotes.names.read import Reading
from quotes.names.short import canonical
from quotes.names.sound import alike
from quotes.names.verdict import DIFFERENT, SAME, UNSURE, Judged, pair
from quotes.names.words import ACRONYMS, OFFICES

LONG = 4
"""Letters from which an acronym that is in no list is sure to be a body's whose initials it has: of two
or three letters, too many bodies have them."""


def bodies(x: Reading, y: Reading) -> Judged:
    """Two names of which one at least is a body's or an acronym."""
    names = pair(x.name.words, y.name.words)
    if x.tokens == y.tokens or "".join(x.tokens) == "".join(y.tokens):
        for one, other in ((x, y), (y, x)):
            # Walt Disney is a man, the Walt Disney Company is not; neither is Mr. Dell of Dell Inc.
            given = other.full and canonical(other.given[0]) in GIVEN
            if one.body and not other.body and (given or other.name.titles):
                return UNSURE, f"a body and perhaps a person: {names}"
        for one, other in ((x, y), (y, x)):
            if one.acronym and not other.acronym:
                how = (
                    "has the initials of"
                    if any(i.startswith(one.acronym) for i in other.initials)
                    else "stands for"
                )
                return SAME, f"{one.name} {how} {' '.join(other.name.words)}"
        return SAME, "the same words"
    if x.acronym and y.acronym:
        return DIFFERENT, f"initials differ: {names}"
    for short, long in ((x, y), (y, x)):
        if short.acronym and len(long.words) > 1 and (judged := _stands_for(short, long)):
            return judged
    left, right = {*x.tokens}, {*y.tokens}
    if sorted(x.tokens) == sorted(y.tokens):
        if left & OFFICES:
            return SAME, "the same words in another order"
        return UNSURE, f"the same words in another order: {names}"
    if "us" in left ^ right and "department" in left and _inland(x) == _inland(y):
        return SAME, "the same words, US aside"
    if left < right or right < left:
        return UNSURE, f"one name inside the other: {names}"
    lone = len(x.tokens) == 1 and any(alike(x.tokens[0], w) for w in y.tokens)
    if lone or _alike(x.tokens, y.tokens):
        return UNSURE, f"spelled alike: {names}"
    common = ", ".join(sorted(left & right))
    shared = f", though both have {common}" if common else ""
    return DIFFERENT, f"the words differ{shared}: {names}"


def _stands_for(short: Reading, long: Reading) -> Judged | None:
    letters, full = short.acronym, " ".join(long.name.words)
    if letters in long.initials and letters not in ACRONYMS and long.body and len(letters) >= LONG:
        return SAME, f"{short.name} has the initials of {full}"
    if any(i.startswith(letters) for i in long.initials):
        return UNSURE, f"{short.name} may stand for {full}"
    return None


def _inland(x: Reading) -> list[str]:
    return sorted(w for w in x.tokens if w != "us")


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return len(a) == len(b) and all(p == q or alike(p, q) for p, q in zip(a, b, strict=True))
