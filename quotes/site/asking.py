"""Between Datasette and our pages: asking the database, changing it, who may, and rendering."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from datasette.utils.asgi import Response
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from quotes import home
from quotes.errors import NotFoundError, UsageError
from quotes.store.database import open_database

T = TypeVar("T")

TABLES = {"attribution", "article", "speaker", "mention", "alembic_version"}
"""A database with all of these is one of ours."""

OURS = "_quotes_database"
"""Where a Datasette keeps the name of our database, for hooks that cannot ask."""

ALL_OURS = "_quotes_databases"
"""Likewise of all that are ours."""

TITLE = "Who said what"

_engines = threading.local()


async def all_ours(datasette: Any) -> list[str]:
    """The names, in this Datasette, of all databases that are ours."""
    return [
        str(name)
        for name, database in datasette.databases.items()
        if not name.startswith("_") and set(await database.table_names()) >= TABLES
    ]


async def ours(datasette: Any) -> str | None:
    """The name, in this Datasette, of the first database that is one of ours."""
    known = getattr(datasette, OURS, None)
    if known in datasette.databases:
        return str(known)
    return next(iter(await all_ours(datasette)), None)


async def ask(datasette: Any, question: Callable[[Connection], T]) -> T:
    """What ``question`` finds in our database, asked on one of Datasette's own read-only connections.
    Raises NotFoundError where none is open."""
    name = await ours(datasette)
    if name is None:
        raise NotFoundError("no database of statements is open here")

    def run(raw: sqlite3.Connection) -> T:
        if getattr(_engines, "of", None) is not raw:
            _engines.of = raw
            _engines.engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        # Datasette has every text pass through a function of Python's, in case it is no UTF-8, and makes
        # rows that know their columns: half the time of a search. What is in our database is UTF-8.
        usual = raw.text_factory, raw.row_factory
        raw.text_factory, raw.row_factory = str, None
        try:
            with _engines.engine.connect() as connection:
                return question(connection)
        finally:
            raw.text_factory, raw.row_factory = usual

    result: T = await datasette.get_database(name).execute_fn(run)
    return result


async def change(datasette: Any, act: Callable[[Connection], T]) -> T:
    """What ``act`` returns, done in one write transaction as the command line does it: so it waits for its turn
    beside other programs, and goes through the ledger. Raises UsageError where the database is immutable."""
    name = await ours(datasette)
    database = datasette.get_database(name) if name else None
    if database is None or not database.is_mutable or not database.path:
        raise UsageError("this database is only shown here, and cannot be changed")
    path = Path(database.path)

    def run() -> T:
        opened = open_database(path, write=True)
        try:
            with opened.writing() as connection:
                return act(connection)
        finally:
            opened.close()

    return await asyncio.get_running_loop().run_in_executor(None, run)


def config(datasette: Any) -> dict[str, Any]:
    """The plugin's own settings: ``title``; ``read_only`` (nothing but questions is answered);
    ``strict`` (security headers on Datasette's own pages too); ``owners`` (actors who may review and
    correct; root, unless it is read-only)."""
    return dict(datasette.plugin_config("quotes") or {})


def owners(datasette: Any) -> list[str]:
    """The identifiers of the actors who may review and correct."""
    given = config(datasette)
    return list(given.get("owners", [] if given.get("read_only") else ["root"]))


def owner(datasette: Any, request: Any) -> str | None:
    """The name of the visitor if they may review and correct, else None."""
    actor = getattr(request, "actor", None) or {}
    who = str(actor.get("id") or "")
    return who if who and who in owners(datasette) else None


async def title(datasette: Any) -> str:
    """What the site is called."""
    given = config(datasette).get("title")
    if not given and hasattr(datasette, "get_instance_metadata"):  # 1.0
        given = (await datasette.get_instance_metadata()).get("title")
    elif not given:
        given = datasette.metadata("title")
    return str(given or TITLE)


def static_file(name: str) -> Path | None:
    """The file of ours called ``name``. The name comes from a visitor: it is looked up among what is there,
    never opened as a path."""
    files = {p.name: p for p in (home.db() / "site" / "static").iterdir()}
    return files.get(name)


_versions: dict[tuple[str, float], str] = {}


def version(path: Path) -> str:
    """A few letters that change when the file does, for an address that may be kept for ever."""
    key = (str(path), path.stat().st_mtime)
    if key not in _versions:
        _versions[key] = sha256(path.read_bytes()).hexdigest()[:12]
    return _versions[key]


def static_address(datasette: Any, name: str) -> str:
    path = static_file(name)
    return str(datasette.urls.path(f"/-/quotes/{name}")) + (f"?{version(path)}" if path else "")


def address(datasette: Any, request: Any, path: str) -> str:
    """The address, with scheme and host, of one of our pages."""
    return str(datasette.absolute_url(request, datasette.urls.path(path)))


async def render(
    datasette: Any, request: Any, template: str, values: dict[str, Any], status: int = 200
) -> Any:
    html = await datasette.render_template(f"quotes/{template}", values, request)
    # A browser keeps a 410 for ever unless told otherwise, and what was hidden may be shown again.
    more = {"Cache-Control": "no-cache"} if status == 410 else {}
    return Response.html(html, status=status, headers=more)


async def absent(
    datasette: Any,
    request: Any,
    message: str,
    status: int = 404,
    title: str = "Not found",
    **values: Any,
) -> Any:
    """A page that says what is not there. (An exception would do, but Datasette prints every one of
    them, with all that was in memory, to the operator's terminal.)"""
    shown = {"message": message, "title": title, **values}
    return await render(datasette, request, "absent.html", shown, status)
