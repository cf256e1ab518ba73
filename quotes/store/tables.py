"""The shape of the database. ``db/schema.sql`` is its printed form, ``db/migrations/`` its history.

Identifiers: an article's and an attribution's ``id`` are computed from what they are, so the same
article read twice, here or elsewhere, has the same ones; ``number`` is only where a row lies in this
file. Dates are ISO 8601 text, as precise as the source was: a news date is often only a day, and a
column of date-times would have to invent the rest.
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel


class Article(SQLModel, table=True):
    """One article, its text stored once; every span in the database points into ``text``. Of an
    ``excerpt`` (in a published copy) only the paragraphs with statements are there, in their old places;
    the rest is blank."""

    id: str = Field(primary_key=True)
    hash: str = Field(index=True)
    title: str | None = None
    authors: str | None = None
    publisher: str | None = Field(default=None, index=True)
    published: str | None = Field(default=None, index=True)
    url: str | None = Field(default=None, index=True)
    language: str | None = None
    text: str
    origin: str | None = None
    added: str
    excerpt: bool = Field(default=False, sa_column_kwargs={"server_default": sql("0")})


class Run(SQLModel, table=True):
    """One reading of an article by one model. The newest run of an article is the one that counts.
    Statements of less than ``min_confidence`` were not stored; NULL stands for the model's own limits."""

    id: int | None = Field(default=None, primary_key=True)
    article_id: str = Field(foreign_key="article.id", index=True, ondelete="CASCADE")
    model: str
    version: str
    at: str
    attributions: int
    min_confidence: float | None = None


class Speaker(SQLModel, table=True):
    """A party that mentions resolve to: the names that judgements have joined. ``id`` is that of its
    oldest name; ``name`` its fullest, or the one that a person gave it; ``wikidata`` the identifier there
    (Q…), where a person gave one. Computed from the ledger, never edited."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    kind: str
    attributions: int = Field(default=0, index=True)
    wikidata: str | None = Field(default=None, index=True)


class Name(SQLModel, table=True):
    """One way in which articles write a party's name, by its fullest form there.

    A full name means the same party wherever it stands, until somebody judges otherwise; its
    ``scope`` is empty. A single word for a person ("Smith") means somebody in its own article only, and
    so does a full name that a person split off there: ``scope`` is that article's id. ``attributions``
    counts the statements whose mentions were taken for it; a name that came by import may have none. One for
    which nothing is said any more, and of which no person said anything, has no speaker.
    """

    __table_args__ = (UniqueConstraint("text", "kind", "scope"),)

    id: int | None = Field(default=None, primary_key=True)
    text: str
    kind: str
    scope: str = Field(default="", index=True)
    speaker_id: int | None = Field(default=None, foreign_key="speaker.id", index=True)
    attributions: int = Field(default=0, sa_column_kwargs={"server_default": sql("0")})


class Block(SQLModel, table=True):
    """A key under which a name is found. Only names that share one are ever compared
    (``quotes.names.block``); with a question mark in front, only to ask a person."""

    key: str = Field(primary_key=True)
    name_id: int = Field(primary_key=True, foreign_key="name.id", index=True, ondelete="CASCADE")


class Attribution(SQLModel, table=True):
    """One statement. ``text``, ``cue`` and ``source`` are cut from the article's text by the spans in
    ``span`` and ``mention`` when the row is written; ``medium`` and ``negated`` are computed from them.
    ``published`` and ``publisher`` are the article's; ``wording`` is a key of the words
    (``quotes.wording``), by which the same statement is known in another article."""

    __table_args__ = (
        # With all that a speaker's page counts, so that it need not read the rows.
        Index(
            "ix_attribution_said", "speaker_id", "published", "publisher", "medium", "article_id"
        ),
        Index("ix_attribution_publisher", "publisher", "published"),
        Index("ix_attribution_wording", "wording", sqlite_where=sql("wording IS NOT NULL")),
    )

    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    article_id: str = Field(foreign_key="article.id", index=True, ondelete="CASCADE")
    run_id: int = Field(foreign_key="run.id", index=True)
    kind: str = Field(index=True)
    text: str
    cue: str
    source: str
    speaker_id: int | None = Field(default=None, foreign_key="speaker.id")
    confidence: float
    start: int
    published: str | None = Field(default=None, index=True)
    medium: str = Field(default="speech", index=True, sa_column_kwargs={"server_default": "speech"})
    negated: bool = Field(default=False, sa_column_kwargs={"server_default": sql("0")})
    publisher: str | None = None
    wording: int | None = None


class Span(SQLModel, table=True):
    """Where an attribution's content, cue and source stand: half-open, in code points of the article's
    text. ``role`` is content, cue or source; ``position`` counts the pieces of one role."""

    __tablename__ = "span"

    attribution: int = Field(foreign_key="attribution.number", primary_key=True, ondelete="CASCADE")
    role: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    start: int
    end: int


class Mention(SQLModel, table=True):
    """Whom an attribution's source was taken for: ``name_id`` and why (``reason``), or neither where nobody
    is named. Joint sources ("Trump and Pence") have one row for each party, in the order of the text.

    ``start`` and ``end`` are where the mention stands: the source, or of joint sources the part that
    means this party; null where a statement goes on with the speaker before it and prints no source.
    ``description`` is what the article calls the party at that time ("minister for economic
    revitalization", "senior official"), cut from ``description_start`` to ``description_end``.

    Where a person corrected who speaks, ``name_id`` and ``reason`` are theirs, and ``read_name_id`` and
    ``read_reason`` what reading the article gave; ``read_reason`` is null where nothing was corrected.
    """

    __table_args__ = (
        Index("ix_mention_called", "name_id", "description"),
        Index("ix_mention_joint", "name_id", sqlite_where=sql("position > 0")),
    )

    attribution: int = Field(foreign_key="attribution.number", primary_key=True, ondelete="CASCADE")
    position: int = Field(primary_key=True)
    start: int | None = None
    end: int | None = None
    name_id: int | None = Field(default=None, foreign_key="name.id")
    reason: str = ""
    description: str | None = None
    description_start: int | None = None
    description_end: int | None = None
    read_name_id: int | None = Field(default=None, foreign_key="name.id")
    read_reason: str | None = None


class Action(SQLModel, table=True):
    """Something a person did to speakers or statements (``what``: merge, split, rename, identify, review,
    import, correct, hide), as one thing that can be undone: its judgements, labels and corrections are
    withdrawn together."""

    id: int | None = Field(default=None, primary_key=True)
    what: str
    summary: str
    by: str
    at: str
    withdrawn: str | None = None
    withdrawn_by: str | None = None


class Judgement(SQLModel, table=True):
    """One entry of the ledger: that two names are the same party, different, or unsure; by which rule
    or person (``by``), why, and when it was withdrawn. Entries are added and withdrawn, never changed."""

    id: int | None = Field(default=None, primary_key=True)
    left_id: int = Field(foreign_key="name.id", index=True)
    right_id: int = Field(foreign_key="name.id", index=True)
    verdict: str = Field(index=True)
    score: float
    reason: str
    by: str
    at: str
    withdrawn: str | None = None
    withdrawn_by: str | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)


class Label(SQLModel, table=True):
    """What a person said of the speaker that has a name: ``field`` is name (as it should be shown), kind,
    wikidata, alias, or split (the number of the name that it was split off from in one article). Tied to a name, so that it goes where the name goes; added and withdrawn like
    judgements, and of one field the last that stands counts (aliases count all)."""

    id: int | None = Field(default=None, primary_key=True)
    name_id: int = Field(foreign_key="name.id", index=True)
    field: str
    value: str
    by: str
    at: str
    withdrawn: str | None = None
    withdrawn_by: str | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)


class Correction(SQLModel, table=True):
    """What a person said of one statement: who speaks (``field`` speaker; ``value`` the name, empty for
    nobody; ``kind`` what that is), or that it is not to be shown (``field`` hidden). Tied to the statement's
    identifier and to the place of its content, so that it holds when the article is read anew. Of a hidden
    statement ``snapshot`` keeps the rows, as JSON, that its return needs. Added and withdrawn like
    judgements; of one field the last that stands counts."""

    id: int | None = Field(default=None, primary_key=True)
    attribution_id: str = Field(index=True)
    article_id: str = Field(foreign_key="article.id", index=True, ondelete="CASCADE")
    start: int
    end: int
    field: str
    value: str
    kind: str | None = None
    snapshot: str | None = None
    reason: str
    by: str
    at: str
    withdrawn: str | None = None
    withdrawn_by: str | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id", index=True)


class Tally(SQLModel, table=True):
    """How many articles (``what``: article) or statements (``what``: their medium) there are of a month
    and publisher; an empty text where either is not known. Kept by triggers."""

    what: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    publisher: str = Field(primary_key=True)
    number: int


class Failure(SQLModel, table=True):
    """Something that could not be read, and why: one bad article never stops a run."""

    id: int | None = Field(default=None, primary_key=True)
    origin: str
    error: str
    at: str
