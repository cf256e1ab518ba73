"""``quotes correct``: a person's word on one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quotes.attribution import SpeakerKind
from quotes.cli.options import HERE, By, Db, HowTable, somebody
from quotes.cli.show import note
from quotes.cli.speakers import Why, Yes, ask_first, report, told
from quotes.errors import UsageError

if TYPE_CHECKING:
    from quotes.speakers import Correcting


def correct(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A statement's identifier, as `quotes search` prints it."
        ),
    ],
    speaker: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Who speaks: a speaker's number, exact name or Wikidata identifier, or a new name.",
            show_default=False,
        ),
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody is named.")] = False,
    hide: Annotated[
        bool, typer.Option("--hide", help="Take the statement out of all that is shown.")
    ] = False,
    kind: Annotated[
        SpeakerKind | None,
        typer.Option(
            help="With --speaker: what it is [default: a new name is a person's].",
            show_default=False,
        ),
    ] = None,
    yes: Yes = False,
    reason: Why = "",
    by: By = None,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Correct who speaks in a statement, or hide it.

    It holds when the article is read anew, and can be undone.
    """
    from quotes import speakers as people
    from quotes.search import statement
    from quotes.store.database import open_database

    if (speaker is not None) + nobody + hide != 1:
        raise UsageError("say one of --speaker NAME, --nobody and --hide")
    if kind is not None and speaker is None:
        raise UsageError("--kind belongs to --speaker")
    who = somebody(by)
    database = open_database(db, write=True)
    with database.reading() as connection:
        if hide:
            already = people.hidden(connection, id) is not None
            if not already:
                said = statement(connection, id)
                note(f"{said.speakers or 'Nobody is named'}: {said.text}")
                note("It is taken out of all that is shown, searched and counted.")
        else:
            plan = people.plan_correct(connection, id, speaker, kind=kind)
            already = plan.already
            if not already:
                note(f"{plan.statement.speakers or 'Nobody is named'}: {plan.statement.text}")
                note(f"It is said by {_whom(plan)}.")
            if plan.like:
                note(f"If you mean {' or '.join(map(told, plan.like))}, give the number.")
    ask_first(yes or already, "Hide it?" if hide else "Correct it?")
    with database.writing() as connection:
        if hide:
            change = people.hide(connection, id, by=who, reason=reason)
        else:
            change = people.correct(connection, id, speaker, kind=kind, by=who, reason=reason)
    report(change, how)


def _whom(plan: Correcting) -> str:
    if plan.party:
        return told(plan.party)
    return f"{plan.name} (a new name)" if plan.name else "nobody who is named"
