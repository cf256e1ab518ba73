"""``quotes speakers`` and its commands."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.command import QUOTES, Done, environment, plain, refused, rows
from handmade import tell

from quotes.store.database import open_database

Run = Callable[..., Done]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Ada Quill (1, twice), a Quill whom nothing tells (2), H. Pell (3) and Howard Pell (4)."""
    path = tmp_path / "quotes.db"
    database = open_database(path, create=True, write=True)
    with database.writing() as connection:
        tell(connection, "Senator Ada Quill", title="A wall")
        tell(connection, "Ada Quill")
        tell(connection, "Quill", title="A letter")
        tell(connection, "H. Pell", "H. Pell")
        tell(connection, "Howard Pell", "Howard Pell", "Howard Pell")
    database.close()
    return path


def speakers(path: Path) -> list[tuple]:
    return rows(path, "SELECT id, name, attributions FROM speaker ORDER BY id")


# -- listing


@pytest.mark.parametrize("args", [["quill"], ["list", "quill"], ["--limit", "5", "quill"]])
def test_what_is_no_command_is_a_name(inside: Run, mine: Path, args: list[str]) -> None:
    found = json.loads(inside("speakers", *args).stdout)
    assert [(p["id"], p["name"], p["attributions"]) for p in found] == [
        (1, "Ada Quill", 2),
        (2, "Quill", 1),
    ]


def test_somebody_called_like_a_command_is_found_by_list(inside: Run, mine: Path) -> None:
    assert inside("speakers", "list", "merge").stdout.strip() == "[]"


def test_a_typing_error_is_forgiven(inside: Run, mine: Path) -> None:
    [found] = json.loads(inside("speakers", "Hovard Pell").stdout)
    assert found["name"] == "Howard Pell"


def test_help_lists_the_commands(inside: Run) -> None:
    done = inside("speakers", "--help")
    for (
        command
    ) in "list show review merge split rename identify undo history export import".split():
        assert f"\n  {command}" in done.stdout


# -- showing


def test_show_has_names_examples_descriptions_and_judgements(inside: Run, mine: Path) -> None:
    printed = inside("speakers", "show", "Ada Quill").stdout
    for words in ("Senator Ada Quill", "“Number 1, 0,”", "described as", "may be Ada Quill"):
        assert words in printed


def test_show_for_programs(inside: Run, mine: Path) -> None:
    [found] = json.loads(inside("speakers", "show", "1", "--format", "json").stdout)
    assert found["descriptions"] == [
        {"description": "Senator", "attributions": 1, "first": "2026-01-01", "last": "2026-01-01"}
    ]
    assert [n["text"] for n in found["names"]] == ["Ada Quill"]
    assert found["judgements"][0]["verdict"] == "unsure"


def test_a_name_of_several_is_answered_with_their_numbers(inside: Run, mine: Path) -> None:
    refused(inside("speakers", "show", "quill"), "may be 2 speakers", "1 Ada Quill", status=2)


def test_nobody_is_said_to_be_nobody(inside: Run, mine: Path) -> None:
    refused(inside("speakers", "show", "Zebedee"), "nobody is called 'Zebedee'", status=1)


# -- changing


def test_a_merge_without_yes_and_without_a_terminal_is_refused(quotes: Run, mine: Path) -> None:
    before = speakers(mine)
    refused(quotes("speakers", "merge", "3", "4"), "--yes", status=2)
    assert speakers(mine) == before


def test_a_merge_says_what_it_did_and_how_to_take_it_back(quotes: Run, mine: Path) -> None:
    done = quotes("speakers", "merge", "H. Pell", "4", "--yes", "--by", "me", "--format", "table")
    assert "Merged H. Pell (3) and Howard Pell (4)." in done.stdout
    assert "become one speaker with 5 statements" in done.stderr
    assert "quotes speakers undo 1" in done.stderr
    assert speakers(mine)[2:] == [(3, "Howard Pell", 5)]
    assert rows(mine, 'SELECT what, "by" FROM action') == [("merge", "me")]


def test_a_split_a_name_and_an_identifier_and_all_undone(quotes: Run, mine: Path) -> None:
    before = speakers(mine)
    for args in (
        ["merge", "1", "2"],
        ["split", "2"],
        ["rename", "1", "Ada B. Quill"],
        ["identify", "1", "Q42"],
    ):
        done = quotes("speakers", *args, "--yes", "--format", "json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)[0]["action"]
    assert rows(mine, "SELECT name, wikidata FROM speaker WHERE id = 1") == [
        ("Ada B. Quill", "Q42")
    ]
    for _ in range(4):
        assert quotes("speakers", "undo", "--yes").returncode == 0
    assert speakers(mine) == before
    refused(quotes("speakers", "undo", "--yes"), "left to undo")


def test_who_judges_is_asked_of_the_environment(inside: Run, mine: Path, monkeypatch) -> None:
    monkeypatch.setenv("QUOTES_BY", "the desk")
    inside("speakers", "merge", "3", "4", "--yes")
    assert rows(mine, 'SELECT DISTINCT "by" FROM action') == [("the desk",)]


def test_history_of_persons_and_of_one_speaker(inside: Run, mine: Path) -> None:
    assert (
        "nobody has changed a speaker or statement yet"
        in inside("speakers", "history", "--format", "table").stderr
    )
    inside("speakers", "merge", "3", "4", "--yes", "--by", "me", "--reason", "same byline")
    [row] = json.loads(inside("speakers", "history").stdout)
    assert (row["what"], row["by"]) == ("merge", "me")
    found = json.loads(inside("speakers", "history", "3").stdout)
    assert [(j["verdict"], j["by"], j["reason"]) for j in found] == [
        ("unsure", "rule", "given names may be one: H., Howard"),
        ("same", "me", "same byline"),
    ]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["merge", "1", "1", "--yes"], "one speaker already"),
        (["split", "Ada Quill", "--yes"], "--article"),
        (["identify", "1", "42", "--yes"], "look like Q42"),
        (["rename", "1", "", "--yes"], "printable"),
        (["merge", "1", "2", "--yes", "--by", "rule"], "how rules sign"),
    ],
)
def test_wrong_usage_is_one_line(inside: Run, mine: Path, args: list[str], words: str) -> None:
    before = speakers(mine)
    refused(inside("speakers", *args), words, status=2)
    assert speakers(mine) == before


# -- reviewing


def test_a_review_saves_every_answer_as_it_is_given(quotes: Run, mine: Path) -> None:
    done = quotes("speakers", "review", "--by", "me", feed=b"maybe\ns\n")
    assert done.returncode == 0
    assert "H. Pell" in done.stdout
    assert "“Number 4, 0,”" in done.stdout
    assert "'maybe' is no answer" in done.stderr
    assert "1 answer saved" in done.stderr
    assert (3, "Howard Pell", 5) in speakers(mine)


def test_a_review_takes_back_skips_and_quits(quotes: Run, mine: Path) -> None:
    done = quotes("speakers", "review", feed=b"u\ns\nu\nk\nd\nq\n")
    assert "nothing of this review is left to undo" in done.stderr
    assert "2 answers saved" in done.stderr
    verdicts = rows(
        mine,
        "SELECT verdict, withdrawn IS NULL FROM judgement WHERE action_id IS NOT NULL ORDER BY id",
    )
    assert verdicts == [("same", 0), ("unsure", 1), ("different", 1)]
    assert len(speakers(mine)) == 4


def test_a_review_with_nothing_to_ask_says_so(inside: Run, tmp_path: Path) -> None:
    open_database(tmp_path / "quotes.db", create=True).close()
    assert "there is nothing to ask" in inside("speakers", "review").stderr


def test_the_questions_for_a_program(inside: Run, mine: Path) -> None:
    first, second = json.loads(inside("speakers", "review", "--format", "json").stdout)
    assert (first["left"]["text"], first["right"]["text"]) == ("H. Pell", "Howard Pell")
    assert second["right"]["article"]
    assert second["reason"] == "Quill may be Ada Quill, no more is known"


def test_a_review_on_a_terminal(mine: Path) -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [str(QUOTES), "speakers", "review", "--by", "me"],
        cwd=mine.parent,
        env=environment(TERM="xterm-256color", COLUMNS="100", LINES="40"),
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        os.write(leader, b"d\nq\n")
        out = b""
        while True:
            try:
                more = os.read(leader, 65536)
            except OSError:
                break
            if not more:
                break
            out += more
        assert process.wait(60) == 0
    os.close(leader)
    printed = plain(out.decode())
    assert "given names may be one: H., Howard" in printed
    assert "saved: H. Pell is not Howard Pell" in printed


# -- lists in and out


def test_export_and_import_again_changes_nothing(quotes: Run, mine: Path, tmp_path: Path) -> None:
    done = quotes("speakers", "export", "names.csv")
    assert "3 speakers written to names.csv" in done.stderr
    found = list(csv.DictReader(io.StringIO((tmp_path / "names.csv").read_text("utf-8"))))
    assert [r["name"] for r in found] == ["Howard Pell", "Ada Quill", "H. Pell"]
    before = speakers(mine)
    done = quotes("speakers", "import", "names.csv")
    assert speakers(mine) == before
    assert "0 speakers changed" in done.stderr


def test_import_reports_what_it_did_not_apply_and_ends_with_1(quotes: Run, mine: Path) -> None:
    quotes("speakers", "identify", "1", "Q42", "--yes")
    done = quotes(
        "speakers",
        "import",
        "-",
        feed=b"name,aliases,wikidata\nAda Quill,,Q43\nHoward Pell,H. Pell,Q7\n",
    )
    assert done.returncode == 1
    assert "line 2: Ada Quill: Ada Quill is Q42 here, not Q43" in done.stderr
    assert "2 rows: 1 speakers changed" in done.stderr
    assert (3, "Howard Pell", 5) in speakers(mine)


def test_a_dry_run_changes_nothing(quotes: Run, mine: Path) -> None:
    before = speakers(mine)
    done = quotes(
        "speakers", "import", "-", "--dry-run", feed=b"name,aliases\nHoward Pell,H. Pell\n"
    )
    assert "1 speakers changed" in done.stderr
    assert "dry run" in done.stderr
    assert speakers(mine) == before
    assert rows(mine, "SELECT count(*) FROM action") == [(0,)]


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_list_that_cannot_be_read_is_one_line(inside: Run, mine: Path, name: str) -> None:
    refused(inside("speakers", "import", name), "cannot be read")


def test_export_into_a_closed_pipe_is_no_error(mine: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {QUOTES} speakers export | head -n 0"],
        cwd=mine.parent,
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert "cannot be read" not in done.stderr
