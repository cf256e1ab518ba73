"""What goes wrong, counted: each difference between what was annotated and what was found, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from quotes.evaluate import Gold, Roles, covered, matches

EXAMPLES = {
    "missed, indirect": "“The council *was at odds with* its own auditor” – nothing is found",
    "missed, mixed": "“her *talk of* a ‘new dawn’” – nothing is found",
    "missed, direct": "“‘Fresh bread,’ *read* the sign” – nothing is found",
    "false, indirect": "“The bridge *was known to* carry trams” – taken for a statement",
    "false, mixed": "“the *so-called* ‘winter garden’” – taken for a statement",
    "false, direct": "“The film ‘Salt Road’ opens on Friday” – a title taken for a quotation",
    "too short": "“said the mill, *which closed in May, would reopen*” – found only up to “mill”",
    "too long": "“said *it would rain*, and then went home” – found with “and then went home”",
    "cut in two": "“said *costs rose and wages fell*” – found as two statements",
    "run together": "“said *it was late*; she added that *it was cold*” – found as one statement",
    "source missing": "“the union, whose members met on Monday, *said*” – no source found",
    "another's source": "“Ada Quill told Bram Oakes *she would go*” – Bram Oakes found as the source",
    "source invented": "“*It was feared that* the dam would break” – a source found where there is none",
    "cue missing or another": "“Quill was *adamant*: no new tolls” – another word, or none, found as cue",
}
"""An example of our own making for each kind."""


def errors(
    gold: Sequence[Gold], extract: Callable[[str], Iterable[Any]]
) -> tuple[Counter[str], int]:
    """How often each kind of error in ``EXAMPLES`` occurs, and how many statements were annotated.

    An annotated statement without a match is "cut in two" if two or more found ones lie mostly inside
    it, "too short" or "too long" if one overlaps it, else "missed"; a found one without a match is
    "run together" if two or more annotated ones lie mostly inside it, is not counted again if it
    overlaps an annotated one without a match, and is "false" otherwise.
    """
    count: Counter[str] = Counter()
    total = 0
    for article in gold:
        text = article.text
        found = [Roles(a.content, a.cue, a.source) for a in extract(text)]
        mine = [covered(x.content, text) for x in article.attributions]
        theirs = [covered(x.content, text) for x in found]
        total += len(mine)
        pairs = dict(matches(mine, theirs))
        for i, content in enumerate(mine):
            if i in pairs:
                count.update(_links(article.attributions[i], found[pairs[i]], text))
                continue
            over = [x for x in theirs if not x.isdisjoint(content)]
            inside = [x for x in over if 2 * len(x & content) >= len(x)]
            if len(inside) > 1:
                count["cut in two"] += 1
            elif over:
                longest = max(over, key=lambda x: len(x & content))
                count["too short" if len(longest) < len(content) else "too long"] += 1
            else:
                count[f"missed, {article.attributions[i].kind(text)}"] += 1
        lost = [x for i, x in enumerate(mine) if i not in pairs]
        used = set(pairs.values())
        for j, content in enumerate(theirs):
            if j in used:
                continue
            inside = [x for x in mine if x and 2 * len(x & content) >= len(x)]
            if len(inside) > 1:
                count["run together"] += 1
            elif all(x.isdisjoint(content) for x in lost):
                count[f"false, {found[j].kind(text)}"] += 1
    return count, total


def _links(gold: Roles, found: Roles, text: str) -> Iterable[str]:
    source, other = covered(gold.source, text), covered(found.source, text)
    if source and not other:
        yield "source missing"
    elif other and not source:
        yield "source invented"
    elif source and 2 * len(source & other) < min(len(source), len(other)):
        yield "another's source"
    cue = covered(gold.cue, text)
    if cue and not cue & covered(found.cue, text):
        yield "cue missing or another"
