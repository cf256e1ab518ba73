"""CSL-JSON, held against the fields that the CSL project's schema for input data allows."""

from __future__ import annotations

import json

import pytest
from cite.plain import BARE, HARD, PLAIN, made
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from quotes.cite.cited import one_line
from quotes.cite.csl import csl_json

TEXT = {"type": "string", "minLength": 1, "pattern": r"^\S(.*\S)?$"}


def fields(*names: str, required: tuple[str, ...]) -> dict:
    return {
        "type": "object",
        "properties": dict.fromkeys(names, TEXT),
        "required": list(required),
        "additionalProperties": False,
    }


SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            **dict.fromkeys(("id", "title", "container-title", "language", "note"), TEXT),
            "type": {"const": "article-newspaper"},
            "URL": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"},
            "author": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "oneOf": [
                        fields("literal", required=("literal",)),
                        fields(
                            "family",
                            "given",
                            "non-dropping-particle",
                            "suffix",
                            required=("family", "given"),
                        ),
                    ]
                },
            },
            "issued": {
                "type": "object",
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 1,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": "integer"},
                        },
                    }
                },
                "required": ["date-parts"],
                "additionalProperties": False,
            },
        },
        "required": ["id", "type", "title", "note"],
        "additionalProperties": False,
    },
}


def items(file: str) -> list[dict]:
    file.encode("utf-8")
    found = json.loads(file)
    Draft7Validator(SCHEMA).validate(found)
    return found


def test_an_item() -> None:
    assert items(csl_json([made(language="en")])) == [
        {
            "id": "7rw8dq60ftxs",
            "type": "article-newspaper",
            "title": "Sea wall gives way in Port Ellery",
            "author": [{"family": "Brandvold", "given": "Odile"}],
            "container-title": "Northern Wire",
            "issued": {"date-parts": [[2026, 1, 19]]},
            "URL": "https://example.org/wall",
            "language": "en",
            "note": PLAIN.note,
        }
    ]


def test_what_is_not_known_is_left_out() -> None:
    [found] = items(csl_json([BARE]))
    assert sorted(found) == ["id", "note", "title", "type"]


@pytest.mark.parametrize(
    ("published", "parts"), [("2026", [2026]), ("2026-02", [2026, 2]), ("2026-02-31", [2026, 2])]
)
def test_a_date_is_as_precise_as_known(published: str, parts: list[int]) -> None:
    [found] = items(csl_json([made(published=published)]))
    assert found["issued"] == {"date-parts": [parts]}


def test_names_in_their_parts() -> None:
    names = ("Tomás de la Cueva", "Howard Pell Jr.", "Reuters", "李小龍")
    [found] = items(csl_json([made(authors=names)]))
    assert found["author"] == [
        {"family": "Cueva", "given": "Tomás", "non-dropping-particle": "de la"},
        {"family": "Pell", "given": "Howard", "suffix": "Jr."},
        {"literal": "Reuters"},
        {"literal": "李小龍"},
    ]


@pytest.mark.parametrize("words", HARD)
def test_hard_texts_come_back(words: str) -> None:
    [found] = items(csl_json([made(title=words, publisher=words, authors=(words,), text=words)]))
    assert found["title"] == found["container-title"] == one_line(words)
    assert one_line(words) in found["note"]


def test_several_and_none() -> None:
    assert len(items(csl_json([PLAIN, BARE]))) == 2
    assert items(csl_json([])) == []


ANY = st.text(st.characters(), max_size=60)


@given(title=ANY, words=ANY, author=ANY, publisher=ANY, published=ANY, url=ANY)
def test_any_texts_make_one_item(
    title: str, words: str, author: str, publisher: str, published: str, url: str
) -> None:
    cited = made(
        title=title,
        text=words,
        authors=(author,),
        publisher=publisher,
        published=published,
        url=url,
    )
    [found] = items(csl_json([cited]))
    assert (found["title"], found["note"]) == (cited.title, cited.note)
