"""APA, seventh edition: the entry of the reference list, and a sentence that quotes.

The entry is the article that was read; the speaker belongs in the sentence, "as cited in" the article
(Publication Manual, section 8.6, secondary sources). An article without a byline has its publisher for
an author; without either, its title stands first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from quotes.attribution import GAP
from quotes.cite.byline import Author, byline
from quotes.search import Statement

MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Citation:
    """``reference``: the entry of the list; titles of works stand between asterisks where APA has them
    in italics. ``sentence``: one that quotes or reports the statement, with the in-text citation; it says
    "said" of nothing that was only thought or that the article denies of the speaker."""

    reference: str
    sentence: str


def apa(statement: Statement, authors: tuple[str, ...] = ()) -> Citation:
    """The statement cited in APA style. What is not known of the article is left out, but for the date,
    which APA gives as "n.d."."""
    year, when = _date(statement.published)
    title = _ended(statement.title or "[Untitled article]")
    publisher = statement.publisher
    tail = ""
    named = byline(authors, publisher or "")
    if named:
        head = f"{_ended(_listed([_inverted(a) for a in named]))} ({when}). {title}"
        tail = f" *{publisher.rstrip('.')}*." if publisher else ""
        cited = _cited([a.surname or a.literal for a in named])
    elif publisher:
        head, cited = (
            f"{_ended(publisher)} ({when}). *{title[:-1]}*{title[-1]}",
            publisher.rstrip("."),
        )
    else:
        head, cited = f"{title} ({when}).", ""
    place = f"{cited}, {year}" if cited else f"“{_stripped(title)},” {year}"
    url = f" {statement.url}" if statement.url else ""
    who = statement.speakers or statement.source or "An unnamed source"
    who = who[0].upper() + who[1:]
    return Citation(head + tail + url, _sentence(statement, who, f"(as cited in {place})"))


def _sentence(statement: Statement, who: str, place: str) -> str:
    words = statement.text.strip()
    cue = (statement.cue or "no cue printed") + (" [negated]" if statement.negated else "")
    if statement.kind == "direct" and (statement.negated or statement.medium == "thought"):
        return f"{who} ({cue}): “{unquoted(words).rstrip('.,')}” {place}."
    if statement.kind == "direct":
        return f"{who} said, “{unquoted(words).rstrip('.,')}” {place}."
    words = words.rstrip(".,;")
    if statement.kind == "mixed":
        return f"{who} ({cue}): {words} {place}."
    words = words[5:] if words.lower().startswith("that ") else words
    return f"{who} is reported ({cue}): “{words}” {place}."


def unquoted(text: str) -> str:
    """A direct quotation without its own marks, those inside it single, ready to stand in double ones.

    Knows curly, straight, British single and newswire marks, quotations in pieces, and those over several
    paragraphs, which open anew at each and close once.
    """
    text = text.replace("``", "“").replace("''", "”")
    if text[:1] in ("‘", "'"):
        pieces = [p.strip() for p in text.split(GAP)]
        inner = [p.removeprefix(p[:1] if p[:1] in "‘'" else "") for p in pieces if p]
        inner = [p[:-1] if p[-1:] in "’'" else p for p in inner]
        return GAP.join(inner).translate(str.maketrans("“”", "‘’"))
    out, inside = "", False
    for i, c in enumerate(text):
        straight = c == '"'
        if c == "“" or (straight and (not inside or text[i - 1] in " (")):
            inside = True
        elif c == "”" or straight:
            inside = False
        else:
            out += c
    return out


def _date(published: str | None) -> tuple[str, str]:
    """The year, and the date as APA writes it: 2025, April 30."""
    if not re.match(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?(?!\d)", published or ""):
        return "n.d.", "n.d."
    parts = str(published)[:10].split("-")
    if len(parts) == 1:
        return parts[0], parts[0]
    month = MONTHS[int(parts[1]) - 1]
    day = f" {int(parts[2])}" if len(parts) > 2 else ""
    return parts[0], f"{parts[0]}, {month}{day}"


def _inverted(author: Author) -> str:
    if author.literal:
        return author.literal
    given = author.given.split()
    initials = " ".join("-".join(f"{p[0]}." for p in g.split("-") if p) for g in given)
    suffix = f", {author.suffix.split()[0]}" if author.suffix else ""
    return f"{author.surname}, {initials}{suffix}"


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) > 20:
        return f"{', '.join(names[:19])}, . . . {names[-1]}"
    return ", ".join(names[:-1]) + ", & " + names[-1]


def _cited(families: list[str]) -> str:
    if len(families) > 2:
        return f"{families[0]} et al."
    return " & ".join(families)


def _ended(text: str) -> str:
    """``text`` with a stop at its end, inside closing marks, unless it has one."""
    marks = len(text) - len(text.rstrip('”’"'))
    words = text[: len(text) - marks]
    return text if words[-1:] in (".", "?", "!") else f"{words}.{text[len(words) :]}"


def _stripped(title: str) -> str:
    return title.removesuffix(".")
