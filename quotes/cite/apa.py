"""APA, seventh edition: the entry of the reference list, and a sentence that quotes.

The entry is the article that was read; the speaker belongs in the sentence, "as cited in" the article
(Publication Manual, section 8.6, secondary sources). An article without a byline has its publisher for
an author; without either, its title stands first.
"""

from __future__ import annotations

from dataclasses import dataclass

from quotes.names.clean import clean
from quotes.search import Statement

MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Citation:
    """``reference``: the entry of the list; titles of works stand between asterisks where APA has them
    in italics. ``sentence``: one that quotes or reports the statement, with the in-text citation."""

    reference: str
    sentence: str


def apa(statement: Statement, authors: tuple[str, ...] = ()) -> Citation:
    """The statement cited in APA style. What is not known of the article is left out, but for the date,
    which APA gives as "n.d."."""
    year, when = _date(statement.published)
    title = _ended(statement.title or "[Untitled article]")
    names = [_inverted(a) for a in authors]
    publisher = statement.publisher
    if names:
        head = f"{_listed(names)} ({when}). {title}"
        tail = f" *{publisher}*." if publisher else ""
        cited = _cited([str(" ".join(clean(a).family)) or a for a in authors])
    elif publisher:
        head, tail, cited = f"{publisher}. ({when}). *{title[:-1]}*{title[-1]}", "", publisher
    else:
        head, tail, cited = (
            f"{title} ({when}).",
            "",
            f"“{(statement.title or 'Untitled article').rstrip('.')}”",
        )
    url = f" {statement.url}" if statement.url else ""
    who = statement.speaker or statement.source or "An unnamed source"
    who = who[0].upper() + who[1:]
    return Citation(head + tail + url, _sentence(statement, who, f"(as cited in {cited}, {year})"))


def _sentence(statement: Statement, who: str, place: str) -> str:
    words = statement.text.strip()
    if statement.kind == "direct":
        quoted = words.strip('"“”').rstrip(",").replace("” … “", " … ").replace('" … "', " … ")
        quoted = quoted.replace("“", "‘").replace("”", "’")
        end = "" if quoted.endswith(("?", "!")) else "."
        return f"{who} said, “{quoted.rstrip('.')}” {place}{end or '.'}"
    words = words.rstrip(".,;")
    if statement.kind == "mixed":
        return f"{who} ({statement.cue or 'no cue printed'}): {words} {place}."
    words = words[5:] if words.lower().startswith("that ") else words
    return f"{who} is reported ({statement.cue or 'no cue printed'}): “{words}” {place}."


def _date(published: str | None) -> tuple[str, str]:
    """The year, and the date as APA writes it: 2025, April 30."""
    if not published:
        return "n.d.", "n.d."
    parts = published[:10].split("-")
    if len(parts) == 1:
        return parts[0], parts[0]
    month = MONTHS[int(parts[1]) - 1]
    day = f" {int(parts[2])}" if len(parts) > 2 else ""
    return parts[0], f"{parts[0]}, {month}{day}"


def _inverted(author: str) -> str:
    name = clean(author)
    if not name.full:
        return author
    initials = " ".join("-".join(f"{p[0]}." for p in g.split("-") if p) for g in name.given)
    suffix = f", {name.suffix[0]}" if name.suffix else ""
    return f"{' '.join(name.family)}, {initials}{suffix}"


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + ", & " + names[-1]


def _cited(families: list[str]) -> str:
    if len(families) > 2:
        return f"{families[0]} et al."
    return " & ".join(families)


def _ended(title: str) -> str:
    return title if title[-1] in ".?!" else f"{title}."
