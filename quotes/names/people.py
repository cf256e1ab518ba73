"""Whether two names are one person's, given and family names each by themselves."""

from __future__ import annotations

from quotes.names.given import FEMALE_GIVEN, GIVEN, MALE_GIVEN
from quotes.names.read import DROPPED, NUMERALS, Reading
from quotes.names.short import EASTERN, Kin, canonical, kin
from quotes.names.sound import alike, ending, skeleton, sounding
from quotes.names.verdict import DIFFERENT, SAME, UNSURE, Judged, Verdict, pair

NAMESAKES = frozenset(
    {("george", "bush"), ("joseph", "kennedy"), ("john", "adams"), ("michael", "jordan")}
)
"""Well-known people of one given and family name, whom a middle name tells apart."""

COMMON = frozenset(
    """
    adams allen anderson baker brown campbell carter clark davis edwards evans garcia green hall harris hill jackson
    johnson jones king lee lewis lopez martin martinez miller mitchell moore morgan nelson parker perez roberts
    robinson rodriguez scott smith taylor thomas thompson turner walker white williams wilson wright young
    """.split()
)
"""Family names so common that a second given name on one side only leaves it open."""

DOUBLE = frozenset("anna anne ann billy jean jose juan luis maria marie mary tommy".split())
"""Given names that make one with any other (Mary Ann, Jean Claude), as John does with Paul: without it, perhaps somebody else."""


THE = ("the",)
"""What stands before a single word that is no person's name."""


def people(x: Reading, y: Reading) -> Judged:
    """Two full names."""
    if contradiction := against(x, y):
        return DIFFERENT, contradiction
    if x.wife != y.wife:
        return DIFFERENT, "one is named after her husband"
    if x.words == y.words:
        return SAME, "the same words"
    if x.joined == y.joined:
        return SAME, "the same letters, divided otherwise"
    if _turned(x, y) or _turned(y, x):
        # Kishida Fumio is Fumio Kishida; John Paul is not Paul John.
        if all(w in GIVEN for w in x.words):
            return DIFFERENT, f"given names in another order: {pair(x.name.words, y.name.words)}"
        return SAME, "the same words in another order"
    if sorted(x.words) == sorted(y.words):
        return UNSURE, f"the same words in another order: {pair(x.name.words, y.name.words)}"
    family = _family(x, y)
    if family is UNSURE or family is DIFFERENT:
        return _families(x, y, family)
    given, why = _given(x, y)
    if given is SAME:
        return SAME, "given and family names agree, their spelling aside"
    if given is DIFFERENT and _inside(x, y):
        return UNSURE, f"one name inside the other: {pair(x.name.words, y.name.words)}"
    what = why or ("given names may be one" if given is UNSURE else "given names differ")
    return given, f"{what}: {pair(x.name.given, y.name.given)}"


def single(x: Reading, y: Reading) -> Judged:
    """A surname, or one name alone, on one side at least: never sure to be the same, but for a
    monarch's or a pope's with its number."""
    if x.sex * y.sex == -1 and "titles" in (reason := against(x, y)):
        return DIFFERENT, reason
    if x.words == y.words:
        numbers = x.generation & NUMERALS
        if numbers and x.generation == y.generation and (x.monarch or y.monarch):
            return SAME, "the same name and number"
        if THE in (x.name.titles, y.name.titles):
            return SAME, "the same word, and no person's"  # the Kremlin, Kremlin
        return UNSURE, against(x, y) or f"only one name each: {' '.join(x.name.words)}"
    if reason := against(x, y):
        return UNSURE, reason
    if x.full or y.full:
        short, long = (y, x) if x.full else (x, y)
        some = {w for w in short.words if w not in DROPPED} or {*short.words}
        if some <= {*long.words, *long.parts, long.family} or short.families & long.families:
            what = "surname" if short.families & long.families else "name"
            words = " ".join(short.name.words)
            return UNSURE, f"they share the {what} {words}, no more is known"
    spelled = [
        (a, b)
        for a in x.words
        for b in y.words
        if a not in DROPPED and b not in DROPPED and _spelled(a, b)
    ]
    if spelled or x.sounds & y.sounds:
        return UNSURE, "one word is spelled alike, no more is known"
    return DIFFERENT, f"no word in common: {pair(x.name.words, y.name.words)}"


def against(x: Reading, y: Reading) -> str:
    """What in titles and suffixes speaks against one person; empty if nothing does."""
    if x.generation != y.generation:
        what = ", ".join(sorted(x.generation ^ y.generation))
        both = x.generation and y.generation
        return f"suffixes differ: {what}" if both else f"only one has the suffix {what}"
    if x.sex * y.sex == -1 and (not x.full or not y.full or x.given[0] == y.given[0]):
        return "the titles are a man's and a woman's"
    return ""


def _turned(x: Reading, y: Reading) -> bool:
    """Whether ``y`` is ``x`` with the family name first."""
    rest = "".join(y.words[1:])
    return (
        ending(y.words[0]) in x.families
        and ("".join(x.given) == rest or rest in x.firsts)
        and len(x.given[0]) > 1
    )


def _family(x: Reading, y: Reading) -> Verdict:
    if x.families & y.families:
        return SAME
    if NUMERALS & {x.family, y.family}:
        return DIFFERENT
    # English names differ by less than a transliteration does (Corry, Curry).
    if x.sounds & y.sounds and _eastern(x) and _eastern(y):
        return SAME
    mine, yours = {*x.parts}, {*y.parts}
    if mine < yours or yours < mine:
        return UNSURE  # a double name, and half of it
    if x.sounds & y.sounds or _spelled(x.family, y.family):
        return DIFFERENT if _syllable(x.parts, y.parts) else UNSURE
    return DIFFERENT


def _eastern(x: Reading) -> bool:
    first = x.given[0]
    return not EASTERN.isdisjoint((*x.given, sounding(first))) or first.startswith(
        ("abdel", "abdul")
    )


def _syllable(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names of parts have one that differs: Jong-un, Jong-il."""
    return (
        len(a) == len(b) > 1
        and any(p == q for p, q in zip(a, b, strict=True))
        and any(p != q and not _spelled(p, q) for p, q in zip(a, b, strict=True))
    )


def _families(x: Reading, y: Reading, family: Verdict) -> Judged:
    """The verdict where the family names are not one."""
    if _inside(x, y):
        return UNSURE, f"one name inside the other: {pair(x.name.words, y.name.words)}"
    if family is DIFFERENT:
        return DIFFERENT, f"family names differ: {pair(x.name.family, y.name.family)}"
    given, _ = _given(x, y)
    if given is DIFFERENT:
        return DIFFERENT, f"given names differ: {pair(x.name.given, y.name.given)}"
    return UNSURE, f"family names are alike: {pair(x.name.family, y.name.family)}"


def _inside(x: Reading, y: Reading) -> bool:
    """Whether one's words stand in the other in their order, none of them only an initial there."""
    short, long = sorted((x.words, y.words), key=len)
    rest = iter(long)
    return len(short) < len(long) and all(len(w) > 1 and w in rest for w in short)


def _given(x: Reading, y: Reading) -> tuple[Verdict, str]:
    """How the given names of two with one family name stand to each other, and why where that is
    not plain."""
    a, b = x.given, y.given
    if len(a[0]) == 1 or len(b[0]) == 1:
        return _initials(a, b)
    if "".join(a) == "".join(b):
        return SAME, ""
    first = _first(x, y)
    if first is DIFFERENT:
        return DIFFERENT, ""
    middle, why = _middle(x, y)
    if middle is DIFFERENT or first is SAME:
        return middle, why
    return UNSURE, ""


def _initials(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[Verdict, str]:
    if a == b:
        return SAME, ""
    agree = all(
        p == q or (p[0] == q[0] and 1 in (len(p), len(q))) for p, q in zip(a, b, strict=False)
    )
    return (UNSURE if agree else DIFFERENT), ""


def _first(x: Reading, y: Reading) -> Verdict:
    a, b = x.given[0], y.given[0]
    if x.firsts & y.firsts:
        return SAME
    for one, other in ((x, b), (y, a)):
        if one.nickname and (one.nickname == other or kin(one.nickname, other) is Kin.ONE):
            return SAME
    if (a in MALE_GIVEN and b in FEMALE_GIVEN) or (a in FEMALE_GIVEN and b in MALE_GIVEN):
        return DIFFERENT
    kind = kin(a, b)
    if kind is not Kin.NONE:
        return SAME if kind is Kin.ONE else UNSURE
    if _feminine(a, b) or _feminine(b, a) or _syllable(x.first_parts, y.first_parts):
        return DIFFERENT
    if sounding(a) == sounding(b):
        sure = len(a) > 3 < len(b) and a not in GIVEN and b not in GIVEN
        return SAME if sure else UNSURE
    if a in GIVEN and b in GIVEN:
        return DIFFERENT  # two names in use: Julie, Julia
    short, long = sorted((a, b), key=len)
    if skeleton(a) == skeleton(b) and len(short) >= 3:
        return UNSURE
    return UNSURE if (len(short) >= 3 and long.startswith(short)) or alike(a, b) else DIFFERENT


def _feminine(man: str, woman: str) -> bool:
    """Whether one is the woman's form of the other: Mario, Maria; Stefan, Stefania."""
    if man.endswith("o") and woman == man[:-1] + "a":
        return True
    rest = woman.removeprefix(man)
    return len(man) >= 4 and rest in ("a", "ia", "ina", "ine", "ne", "ette", "etta", "elle", "ella")


def _middle(x: Reading, y: Reading) -> tuple[Verdict, str]:
    """What the given names after the first say of two whose first is one."""
    a, b = sorted((x.given[1:], y.given[1:]), key=len)
    if a == b:
        return SAME, ""
    if not a:
        first = canonical(x.given[0])
        if (first, x.family) in NAMESAKES:
            return UNSURE, "a middle name tells such namesakes apart"
        if any(len(w) > 1 for w in b) and (
            x.family in COMMON
            or (first in DOUBLE and any(w in GIVEN for w in b))
            or (first, b[0]) == ("john", "paul")
        ):
            return UNSURE, "only one has a second given name"
        return SAME, ""
    if len(a) < len(b) and min(map(len, a)) > 2:
        rest = iter(b)
        if all(w in rest for w in a):
            return SAME, ""
    for one, other in zip(a, b, strict=False):
        if one[0] != other[0]:
            return DIFFERENT, "second names differ" if len(a[0]) > 1 else ""
        if len(one) > 1 < len(other) and one != other and sounding(one) != sounding(other):
            if not alike(one, other):
                return DIFFERENT, ""
            return UNSURE, ""
    return SAME, ""


def _spelled(a: str, b: str) -> bool:
    return a == b or alike(a, b)
