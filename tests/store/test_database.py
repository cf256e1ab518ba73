"""Opening a database: what it has, what is refused, and what becomes of it when things go wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from handmade import HAND_MADE, TABLES, WALL, dump, said
from sqlalchemy import event, text

from quotes import home
from quotes.document import Document
from quotes.errors import DatabaseError
from quotes.store import database as module
from quotes.store.database import Database, open_database
from quotes.store.write import store

FTS = "attribution_fts"


def one(database: Database, sql: str) -> object:
    with database.reading() as connection:
        return connection.execute(text(sql)).scalar()


def found(database: Database, expression: str) -> list[int]:
    """The numbers of the attributions that the index finds."""
    with database.reading() as connection:
        rows = connection.execute(
            text(f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH :e ORDER BY rowid"), {"e": expression}
        )
        return list(rows.scalars())


def check_index(database: Database) -> None:
    """Raises DatabaseError unless the index agrees with every row that it indexes."""
    with database.writing() as connection:
        connection.execute(text(f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('integrity-check', 1)"))


# -- a new database


def test_a_new_database_has_every_table(database: Database) -> None:
    with database.reading() as connection:
        rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        names = {
            n
            for n in rows.scalars()
            if not n.startswith(
                ("attribution_fts", "attribution_vocab", "name_fts", "name_vocab", "sqlite_")
            )
        }
    assert names == {*TABLES, "alembic_version"}


def test_a_new_database_is_empty(database: Database) -> None:
    with database.reading() as connection:
        assert not any(dump(connection).values())


def test_a_new_database_is_in_wal_mode(database: Database) -> None:
    assert one(database, "PRAGMA journal_mode") == "wal"


def test_foreign_keys_are_on(database: Database) -> None:
    assert one(database, "PRAGMA foreign_keys") == 1


def test_foreign_keys_are_on_where_it_is_opened_to_read(database: Database) -> None:
    assert one(open_database(database.path), "PRAGMA foreign_keys") == 1


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    with (
        pytest.raises(DatabaseError, match="FOREIGN KEY"),
        database.writing() as connection,
    ):
        connection.execute(
            text("INSERT INTO run VALUES (1, 'no such article', 'm', 'v', '2026', 0, 0)")
        )


def test_a_new_database_says_its_revision(database: Database) -> None:
    assert one(database, "SELECT version_num FROM alembic_version") == module.HEAD


def test_schema_is_printed_in_db_schema_sql(database: Database) -> None:
    with database.reading() as connection:
        assert module.schema(connection) == (home.db() / "schema.sql").read_text("utf-8")


def test_the_schema_is_printed_by_the_module_itself() -> None:
    command = [sys.executable, "-m", "quotes.store.database"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == (home.db() / "schema.sql").read_text("utf-8")
    assert done.stderr == ""


def test_the_printed_schema_makes_the_same_database(database: Database, tmp_path: Path) -> None:
    query = (
        "SELECT name, type, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1"
    )
    with database.reading() as connection:
        ours = [tuple(r) for r in connection.execute(text(query))]
        printed = module.schema(connection)
    with closing(sqlite3.connect(":memory:")) as other:
        other.executescript(printed)
        assert other.execute(query).fetchall() == ours


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert one(open_database(path, create=True), "SELECT count(*) FROM article") == 0


def test_a_database_without_a_table_becomes_ours(tmp_path: Path) -> None:
    path = tmp_path / "bare.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 7")
    assert path.stat().st_size
    assert one(open_database(path, create=True), "SELECT count(*) FROM article") == 0


@pytest.mark.parametrize("name", ["a b.db", "a?mode=ro.db", "a#b.db", "a%41.db", "“ñ”.db", "-"])
def test_a_path_with_odd_characters(tmp_path: Path, name: str) -> None:
    open_database(tmp_path / name, create=True).close()
    assert one(open_database(tmp_path / name), "SELECT count(*) FROM article") == 0
    assert name in os.listdir(tmp_path)


def test_opening_again_changes_nothing(stored: Database) -> None:
    with stored.reading() as connection:
        before = dump(connection)
    stored.close()
    again = open_database(stored.path, create=True)
    with again.reading() as connection:
        assert dump(connection) == before
    assert [p.name for p in stored.path.parent.glob("*.before-*")] == []


# -- transactions


def test_what_is_written_is_there_after_closing(database: Database) -> None:
    with database.writing() as connection:
        store(connection, WALL, HAND_MADE[WALL], model="m", version="0")
    database.close()
    assert one(open_database(database.path), "SELECT count(*) FROM attribution") == 3


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_transaction_that_is_broken_off_leaves_nothing(
    database: Database, error: type[BaseException]
) -> None:
    def break_off() -> None:
        with database.writing() as connection:
            store(connection, WALL, HAND_MADE[WALL], model="m", version="0")
            raise error

    with pytest.raises(error):
        break_off()
    with database.reading() as connection:
        assert not any(dump(connection).values())


def test_a_database_opened_to_read_cannot_be_written(stored: Database) -> None:
    reader = open_database(stored.path)
    with (
        pytest.raises(DatabaseError, match="may not be written"),
        reader.writing() as connection,
    ):
        connection.execute(text("DELETE FROM failure"))


def test_a_reader_sees_what_was_there_when_it_began(stored: Database) -> None:
    with stored.reading() as reader:
        before = reader.execute(text("SELECT count(*) FROM attribution")).scalar()
        with stored.writing() as writer:
            writer.execute(text("DELETE FROM attribution"))
        assert reader.execute(text("SELECT count(*) FROM attribution")).scalar() == before
    assert one(stored, "SELECT count(*) FROM attribution") == 0


# -- the index of words


def test_the_index_is_in_step_after_insert(stored: Database) -> None:
    assert found(stored, "freight") == [1]
    check_index(stored)


def test_the_index_is_in_step_after_update(stored: Database) -> None:
    with stored.writing() as connection:
        connection.execute(text("UPDATE attribution SET text = 'a steam ship' WHERE number = 1"))
    assert (found(stored, "freight"), found(stored, "steam")) == ([], [1])
    check_index(stored)


def test_the_index_is_in_step_after_a_row_moves(stored: Database) -> None:
    with stored.writing() as connection:
        connection.execute(text("DELETE FROM span WHERE attribution = 1"))
        connection.execute(text("DELETE FROM mention WHERE attribution = 1"))
        connection.execute(text("UPDATE attribution SET number = 99 WHERE number = 1"))
    assert found(stored, "freight") == [99]
    check_index(stored)


def test_the_index_is_in_step_after_delete(stored: Database) -> None:
    with stored.writing() as connection:
        connection.execute(text("DELETE FROM attribution WHERE number = 1"))
    assert found(stored, "freight") == []
    check_index(stored)


def test_the_index_is_in_step_after_an_article_is_deleted(stored: Database) -> None:
    with stored.writing() as connection:
        connection.execute(text("DELETE FROM article WHERE publisher = 'Northern Wire'"))
    assert found(stored, "freight OR wall OR early") == []
    check_index(stored)


def test_deleting_an_article_takes_its_rows_along(stored: Database) -> None:
    with stored.writing() as connection:
        connection.execute(text("DELETE FROM article"))
    with stored.reading() as connection:
        rows = dump(connection, "run", "attribution", "span", "mention")
    assert not any(rows.values())


def test_the_index_survives_vacuum(stored: Database) -> None:
    with stored.writing() as connection:
        connection.execute(text("DELETE FROM attribution WHERE number IN (1, 3, 5)"))
    before = found(stored, "memorandum OR tariff")
    with closing(sqlite3.connect(stored.path)) as connection:
        connection.execute("VACUUM")
    assert found(stored, "memorandum OR tariff") == before == [2, 6, 10]
    check_index(stored)


def test_the_index_check_notices_an_index_out_of_step(stored: Database) -> None:
    with stored.writing() as connection:
        connection.execute(
            text(f"INSERT INTO {FTS} (rowid, text) VALUES (77, 'of no attribution')")
        )
    with pytest.raises(DatabaseError):
        check_index(stored)


def test_the_index_names_its_table_as_datasette_looks_for_it(database: Database) -> None:
    sql = str(one(database, f"SELECT sql FROM sqlite_master WHERE name = '{FTS}'"))
    assert 'content="attribution"' in sql


# -- what is refused


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"Dear diary, today", "is no SQLite database", id="a text"),
        pytest.param(b"x", "is no SQLite database", id="one byte"),
        pytest.param(b"SQLite format 3\x00" + b"junk" * 500, "is no SQLite", id="a head and junk"),
    ],
)
def test_a_file_that_is_no_database_is_refused_and_kept(
    tmp_path: Path, content: bytes, message: str, create: bool
) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    with pytest.raises(DatabaseError, match=rf"notes\.db: .*{message}"):
        open_database(path, create=create, write=True)
    assert path.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="is a folder, not a database"):
        open_database(tmp_path, create=True)


def test_a_missing_database_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="there is no database here yet"):
        open_database(tmp_path / "quotes.db")
    assert os.listdir(tmp_path) == []


def test_an_empty_file_is_no_database_to_read(tmp_path: Path) -> None:
    (tmp_path / "quotes.db").touch()
    with pytest.raises(DatabaseError, match="there is no database here yet"):
        open_database(tmp_path / "quotes.db")


@pytest.mark.parametrize("parent", ["missing", "a-file"])
def test_a_database_in_a_folder_that_is_none_is_refused(tmp_path: Path, parent: str) -> None:
    (tmp_path / "a-file").touch()
    with pytest.raises(DatabaseError, match="its folder does not exist"):
        open_database(tmp_path / parent / "quotes.db", create=True)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE bookmark (url TEXT)",
        "CREATE TABLE alembic_version (version_num TEXT)",
        "CREATE TABLE attribution (text TEXT)",
    ],
)
def test_another_programs_database_is_refused_and_kept(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="is a database of another program"):
        open_database(path, create=True)
    assert path.read_bytes() == before


def test_a_damaged_database_is_refused_when_opened(stored: Database) -> None:
    stored.close()
    data = bytearray(stored.path.read_bytes())
    data[100:4096] = b"\xff" * 3996
    stored.path.write_bytes(data)
    with pytest.raises(DatabaseError, match="the database is damaged"):
        open_database(stored.path)


def test_a_database_damaged_further_on_is_refused_when_read(stored: Database) -> None:
    page = one(stored, "SELECT rootpage FROM sqlite_master WHERE name = 'attribution'")
    stored.close()
    assert isinstance(page, int)
    data = bytearray(stored.path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    stored.path.write_bytes(data)
    opened = open_database(stored.path)
    with pytest.raises(DatabaseError, match=r"stored\.db: the database is damaged"):
        one(opened, "SELECT count(text) FROM attribution")


def test_a_database_cut_short_is_refused(stored: Database) -> None:
    stored.close()
    os.truncate(stored.path, 8192)

    def read_all() -> None:
        with open_database(stored.path, write=True).reading() as connection:
            dump(connection)

    with pytest.raises(DatabaseError, match="the database is damaged"):
        read_all()


def test_what_sqlite_refuses_besides_is_told_in_one_line(database: Database) -> None:
    with (
        pytest.raises(DatabaseError, match="the database refused: no such table: nowhere") as error,
        database.reading() as connection,
    ):
        connection.execute(text("SELECT *\nFROM nowhere"))
    assert "\n" not in str(error.value)


# -- locked by another program


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)


def test_writing_while_another_writes_is_refused(stored: Database, impatient: None) -> None:
    with closing(sqlite3.connect(stored.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(DatabaseError, match="locked by another program"),
            stored.writing() as connection,
        ):
            connection.execute(text("DELETE FROM failure"))


def test_reading_while_another_writes_goes_on(stored: Database, impatient: None) -> None:
    with closing(sqlite3.connect(stored.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM attribution")
        opened = open_database(stored.path)
        assert one(opened, "SELECT count(*) FROM attribution") == 10


def test_a_writer_waits_for_another_to_end(stored: Database) -> None:
    """As long as PATIENCE allows; here the other program is done before it is over."""
    code = (
        "import sqlite3, sys, time\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); c.execute(\"INSERT INTO failure VALUES (1, 'o', 'e', 't')\")\n"
        "print('holding', flush=True); time.sleep(0.3); c.execute('COMMIT'); c.close()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(stored.path)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        with stored.writing() as connection:
            seen = connection.execute(text("SELECT count(*) FROM failure")).scalar()
    assert seen == 1


@pytest.mark.parametrize("create", [True, False])
def test_opening_a_database_that_another_holds_alone_is_refused(
    stored: Database, impatient: None, create: bool
) -> None:
    stored.close()
    with closing(sqlite3.connect(stored.path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM failure")
        with pytest.raises(DatabaseError, match="locked by another program"):
            open_database(stored.path, create=create)


def test_two_programs_may_make_one_database_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from alembic import command\n"
        "from quotes.store.database import open_database\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "d = open_database(Path(sys.argv[1]), create=True)\n"
        "with d.writing() as c: c.exec_driver_sql(\n"
        "    \"INSERT INTO failure (origin, error, at) VALUES ('o', 'e', 't')\")\n"
    )
    path = tmp_path / "quotes.db"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ends = [process.communicate(timeout=60) for process in running]
    assert [e for _, e in ends] == ["", ""]
    assert one(open_database(path), "SELECT count(*) FROM failure") == 2


# -- what may not be written or read. Permissions do not bind root, so these run as another user.


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that any user may enter: pytest's own is for its user alone."""
    folder = Path(tempfile.mkdtemp(prefix="quotes-public-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


AS_NOBODY = """
import os, sys
from pathlib import Path
from sqlalchemy import text
from quotes import home
from quotes.errors import DatabaseError
from quotes.store.database import open_database

base = Path(sys.argv[1])
home.db = lambda: base / "db"  # a copy that anybody may read, wherever the checkout lies
warm = open_database(base / "warm.db", create=True)  # loads everything while it may
with warm.reading() as c: c.execute(text("SELECT 1")).scalar()
warm.close()
try: raise DatabaseError("loads the traceback's modules too")
except DatabaseError: pass
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    {case}
except DatabaseError as error:
    print("refused:", error)
"""


def as_nobody(base: Path, case: str) -> str:
    """What ``case`` prints when a user runs it who owns nothing in ``base``."""
    shutil.copytree(home.db() / "migrations", base / "db" / "migrations", dirs_exist_ok=True)
    for folder, _, files in os.walk(base / "db"):
        os.chmod(folder, 0o755)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o644)
    code = AS_NOBODY.format(case=textwrap.indent(textwrap.dedent(case), "    ").strip())
    done = subprocess.run(
        [sys.executable, "-c", code, str(base)],
        capture_output=True,
        text=True,
        cwd=base,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.strip()


READ = """
d = open_database(base / "shop" / "quotes.db"{options})
with d.reading() as c: print(c.execute(text("SELECT count(*) FROM attribution")).scalar())
"""
WRITE = """
d = open_database(base / "shop" / "quotes.db", create=True)
with d.writing() as c: c.execute(text("DELETE FROM failure"))
print("written")
"""


@pytest.fixture
def shop(public: Path, filled: Path) -> Path:
    """A database in a folder of its own, both readable by everybody."""
    folder = public / "shop"
    folder.mkdir()
    shutil.copyfile(filled, folder / "quotes.db")
    (folder / "quotes.db").chmod(0o644)
    folder.chmod(0o755)
    return folder


def test_a_database_is_read_in_a_folder_that_may_not_be_written(public: Path, shop: Path) -> None:
    assert (shop / "quotes.db").stat().st_mode & 0o777 == 0o644
    shop.chmod(0o555)
    assert as_nobody(public, READ.format(options="")) == "10"
    assert os.listdir(shop) == ["quotes.db"]


def test_a_database_that_may_not_be_written_says_so(public: Path, shop: Path) -> None:
    shop.chmod(0o777)
    (shop / "quotes.db").chmod(0o444)
    assert "may not be written" in as_nobody(public, WRITE)


def test_a_database_in_a_folder_that_may_not_be_written_says_so(public: Path, shop: Path) -> None:
    (shop / "quotes.db").chmod(0o666)
    shop.chmod(0o555)
    answer = as_nobody(public, WRITE)
    assert answer.startswith(f"refused: {shop}/quotes.db: the database")
    assert "written" in answer


def test_a_new_database_in_a_folder_that_may_not_be_written_says_so(
    public: Path, shop: Path
) -> None:
    (shop / "quotes.db").unlink()
    shop.chmod(0o555)
    answer = as_nobody(public, WRITE)
    assert answer.startswith(f"refused: {shop}/quotes.db: the database")
    assert "written" in answer


def test_a_database_that_may_not_be_read_says_so(public: Path, shop: Path) -> None:
    (shop / "quotes.db").chmod(0o000)
    assert as_nobody(public, READ.format(options="")).startswith(f"refused: {shop}/quotes.db: ")


def test_a_database_in_a_folder_that_may_not_be_entered_says_so(public: Path, shop: Path) -> None:
    shop.chmod(0o000)
    assert as_nobody(public, READ.format(options="")).startswith(f"refused: {shop}/quotes.db: ")


def test_what_is_in_the_log_is_not_overlooked_in_a_folder_that_may_not_be_written(
    public: Path, shop: Path
) -> None:
    """A database whose newest rows are still in its log: read with them or refused, never without."""
    with closing(sqlite3.connect(shop / "quotes.db")) as writer:
        writer.execute("DELETE FROM attribution WHERE number = 1")
        writer.commit()
        for path in shop.iterdir():
            shutil.copyfile(path, public / path.name)
    for path in shop.glob("*-shm"):
        path.unlink()
    for path in ("quotes.db", "quotes.db-wal"):
        shutil.move(public / path, shop / path)
        (shop / path).chmod(0o644)
    shop.chmod(0o555)
    answer = as_nobody(public, READ.format(options=""))
    assert answer == "9" or answer.startswith("refused:")


# -- a full disk


def fill_up(database: Database) -> int:
    """Stores articles until the database refuses for want of room; returns how many were stored."""
    words = f"“{'The wall fell. ' * 1000}”"

    def one_more(n: int) -> None:
        article = f"Article {n}. {words} said Ada Quill."
        quote = said(article, words, "said", "Ada Quill", "Ada Quill")
        with database.writing() as connection:
            store(connection, Document(article), [quote], model="m", version="0")

    numbers = count()
    with pytest.raises(DatabaseError, match="the disk is full; make room and try again"):
        deque(map(one_more, numbers), maxlen=0)
    return next(numbers) - 1


def check_whole(database: Database, articles: int) -> None:
    """Everything that was stored is there, and the database is sound."""
    assert one(database, "SELECT count(*) FROM article") == articles
    assert one(database, "SELECT count(*) FROM attribution") == articles
    assert one(database, "PRAGMA integrity_check") == "ok"


def test_a_database_that_may_not_grow_refuses_and_keeps_what_it_has(database: Database) -> None:
    @event.listens_for(database.engine, "connect")
    def limit(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA max_page_count = 250")

    n = fill_up(database)
    assert n > 2
    check_whole(open_database(database.path), n)


@pytest.fixture
def tiny(public: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = public / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this user may not mount a disk; the test before runs without one")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_refuses_and_keeps_what_was_stored(tiny: Path) -> None:
    database = open_database(tiny / "quotes.db", create=True)
    n = fill_up(database)
    assert n > 2
    check_whole(open_database(database.path), n)


def test_after_making_room_on_a_full_disk_it_goes_on(tiny: Path) -> None:
    (tiny / "ballast").write_bytes(b"x" * 400_000)
    database = open_database(tiny / "quotes.db", create=True)
    n = fill_up(database)
    (tiny / "ballast").unlink()
    with database.writing() as connection:
        store(connection, WALL, HAND_MADE[WALL][:1], model="m", version="0")
    check_whole(database, n + 1)


def test_a_disk_too_full_for_a_new_database_says_so(tiny: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        (tiny / "ballast").write_bytes(b"x" * 2_000_000)
    with pytest.raises(DatabaseError, match="the disk is full"):
        open_database(tiny / "quotes.db", create=True)


CLOSER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM article").fetchone()
connection.close()
"""


def test_opening_it_again_keeps_the_locks_of_who_reads_here(stored: Database) -> None:
    """Linux takes all of a program's locks on a file when the program closes it once. The next program to
    close the database would then take itself for the last, and delete the log under the others."""
    log = stored.path.with_name(stored.path.name + "-wal")
    with closing(sqlite3.connect(stored.path)) as reading:
        with stored.writing() as connection:
            connection.execute(
                text("INSERT INTO failure (origin, error, at) VALUES ('a', 'b', 'c')")
            )
        assert reading.execute("SELECT count(*) FROM failure").fetchone() == (1,)
        open_database(stored.path).close()
        subprocess.run([sys.executable, "-c", CLOSER, str(stored.path)], check=True)
        assert log.exists()
        with stored.writing() as connection:
            connection.execute(
                text("INSERT INTO failure (origin, error, at) VALUES ('d', 'e', 'f')")
            )
        assert reading.execute("SELECT count(*) FROM failure").fetchone() == (2,)
