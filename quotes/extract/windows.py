"""From paragraphs to the windows of word pieces that the tagger reads.

Training and use go through this one module, so that the model sees in use what it saw in training.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.document import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SIZE = 256
"""Word pieces in a window, [CLS] and [SEP] included."""

CHARACTERS = 2_000
"""A paragraph is cut to stretches of at most this many characters before it is tokenized. Prose has
four to five characters a piece, so a stretch is at most two windows; a text without a single break
costs no more memory than any other."""

SPECIAL, LOWER, TITLE, UPPER, MIXED, DIGIT, MARK = range(7)
"""The cases of a word. The tokenizer lowers case; this keeps what it drops."""

CASES = 7

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]?[A-Z0-9])")


WHITE = re.compile(r"\s+")
HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no encoding has; the tokenizer refuses them."""


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces of consecutive paragraphs, as the tagger takes them.

    All tuples have one entry a piece, [CLS] first and [SEP] last, at most ``SIZE``: ``ids`` in the
    vocabulary, ``cases``, ``opens`` (1 on the first piece of a paragraph), ``heads`` (1 on the first
    piece of a word), ``paragraphs`` (the paragraph's number in the document, -1 for the two special
    pieces), ``starts`` and ``ends`` (half-open, code points of the document's text; -1 likewise).
    """

    ids: tuple[int, ...]
    cases: tuple[int, ...]
    opens: tuple[int, ...]
    heads: tuple[int, ...]
    paragraphs: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)


def case_of(word: str) -> int:
    """The case of a word as printed: one of the seven constants above."""
    if not word[0].isalnum():
        return MARK
    if word.isdigit():
        return DIGIT
    if word.islower():
        return LOWER
    if len(word) > 1 and word.isupper():
        return UPPER
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return TITLE
    return MIXED if any(c.isupper() for c in word) else LOWER


def stretches(text: str, span: Span, most: int = CHARACTERS) -> list[Span]:
    """``span`` in parts of at most ``most`` characters, cut at a sentence's end where there is one,
    else at white space, else anywhere."""
    out, start = [], span.start
    while span.end - start > most:
        piece = text[start : start + most]
        ends = [m.end() for m in SENTENCE_END.finditer(piece)]
        ends = ends or [m.end() for m in WHITE.finditer(piece)]
        cut = ends[-1] if ends else most
        out.append(Span(start, start + cut))
        start += cut
    out.append(Span(start, span.end))
    return out


@dataclass(slots=True)
class _Pieces:
    """The pieces of one stretch of a paragraph, before they are packed."""

    paragraph: int
    ids: list[int]
    cases: list[int]
    heads: list[int]
    starts: list[int]
    ends: list[int]


def windows(
    text: str,
    paragraphs: Sequence[Span],
    tokenizer: Tokenizer,
    size: int = SIZE,
    batch: int = 256,
) -> Iterator[Window]:
    """Windows over the given paragraphs of ``text``, in order; every word stands in exactly one.

    Whole paragraphs are packed together as long as they fit. A paragraph longer than a window is cut
    at the last sentence that ends inside it, else at a word. A word of more pieces than a window
    holds is cut off.
    """
    body = size - 2
    held: list[_Pieces] = []
    room = body
    cls, sep = (int(tokenizer.token_to_id(name) or 0) for name in ("[CLS]", "[SEP]"))
    for part in _pieces(text, paragraphs, tokenizer, batch):
        for piece in _cut(text, part, body):
            if len(piece.ids) > room:
                yield _window(held, cls, sep)
                held, room = [], body
            held.append(piece)
            room -= len(piece.ids)
    if held:
        yield _window(held, cls, sep)


def _pieces(
    text: str, paragraphs: Sequence[Span], tokenizer: Tokenizer, batch: int
) -> Iterator[_Pieces]:
    places = [(n, s) for n, span in enumerate(paragraphs) for s in stretches(text, span)]
    for i in range(0, len(places), batch):
        some = places[i : i + batch]
        encoded = tokenizer.encode_batch(
            [HALVES.sub("\ufffd", span.of(text)) for _, span in some], add_special_tokens=False
        )
        for (number, span), e in zip(some, encoded, strict=True):
            yield _of_encoding(text, number, span.start, e.ids, e.offsets, e.word_ids)


def _of_encoding(
    text: str,
    number: int,
    base: int,
    ids: Sequence[int],
    offsets: Sequence[tuple[int, int]],
    words: Sequence[int | None],
) -> _Pieces:
    out = _Pieces(number, [], [], [], [], [])
    count = len(ids)
    i = 0
    while i < count:
        j = i + 1
        while j < count and words[j] == words[i]:
            j += 1
        start, end = base + offsets[i][0], base + offsets[j - 1][1]
        # A letter's accent may be a character of its own; the tokenizer leaves the last one out.
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if start < end:
            case = case_of(text[start:end])
            for k in range(i, j):
                out.ids.append(ids[k])
                out.cases.append(case)
                out.heads.append(1 if k == i else 0)
                out.starts.append(base + offsets[k][0])
                out.ends.append(base + offsets[k][1] if k < j - 1 else end)
        i = j
    return out


def _cut(text: str, part: _Pieces, body: int) -> Iterator[_Pieces]:
    """``part`` in slices of at most ``body`` pieces."""
    total, start = len(part.ids), 0
    if total > body:
        first, last = part.starts[0], part.ends[-1]
        sentences = {m.end() for m in SENTENCE_END.finditer(text, first, last)}
    while total - start > body:
        stop = start + body
        words = [i for i in range(start + 1, stop + 1) if part.heads[i]]
        openings = [i for i in words if part.starts[i] in sentences]
        cut = (openings or words or [stop])[-1]
        yield _slice(part, start, cut)
        start = cut
    if start < total:
        yield _slice(part, start, total)


def _slice(p: _Pieces, i: int, j: int) -> _Pieces:
    return _Pieces(p.paragraph, p.ids[i:j], p.cases[i:j], p.heads[i:j], p.starts[i:j], p.ends[i:j])


def _window(parts: Iterable[_Pieces], cls: int, sep: int) -> Window:
    ids, cases, opens, heads, numbers, starts, ends = [cls], [0], [0], [0], [-1], [-1], [-1]
    for p in parts:
        n = len(p.ids)
        opens += [1, *[0] * (n - 1)] if p.paragraph != numbers[-1] else [0] * n
        numbers += [p.paragraph] * n
        ids += p.ids
        cases += p.cases
        heads += p.heads
        starts += p.starts
        ends += p.ends
    for row, last in ((ids, sep), (cases, 0), (opens, 0), (heads, 0)):
        row.append(last)
    for row in (numbers, starts, ends):
        row.append(-1)
    return Window(
        tuple(ids),
        tuple(cases),
        tuple(opens),
        tuple(heads),
        tuple(numbers),
        tuple(starts),
        tuple(ends),
    )
