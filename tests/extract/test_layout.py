"""What the shape of a page tells, beside pages that look like it and tell nothing."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import marked

from quotes.document import Span, paragraphs
from quotes.extract.layout import Layout, layout


def shape(text: str) -> Layout:
    return layout(text, paragraphs(text))


def told(text: str) -> list[tuple[str, str]]:
    """Source and content of each statement that the layout tells."""
    return [
        (t.source.of(text), " / ".join(s.of(text) for s in t.content)) for t in shape(text).told
    ]


def read(text: str) -> list[str]:
    """What the tagger is given of ``text``."""
    return [p.of(text) for p in shape(text).body]


def check(markup: str) -> None:
    """That the layout tells just the statements marked."""
    m = marked(markup)
    found = shape(m.text).told
    assert [t.content for t in found] == [m.spans("content", n) for n in m.numbers]
    assert [t.source for t in found] == [m.spans("source", n)[0] for n in m.numbers]


# -- transcripts and interviews


@pytest.mark.parametrize(
    "markup",
    [
        "[QUILL]: <Is it sound?>\n\n[2|OAKES]: <2|It is. We looked.>",
        "[ADA QUILL, HOST]: <Good evening.>\n\n[2|OAKES]: <2|Good evening. I came by boat.>",
        "[MR. OAKES]: <We object.>\n\n[2|THE COURT]: <2|Sustained.>",
        "[SEN. QUILL (D-Kelby)]: <I rise.>\n\n[2|SEN. OAKES]: <2|So do I.>",
        "[McQUILL]: <Is that so?>\n\n[2|O’DELL]: <2|It is.>",
        "[QUILL (through translator)]: <The sea is calm.>\n\n[2|OAKES]: <2|The sea is never calm.>",
        "\\[00:01:12\\] [QUILL]: <Who is there?>\n\n\\[00:01:20\\] [2|OAKES]: <2|A friend.>",
        "[MAYOR ADA QUILL]: <The vote is tonight.>\n\n[2|BRAM OAKES]: <2|The vote was last week.>",
        "[Q]: <Why?>\n\n[2|A]: <2|Because.>",
        "[Q.] <Why?>\n[2|A.] <2|Because.>",
        "[Q] – <Why?>\n\n[2|A] – <2|Because.>",
        "[Question]: <Why?>\n\n[2|Answer]: <2|Because.>",
        "**[Echo]:** <Why paint?>\n\n**[2|Odile Brand]:** <2|Because I can.>",
        "[Echo]: <Why paint?>\n\n[2|Dr. Brand]: <2|Because I can.>\n\n[3|Echo]: <3|And now?>\n\n[4|Dr. Brand]: <4|I rest.>",
        "[Mr. OAKES]. <I yield.>\n\n[2|Mr. GARROW]. <2|I thank the gentleman.>\n\n[3|Mr. OAKES]. <3|I object.>",
        "Ada Quill keeps bees.\n\n[Q]: <Why bees?>\n\n[2|A]: <2|They were here.>\n\nShe has nine hives.",
    ],
)
def test_each_turn_is_a_statement_of_its_label(markup: str) -> None:
    check(markup)


def test_a_turn_goes_on_over_paragraphs_and_stage_directions() -> None:
    check(
        "[QUILL]: <Is it sound?>\n\n[2|OAKES]: <2|It was.>\n\n(LAUGHTER)\n\n<2|We looked twice.>\n\n"
        "[3|QUILL]: <3|And now?>\n\n[4|OAKES]: <4|Now it leaks.>\n\n<4|I have said so before.>\n\n(APPLAUSE)"
    )


@pytest.mark.parametrize(
    "after",
    [
        "Oakes left by the back door.",
        "“It leaks,” said the warden.",
        "What the engineers found",
        "The dam was built in 1911.",
        "He laughed and closed the file.",
    ],
)
def test_a_turn_ends_where_the_article_goes_on(after: str) -> None:
    text = f"QUILL: Is it sound?\n\nOAKES: I think it is.\n\n{after}"
    assert told(text)[-1] == ("OAKES", "I think it is.")


def test_the_speaker_named_or_a_heading_ends_a_turn_between_labels() -> None:
    text = (
        "QUILL: Is it sound?\n\nOAKES: I think so.\n\nOakes opened the gate.\n\nQUILL: And the valves?\n\n"
        "OAKES: Two are new.\n\nThe second day\n\nQUILL: Good morning."
    )
    assert [words for _, words in told(text)] == [
        "Is it sound?",
        "I think so.",
        "And the valves?",
        "Two are new.",
        "Good morning.",
    ]


def test_a_question_without_label_is_no_part_of_the_answer_before() -> None:
    text = (
        "Why bees?\n\nA: They were here.\n\nAnd honey?\n\nA: There is some.\n\nA: I give it away."
    )
    assert [words for _, words in told(text)] == [
        "They were here.",
        "There is some.",
        "I give it away.",
    ]


def test_a_label_alone_on_its_line_has_the_paragraph_below() -> None:
    check("[QUILL]:\n<Is it sound?>\n\n[2|OAKES]:\n<2|It is. We looked.>")


@pytest.mark.parametrize(
    "text",
    [
        "Mayor: no new taxes\n\nThe budget was passed on Tuesday.",
        "Correction: An article on Friday gave a wrong date.\n\nNote: We regret it.",
        "Where: Town hall, Kelby.\n\nWhen: Sunday at 3 p.m.\n\nTickets: £4 at the door.",
        "WHERE: Town hall, Kelby.\n\nWHEN: Sunday at 3 p.m.",
        "Ada Quill: A solid game.\n\nBram Oakes: Lost the ball too often.\n\nJoan Bell: Came on late.",
        "Aries: You will meet a stranger.\n\nTaurus: You should call your mother.",
        "CLAIM: The dam has burst.\n\nTHE FACTS: It has not.",
        "KELBY 3 VELDE 1: Ash scored twice.\n\nWYNCASTLE 0 SALLOW 0: Rain stopped play.",
        "UPDATE: We have moved.\n\nRELATED: What we know about the fire.",
        "1911: The bridge opens.\n1946: A flood carries it away.",
        "Ada Quill: I will not stand again\n\nThe mayor said so on Friday.\n\nThere was one thing left: We had no boat.",
        "The plan was simple: We would row.\n\nThe boat had a name: Our Joan.",
        "A. The first part.\n\nB. The second part.",
        "Q: Who is she?",
        "",
        "\n\n:\n\n: :\n\nA:\n\nQ:",
    ],
)
def test_an_ordinary_page_is_no_transcript(text: str) -> None:
    assert told(text) == []


# -- quotations with a label or a signature


@pytest.mark.parametrize(
    "markup",
    [
        "<“It rained.”> — [Ada Quill, mayor]",
        "<“It rained.”>\n— [Ada Quill, mayor]",
        '<"It rained.">\n-[Commissioner Quill]',
        '<"It rained">\n- [Ada Quill]',
        "<‘It rained.’> – [Ada Quill, 1931-2019]",
        "<«It rained.»> — [Ada Quill]",
        "<“It rained.”>\n-- [Ada and Bram Oakes]",
        "<“It rained.”> — [a nurse in Kelby]",
        "<“It rained.”>\n\n[ADA QUILL], after the storm.",
        "<“It rained.”>\n\n[Ada Quill, mayor of Kelby]",
        "<“It rained.”> — [Ada Quill (@aquill)] May 3, 2021",
        "<“It rained.”> — [@aquill] 3 May 2021",
        "<It rained (all day) and I was out> — [Ada Quill (@aquill)] May 3, 2021",
        "<“It rained.>\n\n<“It snowed.”>\n\n— [Ada Quill]",
        "[@aquill]: <“It rained.”>",
        "[Ada Quill, 34, nurse]: <“It rained.”>",
        "• [Ada Quill]: <“It rained.”>\n• [2|Bram Oakes, baker]: <2|‘It did not.’>",
        "– [Ada Quill]: <“It rained.”>",
        "<‘It rained’>: [mill worker] after storm\n\nThe storm came on Friday.",
        "<“It rained”> – [survivors]\n\nThe storm came on Friday.",
        "<Dam is unsafe>: [engineers]\n\nThe dam was built in 1911.",
    ],
)
def test_a_quotation_belongs_to_its_label_or_signature(markup: str) -> None:
    check(markup)


@pytest.mark.parametrize(
    "text",
    [
        "“It rained” – a captain looks back",
        "“It rained,” said Ada Quill — a mayor.",
        "“It rained.” — Ada Quill was the first to say so.",
        "“It rained,” Quill said. “It snowed.” — and nobody came.",
        "“The Salt Road” — Monday at nine.",
        "The sign on the door reads: “Closed.”",
        "Ada Quill, the mayor, said: “It rained.”",
        "Ada Quill, the mayor, delivered a blunt message: “It rained.”",
        "Oakes added: “It rained.”",
        "Added Oakes: “It rained.”",
        "Related: ‘It rained’",
        "Note: “It rained.”",
        "“It rained,” said Ada Quill.\n\nBram Oakes, baker",
        "“It rained.”\n\nThe Aftermath",
        "“It rained.”\n\nAda Quill, the mayor, was the first to say so.",
        "The dam: a history\n\nIt was built in 1911.",
        "‘It rained’: what we know\n\nThe storm came on Friday.",
    ],
)
def test_other_quotations_are_left_to_the_model(text: str) -> None:
    assert told(text) == []


# -- what the tagger reads


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("VELDE, May 3 — “It rained,” said Quill.", "“It rained,” said Quill."),
        ("KELBY (AP) — It rained.", "It rained."),
        ("PORT ELLERY, Jan. 19 (Reuters) - It rained.", "It rained."),
        ("KELBY, Tarn Valley (Northern Wire) — It rained.", "It rained."),
        ("Kelby, 3 May (Northern Wire) – It rained.", "It rained."),
        ("WYNCASTLE — It rained.", "It rained."),
        ("SALLOW (AP) -- It rained.", "It rained."),
        ("WYNCASTLE—It rained.", "It rained."),
        ("PORT ELLERY, England - It rained.", "It rained."),
    ],
)
def test_a_dateline_is_apart(line: str, rest: str) -> None:
    text = f"{line}\n\nIt stopped at noon."
    (dateline,) = shape(text).datelines
    assert text[dateline.end :] == f"{rest}\n\nIt stopped at noon."


@pytest.mark.parametrize("bullet", ["• ", "– ", "* ", "•", "■ "])
def test_bullets_are_not_read(bullet: str) -> None:
    assert read(f"{bullet}Quill wants rain.\n\nIt stopped.") == ["Quill wants rain.", "It stopped."]


@pytest.mark.parametrize(
    "line",
    [
        "NASA — which built the probe — said so.",
        "Ada Quill — the mayor — said so.",
        "Ada Quill (mayor) — She said so.",
        "It rained — and May was over.",
        "MID-WINTER is near.",
        "—",
        "KELBY —",
        "-5 degrees were measured.",
    ],
)
def test_other_dashes_stay(line: str) -> None:
    assert read(f"{line}\n\nIt stopped at noon.")[0] == line
    assert shape(line).datelines == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Sir, – I agree.\n\nAda Quill\nKelby", ["I agree."]),
        ("SIR – I agree.\n\nAda Quill, Mill Lane", ["I agree."]),
        ("Dear Editor, I agree.\n\nYours, Ada Quill", ["I agree."]),
        ("To the Editor:\n\nI agree.\n\nADA QUILL\nKelby", ["I agree."]),
        (
            "A bridge too few\n\nDear Sir,\n\nI agree.\n\nAda Quill",
            ["A bridge too few", "I agree."],
        ),
        ("Re: “A bridge too few,” 3 May. I agree.\n\nAda Quill, Sallow", ["I agree."]),
        (
            "Sir, – I agree.\n\nAda Quill\n\nSir, – I do not.\n\nBram Oakes",
            ["I agree.", "I do not."],
        ),
    ],
)
def test_greeting_and_signature_of_a_letter_are_not_read(text: str, rest: list[str]) -> None:
    assert read(text) == rest
    assert [p.of(text) for p in shape(text).letter] == [r for r in rest if r != "A bridge too few"]


@pytest.mark.parametrize(
    "text",
    [
        "Sir Bram Oakes opened the fair.",
        "Dear Ada has left.\n\nSirens were heard.",
        "To the editor of the Gazette he sent a fish.",
        "It rained.\n" * 5 + "Dear Editor, he wrote.",
    ],
)
def test_other_texts_are_no_letters(text: str) -> None:
    assert shape(text).letter == ()


def test_the_writer_of_a_letter_speaks_in_the_first_person() -> None:
    check("Sir, – [I] fear <that the wall is gone>; it was old. I walk there.\n\nAda Quill")


def test_a_line_that_introduces_others_says_nothing() -> None:
    text = "Two views of the pier:\n\n“It is old.”\n— Ada Quill"
    assert [s.of(text) for s in shape(text).silent] == ["Two views of the pier:"]


# -- whatever the text


PIECES = st.sampled_from(
    ["Q: ", "A: ", "QUILL: ", "Ada Quill: ", "“It rained.”", " — Ada Quill", "‘No.’", "Sir, – ", "\n", "\n\n", "I fear that it rained. ",
     "KELBY (AP) — ", "• ", "@aquill: ", "(LAUGHTER)", "May 3, 2021", '"', "“", "’", ":", "-", "\u2028", "\x85", "é", "😀", " "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_what_is_told_lies_in_the_paragraphs_and_apart(text: str) -> None:
    places = paragraphs(text)
    found = layout(text, places)
    assert found.places == tuple(places)
    for part in (*found.body, *found.silent, *found.letter, *found.datelines):
        assert any(p.start <= part.start < part.end <= p.end for p in places)
    assert list(found.body) == sorted(found.body)
    last = 0
    for t in found.told:
        for span in t.content:
            assert span.of(text).strip() == span.of(text)
            assert any(p.start <= span.start < span.end <= p.end for p in t.place)
            assert not span.touches(t.source)
        assert any(p.start <= t.source.start < t.source.end <= p.end for p in t.place)
        assert t.content[0].start >= last
        last = t.content[-1].end
    assert layout(text, places) == found


@pytest.mark.parametrize(
    "unit",
    [
        "QUILL: Is it sound? We do not know.\n\n",
        "QUILL: No.\n\nIt was not sound.\n\n",
        "Ada Quill: I do.\nBram Oakes: Do you?\n",
        "Q: Why?\n\nA: Because.\n\n",
        "A: Because.\n\n(LAUGHTER)\n\n",
        "“No.”\n— Ada Quill\n\n",
        "“No.\n\n",
        "Sir, – I fear that it rained.\n\nAda Quill\n\n",
        "A A A A A A: ",
        "Ada Quill, Ada Quill, ",
        "“No.” — ",
        "KELBY, ",
        "I believe that ",
        "‘No.’ ",
        "— @a ",
        ": ",
        "A",
        "(",
        "Re: “",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        places = paragraphs(text)
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            layout(text, places)
            best = min(best, time.process_time() - start)
        return best

    few = max(40_000 // len(unit), 1)
    assert seconds(8 * few) < 40 * max(seconds(few), 0.002)


def test_the_words_of_a_turn_are_those_behind_its_label() -> None:
    text = "\n\n".join(f"{'QUILL' if i % 2 else 'OAKES'}: Word {i}. We know." for i in range(5000))
    found = shape(text).told
    assert len(found) == 5000
    assert all(re.fullmatch(r"Word \d+\. We know\.", t.content[0].of(text)) for t in found)
    assert all(isinstance(t.source, Span) for t in found)
