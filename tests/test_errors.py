"""One base, children named for what the user can do, each with fields as well as text."""

from __future__ import annotations

import re

import pytest

from quotes import errors
from quotes.errors import (
    DatabaseError,
    InputError,
    ModelError,
    NotFoundError,
    QuotesError,
    UsageError,
)

CHILDREN = (InputError, ModelError, DatabaseError, NotFoundError, UsageError)


@pytest.mark.parametrize("child", CHILDREN)
def test_every_error_is_a_quotes_error(child: type[QuotesError]) -> None:
    with pytest.raises(QuotesError, match=r"^no such row$"):
        raise child("no such row")


@pytest.mark.parametrize("child", CHILDREN)
def test_the_place_stands_before_the_message(child: type[QuotesError]) -> None:
    error = child("is no article", where="a.txt, line 3")
    assert str(error) == "a.txt, line 3: is no article"
    assert (error.where, error.message) == ("a.txt, line 3", "is no article")


def test_without_a_place_the_text_is_the_message() -> None:
    error = InputError("is no article")
    assert (str(error), error.where) == ("is no article", None)


@pytest.mark.parametrize(
    ("error", "status"), [(QuotesError, 1), *((e, 1) for e in CHILDREN[:-1]), (UsageError, 2)]
)
def test_exit_status(error: type[QuotesError], status: int) -> None:
    assert error("x").status == status


def test_the_tree_in_the_docstring_names_each_error() -> None:
    drawn = set(re.findall(r"\w+Error", errors.__doc__ or ""))
    assert drawn == {e.__name__ for e in (QuotesError, *QuotesError.__subclasses__())}
