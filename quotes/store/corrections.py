"""Corrections of single statements: who speaks, or that a statement is not to be shown.

What an article's statements are follows from two things: what reading gave, and the corrections that stand.
Reading's own word stays beside a corrected one (``mention.read_name_id``, ``mention.read_reason``), and in
the correction's ``snapshot`` where the row has no room for it, so that everything can be taken back. A
hidden statement is not in the tables at all: nobody who counts or searches has to leave it out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from quotes.attribution import SpeakerKind
from quotes.errors import NotFoundError
from quotes.names.clean import fold
from quotes.store.blocks import chunks, name_of
from quotes.store.identity import count, settle, settle_judged
from quotes.store.rows import inserted, now, table
from quotes.store.tables import Article, Attribution, Correction, Mention, Name, Span

SPEAKER, HIDDEN = "speaker", "hidden"
"""What a correction may be of (``field``)."""

BY_HAND = "corrected by hand"
"""How the reason of a corrected mention begins."""

ALIKE = 0.5
"""From this share of common characters on, a statement is taken for one that an earlier reading cut
otherwise: intersection over union of the places from the first character of content to the last."""

TAKEN_ANEW = ("speaker_id", "published", "publisher")
"""What a statement that comes back has from elsewhere: it may have changed in the meantime."""

articles, attributions, corrections, mentions, names, spans = (
    table(t) for t in (Article, Attribution, Correction, Mention, Name, Span)
)

Place = tuple[int, int]


def say(
    connection: Connection,
    statement_id: str,
    field: str,
    value: str = "",
    kind: SpeakerKind | None = None,
    *,
    by: str,
    reason: str = "",
    action: int,
) -> int:
    """Adds a person's correction of a statement and makes it hold; returns its number. ``field`` is
    ``SPEAKER`` (``value`` and ``kind`` are the name and what it is; an empty ``value``: nobody is named) or
    ``HIDDEN``. Raises NotFoundError if the statement is not there."""
    row = connection.execute(
        select(attributions.c.article_id).where(attributions.c.id == statement_id)
    ).first()
    if row is None:
        raise NotFoundError(f"no statement has the identifier {statement_id!r}")
    start, end = _places(connection, row.article_id)[statement_id]
    number = inserted(
        connection,
        corrections,
        attribution_id=statement_id,
        article_id=row.article_id,
        start=start,
        end=end,
        field=field,
        value=value,
        kind=kind.value if kind else None,
        reason=reason,
        by=by,
        at=now(),
        action_id=action,
    )
    restate(connection, row.article_id)
    return number


def withdraw(connection: Connection, action: int, *, by: str) -> None:
    """Withdraws the corrections of an action, which stay in the ledger; what reading gave, or what an
    earlier correction made of it, holds again."""
    own = and_(corrections.c.action_id == action, corrections.c.withdrawn.is_(None))
    taken: dict[str, list[int]] = {}
    for row in connection.execute(select(corrections).where(own)):
        taken.setdefault(row.article_id, []).append(row.id)
    connection.execute(update(corrections).where(own).values(withdrawn=now(), withdrawn_by=by))
    for article_id, some in taken.items():
        restate(connection, article_id, some)


def restate(connection: Connection, article_id: str, also: Collection[int] = ()) -> None:
    """Makes an article's statements what reading gave and the corrections that stand make of it, and brings
    speakers up to date. ``also``: corrections that were withdrawn just now."""
    before = count(connection, article_id)
    concerned = [
        c
        for c in _corrections_of(connection, article_id)
        if c.withdrawn is None or c.id in set(also)
    ]
    for c in concerned:
        if c.snapshot is not None and c.field == HIDDEN:
            _put_back(connection, article_id, json.loads(c.snapshot))
    _as_read(connection, article_id)
    for c in concerned:
        if c.snapshot is not None and c.field == SPEAKER:
            _describe_again(connection, json.loads(c.snapshot))
    _keep(connection, [c.id for c in concerned], None)
    apply(connection, article_id)
    after = count(connection, article_id)
    more = {n: after.get(n, 0) - before.get(n, 0) for n in {*before, *after}}
    settle(connection, more, article_id, True)
    if _joint(connection, article_id):
        # Whom a correction parts in one source, or brings together there, may be one party or two by that.
        settle_judged(connection, {n for n, by in more.items() if by})


def _joint(connection: Connection, article_id: str) -> bool:
    """Whether an article has joint sources."""
    return bool(
        connection.execute(
            select(mentions.c.attribution)
            .join(attributions, attributions.c.number == mentions.c.attribution)
            .where(attributions.c.article_id == article_id, mentions.c.position > 0)
            .limit(1)
        ).first()
    )


def apply(connection: Connection, article_id: str) -> None:
    """Makes the corrections that stand hold for an article whose statements are as they were read: each for
    the statement of its identifier, else for the one whose content is most like (``ALIKE``), if there is
    one. Of a field the last counts. Speakers are not recomputed."""
    standing = [c for c in _corrections_of(connection, article_id) if c.withdrawn is None]
    if not standing:
        return
    _keep(connection, [c.id for c in standing], None)
    places = _places(connection, article_id)
    hidden: dict[str, list[int]] = {}
    speakers: dict[str, Any] = {}
    for c in standing:
        target = _target(c, places)
        if target is None:
            continue
        if c.field == HIDDEN:
            hidden.setdefault(target, []).append(c.id)
        else:
            speakers[target] = c
    for target, some in hidden.items():
        _keep(connection, some, _snapshot(connection, target))
        connection.execute(delete(attributions).where(attributions.c.id == target))
    for target, c in speakers.items():
        if target not in hidden:
            _keep(connection, [c.id], _correct(connection, target, c))


def hiding(connection: Connection, statement_id: str) -> Any:
    """The row of the correction that hides the statement of that identifier, or None."""
    return connection.execute(
        select(corrections)
        .where(
            corrections.c.field == HIDDEN,
            corrections.c.withdrawn.is_(None),
            or_(
                corrections.c.attribution_id == statement_id,
                func.json_extract(corrections.c.snapshot, "$.attribution.id") == statement_id,
            ),
        )
        .order_by(corrections.c.id.desc())
        .limit(1)
    ).first()


def corrections_of(connection: Connection, statement_id: str) -> list[Any]:
    """The corrections of a statement, shown or hidden, standing or withdrawn, oldest first: those made of it
    and those made of what an earlier reading had in its place. Empty if there are none."""
    row = connection.execute(
        select(attributions.c.article_id).where(attributions.c.id == statement_id)
    ).first()
    row = row or hiding(connection, statement_id)
    if row is None:
        return list(
            connection.execute(
                select(corrections)
                .where(corrections.c.attribution_id == statement_id)
                .order_by(corrections.c.id)
            )
        )
    every = _corrections_of(connection, row.article_id)
    places = _places(connection, row.article_id)
    for c in every:
        if c.field == HIDDEN and c.withdrawn is None and c.snapshot is not None:
            kept = json.loads(c.snapshot)
            places[kept["attribution"]["id"]] = _outer(kept["span"])
    return [c for c in every if statement_id in (c.attribution_id, _target(c, places))]


def names_in(connection: Connection, action: int) -> set[int]:
    """The names that the corrections of an action bear on: those they gave, and those that their statements
    are taken for now."""
    out: set[int] = set()
    for c in connection.execute(select(corrections).where(corrections.c.action_id == action)):
        if c.value:
            out |= set(
                connection.execute(
                    select(names.c.id).where(
                        names.c.text == c.value,
                        names.c.kind == c.kind,
                        names.c.scope.in_(("", c.article_id)),
                    )
                ).scalars()
            )
        target = _target(c, _places(connection, c.article_id))
        said = connection.execute(
            select(mentions.c.name_id)
            .join(attributions, attributions.c.number == mentions.c.attribution)
            .where(attributions.c.id == target, mentions.c.name_id.is_not(None))
        ).scalars()
        out |= set(said)
    return out


# -- which statement --------------------------------------------------------------------------------------


def _corrections_of(connection: Connection, article_id: str) -> list[Any]:
    return list(
        connection.execute(
            select(corrections)
            .where(corrections.c.article_id == article_id)
            .order_by(corrections.c.id)
        )
    )


def _places(connection: Connection, article_id: str) -> dict[str, Place]:
    """Where the content of each statement of an article begins and ends, by identifier."""
    rows = connection.execute(
        select(attributions.c.id, func.min(spans.c.start), func.max(spans.c.end))
        .join(spans, spans.c.attribution == attributions.c.number)
        .where(attributions.c.article_id == article_id, spans.c.role == "content")
        .group_by(attributions.c.id)
    ).all()
    return {r[0]: (r[1], r[2]) for r in rows}


def _outer(kept: Sequence[Mapping[str, Any]]) -> Place:
    content = [s for s in kept if s["role"] == "content"]
    return min(s["start"] for s in content), max(s["end"] for s in content)


def _target(correction: Any, places: Mapping[str, Place]) -> str | None:
    """The statement that a correction holds for."""
    if correction.attribution_id in places:
        return str(correction.attribution_id)
    own = (correction.start, correction.end)
    likeness = {key: _likeness(own, place) for key, place in places.items()}
    best = min(likeness, key=lambda k: (-likeness[k], places[k], k), default=None)
    return best if best is not None and likeness[best] >= ALIKE else None


def _likeness(one: Place, other: Place) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / max(1, max(one[1], other[1]) - min(one[0], other[0]))


# -- who speaks -------------------------------------------------------------------------------------------


def _correct(connection: Connection, statement_id: str, c: Any) -> str | None:
    """Has a statement that is as it was read said by whom a correction names. Returns what must be kept
    for taking it back, or None."""
    number = _number(connection, statement_id)
    kept = _foreign_descriptions(connection, number)
    read = connection.execute(
        update(mentions)
        .where(mentions.c.attribution == number)
        .values(
            read_name_id=mentions.c.name_id, read_reason=mentions.c.reason, name_id=None, reason=""
        )
    ).rowcount
    if not read:
        connection.execute(
            insert(mentions).values(attribution=number, position=0, reason="", read_reason="")
        )
    name = name_of(connection, c.article_id, c.value, SpeakerKind(c.kind)) if c.value else None
    connection.execute(
        update(mentions)
        .where(mentions.c.attribution == number, mentions.c.position == 0)
        .values(name_id=name, reason=BY_HAND + (f": {c.reason}" if c.reason else ""))
    )
    for m in kept:
        _describe(connection, number, {**dict.fromkeys(m), "position": m["position"]})
    if not kept:
        return None
    return _written({"attribution": {"id": statement_id}, "mention": kept})


def _foreign_descriptions(connection: Connection, number: int) -> list[dict[str, Any]]:
    """The descriptions of a statement's mentions that are of whom it was read to be said by, and of nobody
    else: they stand outside the mention ("he", who was introduced as the mayor), or beside that name."""
    rows = connection.execute(
        select(
            mentions,
            names.c.text.label("name"),
            func.substr(
                articles.c.text, mentions.c.start + 1, mentions.c.end - mentions.c.start
            ).label("printed"),
        )
        .join(attributions, attributions.c.number == mentions.c.attribution)
        .join(articles, articles.c.id == attributions.c.article_id)
        .outerjoin(names, names.c.id == mentions.c.name_id)
        .where(mentions.c.attribution == number, mentions.c.description.is_not(None))
    ).all()
    out = []
    for m in rows:
        inside = m.start is not None and m.start <= m.description_start < m.end
        words = {fold(w.strip(",.;:’")) for w in (m.printed or "").split()}
        if not inside or words & {fold(w) for w in (m.name or "").split()}:
            out.append(
                {
                    "position": m.position,
                    "description": m.description,
                    "description_start": m.description_start,
                    "description_end": m.description_end,
                }
            )
    return out


def _describe_again(connection: Connection, kept: Mapping[str, Any]) -> None:
    number = _number(connection, kept["attribution"]["id"])
    for m in kept["mention"]:
        _describe(connection, number, m)


def _describe(connection: Connection, number: int, m: Mapping[str, Any]) -> None:
    connection.execute(
        update(mentions)
        .where(mentions.c.attribution == number, mentions.c.position == m["position"])
        .values(**{k: v for k, v in m.items() if k != "position"})
    )


def _as_read(connection: Connection, article_id: str) -> None:
    """Takes the names that corrections gave out of an article's mentions."""
    own = select(attributions.c.number).where(attributions.c.article_id == article_id)
    corrected = and_(mentions.c.attribution.in_(own), mentions.c.read_reason.is_not(None))
    # Reading writes no mention that has neither a place nor a name: that one came by a correction.
    connection.execute(
        delete(mentions).where(
            corrected, mentions.c.start.is_(None), mentions.c.read_name_id.is_(None)
        )
    )
    connection.execute(
        update(mentions)
        .where(corrected)
        .values(
            name_id=mentions.c.read_name_id,
            reason=mentions.c.read_reason,
            read_name_id=None,
            read_reason=None,
        )
    )


# -- hidden statements ------------------------------------------------------------------------------------


def _snapshot(connection: Connection, statement_id: str) -> str:
    """The rows of a statement as JSON. Names are kept as text: which row of ``name`` is meant depends on what
    was split off by the time they come back."""
    row = connection.execute(select(attributions).where(attributions.c.id == statement_id)).one()
    own = dict(row._mapping)
    for column in TAKEN_ANEW:
        del own[column]
    out: dict[str, Any] = {"attribution": own}
    out["span"] = _rows(
        connection,
        select(spans)
        .where(spans.c.attribution == row.number)
        .order_by(spans.c.role, spans.c.start),
    )
    out["mention"] = _rows(
        connection,
        select(mentions, names.c.text.label("name"), names.c.kind)
        .outerjoin(names, names.c.id == mentions.c.name_id)
        .where(mentions.c.attribution == row.number)
        .order_by(mentions.c.position),
    )
    for m in out["mention"]:
        for column in ("name_id", "read_name_id", "read_reason"):
            del m[column]
    return _written(out)


def _rows(connection: Connection, asked: Any) -> list[dict[str, Any]]:
    found = [dict(r._mapping) for r in connection.execute(asked)]
    for row in found:
        del row["attribution"]
    return found


def _put_back(connection: Connection, article_id: str, kept: Mapping[str, Any]) -> None:
    """Puts a hidden statement back as it was read, if it is not there by now. It has its old number if that
    is free."""
    own = dict(kept["attribution"])
    if _number_or_none(connection, own["id"]) is not None:
        return
    taken = select(attributions.c.number).where(attributions.c.number == own["number"])
    if connection.execute(taken).first() is not None:
        del own["number"]
    article = connection.execute(
        select(articles.c.published, articles.c.publisher).where(articles.c.id == article_id)
    ).one()
    number = inserted(
        connection, attributions, **own, published=article.published, publisher=article.publisher
    )
    connection.execute(insert(spans), [{"attribution": number, **s} for s in kept["span"]])
    for m in kept["mention"]:
        row = {k: v for k, v in m.items() if k not in ("name", "kind")}
        if m["name"] is not None:
            row["name_id"] = name_of(connection, article_id, m["name"], SpeakerKind(m["kind"]))
        connection.execute(insert(mentions).values(attribution=number, **row))


def _number(connection: Connection, statement_id: str) -> int:
    number = _number_or_none(connection, statement_id)
    if number is None:
        raise NotFoundError(f"no statement has the identifier {statement_id!r}")
    return number


def _number_or_none(connection: Connection, statement_id: str) -> int | None:
    found = connection.execute(
        select(attributions.c.number).where(attributions.c.id == statement_id)
    ).scalar()
    return None if found is None else int(found)


def _keep(connection: Connection, some: Sequence[int], snapshot: str | None) -> None:
    for part in chunks(some):
        connection.execute(
            update(corrections).where(corrections.c.id.in_(part)).values(snapshot=snapshot)
        )


def _written(kept: Mapping[str, Any]) -> str:
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
