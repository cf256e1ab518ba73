"""The network: a BERT encoder of six layers, and five heads on it.

The encoder is MiniLM (Wang et al. 2020, ``nreimers/MiniLM-L6-H384-uncased``) as tuned by
sentence-transformers, with two more embeddings that start at zero: the case of the word (the
vocabulary is lower-case) and whether a piece opens a paragraph.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from quotes.extract.labels import ENTITY_TAGS, ROLE_TAGS
from quotes.extract.windows import CASES

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
POINTER = 128


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.join = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        def drop(y: Tensor) -> Tensor:
            return F.dropout(y, self.dropout, self.training)

        b, t, _ = x.shape
        q, k, v = (
            f(x).view(b, t, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + mask
        y = drop(scores.softmax(-1)) @ v
        y = self.join(y.transpose(1, 2).reshape(b, t, WIDTH))
        x = self.norm1(x + drop(y))
        return self.norm2(x + drop(self.down(F.gelu(self.up(x)))))


class Tagger(nn.Module):
    """``forward(ids, mask, cases, opens)``, each ``[windows, pieces]``, gives four arrays of logits:
    tags ``[windows, pieces, 7]``, entities ``[windows, pieces, 9]``, and two pointers, to the cue
    and to the source, ``[windows, from piece, to piece]``."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.cases = nn.Embedding(CASES, WIDTH)
        self.opens = nn.Embedding(2, WIDTH)
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.opens.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.tags = nn.Linear(WIDTH, len(ROLE_TAGS))
        self.entities = nn.Linear(WIDTH, len(ENTITY_TAGS))
        self.ends = nn.Linear(WIDTH, 4 * POINTER)
        self.dropout = dropout

    def forward(
        self, ids: Tensor, mask: Tensor, cases: Tensor, opens: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.cases(cases) + self.opens(opens)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        x = F.dropout(x, self.dropout, self.training)
        q1, k1, q2, k2 = self.ends(x).split(POINTER, dim=-1)
        scale = POINTER**-0.5
        return (
            self.tags(x),
            self.entities(x),
            q1 @ k1.transpose(1, 2) * scale,
            q2 @ k2.transpose(1, 2) * scale,
        )

    def load_base(self, path: Path) -> None:
        """Takes the encoder's weights from a ``model.safetensors`` in BERT's naming."""
        given = load_file(path)
        mine = {
            "words.weight": given["embeddings.word_embeddings.weight"],
            "places.weight": given["embeddings.position_embeddings.weight"]
            + given["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
        }
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "join": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for n in range(LAYERS):
            for to, source in names.items():
                for kind in ("weight", "bias"):
                    mine[f"layers.{n}.{to}.{kind}"] = given[f"encoder.layer.{n}.{source}.{kind}"]
        missing, unknown = self.load_state_dict(mine, strict=False)
        heads = ("tags.", "entities.", "ends.", "cases.", "opens.")
        wrong = [m for m in missing if not m.startswith(heads)] + list(unknown)
        if wrong:
            raise ValueError(f"{path}: weights do not fit: {', '.join(wrong)}")


def losses(
    out: tuple[Tensor, Tensor, Tensor, Tensor], batch: dict[str, Tensor]
) -> dict[str, Tensor]:
    """Cross entropy of each head. A pointer chooses among the pieces of its own paragraph, the one
    before and the one after, and [CLS]; in PolNeAR 99.8 % of cues and sources stand there."""
    tags, entities, cues, sources = out
    numbers = batch["paragraphs"]
    near = (numbers[:, :, None] - numbers[:, None, :]).abs() <= 1
    near &= batch["mask"][:, None, :].bool()
    near[:, :, 0] = True

    def pointer(scores: Tensor, goal: Tensor) -> Tensor:
        at = goal >= 0
        if not at.any():
            return scores.sum() * 0
        return F.cross_entropy(scores.float().masked_fill(~near, -1e4)[at], goal[at])

    return {
        "tags": F.cross_entropy(tags.float().flatten(0, 1), batch["tags"].flatten()),
        "entities": F.cross_entropy(entities.float().flatten(0, 1), batch["entities"].flatten()),
        "cues": pointer(cues, batch["cues"]),
        "sources": pointer(sources, batch["sources"]),
    }
