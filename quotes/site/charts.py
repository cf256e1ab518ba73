"""Bars over time, as numbers that a template draws: plain SVG, with a table behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 720, 160
"""The drawing's own units. It is stretched to the width of the page; words stand outside, unstretched."""

SERIES = 5
"""Colours there are: of more series the smallest are drawn as one."""

MONTHS = 120
"""A span of more months than this is drawn by years."""

REST = "others"

MONTH = re.compile(r"(?:1[6-9]|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])")
"""Months in which there are newspapers; others are typing errors, and would stretch the chart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle: its place and size in drawing units, which series it is of, and its words."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """``bars`` of the ``series`` (names; empty for a single one) over ``labels`` (months or years, none
    left out between the first and the last); ``rows`` are the same as a table: label, then a number
    for each series; ``top`` is the highest sum."""

    label: str
    labels: tuple[str, ...]
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    top: int

    @property
    def unit(self) -> str:
        """What one bar is: a month or a year."""
        return "year" if len(self.labels[0]) == 4 else "month"

    @property
    def total(self) -> int:
        return sum(n for _, numbers in self.rows for n in numbers)


def over_time(numbers: Mapping[tuple[str, str], int], label: str = "statements") -> Chart | None:
    """The chart of ``numbers`` by month (``YYYY-MM``, see ``MONTH``; other dates are left out) and series.
    None where there are fewer than two months."""
    dated = {k: n for k, n in numbers.items() if MONTH.fullmatch(k[0]) and n > 0}
    if not dated:
        return None
    first, last = min(m for m, _ in dated), max(m for m, _ in dated)
    labels = _months(first, last)
    if len(labels) > MONTHS:
        labels = sorted({m[:4] for m in labels})
    if len(labels) < 2:
        return None
    size = len(labels[0])
    sums: dict[str, int] = {}
    for (_, name), n in dated.items():
        sums[name] = sums.get(name, 0) + n
    names = sorted(sums, key=lambda name: (-sums[name], name))
    if len(names) > SERIES:
        names = [*names[: SERIES - 1], REST]
    table: dict[str, list[int]] = {at: [0] * len(names) for at in labels}
    for (month, name), n in dated.items():
        at = names.index(name) if name in names else len(names) - 1
        table[month[:size]][at] += n
    top = max(sum(row) for row in table.values())
    return Chart(
        label,
        tuple(labels),
        tuple(names) if len(names) > 1 or names[0] else (),
        tuple(_bars(table, names, top, label)),
        tuple((at, tuple(row)) for at, row in table.items()),
        top,
    )


def _months(first: str, last: str) -> list[str]:
    """Every month from ``first`` to ``last``."""
    year, month = int(first[:4]), int(first[5:])
    out = [first]
    while out[-1] < last:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        out.append(f"{year:04}-{month:02}")
    return out


def _bars(
    table: Mapping[str, Sequence[int]], names: Sequence[str], top: int, label: str
) -> Iterable[Bar]:
    step = WIDTH / len(table)
    for i, (at, row) in enumerate(table.items()):
        ends = [0.0]
        for n in row:
            ends.append(ends[-1] + HEIGHT * n / top)
        for k, (low, high) in enumerate(pairwise(ends)):
            if high > low:
                name = f", {names[k]}" if names[k] else ""
                yield Bar(
                    round(i * step + step * 0.1, 2),
                    round(HEIGHT - high, 2),
                    round(step * 0.8, 2),
                    round(high - low, 2),
                    k,
                    f"{at}{name}: {row[k]:,} {label if row[k] != 1 else label.removesuffix('s')}",
                )
