"""Whom pronouns mean: he and she, they and it, who and which.

"He" and "she" go back to the speaker or the subject of the sentences before, passing over sentences that go
on with the same pronoun; "they" and "it" to the body or group that the sentence, or the one before, is about;
"who" to the name that it follows. Nobody calls himself by his name: names inside quoted words, and inside
the words of the statement itself, are passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from quotes.document import Span
from quotes.extract.entities import PERSON
from quotes.extract.layout import PEOPLE
from quotes.extract.parties import Cast, Naming, Party
from quotes.extract.people import KIN, ROLES, role
from quotes.names.clean import fold

Meant = tuple[Party, str, Span | None]
"""Whom a mention means, why, and the name that led there, if one did."""

HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
WHO = frozenset(("who", "whom", "whose", "which", "that"))

HE_WORDS = re.compile(r"\b[Hh]e\b")
SHE_WORDS = re.compile(r"\b[Ss]he\b")
SOMEBODY = re.compile(r"[“\"]?(?:The|A|An|One|Another|Her|His|My|Their)\s((?:[\w’'-]+\s){1,4})")
FRONTED = re.compile(
    r"(?:(?:And|But|So|Yet)\s)?(?:[Aa]s for|[Gg]iven|[Ww]ith|[Ff]or|[Ll]ike|[Uu]nlike|[Ii]n|[Aa]fter|[Bb]efore|[Uu]nder|"
    r"[Bb]y|[Dd]uring|[Dd]espite|[Aa]bout|[Ff]ollowing|[Oo]n|[Aa]t)\s[^.;“”\"]*$"
)
"""A sentence's first words before a pronoun, a phrase with a preposition: As for Quill, he …"""

OWNER = re.compile(r"(?:[’']s?)?\s+((?:[\w-]+\s+){0,2}?[\w-]+)\b")

NEAR = 6
"""A pronoun goes back so many sentences (and two paragraphs) at most to a name, or to the same pronoun."""

MOST_BACK = 40

APPOSITION = re.compile(
    r",\s+(?:an?|the|now|then|once|formerly|[\w-]+[’']s?)\s[^,.;:“”\"()]{3,100}?,?\s+"
)
"""What may stand between a name and its "who": , a tech staffer at the State Department who."""


class Pronouns:
    """The pronouns of one article. ``said``: who spoke, and where; ``now``: the words of the statement whose
    source is asked for. What is told to ``quoted`` and ``spoke`` counts from then on."""

    def __init__(self, cast: Cast) -> None:
        self.text = cast.text
        self.cast = cast
        self.now: Sequence[Span] = ()
        self.last: tuple[int, Party] | None = None
        self._places: list[int] = []
        self._parties: list[Party] = []
        self._quoted: list[tuple[int, int]] = []

    def spoke(self, at: int, party: Party) -> None:
        """``party`` is the speaker of the statement whose source stands ``at``."""
        self.last = at, party
        i = bisect_right(self._places, at)
        self._places.insert(i, at)
        self._parties.insert(i, party)

    def speakers(self, start: int, end: int) -> list[Party]:
        """Who spoke between two places, in order."""
        return self._parties[bisect_left(self._places, start) : bisect_left(self._places, end)]

    def quoted(self, spans: Sequence[Span]) -> None:
        """``spans`` are somebody's own words."""
        for start, end in spans:
            insort(self._quoted, (start, end))

    def free(self, span: Span) -> bool:
        """Whether a name stands outside everything that was quoted before, and outside what is said now."""
        if any(c.start <= span.start and span.end <= c.end for c in self.now):
            return False
        i = bisect_right(self._quoted, (span.start, len(self.text) + 1))
        # A quotation holds few others, so that the one around a name is among the last before it.
        return not any(end >= span.end for _, end in self._quoted[max(0, i - 8) : i])

    # -- he and she -----------------------------------------------------------------------------

    def person(self, source: Span, gender: str, printed: str, owns: bool = False) -> Meant | None:
        """Whom "he" or "she" means: the speaker of the same sentence or the nearest before, else the
        subject of the nearest sentence that has one, at most ``NEAR`` sentences and two paragraphs before it or
        before a sentence that goes on with the same pronoun. A possessive (``owns``) takes whoever is named
        last in its own sentence: the move against Quill surprised [his] lawyer."""

        def fits(party: Party) -> bool:
            return party.kind == PERSON and party.gender in ("", gender)

        cast = self.cast
        at = cast.sentence(source.start)
        same = HE_WORDS if gender == "m" else SHE_WORDS
        carried, last = False, at
        fallback: Party | None = None
        for i in range(at, max(-1, at - MOST_BACK), -1):
            start, end = cast.sentence_span(i)
            end = min(end, source.start)
            if last - i > NEAR or cast.breaks_between(start, cast.sentences[last]) > 2:
                break
            here = [n for n in cast.between(start, end) if fits(n.party) and self.free(n.span)]
            if owns and i == at and here:
                return self._means(here[-1].party, gender, printed, "is named last before")
            spoke = [p for p in self.speakers(start, end) if fits(p)]
            subjects = [n for n in here if n.subject]
            if spoke:
                return self._means(spoke[-1], gender, printed, "spoke last before")
            again = next(
                (m for m in same.finditer(self.text, start, end) if self.free(Span(*m.span()))),
                None,
            )
            topic = self._topic(here, start, again.start() if again else end if i == at else start)
            if topic:
                return self._means(topic, gender, printed, "is named last before")
            if again and not (subjects and subjects[0].span.start < again.start()):
                # The same pronoun, before anybody is named: it goes back to the same person.
                carried, last = True, i
                continue
            if subjects:
                return self._means(subjects[0].party, gender, printed, "is named last before")
            if i < at and self._somebody_else(start, end):
                return None
            if here and (len({id(n.party) for n in here}) == 1 or i == at):
                fallback = fallback or here[0].party
                if not carried and i < at:
                    break
        if fallback:
            return self._means(fallback, gender, printed, "is named last before")
        return None

    def _topic(self, here: Sequence[Naming], start: int, pronoun: int) -> Party | None:
        """Whom a sentence names before its ``pronoun`` though not as its subject: As for Quill, he; Quill's
        decision comes after he. One person only, and not the owner of a person: Quill's lawyer said he."""
        before = [n for n in here if n.span.end <= pronoun]
        if not before or any(n.party is not before[0].party for n in before):
            return None
        naming = before[0]
        front = self.text[start : naming.span.start]
        # In her letters to Quill, she: the pronoun has its own before.
        own = re.search(r"\b(?:his|her|he|she)\b", front)
        if (
            FRONTED.match(front)
            and not own
            and re.match(r"[^“”\"]*,\s+(?:\w+\s){0,2}$", self.text[naming.span.end : pronoun])
        ):
            return naming.party
        opens = not re.search(r"\w{3}", self.text[start : naming.span.start])
        owned = OWNER.match(self.text, naming.span.end, pronoun)
        possessive = "’s" in naming.span.of(self.text) or "'s" in naming.span.of(self.text)
        possessive = possessive or self.text[naming.span.end : naming.span.end + 1] in ("’", "'")
        if opens and possessive and owned:
            words = [fold(w) for w in re.findall(r"[\w-]+", owned[1])]
            if not any(role(w.removesuffix("s")) in ROLES | PEOPLE | KIN.keys() for w in words):
                return naming.party
        return None

    def _somebody_else(self, start: int, end: int) -> bool:
        """Whether a sentence begins with a description of somebody: A man from Kelby, The boy."""
        m = SOMEBODY.match(self.text, start, end)
        return bool(m and any(fold(w) in ROLES | PEOPLE | set(KIN) for w in m[1].split()))

    def _means(self, party: Party, gender: str, printed: str, what: str) -> Meant:
        party.gender = party.gender or gender
        return party, f"“{printed}” after {party.name}, who {what}", None

    # -- they and it ----------------------------------------------------------------------------

    def they(self, source: Span, printed: str) -> Meant | None:
        """Whom "they" or "it" means: the body or group that the sentence, or the one before, begins with, or
        that spoke last before, in the same paragraph."""
        cast = self.cast
        at = cast.sentence(source.start)
        paragraph = cast.paragraph_start(source.start)
        for i in range(at, max(-1, at - 3), -1):
            start, end = cast.sentence_span(i)
            if start < paragraph:
                break
            end = min(end, source.start)
            spoke = self.speakers(start, end)
            if spoke and spoke[-1].kind != PERSON:
                return spoke[-1], f"“{printed}” after {spoke[-1].name}, who spoke last before", None
            first = [n for n in cast.between(start, end) if n.subject and self.free(n.span)]
            opens = first and not re.search(r"[a-z]{4}", self.text[start : first[0].span.start])
            if opens and first[0].party.kind != PERSON:
                party = first[0].party
                return party, f"“{printed}” after {party.name}, of whom the sentence is", None
            if spoke or first:
                return None
        return None

    # -- who and which --------------------------------------------------------------------------

    def relative(self, source: Span, printed: str, word: str) -> Meant | None:
        """Whom "who" means: the name straight before, or before an apposition that belongs to it."""
        start = self.cast.sentences[self.cast.sentence(source.start)]
        start = max(start, source.start - 200)
        for naming in reversed(self.cast.between(start, source.start)):
            gap = self.text[naming.span.end : source.start]
            if len(gap) > 120 or (word == "who" and naming.party.kind != PERSON):
                continue
            apposition = naming.subject and re.fullmatch(r",[^.;:“”\"]*,\s*", gap)
            apposition = apposition or APPOSITION.fullmatch(gap)
            if apposition or re.fullmatch(r"(?:\s*\([^)]*\))?,?\s*", gap):
                return naming.party, f"“{printed}” follows {naming.party.name}", naming.span
        return None
