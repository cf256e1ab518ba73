"""BibTeX, in the words that BibTeX, biblatex, JabRef and Zotero all take.

A news article is an ``@article`` in its newspaper, ``entrysubtype = {newspaper}`` for biblatex and pandoc;
without a publisher a ``@misc``, since an article needs a journal. The statement stands in ``annote``, which
no common style prints and reference managers show as a note; ``note`` would print it in every list of
references. ``date`` stands behind year and month, since Zotero keeps the last. Text is UTF-8; what means
something to TeX is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count

from quotes.cite.byline import Author, byline
from quotes.cite.cited import UNTITLED, Cited, one_line, sound
from quotes.names.clean import fold

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

# BibTeX counts every brace, escaped or not: a brace has to be spelled out.
ESCAPES = str.maketrans(
    {
        "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
        "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
    }
)  # fmt: skip

SMALL = frozenset("a an the".split())
SHORT = 6
"""So many characters of an identifier stand in a key, more where two would be the same."""

LONGEST = 30
"""The most letters that a name or a word of the title has in a key."""


def bibtex(statements: Sequence[Cited]) -> str:
    """The file: one entry a statement, each with a key of its own."""
    taken: set[str] = set()
    entries = []
    for cited in statements:
        kind = "article" if cited.publisher else "misc"
        key = _key(cited, taken)
        taken.add(key)
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(cited))
        entries.append(f"@{kind}{{{key},\n{fields}}}\n")
    return "\n".join(entries)


def escaped(words: str) -> str:
    """``words`` on one line, as TeX prints them."""
    return one_line(words).translate(ESCAPES)


def _fields(cited: Cited) -> Iterator[tuple[str, str]]:
    authors = " and ".join(_name(a) for a in byline(cited.authors, cited.publisher))
    if authors:
        yield "author", f"{{{authors}}}"
    # The inner braces keep a style from printing "Port Ellery" small.
    yield "title", f"{{{{{escaped(cited.title)}}}}}"
    if cited.publisher:
        yield "journal", f"{{{escaped(cited.publisher)}}}"
        yield "entrysubtype", "{newspaper}"
    date = cited.date
    if date:
        yield "year", f"{{{cited.iso_date[:4]}}}"
        if len(date) > 1:
            yield "month", MONTHS[date[1] - 1]
        yield "date", f"{{{cited.iso_date}}}"
    if cited.language:
        yield "language", f"{{{escaped(cited.language)}}}"
    if cited.url:
        # An address is taken as it stands; braces and backslashes are encoded in it already.
        yield "url", f"{{{cited.url}}}"
    yield "annote", f"{{{escaped(cited.note)}}}"


def _name(author: Author) -> str:
    if author.literal:
        return f"{{{escaped(author.literal)}}}"
    parts = (author.surname, author.suffix, author.given)
    return ", ".join(escaped(p) for p in parts if p)


def _key(cited: Cited, taken: set[str]) -> str:
    """Family name, year, first word of the title and the head of the statement's identifier, in small
    ASCII letters and digits, which every tool takes for a key."""
    first = next(iter(byline(cited.authors, cited.publisher)), Author())
    family = _plain(first.surname or first.literal) or _plain(cited.publisher) or "anonymous"
    year = cited.iso_date[:4] or "nd"
    title = "" if cited.title == UNTITLED else cited.title
    words = (_plain(w) for w in re.split(r"[\W_]+", title.replace("’", "").replace("'", "")))
    word = next((w for w in words if w and w not in SMALL), "")
    identifier = _plain(cited.statement.id)
    head = f"{family[:LONGEST]}{year}{word[:LONGEST]}_"
    heads = (head + identifier[:n] for n in range(SHORT, len(identifier) + 1))
    numbered = (f"{head}{identifier}_{n}" for n in count(2))
    return next(key for key in chain(heads, numbered) if key not in taken)


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(sound(words)).lower())
