"""From a trained network to the files that ship: ONNX with eight-bit weights, tokenizer, labels."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from quotes.extract.labels import ENTITY_TAGS, ROLE_TAGS
from quotes.extract.tagger import FORMAT
from train.net import Tagger

OPSET = 17


def export(net: Tagger, tokenizer: Path, out: Path, facts: dict[str, Any]) -> Path:
    """Writes ``model.onnx`` (dynamic int8), ``tokenizer.json`` and ``model.json`` (the labels, and
    ``facts`` of the training) into ``out``; returns the path of the model."""
    out.mkdir(parents=True, exist_ok=True)
    net.eval()
    example = tuple(torch.ones(2, 9, dtype=torch.long) for _ in range(4))
    names = ["ids", "mask", "cases", "opens"]
    outputs = ["tags", "entities", "cues", "sources"]
    axes = {n: {0: "windows", 1: "pieces"} for n in (*names, "tags", "entities")}
    axes |= {n: {0: "windows", 1: "from", 2: "to"} for n in ("cues", "sources")}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            net,
            example,
            str(whole),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    labels = {"format": FORMAT, "roles": list(ROLE_TAGS), "entities": list(ENTITY_TAGS), **facts}
    (out / "model.json").write_text(
        json.dumps(labels, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    return out / "model.onnx"
