"""``quotes correct``: a person's word on one statement."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.command import Done, refused, rows

Run = Callable[..., Done]


@pytest.fixture
def mine(known: Path, tmp_path: Path) -> Path:
    """The hand-made articles in the test's own folder: Darrow (1), Ortel (2) and five more."""
    path = tmp_path / "quotes.db"
    shutil.copyfile(known, path)
    return path


@pytest.fixture
def first(mine: Path) -> str:
    """What Colm Darrow said."""
    [(found,)] = rows(mine, "SELECT id FROM attribution WHERE number = 1")
    return str(found)


def speaker(path: Path, key: str) -> list[tuple]:
    return rows(
        path,
        "SELECT s.name FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker_id WHERE a.id = ?",
        key,
    )


def test_who_speaks_is_corrected_and_how_to_take_it_back_is_said(
    quotes: Run, mine: Path, first: str
) -> None:
    done = quotes(
        *("correct", first, "--speaker", "Marguerite Ortel", "--reason", "heard it"),
        *("--by", "me", "--yes", "--format", "table"),
    )
    assert done.returncode == 0, done.stderr
    assert "Colm Darrow: “It sounded like a freight train,” … “Then there was no street.”" in (
        done.stderr
    )
    assert "It is said by Marguerite Ortel (2, also Infra" in done.stderr
    assert f"Corrected who says {first}: Marguerite Ortel (2), not Colm Darrow (1)." in done.stdout
    assert "to take it back: quotes speakers undo 1" in done.stderr
    assert speaker(mine, first) == [("Marguerite Ortel",)]
    assert rows(mine, 'SELECT what, "by" FROM action') == [("correct", "me")]
    shown = json.loads(quotes("show", first, "--format", "json").stdout)[0]
    assert shown["reason"] == "corrected by hand: heard it"
    assert [(c["by"], c["value"]) for c in shown["corrections"]] == [("me", "Marguerite Ortel")]
    assert "snapshot" not in shown["corrections"][0]


def test_show_tells_who_corrected_and_what_reading_gave(
    inside: Run, mine: Path, first: str
) -> None:
    assert "corrected" not in inside("show", first).stdout
    inside("correct", first, "--nobody", "--yes", "--by", "me")
    printed = inside("show", first).stdout
    assert "speaker   nobody is named" in printed
    assert "corrected by me on 20" in printed
    assert "as read: Colm Darrow (named in the sentence)" in printed
    assert "undo: quotes speakers undo 1" in printed


def test_a_new_name_is_said_to_be_new_and_those_like_it_are_named(
    inside: Run, mine: Path, first: str
) -> None:
    done = inside("correct", first, "--speaker", "Margerite Ortell", "--yes")
    assert "It is said by Margerite Ortell (a new name)." in done.stderr
    assert "If you mean Marguerite Ortel (2" in done.stderr
    assert "give the number" in done.stderr
    assert speaker(mine, first) == [("Margerite Ortell",)]


def test_a_new_name_has_a_kind(inside: Run, mine: Path, first: str) -> None:
    inside("correct", first, "--speaker", "Harbour Board", "--kind", "organization", "--yes")
    assert rows(mine, "SELECT kind FROM speaker WHERE name = 'Harbour Board'") == [
        ("organization",)
    ]


def test_nobody_is_named(inside: Run, mine: Path, first: str) -> None:
    done = inside("correct", first, "--nobody", "--yes", "--format", "table")
    assert "It is said by nobody who is named." in done.stderr
    assert f"Corrected who says {first}: nobody is named, not Colm Darrow (1)." in done.stdout
    assert "statements" not in done.stdout
    assert speaker(mine, first) == [(None,)]


def test_what_is_hidden_is_nowhere_until_it_is_brought_back(
    quotes: Run, mine: Path, first: str
) -> None:
    before = rows(mine, "SELECT * FROM attribution")
    done = quotes("correct", first, "--hide", "--reason", "retracted", "--by", "me", "--yes")
    assert done.returncode == 0, done.stderr
    assert "freight train" in done.stderr
    assert "taken out" in done.stderr
    assert "freight" not in quotes("search", "freight").stdout
    for command in ("show", "cite"):
        line = refused(quotes(command, first), f"{first} was hidden by me on 20")
        assert line.endswith("(retracted); `quotes speakers undo 1` brings it back")
    [row] = json.loads(quotes("speakers", "history").stdout)
    assert (row["what"], row["summary"].split(",")[0]) == ("hide", f"hid {first}")
    [undone] = json.loads(quotes("speakers", "undo", "--yes", "--by", "you").stdout)
    assert undone["summary"].startswith(f"undone: hid {first}")
    assert [s["name"] for s in undone["speakers"]] == ["Colm Darrow"]
    assert rows(mine, "SELECT * FROM attribution") == before
    [row] = json.loads(quotes("speakers", "history").stdout)
    assert (row["by"], row["withdrawn_by"]) == ("me", "you")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (["--hide"], "is hidden already, by me"),
        (["--speaker", "Colm Darrow"], "was hidden by me"),
    ],
)
def test_what_is_hidden_already(
    inside: Run, mine: Path, first: str, how: list[str], words: str
) -> None:
    inside("correct", first, "--hide", "--by", "me", "--yes")
    done = inside("correct", first, *how, "--yes", "--format", "table")
    assert words in done.stdout + done.stderr
    assert len(rows(mine, "SELECT * FROM action")) == 1


def test_what_is_so_already_is_not_asked(quotes: Run, mine: Path, first: str) -> None:
    done = quotes("correct", first, "--speaker", "1", "--format", "table")
    assert done.returncode == 0, done.stderr
    assert f"Colm Darrow says {first} already." in done.stdout
    assert "undo" not in done.stderr
    assert rows(mine, "SELECT * FROM action") == []


def test_it_is_asked_first(quotes: Run, mine: Path, first: str) -> None:
    before = rows(mine, "SELECT * FROM attribution")
    for how in (["--hide"], ["--nobody"], ["--speaker", "2"]):
        refused(quotes("correct", first, *how), "--yes", status=2)
    assert rows(mine, "SELECT * FROM attribution") == before
    assert rows(mine, "SELECT * FROM action") == []


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ([], "say one of --speaker NAME, --nobody and --hide"),
        (["--nobody", "--hide"], "say one of"),
        (["--speaker", "2", "--nobody"], "say one of"),
        (["--speaker", "2", "--nobody", "--hide"], "say one of"),
        (["--hide", "--kind", "person"], "--kind belongs to --speaker"),
        (["--speaker", ""], "printable"),
        (["--speaker", "2", "--kind", "place"], "is of the kind person"),
        (["--speaker", "2", "--by", "rule"], "how rules sign"),
        (["--hide", "--by", "rule"], "how rules sign"),
        (["--speaker", "2", "--kind", "animal"], "animal"),
    ],
)
def test_wrong_usage_is_one_line(
    inside: Run, mine: Path, first: str, how: list[str], words: str
) -> None:
    refused(inside("correct", first, *how, "--yes"), words, status=2)
    assert rows(mine, "SELECT * FROM action") == []
    assert rows(mine, "SELECT * FROM correction") == []


def test_a_statement_or_speaker_that_is_not_there(inside: Run, mine: Path, first: str) -> None:
    for how in (["--hide"], ["--nobody"]):
        refused(inside("correct", "nothing", *how, "--yes"), "no statement has the identifier")
    refused(inside("correct", first, "--speaker", "77", "--yes"), "no speaker has the number 77")
