"""The real ``quotes serve``, and a Datasette of somebody else's with our plugin in it."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import time
from contextlib import closing
from http.client import HTTPConnection

import pytest
from cli.command import ARTICLE, Serving, quotes, refused, rows
from datasette.app import Datasette
from datasette.plugins import pm

from quotes.errors import DatabaseError
from quotes.site import plugin
from quotes.site.serve import site


def ids(path, table: str) -> list[str]:
    return [str(i) for (i,) in rows(path, f"SELECT id FROM {table}")]


def test_serve_answers_until_ctrl_c(known, tmp_path):
    with Serving(tmp_path, "--db", known) as served:
        addresses = [
            "/",
            "/search?q=tariff",
            f"/statement/{ids(known, 'attribution')[0]}",
            f"/speaker/{ids(known, 'speaker')[0]}",
            f"/article/{ids(known, 'article')[0]}",
            "/-/quotes/quotes.css",
            "/known/attribution?_facet=kind",
            "/known/most_quoted",
        ]
        assert {a: served.get(a)[0] for a in addresses} == dict.fromkeys(addresses, 200)
        assert len(json.loads(served.get("/known/attribution.json?_shape=array")[1])) == 10
    assert served.status == 130
    assert "Traceback" not in served.printed


def test_a_connection_that_is_kept_open_is_answered_at_once(known, tmp_path):
    """Two small writes of one answer once waited for each other, 40 ms on every request but the first."""
    with Serving(tmp_path, "--db", known) as served:
        with closing(HTTPConnection(*served.place, timeout=30)) as connection:
            took = []
            for _ in range(12):
                start = time.perf_counter()
                connection.request("GET", "/-/quotes/quotes.css")
                assert connection.getresponse().read()
                took.append(time.perf_counter() - start)
        assert min(took[2:]) < 0.03


def test_serve_listens_on_this_machine_only_unless_told(known, tmp_path):
    with Serving(tmp_path, "--db", known) as served:
        assert served.address.startswith("http://127.0.0.1:")


def test_serve_listens_where_it_is_told(known, tmp_path):
    if not socket.has_ipv6 or not closing_works("::1"):
        pytest.skip("this machine has no IPv6")
    with Serving(tmp_path, "--db", known, "--host", "::1") as served:
        assert served.address.startswith("http://[::1]:")
        assert served.get("/")[0] == 200


def closing_works(host: str) -> bool:
    """Whether this machine has that address."""
    try:
        with closing(socket.socket(socket.AF_INET6)) as trial:
            trial.bind((host, 0))
    except OSError:
        return False
    return True


@pytest.fixture
def served(known, tmp_path):
    """The site of the database made by hand, and after the test nothing of it left."""
    with Serving(tmp_path, "--db", known) as one:
        yield one


@pytest.mark.parametrize(
    "address", ["/statement/zzzzzzzzzzzz", "/speaker/99999", "/article/zzzzzzzzzzzz"]
)
def test_an_unknown_identifier_writes_nothing_on_the_terminal(served, address):
    before = served.file.read_text("utf-8")
    assert served.get(address)[0] == 404
    assert served.file.read_text("utf-8") == before


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/known/nothing", "/statement/UPPER", "/-/nothing", "/a/b/c/d/e", "//etc/passwd"],
)
def test_an_unknown_address_writes_no_traceback_on_the_terminal(served, address):
    assert served.get(address)[0] == 404
    assert "Traceback" not in served.file.read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "/-/quotes/../../schema.sql",
        "/-/quotes/%2e%2e/%2e%2e/schema.sql",
        "/-/quotes/..%2f..%2fschema.sql",
    ],
)
def test_the_folder_of_styles_cannot_be_left(served, path):
    status, text = served.get(path)
    assert status in (302, 400, 404, 500)
    assert "CREATE TABLE" not in text


def test_sql_of_a_visitor_is_refused(served):
    assert served.get("/known?sql=select+1")[0] == 403


def test_a_long_question_does_not_hold_the_site(demo, tmp_path):
    # SQLite needs minutes for so many times the same word, if it is asked so.
    question = "/search?q=" + "+".join(["a"] * 15_000)
    with Serving(tmp_path, "--db", demo) as served:
        assert served.get(question, timeout=15)[0] in (200, 400, 413)


def test_what_is_added_while_it_serves_is_shown(known, tmp_path):
    shutil.copyfile(known, tmp_path / "live.db")
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    with Serving(tmp_path, "--db", "live.db") as one:
        assert "0 statements" in one.get("/search?q=stone")[1]
        assert "every stone" not in one.get("/search?q=stone")[1]
        assert quotes("add", "a.txt", "--db", "live.db", cwd=tmp_path).returncode == 0
        shown = one.get("/search?q=stone")[1]
        assert "We will rebuild every <mark>stone</mark> of it" in shown
        assert "1 statement<" in shown


def test_a_port_that_is_taken_is_named(known, tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        done = quotes("serve", "--db", known, "--port", port, cwd=tmp_path)
    refused(done, f"quotes: cannot listen on 127.0.0.1 port {port}", "--port")


@pytest.mark.parametrize(
    "host", ["203.0.113.1", "no.such.host.invalid", "a" * 80 + ".example", "::zz", ""]
)
def test_an_address_that_is_not_this_machine_is_named(known, tmp_path, host):
    done = quotes("serve", "--db", known, "--port", "0", "--host", host or " ", cwd=tmp_path)
    refused(done, "quotes: cannot listen on ", "--host")


def test_a_file_that_is_no_database_is_not_served(tmp_path):
    (tmp_path / "notes.db").write_text("Only a few notes.\n" * 100)
    with pytest.raises(DatabaseError, match="no SQLite database"):
        site(tmp_path / "notes.db")


def test_the_plugin_is_found_by_its_entry_point():
    assert pm.get_plugin("quotes") is plugin


def test_in_a_bare_checkout_the_plugin_is_registered(known):
    pm.unregister(plugin)
    try:
        site(known)
        assert pm.is_registered(plugin)
    finally:
        if not pm.is_registered(plugin):
            pm.register(plugin, name="quotes")


# A Datasette of somebody else's


@pytest.fixture
def foreign(tmp_path):
    """A database that has nothing to do with us, though a table of it is called like one of ours."""
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE article (id INTEGER PRIMARY KEY, price REAL);"
            "INSERT INTO article VALUES (1, 9.5);"
            "CREATE TABLE speaker (id TEXT, watts INTEGER);"
            "CREATE TABLE attribution (id TEXT, kind TEXT, speaker_id INTEGER, published TEXT);"
            "INSERT INTO attribution (id) VALUES ('abc');"
            "CREATE TABLE customer (name TEXT);"
            "INSERT INTO customer VALUES ('Ada');"
        )
    return path


@pytest.mark.parametrize(
    "address", ["/", "/search?q=tariff", "/known/attribution", "/known/most_quoted"]
)
def test_our_pages_work_in_a_plain_datasette(known, open_site, address):
    visit = open_site(Datasette(files=[str(known)]))
    visit.page(address)


def test_home_is_ours_in_a_plain_datasette_of_ours(known, open_site):
    page = open_site(Datasette(files=[str(known)])).page("/")
    assert page.xpath("//h1")[0].text == "Who said what"


def test_our_pages_work_below_a_prefix(known, open_site):
    visit = open_site(Datasette(files=[str(known)], settings={"base_url": "/news/"}))
    page = visit.page("/")  # Datasette's client puts the prefix before it.
    elsewhere = ("#", "https://datasette.io/", "https://example.org/", "http://localhost/news/")
    [first, *_] = [h for h in page.xpath("//a/@href") if h.startswith("/news/statement/")]
    for one in (page, visit.page(first.removeprefix("/news")), visit.page("/search?q=tariff")):
        ours = one.xpath("//@href | //@src | //@action | //@data-suggest")
        assert [h for h in ours if not h.startswith(("/news/", *elsewhere))] == []
    [found] = visit("/search.json?q=freight").json()["statements"]
    assert found["page"].startswith("http://localhost/news/statement/")
    answer = visit("/speaker/1.json")
    assert answer.json()["statements"]
    [person, *_] = visit("/-/quotes/suggest?q=ortel").json()
    assert person["page"].startswith("/news/speaker/")


def test_a_foreign_database_keeps_its_front_page(foreign, open_site):
    page = open_site(Datasette(files=[str(foreign)])).page("/")
    assert "shop" in page.text_content()
    assert "Who said what" not in page.text_content()


@pytest.mark.parametrize("table", ["article", "speaker", "customer"])
def test_a_foreign_table_keeps_its_page(foreign, open_site, table):
    open_site(Datasette(files=[str(foreign)])).page(f"/shop/{table}")


def test_a_foreign_cell_does_not_lead_to_our_pages(foreign, open_site):
    page = open_site(Datasette(files=[str(foreign)])).page("/shop/attribution")
    assert [h for h in page.xpath("//a/@href") if h.startswith("/statement/")] == []


def test_a_foreign_database_gets_none_of_our_queries(foreign, open_site):
    assert open_site(Datasette(files=[str(foreign)]))("/shop.json").json()["queries"] == []


@pytest.mark.parametrize(
    "address",
    [
        "/statement/abc",
        "/statement/abc.ris",
        "/speaker/1",
        "/speaker/1.json",
        "/article/abc",
        "/search.json?q=a",
        "/feed.atom",
        "/-/quotes/suggest?q=ada",
    ],
)
def test_without_a_database_of_ours_our_pages_are_not_found(foreign, open_site, address):
    assert open_site(Datasette(files=[str(foreign)]))(address).status_code == 404


def test_without_a_database_of_ours_search_says_so(foreign, open_site):
    page = open_site(Datasette(files=[str(foreign)])).page("/search?q=a")
    assert "no database of statements" in page.xpath("//*[@role='alert']")[0].text


def test_a_foreign_database_beside_ours_leaves_ours_alone(foreign, known, open_site):
    visit = open_site(Datasette(files=[str(foreign), str(known)]))
    assert visit.page("/").xpath("//h1")[0].text == "Who said what"
    assert visit.page("/search?q=tariff").xpath("//ol[@class='statements']/li")
    visit.page("/shop/customer")


def test_a_template_of_the_owner_goes_before_ours(known, open_site, tmp_path):
    (tmp_path / "templates" / "quotes").mkdir(parents=True)
    (tmp_path / "templates" / "quotes" / "search.html").write_text("<p>The owner's own</p>")
    visit = open_site(Datasette(files=[str(known)], template_dir=str(tmp_path / "templates")))
    assert visit("/search").text == "<p>The owner's own</p>"


@pytest.mark.parametrize("name", ["a%20b.db", "p?q.db", "x#y.db"])
def test_a_name_that_datasette_would_take_for_another_is_refused(demo, tmp_path, name):
    shutil.copyfile(demo, tmp_path / name)
    before = sorted(tmp_path.iterdir())
    done = quotes("serve", "--db", name, "--port", "0", cwd=tmp_path)
    assert done.returncode == 1
    assert "rename it" in done.stderr
    assert sorted(tmp_path.iterdir()) == before
