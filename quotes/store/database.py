"""Opening a database: making it, checking that it is ours, and bringing it up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError as SQLError
from sqlalchemy.pool import NullPool

from quotes import home
from quotes.errors import DatabaseError

HEAD = "0004"
"""The newest migration in ``db/migrations``; a test compares the two. Kept here so that opening a
database that is up to date need not import Alembic."""

NAMED_ANEW = "0003"
"""The names of an older database are judged anew: its rules were others."""

HEADER = 100
"""Bytes that every SQLite database begins with; SQLite itself takes a shorter file for an empty one."""

PATIENCE = 10.0
"""Seconds to wait for another program's lock."""

PAGES = 2048
"""Pages that are copied between two looks at how far a copy is."""


class Database:
    """An open database. ``reading()`` and ``writing()`` give connections inside a transaction; a
    writing one is committed at the end of the block, or rolled back if anything was raised."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self.engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a read transaction. Raises DatabaseError."""
        with guarded(self.path), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a write transaction. Raises DatabaseError."""
        with (
            guarded(self.path),
            self.engine.connect().execution_options(quotes_write=True) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turns what SQLite says into one line of what was wrong and what to do."""
    try:
        yield
    except BrokenPipeError:
        raise  # of whoever prints what is read
    except OSError as e:
        raise DatabaseError(
            f"cannot be read ({e.strerror or e}); check its permissions or name another with --db",
            where=str(path),
        ) from e
    except (sqlite3.Error, SQLError) as e:
        said = str(e.orig if isinstance(e, SQLError) else e)
        raise DatabaseError(_advice(said), where=str(path)) from e


def _advice(said: str) -> str:
    known = {
        "locked": "the database is locked by another program; wait until it is done, and try again",
        "disk is full": "the disk is full; make room and try again, what was stored is safe",
        "readonly": "the database, or its folder, may not be written; change its permissions or name another with --db",
        "unable to open": "the database cannot be opened; check that its folder exists and may be written",
        "not a database": "is no SQLite database; name another with --db",
        "malformed": "the database is damaged; restore a copy, or save what is left with `sqlite3 … .recover`",
        "disk I/O": "the disk cannot be read or written (I/O error); check it and its free space",
    }
    for words, advice in known.items():
        if words in said:
            return advice
    return f"the database refused: {' '.join(said.split())}"


def open_database(path: Path, *, create: bool = False, write: bool = False) -> Database:
    """The database at ``path``, at this program's version of its shape.

    ``create`` makes it where there is none; ``write`` opens it for writing. An older one is brought up
    to date after copying it to ``PATH.before-REVISION``. A database that is up to date can be read in a
    folder that may not be written. Raises DatabaseError where there is none, and where it is not ours,
    newer than this program, locked, damaged or not to be written.
    """
    with guarded(path):
        revision = _revision(path, create)
        if revision != HEAD:
            _upgrade(path, revision)
    engine = _engine(path, write or create)
    return Database(path, engine)


def _revision(path: Path, create: bool) -> str | None:
    """The database's revision; None for a new or empty file."""
    if path.is_dir():
        raise DatabaseError("is a folder, not a database; name a file with --db", where=str(path))
    if not path.exists() or (path.stat().st_size == 0 and not create):
        if create:
            if not path.parent.is_dir():
                raise DatabaseError(
                    "its folder does not exist; make it, or name another with --db", where=str(path)
                )
            return None
        raise DatabaseError(
            "there is no database here yet; make one with `quotes add`, or name another with --db",
            where=str(path),
        )
    if path.stat().st_size == 0:
        return None
    if path.stat().st_size < HEADER:
        raise DatabaseError("is no SQLite database; name another with --db", where=str(path))
    # Never by open(): when a program closes a file of which it has other connections open, Linux takes all
    # its locks, and the next program to close the database would delete the log under them.
    with closing(
        sqlite3.connect(_address(path, write=False), uri=True, timeout=PATIENCE)
    ) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return None
        if not {"alembic_version", "attribution"} <= tables:
            raise DatabaseError(
                "is a database of another program; name another with --db", where=str(path)
            )
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    revision = row[0] if row else None
    if revision is None or revision not in _revisions():
        raise DatabaseError(
            f"was made by a newer quotes (its revision is {revision}, this program knows {HEAD}); "
            "install a newer quotes-db",
            where=str(path),
        )
    return str(revision)


def _revisions() -> list[str]:
    """The revisions this program knows, by the names of the migrations' files."""
    return sorted(p.name[:4] for p in (home.db() / "migrations" / "versions").glob("[0-9]*.py"))


def snapshot(source: Path, target: Path, watch: Callable[[int, int], None]) -> None:
    """Copies the database at ``source``, as it is at this moment, into the new file ``target``, and brings
    the copy up to date. The source is only read, and other programs may go on writing it. ``watch`` is told
    how many pages are copied, and of how many.

    Raises DatabaseError where ``source`` is none of ours or cannot be read, and what SQLite raises where
    ``target`` cannot be written.
    """
    with guarded(source):
        revision = _revision(source, create=False)
        if revision is None:
            raise DatabaseError(
                "is empty; add articles with `quotes add`, or name another with --db",
                where=str(source),
            )
        old = sqlite3.connect(
            _address(source, write=False), uri=True, timeout=PATIENCE, isolation_level=None
        )
    with closing(old), closing(sqlite3.connect(target)) as new:
        with guarded(source):
            # A copy of several steps begins again whenever somebody writes, unless it is made inside a
            # transaction that has read already.
            old.execute("BEGIN")
            old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        old.backup(
            new, pages=PAGES, progress=lambda _, left, pages: watch(pages - left, max(pages, 1))
        )
    if revision != HEAD:
        _upgrade(target, revision, keep=False)


def _upgrade(path: Path, revision: str | None, *, keep: bool = True) -> None:
    """Brings the database up to date, after copying it unless ``keep`` is false."""
    from alembic import command
    from alembic.config import Config

    if revision is not None and keep:
        backup = path.with_name(f"{path.name}.before-{HEAD}")
        with (
            closing(sqlite3.connect(path, timeout=PATIENCE)) as source,
            closing(sqlite3.connect(backup)) as target,
        ):
            source.backup(target)
    engine = _engine(path, write=True)
    try:
        with (
            engine.connect().execution_options(quotes_write=True) as connection,
            connection.begin(),
        ):
            config = Config()
            config.set_main_option(
                "script_location", str(home.db() / "migrations").replace("%", "%%")
            )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if revision is not None and revision < NAMED_ANEW:
                from quotes.store.identity import rebuild

                rebuild(connection)
    finally:
        engine.dispose()


def schema(connection: Connection) -> str:
    """The statements that make the database's tables, indexes and triggers, as it holds them itself:
    what ``db/schema.sql`` is printed from. FTS5's own tables are left out."""
    rows = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
        "AND name NOT LIKE 'attribution\\_fts\\_%' ESCAPE '\\' AND name NOT LIKE 'name\\_fts\\_%' ESCAPE '\\' "
        "ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name"
    )
    return "".join(f"{row[0].strip()};\n\n" for row in rows).rstrip() + "\n"


def frozen(path: Path) -> bool:
    """Whether the database can only be read as one that nobody changes: it lies where SQLite may not make
    the files that it needs beside it."""
    return "immutable" in _address(path, write=False)


def _address(path: Path, *, write: bool) -> str:
    """A URI for sqlite3. A database opened to read in a folder that may not be written is opened as
    immutable if no other program has left anything in its log: in WAL mode SQLite cannot read it else."""
    address = f"file:{quote(str(path.resolve()))}"
    if write:
        return address
    log = path.with_name(path.name + "-wal")
    try:
        with closing(
            sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=PATIENCE)
        ) as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as e:
        refused = any(words in str(e) for words in ("unable to open", "readonly"))
        if refused and not (log.exists() and log.stat().st_size):
            return f"{address}?mode=ro&immutable=1"
        raise
    return f"{address}?mode=ro"


def _engine(path: Path, write: bool) -> Engine:
    address = _address(path, write=write)

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            if write:
                _write_ahead(connection)
                connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A write transaction takes its lock at once, so that it waits for another's end rather than
        # failing in the middle. sqlite3's own rules would leave DDL outside of any transaction.
        options: Any = connection.get_execution_options()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("quotes_write") else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Puts the database into WAL mode. SQLite refuses at once, without its usual patience, while another
    program is doing the same to a new file."""
    end = monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as e:
            if "locked" not in str(e) or monotonic() > end:
                raise
            sleep(0.02)
        else:
            return


if __name__ == "__main__":
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = open_database(Path(folder) / "empty.db", create=True, write=True)
        with made.reading() as connection:
            sys.stdout.write(schema(connection))
