"""Fills what the program prints into the README: ``python docs/fill.py ../shared``.

Each ``<!-- name -->`` mark is followed by what the command of that name gives, in a block that the next run
replaces. The README's figures and samples so never differ from the program's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OTHERS = {
    "regular expression, nearest name": (29.2, 74.4, 0, 0, 9.7),
    "textacy 0.13, a paragraph at a time": (28.2, 68.6, 32.0, 0, 25.9),
    "Gender Gap Tracker": (48.7, 64.5, 66.0, 34.5, 41.4),
    "BBC Citron, retrained on the same articles": (57.2, 69.1, 69.8, 50.1, 51.8),
}
PEOPLE = (79.4, 98.7, 92.9, 71.9, 75.4)
COLUMNS = ("content", "direct", "mixed", "indirect", "end to end")


def run(*command: str, cwd: Path | None = None) -> str:
    environment = {**os.environ, "COLUMNS": "100"}
    return subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=cwd, env=environment
    ).stdout


def tidy(printed: str) -> str:
    """What was printed, without blank lines and spaces at the ends."""
    return "\n".join(line.rstrip() for line in printed.strip("\n").splitlines()).strip()


def main(shared: Path) -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        run("quotes", "demo", cwd=where)
        search = ("search", "wall", "--speaker", "ortel", "--format", "table")
        direct = ("search", "wall", "--speaker", "ortel", "--kind", "direct")
        key = json.loads(run("quotes", *direct, cwd=where))[0]["id"]
        shown = [search, ("show", key), ("cite", key)]
        blocks = "\n\n".join(
            f"$ quotes {' '.join(c).replace(' --format table', '')}\n"
            + tidy(run("quotes", *c, cwd=where))
            for c in shown
        )
        page = fill(page, "output", f"```text\n{blocks}\n```")
        (where / "article.txt").write_text(
            "“We will rebuild,” the mayor, Ada Quill, said.\n", encoding="utf-8"
        )
        line = run("quotes", "extract", "article.txt", cwd=where).rstrip()
        page = fill(page, "jsonl", f"```json\n{line}\n```")
    gold = str(shared.resolve() / "data" / "polnear_dev.jsonl")
    rows = {
        r["measure"]: r for r in json.loads(run("quotes", "evaluate", gold, "--format", "json"))
    }
    ours = tuple(rows[c]["F"] for c in COLUMNS)
    table = ["| | " + " | ".join(COLUMNS) + " |", "| --- |" + " --- |" * len(COLUMNS)]
    for name, figures in OTHERS.items():
        table.append(f"| {name} | " + " | ".join(map(str, figures)) + " |")
    table.append("| **quotes-db** | " + " | ".join(f"**{x}**" for x in ours) + " |")
    table.append(
        "| *six people with one another, on 20 articles* | " + " | ".join(map(str, PEOPLE)) + " |"
    )
    page = fill(page, "scores", "\n".join(table))
    (ROOT / "README.md").write_text(page, "utf-8")


def fill(page: str, name: str, block: str) -> str:
    """``page`` with what follows the mark ``name``, up to the next blank line outside of a fence, replaced."""
    pattern = re.compile(rf"(<!-- {name} -->\n)(?:```.*?\n```\n|(?:\|[^\n]*\n)+)?", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"README.md has no mark {name}")
    return pattern.sub(lambda m: m.group(1) + block + "\n", page, count=1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
