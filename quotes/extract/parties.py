"""Who is named in an article: the parties behind the names that the tagger found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from quotes.attribution import Speaker, SpeakerKind
from quotes.document import Span, paragraphs
from quotes.extract.decode import Found
from quotes.extract.entities import PERSON, bare, sentences, whole
from quotes.extract.people import KIN, ROLES, SIDES, role
from quotes.names.clean import (
    FEMALE,
    MALE,
    TITLES,
    Name,
    clean,
    fold,
    strip_possessive,
)
from quotes.names.given import FEMALE_GIVEN, MALE_GIVEN

KIN_OF = re.compile(
    r"\b(?:daughter|son|child|children|widow|widower)\sof\s(?:(?!\.\s+[A-ZÀ-Þ])[^;“”\"])*$"
)
"""Before a name: Ada Quill, the daughter of Mary, a nurse, and [Bram Quill]."""

BEFORE_NAME = re.compile(
    r"\b(?:of|for|to|from|with|by|at|in|on|against|between|behind|near|under|about)\s+"
    r"(?:the\s+|both\s+)?(?:(?:former|late|current|then|acting|incoming)[\s-]+)?"
    r"(?:(?:[A-Z]\w*|[A-Z]\w{0,3}\.|(?:[A-Z]\.)+)\s+){0,2}$"
)
"""A preposition before a name, with a title or a body between; a dot ends a sentence but behind short words."""

TITLE_BEFORE = re.compile(r"(?:(?:[A-Z][\w-]*\.?)\s+){1,4}$")
OWNED_BEFORE = re.compile(
    r"(?P<owner>[\w-]+)(?:[’']s|(?<=s)[’'])\s(?:[\w-]+\s){0,2}?(?P<role>\w+),?\s$"
)
OWNED_AFTER = re.compile(
    r"^,\s(?P<owner>[\w-]+)(?:[’']s|(?<=s)[’'])\s(?:[\w-]+\s){0,2}?(?P<role>\w+)\b"
)
OWNED_FOR = re.compile(
    r"^,\s(?:an?\s|the\s)?(?:[\w-]+\s){0,2}?(?P<role>\w+)\s(?:for|of|to)\s(?:[A-Z][\w.-]*\s)*?(?P<owner>[A-Z][\w-]+)(?=[,.\s]*(?:[a-z]|$|\n))"
)
OWNED_BY_NAME = re.compile(
    r"\b(?P<owner>[A-Z][\w-]+)\s(?:campaign\s|communications?\s|deputy\s|senior\s)?(?P<role>[a-z]+)\s$"
)
OWNED_BY_PRONOUN = re.compile(
    r"\b(?P<owner>[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w-]+\s){0,2}?(?P<role>\w+),?\s$"
)
OWNED_FOR_BEFORE = re.compile(
    r"\b(?P<role>\w+)\s(?:for|of|to)\s(?:[A-Z][\w.-]*\s)*?(?P<owner>[A-Z][\w-]+),\s$"
)
SIDE = re.compile(r"(?:,\s|\s\()([RD])[-)]")

SURELY_MISPRINTED, MISPRINTED = 7, 5
"""From so many letters on, surnames that differ in one are one name misprinted; and from so many on, if the
one that is printed in full never stands alone."""


@dataclass(slots=True, eq=False)
class Party:
    """Somebody or something named in the article, by its fullest name there, and what is known of it:
    ``gender`` ("m", "f" or "" where nothing tells) and the ``roles`` that it is given."""

    name: str
    kind: SpeakerKind
    words: tuple[str, ...]
    gender: str = ""
    roles: Counter[str] = field(default_factory=Counter)
    sides: set[str] = field(default_factory=set)
    full: bool = False
    called: int = 0
    """How often it is called by Mr., Mrs. and the surname: so it is the one who is called by the surname."""

    def speaker(
        self, reason: str, at: Span | None = None, description: Span | None = None
    ) -> Speaker:
        return Speaker(self.name, self.kind, reason, at, description)


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where the article names a party. ``subject``: neither a possessor nor after a
    preposition, so that a pronoun may well go back to it. ``namesakes`` counts the parties that the
    printed name could mean."""

    span: Span
    party: Party
    printed: str
    subject: bool
    namesakes: int


class Cast:
    """Everybody who is named in one article: ``parties``, and ``namings`` in the order of the text."""

    def __init__(self, text: str, entities: Iterable[Found]) -> None:
        self.text = text
        self.breaks = [p.start for p in paragraphs(text)][1:]
        self.sentences = sentences(text, self.breaks)
        self.parties: list[Party] = []
        self.namings: list[Naming] = []
        self.starts: list[int] = []
        self.owned: dict[tuple[str, str], list[Party]] = {}
        self._by_last: dict[str, list[Party]] = {}
        self._by_first: dict[str, list[Party]] = {}
        found = whole(text, entities)
        found = sorted([*found, *((span, PERSON) for span in self._untagged(found))])
        people = [(span, self._name(span)) for span, kind in found if kind == PERSON]
        self.first: dict[int, int] = {}
        self._full_names([name for _, name in people if name.full])
        for span, name in people:
            for party in self.candidates(name, span.start)[:1] if name.full else ():
                if not self._kin(span):
                    self.first.setdefault(id(party), span.start)
        self._pronounced(people)
        single = [name for _, name in people if name.words and not name.full]
        self.alone = {fold(name.words[-1]) for name in single}
        self._single_names(single)
        self._bodies(found)
        missed = self._missed(found)
        found = sorted([*found, *((span, PERSON) for span, _ in missed)])
        names = dict(people + missed)
        for span, _ in found:
            naming = self._naming(span, names.get(span))
            if naming:
                self.namings.append(naming)
                self.starts.append(span.start)
        self._by_party: dict[int, list[Naming]] = {}
        for naming in self.namings:
            self._by_party.setdefault(id(naming.party), []).append(naming)
        self._describe()

    def of(self, party: Party) -> Sequence[Naming]:
        """Where the article names ``party``, in order."""
        return self._by_party.get(id(party), ())

    def body(self, words: tuple[str, ...]) -> Party | None:
        """The body, place or group whose name has just these folded words."""
        some = self._by_last.get(words[-1], []) if words else []
        return next((p for p in some if p.words == words and p.kind != PERSON), None)

    def between(self, start: int, end: int) -> Sequence[Naming]:
        """The names that begin at ``start`` or later and before ``end``, in order."""
        return self.namings[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def inside(self, span: Span) -> Sequence[Naming]:
        """The names that share a character with ``span``, in order. (No name overlaps another.)"""
        first = bisect_right(self.starts, span.start)
        first -= first > 0 and self.namings[first - 1].span.end > span.start
        return self.namings[first : bisect_left(self.starts, span.end)]

    def sentence_span(self, number: int) -> tuple[int, int]:
        """Where sentence ``number`` begins and the next one does."""
        after = number + 1
        end = self.sentences[after] if after < len(self.sentences) else len(self.text)
        return self.sentences[number], end

    def breaks_between(self, start: int, end: int) -> int:
        """How many paragraphs begin after ``start``, and at ``end`` or before."""
        return bisect_right(self.breaks, end) - bisect_right(self.breaks, start)

    def paragraph_start(self, at: int, back: int = 0) -> int:
        """Where the paragraph that holds the place ``at`` begins, or the one ``back`` before it."""
        i = bisect_right(self.breaks, at) - 1 - back
        return self.breaks[i] if i >= 0 else 0

    def paragraph_end(self, at: int) -> int:
        """Where the paragraph that holds the place ``at`` ends: the next one's beginning or the text's end."""
        i = bisect_right(self.breaks, at)
        return self.breaks[i] if i < len(self.breaks) else len(self.text)

    def candidates(self, name: Name, before: int) -> list[Party]:
        """The people that a printed name may mean, the likeliest first: those of that full name, else of
        that surname (the gender of a title allowing), else of that given name. Of several with one
        surname, the one named last before the place ``before`` comes first."""
        if not name.words:
            return []
        last, first = fold(name.words[-1]), fold(name.words[0])
        known = [p for p in self._by_last.get(last, []) if p.kind == PERSON]
        if name.full:
            return [p for p in known if p.words[0] == first] or known
        if not known:
            return [p for p in self._by_first.get(last, []) if p.kind == PERSON]
        gender = gender_of(name.titles, "")
        if gender:
            known = [p for p in known if p.gender in ("", gender)] or known
        if len(known) > 1:
            roles = {role(t) for t in name.titles} & ROLES
            near = self._near(known, before)
            known = sorted(
                known,
                key=lambda p: (
                    bool(roles & set(p.roles)),
                    not p.full,
                    bool(p.called),
                    p is near,
                    -self.first.get(id(p), len(self.text)),
                ),
                reverse=True,
            )
        return known

    def _near(self, known: Sequence[Party], before: int) -> Party | None:
        """Who of ``known`` was the last to be named in full as a subject, in the paragraph of the place
        ``before`` or the one before it."""
        start = self.paragraph_start(before, 1)
        for n in reversed(self.between(start, before)):
            if n.subject and n.party in known and " " in n.printed:
                return n.party
        return None

    def _untagged(self, found: Sequence[tuple[Span, SpeakerKind]]) -> Iterator[Span]:
        """Where a common given name stands before the surname of somebody in the article, and the tagger
        saw no name: Barack Obama Election Day."""
        surnames = {
            w[-1]
            for span, kind in found
            if kind == PERSON and (w := strip_possessive(span.of(self.text)).split())
        }
        surnames = {w for w in surnames if w.isalpha() and w[0].isupper() and len(w) > 2}
        if not surnames:
            return
        starts = [span.start for span, _ in found]
        for m in re.finditer(
            rf"\b([A-Z][a-z]+) (?:[A-Z]\. )?(?:{'|'.join(sorted(surnames))})\b", self.text
        ):
            i = bisect_right(starts, m.end()) - 1
            touched = i >= 0 and found[i][0].end > m.start()
            if not touched and fold(m[1]) in MALE_GIVEN | FEMALE_GIVEN:
                yield Span(*m.span())

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds the place ``at``."""
        return bisect_right(self.sentences, at) - 1

    def _name(self, span: Span) -> Name:
        """The parts of a person's name, with the titles that the text has before it."""
        before = TITLE_BEFORE.search(self.paragraph_before(span.start, 40))
        words: list[str] = []
        for word in reversed(before.group().split() if before else []):
            if fold(word) not in TITLES:
                break
            words.insert(0, word)
        name = clean(" ".join([*words, span.of(self.text)]))
        alone = len(name.words) == 1 and fold(name.words[0]) in TITLES
        return Name((), (), name.titles) if alone else name

    def paragraph_before(self, end: int, most: int) -> str:
        """At most ``most`` characters before the place ``end``, of its paragraph."""
        i = bisect_right(self.breaks, end)
        start = self.breaks[i - 1] if i else 0
        return self.text[max(start, end - most) : end]

    def _add(self, party: Party) -> Party:
        self.parties.append(party)
        self._by_last.setdefault(party.words[-1], []).append(party)
        self._by_first.setdefault(party.words[0], []).append(party)
        return party

    def _full_names(self, names: Sequence[Name]) -> None:
        """One party for each first and last word; "Bobby" in quotation marks is as good as Robert."""
        groups: dict[tuple[str, str], list[Name]] = {}
        nicknames = {
            (fold(n.nickname), fold(n.words[-1])): fold(n.words[0]) for n in names if n.nickname
        }
        for name in names:
            first, last = fold(name.words[0]), fold(name.words[-1])
            groups.setdefault((nicknames.get((first, last), first), last), []).append(name)
        for (first, _), some in groups.items():
            best = max(some, key=lambda n: (len(n.words), len(n.suffix)))
            party = self._add(Party(str(best), PERSON, tuple(map(fold, best.words)), full=True))
            titles = [t for n in some for t in n.titles]
            party.gender = gender_of(titles, first)
            party.roles.update(role(t) for t in titles if role(t) in ROLES)

    def _pronounced(self, people: Sequence[tuple[Span, Name]]) -> None:
        """Learns from "Maeve Quill said, standing with her husband" that Maeve Quill is a woman: the first
        pronoun of a sentence after a full name, no other name between, and none that says otherwise."""
        votes: dict[int, Counter[str]] = {}
        starts = sorted(span.start for span, _ in people)
        for span, name in people:
            if not name.full:
                continue
            next_name = starts[bisect_right(starts, span.start) :][:1] or [len(self.text)]
            next_sentence = self.sentences[self.sentence(span.start) + 1 :][:1] or [len(self.text)]
            rest = self.text[span.end : min(next_name[0], next_sentence[0])]
            pronoun = re.search(r"\b(he|him|his|she|her)\b", re.split(r"[“\"]", rest)[0])
            parties = self.candidates(name, span.start)
            if pronoun and parties:
                vote = "f" if pronoun.group() in ("she", "her") else "m"
                votes.setdefault(id(parties[0]), Counter())[vote] += 1
        for party in self.parties:
            found = votes.get(id(party), Counter())
            if not party.gender and len(found) == 1:
                party.gender = next(iter(found))

    def _single_names(self, names: Sequence[Name]) -> None:
        """Surnames and given names that stand alone: a party of their own where no full name has them,
        or where the title speaks against all that have (Mr. Obama, where only Michelle is in full)."""
        for name in names:
            word, gender = fold(name.words[-1]), gender_of(name.titles, "")
            known = [p for p in self._by_last.get(word, []) if p.kind == PERSON]
            known = known or self.misprinted(word)
            fitting = [p for p in known if not gender or p.gender in ("", gender)]
            if not fitting and not (
                not known and any(p.words[0] == word for p in self.parties if p.kind == PERSON)
            ):
                words = tuple(map(fold, name.words))
                fitting = [self._add(Party(" ".join(name.words), PERSON, words, gender))]
            if len(fitting) == 1:
                fitting[0].called += bool(gender)
                fitting[0].gender = fitting[0].gender or gender
                fitting[0].roles.update(role(t) for t in name.titles if role(t) in ROLES)

    def misprinted(self, word: str) -> list[Party]:
        """Whose surname ``word`` is with a letter too many, too few or wrong; entered under it. Of a short
        surname, and with two letters wrong, only if the article never prints the right one by itself."""
        near = [
            (p, distance)
            for p in self.parties
            if p.kind == PERSON
            and p.full
            and len(word) >= MISPRINTED
            and p.words[-1][0] == word[0]
            and word != p.words[-1] + "s"  # the Quills are several
            and (distance := Levenshtein.distance(word, p.words[-1], score_cutoff=2)) <= 2
        ]
        some = [
            p
            for p, distance in near
            if (distance == 1 and len(word) >= SURELY_MISPRINTED)
            or (p.words[-1] not in self.alone and distance <= (2 if len(word) > 7 else 1))
        ]
        if len(some) == 1:
            self._by_last.setdefault(word, []).append(some[0])
            return some
        return []

    def _bodies(self, found: Sequence[tuple[Span, SpeakerKind]]) -> None:
        for span, kind in found:
            if kind == PERSON:
                continue
            printed = strip_possessive(bare(span.of(self.text)))
            words = tuple(map(fold, printed.split()))
            if words and not self.body(words):
                self._add(Party(self._expanded(printed, found), kind, words))

    def _expanded(self, printed: str, found: Sequence[tuple[Span, SpeakerKind]]) -> str:
        """The long form of an acronym that the article introduces in brackets, else ``printed``."""
        if printed.isupper() and 2 <= len(printed) <= 8 and " " not in printed:
            at = self.text.find(f"({printed})")
            for span, kind in found if at > 0 else ():
                if kind != PERSON and 0 <= at - span.end <= 3:
                    return strip_possessive(bare(span.of(self.text)))
        return printed

    def _naming(self, span: Span, name: Name | None) -> Naming | None:
        printed = span.of(self.text)
        if name is not None:
            parties = self.candidates(name, span.start) if name.words else []
        else:
            words = tuple(map(fold, strip_possessive(bare(printed)).split()))
            body = self.body(words)
            parties = [body] if body else []
        if not parties:
            return None
        possessor = (
            self.text[span.end : span.end + 2] in ("’s", "'s")
            or strip_possessive(printed) != printed
        )
        behind = BEFORE_NAME.search(self.paragraph_before(span.start, 40)) or self._kin(span)
        short = str(name) if name is not None else bare(printed)
        return Naming(span, parties[0], short, not possessor and not behind, len(parties))

    def _kin(self, span: Span) -> bool:
        """Whether somebody's kin is named there: his wife Hillary Clinton."""
        before = self.paragraph_before(span.start, 160)
        m = re.search(r"(?i)(?:\b(?:his|her|their)|[’']s)\s(?:\w+\s)?(\w+),?\s$", before)
        return bool((m and m[1].lower() in KIN) or KIN_OF.search(before))

    def _missed(self, found: Sequence[tuple[Span, SpeakerKind]]) -> list[tuple[Span, Name]]:
        """The places that print a known person's surname, but which the tagger took for no name."""
        known = {p.name.split()[-1] for p in self.parties if p.kind == PERSON and p.full}
        known = {w for w in known if w[:1].isupper() and len(w) > 2 and fold(w) not in TITLES}
        if not known:
            return []
        pattern = re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})(?![\w-])"
        )
        out = []
        starts = [span.start for span, _ in found]
        for match in pattern.finditer(self.text):
            i = bisect_right(starts, match.start()) - 1
            if i < 0 or found[i][0].end <= match.start():
                span = Span(*match.span())
                out.append((span, self._name(span)))
        return out

    def _describe(self) -> None:
        """Notes the roles that the article gives its people: before the name ("chief negotiator
        Ryosei Akazawa") and after it ("Akazawa, minister for economic revitalization, …")."""
        for naming in self.namings:
            if naming.party.kind != PERSON:
                continue
            printed = self.paragraph_before(naming.span.start, 60)
            # "Her spokesman, Lucien Moreau": the comma belongs to the apposition, not to a list.
            parts = re.split(
                r"[.,;:“”\"]|\b(?:and|with|to|by|of|for)\b", re.sub(r",\s+$", " ", printed)
            )
            words = re.findall(r"[\w-]+", parts[-1])[-4:]
            kin = re.search(r"\b(?:his|her|their|the)\s+(?:[\w-]+\s+)?(\w+),?\s+$", printed)
            if kin and kin.group(1) in KIN:
                naming.party.gender = naming.party.gender or KIN[kin.group(1)]
            after = re.match(
                r"(?:\s\([^()\n]{1,40}\))?,\s+(?:who (?:is|was) |the |a |an |its |their |his |her )?"
                r"([^,.;:\n“”\"]{3,70})[,.]",
                self.text[naming.span.end : naming.span.end + 120],
            )
            if after:
                found = [fold(w) for w in re.findall(r"[\w-]+", after.group(1))]
                words += found[
                    : next(
                        (
                            i
                            for i, w in enumerate(found)
                            if w in ("of", "for", "at", "in", "who", "and", "from", "said")
                        ),
                        len(found),
                    )
                ]
            naming.party.roles.update(role(w) for w in words if role(w) in ROLES)
            naming.party.sides.update(w for w in map(fold, words) if w in SIDES)
            side = SIDE.match(self.text, naming.span.end)
            if side:
                naming.party.sides.add("republican" if side[1] == "R" else "democrat")
            for owner, what in self._owners(naming.span):
                self.owned.setdefault((fold(owner), role(what)), []).append(naming.party)

    def _owners(self, span: Span) -> Iterator[tuple[str, str]]:
        """Whose lawyer, wife or spokesman the person named at ``span`` is said to be there: the owner's
        surname and the role."""
        before = self.paragraph_before(span.start, 60)
        after = self.text[span.end : span.end + 90].split("\n")[0]
        for pattern, words in (
            (OWNED_BEFORE, before),
            (OWNED_BY_NAME, before),
            (OWNED_BY_PRONOUN, before),
            (OWNED_FOR_BEFORE, before),
            (OWNED_AFTER, after),
            (OWNED_FOR, after),
        ):
            m = pattern.search(words)
            if m and role(m["role"]) in ROLES:
                yield m["owner"], m["role"]


def gender_of(titles: Iterable[str], given: str) -> str:
    """ "m", "f" or "" by titles (Mr., Lady), else by the given name."""
    some = {fold(t) for t in titles}
    given = fold(given)
    if some & MALE or (given in MALE_GIVEN and not some & FEMALE):
        return "m"
    return "f" if some & FEMALE or given in FEMALE_GIVEN else ""
