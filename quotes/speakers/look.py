"""Finding a speaker and looking at it: its names, what it was called when, and why it is one speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from quotes.errors import NotFoundError, UsageError
from quotes.lookup import speakers_of
from quotes.names.clean import fold
from quotes.search import Party, Statement, party, said_as
from quotes.store.blocks import bare
from quotes.store.ledger import history, labelled

LISTED = 8
"""A name that may be more speakers than this is answered with the first of them."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A name of a speaker: ``id`` is its number; ``article_id`` and ``article`` (its title) say where it
    means the speaker if it does so in one article only (a bare surname), else None. ``examples`` are
    statements whose mention was taken for it, the newest first."""

    id: int
    text: str
    kind: str
    attributions: int
    article_id: str | None
    article: str | None
    examples: tuple[Statement, ...] = ()

    @property
    def place(self) -> str:
        """The name, and where it is meant: "Ortel (in “Sea wall gives way”)"."""
        return (
            f"{self.text} (in “{self.article or self.article_id}”)"
            if self.article_id
            else self.text
        )


@dataclass(frozen=True, slots=True)
class Described:
    """What articles call a speaker: the description, in how many statements, from when to when."""

    description: str
    attributions: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A speaker with its names, descriptions (by date), labels and the judgements behind it (rows of
    ``quotes.store.ledger``)."""

    party: Party
    variants: tuple[Variant, ...]
    descriptions: tuple[Described, ...]
    aliases: tuple[str, ...]
    judgements: Sequence[Any]
    labels: Sequence[Any]


def find(connection: Connection, given: str) -> Party:
    """The one speaker that ``given`` means: a number (12 or #12) of a speaker or of any of its names, a
    Wikidata identifier, or a name; one that is written exactly so goes before others like it. Raises
    NotFoundError if there is nobody, UsageError if there are several, with their numbers."""
    given = given.strip()
    if m := re.fullmatch(r"#?(\d{1,15})", given):
        speaker = connection.execute(
            text("SELECT speaker_id FROM name WHERE id = :id"), {"id": int(m[1])}
        ).scalar()
        if speaker is None:
            raise NotFoundError(f"no speaker has the number {m[1]}; see `quotes speakers`")
        return party(connection, speaker)
    found = exact(connection, given) or speakers_of(connection, given) or []
    if not found:
        raise NotFoundError(f"nobody is called {given!r}; `quotes speakers` lists everybody")
    if len(found) > 1:
        some = [party(connection, n) for n in found[:LISTED]]
        named = ", ".join(f"{p.id} {p.name} ({p.attributions})" for p in some)
        more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise UsageError(
            f"{given!r} may be {len(found)} speakers: {named}{more}; give the number of one"
        )
    return party(connection, found[0])


def exact(connection: Connection, given: str) -> list[int]:
    """The speakers who have exactly that name (capitals and accents aside, if nobody has it as it stands) or
    Wikidata identifier. A bare surname of one article is nobody's exact name."""
    if re.fullmatch(r"[Qq]\d+", given):
        return list(
            connection.execute(
                text("SELECT id FROM speaker WHERE wikidata = :q"), {"q": given.upper()}
            ).scalars()
        )
    words = [fold(w) for w in given.split()]
    rows = connection.execute(
        text(
            "SELECT n.speaker_id, n.text, n.kind, n.scope FROM name n WHERE n.speaker_id IS NOT NULL "
            "AND n.text LIKE :t ESCAPE '\\' UNION ALL SELECT n.speaker_id, l.value, n.kind, '' FROM label l "
            "JOIN name n ON n.id = l.name_id WHERE l.field IN ('name', 'alias') AND l.withdrawn IS NULL "
            "AND n.speaker_id IS NOT NULL AND l.value LIKE :t ESCAPE '\\'"
        ),
        {"t": re.sub(r"([%_\\])", r"\\\1", given)},
    ).all()
    rows = [r for r in rows if not bare(r.text, r.kind, r.scope)]
    found = {r[0] for r in rows if r[1] == given}
    found = found or {r[0] for r in rows if [fold(w) for w in r[1].split()] == words}
    # A name all of whose statements were split off is nobody's, where another of it says something.
    speaking = {n for n in found if party(connection, n).attributions}
    return sorted(speaking or found)


def variants(connection: Connection, speaker_id: int, examples: int = 0) -> list[Variant]:
    """The names of a speaker, those of every article first, then the most quoted; each with so many
    ``examples``."""
    rows = connection.execute(
        text(
            "SELECT n.id, n.text, n.kind, n.attributions, n.scope, r.title FROM name n "
            "LEFT JOIN article r ON r.id = n.scope WHERE n.speaker_id = :id "
            "ORDER BY n.scope != '', n.attributions DESC, n.text, n.id"
        ),
        {"id": speaker_id},
    ).all()
    return [
        Variant(
            r.id,
            r.text,
            r.kind,
            r.attributions,
            r.scope or None,
            r.title,
            tuple(said_as(connection, r.id, examples)) if examples else (),
        )
        for r in rows
    ]


def descriptions(connection: Connection, speaker_id: int) -> list[Described]:
    """What articles call a speaker, by the day they first did; capitals aside."""
    rows = connection.execute(
        text(
            "SELECT m.description, count(*) AS n, min(a.published) AS first, max(a.published) AS last "
            "FROM name n JOIN mention m ON m.name_id = n.id JOIN attribution a ON a.number = m.attribution "
            "WHERE n.speaker_id = :id AND m.description IS NOT NULL "
            "GROUP BY m.description COLLATE NOCASE "
            "ORDER BY coalesce(min(a.published), '9'), n DESC, m.description"
        ),
        {"id": speaker_id},
    ).all()
    return [Described(r.description, r.n, r.first, r.last) for r in rows]


def profile(connection: Connection, given: str, examples: int = 2) -> Profile:
    """Everything known of the speaker that ``given`` means (see ``find``)."""
    who = find(connection, given)
    labels = labelled(connection, who.id)
    return Profile(
        who,
        tuple(variants(connection, who.id, examples)),
        tuple(descriptions(connection, who.id)),
        tuple(r.value for r in labels if r.field == "alias" and r.withdrawn is None),
        history(connection, who.id),
        labels,
    )
