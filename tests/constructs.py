"""The table of constructs: for each way of quoting, how many hand-made cases the program gets right.

    PYTHONPATH=. python tests/constructs.py [-v]

A corpus says how good the program is on average; this says which constructs it can read. The cases lie in
``constructs/*.txt``, in the mark-up of ``marked.py``:

    == marks: curly double (direct)

    <“We will rebuild,”> {said} [Ada Quill].
    --
    # what the case shows
    [Reed] was angry. <“Nobody asked us.”>

``==`` begins a group; ``(direct)`` in its heading says that everything in it is quoted word for word. A line
``--`` parts two cases, ``#`` begins a comment, a blank line parts paragraphs. What is marked is what a
careful reader would say; where two readings are as good, ``<maybe|…>`` marks words that may be content or
not, and several sources marked for one attribution mean that any of them will do.

With ``-v``, each case that fails is printed as it should be and as it was found.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from marked import Marked, marked

import quotes
from quotes.document import Span
from quotes.evaluate import Roles, covered

FOLDER = Path(__file__).parent / "constructs"

CONTENT = 0.8
"""The least intersection over union of a content's letters and digits: a strict reading of "the same
words", which forgives a "to" or a stray adverb and not a missing half sentence."""

SOURCE = 0.5
"""The least part of the shorter of two sources that they must share, as the corpora's scorer has it."""


class Found(Protocol):
    """What is scored: an ``Attribution``, or roles written by hand."""

    @property
    def content(self) -> tuple[Span, ...]: ...
    @property
    def cue(self) -> tuple[Span, ...]: ...
    @property
    def source(self) -> tuple[Span, ...]: ...


@dataclass(frozen=True)
class Case:
    """One text with what should be found in it. ``place`` is the file and line where it begins."""

    group: str
    markup: str
    place: str
    note: str = ""

    @cached_property
    def marked(self) -> Marked:
        """Raises ValueError where the brackets do not match."""
        return marked(self.markup)

    @property
    def text(self) -> str:
        return self.marked.text

    @property
    def expected(self) -> list[Roles]:
        m = self.marked
        numbers = [n for n in sorted(set(m.numbers)) if m.spans("content", n)]
        return [
            Roles(m.spans("content", n), m.spans("cue", n), m.spans("source", n)) for n in numbers
        ]

    @property
    def direct(self) -> bool:
        return self.group.endswith("(direct)")

    def right(self, found: Sequence[Found]) -> bool:
        """Whether ``found`` is every marked attribution and no other."""
        expected = self.expected
        left = list(found)
        for want in expected:
            same = [f for f in left if self._same(want, f)]
            if not same:
                return False
            left.remove(same[0])
        return not left

    def _same(self, want: Roles, found: Found) -> bool:
        text = self.text
        either = covered(self.marked.spans("maybe"), text)
        a, b = (covered(x.content, text) - either for x in (want, found))
        if not a or len(a & b) < CONTENT * len(a | b):
            return False
        wanted, given = covered(want.source, text), covered(found.source, text)
        if wanted:
            if not given or len(wanted & given) < SOURCE * min(len(wanted), len(given)):
                return False
        elif given:
            return False
        cue = covered(want.cue, text)
        return not cue or bool(cue & covered(found.cue, text))


@dataclass(frozen=True)
class Result:
    case: Case
    found: tuple[Found, ...]

    @property
    def right(self) -> bool:
        return self.case.right(self.found)


def parse(text: str, name: str = "") -> Iterator[Case]:
    """The cases in one file's ``text``, in order. Raises ValueError for a case before any heading."""
    group, start = "", 0
    lines: list[str] = []
    notes: list[str] = []

    def done() -> Iterator[Case]:
        if markup := "\n".join(lines).strip("\n"):
            if not group:
                raise ValueError(f"{name}:{start}: a case before the first heading")
            yield Case(group, markup, f"{name}:{start}", " ".join(notes))
        lines.clear()
        notes.clear()

    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("== "):
            yield from done()
            group = line.removeprefix("== ").strip()
        elif line == "--":
            yield from done()
        elif line.startswith("#"):
            notes.append(line.lstrip("# "))
        else:
            if line and not any(lines):
                start = number
            lines.append(line)
    yield from done()


def read(folder: Path = FOLDER) -> list[Case]:
    """All cases in ``folder``, file by file."""
    return [
        case
        for path in sorted(folder.glob("*.txt"))
        for case in parse(path.read_text("utf-8"), path.name)
    ]


def run(
    cases: Iterable[Case], extract: Callable[[str], Sequence[Found]] = quotes.extract
) -> list[Result]:
    """What ``extract`` finds in each case."""
    return [Result(case, tuple(extract(case.text))) for case in cases]


def percent(results: Sequence[Result]) -> float:
    """The share of cases that are right, in percent; one figure for a gate."""
    return 100 * sum(r.right for r in results) / len(results) if results else 0.0


def table(results: Sequence[Result]) -> str:
    """A line for each group, in order, then for the direct ones and for all."""
    groups: dict[str, list[Result]] = {}
    for r in results:
        groups.setdefault(r.case.group, []).append(r)
    rows = list(groups.items())
    rows.append(("all direct", [r for r in results if r.case.direct]))
    rows.append(("all", list(results)))
    width = max(len(name) for name, _ in rows)
    lines = [f"{'group':{width}}  cases  right      %"]
    lines += [
        f"{name:{width}}{len(some):7}{sum(r.right for r in some):7}{percent(some):7.1f}"
        for name, some in rows
    ]
    return "\n".join(lines)


def drawn(text: str, found: Sequence[Found]) -> str:
    """``text`` with ``found`` drawn in, in the mark-up of the cases."""
    marks = []
    for number, f in enumerate(found, 1):
        label = "" if number == 1 else f"{number}|"
        for spans, pair in ((f.content, "<>"), (f.cue, "{}"), (f.source, "[]")):
            marks += [(s.start, s.end, f"{pair[0]}{label}", pair[1]) for s in spans]
    marks.sort(key=lambda m: (m[0], -m[1]))
    out = ""
    opened: list[tuple[int, int, str, str]] = []
    for i in range(len(text) + 1):
        while opened and opened[-1][1] <= i:
            out += opened.pop()[3]
        while marks and marks[0][0] == i:
            out += marks[0][2]
            opened.append(marks.pop(0))
        if i < len(text):
            out += ("\\" if text[i] in "[]{}<>\\" else "") + text[i]
    return out


def failures(results: Iterable[Result]) -> Iterator[str]:
    """Each case that is wrong, as it should be and as it was found."""
    for r in results:
        if not r.right:
            note = f" ({r.case.note})" if r.case.note else ""
            yield (
                f"{r.case.place}: {r.case.group}{note}\n"
                f"expected\n{_indented(r.case.markup)}\n"
                f"found\n{_indented(drawn(r.case.text, r.found))}\n"
            )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def main(arguments: Sequence[str]) -> None:
    results = run(read())
    if "-v" in arguments:
        for failure in failures(results):
            print(failure)
    print(table(results))


if __name__ == "__main__":
    main(sys.argv[1:])
