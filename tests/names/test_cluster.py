"""From verdicts to parties: what rules may join, and the groups that judgements make."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.names.cluster import Known, cluster, keys, rulings, weigh
from quotes.names.compare import Verdict

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE

# -- what rules may join


def ruled(*names: str, apart: Sequence[tuple[int, int]] = ()) -> dict[tuple[str, str], str]:
    """What the rules say of persons' names: pair of names → verdict."""
    known = {i: Known(name) for i, name in enumerate(names)}
    return {(names[r.left], names[r.right]): r.verdict for r in rulings(known, apart)}


def parties(names: Sequence[str]) -> set[frozenset[str]]:
    """The groups that rules make of persons' names."""
    known = {i: Known(name) for i, name in enumerate(names)}
    judged = [(r.left, r.right, r.verdict.value, False) for r in rulings(known)]
    return {frozenset(names[n] for n in some) for some in cluster(known, judged)}


def test_two_that_are_the_same_are_joined() -> None:
    assert ruled("José Martí", "Jose Marti", "Ada Quill") == {("José Martí", "Jose Marti"): SAME}


def test_a_third_that_contradicts_leaves_both_unsure() -> None:
    assert ruled("James Comer", "James B. Comer", "James D. Comer") == {
        ("James Comer", "James B. Comer"): UNSURE,
        ("James Comer", "James D. Comer"): UNSURE,
    }


def test_the_reason_names_who_stands_in_the_way() -> None:
    names = ("James Comer", "James B. Comer", "James D. Comer")
    known = {i: Known(name) for i, name in enumerate(names)}
    assert {r.reason for r in rulings(known)} == {
        "James Comer fits 2 who contradict each other: James B. Comer, James D. Comer"
    }


def test_a_crowd_in_the_way_is_counted_and_not_all_named() -> None:
    names = ["James Comer", *(f"James {c}. Comer" for c in "ABCDEFGH")]
    [reason] = {r.reason for r in rulings({i: Known(n) for i, n in enumerate(names)})}
    assert reason.startswith("James Comer fits 8 who")
    assert reason.endswith("and 3 more")


def test_a_pair_that_a_person_parted_is_not_ruled_on_and_stands_in_the_way() -> None:
    names = ("Jose Marti", "José Martí", "JOSE MARTI")
    assert ruled(*names, apart=[(0, 1)]) == {
        ("Jose Marti", "JOSE MARTI"): UNSURE,
        ("José Martí", "JOSE MARTI"): UNSURE,
    }


def test_bodies_of_one_word_are_one_and_persons_are_not() -> None:
    assert weigh(Known("Greenpeace", False), Known("GREENPEACE", False)).verdict == SAME
    assert weigh(Known("Smith"), Known("Smith")).verdict == UNSURE


def test_a_person_and_a_body_are_never_the_same() -> None:
    assert weigh(Known("Judith Pell"), Known("Judith Pell", False)).verdict == UNSURE
    assert weigh(Known("Judith Pell"), Known("Pell Bank", False)).verdict == DIFFERENT


POOL = (
    "James Comer",
    "James B. Comer",
    "James D. Comer",
    "James Comer Jr.",
    "JAMES COMER",
    "Comer James",
    "Jim Comer",
    "J. Comer",
    "Mike Pell",
    "Michael Pell",
    "Michael A. Pell",
    "Michael B. Pell",
    "Michaela Pell",
    "Volodymyr Zelensky",
    "Volodymyr Zelenskyy",
    "European Central Bank",
    "ECB",
)


@given(st.permutations(POOL).flatmap(lambda p: st.tuples(st.just(p[:8]), st.permutations(p[:8]))))
def test_the_order_in_which_names_come_does_not_matter(
    orders: tuple[Sequence[str], Sequence[str]],
) -> None:
    assert parties(orders[0]) == parties(orders[1])


@given(st.permutations(POOL))
def test_no_party_holds_two_names_that_differ(names: Sequence[str]) -> None:
    for some in parties(names):
        for a, b in combinations(sorted(some), 2):
            assert weigh(Known(a), Known(b)).verdict != DIFFERENT


@given(st.permutations(POOL))
def test_names_that_are_the_same_share_a_key(names: Sequence[str]) -> None:
    for a, b in combinations(map(Known, names[:6]), 2):
        if weigh(a, b).verdict == SAME:
            assert keys(a) & keys(b)


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
