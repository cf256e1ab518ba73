"""A newsroom's list of names, in and out."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from handmade import dump, tell
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from quotes.errors import InputError, NotFoundError
from quotes.names.compare import Verdict
from quotes.speakers import Report, export_csv, find, identify, import_csv, rename, undo
from quotes.store.database import Database
from quotes.store.ledger import judge


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Ada Quill (1), Pell Bank (2), Ada Quill-Roe (3)."""
    with database.writing() as connection:
        tell(connection, "Ada Quill", "Pell Bank!", "Ada Quill-Roe")
        yield connection


def take(connection: Connection, *lines: str) -> Report:
    return import_csv(connection, "\n".join(lines) + "\n", by="me", where="names.csv")


def exported(connection: Connection) -> str:
    out = io.StringIO()
    export_csv(connection, out)
    return out.getvalue()


def test_what_is_exported(connection: Connection) -> None:
    identify(connection, "1", "Q42", by="me")
    assert exported(connection).splitlines() == [
        "name,aliases,kind,wikidata,statements,id",
        "Ada Quill,,person,Q42,1,1",
        "Ada Quill-Roe,,person,,1,3",
        "Pell Bank,,organization,,1,2",
    ]


def test_a_row_joins_its_names_and_gives_kind_name_and_identifier(connection: Connection) -> None:
    report = take(
        connection, "name,aliases,kind,wikidata", "Ada B. Quill,Ada Quill|Ada Quill-Roe,person,Q42"
    )
    assert (report.rows, report.changed, report.added, report.refused) == (1, 1, 1, [])
    who = find(connection, "Ada Quill-Roe")
    assert (who.name, who.wikidata, who.attributions) == ("Ada B. Quill", "Q42", 2)
    assert set(who.variants) == {"Ada B. Quill", "Ada Quill", "Ada Quill-Roe"}


def test_a_name_that_is_new_is_found_by_later_articles(connection: Connection) -> None:
    take(connection, "name,aliases,kind,wikidata", "Harbour Board,HB; Port Board,organization,Q1")
    tell(connection, "Port Board!")
    assert find(connection, "Port Board").wikidata == "Q1"
    assert find(connection, "Port Board").name == "Harbour Board"


def test_a_bare_surname_is_only_an_alias_to_search_by(connection: Connection) -> None:
    take(connection, "name,aliases", "Ada Quill,Quill")
    tell(connection, "Quill")
    assert len({find(connection, "1").id, find(connection, "4").id}) == 2
    assert connection.execute(text("SELECT field, value FROM label")).all() == [("alias", "Quill")]


def test_twice_changes_nothing(connection: Connection) -> None:
    lines = (
        "name,aliases,kind,wikidata",
        "Ada B. Quill,Ada Quill|Quill,person,Q42",
        "Pell Bank,PB,organization,",
    )
    take(connection, *lines)
    before = dump(connection)
    report = take(connection, *lines)
    assert (report.changed, report.added, report.unchanged, report.action) == (0, 0, 2, None)
    assert dump(connection) == before


def test_what_is_exported_changes_nothing_when_it_comes_back(connection: Connection) -> None:
    take(connection, "name,aliases,kind,wikidata", "Ada B. Quill,Ada Quill|Quill,person,Q42")
    before = dump(connection)
    report = import_csv(connection, exported(connection), by="me", where="out.csv")
    assert (report.changed, report.added, report.refused) == (0, 0, [])
    assert dump(connection) == before


def test_an_import_is_undone_as_one(connection: Connection) -> None:
    before = dump(connection, "speaker")
    take(connection, "name,aliases,wikidata", "Ada Quill,Ada Quill-Roe,Q42", "Pell Bank,,Q43")
    assert dump(connection, "speaker") != before
    undo(connection, by="me")
    assert dump(connection, "speaker") == before


def test_a_row_against_a_persons_judgement_is_reported_and_not_applied(
    connection: Connection,
) -> None:
    judge(connection, 1, 3, Verdict.DIFFERENT, by="ed")
    report = take(connection, "name,aliases,wikidata", "Ada Quill,Ada Quill-Roe,Q42")
    [(line, why)] = report.refused
    assert line == 2
    assert why.startswith("Ada Quill: ed judged Ada Quill and Ada Quill-Roe different")
    assert find(connection, "1").wikidata is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Ada Quill,,Q43", "Ada Quill is Q42 here, not Q43"),
        ("Pell Bank,,Q42", "Q42 is Ada Quill here (1); merge the two if they are one"),
        ("Pell Bank,,42", "'42' is no Wikidata identifier"),
        (",,Q7", "'' is no name"),
        ("Quill,person,", "Quill: a surname alone may be anybody's"),
        ("Quill,,", "Quill: a single word may be a surname; give its kind"),
    ],
)
def test_a_row_that_cannot_be_applied_is_reported(
    connection: Connection, row: str, why: str
) -> None:
    identify(connection, "1", "Q42", by="me")
    before = dump(connection, "speaker", "name", "label")
    report = take(connection, "name,kind,wikidata", row)
    [(line, said)] = report.refused
    assert line == 2
    assert why in said
    assert dump(connection, "speaker", "name", "label") == before


def test_a_kind_that_there_is_not_is_reported(connection: Connection) -> None:
    [(_, why)] = take(connection, "name,kind", "Ada Quill,ghost").refused
    assert "no kind is called 'ghost'" in why


@pytest.mark.parametrize(
    "heading",
    [
        "Name;Aliases;Kind;Wikidata ID",
        "label\taka\ttype\tQID",
        "\ufeffNAME,Also Known As,KIND,wikidata-id",
    ],
)
def test_headings_and_separators_of_other_programs_are_read(
    connection: Connection, heading: str
) -> None:
    mark = next(m for m in ";\t," if m in heading)
    report = take(connection, heading, mark.join(("Ada Quill", "Ada Quill-Roe", "human", "Q42")))
    assert report.refused == []
    assert find(connection, "3").wikidata == "Q42"


@pytest.mark.parametrize("source", ["", "ada,bela\n1,2\n", "name\0\n"])
def test_what_is_no_list_is_refused(connection: Connection, source: str) -> None:
    with pytest.raises(InputError):
        import_csv(connection, source, by="me", where="names.csv")


@given(st.text(max_size=200))
def test_any_text_is_taken_or_refused_as_an_error_of_ours(source: str) -> None:
    from quotes.speakers.exchange import _entries

    report = Report()
    try:
        entries = list(_entries(source, "x.csv", report))
    except InputError:
        return
    assert all(e.name.strip() for e in entries)


def test_hostile_names_are_stored_as_they_are(connection: Connection) -> None:
    evil = "Robert'); DROP TABLE name;-- Tables"
    take(connection, "name,kind", f'"{evil}",person')
    assert (
        connection.execute(text("SELECT count(*) FROM name WHERE text = :t"), {"t": evil}).scalar()
        == 1
    )


def test_an_undone_import_leaves_nothing_that_counts(connection: Connection) -> None:
    tell(connection, "James Comer")
    tell(connection, "James B. Comer")
    before = dump(connection, "speaker")
    take(connection, "name,kind", "James D. Comer,person", "Ada Quill,organization")
    assert dump(connection, "speaker") != before
    undo(connection, by="me")
    assert dump(connection, "speaker") == before
    with pytest.raises(NotFoundError):
        find(connection, "James D. Comer")


@pytest.mark.parametrize("name", ["Maggie", "maggie"])
def test_a_speaker_is_found_by_an_alias(connection: Connection, name: str) -> None:
    take(connection, "name,aliases,kind", "Ada Quill,Maggie,person")
    assert find(connection, name).name == "Ada Quill"


def test_a_name_that_two_rows_claim_goes_to_the_first(connection: Connection) -> None:
    lines = ("name,aliases", "Ada Zed,Jo Roe", "Bo Yew,Jo Roe")
    for _ in range(2):
        report = take(connection, *lines)
        assert report.refused == [(3, "Bo Yew: line 2 has Jo Roe for Ada Zed")]
        assert find(connection, "Jo Roe").name == "Ada Zed"
    assert report.action is None


def test_one_identifier_for_two_new_names_is_refused(connection: Connection) -> None:
    report = take(connection, "name,wikidata", "Ada Zed,Q5", "Bo Yew,Q5")
    assert [line for line, _ in report.refused] == [3]


def test_a_list_where_every_cell_is_quoted_is_read(connection: Connection) -> None:
    take(connection, '"name","aliases","kind"', '"Bob ""Rock"" Zed","The ""Boss"" Zed","person"')
    assert find(connection, 'Bob "Rock" Zed').name == 'Bob "Rock" Zed'


def test_a_list_may_correct_a_kind(connection: Connection) -> None:
    report = take(connection, "name,kind", "Ada Quill,organization")
    assert (report.added, find(connection, "Ada Quill").kind) == (0, "organization")


def test_a_renamed_speaker_comes_back_from_a_list(connection: Connection) -> None:
    rename(connection, "1", "Ada the Great", by="me")
    report = import_csv(connection, exported(connection), by="me", where="out.csv")
    assert (report.changed, report.added, report.refused) == (0, 0, [])
