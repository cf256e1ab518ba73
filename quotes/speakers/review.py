"""The questions that rules leave open, the most valuable first, and a person's answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as sql

from quotes.names.compare import Verdict
from quotes.search import Party, Statement, party, said_as
from quotes.speakers.change import Change, against
from quotes.speakers.look import Variant, variants
from quotes.store import ledger
from quotes.store.rules import PUT_OFF, RULE

OPEN = """
    FROM judgement j JOIN name l ON l.id = j.left_id JOIN name r ON r.id = j.right_id
    JOIN speaker a ON a.id = l.speaker_id JOIN speaker b ON b.id = r.speaker_id
    LEFT JOIN judgement q ON q.id = (SELECT max(p.id) FROM judgement p WHERE p.left_id = j.left_id
        AND p.right_id = j.right_id AND p.withdrawn IS NULL AND p."by" != :rule)
    WHERE j.verdict = 'unsure' AND j."by" = :rule AND j.withdrawn IS NULL
    AND l.speaker_id != r.speaker_id AND coalesce(q.verdict, 'unsure') = 'unsure'
"""


ASKED = """j.left_id, j.right_id, j.score, j.reason, q.verdict IS NOT NULL AS skipped,
    l.speaker_id AS one, r.speaker_id AS other"""


@dataclass(frozen=True, slots=True)
class Question:
    """A pair of names on which the rules are unsure: the two as names and as speakers, what the rules
    said, some of what each side said, and whether it was put off before."""

    left: Variant
    right: Variant
    parties: tuple[Party, Party]
    score: float
    reason: str
    statements: tuple[tuple[Statement, ...], tuple[Statement, ...]]
    skipped: bool


def open_questions(connection: Connection) -> int:
    """How many questions there are."""
    return int(connection.execute(sql(f"SELECT count(*) {OPEN}"), {"rule": RULE}).scalar() or 0)


def questions(
    connection: Connection,
    limit: int = 1,
    examples: int = 3,
    skip: frozenset[tuple[int, int]] = frozenset(),
) -> list[Question]:
    """The open questions that matter most, first: those where both sides have many statements (an answer
    puts as many right as the smaller side has), then the likeliest; what was put off comes last. ``skip``
    are pairs of names that are not to be asked."""
    rows = connection.execute(
        sql(
            f"SELECT {ASKED} {OPEN} "
            "ORDER BY skipped, min(a.attributions, b.attributions) DESC, j.score DESC, "
            "a.attributions + b.attributions DESC, j.id LIMIT :limit"
        ),
        {"rule": RULE, "limit": limit + len(skip)},
    ).all()
    asked = [r for r in rows if (r.left_id, r.right_id) not in skip][:limit]
    return [_question(connection, r, examples) for r in asked]


def question_on(
    connection: Connection, left: int, right: int, examples: int = 3
) -> Question | None:
    """The open question on the names ``left`` and ``right`` (their numbers), None if there is none."""
    row = connection.execute(
        sql(f"SELECT {ASKED} {OPEN} AND j.left_id = :left AND j.right_id = :right LIMIT 1"),
        {"rule": RULE, "left": min(left, right), "right": max(left, right)},
    ).first()
    return _question(connection, row, examples) if row else None


def _question(connection: Connection, r: Any, examples: int) -> Question:
    sides = [
        next(v for v in variants(connection, speaker) if v.id == number)
        for number, speaker in ((r.left_id, r.one), (r.right_id, r.other))
    ]
    some = tuple(tuple(said_as(connection, v.id, examples)) for v in sides)
    return Question(
        sides[0],
        sides[1],
        (party(connection, r.one), party(connection, r.other)),
        r.score,
        r.reason,
        (some[0], some[1]),
        bool(r.skipped),
    )


def answer(connection: Connection, question: Question, verdict: Verdict, *, by: str) -> Change:
    """Saves a person's answer: the names are the same party, different, or (unsure) put off. "Same" overrules
    what persons said before against one speaker, pair by pair, as a merge does, and the summary says so."""
    left, right = question.left, question.right
    summary = {
        Verdict.SAME: f"{left.place} is {right.place}",
        Verdict.DIFFERENT: f"{left.place} is not {right.place}",
        Verdict.UNSURE: f"put off whether {left.place} is {right.place}",
    }[verdict]
    one, other = (p.id for p in question.parties)
    overruled = against(connection, one, other) if verdict == Verdict.SAME else []
    for j in overruled:
        summary += f"; overruled: {j.by} judged {j.left} and {j.right} different on {j.at[:10]}"
    action = ledger.begin(connection, "review", summary, by=by)
    pairs = {(left.id, right.id), *((j.left_id, j.right_id) for j in overruled)}
    reason = PUT_OFF if verdict == Verdict.UNSURE else "reviewed"
    ledger.judge_all(connection, sorted(pairs), verdict, by=by, reason=reason, action=action)
    speakers = connection.execute(
        sql("SELECT DISTINCT speaker_id FROM name WHERE id IN (:a, :b) ORDER BY 1"),
        {"a": left.id, "b": right.id},
    ).scalars()
    return Change(action, summary, tuple(party(connection, s) for s in speakers))
