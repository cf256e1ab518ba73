"""Names of a byline in the parts that reference managers keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.cite.cited import one_line
from quotes.names.clean import PARTICLES, clean, fold

FAMILY_FIRST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Han, Kana and Hangul: the family name stands first, and where it ends is not printed."""

JOINED = frozenset(("and", "&", "with", "et"))


@dataclass(frozen=True, slots=True)
class Author:
    """An author by parts, or, where the name has none that could be told apart (an organization, a single
    word, a script that does not part them), as a whole in ``literal``. ``organization``: by all that the
    name tells; an agency's single word counts."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    organization: bool = False

    @property
    def surname(self) -> str:
        """The family name with its particles."""
        return f"{self.particle} {self.family}".strip()


def byline(names: Sequence[str], publisher: str) -> list[Author]:
    """The authors in order. An author that has the publisher's name is an organization."""
    own = fold(one_line(publisher))
    return [
        Author(literal=name, organization=True) if fold(name) == own else author(name)
        for name in map(one_line, names)
        if name
    ]


def author(printed: str) -> Author:
    """The parts of one author's name. Titles and nicknames are left out; particles go with the family
    name. Two people in one name ("Quill and Tern") stay one literal name, rather than one false one;
    so does what begins with "The"."""
    name = clean(printed)
    words = [fold(w) or w for w in printed.split()]
    joined = JOINED.intersection(words)
    the = words[:1] == ["the"]
    people = bool(joined or FAMILY_FIRST.search(printed))
    if people or the or not name.full:
        people = people or bool(name.titles and not the)
        return Author(literal=printed, organization=not people)
    family = list(name.family)
    particle: list[str] = []
    while len(family) > 1 and fold(family[0]) in PARTICLES:
        particle.append(family.pop(0))
    return Author(" ".join(family), " ".join(name.given), " ".join(particle), " ".join(name.suffix))
