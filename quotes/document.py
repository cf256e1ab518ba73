"""The text of one article, which never changes, and places in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

BREAK = re.compile(r"[^\S\n]*(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])\s*")
"""Where a line ends, with the white space around it."""

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


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a plain text, in order, without the white space around them.

    A line is a paragraph, as on the web and in the corpora this was measured on, unless the text is
    hard-wrapped (blank lines between blocks, and the lines inside the blocks nearly all of one
    length): then a block is. Covers every character that is not white space, once.
    """
    lines = _split(text, BREAK)
    blocks = _split(text, re.compile(r"[^\S\n]*\r?\n[^\S\n]*\r?\n\s*"))
    if len(lines) < 1.5 * len(blocks):
        return lines
    ends = {b.end for b in blocks}
    inner = sorted(s.end - s.start for s in lines if s.end not in ends)
    middle = inner[len(inner) // 2]
    even = sum(0.8 * middle <= n <= 1.2 * middle for n in inner) / len(inner)
    wrapped = WRAP[0] <= middle <= WRAP[1] and inner[-1] <= 1.25 * WRAP[1] and even >= 0.8
    return blocks if wrapped else lines


def _split(text: str, pattern: re.Pattern[str]) -> list[Span]:
    """The stretches of ``text`` between matches of ``pattern``, stripped, empty ones left out."""
    cuts = [(0, 0), *(m.span() for m in pattern.finditer(text)), (len(text), len(text))]
    spans = []
    for (_, start), (end, _) in pairwise(cuts):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append(Span(left, right))
    return spans
