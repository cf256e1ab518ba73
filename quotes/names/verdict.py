"""What comparing two names comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE

Judged = tuple[Verdict, str]
"""A verdict and its reason in words."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict on two names, a score between 0 (nothing in common) and 1 (one spelling), and the
    reason in words."""

    verdict: Verdict
    score: float
    reason: str


def pair(a: Iterable[str], b: Iterable[str]) -> str:
    """Two names for a reason, the same whichever of them comes first."""
    return ", ".join(sorted((" ".join(a), " ".join(b))))
