"""Correcting single statements: who speaks, or that one is not to be shown. Each correction is an action of
the ledger, holds when the article is read anew, and can be undone (``quotes.speakers.change.undo``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as sql

from quotes.attribution import SpeakerKind
from quotes.errors import NotFoundError, UsageError
from quotes.lookup import speakers_of
from quotes.names.compare import Verdict
from quotes.search import Party, Statement, party, statement
from quotes.speakers.change import Change, sound_name
from quotes.speakers.look import LISTED, exact, find, variants
from quotes.store import corrections as store
from quotes.store import ledger
from quotes.store.blocks import bare, known_name


@dataclass(frozen=True, slots=True)
class Correcting:
    """What correcting a statement means: the ``statement`` as it is; the ``name`` that is to speak, empty for
    nobody, and its ``kind``; the ``party`` whose name that is, None if it is a new name or nobody's; ``like``
    a new name, speakers who may be meant; ``join``, the number of a surname of another article that is to be
    one with the new one; and whether all of it is so ``already``."""

    statement: Statement
    name: str
    kind: SpeakerKind | None
    party: Party | None = None
    like: tuple[Party, ...] = ()
    join: int | None = None
    already: bool = False


def plan_correct(
    connection: Connection,
    statement_id: str,
    speaker: str | None,
    *,
    kind: SpeakerKind | None = None,
) -> Correcting:
    """What ``correct`` would do, without doing it; raises as it does."""
    said = statement(connection, statement_id)
    now = _speakers(connection, statement_id)
    if speaker is None:
        if kind is not None:
            raise UsageError("nobody is of no kind; leave it out")
        return Correcting(said, "", None, already=not now)
    who = _whom(connection, speaker, kind)
    if who is None:
        return _new(connection, said, sound_name(speaker), kind or SpeakerKind.PERSON, now)
    if kind is not None and who.kind != kind:
        raise UsageError(f"{who.name} ({who.id}) is of the kind {who.kind}, not {kind}")
    name, of, join = _name_here(connection, who, speaker, said.article_id)
    return Correcting(said, name, of, who, join=join, already=now == [who.id])


def correct(
    connection: Connection,
    statement_id: str,
    speaker: str | None,
    *,
    kind: SpeakerKind | None = None,
    by: str,
    reason: str = "",
) -> Change:
    """Says who speaks in a statement; None: nobody is named. ``speaker`` is a number or a Wikidata
    identifier; else a name, which means the one speaker (of that ``kind``, if one is given) who has exactly
    that name; or it is a new name, a person's unless a ``kind`` is given. A single word for a person is a
    name of the statement's article alone.

    Of several corrections of one statement the last counts. Raises NotFoundError if the statement is not
    there or hidden, or no speaker has the number; UsageError for a name that is none, or that several
    speakers have, and where the speaker's names mean somebody else in that article.
    """
    plan = plan_correct(connection, statement_id, speaker, kind=kind)
    before = _parties(connection, _speakers(connection, statement_id))
    if plan.already:
        whom = plan.name and f"{plan.name} says"
        return Change(None, f"{whom or 'nobody is named for'} {statement_id} already", before)
    was = " and ".join(f"{p.name} ({p.id})" for p in before)
    now = f"{plan.party.name} ({plan.party.id})" if plan.party else plan.name or "nobody is named"
    summary = f"corrected who says {statement_id}: {now}, {f'not {was}' if was else 'where nobody was named'}"
    action = ledger.begin(connection, "correct", summary, by=by)
    why = _line(reason)
    store.say(
        connection,
        statement_id,
        store.SPEAKER,
        plan.name,
        plan.kind,
        by=by,
        reason=why,
        action=action,
    )
    if plan.join is not None and plan.kind is not None:
        own = known_name(connection, plan.statement.article_id, plan.name, plan.kind)
        if own is not None:
            ledger.judge(
                connection,
                own,
                plan.join,
                Verdict.SAME,
                by=by,
                reason=why or "corrected",
                action=action,
            )
    after = [*_speakers(connection, statement_id), *(p.id for p in before)]
    return Change(action, summary, _parties(connection, after))


def hide(connection: Connection, statement_id: str, *, by: str, reason: str = "") -> Change:
    """Takes a statement out of all that is shown, searched and counted, until it is undone. Raises
    NotFoundError if it is not there."""
    if (row := store.hiding(connection, statement_id)) is not None:
        return Change(None, f"{statement_id} is hidden already, by {row.by}", ())
    said = statement(connection, statement_id)
    speakers = _speakers(connection, statement_id)
    # The words are not repeated in the ledger, which anybody may read.
    summary = (
        f"hid {statement_id}, {said.speakers or 'a statement'} in “{said.title or said.article_id}”"
    )
    action = ledger.begin(connection, "hide", summary, by=by)
    store.say(connection, statement_id, store.HIDDEN, by=by, reason=_line(reason), action=action)
    return Change(action, summary, _parties(connection, speakers))


def corrections(connection: Connection, statement_id: str) -> list[Any]:
    """The corrections of a statement, shown or hidden, standing or withdrawn, oldest first: rows of ``id``,
    ``field`` ("speaker" or "hidden"), ``value``, ``kind``, ``reason``, ``by``, ``at``, ``withdrawn``,
    ``withdrawn_by``, ``action_id``, and the table's other columns. Of those of one field that stand, the
    last counts."""
    return store.corrections_of(connection, statement_id)


def as_read(connection: Connection, statement_id: str) -> str:
    """Whom reading took a corrected statement to be said by, and why, in words; empty if who speaks was not
    corrected."""
    rows = connection.execute(
        sql(
            "SELECT n.text, m.read_reason FROM attribution a JOIN mention m ON m.attribution = a.number "
            "LEFT JOIN name n ON n.id = m.read_name_id WHERE a.id = :id AND m.read_reason IS NOT NULL "
            "ORDER BY m.position"
        ),
        {"id": statement_id},
    ).all()
    said = [r.text + (f" ({r.read_reason})" if r.read_reason else "") for r in rows if r.text]
    return " and ".join(said) or ("nobody is named" if rows else "")


def hidden(connection: Connection, statement_id: str) -> Any:
    """The row of the correction that hides a statement, or None."""
    return store.hiding(connection, statement_id)


def _whom(connection: Connection, given: str, kind: SpeakerKind | None) -> Party | None:
    """The one speaker that is meant, or None: then it is a new name."""
    given = given.strip()
    if re.fullmatch(r"#?\d{1,15}", given):
        return find(connection, given)
    identifier = re.fullmatch(r"[Qq]\d+", given)
    given = given if identifier else sound_name(given)
    found = [party(connection, n) for n in exact(connection, given)]
    if identifier and not found:
        raise NotFoundError(f"no speaker has the identifier {given}; see `quotes speakers`")
    if kind is not None:
        found = [p for p in found if p.kind == kind]
    if len(found) > 1:
        numbers = ", ".join(f"{p.id} {p.name} ({p.attributions})" for p in found[:LISTED])
        raise UsageError(
            f"{len(found)} speakers are called {given!r}: {numbers}; give the number of one"
        )
    return found[0] if found else None


def _new(
    connection: Connection, said: Statement, name: str, kind: SpeakerKind, now: list[int]
) -> Correcting:
    """A name that no speaker has exactly: a surname that means somebody in its article, or a new one."""
    number = known_name(connection, said.article_id, name, kind)
    speaker = connection.execute(
        sql("SELECT speaker_id FROM name WHERE id = :n"), {"n": number}
    ).scalar()
    if speaker is not None:
        who = party(connection, speaker)
        return Correcting(said, name, kind, who, already=now == [who.id])
    near = speakers_of(connection, name) or []
    return Correcting(said, name, kind, like=tuple(party(connection, n) for n in near[:LISTED]))


def _name_here(
    connection: Connection, who: Party, given: str, article_id: str
) -> tuple[str, SpeakerKind, int | None]:
    """The name by which a speaker speaks in an article: the one given, if it is one of the speaker's, else
    the chief one. The number is that of a surname of another article, if that is all there is."""
    some = variants(connection, who.id)
    some.sort(key=lambda v: (v.text != " ".join(given.split()), v.text != who.name))
    for v in some:
        kind = SpeakerKind(v.kind)
        if known_name(connection, article_id, v.text, kind) == v.id:
            return v.text, kind, None
    v = some[0]
    kind = SpeakerKind(v.kind)
    own = known_name(connection, article_id, v.text, kind)
    other = connection.execute(
        sql("SELECT speaker_id FROM name WHERE id = :n"), {"n": own}
    ).scalar()
    if bare(v.text, v.kind, v.article_id or "") and other is None:
        return v.text, kind, v.id
    meant = f"speaker {other}" if other is not None else "somebody else"
    raise UsageError(
        f"in that article {v.text} would be {meant}, not {who.id}; give a name that tells them apart, and "
        "make it one with the speaker by `quotes speakers merge`"
    )


def _speakers(connection: Connection, statement_id: str) -> list[int]:
    """Who says a statement now, in the order of the text."""
    found = connection.execute(
        sql(
            "SELECT n.speaker_id FROM attribution a JOIN mention m ON m.attribution = a.number "
            "JOIN name n ON n.id = m.name_id WHERE a.id = :id ORDER BY m.position"
        ),
        {"id": statement_id},
    ).scalars()
    return list(dict.fromkeys(found))


def _parties(connection: Connection, some: Iterable[int]) -> tuple[Party, ...]:
    """Those of the speakers ``some`` that there are."""
    there = [
        n
        for n in dict.fromkeys(some)
        if connection.execute(sql("SELECT 1 FROM speaker WHERE id = :n"), {"n": n}).first()
    ]
    return tuple(party(connection, n) for n in there)


def _line(reason: str) -> str:
    """A reason as it is kept: one line, without the halves of characters that some terminals give."""
    return " ".join(reason.encode("utf-8", "replace").decode("utf-8").split())
