"""Atom feeds of statements (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree as ET

from quotes.cite.cited import date_parts
from quotes.search import Statement

ATOM = "http://www.w3.org/2005/Atom"

UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def atom(
    title: str, address: str, feed: str, statements: Sequence[tuple[Statement, str]], updated: str
) -> bytes:
    """The feed ``feed`` (its own address) of the page ``address``: an entry for each of ``statements``,
    given with their pages' addresses. An entry is dated by the article's day, or by ``updated`` (a time, as
    the database has it) where that is not known."""
    ET.register_namespace("", ATOM)
    root = ET.Element(_tag("feed"))
    _add(root, "title", title)
    _add(root, "id", feed)
    ET.SubElement(root, _tag("link"), rel="self", href=_fit(feed))
    ET.SubElement(root, _tag("link"), rel="alternate", href=_fit(address))
    days = [d for s, _ in statements if (d := _day(s.published))]
    _add(root, "updated", max(days, default=updated))
    for s, page in statements:
        entry = ET.SubElement(root, _tag("entry"))
        who = s.speakers or s.source or "Nobody named"
        label = f" ({s.label})" if s.label else ""
        _add(entry, "title", f"{who}{label}: {s.text[:120]}{'…' if len(s.text) > 120 else ''}")
        _add(entry, "id", page)
        ET.SubElement(entry, _tag("link"), rel="alternate", href=_fit(page))
        _add(entry, "updated", _day(s.published) or updated)
        _add(ET.SubElement(entry, _tag("author")), "name", who)
        where = ", ".join(x for x in (s.title, s.publisher, s.published and s.published[:10]) if x)
        _add(entry, "content", f"{s.text}\n\n{s.context}\n\n{where}", type="text")
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _day(published: str | None) -> str | None:
    """A date as a feed has it: a month or a year stands for its beginning."""
    parts = date_parts(published)
    return date(*(*parts, 1, 1)[:3]).isoformat() + "T00:00:00Z" if parts else None


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: ET.Element, name: str, words: str, **more: str) -> None:
    ET.SubElement(parent, _tag(name), more).text = _fit(words)


def _fit(words: str) -> str:
    return UNFIT.sub("\ufffd", words)
