"""From a mention to the speaker it means, by rules, inside one article.

The rules, in the order they are tried, each with the reason it gives: a name inside the mention,
completed by the fullest form in the article; a relative pronoun, by the name it follows; "he" and
"she", by the speaker or subject of the sentences before; a description ("the minister"), by the one
person so described in the article. Of several people with one surname, it is the one named last; a
description that fits two leaves the mention unnamed: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quotes.attribution import Kind, Speaker, SpeakerKind, kind_of
from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.parties import BEFORE_NAME, PERSON, ROLES, Cast, Naming, Party, bare, role
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
LINKS = frozenset("and of who in from at on for which himself herself as or".split())
"""A name followed by one of these is still what the mention is about."""


class Resolver:
    """Resolves the mentions of one article; call it in the order of the text, since what was
    resolved before helps with what comes after."""

    def __init__(self, text: str, entities: Iterable[Found]) -> None:
        self.text = text
        self.cast = Cast(text, entities)
        self.said: list[tuple[int, Party]] = []
        self.contents: list[Span] = []

    def __call__(self, source: Sequence[Span], content: Sequence[Span]) -> Speaker | None:
        """The speaker that the mention ``source`` means, or None where nobody is named.

        A quotation without a mention goes on with the speaker before it where it follows, in the same
        paragraph, on a quotation whose speaker is known.
        """
        found = self._resolve(source[0]) if source else self._goes_on(content)
        if kind_of(self.text, tuple(content)) != Kind.INDIRECT:
            self.contents += content
        if found is None:
            return None
        party, reason, at = found
        self.said.append(((source or content)[0].start, party))
        return party.speaker(reason, at)

    def _resolve(self, source: Span) -> tuple[Party, str, Span | None] | None:
        printed = " ".join(source.of(self.text).split()).strip('“”"‘’,.:; ')
        words = [fold(w) for w in re.findall(r"[\w’'-]+", printed)]
        if not words:
            return None
        if words[0] in HE | SHE and len(words) == 1:
            return self._pronoun(source, "m" if words[0] in HE else "f", printed)
        if words[0] in HE | SHE and words[1] in WORKS:
            return self._pronoun(source, "m" if words[0] in HE else "f", printed)
        if words[0] in WHO and len(words) <= 3:
            return self._relative(source, printed, words[0])
        if words[0] in OTHERS and len(words) <= 2:
            return None
        inside = [n for n in self.cast.namings if n.span.touches(source)]
        if inside:
            named = self._named(inside, source)
            if named or not any(role(w) in ROLES for w in words):
                return named
        elif printed[0].isupper() and len(words) <= 2 and self._known(printed, source):
            return self._known(printed, source)
        if UNNAMED.match(printed):
            return None
        return self._description(source, printed, words)

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
        owned = re.match(r"(?:[’']s?)?\s+(?:[a-z-]+\s+){0,2}?([a-z]+)\b", after)
        possessive = strip_possessive(printed) != printed or after[:1] in ("’", "'")
        if possessive and re.search(r"\w", after.lstrip("’'s")):
            return bool(owned and owned.group(1) in WORKS)
        if BEFORE_NAME.search(before) and not re.search(r",\s*$", before):
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
                party = Party(name, SpeakerKind.ORGANIZATION, tuple(map(fold, name.split())))
                return party, "named", naming.span
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
        """Whether a name stands outside everything that was quoted before."""
        return not any(c.start <= span.start and span.end <= c.end for c in self.contents)

    def _relative(
        self, source: Span, printed: str, word: str
    ) -> tuple[Party, str, Span | None] | None:
        """Whom "who" means: the name straight before, or before an apposition that belongs to it."""
        start = self.cast.sentences[self.cast.sentence(source.start)]
        for naming in reversed(self.cast.namings):
            gap = self.text[naming.span.end : source.start]
            if not start <= naming.span.start < source.start or len(gap) > 80:
                continue
            if word == "who" and naming.party.kind != PERSON:
                continue
            apposition = naming.subject and re.fullmatch(r",[^.;:“”\"]*,\s*", gap)
            if apposition or re.fullmatch(r"(?:\s*\([^)]*\))?,?\s*", gap):
                return naming.party, f"“{printed}” follows {naming.party.name}", naming.span
        return None

    def _pronoun(
        self, source: Span, gender: str, printed: str
    ) -> tuple[Party, str, Span | None] | None:
        """Whom "he" or "she" means: the speaker of the same sentence or the nearest before, else the
        subject of the nearest sentence that has one, at most six sentences and three paragraphs back."""

        def fits(party: Party) -> bool:
            return party.kind == PERSON and party.gender in ("", gender)

        cast = self.cast
        at = cast.sentence(source.start)
        earlier = [b for b in cast.breaks if b <= source.start]
        limit = earlier[-3] if len(earlier) >= 3 else 0
        for i in range(at, max(-1, at - 7), -1):
            start = cast.sentences[i]
            end = cast.sentences[i + 1] if i + 1 < len(cast.sentences) else len(self.text)
            end = min(end, source.start)
            if start < limit:
                break
            here = [
                n
                for n in cast.namings
                if start <= n.span.start < end and fits(n.party) and self._free(n.span)
            ]
            spoke = [p for where, p in self.said if start <= where < end and fits(p)]
            subjects = [n.party for n in here if n.subject]
            choice = spoke[-1:] or subjects[:1] or ([n.party for n in here][:1] if i == at else [])
            if choice:
                party = choice[0]
                party.gender = party.gender or gender
                what = "spoke last before" if spoke else "is named last before"
                return party, f"“{printed}” after {party.name}, who {what}", None
        return None

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
