"""What a signed-in owner does in the browser: answering questions on names, correcting and hiding statements,
undoing it; and that nobody else can."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cli.command import Serving, everything, rows
from datasette.app import Datasette
from handmade import tell
from lxml import html

from quotes.site.reviewing import SIGNED
from quotes.site.serve import site
from quotes.store.database import open_database

from .conftest import Visitor

Open = Callable[..., Visitor]

POSTED = ["/review", "/review/undo", "/statement/{}/correct", "/statement/{}/hide"]
"""Everything that changes something."""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Two questions: H. Pell and Howard Pell (two statements each), then Quill and Ada Quill (one each)."""
    path = tmp_path / "mine.db"
    database = open_database(path, create=True, write=True)
    with database.writing() as connection:
        tell(connection, "Ada Quill", title="A wall")
        tell(connection, "Quill", title="A letter")
        tell(connection, "H. Pell", "H. Pell", title="A bank")
        tell(connection, "Howard Pell", "Howard Pell", title="A loan")
    database.close()
    return path


class Browser:
    """A visitor with the cookies of an actor, who fills in the forms of pages as a browser does."""

    def __init__(self, visit: Visitor, actor: str | None) -> None:
        self.visit = visit
        self.cookies: dict[str, str] = {}
        if actor is not None:
            self.cookies["ds_actor"] = visit.app.sign({"a": {"id": actor}}, "actor")

    def get(self, address: str, status: int = 200) -> html.HtmlElement:
        answer = self.visit(address, cookies=self.cookies)
        assert answer.status_code == status, answer.text[-500:]
        self.cookies |= dict(answer.cookies)
        return html.document_fromstring(answer.text)

    def post(self, address: str, fields: dict[str, str], status: int = 303) -> Any:
        """The answer to a form that is sent."""
        answer = self.visit(address, "POST", data=fields, cookies=self.cookies)
        assert answer.status_code == status, answer.text[-500:]
        return answer

    def press(self, page: html.HtmlElement, button: str, **typed: str) -> Any:
        """Sends the form of the first button with these words on it, with what is ``typed``."""
        [press, *_] = [b for b in page.xpath("//main//button") if words(b).startswith(button)]
        [form] = press.xpath("./ancestor::form")
        assert form.get("method") == "post"
        fields = {i.get("name"): i.get("value") or "" for i in form.xpath(".//input")}
        assert fields["csrftoken"]
        assert set(typed) <= {*fields, *form.xpath(".//select/@name")}
        if press.get("name"):
            fields[press.get("name")] = press.get("value")
        return self.post(form.get("action"), fields | typed)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def root(mine: Path, open_site: Open) -> Browser:
    return Browser(open_site(site(mine, root=True)), "root")


def asked(page: html.HtmlElement) -> list[str]:
    """The two names of the question on a page."""
    return [words(h) for h in page.xpath("//form[@id='question']//h3")]


def statement(path: Path, speaker: str) -> str:
    [(key,), *_] = rows(
        path,
        "SELECT a.id FROM attribution a JOIN speaker s ON s.id = a.speaker_id WHERE s.name = ? "
        "ORDER BY a.number",
        speaker,
    )
    return str(key)


# The question


def test_the_question_that_matters_most_is_shown_with_both_sides(root: Browser) -> None:
    page = root.get("/review")
    assert asked(page) == ["H. Pell", "Howard Pell"]
    assert "2 open. The rules say: " in words(page)
    sides = page.xpath("//form[@id='question']//section")
    assert [len(s.xpath(".//blockquote")) for s in sides] == [2, 2]
    assert [words(s.xpath(".//a[starts-with(@href, '/speaker/')]")[0]) for s in sides] == [
        "H. Pell",
        "Howard Pell",
    ]


@pytest.mark.parametrize(
    ("button", "verdict", "one", "following"),
    [
        ("Same", "same", True, ["Ada Quill", "Quill (in “A letter”)"]),
        ("Different", "different", False, ["Ada Quill", "Quill (in “A letter”)"]),
        ("Skip", "unsure", False, ["Ada Quill", "Quill (in “A letter”)"]),
    ],
)
def test_an_answer_goes_through_the_ledger(
    mine: Path, root: Browser, button: str, verdict: str, one: bool, following: list[str]
) -> None:
    answer = root.press(root.get("/review"), button)
    [(number, what, by)] = rows(mine, 'SELECT id, what, "by" FROM action')
    assert (what, by) == ("review", "root")
    judged = 'SELECT verdict, "by", action_id FROM judgement WHERE action_id IS NOT NULL'
    assert rows(mine, judged) == [(verdict, "root", number)]
    speakers = rows(mine, "SELECT DISTINCT speaker_id FROM name WHERE text LIKE '%Pell'")
    assert (len(speakers) == 1) is one
    assert answer.headers["location"] == f"/review?done={number}"
    page = root.get(answer.headers["location"])
    assert asked(page) == following
    [status] = page.xpath("//*[@role='status']")
    assert "H. Pell" in words(status)


def test_an_answer_is_undone_from_the_page_that_follows(mine: Path, root: Browser) -> None:
    answer = root.press(root.get("/review"), "Same")
    assert root.press(root.get(answer.headers["location"]), "Undo").headers["location"] == "/review"
    assert asked(root.get("/review")) == ["H. Pell", "Howard Pell"]
    assert rows(mine, "SELECT withdrawn_by FROM action") == [("root",)]


def test_an_answer_is_undone_from_the_list_of_what_was_done(mine: Path, root: Browser) -> None:
    root.press(root.get("/review"), "Same")
    root.press(root.get("/review"), "Different")
    page = root.get("/review")
    assert "No question is open" in words(page)
    done = [words(r.xpath("./td")[0]) for r in page.xpath("//tbody/tr")]
    assert done == ["Ada Quill is not Quill (in “A letter”)", "H. Pell is Howard Pell"]
    root.press(page, "Undo H. Pell")
    page = root.get("/review")
    assert asked(page) == ["H. Pell", "Howard Pell"]
    [row] = page.xpath("//tr[@class='withdrawn']")
    assert "undone by root" in words(row)
    assert row.xpath(".//button") == []


def test_what_is_undone_twice_is_said(mine: Path, root: Browser) -> None:
    page = root.get(root.press(root.get("/review"), "Same").headers["location"])
    root.press(page, "Undo")
    answer = root.press(page, "Undo")
    [alert] = root.get(answer.headers["location"]).xpath("//*[@role='alert']")
    assert "no action that stands" in words(alert)


def test_a_question_that_is_not_open_any_more_is_not_answered(mine: Path, root: Browser) -> None:
    page = root.get("/review")
    root.press(page, "Different")
    before = everything(mine)
    answer = root.press(page, "Same")
    assert everything(mine) == before
    page = root.get(answer.headers["location"])
    [alert] = page.xpath("//*[@role='alert']")
    assert "not open any more" in words(alert)
    assert asked(page) == ["Ada Quill", "Quill (in “A letter”)"]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"left": "1", "right": "2"},
        {"left": "1", "right": "2", "verdict": "maybe"},
        {"left": "x", "right": "2", "verdict": "same"},
        {"left": "", "right": "", "verdict": "same"},
    ],
)
def test_an_answer_that_is_none_changes_nothing(
    mine: Path, root: Browser, given: dict[str, str]
) -> None:
    [token] = root.get("/review").xpath("//form[@id='question']//input[@name='csrftoken']/@value")
    before = everything(mine)
    root.post("/review", {"csrftoken": token, **given}, 400)
    assert everything(mine) == before


@pytest.mark.parametrize("pair", [("99", "98"), ("1", "1"), ("-1", "1"), ("9" * 30, "1")])
def test_an_answer_on_names_that_are_not_asked_about_changes_nothing(
    mine: Path, root: Browser, pair: tuple[str, str]
) -> None:
    [token] = root.get("/review").xpath("//form[@id='question']//input[@name='csrftoken']/@value")
    before = everything(mine)
    fields = {"csrftoken": token, "left": pair[0], "right": pair[1], "verdict": "same"}
    answer = root.visit("/review", "POST", data=fields, cookies=root.cookies)
    assert answer.status_code == (400 if pair[0] not in ("99", "1") else 303)
    assert everything(mine) == before


@pytest.mark.parametrize("action", ["", "x", "-1", "1.5", "9" * 30, "999"])
def test_what_is_no_action_is_not_undone(mine: Path, root: Browser, action: str) -> None:
    [token] = root.get("/review").xpath("//form[@id='question']//input[@name='csrftoken']/@value")
    before = everything(mine)
    fields = {"csrftoken": token, "action": action}
    answer = root.visit("/review/undo", "POST", data=fields, cookies=root.cookies)
    assert answer.status_code == (303 if action == "999" else 400)
    assert everything(mine) == before


def test_what_was_wrong_never_becomes_markup(root: Browser) -> None:
    signed = root.visit.app.sign("<script>alert(1)</script>", SIGNED)
    page = root.get("/review?" + urlencode({"wrong": signed, "done": "<b>"}))
    assert [words(x) for x in page.xpath("//*[@role='alert']")] == ["<script>alert(1)</script>"]
    assert page.xpath("//main//script") == []


@pytest.mark.parametrize("wrong", ["Your password has expired", "a.b.c", "\0", "."])
def test_nobody_else_puts_words_into_an_address_of_ours(root: Browser, wrong: str) -> None:
    page = root.get("/review?" + urlencode({"wrong": wrong}))
    assert page.xpath("//*[@role='alert']") == []


# Correcting and hiding


def test_a_statement_is_corrected_to_a_new_name(mine: Path, root: Browser) -> None:
    key = statement(mine, "Ada Quill")
    page = root.get(f"/statement/{key}")
    answer = root.press(
        page, "Correct", speaker="Bo Tern", kind="person", reason="she only read it out"
    )
    assert answer.headers["location"] == f"/statement/{key}"
    assert rows(mine, 'SELECT field, value, kind, reason, "by" FROM correction') == [
        ("speaker", "Bo Tern", "person", "she only read it out", "root")
    ]
    assert rows(mine, 'SELECT what, "by" FROM action') == [("correct", "root")]
    page = root.get(f"/statement/{key}")
    assert words(page.xpath("//p[@class='meta big']/a[@class='who']")[0]) == "Bo Tern"
    assert "root: said by Bo Tern (she only read it out)" in words(page)
    root.press(root.get("/review"), "Undo corrected")
    page = root.get(f"/statement/{key}")
    assert words(page.xpath("//p[@class='meta big']/a[@class='who']")[0]) == "Ada Quill"
    assert "undone by root" in words(page)


def test_a_statement_is_corrected_to_a_speaker_by_number(mine: Path, root: Browser) -> None:
    key = statement(mine, "H. Pell")
    [(number,)] = rows(mine, "SELECT id FROM speaker WHERE name = 'Ada Quill'")
    root.press(root.get(f"/statement/{key}"), "Correct", speaker=str(number))
    assert statement(mine, "Ada Quill")
    assert len(rows(mine, "SELECT 1 FROM attribution WHERE speaker_id = ?", number)) == 2


def test_a_statement_is_corrected_to_nobody(mine: Path, root: Browser) -> None:
    key = statement(mine, "Ada Quill")
    root.press(root.get(f"/statement/{key}"), "Correct", speaker="  ")
    assert rows(mine, "SELECT speaker_id FROM attribution WHERE id = ?", key) == [(None,)]
    assert "(not named)" in words(root.get(f"/statement/{key}"))


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        ({"speaker": "99999"}, 404, "99999"),
        ({"speaker": "Q99999"}, 404, "Q99999"),
        ({"speaker": "Bo Tern", "kind": "loud"}, 400, "no such kind"),
        ({"speaker": "Ada Quill", "kind": "organization"}, 303, ""),
        ({"speaker": "1", "kind": "organization"}, 400, "not organization"),
    ],
)
def test_a_correction_that_cannot_be_is_said_so(
    mine: Path, root: Browser, given: dict[str, str], status: int, says: str
) -> None:
    key = statement(mine, "H. Pell")
    page = root.get(f"/statement/{key}")
    [token, *_] = page.xpath("//input[@name='csrftoken']/@value")
    before = everything(mine)
    answer = root.post(f"/statement/{key}/correct", {"csrftoken": token, **given}, status)
    assert says in answer.text
    assert (everything(mine) == before) is (status != 303)


def test_a_hidden_statement_is_gone_until_it_is_undone(mine: Path, root: Browser) -> None:
    key = statement(mine, "Ada Quill")
    answer = root.press(root.get(f"/statement/{key}"), "Hide it", reason="it is a caption")
    assert answer.headers["location"] == f"/statement/{key}"
    page = root.get(f"/statement/{key}", 410)
    assert words(page.xpath("//h1")[0]) == "Removed"
    assert "Number 0" not in words(page)
    anybody = Browser(root.visit, None).get(f"/statement/{key}", 410)
    assert anybody.xpath("//main//button[contains(., 'again')]") == []
    assert "it is a caption" not in words(anybody)
    assert root.visit(f"/statement/{key}.json").status_code == 410
    assert root.visit("/search.json?q=%22Number+0%22").json()["total"] == 0
    root.press(page, "Show it again")
    assert "Number 0" in words(root.get(f"/statement/{key}").xpath("//blockquote")[0])
    assert root.visit("/search.json?q=%22Number+0%22").json()["total"] == 1
    assert rows(mine, 'SELECT what, "by", withdrawn_by FROM action') == [("hide", "root", "root")]


@pytest.mark.parametrize("address", POSTED[2:])
def test_a_statement_that_is_not_there_is_not_changed(
    mine: Path, root: Browser, address: str
) -> None:
    [token] = root.get("/review").xpath("//form[@id='question']//input[@name='csrftoken']/@value")
    fields = {"csrftoken": token, "speaker": "Bo Tern"}
    before = everything(mine)
    root.post(address.format("zzzzzzzzzzzz"), fields, 404)
    assert everything(mine) == before


# Who may not


def all_fields(path: Path, token: str = "") -> dict[str, str]:
    """Fields with which each of ``POSTED`` would change something."""
    [(left, right)] = rows(
        path,
        "SELECT j.left_id, j.right_id FROM judgement j JOIN name n ON n.id = j.left_id "
        "WHERE j.\"by\" = 'rule' AND j.verdict = 'unsure' AND n.text = 'H. Pell'",
    )
    more = {"left": str(left), "right": str(right), "verdict": "same"}
    return more | {"action": "1", "speaker": "Bo Tern", "reason": "x", "csrftoken": token}


@pytest.mark.parametrize("address", POSTED)
@pytest.mark.parametrize("actor", [None, "ada", "", "Root", "root "])
@pytest.mark.parametrize("where", ["owned", "plain"])
def test_nobody_else_changes_anything(
    mine: Path, open_site: Open, address: str, actor: str | None, where: str
) -> None:
    app = site(mine, root=True) if where == "owned" else Datasette(files=[str(mine)])
    visit = open_site(app)
    owner, other = Browser(visit, "root"), Browser(visit, actor)
    # With a token that holds for their own cookies.
    token = owner.get("/review").xpath("//form[@id='question']//input[@name='csrftoken']/@value")[0]
    other.cookies["ds_csrftoken"] = owner.cookies["ds_csrftoken"]
    address = address.format(statement(mine, "Ada Quill"))
    owner.press(owner.get("/review"), "Skip")
    before = everything(mine)
    other.post(address, all_fields(mine, token), 403)
    assert everything(mine) == before
    assert other.visit(address, cookies=other.cookies).status_code in (403, 405)


@pytest.mark.parametrize("address", POSTED)
def test_without_the_token_of_the_form_nothing_is_changed(
    mine: Path, root: Browser, address: str
) -> None:
    address = address.format(statement(mine, "Ada Quill"))
    page = root.get("/review")
    root.press(page, "Skip")
    before = everything(mine)
    root.post(address, all_fields(mine), 403)
    root.post(address, all_fields(mine, "x" * 40), 403)
    assert everything(mine) == before


@pytest.mark.parametrize("address", POSTED[1:])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_changes_nothing(mine: Path, root: Browser, address: str, method: str) -> None:
    """An image in somebody's page may have any address, and the owner's browser asks for it."""
    root.press(root.get("/review"), "Skip")
    before = everything(mine)
    address = address.format(statement(mine, "Ada Quill"))
    answer = root.visit(f"{address}?action=1&speaker=Bo", method, cookies=root.cookies)
    assert answer.status_code == 405
    assert everything(mine) == before


@pytest.mark.parametrize("address", POSTED)
@pytest.mark.parametrize("actor", [None, "root"])
def test_a_site_without_an_owner_takes_nothing(
    mine: Path, open_site: Open, address: str, actor: str | None
) -> None:
    before = everything(mine)
    visitor = Browser(open_site(mine), actor)
    key = statement(mine, "Ada Quill")
    visitor.post(address.format(key), all_fields(mine), 405)
    assert everything(mine) == before
    visitor.get("/review", 403)
    page = visitor.get(f"/statement/{key}")
    assert page.xpath("//form[@method='post'][contains(@action, '/statement/')]") == []
    assert page.xpath("//a[@href='/review']") == []


def test_serve_without_root_takes_nothing(mine: Path, tmp_path: Path) -> None:
    before = everything(mine)
    with Serving(tmp_path, "--db", mine) as served:
        some = [a.format(statement(mine, "Ada Quill")) for a in POSTED]
        assert {a: served.get(a, "POST")[0] for a in some} == dict.fromkeys(some, 405)
        assert served.get("/review")[0] == 403
    assert everything(mine) == before


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "address", ["/", "/search", "/speaker/1", "/mine/attribution", "/article/a"]
)
def test_an_owner_changes_nothing_by_other_pages(
    mine: Path, root: Browser, method: str, address: str
) -> None:
    before = everything(mine)
    assert root.visit(address, method, cookies=root.cookies).status_code == 405
    assert everything(mine) == before


def test_an_immutable_database_says_that_it_cannot_be_changed(mine: Path, open_site: Open) -> None:
    before = mine.read_bytes()
    owner = Browser(open_site(Datasette(immutables=[str(mine)])), "root")
    page = owner.get("/review")
    answer = owner.press(page, "Same")
    [signed] = parse_qs(urlsplit(answer.headers["location"]).query)["wrong"]
    wrong = owner.visit.app.unsign(signed, SIGNED)
    assert wrong == "this database is only shown here, and cannot be changed"
    assert wrong in words(owner.get(answer.headers["location"]))
    [token] = page.xpath("//form[@id='question']//input[@name='csrftoken']/@value")
    key = statement(mine, "Ada Quill")
    for address in POSTED[2:]:
        answer = owner.post(address.format(key), {"csrftoken": token, "speaker": "Bo"}, 400)
        assert wrong in answer.text
    assert mine.read_bytes() == before


def test_an_owner_has_one_link_to_review(root: Browser) -> None:
    page = root.get("/")
    assert [words(a) for a in page.xpath("//header//a[@href='/review']")] == ["Review"]


def test_below_a_prefix_an_answer_leads_back_below_it(mine: Path, open_site: Open) -> None:
    app = Datasette(files=[str(mine)], settings={"base_url": "/news/"})
    owner = Browser(open_site(app), "root")
    page = owner.get("/review")
    assert page.xpath("//form[@id='question']/@action") == ["/news/review"]
    [token] = page.xpath("//form[@id='question']//input[@name='csrftoken']/@value")
    answer = owner.post("/review", all_fields(mine, token))
    assert answer.headers["location"].startswith("/news/review?done=")
