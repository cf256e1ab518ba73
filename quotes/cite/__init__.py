"""One statement, and every form in which people cite it."""

from quotes.cite.apa import Citation, apa

__all__ = ["Citation", "apa"]
