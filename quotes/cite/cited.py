"""What the forms of a citation are written from: a statement, and what is known about its article."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from quotes import search
from quotes.search import Statement

UNTITLED = "[Untitled article]"
UNNAMED = "An unnamed source"


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement to cite. ``authors`` are the names of the byline; ``address`` is the permanent address
    of the statement's own page; ``description`` is what the article calls the speaker at that time;
    ``language`` is the article's, ``speaker_kind`` one of ``quotes.attribution.SpeakerKind``. What is
    empty is not known."""

    statement: Statement
    authors: tuple[str, ...]
    address: str = ""
    description: str = ""
    language: str = ""
    speaker_kind: str = ""

    @property
    def title(self) -> str:
        """The article's title on one line, "[Untitled article]" if it has none."""
        return one_line(self.statement.title or "") or UNTITLED

    @property
    def publisher(self) -> str:
        return one_line(self.statement.publisher or "")

    @property
    def url(self) -> str:
        """The article's address, empty unless it is one of the web."""
        return web_address(self.statement.url)

    @property
    def date(self) -> tuple[int, ...]:
        """Year, month and day of the article, as many as are known."""
        return date_parts(self.statement.published)

    @property
    def iso_date(self) -> str:
        """The date in ISO 8601, as precise as it is known: 2026-01-19, 2026-01, 2026 or nothing."""
        return "-".join(f"{p:0{2 if i else 4}}" for i, p in enumerate(self.date))

    @property
    def who(self) -> str:
        """Who says it: the speakers, else the source as printed."""
        who = one_line(self.statement.speakers or self.statement.source or "") or UNNAMED
        return who[0].upper() + who[1:]

    @property
    def how(self) -> str:
        """How it is said, in words: "direct, speech, cue: said"."""
        found = self.statement
        negated = "negated: the article denies it of the speaker" if found.negated else ""
        cue = f"cue: {found.cue}" if found.cue else "no cue printed"
        return one_line(", ".join(w for w in (found.kind, found.medium, negated, cue) if w))

    @property
    def note(self) -> str:
        """The statement on one line, for the note of a reference manager: who, the words, how, the
        statement's identifier and its address."""
        found = self.statement
        who = self.who + (f", {self.description}" if found.speaker and self.description else "")
        where = f", {self.address}" if self.address else ""
        return one_line(f"{who}: {found.text} [{self.how}] Statement {found.id}{where}")


def cited(connection: Connection, key: str, address: str = "") -> Cited:
    """The statement with the identifier ``key`` and all that its citations need; ``address`` is that of
    its own page, if it has one. Raises NotFoundError."""
    found = search.statement(connection, key)
    language = connection.execute(
        text("SELECT language FROM article WHERE id = :id"), {"id": found.article_id}
    ).scalar()
    kind = connection.execute(
        text("SELECT kind FROM speaker WHERE id = :id"), {"id": found.speaker_id}
    ).scalar()
    return Cited(
        found,
        search.authors(connection, found.article_id),
        address,
        search.description(connection, key),
        language or "",
        kind or "",
    )


def sound(words: str) -> str:
    """``words`` as any file can hold them: halves of characters replaced (U+FFFD), control characters
    left out but for white space."""
    kept = "".join(c for c in words if unicodedata.category(c) != "Cc" or c.isspace())
    return kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def one_line(words: str) -> str:
    """``words`` on one line, white space made single: files of references are read line by line."""
    return " ".join(sound(words).split())


def web_address(url: str | None) -> str:
    """``url`` without white space around it, what may not stand in an address encoded; empty unless it
    is an address of the web (http, https). A link is made of it: no other scheme may pass."""
    url = sound(url or "").strip()
    if not re.match(r"https?://[^\s/?#]", url, re.IGNORECASE):
        return ""
    return re.sub(
        r"[\s\"<>\\^`{|}]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode("utf-8")), url
    )


def date_parts(published: str | None) -> tuple[int, ...]:
    """Year, month and day of a date in ISO 8601, as many as it has; a day that no month has is left
    out, and of what is no date nothing is left."""
    found = re.match(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?(?![0-9])", published or "")
    if not found or found[1] == "0000":
        return ()
    parts = tuple(int(p) for p in found.groups() if p)
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return parts[:2]
    return parts
