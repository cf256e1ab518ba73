"""Who says I in a hearing that is set down without labels."""

from __future__ import annotations

import pytest

from quotes.document import Span
from quotes.extract.voices import voices

LONG = (
    "I would say, with the greatest respect to the board, " + "that the wall was never built " * 8
)


def found(*paragraphs: str) -> list[tuple[str, str]]:
    """Each voice: the first words of its paragraph, and who speaks."""
    text = "\n\n".join(paragraphs)
    return [
        (" ".join(v.place.of(text).split()[:2]), v.who.of(text))
        for v in voices(text, [], lambda span: False)
    ]


@pytest.mark.parametrize(
    ("call", "who"),
    [
        ("For the union, Ada Quill. Ms. Quill?", "Ms. Quill"),
        ("All right, Mr. Tern, please proceed.", "Mr. Tern"),
        ("Senator Roe, you have the floor.", "Senator Roe"),
        ("Mrs. Penn, you may begin whenever you are ready.", "Mrs. Penn"),
    ],
)
def test_whoever_is_called_speaks_next(call: str, who: str) -> None:
    assert found(call, "Thank you. I will be short.") == [("Thank you.", who)]


def test_the_floor_is_held_until_a_question_or_an_interjection() -> None:
    assert found("Ms. Quill?", "Thank you. I am glad.", LONG, "Let me stop you there.", LONG) == [
        ("Thank you.", "Ms. Quill"),
        ("I would", "Ms. Quill"),
    ]
    assert found("Ms. Quill?", "I thank you. May I?", LONG) == [("I thank", "Ms. Quill")]


def test_whoever_says_his_name_is_named() -> None:
    assert found("Good morning. My name is Ada Quill. I speak for the union.") == [
        ("Good morning.", "Ada Quill")
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("The next witness is Ms. Quill.", "Thank you. I will be short."),
        ("Have you seen Ms. Quill?", "She left the hall at noon."),
        ("“My name is Ada Quill,” she said.", "I was not there."),
        ("“Ms. Quill?” he asked. “Ms. Quill?", "I was not there."),
        ("Ms. Quill?",),
    ],
)
def test_what_calls_nobody(paragraphs: tuple[str, ...]) -> None:
    assert found(*paragraphs) == []


def test_what_the_layout_told_goes_first() -> None:
    text = "Ms. Quill?\n\nThank you. I will be short."
    told = [(Span(12, len(text)), Span(0, 9))]
    assert [tuple(v.place) for v in voices(text, told, lambda span: True)] == [(12, len(text))]
