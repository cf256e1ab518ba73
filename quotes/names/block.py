"""Keys under which names are looked up before they are compared, so that few pairs need comparing.

Both functions are pure and give the same keys in every process. Keys are for looking up only: their form
may change, and a prefix tells their kinds apart:

    p:  two names in either order, by sound: given and family name, two words of a body
    l:  all letters in their order
    b:  the words of a ministry or department in any order
    a:  the letters of an acronym, and the initials of what it may stand for
    m:  a monarch's name and number
    i:  an initial and a family name          g:  a given name's consonants and a family name
    d:  a given name and a family name less one letter
    s:  a surname or one word of a body alone: large blocks
"""

from __future__ import annotations

from collections.abc import Iterable

from quotes.names.bodies import LONG
from quotes.names.given import GIVEN
from quotes.names.read import NUMERALS, Reading, read
from quotes.names.short import canonical, hinted
from quotes.names.sound import skeleton, sounding
from quotes.names.words import OFFICES


def joining(name: str) -> frozenset[str]:
    """Keys of which two names share one at least wherever ``compare`` calls them the same.

    Empty for what is no name. Blocks stay small: on 1,000, 10,000 and 100,000 distinct invented names
    (``benchmarks/names.py``) the largest has 5, 5 and 13 names, and 289, 2,965 and 36,122 pairs are left
    to compare. 30 microseconds a name, 3 where it was read before.
    """
    x = read(name)
    if not x.words:
        return frozenset()
    keys = {"l:" + x.joined, "l:" + "".join(x.tokens)}
    if x.full:
        given = "".join(x.given)
        firsts = {form for w in (*x.firsts, given, x.nickname) if w for form in _forms(w)}
        keys |= {_pair(first, family) for first in firsts for family in x.sounds}
        keys.add(_pair(sounding(x.words[0]), sounding("".join(x.words[1:]))))
    elif x.generation & NUMERALS:
        keys.add(f"m:{x.joined} {' '.join(sorted(x.generation))}")
    if OFFICES & {*x.tokens}:
        keys.add("b:" + " ".join(sorted(w for w in x.tokens if w != "us")))
    if x.body:
        keys |= {"a:" + letters for letters in x.initials if len(letters) >= LONG}
    if x.acronym:
        keys.add("a:" + x.acronym)
    return frozenset(keys)


def asking(name: str) -> frozenset[str]:
    """Keys that two names share where ``compare`` is unsure of them for a reason worth a person's time,
    and those of ``joining``.

    Such a reason is an initial, a short form, half of a double name, a spelling alike, a name inside
    another, an acronym that fits. Keys with the prefix ``s:`` are of one word alone and shared by
    everyone of that surname: meant for a bare surname's few candidates, not for comparing all of a
    block with all. On the same names as above the largest block has 7, 18 and 99 names, with ``s:`` 21,
    145 and 764; 2,990, 37,108 and 922,689 pairs share a key other than that, counted once a key.
    """
    x = read(name)
    if not x.words:
        return frozenset()
    keys = set(joining(name))
    if x.acronym or x.body or len(x.initials[0]) > 2:
        keys |= {"a:" + letters for letters in (*x.initials, x.acronym) if len(letters) > 1}
    if x.body:
        some = [sounding(w) for w in x.tokens if w != "us"]
        keys |= {_pair(*two) for two in (some[:2], some[-2:]) if len(two) == 2}
        keys |= {"s:" + w for w in some[:1]}
    elif x.full:
        keys |= set(_persons(x))
    else:
        keys |= {"s:" + sound for sound in x.sounds}
    return frozenset(keys)


def _persons(x: Reading) -> Iterable[str]:
    """The keys that ask about a full name."""
    first, family = x.given[0], sounding(x.family)
    yield f"i:{first[0]}|{family}"
    yield "s:" + family
    if first not in GIVEN:
        yield "s:" + sounding(first)  # President Park is Park Geun-hye
    if len(first) > 1:
        yield f"g:{skeleton(first)}|{family}"
        yield from (_pair(sounding(long), family) for long in hinted(first))
        sound = sounding(canonical(first))
        yield from (f"d:{sound}|{less}" for less in _less(x.family))
        if len(x.parts) > 1:
            yield from (_pair(sound, sounding(part)) for part in x.parts)
    words = [w for w in x.words if len(w) > 1]
    if len(words) > 2:
        yield _pair(sounding(words[-2]), sounding(words[-1]))
        yield from (_pair(sounding(words[0]), sounding(w)) for w in words[1:-1] if w not in GIVEN)


def _forms(given: str) -> set[str]:
    return {sounding(given), sounding(canonical(given))}


def _pair(a: str, b: str) -> str:
    return f"p:{a}|{b}" if a <= b else f"p:{b}|{a}"


def _less(word: str) -> set[str]:
    """The word, and the word with any one letter left out: two with one letter other, more or less
    have one of these in common."""
    return (
        {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))} if len(word) > 3 else {word}
    )
