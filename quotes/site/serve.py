"""Starting the website."""

from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.errors import DatabaseError, QuotesError
from quotes.store.database import frozen, open_database

if TYPE_CHECKING:
    from datasette.app import Datasette

SETTINGS = {
    "default_allow_sql": False,
    "allow_download": False,
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "suggest_facets": False,
    "allow_csv_stream": False,
}
"""Visitors may not run SQL of their own nor take the whole file; both cost the owner more than the pages."""


BACKLOG = 2048

GARBAGE = 50_000
"""Objects more than before, after which Python looks for garbage."""


def site(path: Path, root: bool = False) -> Datasette:
    """Datasette over the database at ``path``, with our pages (the plugin is found by its entry point,
    or registered here in a bare checkout); with ``root``, its owner may sign in, review and correct.
    Raises DatabaseError if it is not one of ours, or with ``root`` may not be written."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    from quotes.site import plugin

    if set(str(path)) & set("%?#"):
        raise DatabaseError(
            "Datasette cannot open a name with %, ? or # in it; rename it, or make a link to it by another",
            where=str(path),
        )
    open_database(path).close()
    if not pm.is_registered(plugin):
        pm.register(plugin, name="quotes")
    still = frozen(path)
    if root and (still or not os.access(path, os.W_OK)):
        raise DatabaseError(
            "may not be written, so there is nothing to sign in for", where=str(path)
        )
    return Datasette(
        files=[] if still else [str(path)],
        immutables=[str(path)] if still else [],
        settings=SETTINGS,
        metadata={
            "allow_sql": False,
            "plugins": {"quotes": {"read_only": True, "owners": ["root"] if root else []}},
        },
    )


def serve(path: Path, host: str, port: int, say: Callable[[str], None], root: bool = False) -> None:
    """Serves the database until interrupted; with ``root``, says at which address its owner signs in, once.
    Raises DatabaseError, or QuotesError if the address cannot be listened on."""
    import asyncio

    import uvicorn

    app = site(path, root)
    # After Datasette itself, which registers the module as a plugin. Where rich is installed, it prints
    # every 404 to the operator's terminal, with all that was in memory, and answers some with a 500.
    from datasette import handle_exception

    handle_exception.rich = None
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off Nagle's waiting only for a socket that says it is TCP's: without that, every answer
    # on a connection that is kept open would come 40 ms late.
    with closing(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except (OSError, UnicodeError) as e:
            raise QuotesError(
                f"cannot listen on {host} port {port} ({getattr(e, 'strerror', None) or e}); "
                "choose another with --port or --host"
            ) from e
        # Who reads the address below may ask at once, and waits until there is an answer.
        listening.listen(BACKLOG)
        port = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        say(f"http://{shown}:{port}/  (Ctrl-C stops it)")
        if root:
            # 1.0 lets root sign in only where it was told to.
            app.root_enabled = True
            say(f"sign in, once: http://{shown}:{port}/-/auth-token?token={app._root_token}")
        config = uvicorn.Config(app.app(), lifespan="on", log_level="warning", backlog=BACKLOG)

        async def run() -> None:
            await app.invoke_startup()
            # Some plugins log their own coming and going to the terminal.
            logging.getLogger().setLevel(logging.WARNING)
            # A page makes thousands of tuples that are gone when it is sent: by itself Python would look
            # for cycles among them, and among all that was loaded, many times a page (15 % of its time).
            gc.collect()
            gc.freeze()
            gc.set_threshold(GARBAGE, 20, 20)
            await uvicorn.Server(config).serve(sockets=[listening])

        asyncio.run(run())
