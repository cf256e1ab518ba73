"""The accuracy gate: scores the shipped model through the public interface and fails below a floor.

    python tests/gate.py ../shared

Prints the table of ``quotes evaluate`` beside the floors in ``floors.json``, and checks that the corpus'
own scorer, where it lies beside the corpora, gives the same figures. Exit status 1 if anything is below.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import quotes
from quotes.evaluate import evaluate, read_gold


def main(shared: Path) -> int:
    gold = shared / "data" / "polnear_dev.jsonl"
    floors = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
    floors.pop("why")
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
                rows = [
                    {
                        role: [list(s) for s in getattr(x, role)]
                        for role in ("content", "cue", "source")
                    }
                    | {"speaker": {"name": x.speaker.name} if x.speaker else None}
                    for x in found[a.text]
                ]
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
    figures["who, given content"] = theirs["who, all"]["given content"]
    figures["false names"] = -theirs["false names"]["percent"]
    print(
        f"{'who, given content':28}{figures['who, given content']:6.1f}   floor {floors['who, given content']:5.1f}"
    )
    print(
        f"{'false names':28}{-figures['false names']:6.1f}   at most {-floors['false names']:3.1f}"
    )
    failed += [
        f"{name} is {figures[name]}, the floor is {floor}"
        for name, floor in floors.items()
        if figures[name] < floor
    ]
    for line in failed:
        print(f"gate: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
