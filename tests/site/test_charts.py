"""Charts over time: nothing left out, nothing counted twice, nothing drawn outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.site.charts import HEIGHT, MONTHS, REST, SERIES, WIDTH, Chart, over_time


def made(numbers: dict[tuple[str, str], int]) -> Chart:
    chart = over_time(numbers)
    assert chart is not None
    return chart


def test_months_without_anything_are_shown_too() -> None:
    chart = made({("2025-11", ""): 2, ("2026-02", ""): 1})
    assert chart.labels == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert chart.rows == (
        ("2025-11", (2,)),
        ("2025-12", (0,)),
        ("2026-01", (0,)),
        ("2026-02", (1,)),
    )
    assert (chart.top, chart.total, chart.series) == (2, 3, ())


def test_a_bar_is_as_high_as_its_number() -> None:
    chart = made({("2026-01", ""): 4, ("2026-02", ""): 1})
    assert [(b.height, b.y, b.title) for b in chart.bars] == [
        (HEIGHT, 0, "2026-01: 4 statements"),
        (HEIGHT / 4, HEIGHT * 3 / 4, "2026-02: 1 statement"),
    ]


def test_series_stand_on_each_other_the_largest_below() -> None:
    chart = made({("2026-01", "a"): 1, ("2026-01", "b"): 3, ("2026-02", "b"): 2})
    assert chart.series == ("b", "a")
    below, above, _ = chart.bars
    assert (below.series, above.series) == (0, 1)
    assert above.y + above.height == pytest.approx(below.y)
    assert "a: 1" in above.title


def test_a_long_time_is_drawn_by_years() -> None:
    first, last = "2010-03", f"{2010 + MONTHS // 12}-03"
    chart = made({(first, ""): 1, ("2013-01", ""): 2, ("2013-12", ""): 3, (last, ""): 4})
    years = [str(y) for y in range(2010, int(last[:4]) + 1)]
    assert list(chart.labels) == years
    table = dict(chart.rows)
    assert (table["2010"], table["2013"], table["2011"]) == ((1,), (5,), (0,))


def test_ten_years_are_drawn_by_months_one_more_by_years() -> None:
    assert len(made({("2010-01", ""): 1, ("2019-12", ""): 1}).labels) == MONTHS
    assert len(made({("2010-01", ""): 1, ("2020-01", ""): 1}).labels) == 11


def test_of_many_series_the_smallest_are_one() -> None:
    names = [f"p{n}" for n in range(SERIES + 2)]
    numbers = {("2026-01", name): 10 + n for n, name in enumerate(names)}
    chart = made(numbers | {("2026-02", "p0"): 1})
    assert chart.series == ("p6", "p5", "p4", "p3", REST)
    assert dict(chart.rows)["2026-01"] == (16, 15, 14, 13, 10 + 11 + 12)
    assert dict(chart.rows)["2026-02"] == (0, 0, 0, 0, 1)


def test_as_many_series_as_there_are_colours_are_all_named() -> None:
    numbers = {("2026-01", f"p{n}"): 1 for n in range(SERIES)} | {("2026-02", "p0"): 1}
    assert made(numbers).series == tuple(f"p{n}" for n in range(SERIES))


def test_a_series_that_is_called_others_is_not_mixed_up_with_the_rest() -> None:
    numbers = {("2026-01", REST): 50, ("2026-02", REST): 50}
    numbers |= {("2026-01", f"p{n}"): n + 1 for n in range(SERIES + 1)}
    chart = made(numbers)
    assert dict(chart.rows)["2026-02"][chart.series.index(REST)] == 50
    assert sum(dict(chart.rows)["2026-01"]) == 50 + 21
    assert len(chart.series) == SERIES


@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {("2026-01", ""): 7},
        {("2026", ""): 1, ("", ""): 2, ("yyyy-mm", ""): 3},
        {("2026-01", ""): 1, ("2026-02", ""): 0},
    ],
)
def test_fewer_than_two_months_are_no_chart(numbers: dict[tuple[str, str], int]) -> None:
    assert over_time(numbers) is None


def test_dates_that_are_none_are_left_out() -> None:
    chart = made({("2026-01", ""): 1, ("2026-02", ""): 1, ("2026", ""): 9, ("nodates", ""): 9})
    assert chart.total == 2


@pytest.mark.parametrize("month", ["2026-00", "2026-13", "2026-99", "2026-x1", "2026/02"])
def test_a_month_that_there_is_not_breaks_nothing(month: str) -> None:
    chart = over_time({("2025-12", ""): 1, (month, ""): 2, ("2026-03", ""): 4})
    assert chart is not None
    assert chart.labels == ("2025-12", "2026-01", "2026-02", "2026-03")
    assert chart.total == 5


def test_a_typing_error_of_a_millennium_does_not_stretch_the_chart() -> None:
    real = {("2026-01", ""): 1, ("2026-02", ""): 1}
    assert over_time(real | {("0026-01", ""): 1, ("9999-12", ""): 1}) == over_time(real)
    assert len(made(real | {("1605-01", ""): 1}).labels) == 2026 - 1605 + 1


MONTHS_OF = st.builds("{:04}-{:02}".format, st.integers(1990, 2035), st.integers(1, 12))
NAMES = st.sampled_from(["", "a", "b", "c", "d", "e", "f", "g", REST])
NUMBERS = st.dictionaries(st.tuples(MONTHS_OF, NAMES), st.integers(1, 10**7), max_size=40)


@given(NUMBERS)
def test_the_table_and_the_bars_are_what_was_given(numbers: dict[tuple[str, str], int]) -> None:
    chart = over_time(numbers)
    if chart is None:
        assert len({m for m, _ in numbers}) < 2
        return
    assert chart.total == sum(numbers.values())
    size = len(chart.labels[0])
    for at, row in chart.rows:
        assert sum(row) == sum(n for (m, _), n in numbers.items() if m[:size] == at)
    assert [at for at, _ in chart.rows] == list(chart.labels) == sorted(chart.labels)
    assert len(chart.labels) <= max(MONTHS, 46)
    assert len(chart.series) <= SERIES
    assert len(chart.bars) == sum(1 for _, row in chart.rows for n in row if n)
    for b in chart.bars:
        assert b.x >= 0
        assert b.x + b.width <= WIDTH + 0.01
        assert b.y >= -0.01
        assert b.y + b.height <= HEIGHT + 0.02
        assert b.height >= 0
        assert 0 <= b.series < SERIES
