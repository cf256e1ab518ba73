"""Whom somebody means by what they typed: speakers by their names, however written, and while typing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from quotes.names.clean import TITLES, clean, fold

TYPOS = ((8, 2), (4, 1))
"""From so many letters on, a word may have so many typing errors (a letter wrong, missing, too many, or two
changed over). Two different surnames of the samples are never that near."""

LONGEST = 200
"""Characters of what somebody typed that are looked at: no name is longer."""

NEAR = 200
"""Speakers that are looked at whose names are near in spelling."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A speaker to choose while somebody types: its number, name, kind, and how many statements it has."""

    id: int
    name: str
    kind: str
    attributions: int


def sound(typed: str) -> str:
    """What somebody typed, without halves of characters (a terminal of another encoding gives them)."""
    return typed.encode("utf-8", "replace").decode("utf-8")


def speakers_of(connection: Connection, name: str | None) -> list[int] | None:
    """The speakers that ``name`` may mean, by any of their names; None if no name is given.

    Those whose name has every word of ``name``, case, accents and titles aside; only if there are none,
    those with the names nearest to it in spelling.
    """
    name = sound(name or "")[:LONGEST]
    if not name.strip():
        return None
    # As typed first ("State Department"), then without what stands before the name ("Infrastructure
    # Minister Ortel"), a word at a time, as long as it is nobody's name.
    typed = [w for w in (fold(w) for w in re.split(r"[\s,]+", name)) if w and w != "the"]
    for start in range(len(typed)):
        if start == 1 and typed[0] not in TITLES:
            # Rather a given name misspelled than no name at all: Hovard Pell.
            near = _nearest(connection, sorted(set(typed)))
            if near:
                return near
        wanted = list(dict.fromkeys(typed[start:]))
        if len(wanted) == 1 and any(
            w not in TITLES and _somebody(connection, w) for w in typed[:start]
        ):
            break
        found = _having(connection, wanted)
        if found:
            return found
    bare = [w for w in (fold(w) for w in clean(name).words) if w]
    return _nearest(connection, sorted({*(bare or typed)}))


def suggest(
    connection: Connection, typed: str, limit: int = 8, *, whole: bool = False
) -> list[Suggestion]:
    """The most quoted speakers one of whose names has every word of ``typed``, the last of which may be
    the beginning of a word, unless words are to be ``whole``. Nobody for less than two letters."""
    words = [w for w in (fold(w) for w in re.split(r"[\s,]+", sound(typed)[:LONGEST])) if w]
    if sum(map(len, words)) < 2:
        return []
    asked = expression(words)
    if not asked:
        return []
    rows = connection.execute(
        text(
            "SELECT s.id, s.name, s.kind, s.attributions FROM speaker s WHERE s.attributions > 0 AND s.id IN ("
            "SELECT n.speaker_id FROM name_fts f JOIN name n ON n.id = f.rowid WHERE name_fts MATCH :asked) "
            "ORDER BY s.attributions DESC, s.name LIMIT :limit"
        ),
        {"asked": asked if whole else f"{asked}*", "limit": limit},
    )
    return [Suggestion(r.id, r.name, r.kind, r.attributions) for r in rows]


def expression(words: Iterable[str]) -> str:
    """An FTS5 expression for all of ``words``, each quoted, so that none is an operator; empty if none has
    a letter or digit."""
    return " ".join('"' + re.sub('["\\0]', " ", w) + '"' for w in words if re.search(r"\w", w))


def _having(connection: Connection, words: Sequence[str]) -> list[int]:
    """The speakers one of whose names has all of the folded ``words``."""
    asked = expression(words)
    if not asked:
        return []
    rows = connection.execute(
        text(
            "SELECT DISTINCT n.speaker_id, f.words FROM name_fts f JOIN name n ON n.id = f.rowid "
            "WHERE name_fts MATCH :asked AND n.speaker_id IS NOT NULL"
        ),
        {"asked": asked},
    )
    # FTS5 cuts words where we do not (O'Neil, St.): what it finds is compared whole.
    return sorted({r[0] for r in rows if set(words) <= set(r[1].split(" "))})


def _somebody(connection: Connection, word: str) -> bool:
    """Whether a person's name has the folded ``word``."""
    asked = expression([word])
    rows = connection.execute(
        text(
            "SELECT f.words FROM name_fts f JOIN name n ON n.id = f.rowid "
            "WHERE name_fts MATCH :asked AND n.kind = 'person' AND n.speaker_id IS NOT NULL LIMIT 20"
        ),
        {"asked": asked or '""'},
    )
    return any(word in r[0].split(" ") for r in rows)


def _nearest(connection: Connection, wanted: Sequence[str]) -> list[int]:
    """The speakers whose names are nearest in spelling: every word wanted has a word like it."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if not wanted:
        return []
    vocabulary = list(connection.execute(text("SELECT term FROM name_vocab")).scalars())
    likeness: list[dict[str, float]] = []
    for word in wanted:
        most = next((n for letters, n in TYPOS if len(word) >= letters), 0)
        near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
        likeness.append({found: 1.0 - wrong / len(word) for found, wrong, _ in near})
    if not all(likeness):
        return []
    asked = " AND ".join(
        "("
        + " OR ".join(expression([w]) for w in sorted(like, key=lambda w: -like[w])[:NEAR])
        + ")"
        for like in likeness
    )
    rows = connection.execute(
        text(
            "SELECT n.speaker_id, f.words FROM name_fts f JOIN name n ON n.id = f.rowid "
            "WHERE name_fts MATCH :asked AND n.speaker_id IS NOT NULL"
        ).bindparams(bindparam("asked", asked))
    )
    best: dict[int, float] = {}
    for speaker, words in rows:
        scores = [
            max((like.get(w, 0.0) for w in words.split(" ")), default=0.0) for like in likeness
        ]
        if min(scores) > 0:
            best[speaker] = max(best.get(speaker, 0.0), sum(scores) / len(scores))
    top = max(best.values(), default=0.0)
    return sorted(s for s, score in best.items() if score >= top - 0.03)
