"""Who said what: finding statements by words, speaker, kind, date and publisher.

The command line and the site ask through this one module, and get the same rows in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, RowMapping, text

from quotes.attribution import Kind, Medium
from quotes.choose import media, sure
from quotes.document import paragraphs
from quotes.errors import NotFoundError, UsageError
from quotes.names.clean import PARTICLES, TITLES, clean, fold

TYPOS = ((8, 2), (4, 1))
"""From so many letters on, a word may have so many typing errors (a letter wrong, missing, too many, or two
changed over). Two different surnames of the samples are never that near."""

TERMS = 40

MOST = 1_000_000
"""The most statements that one search gives."""


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
        AND o.id != a.speaker_id ORDER BY m.position) x) AS joint"""

TABLES = """
    FROM attribution a JOIN article r ON r.id = a.article_id LEFT JOIN speaker s ON s.id = a.speaker_id"""


def search(connection: Connection, query: Query) -> list[Statement]:
    """The statements that fit, best first: by relevance if words were given, else newest first.

    Words are all to be found, in any form of the word (``tariff`` finds ``tariffs``); words in double
    quotes as they stand. Raises UsageError for a date, kind, medium, confidence or limit that is none.
    """
    where, values = conditions(query, speakers_of(connection, query.speaker))
    if where is None:
        return []
    order = (
        "rank, a.number"
        if "MATCH" in where
        else "coalesce(r.published, '') DESC, a.article_id, a.start"
    )
    rows = connection.execute(
        text(
            f"SELECT {COLUMNS}, r.text AS article {source_of(where)} {where} ORDER BY {order} LIMIT :limit OFFSET :offset"
        ),
        values | {"limit": query.limit, "offset": query.offset},
    ).mappings()
    return [_statement(row) for row in rows]


def count(connection: Connection, query: Query) -> int:
    """How many statements fit, whatever the limit."""
    where, values = conditions(query, speakers_of(connection, query.speaker))
    if where is None:
        return 0
    return int(
        connection.execute(text(f"SELECT count(*) {source_of(where)} {where}"), values).scalar()
        or 0
    )


def source_of(where: str) -> str:
    """The FROM clause that ``where`` needs."""
    if "MATCH" in where:
        return TABLES.replace(
            "FROM attribution a",
            "FROM attribution_fts JOIN attribution a ON a.number = attribution_fts.rowid",
        )
    return TABLES


def conditions(query: Query, speakers: Sequence[int] | None) -> tuple[str | None, dict[str, Any]]:
    """The WHERE clause and its values; the clause is None where nothing can fit. ``speakers`` are those
    that ``query.speaker`` may mean, None if nobody was asked for. Only names of parameters and numbers
    go into the SQL, never what somebody typed."""
    if query.kind and query.kind not in list(Kind):
        raise UsageError(f"no kind is called {query.kind!r}; there are {', '.join(Kind)}")
    if not 1 <= query.limit <= MOST or query.offset < 0:
        raise UsageError(f"a limit is from 1 to {MOST:,}")
    parts: list[str] = []
    values: dict[str, Any] = {}
    if query.words.strip():
        expression = match_expression(query.words)
        if not expression:
            return None, {}
        parts.append("attribution_fts MATCH :words")
        values["words"] = expression
    if speakers is not None:
        if not speakers:
            return None, {}
        parts.append(said_by_condition(", ".join(str(int(s)) for s in speakers)))
    if query.kind:
        parts.append("a.kind = :kind")
        values["kind"] = query.kind
    wanted, least = medium_condition(query.medium), sure(query.min_confidence)
    if wanted:
        parts.append(wanted)
    if least > 0:
        parts.append("a.confidence >= :least")
        values["least"] = least
    if query.publisher:
        parts.append("r.publisher LIKE :publisher ESCAPE '\\'")
        values["publisher"] = "%" + re.sub(r"([%_\\])", r"\\\1", _sound(query.publisher)) + "%"
    # A date may be only a month or a year, here or there: compare what both have.
    if query.since:
        values["since"] = day(query.since, "--since")
        values["from_year"] = values["since"][:4]
        parts.append("a.published >= :from_year")
        parts.append("a.published >= substr(:since, 1, length(a.published))")
    if query.until:
        until = day(query.until, "--until")
        parts.append(f"substr(a.published, 1, {len(until)}) <= :until")
        values["until"] = until
    return ("WHERE " + " AND ".join(parts)) if parts else "", values


def said_by_condition(speakers: str) -> str:
    """The condition that one of ``speakers`` (numbers with commas between, or a parameter) said a statement,
    alone or together with others."""
    return (
        "a.number IN (SELECT m.attribution FROM mention m JOIN name n ON n.id = m.name_id "
        f"WHERE n.speaker_id IN ({speakers}))"
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
    found = re.findall(r"[\"“”]([^\"“”]+)[\"“”]|([^\s\"“”]+)", _sound(words[:5000]))
    terms = (phrase or word for phrase, word in found)
    quoted = ('"' + t.replace("\0", " ") + '"' for t in terms if re.search(r"\w", t))
    return " ".join(list(dict.fromkeys(quoted))[:TERMS])


def _sound(typed: str) -> str:
    """What somebody typed, without halves of characters (a terminal of another encoding gives them)."""
    return typed.encode("utf-8", "replace").decode("utf-8")


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


def speakers_of(connection: Connection, name: str | None) -> list[int] | None:
    """The speakers that ``name`` may mean, by any of their names; None if no name is given.

    Those whose name has every word of ``name``, case, accents and titles aside; only if there are none,
    those with the names nearest to it in spelling.
    """
    name = _sound(name or "")
    if not name.strip():
        return None
    rows = connection.execute(
        text(
            "SELECT speaker_id, text, kind FROM name WHERE speaker_id IS NOT NULL UNION "
            "SELECT n.speaker_id, l.value, n.kind FROM label l JOIN name n ON n.id = l.name_id "
            "WHERE l.field IN ('name', 'alias') AND l.withdrawn IS NULL AND n.speaker_id IS NOT NULL "
            "ORDER BY 1, 2"
        )
    ).all()
    folded = [(speaker, _words(printed)) for speaker, printed, _ in rows]
    # As typed first ("State Department"), then without what stands before the name ("Infrastructure
    # Minister Ortel"), a word at a time, as long as it is nobody's name.
    typed = [w for w in (fold(w) for w in re.split(r"[\s,]+", name)) if w and w != "the"]
    known = {fold(w) for _, printed, kind in rows if kind == "person" for w in printed.split()}
    for start in range(len(typed)):
        if start == 1 and typed[0] not in TITLES:
            # Rather a given name misspelled than no name at all: Hovard Pell.
            near = _nearest(sorted(set(typed)), folded)
            if near:
                return near
        wanted = set(typed[start:])
        if len(wanted) == 1 and known.intersection(typed[:start]) - TITLES:
            break
        found = sorted({speaker for speaker, words in folded if wanted <= set(words)})
        if found:
            return found
    bare = [w for w in (fold(w) for w in clean(name).words) if w]
    return _nearest(sorted({*(bare or typed)}), folded)


def _words(printed: str) -> list[str]:
    """A name's words, folded, and the parts of those that have a hyphen."""
    words = printed.split()
    return [fold(w) for w in words] + [fold(p) for w in words if "-" in w for p in w.split("-")]


def _nearest(wanted: Sequence[str], folded: Sequence[tuple[int, list[str]]]) -> list[int]:
    """The speakers whose names are nearest in spelling: every word wanted has a word like it."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    vocabulary = sorted({w for _, words in folded for w in words if w})
    likeness: list[dict[str, float]] = []
    for word in wanted:
        most = next((n for letters, n in TYPOS if len(word) >= letters), 0)
        near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=most, limit=None)
        likeness.append({found: 1.0 - wrong / len(word) for found, wrong, _ in near})
    best: dict[int, float] = {}
    for speaker, words in folded:
        scores = [max((like.get(w, 0.0) for w in words), default=0.0) for like in likeness]
        if scores and min(scores) > 0:
            best[speaker] = max(best.get(speaker, 0.0), sum(scores) / len(scores))
    top = max(best.values(), default=0.0)
    return sorted(s for s, score in best.items() if score >= top - 0.03)


def statement(connection: Connection, key: str) -> Statement:
    """The statement with the identifier ``key``. Raises NotFoundError, which says so of a hidden one."""
    row = (
        connection.execute(
            text(f"SELECT {COLUMNS}, r.text AS article {TABLES} WHERE a.id = :id"),
            {"id": _sound(key)},
        )
        .mappings()
        .first()
    )
    if row is None:
        from quotes.store.corrections import hiding

        by_hand = hiding(connection, _sound(key))
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


def _statement(row: RowMapping) -> Statement:
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


def said_by(
    connection: Connection,
    speaker_id: int,
    limit: int,
    offset: int = 0,
    medium: Sequence[str] = (),
) -> list[Statement]:
    """A speaker's statements, newest first; of ``medium`` as in a ``Query``. Raises UsageError."""
    wanted = medium_condition(medium)
    more = f"AND {wanted} " if wanted else ""
    rows = connection.execute(
        text(
            f"SELECT {COLUMNS}, r.text AS article {TABLES} WHERE {said_by_condition(':id')} {more}"
            "ORDER BY coalesce(a.published, '') DESC, a.article_id, a.start LIMIT :limit OFFSET :offset"
        ),
        {"id": speaker_id, "limit": limit, "offset": offset},
    ).mappings()
    return [_statement(row) for row in rows]


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
