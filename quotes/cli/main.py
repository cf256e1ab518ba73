"""``quotes``: every command, and the one place where errors become a line and an exit status."""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotes.cli.correct import correct
from quotes.cli.options import HERE, Commands, Db, HowTable
from quotes.cli.publish import publish
from quotes.cli.show import (
    CiteFormat,
    Format,
    clean_line,
    console,
    counted,
    format_or,
    note,
    print_rows,
    print_table,
    watched,
)
from quotes.cli.speakers import speakers
from quotes.errors import InputError, QuotesError, UsageError

if TYPE_CHECKING:
    from quotes.attribution import Attribution, Speaker
    from quotes.search import Statement


app = typer.Typer(
    name="quotes",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who said what in the news: find statements in articles, keep them in a database, search and cite them.",
    epilog="Try it: quotes demo",
)
app.add_typer(speakers)
app.command()(correct)
app.command()(publish)

MinConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        metavar="0…1",
        help="Leave out what is less likely right; 0 shows all [default: where extraction is best].",
        show_default=False,
    ),
]
ModelFolder = Annotated[
    Path | None,
    typer.Option(
        "--model",
        metavar="FOLDER",
        help="Another model, as `python -m train` writes it [default: the one in the package].",
        show_default=False,
    ),
]


def version(wanted: bool) -> None:
    if wanted:
        from quotes import __version__

        print(f"quotes {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...", help="Articles (.txt, .html), folders, or - for standard input."
        ),
    ],
    how: Annotated[
        Format | None,
        typer.Option(
            "--format", help="How to print [default: table; jsonl in a pipe].", show_default=False
        ),
    ] = None,
    medium: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEDIUM",
            help="speech, writing or thought, or several of them [default: all].",
            show_default=False,
        ),
    ] = None,
    min_confidence: MinConfidence = None,
    model: ModelFolder = None,
) -> None:
    """Print the statements in articles, without storing anything."""
    from quotes.attribution import Medium
    from quotes.choose import media, sure
    from quotes.extract.extractor import default
    from quotes.ingest import find, load
    from quotes.read import printable

    how = format_or(how, Format.JSONL)
    wanted = media(medium or (), tuple(Medium))
    least = None if min_confidence is None else sure(min_confidence)
    failed = read = 0
    files: list[str] = []
    for path in paths:
        try:
            files += find([path])
        except InputError as e:
            failed += 1
            note(f"quotes: {e}")
    rows: list[tuple[str, Attribution]] = []
    extractor = default(model)
    for path in watched(files, "articles") if len(files) > 1 else files:
        try:
            document = load(path, sys.stdin.buffer)
        except InputError as e:
            failed += 1
            note(f"quotes: {e}")
            continue
        read += 1
        found = [(printable(path), a) for a in extractor(document, least) if a.medium in wanted]
        if how == Format.JSONL:
            print_rows([_as_dict(*row) for row in found], how)
        else:
            rows += found
    if how == Format.TABLE:
        print_table(
            ["kind", "medium", "speaker", "source", "cue", "text"],
            [
                [
                    a.kind,
                    a.medium,
                    " and ".join(s.name for s in a.speakers),
                    a.source_text,
                    a.cue_text + (" (negated)" if a.negated else ""),
                    a.text,
                ]
                for _, a in rows
            ],
            "text",
        )
    elif how != Format.JSONL:
        print_rows([_as_dict(*row) for row in rows], how)
    if failed:
        raise QuotesError(f"{failed} could not be read" + ("; the rest was" if read else ""))


def _as_dict(path: str, a: Attribution) -> dict[str, Any]:
    return {
        "document": path,
        "kind": a.kind.value,
        "medium": a.medium.value,
        "negated": a.negated,
        "text": a.text,
        "content": [list(s) for s in a.content],
        "cue": [list(s) for s in a.cue],
        "source": [list(s) for s in a.source],
        "speaker": _speaker(a.speaker) if a.speaker else None,
        "joint": [_speaker(s) for s in a.joint],
        "description": list(a.description) if a.description else None,
        "confidence": a.confidence,
    }


def _speaker(s: Speaker) -> dict[str, Any]:
    return {
        "name": s.name,
        "kind": s.kind.value,
        "reason": s.reason,
        "description": list(s.description) if s.description else None,
    }


@app.command()
def add(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...", help="Articles (.txt, .html), folders, or - for standard input."
        ),
    ],
    db: Db = HERE,
    title: Annotated[str | None, typer.Option(help="The article's title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Its address.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day: 2025-04-30, 2025-04 or 2025.")
    ] = None,
    min_confidence: MinConfidence = None,
    model: ModelFolder = None,
) -> None:
    """Read articles, find their statements, store them. Adding an article twice changes nothing."""
    from quotes.choose import sure
    from quotes.extract.extractor import default
    from quotes.ingest import Description, Summary
    from quotes.ingest import add as ingest
    from quotes.search import day
    from quotes.store.database import open_database

    if min_confidence is not None:
        sure(min_confidence)
    if published:
        day(published, "--published")
    if (title or url) and (len(paths) > 1 or Path(paths[0]).is_dir()):
        raise UsageError("--title and --url describe one article; add them one by one")
    database = open_database(db, create=True, write=True)
    summary = Summary()
    try:
        ingest(
            database,
            paths,
            lambda: default(model),
            description=Description(title, publisher, url, published),
            stdin=sys.stdin.buffer,
            watch=lambda files: watched(files, "articles"),
            summary=summary,
            min_confidence=min_confidence,
        )
    finally:
        database.close()
        for origin, error in summary.failures:
            note(f"quotes: {origin}: {error}")
        counts = ", ".join(f"{n} {o.value}" for o, n in summary.outcomes.items() if n)
        less = (
            f"{summary.left_out} left out (confidence under {min_confidence:g}), "
            if min_confidence is not None
            else ""
        )
        note(
            f"{counted(summary.articles, 'article')} ({counts or 'none'}), {counted(summary.attributions, 'statement')} found, {less}"
            f"{len(summary.failures)} failed; database: {db}"
        )
    if summary.failures:
        raise typer.Exit(1)


@app.command()
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]", help='Words to be found, or a "phrase".'),
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(help="Who said it; any form of the name, typing errors forgiven.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="direct, mixed or indirect.")] = None,
    medium: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEDIUM",
            help="speech, writing or thought, several of them, or all [default: speech and writing].",
            show_default=False,
        ),
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            "--min-confidence", metavar="0…1", help="Leave out what is less likely right."
        ),
    ] = 0.0,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Published on this day or earlier.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Part of the publisher's name.")] = None,
    order: Annotated[
        str | None,
        typer.Option(
            metavar="ORDER",
            help="relevance, newest or oldest [default: relevance, without words newest].",
            show_default=False,
        ),
    ] = None,
    repeats: Annotated[
        bool,
        typer.Option("--repeats", help="The same words of the same speaker once for each article."),
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="The most to print.")] = 20,
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Search statements by their words, their speaker, or both."""
    from quotes.search import Query, count
    from quotes.search import search as find
    from quotes.store.database import open_database

    query = Query(
        " ".join(words or []),
        speaker,
        kind,
        since,
        until,
        publisher,
        limit,
        medium=tuple(medium or ()),
        min_confidence=min_confidence,
        order=order,
        repeats=repeats,
    )
    with open_database(db).reading() as connection:
        found = find(connection, query)
        total = count(connection, query)
    how = format_or(how, Format.JSON)
    if how != Format.TABLE:
        print_rows([s.as_dict() for s in found], how)
        return
    if not found:
        note("nothing found; try fewer words, or `quotes speakers` for the names that are known")
        return
    print_table(
        ["id", "speaker", "statement", "published", "publisher"],
        [
            [
                s.id,
                s.speakers or (s.source and f"({s.source})"),
                _labelled(s),
                s.published,
                s.publisher,
            ]
            for s in found
        ],
        "statement",
    )
    # Else nothing would say that more articles print what is listed once.
    once = (
        "" if repeats or all(s.appearances == 1 for s in found) else "; each of several: --repeats"
    )
    note(f"{len(found)} of {total}{once}; one in its article: quotes show {found[0].id}")


def _labelled(s: Statement) -> str:
    """A statement's words, after its label and cue if it has one: "[negated: did not say] …"."""
    if not s.label:
        return s.text
    return f"[{s.label}{s.cue and ': '}{s.cue}] {s.text}"


@app.command()
def show(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A statement's identifier, as `quotes search` prints it."
        ),
    ],
    how: HowTable = None,
    db: Db = HERE,
) -> None:
    """Show a statement in its paragraph, with content, cue and source marked."""
    from quotes.search import corrected, description, passage, reason, statement
    from quotes.store.database import open_database

    with open_database(db).reading() as connection:
        found = statement(connection, id)
        parts = passage(connection, id).parts
        why = reason(connection, id)
        called = description(connection, id)
        changed, read = [], ""
        if corrected(connection, id):
            from quotes.speakers import as_read, corrections

            changed, read = corrections(connection, id), as_read(connection, id)
    how = format_or(how, Format.TABLE)
    if how != Format.TABLE:
        row = found.as_dict() | {"reason": why, "description": called}
        print_rows([row | {"corrections": [_correction(c) for c in changed]}], how)
        return
    from rich.text import Text

    body = Text()
    marks = {
        "content": ("«", "»", "bold"),
        "cue": ("{", "}", "italic cyan"),
        "source": ("[", "]", "green"),
    }
    color = sys.stdout.isatty()
    for text, roles in parts:
        role = next((r for r in ("source", "cue", "content") if r in roles), None)
        if role:
            left, right, style = marks[role]
            body.append(left + clean_line(text) + right, style if color else "")
        else:
            body.append(clean_line(text))
    out = console()
    out.print(body, soft_wrap=True)
    out.print()
    rows = {
        "speaker": found.speakers or "nobody is named",
        "because": why,
        "corrected": f"{_corrected(changed)}; as read: {read}" if read else "",
        "described": called,
        "source": found.source,
        "cue": found.cue,
        "medium": found.medium,
        "negated": "the article denies it of the source" if found.negated else "",
        "kind": f"{found.kind}, confidence {found.confidence:.2f}",
        "article": ", ".join(x for x in (found.title, found.publisher, found.published) if x),
        "address": found.url,
    }
    for name, value in rows.items():
        if value:
            out.print(Text(f"{name:9} {clean_line(value)}"), soft_wrap=True)
    out.print(Text("marks     [source] {cue} «content»"))


def _correction(row: Any) -> dict[str, Any]:
    """A correction for programs: without the places and rows that the database needs."""
    names = "field value kind reason by at withdrawn withdrawn_by action_id"
    return {k: getattr(row, k) for k in names.split()}


def _corrected(rows: Sequence[Any]) -> str:
    """By whom who speaks was corrected last, and how to undo it."""
    last = [c for c in rows if c.field == "speaker" and c.withdrawn is None][-1]
    return f"by {last.by} on {last.at[:10]} (undo: quotes speakers undo {last.action_id})"


@app.command()
def cite(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...", help="Statements' identifiers, as `quotes search` prints them."
        ),
    ],
    how: Annotated[
        CiteFormat,
        typer.Option("--format", help="How to print; from ris on, a file of references."),
    ] = CiteFormat.TABLE,
    db: Db = HERE,
) -> None:
    """Print an APA reference for a statement's article, and a sentence that quotes it; or a file that
    reference managers read (RIS, CSL-JSON, BibTeX)."""
    from quotes.cite import FORMS, apa, cited
    from quotes.store.database import open_database

    with open_database(db).reading() as connection:
        found = [cited(connection, key) for key in ids]
    if how.value in FORMS:
        sys.stdout.write(FORMS[how.value].write(found))
        return
    citations = [(c.statement, apa(c.statement, c.authors)) for c in found]
    if how != CiteFormat.TABLE:
        rows = [
            {
                "id": s.id,
                "style": "apa",
                "speaker": s.speaker,
                "wikidata": s.wikidata,
                "reference": citation.reference,
                "sentence": citation.sentence,
            }
            for s, citation in citations
        ]
        print_rows(rows, Format(how.value))
        return
    texts = [t for _, citation in citations for t in (citation.reference, citation.sentence)]
    print("\n\n".join(map(clean_line, texts)))


@app.command()
def serve(
    db: Db = HERE,
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 is every one.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8001,
    root: Annotated[
        bool,
        typer.Option("--root", help="Print an address that signs you in, to review and correct."),
    ] = False,
) -> None:
    """Open the database as a website (Datasette), to read only but for who signs in with --root."""
    from quotes.site.serve import serve as run

    run(db, host, port, note, root)


@app.command()
def demo(
    db: Db = HERE,
    then_serve: Annotated[
        bool, typer.Option("--serve", help="Open it as a website afterwards.")
    ] = False,
    host: Annotated[
        str, typer.Option(help="With --serve: the address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="With --serve: the port.")] = 8001,
) -> None:
    """Make a database from the sample articles, and say what to try next."""
    from quotes import home
    from quotes.ingest import refuse_others

    refuse_others(db, home.samples())
    add([str(home.samples())], db=db)
    where = "" if db == HERE else f" --db {shlex.quote(str(db))}"
    note("\nTry next:")
    for command in ("search sea wall", "search --speaker Ortel", "speakers"):
        note(f"  quotes {command}{where}")
    if then_serve:
        serve(db, host, port)
    else:
        note(f"\nOr look at it in a browser: quotes serve{where}")


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD.jsonl", help="Annotated articles, one JSON object a line."),
    ],
    how: HowTable = None,
    model: ModelFolder = None,
) -> None:
    """Score the extractor against an annotated corpus: precision, recall and F by kind."""
    from quotes.evaluate import evaluate as score
    from quotes.evaluate import read_gold
    from quotes.extract.extractor import default

    report = score(read_gold(gold), default(model), lambda some: watched(some, "articles"))
    rows = [
        {
            "measure": name,
            "P": m.precision,
            "R": m.recall,
            "F": m.f,
            "gold": m.gold,
            "found": m.found,
        }
        for name, m in report.measures.items()
    ]
    shares = {
        "source | content": report.source,
        "cue | content": report.cue,
        "direct, end to end recall": report.direct_end_to_end,
    }
    how = format_or(how, Format.TABLE)
    if how != Format.TABLE:
        print_rows(rows + [{"measure": k, "percent": v} for k, v in shares.items()], how)
        return
    print_table(["measure", "P", "R", "F", "gold", "found"], [list(r.values()) for r in rows], "")
    for name, value in shares.items():
        print(f"{name:27}{value:6.1f} %")


def main() -> None:
    """Runs the command line; an error is one line on standard error and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except QuotesError as e:
        note(f"quotes: {e}")
        sys.exit(e.status)
