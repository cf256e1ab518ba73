"""Who is named in an article, from spans as the tagger gives them: no model needed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked

from quotes.attribution import SpeakerKind
from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.entities import whole
from quotes.extract.parties import Cast
from quotes.extract.resolve import Resolver


def named(markup: str, kind: str = "person") -> tuple[str, list[Found]]:
    """A text in which every [name] is a name that the tagger found."""
    m = marked(markup)
    return m.text, [Found(kind, span, 0, 0, 1.0) for _, _, span in m.marks]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("[Daniel Okonjo]-Reyes spoke.", "Daniel Okonjo-Reyes"),
        ("[Ban Ki]-moon spoke.", "Ban Ki-moon"),
        ("A [Trump]-backed bill.", "Trump"),
        ("[Robert C]. “[Bobby]” [Scott] spoke.", "Robert C. “Bobby” Scott"),
        ("[Pell] & Sons Marine Construction spoke.", "Pell & Sons Marine Construction"),
        ("[Kurotani] Shipyards spoke.", "Kurotani Shipyards"),
        ("It hurt [Pell. Ms] Quill spoke.", "Pell"),
    ],
)
def test_a_name_is_made_whole(markup: str, expected: str) -> None:
    text, found = named(markup)
    assert whole(text, found)[0][0].of(text) == expected


def test_a_quotation_mark_between_two_names_joins_nothing() -> None:
    text, found = named("They call it “[Operation Mitten].” [Ada Quill] spoke.")
    assert [span.of(text) for span, _ in whole(text, found)] == ["Operation Mitten", "Ada Quill"]


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("[Democratic] leaders spoke.", SpeakerKind.OTHER),
        ("[Harbour News] wrote.", SpeakerKind.ORGANIZATION),
        ("[Ada Quill] wrote.", SpeakerKind.PERSON),
    ],
)
def test_what_is_no_person_is_none(markup: str, kind: SpeakerKind) -> None:
    text, found = named(markup)
    assert whole(text, found)[0][1] == kind


def test_a_title_makes_a_body_a_person() -> None:
    text, found = named("[Mr. Ban] spoke.", "organization")
    assert whole(text, found)[0][1] == SpeakerKind.PERSON


def who(markup: str, source: str) -> str | None:
    """The name that the last ``source`` in the text is taken for."""
    text, found = named(markup)
    at = text.rindex(source)
    speaker = Resolver(text, found)(
        [Span(at, at + len(source))], [Span(len(text) - 1, len(text))]
    ).speaker
    return speaker.name if speaker else None


@pytest.mark.parametrize(
    "count", ["31", "1,200", "Four", "A dozen", "Dozens of", "Hundreds of", ""]
)
def test_so_many_of_a_group_are_unnamed(count: str) -> None:
    text, found = named("[Veldians] came. Then [Veldians] said no.", "other")
    text = text.replace("Then", f"Then {count}".strip() if count else "Then")
    source = f"{count} Veldians".strip()
    at = text.rindex(source)
    place = Span(text.rindex("Veldians"), text.rindex("Veldians") + len("Veldians"))
    some = [found[0], replace(found[1], span=place)]
    speaker = Resolver(text, some)(
        [Span(at, at + len(source))], [Span(len(text) - 1, len(text))]
    ).speaker
    assert (speaker and speaker.name) == (None if count else "Veldians")


@pytest.mark.parametrize(
    ("markup", "source", "expected"),
    [
        ("[Ada Quill] came. [Quill] said no.", "Quill", "Ada Quill"),
        ("[Ada Quill] came. The plan of [Quill], she said, failed.", "she", "Ada Quill"),
        ("[Ada Quill], the mayor, came. The mayor said no.", "The mayor", "Ada Quill"),
        ("[Ada Quill], who said no.", "who", "Ada Quill"),
        ("[Ada Quill] came. A spokesman for [Quill] said no.", "A spokesman for Quill", None),
        ("[Ada Quill] came. [Quill]’s lawyer said no.", "Quill’s lawyer", None),
        ("[Ada Quill] came. [Quill]’s letter said no.", "Quill’s letter", "Ada Quill"),
        ("[Ada Quill] came. They said no.", "They", None),
        ("[Ada Quill] came. Officials said no.", "Officials", None),
        ("[Michelle Reed] came. [Mr. Reed] said no.", "Mr. Reed", "Reed"),
        (
            "[Lio Reed] came, standing with her husband. [Mr. Reed] said no.",
            "Mr. Reed",
            "Reed",
        ),
        ("[Bill Reed] met [Ada Quill]. He said no.", "He", "Bill Reed"),
        ("[Bill Reed] met [Ada Quill]. She said no.", "She", "Ada Quill"),
        ("[Bo Tern], the minister, met [Cy Vane], the minister. The minister said no.", "The minister", None),
    ],
)  # fmt: skip
def test_a_mention_is_taken_for_the_right_party(
    markup: str, source: str, expected: str | None
) -> None:
    assert who(markup, source) == expected


def test_the_cast_knows_roles_before_and_after_a_name() -> None:
    text, found = named("Chief negotiator [Ryo Aka] met [Ada Quill], minister for trade, in Lund.")
    parties = {p.name: p.roles for p in Cast(text, found).parties}
    assert parties["Ryo Aka"]["negotiator"]
    assert parties["Ada Quill"]["minister"]


def spoke(markup: str, source: str) -> str | None:
    """The name that the last ``source`` is taken for, in a text with [person|…] and [organization|…]."""
    m = marked(markup)
    found = [Found(kind, span, 0, 0, 1.0) for kind, _, span in m.marks]
    at = m.text.rindex(source)
    speaker = Resolver(m.text, found)(
        [Span(at, at + len(source))], [Span(len(m.text) - 1, len(m.text))]
    ).speaker
    return speaker.name if speaker else None


@pytest.mark.parametrize(
    ("markup", "source", "expected"),
    [
        # a body before somebody's office
        (
            "[person|Kelby Dockers President Ada Quill] said no.",
            "Kelby Dockers President Ada Quill",
            "Ada Quill",
        ),
        (
            "[person|New Velde] 's Prime Minister [person|Ada Quill] said no.",
            "New Velde 's Prime Minister Ada Quill",
            "Ada Quill",
        ),
        (
            "CEO of the Harbour Trust [person|Ada Quill] said no.",
            "CEO of the Harbour Trust Ada Quill",
            "Ada Quill",
        ),
        (
            "A spokesman for Governor [person|Ada Quill] said no.",
            "A spokesman for Governor Ada Quill",
            None,
        ),
        (
            "[person|Ada Quill] ([person|R-Velde]) left. [person|Quill] said no.",
            "Quill",
            "Ada Quill",
        ),
        # of two with one surname, the one who is called by it
        (
            "[person|Ada Quill] won. Her husband, [person|Bram Quill], clapped. She thanked all. [person|Quill] said no.",
            "Quill",
            "Ada Quill",
        ),
        (
            "[person|Mr. Quill] spoke of [person|Ada Quill]. President [person|Quill] said no.",
            "Quill",
            "Quill",
        ),
        # a surname with a letter too many
        ("[person|Ada McClenney] came. [person|McLenney] said no.", "McLenney", "Ada McClenney"),
        # who, which
        ("[person|Ada Quill], a clerk at the port who said no.", "who", "Ada Quill"),
        ("It was given to the Harbour Gazette, which said no.", "which", "Harbour Gazette"),
        # they, it
        ("[organization|Harbour Watch] checked it. They said no.", "They", "Harbour Watch"),
        ("[person|Ada Quill] checked it. They said no.", "They", None),
        # documents and who issued them
        (
            "It rained, a new report by the Harbour Gazette said.",
            "a new report by the Harbour Gazette",
            "Harbour Gazette",
        ),
        (
            "A recent Meridian survey of boats said no.",
            "A recent Meridian survey of boats",
            "Meridian",
        ),
        ("A study by [person|Ada Quill] said no.", "A study by Ada Quill", "Ada Quill"),
        ("A new report on the harbour said no.", "A new report on the harbour", None),
        # groups, short forms, acronyms
        ("Many Democrats said no.", "Many Democrats", "Democrats"),
        ("One Democrat said no.", "One Democrat", None),
        (
            "The Kelby-Velde Tax Policy Center came. The Tax Policy Center said no.",
            "The Tax Policy Center",
            "Tax Policy Center",
        ),
        ("The World Harbour Organisation met. WHO said no.", "WHO", "World Harbour Organisation"),
        # a lawyer is somebody's
        (
            "[person|Ada Quill] and [person|Bram Oakes] met. Oakes's lawyer, [person|Cy Marsh], left. Quill's lawyer said no.",
            "Quill's lawyer",
            None,
        ),
        (
            "[person|Ada Quill] and [person|Bram Oakes] met. Oakes's lawyer, [person|Cy Marsh], left. Oakes's lawyer said no.",
            "Oakes's lawyer",
            "Cy Marsh",
        ),
        # the same pronoun goes on, whoever else is named; an unnamed man is nobody
        (
            "[person|Bram Oakes] sang. He studied under [person|Cy Marsh]. He taught [person|Dan Reed]. He said no.",
            "He",
            "Bram Oakes",
        ),
        ("[person|Bram Oakes] sang. A man from Kelby clapped. He said no.", "He", None),
    ],
)
def test_who_is_meant(markup: str, source: str, expected: str | None) -> None:
    assert spoke(markup, source) == expected


def test_i_is_whoever_speaks_here() -> None:
    text = "Sir, I fear the tide.\n\nAda Quill, Kelby"
    voices = [(Span(5, 21), Span(23, 32))]
    speaker = Resolver(text, [], voices)([Span(5, 6)], [Span(12, 20)]).speaker
    assert speaker is not None
    assert speaker.name == "Ada Quill"
    assert Resolver(text, [])([Span(5, 6)], [Span(12, 20)]).speaker is None


def test_nobody_calls_himself_by_his_name() -> None:
    m = marked("[Ada Quill] left.\n\nPeople like [Bram Oakes], he said.")
    found = [Found("person", span, 0, 0, 1.0) for _, _, span in m.marks]
    at = m.text.index("he said")
    content = Span(m.text.index("People"), at - 2)
    assert Resolver(m.text, found)([Span(at, at + 2)], [content]).speaker is None
