"""``quotes speakers review``: what rules leave open, asked of a person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotes.cli.options import HERE, By, Db, somebody
from quotes.cli.show import Format, clean_line, console, counted, note, print_rows, print_table
from quotes.errors import NotFoundError

if TYPE_CHECKING:
    from quotes.search import Party, Statement
    from quotes.speakers import Question, Variant

ANSWERS = {"s": "same", "d": "different", "k": "unsure"}
ASKED = "[s]ame  [d]ifferent  s[k]ip  [u]ndo  [q]uit: "


def review(
    limit: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="The most questions to ask, or to print.")
    ] = 1_000_000,
    examples: Annotated[int, typer.Option(min=0, max=20, help="Statements of each side.")] = 3,
    by: By = None,
    how: Annotated[
        Format | None,
        typer.Option("--format", help="Print the questions for a program, and ask nothing."),
    ] = None,
    db: Db = HERE,
) -> None:
    """Go through the pairs of names that rules are unsure of, the most valuable first.

    Every answer is saved as it is given.
    """
    from quotes.names.compare import Verdict
    from quotes.speakers import answer, open_questions, questions
    from quotes.speakers import undo as take_back
    from quotes.store.database import open_database

    if how is not None:
        with open_database(db).reading() as connection:
            found = questions(connection, min(limit, 1000), examples)
        if how == Format.TABLE:
            print_table(
                ["name", "other name", "statements", "reason"],
                [
                    [q.left.place, q.right.place, min(p.attributions for p in q.parties), q.reason]
                    for q in found
                ],
                "reason",
            )
        else:
            print_rows([_question_dict(q) for q in found], how)
        return
    who = somebody(by)
    database = open_database(db, write=True)
    with database.reading() as connection:
        left = open_questions(connection)
    done: list[int] = []
    shown: set[tuple[int, int]] = set()
    asked: list[tuple[int, int]] = []
    while len(done) < limit:
        with database.reading() as connection:
            found = questions(connection, 1, examples, frozenset(shown))
        if not found:
            note("nothing is left to ask" if left else "there is nothing to ask: rules are sure")
            break
        [question] = found
        _print_question(question)
        given = _answered()
        if given == "q":
            break
        if given == "u":
            if not done:
                note("nothing of this review is left to undo")
                continue
            action, pair = done.pop(), asked.pop()
            shown.discard(pair)
            try:
                with database.writing() as connection:
                    change = take_back(connection, action, by=who)
            except NotFoundError as e:  # somebody else has undone it meanwhile
                note(str(e))
                continue
            note(change.summary)
            continue
        with database.writing() as connection:
            change = answer(connection, question, Verdict(ANSWERS[given]), by=who)
        done.append(change.action or 0)
        asked.append((question.left.id, question.right.id))
        shown.add(asked[-1])
        note(f"saved: {change.summary}")
    note(f"{counted(len(done), 'answer')} saved; `quotes speakers history` has them")


def _answered() -> str:
    """The letter that somebody typed; the end of input is "q"."""
    while True:
        print(ASKED, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        given = line.strip().lower()
        letter = {"same": "s", "different": "d", "skip": "k", "undo": "u", "quit": "q"}.get(
            given, given
        )
        if not line:
            note("")
            return "q"
        if letter in ("s", "d", "k", "u", "q"):
            return letter
        note(f"{given!r} is no answer")


def _print_question(question: Question) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False, expand=True)
    for variant, party in zip((question.left, question.right), question.parties, strict=True):
        head = f"{variant.place}\n{party.kind}, {counted(party.attributions, 'statement')}"
        if party.name != variant.text:
            head += f"\nspeaker: {party.name}"
        table.add_column(Text(clean_line(head)), ratio=1, overflow="fold")
    left, right = question.statements
    for i in range(max(len(left), len(right))):
        table.add_row(*(_cell(side[i] if i < len(side) else None) for side in (left, right)))
    out = console()
    out.print(table)
    out.print(Text(clean_line(f"{question.reason} ({question.score:.2f})")))


def _cell(statement: Statement | None) -> Any:
    from rich.text import Text

    if statement is None:
        return Text("")
    where = ", ".join(x for x in (statement.title, statement.publisher, statement.published) if x)
    source = f"{statement.source}: " if statement.source else ""
    return Text(clean_line(f"{source}{statement.text}\n  {where} ({statement.id})"))


def _question_dict(question: Question) -> dict[str, Any]:
    def side(variant: Variant, party: Party, said: tuple[Statement, ...]) -> dict[str, Any]:
        return {
            "name": variant.id,
            "text": variant.text,
            "article": variant.article_id,
            "speaker": party.id,
            "attributions": party.attributions,
            "examples": [{"id": s.id, "text": s.text} for s in said],
        }

    return {
        "left": side(question.left, question.parties[0], question.statements[0]),
        "right": side(question.right, question.parties[1], question.statements[1]),
        "score": question.score,
        "reason": question.reason,
        "skipped": question.skipped,
    }
