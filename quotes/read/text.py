"""Plain text: its encoding found, and its head (title, byline, publisher, date) read where it has one."""

from __future__ import annotations

import re

from quotes.document import Document, paragraphs
from quotes.errors import InputError
from quotes.extract.furniture import BYLINE, DATE_LINE, PAPER

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte-order marks; the longer ones first, since one begins with another."""

NOT_WESTERN = tuple(
    "big5 cp720 cp737 cp855 cp856 cp857 cp862 cp864 cp866 cp869 cp874 cp932 cp949 cp950 cp1006 cp1026 cp1125 "
    "cp1251 cp1253 cp1255 cp1256 euc gb hz iso2022 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_11 johab koi8 kz1048 "
    "mac_cyrillic mac_greek ptcp154 shift tis utf".split()
)
"""Encodings, by the beginning of their names, that are kept as found; all others are Latin letters in one
byte, which English text is too short of to tell apart: they are read as Windows-1252."""

HEAD = 6
"""So many paragraphs at most are looked at for a title, a byline, a publisher and a date."""

SHORT = 25
"""A paragraph of more words than this is the article's own and ends the head."""


def read(data: bytes, origin: str) -> Document:
    """The document in a plain-text file. Its text is exactly the decoded file, so that offsets into the
    one are offsets into the other. Raises InputError if it is no text."""
    text = decode(data, origin)
    if not text.replace("\ufeff", "").strip():
        raise InputError("is empty", where=origin)
    title, authors, publisher, published = head(text)
    return Document(
        text,
        title=title,
        authors=authors,
        publisher=publisher,
        published=published,
        origin=origin,
    )


def decode(data: bytes, origin: str) -> str:
    """``data`` as text: UTF-8, UTF-16 with a byte-order mark, UTF-8 with a few damaged bytes (each
    becomes U+FFFD), else the encoding that charset-normalizer finds likeliest, Windows-1252 where
    several of the western single-byte ones would do. Raises InputError for binary data."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return _text(data.decode(encoding), origin)
            except UnicodeDecodeError as e:
                raise InputError(
                    f"is no valid {encoding.upper()} ({e.reason})", where=origin
                ) from e
    if b"\x00" in data:
        raise InputError("is binary, not text", where=origin)
    try:
        return _text(data.decode("utf-8"), origin)
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    if broken <= sum(c > "\x7f" for c in mended) - broken:
        return _text(mended, origin)
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise InputError("is binary, or in no encoding that is known", where=origin)
    encoding = best.encoding if best.encoding.startswith(NOT_WESTERN) else "cp1252"
    return _text(data.decode(encoding, "replace"), origin)


def _text(text: str, origin: str) -> str:
    odd = sum(c < " " and c not in "\t\n\r\f\v\x1c\x1d\x1e" for c in text[:10_000])
    if odd > len(text[:10_000]) // 50:
        raise InputError("is binary, not text", where=origin)
    return text


def head(text: str) -> tuple[str | None, tuple[str, ...], str | None, str | None]:
    """Title, authors, publisher and date of publication, as far as the first lines tell.

    Only lines that look like what they are taken for count: a line that is nothing but a date, a line
    that begins with "By", a short line beside the date that is no sentence (the publisher), and a
    first line that is none of these and stands apart from the prose (the title).
    """
    start = text[:5000].removeprefix("\ufeff")
    lines: list[str] = []
    for line in map(" ".join, map(str.split, start.splitlines())):
        if len(lines) == HEAD or len(line.split()) > SHORT:
            break
        if line:
            lines.append(line)
    dates = [i for i, line in enumerate(lines) if DATE_LINE.match(line)]
    bylines = [i for i, line in enumerate(lines) if BYLINE.match(line)]
    published = date_of(lines[dates[0]]) if dates else None
    authors = _authors(lines[bylines[0]]) if bylines else ()
    taken = {*dates[:1], *bylines[:1]}
    publisher = None
    beside = [i for i in (dates[0] - 1, dates[0] + 1) if i not in taken] if dates else []
    likely = [i for i in beside if 0 <= i < len(lines) and _publisher(lines[i])]
    # The very first line may as well be a title: it needs the look of a paper's name.
    likely = [i for i in likely if i > 0 or PAPER.search(lines[0]) or lines[0].isupper()]
    if likely:
        publisher = _cased(lines[likely[0]])
        taken.add(likely[0])
    title = None
    if lines and 0 not in taken and (dates or bylines or _alone(start, lines[0])):
        title = lines[0]
    return title, authors, publisher, published


def _publisher(line: str) -> bool:
    words = line.split()
    return (
        len(words) <= 6
        and line[-1] not in '.!?”":;,'
        and all(w[0].isupper() or w in ("of", "the", "and", "&", "for") for w in words)
    )


def _alone(start: str, line: str) -> bool:
    """Whether a first line with neither byline nor date below it is a title all the same: a paragraph of
    its own, of three words or more, that does not end as sentences do."""
    places = paragraphs(start)
    first = " ".join(places[0].of(start).split())
    return (
        first == line and len(places) > 1 and len(line.split()) >= 3 and line[-1] not in '.!?”":;,'
    )


def _cased(name: str) -> str:
    """A name in capitals in ordinary case: THE ASAHI SHIMBUN → The Asahi Shimbun. Short words in
    capitals may be initials and stay (BBC News)."""
    words = name.split()
    if not name.isupper() or len(words) == 1:
        return name
    small = {"OF", "AND", "FOR", "ON", "IN"}
    return " ".join(
        w.lower() if w in small and i else w if len(w) < 3 and w != "A" else w.capitalize()
        for i, w in enumerate(words)
    )


def _authors(line: str) -> tuple[str, ...]:
    names = re.split(
        r",\s*|\s+and\s+", re.sub(r"^.*?\bby\s+", "", line, flags=re.IGNORECASE).rstrip(".")
    )
    return tuple(_cased(n.strip()) for n in names if len(n.split()) >= 2 and n.strip()[0].isupper())


def date_of(line: str) -> str | None:
    """The day that ``line`` names, as ISO 8601, or None if there is none or no such day exists."""
    from datetime import date

    line = line.lower()
    months = "|".join(MONTHS)
    for pattern, order in (
        (r"(\d{4})-(\d\d)-(\d\d)", "ymd"),
        (rf"({months})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", "mdy"),
        (rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({months})[a-z]*\.?,?\s+(\d{{4}})", "dmy"),
    ):
        found = re.search(pattern, line)
        if found:
            part = dict(zip(order, found.groups(), strict=True))
            month = part["m"] if part["m"].isdigit() else str(MONTHS.index(part["m"]) + 1)
            try:
                return date(int(part["y"]), int(month), int(part["d"])).isoformat()
            except ValueError:
                return None
    return None
