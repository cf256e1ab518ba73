"""Words for what people are: offices, callings, kin; synonyms under one."""

from __future__ import annotations

from quotes.names.clean import fold

ROLES = frozenset(
    """
    president minister premier chancellor secretary senator congressman congresswoman representative lawmaker legislator
    mayor governor ambassador envoy commissioner chairman chairwoman chair chairperson director speaker leader judge
    justice attorney prosecutor lawyer sheriff general colonel captain sergeant admiral officer detective inspector
    superintendent chief coach executive founder owner spokesman spokeswoman spokesperson negotiator adviser advisor
    analyst economist strategist candidate nominee actor actress singer author writer director filmmaker professor
    teacher scientist researcher historian doctor nurse bishop pope cardinal rabbi imam priest pastor farmer mother
    father widow wife husband son daughter brother sister king queen prince princess duke duchess pollster manager
    engineer architect journalist reporter editor columnist broadcaster billionaire businessman businesswoman mogul
    democrat republican conservative liberal veteran resident student activist organizer organiser
    treasurer deputy councillor councilman councilwoman trustee fisherman librarian curator keeper head player
    """.split()
)
"""Words for what somebody is; the head of a description such as "the former secretary of state"."""

OFFICES = frozenset(
    """
    president minister premier chancellor secretary senator sen congressman congresswoman representative rep mayor governor
    gov ambassador envoy commissioner chairman chairwoman chair chairperson director speaker leader attorney prosecutor
    sheriff general superintendent chief executive ceo cfo coo founder owner spokesman spokeswoman spokesperson negotiator
    adviser advisor analyst economist strategist candidate nominee professor historian pollster manager editor treasurer
    secretarygeneral directorgeneral mp mep
    """.split()
)
"""Roles that stand between a body's name and a person's, and are hardly ever a name (as Judge, King and Bishop are)."""

SAME_ROLE = {
    "attorney": "lawyer",
    "adviser": "advisor",
    "congressman": "representative",
    "congresswoman": "representative",
    "premier": "minister",
    "gov": "governor",
    "sen": "senator",
    "rep": "representative",
    "gen": "general",
    "prof": "professor",
    "dr": "doctor",
    "organiser": "organizer",
}
"""Roles under one word."""

KIN = {
    "wife": "f",
    "mother": "f",
    "daughter": "f",
    "sister": "f",
    "widow": "f",
    "aunt": "f",
    "niece": "f",
    "husband": "m",
    "father": "m",
    "son": "m",
    "brother": "m",
    "uncle": "m",
    "nephew": "m",
    "widower": "m",
}
"""Words before a name that tell whether "he" or "she" may go back to it."""

SIDES = frozenset(
    "republican republicans gop democratic democrat democrats libertarian labour conservative".split()
)
"""What tells somebody's party, before the name or behind it."""


def role(word: str) -> str:
    """A word for a role, folded, synonyms under one."""
    word = fold(word)
    return SAME_ROLE.get(word, word)
