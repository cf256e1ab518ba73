"""When two articles print the same words: a key of a statement's wording."""

from __future__ import annotations

import hashlib
import re

from quotes.names.clean import fold

FEWEST = 5
"""Words that a statement must have to be known again: "I don't know" is said by many, each time anew."""

BITS = 53
"""Bits of a key: what JSON's readers keep exactly. Among a million wordings the chance that any two keys are
alike is 1 in 18,000."""


def wording(text: str) -> int | None:
    """A key of the words of ``text``: letter case, accents, punctuation, quotation marks and a "that" in front
    aside. The same words give the same key; None for fewer than ``FEWEST`` words."""
    words = [fold(w) for w in re.findall(r"\w+(?:['’]\w+)*", text)]
    words = words[1:] if words[:1] == ["that"] else words
    if len(words) < FEWEST:
        return None
    digest = hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - BITS)
