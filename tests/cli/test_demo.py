"""``quotes demo`` and ``quotes evaluate``."""

from __future__ import annotations

import csv
import io
import json
import shlex

import pytest
from cli.command import Serving, everything, refused, rows
from handmade import said

from quotes import home

TEXT = "“We will rebuild every stone of it,” the mayor, Ada Quill, said on Sunday.\n"


def test_demo_makes_a_database_of_all_the_samples(demo):
    assert rows(demo, "SELECT count(*) FROM article") == [(len(list(home.samples().iterdir())),)]
    assert rows(demo, "SELECT count(*) FROM failure") == [(0,)]


def test_at_least_twelve_samples_ship(demo):
    assert rows(demo, "SELECT count(*) >= 12 FROM article") == [(1,)]


def test_demo_says_three_commands_that_work(inside, demo, tmp_path):
    (tmp_path / "quotes.db").write_bytes(demo.read_bytes())
    said_next = [x for x in inside("demo").stderr.splitlines() if x.startswith("  quotes ")]
    assert len(said_next) == 3
    for command in said_next:
        done = inside(*shlex.split(command)[1:])
        assert done.returncode == 0
        assert json.loads(done.stdout)


def test_demo_again_changes_nothing(inside, demo, tmp_path):
    (tmp_path / "quotes.db").write_bytes(demo.read_bytes())
    done = inside("demo")
    assert done.returncode == 0
    assert everything(tmp_path / "quotes.db") == everything(demo)


def test_the_commands_of_demo_name_the_database(inside, demo, tmp_path):
    (tmp_path / "my demo.db").write_bytes(demo.read_bytes())
    lines = [x for x in inside("demo", "--db", "my demo.db").stderr.splitlines() if "quotes " in x]
    for line in lines[1:]:
        assert shlex.split(line)[-1] == "my demo.db"


def test_demo_goes_by_the_environment_as_every_command(inside, demo, tmp_path, monkeypatch):
    (tmp_path / "elsewhere.db").write_bytes(demo.read_bytes())
    monkeypatch.setenv("QUOTES_DB", "elsewhere.db")
    assert "database: elsewhere.db" in inside("demo").stderr


def test_demo_does_not_get_among_your_own_articles(inside, tmp_path):
    (tmp_path / "own.txt").write_text(TEXT, "utf-8")
    inside("add", "own.txt")
    before = everything(tmp_path / "quotes.db")
    refused(inside("demo"), "quotes: quotes.db: holds articles of your own (1)")
    assert everything(tmp_path / "quotes.db") == before


def test_demo_can_open_the_site(demo, tmp_path):
    (tmp_path / "quotes.db").write_bytes(demo.read_bytes())
    with Serving(tmp_path, "--serve", command="demo") as site:
        status, page = site.get("/")
    assert status == 200
    assert "Who said what" in page


@pytest.fixture
def gold(tmp_path):
    """A gold corpus of one article with one direct quotation."""
    a = said(TEXT, "“We will rebuild every stone of it,”", "said", "the mayor, Ada Quill,")
    spans = {role: [list(s) for s in getattr(a, role)] for role in ("content", "cue", "source")}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "attributions": [spans]}) + "\n", "utf-8")
    return path


MEASURES = ["content exact", "content", "direct", "mixed", "indirect", "end to end"]
SHARES = ["source | content", "cue | content", "direct, end to end recall"]


def test_evaluate_prints_a_table(quotes, gold):
    done = quotes("evaluate", gold)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split("─")[0].split() == ["measure", "P", "R", "F", "gold", "found"]
    for name in MEASURES + SHARES:
        assert name in done.stdout


def test_evaluate_scores_what_the_model_finds(inside, gold):
    found = json.loads(inside("evaluate", gold, "--format", "json").stdout)
    assert [r["measure"] for r in found] == MEASURES + SHARES
    by_name = {r["measure"]: r for r in found}
    assert by_name["direct"]["gold"] == 1
    assert by_name["direct"]["R"] == 100.0
    assert by_name["source | content"]["percent"] == 100.0


def test_evaluate_as_json_lines(inside, gold):
    lines = inside("evaluate", gold, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(x)["measure"] for x in lines] == MEASURES + SHARES


def test_evaluate_as_csv(inside, gold):
    done = inside("evaluate", gold, "--format", "csv")
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [r["measure"] for r in found] == MEASURES + SHARES


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "holds no article"),
        ("no JSON", "line 1"),
        ("[]", "line 1"),
        ('{"id": "a"}', "line 1"),
        ('{"id": "a", "text": "x", "attributions": [{"content": [[3, 1]]}]}', "line 1"),
        ('{"id": "a", "text": "x", "attributions": [{"content": [["a", "b"]]}]}', "line 1"),
        ('{"id": "a", "text": 5, "attributions": []}', "line 1"),
        ("\udcff", "gold corpus"),
    ],
    ids=ascii,
)
def test_evaluate_names_what_is_no_gold_corpus(inside, tmp_path, line, words):
    (tmp_path / "gold.jsonl").write_text(line, "utf-8", "surrogateescape")
    refused(inside("evaluate", "gold.jsonl"), "quotes: gold.jsonl", words)


@pytest.mark.parametrize("path", ["absent.jsonl", "."])
def test_evaluate_names_what_is_no_file(inside, path):
    refused(inside("evaluate", path), f"quotes: {path}: ", "gold corpus")
