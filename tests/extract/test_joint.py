"""Mentions that name several who speak together: no model needed."""

from __future__ import annotations

import pytest
from meant import resolved


def names(markup: str, source: str) -> list[str]:
    text, who = resolved(markup, source)
    if who.speaker is None:
        return []
    for each in (who.speaker, *who.joint) if who.joint else ():
        assert each.at is not None
        assert each.at.of(text) in source
    return [each.name for each in (who.speaker, *who.joint)]


@pytest.mark.parametrize(
    ("markup", "source", "expected"),
    [
        ("[person|Ada Quill] and [person|Bo Tern] said no.", "Ada Quill and Bo Tern", ["Ada Quill", "Bo Tern"]),
        ("[person|Ada Quill] met [person|Bo Tern]. Both [person|Quill] and [person|Tern] said no.", "Both Quill and Tern", ["Ada Quill", "Bo Tern"]),
        ("Republicans and Democrats said no.", "Republicans and Democrats", ["Republicans", "Democrats"]),
        ("[person|Quill], [person|Ortel] and the [organization|Harbour Union] said no.", "Quill, Ortel and the Harbour Union", ["Quill", "Ortel", "Harbour Union"]),
        ("[person|Ada Quill] and her colleague [person|Ann Jones] said no.", "Ada Quill and her colleague Ann Jones", ["Ada Quill", "Ann Jones"]),
        ("[person|Ada Quill], the mayor, and [person|Bo Tern], her deputy, said no.", "Ada Quill, the mayor, and Bo Tern, her deputy,", ["Ada Quill", "Bo Tern"]),
        ("[person|Ada Quill] of [organization|Pell Bank] and [person|Bo Tern] said no.", "Ada Quill of Pell Bank and Bo Tern", ["Ada Quill", "Bo Tern"]),
        ("Sens. [person|Ada Quill] (D-Kelby) and [person|Bo Tern] (R-Velde) said no.", "Sens. Ada Quill (D-Kelby) and Bo Tern (R-Velde)", ["Ada Quill", "Bo Tern"]),
        ("[person|Ada Quill], together with [person|Bo Tern], said no.", "Ada Quill, together with Bo Tern", ["Ada Quill", "Bo Tern"]),
        ("[place|Velde] and [place|Kelby] said no.", "Velde and Kelby", ["Velde", "Kelby"]),
        ("[person|Ada Oakes] and [person|Bo Tern] met. Both Mr. Tern and [person|Ms. Oakes] said no.", "Both Mr. Tern and Ms. Oakes", ["Bo Tern", "Ada Oakes"]),
        # one speaker
        ("[person|Quill], the daughter of former Mayor [person|Bo Tern] and Senator [person|Cy Roe], said no.", "Quill, the daughter of former Mayor Bo Tern and Senator Cy Roe,", ["Quill"]),
        ("[person|Ada Quill] and other officials said no.", "Ada Quill and other officials", ["Ada Quill"]),
        ("[person|Ada Quill] of [organization|Pell Bank] and [organization|Ortel Group] said no.", "Ada Quill of Pell Bank and Ortel Group", ["Ada Quill"]),
        ("[organization|Tern and Tern] said no.", "Tern and Tern", ["Tern and Tern"]),
        ("The [organization|Department of Health and Harbours] said no.", "The Department of Health and Harbours", ["Department of Health and Harbours"]),
        ("The [place|Central] and East Veldian Coalition said no.", "The Central and East Veldian Coalition", ["Central and East Veldian Coalition"]),
        ("[person|Ada Quill], who knows [person|Bo Tern] and [person|Cy Vane], said no.", "Ada Quill, who knows Bo Tern and Cy Vane,", ["Ada Quill"]),
        ("[person|Ada Quill] came. [person|Quill] and [person|Ada Quill] said no.", "Quill and Ada Quill", ["Ada Quill"]),
        ("[person|Ada Quill], an aide under Presidents [person|Oakes] and [person|Bo Tern], said no.", "Ada Quill, an aide under Presidents Oakes and Bo Tern,", ["Ada Quill"]),
        ("[person|Ada Quill], star of “[person|Thelma] and [person|Lo],” said no.", "Ada Quill, star of “Thelma and Lo,”", ["Ada Quill"]),
        ("[person|Ada Quill], an aide to [person|Oakes], and [person|Bo Tern] said no.", "Ada Quill, an aide to Oakes, and Bo Tern", ["Ada Quill", "Bo Tern"]),
        ("Christian and corporate speaker [person|Ada Quill] said no.", "Christian and corporate speaker Ada Quill", ["Ada Quill"]),
        ("[person|Ada] and [person|Bo Tern], the [organization|Gold] Star parents, said no.", "Ada and Bo Tern, the Gold Star parents,", ["Ada Tern", "Bo Tern"]),
        ("[person|Democrats Ada Quill] and [person|Bo Tern] said no.", "Democrats Ada Quill and Bo Tern", ["Ada Quill", "Bo Tern"]),
        # nobody
        ("Lawyers for both [person|Ada Quill] and [person|Bo Tern] said no.", "Lawyers for both Ada Quill and Bo Tern", []),
        ("[person|Ada Quill] came. The captain and council said no.", "The captain and council", []),
    ],
)  # fmt: skip
def test_who_says_it_together(markup: str, source: str, expected: list[str]) -> None:
    assert names(markup, source) == expected


def test_each_has_a_description_of_its_own() -> None:
    text, who = resolved(
        "Mayor [person|Ada Quill] and [person|Bo Tern], the warden, said no.",
        "Mayor Ada Quill and Bo Tern, the warden,",
    )
    assert who.speaker is not None
    described = [s.description and s.description.of(text) for s in (who.speaker, *who.joint)]
    assert described == ["Mayor", "warden"]
