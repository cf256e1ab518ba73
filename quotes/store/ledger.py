"""The ledger: judgements on names, and labels of speakers, added and withdrawn, never changed.

A judgement says that two names are the same party, different, or that this is unsure; a label, how a
speaker is to be called or which Wikidata identifier it has. What a person does at one time is an action,
and is undone as one; so are corrections of single statements (``quotes.store.corrections``). Who is one speaker follows from what stands (``quotes.store.identity``), so every
merge can be explained (``history``) and undone (``undo``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, select, union, update

from quotes.errors import NotFoundError, UsageError
from quotes.names.compare import Verdict
from quotes.store import corrections
from quotes.store.identity import point, settle_judged
from quotes.store.rows import inserted, now, table
from quotes.store.rules import RULE
from quotes.store.tables import Action, Attribution, Judgement, Label, Mention, Name

FIELDS = ("name", "kind", "wikidata", "alias", "split")
"""What a label may be of. "split", of a name that counts in one article only, is the number of the name that
its statements were taken for before a person split them off."""

actions, attributions, judgements, labels, mentions, names = (
    table(t) for t in (Action, Attribution, Judgement, Label, Mention, Name)
)


def begin(connection: Connection, what: str, summary: str, *, by: str) -> int:
    """A new action, to which judgements and labels are then added; returns its number. ``by`` may not be
    what rules sign with: raises UsageError."""
    if by == RULE:
        raise UsageError(f"{RULE!r} is how rules sign; give another name with --by")
    return inserted(connection, actions, what=what, summary=summary, by=by, at=now())


def forget(connection: Connection, action: int) -> None:
    """Takes out an action that was begun and came to nothing."""
    connection.execute(delete(actions).where(actions.c.id == action))


def judge(
    connection: Connection,
    left: int,
    right: int,
    verdict: Verdict,
    *,
    by: str,
    reason: str = "",
    action: int | None = None,
) -> int:
    """Adds a person's judgement on two names and recomputes their speakers; returns its number.

    A person's judgement goes before every rule's, and of a person's judgements on one pair the last
    counts. Raises NotFoundError for a name that is not there, UsageError for a name and itself.
    """
    [number] = judge_all(connection, [(left, right)], verdict, by=by, reason=reason, action=action)
    return number


def judge_all(
    connection: Connection,
    pairs: Iterable[tuple[int, int]],
    verdict: Verdict,
    *,
    by: str,
    reason: str = "",
    action: int | None = None,
) -> list[int]:
    """As ``judge``, one verdict on several pairs; speakers are recomputed once."""
    pairs = [(min(p), max(p)) for p in pairs]
    touched = {n for pair in pairs for n in pair}
    known = set(
        connection.execute(select(names.c.id).where(names.c.id.in_(sorted(touched)))).scalars()
    )
    for name_id in sorted(touched - known):
        raise NotFoundError(f"no name has the number {name_id}; see `quotes speakers`")
    for left, right in pairs:
        if left == right:
            raise UsageError(f"a name is not judged against itself (number {left})")
    numbers = [
        inserted(
            connection,
            judgements,
            left_id=left,
            right_id=right,
            verdict=verdict.value,
            score=1.0,
            reason=reason or "judged by hand",
            by=by,
            at=now(),
            action_id=action,
        )
        for left, right in pairs
    ]
    settle_judged(connection, touched)
    return numbers


def tag(
    connection: Connection,
    name_id: int,
    field: str,
    value: str,
    *,
    by: str,
    action: int | None,
    settle: bool = True,
) -> int:
    """Labels the speaker that has the name ``name_id``: its ``field`` (name, kind, wikidata or alias) is
    ``value``. Returns the label's number."""
    if field not in FIELDS:
        raise UsageError(f"no label is called {field!r}; there are {', '.join(FIELDS)}")
    number = inserted(
        connection,
        labels,
        name_id=name_id,
        field=field,
        value=value,
        by=by,
        at=now(),
        action_id=action,
    )
    if settle:
        settle_judged(connection, {name_id})
    return number


def withdraw(connection: Connection, judgement: int, *, by: str) -> None:
    """Withdraws a judgement, which stays in the ledger, and recomputes the speakers it bore on. A rule's
    that a person withdrew does not come back. Raises NotFoundError if none that stands has the number."""
    row = connection.execute(
        select(judgements).where(judgements.c.id == judgement, judgements.c.withdrawn.is_(None))
    ).first()
    if row is None:
        raise NotFoundError(f"no judgement that stands has the number {judgement}")
    _withdraw(connection, judgements, [judgement], by)
    settle_judged(connection, {row.left_id, row.right_id})


def standing_action(connection: Connection, action: int | None = None) -> Any:
    """The row of an action that stands, the last one if none is named. Raises NotFoundError."""
    asked = select(actions).where(actions.c.withdrawn.is_(None))
    asked = asked.where(actions.c.id == action) if action is not None else asked
    row = connection.execute(asked.order_by(actions.c.id.desc()).limit(1)).first()
    if row is None:
        which = "is left to undo" if action is None else f"that stands has the number {action}"
        raise NotFoundError(f"no action {which}; see `quotes speakers history`")
    return row


def undo(connection: Connection, action: int | None = None, *, by: str) -> Any:
    """Undoes an action, the last that stands if none is named: withdraws its judgements, labels and
    corrections and recomputes the speakers they bore on. Returns the action's row as it was. Raises NotFoundError if there
    is none."""
    row = standing_action(connection, action)
    touched: set[int] = set()
    moved: list[int] = []
    for what, columns in ((judgements, ("left_id", "right_id")), (labels, ("name_id",))):
        found = connection.execute(
            select(what).where(what.c.action_id == row.id, what.c.withdrawn.is_(None))
        ).all()
        _withdraw(connection, what, [r.id for r in found], by)
        touched |= {getattr(r, c) for r in found for c in columns}
        for r in found:
            if what is labels and r.field == "split":
                scope = connection.execute(
                    select(names.c.scope).where(names.c.id == r.name_id)
                ).scalar()
                moved += move(connection, r.name_id, int(r.value), str(scope))
                touched.add(int(r.value))
    corrections.withdraw(connection, row.id, by=by)
    _withdraw(connection, actions, [row.id], by)
    settle_judged(connection, touched)
    point(connection, moved)
    return row


def move(connection: Connection, origin: int, target: int, article: str) -> list[int]:
    """Has the statements of an article that are taken for the name ``origin`` taken for ``target``, and so
    what reading took corrected ones for. Returns the numbers of the former; speakers are not recomputed."""
    own = select(attributions.c.number).where(attributions.c.article_id == article)
    there = mentions.c.attribution.in_(own)
    which = and_(mentions.c.name_id == origin, there)
    moved = list(connection.execute(select(mentions.c.attribution).where(which)).scalars())
    connection.execute(update(mentions).where(which).values(name_id=target))
    read = and_(mentions.c.read_name_id == origin, mentions.c.read_reason.is_not(None), there)
    connection.execute(update(mentions).where(read).values(read_name_id=target))
    for name_id in (origin, target):
        counted = (
            select(func.count(mentions.c.attribution.distinct()))
            .where(mentions.c.name_id == name_id)
            .scalar_subquery()
        )
        connection.execute(update(names).where(names.c.id == name_id).values(attributions=counted))
    return moved


def _withdraw(connection: Connection, what: Table, numbers: Sequence[int], by: str) -> None:
    connection.execute(
        update(what).where(what.c.id.in_(numbers)).values(withdrawn=now(), withdrawn_by=by)
    )


def history(connection: Connection, speaker_id: int) -> list[Any]:
    """The judgements that bear on a speaker's names, oldest first: rows of ``id``, ``left``, ``right``
    (names as text), ``verdict``, ``score``, ``reason``, ``by``, ``at``, ``withdrawn``,
    ``withdrawn_by``, ``action_id``."""
    left, right = names.alias(), names.alias()
    own = select(names.c.id).where(names.c.speaker_id == speaker_id)
    # Each half by its own index: an OR may read the whole ledger.
    bearing = union(
        *(select(judgements.c.id).where(c.in_(own)) for c in judgements.c["left_id", "right_id"])
    )
    return list(
        connection.execute(
            select(
                judgements.c.id,
                left.c.text.label("left"),
                right.c.text.label("right"),
                *(
                    judgements.c[c]
                    for c in "verdict score reason by at withdrawn withdrawn_by action_id".split()
                ),
            )
            .join(left, left.c.id == judgements.c.left_id)
            .join(right, right.c.id == judgements.c.right_id)
            .where(judgements.c.id.in_(bearing))
            .order_by(judgements.c.id)
        )
    )


def labelled(connection: Connection, speaker_id: int) -> list[Any]:
    """The labels of a speaker, oldest first: rows of ``field``, ``value``, ``by``, ``at``,
    ``withdrawn``, ``action_id``."""
    return list(
        connection.execute(
            select(labels)
            .join(names, names.c.id == labels.c.name_id)
            .where(names.c.speaker_id == speaker_id)
            .order_by(labels.c.id)
        )
    )
