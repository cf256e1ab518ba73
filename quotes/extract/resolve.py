"""From a mention to the speaker it means, by rules, inside one article.

The rules, in the order they are tried, each with the reason it gives: a name inside the mention,
completed by the fullest form in the article; a relative pronoun, by the name it follows; "he" and
"she", by the speaker or subject of the sentences before; a description ("the minister"), by the one
person so described in the article. Where a rule leaves two candidates and nothing to choose by, the
mention stays unnamed: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotes.attribution import Speaker, SpeakerKind
from quotes.document import BREAK, Span
from quotes.extract.decode import Found
from quotes.names.clean import FEMALE, MALE, Name, clean, fold, strip_possessive
from quotes.names.given import FEMALE_GIVEN, MALE_GIVEN

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
    democrat republican conservative liberal congressman veteran resident student activist organizer organiser
    treasurer deputy councillor councilman councilwoman trustee fisherman librarian curator keeper head player captain
    """.split()
)
"""Words for what somebody is; the head of a description such as "the former secretary of state"."""

BEFORE_NAME = re.compile(
    r"(?:of|for|to|from|with|by|at|in|on|against|between|behind|near|under|about|to)\s+(?:the\s+)?$",
    re.I,
)
UNNAMED = re.compile(
    r"^(?:an?|one|two|three|some|many|several|other|another|most|few|no|any|every|each|both)\b",
    re.I,
)
SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]?[A-ZÀ-Þ0-9])")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Jr|Sr|Prof|No|vs|U\.S|U\.K|U\.N|[A-Z]))\.$"
)


@dataclass(slots=True, eq=False)
class Party:
    """Somebody or something named in the article: every name it goes by, and what is known of it."""

    name: str
    kind: SpeakerKind
    family: str = ""
    gender: str = ""
    roles: Counter[str] = field(default_factory=Counter)
    words: tuple[str, ...] = ()

    def speaker(self, reason: str, at: Span | None = None) -> Speaker:
        return Speaker(self.name, self.kind, reason, at)


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where the article names a party. ``subject``: neither a possessor nor after a
    preposition, so that a pronoun may well go back to it."""

    span: Span
    party: Party
    subject: bool


class Resolver:
    """Resolves the mentions of one article; call it in the order of the text, since what was
    resolved before helps with what comes after."""

    def __init__(self, text: str, entities: Iterable[Found]) -> None:
        self.text = text
        self.breaks = [m.end() for m in BREAK.finditer(text)]
        self.sentences = _sentences(text, self.breaks)
        found = _apart(_whole(text, e) for e in entities)
        self.parties = self._parties(found)
        self.namings = [n for n in (self._naming(span, kind) for span, kind in found) if n]
        self._describe()
        self.said: list[tuple[int, Party]] = []
        self.contents: list[Span] = []

    # -- who is named in the article ------------------------------------------------------------

    def _parties(self, found: Sequence[tuple[Span, SpeakerKind]]) -> dict[str, list[Party]]:
        """The parties by folded surname (persons) or folded name (the rest)."""
        people: dict[tuple[str, str], list[Name]] = {}
        out: dict[str, list[Party]] = {}
        for span, kind in found:
            if kind == SpeakerKind.PERSON:
                name = clean(span.of(self.text))
                if name.full:
                    key = fold(name.words[0]), fold(name.words[-1])
                    people.setdefault(key, []).append(name)
        for (given, family), names in people.items():
            best = max(names, key=lambda n: (len(n.words), len(n.suffix)))
            party = Party(str(best), SpeakerKind.PERSON, family, words=tuple(map(fold, best.words)))
            titles = {fold(t) for n in names for t in n.titles}
            party.gender = _gender(titles, given)
            party.roles.update(t for t in titles if t in ROLES)
            out.setdefault(family, []).append(party)
        for span, kind in found:
            if kind == SpeakerKind.PERSON:
                name = clean(span.of(self.text))
                if name.full or not name.words:
                    continue
                key = fold(name.words[0])
                titles = {fold(t) for t in name.titles}
                known = out.setdefault(key, [])
                if not known and not self._by_given(out, key):
                    known.append(Party(name.words[0], kind, key, words=(key,)))
                for party in known if len(known) == 1 else []:
                    party.gender = party.gender or _gender(titles, "")
                    party.roles.update(t for t in titles if t in ROLES)
        for span, kind in found:
            if kind != SpeakerKind.PERSON:
                printed = strip_possessive(_bare(span.of(self.text)))
                key = fold(printed)
                if key and not any(p.kind != SpeakerKind.PERSON for p in out.get(key, [])):
                    out.setdefault(key, []).append(
                        Party(
                            self._expanded(printed, found),
                            kind,
                            key,
                            words=tuple(map(fold, printed.split())),
                        )
                    )
        return out

    @staticmethod
    def _by_given(parties: dict[str, list[Party]], given: str) -> list[Party]:
        return [
            p
            for some in parties.values()
            for p in some
            if p.kind == "person" and p.words[0] == given
        ]

    def _expanded(self, printed: str, found: Sequence[tuple[Span, SpeakerKind]]) -> str:
        """The long form of an acronym that the article introduces in brackets, else ``printed``."""
        if printed.isupper() and 2 <= len(printed) <= 8 and " " not in printed:
            at = self.text.find(f"({printed})")
            if at > 0:
                for span, kind in found:
                    if kind != SpeakerKind.PERSON and 0 <= at - span.end <= 2:
                        return _bare(span.of(self.text))
        return printed

    def _naming(self, span: Span, kind: SpeakerKind) -> Naming | None:
        parties = self._candidates(span, kind)
        if not parties:
            return None
        after = self.text[span.end : span.end + 2]
        printed = span.of(self.text)
        possessor = after[:2] in ("’s", "'s") or strip_possessive(printed) != printed
        behind = BEFORE_NAME.search(self.text[max(0, span.start - 20) : span.start])
        return Naming(span, parties[0], not possessor and not behind)

    def _candidates(self, span: Span, kind: SpeakerKind) -> list[Party]:
        """The parties that a printed name may mean, the likeliest first."""
        printed = span.of(self.text)
        if kind != SpeakerKind.PERSON:
            return [
                p
                for p in self.parties.get(fold(strip_possessive(_bare(printed))), [])
                if p.kind != "person"
            ]
        name = clean(printed)
        if not name.words:
            return []
        known = [
            p for p in self.parties.get(fold(name.words[-1]), []) if p.kind == SpeakerKind.PERSON
        ]
        if name.full:
            first = fold(name.words[0])
            return [p for p in known if p.words[0] == first] or known[:1]
        if not known:
            return self._by_given(self.parties, fold(name.words[0]))
        titles = {fold(t) for t in name.titles}
        gender = _gender(titles, "")
        if len(known) > 1 and gender:
            known = [p for p in known if p.gender in ("", gender)] or known
        if len(known) > 1 and hasattr(self, "namings"):
            recent = [
                n.party for n in self.namings if n.span.start < span.start and n.party in known
            ]
            known.sort(key=lambda p: -max((i for i, q in enumerate(recent) if q is p), default=-1))
        return known

    def _describe(self) -> None:
        """Notes the roles that the article gives its people: before the name ("chief negotiator
        Ryosei Akazawa") and after it ("Akazawa, minister for economic revitalization, …")."""
        for naming in self.namings:
            if naming.party.kind != SpeakerKind.PERSON:
                continue
            before = self._same_paragraph(naming.span.start, 60)
            words = re.findall(
                r"[\w-]+", re.split(r"[.,;:“”\"]|\b(?:and|with|to|by)\b", before)[-1]
            )
            naming.party.roles.update(w for w in map(fold, words[-4:]) if w in ROLES)
            after = self.text[naming.span.end : naming.span.end + 90]
            apposition = re.match(
                r"(?:[’']s)?,\s+(?:who is |the |a |an |its |their |his |her )?([^,.;:\n“”\"]{3,70})[,.]",
                after,
            )
            if apposition:
                words = [fold(w) for w in re.findall(r"[\w-]+", apposition.group(1))]
                head = next(
                    (
                        i
                        for i, w in enumerate(words)
                        if w in ("of", "for", "at", "in", "who", "and")
                    ),
                    len(words),
                )
                naming.party.roles.update(w for w in words[:head] if w in ROLES)
            for word in re.findall(r"[\w-]+", before.lower())[-3:]:
                if word in MALE or word in FEMALE:
                    naming.party.gender = naming.party.gender or _gender({word}, "")

    def _same_paragraph(self, end: int, most: int) -> str:
        i = bisect_right(self.breaks, end)
        start = self.breaks[i - 1] if i else 0
        return self.text[max(start, end - most) : end]

    # -- whom a mention means -------------------------------------------------------------------

    def __call__(
        self, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]
    ) -> Speaker | None:
        """The speaker that the mention ``source`` means, or None where nobody is named."""
        result = self._resolve(source[0]) if source else None
        self.contents += content
        if result:
            party = self._party_of(result)
            if party:
                self.said.append((source[0].start, party))
        return result

    def _party_of(self, speaker: Speaker) -> Party | None:
        return next(
            (
                p
                for some in self.parties.values()
                for p in some
                if p.name == speaker.name and p.kind == speaker.kind
            ),
            None,
        )

    def _resolve(self, source: Span) -> Speaker | None:
        printed = " ".join(source.of(self.text).split()).strip('“”"‘’,.:; ')
        first = fold(printed.split()[0]) if printed else ""
        words = [fold(w) for w in re.findall(r"[\w’'-]+", printed)]
        if len(words) <= 2 and first in HE | SHE:
            return self._pronoun(source, "m" if first in HE else "f", printed)
        if len(words) <= 2 and first in WHO:
            return self._relative(source, printed)
        if len(words) <= 2 and first in OTHERS:
            return None
        named = self._named(source, printed)
        if named is not False:
            return named or None
        if first in HE | SHE or UNNAMED.match(printed):
            return None
        return self._description(source, printed, words)

    def _named(self, source: Span, printed: str) -> Speaker | bool | None:
        """The speaker by a name inside the mention; None if the name there is another's; False if there
        is no name."""
        inside = [n for n in self.namings if n.span.touches(source)]
        if not inside:
            return False
        heads = [n for n in inside if self._heads(n, source)]
        for naming in heads:
            if naming.party.kind == SpeakerKind.PERSON:
                candidates = self._candidates(naming.span, SpeakerKind.PERSON)
                party = candidates[0] if candidates else naming.party
                bare = fold(strip_possessive(naming.span.of(self.text))) == fold(party.name)
                why = (
                    "named in full"
                    if bare
                    else f"{clean(naming.span.of(self.text))} is {party.name} in this article"
                )
                if len(candidates) > 1:
                    why += ", the one of that name mentioned last"
                return party.speaker(why, naming.span)
        for naming in heads:
            if naming.party.kind != SpeakerKind.PERSON:
                return naming.party.speaker("named", naming.span)
        body = self._body(inside, source)
        if body:
            return body
        return False if any(w in ROLES for w in map(fold, printed.split())) else None

    def _heads(self, naming: Naming, source: Span) -> bool:
        """Whether a name is what the mention is about, not part of saying what it is about."""
        before = self.text[source.start : naming.span.start]
        after = self.text[naming.span.end : source.end]
        printed = naming.span.of(self.text)
        if (strip_possessive(printed) != printed and after.strip()) or re.match(
            r"[’'](?:s\b)?\s*\w", after
        ):
            return False
        if BEFORE_NAME.search(before) and not (before.rstrip().endswith(",")):
            return False
        if (
            UNNAMED.match(before.strip())
            and "," not in before
            and naming.party.kind != SpeakerKind.PERSON
        ):
            return False
        following = re.match(r"\s+([a-zà-þ][\w-]*)", after)
        if following and following.group(1) not in (
            "and",
            "of",
            "who",
            "in",
            "from",
            "at",
            "on",
            "for",
            "which",
            "himself",
            "herself",
            "as",
            "or",
        ):
            return False
        return not re.match(r"-[a-z]", after)

    def _body(self, inside: Sequence[Naming], source: Span) -> Speaker | None:
        """The Clinton campaign: a name and the noun after it are a body's name."""
        for naming in inside:
            after = re.match(r"(?:[’']s)?\s+([a-zà-þ]+)", self.text[naming.span.end : source.end])
            before = self.text[source.start : naming.span.start].strip().lower()
            if after and after.group(1) in BODIES and before in ("", "the"):
                head = (
                    clean(naming.span.of(self.text))
                    if naming.party.kind == SpeakerKind.PERSON
                    else None
                )
                name = str(head) if head else _bare(strip_possessive(naming.span.of(self.text)))
                return Speaker(
                    f"{name} {after.group(1)}", SpeakerKind.ORGANIZATION, "named", naming.span
                )
        return None

    def _free(self, span: Span) -> bool:
        """Whether a name stands outside everything that was quoted before."""
        return not any(c.start <= span.start and span.end <= c.end for c in self.contents)

    def _relative(self, source: Span, printed: str) -> Speaker | None:
        sentence = self._sentence(source.start)
        before = [n for n in self.namings if sentence <= n.span.start < source.start]
        people = (
            [n for n in before if n.party.kind == SpeakerKind.PERSON]
            if fold(printed.split()[0]) == "who"
            else before
        )
        # Straight behind the name, or behind an apposition that belongs to it.
        near = [n for n in people if source.start - n.span.end <= 80]
        if not near:
            return None
        for naming in reversed(near):
            gap = self.text[naming.span.end : source.start]
            if re.fullmatch(r",?\s*", gap) or (
                naming.subject and re.fullmatch(r",[^.;:“”\"]*,\s*", gap)
            ):
                return naming.party.speaker(f"“{printed}” follows {naming.party.name}", naming.span)
        return None

    def _pronoun(self, source: Span, gender: str, printed: str) -> Speaker | None:
        """Whom "he" or "she" means: the speaker before in the same paragraph, else the subject of the
        nearest sentence that has one, at most six sentences and three paragraphs back."""

        def fits(party: Party) -> bool:
            return party.kind == SpeakerKind.PERSON and party.gender in ("", gender)

        at = bisect_right(self.sentences, source.start) - 1
        far = bisect_right(self.breaks, source.start) - 3
        limit = self.breaks[far] if far >= 0 else 0
        for i in range(at, max(-1, at - 7), -1):
            start = self.sentences[i]
            end = self.sentences[i + 1] if i + 1 < len(self.sentences) else len(self.text)
            end = min(end, source.start)
            if start < limit:
                break
            here = [
                n
                for n in self.namings
                if start <= n.span.start < end and fits(n.party) and self._free(n.span)
            ]
            spoke = [p for where, p in self.said if start <= where < end and fits(p)]
            subjects = [n.party for n in here if n.subject]
            choice = spoke[-1:] or subjects[:1] or ([n.party for n in here][:1] if i == at else [])
            if choice:
                choice[0].gender = choice[0].gender or gender
                what = "spoke last before" if spoke else "is named last before"
                return choice[0].speaker(f"“{printed}” after {choice[0].name}, who {what}")
        return None

    def _description(self, source: Span, printed: str, words: Sequence[str]) -> Speaker | None:
        """Whom "the minister" means: the one person of the article who is so described."""
        stop = next(
            (
                i
                for i, w in enumerate(words)
                if w in ("of", "for", "in", "who", "at", "from", "and")
            ),
            len(words),
        )
        roles = [w for w in words[:stop] if w in ROLES]
        if not roles or (words[0] not in ("the", "this", "that") and not printed[0].isupper()):
            return None
        known = [
            p
            for some in self.parties.values()
            for p in some
            if p.kind == SpeakerKind.PERSON and p.roles[roles[-1]]
        ]
        before = [n.party for n in self.namings if n.span.start < source.start and n.party in known]
        if len({id(p) for p in known}) == 1 and before:
            return known[0].speaker(f"{known[0].name} is the one {roles[-1]} in this article")
        return None

    def _sentence(self, at: int) -> int:
        return self.sentences[bisect_right(self.sentences, at) - 1]


def _apart(found: Iterable[tuple[Span, SpeakerKind]]) -> list[tuple[Span, SpeakerKind]]:
    """In order, without those inside or across another that begins before them."""
    out: list[tuple[Span, SpeakerKind]] = []
    for span, kind in sorted(found, key=lambda x: (x[0].start, -x[0].end)):
        if not out or not out[-1][0].touches(span):
            out.append((span, kind))
    return out


def _sentences(text: str, breaks: Sequence[int]) -> list[int]:
    """Where the sentences of ``text`` begin; a paragraph always begins one."""
    starts = {0, *breaks}
    for match in SENTENCE.finditer(text):
        if not ABBREVIATION.search(text[max(0, match.start() - 6) : match.start() + 1]):
            starts.add(match.end())
    return sorted(starts)


def _whole(text: str, entity: Found) -> tuple[Span, SpeakerKind]:
    """A name to the end of its hyphenated word: the tagger's words end at a hyphen, names do not
    (Okonjo-Reyes, but not Trump-backed)."""
    start, end = entity.span
    for tail in iter(lambda: re.match(r"-[A-ZÀ-ÞŁŚŻ][\w]*", text[end : end + 40]), None):
        end += tail.end()
    for head in iter(
        lambda: re.search(r"[A-ZÀ-ÞŁŚŻ]\w*-$", text[max(0, start - 40) : start]), None
    ):
        start -= len(head.group())
    return Span(start, end), SpeakerKind(entity.kind)


def _bare(printed: str) -> str:
    """A body's name without its article."""
    return re.sub(r"^(?:the|The|THE)\s+", "", " ".join(printed.split())).strip(",.;: ")


def _gender(titles: Iterable[str], given: str) -> str:
    some = {*titles}
    given = fold(given)
    if some & MALE or (given in MALE_GIVEN and not some & FEMALE):
        return "m"
    return "f" if some & FEMALE or given in FEMALE_GIVEN else ""
