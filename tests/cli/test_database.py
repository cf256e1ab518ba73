"""Which database a command opens, and what it says of one that it cannot open."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
from cli.command import ARTICLE, refused, rows

from quotes.store import database

READERS = [["search"], ["show", "x"], ["speakers"], ["cite", "x"], ["serve", "--port", "0"]]
WRITERS = [["add", "article.txt"], ["demo"]]


def count(path) -> int:
    return rows(path, "SELECT count(*) FROM attribution")[0][0]


def test_without_an_option_it_is_the_one_in_the_current_folder(inside, known, tmp_path):
    shutil.copyfile(known, tmp_path / "quotes.db")
    assert len(json.loads(inside("search").stdout)) == count(known)


def test_the_environment_names_another(quotes, known):
    done = quotes("search", env={"QUOTES_DB": str(known)})
    assert len(json.loads(done.stdout)) == count(known)


def test_add_writes_where_the_environment_says(quotes, article, tmp_path):
    done = quotes("add", article, env={"QUOTES_DB": str(tmp_path / "other.db")})
    assert done.returncode == 0
    assert not (tmp_path / "quotes.db").exists()
    assert count(tmp_path / "other.db")


def test_the_option_goes_before_the_environment(quotes, known):
    done = quotes("search", "--db", known, env={"QUOTES_DB": "/nowhere/at/all.db"})
    assert len(json.loads(done.stdout)) == count(known)


@pytest.mark.parametrize("name", ["with space.db", "per%20cent.db", "quest?ion#.db", "ünï.db"])
def test_any_name_will_do(inside, article, tmp_path, name):
    assert inside("add", article, "--db", name).returncode == 0
    assert json.loads(inside("search", "--db", name).stdout)
    assert {p.name for p in tmp_path.iterdir()} >= {name}


@pytest.mark.parametrize("args", READERS, ids=lambda a: a[0])
def test_reading_where_there_is_none_says_how_to_make_one(inside, tmp_path, args):
    refused(inside(*args), "quotes: quotes.db: ", "quotes add")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("args", READERS + WRITERS, ids=lambda a: a[0])
def test_a_text_file_is_no_database_and_stays_as_it_is(inside, article, tmp_path, args):
    (tmp_path / "notes.db").write_text("Only a few notes, and no database.\n" * 40)
    before = (tmp_path / "notes.db").read_bytes()
    refused(inside(*args, "--db", "notes.db"), "quotes: notes.db: ", "no SQLite database")
    assert (tmp_path / "notes.db").read_bytes() == before


@pytest.mark.parametrize("args", READERS + WRITERS, ids=lambda a: a[0])
def test_a_database_of_another_program_stays_as_it_is(inside, article, tmp_path, args):
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY)")
    before = (tmp_path / "other.db").read_bytes()
    refused(inside(*args, "--db", "other.db"), "quotes: other.db: ", "another program")
    assert (tmp_path / "other.db").read_bytes() == before


@pytest.mark.parametrize("args", READERS + WRITERS, ids=lambda a: a[0])
def test_a_newer_database_is_refused(inside, article, known, tmp_path, args):
    shutil.copyfile(known, tmp_path / "new.db")
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    refused(inside(*args, "--db", "new.db"), "quotes: new.db: ", "newer", "9999")


@pytest.mark.parametrize("args", READERS + WRITERS, ids=lambda a: a[0])
def test_a_folder_is_no_database(inside, article, tmp_path, args):
    (tmp_path / "folder").mkdir()
    refused(inside(*args, "--db", "folder"), "folder", "is a folder")


@pytest.mark.parametrize("args", READERS + WRITERS, ids=lambda a: a[0])
def test_a_name_that_is_too_long_is_refused(inside, article, args):
    refused(inside(*args, "--db", "a" * 300 + ".db"), "aaaa")


@pytest.mark.parametrize("args", WRITERS, ids=lambda a: a[0])
def test_a_folder_that_does_not_exist_is_named(inside, article, args):
    refused(inside(*args, "--db", "no/where.db"), "quotes: no/where.db: ", "folder does not exist")


def test_a_damaged_database_is_named(inside, known, tmp_path):
    data = bytearray(known.read_bytes())
    data[4096 * 2 :] = b"\x55" * (len(data) - 4096 * 2)
    (tmp_path / "bad.db").write_bytes(data)
    refused(inside("search", "--db", "bad.db"), "quotes: bad.db: ", "damaged")


def test_an_empty_file_is_made_a_database(inside, article, tmp_path):
    (tmp_path / "quotes.db").touch()
    assert inside("add", article).returncode == 0
    assert count(tmp_path / "quotes.db")


def test_a_lock_that_stays_is_named_and_nothing_is_lost(inside, article, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    inside("add", article)
    before = count(tmp_path / "quotes.db")
    (tmp_path / "b.txt").write_text("“No,” said Ben Ash.\n", "utf-8")
    with closing(sqlite3.connect(tmp_path / "quotes.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        refused(inside("add", "b.txt"), "quotes: quotes.db: ", "locked by another program")
    assert count(tmp_path / "quotes.db") == before
    assert inside("add", "b.txt").returncode == 0


def test_a_lock_does_not_keep_readers_out(inside, article, tmp_path):
    inside("add", article)
    with closing(sqlite3.connect(tmp_path / "quotes.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert json.loads(inside("search").stdout)


def test_a_lock_that_goes_is_waited_for(quotes, article, tmp_path):
    quotes("add", article)
    (tmp_path / "b.txt").write_text(ARTICLE.replace("Ada", "Una"), "utf-8")
    other = sqlite3.connect(tmp_path / "quotes.db", check_same_thread=False, isolation_level=None)
    with closing(other):
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(2, other.execute, ["COMMIT"])
        release.start()
        done = quotes("add", "b.txt")
        release.join()
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "quotes.db", "SELECT count(*) FROM article") == [(2,)]
