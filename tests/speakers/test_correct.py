"""Correcting who speaks, hiding a statement, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import HAND_MADE, UNDATED, dump, scratch, tell
from handmade import said as said_of
from hypothesis import given, settings
from hypothesis import strategies as st
from recount import recount
from sqlalchemy import Connection, text

from quotes.attribution import Attribution, SpeakerKind
from quotes.document import Document, Span
from quotes.errors import NotFoundError, QuotesError, UsageError
from quotes.search import Query, description, reason, search, statement
from quotes.speakers import (
    correct,
    corrections,
    find,
    hidden,
    hide,
    merge,
    past,
    plan_correct,
    rename,
    split,
    undo,
)
from quotes.store.database import Database
from quotes.store.write import store

LEDGER = ("action", "judgement", "label", "correction")


@pytest.fixture
def connection(stored: Database) -> Iterator[Connection]:
    """The hand-made articles: Darrow (1) and Ortel (2, twice) of the wall, and five more speakers."""
    with stored.writing() as connection:
        yield connection
        recount(connection)


def ids(connection: Connection) -> list[str]:
    return list(connection.execute(text("SELECT id FROM attribution ORDER BY number")).scalars())


def said(connection: Connection, key: str) -> str | None:
    return statement(connection, key).speaker


def state(connection: Connection) -> dict[str, list[tuple]]:
    """Everything but the ledger, and but names for which nothing is said."""
    found = dump(connection)
    silent = {r[0] for r in found["name"] if r[4] is None and r[5] == 0}
    found["name"] = [r for r in found["name"] if r[0] not in silent]
    found["block"] = [r for r in found["block"] if r[1] not in silent]
    return {k: v for k, v in found.items() if k not in LEDGER}


# -- who speaks


def test_who_speaks_is_corrected_and_says_so(connection: Connection) -> None:
    first = ids(connection)[0]
    change = correct(connection, first, "Marguerite Ortel", by="me", reason="heard \n it")
    assert (
        change.summary == f"corrected who says {first}: Marguerite Ortel (2), not Colm Darrow (1)"
    )
    assert [(p.name, p.attributions) for p in change.speakers] == [("Marguerite Ortel", 4)]
    assert said(connection, first) == "Marguerite Ortel"
    assert reason(connection, first) == "corrected by hand: heard it"
    [row] = past(connection)
    assert (row.what, row.by) == ("correct", "me")


def test_what_reading_gave_is_kept(connection: Connection) -> None:
    first = ids(connection)[0]
    correct(connection, first, "Marguerite Ortel", by="me")
    [row] = connection.execute(
        text(
            "SELECT n.text, m.read_reason, m.reason FROM mention m JOIN name n ON n.id = m.read_name_id"
        )
    )
    assert tuple(row) == ("Colm Darrow", "named in the sentence", "corrected by hand")


@pytest.mark.parametrize("given", ["2", "#2", "Marguerite Ortel", " marguerite  ortel "])
def test_a_known_speaker_is_meant_by_number_or_exact_name(
    connection: Connection, given: str
) -> None:
    plan = plan_correct(connection, ids(connection)[0], given)
    assert (plan.name, plan.party and plan.party.id) == ("Marguerite Ortel", 2)


def test_a_known_speaker_is_meant_by_its_wikidata_identifier(connection: Connection) -> None:
    connection.execute(text("UPDATE speaker SET wikidata = 'Q42' WHERE id = 2"))
    assert plan_correct(connection, ids(connection)[0], "q42").name == "Marguerite Ortel"
    with pytest.raises(NotFoundError, match="no speaker has the identifier Q43"):
        plan_correct(connection, ids(connection)[0], "Q43")


def test_a_speaker_shown_by_another_name_speaks_by_one_that_was_printed(
    connection: Connection,
) -> None:
    rename(connection, "2", "The Minister", by="me")
    plan = plan_correct(connection, ids(connection)[0], "The Minister")
    assert (plan.name, plan.party and plan.party.name) == ("Marguerite Ortel", "The Minister")


def test_any_other_name_is_new(connection: Connection) -> None:
    first = ids(connection)[0]
    plan = plan_correct(connection, first, "Margerite Ortell")
    assert plan.party is None
    assert [p.name for p in plan.like] == ["Marguerite Ortel"]
    change = correct(connection, first, "Bo Tern", by="me")
    assert [(p.name, p.kind, p.attributions) for p in change.speakers] == [("Bo Tern", "person", 1)]


def test_a_new_name_has_the_kind_that_is_given(connection: Connection) -> None:
    first = ids(connection)[0]
    correct(connection, first, "Harbour Board", kind=SpeakerKind.ORGANIZATION, by="me")
    assert find(connection, "Harbour Board").kind == "organization"


def test_a_speaker_of_another_kind_is_another(connection: Connection) -> None:
    first = ids(connection)[0]
    plan = plan_correct(connection, first, "Marguerite Ortel", kind=SpeakerKind.ORGANIZATION)
    assert plan.party is None
    with pytest.raises(UsageError, match="is of the kind person, not place"):
        plan_correct(connection, first, "2", kind=SpeakerKind.PLACE)


def test_a_bare_surname_means_somebody_of_the_article_only(connection: Connection) -> None:
    first = ids(connection)[0]
    correct(connection, first, "Vestry", by="me")
    assert connection.execute(
        text("SELECT scope = (SELECT article_id FROM attribution WHERE id = :id) FROM name "),
        {"id": first},
    ).scalars().all() == [0] * 6 + [1]
    assert plan_correct(connection, ids(connection)[1], "Vestry").party is not None
    assert plan_correct(connection, ids(connection)[4], "Vestry").party is None


def test_a_surname_of_another_article_by_its_number_is_made_one_with_it(
    connection: Connection,
) -> None:
    first, other = ids(connection)[0], ids(connection)[4]
    start = state(connection)
    correct(connection, first, "Vestry", by="me")
    before = state(connection)
    number = connection.execute(text("SELECT id FROM speaker WHERE name = 'Vestry'")).scalar()
    change = correct(connection, other, f"{number}", by="me", reason="the same office")
    assert [(p.id, p.attributions, p.articles) for p in change.speakers][:1] == [(number, 2, 2)]
    recount(connection)
    undo(connection, by="me")
    assert state(connection) == before
    undo(connection, by="me")
    assert state(connection) == start


def test_a_surname_that_is_somebody_there_is_not_made_somebody_else(connection: Connection) -> None:
    first, other = ids(connection)[0], ids(connection)[4]
    correct(connection, first, "Vestry", by="me")
    number = connection.execute(text("SELECT id FROM speaker WHERE name = 'Vestry'")).scalar()
    correct(connection, other, "Vestry", by="me")
    with pytest.raises(UsageError, match="speakers merge"):
        correct(connection, ids(connection)[3], f"{number}", by="me")


def test_a_namesake_split_off_is_told_from_the_other(database: Database) -> None:
    with database.writing() as connection:
        article = tell(connection, "Ada Quill", "Bo Tern", number=1)
        tell(connection, "Ada Quill", "Bo Tern", number=2)
        split(connection, "Ada Quill", article=article, by="me")
        here, there = (ids(connection)[n] for n in (1, 3))
        own = statement(connection, ids(connection)[0]).speaker_id
        other = statement(connection, ids(connection)[2]).speaker_id
        assert own != other
        with pytest.raises(UsageError, match=rf"2 speakers are called .*{other} Ada Quill"):
            correct(connection, here, "Ada Quill", by="me")
        correct(connection, here, f"{own}", by="me")
        correct(connection, there, f"{other}", by="me")
        assert statement(connection, here).speaker_id == own
        assert statement(connection, there).speaker_id == other
        for key, speaker in ((here, other), (there, own)):
            with pytest.raises(UsageError, match="tells them apart"):
                correct(connection, key, f"{speaker}", by="me")
        recount(connection)
        for _ in range(3):
            undo(connection, by="me")
        assert statement(connection, here).speaker == "Bo Tern"
        recount(connection)


@pytest.mark.parametrize("given", ["", "  ", "a\x1bb", "x" * 201, "\udcff"])
def test_what_is_no_name_is_refused(connection: Connection, given: str) -> None:
    with pytest.raises(UsageError, match="printable"):
        correct(connection, ids(connection)[0], given, by="me")
    assert past(connection) == []


def test_what_is_not_there_is_refused(connection: Connection) -> None:
    with pytest.raises(NotFoundError, match="no statement has the identifier 'nothing'"):
        correct(connection, "nothing", "2", by="me")
    with pytest.raises(NotFoundError, match="no statement has the identifier 'nothing'"):
        hide(connection, "nothing", by="me")
    with pytest.raises(NotFoundError, match="no speaker has the number 77"):
        correct(connection, ids(connection)[0], "77", by="me")
    with pytest.raises(UsageError, match="of no kind"):
        correct(connection, ids(connection)[0], None, kind=SpeakerKind.PERSON, by="me")
    with pytest.raises(UsageError, match="how rules sign"):
        correct(connection, ids(connection)[0], "2", by="rule")


def test_a_reason_of_another_encoding_is_kept_readable(connection: Connection) -> None:
    correct(connection, ids(connection)[0], "2", by="me", reason="caf\udce9")
    assert reason(connection, ids(connection)[0]) == "corrected by hand: caf?"


def test_nobody_is_named(connection: Connection) -> None:
    first = ids(connection)[0]
    change = correct(connection, first, None, by="me")
    assert change.summary.endswith(": nobody is named, not Colm Darrow (1)")
    assert change.speakers == ()
    assert said(connection, first) is None
    assert connection.execute(text("SELECT count(*) FROM speaker WHERE id = 1")).scalar() == 0
    undo(connection, by="me")
    assert said(connection, first) == "Colm Darrow"


def test_where_nobody_was_named_somebody_is(connection: Connection) -> None:
    last = ids(connection)[-1]
    before = state(connection)
    change = correct(connection, last, "6", by="me")
    assert change.summary.endswith(": Søren Halvard (6), where nobody was named")
    undo(connection, by="me")
    assert state(connection) == before


@pytest.mark.parametrize("again", ["1", "Colm Darrow", "colm darrow"])
def test_what_is_so_already_is_no_action(connection: Connection, again: str) -> None:
    first, last = ids(connection)[0], ids(connection)[-1]
    change = correct(connection, first, again, by="me")
    assert (change.action, change.summary) == (None, f"Colm Darrow says {first} already")
    assert correct(connection, last, None, by="me").summary == f"nobody is named for {last} already"
    assert past(connection) == []


def test_the_later_correction_counts_and_the_earlier_returns(connection: Connection) -> None:
    first = ids(connection)[0]
    states = [state(connection)]
    for who in ("2", None, "Bo Tern", "Colm Darrow"):
        correct(connection, first, who, by="me")
        states.append(state(connection))
    assert said(connection, first) == "Colm Darrow"
    assert [c.value for c in corrections(connection, first)] == [
        "Marguerite Ortel",
        "",
        "Bo Tern",
        "Colm Darrow",
    ]
    while states:
        assert state(connection) == states.pop()
        if states:
            undo(connection, by="you")


def test_an_earlier_correction_undone_leaves_the_later(connection: Connection) -> None:
    first = ids(connection)[0]
    before = state(connection)
    earlier = correct(connection, first, "2", by="me")
    correct(connection, first, "6", by="me")
    undo(connection, earlier.action, by="me")
    assert said(connection, first) == "Søren Halvard"
    undo(connection, by="me")
    assert state(connection) == before


def test_undo_tells_of_both_speakers(connection: Connection) -> None:
    first = ids(connection)[0]
    correct(connection, first, "2", by="me")
    assert {p.name for p in undo(connection, by="me").speakers} == {
        "Colm Darrow",
        "Marguerite Ortel",
    }
    hide(connection, first, by="me")
    assert [p.name for p in undo(connection, by="me").speakers] == ["Colm Darrow"]


def test_one_of_joint_sources_may_be_the_only_one(database: Database) -> None:
    with database.writing() as connection:
        tell(connection, "Mike Pell & Michael Pell", "Mike Pell", "Michael Pell", number=1)
        [first, *_] = ids(connection)
        before = state(connection)
        assert statement(connection, first).speakers == "Mike Pell and Michael Pell"
        correct(connection, first, "Mike Pell", by="me")
        # They were two only because they spoke together.
        assert statement(connection, first).speakers == "Mike Pell"
        assert find(connection, "Mike Pell").attributions == 3
        recount(connection)
        undo(connection, by="me")
        assert state(connection) == before
        assert statement(connection, first).speakers == "Mike Pell and Michael Pell"


def test_a_statement_without_a_mention_gets_one_and_loses_it(database: Database) -> None:
    with database.writing() as connection:
        alone = replace(HAND_MADE[UNDATED][1], source=())
        store(connection, UNDATED, [alone], model="m", version="0")
        assert dump(connection)["mention"] == []
        before = state(connection)
        correct(connection, ids(connection)[0], "Bo Tern", by="me")
        [row] = connection.execute(
            text('SELECT start, "end", read_name_id, read_reason FROM mention')
        )
        assert tuple(row) == (None, None, None, "")
        recount(connection)
        undo(connection, by="me")
        assert state(connection) == before


# -- what the article called whom it was taken for

PORT = "Mayor Ada Quill came first. The wall is gone, she said. “It is,” the mayor said. “Yes,” said Mayor Quill."


def described(content: str, source: str, words: str) -> Attribution:
    """Somebody is taken for Ada Quill, and described by the last of ``words`` before the source's end."""
    found = said_of(PORT, content, "said", source, "Ada Quill")
    at = PORT.rindex(words, 0, found.source[0].end)
    return replace(found, speaker=replace(found.speaker, description=Span(at, at + len(words))))


@pytest.mark.parametrize(
    ("found", "left"),
    [
        (described("The wall is gone", "she", "Mayor"), ""),  # it stands where she is introduced
        (described("“It is,”", "the mayor", "mayor"), "mayor"),  # whoever that is
        (described("“Yes,”", "Mayor Quill", "Mayor"), ""),  # Quill is, and nobody else
    ],
)
def test_what_the_wrong_speaker_is_called_is_not_said_of_the_right_one(
    database: Database, found: Attribution, left: str
) -> None:
    with database.writing() as connection:
        store(connection, Document(PORT), [found], model="m", version="0")
        [key] = ids(connection)
        called = description(connection, key)
        before = state(connection)
        for who in ("Bo Tern", None, "Cy Vance"):
            correct(connection, key, who, by="me")
            assert description(connection, key) == left
        assert called.lower() == "mayor"
        hide(connection, key, by="me")
        for _ in range(4):
            undo(connection, by="me")
        assert state(connection) == before
        recount(connection)


def test_a_corrected_speaker_is_not_written_as_another_was_printed(connection: Connection) -> None:
    change = correct(connection, ids(connection)[0], "2", by="me")
    assert "Fire Chief Colm Darrow" not in change.speakers[0].variants


# -- hiding


def test_a_hidden_statement_is_in_no_table(connection: Connection) -> None:
    third = ids(connection)[2]
    before = state(connection)
    change = hide(connection, third, by="me", reason="withdrawn by the paper")
    assert change.summary == f"hid {third}, Marguerite Ortel in “Sea wall gives way in Port Ellery”"
    assert [(p.name, p.attributions) for p in change.speakers] == [("Marguerite Ortel", 2)]
    assert third not in ids(connection)
    assert search(connection, Query("signed")) == []
    for table in ("span", "mention"):
        assert not [r for r in dump(connection)[table] if r[0] == 3]
    undo(connection, by="me")
    assert state(connection) == before
    assert [s.id for s in search(connection, Query("signed"))] == [third]


def test_it_is_said_who_hid_a_statement_and_how_to_bring_it_back(connection: Connection) -> None:
    third = ids(connection)[2]
    change = hide(connection, third, by="the desk", reason="withdrawn by the paper")
    with pytest.raises(NotFoundError) as told:
        statement(connection, third)
    assert str(told.value).startswith(f"{third} was hidden by the desk on 20")
    assert str(told.value).endswith(
        f" (withdrawn by the paper); `quotes speakers undo {change.action}` brings it back"
    )
    with pytest.raises(NotFoundError, match="was hidden by"):
        correct(connection, third, "1", by="me")
    undo(connection, by="me")
    assert hidden(connection, third) is None


def test_a_hidden_statement_is_not_hidden_twice(connection: Connection) -> None:
    third = ids(connection)[2]
    hide(connection, third, by="the desk")
    again = hide(connection, third, by="me")
    assert (again.action, again.summary) == (None, f"{third} is hidden already, by the desk")


def test_what_was_corrected_and_hidden_comes_back_corrected(connection: Connection) -> None:
    first = ids(connection)[0]
    start = state(connection)
    correct(connection, first, "2", by="me", reason="heard it")
    corrected = state(connection)
    hide(connection, first, by="me")
    assert [(c.field, c.withdrawn) for c in corrections(connection, first)] == [
        ("speaker", None),
        ("hidden", None),
    ]
    undo(connection, by="me")
    assert state(connection) == corrected
    undo(connection, by="me")
    assert state(connection) == start


def test_a_correction_undone_while_the_statement_is_hidden_is_gone_when_it_returns(
    connection: Connection,
) -> None:
    first = ids(connection)[0]
    start = state(connection)
    made = correct(connection, first, "2", by="me")
    hide(connection, first, by="me")
    undo(connection, made.action, by="me")
    assert hidden(connection, first) is not None
    undo(connection, by="me")
    assert state(connection) == start


def test_two_hidden_come_back_one_by_one_in_any_order(connection: Connection) -> None:
    first, second, *_ = ids(connection)
    start = state(connection)
    one, other = (hide(connection, key, by="me").action for key in (first, second))
    undo(connection, one, by="me")
    assert (first in ids(connection), second in ids(connection)) == (True, False)
    recount(connection)
    undo(connection, other, by="me")
    assert state(connection) == start


# -- everything together

CAST = (
    ("Ada Quill", "Quill", "senior official"),
    ("Senator Ada Quill", "Bo Tern & Ada Quill", "H. Pell"),
    ("Howard Pell", "Pell", "Mike Pell & Michael Pell"),
    ("José Martí", "Jose Marti, the poet", "Pell Bank!"),
    ("Tern", "Bo Tern", "Michael Pell"),
)
WHO = (
    None,
    "Ada Quill",
    "Bo Tern",
    "Vestry",
    "Tern",
    "Pell Bank",
    "1",
    "4",
    "Jose Marti",
    "A. New",
)

Doing = tuple[str, int, int]


def do(connection: Connection, keys: list[str], doing: Doing) -> None:
    """One thing that a person does; what is refused does nothing."""
    what, a, b = doing
    key = keys[a % len(keys)]
    speakers = connection.execute(text("SELECT id FROM speaker ORDER BY id")).scalars().all()
    one, other = (str(speakers[n % len(speakers)]) for n in (a, b))
    articles = connection.execute(text("SELECT id FROM article ORDER BY id")).scalars().all()
    with suppress(QuotesError):
        if what == "correct":
            correct(connection, key, WHO[b % len(WHO)], by="me")
        elif what == "hide":
            hide(connection, key, by="me")
        elif what == "undo":
            standing = [r.id for r in past(connection) if r.withdrawn is None]
            undo(connection, standing[a % len(standing)] if standing else None, by="me")
        elif what == "merge":
            merge(connection, one, other, by="me")
        else:
            split(connection, one, by="me", article=articles[b % len(articles)] if b % 2 else None)


DOINGS = st.lists(
    st.tuples(
        st.sampled_from(("correct", "correct", "hide", "undo", "merge", "split")),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    max_size=10,
)


@settings(max_examples=25)
@given(DOINGS)
def test_whatever_is_done_and_undone_in_reverse_is_as_it_was(
    empty: Path, doings: list[Doing]
) -> None:
    with scratch(empty) as connection:
        for people in CAST:
            tell(connection, *people)
        keys = ids(connection)
        before = state(connection)
        for doing in doings:
            do(connection, keys, doing)
            recount(connection)
        while any(r.withdrawn is None for r in past(connection)):
            undo(connection, by="me")
            recount(connection)
        assert state(connection) == before
        assert [c for c in dump(connection)["correction"] if c[8] is not None] == []
