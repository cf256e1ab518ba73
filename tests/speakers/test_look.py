"""Finding a speaker and looking at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from handmade import tell
from sqlalchemy import Connection

from quotes.errors import NotFoundError, UsageError
from quotes.speakers import find, identify, merge, profile, variants
from quotes.store.database import Database


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Ada Quill (1) twice, Bela Quill (2), Pell Bank (3), and a Quill (4) whom nothing tells."""
    with database.writing() as connection:
        tell(connection, "Senator Ada Quill", "Bela Quill", "Pell Bank!")
        tell(connection, "Ada Quill, former senator")
        tell(connection, "Quill", title="Storm over Kelby")
        yield connection


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("1", "Ada Quill"),
        ("#2", "Bela Quill"),
        ("Ada Quill", "Ada Quill"),
        ("ADA QUILL", "Ada Quill"),
        ("Senator Ada Quill", "Ada Quill"),
        ("Ada Quil", "Ada Quill"),
        ("pell", "Pell Bank"),
    ],
)
def test_one_speaker_is_found(connection: Connection, given: str, name: str) -> None:
    assert find(connection, given).name == name


def test_several_are_told_with_their_numbers(connection: Connection) -> None:
    with pytest.raises(UsageError, match=r"may be 3 speakers: 1 Ada Quill \(2\), 2 Bela Quill"):
        find(connection, "Quill")


@pytest.mark.parametrize("given", ["99", "Zebedee", "Q42"])
def test_nobody_is_said_to_be_nobody(connection: Connection, given: str) -> None:
    with pytest.raises(NotFoundError):
        find(connection, given)


def test_a_speaker_is_found_by_its_wikidata_identifier(connection: Connection) -> None:
    identify(connection, "Bela Quill", "Q42", by="me")
    assert find(connection, "q42").name == "Bela Quill"
    assert find(connection, "q42").wikidata == "Q42"


def test_a_merged_speaker_is_found_by_any_number(connection: Connection) -> None:
    merge(connection, "1", "4", by="me")
    assert find(connection, "4") == find(connection, "1")


def test_variants_say_where_a_surname_is_meant_and_give_examples(connection: Connection) -> None:
    merge(connection, "1", "4", by="me")
    full, surname = variants(connection, 1, examples=5)
    assert (full.text, full.attributions, full.article_id) == ("Ada Quill", 2, None)
    assert [s.text for s in full.examples] == ["“Number 1, 0,”", "“Number 0, 0,”"]
    assert (surname.text, surname.article) == ("Quill", "Storm over Kelby")
    assert surname.place == "Quill (in “Storm over Kelby”)"


def test_a_profile_has_descriptions_over_time_and_judgements(connection: Connection) -> None:
    merge(connection, "1", "4", by="me", reason="the only one of Kelby")
    found = profile(connection, "1")
    assert [(d.description, d.attributions, d.first) for d in found.descriptions] == [
        ("Senator", 1, "2026-01-01"),
        ("former senator", 1, "2026-01-02"),
    ]
    assert [(j.verdict, j.by, j.reason) for j in found.judgements if j.by != "rule"] == [
        ("same", "me", "the only one of Kelby")
    ]
    assert found.party.variants == ("Ada Quill", "Senator Ada Quill", "Quill")
