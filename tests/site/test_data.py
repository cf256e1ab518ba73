"""Datasette's own pages of our tables, and what a visitor may not do."""

from __future__ import annotations

import csv
import io

import pytest
from cli.command import rows
from lxml import html

QUERIES = ["most_quoted", "said_about", "cues", "unnamed", "merges"]


def test_statements_stand_in_a_table_with_links_to_their_pages(visit, known):
    page = visit.page("/known/attribution")
    shown = page.xpath("//td[contains(@class, 'col-id')]/a/@href")
    assert set(shown) == {f"/statement/{i}" for (i,) in rows(known, "SELECT id FROM attribution")}


def test_the_table_has_facets(visit):
    found = visit("/known/attribution.json").json()["facet_results"]
    assert {f: {r["label"]: r["count"] for r in found[f]["results"]} for f in ("kind",)} == {
        "kind": {"indirect": 5, "direct": 4, "mixed": 1}
    }
    assert "speaker_id" in found
    assert {r["value"]: r["count"] for r in found["medium"]["results"]} == {"speech": 10}
    assert {r["value"]: r["count"] for r in found["negated"]["results"]} == {0: 9, 1: 1}


def test_a_statement_s_row_has_its_medium_and_whether_it_is_denied(visit):
    shown = visit("/known/attribution.json?_shape=objects&cue=declined").json()["rows"]
    assert [(r["medium"], r["negated"]) for r in shown] == [("speech", 1)]
    page = visit.page("/known/attribution")
    assert len(page.xpath("//td[contains(@class, 'col-medium')]")) == 10


def test_the_table_is_searched_in_full_text(visit):
    found = visit("/known/attribution.json?_search=tariff&_shape=objects").json()["rows"]
    assert {r["text"] for r in found} == {
        "that it was too early to blame tariffs",
        "that security would not be tied to the tariff talks",
    }


def test_the_page_of_the_table_has_a_search_box(visit):
    page = visit.page("/known/attribution?_search=tariff")
    assert page.xpath("//input[@name='_search']/@value")[0] == "tariff"


def test_the_table_is_had_as_csv(visit):
    answer = visit("/known/attribution.csv?_size=max")
    assert len(list(csv.DictReader(io.StringIO(answer.text)))) == 10


def test_columns_are_described(visit):
    assert "The content, cut from the article" in visit("/known/attribution").text


@pytest.mark.parametrize(
    "table", ["article", "speaker", "name", "mention", "span", "run", "judgement", "failure"]
)
def test_every_table_has_a_page(visit, table):
    visit.page(f"/known/{table}")


def test_the_tables_of_the_machinery_are_hidden(visit):
    tables = {t["name"]: t["hidden"] for t in visit("/known.json").json()["tables"]}
    assert tables["alembic_version"]
    assert all(hidden for name, hidden in tables.items() if name.startswith("attribution_fts"))
    assert not tables["attribution"]


@pytest.mark.parametrize("query", QUERIES)
def test_every_ready_made_query_answers(visit, query):
    visit.page(f"/known/{query}")
    assert visit(f"/known/{query}.json").json()["ok"]


@pytest.mark.parametrize("query", QUERIES)
def test_the_database_page_lists_every_ready_made_query(visit, query):
    assert f"/known/{query}" in visit.page("/known").xpath("//a/@href")


def test_who_is_quoted_most(visit):
    found = visit("/known/most_quoted.json?_shape=array").json()
    assert [(r["name"], r["statements"], r["articles"]) for r in found][:2] == [
        ("Marguerite Ortel", 3, 2),
        ("Ryosei Akazawa", 2, 1),
    ]


@pytest.mark.parametrize(
    ("words", "count"),
    [("tariff", 2), ("tariff talks", 1), ('"', 0), ("freight OR tariff", 0), ("NOT", 2), ("", 0)],
)
def test_who_said_what_about_something(visit, words, count):
    answer = visit("/known/said_about.json", params={"words": words, "_shape": "array"})
    assert (answer.status_code, len(answer.json())) == (200, count)


def test_the_words_that_attribute(visit):
    found = visit("/known/cues.json?_shape=array").json()
    assert found[0] == {"cue": "said", "statements": 6}


def test_what_unnamed_sources_said(visit):
    found = visit("/known/unnamed.json?_shape=array").json()
    assert [(r["source"], r["text"]) for r in found] == [("An official", "saw the memorandum")]


def test_a_text_that_looks_like_an_identifier_is_no_link(visit):
    page = visit.page("/known/article")
    assert (
        page.xpath("//td[contains(@class, 'col-id')]//a[starts-with(@href, '/statement/')]") == []
    )


# What a visitor may not do


@pytest.mark.parametrize(
    "address",
    [
        "/known?sql=select+1",
        "/known.json?sql=select+1",
        "/known.csv?sql=select+1",
        "/known/attribution?_where=1=1",
        "/known/attribution.json?_where=1=1",
        "/known.db",
        "/_internal",
    ],
)
def test_sql_of_a_visitor_and_the_whole_file_are_refused(visit, address):
    assert visit(address).status_code == 403


def test_no_database_in_memory_is_open_to_visitors(visit):
    assert visit("/_memory?sql=select+1").status_code in (403, 404)


def test_the_database_page_has_no_box_for_sql(visit):
    assert visit.page("/known").xpath("//textarea") == []


ADDRESSES = [
    "/",
    "/search",
    "/search?q=tariff",
    "/speaker/1",
    "/known",
    "/known/attribution",
    "/known/attribution/1",
    "/known/most_quoted",
    "/-/quotes/quotes.css",
]


@pytest.mark.parametrize(
    ("method", "address"),
    [("POST", a) for a in ADDRESSES] + [(m, "/search") for m in ("PUT", "DELETE", "PATCH")],
)
def test_no_page_takes_anything_but_questions(visit, known, method, address):
    before = known.read_bytes()
    more = {"data": {"id": "x", "text": "changed"}} if method in ("POST", "PUT") else {}
    status = visit(address, method, **more).status_code
    assert known.read_bytes() == before
    assert status in (403, 405)


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading_changes_nothing(visit, known, address):
    before = known.read_bytes()
    assert visit(address).status_code == 200
    assert known.read_bytes() == before


@pytest.mark.parametrize(
    "name",
    [
        "../templates/index.html",
        "..",
        ".",
        "%2e%2e/%2e%2e/schema.sql",
        "..%2f..%2fschema.sql",
        "%2e%2e%2f%2e%2e%2fschema.sql",
        "..%5c..%5cschema.sql",
        "%2fetc%2fpasswd",
        "quotes.css/../../../schema.sql",
        "quotes.css%00",
        "~2e~2e~2fschema.sql",
    ],
)
def test_files_outside_the_folder_of_styles_are_out_of_reach(visit, name):
    answer = visit(f"/-/quotes/{name}")
    assert answer.status_code in (302, 400, 404)
    assert "CREATE TABLE" not in answer.text
    assert "root:" not in answer.text


def test_the_style_sheet_is_one(visit):
    answer = visit("/-/quotes/quotes.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "max-age" in answer.headers["cache-control"]
    assert "body.quotes" in answer.text


def test_an_error_shows_no_inside(visit):
    page = html.document_fromstring(visit("/known/attribution?_sort=nonsense").text)
    assert "Traceback" not in page.text_content()
    assert "site-packages" not in page.text_content()


# What was hidden


def test_corrections_keep_what_was_hidden_and_are_the_owner_s_alone(visit):
    for address in ("/known/correction", "/known/correction.json", "/known/correction.csv"):
        assert visit(address).status_code == 403
    app = visit.app
    cookies = {"ds_actor": app.sign({"a": {"id": "root"}}, "actor")}
    assert visit("/known/correction", cookies=cookies).status_code == 200
    assert "correction" not in {t["name"] for t in visit("/known.json").json()["tables"]}
