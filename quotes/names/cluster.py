"""From verdicts on pairs to parties: what rules may join, and the groups that follow from judgements.

Two steps, both pure and both independent of the order in which names came. ``rulings`` says what the
rules make of some names: two are joined only if nothing speaks against it. ``cluster`` makes groups of
judgements, a person's before a rule's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from quotes.names.block import joining
from quotes.names.clean import clean, fold
from quotes.names.compare import Comparison, Verdict, compare

Pair = tuple[int, int]

FEW = 5
"""A reason names at most so many of the candidates that stand in each other's way."""


@dataclass(frozen=True, slots=True)
class Known:
    """A name to be judged: its text, and whether it is a person's (bodies, places and groups are not)."""

    text: str
    person: bool = True


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say of two names, ``left`` before ``right``: same, or unsure where they would be but
    for another name that fits as well."""

    left: int
    right: int
    verdict: Verdict
    score: float
    reason: str


def weigh(a: Known, b: Known) -> Comparison:
    """The verdict on two names and on what they name. The same words for a person and for a body are
    worth asking about; two bodies of the same words are one, though each is a single word."""
    if a.person and b.person:
        return compare(a.text, b.text)
    alike = _words(a.text) == _words(b.text)
    if a.person != b.person:
        if alike:
            return Comparison(Verdict.UNSURE, 1.0, "one is taken for a person, the other is not")
        return Comparison(Verdict.DIFFERENT, 0.0, "one is a person, the other is not")
    if alike:
        return Comparison(Verdict.SAME, 1.0, "the same words")
    return compare(a.text, b.text)


def keys(name: Known) -> frozenset[str]:
    """The keys of which two names share one if ``weigh`` can call them the same: those of
    ``quotes.names.block.joining``, persons' apart from others', and a single-word body's own word."""
    found = {f"{'p' if name.person else 'b'}|{key}" for key in joining(name.text)}
    if not name.person:
        found.add(f"b|={' '.join(_words(name.text))}")
    return frozenset(found)


def _words(text: str) -> list[str]:
    return [fold(w) for w in clean(text).words]


def rulings(
    names: Mapping[int, Known],
    apart: Collection[Pair] = (),
    key_of: Mapping[int, Collection[str]] | None = None,
) -> list[Ruling]:
    """What the rules say of ``names`` (number → name), sorted by pair; pairs that differ are left out.

    ``apart`` are the pairs ``(smaller, larger)`` that differ whatever the names say: a person judged so, or
    they speak together in one source. Two names of verdict
    "same" are joined only if no third one fits either of them and contradicts the other: James Comey is
    neither James B. Comey nor James D. Comey where there are both. So a name that comes later may take
    back what was joined, and the result depends on which names there are alone. ``key_of`` may hold
    the ``keys`` of each name, if they are known already. Grows with the sum of the squares of the blocks'
    sizes: for 100,000 names see ``benchmarks/names.py``.
    """
    same: dict[Pair, Comparison] = {}
    different: set[Pair] = set(apart)
    for pair in _sharing(names, key_of):
        found = weigh(names[pair[0]], names[pair[1]])
        if found.verdict == Verdict.SAME and pair not in different:
            same[pair] = found
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in same:
        near[a].add(b)
        near[b].add(a)
    memory: dict[Pair, bool] = {}

    def against(a: int, b: int) -> bool:
        pair = _pair(a, b)
        if pair not in memory:
            memory[pair] = pair in different or (
                pair not in same and weigh(names[a], names[b]).verdict == Verdict.DIFFERENT
            )
        return memory[pair]

    out: list[Ruling] = []
    firm: list[Pair] = []
    for a, b in sorted(same):
        rivals = _rivals(a, b, near, against)
        if rivals is None:
            firm.append((a, b))
            continue
        torn, others = rivals
        reason = _contest(names[torn].text, [names[o].text for o in others])
        out.append(Ruling(a, b, Verdict.UNSURE, same[a, b].score, reason))
    groups = [some for some in _joined(sorted(near), [], firm, set()) if len(some) > 1]
    group_of = {n: i for i, some in enumerate(groups) for n in some}
    clashes = [next((p for p in combinations(some, 2) if against(*p)), None) for some in groups]
    for a, b in firm:
        clash = clashes[group_of[a]]
        verdict, reason = Verdict.SAME, same[a, b].reason
        if clash is not None:
            texts = sorted(names[n].text for n in clash)
            verdict = Verdict.UNSURE
            reason = f"would join {', '.join(texts)}, which contradict each other"
        out.append(Ruling(a, b, verdict, same[a, b].score, reason))
    return sorted(out, key=lambda r: (r.left, r.right))


def _sharing(
    names: Mapping[int, Known], key_of: Mapping[int, Collection[str]] | None
) -> Iterator[Pair]:
    """Every pair of names that share a key, once."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number in sorted(names):
        for key in key_of[number] if key_of is not None else keys(names[number]):
            blocks[key].append(number)
    seen: set[Pair] = set()
    for some in blocks.values():
        for pair in combinations(some, 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _rivals(
    a: int, b: int, near: Mapping[int, set[int]], against: Callable[[int, int], bool]
) -> tuple[int, list[int]] | None:
    """The one of ``a`` and ``b`` that fits several names which contradict one another, and those names;
    None if there is none."""
    for one, other in ((a, b), (b, a)):
        others = sorted(c for c in near[one] if c != other and against(other, c))
        if others:
            return one, [other, *others]
    return None


def _contest(torn: str, others: Sequence[str]) -> str:
    named = sorted(set(others))
    more = f" and {len(named) - FEW} more" if len(named) > FEW else ""
    return f"{torn} fits {len(named)} who contradict each other: {', '.join(named[:FEW])}{more}"


def cluster(
    members: Iterable[int], judged: Sequence[tuple[int, int, str, bool]]
) -> list[list[int]]:
    """Groups of names that are one party, each sorted, in order of their first.

    ``judged`` are standing judgements ``(left, right, verdict, by a person)``; on one pair, the last entry
    by a person counts, or else the last by a rule. What persons judge the same is joined. A rule joins
    only where nothing speaks against it: of two names that are each "same" to a third but "different" from
    one another, the third is joined to neither, and a group that would still hold two different names is
    not joined by rules at all. So the result does not depend on the order in which names came.
    """
    verdicts: dict[tuple[int, int], tuple[bool, str]] = {}
    for left, right, verdict, person in judged:
        pair = (min(left, right), max(left, right))
        if person or not verdicts.get(pair, (False, ""))[0]:
            verdicts[pair] = (person, verdict)
    apart = {p for p, (_, v) in verdicts.items() if v == Verdict.DIFFERENT}
    firm = [p for p, (person, v) in verdicts.items() if v == Verdict.SAME and person]
    loose = [p for p, (person, v) in verdicts.items() if v == Verdict.SAME and not person]
    same: dict[int, set[int]] = defaultdict(set)
    for a, b in (*firm, *loose):
        same[a].add(b)
        same[b].add(a)

    def contested(a: int, b: int) -> bool:
        return any(_pair(b, c) in apart for c in same[a]) or any(
            _pair(a, c) in apart for c in same[b]
        )

    members = list(members)
    # A person's "different" holds against what persons joined by way of others, too: pair by pair.
    groups = _joined(members, [], sorted(firm), {p for p in apart if verdicts[p][0]})
    whole = _joined(members, groups, [p for p in loose if not contested(*p)], set())
    out: list[list[int]] = []
    for some in whole:
        torn = any((x, y) in apart for x in some for y in some if x < y)
        out += [g for g in groups if g[0] in some] if torn else [some]
    return sorted(out)


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _joined(
    members: Sequence[int],
    groups: Sequence[Sequence[int]],
    pairs: Iterable[tuple[int, int]],
    apart: set[tuple[int, int]],
) -> list[list[int]]:
    """``groups`` (each member alone, if there are none) after joining ``pairs``, but for those that would
    bring two of ``apart`` together."""
    inside = {n: {n} for n in members}
    for some in groups:
        together = set(some)
        inside.update(dict.fromkeys(some, together))
    for a, b in pairs:
        left, right = inside[a], inside[b]
        if left is right or any(_pair(x, y) in apart for x in left for y in right):
            continue
        left |= right
        inside.update(dict.fromkeys(right, left))
    return sorted({min(some): sorted(some) for some in inside.values()}.values())
