"""The words that set a speaker's statements apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from handmade import said
from sqlalchemy import Connection

from quotes.document import Document
from quotes.store.database import Database
from quotes.store.write import store
from quotes.telling import CANDIDATES, TEXTS, frequencies, telling_words

OTHERS = [
    f"the council met the workers about the {what} and the price of water"
    for what in ("bridge", "budget", "school", "road", "harbour", "mill", "theatre", "parks")
] * 10
MINE = [
    f"a {thing} needs a lighthouse and the council met about water"
    for thing in ("harbour", "coast", "bay", "reef", "channel", "pier")
] * 2


@pytest.fixture
def said_by_all(database: Database) -> Callable[[dict[str, Sequence[str]]], Connection]:
    """Stores what each speaker says, an article for each statement."""

    def tell_all(words: dict[str, Sequence[str]]) -> Connection:
        number = 0
        with database.writing() as connection:
            for who, texts in words.items():
                for text in texts:
                    number += 1
                    article = f"{text}, {who} said on day {number}."
                    found = said(article, text, "said", who, who)
                    store(connection, Document(article), [found], model="m", version="0")
        return database.engine.connect()

    return tell_all


@pytest.fixture
def everybody(said_by_all: Callable[[dict[str, Sequence[str]]], Connection]) -> Connection:
    return said_by_all({"Bo Tern": OTHERS, "Ada Quill": MINE})


def words(connection: Connection, texts: Sequence[str]) -> list[str]:
    return [w.word for w in telling_words(connection, texts)]


def test_a_word_of_one_speaker_alone_is_told(everybody: Connection) -> None:
    found = telling_words(everybody, MINE)
    assert {(w.word, w.number) for w in found[:2]} == {
        ("lighthouse", len(MINE)),
        ("needs", len(MINE)),
    }


def test_words_that_everybody_uses_are_not_shown(everybody: Connection) -> None:
    shown = words(everybody, MINE)
    assert not {"council", "met", "water", "the", "about"} & set(shown)
    other = words(everybody, OTHERS[:40])
    assert not {"the", "and", "water", "council", "met", "about"} & set(other)


def test_words_that_any_text_has_are_not_candidates(everybody: Connection) -> None:
    assert words(everybody, ["they would have been said to be there very much"] * 20) == []


@pytest.mark.parametrize(("count", "some"), [(0, False), (1, False), (9, False), (10, True)])
def test_nothing_is_told_of_fewer_than_ten_statements(
    everybody: Connection, count: int, some: bool
) -> None:
    assert bool(words(everybody, MINE[:count])) == some


def test_a_word_said_once_does_not_count(everybody: Connection) -> None:
    texts = [*MINE, "the chandelier fell on the council"]
    assert "chandelier" not in words(everybody, texts)


def test_forms_of_a_word_are_one_and_shown_as_the_speaker_says_it_most(
    said_by_all: Callable[[dict[str, Sequence[str]]], Connection],
) -> None:
    mine = ["we must ration water"] * 2 + ["he is rationing water"] * 5 + ["it was rationed"] * 3
    connection = said_by_all({"Bo Tern": OTHERS, "Ada Quill": mine})
    [found] = [w for w in telling_words(connection, mine) if w.word.startswith("ration")]
    assert (found.word, found.number) == ("rationing", 10)


def test_accents_and_capitals_make_no_other_word(
    said_by_all: Callable[[dict[str, Sequence[str]]], Connection],
) -> None:
    mine = ["the Café opens at noon"] * 6 + ["no cafe opens at night"] * 5
    connection = said_by_all({"Bo Tern": OTHERS, "Ada Quill": mine})
    found = [w for w in telling_words(connection, mine) if w.word in ("café", "cafe")]
    assert [(w.word, w.number) for w in found] == [("café", 11)]


def test_a_word_counts_once_a_statement(everybody: Connection) -> None:
    again = [f"{text} lighthouse lighthouse" for text in MINE]
    assert telling_words(everybody, again) == telling_words(everybody, MINE)


def test_the_most_telling_come_first_and_no_more_than_asked() -> None:
    texts = ["alpha beta"] * 9 + ["alpha gamma"] * 6
    told = telling_words(
        None,  # type: ignore[arg-type]
        texts,
        everybody=lambda _, stems: (10_000, dict.fromkeys(stems, 20)),
    )
    assert [(w.word, w.number) for w in told] == [("alpha", 15), ("beta", 9), ("gamma", 6)]
    few = telling_words(
        None,  # type: ignore[arg-type]
        texts,
        most=2,
        everybody=lambda _, stems: (10_000, dict.fromkeys(stems, 20)),
    )
    assert few == told[:2]


def test_a_speaker_who_says_all_there_is_has_no_words_of_their_own(
    said_by_all: Callable[[dict[str, Sequence[str]]], Connection],
) -> None:
    connection = said_by_all({"Ada Quill": MINE})
    assert words(connection, MINE) == []


def test_no_more_stems_are_asked_for_and_no_more_texts_read_than_said() -> None:
    asked: list[str] = []

    def everybody(_: Connection, stems: Sequence[str]) -> tuple[int, dict[str, int]]:
        asked.extend(stems)
        return 10_000, {}

    letters = "abcdefghijklmnopqrstuvwxyz"
    many = [" ".join(f"zz{a}{b}" for a in letters for b in letters)] * TEXTS
    telling_words(None, [*many, *["beyond"] * 5], everybody=everybody)  # type: ignore[arg-type]
    assert len(asked) == CANDIDATES
    assert "beyond" not in asked


def test_everybody_s_statements_are_counted_by_stem(everybody: Connection) -> None:
    total, found = frequencies(everybody, ["lighthous", "water", "nowhere"])
    assert total == len(OTHERS) + len(MINE)
    assert found == {"lighthous": len(MINE), "water": len(OTHERS) + len(MINE)}


@pytest.mark.parametrize("text", ["", "…", "\0", "12 34", "“”", "ſtrange ﬁgures", "中文 字", "😀"])
def test_no_text_is_too_strange(everybody: Connection, text: str) -> None:
    assert isinstance(telling_words(everybody, [text] * 12), list)
