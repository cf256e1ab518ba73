"""Paragraphs become windows: every word in exactly one, with its place in the text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from quotes import home
from quotes.document import Span
from quotes.extract.windows import (
    CHARACTERS,
    DIGIT,
    LOWER,
    MARK,
    MIXED,
    SIZE,
    TITLE,
    UPPER,
    Window,
    case_of,
    stretches,
    windows,
)

TOKENIZER = Tokenizer.from_file(str(home.model() / "tokenizer.json"))
TOKENIZER.no_padding()
TOKENIZER.no_truncation()


def lines(text: str) -> list[Span]:
    """The lines of ``text`` as paragraphs."""
    return [Span(*m.span()) for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]


def cut(text: str, **settings: int) -> list[Window]:
    return list(windows(text, lines(text), TOKENIZER, **settings))


def places(window: Window) -> list[Span]:
    """The words of a window."""
    out: list[Span] = []
    for i in range(1, len(window) - 1):
        if window.heads[i]:
            out.append(Span(window.starts[i], window.ends[i]))
        elif out:
            out[-1] = Span(out[-1].start, window.ends[i])
    return out


def words(text: str, window: Window) -> list[str]:
    return [span.of(text) for span in places(window)]


# -- case_of


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("said", LOWER),
        ("3rd", LOWER),
        ("élan", LOWER),
        ("日本", LOWER),
        ("½", LOWER),
        ("Ada", TITLE),
        ("Élan", TITLE),
        ("A", TITLE),
        ("NATO", UPPER),
        ("F16", UPPER),
        ("McCain", MIXED),
        ("iPhone", MIXED),
        ("PhD", MIXED),
        ("2024", DIGIT),
        ("7", DIGIT),
        ("“", MARK),
        (",", MARK),
        ("—", MARK),
        ("😀", MARK),
        ("$", MARK),
    ],
)
def test_the_case_of_a_word(word: str, case: int) -> None:
    assert case_of(word) == case


@given(st.text(min_size=1))
def test_any_word_has_a_case(word: str) -> None:
    assert LOWER <= case_of(word) <= MARK


# -- stretches


def test_a_short_paragraph_is_one_stretch() -> None:
    assert stretches("We will. We must.", Span(0, 17), 17) == [Span(0, 17)]


def parts(text: str, most: int) -> list[str]:
    return [s.of(text) for s in stretches(text, Span(0, len(text)), most)]


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        pytest.param(
            "We will. We must go", 14, ["We will. ", "We must go"], id="at a sentence's end"
        ),
        pytest.param(
            "A b. C d. E f g h", 12, ["A b. C d. ", "E f g h"], id="at the last of several"
        ),
        pytest.param(
            "“We will.” “We must go”", 16, ["“We will.” ", "“We must go”"], id="after its mark"
        ),
        pytest.param(
            "at 5 p.m. on a day", 12, ["at 5 p.m. ", "on a day"], id="no sentence: at white space"
        ),
        pytest.param("abcdefgh", 3, ["abc", "def", "gh"], id="no white space: anywhere"),
        pytest.param("ab cdefghij", 4, ["ab ", "cdef", "ghij"], id="both"),
    ],
)
def test_a_long_paragraph_is_cut(text: str, most: int, expected: list[str]) -> None:
    assert parts(text, most) == expected


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\r\n", "\u00a0", "\u2009", "\u3000"])
def test_any_white_space_is_a_place_to_cut(space: str) -> None:
    text = space.join(["seven", "eleven", "thirteen"])
    assert [p.strip() for p in parts(text, 16)] in (
        [f"seven{space}eleven", "thirteen"],
        ["seven", f"eleven{space}thirteen"],
    )


@given(st.text("aB .!\n\t“”\u00a0", min_size=1), st.integers(1, 12), st.data())
def test_stretches_cover_their_paragraph_and_none_is_too_long(
    text: str, most: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = stretches(text, Span(start, end), most)
    assert [i for s in found for i in range(*s)] == list(range(start, end))
    assert all(s.end - s.start <= most for s in found)


# -- windows, by example


def test_a_window_is_framed_and_all_its_rows_are_of_one_length() -> None:
    (w,) = cut("We will.\nNo.")
    assert (w.ids[0], w.ids[-1]) == (
        TOKENIZER.token_to_id("[CLS]"),
        TOKENIZER.token_to_id("[SEP]"),
    )
    for row in (w.ids, w.cases, w.opens, w.heads, w.paragraphs, w.starts, w.ends):
        assert len(row) == len(w) == 7
    for row in (w.paragraphs, w.starts, w.ends):
        assert (row[0], row[-1]) == (-1, -1)
    for row in (w.cases, w.opens, w.heads):
        assert (row[0], row[-1]) == (0, 0)


def test_paragraphs_that_fit_share_a_window_and_each_opens() -> None:
    text = "We will.\nNo more."
    (w,) = cut(text)
    assert words(text, w) == ["We", "will", ".", "No", "more", "."]
    assert w.opens[1:-1] == (1, 0, 0, 1, 0, 0)
    assert w.paragraphs[1:-1] == (0, 0, 0, 1, 1, 1)


def test_pieces_are_those_of_the_tokenizer_on_the_paragraph_alone() -> None:
    text = "“Rebuilding Port Ellery won’t be cheap,” said Zyxwvutsrq."
    (w,) = cut(text)
    alone = TOKENIZER.encode(text, add_special_tokens=False)
    assert list(w.ids[1:-1]) == alone.ids
    assert list(zip(w.starts[1:-1], w.ends[1:-1], strict=True)) == alone.offsets


def test_only_the_first_piece_of_a_word_is_its_head() -> None:
    text = "said Zyxwvutsrq."
    (w,) = cut(text)
    assert len(w) > 6
    assert words(text, w) == ["said", "Zyxwvutsrq", "."]
    assert sum(w.heads) == 3


def test_all_pieces_of_a_word_have_the_case_of_the_word() -> None:
    (w,) = cut("Zyxwvutsrq")
    assert set(w.cases[1:-1]) == {TITLE}
    assert len(w.cases[1:-1]) > 1


def test_a_paragraph_that_does_not_fit_begins_a_window() -> None:
    text = "One two three.\nFour five."
    assert [words(text, w) for w in cut(text, size=8)] == [
        ["One", "two", "three", "."],
        ["Four", "five", "."],
    ]


def test_paragraphs_keep_their_numbers_over_windows() -> None:
    first, second = cut("One two three.\nFour five.", size=8)
    assert set(first.paragraphs[1:-1]) == {0}
    assert set(second.paragraphs[1:-1]) == {1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "We will. We must go on", ["We will .", "We must go on"], id="where a sentence ends"
        ),
        pytest.param(
            "We go. Go. We will go now", ["We go . Go .", "We will go now"], id="at the last one"
        ),
        pytest.param(
            "We must all now go. We will",
            ["We must all now go .", "We will"],
            id="at the very edge",
        ),
        pytest.param(
            "“Go on.” We will not go", ["“ Go on . ”", "We will not go"], id="after the mark"
        ),
    ],
)
def test_a_paragraph_longer_than_a_window_is_cut(text: str, expected: list[str]) -> None:
    """With room for six pieces beside the two special ones."""
    assert [" ".join(words(text, w)) for w in cut(text, size=8)] == expected


def test_a_long_sentence_is_cut_at_a_word() -> None:
    text = "at five p.m. we will and we must go on"
    found = [words(text, w) for w in cut(text, size=8)]
    assert " ".join(map(" ".join, found)) == "at five p . m . we will and we must go on"
    assert len(found) == 3


def test_a_word_is_never_cut_in_two() -> None:
    text = "we say we go Zyxwvutsrq"
    assert [words(text, w) for w in cut(text, size=9)] == [
        ["we", "say", "we", "go"],
        ["Zyxwvutsrq"],
    ]


def test_the_rest_of_a_cut_paragraph_opens_its_window() -> None:
    assert [w.opens[1] for w in cut("We will go. We must go.", size=7)] == [1, 1]


def test_a_word_of_more_pieces_than_a_window_has_one_head() -> None:
    found = cut("Zyxwvutsrq", size=5)
    assert sum(sum(w.heads) for w in found) == 1
    assert all(len(w) <= 5 for w in found)


@pytest.mark.parametrize("text", ["", "\u200b", "\u200b\n\x00"])
def test_text_without_words_has_no_windows(text: str) -> None:
    span = [Span(0, len(text))] if text else []
    assert list(windows(text, span, TOKENIZER)) == []


def test_only_the_paragraphs_given_are_read() -> None:
    text = "Caption.\nWe will.\nRelated: no."
    (w,) = windows(text, [lines(text)[1]], TOKENIZER)
    assert words(text, w) == ["We", "will", "."]


def test_a_tokenizer_s_batch_makes_no_difference() -> None:
    text = "\n".join(f"Line {i} of the article says little." for i in range(40))
    assert cut(text, batch=1) == cut(text, batch=7) == cut(text)


def test_a_paragraph_longer_than_a_stretch_opens_once_in_a_window() -> None:
    text = "We will. " * 250 + "We must."
    assert len(text) > CHARACTERS
    assert [sum(w.opens) for w in cut(text)] == [1] * len(cut(text))
    assert [x for w in cut(text) for x in words(text, w)] == text.replace(".", " .").split()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Beyonce\u0301 said", "Beyonce\u0301"),
        ("cafe\u0301, she", "cafe\u0301"),
        ("Zoe\u0308 said", "Zoe\u0308"),
        ("Zoe\u0308s said", "Zoe\u0308s"),
        ("a\u0328\u0301 said", "a\u0328\u0301"),
    ],
)
def test_a_word_keeps_its_combining_accents(text: str, word: str) -> None:
    (w,) = cut(text)
    assert words(text, w)[0] == word


@pytest.mark.parametrize("text", ["😀 We will", "한국 we", "日本語 we", "ﬁve ½ we", "a\u200db we"])
def test_places_are_code_points_of_the_text(text: str) -> None:
    (w,) = cut(text)
    assert words(text, w)[-1] == text.split()[-1]


# -- windows, for any text

any_text = st.text() | st.text("aB9 .!“”'’\n\t-é😀e\u0301日한\u200d\u00a0", max_size=300)
plain_text = st.lists(
    st.tuples(st.text("abC9.,!“”日éż", min_size=1, max_size=9), st.sampled_from([" ", "  ", "\n"])),
    max_size=60,
).map(lambda words: "".join(word + gap for word, gap in words))
"""No word has more pieces than the smallest window holds."""


@given(any_text, st.integers(3, 40))
def test_windows_have_the_size_they_may_and_places_that_rise(text: str, size: int) -> None:
    last = 0
    for w in cut(text, size=size):
        assert 3 <= len(w) <= size
        for start, end in zip(w.starts[1:-1], w.ends[1:-1], strict=True):
            assert last <= start < end <= len(text)
            last = start


@given(any_text)
def test_words_stand_apart_and_in_their_paragraph(text: str) -> None:
    body = lines(text)
    found = [p for w in windows(text, body, TOKENIZER, 12) for p in places(w)]
    assert all(a.end <= b.start for a, b in pairwise(found))
    for w in windows(text, body, TOKENIZER, 12):
        for number, start, end in list(zip(w.paragraphs, w.starts, w.ends, strict=True))[1:-1]:
            assert body[number].start <= start < end <= body[number].end


@given(plain_text, st.integers(12, 60))
def test_every_letter_stands_in_exactly_one_window(text: str, size: int) -> None:
    inside = [i for w in cut(text, size=size) for p in places(w) for i in range(*p)]
    assert inside == [i for i, c in enumerate(text) if not c.isspace()]


@given(plain_text, st.integers(12, 60))
def test_windows_hold_the_pieces_that_the_tokenizer_makes(text: str, size: int) -> None:
    pieces = [i for w in cut(text, size=size) for i in w.ids[1:-1]]
    alone = [
        i for p in lines(text) for i in TOKENIZER.encode(p.of(text), add_special_tokens=False).ids
    ]
    assert pieces == alone


@given(st.text("ab. \n“”", min_size=1), st.integers(1, 6))
def test_texts_of_many_windows_keep_every_word(seed: str, times: int) -> None:
    text = (seed * (600 * times // len(seed) + 1))[: 600 * times]
    found = cut(text)
    assert all(len(w) <= SIZE for w in found)
    inside = [i for w in found for p in places(w) for i in range(*p)]
    assert inside == [i for i, c in enumerate(text) if not c.isspace()]


def test_a_line_without_a_break_costs_next_to_nothing() -> None:
    assert sum(len(w) for w in cut("a" * 300_000)) < 200
