"""How likely a statement is right: from what the model was sure of to one probability."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked

from quotes.attribution import Kind
from quotes.extract.confidence import (
    FEATURES,
    LEAST,
    chance,
    features,
    least_of,
    odds,
    weights_of,
)
from quotes.extract.decode import Found
from quotes.extract.link import Draft


def draft(
    markup: str, *, word: float = 0.9, scores: tuple[float, ...] = (0.8, 0.7)
) -> tuple[str, Draft]:
    m = marked(markup)
    spans = {k: [Found(k, s, i, 0, word, word / 2) for i, s in enumerate(m.spans(k), 1)] for k in
             ("content", "cue", "source")}  # fmt: skip
    first = {k: (v[0] if v else None) for k, v in spans.items()}
    return m.text, Draft(spans["content"], first["cue"], first["source"], list(scores))


def named(markup: str, **more: object) -> dict[str, float]:
    text, made = draft(markup, **more)  # type: ignore[arg-type]
    return dict(zip(FEATURES, features(text, made), strict=True))


def test_what_it_rests_on() -> None:
    found = named("<“We will rebuild,”> {said} [Ada Quill].")
    assert found["bias"] == 1
    assert found["words"] == pytest.approx(math.log(0.9 / 0.1))
    assert found["weakest word"] == pytest.approx(math.log(0.45 / 0.55))
    assert found["cue link"] == pytest.approx(math.log(0.8 / 0.2))
    assert found["source link"] == pytest.approx(math.log(0.7 / 0.3))
    assert (found["no cue"], found["no source"], found["pieces"]) == (0, 0, 0)
    assert (found["direct"], found["mixed"]) == (1, 0)
    assert found["length"] == pytest.approx(math.log(len("“We will rebuild,”") / 100))


def test_what_is_missing_is_told() -> None:
    found = named("<the “worst” day> ended")
    assert (found["no cue"], found["no source"], found["mixed"]) == (1, 1, 1)


def test_all_cue_links_count_alike() -> None:
    found = named("<“Yes,”> {said} [Ada]. <“Now.”>", scores=(0.9, 0.5, 0.7))
    assert found["cue link"] == pytest.approx(odds(0.7))
    assert found["pieces"] == 1


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=2), st.floats(0, 1))
def test_a_chance_is_a_probability_and_grows_with_what_speaks_for_it(
    weights: list[float], p: float
) -> None:
    low, high = (chance(weights, (1.0, x)) for x in (odds(p), odds(p) + 1))
    assert 0 <= low <= 1
    assert (high >= low) == (weights[1] >= 0) or high == low


def test_certainty_is_not_believed() -> None:
    assert odds(1.0) == pytest.approx(odds(1 - LEAST)) == pytest.approx(-odds(0.0))


def test_weights_come_from_the_model_by_name() -> None:
    given = {name: float(i) for i, name in enumerate(FEATURES)}
    assert weights_of({"confidence": given}) == tuple(float(i) for i in range(len(FEATURES)))


@pytest.mark.parametrize("facts", [{}, {"confidence": None}, {"confidence": {"words": 1.0}}])
def test_weights_of_other_features_are_not_used(facts: dict[str, object]) -> None:
    assert weights_of(facts) is None


def test_the_least_confidence_comes_from_the_model_by_kind() -> None:
    assert least_of({"least": {"indirect": 0.3}}) == {
        Kind.DIRECT: 0.0,
        Kind.MIXED: 0.0,
        Kind.INDIRECT: 0.3,
    }
    assert set(least_of({}).values()) == {0.0}
