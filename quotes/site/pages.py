"""What each page shows, asked from the database; the templates only print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, text

from quotes import search as finding
from quotes.cite import Citation, apa
from quotes.document import paragraphs
from quotes.errors import NotFoundError
from quotes.search import Party, Passage, Query, Statement
from quotes.store.ledger import history

FIELDS = ("q", "speaker", "kind", "publisher", "since", "until")
"""What the search page's form asks; they stand in its address."""


@dataclass(frozen=True, slots=True)
class Home:
    articles: int
    statements: int
    speakers: int
    publishers: int
    newest: list[Statement]
    most: list[Party]


@dataclass(frozen=True, slots=True)
class StatementPage:
    statement: Statement
    passage: Passage
    reason: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    party: Party
    statements: list[Statement]
    judgements: list[Any]
    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article: its roles, and the statement it is the content of, if any."""

    text: str
    roles: frozenset[str]
    id: str | None


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
    statements: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    statements: list[Statement]
    total: int
    number: int
    more: bool


def home(connection: Connection) -> Home:
    """The front page: how much there is, what is new, who is quoted most."""
    row = connection.execute(
        text(
            "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM attribution), "
            "(SELECT count(*) FROM speaker), (SELECT count(DISTINCT publisher) FROM article)"
        )
    ).one()
    articles, statements, speakers, publishers = row
    return Home(
        articles,
        statements,
        speakers,
        publishers,
        finding.search(connection, Query(limit=8)),
        finding.parties(connection, limit=12),
    )


def statement(connection: Connection, key: str) -> StatementPage:
    """A statement in its paragraph. Raises NotFoundError."""
    found = finding.statement(connection, key)
    return StatementPage(
        found,
        finding.passage(connection, key),
        finding.reason(connection, key),
        apa(found, finding.authors(connection, found.article_id)),
    )


def speaker(connection: Connection, number: int, page: int, size: int) -> SpeakerPage:
    """A speaker, by its number or that of any of its names (so that an address survives a merge).
    Raises NotFoundError."""
    speaker_id = connection.execute(
        text("SELECT speaker_id FROM name WHERE id = :id"), {"id": number}
    ).scalar()
    if speaker_id is None:
        raise NotFoundError(f"no speaker has the number {number}")
    found = finding.said_by(connection, speaker_id, size + 1, (page - 1) * size)
    return SpeakerPage(
        finding.party(connection, speaker_id),
        found[:size],
        history(connection, speaker_id),
        page,
        len(found) > size,
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
            'SELECT a.id, m.role, m.start, m."end" FROM attribution a JOIN ('
            'SELECT attribution, role, start, "end" FROM span UNION ALL '
            "SELECT attribution, 'source', start, \"end\" FROM mention WHERE start IS NOT NULL) m "
            "ON m.attribution = a.number WHERE a.article_id = :id"
        ),
        {"id": key},
    ).all()
    speakers = connection.execute(
        text(
            "SELECT s.id, coalesce(s.name, 'nobody named'), count(*) FROM attribution a "
            "LEFT JOIN speaker s ON s.id = a.speaker_id WHERE a.article_id = :id "
            "GROUP BY s.id ORDER BY count(*) DESC, s.name"
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
        _pieces(row.text, [(i, r, s, e) for i, r, s, e in marks]),
        [(i, n, c) for i, n, c in speakers],
        sum(c for _, _, c in speakers),
    )


def _pieces(text_: str, marks: list[tuple[str, str, int, int]]) -> list[list[Piece]]:
    """The article's paragraphs, cut wherever a mark ``(statement, role, start, end)`` begins or ends."""
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
                )
            )
        out.append(pieces)
    return out
