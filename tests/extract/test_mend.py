"""What marks and order settle, whatever model it was that found the spans."""

from __future__ import annotations

import pytest
from marked import Marked, marked

from quotes.document import Span, paragraphs
from quotes.extract.decode import Found
from quotes.extract.layout import layout
from quotes.extract.link import Draft
from quotes.extract.mend import SURE, settled


def found(kind: str, span: Span) -> Found:
    return Found(kind, span, 1, 0, 0.5)


def drafts_of(m: Marked) -> list[Draft]:
    out = []
    for n in m.numbers:
        cue, source = m.spans("cue", n), m.spans("source", n)
        if m.spans("content", n):
            out.append(
                Draft(
                    [found("content", s) for s in m.spans("content", n)],
                    found("cue", cue[0]) if cue else None,
                    found("source", source[0]) if source else None,
                )
            )
    return out


def mended(before: str, people: tuple[str, ...] = ("Ada Quill", "Bram Oakes")) -> list[Draft]:
    m = marked(before)
    names = [
        found("person", Span(m.text.index(p), m.text.index(p) + len(p)))
        for p in people
        if p in m.text
    ]
    return settled(m.text, drafts_of(m), names, layout(m.text, paragraphs(m.text)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # a source ends where a quotation opens in it
        (
            "<“It rained,”> {said} [Ada Quill, the mayor, “and it snowed].”",
            "<“It rained,”> {said} [Ada Quill, the mayor], <“and it snowed.”>",
        ),
        (
            "<“It rained,”> {said} [Bram “Skip” Oakes].",
            "<“It rained,”> {said} [Bram “Skip” Oakes].",
        ),
        # a quotation opened again in each paragraph goes on to where it is closed
        (
            "[Ada Quill] {said}: <“It rained>.\n\n“It poured.\n\n<2|“It stopped.”>\n\nNo.",
            "[Ada Quill] {said}: <“It rained.>\n\n<“It poured.>\n\n<“It stopped.”>\n\nNo.",
        ),
        # also where its end was given to the next speaker
        (
            "[Ada Quill] {said}: <“It rained.>\n\n<“It poured.>\n\n<2|“It stopped.”>\n\n<2|“No,”> {2|said} [2|Bram Oakes].",
            "[Ada Quill] {said}: <“It rained.>\n\n<“It poured.>\n\n<“It stopped.”>\n\n<2|“No,”> {2|said} [2|Bram Oakes].",
        ),
        # never closed, or somebody else's
        (
            "[Ada Quill] {said}: <“It rained.>\n\n“It poured.\n\nNo.",
            "[Ada Quill] {said}: <“It rained.>\n\n“It poured.\n\nNo.",
        ),
        (
            "[Ada Quill] {said}: <“It rained.>\n\n<2|“It poured,”> [2|Bram Oakes] {2|said}.",
            "[Ada Quill] {said}: <“It rained.>\n\n<2|“It poured,”> [2|Bram Oakes] {2|said}.",
        ),
        # what is summed up is no content
        (
            "[Ada Quill] {summed up} <the debate>: <“It rained.”>",
            "[Ada Quill] {summed up} the debate: <“It rained.”>",
        ),
        ("The {so}-called <“winter garden”> is shut.", "The so-called “winter garden” is shut."),
        # a nickname is a name
        ("[His badge] {has} his nickname, <“Uncle,”> and a number.", "His badge has his nickname, “Uncle,” and a number."),
        # what an article opens is a headline's topic, not its speaker
        ("[The new timetable]{:} <letters in brief>", "The new timetable: letters in brief"),
        ("[Miners]{:} <no deal>", "[Miners]{:} <no deal>"),
        # half a genitive is made whole
        ("[Ada Quill’]s {claim} <that it rained>.", "[Ada Quill’s] {claim} <that it rained>."),
        ("The [miners'] {claim} <that it rained>.", "The [miners'] {claim} <that it rained>."),
        # what opens a phrase that is not the content's is none of it
        (
            "<After> the vote [Ada Quill] {said} <“it rained”>.",
            "After the vote [Ada Quill] {said} <“it rained”>.",
        ),
        (
            "<What>, [Ada Quill] {asked}, <was that?>",
            "<What>, [Ada Quill] {asked}, <was that?>",
        ),
        (
            "[Ada Quill] {mouthed} <“thank you” toward the> crowd.",
            "[Ada Quill] {mouthed} <“thank you”> toward the crowd.",
        ),
        (
            "[Ada Quill] {says} <it “rained” for days>.",
            "[Ada Quill] {says} <it “rained” for days>.",
        ),
        # an apposition is its name's
        (
            "<Her rival>, [Ada Quill], {said} <“it rained”>.",
            "[Her rival, Ada Quill], {said} <“it rained”>.",
        ),
        ("<The dam>, [Ada Quill] {said}, <“is old”>.", "<The dam>, [Ada Quill] {said}, <“is old”>."),
        # a content ends with its sentence
        (
            "[Ada Quill] {said} <it rained. The dam held>.",
            "[Ada Quill] {said} <it rained>. The dam held.",
        ),
        ("[Ada Quill] {said} <Mr. Oakes rowed>.", "[Ada Quill] {said} <Mr. Oakes rowed>."),
        ("[Ada Quill] {said} <Roe v. Wade fell>.", "[Ada Quill] {said} <Roe v. Wade fell>."),
        (
            "[Ada Quill] {said}, <“It rained.” The dam held>.",
            "[Ada Quill] {said}, <“It rained.”> The dam held.",
        ),
        # nobody says it
        ("<It rained all day> in Kelby.", "It rained all day in Kelby."),
        ("[The timetable]{:} <letters in> brief", "The timetable: letters in brief"),
        # broken off before the noun
        ("[Ada Quill] {backed} <the> plan.", "Ada Quill backed the plan."),
        ("[Ada Quill] {denied} <it>.", "[Ada Quill] {denied} <it>."),
        # a name is given, nothing is said
        ("The so-{called} <“ice room”> is warm.", "The so-called “ice room” is warm."),
        ("The {so-called} <“ice room”> is warm.", "The so-called “ice room” is warm."),
        ("[Her] {nickname}, <“Boots,”> stuck.", "Her nickname, “Boots,” stuck."),
        ("<The square> is {named for} <a saint>.", "The square is named for a saint."),
        ("[Ada Quill] {called} it <“an ice room”>.", "[Ada Quill] {called} it <“an ice room”>."),
        ("[Builder]{:} <Wall was old>", "[Builder]{:} <Wall was old>"),
        ("[Mayor]{:} <no new taxes>", "[Mayor]{:} <no new taxes>"),
        # the speaker of the sentence before
        ("Ada Quill was angry. <“It rained.”>", "[Ada Quill] was angry. <“It rained.”>"),
        ("She was angry. <“It rained.”>", "[She] was angry. <“It rained.”>"),
        ("Her father, a miner, nodded. <‘It rained.’>", "[Her father], a miner, nodded. <‘It rained.’>"),
        ("The last was Bram Oakes. <\"It rained.\">", "The last was [Bram Oakes]. <\"It rained.\">"),
        ("[The] old captain spat. <“It rained.”>", "[The old captain] spat. <“It rained.”>"),
        ("The road was empty. <“It rained.”>", "The road was empty. <“It rained.”>"),
        ("Ada Quill read <“The Salt Road”> to them.", "Ada Quill read <“The Salt Road”> to them."),
        (
            "[Ada Quill] {pointed at} <the chart>. <“It rained.”>",
            "[Ada Quill] pointed at the chart. <“It rained.”>",
        ),
        (
            "[2|[Ada Quill]] {did not look at} <the dam>. <2|“It rained.”>",
            "[Ada Quill] did not look at the dam. <“It rained.”>",
        ),
        (
            "<“No,”> {2|{said}} [2|[Ada Quill]].\n\nShe lit a lamp. <2|“It rained.”>",
            "<“No,”> {said} [Ada Quill].\n\n[2|She] lit a lamp. <2|“It rained.”>",
        ),
        # a dateline is nobody's
        ("<KELBY (AP) — “It rained,”> {said} [Ada Quill].", "KELBY (AP) — <“It rained,”> {said} [Ada Quill]."),
        ("[KELBY] (AP) — <It rained>, {reportedly}.", "KELBY (AP) — <It rained>, {reportedly}."),
        # what the layout tells
        (
            "Q: Did [Oakes] {say} <it rained>?\n\nA: [2|I] {2|wish} <2|it had>.",
            "[Q]: <Did [2|Oakes] {2|say} <2|it rained>?>\n\n[3|A]: <3|I wish it had.>",
        ),
        (
            "[QUILL]{:} <Did it rain>?\n\nOAKES: It did.",
            "[QUILL]: <Did it rain?>\n\n[2|OAKES]: <2|It did.>",
        ),
        ("[Ada Quill]{:} <“It rained.”>", "[Ada Quill]{:} <“It rained.”>"),
        ("Sir, – <It rained> {was seen}. I walk.\n\nAda Quill", "Sir, – It rained was seen. I walk.\n\nAda Quill"),
        (
            "Sir, – [Oakes] {says} <that it rained; it did not>.\n\nAda Quill",
            "Sir, – [Oakes] {says} <that it rained>; it did not.\n\nAda Quill",
        ),
    ],
)  # fmt: skip
def test_drafts_are_mended(before: str, after: str) -> None:
    m = marked(after)
    assert m.text == marked(before).text
    got = mended(before)
    assert [tuple(c.span for c in d.content) for d in got] == [
        m.spans("content", n) for n in m.numbers if m.spans("content", n)
    ]
    assert [(d.source.span,) if d.source else () for d in got] == [
        m.spans("source", n) for n in m.numbers if m.spans("content", n)
    ]


def test_what_the_layout_tells_is_known_as_such() -> None:
    got = mended("Q: Did it rain?\n\nA: It did.")
    assert [(d.told, round(d.confidence, 4), d.cue) for d in got] == [(True, SURE, None)] * 2
