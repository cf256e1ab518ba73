"""Keys under which names are looked up before they are compared, so that few pairs need comparing."""

from __future__ import annotations

from quotes.names.clean import PARTICLES, clean, fold
from quotes.names.compare import NICKNAMES, sounding


def joining(name: str) -> frozenset[str]:
    """Keys of which two names share one at least wherever ``compare`` calls them the same.

    Empty for what is no name. Keys are for looking up only: their form may change."""
    parts = clean(name)
    words = [fold(w) for w in parts.words]
    if len(words) < 2:
        return frozenset("w:" + w for w in words)
    first = {NICKNAMES.get(w, w) for w in (words[0], fold(parts.nickname)) if w}
    last = "".join(w for w in words[len(parts.given) :] if w not in PARTICLES) or words[-1]
    pairs = {"|".join(sorted((sounding(f), sounding(last)))) for f in first}
    return frozenset({"p:" + p for p in pairs} | {"w:" + "".join(words)})


def asking(name: str) -> frozenset[str]:
    """Keys that two names share where ``compare`` is unsure of them for a reason worth a person's
    time. Those that begin with ``s:`` are of a surname alone: their blocks are large."""
    parts = clean(name)
    if not parts.words:
        return frozenset()
    last = sounding(fold(parts.words[-1]))
    initial = {f"i:{fold(parts.words[0])[0]}|{last}"} if parts.full else set()
    return joining(name) | initial | {"s:" + last}
