"""A name read for comparing: ``clean``'s parts without what apposition and office add, folded once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from quotes.names.clean import (
    BODIES,
    FEMALE,
    GENERATIONS,
    MALE,
    SUFFIXES,
    TITLES,
    Name,
    clean,
    fold,
)
from quotes.names.given import FEMALE_GIVEN, MALE_GIVEN
from quotes.names.sound import ending, sounding
from quotes.names.words import ACRONYMS, ALSO, LEGAL, SPELLED_OUT, significant

ROLES = frozenset(
    """
    president minister premier chancellor secretary undersecretary senator sen representative rep congressman
    congresswoman governor gov ambassador commissioner chairman chairwoman chair chairperson director leader speaker
    mayor spokesman spokeswoman spokesperson ceo cfo coo chief adviser advisor candidate nominee coach negotiator
    attorneygeneral secretarygeneral directorgeneral mp
    """.split()
)
"""Offices that part what stands before them, whose office it is, from a name behind: World Bank
President David Malpass. Words that are given or family names too (Judge, King) are left out."""

HONORIFICS = frozenset(
    "ayatollah mullah sheikh shaikh sheik sayyid daw shri hajji monsignor brigadier".split()
)
"""Titles of respect that ``clean`` takes for names, since the extractor seldom meets them."""

RANKED = frozenset(("field", "grand"))
"""Titles of respect only before another: Field Marshal, Grand Ayatollah."""

NATIONS = frozenset(("us", "uk", "eu"))
FRONTS = NATIONS | {"the"}
"""Before a name and alone there, these begin a body's: the U.S. Army."""

CHAMBERS = frozenset(
    "house senate commons lords parliament exchequer opposition staff assembly board majority minority".split()
)
"""What "of the" behind an office leads to: Speaker of the House Nancy Pelosi."""

DEGREES = frozenset("phd md msc mba bsc dphil dbe frs cpa msp rn td esq".split())
"""Suffixes that make nobody another person, and that ``clean`` may keep in a name."""

NUMERALS = frozenset("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xxiii".split())

MONARCH = frozenset("king queen pope emperor empress tsar prince princess sultan".split())

DROPPED = frozenset("de la las los del della di da dos das du van der den von zu zur ter ten bin ibn al el".split())  # fmt: skip
"""Particles that the news prints or leaves out before one and the same family name."""

ARTICLE = re.compile(r"(?i)^(?:al|el|as|ash|ar|az|ad|ul)-(?=\w)")
PARTY = re.compile(r"(?i),?\s*[(\[]?\b[dri]-\s?[a-z][a-z]*\.?(?:[a-z]\.)*\s*[)\]]?\s*$")
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
UMLAUT = re.compile("[äöüøå]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as ``compare`` and the keys of ``block`` see it; words are folded.

    ``families`` are the forms of the family name (without particles, with them, ü as ue), one family
    name to compare; ``firsts`` likewise of the first given name, all given names joined among them.
    ``parts`` are the family name's, parted at hyphens. ``acronym`` is empty for any other name.
    """

    name: Name
    order: tuple[object, ...]
    words: tuple[str, ...]
    joined: str
    given: tuple[str, ...]
    family: str
    families: frozenset[str]
    sounds: frozenset[str]
    firsts: frozenset[str]
    parts: tuple[str, ...]
    first_parts: tuple[str, ...]
    nickname: str
    generation: frozenset[str]
    sex: int
    wife: bool
    monarch: bool
    tokens: tuple[str, ...]
    legal: bool
    acronym: str
    body: bool

    @property
    def full(self) -> bool:
        return bool(self.given)

    @property
    def initials(self) -> tuple[str, ...]:
        """The letters an acronym of it may have: of all words, and of its significant ones."""
        some = [p for w in self.name.words for p in w.split("-") if fold(p)]
        every = "".join(fold(p)[0] for p in some)
        few = "".join(w[0] for w in self.tokens)
        return (every,) if every == few else (every, few)


@lru_cache(maxsize=1 << 17)
def read(printed: str) -> Reading:
    """``printed`` read for comparing: party tags, appositions, offices and degrees set apart.

    "Obama, Barack" is turned; "Elizabeth Warren, D-Mass." and "British Prime Minister Theresa May" lose
    what is no name. Never raises. Takes 30 microseconds for a name in the mean, and is remembered, since
    a name is compared many times: 100,000 of them take some 200 MB, more are forgotten in turn.
    """
    text = " ".join(printed.split())
    if "-" in text:
        text = PARTY.sub("", text) or text
    if "," in text:
        text = _commas(text)
    if " of " in text and fold(text.split()[0]) in MONARCH:
        text = text.partition(" of ")[0]
    if text.islower() and not text.isupper():
        text = text.title().replace("'S", "'s").replace("’S", "’s")
    name = clean(text)
    if name.words and _national(name):
        nation = [t for t in name.titles if fold(t) in NATIONS]  # the U.S. Army, which is nobody
        name = Name((), (*nation, *name.words))
    elif len(name.words) > 1:
        name = _bare(name)
    return _folded(name)


def _national(name: Name) -> bool:
    titles = {fold(t) for t in name.titles}
    return bool(titles & NATIONS) and titles <= FRONTS


def _commas(text: str) -> str:
    """Without what commas set off: an apposition goes, a family name before one is turned."""
    head, *rest = [part.strip() for part in text.split(",")]
    if not head or clean(text).body:
        return text
    tail = [part for part in rest if part]
    suffixes = [p for p in tail if all(fold(w) in SUFFIXES | DEGREES for w in p.split())]
    others = [p for p in tail if p not in suffixes]
    words = clean(head).words
    if others and len(words) == 1:
        first = others[0].split()
        plain = [w for w in first if fold(w) not in TITLES and fold(w) not in ("the", "a", "an")]
        if len(plain) == len(first) <= 3:
            head = f"{others[0]} {head}"
    return " ".join([head, *suffixes])


def _bare(name: Name) -> Name:
    """``name`` without the office that stands in it, and whose it is; a body's that is a person's."""
    words = list(name.words)
    for i in range(len(words) - 2, -1, -1):
        if fold(words[i]) in ROLES or any(fold(p) in ROLES for p in words[i].split("-")):
            rest = words[i + 1 :]
            if name.body and (len(rest) < 2 or fold(rest[0]) in ("of", "for", "the", "and", "to")):
                break
            if any(fold(w) in BODIES | LEGAL for w in rest):
                break
            inner = clean(" ".join(rest))
            if not inner.words or fold(inner.words[-1]) in ROLES:
                break
            suffix, nickname = name.suffix or inner.suffix, name.nickname or inner.nickname
            titles = (*name.titles, *words[: i + 1], *inner.titles)
            name = Name(inner.given, inner.family, titles, suffix, nickname)
            break
    while name.given and (
        fold(name.given[0]) in HONORIFICS
        or (fold(name.given[0]) in RANKED and fold(name.words[1]) in TITLES | HONORIFICS)
    ):
        inner = clean(" ".join(name.words[1:]))
        titles = (*name.titles, name.given[0], *inner.titles)
        name = Name(inner.given, inner.family, titles, name.suffix, name.nickname)
    if name.given and name.titles and fold(name.titles[-1]) in ("the", "of"):
        while len(name.given) > 1 and fold(name.given[0]) in CHAMBERS:
            name = Name(
                name.given[1:],
                name.family,
                (*name.titles, name.given[0]),
                name.suffix,
                name.nickname,
            )
    if len(name.given) > 1 and len(name.family) == 1 and fold(name.family[0]) in DEGREES:
        inner = clean(" ".join(name.given))
        name = Name(
            inner.given, inner.family, name.titles, (*name.suffix, *name.family), name.nickname
        )
    return name


def _folded(name: Name) -> Reading:
    family_words = name.family
    body = (
        name.body
        or (len(name.words) > 1 and fold(name.words[-1]) in LEGAL)
        or any(fold(w) in ("&", "and") for w in name.words[1:-1])
        or (not name.given and len(name.words) > 1 and fold(name.words[0]) in NATIONS)
    )
    capitals = all(w.isupper() for w in family_words)
    given = [w for printed in name.given for w in _letters(printed, capitals)]
    words = (*given, *(fold(w) for w in family_words))
    core = [w for w in family_words if fold(w) not in DROPPED] or list(family_words[-1:])
    bare = [ARTICLE.sub("", w) for w in core]
    families = {"".join(fold(w) for w in some) for some in (core, bare, family_words)}
    families |= {form for w in ("".join(bare),) if (form := _umlauts(w))}
    families = {ending(f) for f in families if f}
    family = "".join(fold(w) for w in bare)
    firsts = set()
    if given:
        firsts = {given[0]} | ({u} if (u := _umlauts(name.given[0])) else set())
        if len(given) > 1 and min(map(len, given)) > 1:
            firsts.add("".join(given))
    raw = [fold(w) for w in name.words]
    titles = {fold(t) for t in name.titles}
    acronym = _acronym(name)
    tokens = significant(raw)
    if acronym:
        tokens = ACRONYMS.get(acronym, tokens)
    tokens = ALSO.get(tokens, tokens)
    for front in (("us",), ("united", "states")):
        if tokens[: len(front)] == front and tokens[len(front) :] in SPELLED_OUT:
            tokens = tokens[len(front) :]
    first = given[0] if given else ""
    man = (first in MALE_GIVEN) - (first in FEMALE_GIVEN)
    titled = bool(titles & MALE) - bool(titles & FEMALE)
    wife = "mrs" in titles and man == 1
    suffix = {fold(s) for s in name.suffix}
    return Reading(
        name=name,
        order=(len(name.words), str(name), name.suffix, name.titles, name.nickname, name.given),
        words=words,
        joined="".join(words),
        given=tuple(given),
        family=family,
        families=frozenset(families),
        sounds=frozenset(sounding(f) for f in families),
        firsts=frozenset(firsts),
        parts=_parts(bare),
        first_parts=_parts(name.given[:1]),
        nickname=fold(name.nickname),
        generation=frozenset(_GENERATION.get(s, s) for s in suffix & GENERATIONS),
        sex=titled if titled and not wife else -1 if wife else man,
        wife=wife,
        monarch=bool(titles & MONARCH),
        tokens=tokens,
        legal=any(w in LEGAL for w in raw[1:]),
        acronym=acronym,
        body=body or tokens in SPELLED_OUT,
    )


_GENERATION = {"junior": "jr", "senior": "sr"}


def _letters(printed: str, capitals: bool) -> list[str]:
    """A given name folded; the letters of initials printed together (J.K., JK) one by one."""
    word = fold(printed)
    dotted = 2 <= len(word) <= 3 and printed.count(".") >= len(word) - 1 and "-" not in printed
    together = printed.isupper() and 2 <= len(word) <= 3 and not capitals and word.isalpha()
    return list(word) if dotted or together else [word]


def _umlauts(printed: str) -> str:
    """The word folded with its umlauts written out, empty where it has none: Schröder, schroeder."""
    low = unicodedata.normalize("NFC", printed).lower()
    if not UMLAUT.search(low):
        return ""
    return fold(UMLAUT.sub(lambda m: UMLAUTS[m.group()], low))


def _parts(printed: Sequence[str]) -> tuple[str, ...]:
    return tuple(f for w in printed for p in w.split("-") if (f := fold(p)))


def _acronym(name: Name) -> str:
    """The letters of an acronym (NYPD, N.Y.P.D., BoC, Nato), folded; empty for any other name."""
    if len(name.words) != 1 or name.titles not in ((), ("the",)):
        return ""
    letters = name.words[0].replace(".", "")
    if len(letters) >= 4 and fold(letters) in ACRONYMS:
        return fold(letters)
    capitals = sum(c.isupper() for c in letters)
    sound = 2 <= len(letters) <= 7 and letters.isalpha() and letters[-1].isupper()
    return fold(letters) if sound and 2 * capitals > len(letters) else ""
