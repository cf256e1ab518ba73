"""What each page shows, asked from the database; the templates only print it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, bindparam, text

from quotes import search as finding
from quotes.attribution import Medium
from quotes.choose import media, sure
from quotes.document import paragraphs
from quotes.errors import NotFoundError, UsageError
from quotes.lookup import Suggestion, speakers_of, suggest
from quotes.search import Facet, Found, Passage, Query, Statement
from quotes.site.charts import Chart, over_time
from quotes.speakers.correct import as_read
from quotes.speakers.look import Described, descriptions
from quotes.store.ledger import history
from quotes.store.rules import RULE
from quotes.telling import TEXTS, Word, telling_words

FIELDS = (
    "q",
    "speaker",
    "speaker_id",
    "kind",
    "medium",
    "publisher",
    "since",
    "until",
    "min_confidence",
    "order",
)
"""What the search page asks; they stand in its address."""

PAGES = 500
"""Pages of one search: who reads so far wants a file, or a narrower search."""

LATELY = 28
"""Days that are "lately", and as many before them to compare with."""

SLACK = 31
"""Days ahead of today that an article may be dated."""

FEWEST = 3
"""Statements that somebody must make lately to be told of."""

NEWEST = 6_000
"""Of the newest statements, so many are looked at for who is quoted more than before."""

NEAR = 300
"""Of the newest articles with a speaker, so many are looked at for whom they quote beside."""

APPEARANCES = 5
"""Other appearances of a statement that a list names."""

NEWEST_OF, TOGETHER = 60, 2
"""The front page chooses its newest statements from so many, with so many of one article."""

BLANK = "  "
"""What stands in an excerpt where a paragraph is left out, and hardly anywhere else between paragraphs."""


@dataclass(frozen=True, slots=True)
class Rising:
    """A speaker who is quoted more than before: statements of the last ``days``, and of as many before."""

    id: int
    name: str
    lately: int
    before: int


@dataclass(frozen=True, slots=True)
class Home:
    articles: int
    statements: int
    speakers: int
    publishers: int
    newest: list[Statement]
    most: list[Suggestion]
    rising: list[Rising]
    days: int
    chart: Chart | None
    latest: str | None
    added: str | None
    hidden: int


@dataclass(frozen=True, slots=True)
class StatementPage:
    statement: Statement
    passage: Passage
    reason: str
    description: str
    read: str
    """Whom reading took it to be said by, where a person corrected that; else empty."""
    elsewhere: list[Statement]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody whom articles quote beside a speaker, and in how many of those looked at."""

    id: int
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker's own facts: ``variants`` are the names and the ways articles print them."""

    id: int
    name: str
    kind: str
    wikidata: str | None
    attributions: int
    articles: int
    first: str | None
    last: str | None
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    party: Who
    found: Found
    descriptions: list[Described]
    judgements: list[Any]
    chart: Chart | None
    words: list[Word]
    beside: list[Beside]
    elsewhere: dict[str, list[Statement]]
    number: int
    more: bool
    hidden: int

    @property
    def statements(self) -> list[Statement]:
        return self.found.statements


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article: its roles, and the statement it is the content of, if any; of a cue, the
    label of its statement ("thought", "negated"), or nothing."""

    text: str
    roles: frozenset[str]
    id: str | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The ``pieces`` of one paragraph, and whether something of the article is left out before it."""

    pieces: list[Piece]
    gap: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an article's statements somebody makes; ``id`` is None where nobody is named."""

    id: int | None
    name: str
    number: int
    percent: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    id: str
    title: str | None
    authors: str | None
    publisher: str | None
    published: str | None
    url: str | None
    language: str | None
    added: str
    excerpt: bool
    gap_after: bool
    paragraphs: list[Paragraph]
    speakers: list[Share]
    thinkers: list[Share]
    statements: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    found: Found
    people: list[Suggestion]
    chart: Chart | None
    elsewhere: dict[str, list[Statement]]
    number: int
    more: bool

    @property
    def statements(self) -> list[Statement]:
        return self.found.statements

    @property
    def total(self) -> int:
        return self.found.total


def home(connection: Connection, medium: Sequence[str] = ()) -> Home:
    """The front page: how much there is and how fresh, what is new (of ``medium``, as in a ``Query``), who is
    quoted most, and who lately more than before. Raises UsageError."""
    numbers: Counter[str] = Counter()
    months: Counter[tuple[str, str]] = Counter()
    last = soon()
    said = [m.value for m in media(medium)]
    for what, month, number in connection.execute(
        text(
            "SELECT what, month, sum(number) FROM tally WHERE what IN :all GROUP BY what, month"
        ).bindparams(bindparam("all", ["article", *(m.value for m in Medium)], expanding=True))
    ):
        numbers[what] += number
        if what in said and month <= last:
            months[month, ""] += number
    latest = connection.execute(
        text("SELECT max(published) FROM article WHERE published <= :soon"), {"soon": last}
    ).scalar()
    added = connection.execute(
        text("SELECT added FROM article WHERE rowid = (SELECT max(rowid) FROM article)")
    ).scalar()
    rising, days = _rising(connection, latest)
    return Home(
        numbers["article"],
        sum(numbers[m.value] for m in Medium),
        int(
            connection.execute(text("SELECT count(*) FROM speaker WHERE attributions > 0")).scalar()
            or 0
        ),
        _publishers(connection),
        _newest(connection, medium),
        most_quoted(connection),
        rising,
        days,
        over_time(months),
        latest,
        added,
        0 if Medium.THOUGHT in said else numbers[Medium.THOUGHT],
    )


def _newest(connection: Connection, medium: Sequence[str], limit: int = 8) -> list[Statement]:
    """The newest statements, no more than ``TOGETHER`` of one article as long as there are others."""
    query = Query(limit=NEWEST_OF, medium=medium)
    some = finding.find(connection, query, context=False, looked_at=NEWEST_OF).statements
    seen: Counter[str] = Counter()
    first: list[Statement] = []
    rest: list[Statement] = []
    for s in some:
        seen[s.article_id] += 1
        (first if seen[s.article_id] <= TOGETHER else rest).append(s)
    chosen = {s.id for s in (first + rest)[:limit]}
    return [s for s in some if s.id in chosen]


def most_quoted(connection: Connection, limit: int = 12) -> list[Suggestion]:
    """The speakers with the most statements."""
    rows = connection.execute(
        text(
            "SELECT id, name, kind, attributions FROM speaker WHERE attributions > 0 "
            "ORDER BY attributions DESC, name, id LIMIT :limit"
        ),
        {"limit": limit},
    )
    return [Suggestion(r.id, r.name, r.kind, r.attributions) for r in rows]


def _publishers(connection: Connection) -> int:
    # One step into the index for each publisher, instead of reading every article's.
    found = connection.execute(
        text(
            "WITH RECURSIVE p (name) AS (SELECT min(publisher) FROM article UNION ALL "
            "SELECT (SELECT min(a.publisher) FROM article a WHERE a.publisher > p.name) FROM p "
            "WHERE p.name IS NOT NULL) SELECT count(name) FROM p"
        )
    )
    return int(found.scalar() or 0)


def soon() -> str:
    """The last day that an article may honestly have: what is dated later is a slip of the keyboard, and
    neither new nor part of what happened over time."""
    return (datetime.now(UTC) + timedelta(days=SLACK)).date().isoformat()


def _rising(connection: Connection, latest: str | None, limit: int = 6) -> tuple[list[Rising], int]:
    """Who is quoted (what they think aside) more in the last ``LATELY`` days before ``latest`` than in as
    many before, by more than chance does: the difference is compared with the root of the sum; and the days.
    Of a database that has more than ``NEWEST`` statements of these days, fewer days are compared."""
    try:
        end = date.fromisoformat((latest or "")[:10])
    except ValueError:
        return [], LATELY
    values = {"end": f"{latest}~", "start": (end - timedelta(days=LATELY - 1)).isoformat()}
    beyond = connection.execute(
        text(
            "SELECT published FROM attribution WHERE published >= :start AND published <= :end "
            "ORDER BY published DESC LIMIT 1 OFFSET :most"
        ),
        values | {"most": NEWEST},
    ).scalar()
    days = LATELY
    if beyond is not None:
        # From the day after: of that day itself only a part would be counted.
        days = (end - date.fromisoformat(beyond[:10])).days if len(beyond) >= 10 else 0
    if days < 1:
        return [], days
    start = (end - timedelta(days=days - 1)).isoformat()
    before = (end - timedelta(days=2 * days - 1)).isoformat()
    lately = connection.execute(
        text(
            "SELECT speaker_id AS id, count(*) AS n FROM (SELECT speaker_id FROM attribution "
            "WHERE published >= :start AND published <= :end AND +medium != 'thought') "
            "WHERE speaker_id IS NOT NULL GROUP BY speaker_id ORDER BY n DESC, speaker_id LIMIT 60"
        ),
        values | {"start": start},
    ).all()
    some = {r.id: r.n for r in lately if r.n >= FEWEST}
    earlier = connection.execute(
        text(
            "SELECT speaker_id AS id, count(*) AS n FROM attribution WHERE speaker_id IN :some "
            "AND published >= :before AND published < :start AND medium != 'thought' GROUP BY speaker_id"
        ).bindparams(bindparam("some", list(some), expanding=True)),
        {"before": before, "start": start},
    )
    was = {r.id: r.n for r in earlier}
    scored = [
        (score, s, n, was.get(s, 0))
        for s, n in some.items()
        if (score := (n - was.get(s, 0)) / (n + was.get(s, 0)) ** 0.5) > 1
    ]
    best = sorted(scored, reverse=True)[:limit]
    names = _names(connection, [s for _, s, _, _ in best])
    return [Rising(s, names[s], n, was) for _, s, n, was in best if s in names], days


def _names(connection: Connection, some: Sequence[int]) -> dict[int, str]:
    rows = connection.execute(
        text("SELECT id, name FROM speaker WHERE id IN :some").bindparams(
            bindparam("some", list(some), expanding=True)
        )
    )
    return {r.id: r.name for r in rows}


def statement(connection: Connection, key: str) -> StatementPage:
    """A statement in its paragraph. Raises NotFoundError."""
    found = finding.statement(connection, key)
    order = connection.execute(
        text("SELECT id FROM attribution WHERE article_id = :a ORDER BY start, number"),
        {"a": found.article_id},
    ).scalars()
    ids = list(order)
    at = ids.index(key)
    return StatementPage(
        found,
        finding.passage(connection, key),
        finding.reason(connection, key),
        finding.description(connection, key),
        as_read(connection, key),
        finding.elsewhere(connection, key),
        ids[at - 1] if at else None,
        ids[at + 1] if at + 1 < len(ids) else None,
    )


def speaker_number(connection: Connection, number: int) -> int:
    """The speaker that has the number ``number``, or a name of that number (so that an address survives a
    merge). Raises NotFoundError."""
    found = connection.execute(
        text("SELECT speaker_id FROM name WHERE id = :id"), {"id": number}
    ).scalar()
    if found is None:
        raise NotFoundError(f"no speaker has the number {number}")
    return int(found)


def speaker(
    connection: Connection, number: int, asked: Mapping[str, str], page: int, size: int
) -> SpeakerPage:
    """A speaker (see ``speaker_number``), with the statements that fit what was ``asked`` (as in
    ``search``; the speaker goes without saying). Raises NotFoundError and UsageError."""
    speaker_id = speaker_number(connection, number)
    named = {**asked, "speaker": "", "speaker_id": str(speaker_id)}
    found = finding.find(connection, _query(named, page, size), facets=True, context=False)
    _honest(connection, found)
    months: Counter[tuple[str, str]] = Counter()
    thoughts = 0
    for row in connection.execute(
        text(
            "SELECT substr(published, 1, 7) AS month, publisher, medium, count(*) AS n "
            f"FROM ({OWN}) GROUP BY month, publisher, medium"
        ),
        {"id": speaker_id},
    ):
        months[row.month or "", row.publisher or "no publisher"] += row.n
        thoughts += row.n if row.medium == Medium.THOUGHT else 0
    newest = connection.execute(
        text(
            "SELECT a.article_id, a.text, a.source, (SELECT m.read_reason FROM mention m "
            "WHERE m.attribution = a.number AND m.position = 0) AS corrected "
            "FROM attribution a WHERE a.speaker_id = :id ORDER BY a.published DESC LIMIT :most"
        ),
        {"id": speaker_id, "most": TEXTS},
    ).all()
    articles = list(dict.fromkeys(r.article_id for r in newest))[:NEAR]
    return SpeakerPage(
        _who(connection, speaker_id, [r.source for r in newest if r.corrected is None]),
        found,
        descriptions(connection, speaker_id),
        # Of what rules are unsure nothing was put together.
        [j for j in history(connection, speaker_id) if (j.verdict, j.by) != ("unsure", RULE)],
        over_time(months),
        telling_words(connection, [r.text for r in newest]),
        _beside(connection, speaker_id, articles),
        _elsewhere(connection, found.statements),
        page,
        page < PAGES and (page * size < found.total or not found.complete),
        0 if Medium.THOUGHT in media((asked.get("medium", ""),)) else thoughts,
    )


OWN = """SELECT published, publisher, medium, article_id FROM attribution WHERE speaker_id = :id
    UNION ALL SELECT a.published, a.publisher, a.medium, a.article_id FROM name n
    JOIN mention m ON m.name_id = n.id AND m.position > 0 JOIN attribution a ON a.number = m.attribution
    WHERE n.speaker_id = :id AND a.speaker_id IS NOT :id"""
"""The statements that a speaker makes, alone or with others, as an index has them."""


def _who(connection: Connection, speaker_id: int, sources: Sequence[str]) -> Who:
    row = connection.execute(
        text("SELECT name, kind, wikidata, attributions FROM speaker WHERE id = :id"),
        {"id": speaker_id},
    ).one()
    names = set(
        connection.execute(
            text("SELECT text FROM name WHERE speaker_id = :id"), {"id": speaker_id}
        ).scalars()
    )
    printed = {" ".join(s.split()).strip(",;: ") for s in sources if finding.a_name(s)}
    seen = connection.execute(
        text(
            "SELECT count(DISTINCT article_id) AS articles, min(published) AS first, "
            f"max(published) AS last FROM ({OWN})"
        ),
        {"id": speaker_id},
    ).one()
    return Who(
        speaker_id,
        row.name,
        row.kind,
        row.wikidata,
        row.attributions,
        seen.articles,
        seen.first,
        seen.last,
        tuple(sorted(names | printed, key=lambda v: (v != row.name, -len(v), v))),
    )


def _beside(
    connection: Connection, speaker_id: int, articles: Sequence[str], limit: int = 8
) -> list[Beside]:
    """Whom ``articles`` quote beside the speaker, those of most articles first."""
    rows = connection.execute(
        text(
            "SELECT speaker_id AS id, count(DISTINCT article_id) AS n FROM attribution "
            "WHERE article_id IN :some AND speaker_id IS NOT NULL AND speaker_id != :own "
            "GROUP BY speaker_id ORDER BY n DESC, speaker_id LIMIT :limit"
        ).bindparams(bindparam("some", list(articles), expanding=True)),
        {"own": speaker_id, "limit": limit},
    ).all()
    names = _names(connection, [r.id for r in rows])
    return [Beside(r.id, names[r.id], r.n) for r in rows if r.id in names]


def search(
    connection: Connection, asked: Mapping[str, str], page: int, size: int
) -> SearchPage | None:
    """What the search form found; None if nothing was asked. Raises UsageError."""
    if not any(v.strip() for k, v in asked.items() if k != "order"):
        return None
    found = finding.find(connection, _query(asked, page, size), facets=True, context=False)
    chosen = asked.get("speaker_id", "")
    if chosen and all(f.value != chosen for f in found.facets.get("speaker", [])):
        # Who only speaks together with others, or says nothing that fits, is to be taken off by name.
        for number, name in _names(connection, [int(chosen)]).items():
            found.facets.setdefault("speaker", []).append(Facet(str(number), name, 0))
    if asked.get("speaker") and not chosen and "speaker" in found.facets:
        # Not who else speaks in these statements: that would be another search.
        meant = set(map(str, speakers_of(connection, asked["speaker"]) or []))
        found.facets["speaker"][:] = [f for f in found.facets["speaker"] if f.value in meant]
    months = Counter({(f.value, ""): f.number for f in found.facets.get("month", [])})
    _honest(connection, found)
    return SearchPage(
        found,
        suggest(connection, asked.get("q", ""), 3, whole=True) if page == 1 else [],
        over_time(months) if found.complete else None,
        _elsewhere(connection, found.statements),
        page,
        page < PAGES and (page * size < found.total or not found.complete),
    )


def _honest(connection: Connection, found: Found) -> None:
    """Of more than were looked at, the years that those have say nothing of the others: all years of the
    database are shown instead, without numbers."""
    if found.complete:
        return
    years = connection.execute(
        text("SELECT DISTINCT substr(month, 1, 4) FROM tally WHERE month <= :soon ORDER BY 1 DESC"),
        {"soon": soon()},
    ).scalars()
    found.facets["year"] = [Facet(y, y, 0) for y in years if y]
    found.facets["month"] = []


def _elsewhere(
    connection: Connection, statements: Sequence[Statement]
) -> dict[str, list[Statement]]:
    """Where else those of ``statements`` stand that several articles have, by identifier."""
    several = [s.id for s in statements if s.appearances > 1]
    return {key: finding.elsewhere(connection, key, APPEARANCES) for key in several}


def everything(connection: Connection, asked: Mapping[str, str], limit: int) -> Found:
    """What the search form found, the first ``limit`` at once, for files; everything if nothing was asked.
    Raises UsageError."""
    return finding.find(connection, _query(asked, 1, limit))


def _query(asked: Mapping[str, str], page: int, size: int) -> Query:
    given = asked.get("speaker_id", "")
    if given and not (given.isdecimal() and len(given) < 16):
        raise UsageError(f"speaker_id {given!r} is no number")
    return Query(
        asked.get("q", ""),
        asked.get("speaker") or None,
        asked.get("kind") or None,
        asked.get("since") or None,
        asked.get("until") or None,
        asked.get("publisher") or None,
        size,
        (page - 1) * size,
        (asked.get("medium", ""),),
        sure(asked.get("min_confidence") or 0, "min_confidence"),
        int(given) if given else None,
        asked.get("order") or None,
    )


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
            "SELECT s.id, coalesce(s.name, 'nobody named') AS name, a.medium = 'thought' AS thought, count(*) AS n "
            "FROM (SELECT DISTINCT a.number, a.medium, n.speaker_id FROM attribution a "
            "LEFT JOIN mention m ON m.attribution = a.number LEFT JOIN name n ON n.id = m.name_id "
            "WHERE a.article_id = :id) a LEFT JOIN speaker s ON s.id = a.speaker_id "
            "GROUP BY s.id, a.medium = 'thought' ORDER BY n DESC, s.name"
        ),
        {"id": key},
    ).all()
    last = max((p.end for p in paragraphs(row.text)), default=0)
    return ArticlePage(
        row.id,
        row.title,
        row.authors,
        row.publisher,
        row.published,
        row.url,
        row.language,
        row.added,
        bool(row.excerpt),
        bool(row.excerpt) and BLANK in row.text[last:],
        _paragraphs(
            row.text,
            [(i, r, s, e) for i, r, s, e, _, _ in marks],
            {i: finding.label(m, bool(no)) for i, _, _, _, m, no in marks},
            bool(row.excerpt),
        ),
        _shares([w for w in who if not w.thought]),
        _shares([w for w in who if w.thought]),
        len({m[0] for m in marks}),
    )


def _shares(rows: Sequence[Any]) -> list[Share]:
    total = sum(r.n for r in rows)
    return [Share(r.id, r.name, r.n, round(100 * r.n / total)) for r in rows]


def _paragraphs(
    text_: str, marks: list[tuple[str, str, int, int]], labels: Mapping[str, str], excerpt: bool
) -> list[Paragraph]:
    """The article's paragraphs, cut wherever a mark ``(statement, role, start, end)`` begins or ends.
    ``labels`` are those of the statements."""
    out: list[Paragraph] = []
    last = 0
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
        out.append(Paragraph(pieces, excerpt and BLANK in text_[last : place.start]))
        last = place.end
    return out
