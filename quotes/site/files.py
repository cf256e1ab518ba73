"""Statements as files: for programs, feed readers and reference managers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from quotes.cite import FORMS, Cited, cited
from quotes.errors import NotFoundError
from quotes.search import Statement

LABELS = {"json": "JSON", "csv": "CSV", "atom": "Atom"} | {
    form.name: form.label for form in FORMS.values() if form.name != "url"
}
"""Every form in which a page's statements are to be had, by the ending of the address."""

USUAL, MOST = 200, 1000
"""Statements in one file: so many if no other number is asked for, and no more than so many."""


COLUMNS = (
    "id kind medium negated confidence text speaker wikidata joint source cue context appearances page "
    "article.title article.url article.publisher article.published"
).split()
"""The columns of a table without statements; with some, they are what ``as_dict`` has, flat."""


@dataclass(frozen=True, slots=True)
class File:
    """What is sent: its bytes, media type, and the name under which a browser saves it (none: it is shown)."""

    body: bytes
    media_type: str
    name: str | None = None


def as_dict(statement: Statement, page: str) -> dict[str, Any]:
    """A statement for programs, with the address of its page."""
    return statement.as_dict() | {"page": page}


def json_file(value: Any) -> File:
    return File(
        json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace"),
        "application/json; charset=utf-8",
    )


def csv_file(rows: Sequence[dict[str, Any]], name: str) -> File:
    """A table, the article's columns after the statement's. A cell that a spreadsheet would take for a formula
    begins with an apostrophe."""
    flat = [
        {k: v for k, v in row.items() if k != "article"}
        | {f"article.{k}": v for k, v in row["article"].items()}
        for row in rows
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(flat[0]) if flat else COLUMNS)
    writer.writeheader()
    writer.writerows({k: _cell(v) for k, v in row.items()} for row in flat)
    return File(out.getvalue().encode("utf-8", "replace"), "text/csv; charset=utf-8", f"{name}.csv")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def citations(form: str, some: Sequence[Cited], name: str) -> File:
    """The statements in a form of citation (see ``quotes.cite.FORMS``)."""
    how = FORMS[form]
    text = how.write(some).encode("utf-8", "replace")
    return File(text, f"{how.media_type}; charset=utf-8", f"{name}.{how.suffix}")


def all_cited(
    connection: Connection, statements: Sequence[Statement], pages: Sequence[str]
) -> list[Cited]:
    """What citing ``statements`` needs; ``pages`` are their addresses."""
    return [cited(connection, s.id, page) for s, page in zip(statements, pages, strict=True)]


def cited_where_there(connection: Connection, keys: Sequence[tuple[str, str]]) -> list[Cited]:
    """What citing the statements needs that are among ``keys`` (each with the address of its page): a table's
    identifiers may be of something else."""
    out = []
    for key, page in keys:
        try:
            out.append(cited(connection, key, page))
        except NotFoundError:
            continue
    return out
