"""What an article says that somebody said: plain, frozen data.

The words of the field (PolNeAR, Newell et al. 2018): an *attribution* links a *source* (who), a *cue*
(the words that attribute) and *content* (what). Here "source" is always the mention as printed, and
"speaker" the party it is taken for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from quotes.document import Span

MARKS = '"“”„«»'
"""Marks that make content direct or mixed. Two apostrophes or backticks count as one (newswire)."""

CLOSING = {"“": "”", '"': '"', "„": "“”", "«": "»", "»": "«", "”": "”"}

GAP = " … "
"""Stands between two pieces of one statement when words of the article were left out."""


class Kind(StrEnum):
    """Wholly in quotation marks, partly, or not at all."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Medium(StrEnum):
    """Said, written or published, or thought: what is believed, felt, intended or expected (the three of
    Semino & Short 2004). Which one it is, ``quotes.extract.medium`` decides."""

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"


class SpeakerKind(StrEnum):
    """What sort of party speaks. ``OTHER`` is a group (Republicans, Germans) or a thing."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Speaker:
    """The party that a mention is taken for, by the fullest form of its name in the article.

    ``reason`` says in words why the mention was resolved so; it takes no part in equality.
    ``at`` is the name inside the mention that led there; None for a pronoun or a description.
    ``description`` is what the article says the speaker is ("Prime Minister", "chief economist at Pell
    Bank"), as a place in its text: in the mention, if it says so, else where the speaker is first
    introduced with a title before the name or an apposition behind it; without the article before it.
    None where the text gives none. Neither takes part in equality.
    """

    name: str
    kind: SpeakerKind
    reason: str = field(default="", compare=False)
    at: Span | None = field(default=None, compare=False, repr=False)
    description: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement: content, cue and source as places in the article's text.

    ``content`` has at least one span; ``cue`` and ``source`` may be empty. Spans of one role are in
    order and do not overlap. ``confidence`` is the probability, 0 to 1, that the words are
    said and the source is right (``quotes.extract.confidence``). ``article`` is the text that all spans point into; what is shown is always cut from it. ``negated``: the article says
    that the source did not say, write or think it ("denied that", "has never claimed"). ``joint`` are the
    others who say it together with ``speaker``, if the source names several (Quill and Ortel), in order.
    ``description`` is how a source that is not named is described (a "senior official"); None for a pronoun,
    and where there is a speaker, whose own description stands in ``Speaker``.
    """

    kind: Kind
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    speaker: Speaker | None
    confidence: float
    article: str = field(repr=False)
    medium: Medium = Medium.SPEECH
    negated: bool = False
    joint: tuple[Speaker, ...] = ()
    description: Span | None = None

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """All who say it together, the first of them first; empty where nobody is named."""
        return (self.speaker, *self.joint) if self.speaker else ()

    @property
    def text(self) -> str:
        """The content as printed, its pieces joined, with an ellipsis where words are left out."""
        return cut(self.article, self.content)

    @property
    def cue_text(self) -> str:
        """The cue as printed, or an empty string."""
        return cut(self.article, self.cue)

    @property
    def source_text(self) -> str:
        """The mention as printed, or an empty string."""
        return cut(self.article, self.source)


def cut(text: str, spans: tuple[Span, ...]) -> str:
    """The stretches of ``text`` under ``spans``, with ``GAP`` where anything but white space is left
    out between two. Line breaks inside become spaces."""
    out = ""
    for i, span in enumerate(spans):
        if i:
            between = text[spans[i - 1].end : span.start]
            out += GAP if between.strip() else " "
        out += " ".join(span.of(text).split())
    return out


def kind_of(text: str, spans: tuple[Span, ...]) -> Kind:
    """Direct if the content begins and ends with a quotation mark, mixed if it holds one, else
    indirect. Single marks count where they stand at both ends and are no apostrophes (British
    style). A piece of punctuation after the closing mark does not make a quotation mixed."""
    printed = " ".join(span.of(text) for span in spans).strip().rstrip(".,;:!?… ")
    printed = printed.replace("''", '"').replace("``", '"')
    if printed[:1] in ("‘", "'") and printed[-1:] in ("’", "'") and len(printed) > 2:
        return Kind.DIRECT
    if any(m in printed for m in MARKS):
        ends = printed[0] in MARKS and printed[-1] in MARKS
        return Kind.DIRECT if ends else Kind.MIXED
    return Kind.INDIRECT
