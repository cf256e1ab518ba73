"""Corrections of single statements when their article is read anew, and what is kept of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from handmade import dump, said, scratch, tell
from hypothesis import given, settings
from hypothesis import strategies as st
from recount import recount
from sqlalchemy import Connection, text

from quotes.attribution import Attribution, SpeakerKind
from quotes.document import Document
from quotes.errors import NotFoundError, QuotesError
from quotes.speakers import merge, split
from quotes.store import ledger
from quotes.store.corrections import (
    HIDDEN,
    SPEAKER,
    corrections_of,
    hiding,
    names_in,
    say,
)
from quotes.store.database import Database
from quotes.store.write import Outcome, fill, store

WALL = (
    "“The wall will hold for a hundred years,” said Ada Quill. “Number one is safe,” she said.\n"
    "Bo Tern and Cy Vance said that number two was not. Vance doubted it."
)
WALLS = Document(WALL, publisher="The Courier", published="2026-03-01")

HOLD = said(WALL, "“The wall will hold for a hundred years,”", "said", "Ada Quill", "Ada Quill")
HOLD_CUT = said(WALL, "The wall will hold for a hundred", "said", "Ada Quill", "Ada Quill")
HUNDRED = said(WALL, "a hundred years", "said", "Ada Quill", "Ada Quill")
SAFE = said(WALL, "“Number one is safe,”", "said", "she", "Ada Quill", reason="she is Ada Quill")
SAFE_ELSE = replace(SAFE, speaker=replace(SAFE.speaker, name="Bo Tern"))
TWO = replace(
    said(WALL, "that number two was not", "said", "Bo Tern and Cy Vance", "Bo Tern"),
    joint=(said(WALL, "Vance", who="Cy Vance").speaker,),
)
DOUBT = said(WALL, "it", "doubted", "Vance", "Vance", reason="Vance")

READINGS: dict[str, Sequence[Attribution]] = {
    "one": (HOLD, SAFE, TWO, DOUBT),
    "two": (HOLD_CUT, SAFE_ELSE, TWO),
    "three": (HUNDRED, SAFE, replace(TWO, joint=())),
    "four": (HOLD, HOLD_CUT, SAFE),
}


def read(connection: Connection, model: str, document: Document = WALLS) -> Outcome:
    return store(connection, document, READINGS[model], model=model, version="0")


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """The article as the model "one" reads it."""
    with database.writing() as connection:
        read(connection, "one")
        yield connection
        recount(connection, "corrected")


def who(connection: Connection) -> dict[str, str | None]:
    """The statements, and who says each."""
    rows = connection.execute(
        text(
            "SELECT a.text, s.name FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker_id "
            "ORDER BY a.start, a.number"
        )
    )
    return {r[0]: r[1] for r in rows}


def key(connection: Connection, words: str) -> str:
    """The identifier of the statement that reads so."""
    return str(
        connection.execute(
            text("SELECT id FROM attribution WHERE text = :t"), {"t": words}
        ).scalar()
    )


def put_right(
    connection: Connection, words: str, name: str = "", kind: SpeakerKind = SpeakerKind.PERSON
) -> int:
    action = ledger.begin(connection, "correct", "", by="me")
    of = key(connection, words)
    say(connection, of, SPEAKER, name, kind if name else None, by="me", action=action)
    return action


def put_away(connection: Connection, words: str) -> int:
    action = ledger.begin(connection, "hide", "", by="me")
    say(connection, key(connection, words), HIDDEN, by="me", action=action)
    return action


def mentions(connection: Connection, words: str) -> list[tuple]:
    rows = connection.execute(
        text(
            "SELECT n.text, m.reason, r.text, m.read_reason FROM mention m "
            "JOIN attribution a ON a.number = m.attribution LEFT JOIN name n ON n.id = m.name_id "
            "LEFT JOIN name r ON r.id = m.read_name_id WHERE a.text = :t ORDER BY m.position"
        ),
        {"t": words},
    )
    return [tuple(r) for r in rows]


# -- who speaks


def test_further_parties_of_a_corrected_source_are_nobody(connection: Connection) -> None:
    put_right(connection, TWO.text, "Dee Marsh")
    assert mentions(connection, TWO.text) == [
        ("Dee Marsh", "corrected by hand", "Bo Tern", "named in the sentence"),
        (None, "", "Cy Vance", "named in the sentence"),
    ]


def test_a_name_is_made_as_reading_makes_it(connection: Connection) -> None:
    put_right(connection, HOLD.text, "Vance")
    put_right(connection, SAFE.text, "Dee Marsh")
    put_right(connection, DOUBT.text, "Council", SpeakerKind.ORGANIZATION)
    rows = connection.execute(text("SELECT text, kind, scope != '' FROM name ORDER BY id")).all()
    assert [tuple(r) for r in rows] == [
        ("Ada Quill", "person", 0),
        ("Bo Tern", "person", 0),
        ("Cy Vance", "person", 0),
        ("Vance", "person", 1),
        ("Dee Marsh", "person", 0),
        ("Council", "organization", 0),
    ]


def test_what_is_not_there_is_not_corrected(connection: Connection) -> None:
    action = ledger.begin(connection, "hide", "", by="me")
    with pytest.raises(NotFoundError, match="no statement has the identifier"):
        say(connection, "nothing", HIDDEN, by="me", action=action)


def test_a_correction_knows_the_place_of_the_statement(connection: Connection) -> None:
    put_right(connection, HOLD.text)
    [row] = connection.execute(text('SELECT start, "end", field, value, kind FROM correction'))
    assert tuple(row) == (0, len(HOLD.text), "speaker", "", None)


# -- read anew


def test_a_correction_holds_when_another_model_reads_the_same(connection: Connection) -> None:
    action = put_right(connection, SAFE.text, "Dee Marsh")
    assert read(connection, "two") == Outcome.REPLACED
    assert who(connection)[SAFE.text] == "Dee Marsh"
    assert mentions(connection, SAFE.text) == [
        ("Dee Marsh", "corrected by hand", "Bo Tern", "she is Ada Quill")
    ]
    ledger.undo(connection, action, by="me")
    assert who(connection)[SAFE.text] == "Bo Tern"


def test_a_correction_holds_for_a_statement_that_is_cut_otherwise(connection: Connection) -> None:
    action = put_right(connection, HOLD.text, "Dee Marsh")
    read(connection, "two")
    assert who(connection)[HOLD_CUT.text] == "Dee Marsh"
    [row] = corrections_of(connection, key(connection, HOLD_CUT.text))
    assert row.action_id == action
    ledger.undo(connection, by="me")
    assert who(connection)[HOLD_CUT.text] == "Ada Quill"


def test_a_correction_is_not_of_a_statement_that_has_little_in_common(
    connection: Connection,
) -> None:
    put_right(connection, HOLD.text, "Dee Marsh")
    read(connection, "three")
    assert who(connection)[HUNDRED.text] == "Ada Quill"
    assert corrections_of(connection, key(connection, HUNDRED.text)) == []
    read(connection, "one")
    assert who(connection)[HOLD.text] == "Dee Marsh"


def test_a_statement_of_the_same_place_goes_before_one_like_it(connection: Connection) -> None:
    put_right(connection, HOLD.text, "Dee Marsh")
    put_away(connection, SAFE.text)
    read(connection, "four")
    assert who(connection) == {HOLD.text: "Dee Marsh", HOLD_CUT.text: "Ada Quill"}


def test_of_two_statements_from_here_to_there_each_has_its_own_correction(
    connection: Connection,
) -> None:
    pieces = replace(HOLD, content=said(WALL, ("“The wall will", "a hundred years,”")).content)
    for some in ((HOLD, pieces), (pieces, HOLD)):
        store(connection, WALLS, some, model=some[0].text, version="0")
        put_right(connection, HOLD.text, "Dee Marsh")
        put_right(connection, pieces.text, "Bo Tern")
        store(connection, WALLS, some[::-1], model="other", version="0")
        assert who(connection) == {HOLD.text: "Dee Marsh", pieces.text: "Bo Tern"}
        assert len(corrections_of(connection, key(connection, HOLD.text))) == len(
            corrections_of(connection, key(connection, pieces.text))
        )


def test_the_later_of_two_corrections_counts_whatever_reading_cut(connection: Connection) -> None:
    put_right(connection, HOLD.text, "Dee Marsh")
    read(connection, "two")
    put_right(connection, HOLD_CUT.text, "Bo Tern")
    for model, words in (("one", HOLD.text), ("two", HOLD_CUT.text)):
        read(connection, model)
        assert who(connection)[words] == "Bo Tern"
    ledger.undo(connection, by="me")
    assert who(connection)[HOLD_CUT.text] == "Dee Marsh"


def test_a_hidden_statement_is_hidden_again(connection: Connection) -> None:
    put_away(connection, HOLD.text)
    read(connection, "two")
    assert list(who(connection)) == [SAFE.text, TWO.text]
    cut = _identifier(connection)
    row = hiding(connection, cut)
    assert row.attribution_id != cut
    assert corrections_of(connection, cut) == [row]
    assert json.loads(row.snapshot)["attribution"]["text"] == HOLD_CUT.text
    ledger.undo(connection, by="me")
    assert who(connection)[HOLD_CUT.text] == "Ada Quill"
    assert key(connection, HOLD_CUT.text) == cut
    assert hiding(connection, cut) is None


def _identifier(connection: Connection) -> str:
    """Of the statement that is hidden."""
    return str(
        connection.execute(
            text(
                "SELECT json_extract(snapshot, '$.attribution.id') FROM correction "
                "WHERE field = 'hidden' AND withdrawn IS NULL"
            )
        ).scalar()
    )


def test_what_reading_finds_no_more_does_not_come_back(connection: Connection) -> None:
    put_away(connection, HOLD.text)
    read(connection, "three")
    assert connection.execute(text("SELECT snapshot FROM correction")).scalar() is None
    ledger.undo(connection, by="me")
    assert list(who(connection)) == [HUNDRED.text, SAFE.text, TWO.text]


def test_two_hidden_in_place_of_which_reading_has_one_need_both_to_be_undone(
    connection: Connection,
) -> None:
    read(connection, "four")
    actions = [put_away(connection, a.text) for a in (HOLD, HOLD_CUT)]
    read(connection, "two")
    assert HOLD_CUT.text not in who(connection)
    ledger.undo(connection, actions[1], by="me")
    assert HOLD_CUT.text not in who(connection)
    ledger.undo(connection, actions[0], by="me")
    assert who(connection)[HOLD_CUT.text] == "Ada Quill"


def test_a_hidden_statement_that_is_there_is_not_put_back_twice(connection: Connection) -> None:
    action = put_away(connection, HOLD.text)
    kept = connection.execute(text("SELECT snapshot FROM correction")).scalar()
    ledger.undo(connection, action, by="me")
    before = dump(connection, "attribution", "span", "mention")
    connection.execute(text("UPDATE correction SET withdrawn = NULL, snapshot = :s"), {"s": kept})
    connection.execute(text("UPDATE action SET withdrawn = NULL"))
    ledger.undo(connection, action, by="me")
    assert dump(connection, "attribution", "span", "mention") == before


def test_a_hidden_statement_whose_number_was_taken_gets_another(connection: Connection) -> None:
    statements = len(who(connection))
    put_away(connection, DOUBT.text)
    number = connection.execute(text("SELECT max(number) FROM attribution")).scalar()
    tell(connection, "Ada Quill")
    assert connection.execute(text("SELECT max(number) FROM attribution")).scalar() == number + 1
    ledger.undo(connection, by="me")
    assert len(who(connection)) == statements + 1
    assert who(connection)[DOUBT.text] == "Vance"


def test_a_hidden_statement_returns_with_the_articles_date_and_publisher_as_they_are_by_then(
    database: Database,
) -> None:
    with database.writing() as connection:
        read(connection, "one", Document(WALL))
        put_away(connection, HOLD.text)
        article = connection.execute(text("SELECT id FROM article")).scalar()
        fill(connection, str(article), WALLS)
        ledger.undo(connection, by="me")
        rows = connection.execute(text("SELECT DISTINCT published, publisher FROM attribution"))
        assert [tuple(r) for r in rows] == [("2026-03-01", "The Courier")]
        recount(connection)


def test_reading_by_the_same_model_changes_nothing(connection: Connection) -> None:
    put_right(connection, SAFE.text, "Dee Marsh")
    put_away(connection, HOLD.text)
    before = dump(connection)
    assert read(connection, "one") == Outcome.UNCHANGED
    assert dump(connection) == before


# -- with what else persons do


def test_a_namesake_split_off_takes_what_reading_gave_along(connection: Connection) -> None:
    article = connection.execute(text("SELECT id FROM article")).scalar()
    tell(connection, "Ada Quill")
    put_right(connection, SAFE.text, "Bo Tern")
    put_away(connection, HOLD.text)
    put_right(connection, DOUBT.text, "Ada Quill")
    parted = split(connection, "Ada Quill", article=str(article), by="me").action
    scopes = text(
        "SELECT n.scope = a.article_id FROM mention m JOIN attribution a ON a.number = m.attribution "
        "JOIN name n ON n.id IN (m.name_id, m.read_name_id) "
        "WHERE n.text = 'Ada Quill' AND a.article_id = :a"
    )
    assert connection.execute(scopes, {"a": article}).scalars().all() == [1, 1]
    ledger.undo(connection, 2, by="me")
    assert connection.execute(scopes, {"a": article}).scalars().all() == [1, 1, 1]
    ledger.undo(connection, parted, by="me")
    assert connection.execute(scopes, {"a": article}).scalars().all() == [0, 0, 0]


def test_the_names_that_an_action_bears_on(connection: Connection) -> None:
    action = put_right(connection, SAFE.text, "Dee Marsh")
    number = text("SELECT id FROM name WHERE text = :t")
    marsh, quill = (
        connection.execute(number, {"t": t}).scalar() for t in ("Dee Marsh", "Ada Quill")
    )
    assert names_in(connection, action) == {marsh}
    ledger.undo(connection, by="me")
    assert names_in(connection, action) == {marsh, quill}


# -- everything together

Doing = tuple[str, int, int]
NAMES = ("", "Ada Quill", "Bo Tern", "Vance", "Dee Marsh")
DOINGS = st.lists(
    st.tuples(
        st.sampled_from(("right", "away", "undo", "read", "read", "merge", "split")),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    max_size=12,
)


def do(connection: Connection, doing: Doing) -> None:
    """One thing that a person does, or a reading; what is refused does nothing."""
    what, a, b = doing
    there = list(who(connection))
    speakers = connection.execute(text("SELECT id FROM speaker ORDER BY id")).scalars().all()
    with suppress(QuotesError):
        if what == "read":
            read(connection, list(READINGS)[a % len(READINGS)])
        elif what == "undo":
            standing = connection.execute(text("SELECT id FROM action WHERE withdrawn IS NULL"))
            some = standing.scalars().all()
            ledger.undo(connection, some[a % len(some)] if some else None, by="me")
        elif what == "merge":
            one, other = (str(speakers[n % len(speakers)]) for n in (a, b))
            merge(connection, one, other, by="me")
        elif what == "split":
            article = connection.execute(
                text("SELECT id FROM article WHERE text = :t"), {"t": WALL}
            )
            split(
                connection, str(speakers[a % len(speakers)]), article=str(article.scalar()), by="me"
            )
        elif there and what == "right":
            put_right(connection, there[a % len(there)], NAMES[b % len(NAMES)])
        elif there:
            put_away(connection, there[a % len(there)])


def told(connection: Connection) -> dict[str, list[tuple]]:
    """Everything that is said, by whom, without the numbers of rows."""
    asked = {
        "statements": "SELECT a.id, a.article_id, a.kind, a.text, a.cue, a.source, a.start, a.medium, "
        "a.negated, a.published, a.publisher, a.wording, s.name, u.model FROM attribution a "
        "JOIN run u ON u.id = a.run_id LEFT JOIN speaker s ON s.id = a.speaker_id",
        "spans": "SELECT a.id, s.role, s.position, s.start, s.end FROM span s "
        "JOIN attribution a ON a.number = s.attribution",
        "mentions": "SELECT a.id, m.position, m.start, m.end, m.reason, m.description, m.read_name_id, "
        "m.read_reason, n.text, n.kind, n.scope FROM mention m "
        "JOIN attribution a ON a.number = m.attribution LEFT JOIN name n ON n.id = m.name_id",
        "names": "SELECT n.text, n.kind, n.scope, n.attributions, s.name, s.kind, s.attributions, "
        "(SELECT count(*) FROM name o WHERE o.speaker_id = s.id) FROM name n "
        "JOIN speaker s ON s.id = n.speaker_id",
        "tally": "SELECT * FROM tally",
    }
    return {
        k: sorted((tuple(r) for r in connection.execute(text(q))), key=repr)
        for k, q in asked.items()
    }


@settings(max_examples=15)
@given(DOINGS)
def test_undone_in_reverse_only_what_was_read_is_left(empty: Path, doings: list[Doing]) -> None:
    found = []
    for persons in (True, False):
        with scratch(empty) as connection:
            tell(connection, "Ada Quill", "Senator Bo Tern", "Vance", "Cy Vance")
            read(connection, "one")
            for doing in doings:
                if persons or doing[0] == "read":
                    do(connection, doing)
                    recount(connection, "corrected")
            while connection.execute(text("SELECT 1 FROM action WHERE withdrawn IS NULL")).first():
                ledger.undo(connection, by="me")
                recount(connection, "corrected")
            found.append(told(connection))
    assert found[0] == found[1]
