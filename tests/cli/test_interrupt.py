"""What comes from outside in the middle: Ctrl-C, folders that may not be written, a full disk."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cli.command import (
    ARTICLE,
    QUOTES,
    Serving,
    environment,
    refused,
    rows,
    start,
    without_privileges,
)

from quotes import home


def stored(path: Path) -> int:
    """How many articles the database holds; 0 while there is none."""
    try:
        return rows(path, "SELECT count(*) FROM article")[0][0]
    except sqlite3.OperationalError:
        return 0


@dataclass
class Interrupted:
    """What is left of adding the articles of ``news`` to ``database``, stopped by Ctrl-C in the middle."""

    news: Path
    database: Path
    status: int
    printed: str


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory) -> Interrupted:
    folder = tmp_path_factory.mktemp("interrupted")
    news, database, printed = folder / "news", folder / "quotes.db", folder / "printed.txt"
    news.mkdir()
    for sample in sorted(home.samples().glob("*.txt")):
        text = sample.read_text("utf-8")
        for edition in range(3):
            path = news / f"{sample.stem}-{edition}.txt"
            path.write_text(f"{text}\nEdition {edition}.\n", "utf-8")
    process = start("add", news, cwd=folder, printed=printed)
    deadline = time.monotonic() + 60
    while not stored(database) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    status = process.wait(60)
    return Interrupted(news, database, status, printed.read_text("utf-8"))


def test_ctrl_c_in_add_ends_with_one_line_and_the_right_status(interrupted):
    assert "Traceback" not in interrupted.printed
    assert interrupted.status == 130
    assert [x for x in interrupted.printed.splitlines() if x.startswith("quotes:")] == [
        "quotes: stopped; what was stored is safe"
    ]


def test_ctrl_c_in_add_says_how_far_it_came(interrupted):
    count = stored(interrupted.database)
    assert 0 < count < len(list(interrupted.news.iterdir()))
    assert re.match(rf"{count} articles? \({count} added\), ", interrupted.printed)


def test_ctrl_c_in_add_leaves_the_database_sound(interrupted):
    assert rows(interrupted.database, "PRAGMA integrity_check") == [("ok",)]
    assert rows(interrupted.database, "PRAGMA foreign_key_check") == []


def test_what_was_stored_before_ctrl_c_can_be_searched(interrupted, quotes):
    done = quotes("search", "--medium", "all", "--limit", "1000", "--db", interrupted.database)
    expected = rows(interrupted.database, "SELECT sum(attributions) FROM run")[0][0]
    assert len(json.loads(done.stdout)) == expected > 0


def test_after_ctrl_c_adding_again_finishes(interrupted, quotes, tmp_path):
    for file in interrupted.database.parent.glob("quotes.db*"):  # its write-ahead log is part of it
        shutil.copyfile(file, tmp_path / file.name)
    before, total = stored(interrupted.database), len(list(interrupted.news.iterdir()))
    done = quotes("add", interrupted.news)
    assert done.returncode == 0
    summary = done.stderr.splitlines()[-1]
    assert summary.startswith(f"{total} articles ({total - before} added, {before} unchanged)")
    assert stored(tmp_path / "quotes.db") == total


@pytest.fixture
def locked(known, tmp_path) -> Iterator[Path]:
    """A folder that may not be written, with a database and an article in it, and in it a folder that
    may not be entered, and a database and an article that may not be read."""
    folder = tmp_path / "locked"
    (folder / "deep").mkdir(parents=True)
    for name in ("quotes.db", "secret.db", "deep/quotes.db"):
        shutil.copyfile(known, folder / name)
    for name in ("article.txt", "secret.txt", "deep/article.txt"):
        (folder / name).write_text(ARTICLE, "utf-8")
    for name, mode in {
        "secret.db": 0,
        "secret.txt": 0,
        "deep": 0,
        "quotes.db": 0o444,
        ".": 0o555,
    }.items():
        (folder / name).chmod(mode)
    yield folder
    folder.chmod(0o755)
    (folder / "deep").chmod(0o755)


@pytest.fixture
def bound(quotes, tmp_path):
    """The real command, bound by permissions even where root runs the tests."""

    def run(*args: object):
        done = quotes(*args, before=without_privileges())
        if done.returncode == 77:
            pytest.skip("this root cannot give up its privileges")
        return done

    return run


def test_a_database_in_a_folder_that_may_not_be_written_can_be_searched(bound, locked, known):
    done = bound("search", "--db", locked / "quotes.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)) == rows(known, "SELECT count(*) FROM attribution")[0][0]


def test_a_database_in_a_folder_that_may_not_be_written_can_be_served(locked, tmp_path):
    db = ["--db", locked / "quotes.db"]
    with Serving(tmp_path, *db, before=without_privileges()) as site:
        assert site.get("/search?q=tariff")[0] == 200


@pytest.mark.parametrize("name", ["quotes.db", "new.db"])
def test_adding_in_a_folder_that_may_not_be_written_is_refused(bound, article, locked, name):
    refused(bound("add", article, "--db", locked / name), f"quotes: {locked / name}: ", "written")


def test_an_article_in_a_folder_that_may_not_be_written_is_added(bound, locked, tmp_path):
    assert bound("add", locked / "article.txt").returncode == 0
    assert stored(tmp_path / "quotes.db") == 1


@pytest.mark.parametrize("name", ["secret.txt", "deep/article.txt"])
def test_an_article_that_may_not_be_read_is_named(bound, article, locked, tmp_path, name):
    done = bound("add", locked / name, article)
    refused(done, f"quotes: {locked / name}: ", "Permission denied")
    assert stored(tmp_path / "quotes.db") == 1


def test_a_folder_that_may_not_be_read_is_named(bound, article, locked, tmp_path):
    refused(bound("add", locked / "deep", article), f"quotes: {locked / 'deep'}: ")
    assert stored(tmp_path / "quotes.db") == 1


@pytest.mark.parametrize("name", ["secret.db", "deep/quotes.db"])
@pytest.mark.parametrize("args", [["search"], ["add", "article.txt"], ["serve", "--port", "0"]])
def test_a_database_that_may_not_be_read_is_named(bound, article, locked, name, args):
    done = bound(*args, "--db", locked / name)
    assert "Traceback" not in done.stderr
    assert done.returncode in (1, 2)
    assert str(locked / name) in done.stderr


NEWS = 6
"""So many articles are added to a disk that has room for fewer."""


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> tuple[Path, str]:
    """A folder with what came of adding the samples on a disk that was full before the end, and what
    the command said."""
    disk, kept = tmp_path_factory.mktemp("disk"), tmp_path_factory.mktemp("kept")
    news = tmp_path_factory.mktemp("news")
    for sample in sorted(home.samples().iterdir())[:NEWS]:
        shutil.copy(sample, news)
    # A disk of its own for this process alone: it goes when the process ends.
    script = f"""
        mount -t tmpfs -o size=20m tmpfs '{disk}' && cd '{disk}' || exit 77
        '{QUOTES}' add "$(ls '{news}'/* | head -n 1)" 2> /dev/null
        free=$(df -k --output=avail . | tail -n 1)
        dd if=/dev/zero of=filler bs=1k count=$((free - 120)) 2> /dev/null
        '{QUOTES}' add '{news}'
        echo $? > '{kept}/status'
        '{QUOTES}' search --limit 1000 > '{kept}/found.json' 2> '{kept}/searched'
        cp quotes.db* '{kept}/'
        rm filler
        '{QUOTES}' add '{news}' 2> '{kept}/again'
    """
    alone = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
    done = subprocess.run(
        [*alone, "sh", "-c", script],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    if not (kept / "status").exists():
        pytest.skip(f"no disk of our own can be made here: {done.stderr.strip()}")
    return kept, done.stderr


def test_a_full_disk_is_a_clear_line(full):
    kept, said = full
    assert "Traceback" not in said
    assert (kept / "status").read_text() == "1\n"
    [line] = [x for x in said.splitlines() if "disk is full" in x]
    assert line.startswith("quotes: quotes.db: ")


def test_what_was_stored_before_the_disk_was_full_is_safe(full):
    kept, said = full
    added = sum(map(int, re.findall(r"(\d+) (?:added|unchanged)", said)))
    assert 0 < added < NEWS
    assert rows(kept / "quotes.db", "PRAGMA integrity_check") == [("ok",)]
    assert stored(kept / "quotes.db") == added


def test_a_database_on_a_full_disk_can_be_searched(full):
    kept, _ = full
    assert (kept / "searched").read_text("utf-8") == ""
    assert json.loads((kept / "found.json").read_text("utf-8"))


def test_when_there_is_room_again_adding_finishes(full):
    kept, _ = full
    summary = (kept / "again").read_text("utf-8").splitlines()[-1]
    assert summary.startswith(f"{NEWS} articles (")
    assert "0 failed" in summary
