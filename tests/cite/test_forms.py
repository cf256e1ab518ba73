"""Every form in which a statement is cited."""

from __future__ import annotations

import json

import pytest
from cite.plain import ADDRESS, BARE, HARD, PLAIN, made

from quotes.cite import FORMS, apa


def test_forms_in_the_order_in_which_people_see_them() -> None:
    assert list(FORMS) == ["apa", "ris", "csl-json", "bibtex", "jsonld", "url"]
    assert all(form.name == name for name, form in FORMS.items())


def test_files_that_a_program_opens_have_an_ending_of_their_own() -> None:
    endings = [f.suffix for f in FORMS.values() if not f.media_type.startswith("text/")]
    assert endings == ["ris", "json", "bib", "jsonld"]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("number", [1, 3])
def test_a_file_ends_with_one_line_break(name: str, number: int) -> None:
    file = FORMS[name].write([PLAIN] * number)
    assert file.endswith("\n")
    assert not file.endswith(("\n\n", "\n\r\n"))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_where_the_statement_is(name: str) -> None:
    wanted = "as cited in Brandvold, 2026" if name == "apa" else ADDRESS
    assert wanted in FORMS[name].write([PLAIN])


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("words", HARD)
def test_every_form_takes_hard_texts(name: str, words: str) -> None:
    file = FORMS[name].write(
        [made(title=words, text=words, authors=(words,), publisher=words), BARE]
    )
    assert file.encode("utf-8")


def test_apa_has_a_blank_line_between_all() -> None:
    citation = apa(PLAIN.statement, PLAIN.authors)
    one = f"{citation.reference}\n\n{citation.sentence}\n"
    assert FORMS["apa"].write([PLAIN]) == one
    assert FORMS["apa"].write([PLAIN, PLAIN]) == f"{one}\n{one}"


def test_links_are_of_the_statement_else_of_its_article() -> None:
    assert FORMS["url"].write([PLAIN, made(address=""), BARE]) == (
        f"{ADDRESS}\nhttps://example.org/wall\n"
    )


@pytest.mark.parametrize(
    ("name", "empty"),
    [("apa", ""), ("ris", ""), ("csl-json", []), ("bibtex", ""), ("url", "")],
)
def test_a_file_of_nothing(name: str, empty: object) -> None:
    file = FORMS[name].write([])
    assert (json.loads(file) if name == "csl-json" else file) == empty
