"""The names of the tags, and the order that decoding relies on."""

from __future__ import annotations

import pytest

from quotes.extract.labels import ENTITIES, ENTITY_TAGS, IGNORED, ROLE_TAGS, ROLES, bio


def test_each_kind_has_a_beginning_and_an_inside() -> None:
    assert bio(("a", "b")) == ("O", "B-a", "I-a", "B-b", "I-b")


def test_no_kinds_leave_only_outside() -> None:
    assert bio(()) == ("O",)


@pytest.mark.parametrize(("kinds", "tags"), [(ROLES, ROLE_TAGS), (ENTITIES, ENTITY_TAGS)])
def test_the_columns_of_a_kind_follow_its_place(
    kinds: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    for i, kind in enumerate(kinds):
        assert tags[2 * i + 1 : 2 * i + 3] == (f"B-{kind}", f"I-{kind}")


def test_nothing_learned_is_no_tag() -> None:
    assert IGNORED not in range(len(ENTITY_TAGS))
