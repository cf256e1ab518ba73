"""JSON-LD: what it says, and that no value of it ends the script element it stands in."""

from __future__ import annotations

import json

import pytest
from cite.plain import ADDRESS, BARE, HARD, PLAIN, made
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from quotes.cite import as_script, quotation
from quotes.cite.cited import sound
from quotes.cite.jsonld import jsonld


def test_a_statement() -> None:
    assert quotation(made(wikidata="Q42", description="minister", language="en")) == {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "@id": ADDRESS,
        "identifier": "7rw8dq60ftxs",
        "url": ADDRESS,
        "text": "“Nobody signed off on that wall,”",
        "description": "direct, speech, cue: said",
        "inLanguage": "en",
        "spokenByCharacter": {
            "@type": "Person",
            "name": "Marguerite Ortel",
            "sameAs": "https://www.wikidata.org/wiki/Q42",
            "description": "minister",
        },
        "isPartOf": {
            "@type": "NewsArticle",
            "headline": "Sea wall gives way in Port Ellery",
            "datePublished": "2026-01-19",
            "author": [
                {
                    "@type": "Person",
                    "name": "Odile Brandvold",
                    "givenName": "Odile",
                    "familyName": "Brandvold",
                }
            ],
            "publisher": {"@type": "Organization", "name": "Northern Wire"},
            "url": "https://example.org/wall",
        },
    }


def test_what_is_not_known_is_left_out() -> None:
    found = quotation(BARE)
    assert found["isPartOf"] == {"@type": "NewsArticle"}
    assert not {"@id", "url", "inLanguage"} & set(found)


@pytest.mark.parametrize(
    ("speaker", "kind", "expected"),
    [
        ("Ada Quill", "person", "Person"),
        ("Ada Quill", "", "Person"),
        ("Bank of Ellery", "organization", "Organization"),
        ("Bank of Ellery", "", "Organization"),
        ("Ellery", "place", "Organization"),
        ("Republicans", "other", "Organization"),
    ],
)
def test_who_speaks(speaker: str, kind: str, expected: str) -> None:
    found = quotation(made(speaker=speaker, speaker_kind=kind))
    assert found["spokenByCharacter"] == {"@type": expected, "name": speaker}


def test_those_who_speak_together() -> None:
    joint = ((2, "Ada Quill"), (3, "Bank of Ellery"))
    found = quotation(made(joint=joint, wikidata="Q42"))["spokenByCharacter"]
    assert [(p["@type"], p["name"], "sameAs" in p) for p in found] == [
        ("Person", "Marguerite Ortel", True),
        ("Person", "Ada Quill", False),
        ("Organization", "Bank of Ellery", False),
    ]


def test_nobody_is_said_to_say_what_the_article_denies() -> None:
    found = quotation(made(negated=True))
    assert "spokenByCharacter" not in found
    assert found["mentions"]["name"] == "Marguerite Ortel"
    assert "negated" in found["description"]


def test_a_source_without_a_name_is_told_in_words() -> None:
    found = quotation(made(speaker=None, source="an official", wikidata="Q42"))
    assert "spokenByCharacter" not in found
    assert found["description"] == "attributed to: An official; direct, speech, cue: said"


@pytest.mark.parametrize("wikidata", [None, "", "Q0", "42", "Q42/../x", "https://evil.example"])
def test_only_an_identifier_makes_an_address(wikidata: str | None) -> None:
    assert "sameAs" not in quotation(made(wikidata=wikidata))["spokenByCharacter"]


def test_authors_that_are_organizations() -> None:
    found = quotation(made(authors=("Reuters", "Northern Wire", "李小龍")))["isPartOf"]["author"]
    assert [(a["@type"], a["name"]) for a in found] == [
        ("Organization", "Reuters"),
        ("Organization", "Northern Wire"),
        ("Person", "李小龍"),
    ]


def test_the_words_keep_their_lines() -> None:
    assert quotation(made(text="one\n\ntwo"))["text"] == "one\n\ntwo"


def test_a_file_of_one_is_the_object() -> None:
    assert json.loads(jsonld([PLAIN])) == quotation(PLAIN)


def test_a_file_of_several_is_a_graph() -> None:
    found = json.loads(jsonld([PLAIN, BARE]))
    assert found["@context"] == "https://schema.org"
    assert [{"@context": found["@context"], **d} for d in found["@graph"]] == [
        quotation(PLAIN),
        quotation(BARE),
    ]
    assert json.loads(jsonld([]))["@graph"] == []


def in_page(script: str) -> dict:
    """What a browser finds in the script element."""
    page = html.fromstring(
        f'<html><head><script type="application/ld+json">{script}</script></head><body><p>x</p></body>'
    )
    [found] = page.xpath("//script/text()")
    assert page.xpath("//body/p/text()") == ["x"]
    return json.loads(found)


@pytest.mark.parametrize("words", HARD)
def test_no_value_ends_the_script(words: str) -> None:
    data = quotation(made(title=words, text=words, speaker=words, authors=(words,), cue=words))
    script = as_script(data)
    script.encode("utf-8")
    assert not set(script) & set("<>&\u2028\u2029\n")
    assert json.loads(script) == data == in_page(script)


@given(words=st.text(st.characters(), max_size=80), title=st.text(st.characters(), max_size=40))
def test_any_text_comes_back(words: str, title: str) -> None:
    data = quotation(made(text=words, title=title, id=title))
    assert json.loads(as_script(data)) == data
    assert data.get("text", "") == sound(words)
    jsonld([made(text=words, title=title)]).encode("utf-8")
