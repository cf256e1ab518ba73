"""How well statements are found: scores against a corpus that people annotated.

The measures are those of the field (Newell et al. 2018, Muzny et al. 2017), made comparable between
systems that treat marks and punctuation differently: a content is compared by the letters and digits
it covers, once its ends are trimmed of punctuation and of a leading "that".

- *content*: predicted and annotated content are matched one to one, best overlap first, where the
  intersection over union is at least one half; *content exact*: the two cover the same.
- *direct*, *mixed*, *indirect*: recall by the annotated content's kind, precision by the predicted.
- *source*, *cue*: of the matched whose annotation has one, the share that overlaps it by half of the
  shorter (source), or touches it (cue).
- *end to end*: content matched and source right, or rightly absent.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotes.document import Span
from quotes.errors import InputError

EDGE = frozenset(" \t\r\n\"“”‘’'`,.;:!?—–-()[]")
QUOTATION = ("“", "”", '"')


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated article: each attribution's content, cue and source spans."""

    id: str
    text: str
    attributions: tuple[Roles, ...]


@dataclass(frozen=True, slots=True)
class Roles:
    """The spans of one attribution, annotated or predicted."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()

    def kind(self, text: str) -> str:
        """Its kind by double marks alone, as the corpora and their scorers have it."""
        printed = " ".join(s.of(text) for s in self.content).strip()
        printed = printed.replace("''", '"').replace("``", '"')
        if not any(m in printed for m in QUOTATION):
            return "indirect"
        return "direct" if printed[0] in QUOTATION and printed[-1] in QUOTATION else "mixed"


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision, recall and F, in percent, over ``gold`` annotated and ``found`` predicted."""

    precision: float
    recall: float
    f: float
    gold: int
    found: int

    @classmethod
    def of(cls, right_found: int, found: int, right_gold: int, gold: int) -> Measure:
        p = right_found / found if found else 0.0
        r = right_gold / gold if gold else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        return cls(round(100 * p, 1), round(100 * r, 1), round(100 * f, 1), gold, found)


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of one corpus. ``source`` and ``cue`` are percentages of matched contents,
    ``direct_end_to_end`` is the recall, in percent, of direct quotations with their source."""

    articles: int
    measures: dict[str, Measure]
    source: float
    cue: float
    direct_end_to_end: float


def read_gold(path: Path) -> list[Gold]:
    """The articles of a gold corpus: JSON lines with ``id``, ``text`` and ``attributions``, each with
    ``content``, ``cue`` and ``source`` as lists of ``[start, end]``. Raises InputError with the line."""
    out = []
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as e:
        raise InputError(f"cannot be read as a gold corpus ({e})", where=str(path)) from e
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found = tuple(
                Roles(*(_spans(a.get(role) or []) for role in ("content", "cue", "source")))
                for a in row["attributions"]
                if a.get("content")
            )
            if not isinstance(row["text"], str):
                raise TypeError("its text is no string")
            out.append(Gold(str(row["id"]), row["text"], found))
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise InputError(
                f"is no gold article ({type(e).__name__}: {e}); "
                "each line needs id, text and attributions with content, cue and source",
                where=f"{path}, line {number}",
            ) from e
    if not out:
        raise InputError("holds no article", where=str(path))
    return out


def _spans(pairs: Sequence[Any]) -> tuple[Span, ...]:
    return tuple(Span(int(start), int(end)) for start, end in pairs)


def evaluate(
    gold: Sequence[Gold],
    extract: Callable[[str], Iterable[Any]],
    watch: Callable[[Sequence[Gold]], Iterable[Gold]] = iter,
) -> Report:
    """The scores of ``extract`` (text → attributions) on ``gold``. ``watch`` may wrap the articles in
    a progress bar."""
    c: Counter[str] = Counter()
    for article in watch(gold):
        found = [Roles(a.content, a.cue, a.source) for a in extract(article.text)]
        c.update(_count(article, found))
    names = {"content exact": ("exact", "exact"), "content": ("matched", "matched")}
    measures = {
        name: Measure.of(c[a], c["found"], c[b], c["gold"]) for name, (a, b) in names.items()
    }
    for kind in ("direct", "mixed", "indirect"):
        measures[kind] = Measure.of(
            c[f"right found {kind}"], c[f"found {kind}"], c[f"right gold {kind}"], c[f"gold {kind}"]
        )
    measures["end to end"] = Measure.of(c["end"], c["found"], c["end"], c["gold"])
    return Report(
        len(gold),
        measures,
        _share(c["source right"], c["source"]),
        _share(c["cue right"], c["cue"]),
        _share(c["end direct"], c["gold direct"]),
    )


def judged(article: Gold, found: Sequence[Roles]) -> list[bool]:
    """Whether each of ``found`` is right: content matched, and source right or rightly none."""
    text = article.text
    mine = [covered(x.content, text) for x in article.attributions]
    theirs = [covered(x.content, text) for x in found]
    out = [False] * len(found)
    for i, j in matches(mine, theirs):
        out[j] = _source_right(article.attributions[i], found[j], text)
    return out


def _source_right(gold: Roles, found: Roles, text: str) -> bool:
    source, other = covered(gold.source, text), covered(found.source, text)
    if not source:
        return not other
    return bool(other) and 2 * len(source & other) >= min(len(source), len(other))


@dataclass(frozen=True, slots=True)
class Bin:
    """The statements whose confidence lies in ``[low, high)``: how many, their mean confidence, and
    the share of them that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def reliability(
    gold: Sequence[Gold], extract: Callable[[str], Iterable[Any]], bins: int = 10
) -> tuple[list[Bin], list[tuple[float, bool]]]:
    """How far confidence can be believed: bins of equal width (the last closed), empty ones left out,
    and each statement's confidence with whether it is right."""
    pairs: list[tuple[float, bool]] = []
    for article in gold:
        found = list(extract(article.text))
        roles = [Roles(a.content, a.cue, a.source) for a in found]
        pairs += zip((a.confidence for a in found), judged(article, roles), strict=True)
    out = []
    for n in range(bins):
        some = [(c, r) for c, r in pairs if min(int(c * bins), bins - 1) == n]
        if some:
            sure = sum(c for c, _ in some) / len(some)
            right = sum(r for _, r in some) / len(some)
            out.append(Bin(n / bins, (n + 1) / bins, len(some), sure, right))
    return out, pairs


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean distance between
    confidence and the share that is right, by bin, weighted by how many are in it."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.right) for b in bins) / total if total else 0.0


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _count(article: Gold, found: Sequence[Roles]) -> Counter[str]:
    text, c = article.text, Counter[str]()
    gold = article.attributions
    mine, theirs = (
        [covered(x.content, text) for x in gold],
        [covered(x.content, text) for x in found],
    )
    kinds = [x.kind(text) for x in gold], [x.kind(text) for x in found]
    c["gold"], c["found"] = len(gold), len(found)
    c.update(f"gold {k}" for k in kinds[0])
    c.update(f"found {k}" for k in kinds[1])
    left = Counter(mine)
    for content in theirs:
        if left[content] > 0:
            left[content] -= 1
            c["exact"] += 1
    for i, j in matches(mine, theirs):
        c["matched"] += 1
        c[f"right gold {kinds[0][i]}"] += 1
        c[f"right found {kinds[1][j]}"] += 1
        right = _source_right(gold[i], found[j], text)
        if covered(gold[i].source, text):
            c["source"] += 1
            c["source right"] += right
        c["end"] += right
        c[f"end {kinds[0][i]}"] += right
        cue = covered(gold[i].cue, text)
        if cue:
            c["cue"] += 1
            c["cue right"] += bool(cue & covered(found[j].cue, text))
    return c


def matches(a: Sequence[frozenset[int]], b: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of places in ``a`` and ``b``, best overlap first, each used once; ties in order."""
    pairs = [
        (-len(x & y) / len(x | y), i, j)
        for i, x in enumerate(a)
        for j, y in enumerate(b)
        if not x.isdisjoint(y)
    ]
    used_a, used_b = set(), set()
    for overlap, i, j in sorted(pairs):
        if overlap <= -0.5 and i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            yield i, j


def covered(spans: Iterable[Span], text: str) -> frozenset[int]:
    """The places of the letters and digits under ``spans``, ends trimmed of marks, punctuation and a
    leading "that"."""
    at = sorted({i for s in spans for i in range(s.start, min(s.end, len(text)))})
    first, last = 0, len(at)
    while first < last and text[at[first]] in EDGE:
        first += 1
    while last > first and text[at[last - 1]] in EDGE:
        last -= 1
    at = at[first:last]
    if len(at) > 5 and text[at[0] : at[0] + 5].lower() == "that ":
        at = at[5:]
    return frozenset(i for i in at if text[i].isalnum())
