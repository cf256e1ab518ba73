"""Input that is no article, or hardly one: a clear line, the right status, the rest of the batch done."""

from __future__ import annotations

import json

import pytest
from cli.command import ARTICLE, refused, rows

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8

UNREADABLE = {
    "empty.txt": (b"", "is empty"),
    "empty.html": (b"", "is empty"),
    "blank.txt": (b" \n\t\r\n", "is empty"),
    "picture.txt": (PICTURE, "is binary"),
    "picture.html": (PICTURE, "is binary"),
    "without-nul.txt": (bytes(range(1, 256)) * 40, "is binary"),
    "program": (b"\x7fELF\x02\x01\x01\x00" + bytes(64), "is binary"),
    "half.txt": ("“We".encode("utf-16") + b"\x00", "UTF-16"),
    "no-article.html": (b"<!DOCTYPE html><html><body></body></html>", "no article"),
}

READABLE = {
    "only marks": b"\xe2\x80\x9c\xe2\x80\x9d\"'\xe2\x80\x98\xe2\x80\x99\xc2\xab\xc2\xbb\n\xe2\x80\x9c\n",
    "only closing marks": "”””\n”\n".encode(),
    "an unclosed mark": "“We will rebuild, the mayor, Ada Quill, said.\n\nShe left.\n".encode(),
    "a mark that only closes": "We will rebuild,” the mayor, Ada Quill, said.\n".encode(),
    "damaged UTF-8": ("“Café,” René said.\nHe said naïve ".encode() + b"\xff\xfe\xc3 things.\n"),
    "Windows-1252": "“The café is closed,” said René Quill — he left.\n".encode("cp1252"),
    "control characters": b"She said \x1b[31mthat the old harbour wall would hold for a year, or perhaps for two.\n",
    "one letter": b"a",
    "no spaces": "“".encode() + b"a" * 5000 + "”".encode(),
    "nested marks": ("“‘«" * 500 + "said Ada Quill" + "»’”" * 500).encode(),
}


@pytest.fixture
def bad(request, tmp_path):
    """The unreadable file of that name, and what must be said of it."""
    data, words = UNREADABLE[request.param]
    (tmp_path / request.param).write_bytes(data)
    return request.param, words


@pytest.mark.parametrize("bad", UNREADABLE, indirect=True)
def test_add_names_what_is_no_article_and_stores_the_rest(inside, article, tmp_path, bad):
    name, words = bad
    refused(inside("add", name, article), f"quotes: {name}: ", words)
    assert rows(tmp_path / "quotes.db", "SELECT text FROM article") == [(ARTICLE,)]


@pytest.mark.parametrize("bad", UNREADABLE, indirect=True)
def test_extract_names_what_is_no_article_and_prints_the_rest(inside, article, bad):
    name, words = bad
    done = inside("extract", name, article)
    refused(done, f"quotes: {name}: ", words)
    assert {json.loads(x)["document"] for x in done.stdout.splitlines()} == {str(article)}


def test_empty_standard_input_is_named(quotes):
    refused(quotes("add", "-"), "quotes: standard input: is empty")


@pytest.mark.parametrize("name", READABLE)
def test_odd_text_is_stored_all_the_same(inside, tmp_path, name):
    (tmp_path / "odd.txt").write_bytes(READABLE[name])
    done = inside("add", "odd.txt")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)
    assert rows(tmp_path / "quotes.db", "SELECT count(*) FROM article") == [(1,)]


def test_only_marks_say_nothing(inside, tmp_path):
    (tmp_path / "odd.txt").write_bytes(READABLE["only marks"])
    done = inside("extract", "odd.txt")
    assert (done.returncode, done.stdout) == (0, "")


def test_offsets_are_true_where_bytes_are_damaged(inside, tmp_path):
    data = b"\xfd\xfe\xff na\xc3\xafve caf\xc3\xa9 \xe2\x80\x94 \xe2\x80\x94\n" + ARTICLE.encode()
    (tmp_path / "odd.txt").write_bytes(data)
    text = data.decode("utf-8", "replace")
    found = [json.loads(x) for x in inside("extract", "odd.txt").stdout.splitlines()]
    [[start, end]] = next(r["content"] for r in found if r["kind"] == "direct")
    assert text[start:end] == "“We will rebuild every stone of it,”"


def test_a_folder_without_articles_is_named(inside, article, tmp_path):
    (tmp_path / "hollow").mkdir()
    (tmp_path / "hollow" / "notes.md").write_text("x")
    done = inside("add", "hollow", article)
    refused(done, "quotes: hollow: ", "no article", ".txt")
    assert rows(tmp_path / "quotes.db", "SELECT text FROM article") == [(ARTICLE,)]


def test_a_path_that_is_neither_file_nor_folder_is_named(quotes, article, tmp_path):
    refused(quotes("add", "/dev/null", article), "/dev/null", "is empty")
    assert rows(tmp_path / "quotes.db", "SELECT text FROM article") == [(ARTICLE,)]


def test_a_link_that_leads_to_itself_is_named(inside, article, tmp_path):
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    refused(inside("add", "loop.txt", article), "quotes: loop.txt: cannot be read")


def test_21_megabytes_in_one_line_are_refused(inside, article, tmp_path):
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(21_000_000)
    refused(inside("add", "huge.txt", article), "quotes: huge.txt: is too large", "21 MB")
    assert rows(tmp_path / "quotes.db", "SELECT text FROM article") == [(ARTICLE,)]


def test_21_megabytes_from_standard_input_are_refused(quotes):
    refused(quotes("add", "-", feed=b"a" * 21_000_000), "standard input", "is too large")


def test_a_megabyte_in_one_line_is_read(inside, tmp_path):
    line = "“We will rebuild,” the mayor, Ada Quill, said. " * 400
    line += "a" * (1_000_000 - len(line))
    (tmp_path / "long.txt").write_text(line, "utf-8")
    done = inside("add", "long.txt")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)
    assert rows(tmp_path / "quotes.db", "SELECT length(text) FROM article") == [(1_000_000,)]


def test_a_hostile_file_name_cannot_steer_the_terminal(inside, tmp_path):
    name = "\x1b]0;owned\x07\x1b[31mred.txt"
    (tmp_path / name).write_bytes(b"")
    done = inside("add", name)
    assert done.returncode == 1
    assert "is empty" in done.stderr
    assert not any(c in done.stderr for c in "\x1b\x07")


def test_a_path_that_is_too_long_is_named(inside, article):
    done = inside("add", "a" * 300 + ".txt", article)
    refused(done, "quotes: aaaa")
