"""Whose a bare surname is: which evidence counts."""

from __future__ import annotations

import pytest

from quotes.names.compare import Verdict
from quotes.names.evidence import Trace, choose

SAME, UNSURE = Verdict.SAME, Verdict.UNSURE


def trace(*descriptions: str, company: tuple[int, ...] = ()) -> Trace:
    return Trace(frozenset(descriptions), frozenset(company))


def found(own: Trace, *candidates: Trace) -> list[Verdict | None]:
    """The verdict on each candidate; None for one that is not even a question."""
    some = dict(enumerate(candidates))
    chosen = choose("Quill", own, some, {n: f"Number{n} Quill" for n in some})
    return [chosen[n][0] if n in chosen else None for n in some]


@pytest.mark.parametrize(
    ("own", "theirs"),
    [
        ("chair of the Harbour Board", "chair of the Harbour Board"),
        ("the Harbour Board chair", "chair of the Harbour Board"),
        ("former chair of the Harbour Board", "Harbour Board chair"),
        ("Harbour Board chair", "chair of the Kelby Harbour Board"),
    ],
)
def test_one_office_is_evidence(own: str, theirs: str) -> None:
    assert found(trace(own), trace(theirs)) == [SAME]


@pytest.mark.parametrize(
    ("own", "theirs"),
    [
        ("Senator", "Senator"),
        ("chair of the Harbour Board", "chair of the Fishing Board"),
        ("deputy", "deputy"),
        ("Harbour Board chair", "wife of the Harbour Board chair"),
        ("Harbour Board chair", "the Harbour Board chair’s son"),
    ],
)
def test_less_than_an_office_is_a_question(own: str, theirs: str) -> None:
    assert found(trace(own), trace(theirs)) == [UNSURE]


def test_a_title_is_evidence_in_the_same_company() -> None:
    assert found(trace("Senator", company=(7, 8)), trace("Senator", company=(7, 8, 9))) == [SAME]
    assert found(trace("Senator", company=(7, 8)), trace("Senator", company=(7,))) == [UNSURE]


def test_company_alone_is_none() -> None:
    assert found(trace(company=(1, 2, 3)), trace(company=(1, 2, 3))) == [UNSURE]


def test_of_several_bearers_the_one_with_evidence_is_meant() -> None:
    own = trace("Harbour Board chair")
    assert found(own, trace("Harbour Board chair"), trace("nurse")) == [SAME, None]


def test_evidence_for_two_decides_for_neither() -> None:
    own = trace("Harbour Board chair")
    assert found(own, own, own) == [UNSURE, UNSURE]


def test_the_reason_says_which_evidence() -> None:
    own = trace("Senator", company=(7, 8))
    verdict, score, reason = choose("Quill", own, {1: own}, {1: "Ada Quill"})[1]
    assert verdict == SAME
    assert 0.5 < score < 1
    assert reason == (
        "Quill is Ada Quill: both are called Senator and are quoted in the company of 2 of the same people"
    )
