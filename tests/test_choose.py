"""Which statements are wanted: by medium and by confidence."""

from __future__ import annotations

import pytest
from handmade import said

from quotes.attribution import Kind, Medium
from quotes.choose import SAID, keep, media, sure
from quotes.errors import UsageError


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], SAID),
        ([""], SAID),
        (["thought"], [Medium.THOUGHT]),
        (["writing", "speech"], [Medium.SPEECH, Medium.WRITING]),
        (["writing, speech"], [Medium.SPEECH, Medium.WRITING]),
        (["thought", "thought"], [Medium.THOUGHT]),
        (["all"], list(Medium)),
        (["thought,all"], list(Medium)),
    ],
    ids=str,
)
def test_media(asked: list[str], expected: list[Medium]) -> None:
    assert media(asked) == tuple(expected)


def test_no_medium_named_may_mean_something_else() -> None:
    assert media((), tuple(Medium)) == tuple(Medium)


@pytest.mark.parametrize("wrong", ["loud", "Thought", "speech;writing", "'"])
def test_a_medium_that_is_none_is_wrong_usage(wrong: str) -> None:
    with pytest.raises(UsageError, match="there are speech, writing, thought, all"):
        media([wrong])


@pytest.mark.parametrize("given", [0, 0.5, 1, "0.25"])
def test_a_number_from_nought_to_one_is_a_confidence(given: float | str) -> None:
    assert sure(given) == float(given)


@pytest.mark.parametrize("wrong", [-0.01, 1.01, float("nan"), "nan", "sure", "", "0,5"])
def test_anything_else_is_wrong_usage(wrong: float | str) -> None:
    with pytest.raises(UsageError, match=r"--least .* from 0 to 1"):
        sure(wrong, "--least")


def test_what_is_kept_is_in_its_order() -> None:
    text = "Ada Quill said yes. Ada Quill believes no. Ada Quill wrote maybe."
    yes = said(text, "yes", "said", "Ada Quill")
    no = said(text, "no", "believes", "Ada Quill", confidence=0.3)
    maybe = said(text, "maybe", "wrote", "Ada Quill", confidence=0.5)
    every = [yes, no, maybe]
    assert keep(every, dict.fromkeys(Kind, 0.0)) == every
    assert keep(every, dict.fromkeys(Kind, 0.5)) == [yes, maybe]
    assert keep(every, {Kind.DIRECT: 1.0, Kind.MIXED: 1.0, Kind.INDIRECT: 0.4}) == [yes, maybe]
