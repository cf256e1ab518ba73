"""The Datasette plugin: our pages beside Datasette's own, in any Datasette where this package is
installed. Written to what 0.65 and 1.0's alphas share, but for the hooks that say so."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from mimetypes import guess_type
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from datasette import hookimpl
from datasette.utils.asgi import Response
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from quotes import home
from quotes.choose import media
from quotes.errors import NotFoundError, UsageError
from quotes.site import across, headers, pages

T = TypeVar("T")

TABLES = {"attribution", "article", "speaker", "mention", "alembic_version"}
"""A database with all of these is one of ours."""

OURS = "_quotes_database"
"""Where a Datasette keeps the name of our database, for hooks that cannot ask."""

PAGES = re.compile(r"^/(?:search$|statement/|speaker/|article/|-/quotes/)")

PAGE = 20

QUERIES = {
    "most_quoted": {
        "title": "Who is quoted most",
        "sql": """select s.name, s.kind, s.attributions as statements,
            count(distinct a.article_id) as articles, min(a.published) as first, max(a.published) as last
            from (select * from speaker where attributions > 0 order by attributions desc, name limit 100) s
            join name n on n.speaker_id = s.id join mention m on m.name_id = n.id
            join attribution a on a.number = m.attribution
            group by s.id order by s.attributions desc, s.name""",
    },
    "said_about": {
        "title": "Who said what about …",
        "sql": """select a.id, s.name as speaker, a.medium, a.negated, a.text, r.title, r.publisher, r.published
            from attribution_fts f join attribution a on a.number = f.rowid
            join article r on r.id = a.article_id left join speaker s on s.id = a.speaker_id
            where attribution_fts match '"' || replace(:words, '"', '') || '"' and a.medium != 'thought'
            order by r.published desc limit 200""",
    },
    "cues": {
        "title": "The words that attribute",
        "sql": """select lower(cue) as cue, count(*) as statements from attribution
            where cue != '' group by lower(cue) order by statements desc, cue limit 200""",
    },
    "unnamed": {
        "title": "What unnamed sources said",
        "sql": """select a.id, a.source, a.medium, a.negated, a.text, r.title, r.publisher, r.published from attribution a
            join article r on r.id = a.article_id
            where a.speaker_id is null and a.source != '' and a.medium != 'thought' order by r.published desc limit 200""",
    },
    "merges": {
        "title": "Names that were judged, and why",
        "sql": """select l.text as name, r.text as other, j.verdict, j.score, j.reason, j.by, j.at, j.withdrawn
            from judgement j join name l on l.id = j.left_id join name r on r.id = j.right_id
            order by j.id desc limit 500""",
    },
}


async def ours(datasette: Any) -> str | None:
    """The name, in this Datasette, of the first database that is one of ours."""
    for name, database in datasette.databases.items():
        if name.startswith("_"):
            continue
        if set(await database.table_names()) >= TABLES:
            return str(name)
    return None


async def ask(datasette: Any, question: Callable[[Connection], T]) -> T:
    """What ``question`` finds in our database, asked on one of Datasette's own read-only connections."""
    name = await ours(datasette)
    if name is None:
        raise NotFoundError("no database of statements is open here")

    def run(raw: sqlite3.Connection) -> T:
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        with engine.connect() as connection:
            return question(connection)

    result: T = await datasette.get_database(name).execute_fn(run)
    return result


async def render(
    datasette: Any, request: Any, template: str, values: dict[str, Any], status: int = 200
) -> Any:
    html = await datasette.render_template(f"quotes/{template}", values, request)
    return Response.html(html, status=status)


async def absent(datasette: Any, request: Any, message: str) -> Any:
    """A page that says what is not there. (An exception would do, but Datasette prints every one of
    them, with all that was in memory, to the operator's terminal.)"""
    return await render(datasette, request, "absent.html", {"message": message}, 404)


async def statement_page(datasette: Any, request: Any) -> Any:
    try:
        page = await ask(datasette, lambda c: pages.statement(c, request.url_vars["id"]))
    except NotFoundError:
        return await absent(datasette, request, "No statement has this address.")
    return await render(datasette, request, "statement.html", {"page": page})


async def speaker_page(datasette: Any, request: Any) -> Any:
    number, medium, wrong = _page_number(request), *_medium(request)
    try:
        page = await ask(
            datasette,
            lambda c: pages.speaker(c, int(request.url_vars["id"]), number, PAGE, (medium,)),
        )
    except NotFoundError:
        return await absent(datasette, request, "No speaker has this address.")
    if page.party.id != int(request.url_vars["id"]):
        return Response.redirect(datasette.urls.path(f"/speaker/{page.party.id}"))
    return await render(
        datasette, request, "speaker.html", {"page": page, "medium": medium, "wrong": wrong}
    )


async def article_page(datasette: Any, request: Any) -> Any:
    try:
        page = await ask(datasette, lambda c: pages.article(c, request.url_vars["id"]))
    except NotFoundError:
        return await absent(datasette, request, "No article has this address.")
    return await render(datasette, request, "article.html", {"page": page})


async def search_page(datasette: Any, request: Any) -> Any:
    asked = {k: request.args.get(k) or "" for k in pages.FIELDS}
    asked["medium"] = _listed(request, "medium")
    number = _page_number(request)
    wrong, page = None, None
    try:
        page = await ask(datasette, lambda c: pages.search(c, asked, number, PAGE))
    except (NotFoundError, UsageError) as e:
        wrong = str(e)
    return await render(
        datasette, request, "search.html", {"asked": asked, "page": page, "wrong": wrong}
    )


async def static(datasette: Any, request: Any) -> Any:
    name = request.url_vars["name"]
    folder = home.db() / "site" / "static"
    # The name comes from a visitor: it is looked up among what is there, never opened as a path.
    files = {p.name: p for p in folder.iterdir()}
    if name not in files:
        return await absent(datasette, request, "No such file.")
    kind = guess_type(name)[0] or "application/octet-stream"
    return Response(
        files[name].read_bytes(),
        content_type=f"{kind}; charset=utf-8",
        headers={"Cache-Control": "max-age=3600"},
    )


def _medium(request: Any) -> tuple[str, str]:
    """The media that an address asks for, with commas between, and what is wrong with them: a page that
    is asked for one that there is not shows what it always does, and says so."""
    asked = _listed(request, "medium")
    try:
        media((asked,))
    except UsageError as e:
        return "", str(e)
    return asked, ""


def _listed(request: Any, name: str) -> str:
    """A field that may be given several times, as one with commas."""
    return ",".join(v for v in request.args.getlist(name) if v.strip())


def _page_number(request: Any) -> int:
    given = request.args.get("page") or "1"
    return max(1, int(given)) if re.fullmatch(r"[0-9]{1,5}", given) else 1


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/statement/(?P<id>[0-9a-z]{1,40})$", statement_page),
        (r"^/speaker/(?P<id>[0-9]{1,15})$", speaker_page),
        (r"^/article/(?P<id>[0-9a-z]{1,40})$", article_page),
        (r"^/search$", search_page),
        (r"^/-/quotes/(?P<name>[\w.-]+)$", static),
    ]


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Our templates stand behind whatever the owner gives, and before Datasette's own."""
    mine = str(home.db() / "site" / "templates")
    first = next(x for x in env.loader.loaders if isinstance(x, FileSystemLoader))  # type: ignore[union-attr]
    first.searchpath.insert(len(first.searchpath) - 1, mine)
    env.add_extension(headers.InlineScripts)
    env.filters["address"] = address
    env.filters["italics"] = italics


def italics(text: str) -> Markup:
    """A citation for a page: what stands between asterisks in italics, everything escaped."""
    parts = text.split("*")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<i>{}</i>").format(p) if i % 2 else escape(p) for i, p in enumerate(parts)
    )


def address(url: str | None) -> str | None:
    """``url`` if it is one that a page may link to; an article's may be anything ("javascript:…")."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


@hookimpl
def extra_template_vars(datasette: Any, view_name: str | None, request: Any) -> Any:
    async def values() -> dict[str, Any]:
        found: dict[str, Any] = {"urlencode": urlencode}
        if view_name == "index" and await ours(datasette):
            medium, wrong = _medium(request) if request else ("", "")
            found["page"] = await ask(datasette, lambda c: pages.home(c, (medium,)))
            found |= {"medium": medium, "wrong": wrong}
            found["quotes_database"] = await ours(datasette)
        return found

    return values


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    return [datasette.urls.path("/-/quotes/quotes.css")]


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    return [{"href": datasette.urls.path("/search"), "label": "Search statements"}]


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """In the attribution table, the identifier leads to the statement's own page."""
    here = database == getattr(datasette, OURS, None)
    if here and table == "attribution" and column == "id" and isinstance(value, str):
        href = datasette.urls.path(f"/statement/{value}")
        return Markup('<a href="{}">{}</a>').format(escape(href), value)
    return None


@hookimpl
def canned_queries(datasette: Any, database: str) -> Any:
    """The ready-made queries (0.65; for 1.0 see ``startup``)."""

    async def queries() -> dict[str, Any]:
        here = await ours(datasette) == database
        return across.queries(datasette, database, QUERIES) if here else {}

    return queries


METADATA: dict[str, Any] = {
    "attribution": {
        "facets": ["kind", "medium", "negated", "speaker_id"],
        "sort_desc": "published",
        "description": "One row a statement: who (speaker, and source as printed), how (cue), what (text).",
        "columns": {
            "id": "Computed from the article and the place of the content; never changes",
            "kind": "direct: wholly in quotation marks; mixed: partly; indirect: not",
            "medium": "speech, writing, or thought: what is believed, felt, intended or expected",
            "negated": "1: the article denies it of the source (denied, did not say, declined to)",
            "text": "The content, cut from the article",
            "cue": "The words that attribute it, as printed",
            "source": "The words that name who speaks, as printed",
            "speaker_id": "The party that the source is taken for; of joint sources the first",
            "confidence": "The probability, 0 to 1, that the words are said and the source is right",
            "start": "Where the content begins, in code points of the article's text",
            "published": "The day on which the article appeared, ISO 8601",
        },
    },
    "speaker": {"sort_desc": "attributions", "facets": ["kind"]},
    "article": {"sort_desc": "published", "facets": ["publisher"], "label_column": "title"},
    "name": {
        "label_column": "text",
        "description": "One way to write a party's name; which are one speaker follows from the judgements.",
    },
    "mention": {
        "description": "A party that a statement's source means, why, and what the article calls it.",
    },
    "judgement": {
        "sort_desc": "id",
        "description": "That two names are the same, different or unsure: by whom, why, withdrawn when.",
    },
    "block": {"hidden": True},
    "alembic_version": {"hidden": True},
}


@hookimpl
def get_metadata(datasette: Any, key: str, database: str | None, table: str | None) -> Any:
    """Facets, order and descriptions of our tables (0.65; for 1.0 see ``startup``)."""
    name = getattr(datasette, OURS, None)
    return across.metadata(datasette, name, METADATA) if name else {}


@hookimpl
def startup(datasette: Any) -> Any:
    async def find() -> None:
        name = await ours(datasette)
        setattr(datasette, OURS, name)
        if name is not None:
            await across.arrange(datasette, name, METADATA, QUERIES)

    return find


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """The security headers; and nothing but questions: our pages answer GET and HEAD alone, and so does
    every page of a site that is declared read-only (as `quotes serve` does)."""
    config = datasette.plugin_config("quotes") or {}
    closed = bool(config.get("read_only"))
    base = datasette.setting("base_url")

    def own(path: str) -> bool:
        home = path == "/" and getattr(datasette, OURS, None) is not None
        return home or PAGES.match(path) is not None

    def wrap(app: Any) -> Any:
        async def guard(scope: Any, receive: Any, send: Any) -> None:
            asked = scope["type"] == "http" and scope["method"] not in ("GET", "HEAD")
            if asked and (closed or own(headers.route(scope, base))):
                refused = Response.text("Only GET and HEAD are answered here.", status=405)
                await refused.asgi_send(send)
                return
            await app(scope, receive, send)

        return headers.shield(guard, base, own, closed or bool(config.get("strict")))

    return wrap
