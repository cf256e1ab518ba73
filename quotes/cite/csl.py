"""CSL-JSON, which citation processors (citeproc, pandoc, Zotero) read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from quotes.cite.byline import Author, byline
from quotes.cite.cited import Cited, one_line


def csl_json(statements: Sequence[Cited]) -> str:
    """The file: a list with one item a statement."""
    items = [csl_item(cited) for cited in statements]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def csl_item(cited: Cited) -> dict[str, Any]:
    """The article as a newspaper article, with the statement in its note. The identifier is the
    statement's. What is not known is left out."""
    item = {
        "id": one_line(cited.statement.id),
        "type": "article-newspaper",
        "title": cited.title,
        "author": [_name(a) for a in byline(cited.authors, cited.publisher)],
        "container-title": cited.publisher,
        "issued": {"date-parts": [list(cited.date)]} if cited.date else None,
        "URL": cited.url,
        "language": one_line(cited.language),
        "note": cited.note,
    }
    return {key: value for key, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    if author.literal:
        return {"literal": author.literal}
    # Particles are printed with the family name ("van der Meulen, 2026"): whether a style sorts by them
    # is the style's to say.
    parts = {
        "family": author.family,
        "given": author.given,
        "non-dropping-particle": author.particle,
        "suffix": author.suffix,
    }
    return {key: value for key, value in parts.items() if value}
