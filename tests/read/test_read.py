"""Which reader a file gets, and files that cannot be read at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from quotes.errors import InputError
from quotes.read import MOST_BYTES, read_bytes, read_file

PAGE = (
    "<html><head><title>A page</title></head><body><article><h1>A page</h1><p>"
    + "The wall fell at dawn on Sunday, officials said. " * 12
    + "</p></article></body></html>"
)
PROSE = "The wall fell at dawn on Sunday, officials said."


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.Html"])
def test_a_page_is_read_by_its_suffix_whatever_the_case(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PAGE, "utf-8")
    document = read_file(tmp_path / name)
    assert "The wall fell at dawn" in document.text
    assert "<" not in document.text
    assert document.title == "A page"
    assert document.origin == str(tmp_path / name)


def test_a_text_file_is_text_even_where_it_looks_like_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE, "utf-8")
    assert read_file(tmp_path / "a.txt").text == PAGE


@pytest.mark.parametrize(
    "start",
    [
        pytest.param("<!DOCTYPE html>\n", id="doctype"),
        pytest.param("\n\n  <!doctype HTML>", id="white space and small letters"),
        pytest.param('<?xml version="1.0"?>\n', id="xml"),
        pytest.param("", id="html"),
        pytest.param("\ufeff<!DOCTYPE html>\n", id="byte-order mark"),
    ],
)
def test_a_page_without_a_suffix_is_known_by_its_start(start: str) -> None:
    assert read_bytes((start + PAGE).encode(), origin="standard input").title == "A page"


@pytest.mark.parametrize("text", [PROSE, "<b> is bold, he said.", "5 < 6, she said."])
def test_anything_else_without_a_suffix_is_text(text: str) -> None:
    assert read_bytes(text.encode(), origin="standard input").text == text


@pytest.mark.parametrize("kind", ["text", "html", None])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \n\t\r\n", id="white space"),
        pytest.param(b"\xef\xbb\xbf", id="byte-order mark of UTF-8"),
        pytest.param(b"\xff\xfe", id="byte-order mark of UTF-16"),
        pytest.param("\u00a0\u2003\n".encode(), id="white space beyond ASCII"),
    ],
)
def test_a_file_without_a_letter_is_refused(data: bytes, kind: str | None) -> None:
    with pytest.raises(InputError, match=r"^empty\.txt: "):
        read_bytes(data, origin="empty.txt", kind=kind)


def test_only_quotation_marks_are_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“”", "utf-8")
    assert read_file(tmp_path / "a.txt").text == "“”"


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: cannot be read \(No such file"):
        read_file(tmp_path / "gone.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path)


def test_a_file_too_large_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.touch()
    os.truncate(path, 50_000_000)
    with pytest.raises(InputError, match=r"too large for an article \(50 MB, the most is 20\)"):
        read_file(path)


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * MOST_BYTES)
    assert len(read_file(path).text) == MOST_BYTES


def test_a_file_that_may_not_be_opened_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(InputError, match=r"loop\.txt: cannot be read"):
        read_file(tmp_path / "loop.txt")
