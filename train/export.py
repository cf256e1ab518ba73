"""From a trained network to the files that ship: ONNX with eight-bit weights, tokenizer, labels.

The graph is written node by node, for two reasons. Attention is one operator, which spares the copies
between heads. And layer norm is spelled out, because as one operator it took a fifth of the time (one
core: 25.6 ms a window of 208 pieces against 21.9 spelled out; it is not vectorised in onnxruntime
1.32). Weights are eight-bit, scaled by output channel, those of the words by word; activations are
scaled as they come, over one window.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from quotes.extract.labels import ENTITY_TAGS, ROLE_TAGS
from quotes.extract.tagger import FORMAT
from quotes.extract.windows import SIZE
from train.net import Tagger, bucket

OPSET = 17
MICROSOFT = "com.microsoft"
"""Where onnxruntime keeps its fused operators."""


class Graph:
    """An ONNX graph under construction; every method adds a node and gives the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.shared: dict[str, tuple[str, str, str]] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def node(self, operator: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        out = f"x{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [out], domain=domain, **attributes))
        return out

    def linear(self, x: str, name: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        """``x @ weight + bias``, ``weight`` ``[in, out]``; ``x`` is scaled to eight bits once, however
        many read it."""
        if x not in self.shared:
            names = (f"{x}.eight", f"{x}.scale", f"{x}.zero")
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], list(names)))
            self.shared[x] = names
        eight, scale, zero = self.shared[x]
        q, s = eight_bits(weight, 0)
        w = self.constant(f"{name}.weight", q)
        ws = self.constant(f"{name}.scale", s)
        wz = self.constant(f"{name}.zero", np.zeros(len(s), np.int8))
        b = self.constant(f"{name}.bias", bias.astype(np.float32))
        inputs = [eight, w, scale, ws, zero, wz, b]
        return self.node("MatMulIntegerToFloat", inputs, MICROSOFT)

    def norm(self, x: str, name: str, gain: NDArray[Any], shift: NDArray[Any], least: float) -> str:
        eps = self.constant("epsilon", np.float32(least))
        mean = self.node("ReduceMean", [x], axes=[-1])
        centred = self.node("Sub", [x, mean])
        spread = self.node("ReduceMean", [self.node("Mul", [centred, centred])], axes=[-1])
        deviation = self.node("Sqrt", [self.node("Add", [spread, eps])])
        y = self.node("Div", [centred, deviation])
        y = self.node("Mul", [y, self.constant(f"{name}.gain", gain)])
        return self.node("Add", [y, self.constant(f"{name}.shift", shift)])


def eight_bits(weight: NDArray[Any], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``weight`` as eight-bit numbers and their scales, one for each place along the other axis."""
    scale = np.maximum(np.abs(weight).max(axis, keepdims=True) / 127, 1e-12)
    return np.round(weight / scale).astype(np.int8), scale.squeeze(axis).astype(np.float32)


def graph(net: Tagger) -> onnx.ModelProto:
    """The network as ONNX: ``ids``, ``cases``, ``opens`` ``[1, pieces]`` in; ``tags`` ``[1, pieces, 7]``,
    ``entities`` ``[1, pieces, 9]`` and ``ends`` ``[1, pieces, 4 × pointer]`` out (the two pointers'
    query and key of every piece: cue's query, cue's key, source's query, source's key)."""
    w = {k: v.detach().float().numpy() for k, v in net.state_dict().items()}
    g, shape = Graph(), net.shape
    words, scales = eight_bits(w["words.weight"], 1)
    eight = g.node("Gather", [g.constant("words", words), "ids"])
    scale = g.node("Gather", [g.constant("scales", scales[:, None]), "ids"])
    x = g.node("Mul", [g.node("Cast", [eight], to=TensorProto.FLOAT), scale])
    for name in ("cases", "opens"):
        row = g.node("Gather", [g.constant(f"{name}.weight", w[f"{name}.weight"]), name])
        x = g.node("Add", [x, row])
    count = g.node("Shape", ["ids"], start=1, end=2)
    zero, axis = g.constant("zero", np.array([0])), g.constant("axis", np.array([0]))
    places = g.constant("places", w["places.weight"][:SIZE])
    x = g.node("Add", [x, g.node("Slice", [places, zero, count, axis])])
    x = g.norm(x, "norm", w["norm.weight"], w["norm.bias"], shape.epsilon)
    extra = []
    if shape.buckets:
        at = torch.arange(SIZE)
        apart = bucket(at[None, :] - at[:, None], shape.buckets).numpy()
        table = g.constant(
            "distances", w["distances.weight"][apart].transpose(2, 0, 1)[None].copy()
        )
        both = g.node("Concat", [count, count], axis=0)
        start, axes = g.constant("start", np.array([0, 0])), g.constant("axes", np.array([2, 3]))
        extra = ["", "", g.node("Slice", [table, start, both, axes])]
    for n in range(shape.layers):

        def part(name: str, x: str, n: int = n) -> str:
            key = f"layers.{n}.{name}"
            return g.linear(x, key, w[f"{key}.weight"].T, w[f"{key}.bias"])

        def norm(name: str, x: str, y: str, n: int = n) -> str:
            key = f"layers.{n}.{name}"
            gain, shift = w[f"{key}.weight"], w[f"{key}.bias"]
            return g.norm(g.node("Add", [x, y]), key, gain, shift, shape.epsilon)

        read = [part(name, x) for name in ("query", "key", "value")]
        y = g.node("MultiHeadAttention", [*read, *extra], MICROSOFT, num_heads=shape.heads)
        x = norm("norm1", x, part("join", y))
        x = norm("norm2", x, part("down", g.node("Gelu", [part("up", x)], MICROSOFT)))
    outputs = []
    for name in ("tags", "entities", "ends"):
        y = g.linear(x, name, w[f"{name}.weight"].T, w[f"{name}.bias"])
        g.nodes.append(helper.make_node("Identity", [y], [name]))
        size = [1, "pieces", len(w[f"{name}.bias"])]
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, size))
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [1, "pieces"])
        for name in ("ids", "cases", "opens")
    ]
    made = helper.make_graph(g.nodes, "tagger", inputs, outputs, list(g.constants.values()))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)


def export(net: Tagger, tokenizer: Path, out: Path, facts: dict[str, Any]) -> Path:
    """Writes ``model.onnx``, ``tokenizer.json`` and ``model.json`` (the labels, and ``facts`` of the
    training) into ``out``; returns the path of the model."""
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(graph(net), str(out / "model.onnx"))
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    labels = {"format": FORMAT, "roles": list(ROLE_TAGS), "entities": list(ENTITY_TAGS), **facts}
    (out / "model.json").write_text(
        json.dumps(labels, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    return out / "model.onnx"
