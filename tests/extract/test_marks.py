"""Where a quotation opens and closes, and contents that are made whole by it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked

from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.link import Draft
from quotes.extract.marks import quotations, whole


def found(text: str) -> list[str]:
    return [q.of(text) for q in quotations(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” she said. “Now.”", ["“Yes,”", "“Now.”"]),
        ('"Yes," she said. "Now."', ['"Yes,"', '"Now."']),
        ("''Yes,'' she said. ``Now.''", ["''Yes,''", "``Now.''"]),
        ("«Yes,» she said.", ["«Yes,»"]),
        ("„Yes,“ she said. „Now.”", ["„Yes,“", "„Now.”"]),
        ("“He said ‘no’ twice.”", ["“He said ‘no’ twice.”"]),
        ("“They’re late,” said the boys’ coach.", ["“They’re late,”"]),
        ("She said: “We will", ["“We will"]),
        ('She said: "We will', []),
        ('A 6" pipe and a 4" one.', []),
        ('A 6" pipe, "the best," she said.', ['"the best,"']),
        ("”No.” she said", []),
        ("“One, “two,” she said.", ["“two,”"]),
        ("Nothing.", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@given(st.text("ab ,.“”\"'«»„`\n-", min_size=1, max_size=60))
def test_quotations_lie_in_order_and_apart_within_the_paragraph(text: str) -> None:
    some = quotations(text, Span(0, len(text)))
    for before, after in pairwise(some):
        assert before.end <= after.start
    assert all(0 <= q.start < q.end <= len(text) for q in some)


@given(st.text('ab “”"', max_size=30), st.text('ab “”"', min_size=1, max_size=30))
def test_what_stands_outside_the_paragraph_does_not_matter(before: str, text: str) -> None:
    inside = quotations(before + text, Span(len(before), len(before) + len(text)))
    alone = quotations(text, Span(0, len(text)))
    assert [(q.start - len(before), q.end - len(before)) for q in inside] == [
        (q.start, q.end) for q in alone
    ]


def mended(markup: str) -> list[tuple[list[str], str, str]]:
    """Content, cue and source of each draft in ``markup`` once its quotations are whole."""
    m = marked(markup)
    drafts = []
    for n in m.numbers:
        contents = [Found("content", s, s.start + 1, 0, 0.9) for s in m.spans("content", n)]
        ends = [
            Found(kind, m.spans(kind, n)[0], 1, 0, 0.9) if m.spans(kind, n) else None
            for kind in ("cue", "source")
        ]
        drafts.append(Draft(contents, *ends))
    out = whole(quotations(m.text, Span(0, len(m.text))), drafts)
    show = lambda f: f.span.of(m.text) if f else ""  # noqa: E731
    return [([c.span.of(m.text) for c in d.content], show(d.cue), show(d.source)) for d in out]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(
            "<“We will.> We must,” {said} [Ada].",
            [(["“We will. We must,”"], "said", "Ada")],
            id="broken off",
        ),
        pytest.param(
            "“We will. <We must,”> {said} [Ada].",
            [(["“We will. We must,”"], "said", "Ada")],
            id="begun late",
        ),
        pytest.param(
            "<“We will.> <2|We must,”> {2|said} [2|Ada].",
            [(["“We will. We must,”"], "said", "Ada")],
            id="two halves, the second with the source",
        ),
        pytest.param(
            "<“We will.> He {2|says} <2|no> to us. Fine,” {said} [Ada].",
            [(["“We will. He says no to us. Fine,”"], "said", "Ada")],
            id="what lies inside",
        ),
        pytest.param(
            "<“We will,> {said} [Ada], <at once.”>",
            [(["“We will,", "at once.”"], "said", "Ada")],
            id="its own cue inside the marks",
        ),
        pytest.param(
            "<that “we” must go>, {said} [Ada]. Some “others” stay.",
            [(["that “we” must go"], "said", "Ada")],
            id="a quotation inside a content",
        ),
        pytest.param(
            "<“Salt” in the soup>, {said} [Ada].",
            [(["“Salt” in the soup"], "said", "Ada")],
            id="more than a quotation",
        ),
        pytest.param(
            "<“We will,”> {said} [Ada]. <“We must.”>",
            [(["“We will,”", "“We must.”"], "said", "Ada")],
            id="a split quotation that is whole",
        ),
        pytest.param(
            "He {said} <we will>.", [(["we will"], "said", "")], id="no marks at all"
        ),
    ],
)  # fmt: skip
def test_a_quotation_is_whole(markup: str, expected: list[tuple[list[str], str, str]]) -> None:
    assert mended(markup) == expected
