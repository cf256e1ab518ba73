"""Writing an article and its statements: the same article and model, the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from handmade import HAND_MADE, MEMO, TALKS, UNDATED, WALL, dump, said
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from quotes.attribution import Attribution, Kind, Speaker, SpeakerKind
from quotes.document import Document, Span
from quotes.errors import DatabaseError, QuotesError
from quotes.store.database import Database, open_database
from quotes.store.write import (
    Outcome,
    check,
    fill,
    forget_failure,
    identifier,
    known,
    record_failure,
    store,
)

ARTICLE = "“We will rebuild,” said Mayor Ada Quill. She promised a new wall. Bo Tern laughed."
REBUILD = said(ARTICLE, "“We will rebuild,”", "said", "Mayor Ada Quill", "Ada Quill")
PROMISE = said(ARTICLE, "a new wall", "promised", "She", "Ada Quill")


def put(
    database: Database,
    document: Document | str = ARTICLE,
    found: Sequence[Attribution] = (REBUILD, PROMISE),
    model: str = "model-1",
) -> Outcome:
    document = Document(document) if isinstance(document, str) else document
    with database.writing() as connection:
        return store(connection, document, found, model=model, version="0.1")


def rows(database: Database, sql: str) -> list[tuple]:
    with database.reading() as connection:
        return [tuple(r) for r in connection.execute(text(sql))]


def whole(database: Database) -> dict[str, list[tuple]]:
    with database.reading() as connection:
        return dump(connection)


# -- what is written


def test_an_article_is_stored_with_what_is_known_of_it(database: Database) -> None:
    document = replace(MEMO, language="en", url="https://example.org/memo", origin="memo.txt")
    put(database, document, ())
    [row] = rows(
        database,
        "SELECT hash, title, authors, publisher, published, url, language, text, origin FROM article",
    )
    assert row == (
        document.hash,
        "Ministry was told of ‘voids’",
        "Fenella Marsh-Ivory; Idris Colman",
        "The Harbour Courier",
        "2026-02",
        "https://example.org/memo",
        "en",
        document.text,
        "memo.txt",
    )


def test_what_is_not_known_is_null(database: Database) -> None:
    put(database)
    [row] = rows(database, "SELECT title, authors, publisher, published, url FROM article")
    assert row == (None,) * 5


def test_a_run_says_which_model_read_the_article(database: Database) -> None:
    put(database)
    assert rows(database, "SELECT model, version, attributions FROM run") == [("model-1", "0.1", 2)]


def test_a_statement_is_cut_from_the_article(database: Database) -> None:
    put(database)
    assert rows(database, "SELECT kind, text, cue, source, start, confidence FROM attribution") == [
        ("direct", "“We will rebuild,”", "said", "Mayor Ada Quill", 0, 0.9),
        ("indirect", "a new wall", "promised", "She", 54, 0.9),
    ]


def test_a_statement_has_its_articles_date(database: Database) -> None:
    put(database, Document(ARTICLE, published="2026-04-30T18:46+09:00"))
    assert set(rows(database, "SELECT published FROM attribution")) == {("2026-04-30T18:46+09:00",)}


def test_every_span_cuts_the_words_it_stands_for_from_the_stored_text(stored: Database) -> None:
    """In SQLite's own counting of characters, for all roles of the hand-made statements."""
    found = rows(
        stored,
        'SELECT a.text, s.role, substr(r.text, s.start + 1, s."end" - s.start) FROM span s '
        "JOIN attribution a ON a.number = s.attribution JOIN article r ON r.id = a.article_id "
        "UNION ALL SELECT a.text, 'source', substr(r.text, m.start + 1, m.\"end\" - m.start) "
        "FROM mention m JOIN attribution a ON a.number = m.attribution "
        "JOIN article r ON r.id = a.article_id",
    )
    expected = {
        (a.text, role, span.of(document.text))
        for document, some in HAND_MADE.items()
        for a in some
        for role, spans in (("content", a.content), ("cue", a.cue), ("source", a.source))
        for span in spans
    }
    assert set(found) == expected


def test_pieces_of_one_role_are_counted(stored: Database) -> None:
    assert rows(
        stored, "SELECT role, position FROM span WHERE attribution = 1 ORDER BY role, position"
    ) == [("content", 0), ("content", 1), ("cue", 0), ("source", 0)]


def test_a_mention_says_whom_it_was_taken_for_and_why(stored: Database) -> None:
    assert rows(
        stored,
        "SELECT a.source, n.text, m.reason FROM mention m JOIN name n ON n.id = m.name_id "
        "JOIN attribution a ON a.number = m.attribution WHERE a.number IN (2, 3)",
    ) == [
        ("Infrastructure Minister Marguerite Ortel", "Marguerite Ortel", "named in the sentence"),
        ("Ortel", "Marguerite Ortel", "surname of Marguerite Ortel"),
    ]


def test_a_mention_of_nobody_in_particular_has_no_name(stored: Database) -> None:
    assert rows(
        stored,
        "SELECT a.source, m.name_id, a.speaker_id FROM mention m "
        "JOIN attribution a ON a.number = m.attribution WHERE a.source = 'An official'",
    ) == [("An official", None, None)]


def test_a_statement_without_a_mention_keeps_its_speaker_and_the_reason(
    database: Database,
) -> None:
    going_on = replace(PROMISE, source=(), speaker=replace(REBUILD.speaker, reason="goes on"))
    put(database, ARTICLE, [REBUILD, going_on])
    assert rows(
        database,
        "SELECT a.source, s.name, m.reason FROM attribution a JOIN speaker s ON s.id = a.speaker_id "
        "JOIN mention m ON m.attribution = a.number WHERE a.text = 'a new wall'",
    ) == [("", "Ada Quill", "goes on")]


def test_a_statement_without_mention_or_speaker_has_no_mention(database: Database) -> None:
    put(database, ARTICLE, [replace(REBUILD, source=(), speaker=None)])
    assert rows(database, "SELECT * FROM mention") == []


def test_one_name_in_two_articles_is_one_row_and_one_speaker(stored: Database) -> None:
    assert rows(
        stored,
        "SELECT s.name, s.kind, s.attributions FROM speaker s ORDER BY s.attributions DESC, s.name",
    ) == [
        ("Marguerite Ortel", "person", 3),
        ("Ryosei Akazawa", "person", 2),
        ("Colm Darrow", "person", 1),
        ("Ministry of Infrastructure", "organization", 1),
        ("Søren Halvard", "person", 1),
        ("Tomás de la Cueva", "person", 1),
    ]
    assert len(rows(stored, "SELECT * FROM name WHERE text = 'Marguerite Ortel'")) == 1


@pytest.mark.parametrize(
    ("name", "kind", "scope"),
    [
        ("Ada Quill", SpeakerKind.PERSON, ""),
        ("Tomás de la Cueva", SpeakerKind.PERSON, ""),
        ("Howard Pell Jr.", SpeakerKind.PERSON, ""),
        ("Quill", SpeakerKind.PERSON, "its article"),
        ("Mayor Quill", SpeakerKind.PERSON, "its article"),
        ("Greenpeace", SpeakerKind.ORGANIZATION, ""),
        ("Foreign Ministry", SpeakerKind.ORGANIZATION, ""),
        ("Germans", SpeakerKind.OTHER, ""),
    ],
)
def test_a_single_word_for_a_person_means_somebody_in_its_own_article(
    database: Database, name: str, kind: SpeakerKind, scope: str
) -> None:
    put(database, ARTICLE, [replace(REBUILD, speaker=Speaker(name, kind))])
    [(article,)] = rows(database, "SELECT id FROM article")
    assert rows(database, "SELECT text, kind, scope FROM name") == [
        (name, kind.value, article if scope else "")
    ]


def test_a_person_and_a_body_of_one_name_are_two(database: Database) -> None:
    body = replace(PROMISE, speaker=Speaker("Ada Quill", SpeakerKind.ORGANIZATION))
    put(database, ARTICLE, [REBUILD, body])
    assert len(rows(database, "SELECT * FROM speaker")) == 2


def test_two_statements_with_one_content_are_one(database: Database) -> None:
    put(database, ARTICLE, [REBUILD, replace(REBUILD, confidence=0.1)])
    assert rows(database, "SELECT confidence FROM attribution") == [(0.9,)]


def test_a_run_counts_the_statements_that_were_stored(database: Database) -> None:
    put(database, ARTICLE, [REBUILD, replace(REBUILD, confidence=0.1)])
    assert rows(database, "SELECT attributions FROM run") == [(1,)]


# -- identifiers


def test_identifiers_never_change() -> None:
    """These two are in other people's databases and notes."""
    assert identifier("an article's hash", "") == "xh7m097esm3p"
    assert identifier("p4g7", "0-18,40-52") == "ar4j5jrxx8ap"


def test_identifiers_of_an_article_and_its_statement_never_change(database: Database) -> None:
    put(database)
    assert rows(database, "SELECT id FROM article") == [("7rw8dq60ftxs",)]
    assert rows(database, "SELECT id FROM attribution ORDER BY number") == [
        ("g7yh72df43g5",),
        ("bvdvk6ther3x",),
    ]


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_an_identifier_is_twelve_characters_of_base_32(a: list[str], b: list[str]) -> None:
    x, y = identifier(*a), identifier(*b)
    assert len(x) == 12
    assert set(x) <= set("0123456789abcdefghjkmnpqrstvwxyz")
    assert (x == y) == ("\x1f".join(a) == "\x1f".join(b))


def test_identifiers_do_not_depend_on_the_order_of_articles(database: Database, tmp_path) -> None:
    other = open_database(tmp_path / "other.db", create=True)
    for document in HAND_MADE:
        put(database, document, HAND_MADE[document])
    for document in reversed(HAND_MADE):
        put(other, document, HAND_MADE[document])
    query = "SELECT id, article_id, text FROM attribution ORDER BY id"
    assert rows(database, query) == rows(other, query)
    other.close()


# -- the same article again


@pytest.mark.parametrize("document", HAND_MADE, ids=lambda d: d.title or d.publisher)
def test_the_same_article_twice_changes_nothing(stored: Database, document: Document) -> None:
    before = whole(stored)
    assert put(stored, document, HAND_MADE[document]) is Outcome.UNCHANGED
    assert whole(stored) == before


def test_the_outcome_of_a_new_article_is_added(database: Database) -> None:
    assert put(database) is Outcome.ADDED


def test_another_copy_of_the_file_changes_nothing(stored: Database) -> None:
    before = whole(stored)
    put(stored, replace(WALL, origin="another/copy.txt"), HAND_MADE[WALL])
    assert whole(stored) == before


def test_blanks_in_the_description_are_filled(stored: Database) -> None:
    document = replace(TALKS, title="Talks", authors=("Bo Tern",), url="https://example.org/t")
    assert put(stored, document, HAND_MADE[TALKS]) is Outcome.UNCHANGED
    assert rows(
        stored,
        "SELECT title, authors, url, publisher FROM article WHERE publisher LIKE '%Asahi%'",
    ) == [("Talks", "Bo Tern", "https://example.org/t", "The Asahi Shimbun")]


def test_what_is_known_of_an_article_is_kept(stored: Database) -> None:
    before = whole(stored)
    other = replace(
        WALL, title="Another", publisher="Another", published="1999", authors=("Another",)
    )
    put(stored, other, HAND_MADE[WALL])
    assert whole(stored) == before


def test_a_date_that_is_filled_reaches_the_statements(stored: Database) -> None:
    put(stored, replace(UNDATED, published="2026-01-20"), HAND_MADE[UNDATED])
    assert rows(
        stored,
        "SELECT DISTINCT a.published FROM attribution a JOIN article r ON r.id = a.article_id "
        "WHERE r.title LIKE 'Forecasters%'",
    ) == [("2026-01-20",)]


def test_fill_by_itself_fills(stored: Database) -> None:
    with stored.writing() as connection:
        key = known(connection, UNDATED, "model-1")
        assert key
        fill(connection, key, replace(UNDATED, publisher="Northern Wire"))
    assert ("Forecasters defend storm warning", "Northern Wire") in rows(
        stored, "SELECT title, publisher FROM article"
    )


def test_an_article_is_known_by_its_text_and_the_model_that_read_it(stored: Database) -> None:
    with stored.reading() as connection:
        assert known(connection, Document(WALL.text), "model-1")
        assert known(connection, Document(WALL.text), "model-2") is None
        assert known(connection, Document(WALL.text + " "), "model-1") is None


def test_an_article_read_with_another_confidence_is_read_again(database: Database) -> None:
    def again(least: float, found: Sequence[Attribution]) -> Outcome:
        with database.writing() as connection:
            return store(
                connection,
                Document(ARTICLE),
                found,
                model="model-1",
                version="0.1",
                min_confidence=least,
            )

    assert again(0.5, [REBUILD]) == Outcome.ADDED
    with database.reading() as connection:
        assert known(connection, Document(ARTICLE), "model-1", 0.5)
        assert known(connection, Document(ARTICLE), "model-1") is None
    assert again(0.5, [REBUILD]) == Outcome.UNCHANGED
    assert again(0.0, [REBUILD, PROMISE]) == Outcome.REPLACED
    assert rows(database, "SELECT min_confidence, attributions FROM run ORDER BY id") == [
        (0.5, 1),
        (0.0, 2),
    ]
    assert rows(database, "SELECT count(*) FROM attribution") == [(2,)]


def test_a_statement_is_stored_with_its_medium_and_whether_it_is_denied(
    database: Database,
) -> None:
    words = "Ada Quill believes in walls. She never wrote that one fell."
    found = [
        said(words, "in walls", "believes", "Ada Quill"),
        said(words, "that one fell", "never wrote", "She"),
    ]
    put(database, words, found)
    assert rows(database, "SELECT medium, negated FROM attribution ORDER BY start") == [
        ("thought", 0),
        ("writing", 1),
    ]


def test_two_addresses_with_one_text_are_two_articles(database: Database) -> None:
    put(database, Document(ARTICLE, url="https://example.org/a"))
    assert put(database, Document(ARTICLE, url="https://example.org/b")) is Outcome.ADDED
    assert rows(database, "SELECT url FROM article ORDER BY url") == [
        ("https://example.org/a",),
        ("https://example.org/b",),
    ]
    assert rows(database, "SELECT count(DISTINCT id), count(*) FROM attribution") == [(4, 4)]


@pytest.mark.parametrize("last", ["https://example.org/a", "https://example.org/b", None])
def test_of_two_addresses_each_is_found_again(database: Database, last: str | None) -> None:
    put(database, Document(ARTICLE, url="https://example.org/a"))
    put(database, Document(ARTICLE, url="https://example.org/b"))
    before = whole(database)
    assert put(database, Document(ARTICLE, url=last)) is Outcome.UNCHANGED
    assert whole(database) == before


def test_an_address_that_becomes_known_is_filled(database: Database) -> None:
    put(database, Document(ARTICLE))
    assert put(database, Document(ARTICLE, url="https://example.org/a")) is Outcome.UNCHANGED
    assert rows(database, "SELECT url FROM article") == [("https://example.org/a",)]


# -- a better model


def test_a_better_model_replaces_the_run(database: Database) -> None:
    put(database)
    assert put(database, model="model-2") is Outcome.REPLACED
    assert rows(
        database, "SELECT DISTINCT r.model FROM attribution a JOIN run r ON r.id = a.run_id"
    ) == [("model-2",)]
    assert rows(database, "SELECT model FROM run ORDER BY id") == [("model-1",), ("model-2",)]


def test_statements_that_did_not_change_keep_identifier_and_number(database: Database) -> None:
    laughed = said(ARTICLE, "laughed", (), "Bo Tern", "Bo Tern")
    put(database, ARTICLE, [REBUILD, PROMISE])
    before = dict(rows(database, "SELECT id, number FROM attribution WHERE start = 0"))
    put(database, ARTICLE, [laughed, REBUILD], model="model-2")
    after = dict(rows(database, "SELECT id, number FROM attribution WHERE start = 0"))
    assert before == after
    assert rows(database, "SELECT text FROM attribution ORDER BY start") == [
        ("“We will rebuild,”",),
        ("laughed",),
    ]


def test_a_better_model_may_find_another_speaker_cue_and_source(database: Database) -> None:
    put(database, ARTICLE, [REBUILD])
    better = replace(
        said(ARTICLE, "“We will rebuild,”", "laughed", "Bo Tern", "Bo Tern"), confidence=0.5
    )
    put(database, ARTICLE, [better], model="model-2")
    assert rows(
        database,
        "SELECT a.cue, a.source, a.confidence, s.name, s.attributions FROM attribution a "
        "JOIN speaker s ON s.id = a.speaker_id",
    ) == [("laughed", "Bo Tern", 0.5, "Bo Tern", 1)]
    assert rows(database, "SELECT role, start FROM span ORDER BY role") == [
        ("content", 0),
        ("cue", ARTICLE.index("laughed")),
        ("source", ARTICLE.index("Bo Tern")),
    ]
    assert len(rows(database, "SELECT * FROM mention")) == 1


def test_a_speaker_who_lost_every_statement_has_none(database: Database) -> None:
    put(database, ARTICLE, [REBUILD])
    put(database, ARTICLE, [], model="model-2")
    assert rows(database, "SELECT * FROM attribution") == []
    assert sum(n for (n,) in rows(database, "SELECT attributions FROM speaker")) == 0


def test_the_index_follows_a_better_model(database: Database) -> None:
    put(database)
    put(database, ARTICLE, [PROMISE], model="model-2")
    query = "SELECT rowid FROM attribution_fts WHERE attribution_fts MATCH "
    assert rows(database, query + "'rebuild'") == []
    assert len(rows(database, query + "'wall'")) == 1
    with database.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO attribution_fts (attribution_fts, rank) VALUES ('integrity-check', 1)"
            )
        )


def test_a_better_model_touches_no_other_article(stored: Database) -> None:
    query = (
        "SELECT a.* FROM attribution a JOIN article r ON r.id = a.article_id "
        "WHERE r.publisher IS NOT 'Northern Wire' ORDER BY a.number"
    )
    before = rows(stored, query)
    put(stored, WALL, HAND_MADE[WALL][:1], model="model-2")
    assert rows(stored, query) == before


def test_counts_are_those_of_the_statements_after_every_step(stored: Database) -> None:
    for document, found in HAND_MADE.items():
        put(stored, document, found[1:], model="model-2")
        counted = rows(
            stored,
            "SELECT s.id, s.attributions, count(a.number) FROM speaker s "
            "LEFT JOIN attribution a ON a.speaker_id = s.id GROUP BY s.id",
        )
        assert all(said_so == counted_so for _, said_so, counted_so in counted)


# -- what does not fit


def test_statements_that_fit_are_let_through() -> None:
    for document, found in HAND_MADE.items():
        check(document, found)


N = len(ARTICLE)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"content": (Span(0, N + 1),)}, id="content beyond the end"),
        pytest.param({"cue": (Span(N, N + 4),)}, id="cue beyond the end"),
        pytest.param({"source": (Span(N + 9, N + 12),)}, id="source beyond the end"),
        pytest.param({"content": ()}, id="no content"),
        pytest.param({"content": (Span(10, 20), Span(0, 5))}, id="pieces out of order"),
        pytest.param({"content": (Span(0, 10), Span(5, 20))}, id="pieces that overlap"),
        pytest.param({"source": (Span(0, 10), Span(0, 10))}, id="a piece twice"),
        pytest.param({"article": ARTICLE + " "}, id="of another text"),
    ],
)
def test_a_statement_that_does_not_fit_is_refused_and_nothing_stored(
    database: Database, wrong: dict[str, object]
) -> None:
    with pytest.raises(DatabaseError, match=r"^news\.txt: "):
        put(database, Document(ARTICLE, origin="news.txt"), [REBUILD, replace(PROMISE, **wrong)])
    assert not any(whole(database).values())


def test_pieces_that_touch_and_a_span_to_the_very_end_fit() -> None:
    check(
        Document(ARTICLE),
        [replace(REBUILD, content=(Span(0, 10), Span(10, N)), source=(), cue=())],
    )


# -- hostile text


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "'); DROP TABLE attribution; --",
        '" OR 1=1 --',
        "%s :name ? $1 {x} \\",
        "\x1b[31mred\x07\b\x7f",
        "\u202eevil\u202c \u200b\ufeff",
        "😀 👨‍👩‍👧 𝒳",
        "e\u0301 é",
        "x" * 10_000,
    ],
)
def test_hostile_text_is_stored_and_returned_exactly(database: Database, words: str) -> None:
    article = f"{words} said {words}"
    attribution = said(article, words, "said", (words,))
    attribution = replace(attribution, speaker=Speaker(words, SpeakerKind.OTHER, words))
    document = Document(article, words, (words,), words, words, words, language=words, origin=words)
    put(database, document, [attribution], model=words)
    assert rows(
        database,
        "SELECT title, authors, publisher, published, url, language, origin, text FROM article",
    ) == [(words,) * 7 + (article,)]
    clean = " ".join(words.split())
    assert rows(database, "SELECT text, source FROM attribution") == [(clean, clean)]
    assert rows(database, "SELECT text FROM name") == [(words,)]
    assert rows(database, "SELECT reason FROM mention") == [(words,)]


@pytest.mark.parametrize("where", ["title", "origin", "text"])
def test_half_a_character_is_stored_or_refused_as_an_error_of_ours(
    database: Database, where: str
) -> None:
    """A lone surrogate: from a file name that is no UTF-8, or a page's JSON cut in an emoji."""
    words = "cut \ud83d in half"
    document = replace(Document(ARTICLE), **{where: words})
    try:
        put(database, document, [])
    except QuotesError:
        return
    assert rows(database, f"SELECT {where} FROM article") == [(words,)]


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1))
def test_any_text_is_stored_and_returned_exactly(filled, words: str) -> None:
    attribution = Attribution(Kind.INDIRECT, (Span(0, len(words)),), (), (), None, 0.5, words)
    database = open_database(filled, write=True)
    try:
        with database.writing() as connection:
            store(connection, Document(words), [attribution], model="m", version="0")
            stored_text = connection.execute(
                text("SELECT text FROM article WHERE hash = :h"), {"h": Document(words).hash}
            ).scalar()
            assert stored_text == words
            raise UndoError
    except UndoError:
        pass
    finally:
        database.close()


class UndoError(Exception):
    """Rolls a transaction back, so that the shared file stays as it was."""


# -- failures


def test_a_failure_is_recorded_once_with_the_latest_reason(database: Database) -> None:
    with database.writing() as connection:
        record_failure(connection, "a.txt", "is empty")
        record_failure(connection, "b.txt", "is binary")
        record_failure(connection, "a.txt", "is too large")
    assert rows(database, "SELECT origin, error FROM failure ORDER BY origin") == [
        ("a.txt", "is too large"),
        ("b.txt", "is binary"),
    ]


def test_a_failure_is_forgotten_by_its_origin(database: Database) -> None:
    with database.writing() as connection:
        record_failure(connection, "a.txt", "is empty")
        record_failure(connection, "b.txt", "is binary")
        forget_failure(connection, "a.txt")
    assert rows(database, "SELECT origin FROM failure") == [("b.txt",)]


# -- order


def partition(connection: Connection) -> set[frozenset[str]]:
    by_speaker: dict[int, set[str]] = {}
    for speaker, name in connection.execute(text("SELECT speaker_id, text FROM name")):
        by_speaker.setdefault(speaker, set()).add(name)
    return {frozenset(some) for some in by_speaker.values()}


@pytest.mark.parametrize("order", list(permutations(HAND_MADE))[::5])
def test_the_order_of_articles_does_not_matter_to_the_speakers(
    database: Database, order: tuple[Document, ...]
) -> None:
    for document in order:
        put(database, document, HAND_MADE[document])
    with database.reading() as connection:
        assert partition(connection) == {
            frozenset({n})
            for n in (
                "Colm Darrow",
                "Marguerite Ortel",
                "Ryosei Akazawa",
                "Ministry of Infrastructure",
                "Tomás de la Cueva",
                "Søren Halvard",
            )
        }
