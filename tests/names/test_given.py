"""Common given names: a hint for "he" and "she"."""

from __future__ import annotations

import pytest

from quotes.names.clean import fold
from quotes.names.given import FEMALE_GIVEN, MALE_GIVEN


def test_no_name_is_in_both_lists() -> None:
    assert not MALE_GIVEN & FEMALE_GIVEN


@pytest.mark.parametrize("names", [MALE_GIVEN, FEMALE_GIVEN], ids=["male", "female"])
def test_names_are_folded_as_they_are_looked_up(names: frozenset[str]) -> None:
    assert {n for n in names if fold(n) != n or not n.isalpha()} == set()


@pytest.mark.parametrize("name", ["alex", "chris", "jordan", "kim", "robin", "sam", "taylor"])
def test_names_given_to_both_are_left_out(name: str) -> None:
    assert name not in MALE_GIVEN | FEMALE_GIVEN


@pytest.mark.parametrize(
    ("name", "names"),
    [("robert", MALE_GIVEN), ("tom", MALE_GIVEN), ("ada", FEMALE_GIVEN), ("mary", FEMALE_GIVEN)],
)
def test_common_names_are_there(name: str, names: frozenset[str]) -> None:
    assert name in names
