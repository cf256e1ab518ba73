"""What stands on a page and is not the article: captions, credits, datelines, teasers.

None of it may reach the tagger: a photographer is no speaker, and a teaser's words belong to another
article. The rules look at layout and at set phrases only, and each has its name, so that a user can
be told why a paragraph was passed over. Measured on ``polnear_dev``: see docs/extraction.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.document import Span

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)"
DATE = (
    rf"{DAY}?(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d)"
)
TIME = r"(?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)(?:\s*\(?[A-Z]{2,5}\)?)?"

DATE_LINE = re.compile(
    rf"^(?:(?:first\s+)?(?:published|updated|posted|last\s+updated|last\s+modified)(?:\s+(?:on|at))?:?\s+)?"
    rf"{DATE}(?:[,T\s]+(?:at\s+|[|·•–-]\s*)?{TIME})?(?:\s*[|·•–-].{{0,40}})?\.?$",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"^(?:by|BY|By|Words by|Story by|Reported by|Text by)\s+[A-ZÀ-Þ][\w.'’-]+"
    r"(?:(?:\s+|,\s*|\s+and\s+|\s+AND\s+)(?:[A-ZÀ-Þ][\w.'’-]+|de|la|van|der|von|bin|al)){0,12}"
    r"(?:,?\s+[\w\s]{0,40}(?:correspondent|reporter|editor|writer|staff|press))?\.?$"
)
CREDIT = re.compile(
    r"(?:^|[.!?”\"]\s*)\(\s*(?:(?:photo|photograph|picture|image|credit|file photo|courtesy|source)\b[^()]{0,60}"
    r"|[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:[A-ZÀ-Þ][\w.'’-]+|de|la|van|der|von|bin|al)){1,3}(?:\s*(?:/|,|for)\s*[^()]{2,40})?"
    r"|[^()]{0,40}(?:AP Photo|Getty|Reuters|AFP|Shutterstock|Alamy|PA Images|file photo|via AP)[^()]{0,60})\s*\)\s*\.?$"
)
CREDIT_LINE = re.compile(
    r"^(?:(?:photo(?:graph)?|picture|image|credit|video|illustration|graphic)s?(?:\s+(?:by|credit|courtesy)\b|:)"
    r"|©|\(c\)\s|file photo)|(?:/\s*(?:AP|Reuters|AFP|Getty(?: Images)?|Shutterstock|EPA)|Getty Images|AP Photo|AFP Photo)"
    r"(?:\s*[^.\w]*)\.?$|\b(?:photo(?:graph)?|picture|image):\s+[A-ZÀ-Þ][\w.'’-]+(?:[ /][\w.'’/-]+){0,6}\.?$",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"all rights reserved|^©|^copyright\b|^\(c\)\s*\d{4}|^read (?:more|also|next|the full)\b|^related(?: \w+)?:|"
    r"^more (?:from|on|stories|news)\b|^(?:also|see also|watch|listen|video|in pictures|most read|trending|recommended)[:|]|"
    r"^(?:sign up|subscribe|log in|follow us|join (?:us|our)|click here|download (?:the|our)|"
    r"share (?:this|on)|like us|get (?:the|our) .{0,40}(?:newsletter|app)|advertisement$|story continues below)|"
    r"^this (?:article|story|report) (?:was|has been|is) (?:originally|first|produced|corrected|updated|part of)|"
    r"^(?:do you have|have you got|know something about) .{0,60}\?\s*(?:e-?mail|contact|write|tell)|"
    r"(?:may not be|without) (?:published, broadcast|reproduced|permission)|^(?:\S+\s+){0,8}(?:terms of (?:use|service)|privacy policy)(?:\W+\S+){0,4}$",
    re.IGNORECASE,
)
TEASER = re.compile(
    r"^(?:an? (?:\w+ )?(?:series|peek|look|collection|selection|guide|round-?up|roundup|weekly|daily|monthly|column|podcast)\b|"
    r"here (?:is|are|’s|'s) (?:a|an|the|our|some|what)\b|(?:the|our) (?:latest|best) (?:from|of|in)\b|"
    r"(?:explore|discover|meet|learn|find out|see|check out|catch up)\b)",
    re.IGNORECASE,
)
SENTENCES = re.compile(r"[.!?][\"”’)]*\s+[A-Z“\"]")

TEASER_WORDS = 35
"""A teaser is one sentence of at most so many words."""


def furniture(text: str, paragraphs: Sequence[Span]) -> list[str | None]:
    """For each paragraph, why it is no part of the article ("caption", "credit", "date", "byline",
    "publisher", "boilerplate", "teaser"), or None for the article's own words.

    Looks at shape and set phrases, never at what is said. A headline is the article's own.
    """
    printed = [" ".join(p.of(text).split()) for p in paragraphs]
    out = [_alone(line, i, printed) for i, line in enumerate(printed)]
    _teasers(printed, out)
    return out


def _alone(line: str, i: int, lines: Sequence[str]) -> str | None:
    words = line.split()
    if DATE_LINE.match(line):
        return "date"
    if len(words) <= 16 and BYLINE.match(line):
        return "byline"
    if len(words) <= 60 and CREDIT.search(line):
        return "caption"
    if len(words) <= 45 and CREDIT_LINE.search(line):
        return "credit"
    if len(words) <= 60 and BOILERPLATE.search(line):
        return "boilerplate"
    beside = any(DATE_LINE.match(x) for x in (*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]))
    if i < 4 and len(words) <= 6 and beside and line[-1:] not in '.!?”"':
        return "publisher"
    return None


def _teasers(lines: Sequence[str], out: list[str | None]) -> None:
    """Marks a tail of one-sentence paragraphs that introduce other articles: it begins with one that
    opens as teasers do, at least half of them open so or are boilerplate, and there are two or more."""
    tail = len(lines)
    while tail > 1 and (out[tail - 1] or _one_liner(lines[tail - 1])):
        tail -= 1
    for start in range(tail, len(lines)):
        if out[start] or not TEASER.match(lines[start]):
            continue
        some = range(start, len(lines))
        openers = sum(bool(out[i] or TEASER.match(lines[i])) for i in some)
        if len(some) >= 2 and 2 * openers >= len(some):
            for i in some:
                out[i] = out[i] or "teaser"
        return


def _one_liner(line: str) -> bool:
    return len(line.split()) <= TEASER_WORDS and not SENTENCES.search(line)
