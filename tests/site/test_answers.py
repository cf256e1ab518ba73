"""What the pages tell beyond the statements: what is new and rising, what a search can be narrowed to, whom
somebody means, and what machines read of a statement's page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from cli.command import rows
from datasette.app import Datasette
from handmade import WALL, said
from lxml import html

from quotes import search as finding
from quotes.document import Document
from quotes.site import answers, pages
from quotes.site.serve import site
from quotes.speakers.correct import hide
from quotes.store.database import Database, open_database
from quotes.store.write import store

from .conftest import Visitor

Open = Callable[..., Visitor]
Number = Callable[[str, str, str], str]


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def tell(database: Database, day: str | None, *who: str, publisher: str = "The Wire") -> None:
    """An article of that day in which each says something that nobody else does."""
    with database.writing() as connection:
        [(number,)] = connection.exec_driver_sql("SELECT count(*) FROM article").all()
        lines = [f"“Thing {number}, {i},” said {name}." for i, name in enumerate(who)]
        text = "\n".join(lines)
        found = [said(text, f"“Thing {number}, {i},”", "said", w, w) for i, w in enumerate(who)]
        document = Document(text, title=f"No. {number}", publisher=publisher, published=day)
        store(connection, document, found, model="by hand", version="0")


@pytest.fixture
def new(tmp_path: Path) -> Database:
    return open_database(tmp_path / "new.db", create=True, write=True)


# Home


@pytest.fixture
def rising(new: Database, open_site: Open) -> Visitor:
    """Four weeks to 2026-03-28, and the four before them."""
    lately = {
        "Ada Quill": 8,
        "Bo Tern": 5,
        "Cy Marl": 2,
        "Dora Fenn": 3,
        "Ed Holt": 3,
        "Fay Orr": 4,
    }
    before = {
        "Ada Quill": 2,
        "Bo Tern": 5,
        "Cy Marl": 0,
        "Dora Fenn": 0,
        "Ed Holt": 8,
        "Fay Orr": 3,
    }
    for who in lately:
        for n in range(lately[who]):
            tell(new, f"2026-03-{28 if n % 2 else '01'}", who)
        for n in range(before[who]):
            tell(new, f"2026-02-{28 if n % 2 else '01'}", who)
    for _ in range(5):  # Before both.
        tell(new, "2026-01-31", "Dora Fenn")
        tell(new, None, "Dora Fenn")
    new.close()
    return open_site(new.path)


def test_home_tells_who_is_quoted_more_than_before(rising: Visitor) -> None:
    [section] = rising.page("/").xpath("//section[h2='Lately more than before']")
    assert [words(x) for x in section.xpath(".//li")] == [
        "Ada Quill 8, was 2",
        "Dora Fenn 3, was 0",
    ]
    assert "28 days to 2026-03-28" in words(section)


def test_where_nobody_rises_home_says_nothing_of_it(new: Database, open_site: Open) -> None:
    for day in ("2026-02-10", "2026-03-10"):
        for _ in range(4):
            tell(new, day, "Ada Quill")
    new.close()
    assert open_site(new.path).page("/").xpath("//h2[contains(., 'Lately')]") == []


@pytest.mark.parametrize("day", ["2026", "2026-13-01", "later", "2026-02-30", "9999-12-31"])
def test_home_bears_any_date(new: Database, open_site: Open, day: str) -> None:
    for one in ("2026-02-10", "2026-03-10", day, None):
        for _ in range(4):
            tell(new, one, "Ada Quill")
    new.close()
    visit = open_site(new.path)
    for address in ("/", "/speaker/1", "/search?q=thing", "/feed.atom"):
        assert visit(address).status_code == 200


def test_home_counts_what_the_tables_have(new: Database, open_site: Open) -> None:
    tell(new, "2026-03-01", "Ada Quill", "Bo Tern")
    tell(new, None, "Bo Tern", publisher="The Post")
    with new.writing() as connection:
        key = connection.exec_driver_sql("SELECT id FROM attribution WHERE number = 1").scalar()
        hide(connection, str(key), by="me")
    new.close()
    facts = [words(x) for x in open_site(new.path).page("/").xpath("//ul[@class='facts']/li")]
    [(statements,)] = rows(new.path, "SELECT count(*) FROM attribution")
    [(speakers,)] = rows(new.path, "SELECT count(DISTINCT speaker_id) FROM attribution")
    assert (statements, speakers) == (2, 1)
    assert facts[:4] == ["2 statements", "1 speaker", "2 articles", "2 publishers"]


def test_the_newest_statements_are_of_several_articles(new: Database, open_site: Open) -> None:
    for day in range(1, 11):
        tell(new, f"2026-03-{day:02}", "Ada Quill")
    tell(new, "2026-03-28", *["Bo Tern"] * 6)
    new.close()
    page = open_site(new.path).page("/")
    shown = [words(x) for x in page.xpath("//ol[@class='statements']//a[@class='who']")]
    assert shown == ["Bo Tern"] * 2 + ["Ada Quill"] * 6
    days = page.xpath("//ol[@class='statements']//time/text()")
    assert days == sorted(days, reverse=True)


def test_the_newest_are_of_one_article_where_there_is_but_one(
    new: Database, open_site: Open
) -> None:
    tell(new, "2026-03-28", *["Bo Tern"] * 6)
    new.close()
    page = open_site(new.path).page("/")
    assert len(page.xpath("//ol[@class='statements']/li")) == 6


def test_home_has_a_chart_of_all_months(rising: Visitor) -> None:
    [figure] = rising.page("/").xpath("//figure[@class='chart']")
    table = [[words(c) for c in r.xpath("./*")] for r in figure.xpath(".//tbody/tr")]
    assert table == [["2026-01", "5"], ["2026-02", "18"], ["2026-03", "25"]]
    assert len(figure.xpath(".//rect/title")) == 3


# Facets


@pytest.fixture
def many(new: Database, open_site: Open) -> Visitor:
    """Statements that differ in all that a search can be narrowed by."""
    number = 0
    for publisher in ("Wire", "The Northern Wire", "Post & “Sons”"):
        for year in ("2024-05-01", "2025-06", "2026", None):
            for who in ("Ada Quill", "Bo Tern"):
                number += 1
                cue = ("said", "wrote", "believes", "denied")[number % 4]
                content = f"“the wall {number} stood”" if number % 3 else f"that wall {number} fell"
                text = f"{who} {cue} {content}."
                found = said(text, content, cue, who, who, confidence=0.45 + number / 48)
                document = Document(text, publisher=publisher, published=year)
                with new.writing() as connection:
                    store(connection, document, [found], model="by hand", version="0")
    new.close()
    return open_site(new.path)


def total(page: html.HtmlElement) -> int:
    [status] = page.xpath("//main//p[@role='status']")
    found = re.match(r"([\d,]+) (?:statements?|fit)", words(status))
    assert found
    return int(found[1].replace(",", ""))


def facets(page: html.HtmlElement) -> dict[str, dict[str, tuple[str, int]]]:
    """Address and number of every value that a page can be narrowed to."""
    out: dict[str, dict[str, tuple[str, int]]] = {}
    for section in page.xpath("//div[contains(@class, 'facets')]/section[h3]"):
        for value in section.xpath("./ul/li[span]"):
            [link] = value.xpath("./a")
            group = out.setdefault(words(section.xpath("./h3")[0]), {})
            group[link.text] = (
                link.get("href"),
                int(words(value.xpath("./span")[0]).replace(",", "")),
            )
    return out


@pytest.mark.parametrize("address", ["/search?medium=all", "/search?q=wall", "/speaker/N?q=wall"])
def test_every_link_narrows_to_the_number_it_shows(many: Visitor, address: str) -> None:
    address = address.replace("N", "1")
    groups = facets(many.page(address))
    expected = {"Kind", "Publisher", "Year", "Confidence"}
    expected |= set() if "medium=all" in address else {"Medium"}
    expected |= set() if "speaker" in address else {"Speaker"}
    assert set(groups) == expected
    for title, values in groups.items():
        assert len(values) > 1
        for shown, (href, number) in values.items():
            page = many.page(href)
            assert total(page) == number, (title, shown)
            [chosen] = page.xpath(f"//section[h3='{title}']//a[@class='chosen']")
            assert chosen.text.strip() == shown
            back = many.page(chosen.get("href"))
            assert facets(back) == groups
    assert {y: n for y, (_, n) in groups["Year"].items()}.keys() == {"2026", "2025", "2024"}


def test_a_facet_counts_what_repeats_another_publisher_s_words(repeated: Visitor) -> None:
    """All of these are found once; who narrows to a publisher finds its own."""
    page = repeated.page("/search?q=harbour")
    assert total(page) == 2
    groups = facets(page)
    assert {p: n for p, (_, n) in groups["Publisher"].items()} == {
        "A Wire": 1,
        "B Post": 1,
        "C Sheet": 1,
        "D Times": 1,
    }
    for values in groups.values():
        for href, number in values.values():
            assert total(repeated.page(href)) == number


def test_two_facets_narrow_further_and_each_is_taken_off_by_itself(many: Visitor) -> None:
    first = facets(many.page("/search?q=wall"))["Publisher"]["Wire"]
    second = facets(many.page(first[0]))["Year"]["2025"]
    page = many.page(second[0])
    assert total(page) == second[1] < first[1]
    chosen = {a.text.strip(): a.get("href") for a in page.xpath("//a[@class='chosen']")}
    assert set(chosen) == {"Wire", "2025"}
    assert total(many.page(chosen["2025"])) == first[1]


def test_a_chosen_speaker_who_says_nothing_that_fits_has_a_name(many: Visitor) -> None:
    page = many.page("/search?q=nowhere&speaker_id=1")
    [chosen] = page.xpath("//a[@class='chosen']")
    assert chosen.text.strip() == "Ada Quill"
    assert total(page) == 0


def test_a_name_typed_beside_a_chosen_speaker_is_the_one_asked_for(many: Visitor) -> None:
    page = many.page("/search?speaker_id=1&speaker=Bo+Tern")
    assert {words(x) for x in page.xpath("//ol[@class='statements']//a[@class='who']")} == {
        "Bo Tern"
    }


@pytest.mark.parametrize("given", ["x", "1x", "-1", "1.5", "9" * 20])
def test_a_speaker_s_number_that_is_none_is_said(many: Visitor, given: str) -> None:
    page = many.page(f"/search?speaker_id={given}")
    assert given in words(page.xpath("//*[@role='alert']")[0])


# Suggestions


def test_suggestions_are_people_with_their_pages(visit: Visitor, known: Path) -> None:
    answer = visit("/-/quotes/suggest?q=ort")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    [(number,)] = rows(known, "SELECT id FROM speaker WHERE name LIKE '%Ortel'")
    assert answer.json() == [
        {
            "id": number,
            "name": "Marguerite Ortel",
            "kind": "person",
            "statements": 3,
            "page": f"/speaker/{number}",
        }
    ]


@pytest.mark.parametrize("typed", ["", "o", "*", '"', "\0", "NEAR(a", "zz", "-- ;", "w" * 5000])
def test_whoever_means_nobody_gets_nobody(visit: Visitor, typed: str) -> None:
    answer = visit("/-/quotes/suggest", params={"q": typed})
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("marg", "Marguerite Ortel"),
        ("ortel marg", "Marguerite Ortel"),
        ("ORTEL", "Marguerite Ortel"),
        ("soren", "Søren Halvard"),
        ("tomas de la cu", "Tomás de la Cueva"),
        ("ministry of inf", "Ministry of Infrastructure"),
    ],
)
def test_a_name_is_known_by_its_beginnings(visit: Visitor, typed: str, name: str) -> None:
    [first, *_] = visit("/-/quotes/suggest", params={"q": typed}).json()
    assert first["name"] == name


def test_the_most_quoted_are_suggested_first_and_not_too_many(
    new: Database, open_site: Open
) -> None:
    for n in range(10):
        tell(new, None, *[f"Ada{chr(97 + n) * 3} Quill"] * (n + 1))
    new.close()
    found = open_site(new.path)("/-/quotes/suggest?q=ada").json()
    assert [p["statements"] for p in found] == [10, 9, 8, 7, 6, 5, 4, 3]


# A statement's page, for machines and for whoever cites it


@pytest.fixture
def number(known: Path) -> Number:
    def find(table: str, column: str, like: str) -> str:
        [(found,)] = rows(known, f"SELECT id FROM {table} WHERE {column} LIKE ?", f"%{like}%")
        return str(found)

    return find


def meta(page: html.HtmlElement) -> dict[str, str]:
    return {
        m.get("property") or m.get("name"): m.get("content")
        for m in page.xpath("//meta[@content][@property or @name]")
    }


@pytest.mark.parametrize("like", ["freight", "signed off", "saw the memorandum", "to comment"])
def test_a_statement_says_the_same_to_machines(
    visit: Visitor, number: Number, known: Path, like: str
) -> None:
    key = number("attribution", "text", like)
    page = visit.page(f"/statement/{key}")
    [script] = page.xpath("//script[@type='application/ld+json']/text()")
    data: dict[str, Any] = json.loads(script)
    said_ = words(page.xpath("//blockquote")[0])
    [address] = page.xpath("//link[@rel='canonical']/@href")
    assert address == f"http://localhost/statement/{key}"
    assert (data["@type"], data["@id"], data["identifier"]) == ("Quotation", address, key)
    assert data["text"] == said_
    assert json.loads(visit(f"/statement/{key}.jsonld").text) == data
    [(speaker, denied)] = rows(
        known,
        "SELECT s.name, a.negated FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker_id "
        "WHERE a.id = ?",
        key,
    )
    shown = meta(page)
    assert data.get("spokenByCharacter", {}).get("name") == (None if denied else speaker)
    assert shown["og:title"] == (speaker or "An official") + (" (negated)" if denied else "")
    assert shown["og:description"] == shown["description"] == said_
    assert shown["og:url"] == address
    assert shown["og:type"] == "article"


def test_a_statement_is_found_in_the_publisher_s_page(visit: Visitor, number: Number) -> None:
    page = visit.page(f"/statement/{number('attribution', 'text', 'freight')}")
    [link] = page.xpath("//a[.='Read it at the publisher']/@href")
    address, _, fragment = link.partition("#:~:")
    assert address == "https://example.org/northern-wire/wall"
    found = [unquote(t.removeprefix("text=")) for t in fragment.split("&")]
    assert "It sounded like a freight train" in found[0]


def test_without_an_address_there_is_no_link_to_the_publisher(
    visit: Visitor, number: Number
) -> None:
    page = visit.page(f"/statement/{number('attribution', 'text', 'painfully')}")
    assert page.xpath("//a[contains(., 'at the publisher')]") == []


def test_every_form_to_copy_is_the_file_to_download(visit: Visitor, number: Number) -> None:
    page = visit.page(f"/statement/{number('attribution', 'text', 'freight')}")
    forms = page.xpath("//details[@class='form']")
    assert len(forms) == 6
    for form in forms:
        [button] = form.xpath(".//button[@data-copy]")
        [copied] = page.xpath(f"//*[@id='{button.get('data-copy')}']")
        download = form.xpath(".//a/@href")
        if button.get("data-copy") == "cite-url":
            assert copied.text_content().strip() == page.xpath("//link[@rel='canonical']/@href")[0]
            assert download == []
        elif button.get("data-copy") != "cite-apa":
            file = visit(download[0]).text
            assert copied.text_content().split() == file.split()
    assert [f.get("open") is not None for f in forms] == [True] + [False] * 5


def test_the_statements_of_an_article_are_turned_in_its_order(
    visit: Visitor, number: Number, known: Path
) -> None:
    article = number("article", "title", "Sea wall")
    keys = rows(known, "SELECT id FROM attribution WHERE article_id = ? ORDER BY start", article)
    address: str | None = f"/statement/{keys[0][0]}"
    seen = []
    while address:
        page = visit.page(address)
        back = page.xpath("//a[@rel='prev']/@href")
        assert back == seen[-1:]
        seen.append(address)
        address = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    assert seen == [f"/statement/{k}" for (k,) in keys]


REPEATED = "the new harbour wall will be finished before the winter storms arrive next year"


@pytest.fixture
def repeated(new: Database, open_site: Open) -> Visitor:
    """The same words of one speaker in three articles, and of another in one."""
    for publisher, day, who in (
        ("A Wire", "2026-01-01", "Ada Quill"),
        ("B Post", "2026-01-02", "Ada Quill"),
        ("C Sheet", None, "Ada Quill"),
        ("D Times", "2026-01-03", "Bo Tern"),
    ):
        text = f"{who} said {REPEATED}. So wrote {publisher}."
        with new.writing() as connection:
            found = said(text, REPEATED, "said", who, who)
            document = Document(text, title=f"In {publisher}", publisher=publisher, published=day)
            store(connection, document, [found], model="by hand", version="0")
    new.close()
    return open_site(new.path)


def test_a_statement_tells_where_else_the_same_is_said(repeated: Visitor) -> None:
    [first] = repeated("/search.json?publisher=A+Wire").json()["statements"]
    page = repeated.page(f"/statement/{first['id']}")
    [place] = page.xpath("//h2[.='The same words elsewhere']/following-sibling::ul[1]")
    assert [words(x) for x in place.xpath("./li")] == [
        "In B Post · B Post · 2026-01-02",
        "In C Sheet · C Sheet",
    ]
    for link in place.xpath(".//a/@href"):
        assert words(repeated.page(link).xpath("//blockquote")[0]) == REPEATED
    [other] = repeated("/search.json?publisher=D+Times").json()["statements"]
    assert "elsewhere" not in words(repeated.page(f"/statement/{other['id']}"))


def test_a_search_shows_the_same_words_once_with_their_places(repeated: Visitor) -> None:
    page = repeated.page("/search?q=harbour")
    assert [words(x) for x in page.xpath("//p[@class='meta also']")] == [
        "The same words in 2 other articles: B Post, 2026-01-02 · C Sheet"
    ]
    assert len(page.xpath("//ol[@class='statements']/li")) == 2
    marked = page.xpath("//ol[@class='statements']//mark/text()")
    assert marked == ["harbour", "harbour"]


# An article of which only the paragraphs with statements are there


@pytest.fixture
def excerpt(known: Path, open_site: Open, tmp_path: Path) -> tuple[Visitor, str]:
    """The site of a copy in which the second of three paragraphs is blanked, and one more at either end."""
    path = tmp_path / "excerpt.db"
    database = open_database(path, create=True, write=True)
    first, last = "Nobody knows why it stood there.", "The weather will be fine."
    lines = WALL.text.split("\n")
    text = "\n".join([first, *lines, last])
    document = Document(text, title=WALL.title, publisher=WALL.publisher, url=WALL.url)
    found = [
        said(text, "“It sounded like a freight train,”", "said", "Fire Chief Colm Darrow"),
        said(text, "“Nobody signed off on a wall they believed would fall,”", "said", "Ortel"),
    ]
    with database.writing() as connection:
        store(connection, document, found, model="by hand", version="0")
        blanked = "\n".join(
            [" " * len(first), lines[0], " " * len(lines[1]), lines[2], " " * len(last)]
        )
        connection.exec_driver_sql("UPDATE article SET text = ?, excerpt = 1", (blanked,))
        [(key,)] = connection.exec_driver_sql("SELECT id FROM article").all()
    database.close()
    return open_site(path), str(key)


def test_an_excerpt_shows_where_something_is_left_out(excerpt: tuple[Visitor, str]) -> None:
    visit, key = excerpt
    page = visit.page(f"/article/{key}")
    lines = WALL.text.split("\n")
    shown = [words(p) for p in page.xpath("//div[@class='text']/p")]
    assert shown == ["[…]", lines[0], "[…]", lines[2], "[…]"]
    gaps = page.xpath("//p[@class='gap']/@aria-label")
    assert gaps == ["Something is left out here"] * 3


def test_an_excerpt_leads_to_the_whole_at_the_publisher(excerpt: tuple[Visitor, str]) -> None:
    visit, key = excerpt
    page = visit.page(f"/article/{key}")
    [note] = page.xpath("//p[@class='note']")
    assert "Only the paragraphs with statements are shown." in words(note)
    assert note.xpath("./a/@href") == [WALL.url]
    assert "robots" not in meta(page)


def test_a_whole_article_has_no_gaps(visit: Visitor, number: Number) -> None:
    page = visit.page(f"/article/{number('article', 'title', 'Sea wall')}")
    assert page.xpath("//p[@class='gap' or @class='note']") == []
    assert meta(page)["robots"] == "noindex"


def test_the_marks_of_an_article_are_where_a_statement_s_page_leads(
    visit: Visitor, number: Number
) -> None:
    key = number("attribution", "text", "signed off")
    page = visit.page(f"/statement/{key}")
    [link] = page.xpath("//a[.='In its article']/@href")
    address, _, fragment = link.partition("#")
    [there] = visit.page(address).xpath(f"//*[@id='{fragment}']")
    assert "Nobody signed off" in words(there)


# What is dated by a slip, and very much


def dated(path: Path, *days: str) -> None:
    """Adds an article of each of ``days``, in which Ada Quill says one thing."""
    database = open_database(path, create=True, write=True)
    with database.writing() as connection:
        for i, day in enumerate(days):
            line = f"“The harbour is number {i} of the list,” said Ada Quill."
            content = line[: line.index("”") + 1]
            found = said(line, content, "said", "Ada Quill", "Ada Quill")
            store(connection, Document(line, published=day), [found], model="m", version="0")
    database.close()


def test_an_article_of_a_year_to_come_is_not_the_newest(tmp_path: Path, open_site: Open) -> None:
    dated(tmp_path / "slip.db", "2026-01-05", "2026-02-05", "2162-01-05")
    page = open_site(tmp_path / "slip.db").page("/")
    assert "newest article 2026-02-05" in words(page)
    assert "2162" not in words(page.xpath("//figure")[0])


def test_lately_and_before_are_as_long_where_only_part_is_looked_at(
    tmp_path: Path, open_site: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"2026-03-{d:02}" for d in range(1, 29) for _ in range(3)]
    dated(tmp_path / "much.db", *days, *["2026-03-28"] * 9)
    monkeypatch.setattr(pages, "NEWEST", 20)
    page = open_site(tmp_path / "much.db").page("/")
    # The newest 20 reach into the 25th; the three days after it are whole: 18 statements, and 9 before.
    assert "Ada Quill 18, was 9" in words(page)
    assert "in the 3 days to 2026-03-28" in words(page)


def test_of_more_than_are_looked_at_no_number_is_shown_that_is_not_true(
    tmp_path: Path, open_site: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"{year}-0{m}-01" for year in (2023, 2024, 2025) for m in range(1, 9)]
    dated(tmp_path / "much.db", *days)
    monkeypatch.setattr(
        finding.find, "__kwdefaults__", {**finding.find.__kwdefaults__, "looked_at": 9}
    )
    monkeypatch.setattr(answers, "PAGE", 2)
    visit = open_site(tmp_path / "much.db")
    page = visit.page("/search?q=harbour&order=newest")
    years = page.xpath("//section[h3='Year']//li")
    assert [words(y) for y in years] == ["2025", "2024", "2023"]
    assert "counted over" in words(page)
    assert page.xpath("//figure") == []
    for form in ("json", "csv", "atom"):
        assert "2023-01-01" in visit(f"/search.{form}?q=harbour&order=oldest&limit=1").text


def test_a_page_behind_the_last_leads_back(visit: Visitor) -> None:
    page = visit.page("/search?q=wall&page=400")
    assert "There are not so many pages" in words(page)


def test_the_sign_in_is_not_used_up_by_looking_whether_it_is_there(
    known: Path, open_site: Open
) -> None:
    app = site(known, root=True)
    visit = open_site(app)
    address = f"/-/auth-token?token={app._root_token}"
    assert visit(address, "HEAD").status_code == 405
    assert visit(address).status_code == 302


def test_what_was_hidden_is_locked_in_every_database_of_ours(
    known: Path, demo: Path, open_site: Open
) -> None:
    visit = open_site(Datasette(files=[str(known), str(demo)]))
    for path in (known, demo):
        assert visit(f"/{path.stem}/correction").status_code == 403


def test_another_database_s_rows_are_not_cited_as_ours(
    known: Path, demo: Path, open_site: Open
) -> None:
    visit = open_site(Datasette(files=[str(known), str(demo)]))
    assert visit(f"/{known.stem}/attribution.ris").status_code == 200
    assert visit(f"/{demo.stem}/attribution.ris").status_code == 400
