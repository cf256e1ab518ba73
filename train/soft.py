"""What a teacher says of every piece of a text: the small network learns from it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from rich.console import Console
from rich.progress import Progress
from tokenizers import Tokenizer

from quotes.extract.labels import ROLE_TAGS
from train import data
from train.net import Tagger

BEGINS = ROLE_TAGS.index("B-content")

LIKELY = 0.05
"""A piece is kept as one where a content may begin from this probability on."""


CERTAIN = 9.0
"""The log odds of a mark that stands for a teacher's word."""


def soften(
    net: Tagger,
    articles: Sequence[data.Article],
    tokenizer: Tokenizer,
    seed: int,
    variation: int,
    *,
    by_marks: bool = False,
) -> list[data.Example]:
    """The windows of ``articles``, varied (the same seed and variation give the same windows), with
    the labels they have and what ``net`` says of them; ``by_marks``: of entities only, and roles and
    pointers are as marked. A progress bar on standard error."""
    net.eval()
    rng = random.Random(f"soft/{seed}/{variation}")
    found = [e for a in articles for e in data.examples(a, tokenizer, rng)]
    found.sort(key=lambda e: len(e.window))
    out: list[data.Example] = []
    with torch.no_grad(), Progress(console=Console(stderr=True)) as bar:
        groups = [found[i : i + 16] for i in range(0, len(found), 16)]
        for some in bar.track(groups, description=f"teacher's word, variation {variation}"):
            batch = {k: torch.from_numpy(v) for k, v in data.stack(some).items()}
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(batch["ids"], batch["mask"], batch["cases"], batch["opens"])
            tags, entities, cues, sources = (x.float().numpy() for x in scores)
            for i, e in enumerate(some):
                soft = _soft(e, tags[i], entities[i], cues[i], sources[i])
                out.append(replace(e, soft=_marked(e, soft) if by_marks else soft))
    return out


def _soft(
    e: data.Example, tags: np.ndarray, entities: np.ndarray, cues: np.ndarray, sources: np.ndarray
) -> data.Soft:
    n = len(e.window)
    odds = np.exp(tags[:n] - tags[:n].max(-1, keepdims=True))
    begins = odds[:, BEGINS] / odds.sum(-1) >= LIKELY
    rows = np.flatnonzero((begins & np.array(e.window.heads, dtype=bool)) | (e.cues >= 0))
    half = np.float16
    return data.Soft(
        tags[:n].astype(half),
        entities[:n].astype(half),
        rows,
        cues[rows, :n].astype(half),
        sources[rows, :n].astype(half),
    )


def _marked(e: data.Example, soft: data.Soft) -> data.Soft:
    """``soft`` with the marks of ``e`` in place of what a teacher thinks of roles and pointers."""
    n = len(e.window)
    rows = np.flatnonzero(e.cues >= 0)
    tags = np.zeros((n, len(ROLE_TAGS)), np.float16)
    at = np.flatnonzero(e.tags >= 0)
    tags[at, e.tags[at]] = CERTAIN
    cues, sources = np.zeros((2, len(rows), n), np.float16)
    cues[np.arange(len(rows)), e.cues[rows]] = CERTAIN
    sources[np.arange(len(rows)), e.sources[rows]] = CERTAIN
    return data.Soft(tags, soft.entities, rows, cues, sources)
