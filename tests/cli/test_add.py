"""``quotes add``: read, extract, store; a summary at the end; twice is once."""

from __future__ import annotations

import json
import re

import pytest
from cli.command import ARTICLE, everything, refused, rows

OTHER = "“Nobody rang us,” said Tomás Vale, who keeps the harbour.\n"


def summary(done) -> str:
    """The last line on standard error."""
    return done.stderr.splitlines()[-1]


def test_a_summary_stands_at_the_end(inside, article):
    done = inside("add", article)
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(
        r"1 article \(1 added\), [1-9]\d* statements? found, 0 failed; database: quotes\.db",
        summary(done),
    )


def test_the_statements_can_be_searched(inside, article):
    inside("add", article)
    found = json.loads(inside("search", "stone", "--speaker", "Quill").stdout)
    assert [r["text"] for r in found] == ["“We will rebuild every stone of it,”"]


def test_adding_twice_changes_nothing(inside, article, tmp_path):
    inside("add", article)
    before = everything(tmp_path / "quotes.db")
    done = inside("add", article)
    assert done.returncode == 0
    assert summary(done).startswith("1 article (1 unchanged), 0 statements found, 0 failed")
    assert everything(tmp_path / "quotes.db") == before


def test_statements_of_too_little_confidence_are_left_out_and_counted(inside, article, tmp_path):
    inside("add", article, "--min-confidence", 0)
    path = tmp_path / "quotes.db"
    every = rows(path, "SELECT id, confidence FROM attribution ORDER BY id")
    least = max(c for _, c in every)
    done = inside("add", article, "--min-confidence", least)
    kept = [(i, c) for i, c in every if c >= least]
    assert rows(path, "SELECT id, confidence FROM attribution ORDER BY id") == kept
    assert rows(path, "SELECT min_confidence FROM run ORDER BY id") == [(0.0,), (least,)]
    assert len(kept) == 1
    left = len(every) - len(kept)
    assert summary(done).startswith(
        f"1 article (1 replaced), {len(kept)} statement found, "
        f"{left} left out (confidence under {least:g}), 0 failed"
    )
    inside("add", article, "--min-confidence", 0)
    assert rows(path, "SELECT id, confidence FROM attribution ORDER BY id") == every
    inside("add", article)
    assert rows(path, "SELECT min_confidence FROM run ORDER BY id DESC LIMIT 1") == [(None,)]


def test_the_same_text_under_another_name_changes_nothing(inside, article, tmp_path):
    inside("add", article)
    before = everything(tmp_path / "quotes.db")
    article.rename(tmp_path / "moved.txt")
    inside("add", "moved.txt")
    assert everything(tmp_path / "quotes.db") == before


def test_a_folder_is_added_however_deep(inside, tmp_path):
    (tmp_path / "news" / "2026").mkdir(parents=True)
    (tmp_path / "news" / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "news" / "2026" / "b.TXT").write_text(OTHER, "utf-8")
    (tmp_path / "news" / "2026" / "c.csv").write_text(OTHER, "utf-8")
    done = inside("add", "news")
    assert summary(done).startswith("2 articles (2 added)")


def test_several_paths_are_added_in_one_call(inside, article, tmp_path):
    (tmp_path / "b.txt").write_text(OTHER, "utf-8")
    assert summary(inside("add", article, "b.txt")).startswith("2 articles (2 added)")


@pytest.mark.parametrize(
    "page",
    [ARTICLE, f"<!DOCTYPE html><html><body><article><p>{ARTICLE}</p></article></body></html>"],
)
def test_a_dash_adds_standard_input(quotes, tmp_path, page):
    done = quotes("add", "-", feed=page.encode())
    assert done.returncode == 0
    [(text,)] = rows(tmp_path / "quotes.db", "SELECT text FROM article")
    assert text.startswith("“We will rebuild")


def test_the_options_describe_the_article(inside, article):
    inside(
        "add", article, "--title", "A wall", "--publisher", "The Echo",
        "--url", "https://example.org/wall", "--published", "2026-04",
    )  # fmt: skip
    found = json.loads(inside("search", "stone").stdout)
    assert found[0]["article"] == {
        "title": "A wall",
        "url": "https://example.org/wall",
        "publisher": "The Echo",
        "published": "2026-04",
    }


def test_the_options_go_before_what_the_file_says(inside, tmp_path):
    head = "The wall gives way\nTHE NORTHERN WIRE\nJan. 19, 2026\n"
    (tmp_path / "a.txt").write_text(head + ARTICLE, "utf-8")
    inside("add", "a.txt", "--title", "Another title")
    found = json.loads(inside("search", "stone").stdout)
    assert found[0]["article"]["title"] == "Another title"
    assert found[0]["article"]["publisher"] == "The Northern Wire"
    assert found[0]["article"]["published"] == "2026-01-19"


def test_what_was_not_known_is_filled_by_adding_again(inside, article):
    inside("add", article)
    inside("add", article, "--published", "2026-01-19")
    assert len(json.loads(inside("search", "stone", "--since", "2026").stdout)) == 1


def test_an_article_in_which_nobody_speaks_is_stored(inside, tmp_path):
    (tmp_path / "a.txt").write_text("Rain. Wind. Fog.\n", "utf-8")
    done = inside("add", "a.txt")
    assert summary(done).startswith("1 article (1 added), 0 statements found, 0 failed")


def test_one_that_cannot_be_read_does_not_stop_the_rest(inside, article):
    done = inside("add", "absent.txt", article)
    refused(done, "quotes: absent.txt: ")
    assert summary(done).startswith("1 article (1 added)")
    assert "1 failed" in summary(done)


def test_what_failed_is_kept_until_it_can_be_read(inside, tmp_path):
    inside("add", "a.txt")
    assert rows(tmp_path / "quotes.db", "SELECT origin FROM failure") == [("a.txt",)]
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    inside("add", "a.txt")
    assert rows(tmp_path / "quotes.db", "SELECT origin FROM failure") == []


def test_a_file_whose_name_is_no_utf8_is_added(quotes, tmp_path):
    (tmp_path / "a\udcff.txt").write_text(ARTICLE, "utf-8")
    done = quotes("add", "a\udcff.txt")
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


def test_one_title_is_not_given_to_two_articles(inside, article, tmp_path):
    (tmp_path / "b.txt").write_text("“Two,” said Bo Tern.\n", "utf-8")
    refused(inside("add", article, "b.txt", "--title", "X"), "--title", status=2)
    assert not (tmp_path / "quotes.db").exists()
