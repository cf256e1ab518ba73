"""From scores to spans: legal tags of whole words, the likeliest there are. No model is needed."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked, scores_of, window_of

from quotes.document import Span
from quotes.extract.decode import Found, best_path, decode
from quotes.extract.labels import ROLE_TAGS, ROLES
from quotes.extract.windows import Window

O, BS, IS, BQ, IQ, BC, IC = range(7)  # noqa: E741  (outside; source, cue, content)


def legal(path: list[int] | tuple[int, ...], resets: list[bool]) -> bool:
    """Whether each I stands right after its own B or I, in the same paragraph."""
    for i, tag in enumerate(path):
        inside = tag > 0 and tag % 2 == 0
        if inside and (i == 0 or resets[i] or path[i - 1] not in (tag - 1, tag)):
            return False
    return True


# -- best_path


@st.composite
def puzzles(draw: st.DrawFn) -> tuple[np.ndarray, list[bool]]:
    """Scores ``[words, tags]`` in whole numbers, so that sums are exact, and resets."""
    kinds = draw(st.integers(1, 2))
    n = draw(st.integers(1, 5 if kinds == 1 else 4))
    row = st.lists(st.integers(-9, 0), min_size=1 + 2 * kinds, max_size=1 + 2 * kinds)
    scores = draw(st.lists(row, min_size=n, max_size=n))
    return np.array(scores, np.float32), draw(st.lists(st.booleans(), min_size=n, max_size=n))


def total(scores: np.ndarray, path: list[int] | tuple[int, ...]) -> float:
    return float(sum(scores[i, tag] for i, tag in enumerate(path)))


@given(puzzles())
def test_the_path_is_legal_and_none_is_likelier(puzzle: tuple[np.ndarray, list[bool]]) -> None:
    scores, resets = puzzle
    n, k = scores.shape
    path = best_path(scores, np.array(resets))
    assert len(path) == n
    assert legal(path, resets)
    oracle = max(total(scores, p) for p in product(range(k), repeat=n) if legal(p, resets))
    assert total(scores, path) == oracle


def test_no_words_have_no_path() -> None:
    assert best_path(np.zeros((0, 7), np.float32), np.zeros(0, bool)) == []


def test_an_inside_alone_becomes_a_beginning_or_nothing() -> None:
    scores = np.log(np.array([[0.1, 0.3, 0.6]], np.float32))
    assert best_path(scores, np.array([False])) == [1]


def test_a_paragraph_cuts_a_span_in_two() -> None:
    scores = np.log(np.array([[0.1, 0.8, 0.1], [0.1, 0.1, 0.8]], np.float32))
    assert best_path(scores, np.array([True, False])) == [1, 2]
    assert best_path(scores, np.array([True, True])) != [1, 2]


def test_a_long_text_of_unlikely_tags_is_still_legal() -> None:
    scores = np.full((3000, 7), -90.0, np.float32)
    scores[:, IC] = -1.0
    path = best_path(scores, np.zeros(3000, bool))
    assert path == [BC, *[IC] * 2999]


# -- decode


def spans(window: Window, scores: np.ndarray, text: str) -> list[tuple[str, str]]:
    return [(f.kind, f.span.of(text)) for f in decode(window, scores, ROLES)]


@pytest.mark.parametrize(
    ("text", "tags", "expected"),
    [
        pytest.param(
            "“Yes,” said Ada Quill.",
            [BC, BQ, BS, IS],
            [("content", "“Yes,”"), ("cue", "said"), ("source", "Ada Quill.")],
            id="three roles",
        ),
        pytest.param(
            "one two three", [BC, BC, IC], [("content", "one"), ("content", "two three")],
            id="a beginning ends the span before",
        ),
        pytest.param(
            "one two three", [BC, BS, IS], [("content", "one"), ("source", "two three")],
            id="so does another kind",
        ),
        pytest.param("one two three", [O, BC, O], [("content", "two")], id="outside ends it"),
        pytest.param("one two three", [BC, IC, IC], [("content", "one two three")], id="to the end"),
        pytest.param(
            "one\ntwo", [BC, BC], [("content", "one"), ("content", "two")], id="two paragraphs"
        ),
        pytest.param("one two", [O, O], [], id="nothing"),
    ],
)  # fmt: skip
def test_tags_become_spans(text: str, tags: list[int], expected: list[tuple[str, str]]) -> None:
    window = window_of(text)
    assert spans(window, scores_of(window, tags, 7), text) == expected


def test_a_span_never_crosses_paragraphs() -> None:
    text = "one two\nthree"
    window = window_of(text)
    found = spans(window, scores_of(window, [BC, IC, IC], 7), text)
    assert ("content", "one two") in found
    assert all("\n" not in printed for _, printed in found)


def test_only_the_first_piece_of_a_word_is_asked() -> None:
    """The pieces after it, in the helper, all say loudly that they are content."""
    text = "Adaquill said nothing"
    window = window_of(text, most=3)
    assert spans(window, scores_of(window, [BS, BQ, O], 7), text) == [
        ("source", "Adaquill"),
        ("cue", "said"),
    ]


def test_a_window_that_begins_inside_a_word_begins_with_the_next() -> None:
    window = Window(
        ids=(0, 1, 2, 3, 0),
        cases=(0,) * 5,
        opens=(0, 1, 0, 0, 0),
        heads=(0, 0, 1, 1, 0),
        paragraphs=(-1, 0, 0, 0, -1),
        starts=(-1, 2, 5, 9, -1),
        ends=(-1, 4, 8, 12, -1),
    )
    assert [f.span for f in decode(window, scores_of(window, [BS, IS], 7), ROLES)] == [Span(5, 12)]


def test_a_window_without_a_word_has_no_spans() -> None:
    window = Window(
        (0, 1, 0), (0,) * 3, (0, 1, 0), (0, 0, 0), (-1, 0, -1), (-1, 0, -1), (-1, 2, -1)
    )
    assert decode(window, np.zeros((3, 7), np.float32), ROLES) == []


def test_a_span_knows_its_piece_and_its_paragraph() -> None:
    text = "one\ntwoo three"
    window = window_of(text, most=2)
    (found,) = decode(window, scores_of(window, [O, O, BC], 7), ROLES)
    assert window.starts[found.piece] == text.index("three")
    assert found.paragraph == 1


def test_the_score_is_the_mean_probability_of_the_kind() -> None:
    window = window_of("one two")
    scores = np.log(np.full((4, 7), 1e-9, np.float32))
    scores[1, [BC, IC, O]] = np.log([0.6, 0.2, 0.2])
    scores[2, [BC, IC, O]] = np.log([0.1, 0.4, 0.5])
    scores[2, O] = np.log(0.01)
    (found,) = decode(window, scores, ROLES)
    assert found.score == pytest.approx((0.8 + 0.5) / 2, abs=1e-4)


def test_other_kinds_are_named_by_their_columns() -> None:
    window = window_of("Ada Quill")
    found = decode(window, scores_of(window, [3, 4], 5), ("place", "person"))
    assert [(f.kind, f.span) for f in found] == [("person", Span(0, 9))]


# -- tags → spans → tags


@st.composite
def tagged(draw: st.DrawFn) -> tuple[str, list[int]]:
    """Some lines of words, and legal tags for them."""
    word = st.text("abc", min_size=1, max_size=7)
    lines = draw(st.lists(st.lists(word, min_size=1, max_size=6), min_size=1, max_size=4))
    tags: list[int] = []
    for line in lines:
        before = O
        for _ in line:
            may = [O, BS, BQ, BC] + ([before + before % 2] if before else [])
            before = draw(st.sampled_from(may))
            tags.append(before)
    return "\n".join(" ".join(line) for line in lines), tags


def tags_of(window: Window, found: list[Found]) -> list[int]:
    """The tag of each word, from spans alone: the plain way back."""
    heads = [window.starts[i] for i, head in enumerate(window.heads) if head]
    tags = dict.fromkeys(heads, O)
    for f in found:
        inside = [at for at in heads if f.span.start <= at < f.span.end]
        for at in inside:
            part = "B" if at == inside[0] else "I"
            tags[at] = ROLE_TAGS.index(f"{part}-{f.kind}")
    return list(tags.values())


@given(tagged(), st.integers(1, 7))
def test_tags_become_spans_and_tags_again(example: tuple[str, list[int]], most: int) -> None:
    text, tags = example
    window = window_of(text, most)
    assert tags_of(window, decode(window, scores_of(window, tags, 7), ROLES)) == tags


@given(tagged(), st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_whatever_the_scores_spans_are_whole_words_in_order(
    example: tuple[str, list[int]], most: int, seed: int
) -> None:
    text, _ = example
    window = window_of(text, most)
    scores = np.random.default_rng(seed).normal(size=(len(window), 7)).astype(np.float32)
    scores -= np.log(np.exp(scores).sum(-1, keepdims=True))
    found = decode(window, scores, ROLES)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for f in found:
        assert f.span.of(text) == f.span.of(text).strip()
        assert (" " + text + " ").replace("\n", " ")[f.span.start] == " "
        assert (text + " ").replace("\n", " ")[f.span.end] == " "
        assert 0 <= f.score <= 1 + 1e-5


def test_a_marked_sentence_comes_back_as_it_was_marked() -> None:
    m = marked("[Ada Quill] {said} <the town would rebuild> today")
    window = window_of(m.text)
    found = decode(window, scores_of(window, [BS, IS, BQ, BC, IC, IC, IC, O], 7), ROLES)
    assert [(f.kind, f.span) for f in found] == [(kind, span) for kind, _, span in m.marks]
