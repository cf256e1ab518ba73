"""The table of constructs: that its files say what they mean, and that its scorer is as strict as it says.

How many cases the shipped model gets right is not asked here: ``python tests/constructs.py`` prints it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from constructs import Case, drawn, failures, parse, percent, read, run, table
from marked import marked

from quotes.document import Span
from quotes.evaluate import Roles

CASES = read()


def case(markup: str) -> Case:
    return Case("group", markup, "here:1")


def roles(markup: str) -> list[Roles]:
    return case(markup).expected


@pytest.mark.parametrize("each", CASES, ids=lambda c: c.place)
def test_a_case_is_well_marked(each: Case) -> None:
    kinds = {kind for kind, _, _ in each.marked.marks}
    assert kinds <= {"content", "cue", "source", "maybe"}
    numbers = sorted({n for kind, n, _ in each.marked.marks if kind != "maybe"})
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(each.expected) == len(numbers), "an attribution without content"
    assert each.right(each.expected)
    for one in each.expected:
        for a, b in pairwise(one.content):
            assert "\n" not in each.text[a.end : b.start], "two statements under one number"
    for _, _, span in each.marked.marks:
        piece = span.of(each.text)
        assert piece
        assert piece == piece.strip(), "white space at the edge of a span"


@pytest.mark.parametrize("each", CASES, ids=lambda c: c.place)
def test_obviously_wrong_findings_are_wrong(each: Case) -> None:
    everything = Roles((Span(0, len(each.text)),), (), (Span(0, len(each.text)),))
    assert not each.right([*each.expected, everything])
    for i, one in enumerate(each.expected):
        others = [*each.expected[:i], *each.expected[i + 1 :]]
        assert not each.right(others), "one is missing"
        assert not each.right([*each.expected, one]), "one is found twice"
        swapped = Roles(one.source or one.cue or (Span(0, 1),), one.cue, one.content)
        assert not each.right([*others, swapped]), "source and content exchanged"
        if one.source:
            assert not each.right([*others, replace(one, source=())]), "nobody speaks"
        if one.cue:
            assert not each.right([*others, replace(one, cue=())]), "nothing attributes"


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 220
    groups = Counter(c.group for c in CASES)
    assert {name: n for name, n in groups.items() if n < 8} == {}


def test_no_text_occurs_twice_and_no_group_is_split() -> None:
    texts = Counter(" ".join(c.text.split()).casefold() for c in CASES)
    assert [text for text, n in texts.items() if n > 1] == []
    order = [c.group for i, c in enumerate(CASES) if i == 0 or CASES[i - 1].group != c.group]
    assert len(order) == len(set(order))


def test_direct_groups_hold_direct_statements() -> None:
    silent = [c.place for c in CASES if c.direct and not c.expected]
    assert silent == []


def test_what_is_drawn_reads_back_as_it_was() -> None:
    for each in CASES:
        again = marked(drawn(each.text, each.expected))
        assert again.text == each.text
        assert case(drawn(each.text, each.expected)).expected == each.expected


def test_marks_titles_and_a_few_letters_are_forgiven() -> None:
    want = case("<“We will rebuild the pier,”> {said} [Ada Quill, the mayor].")
    assert want.right(roles("“<We will rebuild the pier>,” {said} [Ada Quill], the mayor."))
    assert want.right(roles("“We <will rebuild the pier>,” {said} Ada [Quill, the mayor]."))
    assert not want.right(roles("“We will <rebuild the pier>,” {said} [Ada Quill, the mayor]."))


def test_maybe_words_count_on_neither_side() -> None:
    want = case("[He] {told} <maybe|his players> <to go home>.")
    assert want.right(roles("[He] {told} <his players to go home>."))
    assert want.right(roles("[He] {told} his players <to go home>."))
    assert not want.right(roles("[He] {told} <his players> to go home."))


def test_any_of_several_sources_will_do() -> None:
    want = case("[Reed] got up. [She] was angry. <“No.”>")
    assert want.right(roles("[Reed] got up. She was angry. <“No.”>"))
    assert want.right(roles("Reed got up. [She] was angry. <“No.”>"))
    assert not want.right(roles("Reed got up. She was angry. <“No.”>"))


def test_a_source_where_there_is_none_is_wrong() -> None:
    want = case("{It is believed} <that the fire began in a shed>.")
    assert want.right(roles("It {is believed} that <the fire began in a shed>."))
    assert not want.right(roles("[It] {is believed} <that the fire began in a shed>."))


def test_nothing_is_right_only_if_nothing_is_found() -> None:
    assert case("Rain fell.").right([])
    assert not case("Rain fell.").right(roles("<Rain fell>."))


def test_cases_are_read_with_group_note_and_place() -> None:
    text = "# of the file\n\n== one (direct)\n\n<“A”>\n\nb\n--\n# why\nc\n\n== two\n\nd\n"
    assert list(parse(text, "f.txt")) == [
        Case("one (direct)", "<“A”>\n\nb", "f.txt:5"),
        Case("one (direct)", "c", "f.txt:10", "why"),
        Case("two", "d", "f.txt:14"),
    ]
    with pytest.raises(ValueError, match="heading"):
        list(parse("a", "f.txt"))


def test_the_table_and_the_failures() -> None:
    cases = list(
        parse("== one (direct)\n<“A,”> {said} [Bo].\n--\n<“B,”> {said} [Cy].\n== two\nc\n")
    )
    results = run(cases, lambda text: roles("<“A,”> {said} [Bo].") if "A" in text else [])
    assert percent(results) == pytest.approx(200 / 3)
    assert table(results).splitlines() == [
        "group         cases  right      %",
        "one (direct)      2      1   50.0",
        "two               1      1  100.0",
        "all direct        2      1   50.0",
        "all               3      2   66.7",
    ]
    (failure,) = failures(results)
    assert "    <“B,”> {said} [Cy].\n" in failure
    assert "    “B,” said Cy.\n" in failure
