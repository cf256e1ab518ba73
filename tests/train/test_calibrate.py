"""The regression that confidence rests on."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from train.calibrate import fit


@given(st.integers(0, 2**32 - 1), st.floats(-1, 1), st.floats(-2, 2))
@settings(max_examples=15)
def test_the_weights_that_made_the_answers_are_found_again(
    seed: int, bias: float, slope: float
) -> None:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(8000), rng.normal(size=8000)])
    y = (rng.random(8000) < 1 / (1 + np.exp(-(x @ [bias, slope])))).astype(float)
    np.testing.assert_allclose(fit(x, y), [bias, slope], atol=0.25)


def test_where_all_are_right_the_chance_is_high_and_finite() -> None:
    x = np.column_stack([np.ones(50), np.linspace(-1, 1, 50)])
    weights = fit(x, np.concatenate([[0.0], np.ones(49)]))
    assert np.isfinite(weights).all()
    assert weights[0] > 2
