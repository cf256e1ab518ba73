"""What marks and order settle about the statements that the model found, and where the layout overrules it.

Three conventions of printed English carry these rules: what a quotation mark opens is the speaker's until
it is closed; an apposition stands between commas beside its name; and a quotation without a cue, a sentence
of its own, belongs to whoever the sentence before it is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.entities import PERSON, SENTENCE, sentences
from quotes.extract.layout import GOES_ON_AFTER_STOP, NO_SPEAKER, PEOPLE, SAYING, Layout, Told
from quotes.extract.link import Draft
from quotes.extract.people import KIN, ROLES
from quotes.names.clean import fold

SURE = 0.95
"""The confidence in what the layout tells: set by hand, since a rule has no probability. (PolNeAR cannot
settle it: it annotates the turns of some interviews and of others none.)"""

MARKS = '“"‘«„»'
CLOSED = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“”", "»": "«"}

FRAGMENT = 4
"""An unmarked content of at most so many words, in the sentence before a quotation that has no cue of its
own, is what somebody did before speaking (pointed at the chart), no statement."""

BEFORE = 400
"""A sentence is looked for so many characters before a quotation; a longer one names nobody near."""

PRONOUN = re.compile(
    r"(?:(?:Then|But|And|So|Now|Later|Still|Yet|Again|At that|With that),?\s)?(?P<who>[Hh]e|[Ss]he|I|[Tt]hey|[Ww]e)\s"
)
DESCRIBED = re.compile(
    r"(?:The|Her|His|Their|My|Our|Its|One|A|An|Another|Each)\s(?:[\w’'-]{1,30}\s){0,3}?[\w’'-]{1,30}"
)
QUOTED_AND_MORE = re.compile(
    r"(?P<quoted>(?:“[^“”]*[.!?…,]”|\"[^\"]*[.!?…,]\"|‘[^“”\"‘]*?[.!?…,]’))\s+[A-ZÀ-Þ][^“”\"«»„‘]*$"
)
ANY_MARK = re.compile(r"[“”\"«»„‘`]|''")
DETERMINERS = frozenset("the a an his her its their my our your".split())
"""Of a content broken off after one of these nothing can be told. ("It" and "that" may be all that is said.)"""

LONE = frozenset("after amid at before by during from in until with".split())
"""One of these by itself, apart from the rest of a content, belongs to a phrase of the narrator's. (PolNeAR's
training part has no such piece; pieces of one other word are common: which, what, he.)"""

GENITIVE = re.compile(r"s\b")

LOOSE = re.compile(
    r"(?i)(?<=[”\"’])(?:\s(?:a|an|the|and|or|at|by|for|from|in|of|on|to|toward|towards|with))+$"
)
"""Behind a closing mark, articles and prepositions without their noun."""

NAMING = re.compile(r"(?i)(?:\bso-called|\bnicknamed?|\bnamed (?:for|after))\W*$")
REOPENED = "“‘«"
NICKNAME = re.compile(r"(?i)\bnicknames?[,:]? $")
SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Del|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Jr|Sr|Prof|No|vs?|U\.S|U\.K|U\.N|[A-Z]))\.$"
)
WORD = re.compile(r"[\w’'-]+")
TELLS = re.compile(rf"\b{SAYING}\b")
REST = re.compile(r"[^\n\r]{0,40}")
SENTENCE_ENDS = re.compile(r"[.!?…:][\"”’»)]*\s*$")


def settled(
    text: str,
    drafts: Sequence[Draft],
    names: Iterable[Found],
    layout: Layout,
) -> list[Draft]:
    """The statements of one article, in order: the model's ``drafts`` mended, and what the layout tells.

    ``names``: the entities in the text. The model's statements give way where the layout tells one. Linear in the text, times the logarithm of what was found.
    """
    names = list(names)
    people = sorted(n.span for n in names if n.kind == PERSON)
    anybody = _Places(n.span for n in names)
    some = _without_datelines(drafts, layout.datelines) if layout.datelines else drafts
    out = [_ended(text, _whole_source(text, _apposed(text, d))) for d in some]
    for d in out:
        _trim(text, d)
    out = [d for d in out if _said(text, d, anybody)]
    out = _bare(text, out, people, layout.places)
    out = _reopened(text, out, layout.places)
    out = _overruled(text, out, layout)
    return sorted(out, key=lambda d: d.content[0].span)


# -- marks --------------------------------------------------------------------------------------------


def _whole_source(text: str, draft: Draft) -> Draft:
    """A source ends where a quotation begins in it that is not closed in it: [Dana Ruiz, “and the hall]
    was sold.” The quotation is content. Neither an article alone nor half a genitive ([Ruiz’]s) is a source."""
    source = draft.source
    if source is None:
        return draft
    if source.span.of(text) in ("The", "A", "An", "One"):
        # An article is nobody yet: it goes on to the noun.
        who = _described(text, source.span.start, source.span.start + BEFORE)
        draft.source = replace(source, span=who or source.span)
        return draft
    if source.span.of(text)[-1] in ", ":
        bare = len(source.span.of(text).rstrip(", ")) or source.span.end - source.span.start
        source = draft.source = replace(
            source, span=Span(source.span.start, source.span.start + bare)
        )
    if source.span.of(text)[-1] in "'’" and GENITIVE.match(text, source.span.end):
        source = draft.source = replace(source, span=Span(source.span.start, source.span.end + 1))
    m = re.search(r"[,;:]?\s+([“«„\"‘])(?=\w)", source.span.of(text))
    if not m or any(c in source.span.of(text)[m.end() :] for c in CLOSED[m[1]]):
        return draft
    cut, at = source.span.start + m.start(), source.span.start + m.start(1)
    if cut <= source.span.start:
        return draft
    draft.source = replace(source, span=Span(source.span.start, cut))
    end = _closing(text, at)
    if end and not any(c.span.touches(Span(at, end)) for c in draft.content):
        draft.content.append(replace(draft.content[-1], span=Span(at, end)))
    return draft


def _closing(text: str, at: int) -> int | None:
    """The end of the quotation that opens at ``at``, its mark included; None if its line ends first."""
    line = re.compile(r"[^\n\r]{0,1000}").match(text, at)
    end = line.end() if line else at
    found = [i for c in CLOSED[text[at]] if (i := text.find(c, at + 1, end)) > 0]
    return min(found) + 1 if found else None


def _apposed(text: str, draft: Draft) -> Draft:
    """<her opposite number>, [Piet Vandorn], said “no”: between two commas, the words before the name are
    its apposition, part of the source and no content."""
    source, cue = draft.source, draft.cue
    if source is None or cue is None or len(draft.content) < 2:
        return draft
    for content in draft.content:
        start, end = content.span
        if (
            end < source.span.start < cue.span.start
            and text[end : source.span.start].strip() == ","
            and text[source.span.end - 1 : cue.span.start].strip(" ").endswith(",")
            and len(content.span.of(text).split()) <= FRAGMENT + 2
            and text[start] not in MARKS
        ):
            draft.content.remove(content)
            draft.source = replace(source, span=Span(start, source.span.end))
            break
    return draft


def _ended(text: str, draft: Draft) -> Draft:
    """A content without marks ends with its sentence, and one that opens with a mark ends with it where a
    new sentence without marks follows. (Of 14,936 unmarked contents in PolNeAR's training part 65 run
    over a sentence's end; nearly all are turns of a transcript, or "Roe v. Wade".)"""
    for i, content in enumerate(draft.content):
        words = content.span.of(text)
        if words[0] in MARKS:
            m = QUOTED_AND_MORE.match(words)
            end = m.end("quoted") if m else 0
        elif ANY_MARK.search(words):
            continue
        else:
            ends = (
                m for m in SENTENCE.finditer(words) if not SHORT.search(words, 0, m.start() + 1)
            )
            m = next(ends, None)
            end = m.start() if m else 0
        if end:
            start = content.span.start
            draft.content[i] = replace(content, span=Span(start, start + end))
    return draft


def _trim(text: str, draft: Draft) -> None:
    """Takes from the content what is none of it: what only opens a phrase (<After> the vote, <“thank you”
    toward the> crowd), and what somebody summed up, with a colon behind. (In PolNeAR's training part a few words
    stand 20 times between a cue and the colon of a quotation, and are content never.)"""
    if len(draft.content) > 1:
        kept = [c for c in draft.content if c.span.of(text).lower() not in LONE]
        draft.content[:] = kept or draft.content
    if (gap := _before_quotation(text, draft)) and gap.strip() == ":":
        del draft.content[0]
    last = draft.content[-1]
    m = LOOSE.search(last.span.of(text))
    if m:
        draft.content[-1] = replace(last, span=Span(last.span.start, last.span.start + m.start()))


def _said(text: str, draft: Draft, names: _Places) -> bool:
    """Whether somebody says it: words without marks that have neither cue nor source are no statement,
    nor a part of those behind a colon before which nobody stands (The timetable: letters in brief)."""
    start = draft.content[0].span.start
    if draft.cue and _names_only(text, draft.cue.span):
        return False
    if NICKNAME.search(text, max(0, start - 20), start):
        return False
    if draft.cue and text.startswith("-called", draft.cue.span.end):
        return False
    if _words(text, draft).lower() in DETERMINERS:
        return False
    if text[start] in MARKS:
        return True
    if draft.cue is None:
        return draft.source is not None or bool(ANY_MARK.search(_words(text, draft)))
    source = draft.source
    if source is None or draft.cue.span.of(text) != ":":
        return True
    words = source.span.of(text).split()
    if fold(words[0]) in NO_SPEAKER or fold(words[-1]) in NO_SPEAKER:
        return False
    rest = REST.match(text, draft.content[-1].span.end)
    if rest and not rest[0].strip(' .!?”"’') and words[0] not in ("The", "A", "An"):
        # A headline, which leaves articles out: Miners: no deal.
        return True
    return names.touch(source.span) or words[-1].isupper() or any(map(_somebody, words))


def _names_only(text: str, cue: Span) -> bool:
    """Whether a cue gives a thing its name and says nothing of it: the so-called “winter garden”, named
    for its founder, her nickname. (PolNeAR's training part has 45 of these and takes 8 for cues.)"""
    return bool(NAMING.search(text[max(0, cue.start - 3) : cue.end]))


def _words(text: str, draft: Draft) -> str:
    return " ".join(c.span.of(text) for c in draft.content)


def _reopened(text: str, drafts: Sequence[Draft], places: Sequence[Span]) -> list[Draft]:
    """Takes a quotation on over the paragraphs that open it again, up to the one that closes it. What was
    found in those is part of it, unless its cue or source stands there too."""
    starts = [p.start for p in places]

    def place(at: int) -> Span:
        return places[max(bisect_right(starts, at) - 1, 0)]

    def own(draft: Draft, where: Span) -> bool:
        ends = [x.span.start for x in (draft.cue, draft.source) if x]
        return any(where.start <= at < where.end for at in ends)

    out: list[Draft] = []
    taken: list[Span] = []
    for n, draft in enumerate(drafts):
        kept = [c for c in draft.content if not any(p.start <= c.span.start < p.end for p in taken)]
        if not kept:
            continue
        draft.content = kept
        last = max(draft.content, key=lambda c: c.span)
        i = bisect_right(starts, last.span.start) - 1
        mark = text[last.span.start]
        if mark in REOPENED and i >= 0 and places[i].end - last.span.end <= 2:
            more = _more(text, places, i, mark)
            after = drafts[n + 1 :][: 2 * len(more)]
            if more and not any(
                own(d, place(c.span.start)) and any(c.span.touches(p) for p in more)
                for d in after
                for c in d.content
            ):
                rest = replace(last, span=Span(last.span.start, places[i].end))
                draft.content = [rest if c is last else c for c in draft.content]
                draft.content += [replace(last, span=p) for p in more]
                taken += more
        out.append(draft)
    return out


def _more(text: str, places: Sequence[Span], i: int, mark: str) -> list[Span]:
    """The paragraphs after number ``i``, which ``mark`` opens and nothing closes, that are of the same
    quotation: each begins with the mark, none but the last ends with the closing one."""
    close = CLOSED[mark]
    out: list[Span] = []
    for here, below in pairwise(places[i:]):
        inside = text[here.start : here.end - 1]
        if text[here.end - 1] in close:
            return out
        if text[below.start] != mark:
            return []
        if mark != "‘" and any(c in inside[1:] for c in close) and here is not places[i]:
            return []
        out.append(below)
    return out if out and text[out[-1].end - 1] in close else []


# -- quotations without a cue -------------------------------------------------------------------------


def _bare(
    text: str, drafts: Sequence[Draft], people: Sequence[Span], places: Sequence[Span]
) -> list[Draft]:
    """Gives quotations without cue and source the speaker of the sentence before."""
    starts = [p.start for p in places]
    out: list[Draft] = []
    for draft in drafts:
        at = bisect_right(starts, draft.content[0].span.start) - 1
        place = places[max(at, 0)]
        _without_fragment(text, draft)
        quote = draft.content[0].span
        if not _stands_alone(text, place, quote):
            out.append(draft)
            continue
        source, cue = draft.source, draft.cue
        here = [x for x in (source, cue) if x and place.start <= x.span.start < place.end]
        before = _sentence_before(text, place, quote)
        if not here and before is not None:
            _attribute(text, draft, before, people, out)
        elif source is not None and out and before is not None:
            # What stands in the sentence before is no cue of the quotation's own.
            last = out[-1]
            if (
                (cue is None or cue.span.end <= before.end)
                and last.source is not None
                and last.source.span == source.span
                and _fragment(text, last)
                and before.start <= last.content[0].span.start < before.end
            ):
                out.pop()
        out.append(draft)
    return out


def _fragment(text: str, draft: Draft) -> bool:
    """Whether a statement is a few words without marks in front of a quotation."""
    words = draft.content[0].span.of(text)
    return len(draft.content) == 1 and words[0] not in MARKS and len(words.split()) <= FRAGMENT


def _without_fragment(text: str, draft: Draft) -> None:
    """[Thorne] {pointed at} <the chart>. <“There.”>: the fragment was what he did; the quotation stays."""
    gap = _before_quotation(text, draft)
    if re.search(r"[.!?]\s+$", gap) and "\n" not in gap:
        del draft.content[0]
        draft.cue = None


def _before_quotation(text: str, draft: Draft) -> str:
    """What stands between a few words without marks, after the cue, and the quotation that is the next piece of
    the content; empty where the content does not begin so."""
    if len(draft.content) < 2 or draft.cue is None:
        return ""
    first, second = draft.content[0].span, draft.content[1].span
    few = text[first.start] not in MARKS and len(first.of(text).split()) <= FRAGMENT
    if draft.cue.span.end > first.start or not few or text[second.start] not in MARKS:
        return ""
    return text[first.end : second.start]


def _stands_alone(text: str, place: Span, quote: Span) -> bool:
    """Whether a quotation is a sentence of its own: marks at both ends, a sentence's end before each."""
    start, end = quote
    if text[start] not in MARKS or end - start < 4:
        return False
    if text[end - 1] not in CLOSED[text[start]] or text[end - 2] not in ".!?…":
        return False
    return start == place.start or bool(
        SENTENCE_ENDS.search(text[max(place.start, start - 6) : start])
    )


def _sentence_before(text: str, place: Span, quote: Span) -> Span | None:
    """The sentence before a quotation in its paragraph; None where there is none, or a quotation is."""
    low = max(place.start, quote.start - BEFORE)
    words = text[low : quote.start].rstrip()
    if not words or words[-1] in '”"’»“':
        return None
    start = low + sentences(words, [])[-1]
    return Span(start, low + len(words))


def _attribute(
    text: str, draft: Draft, before: Span, people: Sequence[Span], earlier: list[Draft]
) -> None:
    """Gives ``draft`` the subject of the sentence ``before`` as its source. What that sentence was taken
    to state goes from ``earlier`` if it was a few words only."""
    who = _subject(text, before, people)
    if who is None:
        return
    draft.cue = None
    draft.source = replace(draft.content[0], kind="source", span=who)
    if earlier and _fragment(text, earlier[-1]):
        source = earlier[-1].source
        if source and source.span.touches(who):
            earlier.pop()


def _subject(text: str, sentence: Span, people: Sequence[Span]) -> Span | None:
    """Whom a sentence is about: the pronoun that opens it, a description of somebody that opens it, else
    the first person it names."""
    m = PRONOUN.match(text, *sentence)
    if m:
        return Span(*m.span("who"))
    who = _described(text, *sentence)
    if who:
        return who
    at = bisect_left(people, Span(sentence.start, sentence.start + 1))
    if at < len(people) and people[at].end <= sentence.end:
        return people[at]
    return None


def _described(text: str, start: int, end: int) -> Span | None:
    """Her father, The old fisherman: an article or a possessive, and the first noun for somebody in the
    next few words of the same phrase."""
    if not DESCRIBED.match(text, start, end):
        return None
    for word in WORD.finditer(text, start, min(end, start + 60)):
        if word.start() > start and _somebody(word[0]):
            return Span(start, word.end())
        if text[word.end() : word.end() + 1] != " ":
            break
    return None


def _somebody(word: str) -> bool:
    word = fold(word)
    return word in ROLES or word in KIN or word in PEOPLE


# -- where the layout overrules the model ---------------------------------------------------------------


class _Places:
    """Places that do not overlap, asked whether one touches a span."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(set(spans))
        self.starts = [s.start for s in self.spans]

    def hold(self, span: Span) -> bool:
        i = bisect_right(self.starts, span.start) - 1
        return i >= 0 and span.end <= self.spans[i].end

    def touch(self, span: Span) -> bool:
        i = bisect_left(self.starts, span.end) - 1
        return i >= 0 and self.spans[i].end > span.start


def _overruled(text: str, drafts: Sequence[Draft], layout: Layout) -> list[Draft]:
    if not layout.told and not layout.silent:
        return list(drafts)
    by_source: dict[int, list[Draft]] = {}
    for d in drafts:
        if d.source:
            by_source.setdefault(d.source.span.start, []).append(d)
    agreed: set[int] = set()
    same = []
    for t in layout.told:
        mine = by_source.get(t.source.start, []) if not t.sure else []
        mine = [d for d in mine if _agree(d, t)]
        agreed.update(id(d) for d in mine)
        if not mine:
            same.append(t)
    closed = _Places(s for t in same for s in t.place)
    turns = _Places(s for t in same if t.turn for s in t.content)
    silent = _Places(layout.silent)
    letter = _Places(layout.letter)
    kept: list[Draft] = []
    for draft in drafts:
        first = draft.content[0].span
        if id(draft) not in agreed:
            held = any(closed.touch(c.span) for c in draft.content)
            if held and not _retold(text, draft, turns):
                continue
            marked = text[first.start] in MARKS
            if draft.source is None and not marked and silent.touch(first):
                continue
        if letter.touch(first):
            _stopped(text, draft)
        kept.append(draft)
    return kept + [_draft(t) for t in same]


def _agree(draft: Draft, told: Told) -> bool:
    """Whether the model found the statement that the layout tells: somebody's words there, and for a
    quotation all of them."""
    first, last = draft.content[0].span, draft.content[-1].span
    return told.content[0].touches(first) and (
        told.cue is not None
        or (first.start == told.content[0].start and abs(last.end - told.content[-1].end) <= 3)
    )


def _retold(text: str, draft: Draft, turns: _Places) -> bool:
    """Whether a statement in a turn is one that the speaker retells: its source and cue are among the
    turn's words, and it is not what he himself thinks or wishes as he speaks."""
    source, cue = draft.source, draft.cue
    if source is None or cue is None:
        return False
    if not all(turns.hold(x.span) for x in (source, cue, *draft.content)):
        return False
    own = source.span.of(text).lower() in ("i", "we")
    return not own or bool(TELLS.search(cue.span.of(text)))


def _without_datelines(drafts: Iterable[Draft], datelines: Sequence[Span]) -> Iterable[Draft]:
    """``drafts`` without what they take from a dateline."""
    starts = [d.start for d in datelines]

    def clipped(found: Found) -> Found | None:
        i = bisect_left(starts, found.span.end) - 1
        end = datelines[i].end if i >= 0 else 0
        if found.span.start >= end:
            return found
        return replace(found, span=Span(end, found.span.end)) if found.span.end > end else None

    for draft in drafts:
        draft.content = [x for c in draft.content if (x := clipped(c))]
        draft.source = draft.source and clipped(draft.source)
        draft.cue = draft.cue and clipped(draft.cue)
        if draft.content:
            yield draft


def _stopped(text: str, draft: Draft) -> None:
    """In a letter, what follows a semicolon with a subject of its own is the writer's again."""
    last = draft.content[-1]
    m = GOES_ON_AFTER_STOP.search(text, *last.span) if text[last.span.start] not in MARKS else None
    if m:
        draft.content[-1] = replace(last, span=Span(last.span.start, m.start()))


def _draft(told: Told) -> Draft:
    def found(kind: str, span: Span) -> Found:
        return Found(kind, span, -1, -1, SURE)

    return Draft(
        [found("content", s) for s in told.content],
        found("cue", told.cue) if told.cue else None,
        found("source", told.source),
        told=True,
    )
