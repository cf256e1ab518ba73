"""The publisher's page, opened at the statement.

Text fragments (WICG, "Text Fragments"): ``#:~:text=[prefix-,]start[,end][,-suffix]``. A browser looks for
whole words, and only a range (``start,end``) may go from one paragraph into the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from quotes.cite.cited import web_address
from quotes.document import Span

LONGEST = 300
"""Characters of a passage that stand in an address; a longer one is given by its ends."""

ENDS = 5
"""Words at either end of a passage given by its ends."""

BESIDE = 12
"""The most words before or behind a passage that tell it from another like it."""

UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that print no space between words (Thai, Lao, Burmese, Khmer, Kana, Han)."""

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def text_fragment(url: str | None, article: str, spans: Sequence[Span]) -> str | None:
    """The address ``url`` that opens at the content ``spans`` of ``article``; None unless it is an address
    of the web.

    Of content in several pieces, the first is looked for. A passage that stands in the article twice has
    the words before or behind it in the address too; what else stands on the page is not known, so the
    browser may still find another. A fragment that ``url`` has is kept, a text fragment replaced.
    """
    address = web_address(url)
    if not address:
        return None
    passage = _whole(article, min(spans)) if spans else None
    if passage is None:
        return address
    before, start, end, behind = _terms(article, passage)
    terms = [f"{_encoded(before)}-"] if before else []
    terms += [_encoded(term) for term in (start, end) if term]
    terms += [f"-{_encoded(behind)}"] if behind else []
    page, _, anchor = address.partition("#")
    return f"{page}#{anchor.partition(':~:')[0]}:~:text={','.join(terms)}"


def _terms(article: str, passage: Span) -> tuple[str, str, str, str]:
    """The words before, the passage's start and end, and the words behind; empty where not needed."""
    folded = _folded(article)
    start, end = _ends(article, passage)
    if end is None:
        phrase = start.of(article)
        before = behind = Span(start.start, start.end)
        if _times(folded, phrase) > 1:
            for before in _before(article, start):
                if _times(folded, before.of(article)) == 1:
                    break
            else:
                for behind in _behind(article, start):
                    if _times(folded, article[before.start : behind.end]) == 1:
                        break
        return (
            _plain(article[before.start : start.start]),
            _plain(phrase),
            "",
            _plain(article[start.end : behind.end]),
        )
    before = start
    if _times(folded, start.of(article)) > 1:
        for before in _before(article, start):
            if _times(folded, before.of(article)) == 1:
                break
    # The browser takes the first end behind the start.
    behind = end
    inside = article[start.end : end.end]
    if _times(_folded(inside), end.of(article)) > 1:
        for behind in _behind(article, end):
            inside = article[start.end : behind.end]
            if _times(_folded(inside), behind.of(article)) == 1:
                break
    return (
        _plain(article[before.start : start.start]),
        _plain(start.of(article)),
        _plain(end.of(article)),
        _plain(article[end.end : behind.end]),
    )


def _ends(article: str, passage: Span) -> tuple[Span, Span | None]:
    """The passage, or else its first and its last words: of a long one, and of one with a line break."""
    lines = [
        [m.span() for m in re.compile(r"\S+").finditer(article, *line.span())]
        for line in LINE.finditer(article, passage.start, passage.end)
    ]
    lines = [words for words in lines if words]
    if len(lines) == 1:
        most = min(ENDS, len(lines[0]) // 2)
        if len(_plain(passage.of(article))) <= LONGEST or most == 0:
            return passage, None
        first = last = most
    else:
        first, last = min(ENDS, len(lines[0])), min(ENDS, len(lines[-1]))
    return (
        Span(passage.start, lines[0][first - 1][1]),
        Span(lines[-1][-last][0], passage.end),
    )


def _before(article: str, place: Span) -> Iterator[Span]:
    """``place`` with one more word before it each time, all of one line."""
    words = _words(article[: place.start], last=True)
    for start, _ in words[: -BESIDE - 1 : -1]:
        yield Span(start, place.end)


def _behind(article: str, place: Span) -> Iterator[Span]:
    """``place`` with one more word behind it each time, all of one line."""
    words = _words(article[place.end :], last=False)
    for _, end in words[:BESIDE]:
        yield Span(place.start, place.end + end)


def _words(text: str, *, last: bool) -> list[tuple[int, int]]:
    """The places of the words of the last or the first line of ``text`` that has any."""
    lines = [m.span() for m in LINE.finditer(text) if m[0].strip()]
    if not lines:
        return []
    return [m.span() for m in re.compile(r"\S+").finditer(text, *lines[-1 if last else 0])]


def _whole(article: str, span: Span) -> Span | None:
    """``span`` without white space around it, and out to the ends of words that it cuts; None if there
    is nothing else in it."""
    start, end = span.start, min(span.end, len(article))
    while start < end and article[start].isspace():
        start += 1
    while start < end and article[end - 1].isspace():
        end -= 1
    if start >= end:
        return None
    while _inside_word(article, start):
        start -= 1
    while _inside_word(article, end):
        end += 1
    return Span(start, end)


def _inside_word(text: str, at: int) -> bool:
    """Whether a word goes on from before ``at`` to behind it: don’t, 1,000 and U.S are one word each
    (Unicode, UAX 29, as far as news needs it)."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    if UNSPACED.match(left) or UNSPACED.match(right):
        return unicodedata.category(right)[0] == "M"
    if _in_word(left) and _in_word(right):
        return True
    return _joined(text[at - 1 : at + 2]) or (at > 1 and _joined(text[at - 2 : at + 1]))


def _in_word(c: str) -> bool:
    return c == "_" or unicodedata.category(c)[0] in "LMN" or unicodedata.category(c) == "Cf"


def _joined(three: str) -> bool:
    """Whether the second of three characters holds the two others together."""
    if len(three) < 3 or not (_in_word(three[0]) and _in_word(three[2])):
        return False
    return three[1] in "’'." or (three[1] == "," and three[0].isdigit() and three[2].isdigit())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _plain(text).casefold()


def _times(folded: str, phrase: str) -> int:
    """How often a browser would find ``phrase``: as whole words, whatever the case."""
    wanted = _folded(phrase)
    found, at = 0, folded.find(wanted)
    while at >= 0:
        found += not _inside_word(folded, at) and not _inside_word(folded, at + len(wanted))
        at = folded.find(wanted, at + 1)
    return found


def _encoded(term: str) -> str:
    """``term`` with all but letters, digits and ``_.~`` of ASCII encoded: a hyphen, a comma and an
    ampersand mean something in a text fragment."""
    return quote(term, safe="", errors="replace").replace("-", "%2D")
