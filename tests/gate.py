"""The accuracy gate: scores the shipped model through the public interface and fails below a floor.

    python tests/gate.py ../shared

Prints the table of ``quotes evaluate`` beside the floors in ``floors.json``, checks that the corpus'
own scorer, where it lies beside the corpora, gives the same figures, and that confidence is calibrated;
then the table of constructs, each group beside its floor. Exit status 1 if anything is below.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import b3
import constructs

import quotes
from quotes.evaluate import calibration_error, evaluate, read_gold, reliability


def main(shared: Path) -> int:
    gold = shared / "data" / "polnear_dev.jsonl"
    floors = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
    floors.pop("why")
    groups = floors.pop("constructs")
    articles = read_gold(gold)
    found = {a.text: quotes.extract(a.text) for a in articles}
    report = evaluate(articles, found.__getitem__)
    figures = {name: m.f for name, m in report.measures.items()} | {
        "source | content": report.source,
        "cue | content": report.cue,
        "direct, end to end recall": report.direct_end_to_end,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "found.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for a in articles:
                rows = [row(x) for x in found[a.text]]
                file.write(json.dumps({"id": a.id, "attributions": rows}) + "\n")
        who = shared / "data" / "who_dev.jsonl"
        command = [sys.executable, shared / "eval" / "score.py", gold, path, "--who", who, "--json"]
        theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    failed = []
    for name, value in figures.items():
        other = theirs[name]["F"] if isinstance(theirs[name], dict) else theirs[name]
        floor = floors.get(name)
        print(f"{name:28}{value:6.1f}" + (f"   floor {floor:5.1f}" if floor is not None else ""))
        if value != other:
            failed.append(f"{name}: quotes evaluate says {value}, the corpus' scorer {other}")
    naming = {
        "who, given content": theirs["who, all"]["given content"],
        "who, persons given content": theirs["who, person"]["given content"],
        **said(shared),
        "B³ across articles": round(100 * b3.b3(b3.measure(shared))[2], 1),
    }
    for name, value in naming.items():
        print(f"{name:28}{value:6.1f}   floor {floors[name]:5.1f}")
    figures |= naming
    figures["false names"] = -theirs["false names"]["percent"]
    print(
        f"{'false names':28}{-figures['false names']:6.1f}   at most {-floors['false names']:3.1f}"
    )
    bins, _ = reliability(articles, found.__getitem__)
    error = calibration_error(bins)
    figures["calibration error"] = -100 * error
    print(
        f"{'calibration error':28}{error:6.3f}   at most {-floors['calibration error'] / 100:.3f}"
    )
    failed += [
        f"{name} is {figures[name]}, the floor is {floor}"
        for name, floor in floors.items()
        if figures[name] < floor
    ]
    failed += check_constructs(groups)
    for line in failed:
        print(f"gate: {line}", file=sys.stderr)
    return 1 if failed else 0


def row(found: quotes.Attribution) -> dict[str, object]:
    """A statement as the corpora's scorer reads it."""
    spans = {role: [list(s) for s in getattr(found, role)] for role in ("content", "cue", "source")}
    return spans | {"speaker": {"name": found.speaker.name} if found.speaker else None}


def said(shared: Path) -> dict[str, float]:
    """The share of GUM's statements, whose speaker is named somewhere, that get the right name: in news, and
    in all its genres (speeches, letters and trials have "I" and "we")."""
    lines = (shared / "data" / "gum_said_dev.jsonl").read_text("utf-8").splitlines()
    every = [json.loads(line) for line in lines]
    found = {
        d["id"]: json.dumps(
            {"id": d["id"], "attributions": [row(x) for x in quotes.extract(d["text"])]}
        )
        for d in every
    }
    out = {}
    for name, gold in (
        ("said, news", [d for d in every if d["genre"] == "news"]),
        ("said, all genres", every),
    ):
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / "gold.jsonl", Path(folder) / "found.jsonl"]
            paths[0].write_text("".join(json.dumps(d) + "\n" for d in gold), "utf-8")
            paths[1].write_text("".join(found[d["id"]] + "\n" for d in gold), "utf-8")
            command = [
                sys.executable,
                shared / "eval" / "score.py",
                *paths,
                "--said",
                "-",
                "--json",
            ]
            theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        out[name] = float(theirs["said"]["recall"])
    return out


def check_constructs(floors: dict[str, float]) -> list[str]:
    """What is wrong with the table of constructs, which is printed."""
    results = constructs.run(constructs.read())
    print()
    print(constructs.table(results))
    by_group: dict[str, list[constructs.Result]] = {}
    for result in results:
        by_group.setdefault(result.case.group, []).append(result)
    shares = {group: round(constructs.percent(some), 1) for group, some in by_group.items()}
    failed = [f"constructs: {group} has no floor" for group in shares if group not in floors]
    return failed + [
        f"constructs: {group} is {shares.get(group, 0.0)}, the floor is {floor}"
        for group, floor in floors.items()
        if shares.get(group, 0.0) < floor
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
