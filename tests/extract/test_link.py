"""Which content belongs to which cue and source. Spans and pointers are written by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked

from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.labels import ENTITY_TAGS, ROLE_TAGS
from quotes.extract.link import ACROSS, UNTAGGED, Draft, continued, link, parted
from quotes.extract.tagger import Pointer, Scores
from quotes.extract.windows import Window

Pointing = Mapping[tuple[str, str], float]


def scores(found: Sequence[Found], cues: np.ndarray, sources: np.ndarray) -> Scores:
    """What the model says of a window in which each span is one piece and nothing else is; the tags
    say "nothing" everywhere."""
    n = len(found) + 2
    window = Window(
        ids=(0,) * n,
        cases=(0,) * n,
        opens=(0,) * n,
        heads=(0, *(1 for _ in found), 0),
        paragraphs=(-1, *(f.paragraph for f in found), -1),
        starts=(-1, *(f.span.start for f in found), -1),
        ends=(-1, *(f.span.end for f in found), -1),
    )
    tags, entities = (np.full((n, len(k)), -9, np.float32) for k in (ROLE_TAGS, ENTITY_TAGS))
    unit = np.eye(n, dtype=np.float32) * np.float32(n**0.5)
    return Scores(window, tags, entities, Pointer(cues, unit), Pointer(sources, unit))


class Case:
    """A marked-up text, and pointers between its spans by what they print: ``("“Yes,”", "said"): 5``.

    A span's piece is its number from 1. Where nothing is given a score is 0; ``""`` is "none".
    """

    def __init__(self, markup: str, cues: Pointing, sources: Pointing | None = None) -> None:
        m = marked(markup)
        self.text = m.text
        self.found = [
            Found(kind, span, i, m.text.count("\n", 0, span.start), 1.0)
            for i, (kind, _, span) in enumerate(m.marks, 1)
        ]
        self.cues, self.sources = self.scores(cues), self.scores(sources or {})

    def scores(self, pointing: Pointing) -> np.ndarray:
        pieces = {f.span.of(self.text): f.piece for f in self.found} | {"": 0}
        out = np.zeros((len(self.found) + 2,) * 2, np.float32)
        for (start, end), score in pointing.items():
            out[pieces[start], pieces[end]] = score
        return out

    def drafts(self) -> list[Draft]:
        return link(self.found, [], scores(self.found, self.cues, self.sources))

    def printed(self) -> list[tuple[list[str], str, str]]:
        """Content, cue and source of each draft, as printed."""
        show = lambda f: f.span.of(self.text) if f else ""  # noqa: E731
        return [([show(c) for c in d.content], show(d.cue), show(d.source)) for d in self.drafts()]


def test_content_goes_to_the_cue_and_source_it_points_at() -> None:
    case = Case(
        "<“Yes,”> {said} [Ada]. [Bo] {nodded}.",
        {("“Yes,”", "said"): 5},
        {("“Yes,”", "Ada"): 5},
    )
    assert case.printed() == [(["“Yes,”"], "said", "Ada")]


def test_the_best_pointer_wins_inside_its_paragraph_however_weak() -> None:
    case = Case("<“Yes,”> {said} {replied} {added}", {("“Yes,”", "replied"): 0.1})
    assert case.printed() == [(["“Yes,”"], "replied", "")]


def test_content_that_points_at_none_has_no_cue_and_no_source() -> None:
    case = Case(
        "<“Yes,”> {said} [Ada].", {("“Yes,”", ""): 1}, {("“Yes,”", ""): 1}
    )  # fmt: skip
    assert case.printed() == [(["“Yes,”"], "", "")]


def test_content_alone_is_a_draft() -> None:
    assert Case("<“Yes.”>", {}).printed() == [(["“Yes.”"], "", "")]


def test_cues_and_sources_alone_are_none() -> None:
    assert Case("[Ada] {said} nothing", {}).printed() == []
    nothing = np.zeros((2, 2), np.float32)
    assert link([], [], scores([], nothing, nothing)) == []


def test_the_pieces_of_a_split_quotation_come_together() -> None:
    case = Case(
        "<“Yes,”> {said} [Ada]. <“At once.”>",
        {("“Yes,”", "said"): 5, ("“At once.”", "said"): 5},
        {("“Yes,”", "Ada"): 5, ("“At once.”", "Ada"): 5},
    )
    assert case.printed() == [(["“Yes,”", "“At once.”"], "said", "Ada")]


def test_contents_with_cues_of_their_own_stay_apart() -> None:
    case = Case(
        "<“Yes,”> {said} [Ada]. <“No,”> {replied} [Bo].",
        {("“Yes,”", "said"): 5, ("“No,”", "replied"): 5},
        {("“Yes,”", "Ada"): 5, ("“No,”", "Bo"): 5},
    )
    assert case.printed() == [(["“Yes,”"], "said", "Ada"), (["“No,”"], "replied", "Bo")]


def test_contents_without_a_cue_stay_apart() -> None:
    case = Case("<“Yes.”> <“No.”>", {})
    assert [content for content, _, _ in case.printed()] == [["“Yes.”"], ["“No.”"]]


def test_two_contents_may_share_a_source() -> None:
    case = Case(
        "[Ada] {said} <yes> and {added} <no>",
        {("yes", "said"): 5, ("no", "added"): 5},
        {("yes", "Ada"): 5, ("no", "Ada"): 5},
    )
    assert case.printed() == [(["yes"], "said", "Ada"), (["no"], "added", "Ada")]


def test_drafts_are_in_the_order_of_their_first_content() -> None:
    case = Case(
        "<one> <two> {said}. <three> {added}",
        {("one", "said"): 5, ("two", "added"): 5, ("three", "said"): 5},
    )
    assert [content for content, _, _ in case.printed()] == [["one", "three"], ["two"]]


def test_all_pieces_of_a_quotation_vote_on_its_source() -> None:
    case = Case(
        "<one> {said} [Ada] [Bo] <two> <three>",
        {(c, "said"): 9 for c in ("one", "two", "three")},
        {("one", "Bo"): 4, ("two", "Ada"): 3, ("three", "Ada"): 3},
    )
    assert case.printed() == [(["one", "two", "three"], "said", "Ada")]


# -- across paragraphs


@pytest.mark.parametrize(
    ("probability", "cue"), [(ACROSS + 0.05, "said"), (ACROSS - 0.05, "")]
)  # fmt: skip
def test_a_pointer_into_the_next_paragraph_must_be_sure(probability: float, cue: str) -> None:
    odds = float(np.log(probability / (1 - probability)))
    case = Case("[Ada] {said}:\n<“Yes.”>", {("“Yes.”", "said"): odds})
    assert case.printed() == [(["“Yes.”"], cue, "")]


def test_where_it_is_not_the_best_of_its_own_paragraph_is_taken() -> None:
    case = Case(
        "{said}:\n<“Yes,”> {added} {nodded}",
        {("“Yes,”", "said"): 0.5, ("“Yes,”", "added"): 0.4},
    )
    assert case.printed() == [(["“Yes,”"], "added", "")]


@pytest.mark.parametrize("markup", ["{said}:\n\n<“Yes.”>", "<“Yes.”>\nNo.\n{said}"])
def test_no_pointer_reaches_further_than_the_paragraphs_beside(markup: str) -> None:
    assert Case(markup, {("“Yes.”", "said"): 50}).printed() == [(["“Yes.”"], "", "")]


def test_every_piece_of_a_quotation_has_paragraphs_beside() -> None:
    """The first piece stands two paragraphs from the source, the second beside it."""
    case = Case(
        "<one>\n{said} <two>\n[Ada]",
        {("one", "said"): 9, ("two", "said"): 9},
        {("one", "Ada"): 9, ("two", "Ada"): 9},
    )
    assert case.printed() == [(["one", "two"], "said", "Ada")]


# -- confidence


def content(length: int, score: float) -> Found:
    return Found("content", Span(0, length), 1, 0, score)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (Draft([content(10, 0.8)], scores=[]), 0.8),
        (Draft([content(10, 0.8)], scores=[0.5, 1.0]), 0.8 * 0.75),
        (Draft([content(30, 0.9), content(10, 0.5)], scores=[1.0]), 0.8),
        (Draft([content(10, 1.0000001)], scores=[1.0]), 1.0),
    ],
)
def test_confidence_is_the_words_times_the_links(draft: Draft, expected: float) -> None:
    assert draft.confidence == pytest.approx(expected)
    assert draft.confidence <= 1


def test_a_draft_remembers_how_sure_its_links_are() -> None:
    """The source's pointer is as likely to mean nothing, the cue, or Ada."""
    (draft,) = Case("<yes> {said} [Ada]", {("yes", "said"): 50}, {("yes", "Ada"): 0}).drafts()
    assert draft.scores == pytest.approx([1.0, 1 / 3])


# -- where the tags saw nothing


def grown(markup: str, chances: Mapping[str, float], odds: float = 9.0) -> str:
    """The source of the content in ``markup``, which points at "Ada", and where the tags give each word
    the chance of being a source; a label "person" marks a name."""
    m = marked(markup)
    marks = [(kind, span) for kind, _, span in m.marks]
    words = [Span(w.start(), w.end()) for w in re.finditer(r"\w+", m.text)]
    some = [
        Found(
            "content",
            span,
            next(i for i, w in enumerate(words, 1) if w.start == span.start),
            0,
            1.0,
        )
        for kind, span in marks
        if kind == "content"
    ]
    names = [
        Found(kind, span, next(i for i, w in enumerate(words, 1) if w.start == span.start), 0, 1.0)
        for kind, span in marks
        if kind == "person"
    ]
    every = [Found("word", w, i, 0, 1.0) for i, w in enumerate(words, 1)]
    n = len(words) + 2
    sources = np.zeros((n, n), np.float32)
    ada = next(i for i, w in enumerate(words, 1) if w.of(m.text) == "Ada")
    sources[some[0].piece, ada] = odds
    given = scores(every, np.zeros((n, n), np.float32), sources)
    for i, w in enumerate(words, 1):
        given.tags[i, ROLE_TAGS.index("I-source")] = np.log(chances.get(w.of(m.text), 1e-4))
    (draft,) = link(some, names, given)
    return draft.source.span.of(m.text) if draft.source else ""


def test_a_sure_pointer_makes_a_source_where_the_tags_saw_none() -> None:
    assert grown("<Yes> says Ada today", {}) == "Ada"
    assert UNTAGGED > 0.3
    assert grown("<Yes> says Ada today", {}, odds=0.5) == ""


def test_such_a_source_goes_on_while_the_tags_give_it_a_chance() -> None:
    assert grown("<Yes> says Ada Quill today", {"Quill": 0.4}) == "Ada Quill"
    assert grown("<Yes> says Ada Quill today", {"Quill": 0.4, "today": 0.3}) == "Ada Quill today"


def test_such_a_source_goes_on_to_the_end_of_the_name() -> None:
    assert grown("<Yes> says [person|Ada van Quill] today", {}) == "Ada van Quill"


# -- for any spans and pointers


@st.composite
def found(draw: st.DrawFn) -> tuple[list[Found], np.ndarray, np.ndarray]:
    kinds = draw(st.lists(st.sampled_from(["content", "cue", "source"]), max_size=8))
    paragraph, out = 0, []
    for i, kind in enumerate(kinds, 1):
        paragraph += draw(st.integers(0, 2))
        out.append(Found(kind, Span(10 * i, 10 * i + 5), i, paragraph, 0.9))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = (2, len(kinds) + 2, len(kinds) + 2)
    cues, sources = rng.normal(scale=4, size=size).astype(np.float32)
    return out, cues, sources


@given(found())
def test_each_content_is_in_one_draft_and_links_are_near(
    example: tuple[list[Found], np.ndarray, np.ndarray],
) -> None:
    some, cues, sources = example
    drafts = link(some, [], scores(some, cues, sources))
    contents = [f for f in some if f.kind == "content"]
    assert sorted((c for d in drafts for c in d.content), key=lambda c: c.piece) == contents
    firsts = [d.content[0].piece for d in drafts]
    assert firsts == sorted(firsts)
    cued = [d.cue.piece for d in drafts if d.cue]
    assert len(cued) == len(set(cued))
    for d in drafts:
        assert 0 <= d.confidence <= 1
        for kind, end in (("cue", d.cue), ("source", d.source)):
            if end:
                assert end.kind == kind
                assert min(abs(end.paragraph - c.paragraph) for c in d.content) <= 1


# -- parted


def parts(markup: str) -> list[list[str]]:
    """The contents of each draft that a draft of all contents in ``markup`` is parted into."""
    case = Case(markup, {})
    some = [f for f in case.found if f.kind == "content"]
    drafts = parted(case.text, Draft(some, scores=[0.5]))
    return [[c.span.of(case.text) for c in d.content] for d in drafts]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<“Yes.”>", [["“Yes.”"]], id="one content"),
        pytest.param(
            "<“Yes,”> she said. <“Now.”>", [["“Yes,”", "“Now.”"]], id="pieces of one paragraph"
        ),
        pytest.param("<“Yes.>\n\n<“Now.”>", [["“Yes.", "“Now.”"]], id="a quotation that runs on"),
        pytest.param("<yes>\n<yes, she says>", [["yes"], ["yes, she says"]], id="a headline"),
        pytest.param("<“Yes.”>\n<“Now.”>", [["“Yes.”"], ["“Now.”"]], id="two quotations"),
        pytest.param(
            "<yes>\n<“Yes,”> she said, <“now.>\n<“Or never.”>",
            [["yes"], ["“Yes,”", "“now.", "“Or never.”"]],
            id="all of it",
        ),
    ],
)
def test_contents_of_several_paragraphs_are_parted_unless_one_runs_on(
    markup: str, expected: list[list[str]]
) -> None:
    assert parts(markup) == expected


def test_the_parts_that_are_quotations_keep_the_cue_and_source_of_the_whole() -> None:
    case = Case("<“Yes.”>\n<“No,”> {said} [Ada]", {})
    yes, no, said, ada = case.found
    parts = parted(case.text, Draft([yes, no], said, ada, [0.5]))
    assert len(parts) == 2
    for part in parts:
        assert (part.cue, part.source, part.scores) == (said, ada, [0.5])


def test_reported_words_have_no_cue_or_source_in_another_paragraph() -> None:
    case = Case("<yes>\n<no> {said} [Ada]", {})
    yes, no, said, ada = case.found
    first, second = parted(case.text, Draft([yes, no], said, ada, [0.5]))
    assert (first.cue, first.source) == (None, None)
    assert (second.cue, second.source) == (said, ada)


# -- continued


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<“One.>\n<“Two.”>", True, id="opened again, never closed"),
        pytest.param("<“One.>\n\n<“Two.”>", True, id="a blank line between"),
        pytest.param("<“One.>\r\n\r\n<“Two.”>", True, id="line ends of Windows"),
        pytest.param("<“One.>\r<“Two.”>", True, id="line ends of old"),
        pytest.param("<“One.>\u2029<“Two.”>", True, id="a paragraph separator"),
        pytest.param("<“One.>\n<“Two.>", True, id="and goes on"),
        pytest.param('<"One.>\n<"Two.">', True, id="straight marks"),
        pytest.param("<‘One.>\n<‘Two.’>", True, id="single marks"),
        pytest.param("<‘It’s one.>\n<‘Two.’>", True, id="single marks, with an apostrophe"),
        pytest.param("<«One.>\n<«Two.»>", True, id="guillemets"),
        pytest.param("<“He said ‘no’ to us.>\n<“Two.”>", True, id="another quotation inside"),
        pytest.param("<“One,” he said, “two.>\n<“Three.”>", True, id="closed and opened again"),
        pytest.param("<“One.”>\n<“Two.”>", False, id="closed"),
        pytest.param('<"One.">\n<"Two.">', False, id="straight marks, closed"),
        pytest.param('<"One," he said, "two.">\n<"Three.">', False, id="straight marks, twice"),
        pytest.param("<‘One.’>\n<‘Two.’>", False, id="single marks, closed"),
        pytest.param("<“One.>\n<Two.”>", False, id="not opened again"),
        pytest.param("<One.>\n<“Two.”>", False, id="never opened"),
        pytest.param("<“One.>\n<‘Two.’>", False, id="another mark"),
        pytest.param("<“One.> <“Two.”>", False, id="in one paragraph"),
        pytest.param("<“One.>\nBut he said:\n<“Two.”>", False, id="words between"),
        pytest.param("<“One.>\n< >", False, id="nothing after"),
        pytest.param("< >\n<“Two.”>", False, id="nothing before"),
    ],
)
def test_a_quotation_goes_on_in_the_next_paragraph(markup: str, expected: bool) -> None:
    m = marked(markup)
    before, after = m.content
    assert continued(m.text, before, after) is expected
