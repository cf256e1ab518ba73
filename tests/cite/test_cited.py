"""What the forms are written from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cite.plain import ADDRESS, BARE, HARD, PLAIN, made
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from quotes.cite import cited
from quotes.cite.cited import date_parts, one_line, web_address
from quotes.errors import NotFoundError
from quotes.store.database import open_database


@pytest.fixture
def connection(filled: Path) -> Iterator[Connection]:
    with open_database(filled).reading() as opened:
        yield opened


def key_of(connection: Connection, words: str) -> str:
    return str(
        connection.execute(
            text("SELECT id FROM attribution WHERE text LIKE :w"), {"w": f"%{words}%"}
        ).scalar()
    )


def test_a_statement_of_the_database_comes_with_all_that_is_known(connection: Connection) -> None:
    found = cited(connection, key_of(connection, "blame tariffs"), ADDRESS)
    assert found.statement.speaker == "Marguerite Ortel"
    assert found.authors == ("Odile Brandvold",)
    assert (found.address, found.speaker_kind, found.language) == (ADDRESS, "person", "")
    assert found.date == (2026, 1, 19)


def test_a_body_is_known_as_one(connection: Connection) -> None:
    assert cited(connection, key_of(connection, "comment on voids")).speaker_kind == "organization"


def test_nobody_named_has_no_kind(connection: Connection) -> None:
    assert cited(connection, key_of(connection, "saw the memorandum")).speaker_kind == ""


def test_a_statement_that_is_not_there_is_refused(connection: Connection) -> None:
    with pytest.raises(NotFoundError, match="nosuchthing"):
        cited(connection, "nosuchthing")


def test_the_note_says_who_what_how_and_where() -> None:
    assert PLAIN.note == (
        "Marguerite Ortel: “Nobody signed off on that wall,” [direct, speech, cue: said] "
        f"Statement 7rw8dq60ftxs, {ADDRESS}"
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"description": "minister"}, "Marguerite Ortel, minister: “Nobody"),
        ({"joint": ((2, "Ada Quill"),)}, "Marguerite Ortel and Ada Quill: “Nobody"),
        ({"speaker": None, "source": "an official"}, "An official: “Nobody"),
        ({"speaker": None, "source": "an aide", "description": "aide"}, "An aide: “Nobody"),
        ({"speaker": None, "source": ""}, "An unnamed source: “Nobody"),
        ({"cue": ""}, "[direct, speech, no cue printed]"),
        ({"medium": "thought", "cue": "thinks"}, "[direct, thought, cue: thinks]"),
        (
            {"negated": True, "cue": "denied"},
            "[direct, speech, negated: the article denies it of the speaker, cue: denied]",
        ),
        ({"text": "one\ntwo\r\n\r\nthree"}, ": one two three ["),
    ],
)
def test_the_note_in_other_cases(changed: dict, expected: str) -> None:
    assert expected in made(**changed).note


def test_without_an_address_the_note_ends_with_the_identifier() -> None:
    assert BARE.note.endswith("] Statement 7rw8dq60ftxs")


@pytest.mark.parametrize(
    ("published", "parts", "iso"),
    [
        (None, (), ""),
        ("", (), ""),
        ("2026", (2026,), "2026"),
        ("2026-02", (2026, 2), "2026-02"),
        ("2026-02-03", (2026, 2, 3), "2026-02-03"),
        ("2025-04-30T18:46+09:00", (2025, 4, 30), "2025-04-30"),
        ("0987-01", (987, 1), "0987-01"),
        ("2026-02-31", (2026, 2), "2026-02"),
        ("2026-02-00", (2026, 2), "2026-02"),
        ("0000", (), ""),
        ("soon", (), ""),
        ("20261", (), ""),
    ],
)
def test_dates_are_as_precise_as_known(published: str | None, parts: tuple, iso: str) -> None:
    assert date_parts(published) == parts
    assert made(published=published).iso_date == iso


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        (" https://example.org/a b\n", "https://example.org/a%20b"),
        ("https://example.org/{a}\\b|c", "https://example.org/%7Ba%7D%5Cb%7Cc"),
        ('https://example.org/"><b>', "https://example.org/%22%3E%3Cb%3E"),
        ("https://example.org/a%20b?c=1&d=2;e#f", "https://example.org/a%20b?c=1&d=2;e#f"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("https:///a", ""),
        ("example.org", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_addresses_of_the_web_pass(url: str | None, expected: str) -> None:
    assert web_address(url) == expected


@pytest.mark.parametrize("words", HARD)
def test_one_line_is_one_line_that_any_file_holds(words: str) -> None:
    line = one_line(words)
    line.encode("utf-8")
    assert len(line.splitlines()) == 1
    assert one_line(line) == line


@given(st.text(st.characters(), max_size=60))
def test_any_text_fits_on_one_line(words: str) -> None:
    line = one_line(words)
    line.encode("utf-8")
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
