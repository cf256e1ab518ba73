"""From annotated articles to arrays that the network learns from.

Corpora, read from a folder that stays outside the repository (see ``MODEL_CARD.md`` for their terms):
``polnear_train.jsonl`` (attributions, marked by hand) and ``polnear_train_corenlp.jsonl`` (entities
that Stanford CoreNLP found in the same texts: silver, with many errors).
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from quotes.document import paragraphs
from quotes.extract.labels import ENTITIES, ENTITY_TAGS, IGNORED, ROLE_TAGS, ROLES
from quotes.extract.windows import SIZE, Window, windows

SILVER = {"PERSON": "person", "ORGANIZATION": "organization", "LOCATION": "place", "MISC": "other"}


@dataclass(frozen=True, slots=True)
class Article:
    """One annotated article; spans are ``(start, end)`` in code points of ``text``."""

    id: str
    text: str
    attributions: tuple[dict[str, list[tuple[int, int]]], ...]
    entities: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A window and its labels, one entry a piece (``IGNORED`` where nothing is learned).

    ``tags`` and ``entities``: indices into ``ROLE_TAGS`` and ``ENTITY_TAGS``, on first pieces of
    words. ``cues`` and ``sources``: on the first piece of each content span, the index in the window
    of the first piece of its cue and of its source, 0 ([CLS]) for none.
    """

    window: Window
    tags: np.ndarray
    entities: np.ndarray
    cues: np.ndarray
    sources: np.ndarray


def read(folder: Path, name: str) -> list[Article]:
    """The articles of ``NAME.jsonl`` with the entities of ``NAME_corenlp.jsonl``, in file order."""
    silver = {}
    for line in (folder / f"{name}_corenlp.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        silver[row["id"]] = tuple((s, e, SILVER[t]) for s, e, t in row["entities"] if t in SILVER)
    out = []
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = tuple(
            {role: [tuple(span) for span in a[role]] for role in ROLES} for a in row["attributions"]
        )
        out.append(Article(row["id"], row["text"], found, silver.get(row["id"], ())))
    return out


def held_out(article: Article) -> bool:
    """Whether the article is kept for validation: one in twenty, by the hash of its name, so that
    no order of the file and no seed moves an article from one side to the other."""
    return int(hashlib.sha256(article.id.encode()).hexdigest(), 16) % 20 == 0


def vary(text: str, rng: random.Random) -> str:
    """``text`` with other quotation marks, at the same length: a quarter of the time curly double
    marks become straight, a quarter of the time straight ones become curly, else nothing changes.
    The corpus has two straight marks for each curly one; what people paste has either."""
    dice = rng.random()
    if dice < 0.25:
        return text.translate(str.maketrans("“”‘’", "\"\"''"))
    if dice < 0.5:
        return "".join(
            c if c != '"' else ("“" if i == 0 or text[i - 1] in " \n\t([—-\xa0" else "”")
            for i, c in enumerate(text)
        )
    return text


def examples(
    article: Article, tokenizer: Tokenizer, rng: random.Random | None
) -> Iterator[Example]:
    """The article's windows with their labels; with ``rng``, as one random variation: other marks,
    and windows of 128 to 256 pieces, so that no paragraph always has the same neighbours."""
    text, size = article.text, SIZE
    if rng:
        text, size = vary(text, rng), rng.randint(SIZE // 2, SIZE)
    for window in windows(text, paragraphs(text), tokenizer, size):
        yield label(window, article)


def label(window: Window, article: Article) -> Example:
    """The labels of one window."""
    n = len(window)
    heads = [i for i in range(n) if window.heads[i]]
    tags, entities, cues, sources = (np.full(n, IGNORED, dtype=np.int64) for _ in range(4))
    tags[heads] = 0
    entities[heads] = 0

    def pieces(start: int, end: int) -> list[int]:
        return [i for i in heads if window.starts[i] < end and start < window.ends[i]]

    def mark(row: np.ndarray, names: Sequence[str], kind: str, at: list[int]) -> None:
        if at and all(row[i] == 0 for i in at):
            row[at] = names.index(f"I-{kind}")
            row[at[0]] = names.index(f"B-{kind}")

    for start, end, kind in article.entities:
        mark(entities, ENTITY_TAGS, kind, pieces(start, end))
    for attribution in article.attributions:
        at = {role: [pieces(*span) for span in attribution[role]] for role in ROLES}
        for role in ROLES:
            for some in at[role]:
                mark(tags, ROLE_TAGS, role, some)
        for some in at["content"]:
            if some and window.starts[some[0]] >= 0:
                here = window.paragraphs[some[0]]
                for row, role in ((cues, "cue"), (sources, "source")):
                    ends = [
                        x[0] for x in at[role] if x and abs(window.paragraphs[x[0]] - here) <= 1
                    ]
                    row[some[0]] = ends[0] if ends else 0
    return Example(window, tags, entities, cues, sources)


def batches(
    articles: Sequence[Article], tokenizer: Tokenizer, seed: int, epoch: int, size: int
) -> list[list[Example]]:
    """One epoch: every article once, varied, its windows in batches of about ``size`` full windows'
    worth of pieces. Windows of like length stand together, so that little is padding; the batches
    come in random order. The same seed and epoch give the same batches."""
    rng = random.Random(f"{seed}/{epoch}")
    found = [e for article in articles for e in examples(article, tokenizer, rng)]
    rng.shuffle(found)
    found.sort(key=lambda e: len(e.window) // 16)
    out: list[list[Example]] = [[]]
    longest = 0
    for example in found:
        longest = max(longest, len(example.window))
        if out[-1] and longest * (len(out[-1]) + 1) > size * 216:
            out.append([])
            longest = len(example.window)
        out[-1].append(example)
    rng.shuffle(out)
    return out


def stack(some: Sequence[Example]) -> dict[str, np.ndarray]:
    """A batch as arrays ``[windows, pieces]``, padded at the end."""
    longest = max(len(e.window) for e in some)

    def rows(values: Sequence[Sequence[int]], fill: int) -> np.ndarray:
        out = np.full((len(values), longest), fill, dtype=np.int64)
        for i, row in enumerate(values):
            out[i, : len(row)] = row
        return out

    return {
        "ids": rows([e.window.ids for e in some], 0),
        "mask": rows([[1] * len(e.window) for e in some], 0),
        "cases": rows([e.window.cases for e in some], 0),
        "opens": rows([e.window.opens for e in some], 0),
        "paragraphs": rows([e.window.paragraphs for e in some], -9),
        "tags": rows([e.tags for e in some], IGNORED),
        "entities": rows([e.entities for e in some], IGNORED),
        "cues": rows([e.cues for e in some], IGNORED),
        "sources": rows([e.sources for e in some], IGNORED),
    }


assert len(ENTITIES) == len(set(SILVER.values()))
