"""Who said what: statements found by words, speaker, kind, date and publisher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path

import pytest
from handmade import HAND_MADE, MEMO, TALKS, UNDATED, WALL, said, tell
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from quotes.attribution import Attribution, SpeakerKind
from quotes.cite import apa
from quotes.document import Document
from quotes.errors import NotFoundError, QuotesError, UsageError
from quotes.lookup import speakers_of, suggest
from quotes.search import (
    Query,
    Statement,
    a_name,
    authors,
    context,
    count,
    day,
    description,
    elsewhere,
    find,
    mark,
    match_expression,
    parties,
    party,
    passage,
    reason,
    search,
    statement,
)
from quotes.speakers import identify, import_csv
from quotes.store.database import Database, open_database
from quotes.store.write import store


@pytest.fixture
def connection(stored: Database) -> Iterator[Connection]:
    """A read transaction on the hand-made statements."""
    with stored.reading() as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_connection(filled: Path) -> Iterator[Connection]:
    """One for many examples: nothing is written through it."""
    database = open_database(filled)
    with database.reading() as opened:
        yield opened
    database.close()


def said_by(connection: Connection, speaker: int, limit: int, **more: object) -> list[Statement]:
    """A speaker's statements, each appearance."""
    return search(connection, Query(speaker_id=speaker, limit=limit, repeats=True, **more))


Fill = Callable[..., Connection]


@pytest.fixture
def filling(database: Database) -> Iterator[Fill]:
    """``filling((document, [attribution, …]), …)``: a connection to a database that holds these."""
    with database.writing() as opened:

        def make(*articles: tuple[Document, list[Attribution]]) -> Connection:
            for document, found in articles:
                store(opened, document, found, model="m", version="0")
            return opened

        yield make


def quoting(*names: str, kind: SpeakerKind = SpeakerKind.PERSON) -> list:
    """An article for each of ``names``, in which it says one thing."""
    articles = []
    for i, name in enumerate(names):
        words = f"“Number {i},” said {name}."
        found = [said(words, f"“Number {i},”", "said", name, name, kind)]
        articles.append((Document(words), found))
    return articles


def starts(connection: Connection, **asked: object) -> list[str]:
    """The first words of the statements found, in order."""
    return [" ".join(s.text.split()[:3]) for s in search(connection, Query(**asked))]


FREIGHT = "“It sounded like"
EARLY = "that it was"
NOBODY = "“Nobody signed off"
PASSING = "“Each passing day,"
SECURITY = "that security would"
POLITE = "the memorandum “almost"
VOIDS = "to comment on"
RANG = "‘They never rang"
STORM = "the storm was"
SAW = "saw the memorandum"


# -- words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("freight", {FREIGHT}, id="a word"),
        pytest.param("FREIGHT", {FREIGHT}, id="capitals"),
        pytest.param("tariff", {EARLY, SECURITY}, id="another form of the word"),
        pytest.param("blaming tariffs", {EARLY}, id="all the words"),
        pytest.param("memorandum", {POLITE, SAW}, id="in two articles"),
        pytest.param("tariffs freight", set(), id="never together"),
        pytest.param("nowhere", set(), id="in no statement"),
        pytest.param("Darrow", set(), id="the article's words but not the statement's"),
        pytest.param('"freight train"', {FREIGHT}, id="a phrase"),
        pytest.param('"train freight"', set(), id="a phrase in the wrong order"),
        pytest.param("train freight", {FREIGHT}, id="words in any order"),
        pytest.param("“signed off on” wall", {NOBODY}, id="a phrase in curly marks and a word"),
        pytest.param('"signed off" "would fall"', {NOBODY}, id="two phrases"),
        pytest.param("I’m committed", {PASSING}, id="a curly apostrophe"),
        pytest.param("I'm committed", {PASSING}, id="a straight apostrophe"),
        pytest.param("step-by-step", set(), id="a hyphen is no operator"),
        pytest.param("freight AND train", set(), id="AND is a word"),
        pytest.param("freight OR memorandum", set(), id="OR is a word"),
        pytest.param("NOT freight", set(), id="NOT is a word"),
        pytest.param("frei*", set(), id="a star is no operator"),
        pytest.param("text:freight", set(), id="a column is no operator"),
        pytest.param("NEAR(freight train)", set(), id="NEAR is a word"),
        pytest.param('"freight', {FREIGHT}, id="an open mark"),
        pytest.param("freight - train !", {FREIGHT}, id="marks alone are passed over"),
        pytest.param("...", set(), id="only marks"),
        pytest.param('""', set(), id="an empty phrase"),
    ],
)
def test_words(connection: Connection, words: str, expected: set[str]) -> None:
    assert set(starts(connection, words=words)) == expected


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_no_words_at_all_find_everything(connection: Connection, words: str) -> None:
    assert len(starts(connection, words=words)) == 10


@pytest.mark.parametrize("printed", ["Peña’s café", "Pen\u0303a’s cafe\u0301", "PENA’S CAFE"])
@pytest.mark.parametrize("typed", ["peña", "Pen\u0303a", "pena", "CAFÉ", "cafe\u0301"])
def test_accents_and_capitals_make_no_difference(filling: Fill, printed: str, typed: str) -> None:
    connection = filling((Document(printed), [said(printed, printed)]))
    assert len(search(connection, Query(words=typed))) == 1


def test_the_best_statement_comes_first(filling: Fill) -> None:
    long = "A wall that is but one word among very many others that have nothing to do with it."
    short = "The wall, the wall!"
    connection = filling(
        (Document(long), [said(long, long)]), (Document(short), [said(short, short)])
    )
    assert [s.text for s in search(connection, Query(words="wall"))] == [short, long]


@given(st.text())
def test_no_text_that_is_typed_breaks_a_search(shared_connection: Connection, typed: str) -> None:
    query = Query(words=typed, speaker=typed, publisher=typed)
    assert search(shared_connection, query) == [] or typed.strip() == ""
    search(shared_connection, Query(words=typed))
    search(shared_connection, Query(speaker=typed))
    search(shared_connection, Query(publisher=typed))
    parties(shared_connection, typed)


OPERATORS = st.lists(
    st.sampled_from(['"', "“", "”", "'", "(", ")", "*", "^", "-", "+", ":", "{", "}", "\\", "\0"])
    | st.sampled_from(
        ["AND", "OR", "NOT", "NEAR", "NEAR/2", "text", "rank", "wall", "_", "½", "٣"]
    ),
    max_size=12,
)


@given(OPERATORS, st.sampled_from(["", " "]))
def test_no_mix_of_operators_and_marks_breaks_a_search(
    shared_connection: Connection, pieces: list[str], between: str
) -> None:
    query = Query(words=between.join(pieces))
    assert len(search(shared_connection, query)) == count(shared_connection, query)


@given(st.sampled_from(list(HAND_MADE)), st.data())
def test_words_copied_from_a_statement_find_it(
    shared_connection: Connection, document: Document, data: st.DataObject
) -> None:
    statement = data.draw(st.sampled_from(HAND_MADE[document])).text
    words = statement.translate(str.maketrans("“”", "  ")).split()
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    if match_expression(" ".join(some)):
        found = search(shared_connection, Query(words=" ".join(some)))
        assert statement in [s.text for s in found]


def test_a_whole_page_may_be_pasted(connection: Connection) -> None:
    assert starts(connection, words="wall " * 3000) == [NOBODY]


def test_very_many_different_words_may_be_pasted(connection: Connection) -> None:
    assert starts(connection, words=" ".join(f"w{i}" for i in range(3000))) == []


@pytest.mark.parametrize("field", ["words", "speaker", "publisher", "since"])
def test_what_is_typed_in_another_encoding_is_no_crash(connection: Connection, field: str) -> None:
    """The shell hands bytes that are no UTF-8 on as lone surrogates."""
    with suppress(QuotesError):
        assert search(connection, Query(**{field: "caf\udce9"})) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a b", '"a" "b"'),
        ('"a b" c', '"a b" "c"'),
        ("“a b”c", '"a b" "c"'),
        ('a"b', '"a" "b"'),
        ("a\0b", '"a b"'),
        ("- … !", ""),
        ("", ""),
    ],
)
def test_match_expression(words: str, expected: str) -> None:
    assert match_expression(words) == expected


# -- speaker


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Marguerite Ortel", {"Marguerite Ortel"}, id="full name"),
        pytest.param("Ortel", {"Marguerite Ortel"}, id="surname"),
        pytest.param("marguerite", {"Marguerite Ortel"}, id="given name"),
        pytest.param("ORTEL marguerite", {"Marguerite Ortel"}, id="the other way round"),
        pytest.param("Infrastructure Minister Ortel", {"Marguerite Ortel"}, id="a title before it"),
        pytest.param("Mrs. Ortel", {"Marguerite Ortel"}, id="Mrs."),
        pytest.param("Ortel’s", {"Marguerite Ortel"}, id="possessive"),
        pytest.param("Ortell", {"Marguerite Ortel"}, id="a letter too many"),
        pytest.param("Akazwa", {"Ryosei Akazawa"}, id="a letter missing"),
        pytest.param("Akazawi", {"Ryosei Akazawa"}, id="a wrong letter"),
        pytest.param("Akazaaw", {"Ryosei Akazawa"}, id="two letters changed places"),
        pytest.param("Margerite Ortell", {"Marguerite Ortel"}, id="two words wrong"),
        pytest.param("tomas de la cueva", {"Tomás de la Cueva"}, id="without accents"),
        pytest.param("Toma\u0301s", {"Tomás de la Cueva"}, id="accents put together otherwise"),
        pytest.param("Soren", {"Søren Halvard"}, id="a letter with a stroke"),
        pytest.param("Cueva", {"Tomás de la Cueva"}, id="without the particles"),
        pytest.param(
            "Ministry of Infrastructure", {"Ministry of Infrastructure"}, id="a body's name"
        ),
        pytest.param("infrastructure", {"Ministry of Infrastructure"}, id="part of a body's name"),
        pytest.param("Nobody Known", set(), id="nobody"),
        pytest.param("Ortel Darrow", set(), id="words of two speakers"),
        pytest.param("...", set(), id="only marks"),
    ],
)
def test_speaker(connection: Connection, name: str, expected: set[str]) -> None:
    assert {s.speaker for s in search(connection, Query(speaker=name))} == expected
    assert {p.name for p in parties(connection, name)} == expected


def test_a_speaker_is_found_by_every_variant_that_is_printed(connection: Connection) -> None:
    missed = [
        variant
        for known in parties(connection)
        for variant in known.variants
        if known.name not in {s.speaker for s in search(connection, Query(speaker=variant))}
    ]
    assert missed == []


@pytest.mark.parametrize("name", [None, "", "  "])
def test_no_speaker_asked_for_is_everybody(connection: Connection, name: str | None) -> None:
    assert speakers_of(connection, name) is None
    assert len(search(connection, Query(speaker=name))) == 10


def test_a_speaker_is_found_by_any_of_its_names(filling: Fill) -> None:
    connection = filling(*quoting("John Adam Pell", "Jöhn Pell"))
    for name in ("Adam Pell", "jöhn pell", "John Pell"):
        assert len(search(connection, Query(speaker=name))) == 2


def test_a_shared_surname_finds_all_who_have_it(filling: Fill) -> None:
    connection = filling(*quoting("Renzo Achterberg", "Maeve Achterberg", "Ada Quill"))
    assert {s.speaker for s in search(connection, Query(speaker="Achterberg"))} == {
        "Renzo Achterberg",
        "Maeve Achterberg",
    }


def test_a_name_that_fits_is_not_mixed_with_those_that_nearly_do(filling: Fill) -> None:
    connection = filling(*quoting("Anna Ortel", "Ben Ortell"))
    assert {s.speaker for s in search(connection, Query(speaker="Ortel"))} == {"Anna Ortel"}


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        ("State Department", ["Department of Defense", "Treasury Department"]),
        ("Foreign Ministry", ["Health Ministry"]),
        ("Labour Party", ["Green Party"]),
    ],
)
def test_a_body_is_not_taken_for_others_of_its_sort(
    filling: Fill, asked: str, others: list[str]
) -> None:
    """Words that are titles before a person's name are a body's own."""
    connection = filling(*quoting(asked, *others, kind=SpeakerKind.ORGANIZATION))
    assert [s.speaker for s in search(connection, Query(speaker=asked))] == [asked]


# -- kind, publisher, dates


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("direct", {FREIGHT, NOBODY, PASSING, RANG}),
        ("mixed", {POLITE}),
        ("indirect", {EARLY, SECURITY, VOIDS, STORM, SAW}),
    ],
)
def test_kind(connection: Connection, kind: str, expected: set[str]) -> None:
    assert set(starts(connection, kind=kind)) == expected


@pytest.mark.parametrize("kind", ["quote", "DIRECT", "direct'--"])
def test_a_kind_that_is_none_is_wrong_usage(connection: Connection, kind: str) -> None:
    with pytest.raises(UsageError, match="there are direct, mixed, indirect"):
        search(connection, Query(kind=kind))


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        ("The Asahi Shimbun", {PASSING, SECURITY}),
        ("asahi", {PASSING, SECURITY}),
        ("northern wire", {FREIGHT, EARLY, NOBODY}),
        ("r", {FREIGHT, EARLY, NOBODY, POLITE, VOIDS, RANG}),
        ("%", set()),
        ("_", set()),
        ("\\", set()),
        ("' OR 1=1 --", set()),
        ("Gazette", set()),
    ],
)
def test_publisher(connection: Connection, publisher: str, expected: set[str]) -> None:
    assert set(starts(connection, publisher=publisher)) == expected


@pytest.mark.parametrize("publisher", ["100% News", "a_b", "back\\slash"])
@pytest.mark.parametrize("part", ["%", "_", "\\"])
def test_a_publisher_with_a_wildcard_in_its_name(filling: Fill, publisher: str, part: str) -> None:
    words = "It fell."
    connection = filling((Document(words, publisher=publisher), [said(words, words)]))
    assert len(search(connection, Query(publisher=publisher))) == 1
    assert len(search(connection, Query(publisher=part))) == (part in publisher)


WALL_DAY = {FREIGHT, EARLY, NOBODY}
MEMO_MONTH = {POLITE, VOIDS, RANG}
TALKS_MINUTE = {PASSING, SECURITY}


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, WALL_DAY | MEMO_MONTH | TALKS_MINUTE | {STORM, SAW}),
        ("2025-04-30", "2025-04-30", TALKS_MINUTE),
        ("2025-04", "2025-04", TALKS_MINUTE),
        ("2025", "2025", TALKS_MINUTE),
        ("2025-05-01", None, WALL_DAY | MEMO_MONTH),
        ("2025-05", None, WALL_DAY | MEMO_MONTH),
        ("2026", None, WALL_DAY | MEMO_MONTH),
        (None, "2025-04-29", set()),
        (None, "2025-03", set()),
        (None, "2024", set()),
        (None, "2025-12", TALKS_MINUTE),
        ("2026-01-19", "2026-01-19", WALL_DAY),
        ("2026-01-20", "2026-01-31", set()),
        ("2026-02", "2026-02", MEMO_MONTH),
        ("2026", "2026", WALL_DAY | MEMO_MONTH),
        ("2027", None, set()),
        ("2026-02", "2026-01", set()),
    ],
)
def test_since_and_until(
    connection: Connection, since: str | None, until: str | None, expected: set[str]
) -> None:
    assert set(starts(connection, since=since, until=until)) == expected


def test_an_article_dated_by_its_month_is_of_a_day_in_that_month(connection: Connection) -> None:
    """It may be: what the search cannot rule out it shows, as it does for ``until``."""
    assert set(starts(connection, until="2026-02-10")) >= MEMO_MONTH
    assert set(starts(connection, since="2026-02-10")) >= MEMO_MONTH


@pytest.mark.parametrize(
    "given_",
    [
        "yesterday",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "2025-02-29",
        "2026-1-1",
        "26",
        "20260101",
        "2026-01-01T00:00",
        "2026-01-01 ",
        "2026-01-01\n",
        "0000",
        "２０２６",
        "2026-W01",
        "-2026",
    ],
)
@pytest.mark.parametrize("option", ["since", "until"])
def test_a_date_that_is_none_is_wrong_usage(
    connection: Connection, option: str, given_: str
) -> None:
    with pytest.raises(UsageError, match=f"--{option} .* is no date; write 2025-04-30, 2025-04 or"):
        search(connection, Query(**{option: given_}))


@pytest.mark.parametrize("given_", ["2026", "2026-02", "2026-02-28", "2024-02-29", "0001"])
def test_a_day_a_month_and_a_year_are_dates(given_: str) -> None:
    assert day(given_, "--since") == given_


def test_all_conditions_together(connection: Connection) -> None:
    query = Query(
        words="wall",
        speaker="Ortel",
        kind="direct",
        since="2026",
        until="2026-01",
        publisher="wire",
        limit=5,
    )
    assert [s.text for s in search(connection, query)] == [
        "“Nobody signed off on a wall they believed would fall,”"
    ]
    assert count(connection, query) == 1


# -- order and limits


def test_without_words_the_newest_come_first_and_the_undated_last(connection: Connection) -> None:
    found = [s.published for s in search(connection, Query())]
    dated = ["2026-02"] * 3 + ["2026-01-19"] * 3 + ["2025-04-30T18:46+09:00"] * 2
    assert found == [*dated, None, None]


def test_statements_of_one_article_come_in_its_order(connection: Connection) -> None:
    assert starts(connection, publisher="Northern") == [FREIGHT, EARLY, NOBODY]


@pytest.mark.parametrize("words", ["", "memorandum"])
def test_pages_follow_one_another(connection: Connection, words: str) -> None:
    whole = starts(connection, words=words)
    paged = [starts(connection, words=words, limit=1, offset=i) for i in range(len(whole) + 1)]
    assert paged == [[s] for s in whole] + [[]]


def test_a_limit_is_kept_and_the_count_is_of_all(connection: Connection) -> None:
    assert len(search(connection, Query(limit=3))) == 3
    assert count(connection, Query(limit=3)) == 10


@pytest.mark.parametrize(("words", "speaker"), [("...", None), ("", "Nobody Known")])
def test_the_count_of_nothing_is_nought(
    connection: Connection, words: str, speaker: str | None
) -> None:
    assert count(connection, Query(words=words, speaker=speaker)) == 0


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": -1}, {"offset": -1}])
def test_a_limit_that_is_none_is_wrong_usage(connection: Connection, wrong: dict) -> None:
    with pytest.raises(UsageError):
        search(connection, Query(**wrong))


@pytest.mark.parametrize("huge", [2**63, 10**30])
def test_a_huge_limit_is_no_crash(connection: Connection, huge: int) -> None:
    with suppress(QuotesError):
        assert len(search(connection, Query(limit=huge))) == 10


def test_an_empty_database_has_nothing(database: Database) -> None:
    with database.reading() as connection:
        assert search(connection, Query()) == []
        assert search(connection, Query(words="wall")) == []
        assert search(connection, Query(speaker="Ortel")) == []
        assert parties(connection) == []
        assert count(connection, Query()) == 0


# -- one statement


def key(connection: Connection, words: str) -> str:
    [found] = search(connection, Query(words=words))
    return found.id


def test_a_statement_for_programs(connection: Connection) -> None:
    [found] = search(connection, Query(words="early"))
    assert found.as_dict() == {
        "id": found.id,
        "kind": "indirect",
        "medium": "speech",
        "negated": False,
        "confidence": 0.9,
        "text": "that it was too early to blame tariffs",
        "speaker": "Marguerite Ortel",
        "wikidata": None,
        "joint": [],
        "source": "Infrastructure Minister Marguerite Ortel",
        "cue": "said",
        "context": WALL.text.split("\n")[1],
        "appearances": 1,
        "article": {
            "title": "Sea wall gives way in Port Ellery",
            "url": "https://example.org/northern-wire/wall",
            "publisher": "Northern Wire",
            "published": "2026-01-19",
        },
    }


def test_a_statement_in_two_pieces_is_joined(connection: Connection) -> None:
    [found] = search(connection, Query(words="freight"))
    assert found.text == "“It sounded like a freight train,” … “Then there was no street.”"


def test_a_statement_nobody_is_named_for(connection: Connection) -> None:
    [found] = search(connection, Query(words="saw"))
    assert (found.speaker, found.speaker_id, found.source) == (None, None, "An official")


def test_a_statement_is_found_by_its_identifier(connection: Connection) -> None:
    for found in search(connection, Query()):
        assert statement(connection, found.id) == found


@pytest.mark.parametrize("wrong", ["", "nowhere", "' OR 1=1 --", "%"])
def test_a_statement_that_is_not_there(connection: Connection, wrong: str) -> None:
    with pytest.raises(NotFoundError, match="no statement has the identifier"):
        statement(connection, wrong)
    with pytest.raises(NotFoundError, match="no statement has the identifier"):
        passage(connection, wrong)


def test_authors_of_an_article(connection: Connection) -> None:
    by_title = {s.title: authors(connection, s.article_id) for s in search(connection, Query())}
    assert by_title == {
        WALL.title: ("Odile Brandvold",),
        MEMO.title: ("Fenella Marsh-Ivory", "Idris Colman"),
        TALKS.title: (),
        UNDATED.title: (),
    }


def test_why_a_mention_was_taken_for_its_speaker(connection: Connection) -> None:
    assert reason(connection, key(connection, "signed off")) == "surname of Marguerite Ortel"


@pytest.mark.parametrize("words", ["saw"])
def test_no_reason_where_nobody_is_named(connection: Connection, words: str) -> None:
    assert reason(connection, key(connection, words)) == ""


# -- context


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (0, "One two."),
        (4, "One two."),
        (9, "Three four."),
        (13, "Three four."),
        (26, "Five."),
        (8, ""),
        (99, ""),
    ],
)
def test_the_context_is_the_paragraph_with_single_spaces(start: int, expected: str) -> None:
    assert context("One two.\nThree   four.\n\n  Five.", start) == expected


def test_every_statement_stands_in_its_context(connection: Connection) -> None:
    for found in search(connection, Query()):
        assert found.text.split(" … ")[0] in found.context


# -- passages


def roles(connection: Connection, words: str) -> dict[str, str]:
    """The text of each role in the passage of the statement that ``words`` find."""
    parts = passage(connection, key(connection, words)).parts
    names = ("content", "cue", "source")
    return {n: " | ".join(t for t, r in parts if n in r) for n in names}


def test_a_passage_marks_content_cue_and_source(connection: Connection) -> None:
    assert roles(connection, "early") == {
        "content": "that it was too early to blame tariffs",
        "cue": "said",
        "source": "Infrastructure Minister Marguerite Ortel",
    }


def test_a_passage_marks_both_pieces(connection: Connection) -> None:
    assert roles(connection, "freight")["content"] == (
        "“It sounded like a freight train,” | “Then there was no street.”"
    )


def test_a_passage_is_the_paragraph(connection: Connection) -> None:
    parts = passage(connection, key(connection, "early")).parts
    assert "".join(t for t, _ in parts) == WALL.text.split("\n")[1]


def test_a_statement_over_two_paragraphs_has_both_for_its_passage(filling: Fill) -> None:
    words = "Before.\n“One,” said Ada Quill.\n“Two.”\nAfter."
    connection = filling((Document(words), [said(words, ("“One,”", "“Two.”"), "said")]))
    parts = passage(connection, key(connection, "one")).parts
    assert "".join(t for t, _ in parts) == "“One,” said Ada Quill.\n“Two.”"


def test_a_source_that_is_not_printed_is_not_marked(filling: Fill) -> None:
    """A statement that goes on with the speaker before it: nothing in it names anybody."""
    words = "“One,” said Ada Quill.\nPrices will fall."
    going_on = said(words, "Prices will fall", who="Ada Quill", reason="goes on")
    connection = filling((Document(words), [going_on]))
    assert roles(connection, "prices")["source"] == ""


MARKED = st.integers(1, 60).flatmap(
    lambda n: st.lists(
        st.tuples(
            st.sampled_from(["content", "cue", "source"]), st.integers(0, n - 1), st.integers(1, 9)
        ).map(lambda m: (m[0], m[1], min(n, m[1] + m[2]))),
        min_size=1,
        max_size=6,
    ).map(lambda marks: (n, marks))
)


@given(MARKED, st.data())
def test_a_passage_is_cut_from_the_text_with_each_character_in_its_roles(
    drawn: tuple[int, list[tuple[str, int, int]]], data: st.DataObject
) -> None:
    n, marks = drawn
    article = data.draw(st.text("ab \n“”", min_size=n, max_size=n))
    parts = mark(article, marks).parts
    text = "".join(t for t, _ in parts)
    first, last = min(s for _, s, _ in marks), max(e for _, _, e in marks)
    begin = next(
        b
        for b in range(first + 1)
        if article[b : b + len(text)] == text
        and b + len(text) >= last
        and all(
            {role for role, s, e in marks if s <= b + i < e} == found
            for i, found in enumerate(r for t, r in parts for _ in t)
        )
    )
    assert begin <= first
    assert all(t for t, _ in parts)


# -- speakers


def test_a_party_with_its_names_and_counts(connection: Connection) -> None:
    [found] = parties(connection, "Ortel")
    assert (found.name, found.kind, found.attributions, found.articles) == (
        "Marguerite Ortel",
        "person",
        3,
        2,
    )
    assert (found.first, found.last) == ("2026-01-19", "2026-02")
    assert found.variants == (
        "Marguerite Ortel",
        "Infrastructure Minister Marguerite Ortel",
        "Ortel",
    )
    assert party(connection, found.id) == found


def test_a_pronoun_is_no_variant(connection: Connection) -> None:
    [found] = parties(connection, "Akazawa")
    assert "He" not in found.variants


def test_a_statement_without_a_mention_adds_no_variant(filling: Fill) -> None:
    words = "“One,” said Ada Quill.\nPrices will fall."
    going_on = said(words, "Prices will fall", who="Ada Quill", reason="goes on")
    quoted = said(words, "“One,”", "said", "Ada Quill", "Ada Quill")
    connection = filling((Document(words), [quoted, going_on]))
    [found] = parties(connection)
    assert found.variants == ("Ada Quill",)


def test_parties_come_most_quoted_first(connection: Connection) -> None:
    assert [(p.name, p.attributions) for p in parties(connection)] == [
        ("Marguerite Ortel", 3),
        ("Ryosei Akazawa", 2),
        ("Colm Darrow", 1),
        ("Ministry of Infrastructure", 1),
        ("Søren Halvard", 1),
        ("Tomás de la Cueva", 1),
    ]


def test_parties_keep_a_limit(connection: Connection) -> None:
    assert [p.name for p in parties(connection, limit=1)] == ["Marguerite Ortel"]


def test_nobody_of_that_name_is_no_party(connection: Connection) -> None:
    assert parties(connection, "Nobody Known") == []


@pytest.mark.parametrize("wrong", [0, -1, 99])
def test_a_party_that_is_not_there(connection: Connection, wrong: int) -> None:
    with pytest.raises(NotFoundError, match=f"no speaker has the number {wrong}"):
        party(connection, wrong)


def test_what_a_speaker_said_newest_first(connection: Connection) -> None:
    [found] = parties(connection, "Ortel")
    said_so = [" ".join(s.text.split()[:3]) for s in said_by(connection, found.id, 10)]
    assert said_so == [POLITE, EARLY, NOBODY]
    assert len(said_by(connection, found.id, 1, offset=2)) == 1
    assert said_by(connection, 99, 10) == []


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Ada Quill", True),
        ("Mayor Ada Quill", True),
        ("Tomás de la Cueva", True),
        ("Ortel", True),
        ("Ministry of Infrastructure", True),
        ("He", False),
        ("they", False),
        ("The minister", False),
        ("the mayor", False),
        ("a hospital spokeswoman", False),
        ("Prices will fall", False),
        ("Akazawa, minister for economic revitalization", False),
        ("Two people who were told of it", False),
        ("", False),
        (" ", False),
    ],
)
def test_a_mention_is_a_name_or_a_description(printed: str, expected: bool) -> None:
    assert a_name(printed) is expected


def test_every_field_of_a_query_narrows(connection: Connection) -> None:
    """So that a field added later is not forgotten in ``conditions``."""
    narrow = {
        "words": "wall",
        "speaker": "Ortel",
        "kind": "mixed",
        "since": "2026-02",
        "until": "2025",
        "publisher": "Asahi",
        "limit": 1,
        "offset": 1,
        "medium": ("thought",),
        "min_confidence": 0.95,
        "speaker_id": speakers_of(connection, "Ortel")[0],
    }
    # Two put in order, and say what counts as one.
    assert set(narrow) == {f.name for f in fields(Query)} - {"order", "repeats"}
    for field, value in narrow.items():
        assert len(search(connection, Query(**{field: value}))) < 10, field


# -- medium and confidence

WAYS = Document(
    "Ada Quill said the wall stood. Ada Quill wrote that the wall leaned. "
    "Ada Quill believes the wall fell. Ada Quill denied that the wall was built."
)


@pytest.fixture
def ways(filling: Fill) -> Connection:
    """One statement said, one written, one thought, one denied; the written one is doubtful."""
    who = ("Ada Quill", "Ada Quill")
    found = [
        said(WAYS.text, "the wall stood", "said", *who),
        said(WAYS.text, "that the wall leaned", "wrote", *who, confidence=0.4),
        said(WAYS.text, "the wall fell", "believes", *who),
        said(WAYS.text, "that the wall was built", "denied", *who),
    ]
    return filling((WAYS, found))


@pytest.mark.parametrize(
    ("medium", "expected"),
    [
        ((), ["stood", "leaned", "built"]),
        (("speech",), ["stood", "built"]),
        (("writing",), ["leaned"]),
        (("thought",), ["fell"]),
        (("thought", "writing"), ["leaned", "fell"]),
        (("thought,writing",), ["leaned", "fell"]),
        ("thought", ["fell"]),
        (("all",), ["stood", "leaned", "fell", "built"]),
    ],
    ids=str,
)
def test_thought_is_found_only_if_it_is_asked_for(
    ways: Connection, medium: tuple[str, ...], expected: list[str]
) -> None:
    found = search(ways, Query(medium=medium))
    assert [s.text.split()[-1] for s in found] == expected
    assert count(ways, Query(medium=medium)) == len(expected)
    assert len(search(ways, Query(words="wall", medium=medium))) == len(expected)
    mine = said_by(ways, found[0].speaker_id or 0, 10, medium=medium)
    assert [s.text.split()[-1] for s in mine] == expected


@pytest.mark.parametrize("wrong", ["loud", "speech writing", "'", "Speech"])
def test_a_medium_that_is_none_is_wrong_usage(ways: Connection, wrong: str) -> None:
    with pytest.raises(UsageError, match="no medium is called"):
        search(ways, Query(medium=(wrong,)))
    with pytest.raises(UsageError, match="no medium is called"):
        said_by(ways, 1, 10, medium=(wrong,))


def test_a_statement_says_its_medium_and_whether_it_is_denied(ways: Connection) -> None:
    found = search(ways, Query(medium=("all",)))
    assert [(s.medium, s.negated) for s in found] == [
        ("speech", False),
        ("writing", False),
        ("thought", False),
        ("speech", True),
    ]
    assert [statement(ways, s.id) for s in found] == found


@pytest.mark.parametrize(("least", "expected"), [(0.0, 3), (0.4, 3), (0.41, 2), (0.9, 2), (1, 0)])
def test_what_is_less_sure_is_left_out(ways: Connection, least: float, expected: int) -> None:
    assert len(search(ways, Query(min_confidence=least))) == expected
    assert count(ways, Query(min_confidence=least)) == expected


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_confidence_that_is_none_is_wrong_usage(ways: Connection, wrong: float) -> None:
    with pytest.raises(UsageError, match="from 0 to 1"):
        search(ways, Query(min_confidence=wrong))


@pytest.mark.parametrize("typed", ["okonjo", "okonjo reyes", "Daniel Okonjo", "okonjo-reyse"])
def test_half_of_a_hyphenated_name_is_enough(filling: Fill, typed: str) -> None:
    words = "“One,” said Daniel Okonjo-Reyes."
    row = said(words, "“One,”", "said", "Daniel Okonjo-Reyes", "Daniel Okonjo-Reyes")
    connection = filling((Document(words), [row]))
    assert [s.speaker for s in search(connection, Query(speaker=typed))] == ["Daniel Okonjo-Reyes"]


@pytest.mark.parametrize("typed", ["ortle", "ortal", "Ortell", "rtel"])
def test_one_typing_error_in_a_short_name_is_forgiven(filling: Fill, typed: str) -> None:
    words = "“One,” said Ada Ortel."
    connection = filling(
        (Document(words), [said(words, "“One,”", "said", "Ada Ortel", "Ada Ortel")])
    )
    assert [s.speaker for s in search(connection, Query(speaker=typed))] == ["Ada Ortel"]


# -- joint speakers, descriptions, identifiers


@pytest.fixture
def joint(database: Database) -> Iterator[Connection]:
    """Ada Quill and Bo Tern say one thing together, Bo Tern another alone; an official is not named."""
    with database.writing() as connection:
        tell(
            connection,
            "Mayor Ada Quill & Bo Tern, head of the union & Cy Roe",
            "Bo Tern",
            "senior official",
        )
        yield connection


def test_a_joint_statement_is_found_by_each_of_its_speakers(joint: Connection) -> None:
    for name, number in (("Quill", 1), ("Tern", 2), ("Roe", 1)):
        found = search(joint, Query(speaker=name))
        assert len(found) == number
        assert "Ada Quill, Bo Tern and Cy Roe" in [s.speakers for s in found]
        assert count(joint, Query(speaker=name)) == number


def test_a_joint_statement_names_all_who_say_it(joint: Connection) -> None:
    [found] = search(joint, Query(speaker="Roe"))
    assert (found.speaker, found.joint) == ("Ada Quill", ((2, "Bo Tern"), (3, "Cy Roe")))
    assert found.as_dict()["joint"] == ["Bo Tern", "Cy Roe"]
    assert apa(found, ()).sentence.startswith("Ada Quill, Bo Tern and Cy Roe said, ")


def test_a_joint_speaker_counts_the_statement_once(joint: Connection) -> None:
    assert {p.name: (p.attributions, p.articles) for p in parties(joint)} == {
        "Ada Quill": (1, 1),
        "Bo Tern": (2, 1),
        "Cy Roe": (1, 1),
    }
    assert [s.text for s in said_by(joint, 3, 10)] == ["“Number 0, 0,”"]


def test_descriptions_of_all_its_sources_are_told(joint: Connection) -> None:
    keys = {s.text: s.id for s in search(joint, Query())}
    assert description(joint, keys["“Number 0, 0,”"]) == "Mayor; head of the union"
    assert description(joint, keys["“Number 0, 1,”"]) == ""
    assert description(joint, keys["“Number 0, 2,”"]) == "senior official"


def test_a_name_without_statements_is_in_no_list_unless_asked_for(joint: Connection) -> None:
    import_csv(joint, "name\nDora Penn\n", by="me", where="names.csv")
    assert "Dora Penn" not in [p.name for p in parties(joint)]
    assert [p.name for p in parties(joint, "Dora Penn")] == ["Dora Penn"]
    assert "Dora Penn" in [p.name for p in parties(joint, limit=-1)]


def test_a_statement_carries_its_speakers_identifier(joint: Connection) -> None:
    identify(joint, "Cy Roe", "Q7", by="me")
    identify(joint, "Ada Quill", "Q42", by="me")
    [found] = search(joint, Query(speaker="Ada Quill"))
    assert (found.wikidata, found.as_dict()["wikidata"]) == ("Q42", "Q42")


# -- repeated statements, orders, facets, marks


WIRE = "“We will open the gates before the winter,” said Ada Quill."


def wire(day_: str | None, publisher: str, text_: str = WIRE, who: str = "Ada Quill") -> tuple:
    """An article that prints the agency's statement."""
    words = text_[: text_.index("”") + 1]
    document = Document(
        f"{text_}\nPrinted by {publisher} on {day_}.", publisher=publisher, published=day_
    )
    return document, [said(document.text, words, "said", who, who)]


def test_a_repeated_statement_is_found_once_in_its_earliest_appearance(filling: Fill) -> None:
    connection = filling(
        wire("2026-03-02", "B Post"), wire("2026-03-01", "A Wire"), wire(None, "C Sheet")
    )
    for query in (Query(), Query("gates"), Query(speaker="Quill"), Query(order="oldest")):
        [one] = search(connection, query)
        assert (one.publisher, one.appearances) == ("A Wire", 3)
        assert count(connection, query) == 1
    assert [s.publisher for s in elsewhere(connection, one.id)] == ["B Post", "C Sheet"]


def test_every_appearance_is_found_where_that_is_asked(filling: Fill) -> None:
    connection = filling(wire("2026-03-02", "B Post"), wire("2026-03-01", "A Wire"))
    found = search(connection, Query(repeats=True))
    assert [s.publisher for s in found] == ["B Post", "A Wire"]


def test_of_a_publisher_s_articles_its_own_appearance_is_found(filling: Fill) -> None:
    connection = filling(wire("2026-03-02", "B Post"), wire("2026-03-01", "A Wire"))
    assert [s.publisher for s in search(connection, Query(publisher="b post"))] == ["B Post"]


def test_the_same_words_of_another_speaker_are_another_statement(filling: Fill) -> None:
    other = WIRE.replace("Ada Quill", "Colm Darrow")
    connection = filling(
        wire("2026-03-02", "B Post"), wire("2026-03-01", "A Wire", other, "Colm Darrow")
    )
    assert count(connection, Query()) == 2
    assert elsewhere(connection, search(connection, Query())[0].id) == []


def test_a_negation_makes_another_statement(filling: Fill) -> None:
    other = WIRE.replace("will open", "will not open")
    connection = filling(wire("2026-03-02", "B Post"), wire("2026-03-01", "A Wire", other))
    assert count(connection, Query()) == 2


def test_few_words_are_said_anew_each_time(filling: Fill) -> None:
    short = "“I don’t know,” said Ada Quill."
    connection = filling(wire("2026-03-02", "B Post", short), wire("2026-03-01", "A Wire", short))
    assert [s.appearances for s in search(connection, Query())] == [1, 1]


@pytest.mark.parametrize(
    ("order", "days"),
    [
        ("newest", ["2026-03", "2026-02-01", "2026", None]),
        ("oldest", ["2026", "2026-02-01", "2026-03", None]),
    ],
)
def test_statements_come_in_the_order_of_days(filling: Fill, order: str, days: list) -> None:
    numbered = [WIRE.replace("gates", f"gates {i}") for i in range(4)]
    when = ["2026", None, "2026-03", "2026-02-01"]
    connection = filling(*(wire(d, "A", t) for d, t in zip(when, numbered, strict=True)))
    for query in (
        Query(order=order),
        Query("gates", order=order),
        Query(publisher="A", order=order),
    ):
        assert [s.published for s in search(connection, query)] == days


def test_an_order_that_there_is_not_is_refused(connection: Connection) -> None:
    with pytest.raises(UsageError, match="no order is called 'best'"):
        search(connection, Query(order="best"))


def test_facets_count_what_fits(connection: Connection) -> None:
    found = find(connection, Query(medium=("all",)), facets=True)
    numbers = {k: {f.value: f.number for f in v} for k, v in found.facets.items()}
    assert numbers["kind"] == {"indirect": 5, "direct": 4, "mixed": 1}
    assert numbers["medium"] == {"speech": 10}
    assert sum(numbers["month"].values()) == sum(s.published is not None for s in found.statements)
    named = {f.shown: f.number for f in found.facets["speaker"]}
    assert named["Marguerite Ortel"] == 3
    for name, value in (("kind", "direct"), ("publisher", "Northern Wire")):
        narrowed = find(connection, Query(**{name: value}))
        assert narrowed.total == numbers[name][value]
    [ortel] = [f for f in found.facets["speaker"] if f.shown == "Marguerite Ortel"]
    assert find(connection, Query(speaker_id=int(ortel.value))).total == ortel.number
    for facet in found.facets["min_confidence"]:
        query = Query(min_confidence=float(facet.value))
        assert find(connection, query).total == facet.number


def test_facets_count_what_repeats_words_found_elsewhere(filling: Fill) -> None:
    connection = filling(
        wire("2025-12-30", "A Wire"),
        wire("2026-01-02", "B Post"),
        wire("2026-02-03", "B Post", WIRE.replace("gates", "doors")),
        wire("2026-03-04", "B Post"),
        wire("2026-03-05", "C Sheet", WIRE.replace("Ada Quill", "Bo Tern"), "Bo Tern"),
    )
    found = find(connection, Query(), facets=True)
    numbers = {k: {f.value: f.number for f in v} for k, v in found.facets.items()}
    assert found.total == 3
    assert numbers["publisher"] == {"A Wire": 1, "B Post": 2, "C Sheet": 1}
    assert numbers["year"] == {"2025": 1, "2026": 3}
    assert sum(numbers["month"].values()) == found.total
    assert sum(numbers["speaker"].values()) == found.total
    for name in numbers["publisher"]:
        assert find(connection, Query(publisher=name)).total == numbers["publisher"][name]
    for year, number in numbers["year"].items():
        assert find(connection, Query(since=year, until=year)).total == number
    assert find(connection, Query(), facets=True).facets["kind"][0].number == 3


def test_facets_count_what_somebody_says_second_to_others(joint: Connection) -> None:
    found = find(joint, Query(), facets=True)
    for facet in found.facets["speaker"]:
        assert find(joint, Query(speaker_id=int(facet.value))).total == facet.number
    assert {f.shown: f.number for f in found.facets["speaker"]} == {"Ada Quill": 1, "Bo Tern": 2}


def test_what_was_searched_for_is_marked(connection: Connection) -> None:
    found = find(connection, Query("tariff"), facets=True)
    for statement_ in found.statements:
        pieces = found.marked[statement_.id]
        assert "".join(p for p, _ in pieces) == statement_.text
        assert [p for p, hit in pieces if hit] in (["tariff"], ["tariffs"])


def test_words_with_the_marks_of_marks_are_shown_unmarked(filling: Fill) -> None:
    odd = WIRE.replace("gates", "\ue000gates\ue001")
    connection = filling(wire("2026-03-02", "B Post", odd))
    assert find(connection, Query("gates"), facets=True).marked == {}


def test_no_more_are_looked_at_than_asked(filling: Fill) -> None:
    numbered = [
        wire(f"2026-03-0{i}", "A", WIRE.replace("gates", f"gates {i}")) for i in range(1, 6)
    ]
    connection = filling(*numbered)
    for query in (Query(limit=2), Query("gates", limit=2)):
        found = find(connection, query, looked_at=3)
        assert (found.total, found.complete, len(found.statements)) == (3, False, 2)
        assert find(connection, query, looked_at=5).complete
        behind = find(connection, replace(query, offset=3), looked_at=3)
        assert (len(behind.statements), behind.complete) == (2, True)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ort", ["Marguerite Ortel"]),
        ("marguerite o", ["Marguerite Ortel"]),
        ("ORTEL, marg", ["Marguerite Ortel"]),
        ("cue", ["Tomás de la Cueva"]),
        ("o", []),
        ("", []),
        ('"', []),
        ("ort*", ["Marguerite Ortel"]),
        ("zzz", []),
        ("minis", ["Ministry of Infrastructure"]),
    ],
)
def test_suggestions_while_one_types(connection: Connection, typed: str, names: list[str]) -> None:
    assert [s.name for s in suggest(connection, typed)] == names


@given(st.text(max_size=40))
def test_whatever_is_typed_suggests_or_not(shared_connection: Connection, typed: str) -> None:
    assert len(suggest(shared_connection, typed)) <= 8


def test_the_newest_of_all_that_fit_come_first_whenever_they_were_stored(filling: Fill) -> None:
    days = ["2026-03-09", *(f"2026-03-0{i}" for i in range(1, 6))]
    numbered = [wire(d, "A", WIRE.replace("gates", f"gates {d}")) for d in days]
    connection = filling(*numbered)
    for query in (Query("gates", order="newest", limit=2), Query(order="newest", limit=2)):
        found = find(connection, query, looked_at=3)
        assert [s.published for s in found.statements] == ["2026-03-09", "2026-03-05"]
    oldest = find(connection, Query("gates", order="oldest", limit=1), looked_at=2)
    assert [s.published for s in oldest.statements] == ["2026-03-01"]


def test_pages_go_on_behind_what_is_looked_at(filling: Fill) -> None:
    numbered = [wire("2026-03-01", "A", WIRE.replace("gates", f"gates {i}")) for i in range(12)]
    again = [wire("2026-03-02", "B", WIRE.replace("gates", f"gates {i}")) for i in range(4)]
    connection = filling(*numbered, *again)
    seen = []
    for offset in range(0, 12, 3):
        query = Query(order="newest", limit=3, offset=offset)
        seen += [s.text for s in find(connection, query, looked_at=4).statements]
    assert len(seen) == len(set(seen)) == 12
