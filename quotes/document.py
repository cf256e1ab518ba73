"""The text of one article, which never changes, and places in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

WRAP = (50, 100)
"""Median lengths of line between which a text may be hard-wrapped. Wrapped mail and wire copy
stands at 65 to 80 columns; a paragraph of news on one line has a median near 200 (PolNeAR)."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open place ``[start, end)`` in a text, in Unicode code points.

    ``start, end = span`` unpacks it. Raises ValueError for a span that is empty or backwards.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __iter__(self) -> Iterator[int]:
        yield self.start
        yield self.end

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def touches(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read: its text, and what is known about it.

    ``published`` is ISO 8601, as precise as the source was: ``2025``, ``2025-04``, ``2025-04-30`` or
    ``2025-04-30T18:46+09:00``. ``origin`` is where it was read from (a path, an address); it is not
    part of what the article *is*, so ``hash`` leaves it out. ``body`` are the parts of the text that
    are the article's own prose; None means all of it.
    """

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    origin: str | None = field(default=None, compare=False)

    @property
    def hash(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal: two copies of one text have one hash."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans`` in order, those that overlap made one; those that only touch stay two."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(span.end, out[-1].end))
        else:
            out.append(span)
    return tuple(out)


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a plain text, in order, without the white space around them.

    A line is a paragraph, as on the web and in the corpora this was measured on, unless the text is
    hard-wrapped: blank lines between blocks, and inside the blocks lines of nearly one length that end
    in the middle of sentences. Then a block is. Covers every character that is not white space, once.
    """
    lines: list[Span] = []
    blocks: list[Span] = []
    inner: list[Span] = []
    at, blank = 0, True
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + line.index(words)
            span = Span(start, start + len(words))
            if blank:
                blocks.append(span)
            else:
                inner.append(lines[-1])
                blocks[-1] = Span(blocks[-1].start, span.end)
            lines.append(span)
        blank = not words
        at += len(line)
    return blocks if len(blocks) > 1 and _wrapped(text, inner) else lines


def _wrapped(text: str, inner: list[Span]) -> bool:
    """Whether the lines that another line of their block follows look like wrapped prose."""
    if not inner:
        return False
    sizes = sorted(s.end - s.start for s in inner)
    middle = sizes[len(sizes) // 2]
    even = sum(0.8 * middle <= n <= 1.2 * middle for n in sizes) / len(sizes)
    ended = sum(text[s.end - 1] in '.!?”"’' for s in inner) / len(inner)
    return (
        WRAP[0] <= middle <= WRAP[1]
        and sizes[-1] <= 1.25 * WRAP[1]
        and even >= 0.7
        and ended <= 0.4
    )
