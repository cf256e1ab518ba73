"""What an article says that its speakers are, from names as the tagger gives them: no model needed."""

from __future__ import annotations

import pytest
from meant import resolved


@pytest.mark.parametrize(
    ("markup", "source", "expected"),
    [
        # a title before the name, in the mention
        ("Infrastructure Minister [person|Ada Quill] said no.", "Infrastructure Minister Ada Quill", "Infrastructure Minister"),
        ("Kelby Dockers President [person|Ada Quill] said no.", "Kelby Dockers President Ada Quill", "Kelby Dockers President"),
        ("Retired Lt. Gen. [person|Ada Quill] said no.", "Retired Lt. Gen. Ada Quill", "Retired Lt. Gen."),
        ("The mayor, [person|Ada Quill], said no.", "The mayor, Ada Quill,", "mayor"),
        ("Her spokesman, [person|Bo Tern], said no.", "Her spokesman, Bo Tern,", "spokesman"),
        ("Velde’s chief negotiator [person|Ada Quill] said no.", "Velde’s chief negotiator Ada Quill", "Velde’s chief negotiator"),
        ("Former secretary of state [person|Ada Quill] said no.", "Former secretary of state Ada Quill", "Former secretary of state"),
        ("The president of the Kelby Dockers, [person|Ada Quill], said no.", "The president of the Kelby Dockers, Ada Quill,", "president of the Kelby Dockers"),
        ("[person|Prime Minister Ada Quill] said no.", "Prime Minister Ada Quill", "Prime Minister"),
        # beside the mention
        ("He met chief economist [person|Ada Quill] there.", "Ada Quill", "chief economist"),
        ("On Monday then President [person|Ada Quill] said no.", "Ada Quill", "then President"),
        # an apposition behind it
        ("[person|Ada Quill], minister for economic revival, said no.", "Ada Quill", "minister for economic revival"),
        ("[person|Ada Quill], a senior fellow at Pell Bank who left, said no.", "Ada Quill", "senior fellow at Pell Bank"),
        ("[person|Ada Quill], 43, a baker, said no.", "Ada Quill", "baker"),
        ("“No,” said [person|Ada Quill], chief economist at Pell Corp.", "Ada Quill", "chief economist at Pell Corp."),
        ("“No,” said [person|Ada Quill], the mayor. It rained.", "Ada Quill", "mayor"),
        ("[person|Ada Quill] (D-Kelby), the ranking member, said no.", "Ada Quill", "ranking member"),
        ("[person|Ada Quill], who was mayor of Kelby, said no.", "Ada Quill", "mayor of Kelby"),
        # where the article introduces them
        ("[person|Ada Quill], the mayor, came. [person|Quill] said no.", "Quill", "mayor"),
        ("Mayor [person|Ada Quill] came. She said no.", "She", "Mayor"),
        ("[person|Ada Quill] came. Mayor [person|Quill] left. [person|Ada Quill] said no.", "Ada Quill", "Mayor"),
        # the mention's own words go before the introduction
        ("[person|Ada Quill], the mayor, came. The former minister, [person|Quill], said no.", "The former minister, Quill", "former minister"),
        ("[person|Ada Quill], the mayor of Kelby, came. The mayor said no.", "The mayor", "mayor"),
        # bodies
        ("[organization|Pell Bank], the country’s largest lender, said no.", "Pell Bank", "country’s largest lender"),
        ("[person|Ada Quill], a forecaster there, said no.", "Ada Quill", "forecaster"),
        ("[person|Ada Quill], author of “Tides,” said no.", "Ada Quill", "author"),
        # nothing
        ("[person|Ada Quill], casting herself as a champion, said no.", "Ada Quill", None),
        ("[person|Ada Quill], a harbour “ghost,” said no.", "Ada Quill", None),
        ("The judge [person|Quill] had in mind said no. [person|Quill] agreed.", "Quill", None),
        ("In a letter to the mayor, [person|Ada Quill] said no.", "Ada Quill", None),
        ("[person|Mr. Quill] said no.", "Mr. Quill", None),
        ("[person|Ada Quill], D-Kelby, said no.", "Ada Quill", None),
        ("[person|Ada Quill], the day before, said no.", "Ada Quill", None),
        ("The brother of Senator [person|Bo Tern] came. [person|Ada Quill], [person|Cy Vane] and others said no.", "Ada Quill", None),
        ("[person|Ada Quill], the mayor [person|Bo Tern] and others said no.", "Ada Quill", None),
        ("Speaking on Tuesday, [person|Ada Quill] said no.", "Ada Quill", None),
        ("[organization|Pell Bank], on the other hand, said no.", "Pell Bank", None),
    ],
)  # fmt: skip
def test_what_a_speaker_is_said_to_be(markup: str, source: str, expected: str | None) -> None:
    text, who = resolved(markup, source)
    assert who.speaker is not None
    assert who.description is None
    described = who.speaker.description
    assert (described and described.of(text)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a senior official", "senior official"),
        ("A spokesman for the fleet, who asked twice,", "spokesman for the fleet"),
        ("two senior officials who were there", "two senior officials"),
        ("his attorney", "attorney"),
        ("officials", "officials"),
        ("he", None),
        ("Some", None),
        ("others", None),
        ("who", None),
    ],
)
def test_what_an_unnamed_source_is_said_to_be(source: str, expected: str | None) -> None:
    text, who = resolved(f"It rained, {source} said no.", source)
    assert who.speaker is None
    assert (who.description and who.description.of(text)) == expected
