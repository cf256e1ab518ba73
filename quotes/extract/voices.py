"""Who says I: the writer of a letter, the speaker of a speech or a turn, by signature, label or introduction.

``layout`` tells the turns of transcripts and the letters with a salutation to the editor. Here is what leaves
its statements to the model and still says who speaks: letters on a letters page, each with a name below it;
private and open letters, from "Dear" to the name below "Sincerely"; a transcript whose every turn opens with a
quotation mark; a post signed after a dash; a statement or speech that its first lines announce; a column under its
writer's name; in a hearing without labels, whom the chair has just called, and who says his name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quotes.document import Span, paragraphs
from quotes.extract.layout import CAPITALS, HANDLE, PARTICLE, WORD

NAME = rf"{WORD}(?:\s(?:{PARTICLE}\s)?{WORD}){{1,3}}"
SIGNER = re.compile(rf"(?P<who>{NAME}|{HANDLE})\.?")
"""A line that is a name, or the handle of an account, and nothing else."""

DEAR = re.compile(
    r"(?:[Dd]ear|DEAR)\s[^\n.!?]{1,60}|Sirs?\s?[,:]|(?:Mum|Mom|Dad|Hi|Hello)\b[^\n.!?]{0,40}[,:]"
    r"|(?:Mr|Mrs|Ms|Dr|Prof)\.\s[A-Z][\w’'-]+\s?[,:]$"
)
CLOSING = re.compile(
    r"(?:(?:Very|Most|Ever|With)\s)?(?:[Yy]ours?|[Ss]incerely|[Ff]aithfully|[Rr]espectfully|[Cc]ordially|[Tt]ruly|"
    r"[Ll]ove|Luv|[Bb]est(?: wishes| regards)?|(?:[Kk]ind(?:est)?|[Ww]arm(?:est)?)?\s?[Rr]egards|Stay in touch|Cheers)\b"
    rf"[^\n.,]{{0,40}}[,.]?(?:\s+(?P<who>\[?{NAME}\]?))?"
)
"""The line under which a letter is signed; the name may stand on the same line."""

SIGNED = re.compile(rf"(?:\[[^\]\n]{{1,20}}\]\s)?\[?(?P<who>(?:{WORD}\s){{0,3}}{WORD})\]?")
ANNOUNCED = re.compile(
    rf"(?P<who>{NAME})\s(?:today\s|on\s\w+\s|also\s)?(?:delivered|issued|made|gave|released)\s(?:[\w-]+\s){{0,4}}?"
    r"(?:remarks|statement|speech|address|testimony)\b"
)
"""Speaker Ada Quill delivered the following remarks."""

BYLINE = re.compile(rf"(?:By|BY)\s(?P<who>{NAME})")
TURN = re.compile(rf"[“\"]?(?P<who>{CAPITALS}(?:\s{CAPITALS}){{0,3}})(?:\s\([^()\n]{{1,40}}\))?:\s")
DASHED = re.compile(rf"[”\"’!?.…]\s*[―—–]\s*(?P<who>{NAME})\.?$")
FIRST = re.compile(r"\b(?:I|I[’']\w+|[Mm]y|me|[Ww]e|[Oo]ur)\b")
QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")

CALLED = re.compile(
    rf"(?:^|[.!?…,]\s+)(?P<who>(?:Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Sen(?:ator)?|Secretary|Minister|Congressman|"
    rf"Congresswoman|Justice|General)\.?\s{WORD}(?:\s{WORD})?)(?:\s?\?|,\s(?:please\s)?(?:you\s)?(?:may\s|can\s)?"
    r"(?:proceed|begin|go\sahead|have\sthe\sfloor|are\srecognized|the\sfloor\sis\syours)\b[^.?!\n]{0,40}[.!]?)\s*$"
)
"""Whom the chair of a hearing gives the floor, at the end of a paragraph: Ms. Quill? Mr. Tern, please proceed."""

MY_NAME = re.compile(
    r"\b[Mm]y name is (?P<who>[A-ZÀ-Þ][\w’'-]+(?:\s(?:[A-Z]\.|[A-ZÀ-Þ][\w’'-]+)){1,3})"
)

LONG = 40
"""Words from which on a paragraph is no interjection."""

SPEECH_WITHIN = 5
LETTER_WITHIN = 12
CLOSING_WITHIN = 12
"""In how many of the first paragraphs a speech is announced and a letter greets, and how many of the last
stand below its closing."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Where somebody speaks of himself as I, and where he is named. ``own``: what has no source there is said
    by him, whatever its marks (a turn, a signed post)."""

    place: Span
    who: Span
    own: bool = False


def voices(
    text: str, told: Sequence[tuple[Span, Span]], person: Callable[[Span], bool]
) -> list[Voice]:
    """The voices of ``text``, in order, none over another; those that the layout has ``told`` go first.
    ``person`` says whether the words at a place are a person's name: a line of two words in capitals is as
    often a heading."""
    out = [Voice(place, who) for place, who in told]
    places = paragraphs(text)
    taken = sorted(place for place, _ in told)

    def free(place: Span) -> bool:
        i = bisect_left(taken, place)
        return not any(place.touches(t) for t in taken[max(0, i - 1) : i + 1])

    for find in (_turns, _dashed, _letters, _private, _speech, _byline, _floor):
        for voice in find(text, places):
            sure = find in (_turns, _private, _floor) or text[voice.who.start] == "@"
            if (sure or person(voice.who)) and free(voice.place):
                out.append(voice)
        if len(out) > len(told):
            break
    return sorted(out, key=lambda v: v.place)


def _turns(text: str, places: Sequence[Span]) -> Iterator[Voice]:
    found = [m for p in places if (m := TURN.match(text, *p))]
    if len(found) < 3 or len({m["who"] for m in found}) == len(found):
        return
    ends = {p.start: p.end for p in places}
    for m in found:
        yield Voice(Span(m.start(), ends[m.start()]), Span(*m.span("who")), own=True)


def _dashed(text: str, places: Sequence[Span]) -> Iterator[Voice]:
    for place in places:
        m = DASHED.search(text, max(place.start, place.end - 80), place.end)
        if m and m.start() > place.start:
            yield Voice(Span(place.start, m.start() + 1), Span(*m.span("who")), own=True)


def _letters(text: str, places: Sequence[Span]) -> Iterator[Voice]:
    """The paragraphs above each line that is but a name, if somebody speaks of himself in them."""
    block: list[Span] = []
    for place in places:
        words = place.of(text)
        m = SIGNER.fullmatch(words) if len(words) < 60 else None
        if m and block and text[block[-1].end - 1] in '.!?…"”':
            own = [QUOTED.sub(" ", p.of(text)) for p in block]
            if any(FIRST.search(p) for p in own) or m["who"].startswith("@"):
                who = Span(place.start, place.start + len(m["who"]))
                yield from (Voice(p, who) for p in block)
            block = []
        elif len(words) < 40 and len(words.split()) < 5 and not FIRST.search(words):
            block = []  # a heading, a place
        else:
            block.append(place)


def _private(text: str, places: Sequence[Span]) -> Iterator[Voice]:
    greeting = next(
        (i for i, p in enumerate(places[:LETTER_WITHIN]) if DEAR.match(text, *p)),
        None,
    )
    if greeting is None:
        return
    for i in range(max(greeting + 1, len(places) - CLOSING_WITHIN), len(places)):
        here = places[i].of(text)
        m = CLOSING.fullmatch(here) if len(here) < 90 else None
        at: Span | None = None
        if m and m["who"]:
            at = Span(places[i].start + m.start("who"), places[i].start + m.end("who"))
        elif m and i + 1 < len(places):
            below = SIGNED.fullmatch(text, *places[i + 1])
            at = Span(*below.span("who")) if below else None
        if at:
            yield from (Voice(p, at) for p in places[greeting + 1 : i])
            return


def _speech(text: str, places: Sequence[Span]) -> Iterator[Voice]:
    for i, place in enumerate(places[:SPEECH_WITHIN]):
        m = ANNOUNCED.search(text, *place)
        if not m:
            continue
        rest = places[i + 1 :]
        first = sum(bool(FIRST.search(QUOTED.sub(" ", p.of(text)))) for p in rest)
        if rest and 4 * first >= len(rest):
            yield from (Voice(p, Span(*m.span("who"))) for p in rest)
        return


def _byline(text: str, places: Sequence[Span]) -> Iterator[Voice]:
    for i, place in enumerate(places[:LETTER_WITHIN]):
        m = BYLINE.fullmatch(text, *place)
        if m:
            yield from (Voice(p, Span(*m.span("who"))) for p in places[i + 1 :])
            return


def _floor(text: str, places: Sequence[Span]) -> Iterator[Voice]:
    """A hearing set down without labels: whoever says his name or is called by the chair has the floor, as
    long as paragraphs are long and no question ends one. Who speaks after that, nothing tells."""
    last = -1
    for i, place in enumerate(places):
        quoted = QUOTED.search(text, *place)
        own = MY_NAME.search(text, place.start, quoted.start() if quoted else place.end)
        called = None if quoted else CALLED.search(text, *place)
        m, begin = (own, i) if own else (called, i + 1)
        if m is None or begin <= last or begin >= len(places) or not _first(text, places[begin]):
            continue
        last = begin
        yield Voice(places[begin], Span(*m.span("who")))
        while last + 1 < len(places) and _holds(text, places[last], places[last + 1]):
            last += 1
            yield Voice(places[last], Span(*m.span("who")))


def _first(text: str, place: Span) -> bool:
    return bool(FIRST.search(QUOTED.sub(" ", place.of(text))))


def _holds(text: str, place: Span, after: Span) -> bool:
    """Whether the floor is still held in the paragraph ``after``."""
    words = after.of(text)
    return len(words.split()) >= LONG and "?" not in (place.of(text)[-1], words[-1])
