"""The copy to show: what is in it, what is not in any byte of it, and that nothing else is touched."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from cli.command import everything, rows
from handmade import HAND_MADE, said, tell
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from quotes import home
from quotes.document import Document, paragraphs
from quotes.errors import DatabaseError
from quotes.names.compare import Verdict
from quotes.search import Query, passage, search
from quotes.site import publish as module
from quotes.site.publish import excerpt, publish
from quotes.speakers import merge
from quotes.speakers.correct import correct, hide
from quotes.store import database as opening
from quotes.store import ledger
from quotes.store.database import Database, open_database
from quotes.store.write import store

EDITOR = "Petra Vantongeren"
PATH = "/home/petra/desk"

KILN = Document(
    "The kiln stood cold all winter, and nobody in the lane could say why it did.\n"
    "“We ran out of clay,” said Berta Lindqvorn, who owns it with her two brothers and an uncle.\n"
    "Mowgrave Tapperell called the lane a zyxwabble of broken pots, and then went home by the river.\n"
    "\tRain fell on it\u2028for nineteen days without\x85a pause, as far as anybody remembers.\r\n"
    "Nobody else spoke.",
    title="Kiln",
    publisher="The Harbour Courier",
    published="2026-03-01",
    url="file:///home/petra/desk/kiln.html",
    origin=f"{PATH}/kiln.html",
)
SAID = [
    said(KILN.text, "“We ran out of clay,”", "said", "Berta Lindqvorn", "Berta Lindqvorn"),
    said(
        KILN.text,
        "a zyxwabble of broken pots",
        "called",
        "Mowgrave Tapperell",
        "Mowgrave Tapperell",
    ),
]
BARE = Document(
    "Parliament met on Tuesday behind closed doors.\nIt rose at noon.", origin=f"{PATH}/bare.txt"
)

SECRETS = (
    "The kiln stood cold",
    "nineteen days",
    "Parliament met on Tuesday",
    "zyxwabble",
    "Tapperell",
    EDITOR,
    "Vantongeren",
    PATH,
    "kiln.html",
    "bare.txt",
    "the lawyers called",
    "unreadable.pdf",
    "borrowed a shovel",
)
"""What no byte of the copy may hold. The last stands in a paragraph of HAND_MADE, and is taken from there."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A working database: judged, corrected, with failures, and with its newest rows still in its log."""
    folder = tmp_path / "desk"
    folder.mkdir()
    database = open_database(folder / "work.db", create=True, write=True)
    for document, found in HAND_MADE.items():
        with database.writing() as connection:
            store(connection, document, found, model="by hand", version="0")
    with database.writing() as connection:
        store(connection, KILN, SAID, model="by hand", version="0")
        store(connection, BARE, [], model="by hand", version="0")
        tell(connection, "Berta Lindqvist", "Berta Lindqvoorn")
        merge(connection, "Berta Lindqvist", "Berta Lindqvoorn", by=EDITOR, reason="one potter")
        action = ledger.begin(connection, "import", f"imported {PATH}/list.csv", by=EDITOR)
        ids = [
            connection.execute(text("SELECT id FROM name WHERE text = :t"), {"t": t}).scalar_one()
            for t in ("Colm Darrow", "Søren Halvard")
        ]
        ledger.judge(
            connection,
            *ids,
            Verdict.DIFFERENT,
            by=EDITOR,
            reason=f"line 3 of {PATH}/list.csv",
            action=action,
        )
        ledger.undo(connection, action, by=EDITOR)
        why = {"by": EDITOR, "reason": "the lawyers called"}
        hide(connection, key(connection, "a zyxwabble of broken pots"), **why)
        correct(connection, key(connection, "‘They never rang us,’"), "Colm Darrow", **why)
        connection.execute(
            text("INSERT INTO failure (origin, error, at) VALUES (:o, 'no text', '2026')"),
            {"o": f"{PATH}/unreadable.pdf"},
        )
    database.close()
    return database.path


def key(connection, words: str) -> str:
    """The identifier of the statement with these words."""
    return connection.execute(
        text("SELECT id FROM attribution WHERE text = :t"), {"t": words}
    ).scalar_one()


@pytest.fixture
def out(source: Path, tmp_path: Path) -> Path:
    publish(source, tmp_path / "out.db")
    return tmp_path / "out.db"


def leaks(path: Path) -> list[str]:
    data = path.read_bytes()
    return [s for s in SECRETS if s.encode() in data]


# -- what is in it


def test_every_place_of_every_statement_cuts_the_same_words(source, out):
    places = """SELECT a.id, p.role, p.position, substr(r.text, p.start + 1, p."end" - p.start)
        FROM attribution a JOIN span p ON p.attribution = a.number JOIN article r ON r.id = a.article_id
        UNION ALL SELECT a.id, 'mention', m.position, substr(r.text, m.start + 1, m."end" - m.start)
        FROM attribution a JOIN mention m ON m.attribution = a.number JOIN article r ON r.id = a.article_id
        UNION ALL SELECT a.id, 'described', m.position,
            substr(r.text, m.description_start + 1, m.description_end - m.description_start)
        FROM attribution a JOIN mention m ON m.attribution = a.number JOIN article r ON r.id = a.article_id
        ORDER BY 1, 2, 3"""
    before = rows(source, places)
    assert len(before) > 60
    assert rows(out, places) == before


def test_texts_keep_their_length_their_lines_and_their_hash(source, out):
    asked = "SELECT id, text, hash FROM article ORDER BY id"
    for (key, whole, digest), (copied, short, kept) in zip(
        rows(source, asked), rows(out, asked), strict=True
    ):
        assert (copied, kept) == (key, digest)
        assert [len(line) for line in short.splitlines(True)] == [
            len(line) for line in whole.splitlines(True)
        ]
        assert all(b in (a, " ") for a, b in zip(whole, short, strict=True))


def test_a_paragraph_is_whole_or_blank_as_a_statement_stands_in_it_or_not(out):
    [(shown, marked)] = rows(out, "SELECT text, excerpt FROM article WHERE title = 'Kiln'")
    assert marked == 1
    kept = [p.of(shown) for p in paragraphs(shown)]
    assert kept == [
        "“We ran out of clay,” said Berta Lindqvorn, who owns it with her two brothers and an uncle."
    ]
    [(bare, marked)] = rows(out, "SELECT text, excerpt FROM article WHERE text NOT LIKE '%a%'")
    assert (bare.strip(), marked) == ("", 1)


def test_an_article_of_which_all_is_kept_is_no_excerpt(out):
    marked = dict(rows(out, "SELECT coalesce(title, publisher), excerpt FROM article"))
    assert marked["Kiln"] == 1
    assert marked["The Asahi Shimbun"] == 0


def test_nothing_of_what_is_left_out_is_in_any_byte(source, out):
    assert set(leaks(source)) == set(SECRETS)
    # This one is in a paragraph with a statement.
    assert leaks(out) == ["borrowed a shovel"]


def test_no_word_of_a_hidden_statement_is_in_the_index(source, out):
    terms = {t for (t,) in rows(out, "SELECT term FROM attribution_vocab")}
    assert "clai" in terms  # of “We ran out of clay”, by its stem
    assert not {t for t in terms if t.startswith("zyxw")}
    words = {w for (w,) in rows(out, "SELECT words FROM name_fts")}
    assert "berta lindqvorn" in words
    assert not {w for w in words if "tapperell" in w}


def test_the_index_is_what_a_new_one_would_be(out, tmp_path):
    """A term whose last statement is gone may stand in it otherwise, where no question finds it."""
    new = tmp_path / "new.db"
    shutil.copyfile(out, new)
    with closing(sqlite3.connect(new)) as connection:
        for what in ("rebuild", "optimize"):
            connection.execute(f"INSERT INTO attribution_fts (attribution_fts) VALUES ('{what}')")
        connection.commit()
    blocks = "SELECT block FROM attribution_fts_data WHERE id > 100 ORDER BY block"
    assert rows(out, blocks) == rows(new, blocks)


def test_what_is_left_out_is_left_out_of_every_table(out):
    for query in (
        "SELECT 1 FROM article WHERE origin IS NOT NULL",
        "SELECT 1 FROM failure",
        "SELECT 1 FROM correction",
        "SELECT 1 FROM block",
        "SELECT 1 FROM mention WHERE read_reason IS NOT NULL OR read_name_id IS NOT NULL",
        "SELECT 1 FROM action WHERE what IN ('hide', 'correct')",
    ):
        assert rows(out, query) == [], query
    assert rows(out, "SELECT url FROM article WHERE title = 'Kiln'") == [(None,)]


def test_who_judged_is_an_editor_or_the_rule(out):
    asked = 'SELECT "by", withdrawn_by FROM {} ORDER BY id'
    for table in ("judgement", "action"):
        found = set(rows(out, asked.format(table)))
        assert found <= {("rule", None), ("rule", "rule"), ("editor", None), ("editor", "editor")}
        assert any("editor" in pair for pair in found)
    assert rows(out, "SELECT reason FROM judgement WHERE reason = 'one potter'")
    assert rows(out, "SELECT summary FROM action WHERE what = 'import'") == [("imported a list",)]


def test_editors_are_named_where_that_is_asked_for(source, tmp_path):
    publish(source, tmp_path / "out.db", editors=True)
    assert {EDITOR} == {b for (b,) in rows(tmp_path / "out.db", 'SELECT "by" FROM action')}
    assert {"zyxwabble", PATH, "unreadable.pdf"}.isdisjoint(leaks(tmp_path / "out.db"))


def test_whole_articles_where_that_is_asked_for(source, tmp_path):
    made = publish(source, tmp_path / "out.db", full_text=True)
    asked = "SELECT id, text, excerpt FROM article ORDER BY id"
    assert rows(tmp_path / "out.db", asked) == rows(source, asked)
    assert made.shortened == 0
    assert {EDITOR, PATH, "unreadable.pdf"}.isdisjoint(leaks(tmp_path / "out.db"))


def test_what_was_published_is_counted(source, tmp_path):
    made = publish(source, tmp_path / "out.db")
    assert (made.articles, made.statements) == (7, 13)
    assert (
        made.shortened
        == rows(tmp_path / "out.db", "SELECT count(*) FROM article WHERE excerpt")[0][0]
    )
    assert made.size == (tmp_path / "out.db").stat().st_size
    assert made.speakers == len(rows(source, "SELECT 1 FROM speaker WHERE attributions > 0"))


def test_the_copy_answers_as_the_database_does(source, out):
    def answers(path: Path) -> list[object]:
        database = open_database(path)
        with database.reading() as connection:
            found = search(connection, Query(limit=100, medium=("all",)))
            return [(s, passage(connection, s.id)) for s in found]

    with closing(sqlite3.connect(source)) as connection:
        connection.execute("UPDATE article SET url = NULL WHERE url LIKE 'file:%'")
        connection.commit()
    before = answers(source)
    assert len(before) == 13
    assert answers(out) == before


# -- the file


def test_the_copy_is_one_sound_file_without_a_log(out, tmp_path):
    assert [p.name for p in tmp_path.iterdir() if p.name != "desk"] == ["out.db"]
    with closing(sqlite3.connect(out)) as connection:
        ask = lambda what: connection.execute(f"PRAGMA {what}").fetchall()  # noqa: E731
        assert ask("journal_mode") == [("delete",)]
        assert ask("integrity_check") == [("ok",)]
        assert ask("foreign_key_check") == []
        assert ask("freelist_count") == [(0,)]
        assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 10
        segments = "SELECT count(DISTINCT segid) FROM attribution_fts_idx"
        assert connection.execute(segments).fetchone() == (1,)


def test_what_is_still_in_the_log_is_published(source, tmp_path):
    with closing(sqlite3.connect(source)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("UPDATE article SET title = 'Oven' WHERE title = 'Kiln'")
        writer.commit()
        assert source.with_name("work.db-wal").stat().st_size > 0
        publish(source, tmp_path / "out.db")
    assert rows(tmp_path / "out.db", "SELECT 1 FROM article WHERE title = 'Oven'")


def test_the_database_is_only_read(source, tmp_path):
    before, dumped = source.read_bytes(), everything(source)
    publish(source, tmp_path / "out.db")
    assert source.read_bytes() == before
    assert everything(source) == dumped


def test_a_copy_of_a_copy_is_the_same(out, tmp_path):
    publish(out, tmp_path / "again.db")
    copies = [everything(p) for p in (tmp_path / "again.db", out)]
    again, first = ([x for x in lines if "sqlite_stat1" not in x] for lines in copies)
    assert again == first


def test_an_older_database_is_published_in_the_shape_of_today_and_stays_older(source, tmp_path):
    database = open_database(source, write=True)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(home.db() / "migrations"))
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
    database.close()
    before = everything(source)
    publish(source, tmp_path / "out.db")
    assert everything(source) == before
    assert rows(tmp_path / "out.db", "SELECT version_num FROM alembic_version") == [(opening.HEAD,)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["desk", "out.db"]


# -- while others write


def test_the_copy_is_of_one_moment_though_another_writes_all_the_time(
    source, tmp_path, monkeypatch
):
    monkeypatch.setattr(opening, "PAGES", 1)
    stop, written = threading.Event(), []

    def write() -> None:
        database = open_database(source, write=True)
        number = 100
        while not stop.is_set():
            with database.writing() as connection:
                tell(connection, "Ada Quill", "Pell Bank!", number=number)
            number += 1
            written.append(number)
        database.close()

    seen = []

    def watch(what: str, done: int, of: int) -> None:
        # Every page waits for another article, until it is clear that the copy does not wait for the writer.
        if what == "copying" and of and len(seen) < 20:
            have = len(written)
            while len(written) == have and writer.is_alive():
                stop.wait(0.001)
            seen.append(len(written))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = publish(source, tmp_path / "out.db", watch=watch)
    finally:
        stop.set()
        writer.join()
    assert len(set(seen)) == 20
    out = tmp_path / "out.db"
    assert made.articles < rows(source, "SELECT count(*) FROM article")[0][0]
    assert made.statements - 13 == 2 * (made.articles - 7)
    assert rows(out, "PRAGMA foreign_key_check") == []
    assert sum(n for (n,) in rows(out, "SELECT number FROM tally WHERE what = 'article'")) == (
        made.articles
    )


# -- what goes wrong


@pytest.fixture
def earlier(source: Path, tmp_path: Path) -> Path:
    """A copy that was made before."""
    path = tmp_path / "out.db"
    publish(source, path)
    return path


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, sqlite3.OperationalError])
@pytest.mark.parametrize("step", ["copying", "shortening", "leaving out", "packing", "checking"])
def test_what_fails_on_the_way_leaves_all_as_it_was(source, earlier, step, error):
    def fail(what: str, done: int, of: int) -> None:
        if what == step:
            raise error("stopped")

    with closing(sqlite3.connect(source)) as writer:
        writer.execute("UPDATE article SET title = 'Oven' WHERE title = 'Kiln'")
        writer.commit()
    before = earlier.read_bytes()
    with pytest.raises(KeyboardInterrupt if error is KeyboardInterrupt else DatabaseError):
        publish(source, earlier, watch=fail)
    assert earlier.read_bytes() == before
    with pytest.raises(KeyboardInterrupt if error is KeyboardInterrupt else DatabaseError):
        publish(source, earlier.with_name("new.db"), watch=fail)
    assert sorted(p.name for p in earlier.parent.iterdir()) == ["desk", "out.db"]


def test_an_earlier_copy_is_replaced(source, earlier):
    with closing(sqlite3.connect(source)) as writer:
        writer.execute("UPDATE article SET title = 'Oven' WHERE title = 'Kiln'")
        writer.commit()
    publish(source, earlier)
    assert rows(earlier, "SELECT 1 FROM article WHERE title = 'Oven'")


def test_what_was_left_in_an_earlier_copy_s_log_does_not_come_into_the_new_one(source, earlier):
    code = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1])\n"
        "c.execute('PRAGMA journal_mode = WAL')\n"
        "c.execute(\"UPDATE article SET title = 'Wrong'\")\n"
        "c.commit()\n"
        "os._exit(0)\n"  # The log stays where it is.
    )
    subprocess.run([sys.executable, "-c", code, str(earlier)], check=True)
    assert earlier.with_name("out.db-wal").stat().st_size > 0
    publish(source, earlier)
    assert not list(earlier.parent.glob("out.db-*"))
    assert rows(earlier, "SELECT 1 FROM article WHERE title = 'Wrong'") == []
    assert rows(earlier, "PRAGMA integrity_check") == [("ok",)]


def refused(source: Path, out: Path, words: str) -> None:
    before = sorted(p for p in out.parent.rglob("*") if not p.name.endswith(("-shm", "-wal")))
    with pytest.raises(DatabaseError, match=words) as error:
        publish(source, out)
    assert "\n" not in str(error.value)
    after = sorted(p for p in out.parent.rglob("*") if not p.name.endswith(("-shm", "-wal")))
    assert after == before


def test_the_database_itself_is_never_written_over(source, tmp_path):
    before = source.read_bytes()
    (tmp_path / "link.db").symlink_to(source)
    (tmp_path / "hard.db").hardlink_to(source)
    for path in (source, tmp_path / "desk" / ".." / "desk" / "work.db"):
        refused(source, path, "is the database itself")
    for name in ("link.db", "hard.db"):
        refused(source, tmp_path / name, "is the database itself")
    assert source.read_bytes() == before


def test_another_working_database_is_never_written_over(source, stored: Database, tmp_path):
    before = everything(stored.path)
    refused(source, stored.path, "no copy that `quotes publish` made")
    assert everything(stored.path) == before


@pytest.mark.parametrize("content", [b"", b"Only a few notes.\n" * 20, b"SQLite format 3\0"])
def test_another_file_is_never_written_over(source, tmp_path, content):
    (tmp_path / "notes").write_bytes(content)
    refused(source, tmp_path / "notes", "no copy that `quotes publish` made")
    assert (tmp_path / "notes").read_bytes() == content


def test_a_folder_is_no_place_for_the_copy(source, tmp_path):
    refused(source, tmp_path / "desk", "is a folder")


def test_a_folder_that_is_not_there_is_named(source, tmp_path):
    refused(source, tmp_path / "no" / "out.db", "its folder does not exist")


def test_a_database_that_is_not_there_is_named(tmp_path):
    refused(tmp_path / "none.db", tmp_path / "out.db", "there is no database here yet")


def test_a_database_with_nothing_in_it_is_named(tmp_path):
    with closing(sqlite3.connect(tmp_path / "empty.db")) as connection:
        connection.execute("VACUUM")
    refused(tmp_path / "empty.db", tmp_path / "out.db", "is empty")


def test_a_database_of_another_program_is_not_published(tmp_path):
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.execute("CREATE TABLE customer (name)")
    refused(tmp_path / "shop.db", tmp_path / "out.db", "another program")


def test_a_damaged_database_is_not_published(source, tmp_path):
    damaged = tmp_path / "damaged.db"
    shutil.copyfile(source, damaged)
    with closing(sqlite3.connect(damaged)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE attribution_fts_data SET block = x'00' WHERE id = (SELECT max(id) FROM attribution_fts_data)"
        )
        connection.commit()
    refused(damaged, tmp_path / "out.db", "damaged|could not be made")


# -- shortening


@given(
    st.text(alphabet=" ab.\n\r\x0b\x0c\x1c\x85\u2028é“”🙂\t", max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), max_size=6),
)
def test_an_excerpt_keeps_length_lines_and_every_place(whole, places):
    kept = [(s, min(s + n, len(whole))) for s, n in places if s < len(whole)]
    short = excerpt(whole, kept)
    assert [len(x) for x in short.splitlines(True)] == [len(x) for x in whole.splitlines(True)]
    for start, end in kept:
        assert short[start:end] == whole[start:end]
    for p in paragraphs(whole):
        touched = any(s < p.end and p.start < e for s, e in kept)
        expected = p.of(whole) if touched else "".join(c if c in ENDS else " " for c in p.of(whole))
        assert p.of(short) in (expected, f"…{expected[1:]}")


BLOCK = (
    "The mayor walked along the harbour wall on Sunday with her coat over her\n"
    "arm and said that every stone of it would be set again before the summer\n"
    "is over, whatever the ministry in the capital has to say about its price"
)


def test_of_a_wrapped_text_the_one_block_that_is_left_stays_a_paragraph():
    whole = "\n\n".join(BLOCK.replace("mayor", f"mayor {n}") for n in range(3))
    place = whole.index("mayor 1")
    [before] = [p for p in paragraphs(whole) if p.start <= place < p.end]
    short = excerpt(whole, [(place, place + 5)])
    assert [p for p in paragraphs(short) if p.of(short) != "…"] == [before]
    assert before.of(short) == before.of(whole)
    assert set(short[: before.start] + short[before.end :]) == {"…", " ", "\n"}


ENDS = {chr(n) for n in range(0x110000) if len(f"a{chr(n)}b".splitlines()) == 2}


def test_what_ends_a_line_stays():
    assert {c for c in map(chr, range(0x3000)) if not module.BLANK.match(c)} == ENDS


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path) -> Iterator[None]:
    """No test leaves anything half done."""
    yield
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]
