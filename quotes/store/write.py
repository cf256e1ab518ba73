"""Writing an article and what a model found in it: the same article and model, the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from quotes.attribution import Attribution as Found
from quotes.document import Document
from quotes.document import Span as Place
from quotes.errors import DatabaseError
from quotes.store.blocks import name_of
from quotes.store.corrections import apply
from quotes.store.identity import count, settle
from quotes.store.rows import inserted, now, table
from quotes.store.tables import Article, Attribution, Failure, Mention, Name, Run, Span
from quotes.wording import wording

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for a digit."""

LENGTH = 12
"""Characters of an identifier: 60 bits, so that among ten million the chance of two alike is 1 in 23,000."""

FILLED = ("title", "authors", "publisher", "published", "url", "language")

articles, runs, attributions, spans, mentions, names, failures = (
    table(t) for t in (Article, Run, Attribution, Span, Mention, Name, Failure)
)


class Outcome(StrEnum):
    """What storing an article came to."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


def identifier(*parts: object) -> str:
    """Twelve letters and digits computed from ``parts``: the same parts, the same identifier."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:8], "big") >> 4
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * LENGTH - 5, -1, -5))


def known(
    connection: Connection, document: Document, model: str, min_confidence: float | None = None
) -> str | None:
    """The identifier of the article if this model has read it already and the same confidence was
    asked of its statements, else None."""
    row = _find(connection, document)
    if row is None or _last_run(connection, row.id) != (model, min_confidence):
        return None
    return str(row.id)


def store(
    connection: Connection,
    document: Document,
    found: Sequence[Found],
    *,
    model: str,
    version: str,
    min_confidence: float | None = None,
) -> Outcome:
    """Writes one article and its attributions; call it inside a write transaction.

    An article is known by its text (and, where both have one, its address). One that this model has
    read before only has blanks in its description filled. One that another model has read gets a new
    run: statements whose content is the same keep their identifier, others go or come, and what persons
    corrected holds (``quotes.store.corrections``); and so it is where another ``min_confidence`` was asked, which the run records and the caller applies. Raises
    DatabaseError if a span does not lie inside the article's text.
    """
    check(document, found)
    found = _distinct(found)
    row = _find(connection, document)
    if row is None:
        article_id = _insert(connection, document)
        outcome = Outcome.ADDED
    else:
        article_id = str(row.id)
        fill(connection, article_id, document)
        if _last_run(connection, article_id) == (model, min_confidence):
            return Outcome.UNCHANGED
        outcome = Outcome.REPLACED
    run = inserted(
        connection,
        runs,
        article_id=article_id,
        model=model,
        version=version,
        at=now(),
        attributions=len(found),
        min_confidence=min_confidence,
    )
    before = count(connection, article_id)
    _replace(connection, article_id, run, found)
    after = count(connection, article_id)
    more = {n: after.get(n, 0) - before.get(n, 0) for n in {*before, *after}}
    settle(connection, more, article_id, outcome is Outcome.REPLACED)
    return outcome


def check(document: Document, found: Iterable[Found]) -> None:
    """Raises DatabaseError if an attribution's spans are not places in the document's text, in order."""
    for name in ("text", "title", "publisher", "published", "url", "language", "origin"):
        try:
            (getattr(document, name) or "").encode("utf-8")
        except UnicodeEncodeError as e:
            raise DatabaseError(
                f"the article's {name} holds half of a character, at {e.start}; mend its encoding"
            ) from e
    for a in found:
        for role in (a.content, a.cue, a.source):
            ends = [0, *(n for span in role for n in span)]
            if ends != sorted(ends) or ends[-1] > len(document.text):
                raise DatabaseError(
                    f"a span does not fit the text: {[tuple(s) for s in role]} of {len(document.text)}",
                    where=document.origin,
                )
        places = (p for s in a.speakers for p in (s.at, s.description))
        for place in (a.description, *places):
            if place is not None and not 0 <= place.start < place.end <= len(document.text):
                raise DatabaseError(
                    f"a place of a speaker does not fit the text: {tuple(place)} of {len(document.text)}",
                    where=document.origin,
                )
        if not a.content or a.article != document.text:
            raise DatabaseError("an attribution is of another text", where=document.origin)


def _distinct(found: Sequence[Found]) -> list[Found]:
    """The first of those that have the same content."""
    return list({a.content: a for a in reversed(found)}.values())[::-1]


def fill(connection: Connection, article_id: str, document: Document) -> None:
    """Fills what was not known of the article before; what is known stays."""
    row = connection.execute(select(articles).where(articles.c.id == article_id)).one()
    given = _description(document)
    new = {k: given[k] for k in FILLED if given[k] and not getattr(row, k)}
    if new:
        connection.execute(update(articles).where(articles.c.id == article_id).values(**new))
    own = {k: v for k, v in new.items() if k in ("published", "publisher")}
    if own:
        connection.execute(
            update(attributions).where(attributions.c.article_id == article_id).values(**own)
        )


def record_failure(connection: Connection, origin: str, error: str) -> None:
    """Notes that something could not be read, and why; a later failure of the same takes its place."""
    connection.execute(delete(failures).where(failures.c.origin == origin))
    connection.execute(insert(failures).values(origin=origin, error=error, at=now()))


def forget_failure(connection: Connection, origin: str) -> None:
    """Takes back what ``record_failure`` noted, when reading has succeeded."""
    connection.execute(delete(failures).where(failures.c.origin == origin))


def _find(connection: Connection, document: Document) -> Any:
    rows = connection.execute(
        select(articles.c.id, articles.c.url)
        .where(articles.c.hash == document.hash)
        .order_by(articles.c.added, articles.c.id)
    ).all()
    same = [r for r in rows if not document.url or not r.url or r.url == document.url]
    exact = [r for r in same if r.url == document.url]
    return next(iter(exact or same), None)


def _last_run(connection: Connection, article_id: str) -> tuple[str, float | None] | None:
    row = connection.execute(
        select(runs.c.model, runs.c.min_confidence)
        .where(runs.c.article_id == article_id)
        .order_by(runs.c.id.desc())
    ).first()
    return (row.model, row.min_confidence) if row else None


def _description(document: Document) -> dict[str, str | None]:
    return {
        "title": document.title,
        "authors": "; ".join(document.authors) or None,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
        "language": document.language,
    }


def _insert(connection: Connection, document: Document) -> str:
    article_id = identifier(document.hash, document.url or "")
    connection.execute(
        insert(articles).values(
            id=article_id,
            hash=document.hash,
            text=document.text,
            origin=document.origin,
            added=now(),
            **_description(document),
        )
    )
    return article_id


def _replace(connection: Connection, article_id: str, run: int, found: Sequence[Found]) -> None:
    """Makes the article's attributions the ones ``found``, and what persons corrected of them."""
    article = connection.execute(
        select(articles.c.published, articles.c.publisher).where(articles.c.id == article_id)
    ).one()
    rows = connection.execute(
        select(attributions.c.id, attributions.c.number).where(
            attributions.c.article_id == article_id
        )
    )
    before: dict[str, int] = {r.id: r.number for r in rows}
    wanted = {
        identifier(article_id, ",".join(f"{s.start}-{s.end}" for s in a.content)): a for a in found
    }
    for gone in before.keys() - wanted.keys():
        connection.execute(delete(attributions).where(attributions.c.number == before[gone]))
    kept = [before[i] for i in wanted if i in before]
    for role_table in (spans, mentions):
        connection.execute(delete(role_table).where(role_table.c.attribution.in_(kept)))
    span_rows: list[dict[str, Any]] = []
    mention_rows: list[dict[str, Any]] = []
    for key, a in wanted.items():
        values = {
            "run_id": run,
            "kind": a.kind.value,
            "medium": a.medium.value,
            "negated": a.negated,
            "text": a.text,
            "cue": a.cue_text,
            "source": a.source_text,
            "confidence": a.confidence,
            "start": a.content[0].start,
            "published": article.published,
            "publisher": article.publisher,
            "wording": wording(a.text),
        }
        if key in before:
            number = before[key]
            connection.execute(
                update(attributions).where(attributions.c.number == number).values(**values)
            )
        else:
            number = inserted(connection, attributions, id=key, article_id=article_id, **values)
        for role, places_of in (("content", a.content), ("cue", a.cue), ("source", a.source)):
            span_rows += [
                {"attribution": number, "role": role, "position": i, "start": s.start, "end": s.end}
                for i, s in enumerate(places_of)
            ]
        mention_rows += [
            {"attribution": number, "position": i} | row
            for i, row in enumerate(_mentions(connection, article_id, a))
        ]
    if span_rows:
        connection.execute(insert(spans), span_rows)
    if mention_rows:
        connection.execute(insert(mentions), mention_rows)
    apply(connection, article_id)


def _mentions(connection: Connection, article_id: str, a: Found) -> list[dict[str, Any]]:
    """One row for each party that the source was taken for; one without a name where nobody is named, and
    none where there is neither source nor speaker."""
    whole = (a.source[0].start, a.source[-1].end) if a.source else (None, None)
    rows: list[dict[str, Any]] = []
    numbers: set[int] = set()
    for speaker in a.speakers:
        name = name_of(connection, article_id, speaker.name, speaker.kind)
        if name in numbers:
            continue
        numbers.add(name)
        part = speaker.at if a.joint and speaker.at else None
        start, end = tuple(part) if part else whole
        place = speaker.description
        rows.append(
            {"start": start, "end": end, "name_id": name, "reason": speaker.reason}
            | _described(a.article, place)
        )
    if not rows and a.source:
        start, end = whole
        rows.append(
            {"start": start, "end": end, "name_id": None, "reason": ""}
            | _described(a.article, a.description)
        )
    return rows


def _described(article: str, place: Place | None) -> dict[str, Any]:
    return {
        "description": " ".join(place.of(article).split()) if place else None,
        "description_start": place.start if place else None,
        "description_end": place.end if place else None,
    }
