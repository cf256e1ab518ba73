"""RIS, which Zotero, EndNote, Mendeley and the rest all read.

Tags as Zotero's own translator reads and writes them for a newspaper article: the newspaper in T2, the
date in DA with a stroke for every part that is missing, the statement in N1, which becomes a note of the
item. The article is the item, as everywhere in ``quotes.cite``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.cite.byline import Author, byline
from quotes.cite.cited import Cited, one_line

END = "\r\n"


def ris(statements: Sequence[Cited]) -> str:
    """The file: one entry a statement. Every value stands on one line; lines end with CR LF."""
    entries = (
        "".join(f"{tag}  - {one_line(value)}{END}" for tag, value in _fields(cited))
        for cited in statements
    )
    return END.join(f"{entry}ER  - {END}" for entry in entries)


def _fields(cited: Cited) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "TI", cited.title
    for author in byline(cited.authors, cited.publisher):
        yield "AU", _name(author)
    year, month, day = (*cited.iso_date.split("-"), "", "")[:3]
    known = (
        ("T2", cited.publisher),
        ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("PY", year),
        ("LA", cited.language),
        ("UR", cited.url),
        ("N1", cited.note),
    )
    for tag, value in known:
        if value:
            yield tag, value


def _name(author: Author) -> str:
    """Family, Given, Suffix. A whole name stands as it is."""
    return author.literal or ", ".join(
        p for p in (author.surname, author.given, author.suffix) if p
    )
