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
    r"^(?:(?:[Bb]y|BY|Words by|Story by|Reported by|Text by)\s+)(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:de|la|van|der|von|bin|al))*\s+[A-ZÀ-Þ][\w.'’-]*"
    r"(?:(?:\s+|,\s*|\s+and\s+|\s+AND\s+)(?:[A-ZÀ-Þ][\w.'’-]*|de|la|van|der|von|bin|al)){0,10}"
    r"(?:,?\s+(?:\w+\s+){0,4}(?:correspondent|reporter|editor|writer|staff))?\.?$"
)
AGENCY = r"(?:AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?|GETTY IMAGES|Shutterstock|Alamy|PA(?: Images| Wire)?|AP Photo)"
CREDIT = re.compile(
    r"(?:^|[.!?”\"]\s*)\(\s*(?:(?i:file photo|photo(?:graph)?|picture|image|credit|courtesy|source)\b[^()]{0,60}"
    r"|[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:[A-ZÀ-Þ][\w.'’-]+|de|la|van|der|von|bin|al)){1,3}(?:\s*(?:/|,|for)\s*[^()]{2,40})?"
    rf"|[^()]{{0,40}}?(?:\b|/){AGENCY})\s*\)\s*\.?$"
)
CREDIT_LINE = re.compile(
    r"^(?i:(?:photo(?:graph)?|picture|image|video|illustration|graphic)s?(?:\s+(?:credit|courtesy)\b|\s*:|\s+by\s+(?-i:[A-ZÀ-Þ]))"
    r"|credit\s*:|©|\(c\)\s|file photo\b)(?:\W*[^\s.!?]+){0,12}\W*$"
    rf"|(?:/\s*|\|\s*|©\s*|\bvia\s+){AGENCY}\.?$|(?:^|[.!?”]\s+){AGENCY}(?:\s+Photo)?\.?$"
    r"|[.!?”]\s+(?i:photo(?:graph)?|picture|image):\s+[A-ZÀ-Þ][\w.'’-]+(?:[ /][\w.'’/-]+){0,6}\.?$"
    r"|\|\s*[A-ZÀ-Þ][A-ZÀ-Þ .&’'-]{3,40}$"
)
BOILERPLATE = re.compile(
    r"all rights reserved|^©|^copyright\s+(?:©|\(c\)|\d{4}|by\b)|^\(c\)\s*\d{4}|^read (?:more|also|next|the full)\b|"
    r"^related(?: \w+)?:|^more (?:from|on|stories|news)\b(?:\W+\w+){0,8}[:\s]*$|"
    r"^(?:also|see also|watch|listen|video|in pictures|most read|trending|recommended)[:|]|"
    r"^(?:also|elsewhere|inside|plus|coming up|next|more) (?:in|on|inside) (?:this|today[’']s|the|our|next|tomorrow[’']s)\b[^:.!?]{0,40}:|"
    r"^(?:(?:also )?inside|elsewhere|coming up|up next|in this (?:issue|edition|section|week[’']s \w+))(?: \w+){0,2}:|"
    r"^(?:sign up (?:for|to)|subscribe (?:to|now)|log in|follow (?:us|the|@)|join (?:us|our)|click here|download (?:the|our)|"
    r"share (?:this|on)|like us on|get (?:the|our) .{0,40}(?:newsletter|app)|advertisement$|story continues below)|"
    r"^this (?:article|story|report) (?:was|has been|is) (?:originally |first )?(?:published (?:in|on|by|at)|produced by|corrected|updated|part of)|"
    r"^(?:do you have|have you got|know something about) .{0,60}\?\s*(?:e-?mail|contact|write|tell)|"
    r"may not be (?:published|broadcast|reproduced|rewritten)|"
    r"^(?:by (?:using|signing|continuing) .{0,60}|our |see our |read our )?(?:terms of (?:use|service)|privacy policy)(?:\W+\w+){0,5}\W*$",
    re.IGNORECASE,
)
PAPER = re.compile(
    r"\b(?:Times|Post|News|Herald|Courier|Gazette|Tribune|Wire|Press|Journal|Shimbun|Guardian|Mail|Sun|Star|"
    r"Chronicle|Observer|Ledger|Register|Globe|Mirror|Echo|Standard|Telegraph|Independent|Examiner|Dispatch|Bulletin|"
    r"Reuters|Agency|Magazine|Review|Daily|Weekly|Today|Online|BBC|CNN|NPR|AFP|AP)\b"
)
"""Words in the names of newspapers and agencies."""

TEASER = re.compile(
    r"^(?:an? (?:\w+ )?(?:series|peek|look|collection|selection|guide|round-?up|roundup|weekly|daily|monthly|column|podcast)\b|"
    r"here (?:is|are|’s|'s) (?:a|an|the|our|some|what)\b|(?:the|our) (?:latest|best) (?:from|of|in)\b|"
    r"(?:explore|discover|meet|learn|find out|see|check out|catch up)\b)",
    re.IGNORECASE,
)
SENTENCES = re.compile(r"[.!?][\"”’)]*\s+[A-Z“\"]")

MOST = 600
"""A longer paragraph is no furniture."""

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
    if not line or len(line) > MOST:
        return None
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
    named = PAPER.search(words[-1]) or line.isupper() or words[0] == "The"
    if i < 4 and len(words) <= 6 and beside and named and line[-1:] not in '.!?”"':
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
        if openers >= 2 and 2 * openers >= len(some):
            for i in some:
                out[i] = out[i] or "teaser"
        return


def _one_liner(line: str) -> bool:
    return len(line.split()) <= TEASER_WORDS and len(line) <= MOST and not SENTENCES.search(line)
