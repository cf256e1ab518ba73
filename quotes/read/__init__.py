"""From a file's bytes to a ``Document``: one module a format."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from quotes.document import Document
from quotes.errors import InputError

SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html"}
"""What a folder is searched for, and how each is read."""

MOST_BYTES = 20_000_000
"""A larger file is no article: the longest books have some 4 MB of text, the heaviest pages under 10."""


MOST_LIST = 200_000_000
"""A longer list of names is none."""


def read_file(path: Path) -> Document:
    """The article in the file at ``path``, by its suffix, or by its first bytes if it has another.

    Raises InputError if it cannot be opened, is too large, empty, or no text.
    """
    origin = printable(str(path))
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                f"is too large for an article ({path.stat().st_size / 1e6:,.0f} MB, the most is "
                f"{MOST_BYTES // 1_000_000}); split it into articles",
                where=origin,
            )
        data = path.read_bytes()
    except (OSError, ValueError) as e:
        raise InputError(
            f"cannot be read ({getattr(e, 'strerror', None) or e})", where=origin
        ) from e
    return read_bytes(data, origin=origin, kind=SUFFIXES.get(path.suffix.lower()))


def printable(path: str) -> str:
    """``path`` as text that can be stored and printed: a name that is no UTF-8 loses its odd bytes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_bytes(data: bytes, *, origin: str, kind: str | None = None) -> Document:
    """The article in ``data``; ``kind`` is "text" or "html", or None to go by the first bytes.
    Raises InputError, naming ``origin``."""
    from quotes.read import html, text

    if not data.strip():
        raise InputError("is empty", where=origin)
    if kind is None:
        start = data[:2000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
        kind = "html" if start.startswith((b"<!doctype html", b"<html", b"<?xml")) else "text"
    return html.read(data, origin) if kind == "html" else text.read(data, origin)


def read_list(path: str, stdin: BinaryIO) -> str:
    """The text of a list (CSV) at ``path``, or from ``stdin`` for ``-``. Raises InputError."""
    from quotes.read import text

    origin = "standard input" if path == "-" else printable(path)
    try:
        data = stdin.read(MOST_LIST + 1) if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as e:
        said = getattr(e, "strerror", None) or e
        raise InputError(f"cannot be read ({said})", where=origin) from e
    if len(data) > MOST_LIST:
        raise InputError(f"is larger than {MOST_LIST // 1_000_000} MB; split it", where=origin)
    if not data.strip():
        raise InputError("is empty", where=origin)
    return text.decode(data, origin)
