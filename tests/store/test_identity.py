"""Who is one speaker: what rules join, what evidence settles, and what comes apart again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest
from handmade import dump, scratch, tell
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from quotes.document import Document
from quotes.names.compare import Verdict
from quotes.store import blocks
from quotes.store.database import Database
from quotes.store.identity import rebuild
from quotes.store.ledger import begin, judge, tag, undo, withdraw
from quotes.store.write import store

SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as connection:
        yield connection


def partition(connection: Connection) -> set[frozenset[str]]:
    """Which names are one speaker; a bare surname with the articles' first words."""
    rows = connection.execute(
        text(
            "SELECT n.speaker_id, n.text || CASE n.scope WHEN '' THEN '' ELSE '@' || substr(r.text, 9, 1) END "
            "FROM name n LEFT JOIN article r ON r.id = n.scope"
        )
    )
    found: dict[int, set[str]] = {}
    for speaker, name in rows:
        found.setdefault(speaker, set()).add(name)
    return {frozenset(some) for some in found.values()}


def rulings(connection: Connection) -> list[tuple[str, str, str, str]]:
    """The rules' judgements that stand: the two names, verdict, reason."""
    return [
        tuple(r)
        for r in connection.execute(
            text(
                "SELECT l.text, r.text, j.verdict, j.reason FROM judgement j JOIN name l ON l.id = j.left_id "
                "JOIN name r ON r.id = j.right_id WHERE j.withdrawn IS NULL AND j.\"by\" = 'rule' ORDER BY j.id"
            )
        )
    ]


def number(connection: Connection, name: str) -> int:
    found = connection.execute(
        text("SELECT id FROM name WHERE text = :t ORDER BY id"), {"t": name}
    ).scalar()
    assert isinstance(found, int)
    return found


# -- full names


def test_what_rested_on_there_being_one_comes_apart_when_a_second_appears(
    connection: Connection,
) -> None:
    tell(connection, "James Comer")
    tell(connection, "James B. Comer")
    assert partition(connection) == {frozenset({"James Comer", "James B. Comer"})}
    tell(connection, "James D. Comer")
    assert len(partition(connection)) == 3
    rows = connection.execute(
        text("SELECT verdict, withdrawn IS NULL, withdrawn_by FROM judgement ORDER BY id")
    ).all()
    assert tuple(rows[0]) == ("same", 0, "rule")
    assert {tuple(r) for r in rows[1:]} == {("unsure", 1, None)}
    assert {r[3] for r in rulings(connection)} == {
        "James Comer fits 2 who contradict each other: James B. Comer, James D. Comer"
    }


def test_a_persons_different_on_the_second_brings_the_first_back(connection: Connection) -> None:
    for name in ("James Comer", "James B. Comer", "James D. Comer"):
        tell(connection, name)
    action = begin(connection, "review", "not he", by="me")
    judge(
        connection,
        number(connection, "James Comer"),
        number(connection, "James D. Comer"),
        DIFFERENT,
        by="me",
        action=action,
    )
    assert partition(connection) == {
        frozenset({"James Comer", "James B. Comer"}),
        frozenset({"James D. Comer"}),
    }
    undo(connection, action, by="me")
    assert len(partition(connection)) == 3


def test_a_word_that_is_a_body_in_two_ways_is_one(connection: Connection) -> None:
    tell(connection, "Greenpeace!")
    connection.execute(text("UPDATE name SET kind = 'place'"))
    tell(connection, "Greenpeace!")
    assert partition(connection) == {frozenset({"Greenpeace"})}
    assert connection.execute(text("SELECT count(*) FROM name")).scalar() == 2


def test_a_name_that_is_seldom_shared_is_a_question_and_a_crowd_is_none(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(connection, "Howard Pell", "H. Pell")
    assert [r[2] for r in rulings(connection)] == ["unsure"]
    monkeypatch.setattr(blocks, "CROWD", 1)
    tell(connection, "Maeve Quill", "M. Quill", "Maud Quill")
    assert not [r for r in rulings(connection) if "Quill" in r[0]]


# -- bare surnames


def test_a_surname_alone_is_nobody_for_sure(connection: Connection) -> None:
    tell(connection, "Ada Quill")
    tell(connection, "Quill")
    assert len(partition(connection)) == 2
    assert rulings(connection) == [
        ("Ada Quill", "Quill", "unsure", "Quill may be Ada Quill, no more is known")
    ]


OFFICE = "Ada Quill, chair of the Harbour Board"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_office_tells_whose_a_surname_is(connection: Connection, order: tuple[int, int]) -> None:
    articles = [OFFICE, "Quill, the Harbour Board chair"]
    for i in order:
        tell(connection, articles[i], number=i)
    assert partition(connection) == {frozenset({"Ada Quill", "Quill@1"})}
    [ruling] = rulings(connection)
    assert ruling[2] == "same"
    assert "both are called" in ruling[3]


def test_a_title_tells_only_in_the_same_company(connection: Connection) -> None:
    tell(connection, "Senator Ada Quill", "Bo Tern", "Cy Roe")
    tell(connection, "Senator Quill", "Bo Tern")
    assert len(partition(connection)) == 4
    tell(connection, "Senator Quill", "Bo Tern", "Cy Roe")
    assert frozenset({"Ada Quill", "Quill@2"}) in partition(connection)


def test_two_of_the_office_leave_the_question_open(connection: Connection) -> None:
    tell(connection, OFFICE)
    tell(connection, "Quill, the Harbour Board chair")
    assert len(partition(connection)) == 1
    tell(connection, "Bela Quill, chair of the Harbour Board")
    assert len(partition(connection)) == 3
    assert {r[2] for r in rulings(connection)} == {"unsure"}


def test_another_of_the_surname_without_the_office_changes_nothing(connection: Connection) -> None:
    tell(connection, OFFICE)
    tell(connection, "Quill, the Harbour Board chair")
    tell(connection, "Bela Quill")
    assert frozenset({"Ada Quill", "Quill@1"}) in partition(connection)


def test_whoever_is_named_in_full_beside_it_is_not_meant(connection: Connection) -> None:
    tell(connection, OFFICE)
    tell(connection, "Quill, the Harbour Board chair", OFFICE)
    assert len(partition(connection)) == 2
    assert rulings(connection) == []


def test_a_persons_different_goes_before_evidence(connection: Connection) -> None:
    tell(connection, OFFICE)
    tell(connection, "Quill, the Harbour Board chair")
    judge(connection, 1, 2, DIFFERENT, by="me")
    assert len(partition(connection)) == 2


def test_what_a_person_withdrew_of_the_rules_does_not_come_back(connection: Connection) -> None:
    tell(connection, OFFICE)
    tell(connection, "Quill, the Harbour Board chair")
    row = connection.execute(text("SELECT id FROM judgement WHERE verdict = 'same'")).scalar()
    withdraw(connection, row, by="me")
    tell(connection, "Ada Quill, chair of the Harbour Board", "Bo Tern")
    assert len(partition(connection)) == 3


def test_a_wifes_office_is_not_hers(connection: Connection) -> None:
    tell(connection, "Ada Quill, wife of the Harbour Board chair")
    tell(connection, "Quill, the Harbour Board chair")
    assert len(partition(connection)) == 2


def test_a_surname_never_brings_two_people_together(connection: Connection) -> None:
    tell(connection, "Ada Quill")
    tell(connection, "Quill, the Harbour Board chair")
    judge(connection, 1, 2, SAME, by="me")
    tell(connection, "Bela Quill, chair of the Harbour Board")
    assert partition(connection) == {frozenset({"Ada Quill", "Quill@1"}), frozenset({"Bela Quill"})}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_persons_different_on_one_spelling_keeps_the_surname_from_all(
    empty: Path, order: Sequence[int]
) -> None:
    articles = (
        "José Martí, chair of the Harbour Board",
        "Marti, the Harbour Board chair",
        "Jose Marti",
    )
    with scratch(empty) as connection:
        for i in order:
            tell(connection, articles[i], number=i)
        judge(
            connection,
            number(connection, "Jose Marti"),
            number(connection, "Marti"),
            DIFFERENT,
            by="me",
        )
        assert partition(connection) == {
            frozenset({"José Martí", "Jose Marti"}),
            frozenset({"Marti@1"}),
        }


def test_who_speaks_together_is_two(connection: Connection) -> None:
    tell(connection, "Mike Pell & Michael Pell")
    assert len(partition(connection)) == 2


def test_two_identifiers_are_two_people(connection: Connection) -> None:
    tell(connection, "Mike Pell")
    tell(connection, "Michael A. Pell")
    assert len(partition(connection)) == 1
    action = begin(connection, "identify", "…", by="me")
    tag(connection, 1, "wikidata", "Q1", by="me", action=action)
    tag(connection, 2, "wikidata", "Q2", by="me", action=action)
    assert len(partition(connection)) == 2


# -- names that went


def forget(connection: Connection, number: int) -> None:
    """Reads the article of that ``number`` anew, and finds nothing in it."""
    [words] = connection.execute(
        text("SELECT text FROM article WHERE text LIKE :t"), {"t": f"“Number {number},%"}
    ).scalars()
    store(connection, Document(words), [], model="better", version="0")


def test_a_name_that_went_stands_in_nobodys_way(connection: Connection) -> None:
    for i, name in enumerate(("James Comer", "James B. Comer", "James D. Comer")):
        tell(connection, name, number=i)
    assert len(partition(connection)) == 3
    forget(connection, 2)
    assert frozenset({"James Comer", "James B. Comer"}) in partition(connection)
    tell(connection, "James D. Comer", number=9)
    assert len(partition(connection)) == 3


def test_evidence_that_went_is_none(connection: Connection) -> None:
    tell(connection, OFFICE, number=0)
    tell(connection, "Quill, the Harbour Board chair", number=1)
    assert len(partition(connection)) == 1
    forget(connection, 0)
    assert len(partition(connection)) == 2


def test_a_name_that_a_person_judged_is_kept(connection: Connection) -> None:
    tell(connection, "James Comer", number=0)
    tell(connection, "Jim Comer", number=1)
    judge(connection, 1, 2, SAME, by="me")
    forget(connection, 1)
    assert partition(connection) == {frozenset({"James Comer", "Jim Comer"})}


# -- what is counted and shown


def test_joint_speakers_both_have_the_statement(connection: Connection) -> None:
    tell(connection, "Ada Quill & Bo Tern")
    rows = connection.execute(text("SELECT name, attributions FROM speaker ORDER BY id")).all()
    assert [tuple(r) for r in rows] == [("Ada Quill", 1), ("Bo Tern", 1)]
    mentions = connection.execute(
        text(
            'SELECT m.position, substr(r.text, m.start + 1, m."end" - m.start) FROM mention m, article r'
        )
    ).all()
    assert [tuple(m) for m in mentions] == [(0, "Ada Quill"), (1, "Bo Tern")]
    assert connection.execute(text("SELECT count(*) FROM span WHERE role = 'source'")).scalar() == 1


def test_an_unnamed_source_keeps_its_description(connection: Connection) -> None:
    tell(connection, "senior official")
    [row] = connection.execute(text("SELECT * FROM mention")).mappings()
    assert (row["name_id"], row["description"]) == (None, "senior official")


def test_a_description_is_cut_from_the_text(connection: Connection) -> None:
    tell(connection, "Ada Quill, the union’s president")
    [row] = connection.execute(
        text(
            "SELECT m.description, substr(r.text, m.description_start + 1, m.description_end - m.description_start) "
            "AS cut FROM mention m, article r"
        )
    ).mappings()
    assert row["description"] == row["cut"] == "the union’s president"


def test_a_label_of_any_of_its_names_is_the_speakers(connection: Connection) -> None:
    tell(connection, "José Marti")
    tell(connection, "Jose Marti")
    action = begin(connection, "rename", "…", by="me")
    tag(connection, 2, "name", "José Julián Martí", by="me", action=action)
    tag(connection, 1, "wikidata", "Q81685", by="me", action=action)
    row = connection.execute(text("SELECT name, wikidata FROM speaker")).one()
    assert tuple(row) == ("José Julián Martí", "Q81685")
    undo(connection, by="me")
    row = connection.execute(text("SELECT name, wikidata FROM speaker")).one()
    assert tuple(row) == ("José Marti", None)


def test_counts_are_those_of_the_mentions(connection: Connection) -> None:
    for people in (("Ada Quill", "Quill"), ("Ada Quill & Bo Tern",), ("Bo Tern", "Bo Tern")):
        tell(connection, *people)
    wrong = connection.execute(
        text(
            "SELECT n.text FROM name n WHERE n.attributions != "
            "(SELECT count(DISTINCT attribution) FROM mention m WHERE m.name_id = n.id)"
        )
    )
    assert wrong.all() == []


# -- order


ARTICLES = (
    ("Ada Quill, chair of the Harbour Board", "Bo Tern", "Cy Roe"),
    ("Quill, the Harbour Board chair",),
    ("Senator Bela Quill", "Bo Tern", "Cy Roe"),
    ("Senator Quill", "Bo Tern", "Cy Roe"),
    ("Bela Quill, chair of the Harbour Board",),
    ("Quill, the Harbour Board chair", "Bela B. Quill"),
    ("Bela D. Quill", "Senator Quill"),
    ("Senator Ada Quill", "Bo Tern", "Cy Roe"),
    ("Quill",),
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, len(ARTICLES) - 1), min_size=2, max_size=6, unique=True).flatmap(
        lambda some: st.tuples(st.permutations(some), st.permutations(some))
    )
)
def test_the_order_of_articles_does_not_matter(
    empty: Path, orders: tuple[Sequence[int], Sequence[int]]
) -> None:
    found = []
    for order in orders:
        with scratch(empty) as connection:
            for i in order:
                tell(connection, *ARTICLES[i], number=i)
            found.append(partition(connection))
    assert found[0] == found[1]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_articles_in_any_order(empty: Path, order: Sequence[int]) -> None:
    with scratch(empty) as connection:
        for i in order:
            tell(connection, *ARTICLES[i], number=i)
        assert partition(connection) == {
            frozenset({"Ada Quill", "Quill@1"}),
            frozenset({"Bela Quill"}),
            frozenset({"Bo Tern"}),
            frozenset({"Cy Roe"}),
        }


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, len(ARTICLES) - 1), min_size=1, max_size=7, unique=True))
def test_computing_all_anew_changes_nothing(empty: Path, order: Sequence[int]) -> None:
    with scratch(empty) as connection:
        for i in order:
            tell(connection, *ARTICLES[i], number=i)
        before = dump(connection)
        rebuild(connection)
        assert dump(connection) == before
