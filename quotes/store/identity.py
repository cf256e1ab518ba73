"""Who is one speaker: computed from the names there are and from the judgements that stand.

After an article or a judgement, only the names it touches are looked at, and those that share a key with
them (``quotes.names.block``). What the rules make of them is compared with what they said before: a
judgement that no longer holds is withdrawn, a new one added. So the speakers depend on the names, the
descriptions and the persons' judgements in the database, not on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy import text as sql

from quotes.attribution import SpeakerKind
from quotes.names.block import asking
from quotes.names.clean import clean, fold
from quotes.names.cluster import Known, Pair, Ruling, cluster, keys, rulings, weigh
from quotes.names.compare import Verdict
from quotes.names.evidence import Trace, choose
from quotes.store.rows import now, table
from quotes.store.tables import Attribution, Block, Judgement, Label, Mention, Name, Speaker

RULE = "rule"
"""Who judges where no person did."""

CROWD = 20
"""Names that share a key only with at most so many others are worth asking a person about."""

CANDIDATES = 5
"""A bare surname that fits more people than this is a question nobody could answer without evidence."""

CHUNK = 500
"""Numbers in one statement's list: SQLite bounds them."""

SURNAME = "?p|s:"
"""How the key begins under which a bare surname finds the people who bear it."""

attributions, blocks, judgements, labels, mentions, names, speakers = (
    table(t) for t in (Attribution, Block, Judgement, Label, Mention, Name, Speaker)
)


def settle(connection: Connection, counted: Mapping[int, int], article_id: str) -> None:
    """Brings speakers up to date after an article was stored: ``counted`` says of each name that it has,
    or had, how many statements more (or less) are taken for it now."""
    more = [{"n": n, "more": more} for n, more in counted.items() if more]
    if more:
        connection.execute(
            update(names)
            .where(names.c.id == bindparam("n"))
            .values(attributions=names.c.attributions + bindparam("more")),
            more,
        )
    fresh = enter(connection, counted)
    changed = _rule(connection, fresh)
    _group(connection, set(fresh) | changed)
    bare = _bare_near(connection, fresh) | _bare_of(connection, article_id)
    bare |= _bare_in_company(connection, article_id)
    _group(connection, _rule_bare(connection, bare))
    _point(connection, attributions.c.article_id == article_id)
    some = connection.execute(
        select(names.c.speaker_id).where(names.c.id.in_(list(counted))).distinct()
    )
    _describe(connection, [s for s in some.scalars() if s is not None])


def settle_judged(connection: Connection, touched: Collection[int]) -> None:
    """Brings speakers up to date after a person judged or labelled the names ``touched``, or took that
    back, or after names came without an article."""
    fresh = enter(connection, touched)
    changed = _rule(connection, {*touched, *fresh})
    _group(connection, {*touched, *changed})
    members, _ = _tied(connection, set(touched))
    _group(connection, _rule_bare(connection, _bare_near(connection, members)))


def rebuild(connection: Connection) -> None:
    """Computes everything anew: keys, what rules say, speakers. For a database whose names an older
    program judged. What persons judged stands; a rule's judgement that no longer holds is withdrawn."""
    connection.execute(delete(blocks))
    every = list(connection.execute(select(names.c.id).order_by(names.c.id)).scalars())
    _withdraw(
        connection,
        connection.execute(
            select(judgements.c.id).where(
                judgements.c.by == RULE,
                judgements.c.withdrawn.is_(None),
                judgements.c.verdict == Verdict.DIFFERENT.value,
            )
        ).scalars(),
    )
    enter(connection, every)
    for some in _chunks(every):
        settle_judged(connection, some)


# -- keys ---------------------------------------------------------------------------------------


def enter(connection: Connection, some: Iterable[int]) -> set[int]:
    """Files the names among ``some`` that are new under their keys; returns them."""
    some = sorted(set(some))
    fresh: set[int] = set()
    for part in _chunks(some):
        known = set(
            connection.execute(
                select(blocks.c.name_id).where(blocks.c.name_id.in_(part)).distinct()
            ).scalars()
        )
        rows = connection.execute(
            select(names).where(names.c.id.in_([n for n in part if n not in known]))
        ).all()
        filed = [
            {"key": key, "name_id": row.id}
            for row in rows
            for key in sorted(_keys(row.text, row.kind, row.scope))
        ]
        if filed:
            connection.execute(insert(blocks), filed)
        fresh |= {row.id for row in rows}
    return fresh


def _keys(text: str, kind: str, scope: str) -> set[str]:
    known = Known(text, kind == SpeakerKind.PERSON)
    asked = {f"?{'p' if known.person else 'b'}|{key}" for key in asking(text)}
    if bare(text, kind, scope):
        # A bare surname is never joined by its words: all it is filed under is the surname.
        return {key for key in asked if key.startswith(SURNAME)} or {f"{SURNAME}{fold(text)}"}
    words = " ".join(fold(w) for w in clean(text).words)
    return {*keys(known), *asked, f"?={words}"}


def bare(text: str, kind: str, scope: str) -> bool:
    """Whether a name is a person's single word that means somebody in its own article only."""
    return bool(scope) and kind == SpeakerKind.PERSON and not clean(text).full


# -- what rules say of full names and bodies -------------------------------------------------------


def _rule(connection: Connection, start: Collection[int]) -> set[int]:
    """Makes the rules' judgements on the names ``start``, and on all that fit them, what they should be;
    returns the names whose judgements changed."""
    rows = _rows(connection, start)
    rows = {n: r for n, r in rows.items() if not bare(r.text, r.kind, r.scope)}
    found, edge = dict(rows), set(rows)
    while edge:
        near = _neighbours(connection, edge)
        more = _rows(connection, {b for _, b in near} - found.keys())
        known = {n: _known(r) for n, r in (found | more).items()}
        edge = {
            b for a, b in near if b in more and weigh(known[a], known[b]).verdict == Verdict.SAME
        }
        found |= {n: more[n] for n in edge}
    changed = _settle_pairs(connection, found)
    return changed | _ask(connection, {n: r for n, r in rows.items() if n in set(start)})


def _settle_pairs(connection: Connection, found: Mapping[int, Any]) -> set[int]:
    standing = _standing(connection, found)
    apart = _apart(standing)
    wanted = {
        (r.left, r.right): r for r in rulings({n: _known(row) for n, row in found.items()}, apart)
    }
    now_said = {
        (j.left_id, j.right_id): j
        for j in standing
        if j.by == RULE and j.withdrawn is None and (j.left_id, j.right_id) not in apart
    }
    gone = [
        pair
        for pair, j in now_said.items()
        if (pair in wanted and wanted[pair].verdict != j.verdict)
        or (pair not in wanted and j.verdict == Verdict.SAME)
    ]
    new = [r for p, r in wanted.items() if p not in now_said or p in gone]
    return _put(connection, [now_said[p].id for p in gone], new, standing)


def _ask(connection: Connection, rows: Mapping[int, Any]) -> set[int]:
    """Writes down which names are worth asking a person about: those that share a key that few have, and
    on which the names alone leave the question open."""
    near = _neighbours(connection, rows, asking=True)
    others = _rows(connection, {b for _, b in near})
    judged = {
        (j.left_id, j.right_id) for j in _standing(connection, {*rows, *others}, withdrawn=True)
    }
    new = []
    for a, b in sorted({_pair(a, b) for a, b in near}):
        one, other = (rows.get(n) or others[n] for n in (a, b))
        if (a, b) in judged or bare(*_facts(one)) or bare(*_facts(other)):
            continue
        found = weigh(_known(one), _known(other))
        if found.verdict == Verdict.UNSURE:
            new.append(Ruling(a, b, found.verdict, found.score, found.reason))
    _put(connection, [], new, [])
    return set()


def _neighbours(
    connection: Connection, some: Collection[int], *, asking: bool = False
) -> set[tuple[int, int]]:
    """Pairs of a name of ``some`` and another that share a key: one that joins, or (``asking``) one only to
    ask about, of those that few have."""
    own, other, crowd = blocks.alias(), blocks.alias(), blocks.alias()
    asked = own.c.key.like("?%")
    shared = select(own.c.name_id, other.c.name_id).join(other, other.c.key == own.c.key)
    if asking:
        here = select(func.count()).where(crowd.c.key == own.c.key).correlate(own)
        few = here.scalar_subquery() <= CROWD
        shared = shared.where(asked, own.c.key.not_like(f"{SURNAME}%"), few)
    else:
        shared = shared.where(~asked)
    out: set[tuple[int, int]] = set()
    for part in _chunks(sorted(some)):
        rows = connection.execute(
            shared.where(own.c.name_id.in_(part), own.c.name_id != other.c.name_id)
        )
        out |= {(r[0], r[1]) for r in rows}
    return out


# -- what evidence says of bare surnames -----------------------------------------------------------


def _bare_near(connection: Connection, some: Collection[int]) -> set[int]:
    """The bare surnames that the people among ``some`` bear, and those among ``some`` themselves."""
    own, other = blocks.alias(), blocks.alias()
    out: set[int] = set()
    for part in _chunks(sorted(some)):
        out |= set(
            connection.execute(
                select(other.c.name_id)
                .join(own, own.c.key == other.c.key)
                .join(names, names.c.id == other.c.name_id)
                .where(own.c.name_id.in_(part), own.c.key.like(f"{SURNAME}%"), names.c.scope != "")
            ).scalars()
        )
    return out


def _bare_of(connection: Connection, article_id: str) -> set[int]:
    return set(connection.execute(select(names.c.id).where(names.c.scope == article_id)).scalars())


IN_COMPANY = sql(
    """
    WITH here AS (
        SELECT DISTINCT m.name_id AS id FROM attribution a JOIN mention m ON m.attribution = a.number
        JOIN name n ON n.id = m.name_id WHERE a.article_id = :article AND n.kind = 'person' AND n.scope = ''
    )
    SELECT DISTINCT b.id FROM here JOIN block k ON k.name_id = here.id AND k.key LIKE '?p|s:%'
    JOIN block o ON o.key = k.key JOIN name b ON b.id = o.name_id
    WHERE b.scope != '' AND b.scope != :article AND (
        EXISTS (SELECT 1 FROM mention d WHERE d.name_id = b.id AND d.description IS NOT NULL)
        OR EXISTS (SELECT 1 FROM attribution a JOIN mention m ON m.attribution = a.number
            WHERE a.article_id = b.scope AND m.name_id IN (SELECT id FROM here)))
    """
)
"""Bare surnames of other articles on which an article may have something new to say: it quotes somebody of
the surname, and either they have a description or their article quotes one of the same people."""


def _bare_in_company(connection: Connection, article_id: str) -> set[int]:
    return set(connection.execute(IN_COMPANY, {"article": article_id}).scalars())


def _rule_bare(connection: Connection, some: Collection[int]) -> set[int]:
    """Makes the rules' judgements on the bare surnames ``some`` what they should be; returns the names
    whose judgements changed."""
    changed: set[int] = set()
    for number, row in sorted(_rows(connection, some).items()):
        if not bare(*_facts(row)):
            continue
        standing = _standing(connection, [number], either=True)
        wanted = {(r.left, r.right): r for r in _weigh_bare(connection, row, standing)}
        said = {
            (j.left_id, j.right_id): j for j in standing if j.by == RULE and j.withdrawn is None
        }
        gone = [p for p, j in said.items() if p not in wanted or wanted[p].verdict != j.verdict]
        new = [r for p, r in wanted.items() if p not in said or p in gone]
        changed |= _put(connection, [said[p].id for p in gone], new, standing)
    return changed


def _weigh_bare(connection: Connection, row: Any, standing: Sequence[Any]) -> list[Ruling]:
    keyed = blocks.alias()
    bearers = connection.execute(
        select(names)
        .join(blocks, blocks.c.name_id == names.c.id)
        .join(keyed, keyed.c.key == blocks.c.key)
        .where(
            keyed.c.name_id == row.id,
            keyed.c.key.like(f"{SURNAME}%"),
            names.c.kind == SpeakerKind.PERSON.value,
            names.c.id != row.id,
        )
        .distinct()
    ).all()
    by_speaker: dict[int, list[Any]] = defaultdict(list)
    for other in bearers:
        if not bare(*_facts(other)):
            by_speaker[other.speaker_id].append(other)
    if not by_speaker:
        return []
    here = _persons_of(connection, row.scope)
    apart = {n for p in _apart(standing) for n in p}
    # Whoever is named in full in the same article was passed over there for a reason.
    fit = {
        speaker: sorted(some, key=lambda r: (*_fullness(r.text), r.text, r.id), reverse=True)
        for speaker, some in by_speaker.items()
        if speaker not in here.values() and not apart & {r.id for r in some}
    }
    company = {n for n in here if n != row.id}
    traces = {}
    for speaker, fitting in fit.items():
        # What bare surnames that were joined say of the speaker is no evidence: it rests on the same.
        own_names = or_(names.c.scope == "", names.c.id.in_([r.id for r in fitting]))
        whose = and_(names.c.speaker_id == speaker, own_names)
        traces[fitting[0].id] = Trace(
            _descriptions(connection, whose), _together(connection, whose, company, row.scope)
        )
    texts = {fitting[0].id: fitting[0].text for fitting in fit.values()}
    own = Trace(_descriptions(connection, names.c.id == row.id), frozenset(company))
    chosen = choose(row.text, own, traces, texts)
    out = [
        Ruling(*_pair(row.id, number), verdict, score, reason)
        for number, (verdict, score, reason) in chosen.items()
    ]
    asked = [r for r in out if r.verdict == Verdict.UNSURE]
    return [r for r in out if r.verdict == Verdict.SAME] + (
        asked if len(asked) <= CANDIDATES else []
    )


def _persons_of(connection: Connection, article_id: str) -> dict[int, int]:
    """The people named in full whom an article quotes: the number of the name, and of the speaker."""
    rows = connection.execute(
        select(names.c.id, names.c.speaker_id, names.c.text, names.c.kind, names.c.scope)
        .join(mentions, mentions.c.name_id == names.c.id)
        .join(attributions, attributions.c.number == mentions.c.attribution)
        .where(attributions.c.article_id == article_id, names.c.kind == SpeakerKind.PERSON.value)
        .distinct()
    ).all()
    return {r.id: r.speaker_id for r in rows if not bare(r.text, r.kind, r.scope)}


def _descriptions(connection: Connection, whose: Any) -> frozenset[str]:
    found = connection.execute(
        select(mentions.c.description)
        .join(names, names.c.id == mentions.c.name_id)
        .where(whose, mentions.c.description.is_not(None))
        .distinct()
    ).scalars()
    return frozenset(found)


def _together(
    connection: Connection, whose: Any, company: Collection[int], but: str
) -> frozenset[int]:
    """Who of the names ``company`` is quoted in one article with those ``whose``, the article ``but`` aside."""
    if not company:
        return frozenset()
    there = (
        select(attributions.c.article_id)
        .join(mentions, mentions.c.attribution == attributions.c.number)
        .join(names, names.c.id == mentions.c.name_id)
        .where(whose, attributions.c.article_id != but)
    )
    return frozenset(
        connection.execute(
            select(mentions.c.name_id)
            .join(attributions, attributions.c.number == mentions.c.attribution)
            .where(mentions.c.name_id.in_(company), attributions.c.article_id.in_(there))
            .distinct()
        ).scalars()
    )


# -- judgements in the ledger ---------------------------------------------------------------------


def _standing(
    connection: Connection,
    some: Collection[int],
    *,
    either: bool = False,
    withdrawn: bool = False,
) -> list[Any]:
    """The judgements on pairs of ``some`` (``either``: that touch one), oldest first: those that stand, and
    the rules' that a person withdrew; ``withdrawn``: all."""
    some = set(some)
    out: dict[int, Any] = {}
    for part in _chunks(sorted(some)):
        asked = select(judgements).where(
            or_(judgements.c.left_id.in_(part), judgements.c.right_id.in_(part))
            if either
            else judgements.c.left_id.in_(part)
        )
        if not withdrawn:
            asked = asked.where(
                or_(judgements.c.withdrawn.is_(None), judgements.c.withdrawn_by != RULE)
            )
        for row in connection.execute(asked):
            if either or row.right_id in some:
                out[row.id] = row
    return [out[n] for n in sorted(out)]


def _apart(standing: Iterable[Any]) -> set[Pair]:
    """The pairs that persons judged different, by their last word on each."""
    last: dict[Pair, str] = {}
    for j in standing:
        if j.by != RULE and j.withdrawn is None:
            last[j.left_id, j.right_id] = j.verdict
    return {p for p, v in last.items() if v == Verdict.DIFFERENT}


def _put(
    connection: Connection, gone: Sequence[int], new: Sequence[Ruling], standing: Sequence[Any]
) -> set[int]:
    """Withdraws the rules' judgements ``gone`` and adds those that are ``new``, but for what a person
    withdrew; returns the names concerned."""
    refused = {
        (j.left_id, j.right_id, j.verdict)
        for j in standing
        if j.by == RULE and j.withdrawn is not None
    }
    new = [r for r in new if (r.left, r.right, r.verdict.value) not in refused]
    at = now()
    if new:
        connection.execute(
            insert(judgements),
            [
                {
                    "left_id": r.left,
                    "right_id": r.right,
                    "verdict": r.verdict.value,
                    "score": r.score,
                    "reason": r.reason,
                    "by": RULE,
                    "at": at,
                }
                for r in new
            ],
        )
    lost = {j.id: j for j in standing}
    _withdraw(connection, gone)
    return {n for r in new for n in (r.left, r.right)} | {
        n for g in gone if g in lost for n in (lost[g].left_id, lost[g].right_id)
    }


def _withdraw(connection: Connection, some: Iterable[int]) -> None:
    for part in _chunks(list(some)):
        connection.execute(
            update(judgements)
            .where(judgements.c.id.in_(part))
            .values(withdrawn=now(), withdrawn_by=RULE)
        )


# -- speakers -------------------------------------------------------------------------------------


def _group(connection: Connection, touched: set[int]) -> None:
    """Recomputes the speakers of the names ``touched`` and of all that judgements tie to them."""
    if not touched:
        return
    members, standing = _tied(connection, touched)
    groups = cluster(members, [(j.left_id, j.right_id, j.verdict, j.by != RULE) for j in standing])
    rows = _rows(connection, members)
    old = {r.speaker_id for r in rows.values() if r.speaker_id is not None}
    there: set[int] = set()
    for part in _chunks([min(some) for some in groups]):
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
    for part in _chunks(moved):
        _point(
            connection,
            attributions.c.number.in_(
                select(mentions.c.attribution).where(mentions.c.name_id.in_(part))
            ),
        )
    _describe(connection, [min(some) for some in groups])
    gone = old - {min(some) for some in groups}
    for part in _chunks(sorted(gone)):
        connection.execute(delete(speakers).where(speakers.c.id.in_(part)))


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
    for part in _chunks(sorted(set(some))):
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
        values = [_described(speaker, rows, said[speaker]) for speaker, rows in own.items()]
        if values:
            connection.execute(
                update(speakers)
                .where(speakers.c.id == bindparam("speaker"))
                .values(
                    {c: bindparam(f"b_{c}") for c in ("name", "kind", "wikidata", "attributions")}
                ),
                values,
            )


def _described(speaker: int, rows: Sequence[Any], said: Mapping[str, str]) -> dict[str, Any]:
    """Of the names that have statements, the fullest is shown, the commonest if several are; the kind is
    that of most statements; what a person said goes before."""
    used = [r for r in rows if r.attributions] or rows
    shown = max(used, key=lambda r: (*_fullness(r.text), r.attributions, -r.id))
    kinds: dict[str, int] = defaultdict(int)
    for r in used:
        kinds[r.kind] += r.attributions
    return {
        "speaker": speaker,
        "b_name": said.get("name", shown.text),
        "b_kind": said.get("kind", max(kinds, key=lambda k: (kinds[k], k == shown.kind, k))),
        "b_wikidata": said.get("wikidata"),
        "b_attributions": sum(r.attributions for r in rows),
    }


def _fullness(name: str) -> tuple[bool, int]:
    parts = clean(name)
    return parts.full, len(parts.words) + len(parts.suffix)


def _tied(connection: Connection, touched: set[int]) -> tuple[list[int], list[Any]]:
    """The names that standing judgements of "same", or a common speaker, tie to ``touched``, and the
    standing judgements among them."""
    members, edge = set(touched), set(touched)
    while edge:
        found: set[int] = set()
        for part in _chunks(sorted(edge)):
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
    standing = [j for j in _standing(connection, members) if j.withdrawn is None]
    return sorted(members), standing


# -- small things ---------------------------------------------------------------------------------


def _rows(connection: Connection, some: Iterable[int]) -> dict[int, Any]:
    out: dict[int, Any] = {}
    for part in _chunks(sorted(set(some))):
        for row in connection.execute(select(names).where(names.c.id.in_(part))):
            out[row.id] = row
    return out


def _known(row: Any) -> Known:
    return Known(row.text, row.kind == SpeakerKind.PERSON)


def _facts(row: Any) -> tuple[str, str, str]:
    return row.text, row.kind, row.scope


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _chunks(some: Sequence[int]) -> Iterator[list[int]]:
    numbers = iter(some)
    while part := list(islice(numbers, CHUNK)):
        yield part


def count(connection: Connection, article_id: str) -> dict[int, int]:
    """How many statements of an article are taken for each name."""
    rows = connection.execute(
        select(mentions.c.name_id, func.count(mentions.c.attribution.distinct()))
        .join(attributions, attributions.c.number == mentions.c.attribution)
        .where(attributions.c.article_id == article_id, mentions.c.name_id.is_not(None))
        .group_by(mentions.c.name_id)
    ).all()
    return {row[0]: row[1] for row in rows}
