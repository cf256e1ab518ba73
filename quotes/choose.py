"""Which statements are wanted: by medium and by confidence. The command line, the site and a notebook
ask alike, and are refused alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quotes.attribution import Attribution, Kind, Medium
from quotes.errors import UsageError

SAID = (Medium.SPEECH, Medium.WRITING)
"""What a search gives unless it is asked for more: whoever looks for what somebody said does not want
what an article says that they believe, plan or expect."""

ALL = "all"


def media(asked: Iterable[str], otherwise: Sequence[Medium] = SAID) -> tuple[Medium, ...]:
    """The media that ``asked`` names, in their own order; ``otherwise`` if it names none.

    Each of ``asked`` is a medium, several with commas between, or "all". Raises UsageError for any other
    word.
    """
    words = [w for w in (w.strip() for given in asked for w in given.split(",")) if w]
    for word in words:
        if word not in (*Medium, ALL):
            raise UsageError(f"no medium is called {word!r}; there are {', '.join(Medium)}, all")
    if ALL in words:
        return tuple(Medium)
    return tuple(m for m in Medium if m in words) or tuple(otherwise)


def sure(given: float | str, option: str = "--min-confidence") -> float:
    """``given`` if it is a number from 0 to 1, else UsageError naming the ``option``."""
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:  # nor is "not a number" one
        raise UsageError(f"{option} {given!r} is no confidence; it is a number from 0 to 1")
    return number


def keep(found: Iterable[Attribution], least: Mapping[Kind, float]) -> list[Attribution]:
    """Those of ``found`` that have the least confidence of their kind or more, in their order."""
    return [a for a in found if a.confidence >= least[a.kind]]
