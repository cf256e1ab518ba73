"""Tables, rows for programs, and progress: ``quotes.cli.show``."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.cli import show
from quotes.cli.show import Format, clean_line, format_or, note, print_rows, watched

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT)
def test_a_clean_line_holds_nothing_that_a_terminal_obeys(text):
    assert all(c.isprintable() or c in "\n\t" for c in clean_line(text))


@given(TEXT)
def test_a_clean_line_keeps_what_can_be_printed(text):
    kept = [(a, b) for a, b in zip(text, clean_line(text), strict=True) if a != b]
    assert all(not a.isprintable() and b == "�" for a, b in kept)


@pytest.mark.parametrize("given_", list(Format))
def test_the_format_asked_for_goes_first(given_):
    assert format_or(given_, Format.JSON) == given_


def test_in_a_pipe_the_format_is_the_one_for_programs(capsys):
    assert format_or(None, Format.JSONL) == Format.JSONL


def test_a_note_goes_to_standard_error(capsys):
    note("one\x1b[2Jtwo")
    assert capsys.readouterr() == ("", "one�[2Jtwo\n")


@given(
    st.lists(
        st.fixed_dictionaries({"a": TEXT, "b": st.none() | st.integers(), "c": st.lists(TEXT)})
    )
)
def test_json_and_json_lines_come_back_the_same(rows):
    for how in (Format.JSON, Format.JSONL):
        with io.StringIO() as out, pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdout", out)
            print_rows(rows, how)
            printed = out.getvalue()
        lines = printed.split("\n")[:-1]
        assert (
            json.loads(printed) if how == Format.JSON else [json.loads(x) for x in lines]
        ) == rows


def cells(capsys, rows) -> list[dict]:
    """What a spreadsheet reads of ``rows`` printed as CSV."""
    print_rows(rows, Format.CSV)
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n"])
def test_no_cell_begins_a_formula(capsys, start):
    [row] = cells(capsys, [{"a": f"{start}1+1", "b": {"c": f"{start}cmd"}}])
    assert all(cell.startswith("'") for cell in row.values())
    assert [row["a"][2:], row["b.c"][2:]] == ["1+1", "cmd"]


@pytest.mark.parametrize(
    "text", ["plain", "a=b", "“=1”", 'with "marks", commas', "two\nlines", "é😀"]
)
def test_other_cells_come_back_the_same(capsys, text):
    assert cells(capsys, [{"a": text}]) == [{"a": text}]


def test_numbers_stay_numbers(capsys):
    assert cells(capsys, [{"a": -1, "b": 0.5, "c": None}]) == [{"a": "-1", "b": "0.5", "c": ""}]


def test_lists_are_json_in_a_cell(capsys):
    assert cells(capsys, [{"a": [[0, 3], [5, 9]]}]) == [{"a": "[[0, 3], [5, 9]]"}]


def test_rows_of_different_shapes_share_one_head(capsys):
    found = cells(
        capsys, [{"a": "1", "b": None}, {"a": "2", "b": {"c": "3"}}, {"a": "4", "d": "5"}]
    )
    assert [r["a"] for r in found] == ["1", "2", "4"]
    assert [r.get("b.c") for r in found] == ["", "3", ""]
    assert [r.get("d") for r in found] == ["", "", "5"]


def test_no_rows_are_an_empty_list(capsys):
    print_rows([], Format.JSON)
    assert capsys.readouterr().out == "[]\n"


def test_progress_gives_every_item_once_and_prints_nothing_for_a_short_run(capsys):
    assert list(watched(["a", "b", "c"], "articles")) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def slow(monkeypatch):
    """A clock on which every look costs three seconds, and a terminal."""
    looks = iter(range(0, 3000, 3))
    monkeypatch.setattr(show.time, "monotonic", lambda: next(looks))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")


def test_a_long_run_shows_a_bar_on_standard_error(capsys, slow):
    assert list(watched(["a", "b", "c"], "articles")) == ["a", "b", "c"]
    out, err = capsys.readouterr()
    assert out == ""
    assert "articles" in err
    assert "/3" in err


def test_the_bar_goes_when_the_run_is_broken_off(capsys, slow):
    items = watched(["a", "b", "c"], "articles")
    next(items)
    items.close()
    shown = capsys.readouterr().err
    assert "\x1b[?25l" in shown  # the cursor hidden while the bar stands
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")  # and shown again
