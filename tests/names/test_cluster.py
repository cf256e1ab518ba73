"""From verdicts to parties: what rules may join, and the groups that judgements make."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.names.cluster import cluster
from quotes.names.compare import Verdict

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE

# -- clusters, against a slow and plain oracle

Judged = tuple[int, int, str, bool]


def slow(members: Sequence[int], judged: Sequence[Judged]) -> list[list[int]]:
    """The rule as ``cluster`` states it, with sets of sets and no cleverness."""
    person = {frozenset(j[:2]): j[2] for j in judged if j[3]}
    rule = {frozenset(j[:2]): j[2] for j in judged if not j[3] and frozenset(j[:2]) not in person}
    apart_by_person = [p for p, v in person.items() if v == "different"]
    apart = apart_by_person + [p for p, v in rule.items() if v == "different"]
    same = [p for p, v in (*person.items(), *rule.items()) if v == "same"]
    firm = {frozenset({m}) for m in members}
    for pair in sorted((p for p, v in person.items() if v == "same"), key=sorted):
        touched = {g for g in firm if g & pair}
        joined = frozenset().union(*touched)
        across = (v for v in apart_by_person if v <= joined and not any(v <= g for g in touched))
        if not any(across):
            firm = firm - touched | {joined}
    groups = firm
    for pair in (p for p, v in rule.items() if v == "same"):
        contested = any(
            {a, c} in same and {b, c} in apart
            for a, b in (sorted(pair), sorted(pair, reverse=True))
            for c in members
        )
        if not contested:
            touched = {g for g in groups if g & pair}
            groups = groups - touched | {frozenset().union(*touched)}
    settled = [
        part
        for g in groups
        for part in ([f for f in firm if f <= g] if any(p <= g for p in apart) else [g])
    ]
    return sorted(sorted(g) for g in settled)


MEMBERS = range(1, 8)
PAIRS = list(combinations(MEMBERS, 2))
JUDGED = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.sampled_from(list(Verdict)), st.booleans()),
    unique_by=lambda j: (j[0], j[2]),
    max_size=20,
).map(lambda some: [(a, b, verdict.value, person) for (a, b), verdict, person in some])


@given(JUDGED)
def test_clusters_are_those_of_the_oracle(judged: list[Judged]) -> None:
    assert cluster(MEMBERS, judged) == slow(MEMBERS, judged)


@given(JUDGED, st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_the_order_of_judgements(
    judged: list[Judged], random: object
) -> None:
    shuffled = [(b, a, v, p) if i % 2 else (a, b, v, p) for i, (a, b, v, p) in enumerate(judged)]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cluster(MEMBERS, shuffled) == cluster(MEMBERS, judged)


@given(JUDGED)
def test_every_name_is_in_exactly_one_cluster(judged: list[Judged]) -> None:
    assert sorted(n for some in cluster(MEMBERS, judged) for n in some) == list(MEMBERS)


@given(JUDGED)
def test_no_cluster_holds_a_pair_that_a_person_judged_different(judged: list[Judged]) -> None:
    apart = {(a, b) for a, b, verdict, person in judged if person and verdict == "different"}
    for some in cluster(MEMBERS, judged):
        assert not apart & set(combinations(some, 2))


@given(JUDGED)
def test_without_contradiction_clusters_are_the_connected_parts(judged: list[Judged]) -> None:
    agreed = [j for j in judged if j[2] != "different" and j[3]]
    groups = {n: {n} for n in MEMBERS}
    for a, b, verdict, _ in agreed:
        if verdict == "same":
            joined = groups[a] | groups[b]
            groups |= dict.fromkeys(joined, joined)
    expected = sorted({tuple(sorted(g)) for g in groups.values()})
    assert [tuple(c) for c in cluster(MEMBERS, agreed)] == expected


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        pytest.param([], [[1], [2], [3]], id="nothing judged"),
        pytest.param([(1, 2, "same", False)], [[1, 2], [3]], id="a rule joins"),
        pytest.param([(1, 2, "unsure", False)], [[1], [2], [3]], id="unsure joins nothing"),
        pytest.param(
            [(1, 2, "same", False), (2, 3, "same", False)], [[1, 2, 3]], id="through a third"
        ),
        pytest.param(
            [(1, 2, "same", True), (2, 3, "same", False), (1, 3, "different", False)],
            [[1, 2], [3]],
            id="a rule's different parts what a rule would join",
        ),
        pytest.param(
            [(1, 2, "same", True), (2, 3, "same", True), (1, 3, "different", False)],
            [[1, 2, 3]],
            id="a person's same goes before a rule's different",
        ),
        pytest.param(
            [(1, 2, "same", False), (1, 2, "different", True)],
            [[1], [2], [3]],
            id="a person's different goes before a rule's same",
        ),
        pytest.param(
            [(1, 2, "different", True), (1, 2, "same", True)],
            [[1, 2], [3]],
            id="of a person's two, the last counts",
        ),
        pytest.param([(1, 1, "same", True)], [[1], [2], [3]], id="a name with itself"),
    ],
)
def test_cluster(judged: list[Judged], expected: list[list[int]]) -> None:
    assert cluster([1, 2, 3], judged) == expected
