"""Filing names under keys, and looking up who shares one (``quotes.names.block``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, and_, exists, func, insert, or_, select
from sqlalchemy import text as sql

from quotes.attribution import SpeakerKind
from quotes.names.block import asking as asking_keys
from quotes.names.clean import clean, fold
from quotes.names.cluster import Known, Pair, keys
from quotes.store.rows import inserted, table
from quotes.store.tables import Block, Label, Name

T = TypeVar("T")

CROWD = 20
"""Names that share a key only with at most so many others are worth asking a person about."""

CHUNK = 500
"""Numbers in one statement's list: SQLite bounds them."""

SURNAME = "?p|s:"
"""How the key begins under which a bare surname finds the people who bear it."""

blocks, labels, names = table(Block), table(Label), table(Name)


def name_of(connection: Connection, article_id: str, text: str, kind: SpeakerKind) -> int:
    """The number of the name that ``text`` is in an article, made if it is new: a bare surname is that
    article's own, and so is a full name that a person split off there."""
    row = known_name(connection, article_id, text, kind)
    if row is not None:
        return row
    scope = article_id if _alone(text, kind) else ""
    return inserted(connection, names, text=text, kind=kind.value, scope=scope)


def known_name(connection: Connection, article_id: str, text: str, kind: SpeakerKind) -> int | None:
    """As ``name_of``, but None if there is no such name yet."""
    split = exists().where(
        labels.c.name_id == names.c.id, labels.c.field == "split", labels.c.withdrawn.is_(None)
    )
    own = names.c.scope == article_id
    alone = _alone(text, kind)
    row = connection.execute(
        select(names.c.id)
        .where(names.c.text == text, names.c.kind == kind.value)
        .where(own if alone else or_(names.c.scope == "", and_(own, split)))
        .order_by(names.c.scope.desc())
    ).scalar()
    return None if row is None else int(row)


def _alone(text: str, kind: SpeakerKind) -> bool:
    return kind == SpeakerKind.PERSON and not clean(text).full


def enter(connection: Connection, some: Iterable[int]) -> set[int]:
    """Files the names among ``some`` that are new under their keys; returns them."""
    some = sorted(set(some))
    fresh: set[int] = set()
    for part in chunks(some):
        known = set(
            connection.execute(
                select(blocks.c.name_id).where(blocks.c.name_id.in_(part)).distinct()
            ).scalars()
        )
        rows = connection.execute(
            select(names).where(names.c.id.in_([n for n in part if n not in known]))
        ).all()
        filed = [
            {"key": key, "name_id": row.id}
            for row in rows
            for key in sorted(_keys(row.text, row.kind, row.scope))
        ]
        if filed:
            connection.execute(insert(blocks), filed)
        fresh |= {row.id for row in rows}
    write_words(connection, fresh)
    return fresh


def write_words(connection: Connection, some: Iterable[int]) -> None:
    """Files the names ``some`` by their words, folded, and by those of the names and aliases that persons
    gave with them, for who looks for a speaker."""
    for part in chunks(sorted(set(some))):
        written: dict[int, list[str]] = {
            r.id: [r.text]
            for r in connection.execute(
                select(names.c.id, names.c.text).where(names.c.id.in_(part))
            )
        }
        for r in connection.execute(
            select(labels.c.name_id, labels.c.value).where(
                labels.c.name_id.in_(part),
                labels.c.field.in_(("name", "alias")),
                labels.c.withdrawn.is_(None),
            )
        ):
            written[r.name_id].append(r.value)
        rows = [{"n": n, "words": " ".join(words_of(" ".join(t)))} for n, t in written.items()]
        connection.execute(sql("DELETE FROM name_fts WHERE rowid = :n"), [{"n": n} for n in part])
        if rows:
            connection.execute(sql("INSERT INTO name_fts (rowid, words) VALUES (:n, :words)"), rows)


def words_of(printed: str) -> list[str]:
    """The words of a name, folded, and the parts of those that have a hyphen."""
    words = printed.split()
    parts = [p for w in words if "-" in w for p in w.split("-")]
    return [w for w in map(fold, [*words, *parts]) if w]


def _keys(text: str, kind: str, scope: str) -> set[str]:
    known = Known(text, kind == SpeakerKind.PERSON)
    asked = {f"?{'p' if known.person else 'b'}|{key}" for key in asking_keys(text)}
    if bare(text, kind, scope):
        # A bare surname is never joined by its words: all it is filed under is the surname.
        return {key for key in asked if key.startswith(SURNAME)} or {f"{SURNAME}{fold(text)}"}
    words = " ".join(fold(w) for w in clean(text).words)
    return {*keys(known), *asked, f"?={words}"}


def bare(text: str, kind: str, scope: str) -> bool:
    """Whether a name is a person's single word that means somebody in its own article only."""
    return bool(scope) and kind == SpeakerKind.PERSON and not clean(text).full


def neighbours(
    connection: Connection, some: Collection[int], *, asking: bool = False
) -> set[tuple[int, int]]:
    """Pairs of a name of ``some`` and another that share a key: one that joins, or (``asking``) one only to
    ask about, of those that few have."""
    own, other, crowd = blocks.alias(), blocks.alias(), blocks.alias()
    asked = own.c.key.like("?%")
    shared = select(own.c.name_id, other.c.name_id).join(other, other.c.key == own.c.key)
    if asking:
        here = select(func.count()).where(crowd.c.key == own.c.key).correlate(own)
        few = here.scalar_subquery() <= CROWD
        shared = shared.where(asked, own.c.key.not_like(f"{SURNAME}%"), few)
    else:
        shared = shared.where(~asked)
    out: set[tuple[int, int]] = set()
    for part in chunks(sorted(some)):
        rows = connection.execute(
            shared.where(own.c.name_id.in_(part), own.c.name_id != other.c.name_id)
        )
        out |= {(r[0], r[1]) for r in rows}
    return out


def rows_of(connection: Connection, some: Iterable[int]) -> dict[int, Any]:
    """The rows of the names ``some``, by number."""
    out: dict[int, Any] = {}
    for part in chunks(sorted(set(some))):
        for row in connection.execute(select(names).where(names.c.id.in_(part))):
            out[row.id] = row
    return out


def known_as(row: Any) -> Known:
    """A row of ``name`` as the rules know it."""
    return Known(row.text, row.kind == SpeakerKind.PERSON)


def facts(row: Any) -> tuple[str, str, str]:
    """What ``bare`` asks of a row of ``name``."""
    return row.text, row.kind, row.scope


def ordered(a: int, b: int) -> Pair:
    """A pair as the ledger has it, the smaller number first."""
    return (a, b) if a < b else (b, a)


def chunks(some: Sequence[T]) -> Iterator[list[T]]:
    """``some`` in lists that SQLite takes."""
    numbers = iter(some)
    while part := list(islice(numbers, CHUNK)):
        yield part


def fullness(name: str) -> tuple[bool, int]:
    """How much of a name there is: the fullest is shown."""
    parts = clean(name)
    return parts.full, len(parts.words) + len(parts.suffix)
