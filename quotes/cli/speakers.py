"""``quotes speakers``: who is quoted, and a person's judgement on which names are one."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from quotes.cli.options import HERE, By, Db, HowTable, somebody
from quotes.cli.review import review
from quotes.cli.show import (
    Format,
    clean_line,
    counted,
    format_or,
    note,
    print_rows,
    print_table,
    watched,
)
from quotes.errors import UsageError

if TYPE_CHECKING:
    from quotes.search import Party, Statement
    from quotes.speakers import Change, Variant


class Speakers(TyperGroup):
    """What is no command is a name to look for: ``quotes speakers merkel`` lists."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        asked = next((a for a in args if not a.startswith("-")), None)
        if (not {"-h", "--help"} & set(args[:1]) and asked not in self.commands) or (
            args and args[0] != asked and asked in self.commands and args[0] not in ("-h", "--help")
        ):
            args = ["list", *args]
        return list(super().parse_args(ctx, args))


speakers = typer.Typer(
    name="speakers",
    cls=Speakers,
    no_args_is_help=False,
    rich_markup_mode=None,
    help="Who is quoted, under which names, and how much; what makes two names one speaker, and changing it.",
    epilog="quotes speakers [NAME] lists, as quotes speakers list [NAME] does.",
)

Who = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="Any form of a name, a speaker's number, or a Wikidata identifier."
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
Why = Annotated[str, typer.Option("--reason", help="Why, for the ledger.", show_default=False)]


def ask_first(yes: bool, question: str) -> None:
    """Asks before anything is changed, unless there is a ``--yes``; a no ends the program with status 1.
    Raises UsageError where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to be asked; add --yes to do it")
    print(clean_line(f"{question} [y/N] "), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        note("nothing was changed")
        raise typer.Exit(1)


@speakers.command("list")
def list_(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Any form of a name, typing errors forgiven."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="The most to print.")] = 50,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """List speakers, their names' variants, and how much they said."""
    from quotes.search import parties
    from quotes.store.database import open_database

    with open_database(db).reading() as connection:
        found = parties(connection, name, limit)
    how = format_or(how, Format.JSON)
    if how != Format.TABLE:
        print_rows([p.as_dict() for p in found], how)
        return
    if not found:
        note("nobody of that name; `quotes speakers` lists everybody")
        return
    print_parties(found)


def print_parties(found: list[Party]) -> None:
    print_table(
        ["no.", "speaker", "kind", "statements", "articles", "first", "last", "also written"],
        [
            [
                p.id,
                p.name + (f" ({p.wikidata})" if p.wikidata else ""),
                p.kind,
                p.attributions,
                p.articles,
                p.first,
                p.last,
                ", ".join(v for v in p.variants if v != p.name),
            ]
            for p in found
        ],
        "also written",
    )


@speakers.command()
def show(
    name: Who,
    examples: Annotated[int, typer.Option(min=0, max=100, help="Statements for each name.")] = 2,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Show a speaker: its names with examples, what it was called when, and why it is one."""
    from quotes.speakers import profile
    from quotes.store.database import open_database

    with open_database(db).reading() as connection:
        found = profile(connection, name, examples)
    how = format_or(how, Format.TABLE)
    if how != Format.TABLE:
        print_rows([_profile_dict(found)], how)
        return
    print_parties([found.party])
    if found.aliases:
        print(clean_line(f"Also to be found as: {', '.join(found.aliases)}\n"))
    print_table(
        ["no.", "name", "statements", "only in", "example", "id"],
        [
            [
                v.id if first else "",
                v.text if first else "",
                v.attributions if first else "",
                (v.article or v.article_id or "") if first else "",
                s and s.text,
                s and s.id,
            ]
            for v in found.variants
            for first, s in _examples(v)
        ],
        "example",
    )
    if found.descriptions:
        print_table(
            ["described as", "statements", "first", "last"],
            [[d.description, d.attributions, d.first, d.last] for d in found.descriptions],
            "described as",
        )
    if found.judgements:
        print_judgements(found.judgements)
    if found.labels:
        print_labels(found.labels)
    if not found.judgements and not found.labels:
        print("Nobody has judged its names: it is one name.")


def _examples(variant: Variant) -> list[tuple[bool, Statement | None]]:
    some: list[Statement | None] = [*variant.examples] or [None]
    return [(i == 0, s) for i, s in enumerate(some)]


def print_judgements(rows: Any) -> None:
    print_table(
        ["no.", "name", "other name", "verdict", "reason", "by", "when"],
        [
            [
                j.id,
                j.left,
                j.right,
                j.verdict + (f" (withdrawn by {j.withdrawn_by})" if j.withdrawn else ""),
                j.reason,
                j.by,
                j.at[:10],
            ]
            for j in rows
        ],
        "reason",
    )


def print_labels(rows: Any) -> None:
    print_table(
        ["label", "value", "by", "when"],
        [
            [r.field + (" (withdrawn)" if r.withdrawn else ""), r.value, r.by, r.at[:10]]
            for r in rows
        ],
        "value",
    )


def _profile_dict(found: Any) -> dict[str, Any]:
    row: dict[str, Any] = found.party.as_dict() | {
        "aliases": list(found.aliases),
        "names": [
            {
                "id": v.id,
                "text": v.text,
                "attributions": v.attributions,
                "article": v.article_id,
                "examples": [{"id": s.id, "text": s.text} for s in v.examples],
            }
            for v in found.variants
        ],
        "descriptions": [
            {
                "description": d.description,
                "attributions": d.attributions,
                "first": d.first,
                "last": d.last,
            }
            for d in found.descriptions
        ],
        "judgements": [dict(j._mapping) for j in found.judgements],
        "labels": [
            {
                k: getattr(r, k)
                for k in ("field", "value", "by", "at", "withdrawn", "withdrawn_by", "action_id")
            }
            for r in found.labels
        ],
    }
    return row


@speakers.command()
def merge(
    name: Who,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Whom it is one with; likewise.")],
    yes: Yes = False,
    reason: Why = "",
    by: By = None,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Make two speakers one."""
    from quotes.speakers import merge as run
    from quotes.speakers import plan_merge
    from quotes.store.database import open_database

    who = somebody(by)
    database = open_database(db, write=True)
    with database.reading() as connection:
        plan = plan_merge(connection, name, other)
    note(
        f"{told(plan.left)} and {told(plan.right)} become one speaker with "
        f"{counted(plan.left.attributions + plan.right.attributions, 'statement')}."
    )
    for j in plan.against:
        note(f"{j.by} judged {j.left} and {j.right} different on {j.at[:10]}; that is overruled.")
    ask_first(yes, "Merge them?")
    with database.writing() as connection:
        change = run(connection, str(plan.left.id), str(plan.right.id), by=who, reason=reason)
    report(change, how)


def told(p: Party) -> str:
    """A speaker in a sentence: name, number, what it is written like, how much it said."""
    also = [v for v in p.variants if v != p.name]
    written = f", also {', '.join(also)}" if also else ""
    return f"{p.name} ({p.id}{written}; {counted(p.attributions, 'statement')})"


def report(change: Change, how: Format | None) -> None:
    """Prints what a change came to."""
    how = format_or(how, Format.JSON)
    if how != Format.TABLE:
        row = {
            "action": change.action,
            "summary": change.summary,
            "speakers": [p.as_dict() for p in change.speakers],
        }
        print_rows([row], how)
        return
    print(clean_line(change.summary[:1].upper() + change.summary[1:] + "."))
    if change.speakers:
        print_parties(list(change.speakers))
    if change.action is not None and not change.summary.startswith("undone"):
        note(f"to take it back: quotes speakers undo {change.action}")


@speakers.command()
def split(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A name as it is written, or its number.")
    ],
    article: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Only what is said by it in this article: a namesake.",
            show_default=False,
        ),
    ] = None,
    yes: Yes = False,
    reason: Why = "",
    by: By = None,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Take a name out of its speaker; it is a speaker of its own then."""
    from quotes.speakers import plan_split
    from quotes.speakers import split as run
    from quotes.store.database import open_database

    who = somebody(by)
    database = open_database(db, write=True)
    with database.reading() as connection:
        plan = plan_split(connection, name, article)
    rest = plan.party.attributions - plan.attributions
    note(
        f"{plan.variant.place} leaves {told(plan.party)} with "
        f"{counted(plan.attributions, 'statement')}; {rest} stay."
    )
    ask_first(yes, "Split it off?")
    with database.writing() as connection:
        change = run(connection, str(plan.variant.id), article=article, by=who, reason=reason)
    report(change, how)


@speakers.command()
def rename(
    name: Who,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name to be shown by.")],
    yes: Yes = False,
    by: By = None,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Give a speaker the name it is shown by; what was printed stays as it is."""
    from quotes.speakers import find, sound_name
    from quotes.speakers import rename as run
    from quotes.store.database import open_database

    who, new = somebody(by), sound_name(new)
    database = open_database(db, write=True)
    with database.reading() as connection:
        party = find(connection, name)
    note(f"{told(party)} is shown as {new}.")
    ask_first(yes, "Rename it?")
    with database.writing() as connection:
        change = run(connection, str(party.id), new, by=who)
    report(change, how)


@speakers.command()
def identify(
    name: Who,
    wikidata: Annotated[
        str, typer.Argument(metavar="QID", help="Its Wikidata identifier, such as Q42.")
    ],
    yes: Yes = False,
    by: By = None,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Give a speaker its Wikidata identifier."""
    from quotes.speakers import find, qid
    from quotes.speakers import identify as run
    from quotes.store.database import open_database

    who, wikidata = somebody(by), qid(wikidata)
    database = open_database(db, write=True)
    with database.reading() as connection:
        party = find(connection, name)
    note(f"{told(party)} is {wikidata} in Wikidata.")
    ask_first(yes, "Say so?")
    with database.writing() as connection:
        change = run(connection, str(party.id), wikidata, by=who)
    report(change, how)


@speakers.command()
def undo(
    action: Annotated[
        int | None,
        typer.Argument(
            metavar="[ACTION]",
            help="Its number, as `quotes speakers history` has it [default: the last].",
            show_default=False,
        ),
    ] = None,
    yes: Yes = False,
    by: By = None,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Undo what a person did: a merge, split, name, review answer, import or correction."""
    from quotes.speakers import to_undo
    from quotes.speakers import undo as run
    from quotes.store.database import open_database

    who = somebody(by)
    database = open_database(db, write=True)
    with database.reading() as connection:
        row = to_undo(connection, action)
    note(f"{row.by} on {row.at[:10]}: {row.summary} (action {row.id}). It is taken back.")
    ask_first(yes, "Undo it?")
    with database.writing() as connection:
        change = run(connection, row.id, by=who)
    report(change, how)


@speakers.command()
def history(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="A speaker: all judgements on its names, the rules' too."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="The most to print.")] = 50,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Show what persons did, the last first; or all that was judged of one speaker."""
    from quotes.speakers import past, profile
    from quotes.store.database import open_database

    with open_database(db).reading() as connection:
        if name is None:
            rows = past(connection, limit)
        else:
            found = profile(connection, name, 0)
    how = format_or(how, Format.JSON)
    if name is not None:
        if how != Format.TABLE:
            print_rows(_profile_dict(found)["judgements"][-limit:], how)
            return
        if not found.judgements and not found.labels:
            note(f"nobody has judged the names of {found.party.name}")
        if found.judgements:
            print_judgements(found.judgements[-limit:])
        if found.labels:
            print_labels(found.labels)
        return
    if how != Format.TABLE:
        print_rows([dict(r._mapping) for r in rows], how)
        return
    if not rows:
        note(
            "nobody has changed a speaker or statement yet; `quotes speakers review` asks what rules leave open"
        )
        return
    print_table(
        ["action", "what", "summary", "by", "when", "undone"],
        [
            [r.id, r.what, r.summary, r.by, r.at[:10], r.withdrawn and r.withdrawn[:10]]
            for r in rows
        ],
        "summary",
    )


speakers.command()(review)


@speakers.command("export")
def export(
    out: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE.csv]", help="The file to write [default: standard output]."),
    ] = None,
    db: Db = HERE,
) -> None:
    """Write a CSV of all speakers: name, aliases, kind, Wikidata identifier."""
    from quotes.speakers import export_csv
    from quotes.store.database import open_database

    written = io.StringIO()
    with open_database(db).reading() as connection:
        number = export_csv(connection, written)
    if out is None:
        print(written.getvalue(), end="")
    else:
        out.write_text(written.getvalue(), encoding="utf-8", newline="")
    note(f"{counted(number, 'speaker')} written{f' to {out}' if out else ''}")


@speakers.command("import")
def import_(
    path: Annotated[
        str,
        typer.Argument(
            metavar="FILE.csv",
            help="A CSV with a column name; aliases (| between), kind, wikidata.",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    by: By = None,
    db: Db = HERE,
) -> None:
    """Take in a list of names, aliases, kinds and Wikidata identifiers.

    Rows that contradict a person's judgement are reported and not applied.
    """
    from quotes.read import read_list
    from quotes.speakers import import_csv
    from quotes.store.database import open_database

    who = somebody(by)
    source = read_list(path, sys.stdin.buffer)
    database = open_database(db, write=True, create=not dry_run)
    try:
        with database.writing() as connection:
            done = import_csv(
                connection,
                source,
                by=who,
                where=Path(path).name,
                watch=lambda rows: watched(rows, "rows"),
            )
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        pass
    for line, why in done.refused:
        note(f"quotes: {path}, line {line}: {why}")
    note(
        f"{counted(done.rows, 'row')}: {done.changed} speakers changed, {done.added} names new, "
        f"{done.unchanged} as they were, {len(done.refused)} not applied"
        + (" (a dry run: nothing was changed)" if dry_run else "")
    )
    if done.action is not None and not dry_run:
        note(f"to take it back: quotes speakers undo {done.action}")
    if done.refused:
        raise typer.Exit(1)


class _DryRunError(Exception):
    """Rolls back what an import did."""
