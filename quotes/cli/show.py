"""Printing: tables for people, JSON and CSV for programs, progress on standard error."""

from __future__ import annotations

import csv
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

SOON = 2.0
"""Seconds after which what is still going on is shown."""


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class CiteFormat(StrEnum):
    """How citations are printed: as results are, or as a file of one of ``quotes.cite.FORMS``."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    APA = "apa"
    RIS = "ris"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    JSONLD = "jsonld"
    URL = "url"


def format_or(given: Format | None, piped: Format) -> Format:
    """The format asked for; else a table on a terminal and ``piped`` in a pipe or file."""
    return given or (Format.TABLE if sys.stdout.isatty() else piped)


def console(*, error: bool = False) -> Console:
    """Where to print: standard output at its full width in a pipe, or standard error."""
    from rich.console import Console

    class Ours(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the program with status 1; nothing is wrong

    if error:
        return Console(stderr=True, highlight=False)
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 160
    return Ours(highlight=False, width=width, markup=False, emoji=False)


def counted(number: int, what: str) -> str:
    """A number and what it counts: 1 article, 2 articles."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def note(message: str) -> None:
    """A line on standard error: everything that is not a result."""
    print(clean_line(message), file=sys.stderr)


def clean_line(text: str) -> str:
    """``text`` without control characters, so that a hostile name cannot steer a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def print_rows(rows: Sequence[dict[str, Any]], how: Format) -> None:
    """Prints ``rows`` for programs: one JSON list, JSON lines, or CSV with nested fields flattened
    (``article.title``). Programs get every character as it is stored."""
    if how == Format.JSON:
        json.dump(list(rows), sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif how == Format.JSONL:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        flat = [_flat(row) for row in rows]
        fields = list(dict.fromkeys(name for row in flat for name in row))
        # A speaker that is null in one row and has a name and a kind in another needs no column of its own.
        fields = [f for f in fields if not any(other.startswith(f"{f}.") for other in fields)]
        if flat:
            writer = csv.DictWriter(
                sys.stdout, fields, lineterminator="\n", extrasaction="ignore", restval=""
            )
            writer.writeheader()
            writer.writerows(flat)


def _flat(row: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            out |= _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list | tuple):
            out[prefix + key] = json.dumps(value, ensure_ascii=False)
        else:
            out[prefix + key] = _cell(value)
    return out


def _cell(value: Any) -> Any:
    """A value that a spreadsheet takes for text: a leading = + - or @ would be run as a formula."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n")  # csv quotes no bare \r
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\n"):
        return "'" + value
    return value


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], wide: str) -> None:
    """Prints a table for people; the column ``wide`` takes the room that is left."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in columns:
        table.add_column(
            name, ratio=1 if name == wide else None, overflow="fold", no_wrap=name == "id"
        )
    for row in rows:
        table.add_row(*(Text(clean_line("" if v is None else str(v))) for v in row))
    console().print(table)


def watched(items: Sequence[T], what: str) -> Iterator[T]:
    """``items`` one by one, with a progress bar on standard error once two seconds have passed."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    started = time.monotonic()
    bar = Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console(error=True),
        transient=True,
    )
    task = bar.add_task(what, total=len(items), rate="")
    shown = False
    try:
        for i, item in enumerate(items):
            passed = time.monotonic() - started
            if not shown and passed > SOON:
                bar.start()
                shown = True
            bar.update(task, completed=i, rate=f"{i / passed:.1f}/s" if i else "")
            yield item
    finally:
        if shown:
            bar.stop()


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None]]:
    """Shows on standard error each step that has gone on for two seconds. What it gives is to be called
    with a step's name, how much of it is done and of how much (0: nobody knows)."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[share]}"),
        TimeElapsedColumn(),
        console=console(error=True),
        transient=True,
    )
    task = bar.add_task("", total=None, share="")
    # A step may be one long call of SQLite's: something else must begin to show it.
    later: list[threading.Timer] = []

    def show(what: str, done: int, of: int) -> None:
        if what != bar.tasks[0].description:
            bar.reset(task, description=what, share="")
            for timer in later:
                timer.cancel()
            later[:] = [threading.Timer(SOON, bar.start)]
            later[0].daemon = True
            if bar.console.is_interactive:  # To a file it would only write an empty line.
                later[0].start()
        bar.update(task, completed=done, total=of or None, share=f"{done / of:.0%}" if of else "")

    try:
        yield show
    finally:
        for timer in later:
            timer.cancel()
            if timer.is_alive():
                timer.join()
        if bar.live.is_started:
            bar.stop()
