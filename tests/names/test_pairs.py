"""Pairs of public names of every hard sort, labelled by hand as a careful person reads them.

``mixed`` was written after the rules, the other sorts beside them: its misses are left as they are.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from quotes.names.block import asking, joining
from quotes.names.compare import Verdict, compare

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "pairs.jsonl").read_text("utf-8").splitlines()
]
SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def called(label: str, verdict: Verdict) -> list[tuple[str, str]]:
    """The pairs labelled ``label`` that are called ``verdict``."""
    return [
        (p["a"], p["b"])
        for p in PAIRS
        if p["verdict"] == label and compare(p["a"], p["b"]).verdict is verdict
    ]


def test_the_list_has_enough_of_every_verdict() -> None:
    counts = Counter(p["verdict"] for p in PAIRS)
    assert min(counts[v.value] for v in Verdict) >= 100
    assert len({frozenset((p["a"], p["b"])) for p in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("label", ["different", "unsure"])
def test_no_pair_is_called_the_same_that_is_not(label: str) -> None:
    assert called(label, SAME) == []


def test_no_pair_is_called_different_that_is_one() -> None:
    assert called("same", DIFFERENT) == []


@pytest.mark.parametrize("sort", sorted({p["sort"] for p in PAIRS if p["verdict"] == "same"}))
def test_most_of_each_sort_that_are_one_are_called_so(sort: str) -> None:
    same = [p for p in PAIRS if p["sort"] == sort and p["verdict"] == "same"]
    found = [p for p in same if compare(p["a"], p["b"]).verdict is SAME]
    assert len(found) >= 0.9 * len(same)


def test_most_that_are_open_are_asked_about_and_most_strangers_are_not() -> None:
    for label, verdict, floor in (("unsure", UNSURE, 0.9), ("different", DIFFERENT, 0.95)):
        assert len(called(label, verdict)) >= floor * sum(p["verdict"] == label for p in PAIRS)


def test_pairs_called_the_same_share_a_key() -> None:
    apart = [
        (p["a"], p["b"])
        for p in PAIRS
        if compare(p["a"], p["b"]).verdict is SAME and not joining(p["a"]) & joining(p["b"])
    ]
    assert apart == []


def test_most_pairs_called_unsure_share_a_key_to_ask_about_them() -> None:
    open_ = [p for p in PAIRS if compare(p["a"], p["b"]).verdict is UNSURE]
    found = [p for p in open_ if asking(p["a"]) & asking(p["b"])]
    assert len(found) >= 0.85 * len(open_)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: f"{p['a']} / {p['b']}")
def test_either_way_round_with_any_spaces_and_possessives(pair: dict[str, str]) -> None:
    a, b = pair["a"], pair["b"]
    found = compare(a, b)
    assert compare(b, a) == found
    assert compare(f"  {a} ".replace(" ", "  "), b) == found
