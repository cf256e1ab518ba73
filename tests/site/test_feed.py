"""Feeds: what a reader of RFC 4287 gets of them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from cli.command import rows
from hypothesis import given
from hypothesis import strategies as st

from quotes.search import Statement
from quotes.site.feed import ATOM, atom

NS = {"a": ATOM}

PAGE = "https://example.org/statement/abc"


def statement(**given: Any) -> Statement:
    fields: dict[str, Any] = {
        "id": "abc",
        "kind": "direct",
        "text": "“It stood,”",
        "speaker": "Ada Quill",
        "speaker_id": 1,
        "source": "Ada Quill",
        "cue": "said",
        "context": "“It stood,” Ada Quill said.",
        "confidence": 0.9,
        "article_id": "xyz",
        "title": "A wall",
        "url": None,
        "publisher": "Northern Wire",
        "published": "2026-01-19",
    }
    return Statement(**(fields | given))


def parsed(*some: tuple[Statement, str], updated: str = "2026-02-01T10:00:00Z") -> ET.Element:
    return ET.fromstring(
        atom("The wall", "https://example.org/", "https://example.org/f", some, updated)
    )


def of(element: ET.Element, path: str) -> str:
    found = element.find(path, NS)
    assert found is not None
    return found.text or ""


def test_an_entry_says_who_what_and_where() -> None:
    feed = parsed((statement(), PAGE))
    [entry] = feed.findall("a:entry", NS)
    assert of(entry, "a:title") == "Ada Quill: “It stood,”"
    assert of(entry, "a:id") == PAGE
    assert of(entry, "a:author/a:name") == "Ada Quill"
    assert of(entry, "a:updated") == "2026-01-19T00:00:00Z"
    assert of(entry, "a:content").split("\n\n") == [
        "“It stood,”",
        "“It stood,” Ada Quill said.",
        "A wall, Northern Wire, 2026-01-19",
    ]
    [link] = entry.findall("a:link", NS)
    assert (link.get("rel"), link.get("href")) == ("alternate", PAGE)


def test_a_feed_names_itself_and_its_page() -> None:
    feed = parsed((statement(), PAGE))
    links = {x.get("rel"): x.get("href") for x in feed.findall("a:link", NS)}
    assert links == {"self": "https://example.org/f", "alternate": "https://example.org/"}
    assert (of(feed, "a:id"), of(feed, "a:title")) == ("https://example.org/f", "The wall")


def test_a_feed_is_as_new_as_its_newest_entry() -> None:
    some = [(statement(published=d), PAGE + d) for d in ("2026-01-03", "2026-03", "2025")]
    assert of(parsed(*some), "a:updated") == "2026-03-01T00:00:00Z"


def test_a_feed_of_nothing_is_one() -> None:
    feed = parsed()
    assert feed.findall("a:entry", NS) == []
    assert of(feed, "a:updated") == "2026-02-01T10:00:00Z"


@pytest.mark.parametrize(
    ("label", "more"),
    [
        (" (thought)", {"medium": "thought"}),
        (" (negated)", {"negated": True}),
        (" (thought, negated)", {"medium": "thought", "negated": True}),
    ],
)
def test_a_title_tells_what_is_thought_or_denied(label: str, more: dict[str, Any]) -> None:
    feed = parsed((statement(**more), PAGE))
    assert of(feed, "a:entry/a:title") == f"Ada Quill{label}: “It stood,”"


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"joint": ((2, "Bo Tern"),)}, "Ada Quill and Bo Tern"),
        ({"speaker": None, "source": "an official"}, "an official"),
        ({"speaker": None, "source": ""}, "Nobody named"),
    ],
)
def test_an_entry_has_an_author_whoever_speaks(more: dict[str, Any], name: str) -> None:
    assert of(parsed((statement(**more), PAGE)), "a:entry/a:author/a:name") == name


DATES = {
    "2026": "2026-01-01T00:00:00Z",
    "2026-02": "2026-02-01T00:00:00Z",
    "2025-04-30T18:46+09:00": "2025-04-30T00:00:00Z",
    "2026-02-31": "2026-02-01T00:00:00Z",
    "2026-13-01": "2026-01-01T00:00:00Z",
    "0000-01-01": None,
    "yesterday": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize("published", DATES)
def test_every_date_is_one(published: str | None) -> None:
    feed = parsed((statement(published=published), PAGE))
    unknown = "2026-02-01T10:00:00Z"
    assert of(feed, "a:entry/a:updated") == (DATES[published] or unknown)


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=40))
def test_any_text_is_held(words: str) -> None:
    """Whatever is in it, the feed can be parsed, and what XML can hold comes back."""
    found = statement(
        text=words, speaker=words or None, context=words, title=words, publisher=words
    )
    feed = parsed((found, PAGE))
    last = ", ".join(x for x in (words, words, "2026-01-19") if x)
    unfit = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    wanted = re.sub(unfit, "\ufffd", f"{words}\n\n{words}\n\n{last}")
    shown = of(feed, "a:entry/a:content")
    assert shown == wanted.replace("\r\n", "\n").replace("\r", "\n")


# The site's


def test_the_newest_statements_are_the_site_s_feed(visit, known) -> None:
    answer = visit("/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.content)
    keys = [i for (i,) in rows(known, "SELECT id FROM attribution ORDER BY published IS NULL")]
    ids = [e.text for e in feed.findall("a:entry/a:id", NS)]
    assert sorted(ids) == sorted(f"http://localhost/statement/{k}" for k in keys)
    days = [of(e, "a:updated") for e in feed.findall("a:entry", NS)]
    assert days[:8] == sorted(days[:8], reverse=True)
    for day in days:
        datetime.fromisoformat(day)
    links = {x.get("rel"): x.get("href") for x in feed.findall("a:link", NS)}
    assert links["self"] == of(feed, "a:id") == "http://localhost/feed.atom"
    assert links["alternate"] == "http://localhost/"


def test_the_feed_of_a_search_leads_to_the_search(visit) -> None:
    feed = ET.fromstring(visit("/feed.atom?q=tariff").content)
    links = {x.get("rel"): x.get("href") for x in feed.findall("a:link", NS)}
    assert links["self"] == "http://localhost/feed.atom?q=tariff"
    page = visit.page(links["alternate"].removeprefix("http://localhost"))
    assert len(page.xpath("//ol[@class='statements']/li")) == 2
    assert len(feed.findall("a:entry", NS)) == 2


def test_the_addresses_of_entries_are_pages(visit) -> None:
    feed = ET.fromstring(visit("/search.atom?q=tariff").content)
    for entry in feed.findall("a:entry", NS):
        page = visit.page(of(entry, "a:id").removeprefix("http://localhost"))
        said = " ".join(page.xpath("//blockquote")[0].text_content().split())
        assert of(entry, "a:content").startswith(said)


def test_a_speaker_s_feed_is_named_on_the_page(visit, known) -> None:
    [(number,)] = rows(known, "SELECT id FROM speaker WHERE name LIKE '%Ortel'")
    page = visit.page(f"/speaker/{number}")
    [own] = page.xpath(
        "//link[@type='application/atom+xml'][starts-with(@title, 'Statements by')]/@href"
    )
    feed = ET.fromstring(visit(own).content)
    assert len(feed.findall("a:entry", NS)) == 3
    assert {e.text for e in feed.findall("a:entry/a:author/a:name", NS)} == {"Marguerite Ortel"}
