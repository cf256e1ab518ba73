"""From a mention to the speaker it means, by rules, inside one article.

The rules, each with the reason it gives: "I", by the label or signature of whoever speaks there (``voices``); a
group or an acronym, by itself; a document, by whoever issued it (``bodies``); a name inside the mention, completed by the
fullest form in the article; a pronoun (``pronouns``); a description (``offices``). Of several people with one
surname, it is the one whose title fits, who is called by the surname elsewhere, who was named in full nearby, or else
first. A mention that names several who speak together means each of them (``joint``).
A description that fits two leaves the mention unnamed: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotes.attribution import Kind, Speaker, SpeakerKind, kind_of
from quotes.document import Span
from quotes.extract.bodies import (
    ACRONYM,
    BODIES,
    CAPITALS,
    GROUP,
    HEAD_BODY,
    NAME,
    WORKS,
    BodyNames,
)
from quotes.extract.decode import Found
from quotes.extract.describe import Describer, is_role
from quotes.extract.entities import PERSON, bare
from quotes.extract.heads import UNNAMED, is_head
from quotes.extract.joint import conjuncts, depends, shared
from quotes.extract.layout import SAYING
from quotes.extract.offices import Offices
from quotes.extract.parties import Cast, Naming, Party
from quotes.extract.people import KIN, ROLES, role
from quotes.extract.pronouns import HE, SHE, WHO, Meant, Pronouns
from quotes.extract.sourceless import Sourceless
from quotes.extract.voices import voices as voices_of
from quotes.names.clean import BODIES as BODY_WORDS
from quotes.names.clean import clean, fold, strip_possessive
from quotes.names.given import FEMALE_GIVEN, MALE_GIVEN

OTHERS = frozenset(
    "it its itself they them their themselves we us our i me my you one some many others several few both all "
    "most nobody everyone anyone someone somebody everybody none this those these another".split()
)
FIRST_PERSON = frozenset("i me my we us our".split())

BARE_NAME = re.compile(rf"(?:[Tt]he\s)?{NAME}")
AND_OTHERS = re.compile(
    r"\s+and\s+(?:his|her|their|its|other|others|many|some|several|fellow)\b.*$"
)
"""Who speaks along with the head of a mention and is not named: the minister [and his aides]."""

THE_BODY = re.compile(
    r"[Tt]he (?:company|firm|agency|group|organi[sz]ation|newspaper|think tank|nonprofit|association|charity)"
)
"""What a body is called of which the sentence before is."""

TITLED = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sen|Rep|Gov)\.?\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?")
FULL_AT_END = re.compile(r"[A-Z][\w’'-]+\s[A-Z][\w’'-]+$")
BODY_SHAPE = re.compile(r"[A-Z][a-z]+s\sfor\s(?:(?:a|the)\s)?[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,3}")
"""Citizens for Tax Justice."""

BESIDE = re.compile(
    r",?\s{1,2}|,\s(?:(?:state|city|county|former|then)\s)?(?:(?:[A-Z][a-z]{1,9}\.|[A-Z][a-z]+)\s){0,3}"
)
"""What may stand between a description and the name that belongs to it: Scott's niece[, state Del. ]Marcia"""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whom a mention means: the ``speaker``, None where nobody is named; the others who say it together
    with him; and where nobody is named, how the mention describes its bearer."""

    speaker: Speaker | None = None
    joint: tuple[Speaker, ...] = ()
    description: Span | None = None


class Resolver:
    """Resolves the mentions of one article; call it in the order of the text, since what was
    resolved before helps with what comes after. ``voices`` are those that the layout tells."""

    def __init__(
        self, text: str, entities: Iterable[Found], voices: Sequence[tuple[Span, Span]] = ()
    ) -> None:
        self.text = text
        self.cast = Cast(text, entities)
        self.voices = voices_of(text, voices, self._is_person)
        self.describer = Describer(self.cast)
        self.pronouns = Pronouns(self.cast)
        self.bodies = BodyNames(self.cast)
        self.offices = Offices(self.cast, self.pronouns)
        self.alone = Sourceless(self.cast, self.pronouns)
        self._speaking: list[tuple[Span, Party]] = []
        self._inside: dict[str, bool] = {}

    def __call__(self, source: Sequence[Span], content: Sequence[Span]) -> Resolved:
        """Whom the mention ``source`` means.

        A quotation without a mention goes on with the speaker before it where it follows, in the same
        paragraph, on a quotation whose speaker is known.
        """
        self.pronouns.now = content
        mention = source[0] if source else None
        kind = kind_of(self.text, tuple(content))
        several = self._several(mention) if mention else []
        one = None if several else self._resolve(mention) if mention else self._alone(content, kind)
        found = several or ([one] if one else [])
        if kind != Kind.INDIRECT:
            self.alone.quoted += content
            self.pronouns.quoted(content)
            self._speaking += [(span, found[0][0]) for span in content if found]
        if not found:
            return Resolved(description=self.describer.unnamed(mention) if mention else None)
        self.pronouns.spoke((mention or content[0]).start, found[0][0])
        speakers = []
        for party, reason, at in found:
            described = self.describer.named(party, at, mention)
            speakers.append(party.speaker(reason, at, described))
        return Resolved(speakers[0], tuple(speakers[1:]))

    def _several(self, source: Span) -> list[Meant]:
        """The parties of a mention that names several who speak together, each by its own name; none if it
        names fewer than two. (The Central and East Veldian Coalition is one.)"""
        names = [n.span for n in self.cast.inside(source)]
        parts = conjuncts(self.text, source, names)
        if parts and shared(self.text, parts, BODIES | BODY_WORDS):
            whole = Span(parts[0].start, parts[-1].end)
            return [(self.bodies.party(whole.of(self.text)), "named", whole)]
        out: list[Meant] = []
        for n, part in enumerate(parts):
            found = self._head(part)
            joined = self.text[parts[n - 1].end : part.start] if n else ","
            loose = bool(n) and "," not in joined and self._head(parts[n - 1]) is None
            if found is None or (loose and self.cast.inside(parts[n - 1])):
                continue  # an aide to Quill and [Ortel]
            party, reason, at = found
            person = party.kind == PERSON
            after = parts[n + 1].of(self.text) if n + 1 < len(parts) else "The"
            if not person and re.match(
                r"(?!(?:the|an?|his|her|its|their|other|many|some)\b)[a-z]", after
            ):
                return []  # Christian and corporate speaker Ada Quill
            if n and depends(self.text, parts[n - 1], person):
                continue
            if any(p.kind == PERSON for p, *_ in out) and party.kind == SpeakerKind.PLACE:
                continue  # Ada Quill of Kelby, Velde, and Bo Tern
            if not n and person and not party.full:
                party = self._of_family(party, parts[1])
            if all(party.words != p.words for p, *_ in out):
                out.append((party, reason, at))
        return out if len(out) > 1 else []

    def _head(self, part: Span) -> Meant | None:
        """The party whose name is the head of one part of a mention."""
        printed = part.of(self.text)
        group = GROUP.fullmatch(printed)
        if group:
            at = Span(part.start + group.start("who"), part.start + group.end("who"))
            return self.bodies.party(group["who"]), "named", at
        names = [n for n in self.cast.inside(part) if fold(n.printed) not in ROLES]
        heads = [n for n in names if self._of_nobody(n, part) and self._whole_of(n, part)]
        found = self._named(heads, part)
        found = found or (None if names else self._titled(printed, part))
        if found or names or not BARE_NAME.fullmatch(printed):
            return found
        # A name that the tagger missed here, and that the article prints elsewhere.
        short = bare(printed)
        party = self.cast.body(tuple(map(fold, short.split())))
        if party or len(re.findall(rf"\b{re.escape(short)}\b", self.text)) > 1:
            return party or self.bodies.party(short), "named", part
        return None

    def _of_family(self, given: Party, other: Span) -> Party:
        """John of John and Jane Marsh: whoever has the given name ``given`` and the surname of the ``other``."""
        names = [n.party for n in self.cast.inside(other) if n.party.full]
        if len(given.words) > 1 or not names or given.words[0] not in MALE_GIVEN | FEMALE_GIVEN:
            return given
        full = f"{given.name} {names[0].name.split()[-1]}"
        known = [p for p in self.cast.candidates(clean(full), other.end) if p.name == full]
        return known[0] if known else Party(full, PERSON, tuple(map(fold, full.split())), full=True)

    def _whole_of(self, naming: Naming, part: Span) -> bool:
        """Whether a body's name is all of its part of a mention: not the [Gold] Star parents."""
        after = self.text[naming.span.end : part.end]
        return naming.party.kind == PERSON or bool(re.match(r"$|[,(’']|\s[(a-z]", after))

    def _of_nobody(self, naming: Naming, part: Span) -> bool:
        """Whether a name in one part of a mention is not behind a preposition there."""
        before = self.text[part.start : naming.span.start]
        governed = re.search(
            r"\b(?:of|for|at|in|from|on|with|to|by|under|about|like)\s(?P<whom>.*)", before
        )
        return not governed or (
            naming.party.kind == PERSON and bool(re.search(r"[A-Z]", governed["whom"]))
        )

    def _resolve(self, source: Span) -> Meant | None:
        printed = " ".join(source.of(self.text).split()).strip('“”"‘’,.:; ')
        printed = AND_OTHERS.sub("", printed) or printed
        words = [fold(strip_possessive(w)) for w in re.findall(r"[\w’'-]+", printed)]
        words = [w for w in words if w]
        if not words:
            return None
        if printed in ("A", "Answer"):
            return self._interviewee(source)
        group = GROUP.match(printed)
        if group:
            return self.bodies.party(group["who"]), "named", source
        known = self.cast.candidates(clean(printed), source.start) if len(words) == 1 else []
        if ACRONYM.fullmatch(printed) and not known:
            return self.bodies.acronym(printed), "named", source
        if words[0] in HE | SHE and (len(words) == 1 or words[1] in WORKS):
            gender = "m" if words[0] in HE else "f"
            owns = words[0] in ("his", "her") and len(words) > 1
            return self.pronouns.person(source, gender, printed, owns)
        if words[0] in WHO and len(words) <= 3:
            return self.pronouns.relative(source, printed, words[0]) or self._which(source, printed)
        if words[0] in FIRST_PERSON and len(words) == 1:
            return self._voice(source, printed)
        if words[0] in ("they", "it") and len(words) == 1:
            return self.pronouns.they(source, printed)
        if words[0] in OTHERS and len(words) <= 2:
            return None
        issued = self.bodies.issuer(printed, words, source)
        if issued:
            return issued
        inside = self.cast.inside(source)
        person = any(n.party.kind == PERSON for n in inside)
        body = None if person else self.bodies.described(source, printed, words)
        if body:
            return body
        m = HEAD_BODY.match(printed)
        if (
            m
            and clean(m["who"]).body
            and not person
            and not m["rest"].startswith((" President", " Secretary"))
        ):
            return self.bodies.party(m["who"]), "named", source
        if inside:
            named = self._named(inside, source)
            if named or not any(role(w) in ROLES | KIN.keys() for w in words):
                return named
        else:
            found = self._unseen(printed, words, source)
            if found:
                return found
        if UNNAMED.match(printed):
            return None
        for naming in self.cast.between(source.end, source.end + 40)[:1]:
            gap = self.text[source.end : naming.span.start]
            # A description, or (the model slips) the cue: [said] Ada Quill.
            somebody = any(is_role(w) for w in words) or re.fullmatch(SAYING, printed)
            if somebody and naming.party.kind == PERSON and BESIDE.fullmatch(gap):
                return naming.party, f"{naming.party.name} stands beside “{printed}”", naming.span
        found = self.offices.described(source, printed, words)
        if not found and THE_BODY.fullmatch(printed):
            start = self.cast.sentences[max(0, self.cast.sentence(source.start) - 1)]
            names = self.cast.between(start, source.start)
            if len({id(n.party) for n in names if n.party.kind != PERSON}) == 1:
                found = self.pronouns.they(source, printed)
        return found

    def _which(self, source: Span, printed: str) -> Meant | None:
        """Whom "which" means where the tagger saw no name: the words in capitals straight before it."""
        if printed.lower() != "which":
            return None
        start = max(self.cast.sentences[self.cast.sentence(source.start)], source.start - 200)
        before = re.search(rf"{CAPITALS}(?=,?\s*$)", self.text[start : source.start])
        if not before:
            return None
        at = Span(start + before.start(), start + before.end())
        party = self.bodies.party(before.group())
        return party, f"“{printed}” follows {party.name}", at

    # -- whoever speaks here ----------------------------------------------------------------------

    def _voice(self, source: Span, printed: str) -> Meant | None:
        """Whom "I" means: whoever is quoted there, else whom a label or a signature tells to speak."""
        for span, party in reversed(self._speaking[-8:]):
            if span.start < source.start and source.end <= span.end:
                return party, f"“{printed}” is {party.name}, who is quoted here", None
        found = self._voiced(source)
        if found is None or (
            printed.lower() in ("we", "us", "our")
            and (found[0].name.startswith("@") or not self._written(source))
        ):
            return None
        return found[0], f"“{printed}” is {found[0].name}, who speaks here", found[2]

    def _interviewee(self, source: Span) -> Meant | None:
        """Whose answers an interview prints: the one person whom its headline names, or its introduction."""
        start = self.voices[0].place.start if self.voices else 0
        if not any(v.who == source for v in self.voices):
            return None
        for end in (min(start, self.cast.paragraph_end(0)), start):
            people = {id(n.party): n for n in self.cast.between(0, end) if n.party.kind == PERSON}
            if len(people) == 1:
                party = next(iter(people.values())).party
                return party, f"{party.name} is interviewed", None
        return None

    def _is_person(self, place: Span) -> bool:
        """Whether the words at a place are a person's name: the tagger says so, or a given name begins them."""
        people = [n for n in self.cast.inside(place) if n.party.kind == PERSON]
        first = fold(place.of(self.text).split()[0])
        return bool(people and people[0].party.full) or first in MALE_GIVEN | FEMALE_GIVEN

    def _written(self, place: Span) -> bool:
        """Whether whoever speaks at a place signs a letter: his "we" is his, and others'."""
        at = bisect_right(self.voices, place.start, key=lambda v: v.place.start) - 1
        return at >= 0 and self.voices[at].who.start > place.start

    def _voiced(self, place: Span, own: bool = False) -> Meant | None:
        at = bisect_right(self.voices, place.start, key=lambda v: v.place.start) - 1
        if at < 0 or self.voices[at].place.end < place.end or (own and not self.voices[at].own):
            return None
        who = self.voices[at].who
        printed = who.of(self.text)
        if printed.startswith("@"):
            found: Meant | None = (Party(printed, PERSON, (fold(printed),)), "", who)
        else:
            found = self._resolve(who)
        if found is None:
            name = clean(printed)
            given = len(name.words) == 1 and fold(name.words[0]) in MALE_GIVEN | FEMALE_GIVEN
            if given or (name.full and not name.body):
                words = tuple(map(fold, name.words))
                found = Party(str(name), PERSON, words, full=name.full), "", who
        return (found[0], f"{found[0].name} speaks here", who) if found else None

    def _alone(self, content: Sequence[Span], kind: Kind) -> Meant | None:
        """Who says a statement without a source: the owner of the claim that it begins with, the speaker of
        the quotation that it goes on with, whoever speaks or writes there."""
        return (
            self.alone.claimed(content[0])
            or (self.alone.goes_on(content[0]) if kind == Kind.DIRECT else None)
            or (self.alone.introduced(content[0]) if kind == Kind.DIRECT else None)
            or self._voiced(content[0], own=True)
            or (self._voiced(content[0]) if kind == Kind.INDIRECT else None)
            or self.alone.opens(content[0])
        )

    # -- a name inside the mention --------------------------------------------------------------

    def _named(self, inside: Sequence[Naming], source: Span) -> Meant | None:
        """The party by a name that the mention is about: a person in full, else any person, else a body."""
        heads = [n for n in inside if is_head(self.text, n, source)]
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
        return self.bodies.of_noun(inside, source)

    def _titled(self, printed: str, source: Span) -> Meant | None:
        """Somebody whom the article names and whom the tagger did not see behind a title: Mr. King, 82."""
        titled = TITLED.match(printed)
        name = clean(titled[0]) if titled else None
        known = self.cast.candidates(name, source.start) if name and name.words else []
        if not titled or not known:
            return None
        return known[0], f"{titled[0]} is {known[0].name} in this article", source

    def _unseen(self, printed: str, words: Sequence[str], source: Span) -> Meant | None:
        """A name that the tagger did not see here: one that the article knows (the Times), one behind a title
        (Mr. King, 82), one of a body by its shape (Citizens for Tides)."""
        name = bare(printed)
        if name[:1].isupper() and len(words) <= 2:
            found = self._known(name, source)
            if found:
                party, reason, at = found
                return (self.bodies.longer(party) if party.kind != PERSON else party), reason, at
        titled = self._titled(printed, source)
        if titled:
            return titled
        full = FULL_AT_END.search(printed)
        if full and clean(full[0]).full:
            known = self.cast.candidates(clean(full[0]), source.start)
            if (
                known
                and known[0].full
                and fold(known[0].name.split()[0]) == fold(full[0].split()[0])
            ):
                return known[0], "named in full", source
        headline = bool(self.cast.breaks) and source.end <= self.cast.breaks[0]
        if (
            BODY_SHAPE.fullmatch(name)
            and not headline
            and role(words[0].removesuffix("s")) not in ROLES
        ):
            return self.bodies.party(name), "named", source
        return None

    def _known(self, printed: str, source: Span) -> Meant | None:
        """A mention that is nothing but a name which the tagger missed here and found elsewhere, or that
        stands with a capital inside a sentence elsewhere (Republicans)."""
        printed = strip_possessive(printed)
        name = clean(printed)
        if name.words:
            candidates = self.cast.candidates(name, source.start)
            candidates = candidates or self.cast.misprinted(fold(name.words[-1]))
            if candidates:
                return candidates[0], f"{printed} is {candidates[0].name} in this article", source
        if printed not in self._inside:
            self._inside[printed] = self._stands_inside(printed)
        if self._inside[printed] and printed[0].isupper():
            party = Party(printed, SpeakerKind.OTHER, tuple(map(fold, printed.split())))
            return party, "named", source
        return None

    def _stands_inside(self, name: str) -> bool:
        """Whether a word stands inside a sentence somewhere, behind a small letter or a comma."""
        at = self.text.find(f" {name}")
        while at >= 0:
            after = self.text[at + 1 + len(name) : at + 2 + len(name)]
            if re.match(r"[a-z,]", self.text[max(0, at - 1) : at]) and not re.match(r"\w", after):
                return True
            at = self.text.find(f" {name}", at + 1)
        return False
