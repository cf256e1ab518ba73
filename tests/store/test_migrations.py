"""The history of the database's shape leads exactly to the shape that the program expects."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from handmade import TABLES, WALL, dump, said
from sqlalchemy import Connection, create_engine, inspect, text
from sqlmodel import SQLModel

from quotes import home
from quotes.document import Document
from quotes.errors import DatabaseError
from quotes.store import database as module
from quotes.store.database import Database, open_database
from quotes.store.write import store


def ours(item: object, name: str, kind: str, *_: object) -> bool:
    """As in db/migrations/env.py: all but the index of words and its shadow tables."""
    return not (
        kind == "table"
        and name.startswith(("attribution_fts", "attribution_vocab", "name_fts", "name_vocab"))
    )


# -- one shape


def test_alembic_finds_nothing_to_change(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, SQLModel.metadata) == []


def shape(connection: Connection, table: str) -> dict[str, object]:
    """All that SQLite says of a table: columns in order, keys, what deleting does, indexes."""
    seen = inspect(connection)
    columns = [
        (c["name"], str(c["type"]), c["nullable"], c["default"], c["primary_key"])
        for c in seen.get_columns(table)
    ]
    return {
        "columns": columns,
        "foreign keys": sorted(
            (
                tuple(k["constrained_columns"]),
                k["referred_table"],
                tuple(k["referred_columns"]),
                k["options"].get("ondelete"),
            )
            for k in seen.get_foreign_keys(table)
        ),
        "unique": sorted(tuple(u["column_names"]) for u in seen.get_unique_constraints(table)),
        "indexes": sorted(
            (i["name"], tuple(i["column_names"]), bool(i["unique"]))
            for i in seen.get_indexes(table)
        ),
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_what_its_model_says(database: Database, table: str) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as models, database.reading() as migrated:
        SQLModel.metadata.create_all(models)
        assert shape(migrated, table) == shape(models, table)
    engine.dispose()


def test_every_model_has_its_table_tested() -> None:
    assert set(SQLModel.metadata.tables) == set(TABLES)


def test_head_is_the_newest_migration() -> None:
    versions = home.db() / "migrations" / "versions"
    assert max(p.name[:4] for p in versions.glob("*.py")) == module.HEAD


def test_each_migration_follows_the_one_before() -> None:
    files = sorted((home.db() / "migrations" / "versions").glob("[0-9]*.py"))
    before = None
    for path in files:
        words = dict(re.findall(r"^(revision|down_revision) = (.+)$", path.read_text(), re.M))
        assert words["revision"].strip("\"'") == path.name[:4]
        assert words["down_revision"].strip("\"'") == str(before)
        before = path.name[:4]


def test_the_first_migration_can_be_taken_back(database: Database) -> None:
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(home.db() / "migrations"))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with closing(sqlite3.connect(database.path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        assert {r[0] for r in rows if not r[0].startswith("sqlite_")} == {"alembic_version"}


def to(database: Database, wanted: str, way: Callable[..., None] = command.downgrade) -> None:
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(home.db() / "migrations"))
        config.attributes["connection"] = connection
        way(config, wanted)


def test_medium_and_negation_of_older_statements_are_computed_from_their_places(
    stored: Database,
) -> None:
    memo = Document(
        "Ada Quill believes that the wall will hold.\n“It will hold,” she wrote on Twitter.\n"
        "Ada Quill did not say who built it."
    )
    found = [
        said(memo.text, "that the wall will hold", "believes", "Ada Quill"),
        said(memo.text, "“It will hold,”", "wrote", "she"),
        said(memo.text, "who built it", "did not say", "Ada Quill"),
    ]
    with stored.writing() as connection:
        store(connection, memo, found, model="m", version="0")
    with stored.reading() as connection:
        before = dump(connection)
        shapes = {t: shape(connection, t) for t in ("attribution", "run")}
        seen = connection.execute(text("SELECT DISTINCT medium, negated FROM attribution"))
        assert {tuple(r) for r in seen} >= {("speech", 1), ("writing", 0), ("thought", 0)}
    to(stored, "0001")
    assert revision(stored.path) == "0001"
    stored.close()
    with closing(sqlite3.connect(stored.path)) as connection:
        columns = {r[1] for r in connection.execute("PRAGMA table_info(attribution)")}
        assert not columns & {"medium", "negated"}
    upgraded = open_database(stored.path)
    with upgraded.reading() as connection:
        assert dump(connection) == before
        assert {t: shape(connection, t) for t in ("attribution", "run")} == shapes
        found = connection.execute(
            text("SELECT count(*) FROM attribution_fts WHERE attribution_fts MATCH 'early'")
        )
        assert found.scalar() == 1


def test_sources_move_to_their_places_and_names_are_judged_anew(stored: Database) -> None:
    with stored.reading() as connection:
        before = dump(connection)
    to(stored, "0002")
    with stored.writing() as connection:
        connection.execute(text("DELETE FROM judgement"))
        connection.execute(
            text(
                'INSERT INTO judgement (left_id, right_id, verdict, score, reason, "by", at) '
                "VALUES (1, 2, 'different', 0.1, 'given names differ', 'rule', '2026-01-01')"
            )
        )
    stored.close()
    upgraded = open_database(stored.path)
    with upgraded.reading() as connection:
        after = dump(connection)
    [old] = after.pop("judgement")
    assert "2026-01-01" in old
    assert "rule" in old[-3:]
    before.pop("judgement")
    assert after == before
    assert [r for r in after["span"] if r[1] == "source"]


def test_the_second_migration_keeps_the_index_s_triggers(stored: Database) -> None:
    to(stored, "0001")
    to(stored, "0002", command.upgrade)
    with stored.writing() as connection:
        connection.execute(text("UPDATE attribution SET text = 'a steam ship' WHERE number = 1"))
        found = connection.execute(
            text("SELECT rowid FROM attribution_fts WHERE attribution_fts MATCH 'steam'")
        )
        assert found.scalars().all() == [1]


# -- from an older database to a newer

FIFTH = '''
"""Adds a column, as a later version may."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE article ADD COLUMN section VARCHAR")
    {then}
'''


def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str = "pass") -> None:
    """Makes this program one that knows a fifth revision, which goes on with ``then``."""
    folder = tmp_path / "later" / "db"
    shutil.copytree(home.db() / "migrations", folder / "migrations")
    (folder / "migrations" / "versions" / "0005_section.py").write_text(FIFTH.format(then=then))
    monkeypatch.setattr(home, "db", lambda: folder)
    monkeypatch.setattr(module, "HEAD", "0005")


def columns(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {row[1] for row in connection.execute("PRAGMA table_info(article)")}


def revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def rows(path: Path) -> dict[str, list[tuple]]:
    """All rows but the articles' new column."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        dumped = dump(connection)
        dumped["article"] = [tuple(row[:12]) for row in dumped["article"]]
    engine.dispose()
    return dumped


@pytest.mark.parametrize("write", [False, True])
def test_an_older_database_is_brought_up_to_date_with_its_rows(
    stored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    stored.close()
    before = rows(stored.path)
    later(tmp_path, monkeypatch)
    open_database(stored.path, write=write).close()
    assert revision(stored.path) == "0005"
    assert "section" in columns(stored.path)
    assert rows(stored.path) == before
    assert len(before["attribution"]) == 10


def test_the_index_still_works_after_an_upgrade(
    stored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.close()
    later(tmp_path, monkeypatch)
    upgraded = open_database(stored.path, write=True)
    with upgraded.writing() as connection:
        connection.execute(text("UPDATE attribution SET text = 'a steam ship' WHERE number = 1"))
        found = connection.execute(
            text("SELECT rowid FROM attribution_fts WHERE attribution_fts MATCH 'steam OR early'")
        )
        assert sorted(found.scalars()) == [1, 2]


def test_an_upgrade_leaves_a_copy_of_the_older_database(
    stored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.close()
    before = rows(stored.path)
    later(tmp_path, monkeypatch)
    open_database(stored.path).close()
    copy = stored.path.with_name("stored.db.before-0005")
    assert revision(copy) == "0004"
    assert rows(copy) == before


def test_the_copy_has_what_was_still_in_the_log(
    stored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(stored.path)) as other:
        other.execute("INSERT INTO failure VALUES (1, 'a.txt', 'is empty', '2026')")
        other.commit()
        assert stored.path.with_name("stored.db-wal").stat().st_size
        later(tmp_path, monkeypatch)
        open_database(stored.path).close()
    copy = stored.path.with_name("stored.db.before-0005")
    assert rows(copy)["failure"] == [(1, "a.txt", "is empty", "2026")]


def test_the_copy_is_an_older_database_that_can_be_opened(
    stored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.close()
    with monkeypatch.context() as patch:
        later(tmp_path, patch)
        open_database(stored.path).close()
    copy = open_database(stored.path.with_name("stored.db.before-0005"))
    with copy.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM attribution")).scalar() == 10


def test_a_new_database_goes_through_all_migrations_without_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(tmp_path, monkeypatch)
    open_database(tmp_path / "new.db", create=True).close()
    assert revision(tmp_path / "new.db") == "0005"
    assert not list(tmp_path.glob("*before*"))


def test_a_migration_that_fails_leaves_the_older_database_as_it_was(
    stored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.close()
    before = rows(stored.path)
    later(tmp_path, monkeypatch, then='op.execute("DROP TABLE nowhere")')
    with pytest.raises(DatabaseError, match="no such table: nowhere"):
        open_database(stored.path)
    assert revision(stored.path) == "0004"
    assert "section" not in columns(stored.path)
    assert rows(stored.path) == before


def test_an_older_database_that_is_locked_is_left_alone(
    stored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    later(tmp_path, monkeypatch)
    with closing(sqlite3.connect(stored.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="locked by another program"):
            open_database(stored.path)
    assert revision(stored.path) == "0004"


# -- from a newer program


@pytest.mark.parametrize("create", [False, True])
def test_a_newer_database_is_refused_and_kept(stored: Database, create: bool) -> None:
    with stored.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    stored.close()
    before = rows(stored.path)
    with pytest.raises(DatabaseError, match=r"made by a newer quotes \(its revision is 9999") as e:
        open_database(stored.path, create=create)
    assert "install a newer quotes-db" in str(e.value)
    assert rows(stored.path) == before
    assert revision(stored.path) == "9999"


def test_a_database_of_a_later_program_is_refused_by_this_one(
    stored: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored.close()
    with monkeypatch.context() as patch:
        later(tmp_path, patch)
        open_database(stored.path).close()
    with pytest.raises(DatabaseError, match="its revision is 0005, this program knows 0004"):
        open_database(stored.path)


def test_a_database_without_a_revision_is_refused(stored: Database) -> None:
    with stored.writing() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    stored.close()
    with pytest.raises(DatabaseError):
        open_database(stored.path)


# -- Alembic on its own, as developers run it


@pytest.mark.parametrize("name", ["dev.db", None])
def test_alembic_runs_without_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    """On $QUOTES_DB, or on quotes.db in the working folder."""
    path = tmp_path / (name or "quotes.db")
    if name:
        monkeypatch.setenv("QUOTES_DB", str(path))
    config = Config()
    config.set_main_option("script_location", str(home.db() / "migrations"))
    command.upgrade(config, "head")
    assert revision(path) == module.HEAD
    opened = open_database(path, write=True)
    with opened.writing() as connection:
        assert store(connection, WALL, [], model="m", version="0") == "added"
