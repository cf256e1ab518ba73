"""Whom a description means: the minister, Pagliano's lawyer, the South Carolina senator.

It is the one person of the article who is so described and whom its other words fit; or, where nobody is, and
the description says more than an office ("the South Carolina senator"), whoever the sentence before is about:
newspapers vary what they call somebody. Of two that it fits it is neither: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.document import Span
from quotes.extract.entities import PERSON
from quotes.extract.parties import Cast, Party
from quotes.extract.people import KIN, ROLES, role
from quotes.extract.pronouns import Meant, Pronouns
from quotes.names.clean import fold

ENDS = frozenset("of for in who at from and on to which that".split())
VARIED = frozenset(
    """
    nominee candidate senator representative governor president minister mogul billionaire businessman businesswoman
    lawmaker legislator mayor premier chancellor secretary actor actress singer author veteran contender democrat
    republican hopeful leader chief star
    """.split()
)
"""What a newspaper calls somebody instead of his name."""

FEMALE_HEADS = frozenset("congresswoman businesswoman actress chairwoman spokeswoman".split())
SERVANTS = frozenset("lawyer spokesman spokeswoman spokesperson advisor aide manager".split())
"""Who is always somebody's: one of them whose owner is somebody else is another one."""

PARTY_OF = {
    "republican": "r",
    "gop": "r",
    "democratic": "d",
    "democrat": "d",
    "libertarian": "l",
    "labour": "lab",
    "conservative": "con",
}


class Offices:
    """The descriptions of one article."""

    def __init__(self, cast: Cast, pronouns: Pronouns) -> None:
        self.text = cast.text
        self.cast = cast
        self.pronouns = pronouns
        self._called: dict[tuple[str, ...], Party] = {}

    def described(self, source: Span, printed: str, words: Sequence[str]) -> Meant | None:
        """Whom a description means: the one person, named before or in the lines that follow a headline, who
        is so described."""
        stop = next((i for i, w in enumerate(words) if w in ENDS), len(words))
        head = role(words[stop - 1]) if stop else ""
        definite = words[0] in ("the", "this", "that") or re.search(r"[’']s\b", printed)
        owned = words[0] in ("his", "her", "their")
        if head not in ROLES | VARIED or not (definite or owned or printed[0].isupper()):
            return None
        owner = self._owner(source, printed, words)
        if owner:
            some = self.cast.owned.get((owner, head), [])
            some = some or (self.cast.owned.get((words[0], head), []) if owned else [])
            if not some and head in KIN:
                # Bram Quill's wife: the only wife of the article, whoever she is said to be the wife of.
                some = [
                    p for (_, what), those in self.cast.owned.items() if what == head for p in those
                ]
                some = some if self._only_by_pronoun(head) else []
            if len({id(p) for p in some}) == 1:
                return some[0], f"{some[0].name} is that {head} in this article", None
            if some or any(h == head for _, h in self.cast.owned) or head in SERVANTS:
                return None
        if owned and not owner:
            return None
        which = [w for w in words[: stop - 1] if w not in ("the", "this", "that", "former")]
        known = [
            p
            for p in self.cast.parties
            if p.kind == PERSON and p.roles[head] and self._may_be(p, which)
        ]
        here = [p for p in known if any(n.span.start < source.start for n in self.cast.of(p)[:1])]
        headline = source.start == 0 or source.end <= self.cast.paragraph_end(0)
        headline = headline and words[0] not in ("a", "an")
        if len(known) == 1 and (here or (headline and self._near(known[0], which))):
            return known[0], f"{known[0].name} is the one {head} in this article", None
        # Of several ministers, "the minister" is the one named in this paragraph or the one before.
        start = self.cast.paragraph_start(source.start, 1)
        near = [n.party for n in self.cast.between(start, source.start) if n.party in here]
        if near and all(p is near[0] for p in near):
            return near[0], f"{near[0].name} is the {head} named last before", None
        if not known and definite and not owner and which and head in VARIED:
            before = self._called.get(tuple(which))
            if before:
                return before, f"{before.name} is called so before", None
            found = self._varied(source, printed, words[stop - 1])
            if found:
                self._called[tuple(which)] = found[0]
            return found
        return None

    def _may_be(self, party: Party, which: Sequence[str]) -> bool:
        """Whether nothing that the description adds speaks against ``party``: the Republican nominee is
        nobody who is called a Democrat."""
        mine = {PARTY_OF[w] for w in which if w in PARTY_OF}
        theirs = {PARTY_OF[w] for w in party.sides if w in PARTY_OF}
        return not mine or not theirs or bool(mine & theirs)

    def _only_by_pronoun(self, head: str) -> bool:
        """Whether the article says of nobody by name whose ``head`` somebody is."""
        return all(o in ("his", "her", "their") for o, what in self.cast.owned if what == head)

    def _near(self, party: Party, which: Sequence[str]) -> bool:
        """Whether all that a headline adds to an office stands beside one of the party's names."""
        for naming in self.cast.of(party):
            start = self.cast.paragraph_start(naming.span.start)
            around = self.text[max(start, naming.span.start - 100) : naming.span.end + 100]
            if set(which) <= {fold(w) for w in re.findall(r"[\w’'-]+", around)}:
                return True
        return False

    def _varied(self, source: Span, printed: str, head: str) -> Meant | None:
        """Another word for whom the sentence before is about: the one person whom it names, or who spoke."""
        cast = self.cast
        at = cast.sentence(source.start)
        start = cast.sentences[at]
        if at == 0 or any(n.party.kind == PERSON for n in cast.between(start, source.start)):
            return None
        before = cast.sentences[at - 1]
        if cast.paragraph_start(source.start) > before:
            # The first words of a paragraph: the one speaker of the paragraph before.
            before = cast.paragraph_start(source.start, 1)
            if not self.pronouns.speakers(before, start):
                return None
        people = [
            n.party
            for n in cast.between(before, start)
            if n.party.kind == PERSON and n.subject and self.pronouns.free(n.span)
        ]
        spoke = [p for p in self.pronouns.speakers(before, start) if p.kind == PERSON]
        some = spoke[-1:] or people
        if not some or any(p is not some[0] for p in (*people, *spoke)):
            return None
        if some[0].gender == "m" and head in FEMALE_HEADS:
            return None
        return some[0], f"“{printed}” after {some[0].name}, of whom the sentence before is", None

    def _owner(self, source: Span, printed: str, words: Sequence[str]) -> str:
        """The surname of whom somebody is the lawyer, the wife, the spokesman of: Pagliano’s lawyer, his lawyer."""
        m = re.match(r"(?:[\w.-]+\s)*?([\w-]+)(?:[’']s|(?<=s)[’'])\s", printed)
        if m:
            return fold(m[1])
        if words[0] in ("his", "her"):
            gender = "m" if words[0] == "his" else "f"
            found = self.pronouns.person(source, gender, words[0], owns=True)
            return found[0].words[-1] if found else ""
        m = re.match(r"(?:an?|the)\s(?:former\s)?([A-Z][\w-]+)\s(?:campaign\s)?([a-z]+)$", printed)
        if m and role(m[2]) in SERVANTS:
            return fold(m[1])
        return ""
