"""The ledger of judgements on names, and the speakers that follow from it.

A judgement says that two names are the same party, different, or that this is unsure. Judgements are
added and withdrawn, never changed; speakers are computed from those that stand. So every merge can be
explained (``history``) and undone (``withdraw``), and the order in which names came does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from quotes.errors import NotFoundError
from quotes.names.clean import clean
from quotes.names.compare import Verdict, compare
from quotes.store.rows import inserted, now, table
from quotes.store.tables import Attribution, Judgement, Mention, Name, Speaker

RULE = "rule"
"""Who judges where no person did."""

BLOCK = 200
"""A new name is compared with at most this many of its block, the oldest first: enough for every
surname but the very commonest, and a bound on the work that one article can cause."""

attributions, judgements, mentions, names, speakers = (
    table(t) for t in (Attribution, Judgement, Mention, Name, Speaker)
)


def settle(connection: Connection, touched: Iterable[int]) -> None:
    """Brings speakers up to date after the names ``touched`` came, changed or lost statements."""
    touched = set(touched)
    for name_id in sorted(touched):
        _judge_new(connection, name_id)
    _compute(connection, touched)


def judge(
    connection: Connection, left: int, right: int, verdict: Verdict, *, by: str, reason: str = ""
) -> int:
    """Adds a person's judgement on two names and recomputes their speakers; returns its number.

    A person's judgement goes before every rule's. Raises NotFoundError for a name that is not there.
    """
    for name_id in (left, right):
        if not connection.execute(select(names.c.id).where(names.c.id == name_id)).first():
            raise NotFoundError(f"no name has the number {name_id}; see `quotes speakers`")
    left, right = sorted((left, right))
    number = _add(connection, left, right, verdict, 1.0, reason or "judged by hand", by)
    _compute(connection, {left, right})
    return number


def withdraw(connection: Connection, judgement: int, *, by: str) -> None:
    """Withdraws a judgement, which stays in the ledger, and recomputes the speakers it bore on.
    Raises NotFoundError if there is none of that number, or it was withdrawn before."""
    row = connection.execute(
        select(judgements).where(judgements.c.id == judgement, judgements.c.withdrawn.is_(None))
    ).first()
    if row is None:
        raise NotFoundError(f"no judgement that stands has the number {judgement}")
    connection.execute(
        update(judgements)
        .where(judgements.c.id == judgement)
        .values(withdrawn=now(), withdrawn_by=by)
    )
    _compute(connection, {row.left_id, row.right_id})


def history(connection: Connection, speaker_id: int) -> list[Any]:
    """The judgements that bear on a speaker's names, oldest first: rows of ``left``, ``right`` (names
    as text), ``verdict``, ``score``, ``reason``, ``by``, ``at``, ``withdrawn``."""
    left, right = names.alias(), names.alias()
    return list(
        connection.execute(
            select(
                judgements.c.id,
                left.c.text.label("left"),
                right.c.text.label("right"),
                judgements.c.verdict,
                judgements.c.score,
                judgements.c.reason,
                judgements.c.by,
                judgements.c.at,
                judgements.c.withdrawn,
            )
            .join(left, left.c.id == judgements.c.left_id)
            .join(right, right.c.id == judgements.c.right_id)
            .where(or_(left.c.speaker_id == speaker_id, right.c.speaker_id == speaker_id))
            .order_by(judgements.c.id)
        )
    )


def _add(
    connection: Connection,
    left: int,
    right: int,
    verdict: Verdict,
    score: float,
    reason: str,
    by: str,
) -> int:
    return inserted(
        connection,
        judgements,
        left_id=left,
        right_id=right,
        verdict=verdict.value,
        score=score,
        reason=reason,
        by=by,
        at=now(),
    )


def _judge_new(connection: Connection, name_id: int) -> None:
    """Compares a name that no rule has judged yet with the others of its block and kind."""
    name = connection.execute(select(names).where(names.c.id == name_id)).one()
    if name.speaker_id is not None:
        return
    others = connection.execute(
        select(names)
        .where(names.c.block == name.block, names.c.kind == name.kind, names.c.id != name_id)
        .order_by(names.c.id)
        .limit(BLOCK)
    ).all()
    judged = set(
        connection.execute(
            select(judgements.c.left_id).where(judgements.c.right_id == name_id)
        ).scalars()
    ) | set(
        connection.execute(
            select(judgements.c.right_id).where(judgements.c.left_id == name_id)
        ).scalars()
    )
    for other in others:
        # Two bare surnames of two articles say nothing about each other.
        if other.id in judged or (name.scope and other.scope):
            continue
        comparison = compare(name.text, other.text)
        left, right = sorted((name_id, other.id))
        _add(connection, left, right, comparison.verdict, comparison.score, comparison.reason, RULE)


def _compute(connection: Connection, touched: set[int]) -> None:
    """Recomputes the speakers of the names ``touched`` and of all that judgements tie to them."""
    if not touched:
        return
    members, standing = _tied(connection, touched)
    clusters = cluster(
        members, [(j.left_id, j.right_id, j.verdict, j.by != RULE) for j in standing]
    )
    rows = {r.id: r for r in connection.execute(select(names).where(names.c.id.in_(members))).all()}
    counted = connection.execute(
        select(mentions.c.name_id, func.count(mentions.c.attribution.distinct()))
        .where(mentions.c.name_id.in_(members))
        .group_by(mentions.c.name_id)
    )
    counts: dict[int, int] = {row[0]: row[1] for row in counted}
    old = {r.speaker_id for r in rows.values() if r.speaker_id is not None}
    for some in clusters:
        used = [n for n in some if counts.get(n)] or some
        best = max(used, key=lambda n: (_fullness(rows[n].text), counts.get(n, 0), -n))
        speaker = {
            "id": min(some),
            "name": rows[best].text,
            "kind": rows[best].kind,
            "attributions": sum(counts.get(n, 0) for n in some),
        }
        changed = connection.execute(
            update(speakers).where(speakers.c.id == speaker["id"]).values(**speaker)
        )
        if not changed.rowcount:
            connection.execute(insert(speakers).values(**speaker))
        connection.execute(
            update(names).where(names.c.id.in_(some)).values(speaker_id=speaker["id"])
        )
    first = (
        select(names.c.speaker_id)
        .join(mentions, mentions.c.name_id == names.c.id)
        .where(mentions.c.attribution == attributions.c.number)
        .order_by(mentions.c.position)
        .limit(1)
        .scalar_subquery()
    )
    numbers = select(mentions.c.attribution).where(mentions.c.name_id.in_(members))
    connection.execute(
        update(attributions)
        .where(or_(attributions.c.number.in_(numbers), attributions.c.speaker_id.in_(old)))
        .values(speaker_id=first)
    )
    gone = old - {min(some) for some in clusters}
    connection.execute(delete(speakers).where(speakers.c.id.in_(gone)))


def _fullness(name: str) -> tuple[bool, int]:
    parts = clean(name)
    return parts.full, len(parts.words) + len(parts.suffix)


def _tied(connection: Connection, touched: set[int]) -> tuple[list[int], list[Any]]:
    """The names that standing judgements of "same", or a common speaker, tie to ``touched``, and the
    standing judgements among them."""
    members, edge = set(touched), set(touched)
    while edge:
        near = connection.execute(
            select(judgements.c.left_id, judgements.c.right_id).where(
                judgements.c.verdict == Verdict.SAME.value,
                judgements.c.withdrawn.is_(None),
                or_(judgements.c.left_id.in_(edge), judgements.c.right_id.in_(edge)),
            )
        ).all()
        together = select(names.c.speaker_id).where(names.c.id.in_(edge))
        found = {n for pair in near for n in pair} | set(
            connection.execute(select(names.c.id).where(names.c.speaker_id.in_(together))).scalars()
        )
        edge = found - members
        members |= edge
    standing = connection.execute(
        select(judgements)
        .where(
            judgements.c.withdrawn.is_(None),
            judgements.c.left_id.in_(members),
            judgements.c.right_id.in_(members),
        )
        .order_by(judgements.c.id)
    ).all()
    return sorted(members), list(standing)


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
