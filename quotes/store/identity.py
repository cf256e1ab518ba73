"""Who is one speaker: computed from the names there are and from the judgements that stand.

After an article or a judgement, only the names it touches are looked at, and those that share a key with
them (``quotes.names.block``). What the rules make of them is compared with what they said before: a
judgement that no longer holds is withdrawn, a new one added. So the speakers depend on the names, the
descriptions and the persons' judgements in the database, not on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, text, update

from quotes.names.cluster import cluster, weigh
from quotes.names.compare import Verdict
from quotes.store.blocks import bare, chunks, enter, facts, fullness, known_as, rows_of, write_words
from quotes.store.rows import table
from quotes.store.rules import (
    PUT_OFF,
    RULE,
    apart_by_persons,
    bare_near,
    bare_of,
    bare_with_news,
    rule,
    rule_bare,
    silent,
    standing_on,
    take_back,
)
from quotes.store.tables import Attribution, Block, Judgement, Label, Mention, Name, Speaker

UNSURE = Verdict.UNSURE.value

attributions, blocks, judgements, labels, mentions, names, speakers = (
    table(t) for t in (Attribution, Block, Judgement, Label, Mention, Name, Speaker)
)


def settle(
    connection: Connection, counted: Mapping[int, int], article_id: str, again: bool = False
) -> None:
    """Brings speakers up to date after an article was stored: ``counted`` says of each name that it has,
    or had, how many statements more (or less) are taken for it now; ``again``: it had been read before."""
    more = [{"n": n, "more": more} for n, more in counted.items() if more]
    if more:
        connection.execute(
            update(names)
            .where(names.c.id == bindparam("n"))
            .values(attributions=names.c.attributions + bindparam("more")),
            more,
        )
    fresh = enter(connection, counted) | _turned(connection, counted)
    changed = rule(connection, fresh)
    _group(connection, set(fresh) | changed)
    looked_at = bare_near(connection, fresh) | bare_of(connection, article_id)
    looked_at |= bare_with_news(connection, article_id, list(counted) if again else [])
    _group(connection, rule_bare(connection, looked_at))
    _point(connection, attributions.c.article_id == article_id)
    some = connection.execute(
        select(names.c.speaker_id).where(names.c.id.in_(list(counted))).distinct()
    )
    _describe(connection, [s for s in some.scalars() if s is not None])


def _wrong(connection: Connection) -> list[int]:
    """The rules' judgements that stand and that their own names speak against by now; and each "different",
    which rules do not write down any more."""
    out = []
    said = connection.execute(
        select(judgements).where(judgements.c.by == RULE, judgements.c.withdrawn.is_(None))
    ).all()
    rows = rows_of(connection, {n for j in said for n in (j.left_id, j.right_id)})
    for j in said:
        one, other = rows[j.left_id], rows[j.right_id]
        if j.verdict == Verdict.DIFFERENT:
            out.append(j.id)
            continue
        if bare(*facts(one)) or bare(*facts(other)):
            continue
        found = weigh(known_as(one), known_as(other)).verdict
        if found == Verdict.DIFFERENT or (j.verdict == Verdict.SAME and found != Verdict.SAME):
            out.append(j.id)
    return out


def _turned(connection: Connection, counted: Mapping[int, int]) -> set[int]:
    """The names that count now and did not before, or the other way round (``quotes.store.rules.silent``)."""
    rows = rows_of(connection, [n for n, more in counted.items() if more])
    return {n for n, r in rows.items() if r.attributions in (0, counted[n])}


def settle_judged(connection: Connection, touched: Collection[int]) -> None:
    """Brings speakers up to date after a person judged or labelled the names ``touched``, or took that
    back, or after names came without an article."""
    fresh = enter(connection, touched)
    write_words(connection, set(touched) - fresh)
    changed = rule(connection, {*touched, *fresh})
    _group(connection, {*touched, *changed})
    members, _ = _tied(connection, set(touched))
    _group(connection, rule_bare(connection, bare_near(connection, members)))


def rebuild(connection: Connection) -> None:
    """Computes everything anew: keys, what rules say, speakers. For a database whose names an older
    program judged. What persons judged stands; a rule's judgement that no longer holds is withdrawn."""
    connection.execute(delete(blocks))
    every = list(connection.execute(select(names.c.id).order_by(names.c.id)).scalars())
    enter(connection, every)
    take_back(connection, _wrong(connection))
    for some in chunks(every):
        settle_judged(connection, some)


def _group(connection: Connection, touched: set[int]) -> None:
    """Recomputes the speakers of the names ``touched`` and of all that judgements tie to them."""
    if not touched:
        return
    members, standing = _tied(connection, touched)
    rows = rows_of(connection, members)
    gone = silent(connection, rows)
    groups = _grouped(
        {n: r for n, r in rows.items() if n not in gone},
        [
            j
            for j in standing
            if not gone & {j.left_id, j.right_id} and (j.verdict, j.reason) != (UNSURE, PUT_OFF)
        ],
    )
    for part in chunks(sorted(gone)):
        connection.execute(update(names).where(names.c.id.in_(part)).values(speaker_id=None))
    old = {r.speaker_id for r in rows.values() if r.speaker_id is not None}
    there: set[int] = set()
    for part in chunks([min(some) for some in groups]):
        there |= set(
            connection.execute(select(speakers.c.id).where(speakers.c.id.in_(part))).scalars()
        )
    new = [rows[min(some)] for some in groups if min(some) not in there]
    if new:
        connection.execute(
            insert(speakers),
            [{"id": r.id, "name": r.text, "kind": r.kind, "attributions": 0} for r in new],
        )
    changed = [(n, min(some)) for some in groups for n in some if rows[n].speaker_id != min(some)]
    if changed:
        connection.execute(
            update(names).where(names.c.id == bindparam("n")).values(speaker_id=bindparam("s")),
            [{"n": n, "s": s} for n, s in changed],
        )
    moved = [n for n, _ in changed if rows[n].attributions]
    for part in chunks(moved):
        _point(
            connection,
            attributions.c.number.in_(
                select(mentions.c.attribution).where(mentions.c.name_id.in_(part))
            ),
        )
    _describe(connection, [min(some) for some in groups])
    left = sorted(old - {min(some) for some in groups})
    for part in chunks(left):
        _point(connection, attributions.c.speaker_id.in_(part))
        connection.execute(delete(speakers).where(speakers.c.id.in_(part)))


def _grouped(rows: Mapping[int, Any], standing: Sequence[Any]) -> list[list[int]]:
    """The names in groups: first by what persons judged, and rules of full names; then each group of bare
    surnames goes to the one group that rules name for it, if no person speaks against that. So a bare surname
    never brings two people together, nor tears one apart."""
    alone = {n for n, r in rows.items() if bare(*facts(r))}
    firm = [j for j in standing if j.by != RULE or not alone & {j.left_id, j.right_id}]
    groups = cluster(sorted(rows), [(j.left_id, j.right_id, j.verdict, j.by != RULE) for j in firm])
    group_of = {n: i for i, some in enumerate(groups) for n in some}
    apart = {
        frozenset((group_of[a], group_of[b]))
        for a, b in apart_by_persons(standing)
        if a in group_of
    }
    targets: dict[int, set[int]] = defaultdict(set)
    for j in standing:
        if j.by != RULE or j.verdict != Verdict.SAME:
            continue
        for one, other in ((j.left_id, j.right_id), (j.right_id, j.left_id)):
            if set(groups[group_of[one]]) <= alone and other not in alone:
                targets[group_of[one]].add(group_of[other])
    joins: dict[int, list[int]] = defaultdict(list)
    for i, some in sorted(targets.items()):
        if len(some) == 1 and frozenset((i, *some)) not in apart:
            joins[next(iter(some))].append(i)
    taken: set[int] = set()
    out = []
    for target, coming in joins.items():
        fit = [i for i in coming if not any(frozenset((i, k)) in apart for k in coming)]
        out.append(sorted(n for i in (target, *fit) for n in groups[i]))
        taken |= {target, *fit}
    return sorted(out + [g for i, g in enumerate(groups) if i not in taken])


def point(connection: Connection, numbers: Iterable[int]) -> None:
    """Points statements, whose mentions are taken for other names now, to those names' speakers."""
    for part in chunks(sorted(set(numbers))):
        _point(connection, attributions.c.number.in_(part))


def _point(connection: Connection, which: Any) -> None:
    """Points statements to the speaker of their first mention."""
    first = (
        select(names.c.speaker_id)
        .join(mentions, mentions.c.name_id == names.c.id)
        .where(mentions.c.attribution == attributions.c.number)
        .order_by(mentions.c.position)
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(update(attributions).where(which).values(speaker_id=first))


def _describe(connection: Connection, some: Iterable[int]) -> None:
    """Names, counts and labels of the speakers ``some``."""
    for part in chunks(sorted(set(some))):
        own: dict[int, list[Any]] = defaultdict(list)
        for row in connection.execute(select(names).where(names.c.speaker_id.in_(part))):
            own[row.speaker_id].append(row)
        said: dict[int, dict[str, str]] = defaultdict(dict)
        for label in connection.execute(
            select(names.c.speaker_id, labels.c.field, labels.c.value)
            .join(names, names.c.id == labels.c.name_id)
            .where(names.c.speaker_id.in_(part), labels.c.withdrawn.is_(None))
            .order_by(labels.c.id)
        ):
            said[label.speaker_id][label.field] = label.value
        twice: dict[int, int] = {r[0]: r[1] for r in connection.execute(TWICE, {"some": part})}
        values = [
            _described(speaker, rows, said[speaker], twice.get(speaker, 0))
            for speaker, rows in own.items()
        ]
        if values:
            connection.execute(
                update(speakers)
                .where(speakers.c.id == bindparam("speaker"))
                .values(
                    {c: bindparam(f"b_{c}") for c in ("name", "kind", "wikidata", "attributions")}
                ),
                values,
            )


TWICE = text(
    """
    SELECT n.speaker_id, count(*) FROM name n JOIN mention m ON m.name_id = n.id
    WHERE m.position > 0 AND n.speaker_id IN :some AND EXISTS (
        SELECT 1 FROM mention f JOIN name o ON o.id = f.name_id
        WHERE f.attribution = m.attribution AND f.position < m.position AND o.speaker_id = n.speaker_id)
    GROUP BY n.speaker_id
    """
).bindparams(bindparam("some", expanding=True))
"""How many statements speakers make jointly with themselves, two of their names being in one source."""


def _described(
    speaker: int, rows: Sequence[Any], said: Mapping[str, str], twice: int
) -> dict[str, Any]:
    """Of the names that have statements, the fullest is shown, the commonest if several are; the kind is
    that of most statements; what a person said goes before."""
    used = [r for r in rows if r.attributions] or rows
    shown = max(used, key=lambda r: (*fullness(r.text), r.attributions, -r.id))
    kinds: dict[str, int] = defaultdict(int)
    for r in used:
        kinds[r.kind] += r.attributions
    return {
        "speaker": speaker,
        "b_name": said.get("name", shown.text),
        "b_kind": said.get("kind", max(kinds, key=lambda k: (kinds[k], k == shown.kind, k))),
        "b_wikidata": said.get("wikidata"),
        "b_attributions": sum(r.attributions for r in rows) - twice,
    }


def _tied(connection: Connection, touched: set[int]) -> tuple[list[int], list[Any]]:
    """The names that standing judgements of "same", or a common speaker, tie to ``touched``, and the
    standing judgements among them."""
    members, edge = set(touched), set(touched)
    while edge:
        found: set[int] = set()
        for part in chunks(sorted(edge)):
            near = connection.execute(
                select(judgements.c.left_id, judgements.c.right_id).where(
                    judgements.c.verdict == Verdict.SAME.value,
                    judgements.c.withdrawn.is_(None),
                    or_(judgements.c.left_id.in_(part), judgements.c.right_id.in_(part)),
                )
            ).all()
            together = select(names.c.speaker_id).where(names.c.id.in_(part))
            found |= {n for pair in near for n in pair} | set(
                connection.execute(
                    select(names.c.id).where(names.c.speaker_id.in_(together))
                ).scalars()
            )
        edge = found - members
        members |= edge
    standing = [j for j in standing_on(connection, members) if j.withdrawn is None]
    return sorted(members), standing


def count(connection: Connection, article_id: str) -> dict[int, int]:
    """How many statements of an article are taken for each name."""
    rows = connection.execute(
        select(mentions.c.name_id, func.count(mentions.c.attribution.distinct()))
        .join(attributions, attributions.c.number == mentions.c.attribution)
        .where(attributions.c.article_id == article_id, mentions.c.name_id.is_not(None))
        .group_by(mentions.c.name_id)
    ).all()
    return {row[0]: row[1] for row in rows}
