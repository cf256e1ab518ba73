"""Each page of our own: home, search, statement, speaker, article."""

from __future__ import annotations

import re
import shutil
from urllib.parse import urlencode, urljoin

import pytest
from cli.command import rows
from handmade import said
from lxml import html

from quotes.document import Document
from quotes.names.compare import Verdict
from quotes.site.pages import FIELDS
from quotes.store.database import open_database
from quotes.store.ledger import judge
from quotes.store.write import store

FREIGHT = "“It sounded like a freight train,” … “Then there was no street.”"


def words(element: html.HtmlElement) -> str:
    """The text of an element, its white space made single."""
    return " ".join(element.text_content().split())


def links(page: html.HtmlElement, start: str) -> list[str]:
    """The addresses on a page that begin so."""
    return [h for h in page.xpath("//a/@href") if h.startswith(start)]


@pytest.fixture
def number(known):
    """The identifier of a statement, article or speaker of the database made by hand."""

    def find(table: str, column: str, like: str) -> str:
        query = f"SELECT id FROM {table} WHERE {column} LIKE ?"
        [(found,)] = rows(known, query, f"%{like}%")
        return str(found)

    return find


# Home


def test_home_has_a_search_box(visit):
    [form] = visit.page("/").xpath("//form[@role='search']")
    assert (form.get("action"), form.get("method")) == ("/search", "get")
    assert form.xpath(".//input/@name") == ["q"]
    assert form.xpath(".//input/@data-suggest") == ["/-/quotes/suggest"]


def test_home_counts_what_there_is(visit):
    facts = [words(x) for x in visit.page("/").xpath("//ul[@class='facts']/li")]
    assert facts[:4] == ["10 statements", "6 speakers", "4 articles", "3 publishers"]
    assert facts[4] == "newest article 2026-02"
    assert re.fullmatch(r"last read \d{4}-\d\d-\d\d", facts[5])


def test_home_shows_the_newest_statements(visit):
    shown = [words(x) for x in visit.page("/").xpath("//ol[@class='statements']//blockquote")]
    assert shown[0] == "the memorandum “almost painfully polite”"
    assert len(shown) == 8


def test_home_shows_the_most_quoted(visit):
    shown = [words(x) for x in visit.page("/").xpath("//ol[@class='speakers']/li")]
    assert shown[0] == "Marguerite Ortel 3"
    assert len(shown) == 6


def test_home_leads_to_the_data(visit):
    page = visit.page("/")
    assert links(page, "/known/attribution")
    assert links(page, "/known")


def test_an_empty_database_has_a_home(open_site, tmp_path):
    open_database(tmp_path / "empty.db", create=True, write=True).close()
    facts = open_site(tmp_path / "empty.db").page("/").xpath("//ul[@class='facts']/li/b")
    assert [words(x) for x in facts] == ["0", "0", "0", "0"]


# Search


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "tariff"}, 2),
        ({"q": '"tariff talks"'}, 1),
        ({"speaker": "Margerite Ortell"}, 3),
        ({"kind": "mixed"}, 1),
        ({"publisher": "courier"}, 3),
        ({"since": "2026-01-20"}, 3),
        ({"until": "2025-04"}, 2),
        (
            {
                "q": "tariff",
                "speaker": "Ortel",
                "kind": "indirect",
                "since": "2026",
                "until": "2026",
            },
            1,
        ),
        ({"q": "nowhere"}, 0),
        ({"speaker": "Nobody Atall"}, 0),
    ],
    ids=str,
)
def test_search_by_every_field(visit, asked, count):
    page = visit.page("/search?" + urlencode(asked))
    assert len(page.xpath("//ol[@class='statements']/li")) == count
    plural = "" if count == 1 else "s"
    assert f"{count} statement{plural}" in [words(x) for x in page.xpath("//p[@class='soft']")]


WAYS = (
    "Ada Quill said the wall stood. Ada Quill wrote that it leaned. "
    "Ada Quill believes it fell. Ada Quill denied that it was built."
)


@pytest.fixture
def ways(open_site, tmp_path):
    """The site of one article where something is said, written, thought and denied, in this order."""
    who = ("Ada Quill", "Ada Quill")
    found = [
        said(WAYS, "the wall stood", "said", *who),
        said(WAYS, "that it leaned", "wrote", *who, confidence=0.4),
        said(WAYS, "it fell", "believes", *who),
        said(WAYS, "that it was built", "denied", *who),
    ]
    database = open_database(tmp_path / "ways.db", create=True, write=True)
    with database.writing() as connection:
        store(connection, Document(WAYS, title="Walls"), found, model="by hand", version="0")
    database.close()
    return open_site(tmp_path / "ways.db")


def shown(page: html.HtmlElement) -> list[str]:
    """The last words of the statements on a page."""
    return [words(q).split()[-1] for q in page.xpath("//ol[@class='statements']//blockquote")]


MEDIA = [
    ("", ["stood", "leaned", "built"]),
    ("medium=all", ["stood", "leaned", "fell", "built"]),
    ("medium=thought", ["fell"]),
    ("medium=thought&medium=writing", ["leaned", "fell"]),
    ("medium=thought,writing", ["leaned", "fell"]),
]


@pytest.mark.parametrize(("asked", "expected"), MEDIA)
@pytest.mark.parametrize("address", ["/?", "/search?publisher=&speaker=quill&", "/speaker/1?"])
def test_thought_is_shown_only_if_it_is_asked_for(ways, address, asked, expected):
    assert shown(ways.page(address + asked)) == expected


@pytest.mark.parametrize("address", ["/", "/speaker/1"])
def test_a_page_tells_of_the_thoughts_it_leaves_out(ways, address):
    page = ways.page(address)
    assert "1 is a thought, neither said nor written" in words(page)
    [more] = page.xpath("//a[text()='list all']/@href")
    assert "fell" in shown(ways.page(more))
    [back] = ways.page(more).xpath("//a[text()='Speech and writing only']/@href")
    assert "fell" not in shown(ways.page(back))


@pytest.mark.parametrize("address", ["/", "/speaker/1"])
def test_a_medium_that_is_none_is_said_and_passed_over(ways, address):
    page = ways.page(address + "?medium=<i>loud")
    assert "<i>loud" in words(page.xpath("//*[@role='alert']")[0])
    assert shown(page) == MEDIA[0][1]


def test_search_leaves_out_what_is_less_sure(ways):
    assert shown(ways.page("/search?q=wall&min_confidence=0.5")) == ["stood"]
    assert shown(ways.page("/search?min_confidence=0.5")) == ["stood", "built"]


def test_what_is_denied_or_thought_has_its_label(ways):
    badges = ways.page("/search?medium=all").xpath("//span[@class='badge']")
    assert sorted(words(b) for b in badges) == ["believes: thought", "denied: negated", "unsure"]


def test_the_page_of_a_statement_opens_whatever_its_medium(ways):
    for link in links(ways.page("/?medium=all"), "/statement/"):
        page = ways.page(link)
        facts = dict(
            zip(
                (words(x) for x in page.xpath("//dl/dt")),
                (words(x) for x in page.xpath("//dl/dd")),
                strict=True,
            )
        )
        label = {"believes": ["thought"], "denied": ["negated"]}.get(facts["Cue"], [])
        assert page.xpath("//p[@class='passage']/mark[@class='cue']/@data-label") == label
        assert ("Negated" in facts) == (facts["Cue"] == "denied")
        medium = {"wrote": "writing", "believes": "thought"}.get(facts["Cue"], "speech")
        assert facts["Medium"].split()[0] == medium


def test_an_article_marks_all_and_lists_thought_apart(ways):
    [link] = set(links(ways.page("/"), "/article/"))
    page = ways.page(link)
    [body] = page.xpath("//div[@class='text']")
    assert len(body.xpath(".//mark[@class='content']")) == 4
    assert body.xpath(".//mark/@data-label") == ["thought", "negated"]
    sections = page.xpath("//div[@class='side']/section[ol]")
    assert [(words(s.xpath("./h2")[0]), words(s.xpath("./ol")[0])) for s in sections] == [
        ("Who speaks", "Ada Quill 3"),
        ("Thought, not said", "Ada Quill 1"),
    ]


@pytest.mark.parametrize("q", ['"', "*", "a:b", "(", "NEAR(a b)", "\0", "'", "-", "😀", "”“"])
def test_no_character_in_a_search_is_an_operator(visit, q):
    visit.page("/search?" + urlencode({"q": q, "speaker": q, "publisher": q}))


def test_search_keeps_what_was_asked_in_its_form(visit):
    asked = {
        "q": 'say "it"',
        "speaker": "O<rtel",
        "publisher": "&amp;",
        "since": "2025",
        "until": "2026-01",
        "min_confidence": "0.5",
    }
    page = visit.page(
        "/search?" + urlencode(asked | {"kind": "mixed", "medium": "all", "order": "oldest"})
    )
    [form] = page.xpath("//main//form[@role='search']")
    assert {i.get("name"): i.get("value") for i in form.xpath(".//input")} == asked
    assert form.xpath(".//option[@selected]/@value") == ["mixed", "all", "oldest"]


def test_search_without_a_question_shows_the_form_alone(visit):
    page = visit.page("/search")
    assert page.xpath("//form[@role='search']")
    assert page.xpath("//ol[@class='statements']") == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"since": "yesterday"}, "yesterday"),
        ({"until": "2026-02-30"}, "2026-02-30"),
        ({"kind": "loud"}, "loud"),
        ({"medium": "<loud>"}, "<loud>"),
        ({"min_confidence": "2"}, "'2'"),
        ({"min_confidence": "nan"}, "'nan'"),
        ({"min_confidence": "<b>"}, "<b>"),
    ],
)
def test_search_says_what_was_wrong(visit, asked, says):
    [alert] = visit.page("/search?" + urlencode(asked)).xpath("//*[@role='alert']")
    assert says in words(alert)


def test_a_long_result_is_turned_page_by_page(tour, demo):
    total = rows(demo, "SELECT count(*) FROM attribution WHERE kind = 'indirect'")[0][0]
    address, seen = "/search?kind=indirect&medium=all", []
    while address:
        page = tour.page(address)
        seen += links(page, "/statement/")
        following = page.xpath("//a[@rel='next']/@href")
        assert len(following) == (len(seen) < total)
        address = urljoin(address, following[0]) if following else None
    assert len(seen) == len(set(seen)) == total


def test_the_pages_of_a_result_lead_back(tour):
    page = tour.page("/search?kind=indirect&page=2")
    [back] = page.xpath("//a[@rel='prev']/@href")
    assert links(tour.page(back), "/statement/") == links(
        tour.page("/search?kind=indirect"), "/statement/"
    )


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1.5", "²", "٣", "9" * 30, "9" * 5000])
def test_a_page_number_that_is_none_is_forgiven(visit, number):
    visit.page("/search?" + urlencode({"q": "tariff", "page": number}))


# A statement


def test_a_statement_stands_with_its_speaker_and_its_article(visit, number):
    key = number("attribution", "text", "freight")
    page = visit.page(f"/statement/{key}")
    assert words(page.xpath("//blockquote")[0]) == FREIGHT
    assert links(page, "/speaker/") == [f"/speaker/{number('speaker', 'name', 'Darrow')}"] * 2
    article = f"/article/{number('article', 'title', 'Sea wall')}"
    assert links(page, "/article/") == [f"{article}#{key}", article]
    there, whole = links(page, "https://example")
    assert there.startswith("https://example.org/northern-wire/wall#:~:text=")
    assert whole == "https://example.org/northern-wire/wall"


def test_a_statement_is_marked_in_its_paragraph(visit, number):
    page = visit.page(f"/statement/{number('attribution', 'text', 'freight')}")
    [passage] = page.xpath("//p[@class='passage']")
    assert [(m.get("class"), m.text) for m in passage.xpath(".//mark")] == [
        ("content", "“It sounded like a freight train,”"),
        ("source", "Fire Chief Colm Darrow"),
        ("cue", "said"),
        ("content", "“Then there was no street.”"),
    ]
    assert words(passage) == (
        "“It sounded like a freight train,” Fire Chief Colm Darrow said. “Then there was no street.”"
    )


def test_a_statement_says_why_it_is_this_speaker(visit, number):
    page = visit.page(f"/statement/{number('attribution', 'text', 'signed off')}")
    assert "Marguerite Ortel (surname of Marguerite Ortel)" in words(page)


def test_a_statement_of_nobody_named_says_so(visit, number):
    page = visit.page(f"/statement/{number('attribution', 'text', 'saw the memorandum')}")
    assert "An official (not named)" in words(page)
    assert links(page, "/speaker/") == []


def test_a_statement_is_cited(visit, number):
    page = visit.page(f"/statement/{number('attribution', 'text', 'freight')}")
    reference, sentence = (words(x) for x in page.xpath("//div[@id='cite-apa']/p"))
    assert reference.startswith("Brandvold, O. (2026, January 19).")
    assert page.xpath("//div[@id='cite-apa']/p/i/text()") == ["Northern Wire"]
    assert sentence.startswith("Colm Darrow said, “It sounded like a freight train")


# A speaker


def test_a_speaker_stands_with_names_and_statements(visit, number):
    page = visit.page(f"/speaker/{number('speaker', 'name', 'Marguerite')}")
    assert words(page.xpath("//h1")[0]) == "Marguerite Ortel"
    assert [words(x) for x in page.xpath("//ul[@class='facts']/li")] == [
        "person",
        "3 statements",
        "2 articles",
        "2026-01-19 to 2026-02",
        "Feed",
    ]
    assert len(page.xpath("//ol[@class='statements']/li")) == 3


def test_a_speaker_of_many_statements_is_turned_page_by_page(tour, demo, open_site, tmp_path):
    shutil.copyfile(demo, tmp_path / "one.db")
    path = tmp_path / "one.db"
    database = open_database(path, write=True)
    numbers = [n for (n,) in rows(path, "SELECT id FROM name ORDER BY id")]
    with database.writing() as connection:
        for other in numbers[1:12]:
            judge(connection, numbers[0], other, Verdict.SAME, by="a test")
    database.close()
    [(speaker, total)] = rows(path, "SELECT id, max(attributions) FROM speaker")
    assert total > 20
    visit = open_site(path)
    seen, address = [], f"/speaker/{speaker}?medium=all"
    while address:
        page = visit.page(address)
        seen += links(page, "/statement/")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    assert len(seen) == len(set(seen)) == total


@pytest.fixture
def merged(known, open_site, tmp_path):
    """The site of a database where a person judged Darrow and Halvard to be one, and their numbers."""
    path = tmp_path / "merged.db"
    shutil.copyfile(known, path)
    numbers = [
        n
        for (n,) in rows(path, "SELECT id FROM name WHERE text IN ('Colm Darrow', 'Søren Halvard')")
    ]
    database = open_database(path, write=True)
    with database.writing() as connection:
        judge(connection, *numbers, Verdict.SAME, by="a test", reason="the same <voice>")
    database.close()
    return open_site(path), sorted(numbers)


def test_the_address_of_a_merged_speaker_leads_to_the_whole_one(merged):
    visit, (first, second) = merged
    answer = visit(f"/speaker/{second}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/speaker/{first}")


def test_a_merge_is_explained(merged):
    visit, (first, _) = merged
    [row] = visit.page(f"/speaker/{first}").xpath("//tbody/tr")
    assert [words(x) for x in row.xpath("./td")][:5] == [
        "Colm Darrow",
        "Søren Halvard",
        "same",
        "the same <voice>",
        "a test",
    ]


def test_a_merged_speaker_has_the_statements_and_names_of_both(merged):
    visit, (first, _) = merged
    page = visit.page(f"/speaker/{first}")
    assert len(page.xpath("//ol[@class='statements']/li")) == 2
    assert "Also written: " in words(page)


# An article


def test_an_article_is_shown_whole_with_its_statements_marked(visit, number, known):
    key = number("article", "title", "Sea wall")
    page = visit.page(f"/article/{key}")
    [body] = page.xpath("//div[@class='text']")
    [(text,)] = rows(known, "SELECT text FROM article WHERE id = ?", key)
    assert [words(p) for p in body.xpath("./p")] == text.split("\n")
    marked = [m.text for m in body.xpath(".//mark[@class='content']")]
    assert marked == [
        "“It sounded like a freight train,”",
        "“Then there was no street.”",
        "that it was too early to blame tariffs",
        "“Nobody signed off on a wall they believed would fall,”",
    ]


def test_the_marks_of_an_article_lead_to_their_statements(visit, number):
    page = visit.page(f"/article/{number('article', 'title', 'Sea wall')}")
    for mark in page.xpath("//mark[@class='content'][ancestor::a]"):
        target = visit.page(mark.getparent().get("href"))
        assert mark.text in words(target.xpath("//blockquote")[0])


def test_an_article_tells_who_speaks_in_it(visit, number):
    page = visit.page(f"/article/{number('article', 'title', 'Sea wall')}")
    shown = page.xpath("//div[@class='side']//ol[@class='speakers']/li")
    assert [words(x) for x in shown] == ["Marguerite Ortel 2", "Colm Darrow 1"]
    assert page.xpath("//svg[@class='share']/rect/@width") == ["67", "33"]


def test_an_article_tells_its_author_publisher_and_date(visit, number):
    page = visit.page(f"/article/{number('article', 'title', 'Sea wall')}")
    [meta] = page.xpath("//h1/following-sibling::p[@class='meta']")
    assert words(meta) == "Odile Brandvold · Northern Wire · 2026-01-19 · at the publisher"


def test_an_article_without_a_title_has_a_page(visit, number):
    page = visit.page(f"/article/{number('article', 'publisher', 'Asahi')}")
    assert words(page.xpath("//h1")[0]) == "Untitled article"


# All pages


def test_every_statement_speaker_and_article_of_the_demo_has_a_page(tour, demo):
    some = [
        f"/statement/{i}" for (i,) in rows(demo, "SELECT id FROM attribution WHERE number % 5 = 0")
    ]
    some += [f"/speaker/{i}" for (i,) in rows(demo, "SELECT id FROM speaker")]
    some += [f"/article/{i}" for (i,) in rows(demo, "SELECT id FROM article")]
    assert {a: tour(a).status_code for a in some} == dict.fromkeys(some, 200)


def test_no_page_of_ours_has_a_dead_link(visit, number):
    todo, seen = ["/"], set()
    while todo:
        address = todo.pop()
        seen.add(address)
        answer = visit(address)
        assert answer.status_code in (200, 302), address
        if "/known" in address or "html" not in answer.headers.get("content-type", ""):
            continue
        for href in html.document_fromstring(answer.text).xpath("//@href | //@src"):
            target = urljoin(address, href).split("#")[0]
            if target.startswith("/") and target not in seen and target not in todo:
                todo.append(target)
    assert len([a for a in seen if re.fullmatch(r"/statement/\w+", a)]) == 10


def test_every_page_of_ours_is_styled_and_loads_nothing_from_elsewhere(visit, number):
    for address in ("/", "/search", f"/statement/{number('attribution', 'text', 'freight')}"):
        page = visit.page(address)
        loaded = page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
        assert [x.partition("?")[0] for x in loaded] == [
            "/-/quotes/quotes.css",
            "/-/quotes/quotes.js",
        ]
        assert {visit(x).status_code for x in loaded} == {200}


def test_pages_fit_a_phone(visit):
    [how] = visit.page("/search").xpath("//meta[@name='viewport']/@content")
    assert how.startswith("width=device-width")


def test_every_field_of_the_form_has_a_label(visit):
    page = visit.page("/search?q=x")
    fields = page.xpath("//main//form[@role='search']//*[@name]")
    assert {f.get("name") for f in fields} == set(FIELDS) - {"speaker_id"}
    assert all(words(f.xpath("./ancestor::label")[0]) for f in fields)
    [box] = page.xpath("//header//form//*[@name]")
    assert box.get("aria-label")


@pytest.mark.parametrize(
    "address",
    [
        "/statement/zzzzzzzzzzzz",
        "/speaker/99999",
        "/speaker/0",
        "/article/zzzzzzzzzzzz",
        "/-/quotes/none.css",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(visit, capsys, address):
    page = visit.page(address, status=404)
    assert words(page.xpath("//h1")[0]) == "Not found"
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
