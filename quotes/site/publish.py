"""The copy of a database that everybody may see, and a folder with it that Datasette opens.

What is published is what visitors need to read, search and cite statements. The articles' other paragraphs,
what persons said of statements, their names, and where files lay on the owner's machine stay behind.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, create_engine
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError as SQLError
from sqlalchemy.pool import StaticPool

from quotes.document import Span, paragraphs
from quotes.errors import DatabaseError, UsageError
from quotes.site.folder import DATABASE, INSPECTED, TITLE, inspected, site_files
from quotes.store.database import snapshot
from quotes.store.rules import RULE

Watch = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and of how much (0: nobody knows)."""


def unwatched(what: str, done: int, of: int) -> None:
    """Tells nobody."""


MARK = 0x51505542
"""SQLite's ``application_id`` of a published copy: what may be written over without asking."""

EDITOR = "editor"
"""Who judged, where it was a person and names are left out."""

CORRECTED = "corrected by an editor"
"""Why somebody speaks, where a person said so: their own words are not published."""

IMPORTED = "from a list"
"""Why names are one where a list said so: its own name says where it lay on somebody's machine."""

BLANK = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Every character but those that end a line for ``str.splitlines``."""

BREAK = re.compile(r"[\n\r]")

BATCH = 200


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: articles, how many of them were shortened, statements, speakers of whom there
    are any, the file and its size in bytes."""

    articles: int
    shortened: int
    statements: int
    speakers: int
    path: Path
    size: int


def publish(
    source: Path,
    out: Path,
    *,
    full_text: bool = False,
    editors: bool = False,
    watch: Watch = unwatched,
) -> Published:
    """Makes ``out``, the copy to show of the database ``source``, which is only read and may be written
    meanwhile: the copy is of one moment.

    Of each article only the paragraphs stay in which something of a statement stands; the others are blank,
    so that every place in the text is what it was (``full_text`` keeps all). Left out are corrections of
    statements and what they hid, the names of who judged (``editors`` keeps them), the names of speakers
    for whom nothing stands any more, the keys that names are compared by, failures, and the paths that
    articles and lists were read from. Hiding takes a statement out, not the article's words: they stay
    where another statement stands in their paragraph, and with ``full_text``.

    The copy is indexed, analysed, checked, and lies in one file that a server may open as immutable.
    It answers everything that only reads; articles are added and names judged in ``source``. Until all is
    done ``out`` stays as it was, if there is one, or is not there.

    Raises DatabaseError where ``source`` is no database of ours, where ``out`` is it or anything but an
    earlier copy, and where it cannot be written.
    """
    out = _target(source, out)
    if not out.parent.is_dir():
        raise DatabaseError("its folder does not exist; make it first", where=str(out))
    with _written(out), _workshop(out.parent, out.name) as name:
        made = _copy(source, Path(name), out, full_text, editors, watch)
        _replace(Path(name) / DATABASE, out)
    return made


def folder(
    source: Path,
    site: Path,
    *,
    title: str = TITLE,
    download: bool = False,
    robots: bool = True,
    full_text: bool = False,
    editors: bool = False,
    watch: Watch = unwatched,
) -> Published:
    """Makes the folder ``site`` of a published copy (see ``publish``) and what Datasette needs to show it:
    ``datasette SITE`` opens it immutable, with our pages, without visitors' SQL, with limits of time and
    rows, in 0.65 as in 1.0; its ``README.md`` says how it is put on a server.

    ``title`` stands on the pages. ``download`` lets visitors take the whole file, and whole tables as CSV.
    ``robots`` lets crawlers read the pages (though not search and tables), else they are asked to stay
    away. A folder that this made is made anew; files that it did not write stay.

    Raises as ``publish``, DatabaseError where ``site`` is something else already, and UsageError for a title
    that is empty or holds control characters.
    """
    title = " ".join(title.split())
    if not title or not title.isprintable():
        raise UsageError("a title has printable characters, on one line")
    out = _target(source, _free(site) / DATABASE)
    fresh = not site.exists()
    with _written(site):
        site.mkdir(exist_ok=True)
        try:
            with _workshop(site, DATABASE) as name:
                made_in = Path(name)
                made = _copy(source, made_in, out, full_text, editors, watch)
                texts = site_files(title, _about(made), download=download, robots=robots)
                watch("counting", 0, 0)
                texts[INSPECTED] = inspected(made_in / DATABASE)
                for file, content in texts.items():
                    (made_in / file).write_text(content, "utf-8")
                # What protects the database is there before it, and what counts its rows after it.
                for file in texts:
                    if file == INSPECTED:
                        _replace(made_in / DATABASE, out)
                    (made_in / file).replace(site / file)
        except BaseException:
            if fresh and not any(site.iterdir()):
                site.rmdir()
            raise
    return made


# -- the files ----------------------------------------------------------------------------------------


def _target(source: Path, out: Path) -> Path:
    """Where ``out`` really lies. Raises DatabaseError if it may not be written over."""
    out = out.resolve()
    if out.is_dir():
        raise DatabaseError("is a folder; name a file, or use --dir", where=str(out))
    if not out.exists():
        return out
    if source.exists() and out.samefile(source):
        raise DatabaseError(
            "is the database itself; name another file for the copy", where=str(out)
        )
    if not _is_copy(out):
        raise DatabaseError(
            "is there already, and is no copy that `quotes publish` made; name another file, or delete it first",
            where=str(out),
        )
    return out


def _is_copy(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head[68:] == MARK.to_bytes(4, "big")


def _free(site: Path) -> Path:
    """``site``, if it may be filled. Raises DatabaseError."""
    if site.exists() and not site.is_dir():
        raise DatabaseError("is a file; name a folder", where=str(site))
    if not site.absolute().parent.is_dir():
        raise DatabaseError("its folder does not exist; make it first", where=str(site))
    known = {DATABASE, *(p.name for p in site.glob(f".{DATABASE}.*"))}
    if (
        site.exists()
        and not (site / DATABASE).exists()
        and {p.name for p in site.iterdir()} - known
    ):
        raise DatabaseError(
            "is a folder of other things; name a new one, or one that `quotes publish` made",
            where=str(site),
        )
    return site


@contextmanager
def _written(out: Path) -> Iterator[None]:
    """Turns what goes wrong while ``out`` is made into one line."""
    try:
        yield
    except OSError as e:
        raise DatabaseError(
            f"cannot be written ({e.strerror or e}); check its folder and its free space",
            where=str(out),
        ) from e
    except (sqlite3.Error, SQLError) as e:
        said = " ".join(str(e.orig if isinstance(e, SQLError) else e).split())
        raise DatabaseError(
            f"the copy could not be made ({said}); check the disk's free space, and the database with "
            "`sqlite3 … 'PRAGMA integrity_check'`",
            where=str(out),
        ) from e


def _workshop(parent: Path, name: str) -> TemporaryDirectory[str]:
    """A hidden folder beside what is made, on the same disk; it goes with all that is in it."""
    return TemporaryDirectory(prefix=f".{name}.", dir=parent)


def _replace(made: Path, out: Path) -> None:
    """Puts the file ``made`` in the place of ``out``. What another program left in the log of an earlier
    copy would be taken for changes of the new one: it goes first."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    if any(out.with_name(out.name + end).exists() for end in ("-wal", "-journal")):
        with closing(sqlite3.connect(out)) as old:
            old.execute("PRAGMA journal_mode = DELETE")
    made.replace(out)


def _about(made: Published) -> str:
    """What there is, in a sentence."""
    parts = ", ".join(
        f"{n:,} {what}{'' if n == 1 else 's'}"
        for n, what in ((made.statements, "statement"), (made.speakers, "speaker"))
    )
    where = f"{made.articles:,} article{'' if made.articles == 1 else 's'}"
    return f"{parts} in {where} of the news."


# -- the copy -----------------------------------------------------------------------------------------


def _copy(
    source: Path, folder: Path, out: Path, full_text: bool, editors: bool, watch: Watch
) -> Published:
    """Makes the copy in ``folder``, called as in a folder for Datasette."""
    work, made = folder / "work.db", folder / DATABASE
    watch("copying", 0, 0)
    snapshot(source, work, lambda done, of: watch("copying", done, of))
    with _opened(work) as connection:
        connection.exec_driver_sql("BEGIN")
        if not full_text:
            shorten(connection, watch)
        watch("leaving out", 0, 0)
        leave_out(connection, editors=editors)
        connection.exec_driver_sql("COMMIT")
        watch("indexing", 0, 0)
        for index in ("attribution_fts", "name_fts"):
            connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql(f"PRAGMA application_id = {MARK}")
        watch("packing", 0, 0)
        # Every page is written anew, so that nothing of what was taken out is left in one.
        connection.exec_driver_sql("VACUUM INTO ?", (str(made),))
    work.unlink()
    watch("checking", 0, 0)
    with _opened(made) as connection:
        _check(connection, out)
        articles, shortened, statements, speakers = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM article WHERE excerpt), "
            "(SELECT count(*) FROM attribution), (SELECT count(*) FROM speaker WHERE attributions > 0)"
        ).one()
    return Published(articles, shortened, statements, speakers, out, made.stat().st_size)


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    """A connection to a file that nobody else knows, and that is thrown away if anything fails: without a
    journal, every statement committed by itself."""
    raw = sqlite3.connect(path, isolation_level=None)
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    with closing(raw):
        # First out of WAL mode, which stands in the file itself.
        for setting in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF"):
            raw.execute(f"PRAGMA {setting}")
        with engine.connect() as connection:
            yield connection


def _check(connection: Connection, out: Path) -> None:
    """Raises DatabaseError where the copy is not sound, as one of a damaged database is not."""
    wrong = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    for index in ("attribution_fts", "name_fts"):
        try:
            connection.exec_driver_sql(
                f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"
            )
        except SQLError as e:
            wrong = f"{index}: {e.orig}"
    if wrong != "ok":
        raise DatabaseError(
            f"nothing was written: the database is damaged ({wrong}); restore a copy of it",
            where=str(out),
        )


def excerpt(text: str, kept: Iterable[tuple[int, int]]) -> str:
    """``text``, as long as it was, with every paragraph blank that none of the places ``kept`` (half-open,
    in code points) touches; line ends stay. The paragraphs that are left are paragraphs of what is returned:
    where they would not be, one of the others is an ellipsis instead of a blank."""
    places = sorted(kept)
    out: list[str] = []
    left: list[Span] = []
    blank: list[Span] = []
    at = n = reach = 0
    for paragraph in paragraphs(text):
        while n < len(places) and places[n][0] < paragraph.end:
            reach = max(reach, places[n][1])
            n += 1
        if reach > paragraph.start:
            left.append(paragraph)
        else:
            blank.append(paragraph)
            out += text[at : paragraph.start], BLANK.sub(" ", paragraph.of(text))
            at = paragraph.end
    short = "".join(out) + text[at:]
    # A block of lines stands alone: nothing tells any more that it is one paragraph.
    if blank and any(BREAK.search(p.of(text)) for p in left) and paragraphs(short) != left:
        spot = blank[0].start
        marked = f"{short[:spot]}…{short[spot + 1 :]}"
        if [p for p in paragraphs(marked) if p.of(marked) != "…"] == left:
            return marked
    return short


PLACES = """
SELECT r.rowid, p.start, p."end" FROM article r CROSS JOIN attribution a ON a.article_id = r.id
CROSS JOIN span p ON p.attribution = a.number WHERE r.rowid > :after AND r.rowid <= :last
UNION ALL
SELECT r.rowid, m.start, m."end" FROM article r CROSS JOIN attribution a ON a.article_id = r.id
CROSS JOIN mention m ON m.attribution = a.number
WHERE r.rowid > :after AND r.rowid <= :last AND m.start IS NOT NULL
UNION ALL
SELECT r.rowid, m.description_start, m.description_end FROM article r
CROSS JOIN attribution a ON a.article_id = r.id CROSS JOIN mention m ON m.attribution = a.number
WHERE r.rowid > :after AND r.rowid <= :last AND m.description_start IS NOT NULL
"""
"""Where something of a statement stands. The order of the tables is the one in which indexes lead."""


def shorten(connection: Connection, watch: Watch = unwatched) -> None:
    """Makes an excerpt of every article (``excerpt``), and marks those in which anything went."""
    total = int(connection.execute(sql("SELECT count(*) FROM article")).scalar_one())
    done = after = 0
    while True:
        watch("shortening", done, total)
        rows = connection.execute(
            sql("SELECT rowid, text FROM article WHERE rowid > :after ORDER BY rowid LIMIT :n"),
            {"after": after, "n": BATCH},
        )
        texts: dict[int, str] = {row[0]: row[1] for row in rows}
        if not texts:
            return
        last = max(texts)
        kept: dict[int, list[tuple[int, int]]] = {n: [] for n in texts}
        for n, start, end in connection.execute(sql(PLACES), {"after": after, "last": last}):
            kept[n].append((start, end))
        short = {n: excerpt(text, kept[n]) for n, text in texts.items()}
        changed = [{"n": n, "text": t} for n, t in short.items() if t != texts[n]]
        if changed:
            connection.execute(
                sql("UPDATE article SET text = :text, excerpt = 1 WHERE rowid = :n"), changed
            )
        done, after = done + len(texts), last


LEFT_OUT = (
    "UPDATE article SET origin = NULL WHERE origin IS NOT NULL",
    "UPDATE article SET url = NULL WHERE lower(url) LIKE 'file:%'",
    "DELETE FROM failure",
    "UPDATE mention SET read_name_id = NULL, read_reason = NULL WHERE read_reason IS NOT NULL",
    "DELETE FROM correction",
    """DELETE FROM action WHERE what IN ('hide', 'correct')
    AND NOT EXISTS (SELECT 1 FROM judgement WHERE action_id = action.id)
    AND NOT EXISTS (SELECT 1 FROM label WHERE action_id = action.id)""",
    "UPDATE action SET summary = '' WHERE what IN ('hide', 'correct')",
    "UPDATE action SET summary = 'imported a list' WHERE what = 'import'",
    """UPDATE judgement SET reason = :imported
    WHERE action_id IN (SELECT id FROM action WHERE what = 'import')""",
    # What compares names, and only that, reads these.
    "DELETE FROM block",
)
"""What goes from every copy, in this order."""

UNSPOKEN = """
SELECT id FROM name WHERE speaker_id IS NULL AND id NOT IN (SELECT name_id FROM mention WHERE name_id IS NOT NULL)
AND id NOT IN (SELECT CAST(value AS INTEGER) FROM label WHERE field = 'split')
"""
"""Names that mean nobody any more; one may be that of a hidden statement's speaker."""

SILENT = (
    f'DELETE FROM judgement WHERE "by" = :rule AND (left_id IN ({UNSPOKEN}) OR right_id IN ({UNSPOKEN}))',
    f"""DELETE FROM name WHERE id IN ({UNSPOKEN}) AND id NOT IN (SELECT left_id FROM judgement)
    AND id NOT IN (SELECT right_id FROM judgement) AND id NOT IN (SELECT name_id FROM label)""",
    "DELETE FROM name_fts WHERE rowid NOT IN (SELECT id FROM name)",
)


def leave_out(connection: Connection, *, editors: bool) -> None:
    """Takes out of a copy what is not for everybody (``publish``)."""
    given = {"rule": RULE, "editor": EDITOR, "corrected": CORRECTED, "imported": IMPORTED}
    asked: list[str] = []
    if not editors:
        asked += [
            f'UPDATE {table} SET "{column}" = :editor WHERE "{column}" != :rule'
            for table in ("judgement", "action", "label")
            for column in ("by", "withdrawn_by")
        ]
    asked.append("UPDATE mention SET reason = :corrected WHERE read_reason IS NOT NULL")
    for statement in (*asked, *LEFT_OUT, *SILENT):
        used = {k: v for k, v in given.items() if f":{k}" in statement}
        connection.execute(sql(statement), used)
