"""Plain text: the encoding is found, not a character is changed, and the head is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import InputError
from quotes.read.text import date_of, decode, head, read

CURLY = "“We will rebuild,” said Søren Halvard. “It’s only a wall – for now.”"
"""Has every mark that Windows-1252 and Latin-1 disagree on."""

QUINONES = "Beatriz Quiñones, who directs the polling firm, said so."


# -- bytes to text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(CURLY.encode(), CURLY, id="utf-8"),
        pytest.param(b"plain ASCII.\n", "plain ASCII.\n", id="ascii"),
        pytest.param(CURLY.encode("utf-16"), CURLY, id="utf-16 little-endian with mark"),
        pytest.param(
            b"\xfe\xff" + CURLY.encode("utf-16-be"), CURLY, id="utf-16 big-endian with mark"
        ),
        pytest.param(CURLY.encode("cp1252"), CURLY, id="windows-1252"),
        pytest.param((CURLY + "\n").encode("cp1252") * 30, (CURLY + "\n") * 30, id="long cp1252"),
        pytest.param(b"\x93No,\x94 he said.", "“No,” he said.", id="windows-1252, very short"),
        pytest.param(QUINONES.encode("latin-1"), QUINONES, id="latin-1, one accent in a sentence"),
        pytest.param(b"one\r\ntwo\r\n", "one\r\ntwo\r\n", id="line ends of Windows kept"),
        pytest.param(b"one\rtwo\n\n three \n", "one\rtwo\n\n three \n", id="white space kept"),
        pytest.param("a\u2028b\u00a0c\u200bd".encode(), "a\u2028b\u00a0c\u200bd", id="odd spaces"),
    ],
)
def test_decodes(data: bytes, expected: str) -> None:
    assert decode(data, "a.txt") == expected


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_every_sample_in_another_encoding_has_the_same_words(samples: Path, encoding: str) -> None:
    for path in sorted(samples.glob("*.txt")):
        data = path.read_text("utf-8").encode(encoding, "replace")
        text = decode(data, path.name).removeprefix("\ufeff")
        assert text == data.decode(encoding), path.name


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_any_text_in_utf_8_is_read_back_exactly(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_any_text_in_utf_16_is_read_back_exactly(text: str) -> None:
    assert decode(text.encode("utf-16"), "a.txt") == text


def test_a_few_damaged_bytes_in_utf_8_become_replacement_characters() -> None:
    data = "“One,” said Åse. “Tw\u00f6,” said Bo.".encode().replace("ö".encode(), b"\xff")
    assert decode(data, "a.txt") == "“One,” said Åse. “Tw\ufffd,” said Bo."


def test_a_damaged_byte_shifts_no_offset_after_it() -> None:
    text = decode(("“ééé” é ".encode() + b"\xc3" + "“rest”".encode()), "a.txt")
    assert text.index("“rest”") == len("“ééé” é ") + 1


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
        pytest.param(b"text with one \x00 in it", id="a single NUL"),
        pytest.param(bytes(range(1, 9)) * 40, id="control characters"),
        pytest.param("in UTF-16 without a mark".encode("utf-16-le"), id="utf-16 without mark"),
        pytest.param("ab“”".encode("utf-16")[:-1], id="utf-16 cut in a character"),
        pytest.param(b"\xff\xfe\x00\xd8a\x00", id="utf-16 with half a pair"),
        pytest.param(b"\xff\xfe" + b"\x01\x00\x02\x00" * 50, id="utf-16 of control characters"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(InputError) as error:
        decode(data, "some/file.txt")
    assert str(error.value).startswith("some/file.txt: is ")


def test_utf_32_is_read_or_refused_but_never_garbled() -> None:
    data = CURLY.encode("utf-32")
    try:
        text = decode(data, "a.txt")
    except InputError:
        return
    assert text == CURLY


def test_one_control_character_in_a_page_of_text_is_let_through() -> None:
    data = b"Form feed, then a bell: \x07 and a hundred letters more. " + b"x" * 100
    assert decode(data, "a.txt") == data.decode()


def test_a_byte_order_mark_is_no_part_of_the_title() -> None:
    data = b"\xef\xbb\xbfSea wall gives way\nBy Odile Brandvold\nIt fell at dawn."
    assert read(data, "a.txt").title == "Sea wall gives way"


def test_a_byte_order_mark_hides_no_date() -> None:
    data = "\ufeffJanuary 19, 2026\nNorthern Wire\n".encode() + b"It fell at dawn on Sunday. " * 9
    assert read(data, "a.txt").published == "2026-01-19"


def test_the_document_is_exactly_the_text_of_the_file() -> None:
    text = "\n  A title of some words\r\n\r\nBy Ada Quill\r\n\tIndented “text”. \n\n"
    document = read(text.encode(), "a.txt")
    assert document.text == text
    assert document.origin == "a.txt"


# -- the head

BODY = "The wall fell at dawn on Sunday, officials said. " * 5

HEADS = {
    "01-sea-wall-collapse.txt": (
        "Sea wall gives way in Port Ellery, forcing 1,100 from their homes",
        ("Odile Brandvold",),
        "Northern Wire",
        "2026-01-19",
    ),
    "03-warning-memo.txt": (
        "Ministry was told of ‘voids’ behind sea wall two years ago",
        ("Fenella Marsh-Ivory",),
        "The Harbour Courier",
        "2026-02-03",
    ),
    "04-teachers-vote.txt": (
        "Port Ellery teachers vote to strike over classes in cannery",
        (),
        "Northern Wire",
        "2026-03-03",
    ),
    "05-engineer-interview.txt": (
        "“The sea keeps the receipts”: five minutes with Ingrid van der Meulen",
        ("Rhiannon Castell-Pike",),
        "Wyncastle Gazette",
        "2026-03-21",
    ),
    "06-shipyard-order.txt": (
        "Kurotani wins order for floating barrier and two ferries from Tarrow Isles",
        ("Kenji Albright",),
        "The Meridian Ledger",
        "2026-04-30",
    ),
    "08-minister-poll.txt": (None, (), "Northern Wire", "2026-05-21"),
    "09-letter-oakshott.txt": (
        "Letter: Give the sea its due",
        (),
        "The Harbour Courier",
        "2026-06-14",
    ),
    "11-strike-ends.txt": (
        "Teachers end strike in Port Ellery after deal on customs house",
        ("Caspian Rourke",),
        "Northern Wire",
        "2026-07-08",
    ),
    "13-minister-resigns.txt": (
        "Ortel resigns over sea wall: “I built the desk”",
        ("Fenella Marsh-Ivory",),
        "The Harbour Courier",
        "2026-09-09",
    ),
}


@pytest.mark.parametrize(("name", "expected"), HEADS.items(), ids=HEADS)
def test_head_of_a_sample(
    samples: Path, name: str, expected: tuple[str | None, tuple[str, ...], str, str]
) -> None:
    assert head((samples / name).read_text("utf-8")) == expected


def test_every_plain_text_sample_has_its_head_tested(samples: Path) -> None:
    assert {p.name for p in samples.glob("*.txt")} == set(HEADS)


@pytest.mark.shared
def test_head_of_the_seed_article(shared: Path) -> None:
    [path] = (shared / "seed").glob("*.txt")
    assert head(path.read_text("utf-8")) == (None, (), "The Asahi Shimbun", "2025-04-30")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            "A title of words\nMarch 4, 2026\nThe Daily Echo",
            ("A title of words", (), "The Daily Echo", "2026-03-04"),
            id="publisher after the date",
        ),
        pytest.param(
            "The Daily Echo\nMarch 4, 2026\nA title of words",
            (None, (), "The Daily Echo", "2026-03-04"),
            id="publisher first",
        ),
        pytest.param(
            "A title of words\nBy Ada Quill and Bo Tern\n2026-03-04",
            ("A title of words", ("Ada Quill", "Bo Tern"), None, "2026-03-04"),
            id="two authors, no publisher",
        ),
        pytest.param(
            "A title of words\nBy ODILE BRANDVOLD\nBBC News\n4 March 2026",
            ("A title of words", ("Odile Brandvold",), "BBC News", "2026-03-04"),
            id="author in capitals",
        ),
        pytest.param(
            "MARCH 4, 2026\nTHE JOURNAL OF TIDES\nA title",
            (None, (), "The Journal of Tides", "2026-03-04"),
            id="capitals, small words stay small",
        ),
        pytest.param(
            "March 4, 2026\nREUTERS", (None, (), "REUTERS", "2026-03-04"), id="one word stays"
        ),
        pytest.param(
            "A title of words\nBy Ada Quill",
            ("A title of words", ("Ada Quill",), None, None),
            id="neither date nor publisher",
        ),
        pytest.param("A title of words", ("A title of words", (), None, None), id="a title alone"),
    ],
)
def test_head_in_other_orders(
    lines: str, expected: tuple[str | None, tuple[str, ...], str | None, str | None]
) -> None:
    assert head(f"{lines}\n{BODY}") == expected


@pytest.mark.parametrize(
    "first",
    [
        pytest.param("No one was killed, Fire Chief Colm Darrow said.", id="a sentence"),
        pytest.param("“It sounded like a freight train,”", id="a quotation"),
        pytest.param("Would they ever leave?", id="a question"),
        pytest.param("PORT ELLERY, Jan. 19 — The wall fell.", id="a dateline and a sentence"),
        pytest.param("Among the findings of the report:", id="an introduction to a list"),
        pytest.param("Neither was done.", id="a short sentence"),
        pytest.param("Yes", id="one word"),
    ],
)
def test_an_ordinary_first_line_is_no_title(first: str) -> None:
    assert head(f"{first}\n{BODY}") == (None, (), None, None)


def test_a_text_of_one_line_has_no_title() -> None:
    assert head("Sea wall gives way in Port Ellery") == (None, (), None, None)


def test_a_long_first_paragraph_is_no_title() -> None:
    assert head(f"{BODY}\n{BODY}") == (None, (), None, None)


def test_a_date_below_the_first_long_paragraph_is_not_the_articles() -> None:
    assert head(f"{BODY}\nMarch 4, 2026\n{BODY}")[3] is None


@pytest.mark.parametrize("text", ["", "\n\n \n", "\ufeff"])
def test_nothing_has_no_head(text: str) -> None:
    assert head(text) == (None, (), None, None)


@given(st.text(max_size=200))
def test_no_text_breaks_the_head(text: str) -> None:
    title, authors, publisher, published = head(text)
    assert title is None or title.strip()
    assert publisher is None or publisher.strip()
    assert all(a.strip() for a in authors)
    assert published is None or len(published) == 10


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("January 19, 2026", "2026-01-19"),
        ("Jan. 19, 2026", "2026-01-19"),
        ("Sept 9th, 2026", "2026-09-09"),
        ("9 September 2026", "2026-09-09"),
        ("Published 9 September 2026, 17:40 BST", "2026-09-09"),
        ("April 30, 2025 at 18:46 JST", "2025-04-30"),
        ("2026-03-03", "2026-03-03"),
        ("Thursday, May 21, 2026", "2026-05-21"),
        ("29 February 2024", "2024-02-29"),
        pytest.param("29 February 2026", None, id="no leap year"),
        pytest.param("June 31, 2026", None, id="June has thirty days"),
        pytest.param("2026-13-01", None, id="no thirteenth month"),
        pytest.param("2026-00-10", None, id="no month nought"),
        pytest.param("0 May 2026", None, id="no day nought"),
        pytest.param("in the spring of 2026", None, id="no day"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_date_of(line: str, expected: str | None) -> None:
    assert date_of(line) == expected


def test_an_impossible_date_is_none_and_does_no_harm() -> None:
    title, _, publisher, published = head(f"A title of words\nThe Daily Echo\n2026-02-30\n{BODY}")
    assert (title, publisher, published) == ("A title of words", "The Daily Echo", None)
