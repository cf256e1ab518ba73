"""Short texts made up for training, in ``made/*.txt``: what the corpus has too little of.

    == hearsay

    <The bakery> {reportedly} <owes its millers a year's rent>.
    --
    # why the text is there
    [Reed] {hinted} that <the ferry would be back by Easter>. The pier was empty.

A line ``== …`` names the group of what follows, ``--`` parts two texts, ``#`` begins a comment, a blank
line parts paragraphs; the marks are those of ``marked.py``. People, places and events are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from quotes.extract.labels import ROLES
from train.data import Article
from train.marked import marked

FOLDER = Path(__file__).parent / "made"


def items(text: str) -> Iterator[tuple[str, str]]:
    """Group and mark-up of each item in a file's ``text``, in order. Raises ValueError for an item
    before the first heading."""
    group = ""
    lines: list[str] = []
    for line in [*text.splitlines(), "--"]:
        if line == "--" or line.startswith("== "):
            if markup := "\n".join(lines).strip("\n"):
                if not group:
                    raise ValueError(f"an item before the first heading: {markup!r}")
                yield group, markup
            lines.clear()
            if line != "--":
                group = line.removeprefix("== ").strip()
        elif not line.startswith("#"):
            lines.append(line)


def article(id: str, markup: str) -> Article:
    """The article under ``markup``. Raises ValueError where brackets do not match, for a kind of span
    that is no role, and for an attribution without content."""
    m = marked(markup)
    if unknown := {kind for kind, _, _ in m.marks} - set(ROLES):
        raise ValueError(f"no role: {', '.join(sorted(unknown))} in {markup!r}")
    found = []
    for number in m.numbers:
        roles = {role: [(s.start, s.end) for s in m.spans(role, number)] for role in ROLES}
        if not roles["content"]:
            raise ValueError(f"attribution {number} has no content in {markup!r}")
        found.append(roles)
    return Article(id, m.text, tuple(found))


def read(folder: Path = FOLDER) -> list[Article]:
    """All items in ``folder``, file by file; ids are ``made/FILE/N``, counted from 1 in each file.
    Nobody marked their entities: ``entities`` is empty."""
    return [
        article(f"made/{path.stem}/{n}", markup)
        for path in sorted(folder.glob("*.txt"))
        for n, (_, markup) in enumerate(items(path.read_text("utf-8")), 1)
    ]
