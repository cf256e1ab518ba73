"""Merging, splitting, naming, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from handmade import dump, tell
from sqlalchemy import Connection, text

from quotes.document import Document
from quotes.errors import NotFoundError, UsageError
from quotes.names.compare import Verdict
from quotes.speakers import (
    Change,
    find,
    identify,
    merge,
    past,
    plan_merge,
    plan_split,
    rename,
    split,
    to_undo,
    undo,
)
from quotes.store.database import Database
from quotes.store.ledger import judge
from quotes.store.write import store


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """José Martí (1, with Jose Marti 2), H. Pell (3), Howard Pell (4)."""
    with database.writing() as connection:
        for name in ("José Martí", "Jose Marti", "H. Pell", "Howard Pell", "Howard Pell"):
            tell(connection, name)
        yield connection


def named(connection: Connection) -> dict[str, int]:
    rows = connection.execute(text("SELECT name, attributions FROM speaker ORDER BY id"))
    return {r[0]: r[1] for r in rows}


def speakers_and_pointers(connection: Connection) -> object:
    """All that is computed."""
    pointers = connection.execute(text("SELECT number, speaker_id FROM attribution ORDER BY 1"))
    return dump(connection, "speaker"), dump(connection, "name"), pointers.all()


def test_a_merge_makes_one_speaker_and_says_so(connection: Connection) -> None:
    change = merge(connection, "H. Pell", "Howard Pell", by="me")
    assert change.summary == "merged H. Pell (3) and Howard Pell (4)"
    assert [(p.name, p.attributions) for p in change.speakers] == [("Howard Pell", 3)]
    assert named(connection) == {"José Martí": 2, "Howard Pell": 3}


def test_a_merge_of_one_speaker_with_itself_is_refused(connection: Connection) -> None:
    with pytest.raises(UsageError, match="one speaker already"):
        plan_merge(connection, "1", "2")


def test_a_merge_overrules_what_a_person_said_before_and_tells_it(connection: Connection) -> None:
    judge(connection, 3, 4, Verdict.DIFFERENT, by="you")
    [against] = plan_merge(connection, "3", "4").against
    assert (against.left, against.right, against.by) == ("H. Pell", "Howard Pell", "you")
    merge(connection, "3", "4", by="me")
    assert named(connection) == {"José Martí": 2, "Howard Pell": 3}


def test_a_merge_across_a_refused_pair_overrules_that_pair_too(connection: Connection) -> None:
    judge(connection, 2, 3, Verdict.DIFFERENT, by="you")
    merge(connection, "1", "3", by="me")
    assert named(connection)["José Martí"] == 3


def test_a_split_parts_what_rules_joined(connection: Connection) -> None:
    plan = plan_split(connection, "Jose Marti")
    assert (plan.variant.id, plan.party.id, plan.attributions) == (2, 1, 1)
    change = split(connection, "Jose Marti", by="me")
    assert change.summary == "split Jose Marti from José Martí (1)"
    assert [p.name for p in change.speakers] == ["José Martí", "Jose Marti"]


def test_a_split_parts_what_a_person_joined(connection: Connection) -> None:
    merge(connection, "1", "4", by="me")
    merge(connection, "1", "3", by="me")
    split(connection, "4", by="me")
    assert named(connection) == {"José Martí": 3, "Howard Pell": 2}


def test_the_only_name_of_a_speaker_is_not_split(connection: Connection) -> None:
    with pytest.raises(UsageError, match="--article"):
        split(connection, "Howard Pell", by="me")


def test_a_namesake_in_one_article_is_split_off_and_comes_back(connection: Connection) -> None:
    before = speakers_and_pointers(connection)
    article = connection.execute(
        text("SELECT article_id FROM attribution ORDER BY number DESC LIMIT 1")
    ).scalar()
    change = split(connection, "Howard Pell", article=article, by="me")
    assert [(p.name, p.attributions) for p in change.speakers] == [
        ("Howard Pell", 1),
        ("Howard Pell", 1),
    ]
    undo(connection, by="me")
    after = speakers_and_pointers(connection)
    assert after[0] == before[0]
    assert after[2] == before[2]


def test_an_article_read_again_keeps_its_namesake(connection: Connection) -> None:
    article = tell(connection, "Ada Quill", number=50)
    tell(connection, "Ada Quill", number=51)
    split(connection, "Ada Quill", article=article, by="me")
    row = connection.execute(text("SELECT text FROM article WHERE id = :a"), {"a": article}).one()
    from handmade import said

    again = said(row.text, "“Number 50, 0,”", "said", "Ada Quill", "Ada Quill")
    store(connection, Document(row.text), [again], model="better", version="0")
    rows = connection.execute(
        text("SELECT name, attributions FROM speaker WHERE name = 'Ada Quill' ORDER BY id")
    ).all()
    assert [tuple(r) for r in rows] == [("Ada Quill", 1), ("Ada Quill", 1)]


@pytest.mark.parametrize(
    ("given", "article", "error"),
    [
        ("Nobody Here", None, NotFoundError),
        ("77", None, NotFoundError),
        ("Howard Pell", "no-such", NotFoundError),
    ],
)
def test_a_split_of_nothing_is_refused(
    connection: Connection, given: str, article: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        split(connection, given, article=article, by="me")


def test_several_names_written_alike_are_told_by_number(connection: Connection) -> None:
    tell(connection, "Quill")
    tell(connection, "Quill")
    with pytest.raises(UsageError, match="2 names are written 'Quill'; give the number"):
        split(connection, "Quill", by="me")


def test_a_speaker_is_shown_by_the_name_a_person_gives(connection: Connection) -> None:
    change = rename(connection, "1", "  José Julián   Martí ", by="me")
    assert [p.name for p in change.speakers] == ["José Julián Martí"]
    assert "José Martí" in change.speakers[0].variants


def test_a_name_it_has_already_is_no_action(connection: Connection) -> None:
    assert rename(connection, "1", "José Martí", by="me").action is None
    assert past(connection) == []


@pytest.mark.parametrize("new", ["", "   ", "a\x1bb", "x" * 201])
def test_a_name_that_is_none_is_refused(connection: Connection, new: str) -> None:
    with pytest.raises(UsageError, match="printable"):
        rename(connection, "1", new, by="me")


@pytest.mark.parametrize("given", ["Q42", "q42", "https://www.wikidata.org/wiki/Q42"])
def test_a_wikidata_identifier_is_kept(connection: Connection, given: str) -> None:
    assert identify(connection, "1", given, by="me").speakers[0].wikidata == "Q42"
    assert identify(connection, "1", given, by="me").action is None


@pytest.mark.parametrize("given", ["42", "Q", "Q0", "P31", "Q42; DROP TABLE name", ""])
def test_what_is_no_identifier_is_refused(connection: Connection, given: str) -> None:
    with pytest.raises(UsageError, match="look like Q42"):
        identify(connection, "1", given, by="me")


def test_an_identifier_belongs_to_one_speaker(connection: Connection) -> None:
    identify(connection, "1", "Q42", by="me")
    with pytest.raises(UsageError, match="merge the two"):
        identify(connection, "3", "Q42", by="me")


def test_two_identifiers_in_one_speaker_are_refused_before_a_merge(connection: Connection) -> None:
    identify(connection, "1", "Q42", by="me")
    identify(connection, "3", "Q43", by="me")
    with pytest.raises(UsageError, match="Q42 and Q43"):
        plan_merge(connection, "1", "3")


CHANGES: list[Callable[[Connection], Change]] = [
    lambda c: merge(c, "H. Pell", "Howard Pell", by="me"),
    lambda c: merge(c, "José Martí", "Howard Pell", by="me"),
    lambda c: split(c, "Jose Marti", by="me"),
    lambda c: rename(c, "1", "Pepe", by="me"),
    lambda c: identify(c, "1", "Q42", by="me"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_undone_is_as_it_was(
    connection: Connection, change: Callable[[Connection], Change]
) -> None:
    before = speakers_and_pointers(connection)
    done = change(connection)
    assert speakers_and_pointers(connection) != before
    assert to_undo(connection).id == done.action
    assert undo(connection, by="you").summary == f"undone: {done.summary}"
    assert speakers_and_pointers(connection) == before
    [row] = past(connection)
    assert (row.by, row.withdrawn_by) == ("me", "you")


def test_all_changes_undone_in_turn_bring_back_the_beginning(connection: Connection) -> None:
    before = speakers_and_pointers(connection)
    for change in CHANGES[2:]:
        change(connection)
    merge(connection, "3", "4", by="me")
    while past(connection)[-1].withdrawn is None:
        undo(connection, by="me")
    assert speakers_and_pointers(connection) == before


def test_an_older_action_can_be_undone_by_its_number(connection: Connection) -> None:
    first = merge(connection, "3", "4", by="me")
    rename(connection, "1", "Pepe", by="me")
    undo(connection, first.action, by="me")
    assert named(connection) == {"Pepe": 2, "H. Pell": 1, "Howard Pell": 2}


def test_nothing_to_undo_is_said(connection: Connection) -> None:
    with pytest.raises(NotFoundError, match="left to undo"):
        undo(connection, by="me")
    done = merge(connection, "3", "4", by="me")
    undo(connection, done.action, by="me")
    with pytest.raises(NotFoundError, match="that stands"):
        undo(connection, done.action, by="me")


def test_nobody_signs_as_a_rule(connection: Connection) -> None:
    with pytest.raises(UsageError, match="how rules sign"):
        merge(connection, "3", "4", by="rule")


def test_a_full_name_leaves_the_surname_that_was_joined_to_it(connection: Connection) -> None:
    tell(connection, "Pell")
    merge(connection, "4", "5", by="me")
    assert named(connection)["Howard Pell"] == 3
    split(connection, "4", by="me")
    assert named(connection) == {"José Martí": 2, "H. Pell": 1, "Howard Pell": 2, "Pell": 1}


def test_two_articles_split_off_come_back_one_by_one(connection: Connection) -> None:
    articles = [tell(connection, "Ada Quill", number=60 + i) for i in range(3)]
    states = [speakers_and_pointers(connection)[0::2]]
    number = str(find(connection, "Ada Quill").id)
    for article in articles[1:]:
        split(connection, number, article=article, by="me")
        states.append(speakers_and_pointers(connection)[0::2])
    while states:
        assert speakers_and_pointers(connection)[0::2] == states.pop()
        if states:
            undo(connection, by="me")


def test_all_of_a_name_split_off_leaves_no_ghost_to_be_found(connection: Connection) -> None:
    article = tell(connection, "Ada Quill", number=70)
    split(connection, "Ada Quill", article=article, by="me")
    assert find(connection, "Ada Quill").attributions == 1


def test_a_name_of_one_article_is_not_split_there_again(connection: Connection) -> None:
    article = tell(connection, "Quill", number=71)
    with pytest.raises(UsageError, match="in one article only"):
        split(connection, "Quill", article=article, by="me")


def test_an_undone_merge_that_another_holds_says_so(connection: Connection) -> None:
    first = merge(connection, "3", "4", by="me")
    merge(connection, "1", "4", by="me")
    merge(connection, "1", "H. Pell", by="me") if find(connection, "3").id != 1 else None
    judge(connection, 1, 3, Verdict.SAME, by="me")
    assert "still hold them together" in undo(connection, first.action, by="me").summary


@pytest.mark.parametrize("new", ["2030", "#7", "Q42"])
def test_a_name_that_reads_like_a_number_is_refused(connection: Connection, new: str) -> None:
    with pytest.raises(UsageError, match="has letters"):
        rename(connection, "1", new, by="me")


def test_a_speaker_is_found_by_the_name_it_is_shown_by(connection: Connection) -> None:
    rename(connection, "1", "Pepe Martí", by="me")
    assert find(connection, "pepe marti").id == 1
    assert find(connection, "pepe").id == 1


def test_joint_statements_of_a_merged_speaker_count_once(connection: Connection) -> None:
    tell(connection, "Ada Quill & Ada Roe", number=80)
    tell(connection, "Ada Quill", number=81)
    assert merge(connection, "Ada Quill", "Ada Roe", by="me").speakers[0].attributions == 2


def test_a_merge_whose_reason_reads_like_a_skip_is_a_merge(connection: Connection) -> None:
    merge(connection, "3", "4", by="me", reason="put off")
    assert named(connection) == {"José Martí": 2, "Howard Pell": 3}
