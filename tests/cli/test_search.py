"""``quotes search``: who said what, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest
from cli.command import ARTICLE, QUOTES, Done, environment, on_terminal, plain, refused
from handmade import said

from quotes.document import Document
from quotes.store.database import open_database
from quotes.store.write import store

KEYS = [
    "id",
    "kind",
    "medium",
    "negated",
    "confidence",
    "text",
    "speaker",
    "wikidata",
    "joint",
    "source",
    "cue",
    "context",
    "appearances",
    "article",
]
ARTICLE_KEYS = ["title", "url", "publisher", "published"]
FORMATS = ["table", "json", "jsonl", "csv"]


def shell(line: str, folder: Path) -> Done:
    """What a shell makes of ``line``."""
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture
def search(inside, known):
    """The statements that ``quotes search`` finds in the database made by hand."""
    return lambda *args: json.loads(inside("search", *args, "--db", known).stdout)


def texts(found: list[dict]) -> list[str]:
    return [r["text"] for r in found]


def test_in_a_pipe_it_is_a_json_list_with_the_promised_keys(quotes, known):
    done = quotes("search", "--db", known)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert [list(r) for r in found] == [KEYS] * 10
    assert [list(r["article"]) for r in found] == [ARTICLE_KEYS] * 10


@pytest.fixture
def ways(tmp_path):
    """A database of one article where something is said, thought, and denied; its path."""
    text = "Ada Quill said the wall stood. Ada Quill believes it fell. Ada Quill denied that it leaned."
    found = [
        said(text, "the wall stood", "said", "Ada Quill", "Ada Quill", confidence=0.5),
        said(text, "it fell", "believes", "Ada Quill", "Ada Quill"),
        said(text, "that it leaned", "denied", "Ada Quill", "Ada Quill"),
    ]
    database = open_database(tmp_path / "ways.db", create=True, write=True)
    with database.writing() as connection:
        store(connection, Document(text), found, model="by hand", version="0")
    database.close()
    return tmp_path / "ways.db"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], ["the wall stood", "that it leaned"]),
        (["--medium", "thought"], ["it fell"]),
        (
            ["--medium", "thought", "--medium", "speech"],
            ["the wall stood", "it fell", "that it leaned"],
        ),
        (["--medium", "all", "--min-confidence", "0.6"], ["it fell", "that it leaned"]),
    ],
    ids=str,
)
def test_thought_and_doubtful_statements_are_asked_for(inside, ways, asked, expected):
    found = json.loads(inside("search", *asked, "--db", ways).stdout)
    assert texts(found) == expected
    assert [r["text"] for r in found if r["negated"]] == [
        t for t in expected if t == "that it leaned"
    ]


def test_a_table_says_what_was_thought_and_what_is_denied(inside, ways):
    done = inside("search", "--medium", "all", "--db", ways, "--format", "table")
    shown = " ".join(done.stdout.split())
    assert "[thought: believes] it fell" in shown
    assert "[negated: denied] that it leaned" in shown
    assert "] the wall" not in shown


def test_show_and_cite_say_that_it_is_denied(inside, ways):
    found = json.loads(inside("search", "leaned", "--db", ways).stdout)
    shown = inside("show", found[0]["id"], "--db", ways).stdout
    assert "medium    speech" in shown
    assert "negated   the article denies it of the source" in shown
    assert "(denied [negated])" in inside("cite", found[0]["id"], "--db", ways).stdout


def test_a_statement_is_told_whole(search):
    [found] = search("freight")
    assert len(found.pop("id")) == 12
    assert found == {
        "kind": "direct",
        "medium": "speech",
        "negated": False,
        "confidence": 0.9,
        "text": "“It sounded like a freight train,” … “Then there was no street.”",
        "speaker": "Colm Darrow",
        "wikidata": None,
        "joint": [],
        "source": "Fire Chief Colm Darrow",
        "cue": "said",
        "context": "“It sounded like a freight train,” Fire Chief Colm Darrow said. “Then there was no street.”",
        "appearances": 1,
        "article": {
            "title": "Sea wall gives way in Port Ellery",
            "url": "https://example.org/northern-wire/wall",
            "publisher": "Northern Wire",
            "published": "2026-01-19",
        },
    }


@pytest.mark.parametrize(
    ("args", "number"),
    [
        ([], 10),
        (["--kind", "direct"], 4),
        (["--kind", "mixed"], 1),
        (["--kind", "indirect"], 5),
        (["--speaker", "Ortel"], 3),
        (["--speaker", "ortel, marguerite"], 3),
        (["--speaker", "Margerite Ortell"], 3),
        (["--speaker", "Akazawa", "--kind", "indirect"], 1),
        (["--speaker", "Nobody Atall"], 0),
        (["--publisher", "courier"], 3),
        (["--publisher", "%"], 0),
        (["--since", "2026"], 6),
        (["--since", "2026-01-20"], 3),
        (["--until", "2025-04"], 2),
        (["--until", "2025-04-30"], 2),
        (["--until", "2025-04-29"], 0),
        (["--since", "2026-01-19", "--until", "2026-01-19"], 3),
        (["tariff"], 2),
        (["tariffs"], 2),
        (["tariff", "talks"], 1),
        (["talks tariff"], 1),
        (['"tariff talks"'], 1),
        (['"talks tariff"'], 0),
        (["tariff", "--speaker", "Ortel"], 1),
        (["nowhere"], 0),
        (["AND", "OR", "NOT", "*", "^", "-", "("], 0),
        (["--limit", "2"], 2),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else None,
)
def test_every_condition_narrows(search, args, number):
    assert len(search(*args)) == number


@pytest.mark.parametrize(
    "words", ['"', "“”", "*", "(", "a:b", "NEAR(a b)", "'; DROP TABLE x; --", "\\"]
)
def test_no_character_is_an_operator(inside, known, words):
    done = inside("search", words, "--db", known)
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], "")


def test_newest_come_first_where_no_words_are_asked(search):
    dates = [r["article"]["published"] or "" for r in search()]
    assert dates == sorted(dates, reverse=True)


def test_json_lines_are_the_same_rows(inside, known, search):
    done = inside("search", "--format", "jsonl", "--db", known)
    assert [json.loads(x) for x in done.stdout.splitlines()] == search()


def test_csv_has_the_same_rows_with_the_article_flat(inside, known, search):
    done = inside("search", "--format", "csv", "--db", known)
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(found[0]) == KEYS[:-1] + [f"article.{k}" for k in ARTICLE_KEYS]
    assert [r["text"] for r in found] == texts(search())


def test_a_table_shows_identifier_speaker_and_statement(inside, known, search):
    done = inside("search", "tariff", "--format", "table", "--db", known)
    head, body = done.stdout.split("─", 1)
    assert head.split() == ["id", "speaker", "statement", "published", "publisher"]
    for row in search("tariff"):
        assert row["id"] in body
        assert row["speaker"] in body


def test_a_table_is_followed_by_what_to_do_next(inside, known, search):
    done = inside("search", "tariff", "--limit", "1", "--format", "table", "--db", known)
    [row] = search("tariff", "--limit", "1")
    assert done.stderr == f"1 of 2; one in its article: quotes show {row['id']}\n"


def test_a_source_without_a_name_stands_in_parentheses(inside, known):
    done = inside("search", "memorandum", "--kind", "indirect", "--format", "table", "--db", known)
    assert "(An official)" in done.stdout


def test_a_table_of_nothing_says_so(inside, known):
    done = inside("search", "nowhere", "--format", "table", "--db", known)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("nothing found")


def test_on_a_terminal_it_is_a_table(known, tmp_path):
    printed = plain(on_terminal("search", "tariff", "--db", known, cwd=tmp_path))
    assert printed.split("─")[0].split() == ["id", "speaker", "statement", "published", "publisher"]


def test_a_table_keeps_to_the_width_of_the_terminal(known, tmp_path):
    printed = plain(on_terminal("search", "--db", known, cwd=tmp_path, columns=80))
    assert max(len(line) for line in printed.splitlines()) <= 80


@pytest.mark.parametrize("how", FORMATS)
def test_every_format_works_on_what_the_model_finds(inside, demo, how):
    done = inside("search", "--limit", "500", "--format", how, "--db", demo)
    assert done.returncode == 0
    assert "Okonjo-Reyes" in done.stdout


def test_curly_quotation_marks_survive_an_old_locale(quotes, known):
    done = quotes("search", "freight", "--db", known, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert json.loads(done.stdout)[0]["text"].startswith("“It sounded")


def test_a_cell_that_a_spreadsheet_would_run_is_defused(inside, article):
    inside("add", article, "--title", "=HYPERLINK(1)", "--publisher", "@SUM(1)", "--url", "+1")
    done = inside("search", "--format", "csv")
    row = next(csv.DictReader(io.StringIO(done.stdout)))
    assert row["article.title"] == "'=HYPERLINK(1)"
    assert row["article.publisher"] == "'@SUM(1)"
    assert row["article.url"] == "'+1"


def test_json_gives_every_character_as_it_is_stored(inside, article):
    inside("add", article, "--title", "=HYPERLINK(1)\x1b[31m")
    found = json.loads(inside("search").stdout)
    assert found[0]["article"]["title"] == "=HYPERLINK(1)\x1b[31m"


@pytest.mark.parametrize("command", ["search", "show", "cite", "speakers"])
def test_a_hostile_name_cannot_steer_the_terminal(inside, tmp_path, command):
    name = "\x1b]0;owned\x07\x1b[31m\x9b2JMallory"
    (tmp_path / "a.txt").write_text(ARTICLE + f"“Open the gate,” {name} Quill said.\n", "utf-8")
    inside("add", "a.txt", "--title", f"T{name}", "--publisher", f"P{name}", "--url", f"U{name}")
    some = json.loads(inside("search").stdout)
    asked = [some[0]["id"]] if command in ("show", "cite") else []
    done = inside(command, *asked, "--format", "table")
    assert done.returncode == 0
    assert "Quill" in done.stdout
    assert [c for c in done.stdout + done.stderr if not c.isprintable() and c != "\n"] == []


@pytest.mark.parametrize("how", FORMATS)
def test_a_reader_that_has_seen_enough_is_no_error(demo, tmp_path, how):
    line = f"'{QUOTES}' search --limit 1000 --format {how} --db '{demo}' | head -n 1"
    done = shell(line, tmp_path)
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("args", ["search --limit 1000", "speakers"])
def test_a_closed_pipe_leaves_status_0(demo, tmp_path, args):
    # Closed before anything is written: `true` reads nothing, and the sleep lets it end.
    line = f"(sleep 0.3; '{QUOTES}' {args} --db '{demo}'; echo status $? >&2) | true"
    done = shell(line, tmp_path)
    assert done.stderr == "status 0\n"


def test_a_full_disk_under_standard_output_is_a_clear_line(known, tmp_path):
    done = shell(f"'{QUOTES}' search --db '{known}' > /dev/full", tmp_path)
    refused(done, "quotes: ", "No space left")


@pytest.fixture
def repeated(tmp_path):
    """A database in which two articles print the same words."""
    path = tmp_path / "repeated.db"
    database = open_database(path, create=True, write=True)
    for day in ("2026-03-02", "2026-03-01"):
        text = f"“We will open the gates before winter,” said Ada Quill.\nPrinted on {day}."
        found = said(text, text[: text.index(" said")], "said", "Ada Quill", "Ada Quill")
        with database.writing() as connection:
            store(connection, Document(text, published=day), [found], model="m", version="0")
    database.close()
    return path


def test_what_two_articles_print_is_one_row_unless_each_is_asked_for(inside, repeated):
    [one] = json.loads(inside("search", "gates", "--db", repeated, "--format", "json").stdout)
    assert (one["appearances"], one["article"]["published"]) == (2, "2026-03-01")
    told = inside("search", "gates", "--db", repeated, "--format", "table")
    assert "each of several: --repeats" in told.stderr
    each = inside("search", "gates", "--db", repeated, "--format", "json", "--repeats")
    assert len(json.loads(each.stdout)) == 2
    assert (
        "--repeats"
        not in inside("search", "--repeats", "--db", repeated, "--format", "table").stderr
    )


@pytest.mark.parametrize(("order", "first"), [("newest", "2026-03-02"), ("oldest", "2026-03-01")])
def test_the_order_is_chosen(inside, repeated, order, first):
    done = inside(
        "search", "gates", "--repeats", "--order", order, "--db", repeated, "--format", "json"
    )
    assert json.loads(done.stdout)[0]["article"]["published"] == first


def test_an_order_that_there_is_not_is_refused(inside, repeated):
    done = inside("search", "--order", "best", "--db", repeated)
    refused(done, "no order is called 'best'", "newest", status=2)
