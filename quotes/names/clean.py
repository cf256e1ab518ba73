"""What is the name in a name as printed: titles, roles, suffixes and possessives set apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

MALE = frozenset("mr sir lord king prince baron duke fr father pope".split())
FEMALE = frozenset("mrs ms miss lady dame queen princess baroness duchess madam mme sister".split())

TITLES = (
    MALE
    | FEMALE
    | frozenset(
        """
        mx dr doctor prof professor rev reverend rabbi imam bishop archbishop cardinal saint hon honourable
        honorable president vice prime deputy chief first second acting former ex then interim incoming outgoing
        minister premier chancellor secretary undersecretary treasurer senator sen congressman congresswoman
        representative rep delegate assemblyman assemblywoman councilman councilwoman councillor councilor cllr
        alderman mayor governor gov lieutenant lt ambassador amb envoy commissioner chairman chairwoman chair
        chairperson director speaker leader whip judge justice magistrate attorney prosecutor sheriff
        general gen major maj colonel col captain capt sergeant sgt corporal private admiral adm commander cmdr
        officer constable detective inspector superintendent marshal coach ceo cfo coo founder owner
        spokesman spokeswoman spokesperson negotiator adviser advisor analyst economist candidate nominee mp mep
        actor actress singer author director-general foreign finance defence defense trade treasury interior home
        justice health education labour labor state party campaign press national security crown supreme
        """.split()
    )
)
"""Words that may stand before a name and are no part of it, folded. A word here is a title only in
front of something that is not: "Justice" alone keeps its name."""

SUFFIXES = frozenset(
    "jr sr junior senior ii iii iv md phd esq mp mep qc kc obe cbe mbe jd dds rn".split()
)

GENERATIONS = frozenset("jr sr junior senior ii iii iv".split())
"""Suffixes that make it another person."""

PARTICLES = frozenset(
    "de la las los del della di da dos das du van der den von zu zur ter ten bin ibn ben al el abu st san santa le".split()
)

FRONT = PARTICLES - {"ben", "al", "el", "abu", "san", "santa", "la", "le"}
"""Particles that begin a family name that stands alone (van der Meulen); the others are as often given
names (Ben, Al) and count only where they are printed small."""

BODIES = frozenset(
    """
    agency airlines alliance assembly associates association authority bank board bureau center centers centre church
    coalition college commission committee company congress construction cooperative corp corporation council court
    department federation foundation fund group holdings hospital inc industries institute institution league ltd
    ministry motors museum network nations news office party police research school securities senate service services
    shipyards society studios systems technologies times trust union university
    """.split()
)
"""Words of the names of bodies; a name that has one has no titles, no given and no family name."""

TOKEN = re.compile(r"[^\s,;()]+")
ASIDE = re.compile(r"\([^)]*\)|(?<!\w)[\"“‘'][^\"”’“‘']*[\"”’'](?!\w)")
POSSESSIVE = re.compile(r"(?:[’'`]s|(?<=s)[’'])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts, as printed (case and accents kept).

    ``given`` and ``family`` are words; a single word is taken for a family name. ``titles`` stood
    before it, ``suffix`` after it. ``nickname`` stood in quotation marks or brackets.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    titles: tuple[str, ...] = ()
    suffix: tuple[str, ...] = ()
    nickname: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.family

    @property
    def body(self) -> bool:
        """Whether it is the name of a body, by its words: a union, a ministry."""
        return not self.given and _is_body(self.family)

    @property
    def full(self) -> bool:
        """Whether it has a given and a family name: enough to tell one person from another. A family
        name with particles (van der Meulen) is not."""
        return bool(self.given)

    def __str__(self) -> str:
        return " ".join((*self.words, *(s for s in self.suffix if fold(s) in GENERATIONS)))


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word without case, accents, dots and apostrophes, for comparing. (An article asks for few words many
    times: the last ones are remembered.)"""
    word = unicodedata.normalize("NFKD", word.translate(_SPECIAL))
    return "".join(c for c in word if not unicodedata.combining(c) and c not in ".’'`-").casefold()


_SPECIAL = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i",
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH",
    }
)  # fmt: skip


def strip_possessive(text: str) -> str:
    """``text`` without a possessive at its end: Akazawa’s → Akazawa."""
    return POSSESSIVE.sub("", text)


@lru_cache(maxsize=4096)
def clean(printed: str) -> Name:
    """The parts of a person's name as printed; words that are no name set apart.

    ``Sen. Robert "Bob" Casey Jr.`` has given Robert, family Casey, titles Sen., suffix Jr., nickname
    Bob. Family-name-first order is kept as printed. A string of nothing but titles keeps its last word.
    """
    printed = " ".join(printed.split())
    if _is_body(printed.split()):
        words = [strip_possessive(w) for w in TOKEN.findall(printed)]
        words = words[1:] if fold(words[0]) == "the" else words
        return Name((), tuple(w for w in words if fold(w)))
    aside = ASIDE.search(printed)
    nickname = aside.group().strip("()\"“”‘’' ") if aside else ""
    words = [strip_possessive(w).strip('"“”‘’') for w in TOKEN.findall(ASIDE.sub(" ", printed))]
    words = [w for w in words if fold(w)]
    suffix: list[str] = []
    while len(words) > 1 and fold(words[-1]) in SUFFIXES:
        suffix.insert(0, words.pop())
    start = 0
    while start < len(words) - 1 and _is_title(words[start]):
        start += 1
    titles, words = words[:start], words[start:]
    if not words:
        return Name((), (), tuple(titles), tuple(suffix), nickname)
    cut = len(words) - 1
    while cut > 1 and fold(words[cut - 1]) in PARTICLES:
        cut -= 1
    first = fold(words[0])
    if cut == 1 and (first in FRONT or (first in PARTICLES and words[0].islower())):
        cut = 0
    return Name(tuple(words[:cut]), tuple(words[cut:]), tuple(titles), tuple(suffix), nickname)


def _is_body(words: Sequence[str]) -> bool:
    """Whether a body's word stands in them, behind another or before "of" or "for": Bank of Canada."""
    folded = [fold(w) for w in words]
    folded = folded[1:] if folded[:1] == ["the"] else folded
    return any(w in BODIES for w in folded[1:]) or (
        folded[:1] != [] and folded[0] in BODIES and folded[1:2] in (["of"], ["for"])
    )


def _is_title(printed: str) -> bool:
    word = fold(printed)
    if word in ("the", "a", "an", "of", "for", "us", "uk", "eu", "and"):
        return not re.fullmatch(r"[A-Z]\.", printed)  # A. Quill has an initial, no article
    if printed == "Del.":
        return True  # a delegate; del Toro has a particle
    return word in TITLES or any(part in TITLES for part in word.split("/"))
