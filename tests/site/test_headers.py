"""The security headers: what each page may load, and that only scripts of the templates run."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from cli.command import rows
from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Response
from jinja2 import Environment
from markupsafe import Markup

from quotes.site import headers

DATASETTE_PAGES = [
    "/known",
    "/known/attribution",
    "/known/attribution?_facet=kind&_search=tariff",
    "/known/speaker/1",
    "/known/most_quoted",
    "/known/said_about?words=tariff",
    "/-/plugins",
    "/nothing",
]

SCRIPT = re.compile(r"<script(?P<tag>[^>]*)>(?P<text>.*?)</script", re.IGNORECASE | re.DOTALL)


@pytest.fixture
def our_pages(known):
    [statement], *_ = rows(known, "SELECT id FROM attribution ORDER BY id")
    [article], *_ = rows(known, "SELECT id FROM article ORDER BY id")
    [speaker], *_ = rows(known, "SELECT id FROM speaker ORDER BY id")
    return [
        "/",
        "/search",
        "/search?q=tariff",
        f"/statement/{statement}",
        f"/article/{article}",
        f"/speaker/{speaker}",
        "/statement/zzzzzzzzzzzz",
    ]


@pytest.fixture
def plain(known, open_site):
    """Somebody's own Datasette with our database in it."""
    return open_site(Datasette(files=[str(known)]))


@pytest.fixture
def plug():
    """Registers plugins for one test."""
    registered = []

    def register(plugin):
        plugin.__name__ = plugin.__class__.__name__
        registered.append(plugin)
        pm.register(plugin)

    yield register
    for plugin in registered:
        pm.unregister(plugin)


def rules(answer) -> dict[str, list[str]]:
    """The policy of an answer, which has exactly one."""
    [policy] = answer.headers.get_list("content-security-policy")
    return {name: allowed for name, *allowed in (rule.split() for rule in policy.split(";"))}


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def scripts(page: str) -> list[str]:
    """The inline scripts that a browser would run if it were allowed to."""
    return [
        m["text"]
        for m in SCRIPT.finditer(page)
        if "src=" not in m["tag"] and "json" not in m["tag"] and m["text"]
    ]


def refused(answer) -> list[str]:
    """The inline scripts of an answer that a browser would not run."""
    allowed = rules(answer)["script-src"]
    return [s for s in scripts(answer.text) if hashed(s) not in allowed]


# Our own pages


def test_our_pages_load_nothing_from_elsewhere_and_nothing_inline(visit, our_pages):
    for address in our_pages:
        given = rules(visit(address))
        assert given["default-src"] == ["'none'"], address
        assert given["style-src"] == ["'self'"], address
        assert given["script-src"][0] == "'self'", address
        assert all(s.startswith("'sha256-") for s in given["script-src"][1:]), address
        assert given["form-action"] == given["connect-src"] == ["'self'"], address
        assert given["base-uri"] == given["frame-ancestors"] == ["'none'"], address


def test_our_pages_need_no_inline_style_and_no_script_that_is_refused(visit, our_pages):
    for address in our_pages:
        answer = visit(address)
        assert scripts(answer.text) == [], address
        assert refused(answer) == [], address
        assert "<style" not in answer.text, address
        assert " style=" not in answer.text, address
        assert not re.search(r"<[^>]+\son[a-z]+=", answer.text), address


def test_the_other_headers_of_a_page(visit):
    given = visit("/search").headers
    assert given["x-content-type-options"] == "nosniff"
    assert given["x-frame-options"] == "DENY"
    assert given["referrer-policy"] == "same-origin"
    assert given["cross-origin-opener-policy"] == "same-origin"
    assert given["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in given["permissions-policy"]
    # Whether the site is had by https alone is for whoever puts it behind https to say.
    assert "strict-transport-security" not in given


def test_the_same_page_has_the_same_policy_each_time(visit, our_pages):
    for address in (our_pages[0], "/known/attribution"):
        assert len({visit(address).headers["content-security-policy"] for _ in range(3)}) == 1


def test_the_style_sheet_cannot_be_taken_for_a_page(visit):
    given = visit("/-/quotes/quotes.css").headers
    assert given["x-content-type-options"] == "nosniff"
    assert given["content-security-policy"].startswith("default-src 'none'")


def test_a_refusal_has_the_headers_too(visit):
    answer = visit("/search", "POST")
    assert answer.status_code == 405
    assert answer.headers["x-content-type-options"] == "nosniff"


# Datasette's own pages


@pytest.mark.parametrize("address", DATASETTE_PAGES)
def test_every_script_of_datasette_s_runs_on_a_site_of_ours(visit, address):
    answer = visit(address)
    given = rules(answer)
    assert refused(answer) == []
    assert "'unsafe-inline'" not in given["script-src"]
    assert given["style-src"] == ["'self'", "'unsafe-inline'"]
    assert given["default-src"] == ["'none'"]


@pytest.mark.parametrize("allowed", [True, False])
def test_a_script_with_a_value_in_it_is_allowed_whatever_the_value(known, open_site, allowed):
    visit = open_site(
        Datasette(
            files=[str(known)],
            settings={"allow_facet": allowed},
            metadata={"plugins": {"quotes": {"strict": True}}},
        )
    )
    answer = visit("/known/attribution")
    assert f"DATASETTE_ALLOW_FACET = {str(allowed).lower()};" in answer.text
    assert refused(answer) == []


def test_the_editor_of_sql_works_where_visitors_may_write_it(known, open_site):
    visit = open_site(
        Datasette(files=[str(known)], metadata={"plugins": {"quotes": {"strict": True}}})
    )
    asked = visit("/known?sql=select+1")
    answer = visit(asked.headers["location"]) if asked.status_code == 302 else asked
    assert "sqlInput" in answer.text
    assert refused(answer) == []


def test_data_is_no_page_and_stays_open_to_whom_the_owner_opens_it(known, open_site):
    visit = open_site(
        Datasette(files=[str(known)], cors=True, metadata={"plugins": {"quotes": {"strict": True}}})
    )
    for address in ("/known/attribution.json", "/known/attribution.csv"):
        given = visit(address).headers
        assert given["access-control-allow-origin"] == "*", address
        assert given["cross-origin-resource-policy"] == "cross-origin", address
        assert given["content-security-policy"].startswith("default-src 'none'"), address
        assert "cross-origin-opener-policy" not in given, address


def test_data_is_not_closed_where_the_owner_says_nothing(visit):
    assert "cross-origin-resource-policy" not in visit("/known/attribution.json").headers


# Somebody else's Datasette


def test_in_a_plain_datasette_only_our_pages_have_our_headers(plain, our_pages):
    for address in [*our_pages, "/-/quotes/quotes.css"]:
        assert rules(plain(address))["default-src"] == ["'none'"], address
    for address in DATASETTE_PAGES:
        given = plain(address).headers
        assert "content-security-policy" not in given, address
        assert "permissions-policy" not in given, address


def test_a_front_page_that_is_not_ours_has_not_our_headers(tmp_path, open_site):
    visit = open_site(Datasette(memory=True))
    assert "content-security-policy" not in visit("/").headers


@pytest.mark.parametrize("config", [{"read_only": True}, {"strict": True}])
def test_a_plain_datasette_may_ask_for_the_headers_everywhere(known, open_site, config):
    visit = open_site(Datasette(files=[str(known)], metadata={"plugins": {"quotes": config}}))
    for address in ("/", "/known", "/known.json", "/nothing"):
        assert rules(visit(address))["default-src"] == ["'none'"], address


def test_below_a_prefix_our_pages_are_known_too(known, open_site):
    visit = open_site(Datasette(files=[str(known)], settings={"base_url": "/news/"}))
    assert rules(visit("/search"))["style-src"] == ["'self'"]  # The client puts the prefix before.
    assert rules(visit("/"))["style-src"] == ["'self'"]
    assert "content-security-policy" not in visit("/known").headers
    assert visit("/search", "POST").status_code == 405


# What came in by data or by others


def test_a_script_that_came_in_by_data_does_not_run(known, open_site, plug):
    class Hole:
        """A hole in the site: a stored value goes into a page as markup."""

        @hookimpl
        def render_cell(self, column):
            hostile = "<script>steal()</script><b onclick='steal()'>"
            return Markup(hostile) if column == "text" else None

    plug(Hole())
    answer = open_site(known)("/known/attribution")
    assert "<b onclick='steal()'>" in answer.text
    assert set(refused(answer)) == {"steal()"}
    assert hashed("steal()") not in answer.headers["content-security-policy"]


def test_a_script_that_a_view_answers_with_does_not_run(known, open_site, plug):
    class View:
        @hookimpl
        def register_routes(self):
            return [("^/view$", lambda: Response.html("<script>steal()</script>"))]

    plug(View())
    assert refused(open_site(known)("/view")) == ["steal()"]


def test_a_script_of_another_plugin_s_runs(known, open_site, plug):
    class Body:
        @hookimpl
        def extra_body_script(self):
            return {"script": "const a = '<b>' && 1;\nrun(a)", "module": True}

    plug(Body())
    visit = open_site(known)
    for address in ("/search", "/known/attribution"):
        answer = visit(address)
        assert "run(a)" in answer.text
        assert refused(answer) == []


def test_a_script_of_the_owner_s_template_runs(known, open_site, tmp_path):
    (tmp_path / "quotes").mkdir()
    (tmp_path / "quotes" / "search.html").write_text("<p>{{ 1 }}</p><script>mine({{ 2 }})</script>")
    visit = open_site(Datasette(files=[str(known)], template_dir=str(tmp_path)))
    answer = visit("/search")
    assert scripts(answer.text) == ["mine(2)"]
    assert refused(answer) == []


def test_what_another_says_about_a_page_stays(known, open_site, plug):
    class Own:
        @hookimpl
        def register_routes(self):
            own = {"Content-Security-Policy": "default-src 'self'", "x-frame-options": "SAMEORIGIN"}
            return [("^/own$", lambda: Response.html("<p>own</p>", headers=own))]

    plug(Own())
    given = open_site(known)("/own").headers
    assert given.get_list("content-security-policy") == ["default-src 'self'"]
    assert given.get_list("x-frame-options") == ["SAMEORIGIN"]
    assert given["x-content-type-options"] == "nosniff"


# Reading templates


def noted(template: str, **values) -> tuple[str, set[str]]:
    """What a template becomes, and which scripts its page may run."""
    env = Environment(autoescape=True, extensions=[headers.InlineScripts])
    found: set[str] = set()
    token = headers._inline.set(found)
    try:
        return env.from_string(template).render(**values), found
    finally:
        headers._inline.reset(token)


def unmarked(template: str, **values) -> str:
    return Environment(autoescape=True).from_string(template).render(**values)


@pytest.mark.parametrize(
    ("template", "allowed"),
    [
        ("<script>a()</script>", ["a()"]),
        ("<SCRIPT>a()</SCRIPT>", ["a()"]),
        ("<script>\n a() < 1 && b\n</script >", ["\n a() < 1 && b\n"]),
        ("<script{% if v %} type='module'{% endif %}>a()</script>", ["a()"]),
        ('<script data-a="{{ v }}>">a()</script>', ["a()"]),
        ("<script>a({{ v }})</script><p>{{ v }}</p><script>b()</script>", ["a(1)", "b()"]),
        ("<script>{% if v %}a(){% else %}b(){% endif %}</script>", ["a()"]),
        ("<script>{% for x in (1, 2) %}a({{ x }});{% endfor %}</script>", ["a(1);a(2);"]),
        ("{% if v %}<script>a()</script>{% endif %}", ["a()"]),
        ("{% if not v %}<script>a()</script>{% endif %}", []),
        ("{% raw %}<script>a({{ v }})</script>{% endraw %}", ["a({{ v }})"]),
        ("{% macro m() %}<script>a()</script>{% endmacro %}{{ m() }}", ["a()"]),
        # No script of the page, or none that a browser would run
        ("{# <script>a()</script> #}", []),
        ("<!-- <script>a()</script> --><script>b()</script>", ["b()"]),
        ("{{ '<script>a()</script>' }}", []),
        ("<script src='a.js'></script><script src='a.js'>a()</script>", []),
        ('<script type="application/ld+json">{"a": 1}</script>', []),
        ("<scripted>a()</scripted>", []),
        ("<script>a()", []),
        # A filter cannot stand around these
        ("{% if v %}<script>{% endif %}a()</script>", []),
        ("<script>{% if v %}a()</script>{% endif %}", []),
        ("<script>{% set x = 2 %}a()</script>{{ x }}", []),
        ("<script{% if v %}>a(){% else %}>b(){% endif %}</script>", []),
    ],
)
def test_which_scripts_a_template_is_written_with(template, allowed):
    page, found = noted(template, v=1)
    assert found == {hashed(a) for a in allowed}
    assert page == unmarked(template, v=1)


def test_a_value_that_breaks_a_script_open_does_not_run():
    page, found = noted("<script>a({{ v|safe }})</script>", v="</script><script>steal()")
    assert scripts(page) == ["a(", "steal())"]
    assert found.isdisjoint({hashed(s) for s in scripts(page)})


def test_a_value_outside_the_scripts_is_never_allowed():
    page, found = noted("<p>{{ v|safe }}</p><script>a()</script>", v="<script>steal()</script>")
    assert hashed("steal()") in {hashed(s) for s in scripts(page)} - found


@pytest.mark.parametrize("text", ["a(\r\n1)", "a(\r1)"])
def test_line_ends_are_what_a_browser_makes_of_them(text):
    _, found = noted("<script>{{ v|safe }}</script>", v=text)
    assert found == {hashed("a(\n1)")}


def test_a_handler_in_a_template_is_allowed_and_no_other():
    page, found = noted("""<p><b onclick="a(&quot;x&quot;)" class="c">{{ v }}</b></p>""", v="v")
    assert found == {"'unsafe-hashes'", hashed(html.unescape("a(&quot;x&quot;)"))}
    assert page == """<p><b onclick="a(&quot;x&quot;)" class="c">v</b></p>"""
    assert noted("<b onclick='a({{ v }})'>", v=1)[1] == set()


def test_outside_a_visit_a_template_is_what_it_was():
    env = Environment(autoescape=True, extensions=[headers.InlineScripts])
    template = "<b onclick='a()'><script>a('{{ v }}')</script>"
    assert env.from_string(template).render(v="<") == unmarked(template, v="<")
