"""Quotation marks: where a quotation opens and closes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from quotes.document import Span
from quotes.extract.decode import Found
from quotes.extract.link import Draft

PAIRS = {"“": "”", "«": "»", "„": "“”"}
"""What closes a quotation that a mark opens. („ is closed by “ in German, by ” in Polish and Dutch.)"""

MARK = re.compile("[“”«»„\"]|''|``")


def quotations(text: str, paragraph: Span) -> list[Span]:
    """The quotations in double marks in one paragraph, marks included, in order; none lies in another.

    A quotation that is opened and not closed goes on to the paragraph's end (the rule for quotations of
    several paragraphs), if nothing is opened after it. Straight marks open and close in turn, and where
    their number is odd only those are taken whose side is plain: an opening mark follows white space or
    a bracket, a closing one does not. Single marks are not looked at: most are apostrophes.
    """
    found: list[Span] = []
    opened: tuple[str, int] | None = None
    for m in MARK.finditer(text, paragraph.start, paragraph.end):
        mark, start, end = m[0], m.start(), m.end()
        before = text[start - 1] if start > paragraph.start else " "
        opens = before.isspace() or before in "([{—–-/‘'"
        if opened is None:
            if mark in PAIRS or mark == "``" or (mark in ('"', "''") and opens):
                opened = (mark, start)
            continue
        first, at = opened
        if mark in PAIRS.get(first, "''" if first == "``" else first):
            if first in PAIRS or mark != first or not opens:
                found.append(Span(at, end))
                opened = None
        elif mark in PAIRS and first == mark:
            opened = (mark, start)
    if opened and opened[0] in PAIRS:
        found.append(Span(opened[1], paragraph.end))
    return found


def whole(regions: Sequence[Span], drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with no quotation broken off: a content that begins at the mark that opens one of
    ``regions`` goes on to the mark that closes it, and one that ends at the closing mark begins at the
    opening one, unless the draft's own cue or source stands between. What lies inside such a quotation is
    part of it; its cue and source are taken over where the quotation has none.

    (In PolNeAR's training part, 5,434 pieces of content begin at an opening mark and reach the closing
    one. 194 do not; in 151 of those the attribution goes on behind, for the most part in a further piece
    that is the next sentence, and in 43 a cue stands inside the marks.)
    """
    by_start = {r.start: r for r in regions}
    by_end = {r.end: r for r in regions}
    claimed: dict[Span, Draft] = {}
    for draft in drafts:
        ends = [e.span for e in (draft.cue, draft.source) if e]
        for i, content in enumerate(draft.content):
            span = content.span
            region = by_start.get(span.start)
            if region is None or span.end > region.end:
                region = next(
                    (by_end[e] for e in range(span.end - 1, span.end + 2) if e in by_end), None
                )
                if region is None or span.start <= region.start:
                    continue
            if any(region.start <= e.start < region.end for e in ends):
                continue
            last = max(span.end, region.end)
            draft.content[i] = replace(content, span=Span(region.start, last))
            claimed.setdefault(region, draft)
    if not claimed:
        return list(drafts)
    places = sorted(claimed)
    out: list[Draft] = []
    for draft in drafts:
        kept: list[Found] = []
        for content in draft.content:
            at = bisect_right(places, content.span.start, key=lambda r: r.start) - 1
            inside = at >= 0 and content.span.end <= places[at].end + 1
            owner = claimed[places[at]] if inside else draft
            if owner is draft:
                if not any(k.span == content.span for k in kept):
                    kept.append(content)
            elif owner.cue is None and owner.source is None:
                owner.cue, owner.source = draft.cue, draft.source
        # Of one's own pieces, those inside a quotation that was made whole are part of it.
        draft.content = [
            c
            for c in kept
            if not any(
                k is not c and k.span.start <= c.span.start and c.span.end <= k.span.end
                for k in kept
            )
        ]
        if draft.content:
            out.append(draft)
    return out
