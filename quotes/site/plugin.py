"""The Datasette plugin: our pages beside Datasette's own, in any Datasette where this package is
installed. Written to what 0.65 and 1.0's alphas share, but for the hooks that say so."""

from __future__ import annotations

import re
import sqlite3
import sys
from typing import Any
from urllib.parse import urlencode, urlsplit

from datasette import hookimpl
from datasette.utils.asgi import Response
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from quotes import home
from quotes.cite import FORMS
from quotes.site import across, answers, files, headers, reviewing
from quotes.site.asking import (
    ALL_OURS,
    OURS,
    TITLE,
    address,
    all_ours,
    ask,
    config,
    ours,
    owner,
    owners,
    static_address,
    title,
)
from quotes.site.tables import METADATA, QUERIES

PAGES = re.compile(
    r"^/(?:search(?:\.|$)|statement/|speaker/|article/|review(?:/|$)|feed\.atom$|-/quotes/)"
)
"""Where our own pages are, but for the first one."""

CHANGES = re.compile(
    r"^/(?:review|review/undo|statement/[0-9a-z]{1,40}/(?:correct|hide)|-/logout)$"
)
"""What is posted to by a signed-in owner."""

SPEAKERS = {"speaker": "id", "attribution": "speaker_id", "name": "speaker_id"}
"""Where our tables have speakers' numbers."""

CACHE = -32 * 1024
"""Kibibytes (negative, for SQLite) of the database that each connection keeps: a search of a common word reads
some ten thousand rows."""

MAPPED = 1 << 31
"""Bytes of the database that are read without copying."""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    form = r"(?:\.(?P<form>[a-z-]{1,20}))?"
    key = r"(?P<id>[0-9a-z]{1,40})"
    return [
        # The name is Datasette's own view's, which it is given over to where nothing here is ours.
        (r"^/(?P<format>)$", answers.home_page),
        (rf"^/statement/{key}{form}$", answers.statement_page),
        (rf"^/statement/{key}/correct$", reviewing.correct_page),
        (rf"^/statement/{key}/hide$", reviewing.hide_page),
        (rf"^/speaker/(?P<id>[0-9]{{1,15}}){form}$", answers.speaker_page),
        (rf"^/article/{key}$", answers.article_page),
        (rf"^/search{form}$", answers.search_page),
        (r"^/feed\.atom$", answers.feed_page),
        (r"^/review$", reviewing.review_page),
        (r"^/review/undo$", reviewing.undo_page),
        (r"^/-/quotes/suggest$", answers.suggest_page),
        (r"^/-/quotes/(?P<name>[\w.-]+)$", answers.static),
    ]


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """More of the database is kept in memory than SQLite does by itself."""
    conn.execute(f"PRAGMA cache_size = {CACHE}")
    conn.execute(f"PRAGMA mmap_size = {MAPPED}")


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Our templates stand behind whatever the owner gives, and before Datasette's own. What the frame of every
    page needs is there for Datasette's error pages, too, which are rendered with little else."""
    mine = str(home.db() / "site" / "templates")
    first = next(x for x in env.loader.loaders if isinstance(x, FileSystemLoader))  # type: ignore[union-attr]
    first.searchpath.insert(len(first.searchpath) - 1, mine)
    env.add_extension(headers.InlineScripts)
    env.filters["address"] = web_address
    env.filters["italics"] = italics
    given = config(datasette)
    parts: list[Any] = []

    def quotes_parts() -> Any:
        # Datasette's templates run as coroutines, which makes each call of a macro slow, and a page of
        # statements makes a hundred: what our pages have in common is made without.
        if not parts:
            plain = env.overlay(enable_async=False)
            made = plain.get_template("quotes/parts.html").make_module({"urls": datasette.urls})
            parts.append(made)
        return parts[0]

    env.globals |= {
        "quotes_parts": quotes_parts,
        "quotes_site": bool(given.get("read_only") or given.get("strict")),
        "quotes_title": given.get("title") or TITLE,
        "quotes_static": lambda name: static_address(datasette, name),
    }


def italics(text: str) -> Markup:
    """A citation for a page: what stands between asterisks in italics, everything escaped."""
    parts = text.split("*")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<i>{}</i>").format(p) if i % 2 else escape(p) for i, p in enumerate(parts)
    )


def web_address(url: str | None) -> str | None:
    """``url`` if it is one that a page may link to; an article's may be anything ("javascript:…")."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


@hookimpl
def extra_template_vars(datasette: Any, view_name: str | None, request: Any) -> Any:
    async def values() -> dict[str, Any]:
        found: dict[str, Any] = {
            "urlencode": urlencode,
            "quotes_database": await ours(datasette),
            "quotes_title": await title(datasette),
            "quotes_owner": owner(datasette, request) if request else None,
            "quotes_address": lambda path: address(datasette, request, path),
        }
        return found

    return values


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    return [static_address(datasette, "quotes.css")]


@hookimpl
def menu_links(datasette: Any, actor: Any) -> list[dict[str, str]]:
    links = [{"href": datasette.urls.path("/search"), "label": "Search statements"}]
    if actor and str(actor.get("id")) in owners(datasette):
        links.append({"href": datasette.urls.path("/review"), "label": "Review names"})
    return links


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """A statement's and an article's identifier lead to their own pages, a speaker's number in any of our
    tables to the speaker's."""
    if database != getattr(datasette, OURS, None):
        return None
    if table == "attribution" and column == "id" and isinstance(value, str):
        href = datasette.urls.path(f"/statement/{value}")
        return Markup('<a href="{}">{}</a>').format(href, value)
    if table == "article" and column == "id" and isinstance(value, str):
        href = datasette.urls.path(f"/article/{value}")
        return Markup('<a href="{}">{}</a>').format(href, value)
    if table in SPEAKERS and column == SPEAKERS[table]:
        # A foreign key comes with the label of what it leads to.
        number, label = (value, value) if isinstance(value, int) else _labelled(value)
        if number is not None:
            href = datasette.urls.path(f"/speaker/{number}")
            return Markup('<a href="{}">{}</a>').format(href, label)
    return None


def _labelled(value: Any) -> tuple[int | None, str]:
    known = isinstance(value, dict) and isinstance(value.get("value"), int)
    return (value["value"], str(value.get("label"))) if known else (None, "")


@hookimpl
def register_output_renderer(datasette: Any) -> list[dict[str, Any]]:
    """Any table or query of ours that has statements' identifiers (a column ``id``) is to be had as a file
    of citations, too."""
    return [
        {
            # Datasette's addresses have no ending with a hyphen.
            "extension": form.name.partition("-")[0],
            "render": _renderer(form.name),
            "can_render": _has_statements,
        }
        for form in FORMS.values()
        if form.name in ("ris", "csl-json", "bibtex")
    ]


def _has_statements(datasette: Any, columns: Any, database: str) -> bool:
    return database == getattr(datasette, OURS, None) and {"id", "text"} <= set(columns or ())


def _renderer(form: str) -> Any:
    async def render(datasette: Any, rows: Any, columns: Any, request: Any, database: str) -> Any:
        if not _has_statements(datasette, columns, database):
            return Response.text("There are no statements here to cite.", status=400)
        keys = [str(r["id"]) for r in rows] if "id" in columns else []
        called = [(k, address(datasette, request, f"/statement/{k}")) for k in keys]
        every = await ask(datasette, lambda c: files.cited_where_there(c, called))
        file = files.citations(form, every, "statements")
        more = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return Response(file.body, content_type=file.media_type, headers=more)

    return render


@hookimpl
def canned_queries(datasette: Any, database: str) -> Any:
    """The ready-made queries (0.65; for 1.0 see ``startup``)."""

    async def queries() -> dict[str, Any]:
        here = await ours(datasette) == database
        return across.queries(datasette, database, QUERIES) if here else {}

    return queries


@hookimpl
def get_metadata(datasette: Any, key: str, database: str | None, table: str | None) -> Any:
    """Facets, order and descriptions of our tables (0.65; for 1.0 see ``startup``)."""
    return across.metadata(datasette, getattr(datasette, ALL_OURS, []), METADATA)


@hookimpl
def startup(datasette: Any) -> Any:
    async def find() -> None:
        every = await all_ours(datasette)
        setattr(datasette, ALL_OURS, every)
        setattr(datasette, OURS, next(iter(every), None))
        for i, name in enumerate(every):
            # Pages and queries are of the first; what is nobody's business, in each.
            await across.arrange(datasette, name, METADATA, {} if i else QUERIES)

    return find


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """The security headers; and nothing but questions: our pages answer GET and HEAD alone, and so does
    every page of a site that is declared read-only (as `quotes serve` does); but for what an owner posts,
    where there is one, and for the address at which datasette-mcp, if it is installed, takes the questions of
    programs by POST: its tools are bound by the same permissions as visitors."""
    given = config(datasette)
    closed, strict = bool(given.get("read_only")), bool(given.get("strict"))
    somebody = bool(owners(datasette))
    base = datasette.setting("base_url")
    tools = "/-/mcp" if "datasette_mcp" in sys.modules else None

    def own(path: str) -> bool:
        home = path == "/" and getattr(datasette, OURS, None) is not None
        return home or PAGES.match(path) is not None

    def wrap(app: Any) -> Any:
        async def guard(scope: Any, receive: Any, send: Any) -> None:
            asked = scope["type"] == "http" and scope["method"] not in ("GET", "HEAD")
            if scope["type"] == "http" and scope["method"] == "HEAD":
                # Who only looks whether an address is there must not use up the one that signs in.
                asked = headers.route(scope, base) == "/-/auth-token"
            path = headers.route(scope, base) if asked else ""
            changes = somebody and scope.get("method") == "POST" and CHANGES.match(path)
            if asked and path != tools and (closed or own(path)) and not changes:
                refused = Response.text("Only GET and HEAD are answered here.", status=405)
                await refused.asgi_send(send)
                return
            await app(scope, receive, send)

        return headers.shield(guard, base, own, closed or strict)

    return wrap
