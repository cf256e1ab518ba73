"""Fits the weights of a statement's confidence on articles that the model was not trained on, and
chooses from which confidence on a statement is shown."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotes.attribution import Kind, kind_of
from quotes.document import Span
from quotes.evaluate import Gold, Roles, evaluate, judged
from quotes.extract.confidence import FEATURES, chance, features
from quotes.extract.extractor import Extractor
from quotes.extract.link import Draft
from train import data

RIDGE = 1.0
"""The penalty on the square of each weight but the bias: a prior of one unit of spread."""


STEP = 0.05
"""The least confidence is chosen among the multiples of this."""


def calibrate(model: Path, corpora: Path) -> dict[str, dict[str, float]]:
    """Writes into ``model/model.json``, and returns, ``confidence`` (the weights by name) and ``least``
    (the confidence from which on a statement is shown, by kind).

    Both rest on the held-out articles of ``polnear_train.jsonl`` and on every statement the model finds
    in them. F is highest where what is less likely right than half of F is left out (Lipton, Elkan and
    Naryanaswamy 2014); here the least confidence is the multiple of ``STEP`` with the highest sum of
    content F and end to end F. Direct quotations are all shown: a reader who looks for one wants it.
    """
    extractor = Extractor(model)
    found: list[tuple[Gold, list[Draft], list[Roles]]] = []
    for article in data.read(corpora, "polnear_train"):
        if not data.held_out(article):
            continue
        marks = (
            Roles(*(tuple(Span(*s) for s in a[r]) for r in ("content", "cue", "source")))
            for a in article.attributions
            if a["content"]
        )
        every, _ = extractor.drafts(extractor.begin(article.text))
        drafts = [d for d in every if not d.told]
        gold = Gold(article.id, article.text, tuple(marks))
        found.append((gold, drafts, [_roles(d) for d in drafts]))
    rows = [[features(gold.text, d) for d in drafts] for gold, drafts, _ in found]
    right = [judged(gold, roles) for gold, _, roles in found]
    weights = fit(
        np.array([x for some in rows for x in some]),
        np.array([r for some in right for r in some], dtype=float),
    )

    def shown(least: float) -> float:
        """The sum of both F where mixed and indirect statements under ``least`` are left out."""
        kept = {
            gold.text: [
                r
                for r, x in zip(roles, some, strict=True)
                if chance(weights, x) >= least or kind_of(gold.text, r.content) is Kind.DIRECT
            ]
            for (gold, _, roles), some in zip(found, rows, strict=True)
        }
        report = evaluate([gold for gold, _, _ in found], kept.__getitem__)
        return report.measures["content"].f + report.measures["end to end"].f

    least = round(max((n * STEP for n in range(int(0.6 / STEP))), key=shown), 2)
    facts = {
        "confidence": {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True)},
        "least": {Kind.DIRECT: 0.0, Kind.MIXED: least, Kind.INDIRECT: least},
    }
    path = model / "model.json"
    both = json.loads(path.read_text("utf-8")) | facts
    path.write_text(json.dumps(both, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return facts


def _roles(draft: Draft) -> Roles:
    return Roles(
        tuple(sorted(c.span for c in draft.content)),
        (draft.cue.span,) if draft.cue else (),
        (draft.source.span,) if draft.source else (),
    )


def fit(x: NDArray[np.float64], y: NDArray[np.float64], steps: int = 30) -> NDArray[np.float64]:
    """The weights ``[features]`` of a ridge logistic regression of ``y`` ``[rows]`` on ``x``
    ``[rows, features]``, whose first column is the bias, by Newton's method."""
    w = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 0.0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (p - y) + penalty * w
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-9)
        w = w - np.linalg.solve(curve, slope)
    return w
