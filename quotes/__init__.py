"""Who said what in the news: an extractor, a database, and ways to cite.

>>> import quotes
>>> for a in quotes.extract("“We will rebuild,” the mayor, Ada Quill, said."):
...     print(a.kind, a.text, a.speaker.name)
direct “We will rebuild,” Ada Quill
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotes.attribution import Attribution, Kind, Medium, Speaker, SpeakerKind
    from quotes.document import Document, Span
    from quotes.errors import QuotesError
    from quotes.extract.extractor import Extractor, extract

__version__ = "0.1.0"

__all__ = [
    "Attribution",
    "Document",
    "Extractor",
    "Kind",
    "Medium",
    "QuotesError",
    "Span",
    "Speaker",
    "SpeakerKind",
    "__version__",
    "extract",
]

_HOMES = {
    "Attribution": "quotes.attribution",
    "Document": "quotes.document",
    "Extractor": "quotes.extract.extractor",
    "Kind": "quotes.attribution",
    "Medium": "quotes.attribution",
    "QuotesError": "quotes.errors",
    "Span": "quotes.document",
    "Speaker": "quotes.attribution",
    "SpeakerKind": "quotes.attribution",
    "extract": "quotes.extract.extractor",
}


def __getattr__(name: str) -> Any:
    """Names are looked up when first used, so that ``import quotes`` loads nothing heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'quotes' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
