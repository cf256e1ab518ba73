"""Who says a statement that has no source: by the words around it."""

from __future__ import annotations

import re

from quotes.document import Span
from quotes.extract.bodies import WORKS
from quotes.extract.entities import PERSON
from quotes.extract.parties import Cast
from quotes.extract.pronouns import Meant, Pronouns
from quotes.names.clean import strip_possessive

OPENING_VERB = re.compile(
    r"\s(?:[a-z]+ly\s)?(?!is\b|was\b|has\b|had\b)[a-z]{2,}(?:ed|s|id|ote|old)\b[^.,;:“”\"\n]{0,80}"
    r"|\s[a-z]{2,}(?:ed|s|id|ote|old)\sthat\b[^.;:“”\"\n]{0,80}"
)
"""Between the name that opens a sentence and a statement without a source: Quill [largely agreed and seemed]"""

CLAIMED = re.compile(rf"(?:[’']s?)?\s(?:{'|'.join(sorted(WORKS))})\s(?:that|to|about|on)\b")
"""Behind a name with which a statement without a source begins: Quill[’s claim that] …"""

INTRODUCING = re.compile(r"[Hh]e\b|[Ss]he\b")


class Sourceless:
    """The statements of one article that have no source. ``quoted`` are the quotations before, in order."""

    def __init__(self, cast: Cast, pronouns: Pronouns) -> None:
        self.text = cast.text
        self.cast = cast
        self.pronouns = pronouns
        self.quoted: list[Span] = []

    def claimed(self, content: Span) -> Meant | None:
        """Whose claim a statement begins with: [Quill's claim that] tides rise."""
        inside = self.cast.inside(content)
        if inside and inside[0].span.start - content.start < 3:
            naming = inside[0]
            printed = naming.span.of(self.text)
            end = naming.span.start + len(strip_possessive(printed))
            if CLAIMED.match(self.text, end, content.end):
                return naming.party, f"the words are {naming.party.name}’s", naming.span
        return None

    def goes_on(self, content: Span) -> Meant | None:
        """The speaker of the quotation before, in the same paragraph, for one that goes on with it."""
        if not self.pronouns.last or not self.quoted:
            return None
        last, (where, party) = self.quoted[-1], self.pronouns.last
        between = self.text[last.end : content.start]
        if "\n" in between or "\n" in self.text[min(where, last.start) : content.start]:
            return None
        if len(between) > 120 or last.of(self.text).rstrip()[-1:] not in '”"’.':
            return None
        return party, f"goes on after {party.name}, in the same paragraph", None

    def introduced(self, content: Span) -> Meant | None:
        """Whoever the words before a quotation's paragraph are about, if they end as an introduction does:
        Quill wrote in a letter: and, in the next paragraph, “…”"""
        cast = self.cast
        start = cast.paragraph_start(content.start)
        before = self.text[max(0, start - 9) : start].rstrip()[-1:]
        if content.start != start or before not in (":", ","):
            return None
        first, _ = cast.sentence_span(cast.sentence(start) - 1)
        pronoun = INTRODUCING.match(self.text, first, start)
        if pronoun:
            word = pronoun[0]
            return self.pronouns.person(
                Span(*pronoun.span()), "m" if word.lower() == "he" else "f", word
            )
        names = [n for n in cast.between(first, start) if n.subject and self.pronouns.free(n.span)]
        if not names or any(n.party is not names[0].party for n in names):
            return None
        return names[0].party, f"{names[0].party.name} introduces it", names[0].span

    def opens(self, content: Span) -> Meant | None:
        """Whoever the sentence of a statement begins with, if it names nobody else before the statement:
        Quill largely agreed with Ortel and seemed [to think …]."""
        start = self.cast.sentences[self.cast.sentence(content.start)]
        that = self.text.find(" that ", start, content.start)
        end = that if that > 0 else content.start
        names = [n for n in self.cast.between(start, end) if n.subject]
        if (
            len(names) != 1
            or names[0].party.kind != PERSON
            or not self.pronouns.free(names[0].span)
        ):
            return None
        naming = names[0]
        verb = self.text[naming.span.end : content.start]
        if naming.span.start - start > 1 or not OPENING_VERB.fullmatch(verb):
            return None
        return naming.party, f"the sentence is about {naming.party.name}", naming.span
