"""Spans, documents and where paragraphs begin and end."""

from __future__ import annotations

import hashlib
import time
from dataclasses import FrozenInstanceError, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.document import Document, Span, paragraphs

places = st.integers(0, 40)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(places)
    return Span(start, start + draw(st.integers(1, 20)))


# -- Span


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 3), (-1, 2), (-3, -1), (0, -1)])
def test_no_span_is_empty_backwards_or_before_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=rf"not a span: \[{start}, {end}\)"):
        Span(start, end)


def test_a_span_unpacks() -> None:
    start, end = Span(2, 7)
    assert (start, end) == (2, 7)


def test_a_span_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        Span(0, 1).end = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("We will rebuild", Span(3, 7), "will"),
        ("😀 café", Span(2, 6), "café"),
        ("😀😀a", Span(2, 3), "a"),
    ],
)
def test_a_span_counts_code_points(text: str, span: Span, expected: str) -> None:
    assert span.of(text) == expected


@given(spans(), spans())
def test_touching_means_sharing_a_character(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.touches(b) is bool(shared)


@given(st.lists(spans()))
def test_spans_sort_by_start_then_end(some: list[Span]) -> None:
    assert [tuple(s) for s in sorted(some)] == sorted(tuple(s) for s in some)


# -- Document


def test_the_hash_is_sha_256_of_the_text_in_utf_8() -> None:
    assert Document("café 😀").hash == hashlib.sha256("café 😀".encode()).hexdigest()


def test_facts_about_an_article_leave_its_hash_alone() -> None:
    bare = Document("a")
    assert replace(bare, title="T", published="2025", origin="b.txt").hash == bare.hash


def test_texts_that_differ_have_other_hashes() -> None:
    assert Document("a").hash != Document("a ").hash


def test_a_lone_surrogate_has_a_hash() -> None:
    assert len(Document("broken \ud83d").hash) == 64


def test_where_it_was_read_from_is_no_part_of_an_article() -> None:
    assert Document("a", origin="one.txt") == Document("a", origin="two.txt")
    assert Document("a", title="one") != Document("a", title="two")


# -- paragraphs


def cuts(text: str) -> list[str]:
    return [span.of(text) for span in paragraphs(text)]


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n \t\n", "\u2028\u00a0"])
def test_a_text_without_words_has_no_paragraphs(text: str) -> None:
    assert paragraphs(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One.", ["One."], id="one line"),
        pytest.param("One.\nTwo.", ["One.", "Two."], id="a line each"),
        pytest.param("One.\n\n\nTwo.\n", ["One.", "Two."], id="blank lines"),
        pytest.param("  One. \n\t Two. ", ["One.", "Two."], id="white space around"),
        pytest.param("One.\r\nTwo.\r\n\r\nThree.", ["One.", "Two.", "Three."], id="CRLF"),
        pytest.param("One.\rTwo.", ["One.", "Two."], id="CR"),
        pytest.param("One.\u2028Two.\u2029Three.", ["One.", "Two.", "Three."], id="separators"),
        pytest.param("One.\x0bTwo.\x0cThree.\x85Four.", ["One.", "Two.", "Three.", "Four."], id="VT"),
        pytest.param("One.\u00a0\n\u3000Two.", ["One.", "Two."], id="wide spaces"),
        pytest.param("One  two.", ["One  two."], id="spaces inside are kept"),
    ],
)  # fmt: skip
def test_a_line_is_a_paragraph(text: str, expected: list[str]) -> None:
    assert cuts(text) == expected


FIRST = """\
The teachers of the Tarrow Isles will go back to work on Monday, after
their union and the government agreed late on Tuesday to a settlement
that ends a strike of seven weeks."""
SECOND = """\
“Nobody got everything, and that is how you know that both of the sides
were in the room,” said the union’s president, who had slept for two or
three hours in the past two days."""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n  \n"])
def test_in_hard_wrapped_text_a_block_is_a_paragraph(gap: str, end: str) -> None:
    text = (FIRST + gap + SECOND + "\n").replace("\n", end)
    assert cuts(text) == [FIRST.replace("\n", end), SECOND.replace("\n", end)]


def test_without_blank_lines_no_text_is_hard_wrapped() -> None:
    lines = [
        "“We will rebuild the wall, whatever the price,” said the mayor, Ada Quill.",
        "“There is no money for it, and she knows it,” said the engineer, Tom Reed.",
        "The town’s council will hear from both of them at a meeting on Thursday.",
    ]
    assert cuts("\n".join(lines)) == lines


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("One.\nTwo.\nThree.\nFour.", id="short lines: a poem, a list"),
        pytest.param("\n".join("word " * 40 for _ in range(4)), id="lines too long to be wrapped"),
        pytest.param(
            "\n".join(["word " * 14, "word " * 3, "word " * 14, "word", "word " * 14]),
            id="lines of many lengths",
        ),
        pytest.param(
            "\n".join([*["word " * 14] * 6, "word " * 40, "word " * 14]), id="one line too long"
        ),
    ],
)
def test_blank_lines_alone_do_not_make_a_text_hard_wrapped(block: str) -> None:
    text = block + "\n\n" + block
    assert cuts(text) == [line.strip() for line in text.split("\n") if line.strip()]


any_text = st.text() | st.text("ab .\n\r\t\u2028\u00a0“”") | st.text(st.sampled_from(["x", "\n"]))


@given(any_text)
def test_paragraphs_cover_every_character_once_and_in_order(text: str) -> None:
    found = paragraphs(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    inside = [i for span in found for i in range(*span)]
    assert set(inside) >= {i for i, c in enumerate(text) if not c.isspace()}
    assert all(s.end <= len(text) for s in found)


@given(any_text)
def test_no_paragraph_has_white_space_at_its_ends(text: str) -> None:
    assert all(p == p.strip() for p in cuts(text))


@given(st.lists(st.text("word ,.", min_size=1).filter(str.strip), min_size=2, max_size=4))
def test_lines_of_less_than_fifty_characters_are_paragraphs(lines: list[str]) -> None:
    lines = [line[:49] for line in lines if line[:49].strip()]
    assert cuts("\n".join(lines)) == [line.strip() for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" + " " * 30_000 + "b", id="spaces inside a line"),
        pytest.param("a" + " " * 30_000, id="spaces at the end"),
        pytest.param("a" * 300_000, id="one long word"),
        pytest.param("a\n" * 20_000, id="many lines"),
        pytest.param("a" + "\n" * 100_000 + "b", id="many blank lines"),
        pytest.param("a" + " \t" * 10_000 + "\nb", id="tabs before a break"),
    ],
)
def test_no_text_takes_more_than_time_in_its_length(text: str) -> None:
    """Takes hundredths of a second where the pattern looks at each character a few times, and many
    seconds where it goes back over all of a run from each of its characters."""
    began = time.process_time()
    paragraphs(text)
    assert time.process_time() - began < 1
