"""Bodies, groups and documents: whom "the panel", "WHO", "Democratic leaders" and "a Reuters survey" mean.

A document is said by whoever issued it; an acronym is the body whose initials it is; "the Clinton campaign" is
a body by its name and the noun behind it; "the court" is the one court of the article. A name in capitals that
the tagger did not see still is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.attribution import SpeakerKind
from quotes.document import Span
from quotes.extract.entities import PERSON, bare
from quotes.extract.parties import Cast, Naming, Party
from quotes.extract.pronouns import Meant
from quotes.names.clean import TITLES, fold, strip_possessive

BODIES = frozenset(
    "campaign administration government cabinet foundation team camp organization organisation company committee "
    "commission council party group institute university department ministry agency court family".split()
)
"""Nouns that, right after a name, make another name of the two: the Clinton campaign."""

NOUNS = frozenset(
    "center centre bank union association board council ministry newspaper network museum hospital firm lender panel "
    "tribunal agency bureau fund league federation journal times post tribune gazette herald guardian".split()
)
"""Further nouns that a body's name ends in, and that it is called by."""

SAME_BODY = {"panel": "committee", "tribunal": "court", "ruling": "court", "verdict": "court"}
"""What a committee and a court are called, and what a court issues."""

WORKS = frozenset(
    "plan plans proposal proposals statement remarks speech comments tweet tweets letter report study poll survey memo "
    "book email emails message words claim claims testimony post ad release answer position view article story "
    "editorial analysis transcript interview announcement website video brief complaint filing lawsuit count tally "
    "column essay memoir".split()
)
"""What somebody issues; behind a name, the name's bearer is the one who says it: Ortel’s letter."""

SAME_WORK = {"survey": "study", "poll": "study", "analysis": "study", "report": "study"}
"""Documents under one word: "the study" is the survey named before."""

ADJECTIVES = frozenset(
    """
    full partial new recent latest annual official internal federal draft final joint public first last early earlier
    previous separate secret leaked local national original preliminary initial online live exit opinion youtube facebook twitter instagram
    """.split()
)
"""What opens a sentence before a document and is nobody's name: Partial transcript."""

FRESH = frozenset("new recent latest full partial first exit online".split())
"""What a headline has before a document that is not its title: New Poll."""

WHEN = re.compile(
    r"(?i:january|february|march|april|may|june|july|august|september|october|november|december|today|yesterday|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
SOFT = frozenset(
    "federal state local national powerful influential key house-led three-judge bipartisan".split()
)
"""Adjectives before a body's noun that its name need not have."""

NO_NAME = r"(?!(?:The|A|An|This|That|These|Those|His|Her|Its|Their|Our|My|Your|One|No|He|She|It|We|I|They|You)\b)"
"""What opens a sentence in a capital and is no name."""

CAPITALS = rf"\b{NO_NAME}(?:[A-Z][\w’'&./-]*)(?:\s(?:(?:of|for|and|the)\s)*[A-Z][\w’'&./-]*)*"
"""Words in capitals, joined by of, for, and, the: a name as long as it goes."""

NAME = rf"{NO_NAME}[A-Z][\w’'&./-]*(?:\s[A-Z][\w’'&./-]*){{0,3}}"
"""One to four words in capitals."""

WORK = "|".join(sorted(WORKS))
BY = re.compile(rf"\b(?P<work>{WORK})\b.*?\b(?:by|from)\s+(?:the\s+|The\s+)?(?P<who>{CAPITALS})")
OF = re.compile(rf"(?:^|\s)(?P<who>{NAME})\s(?:[a-z]+\s)?(?P<work>{WORK})\b")
OWNS = re.compile(rf"(?P<who>{NAME})[’']s\s(?:[\w-]+\s){{0,4}}(?P<work>{WORK})$")
GAVE = re.compile(
    r"(?:that\s)?(?:\w+\s)?(?:gave|wrote|made|sent|delivered|published|released|issued|posted|commissioned)\b"
)
"""Behind somebody's name behind a document: a speech Quill [delivered]."""

GROUP = re.compile(
    r"(?i:(?:nearly |almost )?(?:many|some|most|several|few|all|other|both|fellow|top|leading|house|senate)\s(?:of the\s)?)?"
    r"(?P<who>[A-Z][a-z]+(?:crats|cans|ians|ists|ives|ders|ans)|[A-Z][a-z]+(?:ic|an|ish) (?:[Ll]eaders|[Ll]awmakers|[Ss]enators))$"
)
"""Many Democrats; Democratic leaders."""

HEAD_BODY = re.compile(
    rf"(?:[Tt]he\s)?(?P<who>{NAME}(?:\s(?:of|for)\s(?:the\s)?{NAME})?)(?P<rest>(?:\s(?:at|in|on|of|for|and)\s.*|,.*)?)$"
)
STOP = re.compile(r"(?<=[a-z]{3})\.(?:\s|$)")
MOST_WORDS = 9
SOON = 6
"""Whom the headline describes is named in the first so many paragraphs."""

FOUND = re.compile(
    r"(?i:an?|the)\s(?:(?i:new|recent|latest|major|national|large|landmark)\s)?(?P<work>study|survey|report|poll)\b"
)
DOCUMENT = re.compile(
    rf"{NAME}(?:(?<=\sStudy)|(?<=\sSurvey)|(?<=\sReport)|(?<=\sReview)|(?<=\sIndex)|(?<=\sCensus)|(?<=\sPoll))\b"
)
ACRONYM = re.compile(r"(?:[Tt]he\s)?(?=[A-Z&]{3})[A-Z][A-Z&]{2,6}(?:[’']s)?")
ENDS = frozenset("of for in who at from and on to which that".split())
"""What the head of a description stands before."""


class BodyNames:
    """The bodies of one article, those that a rule named included."""

    def __init__(self, cast: Cast) -> None:
        self.text = cast.text
        self.cast = cast
        self.issuers: dict[str, Party] = {}
        self.added: list[Party] = []
        self._capitals: list[tuple[str, tuple[str, ...]]] | None = None
        self._titles: list[re.Match[str]] | None = None
        self._initials: dict[str, str] | None = None

    def known(self) -> list[Party]:
        return [p for p in (*self.cast.parties, *self.added) if p.kind != PERSON]

    def party(self, printed: str) -> Party:
        """The party of a name in capitals that the tagger may not have seen."""
        name = strip_possessive(bare(printed))
        words = tuple(map(fold, name.split()))
        known = self.known()
        for party in known:
            if party.words == words:
                return self.longer(party)
        # A short form: the Tax Policy Center is the Urban-Brookings Tax Policy Center.
        longer = [p for p in known if len(words) > 1 and set(words) < set(p.words)]
        if longer and all(p.words == longer[0].words for p in longer):
            return longer[0]
        party = Party(name, SpeakerKind.ORGANIZATION, words)
        self.added.append(party)
        return self.longer(party)

    def longer(self, party: Party) -> Party:
        """The one body whose name ends in the single noun that a body is called by: the Journal is the
        Kelby Harbour Journal."""
        if len(party.words) != 1 or party.words[0] not in NOUNS | BODIES:
            return party
        some = [p for p in self.known() if len(p.words) > 1 and p.words[-1] == party.words[0]]
        return some[0] if some and all(p.words == some[0].words for p in some) else party

    def acronym(self, printed: str) -> Party:
        """The body that an acronym stands for: the one whose initials it is, else a body of that name."""
        short = strip_possessive(bare(printed))
        for party in (*self.cast.parties, *self.added):
            if party.kind != PERSON and party.words == (fold(short),):
                return party
        if self._initials is None:
            self._initials = {}
            for name, _ in self._names():
                first = [w[0] for w in re.findall(r"[\w’'-]+", name) if w[0].isupper()]
                if len(first) > 2:
                    self._initials.setdefault("".join(first), name)
        return self.party(self._initials.get(short, short))

    def _names(self) -> list[tuple[str, tuple[str, ...]]]:
        """Everything that the article prints in capitals, with its folded words, once each, in order."""
        if self._capitals is None:
            # Not of the headline, where every word may have a capital.
            start = self._within(1) if self.cast.breaks else 0
            found = re.compile(CAPITALS).finditer(self.text, start)
            names = dict.fromkeys(STOP.split(m[0])[0] for m in found)
            folded = [(n, tuple(fold(w) for w in n.split())) for n in names]
            self._capitals = [(n, words) for n, words in folded if len(words) <= MOST_WORDS]
        return self._capitals

    def _within(self, count: int) -> int:
        """Where the first ``count`` paragraphs end."""
        breaks = self.cast.breaks
        return breaks[count - 1] if len(breaks) >= count else len(self.text)

    # -- documents ------------------------------------------------------------------------------

    def issuer(self, printed: str, words: Sequence[str], source: Span) -> Meant | None:
        """Who issued a document that is named as the source: a Reuters survey, a report by Politico, a speech
        Quill gave; and "the study", when one was."""
        owns = None if WHEN.match(printed) else OWNS.match(printed)
        m = BY.search(printed) or owns or OF.search(printed)
        people = [n for n in self.cast.inside(source) if n.party.kind == PERSON]
        if (
            people
            and set(words[:4]) & WORKS
            and GAVE.match(self.text[people[-1].span.end : source.end].lstrip())
        ):
            work = next(w for w in words if w in WORKS)
            return self._issued(people[-1].party, work, people[-1].span)
        if m and people and "by" in words and words.index("by") < len(words) - 1:
            return self._issued(people[-1].party, m["work"], source)
        if m and not people and fold(m["who"]) not in ADJECTIVES:
            return self._issued(self.party(m["who"]), m["work"], source)
        if words[0] in ("the", "this", "that") and len(words) == 2:
            issuer = self.issuers.get(SAME_WORK.get(words[1], words[1]))
            if issuer:
                return issuer, f"issued the {words[1]}", None
            if words[1] in WORKS:
                title = self._title(source.start)
                if title:
                    party = self.party(title[0])
                    return party, f"the {words[1]} is the {party.name}", Span(*title.span())
        # A new study of boats has found: in the first lines, the one that the article names below.
        found = FOUND.match(printed)
        if found and source.start < self._within(SOON):
            titles = {
                bare(m[0]) for m in self._documents() if fold(m[0].split()[-1]) == found["work"]
            }
            if len(titles) == 1:
                party = self.party(next(iter(titles)))
                return party, f"the {found['work']} is the {party.name}", None
        return None

    def _issued(self, party: Party, work: str, at: Span) -> Meant:
        self.issuers[SAME_WORK.get(work, work)] = party
        return party, f"issued the {work}", at

    def _title(self, before: int) -> re.Match[str] | None:
        """The last title of a document that the article prints before a place."""
        return next((m for m in reversed(self._documents()) if m.end() <= before), None)

    def _documents(self) -> list[re.Match[str]]:
        if self._titles is None:
            found = DOCUMENT.finditer(self.text)
            self._titles = [m for m in found if fold(m[0].split()[0]) not in FRESH]
        return self._titles

    # -- by the noun ----------------------------------------------------------------------------

    def of_noun(self, inside: Sequence[Naming], source: Span) -> Meant | None:
        """The Clinton campaign: a name and the noun after it are a body's name."""
        for naming in inside:
            after = re.match(
                r"(?:[’']s)?\s+(?:presidential\s)?([a-zà-þ]+)",
                self.text[naming.span.end : source.end],
            )
            before = self.text[source.start : naming.span.start].strip().lower()
            titled = before in ("", "the") or set(map(fold, before.split())) <= TITLES
            soft = fold(naming.printed) in SOFT
            if after and after.group(1) in BODIES and titled and not soft:
                name = f"{strip_possessive(bare(naming.printed))} {after.group(1)}"
                return self.party(name), "named", naming.span
        return None

    def described(self, source: Span, printed: str, words: Sequence[str]) -> Meant | None:
        """Whom "the campaign" means: the one body of the article, named before, that has the word in its name.
        In the headline and the first sentences, where news names nobody yet (A House panel, Federal court),
        the one body of the whole article that has it and every other word that tells which."""
        stop = next((i for i, w in enumerate(words) if w in ENDS), len(words))
        head = words[stop - 1] if stop else ""
        definite = words[0] in ("the", "this", "that")
        tokens = re.findall(r"[\w’'-]+", printed)
        if stop > 1 and tokens[stop - 1 : stop] != [head] and len(words) > 2:
            return None  # the Center for Harbour Policy has a name of its own
        head = SAME_BODY.get(head, head)
        if head not in BODIES | NOUNS or stop > 4:
            return None
        which = [w for w in words[: stop - 1] if w not in SOFT | {"the", "this", "that", "a", "an"}]
        before = [
            p
            for p in self.known()
            if p in self.added or any(n.span.start < source.start for n in self.cast.of(p)[:1])
        ]
        some = [p for p in before if head in p.words and set(which) <= set(p.words)]
        if definite and some and all(p.words == some[0].words for p in some):
            return some[-1], f"{some[-1].name} is the one {head} in this article", None
        lede = source.start < self._within(2)
        opens = source.start == self.cast.paragraph_start(source.start)
        if not which or not (lede and (definite or opens or words[0] in ("a", "an"))):
            return None
        names = [(n, w) for n, w in self._names() if {head, *which} <= set(w)]
        names = [(n, w) for n, w in names if 0 <= self.text.find(n) < self._within(SOON)]
        longest = [x for x in names if not any(set(x[1]) < set(y[1]) for y in names)]
        if len({w for _, w in longest}) != 1:
            return None
        party = self.party(longest[0][0])
        return party, f"{party.name} is the one {head} in this article", None
