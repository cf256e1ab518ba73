"""The ledger of judgements: which names are one speaker, why, and how that is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest
from handmade import dump, said, scratch
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from quotes.attribution import SpeakerKind
from quotes.document import Document
from quotes.errors import NotFoundError
from quotes.names.compare import Verdict
from quotes.store.database import Database
from quotes.store.ledger import history, judge, withdraw
from quotes.store.write import store

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def quote(connection: Connection, name: str, kind: SpeakerKind = SpeakerKind.PERSON) -> None:
    """Stores an article in which ``name`` says one thing."""
    n = connection.execute(text("SELECT count(*) FROM article")).scalar()
    words = f"“Number {n},” {name} said."
    attribution = said(words, f"“Number {n},”", "said", name, name, kind)
    store(connection, Document(words), [attribution], model="m", version="0")


def number(connection: Connection, name: str) -> int:
    """The number of the (first) name that reads so."""
    found = connection.execute(
        text("SELECT id FROM name WHERE text = :t ORDER BY id"), {"t": name}
    ).scalar()
    assert isinstance(found, int)
    return found


def partition(connection: Connection) -> set[frozenset[str]]:
    """Which names are one speaker; a bare surname, which may stand in several articles, with its
    article's text."""
    rows = connection.execute(
        text(
            "SELECT n.speaker_id, n.text || coalesce(': ' || r.text, '') "
            "FROM name n LEFT JOIN article r ON r.id = n.scope"
        )
    )
    by_speaker: dict[int, set[str]] = {}
    for speaker, name in rows:
        by_speaker.setdefault(speaker, set()).add(name)
    return {frozenset(some) for some in by_speaker.values()}


def speakers(connection: Connection) -> dict[str, list[tuple]]:
    """All that is computed from the ledger."""
    found = dump(connection, "speaker", "name")
    rows = connection.execute(text("SELECT number, speaker_id FROM attribution ORDER BY number"))
    found["attribution"] = [tuple(r) for r in rows]
    return found


def sets(*groups: str) -> set[frozenset[str]]:
    """``sets("A B, B", "C")``: groups of names, commas between the names of one."""
    return {frozenset(g.split(", ")) for g in groups}


Make = Callable[..., Connection]


@pytest.fixture
def quoting(database: Database) -> Iterator[Make]:
    """``quoting("Ada Quill", "Bo Tern")``: a connection to a database that quotes these."""
    with database.writing() as connection:

        def make(*names: str) -> Connection:
            for name in names:
                quote(connection, name)
            return connection

        yield make


# -- what rules judge


def test_two_spellings_of_one_full_name_are_one_speaker(quoting: Make) -> None:
    assert partition(quoting("José Martí", "Jose Marti")) == sets("José Martí, Jose Marti")


def test_two_given_names_are_two_speakers(quoting: Make) -> None:
    assert partition(quoting("Renzo Achterberg", "Maeve Achterberg")) == sets(
        "Renzo Achterberg", "Maeve Achterberg"
    )


def test_an_unsure_pair_is_two_speakers(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell")
    assert partition(connection) == sets("H. Pell", "Howard Pell")
    verdicts = connection.execute(text("SELECT verdict, by FROM judgement")).all()
    assert [tuple(v) for v in verdicts] == [("unsure", "rule")]


def test_a_son_is_not_his_father(quoting: Make) -> None:
    assert partition(quoting("Howard Pell", "Howard Pell Jr.")) == sets(
        "Howard Pell", "Howard Pell Jr."
    )


def test_a_rules_judgement_is_in_the_ledger_with_its_reason(quoting: Make) -> None:
    connection = quoting("José Martí", "Jose Marti")
    [row] = connection.execute(text("SELECT * FROM judgement")).mappings()
    assert (row["verdict"], row["by"], row["score"]) == ("same", "rule", 1.0)
    assert row["reason"]
    assert row["withdrawn"] is None


def test_names_with_another_last_word_are_not_compared(quoting: Make) -> None:
    connection = quoting("Ada Quill", "Bo Tern")
    assert connection.execute(text("SELECT count(*) FROM judgement")).scalar() == 0


def test_a_person_and_a_body_of_the_same_words_are_a_question(database: Database) -> None:
    with database.writing() as connection:
        quote(connection, "Judith Pell")
        quote(connection, "Judith Pell", SpeakerKind.ORGANIZATION)
        [row] = connection.execute(text("SELECT verdict, reason FROM judgement")).all()
        assert tuple(row) == ("unsure", "one is taken for a person, the other is not")
        assert connection.execute(text("SELECT count(*) FROM speaker")).scalar() == 2


def test_bare_surnames_of_two_articles_stay_apart(quoting: Make) -> None:
    connection = quoting("Smith", "Smith")
    assert len(partition(connection)) == 2
    assert connection.execute(text("SELECT count(*) FROM judgement")).scalar() == 0


def test_a_bare_surname_is_not_taken_for_a_full_name(quoting: Make) -> None:
    assert len(partition(quoting("Smith", "John Smith", "Smith"))) == 3


def test_a_name_is_judged_once_however_often_it_comes(quoting: Make) -> None:
    connection = quoting("José Martí", "Jose Marti", "José Martí", "Jose Marti")
    assert connection.execute(text("SELECT count(*) FROM judgement")).scalar() == 1


# -- the speaker that follows


def test_a_speaker_has_the_fullest_of_its_names(quoting: Make) -> None:
    connection = quoting("John Pell", "John Adam Pell", "John Pell")
    rows = connection.execute(text("SELECT id, name, kind, attributions FROM speaker")).all()
    assert [tuple(r) for r in rows] == [(1, "John Adam Pell", "person", 3)]


def test_of_two_names_as_full_the_commoner_is_the_speakers(quoting: Make) -> None:
    connection = quoting("José Martí", "Jose Marti", "Jose Marti")
    assert connection.execute(text("SELECT name FROM speaker")).scalar() == "Jose Marti"


def test_statements_point_to_the_speaker_of_their_name(quoting: Make) -> None:
    connection = quoting("José Martí", "Bo Tern", "Jose Marti")
    rows = connection.execute(text("SELECT number, speaker_id FROM attribution ORDER BY number"))
    assert [tuple(r) for r in rows] == [(1, 1), (2, 2), (3, 1)]


# -- a person's judgement


def test_a_person_joins_what_rules_left_apart(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell", "Bo Tern")
    judge(connection, 1, 2, SAME, by="me")
    assert partition(connection) == sets("H. Pell, Howard Pell", "Bo Tern")
    assert connection.execute(text("SELECT id, attributions FROM speaker ORDER BY id")).all() == [
        (1, 2),
        (3, 1),
    ]


def test_a_person_joins_what_rules_judged_different(quoting: Make) -> None:
    connection = quoting("Renzo Achterberg", "Maeve Achterberg")
    judge(connection, 1, 2, SAME, by="me")
    assert len(partition(connection)) == 1


@pytest.mark.parametrize("verdict", [DIFFERENT, UNSURE])
def test_a_person_parts_what_rules_joined(quoting: Make, verdict: Verdict) -> None:
    connection = quoting("José Martí", "Jose Marti")
    judge(connection, 2, 1, verdict, by="me")
    assert partition(connection) == sets("José Martí", "Jose Marti")


def test_a_person_may_join_bare_surnames_of_two_articles(quoting: Make) -> None:
    connection = quoting("Smith", "Smith")
    judge(connection, 1, 2, SAME, by="me")
    assert len(partition(connection)) == 1


def test_a_person_may_join_a_person_with_a_body(database: Database) -> None:
    with database.writing() as connection:
        quote(connection, "Saltmarker")
        quote(connection, "Saltmarker Research", SpeakerKind.ORGANIZATION)
        judge(connection, 1, 2, SAME, by="me")
        assert len(partition(connection)) == 1


def test_joining_two_speakers_joins_all_their_names(quoting: Make) -> None:
    connection = quoting("José Martí", "Jose Marti", "Pepe Pérez", "Pepe Perez")
    judge(connection, 2, 3, SAME, by="me")
    assert partition(connection) == sets("José Martí, Jose Marti, Pepe Pérez, Pepe Perez")


def test_a_persons_different_keeps_groups_apart_that_rules_would_join(quoting: Make) -> None:
    connection = quoting("Jose Luis Marti", "José Martí", "José Luis Martí")
    judge(connection, 1, 3, DIFFERENT, by="me")
    groups = partition(connection)
    assert not any({"Jose Luis Marti", "José Luis Martí"} <= g for g in groups)


def test_a_persons_later_judgement_on_a_pair_counts(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell")
    judge(connection, 1, 2, SAME, by="me")
    judge(connection, 1, 2, DIFFERENT, by="you")
    assert len(partition(connection)) == 2


def test_a_person_is_not_outvoted_by_a_rule_that_comes_later(quoting: Make) -> None:
    connection = quoting("José Martí", "Jose Marti")
    judge(connection, 1, 2, DIFFERENT, by="me")
    quote(connection, "Jose Marti")
    quote(connection, "José Martí")
    assert len(partition(connection)) == 2


def test_a_judgement_is_written_down(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell")
    key = judge(connection, 2, 1, SAME, by="me", reason="the same office")
    [row] = connection.execute(text("SELECT * FROM judgement WHERE id = :k"), {"k": key}).mappings()
    assert (row["left_id"], row["right_id"], row["verdict"]) == (1, 2, "same")
    assert (row["by"], row["reason"], row["withdrawn"]) == ("me", "the same office", None)


def test_a_judgement_without_a_reason_says_so(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell")
    key = judge(connection, 1, 2, SAME, by="me")
    reason = connection.execute(
        text("SELECT reason FROM judgement WHERE id = :k"), {"k": key}
    ).scalar()
    assert reason == "judged by hand"


@pytest.mark.parametrize("pair", [(1, 99), (99, 1), (0, 1), (-1, 1)])
def test_a_judgement_on_a_name_that_is_not_there_is_refused(
    quoting: Make, pair: tuple[int, int]
) -> None:
    connection = quoting("Ada Quill")
    with pytest.raises(NotFoundError, match=r"no name has the number"):
        judge(connection, *pair, SAME, by="me")
    assert connection.execute(text("SELECT count(*) FROM judgement")).scalar() == 0


# -- undoing

CAST = ("José Martí", "Jose Marti", "H. Pell", "Howard Pell", "Howard Pell Jr.", "Smith", "Smith")


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("pair", [(1, 2), (3, 4), (4, 5), (6, 7), (2, 7)])
def test_withdrawing_brings_back_exactly_the_speakers_from_before(
    quoting: Make, pair: tuple[int, int], verdict: Verdict
) -> None:
    connection = quoting(*CAST)
    before = speakers(connection)
    withdraw(connection, judge(connection, *pair, verdict, by="me"), by="me")
    assert speakers(connection) == before


def test_withdrawing_one_of_two_judgements_leaves_the_other(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell", "Howie Pell")
    first = judge(connection, 1, 2, SAME, by="me")
    alone = speakers(connection)
    withdraw(connection, judge(connection, 2, 3, SAME, by="me"), by="me")
    assert speakers(connection) == alone
    withdraw(connection, first, by="me")
    assert len(partition(connection)) == 3


def test_withdrawing_a_later_judgement_brings_back_the_earlier_on_the_pair(
    quoting: Make,
) -> None:
    connection = quoting("H. Pell", "Howard Pell")
    judge(connection, 1, 2, SAME, by="me")
    withdraw(connection, judge(connection, 1, 2, DIFFERENT, by="you"), by="you")
    assert len(partition(connection)) == 1


def test_a_rules_judgement_can_be_withdrawn(quoting: Make) -> None:
    connection = quoting("José Martí", "Jose Marti")
    withdraw(connection, 1, by="me")
    assert len(partition(connection)) == 2


def test_a_rules_judgement_that_was_withdrawn_does_not_come_back(quoting: Make) -> None:
    connection = quoting("José Martí", "Jose Marti")
    withdraw(connection, 1, by="me")
    quote(connection, "José Martí")
    quote(connection, "Jose Marti")
    assert len(partition(connection)) == 2


def test_what_is_withdrawn_stays_in_the_ledger(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell")
    key = judge(connection, 1, 2, SAME, by="me")
    withdraw(connection, key, by="you")
    [row] = connection.execute(text("SELECT * FROM judgement WHERE id = :k"), {"k": key}).mappings()
    assert (row["verdict"], row["by"], row["withdrawn_by"]) == ("same", "me", "you")
    assert row["withdrawn"]


def test_what_is_withdrawn_cannot_be_withdrawn_again(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell")
    key = judge(connection, 1, 2, SAME, by="me")
    withdraw(connection, key, by="me")
    with pytest.raises(NotFoundError, match=f"no judgement that stands has the number {key}"):
        withdraw(connection, key, by="me")


def test_a_judgement_that_is_not_there_cannot_be_withdrawn(quoting: Make) -> None:
    with pytest.raises(NotFoundError, match="no judgement that stands has the number 7"):
        withdraw(quoting("Ada Quill"), 7, by="me")


def test_the_history_of_a_speaker_is_told_in_order(quoting: Make) -> None:
    connection = quoting("H. Pell", "Howard Pell", "Ada Quill", "Bea Quill")
    key = judge(connection, 1, 2, SAME, by="me", reason="the same office")
    withdraw(connection, key, by="me")
    told = history(connection, 1)
    assert [(j.left, j.right, j.verdict, j.by) for j in told] == [
        ("H. Pell", "Howard Pell", "unsure", "rule"),
        ("H. Pell", "Howard Pell", "same", "me"),
    ]
    assert [bool(j.withdrawn) for j in told] == [False, True]
    assert told[1].reason == "the same office"


def test_a_speaker_nobody_judged_has_no_history(quoting: Make) -> None:
    assert history(quoting("Ada Quill"), 1) == []


# -- order does not matter


POOL = (
    "John Smith",
    "John Adam Smith",
    "John Brian Smith",
    "John A. Smith",
    "J. Smith",
    "Jack Smith",
    "Jöhn Smith",
    "John Smith Jr.",
    "Mary Smith",
    "Smith",
    "Mr. Smith",
    "Ada Quill",
)


@settings(max_examples=15)
@given(st.permutations(POOL).flatmap(lambda p: st.tuples(st.just(p[:5]), st.permutations(p[:5]))))
def test_the_order_in_which_names_come_does_not_matter(
    empty: Path, orders: tuple[Sequence[str], Sequence[str]]
) -> None:
    found = []
    for order in orders:
        with scratch(empty) as connection:
            for name in order:
                words = f"“Yes,” said {name}."
                attribution = said(words, "“Yes,”", "said", name, name)
                store(connection, Document(words), [attribution], model="m", version="0")
            found.append(partition(connection))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "names",
    [
        ("John Smith", "John Adam Smith", "John Brian Smith"),
        ("Lena Roe", "Lena Beth Roe", "Lena Cora Roe"),
    ],
)
def test_a_name_that_fits_two_contradicting_ones_goes_the_same_way_in_any_order(
    empty: Path, names: tuple[str, ...]
) -> None:
    found = []
    for order in permutations(names):
        with scratch(empty) as connection:
            for name in order:
                quote(connection, name)
            found.append(partition(connection))
    assert all(f == found[0] for f in found), found


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7), st.sampled_from(Verdict)), max_size=6),
    st.randoms(use_true_random=False),
)
def test_withdrawing_everything_in_any_order_brings_back_the_beginning(
    empty: Path, given_: list[tuple[int, int, Verdict]], random: object
) -> None:
    with scratch(empty) as connection:
        for name in CAST:
            quote(connection, name)
        before = speakers(connection)
        keys = [judge(connection, a, b, v, by="me") for a, b, v in given_ if a != b]
        random.shuffle(keys)  # type: ignore[attr-defined]
        for key in keys:
            withdraw(connection, key, by="me")
        assert speakers(connection) == before
