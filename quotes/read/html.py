"""A web page: its article's text without the page around it, and what the page says of itself."""

from __future__ import annotations

from typing import Any

from quotes.document import Document
from quotes.errors import InputError
from quotes.read.text import decode


def read(data: bytes, origin: str) -> Document:
    """The article on a page, its paragraphs one a line. Raises InputError if there is none.

    trafilatura finds text, title, authors, date, publisher and address; measured on 117 publishers'
    pages, it keeps 96 % of the quotations (body F .953).
    """
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("is binary, not a page", where=origin)
    try:
        tree = load_html(data)
        if tree is None:
            tree = load_html(decode(data, origin))
        page: Any = (
            bare_extraction(tree, with_metadata=True, include_comments=False)
            if tree is not None
            else None
        )
    except (LxmlError, ValueError, AttributeError, TypeError, RecursionError) as e:
        raise InputError(f"the page cannot be read ({e})", where=origin) from e
    text = (page.text or "").strip() if page is not None else ""
    if tree is None or page is None or not text:
        raise InputError("no article was found on the page", where=origin)
    name = page.sitename or None
    for printed in tree.xpath("//meta[@property='og:site_name']/@content"):
        # trafilatura changes the case of a name: openDemocracy has its own.
        name = printed.strip() if name and printed.strip().lower() == name.lower() else name
    authors = tuple(a.strip() for a in (page.author or "").split(";") if a.strip())
    return Document(
        text,
        title=page.title or None,
        authors=authors,
        publisher=name,
        published=page.date or None,
        url=page.url or None,
        language=page.language or None,
        origin=origin,
    )
