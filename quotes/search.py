"""Who said what: finding statements by words, speaker, kind, date and publisher.

The command line and the site ask through this one module, and get the same rows in the same order.

What fits is first read in short rows, without any text: of these, repeated statements are made one, the
order is made and the facets are counted; only the statements of the page asked for are then read whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, text

from quotes.attribution import Kind, Medium
from quotes.choose import media, sure
from quotes.document import paragraphs
from quotes.errors import NotFoundError, UsageError
from quotes.lookup import sound, speakers_of
from quotes.names.clean import PARTICLES, fold

TERMS = 40

MOST = 1_000_000
"""The most statements that one search gives."""

LOOKED_AT = 3_000
"""Of what fits, so many are counted unless more are asked for (see ``find``). Counting these takes about as long as FTS5 does to put twice as many in order of relevance. Among a
million statements a search that fits more is one for "people" or "government"."""

COUNTED = 500
"""Of no more statements than this, speakers are counted who speak second to others."""

ORDERS = ("relevance", "newest", "oldest")

CONFIDENT = (0.9, 0.8, 0.7, 0.5)
"""Confidences for which a search says how many statements have more."""

PUBLISHERS = 400
"""More publishers than this are found by comparing every statement's."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. Every field narrows; None and empty fields do not, but for ``medium``: none named
    is speech and writing, and thought is found only if it, or "all", is asked for. ``since`` and
    ``until`` are days, ``YYYY-MM-DD`` or a month or year of it, both included."""

    words: str = ""
    speaker: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    limit: int = 20
    offset: int = 0
    medium: Sequence[str] = ()
    min_confidence: float = 0.0
    speaker_id: int | None = None
    """The number of the speaker, where it is known; goes before ``speaker``."""
    order: str | None = None
    """One of ``ORDERS``; None is relevance where there are words, else newest."""
    repeats: bool = False
    """Whether the same words of the same speaker in several articles count each time, not once."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as people are shown it; ``context`` is its paragraph. Dates as in the database."""

    id: str
    kind: str
    text: str
    speaker: str | None
    speaker_id: int | None
    source: str
    cue: str
    context: str
    confidence: float
    article_id: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    medium: str = "speech"
    negated: bool = False
    joint: tuple[tuple[int, str], ...] = ()
    """The others who say it together with ``speaker``: their numbers and names."""
    wikidata: str | None = None
    """The speaker's identifier in Wikidata, where a person gave one."""
    appearances: int = 1
    """In how many statements of the database the same speaker says the same words."""

    @property
    def speakers(self) -> str:
        """All who say it, for a line of text; empty where nobody is named."""
        names = [self.speaker or "", *(name for _, name in self.joint)]
        return " and ".join(n for n in (", ".join(names[:-1]), names[-1]) if n)

    @property
    def label(self) -> str:
        """What a reader must know before the words: "thought", "negated", both, or nothing."""
        return label(self.medium, self.negated)

    def as_dict(self) -> dict[str, Any]:
        """The statement for programs."""
        return {
            "id": self.id,
            "kind": self.kind,
            "medium": self.medium,
            "negated": self.negated,
            "confidence": self.confidence,
            "text": self.text,
            "speaker": self.speaker,
            "wikidata": self.wikidata,
            "joint": [name for _, name in self.joint],
            "source": self.source,
            "cue": self.cue,
            "context": self.context,
            "appearances": self.appearances,
            "article": {
                "title": self.title,
                "url": self.url,
                "publisher": self.publisher,
                "published": self.published,
            },
        }


def label(medium: str, negated: bool) -> str:
    """The label of a statement of that medium: see ``Statement.label``."""
    return ", ".join(w for w, so in (("thought", medium == "thought"), ("negated", negated)) if so)


@dataclass(frozen=True, slots=True)
class Party:
    """A speaker with its names ("variants") and how much is known of it."""

    id: int
    name: str
    kind: str
    variants: tuple[str, ...]
    attributions: int
    articles: int
    first: str | None
    last: str | None
    wikidata: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The speaker for programs."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "wikidata": self.wikidata,
            "variants": list(self.variants),
            "attributions": self.attributions,
            "articles": self.articles,
            "first": self.first,
            "last": self.last,
        }


COLUMNS = """
    a.id, a.kind, a.text, s.name AS speaker, s.wikidata, a.speaker_id, a.source, a.cue, a.confidence, a.start,
    a.article_id, r.title, r.url, r.publisher, r.published, a.medium, a.negated,
    (SELECT group_concat(x.id || char(31) || replace(x.name, char(31), ' '), char(31)) FROM (
        SELECT DISTINCT o.id, o.name FROM mention m JOIN name n ON n.id = m.name_id
        JOIN speaker o ON o.id = n.speaker_id WHERE m.attribution = a.number AND m.position > 0
        AND o.id != a.speaker_id ORDER BY m.position) x) AS joint,
    (SELECT max(1, count(*)) FROM attribution e WHERE e.wording = a.wording AND e.wording IS NOT NULL
        AND e.speaker_id IS a.speaker_id) AS appearances"""

NAMES = (
    "id kind text speaker wikidata speaker_id source cue confidence start article_id title url publisher "
    "published medium negated joint appearances article"
).split()
"""What ``COLUMNS`` are called, and the article's text after them."""

TABLES = """
    FROM attribution a JOIN article r ON r.id = a.article_id LEFT JOIN speaker s ON s.id = a.speaker_id"""


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that a search can be narrowed to, the words to show for it, and how many statements have it."""

    value: str
    shown: str
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: a page of ``statements``; how many there are in all (``total``), or more than that
    where ``complete`` is False (only so many were looked at); ``facets`` by field (kind, medium, publisher,
    speaker, min_confidence, year, month), the most frequent value first, years backwards, months in order,
    counted over what was looked at; ``marked``: the words of each statement by identifier, in pieces, each with whether it
    is what was searched for."""

    statements: list[Statement]
    total: int
    complete: bool
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    marked: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)


Short = tuple[Any, ...]
"""A statement that fits, in short: the columns of ``SHORT`` in their order. A plain tuple, since thousands are
made for a page."""

SHORT = (
    "a.number, a.kind, a.medium, a.publisher, a.speaker_id, a.published, a.wording, a.confidence"
)

NUMBER, KIND, MEDIUM, PUBLISHER, SPEAKER, PUBLISHED, WORDING, CONFIDENCE = range(8)


def search(connection: Connection, query: Query) -> list[Statement]:
    """The statements that fit, best first: by relevance if words were given, else newest first.

    Words are all to be found, in any form of the word (``tariff`` finds ``tariffs``); words in double
    quotes as they stand. Raises UsageError for a date, kind, medium, confidence, order or limit that is none.
    """
    return find(connection, query).statements


def count(connection: Connection, query: Query) -> int:
    """How many statements fit, whatever the limit."""
    asked = _asked(connection, query)
    return len(_fitting(connection, asked, MOST)[0]) if asked else 0


def find(
    connection: Connection,
    query: Query,
    *,
    facets: bool = False,
    context: bool = True,
    looked_at: int = LOOKED_AT,
) -> Found:
    """As ``search``, with the total and, if asked for, the facets and the words marked; ``context``: whether
    the statements have theirs, which takes reading the articles' texts. The total and the
    facets are of the first ``looked_at`` statements in the order asked for (of relevance: of those stored
    last), unless the page asked for lies behind them; the order is of all."""
    asked = _asked(connection, query)
    if not asked:
        return Found([], 0, True)
    end = query.offset + query.limit
    if 5 * end > 4 * looked_at:
        # Some more than the page's end, since of the repeated ones one is left.
        looked_at = max(looked_at, end + end // 4 + 20)
    rows, again, complete = _fitting(connection, asked, looked_at)
    if asked.order == "relevance":
        numbers = _ranked(connection, asked, rows, end)
    else:
        numbers = [r[NUMBER] for r in rows[:end]]
    numbers = numbers[query.offset :]
    statements = by_number(connection, numbers, context)
    if not facets:
        return Found(statements, len(rows), complete)
    return Found(
        statements,
        len(rows),
        complete,
        facets_of(connection, rows, again),
        _marked(connection, query.words, statements, numbers),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query made ready: conditions, their values, the order, and whether repeats count."""

    parts: list[str]
    values: dict[str, Any]
    order: str
    repeats: bool

    @property
    def where(self) -> str:
        return " AND ".join(self.parts) or "1"


def _asked(connection: Connection, query: Query) -> _Asked | None:
    """None where nothing can fit. Raises UsageError."""
    words = query.words.strip()
    order = query.order or ("relevance" if words else "newest")
    if order not in ORDERS:
        raise UsageError(f"no order is called {order!r}; there are {', '.join(ORDERS)}")
    named = None if query.speaker_id is None else [query.speaker_id]
    speakers = speakers_of(connection, query.speaker) if named is None else named
    parts, values = conditions(connection, query, speakers)
    if parts is None:
        return None
    return _Asked(parts, values, order if words or order == "oldest" else "newest", query.repeats)


def _fitting(
    connection: Connection, asked: _Asked, most: int
) -> tuple[list[Short], list[Short], bool]:
    """The first ``most`` statements that fit, the repeated ones once, in the order of days; those left out
    because they repeat one; and whether these are all."""

    def ask(start: str, where: str, end: str, left: int) -> list[Short]:
        sql = f"SELECT {SHORT} FROM {start} WHERE {where} ORDER BY {end} LIMIT :most"
        return quick(connection, sql, asked.values | {"most": left})

    oldest = asked.order == "oldest"
    if "words" in asked.values:
        start = "attribution_fts f CROSS JOIN attribution a ON a.number = f.rowid"
        where = f"attribution_fts MATCH :words AND {asked.where}"
        end = "f.rowid DESC"
        if asked.order != "relevance":
            end = f"a.published IS NULL, a.published {'ASC' if oldest else 'DESC'}, f.rowid DESC"
        rows = ask(start, where, end, most + 1)
    else:
        # What has a date and what has none are asked for apart: each comes from an index in its order.
        way = "ASC" if oldest else "DESC"
        by_date = f"a.published {way}, a.number {way}"
        rows = ask("attribution a", f"a.published > '' AND {asked.where}", by_date, most + 1)
        if len(rows) <= most:
            undated = f"a.published IS NULL AND {asked.where}"
            rows += ask("attribution a", undated, "a.number DESC", most + 1 - len(rows))
    complete = len(rows) <= most
    rows, again = (rows[:most], []) if asked.repeats else _once(rows[:most])
    if asked.order != "relevance":
        # Undated ones come last either way; what one article says stays in the order in which it was stored.
        rows.sort(key=itemgetter(NUMBER))
        rows.sort(key=lambda r: r[PUBLISHED] or "", reverse=not oldest)
        rows.sort(key=lambda r: r[PUBLISHED] is None)
    return rows, again, complete


def quick(connection: Connection, sql: str, values: Mapping[str, Any]) -> list[Short]:
    """The rows as sqlite3 gives them: for the queries of which a page makes several or reads thousands of rows,
    since SQLAlchemy's take twice the time."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def _ranked(connection: Connection, asked: _Asked, rows: Sequence[Short], wanted: int) -> list[int]:
    """The numbers of the ``wanted`` most relevant statements that fit; of repeated ones the earliest, as far
    as it is among ``rows``."""
    first = {(r[WORDING], r[SPEAKER]): r for r in rows if r[WORDING] is not None}
    most = 2 * wanted + 20
    sql = (
        f"SELECT {SHORT} FROM attribution_fts f CROSS JOIN attribution a ON a.number = f.rowid "
        f"WHERE attribution_fts MATCH :words AND {asked.where} ORDER BY f.rank LIMIT :most"
    )
    while True:
        some = quick(connection, sql, asked.values | {"most": most})
        if asked.repeats:
            return [s[NUMBER] for s in some[:wanted]]
        best: dict[Any, Short] = {}
        for s in some:
            key = s[NUMBER] if s[WORDING] is None else (s[WORDING], s[SPEAKER])
            other = best.setdefault(key, s)
            if other is not s and _age(s) < _age(other):
                best[key] = s
        if len(best) >= wanted or len(some) < most:
            known = (min(s, first.get(k, s), key=_age) for k, s in best.items())
            return [s[NUMBER] for s in known][:wanted]
        most *= 4


def _once(rows: Sequence[Short]) -> tuple[list[Short], list[Short]]:
    """Of the statements with the same words and the same speaker, the earliest; and the others."""
    often = Counter(map(itemgetter(WORDING), rows))
    repeated = {w for w, n in often.items() if n > 1 and w is not None}
    if not repeated:
        return list(rows), []
    out, again = [], []
    first: dict[Any, Short] = {}
    for row in rows:
        if row[WORDING] not in repeated:
            out.append(row)
            continue
        key = (row[WORDING], row[SPEAKER])
        other = first.setdefault(key, row)
        if other is not row:
            earlier, later = sorted((row, other), key=_age)
            first[key] = earlier
            again.append(later)
    return out + list(first.values()), again


def _age(row: Short) -> tuple[bool, str, int]:
    return (row[PUBLISHED] is None, row[PUBLISHED] or "", row[NUMBER])


def facets_of(
    connection: Connection, rows: Sequence[Short], again: Sequence[Short] = (), most: int = 12
) -> dict[str, list[Facet]]:
    """What ``rows`` can be narrowed to: see ``Found.facets``. Of publishers and speakers the ``most``
    frequent. Who narrows to a publisher finds what repeats a statement of another one's, too: so what was
    left out because it does (``again``) counts where nothing of ``rows`` with the same words does."""
    repeated = {(r[WORDING], r[SPEAKER]) for r in again}
    first = [r for r in rows if (r[WORDING], r[SPEAKER]) in repeated] if again else []

    def more(value: Callable[[Short], Any]) -> Counter[Any]:
        known = {(r[WORDING], r[SPEAKER], value(r)) for r in first}
        others = {(r[WORDING], r[SPEAKER], value(r)) for r in again} - known
        return Counter(v for _, _, v in others)

    columns = list(zip(*rows, strict=True)) if rows else [()] * 8

    def counted(column: int) -> list[tuple[Any, int]]:
        numbers = Counter(columns[column])
        if again:
            numbers += more(itemgetter(column))
        numbers.pop(None, None)
        return sorted(numbers.most_common(most), key=lambda item: (-item[1], str(item[0])))

    speakers = _with_joint(connection, rows, counted(SPEAKER))
    wanted = ", ".join(str(int(s)) for s, _ in speakers)
    names: dict[int, str] = dict(
        quick(connection, f"SELECT id, name FROM speaker WHERE id IN ({wanted or 'NULL'})", {})
    )
    months: Counter[str] = Counter()
    for day_, number in Counter(columns[PUBLISHED]).items():
        months[(day_ or "")[:7]] += number
    years: Counter[str] = more(lambda r: (r[PUBLISHED] or "")[:4]) if again else Counter()
    for month, number in months.items():
        years[month[:4]] += number
    confidences = sorted(columns[CONFIDENCE])
    sure_ = [
        (
            c,
            len(rows) - bisect_left(confidences, c) + (more(_as_sure_as(c))[True] if again else 0),
        )
        for c in CONFIDENT
    ]
    return {
        "kind": [Facet(k, k, n) for k, n in counted(KIND)],
        "medium": [Facet(m, m, n) for m, n in counted(MEDIUM)],
        "publisher": [Facet(p, p, n) for p, n in counted(PUBLISHER) if p],
        "speaker": [Facet(str(s), names.get(s, ""), n) for s, n in speakers],
        "min_confidence": [Facet(f"{c:g}", f"{c:g} or more", n) for c, n in sure_ if n],
        "year": [Facet(y, y, n) for y, n in sorted(years.items(), reverse=True) if y],
        "month": [Facet(m, m, n) for m, n in sorted(months.items()) if m],
    }


def _with_joint(
    connection: Connection, rows: Sequence[Short], speakers: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The ``speakers`` and numbers of what they say, and of what they say second to others; of more than
    ``COUNTED`` rows that is left out, since nobody counts them after us and it takes as long as the rest."""
    if not speakers or len(rows) > COUNTED:
        return list(speakers)
    some = ", ".join(str(int(r[NUMBER])) for r in rows)
    found = quick(
        connection,
        "SELECT DISTINCT n.speaker_id, m.attribution FROM mention m JOIN name n ON n.id = m.name_id "
        f"WHERE m.attribution IN ({some}) AND m.position > 0",
        {},
    )
    first = {r[NUMBER]: r[SPEAKER] for r in rows} if found else {}
    more = Counter(s for s, number in found if first[number] != s)
    return sorted(
        ((s, n + more[s]) for s, n in speakers), key=lambda item: (-item[1], str(item[0]))
    )


def _as_sure_as(least: float) -> Callable[[Short], bool]:
    return lambda row: bool(row[CONFIDENCE] >= least)


def by_number(
    connection: Connection, numbers: Sequence[int], context: bool = True
) -> list[Statement]:
    """The statements in the rows ``numbers``, in that order; their ``context`` is empty unless asked for."""
    found: dict[int, Statement] = {}
    article = "r.text" if context else "''"
    for i in range(0, len(numbers), 500):
        some = ", ".join(str(int(n)) for n in numbers[i : i + 500])
        sql = (
            f"SELECT {COLUMNS}, {article} AS article, a.number {TABLES} WHERE a.number IN ({some})"
        )
        for row in quick(connection, sql, {}):
            found[row[-1]] = _statement(dict(zip(NAMES, row, strict=False)))
    return [found[n] for n in numbers]


OPEN, SHUT = "\ue000", "\ue001"
"""What FTS5 sets around a word that was searched for: characters that no text means anything by."""


def _marked(
    connection: Connection, words: str, statements: Sequence[Statement], numbers: Sequence[int]
) -> dict[str, list[tuple[str, bool]]]:
    asked = match_expression(words)
    if not asked or not numbers:
        return {}
    some = ", ".join(str(int(n)) for n in numbers)
    sql = (
        "SELECT f.rowid, highlight(attribution_fts, 0, :open, :shut) FROM attribution_fts f "
        f"WHERE attribution_fts MATCH :words AND f.rowid IN ({some})"
    )
    shown: dict[int, str] = dict(
        quick(connection, sql, {"open": OPEN, "shut": SHUT, "words": asked})
    )
    out: dict[str, list[tuple[str, bool]]] = {}
    for number, statement_ in zip(numbers, statements, strict=True):
        if OPEN in statement_.text or SHUT in statement_.text:
            continue
        pieces: list[tuple[str, bool]] = []
        for part in shown.get(number, "").split(OPEN):
            inside, shut, after = part.partition(SHUT)
            pieces += [(inside, True), (after, False)] if shut else [(part, False)]
        out[statement_.id] = [p for p in pieces if p[0]]
    return out


def conditions(
    connection: Connection, query: Query, speakers: Sequence[int] | None
) -> tuple[list[str] | None, dict[str, Any]]:
    """The conditions, to be joined by AND, and their values; None where nothing can fit. ``speakers`` are those
    that ``query.speaker`` may mean, None if nobody was asked for. Where words are asked for, ``words`` is
    among the values. Only names of parameters and numbers go into the SQL, never what somebody typed."""
    if query.kind and query.kind not in list(Kind):
        raise UsageError(f"no kind is called {query.kind!r}; there are {', '.join(Kind)}")
    if not 1 <= query.limit <= MOST or query.offset < 0:
        raise UsageError(f"a limit is from 1 to {MOST:,}")
    parts: list[str] = []
    values: dict[str, Any] = {}
    nothing = False
    if query.words.strip():
        values["words"] = match_expression(query.words)
        nothing = not values["words"]
    if speakers is not None:
        nothing = nothing or not speakers
        parts.append(said_by_condition(", ".join(str(int(s)) for s in speakers)))
    if query.kind:
        parts.append("+a.kind = :kind")
        values["kind"] = query.kind
    wanted, least = medium_condition(query.medium), sure(query.min_confidence)
    if wanted:
        parts.append(wanted)
    if least > 0:
        parts.append("a.confidence >= :least")
        values["least"] = least
    if query.publisher:
        condition, some = publisher_condition(connection, query.publisher, "words" in values)
        parts.append(condition)
        values |= some
        nothing = nothing or not some
    # A date may be only a month or a year, here or there: compare what both have.
    plus = "+" if "words" in values else ""
    if query.since:
        values["since"] = day(query.since, "--since")
        values["from_year"] = values["since"][:4]
        parts.append(f"{plus}a.published >= :from_year")
        parts.append("a.published >= substr(:since, 1, length(a.published))")
    if query.until:
        values["until"] = day(query.until, "--until")
        # No date begins with the until-day and a tilde: the bound, from an index, of what begins with it.
        values["until_end"] = values["until"] + "~"
        parts.append(f"{plus}a.published <= :until_end")
        parts.append(f"substr(a.published, 1, {len(values['until'])}) <= :until")
    return (None, {}) if nothing else (parts, values)


def publisher_condition(
    connection: Connection, typed: str, words: bool = False
) -> tuple[str, dict[str, Any]]:
    """The condition that a statement's publisher is called ``typed``, or, if none is, has it in its name,
    letter case aside, and its values; no values where there is none. With ``words`` the publisher's index is not used."""
    like = "%" + re.sub(r"([%_\\])", r"\\\1", sound(typed)) + "%"
    some = connection.execute(
        text(
            "WITH RECURSIVE p (name) AS (SELECT min(publisher) FROM attribution UNION ALL "
            "SELECT (SELECT min(a.publisher) FROM attribution a WHERE a.publisher > p.name) FROM p "
            "WHERE p.name IS NOT NULL) SELECT name FROM p WHERE name LIKE :like ESCAPE '\\'"
        ),
        {"like": like},
    ).scalars()
    names = list(some)
    names = [typed] if typed in names else names
    found = {f"publisher_{i}": name for i, name in enumerate(names)}
    plus = "+" if words else ""
    if len(found) > PUBLISHERS:
        return "a.publisher LIKE :publisher ESCAPE '\\'", {"publisher": like}
    return f"{plus}a.publisher IN ({', '.join(f':{k}' for k in found)})", found


def said_by_condition(speakers: str) -> str:
    """The condition that one of ``speakers`` (numbers with commas between, or a parameter) said a statement,
    alone or together with others."""
    return (
        f"(a.speaker_id IN ({speakers}) OR a.number IN (SELECT m.attribution FROM name n "
        f"JOIN mention m ON m.name_id = n.id WHERE n.speaker_id IN ({speakers}) AND m.position > 0))"
    )


def medium_condition(asked: Sequence[str]) -> str:
    """The condition on a statement's medium, empty where all are wanted. Only the three words of our own
    go into the SQL. Raises UsageError."""
    chosen = media((asked,) if isinstance(asked, str) else asked)
    if set(chosen) == set(Medium):
        return ""
    # The plus keeps SQLite from the medium's index, which would find nearly every row.
    return f"+a.medium IN ({', '.join(repr(m.value) for m in chosen)})"


def match_expression(words: str) -> str:
    """An FTS5 expression for what somebody typed: every word, and every "phrase", each quoted, so that no
    character is an operator. Empty if there is no letter or digit in it. A word counts once, and no more
    than ``TERMS`` do: SQLite takes minutes over thousands."""
    found = re.findall(r"[\"“”]([^\"“”]+)[\"“”]|([^\s\"“”]+)", sound(words[:5000]))
    terms = (phrase or word for phrase, word in found)
    quoted = ('"' + t.replace("\0", " ") + '"' for t in terms if re.search(r"\w", t))
    return " ".join(list(dict.fromkeys(quoted))[:TERMS])


def day(given: str, option: str) -> str:
    """``given`` if it is a day, month or year in ISO 8601, else UsageError naming the ``option``."""
    if re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", given):
        try:
            date.fromisoformat(given + "-01-01"[len(given) - 4 :])
        except ValueError:
            pass
        else:
            return given
    raise UsageError(f"{option} {given!r} is no date; write 2025-04-30, 2025-04 or 2025")


def statement(connection: Connection, key: str) -> Statement:
    """The statement with the identifier ``key``. Raises NotFoundError, which says so of a hidden one."""
    row = (
        connection.execute(
            text(f"SELECT {COLUMNS}, r.text AS article {TABLES} WHERE a.id = :id"),
            {"id": sound(key)},
        )
        .mappings()
        .first()
    )
    if row is None:
        from quotes.store.corrections import hiding

        by_hand = hiding(connection, sound(key))
        if by_hand is not None:
            raise NotFoundError(
                f"{key} was hidden by {by_hand.by} on {by_hand.at[:10]}"
                f"{f' ({by_hand.reason})' if by_hand.reason else ''}; "
                f"`quotes speakers undo {by_hand.action_id}` brings it back"
            )
        raise NotFoundError(f"no statement has the identifier {key!r}; `quotes search` prints them")
    return _statement(row)


def authors(connection: Connection, article_id: str) -> tuple[str, ...]:
    """The names in the article's byline."""
    found = connection.execute(
        text("SELECT authors FROM article WHERE id = :id"), {"id": article_id}
    ).scalar()
    return tuple(a.strip() for a in (found or "").split(";") if a.strip())


def reason(connection: Connection, key: str) -> str:
    """Why the statement's mentions were taken for its speakers, in words; empty where nobody is named."""
    found = connection.execute(
        text(
            "SELECT m.reason FROM mention m JOIN attribution a ON a.number = m.attribution "
            "WHERE a.id = :id ORDER BY m.position"
        ),
        {"id": key},
    ).scalars()
    return "; ".join(dict.fromkeys(r for r in found if r))


def corrected(connection: Connection, key: str) -> bool:
    """Whether a person corrected the statement, now or once (``quotes.speakers.corrections``)."""
    return bool(
        connection.execute(
            text(
                "SELECT EXISTS (SELECT 1 FROM correction WHERE attribution_id = :id) OR EXISTS ("
                "SELECT 1 FROM attribution a JOIN mention m ON m.attribution = a.number "
                "WHERE a.id = :id AND m.read_reason IS NOT NULL)"
            ),
            {"id": key},
        ).scalar()
    )


def description(connection: Connection, key: str) -> str:
    """What the article calls the statement's source at that time ("minister for economic
    revitalization"), as printed; of several, with semicolons between; empty if nothing."""
    found = connection.execute(
        text(
            "SELECT m.description FROM mention m JOIN attribution a ON a.number = m.attribution "
            "WHERE a.id = :id AND m.description IS NOT NULL ORDER BY m.position"
        ),
        {"id": key},
    ).scalars()
    return "; ".join(dict.fromkeys(found))


def _statement(row: Mapping[Any, Any]) -> Statement:
    fields = {k: row[k] for k in Statement.__dataclass_fields__ if k not in ("context", "joint")}
    # Number, name, number, name, with a control character between.
    parts = (row["joint"] or "").split("\x1f")
    fields["joint"] = tuple(
        (int(n), name) for n, name in zip(parts[::2], parts[1::2], strict=False)
    )
    fields["negated"] = bool(fields["negated"])
    return Statement(**fields, context=context(row["article"], row["start"]))


def context(article: str, start: int) -> str:
    """The paragraph of ``article`` that holds the place ``start``, its white space made single."""
    for place in paragraphs(article):
        if place.start <= start < place.end:
            return " ".join(place.of(article).removeprefix("\ufeff").split())
    return ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs of an article with statements marked in them: ``parts`` are ``(text, roles)`` in order,
    where ``roles`` holds "content", "cue", "source", or is empty."""

    parts: tuple[tuple[str, frozenset[str]], ...]


def passage(connection: Connection, key: str) -> Passage:
    """The paragraphs of a statement, its content, cue and source marked, cut from the article's text."""
    statement(connection, key)
    row = connection.execute(
        text(
            "SELECT a.number, r.text FROM attribution a JOIN article r ON r.id = a.article_id WHERE a.id = :id"
        ),
        {"id": key},
    ).one()
    marks = connection.execute(
        text('SELECT role, start, "end" FROM span WHERE attribution = :n ORDER BY role, position'),
        {"n": row.number},
    ).all()
    return mark(row.text, [(r, s, e) for r, s, e in marks])


def mark(article: str, marks: Sequence[tuple[str, int, int]]) -> Passage:
    """The paragraphs of ``article`` from the first mark ``(role, start, end)`` to the last, cut at every
    place where a mark begins or ends."""
    first, last = min(s for _, s, _ in marks), max(e for _, _, e in marks)
    places = [p for p in paragraphs(article) if p.start < last and first < p.end]
    start, end = min([p.start for p in places] + [first]), max([p.end for p in places] + [last])
    cuts = sorted({start, end, *(n for _, s, e in marks for n in (s, e) if start < n < end)})
    parts = []
    for a, b in pairwise(cuts):
        roles = frozenset(role for role, s, e in marks if s <= a and b <= e)
        parts.append((article[a:b], roles))
    return Passage(tuple(parts))


def elsewhere(connection: Connection, key: str, limit: int = 50) -> list[Statement]:
    """Where else the same speaker says the same words as in the statement ``key``, the earliest first. Raises
    NotFoundError."""
    numbers = connection.execute(
        text(
            "SELECT e.number FROM attribution a JOIN attribution e ON e.wording = a.wording "
            "AND e.speaker_id IS a.speaker_id AND e.number != a.number WHERE a.id = :id "
            "AND a.wording IS NOT NULL ORDER BY e.published IS NULL, e.published, e.number LIMIT :limit"
        ),
        {"id": sound(key), "limit": limit},
    ).scalars()
    return by_number(connection, list(numbers))


def said_as(connection: Connection, name_id: int, limit: int) -> list[Statement]:
    """Statements whose mention was taken for one name, newest first."""
    rows = connection.execute(
        text(
            f"SELECT {COLUMNS}, r.text AS article {TABLES} "
            "WHERE a.number IN (SELECT attribution FROM mention WHERE name_id = :id) "
            "ORDER BY coalesce(a.published, '') DESC, a.article_id, a.start LIMIT :limit"
        ),
        {"id": name_id, "limit": limit},
    ).mappings()
    return [_statement(row) for row in rows]


def party(connection: Connection, speaker_id: int) -> Party:
    """The speaker of that number. Raises NotFoundError."""
    found = _parties(connection, [speaker_id], 1)
    if not found:
        raise NotFoundError(f"no speaker has the number {speaker_id}")
    return found[0]


def parties(connection: Connection, name: str | None = None, limit: int = 50) -> list[Party]:
    """Speakers, most quoted first; only those that ``name`` may mean, if one is given, else those who say
    something. A ``limit`` of -1 gives all, also those whose names came by import and who said nothing yet."""
    return _parties(connection, speakers_of(connection, name), limit)


def _parties(connection: Connection, some: Sequence[int] | None, limit: int) -> list[Party]:
    if some is not None and not some:
        return []
    where = "" if limit < 0 else "WHERE s.attributions > 0"
    if some is not None:
        where = f"WHERE s.id IN ({', '.join(map(str, some))})"
    rows = connection.execute(
        text(
            f"""SELECT s.id, s.name, s.kind, s.attributions, s.wikidata, count(DISTINCT a.article_id) AS articles,
            min(a.published) AS first, max(a.published) AS last
            FROM (SELECT * FROM speaker s {where} ORDER BY s.attributions DESC, s.name, s.id LIMIT :limit) s
            LEFT JOIN name n ON n.speaker_id = s.id LEFT JOIN mention m ON m.name_id = n.id
            LEFT JOIN attribution a ON a.number = m.attribution
            GROUP BY s.id ORDER BY s.attributions DESC, s.name, s.id"""
        ),
        {"limit": limit},
    ).all()
    variants: dict[int, set[str]] = {r.id: set() for r in rows}
    for speaker, printed in connection.execute(
        text(
            f"""SELECT DISTINCT n.speaker_id, substr(r.text, m.start + 1, m."end" - m.start)
            FROM name n JOIN mention m ON m.name_id = n.id JOIN attribution a ON a.number = m.attribution
            JOIN article r ON r.id = a.article_id WHERE m.start IS NOT NULL AND m.read_reason IS NULL AND n.speaker_id IN ({", ".join(str(r.id) for r in rows) or "NULL"})"""
        )
    ):
        if a_name(printed):
            variants[speaker].add(" ".join(printed.split()).strip(",;: "))
    for speaker, printed in connection.execute(
        text(
            f"SELECT speaker_id, text FROM name WHERE speaker_id IN ({', '.join(str(r.id) for r in rows) or 'NULL'})"
        )
    ):
        variants[speaker].add(printed)
    return [
        Party(
            r.id,
            r.name,
            r.kind,
            tuple(sorted(variants[r.id], key=lambda v: (v != r.name, -len(v), v))),
            r.attributions,
            r.articles,
            r.first,
            r.last,
            r.wikidata,
        )
        for r in rows
    ]


def a_name(printed: str) -> bool:
    """Whether a mention is a name rather than a description or a pronoun: short, and a capital in
    every word but particles."""
    words = printed.split()
    return (
        0 < len(words) <= 5
        and "," not in printed.strip(", ")
        and all(w[0].isupper() or fold(w) in PARTICLES or w in ("of", "for", "&") for w in words)
        and fold(words[0]) not in ("he", "she", "they", "i", "we", "who", "the", "it")
    )
