"""The model: windows of word pieces in, scores for every piece out. The only module that knows ONNX."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotes.errors import ModelError
from quotes.extract.labels import ENTITY_TAGS, ROLE_TAGS
from quotes.extract.windows import Window

FILES = ("model.onnx", "tokenizer.json", "model.json")
FORMAT = 2
"""The version of the files' meaning; a model of any other is refused."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of one window of ``n`` pieces: natural-log probabilities ``tags``
    ``[n, 7]`` and ``entities`` ``[n, 9]`` (columns as in ``labels``), and the two pointers."""

    window: Window
    tags: Floats
    entities: Floats
    cues: Pointer
    sources: Pointer


@dataclass(frozen=True, slots=True)
class Pointer:
    """From any piece of a window to any other; ``query`` and ``key`` ``[n, width]``."""

    query: Floats
    key: Floats

    def __call__(self, pieces: Sequence[int]) -> Floats:
        """The unnormalised scores ``[pieces, n to]`` of the arrows from ``pieces``; to 0 is "none"."""
        out: Floats = (
            self.query[list(pieces)] @ self.key.T * np.float32(self.query.shape[1] ** -0.5)
        )
        return out


class Tagger:
    """The model in ``folder``, loaded once; ``threads`` windows at a time (0: one for each core)."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Raises ModelError if a file is missing, damaged or of another format."""
        import onnxruntime
        from tokenizers import Tokenizer

        for name in FILES:
            if not (folder / name).is_file():
                raise ModelError(
                    f"the model lacks {name}; name a folder that has one, or reinstall quotes-db for its own"
                    if folder.is_dir()
                    else "there is no such folder; name one that holds a model, or reinstall quotes-db for its own",
                    where=str(folder),
                )
        digest = hashlib.sha256()
        for name in FILES:
            digest.update((folder / name).read_bytes())
        self.hash = digest.hexdigest()
        """SHA-256 over the model's files: recorded with every run."""
        try:
            self.facts: dict[str, Any] = dict(
                json.loads((folder / "model.json").read_text("utf-8"))
            )
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            # Cores share the windows, not the operators of one: less waiting for one another.
            options.intra_op_num_threads = 1
            options.log_severity_level = 3
            self.session = onnxruntime.InferenceSession(
                folder / "model.onnx", options, providers=["CPUExecutionProvider"]
            )
        except Exception as e:
            raise ModelError(
                f"the model cannot be loaded ({' '.join(str(e).split())[:120]}); reinstall quotes-db",
                where=str(folder),
            ) from e
        found = self.facts.get("format"), self.facts.get("roles"), self.facts.get("entities")
        if found != (FORMAT, list(ROLE_TAGS), list(ENTITY_TAGS)):
            raise ModelError(
                f"the model is of format {found[0]}, this program reads {FORMAT}; "
                "use the model that came with it",
                where=str(folder),
            )
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

        self.threads = threads or cores()
        self.pool = ThreadPoolExecutor(self.threads, "tagger") if self.threads > 1 else None

    def __call__(self, windows: Iterable[Window]) -> Iterator[Scores]:
        """The scores of each window, in the order given."""
        return (wait() for wait in [self.start(window) for window in windows])

    def start(self, window: Window) -> Callable[[], Scores]:
        """Begins to score ``window`` on another core, if there is one; the call of what it returns waits
        for the scores."""
        if self.pool:
            return self.pool.submit(self.scores, window).result
        return partial(self.scores, window)

    def scores(self, window: Window) -> Scores:
        """The scores of one window.

        One window a call: eight-bit activations are scaled over the whole call, so that in a batch a
        window's scores would depend on its neighbours (by up to 1.2 in log probability); and on one core
        single windows, which need no padding, are a quarter faster than batches of eight.
        """
        fields = {"ids": window.ids, "cases": window.cases, "opens": window.opens}
        inputs = {name: np.array([row], dtype=np.int64) for name, row in fields.items()}
        tags, entities, ends = self.session.run(["tags", "entities", "ends"], inputs)
        cue_from, cue_to, source_from, source_to = np.split(ends[0], 4, -1)
        return Scores(
            window,
            log_softmax(tags[0]),
            log_softmax(entities[0]),
            Pointer(cue_from, cue_to),
            Pointer(source_from, source_to),
        )


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def log_softmax(x: Floats) -> Floats:
    """Natural-log probabilities along the last axis."""
    x = x - x.max(-1, keepdims=True)
    out: Floats = x - np.log(np.exp(x).sum(-1, keepdims=True))
    return out
