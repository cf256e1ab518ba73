"""The names that the tagger found, made whole; and where the sentences of a text begin."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from quotes.attribution import SpeakerKind
from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.people import OFFICES, SIDES
from quotes.names.clean import BODIES, FEMALE, MALE, SUFFIXES, clean, fold

PERSON = SpeakerKind.PERSON

GENERATION = re.compile(r",?\s(?:(?:Jr|Sr)\b\.?|(?:II|III|IV)\b)")
"""Behind a name, and part of it: Howard Pell[ Jr.]"""

OFFICE = re.compile(r"(?:\s?[’']s?)?\s((?:[A-Z][\w-]*\s){0,4}(?:\w{1,6}\.\s)?)")
COMPOUND = frozenset(
    "backed led era like style appointed based funded owned run aligned related".split()
)
"""What may follow a name and a hyphen without being part of it: Trump-backed."""

SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]?[A-ZÀ-Þ0-9])")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Del|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Jr|Sr|Prof|No|vs|U\.S|U\.K|U\.N|[A-Z]))\.$"
)


def sentences(text: str, breaks: Sequence[int]) -> list[int]:
    """Where the sentences of ``text`` begin; a paragraph always begins one."""
    starts = {0, *breaks}
    for match in SENTENCE.finditer(text):
        if not ABBREVIATION.search(text[max(0, match.start() - 6) : match.start() + 1]):
            starts.add(match.end())
    return sorted(starts)


def _holds_office(text: str, span: Span, people: Sequence[int]) -> bool:
    """Whether what was taken for a person is the body before somebody's office: [New Zealand]’s Prime
    Minister John Key."""
    i = bisect_right(people, span.end)
    if i == len(people) or people[i] - span.end > 60:
        return False
    m = OFFICE.fullmatch(text, span.end, people[i])
    return bool(m and any(fold(w) in OFFICES for w in m[1].split()))


def whole(text: str, entities: Iterable[Found]) -> list[tuple[Span, SpeakerKind]]:
    """The names the tagger found, made whole, in order, none inside another.

    A name goes on over a hyphen (Okonjo-Reyes, Ban Ki-moon, but not Trump-backed), over an initial's
    dot and a nickname in marks (Robert C. “Bobby” Scott), and a body's over "of" and "for" (the
    Department of Justice): the tagger's words end there, names do not.
    """
    entities = list(entities)
    out: list[tuple[Span, SpeakerKind]] = []
    votes: dict[str, Counter[str]] = {}
    for e in entities:
        votes.setdefault(e.span.of(text), Counter())[e.kind] += 1
    kinds = {name: max(some, key=lambda k: (some[k], k != PERSON)) for name, some in votes.items()}
    people = sorted(e.span.start for e in entities if kinds[e.span.of(text)] == PERSON)
    for entity in sorted(entities, key=lambda e: (e.span.start, -e.span.end)):
        kind = SpeakerKind(kinds[entity.span.of(text)])
        span = _hyphens(text, _one_sentence(text, entity.span))
        firm = _firm(text, span)
        if firm:
            span, kind = firm, SpeakerKind.ORGANIZATION
        if kind == PERSON:
            span = _behind_role(text, _before_bracket(text, span))
        if kind == PERSON and (_holds_office(text, span, people) or clean(span.of(text)).body):
            kind = SpeakerKind.ORGANIZATION
        if fold(span.of(text)) in SIDES:
            kind = SpeakerKind.OTHER  # Democratic, whatever the tagger says
        if fold(text[span.start : span.end].split()[0]) in MALE | FEMALE:
            kind = PERSON  # whatever the tagger says, "Mr. Ban" is no body
        if out:
            last, before = out[-1]
            gap = text[last.end : span.start]
            if span.start < last.end:
                if span.end > last.end:
                    out[-1] = Span(last.start, span.end), before
                continue
            if _goes_on(text, last, before, gap, kind, span):
                out[-1] = Span(last.start, span.end), before
                continue
        out.append((span, kind))
    return [(_named_on(text, s) if k == PERSON else s, k) for s, k in out]


def _goes_on(
    text: str, last: Span, before: SpeakerKind, gap: str, kind: SpeakerKind, span: Span
) -> bool:
    if before == PERSON and kind == PERSON:
        initial = re.search(r"(?:^|\s)[A-Z]$", last.of(text))
        opening = re.fullmatch(r"\.?\s+[\"“(]", gap)
        if gap.endswith("("):
            # A nickname in brackets has the family name behind it; a party and state have not.
            opening = re.match(r"[\w’'.-]+\)\s+[A-ZÀ-Þ]", text[span.start : span.start + 60])
        # Not the whole text before: a copy of it for each name takes time in the square of its length.
        before_it = text[max(0, last.start - 9) : last.start].rstrip()
        inside = before_it.endswith(('"', "“", "(")) or re.search(r"[\"“(]", last.of(text))
        closing = inside and re.fullmatch(r"[\"”)]\s+", gap)
        marks = opening or closing or gap == " "
        return bool(marks or (initial and re.fullmatch(r"\.\s+", gap)))
    if before == SpeakerKind.ORGANIZATION and kind != PERSON:
        return bool(re.fullmatch(r"\s+(?:of|for)\s+(?:the\s+)?|\s+&\s+", gap))
    return False


def _firm(text: str, span: Span) -> Span | None:
    """The whole of a body's name that begins with ``span``: Pell & Sons Marine Construction."""
    after = re.match(r"(?:[ \t]+(?:&|[A-Z][\w’']*))+", text[span.end : span.end + 60])
    if not after:
        return None
    words = list(re.finditer(r"\S+", after.group()))
    ends = [w.end() for w in words if fold(w.group()) in BODIES]
    if not ends and words[0].group() == "&" and len(words) > 1:
        ends = [words[1].end()]
    return Span(span.start, span.end + ends[-1]) if ends else None


def _before_bracket(text: str, span: Span) -> Span:
    """A person's name up to a bracket that does not close in it: Jason Chaffetz (R-Utah."""
    words = span.of(text)
    at = words.find(" (")
    return Span(span.start, span.start + at) if at > 0 and ")" not in words else span


def _named_on(text: str, span: Span) -> Span:
    """A name that breaks off at a nickname in marks goes on to the next word: Marcia “Cia” [Price]."""
    suffix = GENERATION.match(text, span.end)
    if suffix:
        return Span(span.start, suffix.end())
    after = re.match(r"[\"”]\s+[A-ZÀ-Þ][\w’'-]+", text[span.end : span.end + 40])
    if after and re.search(r"\s[\"“][\w-]+$", span.of(text)):
        return Span(span.start, span.end + after.end())
    return span


def _behind_role(text: str, span: Span) -> Span:
    """The person in a span that begins with a body and the person's office there: Virginia AFL-CIO
    President [Doris Crouse-Mays]."""
    words = list(re.finditer(r"\S+", span.of(text)))
    for i in range(len(words) - 2, -1, -1):
        word = fold(words[i].group())
        if i == 0 and word not in SIDES:
            break
        behind = [fold(w.group()) for w in words[i + 1 :]]
        if (
            word in OFFICES | SIDES
            and not set(behind) <= SUFFIXES
            and words[i].group()[0].isupper()
        ):
            return Span(span.start + words[i + 1].start(), span.end)
    return span


def _one_sentence(text: str, span: Span) -> Span:
    """``span`` up to the end of its first sentence, if one ends inside it."""
    for match in SENTENCE.finditer(text, span.start, span.end):
        if not ABBREVIATION.search(text[span.start : match.start() + 1]):
            return Span(span.start, max(match.start(), span.start + 1))
    return span


def _hyphens(text: str, span: Span) -> Span:
    start, end = span
    while tail := re.match(r"-(\w+)", text[end : end + 40]):
        if tail.group(1).lower() in COMPOUND or (
            tail.group(1)[0].islower() and len(tail.group(1)) > 6
        ):
            break
        end += tail.end()
    while head := re.search(r"\b[A-ZÀ-ÞŁŚŻ]\w*-$", text[max(0, start - 40) : start]):
        start -= len(head.group())
    return Span(start, end)


def bare(printed: str) -> str:
    """A body's name without its article, and without a preposition at which the tagger broke off."""
    name = re.sub(r"^(?:the|The|THE)\s+", "", " ".join(printed.split())).strip(",.;: ")
    return re.sub(r"(?:\s(?:of|for|and|the))+$", "", name)
