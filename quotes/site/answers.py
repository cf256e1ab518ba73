"""What our addresses answer: pages, and the same as files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from mimetypes import guess_type
from typing import Any
from urllib.parse import quote_plus, urlencode

from datasette.utils.asgi import Response
from datasette.views.index import IndexView
from markupsafe import Markup
from sqlalchemy import text

from quotes.choose import media
from quotes.cite import FORMS, Cited, apa, as_script, cited, quotation, text_fragment
from quotes.document import Span
from quotes.errors import NotFoundError, UsageError
from quotes.lookup import suggest
from quotes.search import Facet, Statement
from quotes.site import feed, files, pages
from quotes.site.asking import (
    absent,
    address,
    ask,
    ours,
    owner,
    render,
    static_file,
    title,
    version,
)
from quotes.speakers.correct import corrections, hidden
from quotes.store.rows import now

PAGE = 20

HOUR, YEAR = 3600, 31_536_000

GROUPS = {
    "kind": "Kind",
    "medium": "Medium",
    "speaker": "Speaker",
    "publisher": "Publisher",
    "year": "Year",
    "min_confidence": "Confidence",
}
"""What a search can be narrowed by, in the order shown."""


async def home_page(datasette: Any, request: Any, send: Any) -> Any:
    """The front page; Datasette's own where no database of ours is open. (Datasette's would count every table
    of the database, on each visit.)"""
    if not await ours(datasette):
        return await IndexView.as_view(datasette)(request, send)
    medium, wrong = medium_of(request)
    page = await ask(datasette, lambda c: pages.home(c, (medium,)))
    shown = {"page": page, "medium": medium, "wrong": wrong}
    return await render(datasette, request, "home.html", shown)


async def statement_page(datasette: Any, request: Any) -> Any:
    key, form = request.url_vars["id"], request.url_vars.get("form")
    who = owner(datasette, request)
    if form and form not in files.LABELS:
        return await absent(datasette, request, "No such file.")
    own = address(datasette, request, f"/statement/{key}")

    def find(connection: Any) -> Any:
        page = pages.statement(connection, key)
        texts = connection.execute(
            text(
                "SELECT r.text, a.number FROM attribution a JOIN article r ON r.id = a.article_id WHERE a.id = :id"
            ),
            {"id": key},
        ).one()
        spans = connection.execute(
            text(
                "SELECT start, \"end\" FROM span WHERE attribution = :n AND role = 'content' ORDER BY position"
            ),
            {"n": texts.number},
        ).all()
        fragment = text_fragment(page.statement.url, texts.text, [Span(s, e) for s, e in spans])
        known = corrections(connection, key) if who else []
        return page, cited(connection, key, own), fragment, known

    try:
        page, one, fragment, known = await ask(datasette, find)
    except NotFoundError:
        return await _gone(datasette, request, key)
    if form:
        return await _file(
            datasette, request, form, [(page.statement, own)], f"statement-{key}", own
        )
    return await render(
        datasette,
        request,
        "statement.html",
        {
            "page": page,
            "address": own,
            "fragment": fragment,
            "json_ld": Markup(as_script(quotation(one))),  # noqa: S704 - made safe for a script there
            "forms": _forms(datasette, one, key),
            "files": _links(datasette, f"/statement/{key}", {}, ("json", "csv")),
            "corrections": known,
        },
    )


async def _gone(datasette: Any, request: Any, key: str) -> Any:
    """The page of a statement that is not there: or that a person has hidden, for as long as it is."""
    try:
        row = await ask(datasette, lambda c: hidden(c, key))
    except NotFoundError:  # No database of ours is open.
        row = None
    if row is None:
        return await absent(datasette, request, "No statement has this address.")
    message = f"This statement was removed from this site by its editors on {row.at[:10]}."
    undo = row.action_id if owner(datasette, request) else None
    return await absent(datasette, request, message, 410, "Removed", undo=undo)


def _forms(datasette: Any, one: Cited, key: str) -> list[dict[str, Any]]:
    out = []
    for form in FORMS.values():
        shown: dict[str, Any] = {"name": form.name, "label": form.label}
        if form.name == "apa":
            citation = apa(one.statement, one.authors)
            shown["paragraphs"] = [citation.reference, citation.sentence]
        else:
            shown["text"] = form.write([one])
        if form.name != "url":
            shown["href"] = datasette.urls.path(f"/statement/{key}.{form.name}")
        out.append(shown)
    return out


async def speaker_page(datasette: Any, request: Any) -> Any:
    given, form = int(request.url_vars["id"]), request.url_vars.get("form")
    if form and form not in files.LABELS:
        return await absent(datasette, request, "No such file.")
    asked, number, wrong = _asked(request), _page_number(request), ""
    asked["speaker"] = asked["speaker_id"] = ""
    try:
        own = await ask(datasette, lambda c: pages.speaker_number(c, given))
    except NotFoundError:
        return await absent(datasette, request, "No speaker has this address.")
    path = f"/speaker/{own}"
    if own != given:
        ending = (f".{form}" if form else "") + (
            f"?{request.query_string}" if request.query_string else ""
        )
        return Response.redirect(datasette.urls.path(path) + ending)
    if form:
        return await _found_file(
            datasette, request, form, {**asked, "speaker_id": str(own)}, f"speaker-{own}", path
        )
    try:
        page = await ask(datasette, lambda c: pages.speaker(c, own, asked, number, PAGE))
    except UsageError as e:
        # A page that is asked for what there is not shows what it always does, and says so.
        wrong, asked = str(e), dict.fromkeys(asked, "")
        page = await ask(datasette, lambda c: pages.speaker(c, own, {}, 1, PAGE))
    return await render(
        datasette,
        request,
        "speaker.html",
        {
            "page": page,
            "asked": asked,
            "wrong": wrong,
            "again": _again(datasette, path, asked),
            "groups": _groups(datasette, path, asked, page.found.facets, leave=("speaker",)),
            "files": _links(datasette, path, asked),
        },
    )


async def article_page(datasette: Any, request: Any) -> Any:
    try:
        page = await ask(datasette, lambda c: pages.article(c, request.url_vars["id"]))
    except NotFoundError:
        return await absent(datasette, request, "No article has this address.")
    return await render(datasette, request, "article.html", {"page": page})


async def search_page(datasette: Any, request: Any) -> Any:
    form = request.url_vars.get("form")
    if form and form not in files.LABELS:
        return await absent(datasette, request, "No such file.")
    asked, number = _asked(request), _page_number(request)
    if form:
        return await _found_file(datasette, request, form, asked, "statements", "/search")
    wrong, page = None, None
    try:
        page = await ask(datasette, lambda c: pages.search(c, asked, number, PAGE))
    except (NotFoundError, UsageError) as e:
        wrong = str(e)
    return await render(
        datasette,
        request,
        "search.html",
        {
            "asked": asked,
            "page": page,
            "wrong": wrong,
            "again": _again(datasette, "/search", asked),
            "groups": _groups(datasette, "/search", asked, page.found.facets) if page else [],
            "files": _links(datasette, "/search", asked),
        },
    )


async def feed_page(datasette: Any, request: Any) -> Any:
    """The newest statements, as a feed."""
    asked = _asked(request)
    # Of everything the front page is the page of the feed, else the search.
    path = "/search" if any(v for k, v in asked.items() if k != "order") else "/"
    asked["order"] = "newest"
    return await _found_file(datasette, request, "atom", asked, "newest", path, usual=50)


async def suggest_page(datasette: Any, request: Any) -> Any:
    """The speakers whom somebody may mean who types, as JSON."""
    typed = (request.args.get("q") or "")[:200]
    try:
        found = await ask(datasette, lambda c: suggest(c, typed))
    except NotFoundError as e:
        return _complaint(str(e), 404)
    shown = [
        {
            "id": s.id,
            "name": s.name,
            "kind": s.kind,
            "statements": s.attributions,
            "page": datasette.urls.path(f"/speaker/{s.id}"),
        }
        for s in found
    ]
    return Response(
        json.dumps(shown),
        content_type="application/json; charset=utf-8",
        headers={"Cache-Control": "max-age=60"},
    )


async def static(datasette: Any, request: Any) -> Any:
    path = static_file(request.url_vars["name"])
    if path is None:
        return await absent(datasette, request, "No such file.")
    kind = guess_type(path.name)[0] or "application/octet-stream"
    tag = f'"{version(path)}"'
    lasting = request.query_string == version(path)
    keep = f"public, max-age={YEAR}, immutable" if lasting else f"public, max-age={HOUR}"
    headers = {"Cache-Control": keep, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response("", status=304, headers=headers)
    return Response(path.read_bytes(), content_type=f"{kind}; charset=utf-8", headers=headers)


# Else Datasette takes it for a page that depends on who asks, and forbids keeping it.
static._datasette_static = True  # type: ignore[attr-defined]


async def _found_file(
    datasette: Any,
    request: Any,
    form: str,
    asked: Mapping[str, str],
    name: str,
    path: str,
    usual: int = files.USUAL,
) -> Any:
    """What a search found, as a file."""
    given = request.args.get("limit") or ""
    limit = min(files.MOST, max(1, int(given))) if re.fullmatch(r"[0-9]{1,9}", given) else usual
    try:
        found = await ask(datasette, lambda c: pages.everything(c, asked, limit))
    except (NotFoundError, UsageError) as e:
        return _complaint(str(e), 400 if isinstance(e, UsageError) else 404)
    some = [(s, address(datasette, request, f"/statement/{s.id}")) for s in found.statements]
    shown = {k: v for k, v in asked.items() if v}
    query = f"?{urlencode(shown)}" if shown and path != "/" else ""
    own = address(datasette, request, path) + query
    if form == "json":
        value = {
            "asked": shown,
            "total": found.total,
            "complete": found.complete,
            "statements": [files.as_dict(s, page) for s, page in some],
        }
        return _response(files.json_file(value))
    return await _file(datasette, request, form, some, name, own)


async def _file(
    datasette: Any,
    request: Any,
    form: str,
    some: Sequence[tuple[Statement, str]],
    name: str,
    own: str,
) -> Any:
    """Statements, each with the address of its page, as a file of that form."""
    if form == "json":
        return _response(files.json_file(files.as_dict(*some[0])))
    if form == "csv":
        return _response(files.csv_file([files.as_dict(s, page) for s, page in some], name))
    if form == "atom":
        called = await title(datasette)
        query = f"?{request.query_string}" if request.query_string else ""
        mine = str(datasette.absolute_url(request, request.path + query))
        body = feed.atom(called, own, mine, some, now())
        return _response(files.File(body, "application/atom+xml; charset=utf-8"))
    every = await ask(
        datasette, lambda c: files.all_cited(c, [s for s, _ in some], [p for _, p in some])
    )
    return _response(files.citations(form, every, name))


def _complaint(error: str, status: int) -> Any:
    """What was wrong, for a program."""
    return Response(
        json.dumps({"ok": False, "error": error}),
        status=status,
        content_type="application/json; charset=utf-8",
    )


def _response(file: files.File) -> Any:
    more = {"Content-Disposition": f'attachment; filename="{file.name}"'} if file.name else {}
    return Response(file.body, content_type=file.media_type, headers=more)


def _asked(request: Any) -> dict[str, str]:
    asked = {k: request.args.get(k) or "" for k in pages.FIELDS}
    # It may be given several times.
    asked["medium"] = ",".join(v for v in request.args.getlist("medium") if v.strip())
    if asked["speaker"].strip():
        # A name typed into the form goes before the speaker who was chosen before.
        asked["speaker_id"] = ""
    return asked


def medium_of(request: Any) -> tuple[str, str]:
    """The media that an address asks for, with commas between, and what is wrong with them: a page that
    is asked for one that there is not shows what it always does, and says so."""
    asked = _asked(request)["medium"]
    try:
        media((asked,))
    except UsageError as e:
        return "", str(e)
    return asked, ""


def _page_number(request: Any) -> int:
    given = request.args.get("page") or "1"
    return min(pages.PAGES, max(1, int(given))) if re.fullmatch(r"[0-9]{1,5}", given) else 1


def _again(datasette: Any, path: str, asked: Mapping[str, str], **other: str) -> str:
    """The address of the page with what was ``asked``, the ``other`` fields set instead; ready for more."""
    fields = {k: v for k, v in {**asked, **other}.items() if v}
    query = urlencode(fields)
    return str(datasette.urls.path(path)) + "?" + (f"{query}&" if query else "")


def _links(
    datasette: Any, path: str, asked: Mapping[str, str], some: Sequence[str] = tuple(files.LABELS)
) -> list[dict[str, str]]:
    query = urlencode({k: v for k, v in asked.items() if v})
    return [
        {
            "label": files.LABELS[form],
            "href": str(datasette.urls.path(f"{path}.{form}")) + (f"?{query}" if query else ""),
        }
        for form in some
    ]


def _groups(
    datasette: Any,
    path: str,
    asked: Mapping[str, str],
    facets: Mapping[str, list[Facet]],
    leave: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """The facets as links: each value narrows the page to it; one that is chosen can be taken off."""
    base = str(datasette.urls.path(path))
    given = {k: v for k, v in asked.items() if v}

    @cache
    def rest_without(fields: tuple[str, ...]) -> str:
        return urlencode({k: v for k, v in given.items() if k not in fields})

    def narrowed(fields: Mapping[str, str]) -> str:
        rest = rest_without(tuple(fields))
        more = "&".join(f"{k}={quote_plus(v)}" for k, v in fields.items() if v)
        return base + ("?" if rest or more else "") + rest + ("&" if rest and more else "") + more

    groups = []
    for name, shown in GROUPS.items():
        if name in leave:
            continue
        field = {"speaker": "speaker_id", "year": "since"}.get(name, name)
        chosen = asked.get(field, "")
        values: list[dict[str, Any]] = []
        some = facets.get(name, [])
        if chosen:
            off = {field: "", "until": ""} if name == "year" else {field: ""}
            said = next((f.shown for f in some if f.value == chosen), chosen)
            until = asked.get("until")
            if name == "year" and until not in ("", chosen):
                said = f"{chosen} to {until}"
            values.append({"shown": said, "chosen": True, "href": narrowed(off)})
        elif len(some) > 1 or (name == "min_confidence" and some):
            for f in some:
                on = {"since": f.value, "until": f.value} if name == "year" else {field: f.value}
                on |= {"speaker": ""} if name == "speaker" else {}
                values.append({"shown": f.shown, "number": f.number or None, "href": narrowed(on)})
        if values:
            groups.append({"title": shown, "some": values})
    return groups
