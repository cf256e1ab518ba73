"""schema.org in JSON-LD, which search engines read on a statement's page.

A statement is a ``Quotation`` in a ``NewsArticle``. Whom the article has say it is the quotation's
``spokenByCharacter`` ("the Person or Organization to whom the quotation is attributed within the containing
CreativeWork"). Of a statement that the article denies, nobody is: its party is only mentioned, so that no
reader of the data has it said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from quotes.attribution import SpeakerKind
from quotes.cite.byline import byline
from quotes.cite.cited import Cited, one_line, sound
from quotes.names.clean import clean

CONTEXT = "https://schema.org"

UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
"""What could end a script element, or a line of it, and how JSON may spell it."""


def jsonld(statements: Sequence[Cited]) -> str:
    """The file: one statement is an object, several are the ``@graph`` of one."""
    found = [quotation(cited) for cited in statements]
    if len(found) == 1:
        return json.dumps(found[0], ensure_ascii=False, indent=1) + "\n"
    graph = [{key: d[key] for key in d if key != "@context"} for d in found]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def quotation(cited: Cited) -> dict[str, Any]:
    """The statement as schema.org has it. What is not known is left out."""
    found = cited.statement
    speakers = _speakers(cited)
    return _known(
        {
            "@context": CONTEXT,
            "@type": "Quotation",
            "@id": cited.address,
            "identifier": sound(found.id),
            "url": cited.address,
            "text": sound(found.text),
            "description": cited.how if speakers else f"attributed to: {cited.who}; {cited.how}",
            "inLanguage": one_line(cited.language),
            "mentions" if found.negated else "spokenByCharacter": (
                speakers[0] if len(speakers) == 1 else speakers
            ),
            "isPartOf": _article(cited),
        }
    )


def as_script(data: dict[str, Any]) -> str:
    """``data`` as JSON that may stand in ``<script type="application/ld+json">`` as it is: no value of it
    ends the element or begins a comment."""
    return json.dumps(data, ensure_ascii=False).translate(UNSAFE)


def _article(cited: Cited) -> dict[str, Any]:
    title = one_line(cited.statement.title or "")
    return _known(
        {
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": cited.iso_date,
            "author": [
                {"@type": "Organization" if a.organization else "Person", "name": a.literal}
                if a.literal
                else _known(
                    {
                        "@type": "Person",
                        "name": " ".join(w for w in (a.given, a.surname, a.suffix) if w),
                        "givenName": a.given,
                        "familyName": a.surname,
                        "honorificSuffix": a.suffix,
                    }
                )
                for a in byline(cited.authors, cited.publisher)
            ],
            "publisher": {"@type": "Organization", "name": cited.publisher}
            if cited.publisher
            else None,
            "url": cited.url,
        }
    )


def _speakers(cited: Cited) -> list[dict[str, str]]:
    found = cited.statement
    names = [found.speaker or "", *(name for _, name in found.joint)]
    parties = [
        {"@type": _type(name, cited.speaker_kind if i == 0 else ""), "name": one_line(name)}
        for i, name in enumerate(names)
        if one_line(name)
    ]
    if found.speaker and parties and re.fullmatch(r"Q[1-9][0-9]*", found.wikidata or ""):
        parties[0]["sameAs"] = f"https://www.wikidata.org/wiki/{found.wikidata}"
    if found.speaker and parties and cited.description:
        parties[0]["description"] = one_line(cited.description)
    return parties


def _type(name: str, kind: str) -> str:
    """Person or Organization; schema.org has no other parties. Where the kind is not known, by the name."""
    if kind:
        return "Person" if kind == SpeakerKind.PERSON else "Organization"
    return "Organization" if clean(name).body else "Person"


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}
