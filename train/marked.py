"""Sentences with their spans drawn in, so that text and places are seen at a glance.

    <“We will rebuild,”> {said} [Ada Quill].

``[…]`` is a source, ``{…}`` a cue, ``<…>`` content. A label goes before a bar: ``[person|Ada Quill]`` is
a span of that kind, ``<2|“No.”>`` belongs to the second attribution. Brackets may stand in one another.
A bracket of the article's own has a backslash before it: ``“We \\[the council\\] knew.”``
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from quotes.document import Span

OPENING = {"[": "source", "{": "cue", "<": "content"}
CLOSING = dict(zip("]}>", "[{<", strict=True))
LABEL = re.compile(r"(\d+|[a-z]+)\|")


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and what was marked: (kind, attribution's number, place), by place."""

    text: str
    marks: tuple[tuple[str, int, Span], ...]

    def spans(self, kind: str, number: int = 1) -> tuple[Span, ...]:
        return tuple(span for k, n, span in self.marks if (k, n) == (kind, number))

    @property
    def content(self) -> tuple[Span, ...]:
        return self.spans("content")

    @property
    def cue(self) -> tuple[Span, ...]:
        return self.spans("cue")

    @property
    def source(self) -> tuple[Span, ...]:
        return self.spans("source")

    @property
    def numbers(self) -> list[int]:
        """The numbers of the attributions, in order."""
        return sorted({n for _, n, _ in self.marks})


def marked(markup: str) -> Marked:
    """The text under ``markup`` and its spans."""
    text, marks = "", []
    opened: list[tuple[str, str, int, int]] = []
    i = 0
    while i < len(markup):
        c = markup[i]
        i += 1
        if c == "\\":
            text += markup[i : i + 1]
            i += 1
        elif c in OPENING:
            kind, number = OPENING[c], 1
            if label := LABEL.match(markup, i):
                i = label.end()
                if label[1].isdigit():
                    number = int(label[1])
                else:
                    kind = label[1]
            opened.append((c, kind, number, len(text)))
        elif c in CLOSING:
            if not opened or opened[-1][0] != CLOSING[c]:
                raise ValueError(f"{c} closes nothing in {markup!r}")
            _, kind, number, start = opened.pop()
            marks.append((kind, number, Span(start, len(text))))
        else:
            text += c
    if opened:
        raise ValueError(f"{opened[-1][0]} is never closed in {markup!r}")
    return Marked(text, tuple(sorted(marks, key=lambda m: (m[2], m[0]))))
