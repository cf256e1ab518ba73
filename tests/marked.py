"""What tests draw their sentences with (the mark-up is that of ``train/marked.py``), and the windows
and scores that a model would make of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

# A script in this folder has only the folder on its path.
if (root := str(Path(__file__).parent.parent)) not in sys.path:
    sys.path.insert(0, root)

from quotes.extract.windows import Window
from train.marked import Marked, marked

__all__ = ["Marked", "marked", "scores_of", "window_of"]


def window_of(text: str, most: int = 100) -> Window:
    """The window that a tokenizer of white space would make of ``text``: each line a paragraph, each
    word cut in pieces of at most ``most`` characters."""
    rows: list[tuple[int, int, int, int, int]] = [(0, 0, -1, -1, -1)]
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        for at, word in enumerate(re.finditer(r"\S+", line[0])):
            first, last = line.start() + word.start(), line.start() + word.end()
            for start in range(first, last, most):
                head = start == first
                end = min(start + most, last)
                rows.append((int(head and at == 0), int(head), number, start, end))
    rows.append((0, 0, -1, -1, -1))
    opens, heads, paragraphs, starts, ends = map(tuple, zip(*rows, strict=True))
    ids = tuple(range(len(rows)))
    return Window(ids, (0,) * len(rows), opens, heads, paragraphs, starts, ends)


def scores_of(
    window: Window, tags: Sequence[int], count: int, sure: float | Sequence[float] = 0.9
) -> np.ndarray:
    """Log probabilities ``[pieces, count]``: ``tags`` has one entry a word, and each gets ``sure``.
    Pieces that begin no word say loudly something else."""
    out = np.full((len(window), count), -3.0, dtype=np.float32)
    each = iter(zip(tags, [sure] * len(tags) if isinstance(sure, float) else sure, strict=True))
    for i, head in enumerate(window.heads):
        if head:
            tag, p = next(each)
            out[i] = np.log((1 - p) / (count - 1))
            out[i, tag] = np.log(p)
        else:
            out[i, count - 1] = 0.0
    return out
