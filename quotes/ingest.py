"""Articles into the database: read, extract, store. What ``quotes add`` and a notebook both call."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select

from quotes import __version__
from quotes.choose import keep, sure
from quotes.document import Document
from quotes.errors import DatabaseError, InputError, QuotesError
from quotes.extract.extractor import Extractor
from quotes.read import MOST_BYTES, SUFFIXES, printable, read_bytes, read_file
from quotes.store.database import Database, guarded, open_database
from quotes.store.write import (
    Outcome,
    articles,
    check,
    fill,
    forget_failure,
    known,
    record_failure,
    store,
)

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Description:
    """What the user says of the articles; it goes before what the files say of themselves."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None

    def onto(self, document: Document) -> Document:
        given = {k: getattr(self, k) for k in ("title", "publisher", "url", "published")}
        return replace(document, **{k: v for k, v in given.items() if v})


@dataclass(slots=True)
class Summary:
    """What a run came to: articles by outcome, statements kept of those that were read, how many
    more were ``left_out`` (too little confidence), and what could not be read, with the reason."""

    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    attributions: int = 0
    left_out: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    def count(self, outcome: Outcome, kept: int, left_out: int, by: int = 1) -> None:
        """Adds an article, or with ``by`` -1 takes it back."""
        self.outcomes[outcome] += by
        self.attributions += kept
        self.left_out += left_out

    @property
    def articles(self) -> int:
        return sum(self.outcomes.values())


def find(paths: Iterable[str]) -> Iterator[str]:
    """The files that ``paths`` name, in a fixed order: files as given, folders searched for ``.txt``,
    ``.html`` and ``.htm`` files, however deep; hidden files and folders are passed over. Raises
    InputError for a path that does not exist and for a folder that has no article."""
    for path in paths:
        if path == STDIN:
            yield path
        elif os.path.isdir(path):
            found = sorted(_walk(path))
            if not found:
                kinds = ", ".join(SUFFIXES)
                raise InputError(f"the folder has no article in it ({kinds})", where=path)
            yield from found
        else:
            try:
                os.stat(path)
            except (OSError, ValueError) as e:
                said = getattr(e, "strerror", None) or e
                raise InputError(f"cannot be read ({said})", where=printable(path)) from e
            yield path


def _walk(folder: str) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in files:
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield os.path.join(root, name)


def load(path: str, stdin: BinaryIO | None = None) -> Document:
    """The document at ``path``, or from ``stdin`` for ``-``. Raises InputError."""
    if path != STDIN:
        return read_file(Path(path))
    if stdin is None:
        raise InputError("there is no standard input to read from")
    data = stdin.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError("is too large for an article; split it", where="standard input")
    return read_bytes(data, origin="standard input")


def add(
    database: Database,
    paths: Sequence[str],
    extractor: Callable[[], Extractor],
    *,
    description: Description | None = None,
    stdin: BinaryIO | None = None,
    watch: Callable[[Sequence[str]], Iterable[str]] = iter,
    summary: Summary | None = None,
    min_confidence: float | None = None,
) -> Summary:
    """Reads, extracts and stores the articles at ``paths``; each is safe in the database when the next
    is begun.

    ``extractor`` is called when the first article has been read. An article that cannot be read is recorded in the database and in the summary, and the rest go on; so is a folder
    without articles. A database that fails (DatabaseError) ends the run. ``watch`` may wrap the paths
    in a progress bar; a ``summary`` passed in is filled as the run goes, so that an interrupted run can
    still tell what it stored. Statements of less than ``min_confidence`` (None: of what the extractor
    shows by itself) are counted and not stored; the run records it, and an article that was read with
    another is read again. Raises UsageError where it is not from 0 to 1.
    """
    if min_confidence is not None:
        sure(min_confidence)
    summary = Summary() if summary is None else summary
    description = description or Description()
    files: list[str] = []
    for path in paths:
        try:
            files += find([path])
        except QuotesError as e:
            _fail(database, summary, e, path)
    for path in watch(files):
        try:
            document = description.onto(load(path, stdin))
        except QuotesError as e:
            _fail(database, summary, e, path)
            continue
        _one(database, document, extractor(), summary, min_confidence)
    return summary


def refuse_others(path: Path, folder: Path) -> None:
    """Raises DatabaseError if the database at ``path`` holds an article that is not from ``folder``: samples
    must not get among somebody's own."""
    with guarded(path):
        if not path.exists() or not path.stat().st_size:
            return
    with open_database(path).reading() as connection:
        names = [str(p) for p in folder.iterdir()]
        others = connection.execute(
            select(func.count()).select_from(articles).where(articles.c.origin.not_in(names))
        ).scalar()
    if others:
        raise DatabaseError(
            f"holds articles of your own ({others}); name another for the samples with --db",
            where=str(path),
        )


def _fail(database: Database, summary: Summary, error: QuotesError, path: str) -> None:
    origin = error.where or printable(path)
    summary.failures.append((origin, error.message))
    with database.writing() as connection:
        record_failure(connection, origin, error.message)


def _one(
    database: Database,
    document: Document,
    extractor: Extractor,
    summary: Summary,
    min_confidence: float | None,
) -> None:
    origin = document.origin or ""
    with database.reading() as connection:
        article = known(connection, document, extractor.model, min_confidence)
    if article:
        with database.writing() as connection:
            fill(connection, article, document)
            forget_failure(connection, origin)
        summary.outcomes[Outcome.UNCHANGED] += 1
        return
    try:
        found = extractor(document, 0.0)
        check(document, found)
    except DatabaseError as e:
        _fail(database, summary, e, origin)
        return
    except Exception as e:  # noqa: BLE001 - an article that our rules choke on must not cost the rest
        wrong = InputError(
            f"the extractor failed on it ({type(e).__name__}: {e}); please report it with the text",
            where=origin or None,
        )
        _fail(database, summary, wrong, origin)
        return
    kept = keep(found, extractor.limits(min_confidence))
    left = len(found) - len(kept)
    counted = None
    try:
        with database.writing() as connection:
            outcome = store(
                connection,
                document,
                kept,
                model=extractor.model,
                version=__version__,
                min_confidence=min_confidence,
            )
            forget_failure(connection, origin)
            # Counted before it is committed: Ctrl-C right after must not leave it out of the count.
            summary.count(outcome, len(kept), left)
            counted = outcome
    except BaseException:
        if counted:
            summary.count(counted, -len(kept), -left, by=-1)
        raise
