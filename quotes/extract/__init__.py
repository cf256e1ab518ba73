"""From an article's text to its attributions.

``quotes.extract`` is this package and the function in one: calling the package extracts. The name is
taken by both, and whichever way the package was first imported, ``quotes.extract(text)`` must work.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotes.attribution import Attribution


class _Callable(ModuleType):
    def __call__(self, text: str, min_confidence: float | None = None) -> list[Attribution]:
        """The attributions in ``text``; see ``quotes.extract.extractor.extract``."""
        from quotes.extract.extractor import extract

        return extract(text, min_confidence)


sys.modules[__name__].__class__ = _Callable
