"""The questions that rules leave open, and their answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from handmade import tell
from sqlalchemy import Connection

from quotes.names.compare import Verdict
from quotes.speakers import answer, find, merge, open_questions, past, questions, undo
from quotes.store.database import Database
from quotes.store.ledger import judge


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Two questions: H. Pell and Howard Pell (two statements each), Quill and Ada Quill (one)."""
    with database.writing() as connection:
        tell(connection, "Ada Quill", title="A wall")
        tell(connection, "Quill", title="A letter")
        tell(connection, "H. Pell", "H. Pell")
        tell(connection, "Howard Pell", "Howard Pell")
        yield connection


def asked(connection: Connection) -> list[tuple[str, str]]:
    return [(q.left.text, q.right.text) for q in questions(connection, 10)]


def test_the_most_valuable_question_comes_first(connection: Connection) -> None:
    assert asked(connection) == [("H. Pell", "Howard Pell"), ("Ada Quill", "Quill")]
    assert open_questions(connection) == 2


def test_a_question_shows_both_sides(connection: Connection) -> None:
    question = questions(connection, 2)[1]
    assert question.right.place == "Quill (in “A letter”)"
    assert [[s.text for s in side] for side in question.statements] == [
        ["“Number 0, 0,”"],
        ["“Number 1, 0,”"],
    ]
    assert question.reason == "Quill may be Ada Quill, no more is known"
    assert not question.skipped


@pytest.mark.parametrize(
    ("verdict", "summary", "one"),
    [
        (Verdict.SAME, "H. Pell is Howard Pell", True),
        (Verdict.DIFFERENT, "H. Pell is not Howard Pell", False),
    ],
)
def test_an_answer_settles_it(
    connection: Connection, verdict: Verdict, summary: str, one: bool
) -> None:
    [question] = questions(connection)
    change = answer(connection, question, verdict, by="me")
    assert change.summary == summary
    assert (find(connection, "3").id == find(connection, "4").id) is one
    assert asked(connection) == [("Ada Quill", "Quill")]
    undo(connection, by="me")
    assert len(asked(connection)) == 2


def test_what_is_put_off_comes_last(connection: Connection) -> None:
    [question] = questions(connection)
    answer(connection, question, Verdict.UNSURE, by="me")
    assert asked(connection) == [("Ada Quill", "Quill"), ("H. Pell", "Howard Pell")]
    assert [q.skipped for q in questions(connection, 10)] == [False, True]
    assert past(connection)[0].summary == "put off whether H. Pell is Howard Pell"


def test_a_pair_that_is_not_to_be_asked_is_passed_over(connection: Connection) -> None:
    [question] = questions(connection)
    skip = frozenset({(question.left.id, question.right.id)})
    assert [q.left.text for q in questions(connection, 1, skip=skip)] == ["Ada Quill"]


def test_one_speaker_by_other_judgements_is_no_question(connection: Connection) -> None:
    tell(connection, "Howard B. Pell")
    for question in questions(connection, 10):
        if question.left.text.startswith("H. Pell") or question.right.text == "H. Pell":
            answer(connection, question, Verdict.SAME, by="me")
    assert asked(connection) == [("Ada Quill", "Quill")]


@pytest.mark.parametrize(
    "names", [("Bill Tarn", "William Tarn", "B. Tarn"), ("William Tarn", "B. Tarn", "Bill Tarn")]
)
def test_same_overrules_what_was_said_against_it_and_tells_so(
    database: Database, names: tuple[str, ...]
) -> None:
    with database.writing() as connection:
        for name in names:
            tell(connection, name)
        merge(connection, "William Tarn", "B. Tarn", by="you")
        number = {name: i for i, name in enumerate(names, 1)}
        judge(connection, number["Bill Tarn"], number["B. Tarn"], Verdict.DIFFERENT, by="you")
        [question] = questions(connection, 10)
        assert {question.left.text, question.right.text} == {"Bill Tarn", "William Tarn"}
        change = answer(connection, question, Verdict.SAME, by="me")
        assert "overruled: you judged B" in change.summary
        assert [p.attributions for p in change.speakers] == [3]


def test_what_is_put_off_is_settled_by_evidence_that_comes(database: Database) -> None:
    with database.writing() as connection:
        tell(connection, "Ada Quill")
        tell(connection, "Quill, the Harbour Board chair")
        [question] = questions(connection)
        answer(connection, question, Verdict.UNSURE, by="me")
        tell(connection, "Ada Quill, chair of the Harbour Board")
        assert find(connection, "1").id == find(connection, "2").id
