"""The model: windows of word pieces in, scores for every piece out. The only module that knows ONNX."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotes.errors import ModelError
from quotes.extract.labels import ENTITY_TAGS, ROLE_TAGS
from quotes.extract.windows import Window

FILES = ("model.onnx", "tokenizer.json", "model.json")
FORMAT = 1
"""The version of the files' meaning; a model of another format is refused."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of one window of ``n`` pieces: natural-log probabilities ``tags``
    ``[n, 7]`` and ``entities`` ``[n, 9]`` (columns as in ``labels``), and unnormalised scores of
    the two pointers, ``cues`` and ``sources`` ``[n from, n to]``, where to 0 is "none"."""

    window: Window
    tags: Floats
    entities: Floats
    cues: Floats
    sources: Floats


class Tagger:
    """The model in ``folder``, loaded once; ``threads`` cores at most (0: all)."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Raises ModelError if a file is missing, damaged or of another format."""
        import onnxruntime
        from tokenizers import Tokenizer

        for name in FILES:
            if not (folder / name).is_file():
                raise ModelError(
                    f"the model lacks {name}; reinstall quotes-db, or name another folder",
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
            options.intra_op_num_threads = threads
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

    def __call__(self, windows: Iterable[Window]) -> Iterator[Scores]:
        """The scores of each window, in the order given.

        One window a call: eight-bit activations are scaled over the whole call, so that in a batch a
        window's scores would depend on its neighbours (by up to 1.2 in log probability); and on one core
        single windows, which need no padding, are a quarter faster than batches of eight.
        """
        for window in windows:
            fields = {
                "ids": window.ids,
                "mask": (1,) * len(window),
                "cases": window.cases,
                "opens": window.opens,
            }
            tags, entities, cues, sources = self.session.run(
                ["tags", "entities", "cues", "sources"],
                {name: np.array([row], dtype=np.int64) for name, row in fields.items()},
            )
            yield Scores(
                window, log_softmax(tags[0]), log_softmax(entities[0]), cues[0], sources[0]
            )


def log_softmax(x: Floats) -> Floats:
    """Natural-log probabilities along the last axis."""
    x = x - x.max(-1, keepdims=True)
    out: Floats = x - np.log(np.exp(x).sum(-1, keepdims=True))
    return out
