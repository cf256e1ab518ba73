"""The network: an encoder, and five heads on it.

Two encoders, both read from weights that packages carry. The one that ships is MiniLM (Wang et al.
2020, ``nreimers/MiniLM-L6-H384-uncased``), six layers. The larger one, its teacher, is MPNet (Song et
al. 2020, ``microsoft/mpnet-base``), twelve layers with relative positions. Both were tuned by
sentence-transformers, and both have the vocabulary of BERT (MPNet's stands four places later, and is
put back here), so that they read the same pieces. Each gets two more embeddings that start at zero:
the case of the word (the vocabulary is lower-case) and whether a piece opens a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from quotes.extract.labels import ENTITY_TAGS, ROLE_TAGS
from quotes.extract.windows import CASES

VOCABULARY, POSITIONS = 30522, 512
POINTER = 128


@dataclass(frozen=True, slots=True)
class Shape:
    """An encoder's measures; ``head`` is the width of one attention head, ``buckets`` how many
    relative distances are told apart, 0 for none."""

    width: int
    layers: int
    heads: int
    head: int
    inner: int
    epsilon: float
    buckets: int


MINILM = Shape(384, 6, 12, 32, 1536, 1e-12, 0)
MPNET = Shape(768, 12, 12, 64, 3072, 1e-5, 32)
SMALL = replace(MINILM, heads=8, inner=1024)
"""MiniLM with a third of its attention heads and of its inner neurons taken out (``prune``): a third
less to compute."""


class Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width, inside = shape.width, shape.heads * shape.head
        self.query, self.key, self.value = (nn.Linear(width, inside) for _ in range(3))
        self.join = nn.Linear(inside, width)
        self.norm1 = nn.LayerNorm(width, eps=shape.epsilon)
        self.up, self.down = nn.Linear(width, shape.inner), nn.Linear(shape.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=shape.epsilon)
        self.heads, self.head, self.dropout = shape.heads, shape.head, dropout

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        def drop(y: Tensor) -> Tensor:
            return F.dropout(y, self.dropout, self.training)

        b, t, _ = x.shape
        q, k, v = (
            f(x).view(b, t, self.heads, self.head).transpose(1, 2)
            for f in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(2, 3) * self.head**-0.5 + mask
        y = drop(scores.softmax(-1)) @ v
        y = self.join(y.transpose(1, 2).reshape(b, t, self.heads * self.head))
        x = self.norm1(x + drop(y))
        return self.norm2(x + drop(self.down(F.gelu(self.up(x)))))


def bucket(distance: Tensor, count: int) -> Tensor:
    """The bucket of each relative distance (T5's scheme, which MPNet takes over): half of ``count``
    for each direction; of those, half exact, half logarithmic up to 128."""
    half = count // 2
    exact = half // 2
    far = distance.abs()
    log = (far.clamp(min=1).float() / exact).log() / torch.tensor(128 / exact).log()
    grown = (exact + (log * (half - exact)).long()).clamp(max=half - 1)
    return torch.where(far < exact, far, grown) + half * (distance > 0).long()


class Tagger(nn.Module):
    """``forward(ids, mask, cases, opens)``, each ``[windows, pieces]``, gives four arrays of logits:
    tags ``[windows, pieces, 7]``, entities ``[windows, pieces, 9]``, and two pointers, to the cue
    and to the source, ``[windows, from piece, to piece]``."""

    def __init__(self, shape: Shape = MINILM, dropout: float = 0.1) -> None:
        super().__init__()
        width = shape.width
        self.shape = shape
        self.words = nn.Embedding(VOCABULARY, width)
        self.places = nn.Embedding(POSITIONS, width)
        self.cases = nn.Embedding(CASES, width)
        self.opens = nn.Embedding(2, width)
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.opens.weight)
        self.norm = nn.LayerNorm(width, eps=shape.epsilon)
        if shape.buckets:
            self.distances = nn.Embedding(shape.buckets, shape.heads)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.tags = nn.Linear(width, len(ROLE_TAGS))
        self.entities = nn.Linear(width, len(ENTITY_TAGS))
        self.ends = nn.Linear(width, 4 * POINTER)
        self.dropout = dropout

    def forward(
        self, ids: Tensor, mask: Tensor, cases: Tensor, opens: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.cases(cases) + self.opens(opens)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        if self.shape.buckets:
            apart = bucket(places[None, :] - places[:, None], self.shape.buckets)
            bias = bias + self.distances(apart).permute(2, 0, 1)[None]
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
        """Takes the encoder's weights from a ``model.safetensors`` in BERT's or MPNet's naming."""
        given = load_file(path)
        mine = {
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
        }
        words, places = (
            given[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position")
        )
        if self.shape.buckets:
            # MPNet's own special pieces come first: <s>, <pad>, </s>, <unk>. Training used <s> and </s>
            # where BERT has [CLS] and [SEP] (101, 102), and its positions count from two.
            words = words[4 : 4 + VOCABULARY].clone()
            first = given["embeddings.word_embeddings.weight"]
            words[101], words[102], words[0] = first[0], first[2], first[1]
            mine |= {
                "words.weight": words,
                "places.weight": places[2 : 2 + POSITIONS],
                "distances.weight": given["encoder.relative_attention_bias.weight"],
            }
            names = {
                "query": "attention.attn.q",
                "key": "attention.attn.k",
                "value": "attention.attn.v",
                "join": "attention.attn.o",
                "norm1": "attention.LayerNorm",
            }
        else:
            kinds = given["embeddings.token_type_embeddings.weight"]
            mine |= {"words.weight": words, "places.weight": places + kinds[0]}
            names = {
                "query": "attention.self.query",
                "key": "attention.self.key",
                "value": "attention.self.value",
                "join": "attention.output.dense",
                "norm1": "attention.output.LayerNorm",
            }
        names |= {
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for n in range(self.shape.layers):
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
    """Cross entropy of each head, and, where the batch has a teacher's scores, of each head with
    those (``soft tags`` and so on). A pointer chooses among the pieces of its own paragraph, the one
    before and the one after, and [CLS]; in PolNeAR 99.8 % of cues and sources stand there."""
    tags, entities, cues, sources = out
    numbers = batch["paragraphs"]
    near = (numbers[:, :, None] - numbers[:, None, :]).abs() <= 1
    near &= batch["mask"][:, None, :].bool()
    near[:, :, 0] = True
    nothing = tags.sum() * 0

    def plain(scores: Tensor, goal: Tensor) -> Tensor:
        if not (goal >= 0).any():
            return nothing
        return F.cross_entropy(scores.float().flatten(0, -2), goal.flatten())

    def pointer(scores: Tensor, goal: Tensor) -> Tensor:
        at = goal >= 0
        if not at.any():
            return nothing
        return F.cross_entropy(scores.float().masked_fill(~near, -1e4)[at], goal[at])

    found = {
        "tags": plain(tags, batch["tags"]),
        "entities": plain(entities, batch["entities"]),
        "cues": pointer(cues, batch["cues"]),
        "sources": pointer(sources, batch["sources"]),
    }
    if "soft_tags" in batch:
        heads = batch["heads"].bool()
        w, p = batch["soft_rows"].unbind(1)

        def soft(scores: Tensor, goal: Tensor) -> Tensor:
            if not len(goal):
                return nothing
            return -(goal.softmax(-1) * scores.float().log_softmax(-1)).sum(-1).mean()

        found |= {
            "soft tags": soft(tags[heads], batch["soft_tags"][heads]),
            "soft entities": soft(entities[heads], batch["soft_entities"][heads]),
        }
        for name, scores in (("cues", cues), ("sources", sources)):
            far = ~near[w, p]
            found[f"soft {name}"] = soft(
                scores[w, p].float().masked_fill(far, -1e4),
                batch[f"soft_{name}"].masked_fill(far, -1e4),
            )
    return found


def prune(net: Tagger, shape: Shape, batches: Iterable[dict[str, Tensor]]) -> Tagger:
    """``net`` cut down to ``shape``: in each layer the attention heads and inner neurons stay whose
    absence would change the loss of ``batches`` most, to first order (Michel, Levy and Neubig 2019:
    the expected absolute gradient of a gate set on each)."""
    net.eval()
    old = net.shape
    heads = [torch.zeros(old.heads) for _ in net.layers]
    inner = [torch.zeros(old.inner) for _ in net.layers]
    for batch in batches:
        net.zero_grad()
        found = losses(net(*(batch[k] for k in ("ids", "mask", "cases", "opens"))), batch)
        (found["tags"] + 0.3 * found["cues"] + 0.3 * found["sources"]).backward()
        # A gate's gradient is the sum of weight times gradient over the columns that it would close.
        for n, layer in enumerate(net.layers):
            join, down = layer.join.weight, layer.down.weight
            heads[n] += (join * join.grad).sum(0).view(old.heads, old.head).sum(1).abs()
            inner[n] += (down * down.grad).sum(0).abs()
    small = Tagger(shape, net.layers[0].dropout)
    state = net.state_dict()
    for n in range(old.layers):
        some = heads[n].topk(shape.heads).indices.sort().values
        at = (some[:, None] * old.head + torch.arange(old.head)).flatten()
        on = inner[n].topk(shape.inner).indices.sort().values
        for name, rows in (("query", at), ("key", at), ("value", at), ("up", on)):
            for kind in ("weight", "bias"):
                key = f"layers.{n}.{name}.{kind}"
                state[key] = state[key][rows]
        for name, columns in (("join", at), ("down", on)):
            key = f"layers.{n}.{name}.weight"
            state[key] = state[key][:, columns]
    small.load_state_dict(state)
    return small
