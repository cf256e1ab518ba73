"""What two spellings of a word have in common: sounds, for transliterations and for looking up."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

ALIKE = 0.9
"""Jaro-Winkler similarity from which two words may be one, misspelled (Johnson, Johnston .98): reason
to ask, never to join. Below it, they differ. Words of fewer than four letters, and of
another first letter, are never alike: Li is not Lin, nor Qiang Keqiang."""

_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), plain) for pattern, plain in pairs)


_ENDINGS = _rules(
    (r"(?<=sk)(?:yy|yi|iy|ii|ij|y|j)$", "i"),
    (r"(?<=[oe]v)(?:[iy]t?ch|itsch|itz)$", "ic"),
)

_SOUNDS = _rules(
    (r"shch|schtsch|sch", "sh"),
    (r"t[s]?ch", "ch"),
    (r"ph", "f"),
    (r"x", "ks"),
    (r"q|ck", "k"),
    (r"([dgkt])h", r"\1"),
    (r"^[gk](?=.{4})", "k"),
    (r"^ye(?=.{3})", "e"),
    (r"(?:i|y)(?=e[vb]$)|(?<=[aeou])y(?=e)", ""),
    (r"(?:iy|ij|yy|ii|yi|y|j)$", "i"),
    (r"(?<=.)y", "i"),
    (r"(.)\1", r"\1"),
    (r"(?<=[dt])e(?=r$)", ""),
    (r"(?<=.)ou?(?=.)", "u"),
    (r"uu", "u"),
    (r"^o(?=[^aeiou].)", "u"),
    (r"ai(?=n$)", "ei"),
)


@lru_cache(maxsize=1 << 15)
def ending(word: str) -> str:
    """A folded word with the Slavic endings -ski and -vich in one spelling: Zelensky is Zelenskyy."""
    if not word.endswith(("y", "i", "j", "h", "z")):
        return word
    for pattern, plain in _ENDINGS:
        word = pattern.sub(plain, word)
    return word


@lru_cache(maxsize=1 << 15)
def sounding(word: str) -> str:
    """A folded word as transliterations of one original share it: Zelensky and Zelenskyy, Gaddafi and
    Qadhafi, Rouhani and Ruhani. Consonants are kept, so that Johnson is not Johnston; the last vowel too,
    so that Maria is not Mario. Too loose to join English names by (Corry, Curry): see ``people``."""
    word = ending(word.replace("ee", "i"))
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


_SKELETON = str.maketrans({"c": "k", "q": "k", "v": "f", "z": "s", **dict.fromkeys("aeiouyh", "")})


@lru_cache(maxsize=1 << 15)
def skeleton(word: str) -> str:
    """The consonants of a folded word after its first letter, hard and soft ones alike: Stephen and
    Steven, Erik and Eric, Sara and Sarah share theirs."""
    word = word.replace("ph", "f")
    bare = word[1:].translate(_SKELETON)
    return re.sub(r"(.)\1", r"\1", word[:1].translate({99: "k", 113: "k"}) + bare)


def alike(a: str, b: str) -> bool:
    """Whether two folded words may be one, misspelled."""
    return (
        a[:1] == b[:1] and min(len(a), len(b)) >= 4 and float(JaroWinkler.similarity(a, b)) >= ALIKE
    )
