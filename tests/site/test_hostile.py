"""Articles that somebody wrote to harm a reader: what they say is text on every page, never markup."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from cli.command import rows
from datasette.app import Datasette
from handmade import TABLES, said, tell
from lxml import html
from sqlalchemy import Connection

from quotes.attribution import SpeakerKind
from quotes.document import Document
from quotes.site.serve import site
from quotes.speakers import correct, merge, rename
from quotes.store.database import Database, open_database
from quotes.store.write import record_failure, store

FORMS_OF_DATA = ("json", "csv", "jsonld")

MARK = "PWNED"
"""Stands in every hostile value, to be found again."""

VALUES = {
    "script": "<script>PWNED()</script>",
    "svg": "<svg/onload=PWNED()><a xlink:href=javascript:PWNED()>x</a></svg>",
    "attribute": "\" onmouseover=\"PWNED()\" x='' onfocus='PWNED()' autofocus='",
    "image": "<img src=x onerror=PWNED()>",
    "end of title": "</title></h1></p></mark></a></script><script>PWNED()</script>",
    "comment": "--><script>PWNED()</script><!-- ]]>",
    "entity": "&lt;script&gt;PWNED()&lt;/script&gt;",
    "template": "{{ PWNED }}{% include 'index.html' %}${PWNED}",
    "address": "javascript:PWNED()",
    "data address": "data:text/html,<script>PWNED()</script>",
    "address with a break": "java\tscript:PWNED()",
    "address that looks right": "https://example.org/\"onclick='PWNED()'><script>PWNED()</script>",
    "broken address": "http://[PWNED",
    "italics": "*<script>PWNED()</script>* and *",
    "right to left": "\u202ePWNED\u2066\u200f abc \u061c",
    "long word": "PWNED" + "w" * 100_000,
    "marks": "“PWNED” \"PWNED\" 'PWNED' ‘PWNED’ `PWNED`",
    "sql": "PWNED'); DROP TABLE attribution; --",
    "formula": "=PWNED()+cmd|' /C calc'!A0",
    "line ends": "PWNED\r\nSet-Cookie: PWNED=1\r\n\r\n<script>PWNED()</script>",
}


def write(database: Database, value: str) -> None:
    """An article that has ``value`` in every field of text."""
    content, cue, source = (f"{role} {value}" for role in ("content", "cue", "source"))
    text = f"{content} {cue} {source}"
    found = said(text, content, cue, source, f"name {value}", SpeakerKind.OTHER, reason=value)
    # Denied, so that the cue stands in its label too.
    found = replace(found, negated=True)
    document = Document(text, value, (value, value), value, value, value, value, value)
    with database.writing() as connection:
        store(connection, document, [found], model=value, version=value)


def write_dated(database: Database, value: str, month: str) -> None:
    """An article with a date and the publisher ``value``, so that the charts and facets have it too."""
    text = f"“Words of {month}, {len(value)},” said Chart Maker"
    found = said(text, text.split(" said")[0], "said", "Chart Maker", "Chart Maker")
    document = Document(text, title=value, publisher=value, published=month)
    with database.writing() as connection:
        store(connection, document, [found], model="by hand", version="0")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    """A database of all the hostile values."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    database = open_database(path, create=True, write=True)
    for value in VALUES.values():
        write(database, value)
    for month, value in enumerate(VALUES.values()):
        write_dated(database, value, f"2025-{month % 12 + 1:02}")
    database.close()
    return path


def is_data(script: str) -> bool:
    """Whether a script of data is that and no more, however a browser looks for its end."""
    return isinstance(json.loads(script), dict) and not set(script) & set("<>&\u2028\u2029")


def harm(page: html.HtmlElement) -> list[str]:
    """What on a page a hostile value has become: elements and attributes that do something."""
    found = [
        html.tostring(e, encoding="unicode")[:200]
        for e in page.xpath(
            "//script | //style | //iframe | //object | //embed | //base | //link[@rel='stylesheet']"
        )
        if MARK in html.tostring(e, encoding="unicode")
        and not (e.tag == "script" and e.get("type") == "application/ld+json" and is_data(e.text))
    ]
    for element in page.iter():
        if not isinstance(element.tag, str):
            found += [f"comment {element.text[:80]}"] if MARK in (element.text or "") else []
            continue
        if ":" in element.tag or (
            element.tag in ("svg", "img") and MARK in str(dict(element.attrib))
        ):
            found.append(element.tag)
        for name, value in element.attrib.items():
            if name.startswith("on"):
                found.append(f"{name}={value[:80]}")
            address = "".join(value.split()).lower()
            if name in ("href", "src", "action", "formaction", "xlink:href") and (
                address.startswith(("javascript:", "data:", "vbscript:"))
            ):
                found.append(f"{name}={value[:80]}")
    return found


def addresses(path: Path) -> list[str]:
    """Every page that shows a value of the database."""
    name = path.stem
    found = ["/", "/search?q=PWNED", "/search?kind=direct", "/search?kind=indirect", f"/{name}"]
    found += ["/search?speaker=Chart+Maker", "/search?q=words+of&order=oldest"]
    found += [f"/statement/{i}" for (i,) in rows(path, "SELECT id FROM attribution")]
    found += [f"/article/{i}" for (i,) in rows(path, "SELECT id FROM article")]
    found += [f"/speaker/{i}" for (i,) in rows(path, "SELECT id FROM speaker")]
    tables = ("attribution", "article", "speaker", "name", "mention", "span", "run", "judgement")
    found += [f"/{name}/{t}" for t in tables]
    found += [f"/{name}/attribution?_search=PWNED", f"/{name}/attribution/1", f"/{name}/name/1"]
    found += [f"/{name}/{q}" for q in ("most_quoted", "cues", "unnamed", "merges")]
    found += [f"/{name}/said_about?words=PWNED"]
    return found


def test_no_stored_value_becomes_markup_on_any_page(hostile, open_site):
    visit = open_site(hostile)
    found = {a: harm(visit.page(a)) for a in addresses(hostile)}
    assert {a: h for a, h in found.items() if h} == {}


def test_no_stored_value_becomes_markup_in_a_plain_datasette(hostile, open_site):
    visit = open_site(Datasette(files=[str(hostile)]))
    found = {a: harm(visit.page(a)) for a in addresses(hostile)}
    assert {a: h for a, h in found.items() if h} == {}


@pytest.mark.parametrize("name", VALUES)
def test_what_was_said_is_shown_as_it_was_written(hostile, open_site, name):
    shown = " ".join(f"content {VALUES[name]}".split())
    [(key,)] = rows(hostile, "SELECT id FROM attribution WHERE text = ?", shown)
    page = open_site(hostile).page(f"/statement/{key}")
    assert page.xpath("//blockquote")[0].text_content() == shown


@pytest.mark.parametrize("name", VALUES)
def test_the_names_are_shown_as_they_were_written(hostile, open_site, name):
    value = f"name {VALUES[name]}"
    [(key,)] = rows(hostile, "SELECT speaker_id FROM name WHERE text = ?", value)
    page = open_site(hostile).page(f"/speaker/{key}")
    # Two of them differ in white space alone, and so are one speaker of two names.
    shown = [" ".join(x.text_content().split()) for x in page.xpath("//h1 | //p[@class='meta']")]
    assert any(" ".join(value.split()) in x for x in shown)


@pytest.mark.parametrize(
    "name", ["address", "data address", "address with a break", "broken address", "attribute"]
)
def test_an_address_that_is_none_of_the_web_is_no_link(hostile, open_site, name):
    [(key,)] = rows(hostile, "SELECT id FROM article WHERE url = ?", VALUES[name])
    page = open_site(hostile).page(f"/article/{key}")
    assert page.xpath("//a[contains(text(), 'publisher')]") == []


@pytest.mark.parametrize("value", [v for v in VALUES.values() if len(v) < 1000], ids=ascii)
@pytest.mark.parametrize("field", ["q", "speaker", "kind", "publisher", "since", "until", "page"])
def test_what_a_visitor_types_never_becomes_markup(hostile, open_site, field, value):
    answer = open_site(hostile)("/search", params={field: value})
    assert answer.status_code == 200
    assert harm(html.document_fromstring(answer.text)) == []


@pytest.mark.parametrize(
    "address",
    ["/{}", "/statement/{}", "/hostile/{}", "/hostile?sql={}", "/hostile/attribution?_search={}"],
)
@pytest.mark.parametrize("name", ["script", "attribute", "end of title"])
def test_an_address_that_is_wrong_never_becomes_markup(hostile, open_site, address, name):
    answer = open_site(hostile)(address.format(quote(VALUES[name], safe="")))
    if answer.text and "html" in answer.headers.get("content-type", ""):
        assert harm(html.document_fromstring(answer.text)) == []


def test_the_json_of_the_table_gives_the_values_as_they_are(hostile, open_site):
    answer = open_site(hostile)("/hostile/article.json?_shape=array&_size=max")
    assert answer.headers["content-type"].startswith("application/json")
    assert {r["title"] for r in answer.json()} == set(VALUES.values())


def test_a_very_long_statement_is_shortened_where_many_are_listed(hostile, open_site):
    page = open_site(hostile).page("/search?q=content")
    shown = [b.text_content().strip() for b in page.xpath("//ol[@class='statements']//blockquote")]
    assert len(shown) == len(VALUES)
    assert max(map(len, shown)) <= 425


def test_a_question_of_2000_words_is_answered(hostile, open_site):
    assert open_site(hostile)("/search", params={"q": "content " * 2000}).status_code == 200


def test_the_charts_and_facets_have_hostile_publishers_too(hostile, open_site):
    """Else nothing above would have looked at them."""
    [(key,)] = rows(hostile, "SELECT id FROM speaker WHERE name = 'Chart Maker'")
    page = open_site(hostile).page(f"/speaker/{key}")
    titles = page.xpath("//figure//rect/title/text()")
    assert any(VALUES["script"] in t for t in titles)
    assert VALUES["attribute"] in [x.text for x in page.xpath("//th[@scope='col']")]
    shown = [a.text for a in page.xpath("//section[h3='Publisher']//a")]
    assert VALUES["end of title"] in shown


FEEDS = ["/feed.atom", "/search.atom?medium=all"]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_holds_every_hostile_value_as_text(hostile, open_site, address):
    answer = open_site(hostile)(address)
    feed = ElementTree.fromstring(answer.content)
    names = {e.tag.partition("}")[2] for e in feed.iter()}
    assert names == {
        *("feed", "title", "id", "link", "updated", "entry", "author", "name", "content"),
    }
    shown = [e.text or "" for e in feed.iter("{http://www.w3.org/2005/Atom}content")]
    for value in VALUES.values():
        assert any(" ".join(value.split()) in " ".join(words.split()) for words in shown), value


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("form", FORMS_OF_DATA)
def test_a_file_of_a_hostile_statement_says_what_was_said(hostile, open_site, name, form):
    shown = " ".join(f"content {VALUES[name]}".split())
    [(key,)] = rows(hostile, "SELECT id FROM attribution WHERE text = ?", shown)
    answer = open_site(hostile)(f"/statement/{key}.{form}")
    if form == "csv":
        csv.field_size_limit(2**20)
        [found] = csv.DictReader(io.StringIO(answer.text))
    else:
        found = answer.json()
    assert found["text"] == shown
    assert harm_of_headers(answer) == []


def harm_of_headers(answer) -> list[str]:
    """Headers in which a hostile value stands."""
    return [k for k, v in answer.headers.items() if MARK in v]


# Every column that holds a text, whoever wrote it


EVERY = {
    **{k: v for k, v in VALUES.items() if len(v) < 1000},
    "null byte": "PWNED\0<script>PWNED()</script>",
}


def texts(connection: Connection) -> list[tuple[str, str]]:
    """Every table of ours and column of text that anybody's words can get into."""
    ours_alone = {
        *(("attribution", c) for c in ("id", "article_id", "kind", "medium")),
        *(("article", c) for c in ("id", "hash", "added")),
        *(("name", c) for c in ("kind", "scope")),
        *(("correction", c) for c in ("attribution_id", "article_id", "field", "kind", "snapshot")),
        ("speaker", "kind"),
        ("span", "role"),
        ("judgement", "verdict"),
        ("label", "field"),
        ("tally", "what"),
        ("run", "article_id"),
        ("block", "key"),
    }
    found = []
    for table in TABLES:
        columns = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
        found += [(table, c[1]) for c in columns if c[2] == "VARCHAR"]
    return [f for f in found if f not in ours_alone]


def test_all_but_our_own_words_are_among_the_columns(everywhere):
    database = open_database(everywhere[0])
    with database.reading() as connection:
        found = texts(connection)
        assert len(found) > 45
        for table, column in found:
            said = connection.exec_driver_sql(f'SELECT "{column}" FROM {table}').scalars().all()
            # A row of each table, and in every row the hostile words.
            assert said, (table, column)
            assert all(MARK in str(s) for s in said), (table, column)
    database.close()


@pytest.fixture(scope="module", params=list(EVERY))
def everywhere(request, tmp_path_factory) -> tuple[Path, str]:
    """A small database, as it is after persons have worked on it, with a hostile value in every text."""
    value = EVERY[request.param]
    path = tmp_path_factory.mktemp("everywhere") / "hostile.db"
    database = open_database(path, create=True, write=True)
    with database.writing() as connection:
        tell(connection, "Ada Quill, the mayor", "Ada R. Quill", "Colm Darrow", number=0)
        tell(connection, "A. Quill & Colm Darrow", "Tomas Mor", number=1)
        merge(connection, "Ada Quill", "Tomas Mor", by="ada")
        rename(connection, "Colm Darrow", "C. Darrow", by="ada")
        first = connection.exec_driver_sql("SELECT id FROM attribution ORDER BY number").scalars()
        keys = list(first)
        correct(connection, keys[0], "Colm Darrow", by="ada", reason="heard it")
        record_failure(connection, "a.txt", "cannot be read")
        connection.exec_driver_sql("UPDATE speaker SET wikidata = 'Q42'")
        for table, column in texts(connection):
            # The end tells rows apart that must be.
            sql = f'UPDATE {table} SET "{column}" = ? || rowid'
            if (table, column) in (("tally", "month"), ("tally", "publisher")):
                sql = f'UPDATE OR IGNORE {table} SET "{column}" = ? || rowid'
            connection.exec_driver_sql(sql, (value,))
    database.close()
    return path, value


def pages_of(path: Path) -> list[str]:
    found = ["/", "/search?medium=all", "/search?q=number", "/review"]
    for table, page in (
        ("attribution", "statement"),
        ("article", "article"),
        ("speaker", "speaker"),
    ):
        found += [f"/{page}/{i}" for (i,) in rows(path, f"SELECT id FROM {table}")]
    found += [f"/hostile/{t}" for t in TABLES if t != "correction"]
    found += [f"/hostile/{q}" for q in ("most_quoted", "cues", "unnamed", "merges")]
    return [*found, "/hostile"]


@pytest.mark.parametrize("root", [False, True])
def test_a_hostile_value_in_any_column_is_harmless_on_every_page(everywhere, open_site, root):
    path, _ = everywhere
    app = site(path, root=root)
    visit = open_site(app)
    cookies = {"ds_actor": app.sign({"a": {"id": "root"}}, "actor")} if root else {}
    for address in pages_of(path):
        answer = visit(address, cookies=cookies)
        expected = 403 if address == "/review" and not root else 200
        assert answer.status_code == expected, (address, answer.text[-500:])
        assert harm(html.document_fromstring(answer.text.replace("\0", "\ufffd"))) == [], address
        assert harm_of_headers(answer) == []


def test_a_hostile_value_in_any_column_is_harmless_in_every_file(everywhere, open_site):
    path, _ = everywhere
    visit = open_site(path)
    [(speaker,)] = rows(
        path, "SELECT speaker_id FROM attribution WHERE speaker_id IS NOT NULL LIMIT 1"
    )
    [(key,)] = rows(path, "SELECT id FROM attribution LIMIT 1")
    for page in ("/search", f"/speaker/{speaker}", f"/statement/{key}"):
        for form in ("json", "csv", "atom", "apa", "ris", "csl-json", "bibtex", "jsonld"):
            answer = visit(
                f"{page}.{form}?medium=all" if page != f"/statement/{key}" else f"{page}.{form}"
            )
            assert answer.status_code == 200, (page, form, answer.text[-300:])
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "html" not in answer.headers["content-type"]
            assert harm_of_headers(answer) == []
            if form in ("json", "csl-json", "jsonld"):
                json.loads(answer.text)
            elif form == "atom":
                ElementTree.fromstring(answer.content)
            elif form == "csv":
                cells = [c for row in csv.reader(io.StringIO(answer.text)) for c in row]
                assert not [c for c in cells if c[:1] in ("=", "+", "@")]
