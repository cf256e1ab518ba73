"""Merging, splitting and naming speakers. Each change is an action of the ledger, and can be undone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import text as sql

from quotes.errors import NotFoundError, UsageError
from quotes.names.clean import fold
from quotes.names.compare import Verdict
from quotes.search import Party, party
from quotes.speakers.look import Variant, find, variants
from quotes.store import ledger
from quotes.store.blocks import bare
from quotes.store.corrections import names_in
from quotes.store.identity import count
from quotes.store.rows import inserted
from quotes.store.rules import RULE
from quotes.store.write import names

LONGEST = 200
"""The most characters of a name that a person gives."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an action came to: its number (None if nothing had to be done), what it did in words, and the
    speakers it bore on, as they are now."""

    action: int | None
    summary: str
    speakers: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What merging two speakers means: the two, and ``against`` it, judgements by persons that it would
    take back (rows of the ledger)."""

    left: Party
    right: Party
    against: Sequence[Any]


def plan_merge(connection: Connection, a: str, b: str) -> Merge:
    """What merging ``a`` and ``b`` (see ``find``) would do, without doing it. Raises UsageError if they are
    one speaker already."""
    left, right = find(connection, a), find(connection, b)
    if left.id == right.id:
        raise UsageError(f"{a!r} and {b!r} are one speaker already: {left.id} {left.name}")
    left, right = sorted((left, right), key=lambda p: p.id)
    if left.wikidata and right.wikidata and left.wikidata != right.wikidata:
        raise UsageError(
            f"{left.name} ({left.id}) and {right.name} ({right.id}) are {left.wikidata} and "
            f"{right.wikidata} in Wikidata; undo the wrong one first (`quotes speakers history`)"
        )
    return Merge(left, right, against(connection, left.id, right.id))


def against(connection: Connection, left: int, right: int) -> list[Any]:
    """The judgements by persons, standing and not overruled by a later one, that a name of one speaker is
    not a name of the other."""
    rows = connection.execute(
        sql(
            "SELECT j.*, l.text AS left, r.text AS right FROM judgement j "
            "JOIN name l ON l.id = j.left_id JOIN name r ON r.id = j.right_id "
            'WHERE j.withdrawn IS NULL AND j."by" != :rule AND '
            "((l.speaker_id = :a AND r.speaker_id = :b) OR (l.speaker_id = :b AND r.speaker_id = :a)) "
            "ORDER BY j.id"
        ),
        {"a": left, "b": right, "rule": RULE},
    ).all()
    last = {(r.left_id, r.right_id): r for r in rows}
    return [r for r in last.values() if r.verdict == Verdict.DIFFERENT]


def merge(connection: Connection, a: str, b: str, *, by: str, reason: str = "") -> Change:
    """Makes ``a`` and ``b`` one speaker. A person's earlier "different" on their names is overruled, pair by
    pair. Raises NotFoundError and UsageError as ``find``, and UsageError if they are one already."""
    plan = plan_merge(connection, a, b)
    left, right = plan.left, plan.right
    summary = f"merged {left.name} ({left.id}) and {right.name} ({right.id})"
    action = ledger.begin(connection, "merge", summary, by=by)
    pairs = {(r.left_id, r.right_id) for r in plan.against}
    pairs.add((chief(connection, left), chief(connection, right)))
    ledger.judge_all(
        connection, sorted(pairs), Verdict.SAME, by=by, reason=reason or "merged", action=action
    )
    return Change(action, summary, (party(connection, _speaker_of(connection, left.id)),))


@dataclass(frozen=True, slots=True)
class Split:
    """What splitting a name off means: the name, the speaker it leaves (``party``), and how many statements
    go with it."""

    variant: Variant
    party: Party
    attributions: int


def plan_split(connection: Connection, given: str, article: str | None = None) -> Split:
    """What ``split`` would do, without doing it. Raises NotFoundError if there is no such name, or it says
    nothing in the article; UsageError if it is the speaker's only one or several names are written so."""
    name = _variant(connection, given)
    who = party(connection, _speaker_of(connection, name.id))
    if article is not None:
        if name.article_id:
            raise UsageError(f"{name.text!r} ({name.id}) counts in one article only as it is")
        went = count(connection, article).get(name.id)
        if not went:
            raise NotFoundError(f"{name.text!r} says nothing in an article {article!r}")
        return Split(name, who, went)
    if len(variants(connection, who.id)) == 1:
        raise UsageError(
            f"{name.text!r} is the only name of speaker {who.id}; to part two people of that name, "
            "name the article that means the other one with --article"
        )
    return Split(name, who, name.attributions)


def split(
    connection: Connection, given: str, *, by: str, article: str | None = None, reason: str = ""
) -> Change:
    """Takes a name out of its speaker: it is a speaker of its own then. ``given`` is the name's number or
    its text; with ``article`` (an identifier) only what is said by it in that article goes: somebody else
    of the same name. Raises as ``plan_split``."""
    plan = plan_split(connection, given, article)
    name, before = plan.variant, plan.party
    others = [v for v in variants(connection, before.id) if v.id != name.id]
    where = f", in article {article}," if article is not None else ""
    summary = f"split {name.place}{where} from {before.name} ({before.id})"
    action = ledger.begin(connection, "split", summary, by=by)
    number = name.id
    if article is not None:
        number = _own_name(connection, name, article, by, action)
        others = [name, *others]
    tied = set(
        connection.execute(
            sql(
                "SELECT left_id + right_id - :n FROM judgement WHERE withdrawn IS NULL "
                "AND verdict = 'same' AND (left_id = :n OR right_id = :n)"
            ),
            {"n": number},
        ).scalars()
    )
    # A bare surname elsewhere goes with the name that a rule tied it to.
    apart = [o for o in others if o.id in tied or not bare(o.text, o.kind, o.article_id or "")]
    while apart:
        ledger.judge_all(
            connection,
            [(number, o.id) for o in apart],
            Verdict.DIFFERENT,
            by=by,
            reason=reason or "split",
            action=action,
        )
        # What may tie them still are bare surnames that a person joined to both.
        own = _speaker_of(connection, number)
        apart = [o for o in others if o not in apart and _speaker_of(connection, o.id) == own]
    # The others stay one speaker, though it was this name that tied some of them together.
    stay = [o for o in others if not (o.article_id and o.id in tied)] or others
    home = _speaker_of(connection, stay[0].id)
    lost = [o.id for o in stay[1:] if _speaker_of(connection, o.id) != home]
    if lost:
        ledger.judge_all(
            connection,
            [(stay[0].id, n) for n in lost],
            Verdict.SAME,
            by=by,
            reason=reason or "stays where it was",
            action=action,
        )
    after = {_speaker_of(connection, number), _speaker_of(connection, stay[0].id)}
    return Change(action, summary, tuple(party(connection, s) for s in sorted(after)))


def rename(connection: Connection, given: str, new: str, *, by: str) -> Change:
    """Gives a speaker the name it is shown by. Its names as printed stay what they are. Raises UsageError for
    a name that is empty, too long or holds control characters."""
    new = sound_name(new)
    who = find(connection, given)
    if who.name == new:
        return Change(None, f"{new} is called so already", (who,))
    summary = f"renamed {who.name} ({who.id}) to {new}"
    action = ledger.begin(connection, "rename", summary, by=by)
    ledger.tag(connection, chief(connection, who), "name", new, by=by, action=action)
    return Change(action, summary, (party(connection, _speaker_of(connection, who.id)),))


def sound_name(given: str) -> str:
    """A name to show somebody by, white space made single. Raises UsageError for one that is empty, too long,
    holds control characters, or reads like a number or an identifier."""
    name = " ".join(given.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise UsageError(f"a name has 1 to {LONGEST} printable characters")
    if re.fullmatch(r"#?\d+|[Qq]\d+", name):
        raise UsageError(f"{name!r} would be taken for a number; a name has letters")
    return name


def identify(connection: Connection, given: str, wikidata: str, *, by: str) -> Change:
    """Gives a speaker its Wikidata identifier (Q and a number). Raises UsageError for anything else, and
    where another speaker has it."""
    identifier = qid(wikidata)
    who = find(connection, given)
    if who.wikidata == identifier:
        return Change(None, f"{who.name} has {identifier} already", (who,))
    other = connection.execute(
        sql("SELECT id, name FROM speaker WHERE wikidata = :q"), {"q": identifier}
    ).first()
    if other:
        raise UsageError(
            f"{identifier} is {other.name} ({other.id}) here; merge the two with "
            f"`quotes speakers merge {who.id} {other.id}` if they are one"
        )
    summary = f"identified {who.name} ({who.id}) as {identifier}"
    action = ledger.begin(connection, "identify", summary, by=by)
    ledger.tag(connection, chief(connection, who), "wikidata", identifier, by=by, action=action)
    return Change(action, summary, (party(connection, _speaker_of(connection, who.id)),))


def undo(connection: Connection, action: int | None = None, *, by: str) -> Change:
    """Undoes an action, the last that stands if none is named. Raises NotFoundError if there is none."""
    row = ledger.undo(connection, action, by=by)
    touched = set(
        connection.execute(
            sql(
                "SELECT left_id AS n FROM judgement WHERE action_id = :a UNION "
                "SELECT right_id FROM judgement WHERE action_id = :a UNION "
                "SELECT name_id FROM label WHERE action_id = :a"
            ),
            {"a": row.id},
        ).scalars()
    ) | names_in(connection, row.id)
    after = sorted({s for n in touched if (s := _speaker_or_none(connection, n)) is not None})
    summary = f"undone: {row.summary}"
    if row.what == "merge" and len(after) == 1:
        summary += f"; other judgements still hold them together (see `quotes speakers history {after[0]}`)"
    return Change(row.id, summary, tuple(party(connection, s) for s in after))


def to_undo(connection: Connection, action: int | None = None) -> Any:
    """The action that ``undo`` would undo. Raises NotFoundError if there is none."""
    return ledger.standing_action(connection, action)


def past(connection: Connection, limit: int = 50) -> list[Any]:
    """What persons did to speakers and statements, the last first: rows of ``id``, ``what``, ``summary``, ``by``,
    ``at``, ``withdrawn``, ``withdrawn_by``."""
    return list(
        connection.execute(select(ledger.actions).order_by(ledger.actions.c.id.desc()).limit(limit))
    )


def qid(given: str) -> str:
    """A Wikidata identifier as it is stored, taken from Q42, q42 or its address. Raises UsageError."""
    m = re.fullmatch(
        r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?([Qq][1-9]\d{0,11})", given.strip()
    )
    if not m:
        raise UsageError(f"{given!r} is no Wikidata identifier; they look like Q42")
    return m[1].upper()


def _variant(connection: Connection, given: str) -> Variant:
    """The one name that ``given`` is: a number, or a text as it is written."""
    given = given.strip()
    if m := re.fullmatch(r"#?(\d{1,15})", given):
        rows = connection.execute(
            sql("SELECT id, speaker_id FROM name WHERE id = :n AND speaker_id IS NOT NULL"),
            {"n": int(m[1])},
        ).all()
    else:
        like = [fold(w) for w in given.split()]
        every = connection.execute(
            sql("SELECT id, speaker_id, text FROM name WHERE speaker_id IS NOT NULL")
        ).all()
        rows = [r for r in every if r.text == given] or [
            r for r in every if [fold(w) for w in r.text.split()] == like
        ]
    if not rows:
        raise NotFoundError(
            f"no name is written {given!r}; `quotes speakers show` lists a speaker's names"
        )
    if len(rows) > 1:
        numbers = ", ".join(f"{r.id} (of speaker {r.speaker_id})" for r in rows[:8])
        raise UsageError(
            f"{len(rows)} names are written {given!r}; give the number of one: {numbers}"
        )
    [row] = rows
    return next(v for v in variants(connection, row.speaker_id) if v.id == row.id)


def _own_name(connection: Connection, name: Variant, article: str, by: str, action: int) -> int:
    """The number of a name of ``article`` alone, to which the article's mentions of ``name`` go."""
    number = connection.execute(
        select(names.c.id).where(
            names.c.text == name.text, names.c.kind == name.kind, names.c.scope == article
        )
    ).scalar() or inserted(connection, names, text=name.text, kind=name.kind, scope=article)
    ledger.move(connection, name.id, number, article)
    ledger.tag(connection, number, "split", str(name.id), by=by, action=action, settle=False)
    return int(number)


def chief(connection: Connection, who: Party) -> int:
    """The number of the name of a speaker on which a judgement on the whole speaker is best made: its fullest."""
    some = variants(connection, who.id)
    return next((v.id for v in some if v.text == who.name), some[0].id)


def _speaker_of(connection: Connection, name_id: int) -> int:
    found = _speaker_or_none(connection, name_id)
    if found is None:
        raise NotFoundError(f"no name that counts has the number {name_id}")
    return found


def _speaker_or_none(connection: Connection, name_id: int) -> int | None:
    found = connection.execute(
        sql("SELECT speaker_id FROM name WHERE id = :n"), {"n": name_id}
    ).scalar()
    return None if found is None else int(found)
