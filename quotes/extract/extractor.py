"""The whole way from an article's text to its attributions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quotes import home
from quotes.attribution import Attribution, Kind, kind_of
from quotes.document import Document, Span, paragraphs, united
from quotes.extract.confidence import chance, features, least_of, weights_of
from quotes.extract.decode import Found, decode
from quotes.extract.furniture import furniture
from quotes.extract.labels import ENTITIES, ROLES
from quotes.extract.layout import Layout, layout
from quotes.extract.link import Draft, continued, link, parted
from quotes.extract.marks import quotations, whole
from quotes.extract.medium import medium_of, negated
from quotes.extract.mend import settled
from quotes.extract.resolve import Resolver
from quotes.extract.tagger import Scores, Tagger
from quotes.extract.windows import windows

AHEAD = 8
"""Articles whose windows may wait for a core. A dozen windows keep two cores busy; more only cost memory."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An article that the model is reading: what each function returns are a window's scores."""

    text: str
    scores: Sequence[Callable[[], Scores]]
    layout: Layout


class Extractor:
    """Finds attributions with the model in ``folder`` (the one in the package if None).

    Load it once and use it for many articles: loading takes a fraction of a second and, with what
    a window needs, some 150 MB. ``threads`` cores are used at most (0: all). Raises ModelError.
    """

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        self.tagger = Tagger(folder or home.model(), threads)
        self.weights = weights_of(self.tagger.facts)
        self.least = least_of(self.tagger.facts)
        """The confidence from which on statements are shown, by kind, if nothing else is asked: where F is
        highest on articles not trained on; direct quotations are all shown."""

    @property
    def model(self) -> str:
        """The hash of the model's files."""
        return self.tagger.hash

    def __call__(
        self, article: Document | str, min_confidence: float | None = None
    ) -> list[Attribution]:
        """The attributions of one article, in the order of their first words.

        Spans are half-open, in code points of the text as given. Captions, credits, datelines and
        teasers are passed over. Of less than ``min_confidence`` nothing is returned; None stands for
        ``least``, 0 for everything. The same text and model always give the same result.
        """
        return next(self.many([article], min_confidence))

    def many(
        self, articles: Iterable[Document | str], min_confidence: float | None = None
    ) -> Iterator[list[Attribution]]:
        """The attributions of each article, in the order given, as one call for each would give them.

        With several cores, articles ahead are being read while one is put together: twice as fast
        on two (``benchmarks/speed.py``). At most ``AHEAD`` articles are taken before they are asked for.
        """
        begun: deque[Begun] = deque()
        ahead = AHEAD if self.tagger.threads > 1 else 1
        for article in articles:
            begun.append(self.begin(article))
            if len(begun) >= ahead:
                yield self.finish(begun.popleft(), min_confidence)
        while begun:
            yield self.finish(begun.popleft(), min_confidence)

    def begin(self, article: Document | str) -> Begun:
        """Starts the model on an article."""
        text = article.text if isinstance(article, Document) else article
        shape = layout(text, _own(text))
        found = windows(text, shape.body, self.tagger.tokenizer)
        return Begun(text, [self.tagger.start(window) for window in found], shape)

    def finish(self, begun: Begun, min_confidence: float | None = None) -> list[Attribution]:
        """The attributions of an article that was begun."""
        text = begun.text
        least = self.limits(min_confidence)
        drafts, entities = self.drafts(begun)
        resolver = Resolver(text, entities, begun.layout.voices)
        out = []
        for draft in drafts:
            # Rules that mend a content's ends may grow a piece into the next (6 of 22,706 in PolNeAR).
            content = united(c.span for c in draft.content)
            if not any(c.isalnum() for span in content for c in span.of(text)):
                continue
            source = (draft.source.span,) if draft.source else ()
            cue = (draft.cue.span,) if draft.cue else ()
            kind, sure = kind_of(text, content), round(self.confidence(text, draft), 4)
            if sure < least[kind]:
                continue
            who = resolver(source, content)
            medium, no = (
                medium_of(text, cue, source, content),
                negated(text, cue, source, content),
            )
            out.append(
                Attribution(
                    kind,
                    content,
                    cue,
                    source,
                    who.speaker,
                    sure,
                    text,
                    medium,
                    no,
                    who.joint,
                    who.description,
                )
            )
        return sorted(out, key=lambda a: a.content[0])

    def limits(self, min_confidence: float | None) -> dict[Kind, float]:
        """The confidence from which on statements of each kind are shown."""
        return self.least if min_confidence is None else dict.fromkeys(Kind, min_confidence)

    def confidence(self, text: str, draft: Draft) -> float:
        """How likely ``draft`` is right (``confidence``); of a model without weights, its own estimate."""
        if self.weights is None or draft.told:
            return draft.confidence
        return chance(self.weights, features(text, draft))

    def drafts(self, begun: Begun) -> tuple[list[Draft], list[Found]]:
        """What the model finds and the layout tells: unresolved attributions, and the names in the text."""
        text = begun.text
        drafts: list[Draft] = []
        entities: list[Found] = []
        for wait in begun.scores:
            scores = wait()
            spans = decode(scores.window, scores.tags, ROLES)
            names = decode(scores.window, scores.entities, ENTITIES)
            entities += names
            for draft in link(spans, names, scores):
                drafts += parted(text, draft)
        marks = [q for paragraph in begun.layout.body for q in quotations(text, paragraph)]
        drafts = whole(marks, list(_joined(text, drafts)))
        return settled(text, drafts, entities, begun.layout), entities


def _own(text: str) -> list[Span]:
    """The article's own paragraphs, without the furniture of the page."""
    places = paragraphs(text)
    return [p for p, why in zip(places, furniture(text, places), strict=True) if not why]


def _joined(text: str, drafts: list[Draft]) -> Iterator[Draft]:
    """Puts a quotation that runs over paragraphs together: one statement, one speaker."""
    last: Draft | None = None
    for draft in drafts:
        if (
            last
            and draft.cue is None
            and len(draft.content) == 1
            and continued(text, last.content[-1].span, draft.content[0].span)
        ):
            last.content += draft.content
            continue
        if last:
            yield last
        last = draft
    if last:
        yield last


@cache
def default(folder: Path | None = None) -> Extractor:
    """The extractor with the model in ``folder`` (None: of the package), loaded at the first call and kept."""
    return Extractor(folder)


def extract(text: str, min_confidence: float | None = None) -> list[Attribution]:
    """The attributions in ``text``: who said what. Loads the model at the first call.

    Returns them in the order of their first words; those of less than ``min_confidence`` are left out
    (None: what the model's own file says; 0: none). Raises ModelError if the installation is damaged;
    any text is accepted, an empty one gives an empty list.
    """
    return default()(text, min_confidence)
