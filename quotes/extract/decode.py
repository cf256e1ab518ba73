"""From scores to spans: the likeliest legal tags of whole words, and where each span stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from quotes.document import Span
from quotes.extract.tagger import Floats
from quotes.extract.windows import Window

NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Found:
    """A span that the tagger found: its kind (``content``, ``person``, …), the piece it begins with
    in its window, its paragraph's number, and the mean probability of its words' kind and the least."""

    kind: str
    span: Span
    piece: int
    paragraph: int
    score: float
    weakest: float = 1.0


def best_path(scores: Floats, resets: NDArray[np.bool_]) -> list[int]:
    """The likeliest sequence of BIO tags that is legal: I-x only after B-x or I-x.

    ``scores`` ``[words, tags]`` are log probabilities with columns O, B-x, I-x, B-y, I-y, …;
    ``resets`` ``[words]`` is true where a paragraph begins, which no span crosses.

    Paragraphs are independent of one another. In one where the likeliest tag of each word makes a
    legal sequence, no other can be likelier; only the rest are searched (Viterbi).
    """
    best = scores.argmax(-1)
    before = np.concatenate(([0], best[:-1]))
    before[resets] = 0
    # I-x is an even number, and B-x the one before it.
    wrong = (best > 0) & (best % 2 == 0) & (before != best) & (before != best - 1)
    path = [int(tag) for tag in best]
    if wrong.any():
        starts = [0, *(int(i) for i in np.flatnonzero(resets) if i), len(path)]
        for i, j in pairwise(starts):
            if wrong[i:j].any():
                path[i:j] = _viterbi(scores[i:j])
    return path


def _viterbi(scores: Floats) -> list[int]:
    n, k = scores.shape
    # Only three ways lead to a tag: from its own B or I, or, for O and B, from anything.
    inside = np.arange(2, k, 2)
    free = np.concatenate(([0], np.arange(1, k, 2)))
    back = np.zeros((n, k), dtype=np.int64)
    best = scores[0].copy()
    best[inside] = NEVER
    for i in range(1, n):
        top = int(best.argmax())
        now = np.empty(k, dtype=np.float32)
        now[free] = best[top]
        back[i, free] = top
        begun = best[inside - 1] >= best[inside]
        back[i, inside] = np.where(begun, inside - 1, inside)
        now[inside] = np.where(begun, best[inside - 1], best[inside])
        best = now + scores[i]
    path = [int(best.argmax())]
    for i in range(n - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def decode(window: Window, scores: Floats, kinds: Sequence[str]) -> list[Found]:
    """The spans in one window, in order. ``scores`` ``[pieces, 1 + 2 × kinds]``; only the first piece
    of each word is asked, so a span always holds whole words."""
    heads = [i for i, head in enumerate(window.heads) if head]
    if not heads:
        return []
    some = scores[heads]
    resets = np.array([bool(window.opens[i]) for i in heads])
    path = best_path(some, resets)
    if not any(path):
        return []
    ends = [*heads[1:], len(window) - 1]
    out: list[Found] = []
    i = 0
    while i < len(path):
        if path[i] == 0:
            i += 1
            continue
        which = (path[i] - 1) // 2
        j = i + 1
        while j < len(path) and path[j] == 2 * which + 2:
            j += 1
        both = np.exp(some[i:j, 2 * which + 1 : 2 * which + 3]).sum(-1)
        out.append(
            Found(
                kinds[which],
                Span(window.starts[heads[i]], window.ends[ends[j - 1] - 1]),
                heads[i],
                window.paragraphs[heads[i]],
                float(both.mean()),
                float(both.min()),
            )
        )
        i = j
    return out
