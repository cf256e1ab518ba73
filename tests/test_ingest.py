"""Articles into the database: which files, in which order, and what becomes of a bad one."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from handmade import Stub, dump, first_line, said
from sqlalchemy import text

from quotes.attribution import Attribution
from quotes.document import Document
from quotes.errors import DatabaseError, InputError, UsageError
from quotes.ingest import Description, Summary, add, find, load
from quotes.read import MOST_BYTES
from quotes.store.database import Database, open_database
from quotes.store.write import Outcome

PROSE = "“We will rebuild,” said Ada Quill."


def write(folder: Path, *names: str) -> None:
    """Makes text files, each an article of its own."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{PROSE} It was the day of {name}.", "utf-8")


def rows(database: Database, sql: str) -> list[tuple]:
    with database.reading() as connection:
        return [tuple(r) for r in connection.execute(text(sql))]


def outcomes(summary: Summary) -> dict[str, int]:
    return {o.value: n for o, n in summary.outcomes.items() if n}


# -- how sure


def test_what_is_less_sure_is_counted_and_not_stored(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")

    def both(document: Document) -> list[Attribution]:
        return [
            said(document.text, "“We will rebuild,”", "said", "Ada Quill", confidence=0.9),
            said(document.text, "the day", "It", confidence=0.2),
        ]

    summary = add(database, [str(tmp_path / "a.txt")], lambda: Stub(both), min_confidence=0.5)
    assert (summary.attributions, summary.left_out) == (1, 1)
    assert rows(database, "SELECT confidence FROM attribution") == [(0.9,)]
    assert rows(database, "SELECT min_confidence FROM run") == [(0.5,)]


def test_a_confidence_that_is_none_is_wrong_usage(database: Database) -> None:
    with pytest.raises(UsageError, match="from 0 to 1"):
        add(database, [], Stub, min_confidence=2)


# -- which files


def test_a_folder_is_walked_in_a_fixed_order(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.html", "a/deep/er/x.htm", "a.TXT", "B.txt", "10.txt", "9.txt")
    found = [os.path.relpath(f, tmp_path) for f in find([str(tmp_path)])]
    assert found == sorted(found)
    assert set(found) == {
        "10.txt",
        "9.txt",
        "B.txt",
        "a.TXT",
        "a/deep/er/x.htm",
        "a/z.html",
        "b.txt",
    }


@pytest.mark.parametrize("name", [".hidden.txt", ".git/a.txt", "a/.cache/b/c.html", "a/.b.htm"])
def test_what_is_hidden_in_a_folder_is_passed_over(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "seen.txt")
    assert list(find([str(tmp_path)])) == [str(tmp_path / "seen.txt")]


@pytest.mark.parametrize("name", ["a.pdf", "a.json", "a.txt.gz", "txt", "a.md", "html"])
def test_other_kinds_of_file_in_a_folder_are_passed_over(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "seen.txt")
    assert list(find([str(tmp_path)])) == [str(tmp_path / "seen.txt")]


def test_a_hidden_folder_that_is_named_is_searched(tmp_path: Path) -> None:
    write(tmp_path, ".drafts/a.txt")
    assert list(find([str(tmp_path / ".drafts")])) == [str(tmp_path / ".drafts" / "a.txt")]


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    write(tmp_path, "notes", ".hidden")
    names = [str(tmp_path / n) for n in ("notes", ".hidden")]
    assert list(find(names)) == names


def test_paths_keep_their_order(tmp_path: Path) -> None:
    write(tmp_path, "b/1.txt", "a/1.txt", "c.txt")
    names = [str(tmp_path / n) for n in ("c.txt", "b", "a")]
    assert [os.path.relpath(f, tmp_path) for f in find([*names, "-"])] == [
        "c.txt",
        "b/1.txt",
        "a/1.txt",
        os.path.relpath("-", tmp_path),
    ]


@pytest.mark.parametrize("names", [(), ("a.pdf",), (".hidden.txt",), ("sub/b.doc",)])
def test_a_folder_without_articles_is_refused_by_name(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    write(folder, *names)
    with pytest.raises(InputError, match=r"empty: the folder has no article in it \(\.txt, \.html"):
        list(find([str(folder)]))


def test_a_path_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: "):
        list(find([str(tmp_path / "gone.txt")]))


# -- reading one


def test_standard_input_is_read_as_text() -> None:
    document = load("-", io.BytesIO(PROSE.encode()))
    assert (document.text, document.origin) == (PROSE, "standard input")


def test_standard_input_may_be_a_page() -> None:
    page = f"<!doctype html><title>T</title><article><p>{PROSE * 9}</p></article>"
    assert load("-", io.BytesIO(page.encode())).title == "T"


def test_without_a_standard_input_there_is_nothing_to_read() -> None:
    with pytest.raises(InputError, match="there is no standard input"):
        load("-")


def test_an_empty_standard_input_is_refused() -> None:
    with pytest.raises(InputError, match="standard input: is empty"):
        load("-", io.BytesIO())


def test_a_standard_input_that_never_ends_is_given_up() -> None:
    with pytest.raises(InputError, match="standard input: is too large"):
        load("-", io.BytesIO(b"x" * (MOST_BYTES + 1)))


# -- adding


def test_articles_are_read_extracted_and_stored(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    summary = add(database, [str(tmp_path)], lambda: Stub(first_line))
    assert outcomes(summary) == {"added": 2}
    assert (summary.articles, summary.attributions, summary.failures) == (2, 2, [])
    assert rows(database, "SELECT origin FROM article ORDER BY origin") == [
        (str(tmp_path / "a.txt"),),
        (str(tmp_path / "b.txt"),),
    ]
    assert rows(database, "SELECT attributions FROM speaker WHERE name = 'Ada Quill'") == [(2,)]


def test_adding_again_changes_nothing_and_reads_nothing_twice(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt", "b.txt")
    add(database, [str(tmp_path)], lambda: Stub(first_line))
    with database.reading() as connection:
        before = dump(connection)
    again = Stub(first_line)
    summary = add(database, [str(tmp_path)], lambda: again)
    assert outcomes(summary) == {"unchanged": 2}
    assert summary.attributions == 0
    assert again.seen == []
    with database.reading() as connection:
        assert dump(connection) == before


def test_one_text_in_two_files_is_one_article(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").write_bytes((tmp_path / "a.txt").read_bytes())
    summary = add(database, [str(tmp_path)], lambda: Stub(first_line))
    assert outcomes(summary) == {"added": 1, "unchanged": 1}


def test_a_better_model_reads_again(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    add(database, [str(tmp_path)], lambda: Stub(first_line, "model-1"))
    summary = add(database, [str(tmp_path)], lambda: Stub(first_line, "model-2"))
    assert outcomes(summary) == {"replaced": 1}


def test_no_extractor_is_made_for_a_file_that_cannot_be_read(
    database: Database, tmp_path: Path
) -> None:
    def never() -> Stub:
        raise AssertionError("nothing was there to extract from")

    (tmp_path / "empty.txt").touch()
    summary = add(database, [str(tmp_path)], never)
    assert len(summary.failures) == 1


def test_an_article_without_statements_is_stored(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    summary = add(database, [str(tmp_path)], Stub)
    assert (outcomes(summary), summary.attributions) == ({"added": 1}, 0)


def test_standard_input_is_added(database: Database) -> None:
    summary = add(database, ["-"], lambda: Stub(first_line), stdin=io.BytesIO(PROSE.encode()))
    assert outcomes(summary) == {"added": 1}
    assert rows(database, "SELECT origin, text FROM article") == [("standard input", PROSE)]


def test_progress_is_told_of_every_file(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", "c/d.txt")
    told: list[str] = []

    def watch(files: Sequence[str]) -> Sequence[str]:
        told.extend(files)
        return files

    add(database, [str(tmp_path)], Stub, watch=watch)
    assert [os.path.relpath(f, tmp_path) for f in told] == ["a.txt", "b.txt", "c/d.txt"]


def test_the_real_extractor_fits(database: Database, tmp_path: Path) -> None:
    from quotes.extract.extractor import default

    (tmp_path / "a.txt").write_text("“We will rebuild,” the mayor, Ada Quill, said.", "utf-8")
    summary = add(database, [str(tmp_path / "a.txt")], default)
    assert (outcomes(summary), summary.attributions) == ({"added": 1}, 1)
    assert rows(
        database,
        "SELECT a.kind, a.text, s.name FROM attribution a JOIN speaker s ON s.id = a.speaker_id",
    ) == [("direct", "“We will rebuild,”", "Ada Quill")]


# -- what the user says of the articles

HEADED = "A title of words\nBy Ada Quill\nThe Daily Echo\nMarch 4, 2026\n" + PROSE * 9


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        (Description(), ("A title of words", "The Daily Echo", None, "2026-03-04")),
        (Description(title="Mine"), ("Mine", "The Daily Echo", None, "2026-03-04")),
        (Description(publisher="Mine"), ("A title of words", "Mine", None, "2026-03-04")),
        (
            Description(url="https://example.org/x"),
            ("A title of words", "The Daily Echo", "https://example.org/x", "2026-03-04"),
        ),
        (Description(published="2025"), ("A title of words", "The Daily Echo", None, "2025")),
        (
            Description(title="", published=""),
            ("A title of words", "The Daily Echo", None, "2026-03-04"),
        ),
    ],
)
def test_what_the_user_says_goes_before_what_the_file_says(
    database: Database, tmp_path: Path, description: Description, expected: tuple
) -> None:
    (tmp_path / "a.txt").write_text(HEADED, "utf-8")
    add(database, [str(tmp_path / "a.txt")], Stub, description=description)
    assert rows(database, "SELECT title, publisher, url, published FROM article") == [expected]


def test_what_is_said_later_fills_blanks_without_extracting_again(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt")
    stub = Stub(first_line)
    add(database, [str(tmp_path / "a.txt")], lambda: stub)
    add(
        database,
        [str(tmp_path / "a.txt")],
        lambda: stub,
        description=Description(published="2026-03-04"),
    )
    assert len(stub.seen) == 1
    assert rows(
        database,
        "SELECT r.published, a.published FROM article r JOIN attribution a ON a.article_id = r.id",
    ) == [("2026-03-04", "2026-03-04")]


# -- bad ones among good ones


def bad_binary(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def bad_empty(path: Path) -> None:
    path.touch()


def bad_large(path: Path) -> None:
    path.touch()
    os.truncate(path, 50_000_000)


def bad_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere.txt"))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (bad_binary, "is binary, not text"),
        (bad_empty, "is empty"),
        (bad_large, "is too large for an article"),
        (bad_link, "cannot be read"),
    ],
)
def test_a_bad_file_is_recorded_and_the_rest_done(
    database: Database, tmp_path: Path, make: Callable[[Path], None], reason: str
) -> None:
    write(tmp_path, "a.txt", "c.txt")
    make(tmp_path / "b.txt")
    summary = add(database, [str(tmp_path)], lambda: Stub(first_line))
    assert outcomes(summary) == {"added": 2}
    [(origin, told)] = summary.failures
    assert origin == str(tmp_path / "b.txt")
    assert reason in told
    assert rows(database, "SELECT origin, error FROM failure") == [(origin, told)]
    assert len(rows(database, "SELECT * FROM article")) == 2


@pytest.mark.parametrize("what", ["missing.txt", "empty-folder"])
def test_a_bad_path_is_recorded_and_the_rest_done(
    database: Database, tmp_path: Path, what: str
) -> None:
    write(tmp_path, "a.txt", "c.txt")
    (tmp_path / "empty-folder").mkdir()
    paths = [str(tmp_path / n) for n in ("a.txt", what, "c.txt")]
    summary = add(database, paths, lambda: Stub(first_line))
    assert outcomes(summary) == {"added": 2}
    assert [origin for origin, _ in summary.failures] == [str(tmp_path / what)]
    assert rows(database, "SELECT origin FROM failure") == [(str(tmp_path / what),)]


def test_a_failure_is_forgotten_when_the_file_has_been_mended(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").touch()
    add(database, [str(tmp_path)], Stub)
    assert len(rows(database, "SELECT * FROM failure")) == 1
    write(tmp_path, "a.txt")
    add(database, [str(tmp_path)], Stub)
    assert rows(database, "SELECT * FROM failure") == []


def test_a_failure_is_forgotten_when_the_file_has_become_a_known_article(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").touch()
    add(database, [str(tmp_path)], Stub)
    (tmp_path / "b.txt").write_bytes((tmp_path / "a.txt").read_bytes())
    add(database, [str(tmp_path)], Stub)
    assert rows(database, "SELECT * FROM failure") == []


def test_failing_twice_is_recorded_once(database: Database, tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    for _ in range(2):
        add(database, [str(tmp_path)], Stub)
    assert len(rows(database, "SELECT * FROM failure")) == 1


def test_a_file_whose_name_is_no_utf_8_is_added_or_recorded_and_the_rest_done(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt", "z.txt")
    odd = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(odd, "wb") as file:
            file.write(b"An article of its own, said Bo Tern.")
    except OSError:
        pytest.skip("this file system takes no such name")
    summary = add(database, [str(tmp_path)], lambda: Stub(first_line))
    assert summary.articles + len(summary.failures) == 3
    assert len(rows(database, "SELECT * FROM article")) >= 2


def test_a_bad_file_whose_name_is_no_utf_8_is_counted_and_the_rest_done(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt", "z.txt")
    try:
        with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "wb"):
            pass
    except OSError:
        pytest.skip("this file system takes no such name")
    summary = add(database, [str(tmp_path)], lambda: Stub(first_line))
    assert (summary.articles, len(summary.failures)) == (2, 1)


def test_a_page_with_half_a_character_in_its_description_stops_nothing(
    database: Database, tmp_path: Path
) -> None:
    """JSON may hold half of an emoji, ``\\ud83d``, which no database can store as UTF-8."""
    write(tmp_path, "a.txt", "z.txt")
    headline = '{"@context":"https://schema.org","@type":"NewsArticle","headline":"cut \\ud83d"}'
    (tmp_path / "b.html").write_text(
        f'<html><head><script type="application/ld+json">{headline}</script></head>'
        f"<body><article><p>{PROSE * 9}</p></article></body></html>"
    )
    summary = add(database, [str(tmp_path)], lambda: Stub(first_line))
    assert summary.articles + len(summary.failures) == 3


# -- interrupted and taken up again


class Interrupted(Stub):
    """An extractor during whose third article the user presses Ctrl-C."""

    def __call__(
        self, document: Document, min_confidence: float | None = None
    ) -> list[Attribution]:
        if len(self.seen) == 2:
            raise KeyboardInterrupt
        return super().__call__(document)


NAMES = ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt")


def test_what_was_stored_before_an_interruption_is_safe(database: Database, tmp_path: Path) -> None:
    write(tmp_path, *NAMES)
    summary = Summary()
    stub = Interrupted(first_line)
    with pytest.raises(KeyboardInterrupt):
        add(database, [str(tmp_path)], lambda: stub, summary=summary)
    assert outcomes(summary) == {"added": 2}
    again = open_database(database.path)
    assert len(rows(again, "SELECT * FROM article")) == 2
    assert len(rows(again, "SELECT * FROM attribution")) == 2


def test_an_interrupted_run_is_taken_up_where_it_stopped(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path, *NAMES)
    broken = Interrupted(first_line)
    with pytest.raises(KeyboardInterrupt):
        add(database, [str(tmp_path)], lambda: broken)
    stub = Stub(first_line)
    summary = add(database, [str(tmp_path)], lambda: stub)
    assert outcomes(summary) == {"unchanged": 2, "added": 3}
    assert len(stub.seen) == 3


def test_an_interrupted_run_ends_as_one_that_was_not(tmp_path: Path) -> None:
    write(tmp_path / "news", *NAMES)
    query = (
        "SELECT r.id, a.id, a.text, s.name, s.attributions FROM article r "
        "JOIN attribution a ON a.article_id = r.id JOIN speaker s ON s.id = a.speaker_id ORDER BY 1"
    )
    found = []
    for name, interrupt in (("one.db", False), ("two.db", True)):
        database = open_database(tmp_path / name, create=True)
        if interrupt:
            broken = Interrupted(first_line)
            with pytest.raises(KeyboardInterrupt):
                add(database, [str(tmp_path / "news")], lambda broken=broken: broken)
        add(database, [str(tmp_path / "news")], lambda: Stub(first_line))
        found.append(rows(database, query))
        database.close()
    assert found[0] == found[1]


def test_a_database_that_fails_ends_the_run(stored: Database, tmp_path: Path) -> None:
    write(tmp_path / "news", "a.txt", "b.txt")
    reader = open_database(stored.path)
    summary = Summary()
    with pytest.raises(DatabaseError, match="may not be written"):
        add(reader, [str(tmp_path / "news")], lambda: Stub(first_line), summary=summary)
    assert summary.articles == 0


def test_a_statement_that_does_not_fit_leaves_nothing_of_its_article(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt")
    stub = Stub(lambda document: [said("another text", "another", who="Bo Tern")])
    summary = add(database, [str(tmp_path)], lambda: stub)
    assert ["of another text" in error for _, error in summary.failures] == [True]
    assert rows(database, "SELECT * FROM article") == []


def test_an_article_that_the_extractor_fails_on_is_recorded_and_the_rest_go_on(
    database: Database, tmp_path: Path
) -> None:
    write(tmp_path, "a.txt", "b.txt")

    def find(document: Document) -> list[Attribution]:
        if "a.txt" in str(document.origin):
            raise IndexError("tuple index out of range")
        return first_line(document)

    summary = add(database, [str(tmp_path)], lambda: Stub(find))
    [(origin, error)] = summary.failures
    assert origin.endswith("a.txt")
    assert error == (
        "the extractor failed on it (IndexError: tuple index out of range); please report it with the text"
    )
    assert len(rows(database, "SELECT * FROM article")) == 1
    assert rows(database, "SELECT origin FROM failure") == [(origin,)]


def test_a_summary_begins_at_nothing() -> None:
    summary = Summary()
    assert (summary.articles, summary.attributions, summary.failures) == (0, 0, [])
    assert summary.outcomes == dict.fromkeys(Outcome, 0)
