"""RIS, read back by rispy."""

from __future__ import annotations

import pytest
import rispy
from cite.plain import ADDRESS, BARE, HARD, PLAIN, made
from hypothesis import given
from hypothesis import strategies as st

from quotes.cite.cited import one_line
from quotes.cite.ris import ris


def entry(file: str) -> dict:
    [found] = rispy.loads(file)
    return found


def test_a_file() -> None:
    assert ris([PLAIN]) == (
        "TY  - NEWS\r\n"
        "TI  - Sea wall gives way in Port Ellery\r\n"
        "AU  - Brandvold, Odile\r\n"
        "T2  - Northern Wire\r\n"
        "DA  - 2026/01/19/\r\n"
        "PY  - 2026\r\n"
        "UR  - https://example.org/wall\r\n"
        "N1  - Marguerite Ortel: “Nobody signed off on that wall,” [direct, speech, cue: said] "
        f"Statement 7rw8dq60ftxs, {ADDRESS}\r\n"
        "ER  - \r\n"
    )


def test_another_reads_the_same_facts() -> None:
    assert entry(ris([made(language="en")])) == {
        "type_of_reference": "NEWS",
        "title": "Sea wall gives way in Port Ellery",
        "authors": ["Brandvold, Odile"],
        "secondary_title": "Northern Wire",
        "date": "2026/01/19/",
        "year": "2026",
        "language": "en",
        "urls": ["https://example.org/wall"],
        "notes": [PLAIN.note],
    }


def test_what_is_not_known_is_left_out() -> None:
    assert entry(ris([BARE])) == {
        "type_of_reference": "NEWS",
        "title": "[Untitled article]",
        "notes": [BARE.note],
    }


@pytest.mark.parametrize(
    ("published", "date", "year"),
    [
        ("2026", "2026///", "2026"),
        ("2026-02", "2026/02//", "2026"),
        ("2026-02-03T10:00Z", "2026/02/03/", "2026"),
    ],
)
def test_dates_keep_three_strokes(published: str, date: str, year: str) -> None:
    found = entry(ris([made(published=published)]))
    assert (found["date"], found["year"]) == (date, year)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Tomás de la Cueva", "de la Cueva, Tomás"),
        ("Ludo van Bethoren", "van Bethoren, Ludo"),
        ("Howard Pell Jr.", "Pell, Howard, Jr."),
        ("Bank of Ellery", "Bank of Ellery"),
        ("Northern Wire", "Northern Wire"),
        ("李小龍", "李小龍"),
    ],
)
def test_authors(author: str, expected: str) -> None:
    assert entry(ris([made(authors=(author,))]))["authors"] == [expected]


@pytest.mark.parametrize("words", HARD)
def test_hard_texts_come_back(words: str) -> None:
    found = entry(
        ris([made(title=words, text=words, publisher=words, authors=(words, "Ada Quill"))])
    )
    assert found["title"] == found["secondary_title"] == one_line(words)
    assert one_line(words) in found["notes"][0]
    assert len(found["authors"]) == 2


def test_an_address_of_another_scheme_is_left_out() -> None:
    assert "urls" not in entry(ris([made(url="javascript:alert(1)")]))


def test_several_statements_stand_in_their_order() -> None:
    found = rispy.loads(ris([PLAIN, made(title="Second"), PLAIN]))
    assert [e["title"] for e in found] == [
        "Sea wall gives way in Port Ellery",
        "Second",
        "Sea wall gives way in Port Ellery",
    ]


def test_no_statement_is_an_empty_file() -> None:
    assert ris([]) == ""


ANY = st.text(st.characters(), max_size=60) | st.lists(st.sampled_from(HARD), max_size=3).map(
    "".join
)


@given(title=ANY, words=ANY, publisher=ANY, author=ANY, speaker=ANY, cue=ANY)
def test_any_texts_make_one_entry(
    title: str, words: str, publisher: str, author: str, speaker: str, cue: str
) -> None:
    cited = made(
        title=title,
        text=words,
        publisher=publisher,
        authors=(author,),
        speaker=speaker,
        cue=cue,
        language=words,
    )
    file = ris([cited])
    file.encode("utf-8")
    found = entry(file)
    assert found["title"] == cited.title
    assert found.get("secondary_title", "") == cited.publisher
    assert found["notes"] == [cited.note]
    assert len(found.get("authors", [])) == bool(one_line(author))
