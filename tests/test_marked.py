"""The helper that other tests read their sentences with."""

from __future__ import annotations

import pytest
from marked import marked, window_of

from quotes.document import Span


def test_three_kinds_of_bracket_are_the_three_roles() -> None:
    m = marked("<“Yes,”> {said} [she].")
    assert m.text == "“Yes,” said she."
    assert (m.content, m.cue, m.source) == ((Span(0, 6),), (Span(7, 11),), (Span(12, 15),))


def test_labels_name_a_kind_or_number_an_attribution() -> None:
    m = marked("[person|Ada] {said} <no>, [2|Bo] {2|said} <2|yes>")
    assert m.spans("person") == (Span(0, 3),)
    assert [s.of(m.text) for s in m.spans("content", 2)] == ["yes"]
    assert m.numbers == [1, 2]


def test_brackets_stand_in_one_another() -> None:
    m = marked("[the mayor, [person|Ada Quill],]")
    assert [(k, s.of(m.text)) for k, _, s in m.marks] == [
        ("source", "the mayor, Ada Quill,"),
        ("person", "Ada Quill"),
    ]


def test_a_bracket_after_a_backslash_is_the_articles_own() -> None:
    m = marked(r"<“We \[the council\] knew.”>")
    assert m.text == "“We [the council] knew.”"
    assert m.content == (Span(0, 24),)


@pytest.mark.parametrize("markup", ["a] b", "[a", "[a}", "<a [b>]"])
def test_brackets_that_do_not_match_are_refused(markup: str) -> None:
    with pytest.raises(ValueError, match="close"):
        marked(markup)


def test_a_window_has_a_paragraph_a_line_and_pieces_of_words() -> None:
    w = window_of("Adaly said\nno", most=3)
    assert [(w.starts[i], w.ends[i]) for i in range(1, len(w) - 1)] == [
        (0, 3), (3, 5), (6, 9), (9, 10), (11, 13),
    ]  # fmt: skip
    assert w.heads == (0, 1, 0, 1, 0, 1, 0)
    assert w.opens == (0, 1, 0, 0, 0, 1, 0)
    assert w.paragraphs == (-1, 0, 0, 0, 0, 1, -1)
