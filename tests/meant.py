"""Whom a mention means, in a text whose names are marked by hand: what tests of the resolver ask."""

from __future__ import annotations

from marked import marked

from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.resolve import Resolved, Resolver


def resolved(markup: str, source: str) -> tuple[str, Resolved]:
    """The text, in which every [person|name] is one that the tagger found, and whom the last ``source`` in it means."""
    m = marked(markup)
    found = [Found(kind, span, 0, 0, 1.0) for kind, _, span in m.marks]
    at = m.text.rindex(source)
    end = Span(len(m.text) - 1, len(m.text))
    return m.text, Resolver(m.text, found)([Span(at, at + len(source))], [end])
