"""Articles and statements built by hand, so that a test needs no model and shows text and spans at a
glance. ``Stub`` stands where a caller wants an extractor and returns statements built so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from quotes.attribution import Attribution, Kind, Speaker, SpeakerKind, kind_of
from quotes.document import Document, Span
from quotes.extract.medium import medium_of, negated
from quotes.names.clean import TITLES, fold
from quotes.store.database import open_database
from quotes.store.write import store

Words = str | Sequence[str]


def said(
    article: str,
    content: Words,
    cue: Words = (),
    source: Words = (),
    who: str | None = None,
    kind: SpeakerKind = SpeakerKind.PERSON,
    *,
    reason: str = "named in the sentence",
    confidence: float = 0.9,
) -> Attribution:
    """The statement whose ``content``, ``cue`` and ``source`` are these words of ``article``; several
    pieces of one role are given in their order. Cue and source are looked for beside the content first,
    so that "said" is the nearest one."""
    pieces = places(article, content, 0)
    near = max(0, article.rfind("\n", 0, pieces[0].start))
    roles = places(article, cue, near), places(article, source, near), pieces
    return Attribution(
        kind_of(article, pieces),
        pieces,
        *roles[:2],
        Speaker(who, kind, reason) if who else None,
        confidence,
        article,
        medium_of(article, *roles),
        negated(article, *roles),
    )


def places(article: str, words: Words, start: int) -> tuple[Span, ...]:
    """Where each of ``words`` stands in ``article``, each looked for after the one before."""
    found = []
    for piece in (words,) if isinstance(words, str) and words else words:
        at = article.index(piece, start)
        start = at + len(piece)
        found.append(Span(at, start))
    return tuple(found)


def tell(connection: Connection, *people: str, number: int | None = None, title: str = "") -> str:
    """Stores an article in which each of ``people`` says one thing; returns its identifier. "Senator Ada
    Quill" has a description before her name, "Ada Quill, the union’s president" one behind; words that
    begin small are a bare description; names joined by "&" speak together; "Pell Bank!" is a body."""
    if number is None:
        number = connection.execute(text("SELECT count(*) FROM article")).scalar() or 0
    lines, spans = [], []
    at = 0
    for i, given in enumerate(people):
        parts = [p.strip() for p in given.split("&")]
        content = f"“Number {number}, {i},”"
        line = f"{content} said {' and '.join(p.rstrip('!') for p in parts)}."
        speakers = []
        start = at + len(content) + len(" said ")
        for part in parts:
            speakers.append(_speaker(part, start))
            start += len(part.rstrip("!")) + len(" and ")
        spans.append((Span(at, at + len(content)), line, at, speakers))
        lines.append(line)
        at += len(line) + 1
    article = "\n".join(lines)
    found = []
    for content, line, begin, speakers in spans:
        cue = begin + len(content.of(article)) + 1
        source = Span(cue + len("said "), begin + len(line) - 1)
        first, *others = speakers
        named = first.name != ""
        found.append(
            Attribution(
                kind_of(article, (content,)),
                (content,),
                (Span(cue, cue + len("said")),),
                (source,),
                first if named else None,
                0.9,
                article,
                joint=tuple(others),
                description=None if named else first.description,
            )
        )
    document = Document(article, title=title or None, published=f"2026-01-{number % 28 + 1:02}")
    store(connection, document, found, model="m", version="0")
    return str(
        connection.execute(
            text("SELECT id FROM article WHERE hash = :h"), {"h": document.hash}
        ).scalar()
    )


def _speaker(given: str, at: int) -> Speaker:
    kind = SpeakerKind.ORGANIZATION if given.endswith("!") else SpeakerKind.PERSON
    given = given.rstrip("!")
    name, _, after = given.partition(", ")
    titles = [w for w in name.split() if fold(w) in TITLES]
    bare = " ".join(w for w in name.split() if w not in titles)
    place: Span | None = None
    if given[0].islower():
        return Speaker("", kind, "", None, Span(at, at + len(given)))
    if after:
        start = at + len(name) + 2
        place = Span(start, start + len(after))
    elif titles and kind == SpeakerKind.PERSON:
        place = Span(at, at + len(" ".join(titles)))
    name = bare if kind == SpeakerKind.PERSON else name
    own = at + given.index(name)
    return Speaker(name, kind, "named", Span(own, own + len(name)), place)


class UndoError(Exception):
    """Rolls a transaction back, so that one file serves many examples."""


@contextmanager
def scratch(path: Path) -> Iterator[Connection]:
    """A transaction on an empty database that leaves nothing behind."""
    database = open_database(path, write=True)
    try:
        with database.writing() as connection:
            yield connection
            raise UndoError
    except UndoError:
        pass
    finally:
        database.close()


class Stub:
    """An extractor that finds what ``find`` returns for an article; ``seen`` are the articles it read."""

    def __init__(
        self,
        find: Callable[[Document], list[Attribution]] = lambda document: [],
        model: str = "model-1",
    ) -> None:
        self.find = find
        self.model = model
        self.seen: list[Document] = []

    def limits(self, min_confidence: float | None) -> dict[Kind, float]:
        return dict.fromkeys(Kind, min_confidence or 0.0)

    def __call__(
        self, document: Document, min_confidence: float | None = None
    ) -> list[Attribution]:
        self.seen.append(document)
        return self.find(document)


def first_line(document: Document) -> list[Attribution]:
    """The first line of the article, said by Ada Quill: enough for tests that only count."""
    line = document.text.splitlines()[0]
    return [said(document.text, line, who="Ada Quill")]


TABLES = (
    "article",
    "run",
    "attribution",
    "span",
    "mention",
    "name",
    "block",
    "speaker",
    "action",
    "judgement",
    "label",
    "correction",
    "tally",
    "failure",
)


def dump(connection: Connection, *tables: str) -> dict[str, list[tuple]]:
    """Every row of ``tables`` (all of ours if none are named), to compare before and after."""
    return {
        name: sorted(
            (tuple(r) for r in connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr
        )
        for name in tables or TABLES
    }


# One long line each, so that nobody could take the lines for a paragraph hard-wrapped.
WALL = Document(
    "“It sounded like a freight train,” Fire Chief Colm Darrow said. “Then there was no street.”\n"
    "Infrastructure Minister Marguerite Ortel said that it was too early to blame tariffs, before she "
    "borrowed a shovel and cleared the steps of the smokehouse with her own hands.\n"
    "“Nobody signed off on a wall they believed would fall,” Ortel said.",
    title="Sea wall gives way in Port Ellery",
    authors=("Odile Brandvold",),
    publisher="Northern Wire",
    published="2026-01-19",
    url="https://example.org/northern-wire/wall",
)
TALKS = Document(
    "“Each passing day, Japanese companies are suffering losses,” Akazawa, minister for economic "
    "revitalization, said before leaving Japan. “I’m committed to making progress.”\n"
    "He indicated that security would not be tied to the tariff talks.",
    publisher="The Asahi Shimbun",
    published="2025-04-30T18:46+09:00",
)
MEMO = Document(
    "Marguerite Ortel called the memorandum “almost painfully polite” on Monday.\n"
    "The Ministry of Infrastructure declined to comment on voids, and its spokesman, who was asked "
    "twice, looked at his shoes, then at the ceiling, then at the clock.\n"
    "‘They never rang us,’ said Tomás de la Cueva, the union’s president.",
    title="Ministry was told of ‘voids’",
    authors=("Fenella Marsh-Ivory", "Idris Colman"),
    publisher="The Harbour Courier",
    published="2026-02",
)
UNDATED = Document(
    "Søren Halvard, a forecaster, said the storm was not exceptional, and pointed to a chart on which "
    "four others like it were drawn, each with its date.\n"
    "An official reportedly saw the memorandum.",
    title="Forecasters defend storm warning",
)

HAND_MADE: dict[Document, list[Attribution]] = {
    WALL: [
        said(
            WALL.text,
            ("“It sounded like a freight train,”", "“Then there was no street.”"),
            "said",
            "Fire Chief Colm Darrow",
            "Colm Darrow",
        ),
        said(
            WALL.text,
            "that it was too early to blame tariffs",
            "said",
            "Infrastructure Minister Marguerite Ortel",
            "Marguerite Ortel",
        ),
        said(
            WALL.text,
            "“Nobody signed off on a wall they believed would fall,”",
            "said",
            "Ortel",
            "Marguerite Ortel",
            reason="surname of Marguerite Ortel",
        ),
    ],
    TALKS: [
        said(
            TALKS.text,
            (
                "“Each passing day, Japanese companies are suffering losses,”",
                "“I’m committed to making progress.”",
            ),
            "said",
            "Akazawa, minister for economic revitalization",
            "Ryosei Akazawa",
        ),
        said(
            TALKS.text,
            "that security would not be tied to the tariff talks",
            "indicated",
            "He",
            "Ryosei Akazawa",
            reason="“He” goes on with the speaker before",
        ),
    ],
    MEMO: [
        said(
            MEMO.text,
            "the memorandum “almost painfully polite”",
            "called",
            "Marguerite Ortel",
            "Marguerite Ortel",
        ),
        said(
            MEMO.text,
            "to comment on voids",
            "declined",
            "The Ministry of Infrastructure",
            "Ministry of Infrastructure",
            SpeakerKind.ORGANIZATION,
        ),
        said(
            MEMO.text,
            "‘They never rang us,’",
            "said",
            "Tomás de la Cueva, the union’s president",
            "Tomás de la Cueva",
        ),
    ],
    UNDATED: [
        said(
            UNDATED.text,
            "the storm was not exceptional",
            "said",
            "Søren Halvard, a forecaster",
            "Søren Halvard",
        ),
        said(UNDATED.text, "saw the memorandum", "reportedly", "An official"),
    ],
}
"""Four articles with ten statements: direct, mixed and indirect; five speakers and one nobody is named
for; dated by the minute, the day, the month and not at all."""
