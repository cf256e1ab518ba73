"""One statement, and every form in which people cite it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quotes.cite.apa import Citation, apa
from quotes.cite.bibtex import bibtex
from quotes.cite.cited import Cited, cited, one_line
from quotes.cite.csl import csl_json
from quotes.cite.fragment import text_fragment
from quotes.cite.jsonld import as_script, jsonld, quotation
from quotes.cite.ris import ris

__all__ = [
    "FORMS",
    "Citation",
    "Cited",
    "Form",
    "apa",
    "as_script",
    "cited",
    "quotation",
    "text_fragment",
]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of citation: its ``name`` in addresses and options, the ``label`` that people see, the
    ``suffix`` and ``media_type`` of its file (UTF-8), and what gives the whole file for statements."""

    name: str
    label: str
    suffix: str
    media_type: str
    write: Callable[[Sequence[Cited]], str]


def _apa(statements: Sequence[Cited]) -> str:
    """For each statement the reference and the sentence, a blank line between all of them."""
    texts = []
    for one in statements:
        citation = apa(one.statement, one.authors)
        texts += [one_line(citation.reference), one_line(citation.sentence)]
    return "\n\n".join(texts) + "\n" if texts else ""


def _links(statements: Sequence[Cited]) -> str:
    """For each statement the address of its page, else that of its article; a line each, none for a
    statement without either."""
    addresses = (one.address or one.url for one in statements)
    return "".join(f"{address}\n" for address in addresses if address)


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("apa", "APA", "txt", "text/plain", _apa),
        Form("ris", "RIS", "ris", "application/x-research-info-systems", ris),
        Form("csl-json", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
        Form("bibtex", "BibTeX", "bib", "application/x-bibtex", bibtex),
        Form("jsonld", "JSON-LD", "jsonld", "application/ld+json", jsonld),
        Form("url", "Link", "txt", "text/plain", _links),
    )
}
"""Every form, in the order in which people are shown them. One more style is one more line."""
