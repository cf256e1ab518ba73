"""The parts of a mention that names several who speak together: Quill, Ortel and the Harbour Union."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.document import Span

JOINT = re.compile(
    r",?\s+(?:and|&|along with|as well as|together with|joined by)\s+(?:also\s+)?", re.IGNORECASE
)
"""What stands between two heads of one source."""

QUOTE = re.compile(r"[“”\"]|''|``")
COMMA = re.compile(r",\s+(?=[^,\s])")
OPENS = re.compile(r"(?:both|neither|either)\s+", re.IGNORECASE)
CLAUSE = re.compile(
    r",?\s(?:who|whom|whose|which|that|where|including|like|such as|led by)\b|\s[-–—―]{1,2}\s|—|\("
)
"""What says more about a head: names behind it are no further heads."""

ALONE = re.compile(r"(?:[Tt]he\s)?(?![A-Z]+$)[A-Z]\w+")
GOVERNED = re.compile(r"\s(?:of|for|at|in|from|on|with|to|by|between)\s")


def conjuncts(text: str, source: Span, names: Sequence[Span]) -> list[Span]:
    """Where the heads of ``source`` may stand, if it has several joined by "and": its words between commas
    and "and", none of which cuts one of ``names`` (Johnson and Johnson). Fewer than two: none."""
    start, end = source
    opening = OPENS.match(text, start, end)
    start = opening.end() if opening else start
    clause = next((m for m in CLAUSE.finditer(text, start, end) if not _bracket(text, m)), None)
    end = clause.start() if clause else end

    def free(m: re.Match[str]) -> bool:
        quoted = len(QUOTE.findall(text, start, m.start())) % 2
        return not quoted and not any(n.start < m.end() and m.start() < n.end for n in names)

    joints = [
        m.span()
        for m in JOINT.finditer(text, start, end)
        if free(m) and not _inside(text, start, m.start())
    ]
    if not joints:
        return []
    commas = [m.span() for m in COMMA.finditer(text, start, end) if free(m)]
    commas = [c for c in commas if not any(a < c[1] and c[0] < b for a, b in joints)]
    out = []
    for stop, begin in [*sorted([*joints, *commas]), (end, end)]:
        words = text[start:stop].strip(' ,.“”"')
        if words:
            at = text.index(words, start)
            out.append(Span(at, at + len(words)))
        start = begin
    return out if len(out) > 1 else []


def _inside(text: str, start: int, at: int) -> bool:
    """Whether an "and" without a comma before it stands in an apposition, after its preposition: Ada Quill,
    the daughter of Bo Tern [and] Cy Roe."""
    comma = text.rfind(", ", start, at)
    return comma >= 0 and bool(GOVERNED.search(text, comma, at)) and text[at] != ","


def _bracket(text: str, m: re.Match[str]) -> bool:
    """Whether a bracket is a party and state: Ada Quill (D-Kelby) and Bo Tern."""
    return m[0].endswith("(") and bool(
        re.match(r"[A-Z]{1,3}\b[^()]{0,12}\)", text[m.end() : m.end() + 16])
    )


def shared(text: str, parts: Sequence[Span], bodies: frozenset[str]) -> bool:
    """Whether two parts are one body's name: the Central and [East European Coalition]."""
    first, last = parts[0].of(text), parts[-1].of(text)
    return (
        len(parts) == 2
        and bool(ALONE.fullmatch(first))
        and last[0].isupper()
        and not re.match(r"(?i:the|an?)\s", last)
        and last.split()[-1].lower() in bodies
    )


def depends(text: str, part: Span, person: bool) -> bool:
    """Whether what follows ``part`` after an "and" may belong to its own preposition: Ada Quill of Pell
    Bank and [Ortel Group], the Department of Health and [Human Services]. A person does not."""
    return not person and bool(GOVERNED.search(" " + part.of(text) + " "))
