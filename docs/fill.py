"""Fills what the program prints into the README and docs/speakers.md: ``python docs/fill.py ../shared``.

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

from quotes.names import compare
from quotes.names.cluster import Known, rulings

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
    environment = {**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
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
    path = ROOT / "docs" / "speakers.md"
    path.write_text(speakers(path.read_text("utf-8"), shared.resolve()), "utf-8")


PAIRS = (
    ("Sen. Elizabeth Warren", "ELIZABETH WARREN’S"),
    ("Kishida Fumio", "Fumio Kishida"),
    ("Nicolás Maduro", "Nicolas Maduro"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Moon Jae-in", "Moon Jae In"),
    ("Mike Pompeo", "Michael Pompeo"),
    ("James Comey", "James B. Comey"),
    ("European Central Bank", "ECB"),
    ("Bill Clinton", "William Clinton"),
    ("P. Ryan", "Paul Ryan"),
    ("Merkel", "Angela Merkel"),
    ("Rahul Gandhi", "Sonia Gandhi"),
    ("Henry Ford", "Henry Ford II"),
    ("Bank of Canada", "Bank of China"),
)
ARTICLES = (
    ("2026-03-01", "“The ferries will sail,” said Aleksandr Vetrov, the harbour master of Kelby."),
    ("2026-03-09", "“We lost two of them in the storm,” Alexander Vetrov said on Monday."),
    ("2026-04-02", "“Nobody asked the crews,” said A. Vetrov, a deckhand."),
)


def speakers(page: str, shared: Path) -> str:
    """docs/speakers.md with what the program prints."""
    rows = [(a, b, compare(a, b)) for a, b in PAIRS]
    table = ["| | | verdict | reason |", "| --- | --- | --- | --- |"]
    table += [f"| {a} | {b} | {c.verdict} | {c.reason} |" for a, b, c in rows]
    page = fill(page, "compare", "\n".join(table))
    some = ["James Comey", "James B. Comey", "James D. Comey"]
    table = ["| names | what rules say |", "| --- | --- |"]
    for names in (some[:2], some):
        known = {i: Known(name) for i, name in enumerate(names)}
        said = [
            f"{names[r.left]}, {names[r.right]}: {r.verdict} ({r.reason})" for r in rulings(known)
        ]
        table.append(f"| {', '.join(names)} | {'<br>'.join(said)} |")
    page = fill(page, "apart", "\n".join(table))
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        lines = []
        for i, (day, words) in enumerate(ARTICLES, 1):
            (where / f"{i}.txt").write_text(f"{words}\n", "utf-8")
            run("quotes", "add", f"{i}.txt", "--published", day, cwd=where)
            lines.append(f"{day}  {words}")
        for command in (
            "speakers vetrov",
            "speakers history 1",
            "speakers merge 1 3 --yes --by desk",
            "speakers undo --yes --by desk",
            "speakers split 2 --yes --by desk",
            "speakers history 1",
            "speakers undo --yes --by desk",
        ):
            printed = tidy(run("quotes", *command.split(), "--format", "table", cwd=where))
            lines.append(f"\n$ quotes {command}\n{printed}")
    page = fill(page, "merge", "```text\n" + "\n".join(lines) + "\n```")
    for mark, command in (
        ("b3", ("tests/b3.py", str(shared))),
        ("speed", ("benchmarks/names.py", "--database")),
    ):
        printed = run(sys.executable, *command, cwd=ROOT).rstrip()
        page = fill(page, mark, f"```text\n{printed}\n```")
    return page


def fill(page: str, name: str, block: str) -> str:
    """``page`` with what follows the mark ``name``, up to the next blank line outside of a fence, replaced."""
    pattern = re.compile(rf"(<!-- {name} -->\n)(?:```.*?\n```\n|(?:\|[^\n]*\n)+)?", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"the page has no mark {name}")
    return pattern.sub(lambda m: m.group(1) + block + "\n", page, count=1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
