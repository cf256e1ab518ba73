"""What the site shows of speakers: names, descriptions, identifiers, and why they are one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from handmade import tell

from quotes.speakers import identify, merge, split, undo
from quotes.store.database import open_database

from .conftest import Visitor

Open = Callable[[Path], Visitor]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Mayor Ada Quill (1) and Bo Tern (2) together, Ada Quill again, a Quill (3) whom nothing tells, whom
    somebody took for Ada Quill."""
    path = tmp_path / "mine.db"
    database = open_database(path, create=True, write=True)
    with database.writing() as connection:
        tell(connection, "Mayor Ada Quill & Bo Tern", title="A wall")
        tell(connection, "Ada Quill, former mayor", title="A flood")
        tell(connection, "Quill", title="A letter")
        merge(connection, "1", "3", by="the desk", reason="the only Quill of Kelby")
        identify(connection, "1", "Q42", by="the desk")
    database.close()
    return path


def text_of(page) -> str:
    return " ".join(" ".join(page.itertext()).split())


def test_a_speakers_page_has_descriptions_in_time_and_its_identifier(
    open_site: Open, mine: Path
) -> None:
    page = open_site(mine).page("/speaker/1")
    found = page.xpath("//section[h2='Described as']//li")
    assert [text_of(d) for d in found] == ["Mayor 2026-01-01", "former mayor 2026-01-02"]
    assert page.xpath("//a[@href='https://www.wikidata.org/wiki/Q42']")[0].text == "Wikidata Q42"


def test_a_speakers_page_tells_who_joined_its_names_and_why(open_site: Open, mine: Path) -> None:
    shown = text_of(open_site(mine).page("/speaker/1"))
    assert "the only Quill of Kelby the desk" in shown


def test_the_address_of_a_merged_speaker_leads_to_the_one_it_became(
    open_site: Open, mine: Path
) -> None:
    answer = open_site(mine)("/speaker/3")
    assert (answer.status_code, answer.headers["location"]) == (302, "/speaker/1")


def test_what_was_undone_is_shown_as_withdrawn(open_site: Open, mine: Path) -> None:
    database = open_database(mine, write=True)
    with database.writing() as connection:
        undo(connection, 1, by="the editor")
    database.close()
    visit = open_site(mine)
    assert "same (withdrawn by the editor" in text_of(visit.page("/speaker/3"))
    assert visit.page("/speaker/3").xpath("//tr[@class='withdrawn']")


def test_joint_speakers_are_linked_both_and_the_statement_is_on_both_pages(
    open_site: Open, mine: Path
) -> None:
    visit = open_site(mine)
    page = visit.page("/speaker/2")
    [link] = page.xpath("//a[starts-with(@href, '/statement/')]/@href")[:1]
    found = visit.page(link).xpath("//p[@class='meta big']//a[@class='who']")
    assert [(a.get("href"), a.text) for a in found] == [
        ("/speaker/1", "Ada Quill"),
        ("/speaker/2", "Bo Tern"),
    ]
    assert "Described as Mayor" in text_of(visit.page(link))


def test_an_article_counts_each_of_its_speakers(open_site: Open, mine: Path) -> None:
    visit = open_site(mine)
    page = visit.page("/speaker/2")
    link = page.xpath("//a[starts-with(@href, '/statement/')]/@href")[0]
    article = visit.page(link).xpath("//dd/a[starts-with(@href, '/article/')]/@href")[0]
    shown = text_of(visit.page(article))
    assert "Ada Quill" in shown
    assert "Bo Tern" in shown


def test_a_namesake_has_a_page_of_its_own(open_site: Open, mine: Path) -> None:
    database = open_database(mine, write=True)
    with database.writing() as connection:
        article = connection.exec_driver_sql(
            "SELECT id FROM article WHERE title = 'A flood'"
        ).scalar()
        change = split(connection, "1", article=article, by="me")
    database.close()
    one, other = (p.id for p in change.speakers)
    visit = open_site(mine)
    assert "former mayor" not in text_of(visit.page(f"/speaker/{one}"))
    assert "former mayor" in text_of(visit.page(f"/speaker/{other}"))
