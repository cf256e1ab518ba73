"""Whether a name is what a mention is about: the head of it, no part of saying what it is about."""

from __future__ import annotations

import re

from quotes.document import Span
from quotes.extract.bodies import WORKS
from quotes.extract.entities import PERSON
from quotes.extract.parties import BEFORE_NAME, Naming
from quotes.extract.people import OFFICES, ROLES, role
from quotes.names.clean import fold, strip_possessive

UNNAMED = re.compile(
    r"^(?:\d[\d,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|a?\s?dozens?|hundreds|thousands|some|many|several|other|another|most|few|no|any|every|each|both|"
    r"aides?|advis[eo]rs?|allies|critics|experts|friends|members|officials|people|sources?|supporters?)\b",
    re.IGNORECASE,
)
AFTER_GOVERNED = re.compile(
    r"\b(?:of|for|to|from|with|by|under|about)\s+(?:the\s+|both\s+)?(?:(?:former|late|current|then|acting)[\s-]+)?"
    r"(?:(?:[A-Z][\w’'-]*|[A-Z]\w{0,3}\.|(?:[A-Z]\.)+)\s+){1,4}and\s+"
    r"(?:(?:the\s+)?(?:[A-Z]\w*\.?\s+){1,3})?$"
)
"""Before a name that the same preposition governs as the one before: lawyers for both Quill and [Ortel]"""

LINKS = frozenset("and of who in from at on for which himself herself as or".split())
"""A name followed by one of these is still what the mention is about."""


def is_head(text: str, naming: Naming, source: Span) -> bool:
    """Whether a name is what the mention is about, not part of saying what it is about."""
    before = text[source.start : naming.span.start]
    after = text[naming.span.end : source.end]
    printed = naming.span.of(text)
    after = re.sub(r"^ (?=[’'])", "", after)
    owned = re.match(r"(?:[’']s?)?\s+(?:[a-z-]+\s+){0,2}?([a-z]+)\b", after)
    possessive = strip_possessive(printed) != printed or after[:1] in ("’", "'")
    if possessive and re.search(r"\w", after.lstrip("’'s")):
        return bool(owned and owned.group(1) in WORKS)
    if AFTER_GOVERNED.search(before):
        return False
    governed = BEFORE_NAME.search(before)
    if governed and not re.search(r",\s*$", before):
        # CEO of the Refugee Council Enver Solomon: the preposition has its own name.
        own = [fold(w) for w in re.findall(r"\b[A-Z][\w’'-]+", governed.group())]
        ends = not re.search(r"\w", after)
        first = re.match(r"[\w-]+", before)
        if not (
            own
            and ends
            and naming.party.kind == PERSON
            and naming.party.full
            and not set(own) & OFFICES
            and first
            and role(first.group()) in ROLES | {"ceo"}
        ):
            return False
    if (
        naming.party.kind != PERSON
        and not re.search(r",(?!\d)", before)
        and UNNAMED.match(before.strip())
    ):
        return bool(owned and owned.group(1) in WORKS)
    following = re.match(r"\s+([a-zà-þ][\w-]*)", after)
    if following and following.group(1) not in LINKS | WORKS:
        return False
    return not re.match(r"-[a-z]", after)
