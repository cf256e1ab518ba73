"""Whom mentions mean, in made-up news whose names are marked as the tagger would: no model needed."""

from __future__ import annotations

import pytest
from marked import marked
from meant import resolved

from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.resolve import Resolver


def meant(markup: str, source: str) -> str | None:
    _, who = resolved(markup, source)
    return who.speaker.name if who.speaker else None


@pytest.mark.parametrize(
    ("markup", "source", "expected"),
    [
        # whose spokesman, whose attorney: named before or only later
        ("[person|Ada Quill] spoke. Her spokesman, [person|Cy Marsh], left. Her spokesman said no.", "Her spokesman", "Cy Marsh"),
        ("[person|Ada Quill] spoke. Her spokesman said no.", "Her spokesman", None),
        ("The move against [person|Ada Quill] surprised her attorney.\n\nAn attorney for [person|Quill], [person|Cy Marsh], left.", "her attorney", "Cy Marsh"),
        ("[person|Ada Quill] wept. [person|Quill] spokesman [person|Cy Marsh] left. [person|Dan Reed] ate. Quill’s spokesman said no.", "Quill’s spokesman", "Cy Marsh"),
        ("[person|Quill]’s niece, state Del. [person|Ada Marsh], said no.", "Quill’s niece", "Ada Marsh"),
        # offices
        ("Former President [person|Ada Quill] came. The former president said no.", "The former president", "Ada Quill"),
        ("Former mayor says no\n\n[person|Ada Quill], the former mayor of Kelby, came.", "Former mayor", "Ada Quill"),
        ("Former Velde mayor says no\n\n[person|Ada Quill], the former mayor of Kelby, came.", "Former Velde mayor", None),
        ("[person|Ada Quill] wept. The Kelby senator said no.", "The Kelby senator", "Ada Quill"),
        ("[person|Ada Quill] wept. The senator said no.", "The senator", None),
        ("[person|Ada Quill] and [person|Bram Oakes] wept. The Kelby senator said no.", "The Kelby senator", None),
        ("[person|Ada Quill] wept.\n\nThe Kelby senator said no.", "The Kelby senator", None),
        ("[person|Ada Quill] (R-Kelby), the nominee, met [person|Bram Oakes] (D-Velde), the nominee. It rained.\n\nIt snowed.\n\nThe Democratic nominee said no.", "The Democratic nominee", "Bram Oakes"),
        ("“No,” said [person|Ada Quill].\n\nIt rained. [person|Quill] wept.\n\nThe Kelby senator said no.", "The Kelby senator", None),
        ("[person|Ada Quill] wept. [person|Bram Oakes] knew that the Kelby senator said no.", "the Kelby senator", None),
        ("[person|Ada Quill] left. Bram Quill’s wife wept. His wife, [person|Lena Quill], said no. [person|Bram Quill]’s wife said no.", "Bram Quill’s wife", "Lena Quill"),
        ("[person|Bram Oakes] and his aides said no.", "Bram Oakes and his aides", "Bram Oakes"),
        # bodies
        ("The [organization|Harbour Safety Board] ([organization|HSB]) met. The HSB said no.", "The HSB", "Harbour Safety Board"),
        ("The [organization|Harbour Safety Board] met. The board said no.", "The board", "Harbour Safety Board"),
        ("[organization|Pell Bank] and [organization|Ortel Bank] fell. The bank said no.", "The bank", None),
        ("A Kelby panel said no.\n\nThe Kelby Harbour Committee met.", "A Kelby panel", "Kelby Harbour Committee"),
        ("A Kelby panel said no.\n\nThe Velde Harbour Committee met.", "A Kelby panel", None),
        ("It rained.\n\nIt snowed.\n\nA Kelby panel said no. The Kelby Harbour Committee met.", "A Kelby panel", None),
        ("Kelby panel says no\n\nIt Was Kelby Panel Week In Harbour Towns And Every Committee Sat.", "Kelby panel", None),
        ("The [organization|Harbour Journal] wrote. The [organization|Journal] said no.", "The Journal", "Harbour Journal"),
        ("The Center for Harbour Policy met the [organization|Kelby Tide Center]. The Center for Harbour Policy said no.", "The Center for Harbour Policy", "Center for Harbour Policy"),
        ("It rained. [person|Mrs. Quill]’s campaign said no.", "Mrs. Quill’s campaign", "Quill campaign"),
        ("It rained. Citizens for Tides said no.", "Citizens for Tides", "Citizens for Tides"),
        ("He read the [organization|Harbour Times]. He said that the Times said no.", "the Times", "Harbour Times"),
        ("[person|Ada King] came. Mr. Oakes, 82, said no. [person|Bram Oakes] left.", "Mr. Oakes, 82", "Bram Oakes"),
        ("A tally by the [organization|Harbour Press] said no.", "A tally by the Harbour Press", "Harbour Press"),
        ("The [organization|Harbour Times]'s latest tide tally said no.", "Harbour Times's latest tide tally", "Harbour Times"),
        ("New Poll Shows Tide\n\nA new poll said no.", "A new poll", None),
        ("A YouTube video said no.", "A YouTube video", None),
        ("It rained. [place|Tokyo] said no.", "Tokyo", "Tokyo"),
        ("[person|Ada Quill] left. The [person|Quill] family said no.", "The Quill family", "Quill family"),
        ("Democratic leaders said no.", "Democratic leaders", "Democratic leaders"),
        ("The [organization|Pell Works] grew. The company said no.", "The company", "Pell Works"),
        ("[person|Ada Quill] left. The company said no.", "The company", None),
        ("[organization|Pell Works] was held back by [organization|Ortel Bank]. The company said no.", "The company", None),
        # documents
        ("A speech [person|Mrs. Quill] gave in May said no. [person|Ada Quill] left.", "A speech Mrs. Quill gave in May", "Ada Quill"),
        ("Partial transcript said no.", "Partial transcript", None),
        ("A new study of tides said no.\n\nThe National Tide Study began.", "A new study of tides", "National Tide Study"),
        # one name, several forms
        ("[person|Ada Quill] came with her son. [person|Ada] said no.", "Ada", "Ada Quill"),
        ("[person|Ada Quill] met her husband, [person|Bram Quill]. [person|Mr. Quill] said no.", "Mr. Quill", "Bram Quill"),
        ("[person|Ada Quill] met her husband, [person|Bram Quill]. [person|Mrs. Quill] said no.", "Mrs. Quill", "Ada Quill"),
        ("[person|Ada Quill] sang. She was the daughter of Mary, a nurse, and [person|Bram Quill], a baker. [person|Quill] said no.", "Quill", "Ada Quill"),
        ("[person|Robert “Bobby” Tern] came. [person|Bobby Tern] said no.", "Bobby Tern", "Robert Tern"),
        ("[person|Quill]: wall is safe\n\nThe mayor, [person|Ada Quill], came.", "Quill", "Ada Quill"),
        ("[person|Velde] Gov. [person|Ada Quill] said no.", "Velde Gov. Ada Quill", "Ada Quill"),
        ("[person|Howard Tern] Jr. came. [person|Tern] said no.", "Tern", "Howard Tern Jr."),
        # misprinted, though not where the article knows how it is spelt
        ("[person|Lena Wimes] came. Wines said no.", "Wines", "Lena Wimes"),
        ("[person|Lena Wimes] came. [person|Wimes] left. [person|Wines] said no.", "Wines", "Wines"),
        ("[person|Lydia Buchtmann] came. [person|Ms Bauchtman] said no.", "Ms Bauchtman", "Lydia Buchtmann"),
        ("[person|Ada Quill] came. The [person|Quills] said no.", "The Quills", "Quills"),
        # he and she, where the name before is no subject
        ("[person|Bram Oakes] left. As for [person|Cy Marsh], he said no.", "he", "Cy Marsh"),
        ("[person|Bram Oakes] left. [person|Marsh]’s ruling came weeks after he said no.", "he", "Marsh"),
        ("[person|Bram Oakes] left. [person|Marsh]’s lawyer knew that he had said no.", "he", "Bram Oakes"),
        ("[person|Lena Oakes] wrote. In her letters to [person|Ada Marsh], she said no.", "she", "Lena Oakes"),
        ("[person|Ada Quill] is mayor. A woman from Kelby came. She said no.", "She", None),
        ("[person|Bram Oakes] sued. It was against [person|Cy Velde]. [person|Dan Marsh] left. He said no.", "He", "Dan Marsh"),
        # several of a family
        ("[person|John] and [person|Jane Marsh] said no.", "John and Jane Marsh", "John Marsh"),
    ],
)  # fmt: skip
def test_whom_a_mention_means(markup: str, source: str, expected: str | None) -> None:
    assert meant(markup, source) == expected


def without_source(markup: str, words: str) -> str | None:
    """Who says ``words`` in a text with [person|names], where no source was found."""
    m = marked(markup)
    found = [Found(kind, span, 0, 0, 1.0) for kind, _, span in m.marks]
    at = m.text.index(words)
    speaker = Resolver(m.text, found)([], [Span(at, at + len(words))]).speaker
    return speaker.name if speaker else None


@pytest.mark.parametrize(
    ("markup", "words", "expected"),
    [
        ("It rained. [person|Ada Quill]’s claim that tides rise spread.", "Ada Quill’s claim that tides rise", "Ada Quill"),
        ("It rained. [person|Ada Quill] largely agreed with [person|Oakes]’s view and seemed to think it would.", "to think it would", "Ada Quill"),
        ("It rained. [person|Ada Quill] asserted that the board, “a plague,” lied.", "“a plague,” lied", "Ada Quill"),
        ("It rained. Friends of [person|Ada Quill] seemed to think it would.", "to think it would", None),
        ("It rained. [person|Ada Quill] was ill, and it was said that tides rise.", "that tides rise", None),
        ("It rained. [person|Ada Quill] wrote to a friend of [person|Oakes]:\n\n“Tides rise.”", "“Tides rise.”", "Ada Quill"),
        ("[person|Ada Quill] went to sea. She wrote in her log:\n\n“Tides rise.”", "“Tides rise.”", "Ada Quill"),
        ("It rained. [person|Ada Quill] wrote to a friend.\n\n“Tides rise.”", "“Tides rise.”", None),
        ("It rained. [person|Ada Quill] met [person|Bo Tern], and it said:\n\n“Tides rise.”", "“Tides rise.”", None),
        ("“OAKES: It rains.\n\n“TERN: It does not.\n\n“OAKES: The tide is high.", "The tide is high.", "OAKES"),
        ("We met.\n\n“The tide is high.” — [person|Ada Quill].", "“The tide is high.”", "Ada Quill"),
    ],
)  # fmt: skip
def test_who_says_what_has_no_source(markup: str, words: str, expected: str | None) -> None:
    assert without_source(markup, words) == expected


@pytest.mark.parametrize(
    ("markup", "source", "expected"),
    [
        # letters to the editor without a salutation, each with a name below it
        ("LETTERS\n\nI fear the tide.\n\n[person|Ada Quill].\n\nKelby\n\nI love it.\n\n[person|Bo Tern].", "I love", "Bo Tern"),
        ("LETTERS\n\nWe fear the tide, and I say so.\n\n[person|Ada Quill].", "We fear", "Ada Quill"),
        ("POSTS\n\nI fear the tide.\n\n@adaq", "I fear", "@adaq"),
        ("Tides rise\n\nI fear the tide.\n\nFOURTH DAY\n\nIt rained.", "I fear", None),
        ("Tides rise\n\nThe tide rose. I fear it.\n\nWall Street\n\nIt rained.", "I fear", None),
        # private and open letters
        ("Dear Bo,\n\nI fear the tide.\n\nYours sincerely,\n\nAda Quill", "I fear", "Ada Quill"),
        ("Dear Bo,\n\nI fear the tide.\n\nRespectfully, Ada Quill", "I fear", "Ada Quill"),
        ("Dear Bo,\n\nI fear the tide.\n\nIt was late.", "I fear", None),
        # what is announced, and a column
        ("Mayor [person|Ada Quill] delivered the following remarks.\n\nI fear the tide.", "I fear", "Ada Quill"),
        ("The tide\n\nBy [person|Ada Quill]\n\nI fear the tide.", "I fear", "Ada Quill"),
    ],
)  # fmt: skip
def test_who_speaks_of_himself_as_i(markup: str, source: str, expected: str | None) -> None:
    m = marked(markup)
    found = [Found(kind, span, 0, 0, 1.0) for kind, _, span in m.marks]
    at = m.text.index(source)
    end = Span(len(m.text) - 1, len(m.text))
    speaker = Resolver(m.text, found)([Span(at, at + source.index(" "))], [end]).speaker
    assert (speaker and speaker.name) == expected


def test_the_answers_of_an_interview_are_of_whom_it_names_first() -> None:
    m = marked(
        "Five minutes with [person|Ada Quill]\n\n[person|Bo Tern] admires her.\n\nQ: Why?\n\nA: Tides."
    )
    found = [Found(kind, span, 0, 0, 1.0) for kind, _, span in m.marks]
    at = m.text.index("A: ")
    label, said = Span(at, at + 1), Span(at + 3, at + 9)
    speaker = Resolver(m.text, found, [(said, label)])([label], [said]).speaker
    assert speaker is not None
    assert speaker.name == "Ada Quill"
    assert Resolver(m.text, found)([label], [said]).speaker is None


def test_i_in_a_quotation_is_whoever_is_quoted() -> None:
    m = marked("“I said that tides rise,” [person|Ada Quill] recalled.")
    found = [Found(kind, span, 0, 0, 1.0) for kind, _, span in m.marks]
    resolver = Resolver(m.text, found)
    start = m.text.index("Ada")
    resolver([Span(start, start + 9)], [Span(0, start - 1)])
    inner = resolver([Span(1, 2)], [Span(8, 23)]).speaker
    assert inner is not None
    assert inner.name == "Ada Quill"
