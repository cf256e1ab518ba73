"""What commands share: options, and the group that turns Ctrl-C and a closed pipe into an exit status."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from quotes.cli.show import Format, note
from quotes.errors import QuotesError, UsageError

HERE = Path("quotes.db")

Db = Annotated[
    Path,
    typer.Option("--db", envvar="QUOTES_DB", help="The database.", show_default=True),
]
HowTable = Annotated[
    Format | None,
    typer.Option(
        "--format", help="How to print [default: table; json in a pipe].", show_default=False
    ),
]


By = Annotated[
    str | None,
    typer.Option(
        "--by",
        envvar="QUOTES_BY",
        help="Who judges, for the ledger [default: your login name].",
        show_default=False,
    ),
]


def somebody(given: str | None) -> str:
    """Who judges: as given, else the login name."""
    import getpass

    try:
        name = (given or getpass.getuser()).strip()
    except (KeyError, OSError):
        name = ""
    if not name:
        raise UsageError("nobody knows who you are; say it with --by NAME")
    return name


class Commands(TyperGroup):
    """The commands; Ctrl-C in any of them is one line and the status a shell expects."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            note("quotes: stopped; what was stored is safe")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # Whoever read from us has gone (`| head`): nothing is wrong. Python would complain at exit.
            _forget_output()
            raise typer.Exit(0) from None
        except OSError as e:
            _forget_output()
            where = e.filename or "standard output"
            raise QuotesError(f"cannot be used ({e.strerror or e})", where=str(where)) from e
        return result


def _forget_output() -> None:
    """Sends what is left to print nowhere."""
    with contextlib.suppress(io.UnsupportedOperation):  # a stream without a file has nothing left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
