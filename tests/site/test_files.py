"""The statements of a page as files: the same ones, in the form that the ending names."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import rispy
from bibtexparser import parse_string
from cli.command import rows
from datasette.app import Datasette
from handmade import said
from lxml import html

from quotes.document import Document
from quotes.site.files import LABELS, csv_file
from quotes.speakers import merge
from quotes.store.database import open_database
from quotes.store.write import store

from .conftest import Visitor

MEDIA = {
    "json": "application/json",
    "csv": "text/csv",
    "atom": "application/atom+xml",
    "apa": "text/plain",
    "ris": "application/x-research-info-systems",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "bibtex": "application/x-bibtex",
    "jsonld": "application/ld+json",
}

ENDINGS = {"apa": "txt", "bibtex": "bib", "csl-json": "json"}


def test_every_form_is_tried_here() -> None:
    assert set(LABELS) == set(MEDIA)


def keys(page: html.HtmlElement) -> list[str]:
    """The identifiers of the statements listed on a page, or of the one that it is about."""
    some = page.xpath("//ol[@class='statements']//blockquote/a/@href")
    return [h.rpartition("/")[2] for h in some] or page.xpath("//dl//code/text()")


def held(form: str, answer: Any) -> list[str]:
    """The identifiers of the statements in a file."""
    text = answer.text
    if form == "json":
        value = answer.json()
        return [s["id"] for s in value.get("statements", [value])]
    if form == "csv":
        return [r["id"] for r in csv.DictReader(io.StringIO(text))]
    if form == "atom":
        return [e.text.rpartition("/")[2] for e in ET.fromstring(answer.content).iter(ID)][1:]
    if form == "csl-json":
        some = [r["note"] for r in json.loads(text)]
    elif form == "ris":
        some = [" ".join(map(str, r.values())) for r in rispy.loads(text)]
    elif form == "bibtex":
        some = [" ".join(str(f.value) for f in e.fields) for e in parse_string(text).entries]
    elif form == "jsonld":
        value = json.loads(text)
        return [q["identifier"] for q in value.get("@graph", [value])]
    return [note.rpartition("/statement/")[2][:12] for note in some]


ID = "{http://www.w3.org/2005/Atom}id"


@pytest.fixture
def number(known: Path) -> str:
    [(found,)] = rows(known, "SELECT id FROM speaker WHERE name LIKE '%Ortel'")
    return str(found)


@pytest.fixture
def key(known: Path) -> str:
    [(found,)] = rows(known, "SELECT id FROM attribution WHERE text LIKE '%freight%'")
    return str(found)


@pytest.mark.parametrize("form", [f for f in MEDIA if f != "apa"])
@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("/search?q=tariff", "/search.{}?q=tariff"),
        ("/search?kind=indirect&order=oldest", "/search.{}?kind=indirect&order=oldest"),
        ("/speaker/N", "/speaker/N.{}"),
        ("/speaker/N?since=2026-02", "/speaker/N.{}?since=2026-02"),
        ("/statement/K", "/statement/K.{}"),
    ],
)
def test_a_file_has_the_statements_of_its_page(
    visit: Visitor, number: str, key: str, form: str, page: str, file: str
) -> None:
    page, file = (a.replace("N", number).replace("K", key) for a in (page, file))
    shown = keys(visit.page(page))
    answer = visit(file.format(form))
    assert answer.status_code == 200
    assert shown
    assert held(form, answer) == shown
    linked = visit.page(page).xpath("//p[@class='files']//a/@href | //details//a/@href")
    assert file.format(form) in linked or (form == "atom" and "statement" in page)


def test_a_citation_in_words_is_the_one_on_the_page(visit: Visitor, key: str) -> None:
    page = visit.page(f"/statement/{key}")
    shown = [" ".join(p.text_content().split()) for p in page.xpath("//div[@id='cite-apa']/p")]
    text = visit(f"/statement/{key}.apa").text
    assert [" ".join(p.replace("*", "").split()) for p in text.split("\n\n")] == shown


@pytest.mark.parametrize("form", MEDIA)
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/search.{}?q=tariff", "statements"),
        ("/speaker/N.{}", "speaker-N"),
        ("/statement/K.{}", "statement-K"),
    ],
)
def test_a_file_has_its_media_type_and_name(
    visit: Visitor, number: str, key: str, form: str, address: str, name: str
) -> None:
    address, name = (a.replace("N", number).replace("K", key) for a in (address, name))
    answer = visit(address.format(form))
    assert answer.headers["content-type"] == f"{MEDIA[form]}; charset=utf-8"
    shown = answer.headers.get("content-disposition")
    if form in ("json", "atom"):  # These are read, not saved.
        assert shown is None
    else:
        assert shown == f'attachment; filename="{name}.{ENDINGS.get(form, form)}"'


def test_json_says_what_was_asked_and_whether_it_is_all(visit: Visitor) -> None:
    found = visit("/search.json?q=tariff&since=2025").json()
    assert found["asked"] == {"q": "tariff", "since": "2025"}
    assert (found["total"], found["complete"], len(found["statements"])) == (2, True, 2)
    for one in found["statements"]:
        page = visit.page(one["page"].removeprefix("http://localhost"))
        shown = " ".join(page.xpath("//blockquote")[0].text_content().split())
        assert one["text"] == shown
        assert set(one["article"]) == {"title", "url", "publisher", "published"}


@pytest.mark.parametrize(
    ("limit", "count"),
    [("1", 1), ("3", 3), ("", 10), ("x", 10), ("-1", 10), ("0", 1), ("9" * 9, 10), ("9" * 99, 10)],
)
@pytest.mark.parametrize("form", ["json", "csv", "atom", "csl-json"])
def test_a_file_has_no_more_than_was_asked_for(
    visit: Visitor, form: str, limit: str, count: int
) -> None:
    answer = visit(f"/search.{form}?medium=all&limit={limit}")
    assert len(held(form, answer)) == count


def test_json_tells_of_more_than_the_limit(visit: Visitor) -> None:
    found = visit("/search.json?limit=3").json()
    assert (found["total"], len(found["statements"])) == (10, 3)


@pytest.mark.parametrize("form", MEDIA)
@pytest.mark.parametrize("path", ["/search", "/speaker/N"])
def test_a_wrong_question_is_answered_for_programs(
    visit: Visitor, number: str, form: str, path: str
) -> None:
    answer = visit(path.replace("N", number) + f".{form}?since=yesterday")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json()["ok"] is False
    assert "yesterday" in answer.json()["error"]


@pytest.mark.parametrize("form", ["xml", "db", "html", "js-on", "url", "a" * 20])
@pytest.mark.parametrize("path", ["/search", "/speaker/N", "/statement/K"])
def test_an_ending_that_there_is_not_is_not_found(
    visit: Visitor, number: str, key: str, path: str, form: str
) -> None:
    path = path.replace("N", number).replace("K", key)
    page = visit.page(f"{path}.{form}", 404)
    assert page.xpath("//h1")[0].text == "Not found"


@pytest.mark.parametrize("form", MEDIA)
def test_a_file_of_nothing_is_one(visit: Visitor, form: str) -> None:
    answer = visit(f"/search.{form}?q=nowhere")
    assert answer.status_code == 200
    if form != "apa":
        assert held(form, answer) == []


@pytest.mark.parametrize("form", MEDIA)
def test_what_is_not_there_has_no_file(visit: Visitor, form: str) -> None:
    assert visit(f"/statement/zzzzzzzzzzzz.{form}").status_code == 404
    assert visit(f"/speaker/99999.{form}").status_code == 404


def test_a_file_of_a_merged_speaker_leads_to_the_whole_one_s(
    known: Path, open_site: Callable[..., Visitor], tmp_path: Path
) -> None:
    path = tmp_path / "merged.db"
    shutil.copyfile(known, path)
    database = open_database(path, write=True)
    with database.writing() as connection:
        change = merge(connection, "Colm Darrow", "Søren Halvard", by="me")
    database.close()
    one = change.speakers[0].id
    [(other,)] = rows(
        path, "SELECT max(id) FROM name WHERE text IN ('Colm Darrow', 'Søren Halvard')"
    )
    answer = open_site(path)(f"/speaker/{other}.csv?q=wall&limit=3")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/speaker/{one}.csv?q=wall&limit=3"


# Spreadsheets


FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_is_no_formula(text: str) -> None:
    row = {"id": text, "joint": [text, "b"], "article": {"title": text}}
    [found] = csv.DictReader(io.StringIO(csv_file([row], "x").body.decode(), newline=""))
    assert found == {"id": f"'{text}", "joint": f"'{text}; b", "article.title": f"'{text}"}


@pytest.mark.parametrize("text", ["a=1", "“=1”", "1-1", "", "'=1", "a\nb", 'a"b,c;d'])
def test_other_cells_are_as_they_are(text: str) -> None:
    [found] = csv.DictReader(
        io.StringIO(csv_file([{"id": text, "article": {}}], "x").body.decode(), newline="")
    )
    assert found == {"id": text}


def test_numbers_stay_numbers() -> None:
    row = {"confidence": -0.5, "negated": False, "article": {"url": None}}
    text = csv_file([row], "x").body.decode()
    assert text.splitlines() == ["confidence,negated,article.url", "-0.5,False,"]


def test_a_statement_that_begins_like_a_formula_is_defused(
    open_site: Callable[..., Visitor], tmp_path: Path
) -> None:
    path = tmp_path / "formula.db"
    text = "=HYPERLINK(1) is what @Bot said."
    found = said(text, "=HYPERLINK(1)", "said", "@Bot", "@Bot")
    database = open_database(path, create=True, write=True)
    with database.writing() as connection:
        store(connection, Document(text, title="=2+2"), [found], model="by hand", version="0")
    database.close()
    visit = open_site(path)
    [row] = csv.DictReader(io.StringIO(visit("/search.csv").text))
    assert (row["text"], row["source"], row["article.title"]) == (
        "'=HYPERLINK(1)",
        "'@Bot",
        "'=2+2",
    )
    [one] = visit("/search.json").json()["statements"]
    assert (one["text"], one["source"], one["article"]["title"]) == (
        "=HYPERLINK(1)",
        "@Bot",
        "=2+2",
    )


# Datasette's own pages of our tables, as citations


SHORT = {"ris": "ris", "csl-json": "csl", "bibtex": "bibtex"}
"""The endings there: Datasette has none with a hyphen."""


@pytest.mark.parametrize("form", SHORT)
def test_a_table_of_statements_is_cited(visit: Visitor, known: Path, form: str) -> None:
    answer = visit(f"/known/attribution.{SHORT[form]}?kind=direct&_sort=number")
    assert answer.headers["content-type"] == f"{MEDIA[form]}; charset=utf-8"
    name = f"statements.{ENDINGS.get(form, form)}"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    wanted = rows(known, "SELECT id FROM attribution WHERE kind = 'direct' ORDER BY number")
    assert held(form, answer) == [i for (i,) in wanted]


@pytest.mark.parametrize("form", SHORT)
@pytest.mark.parametrize(("query", "count"), [("said_about", 2), ("unnamed", 1)])
def test_a_ready_made_query_of_statements_is_cited(
    visit: Visitor, form: str, query: str, count: int
) -> None:
    answer = visit(f"/known/{query}.{SHORT[form]}?words=tariff")
    assert answer.status_code == 200
    found = visit(f"/known/{query}.json?words=tariff&_shape=array").json()
    assert held(form, answer) == [r["id"] for r in found]
    assert len(found) == count


def test_only_tables_of_statements_offer_citations(visit: Visitor) -> None:
    def offered(address: str) -> set[str]:
        hrefs = visit.page(address).xpath("//p[@class='export-links']//a/@href")
        return {h.partition("?")[0].rpartition(".")[2] for h in hrefs}

    assert offered("/known/attribution") >= {"json", *SHORT.values()}
    assert offered("/known/speaker") & set(SHORT.values()) == set()
    assert offered("/known/cues") & set(SHORT.values()) == set()


@pytest.mark.parametrize("form", SHORT)
def test_a_table_without_statements_cites_nothing(visit: Visitor, form: str) -> None:
    answer = visit(f"/known/article.{SHORT[form]}")
    assert (answer.status_code, held(form, answer)) == (200, [])


@pytest.mark.parametrize(
    ("table", "where", "label"),
    [
        ("attribution", "speaker_id", "Marguerite Ortel"),
        ("name", "speaker_id", "Marguerite Ortel"),
    ],
)
def test_a_speaker_in_a_table_leads_to_the_speaker_s_page(
    visit: Visitor, number: str, table: str, where: str, label: str
) -> None:
    page = visit.page(f"/known/{table}?{where}={number}")
    [first, *_] = page.xpath(f"//td[contains(@class, 'col-{where}')]/a")
    assert (first.get("href"), first.text) == (f"/speaker/{number}", label)


def test_rows_lead_to_our_pages(visit: Visitor, known: Path, number: str, key: str) -> None:
    [(article, row)] = rows(known, "SELECT article_id, number FROM attribution WHERE id = ?", key)
    for address, wanted in (
        (f"/known/attribution/{row}", f"/statement/{key}"),
        (f"/known/article/{article}", f"/article/{article}"),
        (f"/known/speaker/{number}", f"/speaker/{number}"),
    ):
        shown = visit.page(address).xpath("//td[contains(@class, 'col-id')]/a/@href")
        assert shown == [wanted]


def test_a_foreign_table_is_not_cited(
    known: Path, open_site: Callable[..., Visitor], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.executescript("CREATE TABLE thing (id TEXT, text TEXT);")
    visit = open_site(Datasette(files=[str(known), str(tmp_path / "shop.db")]))
    hrefs = visit.page("/shop/thing").xpath("//p[@class='export-links']//a/@href")
    assert [h for h in hrefs if ".ris" in h] == []
