"""The kinds of error, each from one made-up sentence."""

from __future__ import annotations

import pytest
from marked import marked

from quotes.evaluate import Gold, Roles
from train.errors import EXAMPLES, errors


def roles(markup: str) -> tuple[str, tuple[Roles, ...]]:
    m = marked(markup)
    return m.text, tuple(
        Roles(m.spans("content", n), m.spans("cue", n), m.spans("source", n)) for n in m.numbers
    )


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        ("[Ada] {said} <it was late>.", "[Ada] {said} <it was late>.", {}),
        ("[Ada] {said} <it was late>.", "Ada said it was late.", {"missed, indirect": 1}),
        ("[Ada] {said} <“late”>.", "Ada said “late”.", {"missed, direct": 1}),
        ("[Ada] {said} <it was “late”>.", "Ada said it was “late”.", {"missed, mixed": 1}),
        ("Ada said it was late.", "[Ada] {said} <it was late>.", {"false, indirect": 1}),
        ("Ada ran “a mile”.", "[Ada] {ran} <“a mile”>.", {"false, direct": 1}),
        (
            "[Ada] {said} <it was late and cold and dark in the hall>.",
            "[Ada] {said} <it was late> and cold and dark in the hall.",
            {"too short": 1},
        ),
        (
            "[Ada] {said} <it was late> and went home by the old river road.",
            "[Ada] {said} <it was late and went home by the old river road>.",
            {"too long": 1},
        ),
        (
            "[Ada] {said} <costs rose and wages fell>.",
            "[Ada] {said} <costs rose> and <2|wages fell>.",
            {"cut in two": 1},
        ),
        (
            "[Ada] {said} <costs rose> and [2|Bo] {2|added} <2|wages fell>.",
            "[Ada] {said} <costs rose and Bo added wages fell>.",
            {"run together": 1, "too long": 2},
        ),
        ("[Ada] {said} <it was late>.", "Ada {said} <it was late>.", {"source missing": 1}),
        ("Ada, Bo: {said} <it was late>.", "[Ada], Bo: {said} <it was late>.", {"source invented": 1}),
        ("[Ada], Bo {said} <it was late>.", "Ada, [Bo] {said} <it was late>.", {"another's source": 1}),
        (
            "[Ada] {said} and noted <it was late>.",
            "[Ada] said and {noted} <it was late>.",
            {"cue missing or another": 1},
        ),
    ],
)  # fmt: skip
def test_each_error_has_its_kind(gold: str, found: str, expected: dict[str, int]) -> None:
    text, wanted = roles(gold)
    other, given = roles(found)
    assert text == other
    count, total = errors([Gold("a", text, wanted)], lambda _: given)
    assert count == expected
    assert total == len(wanted)
    assert set(count) <= set(EXAMPLES)
