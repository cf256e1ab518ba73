"""``quotes publish``: the copy that everybody may see."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from quotes.cli.options import HERE, Db
from quotes.cli.show import counted, note, steps
from quotes.errors import UsageError


def publish(
    out: Annotated[
        Path | None,
        typer.Argument(metavar="[OUT.db]", help="The copy to make.", show_default=False),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option(
            "--dir",
            metavar="SITE",
            help="Make a folder with the copy instead, which `datasette SITE` opens as a website.",
            show_default=False,
        ),
    ] = None,
    full_text: Annotated[
        bool,
        typer.Option(
            "--full-text", help="Whole articles; else only the paragraphs with statements."
        ),
    ] = False,
    editors: Annotated[
        bool, typer.Option("--editors", help="Name the persons who judged; else “editor”.")
    ] = False,
    title: Annotated[
        str | None, typer.Option(help="With --dir: the website's title.", show_default=False)
    ] = None,
    download: Annotated[
        bool,
        typer.Option("--download", help="With --dir: visitors may take the database as a whole."),
    ] = False,
    robots: Annotated[
        bool,
        typer.Option(
            "--robots/--no-robots", help="With --dir: crawlers may read the pages, or nothing."
        ),
    ] = True,
    db: Db = HERE,
) -> None:
    """Make the copy to show: without corrections, editors' names and paths of files.

    The database is only read, and may be in use. The copy is one file, indexed and checked. It is there
    when all is done: until then, an earlier one stays.
    """
    from quotes.site.folder import TITLE
    from quotes.site.publish import folder
    from quotes.site.publish import publish as make

    if (out is None) == (site is None):
        raise UsageError("say where the copy goes: either OUT.db, or --dir SITE")
    if site is None and (title is not None or download or not robots):
        raise UsageError("--title, --download and --no-robots are for a website; add --dir SITE")
    with steps() as watch:
        if out is not None:
            made = make(db, out, full_text=full_text, editors=editors, watch=watch)
            look = f"quotes serve --db {shlex.quote(str(out))}"
        elif site is not None:
            made = folder(
                db,
                site,
                title=TITLE if title is None else title,
                download=download,
                robots=robots,
                full_text=full_text,
                editors=editors,
                watch=watch,
            )
            look = f"datasette {shlex.quote(str(site))}"
    note(
        f"{counted(made.articles, 'article')} ({made.shortened:,} shortened), "
        f"{counted(made.statements, 'statement')}, {counted(made.speakers, 'speaker')}, "
        f"{_size(made.size)}: {site or out}"
    )
    note(f"look at it: {look}")


def _size(size: float) -> str:
    """Bytes as people read them."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
