"""A key of a statement's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.wording import BITS, wording

SAME = "“We will open the gates,” … “before winter.”"


@pytest.mark.parametrize(
    "other",
    [
        "we will open the gates before winter",
        "that we will open the gates before winter",
        "‘We will open the gates — before Winter’",
        "We  will\nopen the gâtes, before winter!",
    ],
)
def test_the_same_words_have_the_same_key(other: str) -> None:
    assert wording(other) == wording(SAME)


@pytest.mark.parametrize(
    "other",
    [
        "we will not open the gates before winter",
        "will we open the gates before winter",
        "we will open the gate before winter",
        "we will open that the gates before winter",
        "we will open the gates before winter 2026",
    ],
)
def test_other_words_have_another(other: str) -> None:
    assert wording(other) != wording(SAME)


@pytest.mark.parametrize(
    "few", ["", "“I don’t know,”", "that he will not go", "one two three four"]
)
def test_few_words_have_none(few: str) -> None:
    assert wording(few) is None


@given(st.text())
def test_a_key_is_small_enough_for_json(text: str) -> None:
    key = wording(text)
    assert key is None or 0 <= key < 2**BITS
