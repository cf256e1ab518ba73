"""What each page shows, asked from the database; the templates only print it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, text

from quotes import search as finding
from quotes.attribution import Medium
from quotes.choose import media, sure
from quotes.cite import Citation, apa
from quotes.document import paragraphs
from quotes.errors import NotFoundError
from quotes.search import Party, Passage, Query, Statement
from quotes.speakers.look import Described, descriptions
from quotes.store.ledger import history

FIELDS = ("q", "speaker", "kind", "publisher", "since", "until", "medium", "min_confidence")
"""What the search page's form asks; they stand in its address."""


@dataclass(frozen=True, slots=True)
class Home:
    articles: int
    statements: int
    speakers: int
    publishers: int
    newest: list[Statement]
    most: list[Party]
    hidden: int


@dataclass(frozen=True, slots=True)
class StatementPage:
    statement: Statement
    passage: Passage
    reason: str
    description: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    party: Party
    statements: list[Statement]
    descriptions: list[Described]
    judgements: list[Any]
    number: int
    more: bool
    hidden: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article: its roles, and the statement it is the content of, if any; of a cue, the
    label of its statement ("thought", "negated"), or nothing."""

    text: str
    roles: frozenset[str]
    id: str | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    id: str
    title: str | None
    authors: str | None
    publisher: str | None
    published: str | None
    url: str | None
    paragraphs: list[list[Piece]]
    speakers: list[tuple[int | None, str, int]]
    thinkers: list[tuple[int | None, str, int]]
    statements: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    statements: list[Statement]
    total: int
    number: int
    more: bool


def home(connection: Connection, medium: Sequence[str] = ()) -> Home:
    """The front page: how much there is, what is new (of ``medium``, as in a ``Query``), who is quoted
    most. Raises UsageError."""
    row = connection.execute(
        text(
            "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM attribution), "
            "(SELECT count(*) FROM speaker WHERE attributions > 0), (SELECT count(DISTINCT publisher) FROM article)"
        )
    ).one()
    articles, statements, speakers, publishers = row
    return Home(
        articles,
        statements,
        speakers,
        publishers,
        finding.search(connection, Query(limit=8, medium=medium)),
        finding.parties(connection, limit=12),
        _hidden(connection, medium),
    )


def _hidden(connection: Connection, medium: Sequence[str], speaker_id: int | None = None) -> int:
    """How many thoughts there are (of one speaker, if one is given) that a page of ``medium`` leaves out."""
    if Medium.THOUGHT in media(medium):
        return 0
    where = "" if speaker_id is None else f" AND {finding.said_by_condition(':speaker')}"
    found = connection.execute(
        text(f"SELECT count(*) FROM attribution a WHERE medium = 'thought'{where}"),
        {"speaker": speaker_id} if where else {},
    )
    return int(found.scalar() or 0)


def statement(connection: Connection, key: str) -> StatementPage:
    """A statement in its paragraph. Raises NotFoundError."""
    found = finding.statement(connection, key)
    return StatementPage(
        found,
        finding.passage(connection, key),
        finding.reason(connection, key),
        finding.description(connection, key),
        apa(found, finding.authors(connection, found.article_id)),
    )


def speaker(
    connection: Connection, number: int, page: int, size: int, medium: Sequence[str] = ()
) -> SpeakerPage:
    """A speaker, by its number or that of any of its names (so that an address survives a merge), with
    the statements of ``medium``, as in a ``Query``. Raises NotFoundError and UsageError."""
    speaker_id = connection.execute(
        text("SELECT speaker_id FROM name WHERE id = :id"), {"id": number}
    ).scalar()
    if speaker_id is None:
        raise NotFoundError(f"no speaker has the number {number}")
    found = finding.said_by(connection, speaker_id, size + 1, (page - 1) * size, medium)
    return SpeakerPage(
        finding.party(connection, speaker_id),
        found[:size],
        descriptions(connection, speaker_id),
        history(connection, speaker_id),
        page,
        len(found) > size,
        _hidden(connection, medium, speaker_id),
    )


def search(
    connection: Connection, asked: Mapping[str, str], page: int, size: int
) -> SearchPage | None:
    """What the search form found; None if nothing was asked. Raises UsageError."""
    if not any(v.strip() for v in asked.values()):
        return None
    query = Query(
        asked["q"],
        asked["speaker"] or None,
        asked["kind"] or None,
        asked["since"] or None,
        asked["until"] or None,
        asked["publisher"] or None,
        size,
        (page - 1) * size,
        (asked["medium"],),
        sure(asked["min_confidence"] or 0, "min_confidence"),
    )
    total = finding.count(connection, query)
    return SearchPage(finding.search(connection, query), total, page, page * size < total)


def article(connection: Connection, key: str) -> ArticlePage:
    """An article with its statements marked in place. Raises NotFoundError."""
    row = connection.execute(
        text("SELECT * FROM article WHERE id = :id"), {"id": key}
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"no article has the identifier {key}")
    marks = connection.execute(
        text(
            'SELECT a.id, p.role, p.start, p."end", a.medium, a.negated FROM attribution a '
            "JOIN span p ON p.attribution = a.number WHERE a.article_id = :id"
        ),
        {"id": key},
    ).all()
    who = connection.execute(
        text(
            "SELECT s.id, coalesce(s.name, 'nobody named'), a.medium = 'thought', count(*) "
            "FROM attribution a LEFT JOIN (SELECT DISTINCT m.attribution, n.speaker_id FROM mention m "
            "JOIN name n ON n.id = m.name_id) w ON w.attribution = a.number "
            "LEFT JOIN speaker s ON s.id = w.speaker_id WHERE a.article_id = :id "
            "GROUP BY s.id, a.medium = 'thought' ORDER BY count(*) DESC, s.name"
        ),
        {"id": key},
    ).all()
    return ArticlePage(
        row.id,
        row.title,
        row.authors,
        row.publisher,
        row.published,
        row.url,
        _pieces(
            row.text,
            [(i, r, s, e) for i, r, s, e, _, _ in marks],
            {i: finding.label(m, bool(no)) for i, _, _, _, m, no in marks},
        ),
        [(i, n, c) for i, n, thought, c in who if not thought],
        [(i, n, c) for i, n, thought, c in who if thought],
        sum(c for _, _, _, c in who),
    )


def _pieces(
    text_: str, marks: list[tuple[str, str, int, int]], labels: Mapping[str, str]
) -> list[list[Piece]]:
    """The article's paragraphs, cut wherever a mark ``(statement, role, start, end)`` begins or ends.
    ``labels`` are those of the statements."""
    out = []
    for place in paragraphs(text_):
        here = [m for m in marks if m[2] < place.end and place.start < m[3]]
        ends = {n for m in here for n in m[2:] if place.start < n < place.end}
        cuts = sorted({place.start, place.end, *ends})
        pieces = []
        for start, end in pairwise(cuts):
            over = [m for m in here if m[2] <= start and end <= m[3]]
            content = [m[0] for m in over if m[1] == "content"]
            pieces.append(
                Piece(
                    text_[start:end],
                    frozenset(m[1] for m in over),
                    content[0] if content else over[0][0] if over else None,
                    next((labels[m[0]] for m in over if m[1] == "cue" and labels[m[0]]), ""),
                )
            )
        out.append(pieces)
    return out
