"""What rules say of the names in the database, kept in the ledger: added where it is new, withdrawn where it
no longer holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update
from sqlalchemy import text as sql

from quotes.attribution import SpeakerKind
from quotes.names.cluster import Pair, Ruling, rulings, weigh
from quotes.names.compare import Verdict
from quotes.names.evidence import Trace, choose
from quotes.store.blocks import (
    SURNAME,
    bare,
    chunks,
    facts,
    fullness,
    known_as,
    neighbours,
    ordered,
    rows_of,
)
from quotes.store.rows import now, table
from quotes.store.tables import Attribution, Block, Judgement, Label, Mention, Name

PUT_OFF = "put off"
"""The reason of a person's "unsure" that only puts a question off: it speaks neither for nor against."""

RULE = "rule"
"""Who judges where no person did."""

CANDIDATES = 5
"""A bare surname that fits more people than this is a question nobody could answer without evidence."""

attributions, blocks, judgements, labels, mentions, names = (
    table(t) for t in (Attribution, Block, Judgement, Label, Mention, Name)
)


# -- full names and bodies --------------------------------------------------------------------------


def rule(connection: Connection, start: Collection[int]) -> set[int]:
    """Makes the rules' judgements on the names ``start``, and on all that fit them, what they should be;
    returns the names whose judgements changed."""
    rows = rows_of(connection, start)
    rows = {n: r for n, r in rows.items() if not bare(r.text, r.kind, r.scope)}
    found, edge = dict(rows), set(rows)
    while edge:
        near = neighbours(connection, edge)
        more = rows_of(connection, {b for _, b in near} - found.keys())
        known = {n: known_as(r) for n, r in (found | more).items()}
        edge = {
            b for a, b in near if b in more and weigh(known[a], known[b]).verdict == Verdict.SAME
        }
        found |= {n: more[n] for n in edge}
    gone = silent(connection, found)
    changed = _forget(connection, gone)
    changed |= _settle_pairs(connection, {n: r for n, r in found.items() if n not in gone})
    _ask(connection, {n: r for n, r in rows.items() if n not in gone})
    return changed


def silent(connection: Connection, rows: Mapping[int, Any]) -> set[int]:
    """The names of ``rows`` that count no more: no statement is taken for them since an article was read
    anew, and no person said anything of them."""
    unused = sorted(n for n, r in rows.items() if not r.attributions)
    kept: set[int] = set()
    for part in chunks(unused):
        kept |= set(
            connection.execute(
                select(labels.c.name_id).where(
                    labels.c.name_id.in_(part), labels.c.withdrawn.is_(None)
                )
            ).scalars()
        )
        for own in (judgements.c.left_id, judgements.c.right_id):
            kept |= set(
                connection.execute(
                    select(own).where(
                        own.in_(part), judgements.c.by != RULE, judgements.c.withdrawn.is_(None)
                    )
                ).scalars()
            )
    return set(unused) - kept


def _forget(connection: Connection, gone: Collection[int]) -> set[int]:
    """Withdraws what rules said of the names ``gone``; returns all names concerned."""
    said = [
        j
        for j in standing_on(connection, gone, either=True)
        if j.by == RULE and j.withdrawn is None
    ]
    return _put(connection, [j.id for j in said], [], said)


def _settle_pairs(connection: Connection, found: Mapping[int, Any]) -> set[int]:
    standing = standing_on(connection, found)
    apart = apart_by_persons(standing)
    against = apart | _facts_against(connection, found)
    known = {n: known_as(row) for n, row in found.items()}
    wanted = {(r.left, r.right): r for r in rulings(known, against)}
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


JOINT = sql(
    """
    SELECT DISTINCT f.name_id, m.name_id FROM mention m JOIN mention f ON f.attribution = m.attribution
    WHERE m.position > 0 AND m.name_id IN :some AND f.position < m.position AND f.name_id IN :some
    """
).bindparams(bindparam("some", expanding=True))


def _facts_against(connection: Connection, found: Mapping[int, Any]) -> set[Pair]:
    """Pairs of names that are two parties whatever they look like: they speak together in one source, or
    persons gave them different Wikidata identifiers."""
    if len(found) < 2:
        return set()
    out: set[Pair] = set()
    for part in chunks(sorted(found)):
        out |= {ordered(*r) for r in connection.execute(JOINT, {"some": part}) if r[0] != r[1]}
        given = connection.execute(
            select(labels.c.name_id, labels.c.value)
            .where(labels.c.name_id.in_(part), labels.c.field == "wikidata")
            .where(labels.c.withdrawn.is_(None))
            .order_by(labels.c.id)
        ).all()
        known = {r.name_id: r.value for r in given}
        out |= {ordered(a, b) for a in known for b in known if a < b and known[a] != known[b]}
    return out


def _ask(connection: Connection, rows: Mapping[int, Any]) -> None:
    """Writes down which names are worth asking a person about: those that share a key that few have, and
    on which the names alone leave the question open."""
    near = neighbours(connection, rows, asking=True)
    others = rows_of(connection, {b for _, b in near})
    judged = {(j.left_id, j.right_id) for j in standing_on(connection, {*rows, *others})}
    gone = silent(connection, others)
    new = []
    for a, b in sorted({ordered(a, b) for a, b in near if b not in gone}):
        one, other = (rows.get(n) or others[n] for n in (a, b))
        if (a, b) in judged or bare(*facts(one)) or bare(*facts(other)):
            continue
        found = weigh(known_as(one), known_as(other))
        if found.verdict == Verdict.UNSURE:
            new.append(Ruling(a, b, found.verdict, found.score, found.reason))
    _put(connection, [], new, [])


# -- bare surnames, by evidence ----------------------------------------------------------------------


def bare_near(connection: Connection, some: Collection[int]) -> set[int]:
    """The bare surnames that the people named in full among ``some`` bear, and those among ``some``
    themselves: one bare surname says nothing of another."""
    rows = rows_of(connection, some)
    out = {n for n, r in rows.items() if bare(*facts(r))}
    own, other = blocks.alias(), blocks.alias()
    for part in chunks(sorted(rows.keys() - out)):
        out |= set(
            connection.execute(
                select(other.c.name_id)
                .join(own, own.c.key == other.c.key)
                .join(names, names.c.id == other.c.name_id)
                .where(own.c.name_id.in_(part), own.c.key.like(f"{SURNAME}%"), names.c.scope != "")
            ).scalars()
        )
    return out


def bare_of(connection: Connection, article_id: str) -> set[int]:
    return set(connection.execute(select(names.c.id).where(names.c.scope == article_id)).scalars())


BORNE = sql(
    """
    SELECT DISTINCT k.name_id AS full, b.id AS bare, b.scope AS article,
        b.speaker_id IS (SELECT f.speaker_id FROM name f WHERE f.id = k.name_id) AS joined
    FROM block k JOIN block o ON o.key = k.key JOIN name b ON b.id = o.name_id
    WHERE k.name_id IN :here AND k.key LIKE '?p|s:%' AND b.scope != '' AND b.scope != :article
    """
).bindparams(bindparam("here", expanding=True))
"""The bare surnames of other articles that the people of an article bear, and whether they are joined."""

CALLED_ANEW = sql(
    """
    SELECT DISTINCT m.name_id FROM attribution a JOIN mention m ON m.attribution = a.number
    WHERE a.article_id = :article AND m.name_id IN :full AND m.description IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM mention o JOIN attribution b ON b.number = o.attribution
        WHERE o.name_id = m.name_id AND o.description = m.description AND b.article_id != :article)
    """
).bindparams(bindparam("full", expanding=True))
"""Who is called something in an article that no other calls them."""

TOGETHER = sql(
    """
    SELECT 1 FROM mention m JOIN attribution a ON a.number = m.attribution
    WHERE m.name_id = :rarer AND a.article_id != :article AND EXISTS (
        SELECT 1 FROM attribution b JOIN mention o ON o.attribution = b.number
        WHERE b.article_id = a.article_id AND o.name_id = :other)
    LIMIT 1
    """
)
"""Whether two are quoted in one other article."""

QUOTES = sql(
    """
    SELECT DISTINCT a.article_id FROM attribution a JOIN mention m ON m.attribution = a.number
    WHERE a.article_id IN :articles AND m.name_id IN :names
    """
).bindparams(bindparam("articles", expanding=True), bindparam("names", expanding=True))


def bare_with_news(connection: Connection, article_id: str, also: Collection[int]) -> set[int]:
    """Bare surnames of other articles on which an article has something new to say: somebody of the surname is
    called what no article called them before, or is quoted in company that is new. ``also``: who was in the
    article before it was read anew, and of whom all is looked at again."""
    here = rows_of(connection, _persons_of(connection, article_id))
    asked = [n for n in {*here, *also} if n in also or not here[n].scope]
    borne: dict[int, dict[int, str]] = defaultdict(dict)
    for row in connection.execute(BORNE, {"here": asked, "article": article_id}):
        # What is joined already, more evidence only joins again; what was lost may part it.
        if not row.joined or row.full in also:
            borne[row.full][row.bare] = row.article
    again = {n for n in also if n in borne}
    called = connection.execute(
        CALLED_ANEW, {"full": [n for n in borne if n in here], "article": article_id}
    ).scalars()
    again |= set(called)
    out = {number for n in again for number in borne[n]}
    for n in borne.keys() - again:
        new = [
            other
            for other in here.keys() - {n}
            if not _met(connection, here[n], here[other], article_id)
        ]
        scopes = sorted(set(borne[n].values()))
        for part in chunks(scopes) if new else ():
            there = set(connection.execute(QUOTES, {"articles": part, "names": new}).scalars())
            out |= {number for number, scope in borne[n].items() if scope in there}
    return out


def _met(connection: Connection, one: Any, other: Any, article_id: str) -> bool:
    rarer, commoner = sorted((one, other), key=lambda r: r.attributions)
    asked = {"rarer": rarer.id, "other": commoner.id, "article": article_id}
    return connection.execute(TOGETHER, asked).first() is not None


def rule_bare(connection: Connection, some: Collection[int]) -> set[int]:
    """Makes the rules' judgements on the bare surnames ``some`` what they should be; returns the names
    whose judgements changed."""
    changed: set[int] = set()
    for number, row in sorted(rows_of(connection, some).items()):
        if not bare(*facts(row)):
            continue
        standing = standing_on(connection, [number], either=True)
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
    gone = silent(connection, {r.id: r for r in (row, *bearers)})
    by_speaker: dict[int, list[Any]] = defaultdict(list)
    for other in () if row.id in gone else bearers:
        if other.id not in gone and not bare(*facts(other)):
            by_speaker[other.speaker_id].append(other)
    if not by_speaker:
        return []
    if any(j.by != RULE and j.verdict == Verdict.SAME and j.withdrawn is None for j in standing):
        return []  # a person has said whose it is
    here = _persons_of(connection, row.scope)
    apart = {n for p in apart_by_persons(standing) for n in p} - {row.id}
    others = {r.speaker_id for r in rows_of(connection, apart).values()}
    # Whoever is named in full in the same article was passed over there for a reason.
    fit = {
        speaker: sorted(some, key=lambda r: (*fullness(r.text), r.text, r.id), reverse=True)
        for speaker, some in by_speaker.items()
        if speaker not in here.values() and speaker not in others
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
        Ruling(*ordered(row.id, number), verdict, score, reason)
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


# -- the ledger ---------------------------------------------------------------------------------------


def standing_on(
    connection: Connection,
    some: Collection[int],
    *,
    either: bool = False,
) -> list[Any]:
    """The judgements on pairs of ``some`` (``either``: that touch one), oldest first: those that stand, and
    the rules' that a person withdrew."""
    some = set(some)
    out: dict[int, Any] = {}
    for part in chunks(sorted(some)):
        asked = select(judgements).where(
            or_(judgements.c.left_id.in_(part), judgements.c.right_id.in_(part))
            if either
            else judgements.c.left_id.in_(part)
        )
        asked = asked.where(
            or_(judgements.c.withdrawn.is_(None), judgements.c.withdrawn_by != RULE)
        )
        for row in connection.execute(asked):
            if either or row.right_id in some:
                out[row.id] = row
    return [out[n] for n in sorted(out)]


def apart_by_persons(standing: Iterable[Any]) -> set[Pair]:
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
    take_back(connection, gone)
    return {n for r in new for n in (r.left, r.right)} | {
        n for g in gone if g in lost for n in (lost[g].left_id, lost[g].right_id)
    }


def take_back(connection: Connection, some: Iterable[int]) -> None:
    for part in chunks(list(some)):
        connection.execute(
            update(judgements)
            .where(judgements.c.id.in_(part))
            .values(withdrawn=now(), withdrawn_by=RULE)
        )
