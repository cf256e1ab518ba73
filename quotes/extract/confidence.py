"""How likely a statement is right: a logistic regression on what the model was sure of.

"Right" is what a reader needs: that somebody does say this (the content overlaps an annotated one by
half), and that its source is the right one, or rightly none. The weights are fitted on articles that the
model was not trained on (``train/calibrate.py``), and stand in the model's ``model.json``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from quotes.attribution import Kind, kind_of
from quotes.extract.link import Draft

FEATURES = (
    "bias",
    "words",
    "weakest word",
    "cue link",
    "source link",
    "no cue",
    "no source",
    "direct",
    "mixed",
    "length",
    "pieces",
)
"""What ``features`` gives, in order."""

LEAST = 1e-3
"""Probabilities are taken between this and one less this: beyond, the model has no evidence."""


def features(text: str, draft: Draft) -> tuple[float, ...]:
    """What the confidence in ``draft`` rests on: log odds of its words' mean probability and of the
    weakest one, and of its links; whether cue or source are missing; its kind; the logarithm of its
    length in characters over 100; and how many pieces it has beyond the first."""
    spans = tuple(c.span for c in draft.content)
    weights = [s.end - s.start for s in spans]
    words = sum(c.score * w for c, w in zip(draft.content, weights, strict=True)) / sum(weights)
    *cues, source = draft.scores or (1.0,)
    cue = sum(cues) / len(cues) if cues else 1.0
    kind = kind_of(text, spans)
    return (
        1.0,
        odds(words),
        odds(min(c.weakest for c in draft.content)),
        odds(cue),
        odds(source),
        float(draft.cue is None),
        float(draft.source is None),
        float(kind is Kind.DIRECT),
        float(kind is Kind.MIXED),
        math.log(sum(weights) / 100),
        float(len(spans) - 1),
    )


def odds(probability: float) -> float:
    """Its log odds."""
    p = min(max(probability, LEAST), 1 - LEAST)
    return math.log(p / (1 - p))


def chance(weights: Sequence[float], values: Sequence[float]) -> float:
    """The probability that the weights (``FEATURES`` in order) give to the values."""
    z = sum(w * v for w, v in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-min(max(z, -30.0), 30.0)))


def least_of(facts: dict[str, Any]) -> dict[Kind, float]:
    """The confidence from which on a model's statements are shown, by kind: 0 unless its ``model.json``
    says otherwise."""
    given = facts.get("least")
    return {k: float(given[k]) if isinstance(given, dict) and k in given else 0.0 for k in Kind}


def weights_of(facts: dict[str, Any]) -> tuple[float, ...] | None:
    """The weights in a model's ``model.json``; None if it has none, or for other features."""
    given = facts.get("confidence")
    if not isinstance(given, dict) or tuple(given) != FEATURES:
        return None
    return tuple(float(given[name]) for name in FEATURES)
