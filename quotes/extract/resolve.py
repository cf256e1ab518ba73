"""From a mention to the speaker it means, by rules, inside one article.

The rules, each with the reason it gives: "I", by the label or signature of whoever speaks there; a group
or an acronym, by itself; a document, by whoever issued it; a name inside the mention, completed by the
fullest form in the article; a relative pronoun, by the name it follows; "he" and "she", by the speaker or
subject of the sentences before, passing over sentences that go on with the same pronoun; "they" and "it", by
the body or group that the sentence before is about; a description ("the minister", "the campaign"), by the one
person or body so described in the article. Of several people with one surname, it is the one whose title
fits, who is called by the surname elsewhere, who was named in full nearby, or else first. A description that
fits two leaves the mention unnamed: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotes.attribution import Kind, Speaker, SpeakerKind, kind_of
from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.describe import Describer
from quotes.extract.joint import conjuncts, depends, shared
from quotes.extract.layout import PEOPLE
from quotes.extract.parties import (
    BEFORE_NAME,
    KIN,
    OFFICES,
    PERSON,
    ROLES,
    Cast,
    Naming,
    Party,
    bare,
    role,
)
from quotes.names.clean import BODIES as BODY_WORDS
from quotes.names.clean import clean, fold, strip_possessive

HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
WHO = frozenset(("who", "whom", "whose", "which", "that"))
OTHERS = frozenset(
    "it its itself they them their themselves we us our i me my you one some many others several few both all "
    "most nobody everyone anyone someone somebody everybody none this those these another".split()
)
BODIES = frozenset(
    "campaign administration government cabinet foundation team camp organization organisation company committee "
    "commission council party group institute university department ministry agency court".split()
)
"""Nouns that, right after a name, make another name of the two: the Clinton campaign."""

WORKS = frozenset(
    "plan plans proposal proposals statement remarks speech comments tweet tweets letter report study poll survey memo "
    "book email emails message words claim claims testimony post ad release answer position view article story "
    "editorial analysis transcript interview announcement website".split()
)
"""What somebody issues; behind a name, the name's bearer is the one who says it: Ortel’s letter."""

UNNAMED = re.compile(
    r"^(?:\d[\d,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|a?\s?dozens?|hundreds|thousands|some|many|several|other|another|most|few|no|any|every|each|both|"
    r"aides?|advis[eo]rs?|allies|critics|experts|friends|members|officials|people|sources?|supporters?)\b",
    re.IGNORECASE,
)
SAME_WORK = {"survey": "study", "poll": "study", "analysis": "study", "report": "study"}
"""Documents under one word: "the study" is the survey named before."""

NOUNS = frozenset(
    "center centre bank union association board council ministry newspaper network museum hospital".split()
)

LINKS = frozenset("and of who in from at on for which himself herself as or".split())
"""A name followed by one of these is still what the mention is about."""


NO_NAME = r"(?!(?:The|A|An|This|That|These|Those|His|Her|Its|Their|Our|My|Your|One|No|He|She|It|We|I|They|You)\b)"
"""What opens a sentence in a capital and is no name."""

CAPITALS = rf"\b{NO_NAME}(?:[A-Z][\w’'&./-]*)(?:\s(?:(?:of|for|and|the)\s)*[A-Z][\w’'&./-]*)*"
"""Words in capitals, joined by of, for, and, the: a name as long as it goes."""

NAME = rf"{NO_NAME}[A-Z][\w’'&./-]*(?:\s[A-Z][\w’'&./-]*){{0,3}}"
"""One to four words in capitals."""

BARE_NAME = re.compile(rf"(?:[Tt]he\s)?{NAME}")

APPOSITION = re.compile(
    r",\s+(?:an?|the|now|then|once|formerly|[\w-]+[’']s?)\s[^,.;:“”\"()]{3,100}?,?\s+"
)
"""What may stand between a name and its "who": , a tech staffer at the State Department who."""

BY = re.compile(
    rf"\b(?P<work>{'|'.join(sorted(WORKS))})\b.*?\b(?:by|from)\s+(?:the\s+|The\s+)?(?P<who>{CAPITALS})"
)
OF = re.compile(rf"(?:^|\s)(?P<who>{NAME})\s(?:[a-z]+\s)?(?P<work>{'|'.join(sorted(WORKS))})\b")
GROUP = re.compile(
    r"(?i:(?:nearly |almost )?(?:many|some|most|several|few|all|other|both|fellow|top|leading|house|senate)\s(?:of the\s)?)?(?P<who>[A-Z][a-z]+(?:crats|cans|ians|ists|ives|ders|ans))$"
)


HEAD_BODY = re.compile(
    rf"(?:[Tt]he\s)?(?P<who>{NAME}(?:\s(?:of|for)\s(?:the\s)?{NAME})?)(?P<rest>(?:\s(?:at|in|on|of|for|and)\s.*|,.*)?)$"
)

DOCUMENT = re.compile(
    rf"{NAME}(?:(?<=\sStudy)|(?<=\sSurvey)|(?<=\sReport)|(?<=\sReview)|(?<=\sIndex)|(?<=\sCensus)|(?<=\sPoll))\b"
)

HE_WORDS = re.compile(r"\b[Hh]e\b")
SHE_WORDS = re.compile(r"\b[Ss]he\b")
SOMEBODY = re.compile(r"[“\"]?(?:The|A|An|One|Another|Her|His|My|Their)\s((?:[\w’'-]+\s){1,4})")
NEAR = 6
"""A pronoun goes back so many sentences (and two paragraphs) at most to a name, or to the same pronoun."""

MOST_BACK = 40

ACRONYM = re.compile(r"(?:[Tt]he\s)?(?=[A-Z&]{3})[A-Z][A-Z&]{2,6}(?:[’']s)?")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom a mention means: the ``speaker``, None where nobody is named; the others who say it together
    with him; and where nobody is named, how the mention describes its bearer."""

    speaker: Speaker | None = None
    joint: tuple[Speaker, ...] = ()
    description: Span | None = None


class Resolver:
    """Resolves the mentions of one article; call it in the order of the text, since what was
    resolved before helps with what comes after."""

    def __init__(
        self, text: str, entities: Iterable[Found], voices: Sequence[tuple[Span, Span]] = ()
    ) -> None:
        self.voices = voices
        self.text = text
        self.cast = Cast(text, entities)
        self.describer = Describer(self.cast)
        self.said: list[tuple[int, Party]] = []
        self.contents: list[Span] = []
        self.now: Sequence[Span] = ()
        self.issuers: dict[str, Party] = {}
        self.bodies: list[Party] = []

    def __call__(self, source: Sequence[Span], content: Sequence[Span]) -> Resolved:
        """Whom the mention ``source`` means.

        A quotation without a mention goes on with the speaker before it where it follows, in the same
        paragraph, on a quotation whose speaker is known.
        """
        self.now = content
        mention = source[0] if source else None
        several = self._several(mention) if mention else []
        one = None if several else self._resolve(mention) if mention else self._goes_on(content)
        found = several or ([one] if one else [])
        if kind_of(self.text, tuple(content)) != Kind.INDIRECT:
            self.contents += content
        if not found:
            return Resolved(description=self.describer.unnamed(mention) if mention else None)
        self.said.append(((mention or content[0]).start, found[0][0]))
        speakers = []
        for party, reason, at in found:
            described = self.describer.named(party, at, mention)
            speakers.append(party.speaker(reason, at, described))
        return Resolved(speakers[0], tuple(speakers[1:]))

    def _several(self, source: Span) -> list[tuple[Party, str, Span | None]]:
        """The parties of a mention that names several who speak together, each by its own name; none if it
        names fewer than two. (The Central and East Veldian Coalition is one.)"""
        names = [n.span for n in self.cast.inside(source)]
        parts = conjuncts(self.text, source, names)
        if parts and shared(self.text, parts, BODIES | BODY_WORDS):
            whole = Span(parts[0].start, parts[-1].end)
            return [(self._capitals(whole.of(self.text)), "named", whole)]
        out: list[tuple[Party, str, Span | None]] = []
        for n, part in enumerate(parts):
            found = self._head(part)
            if found is None:
                continue
            party, reason, at = found
            person = party.kind == PERSON
            if n and depends(self.text, parts[n - 1], person):
                continue
            if any(p.kind == PERSON for p, *_ in out) and party.kind == SpeakerKind.PLACE:
                continue  # Ada Quill of Kelby, Velde, and Bo Tern
            if all(party.words != p.words for p, *_ in out):
                out.append((party, reason, at))
        return out if len(out) > 1 else []

    def _head(self, part: Span) -> tuple[Party, str, Span | None] | None:
        """The party whose name is the head of one part of a mention."""
        printed = part.of(self.text)
        group = GROUP.fullmatch(printed)
        if group:
            at = Span(part.start + group.start("who"), part.start + group.end("who"))
            return self._capitals(group["who"]), "named", at
        names = [n for n in self.cast.inside(part) if fold(n.printed) not in ROLES]
        found = self._named([n for n in names if self._of_nobody(n, part)], part)
        if found or names or not BARE_NAME.fullmatch(printed):
            return found
        # A name that the tagger missed here, and that the article prints elsewhere.
        short = bare(printed)
        party = self.cast.body(tuple(map(fold, short.split())))
        if party or len(re.findall(rf"\b{re.escape(short)}\b", self.text)) > 1:
            return party or self._capitals(short), "named", part
        return None

    def _of_nobody(self, naming: Naming, part: Span) -> bool:
        """Whether a name in one part of a mention is not behind a preposition there."""
        before = self.text[part.start : naming.span.start]
        governed = re.search(r"\b(?:of|for|at|in|from|on|with|to|by)\s(?P<whom>.*)", before)
        return not governed or (
            naming.party.kind == PERSON and bool(re.search(r"[A-Z]", governed["whom"]))
        )

    def _resolve(self, source: Span) -> tuple[Party, str, Span | None] | None:
        printed = " ".join(source.of(self.text).split()).strip('“”"‘’,.:; ')
        words = [fold(strip_possessive(w)) for w in re.findall(r"[\w’'-]+", printed)]
        words = [w for w in words if w]
        if not words:
            return None
        group = GROUP.match(printed)
        if group:
            return self._capitals(group["who"]), "named", source
        known = self.cast.candidates(clean(printed), source.start) if len(words) == 1 else []
        if ACRONYM.fullmatch(printed) and not known:
            party = self._acronym(printed)
            return party, "named", source
        if words[0] in HE | SHE and len(words) == 1:
            return self._pronoun(source, "m" if words[0] in HE else "f", printed)
        if words[0] in HE | SHE and words[1] in WORKS:
            return self._pronoun(source, "m" if words[0] in HE else "f", printed)
        if words[0] in WHO and len(words) <= 3:
            return self._relative(source, printed, words[0])
        if words[0] in ("i", "me", "my") and len(words) == 1:
            return self._voice(source, printed)
        if words[0] in ("they", "it") and len(words) == 1:
            return self._they(source, printed)
        if words[0] in OTHERS and len(words) <= 2:
            return None
        issued = self._issuer(printed, words, source)
        if issued:
            return issued
        inside = [n for n in self.cast.namings if n.span.touches(source)]
        m = HEAD_BODY.match(printed)
        if (
            m
            and clean(m["who"]).body
            and not any(n.party.kind == PERSON for n in inside)
            and not m["rest"].startswith((" President", " Secretary"))
        ):
            return self._capitals(m["who"]), "named", source
        if inside:
            named = self._named(inside, source)
            if named or not any(role(w) in ROLES for w in words):
                return named
        elif printed[0].isupper() and len(words) <= 2 and self._known(printed, source):
            return self._known(printed, source)
        if UNNAMED.match(printed):
            return None
        for naming in self.cast.namings:
            gap = self.text[source.end : naming.span.start]
            if naming.party.kind == PERSON and re.fullmatch(r",?\s{1,2}", gap) and not inside:
                return naming.party, f"{naming.party.name} stands beside “{printed}”", naming.span
        return self._description(source, printed, words) or self._described_body(source, words)

    def _issuer(
        self, printed: str, words: Sequence[str], source: Span
    ) -> tuple[Party, str, Span | None] | None:
        """Who issued a document that is named as the source: a Reuters survey, a report by Politico; and
        "the study", when one was."""
        m = BY.search(printed) or OF.search(printed)
        people = [
            n.party for n in self.cast.namings if n.span.touches(source) and n.party.kind == PERSON
        ]
        if m and people and "by" in words and words.index("by") < len(words) - 1:
            self.issuers[SAME_WORK.get(m["work"], m["work"])] = people[-1]
            return people[-1], f"issued the {m['work']}", source
        if m and not people:
            party = self._capitals(m["who"])
            self.issuers[SAME_WORK.get(m["work"], m["work"])] = party
            return party, f"issued the {m['work']}", source
        if words[0] in ("the", "this", "that") and len(words) == 2:
            issuer = self.issuers.get(SAME_WORK.get(words[1], words[1]))
            if issuer:
                return issuer, f"issued the {words[1]}", None
            if words[1] in WORKS:
                titles = list(DOCUMENT.finditer(self.text, 0, source.start))
                if titles:
                    party = self._capitals(titles[-1][0])
                    return party, f"the {words[1]} is the {party.name}", Span(*titles[-1].span())
        return None

    def _voice(self, source: Span, printed: str) -> tuple[Party, str, Span | None] | None:
        """Whom "I" means where a label or a signature tells who speaks."""
        at = bisect_right(self.voices, source.start, key=lambda v: v[0].start) - 1
        if at < 0 or self.voices[at][0].end < source.end:
            return None
        who = self.voices[at][1]
        found = self._resolve(who)
        if found is None:
            name = clean(who.of(self.text))
            if not name.full or name.body:
                return None
            found = Party(str(name), PERSON, tuple(map(fold, name.words)), full=True), "", who
        return found[0], f"“{printed}” is {found[0].name}, who speaks here", who

    def _they(self, source: Span, printed: str) -> tuple[Party, str, Span | None] | None:
        """Whom "they" or "it" means: the body or group that the sentence, or the one before, begins with, or
        that spoke last before, in the same paragraph."""
        cast = self.cast
        at = cast.sentence(source.start)
        paragraph = max((b for b in cast.breaks if b <= source.start), default=0)
        for i in range(at, max(-1, at - 3), -1):
            start = cast.sentences[i]
            if start < paragraph:
                break
            end = cast.sentences[i + 1] if i + 1 < len(cast.sentences) else len(self.text)
            end = min(end, source.start)
            spoke = [p for where, p in self.said if start <= where < end]
            if spoke and spoke[-1].kind != PERSON:
                return spoke[-1], f"“{printed}” after {spoke[-1].name}, who spoke last before", None
            first = [
                n
                for n in cast.namings
                if start <= n.span.start < end and n.subject and self._free(n.span)
            ]
            opens = first and not re.search(r"[a-z]{4}", self.text[start : first[0].span.start])
            if opens and first[0].party.kind != PERSON:
                party = first[0].party
                return party, f"“{printed}” after {party.name}, of whom the sentence is", None
            if spoke or first:
                return None
        return None

    def _described_body(
        self, source: Span, words: Sequence[str]
    ) -> tuple[Party, str, Span | None] | None:
        """Whom "the campaign" means: the one body of the article, named before, that has the word in its name."""
        ends = ("of", "for", "in", "who", "at", "from", "and", "on", "to", "which", "that")
        stop = next((i for i, w in enumerate(words) if w in ends), len(words))
        head = words[stop - 1] if stop else ""
        if words[0] not in ("the", "this", "that") or head not in BODIES | NOUNS or stop > 3:
            return None
        before = [n.party for n in self.cast.namings if n.span.start < source.start]
        known = [p for p in (*before, *self.bodies) if p.kind != PERSON and head in p.words]
        if known and all(p.words == known[0].words for p in known):
            return known[-1], f"{known[-1].name} is the one {head} in this article", None
        return None

    # -- a name inside the mention --------------------------------------------------------------

    def _named(
        self, inside: Sequence[Naming], source: Span
    ) -> tuple[Party, str, Span | None] | None:
        """The party by a name that the mention is about: a person in full, else any person, else a body."""
        heads = [n for n in inside if self._is_head(n, source)]
        heads.sort(key=lambda n: (n.party.kind != PERSON, not n.party.full))
        if heads:
            naming = heads[0]
            party = naming.party
            if party.kind != PERSON:
                return party, "named", naming.span
            if fold(naming.printed) == fold(party.name):
                return party, "named in full" if party.full else "named", naming.span
            why = f"{naming.printed} is {party.name} in this article"
            if naming.namesakes > 1:
                why += ", the one of that name mentioned last"
            return party, why, naming.span
        return self._body(inside, source)

    def _is_head(self, naming: Naming, source: Span) -> bool:
        """Whether a name is what the mention is about, not part of saying what it is about."""
        before = self.text[source.start : naming.span.start]
        after = self.text[naming.span.end : source.end]
        printed = naming.span.of(self.text)
        after = re.sub(r"^ (?=[’'])", "", after)
        owned = re.match(r"(?:[’']s?)?\s+(?:[a-z-]+\s+){0,2}?([a-z]+)\b", after)
        possessive = strip_possessive(printed) != printed or after[:1] in ("’", "'")
        if possessive and re.search(r"\w", after.lstrip("’'s")):
            return bool(owned and owned.group(1) in WORKS)
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

    def _body(
        self, inside: Sequence[Naming], source: Span
    ) -> tuple[Party, str, Span | None] | None:
        """The Clinton campaign: a name and the noun after it are a body's name."""
        for naming in inside:
            after = re.match(r"(?:[’']s)?\s+([a-zà-þ]+)", self.text[naming.span.end : source.end])
            before = self.text[source.start : naming.span.start].strip().lower()
            if after and after.group(1) in BODIES and before in ("", "the"):
                name = f"{strip_possessive(bare(naming.printed))} {after.group(1)}"
                return self._capitals(name), "named", naming.span
        return None

    def _known(self, printed: str, source: Span) -> tuple[Party, str, Span | None] | None:
        """A mention that is nothing but a name which the tagger missed here and found elsewhere, or that
        stands with a capital inside a sentence elsewhere (Republicans)."""
        printed = strip_possessive(printed)
        name = clean(printed)
        if name.words:
            candidates = self.cast.candidates(name, source.start)
            if candidates:
                return candidates[0], f"{printed} is {candidates[0].name} in this article", source
        if re.search(rf"[a-z,] {re.escape(printed)}\b", self.text) and printed[0].isupper():
            party = Party(printed, SpeakerKind.OTHER, tuple(map(fold, printed.split())))
            return party, "named", source
        return None

    # -- pronouns and descriptions ----------------------------------------------------------------

    def _free(self, span: Span) -> bool:
        """Whether a name stands outside everything that was quoted before, and outside what is said now:
        nobody calls himself by his name."""
        return not any(
            c.start <= span.start and span.end <= c.end for c in (*self.contents, *self.now)
        )

    def _relative(
        self, source: Span, printed: str, word: str
    ) -> tuple[Party, str, Span | None] | None:
        """Whom "who" means: the name straight before, or before an apposition that belongs to it."""
        start = self.cast.sentences[self.cast.sentence(source.start)]
        for naming in reversed(self.cast.namings):
            gap = self.text[naming.span.end : source.start]
            if not start <= naming.span.start < source.start or len(gap) > 120:
                continue
            if word == "who" and naming.party.kind != PERSON:
                continue
            apposition = naming.subject and re.fullmatch(r",[^.;:“”\"]*,\s*", gap)
            apposition = apposition or APPOSITION.fullmatch(gap)
            if apposition or re.fullmatch(r"(?:\s*\([^)]*\))?,?\s*", gap):
                return naming.party, f"“{printed}” follows {naming.party.name}", naming.span
        if word == "which":
            before = re.search(rf"{CAPITALS}(?=,?\s*$)", self.text[start : source.start])
            if before:
                at = Span(start + before.start(), start + before.end())
                party = self._capitals(before.group())
                return party, f"“{printed}” follows {party.name}", at
        return None

    def _acronym(self, printed: str) -> Party:
        """The body that an acronym stands for: the one whose initials it is, else a body of that name."""
        short = strip_possessive(bare(printed))
        for party in (*self.cast.parties, *self.bodies):
            if party.kind != PERSON and party.words == (fold(short),):
                return party
        for m in re.finditer(CAPITALS, self.text):
            initials = [w[0] for w in re.findall(r"[\w’'-]+", m[0]) if w[0].isupper()]
            if "".join(initials) == short and len(initials) > 2:
                return self._capitals(m[0])
        return self._capitals(short)

    def _capitals(self, printed: str) -> Party:
        """The party of a name in capitals that the tagger did not see."""
        name = strip_possessive(bare(printed))
        words = tuple(map(fold, name.split()))
        known = [p for p in (*self.cast.parties, *self.bodies) if p.kind != PERSON]
        for party in known:
            if party.words == words:
                return party
        # A short form: the Tax Policy Center is the Urban-Brookings Tax Policy Center.
        longer = [p for p in known if len(words) > 1 and set(words) < set(p.words)]
        if longer and all(p.words == longer[0].words for p in longer):
            return longer[0]
        party = Party(name, SpeakerKind.ORGANIZATION, words)
        self.bodies.append(party)
        return party

    def _pronoun(
        self, source: Span, gender: str, printed: str
    ) -> tuple[Party, str, Span | None] | None:
        """Whom "he" or "she" means: the speaker of the same sentence or the nearest before, else the
        subject of the nearest sentence that has one, at most ``NEAR`` sentences and two paragraphs before it or
        before a sentence that goes on with the same pronoun."""

        def fits(party: Party) -> bool:
            return party.kind == PERSON and party.gender in ("", gender)

        cast = self.cast
        at = cast.sentence(source.start)
        same = HE_WORDS if gender == "m" else SHE_WORDS
        carried, last = False, at
        fallback: Party | None = None
        for i in range(at, max(-1, at - MOST_BACK), -1):
            start = cast.sentences[i]
            end = cast.sentences[i + 1] if i + 1 < len(cast.sentences) else len(self.text)
            end = min(end, source.start)
            if (
                last - i > NEAR
                or len([b for b in cast.breaks if start < b <= cast.sentences[last]]) > 2
            ):
                break
            here = [
                n
                for n in cast.namings
                if start <= n.span.start < end and fits(n.party) and self._free(n.span)
            ]
            spoke = [p for where, p in self.said if start <= where < end and fits(p)]
            subjects = [n for n in here if n.subject]
            if spoke:
                return self._means(spoke[-1], gender, printed, "spoke last before")
            again = next(
                (m for m in same.finditer(self.text, start, end) if self._free(Span(*m.span()))),
                None,
            )
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

    def _somebody_else(self, start: int, end: int) -> bool:
        """Whether a sentence begins with a description of somebody: A man from Kelby, The boy."""
        m = SOMEBODY.match(self.text, start, end)
        return bool(m and any(fold(w) in ROLES | PEOPLE | set(KIN) for w in m[1].split()))

    def _means(
        self, party: Party, gender: str, printed: str, what: str
    ) -> tuple[Party, str, Span | None]:
        party.gender = party.gender or gender
        return party, f"“{printed}” after {party.name}, who {what}", None

    def _description(
        self, source: Span, printed: str, words: Sequence[str]
    ) -> tuple[Party, str, Span | None] | None:
        """Whom "the minister" means: the one person of the article, named before, who is so described."""
        ends = ("of", "for", "in", "who", "at", "from", "and", "on", "to")
        stop = next((i for i, w in enumerate(words) if w in ends), len(words))
        head = role(words[stop - 1]) if stop else ""
        definite = words[0] in ("the", "this", "that") or re.search(r"[’']s\b", printed)
        if head not in ROLES or not (definite or printed[0].isupper()):
            return None
        owner = self._owner(source, printed, words)
        if owner:
            party = self.cast.owned.get((owner, head))
            if party:
                return party, f"{party.name} is that {head} in this article", None
            if any(h == head for _, h in self.cast.owned):
                return None
        known = [p for p in self.cast.parties if p.kind == PERSON and p.roles[head]]
        named = [n for n in self.cast.namings if n.span.start < source.start and n.party in known]
        if len(known) == 1 and named:
            return known[0], f"{known[0].name} is the one {head} in this article", None
        # Of several ministers, "the minister" is the one named in this paragraph or the one before.
        earlier = [b for b in self.cast.breaks if b <= source.start]
        near = [n.party for n in named if n.span.start >= (earlier[-2] if len(earlier) > 1 else 0)]
        if near and all(p is near[0] for p in near):
            return near[0], f"{near[0].name} is the {head} named last before", None
        return None

    def _owner(self, source: Span, printed: str, words: Sequence[str]) -> str:
        """The surname of whom somebody is the lawyer, the wife, the spokesman of: Pagliano’s lawyer, his lawyer."""
        m = re.match(r"(?:[\w.-]+\s)*?([\w-]+)(?:[’']s|(?<=s)[’'])\s", printed)
        if m:
            return fold(m[1])
        if words[0] in ("his", "her"):
            found = self._pronoun(source, "m" if words[0] == "his" else "f", words[0])
            return found[0].words[-1] if found else ""
        return ""

    def _goes_on(self, content: Sequence[Span]) -> tuple[Party, str, Span | None] | None:
        if not self.said or not self.contents or kind_of(self.text, tuple(content)) != Kind.DIRECT:
            return None
        last, (where, party) = self.contents[-1], self.said[-1]
        between = self.text[last.end : content[0].start]
        if "\n" in between or "\n" in self.text[min(where, last.start) : content[0].start]:
            return None
        if len(between) > 120 or last.of(self.text).rstrip()[-1:] not in '”"’.':
            return None
        return party, f"goes on after {party.name}, in the same paragraph", None
