"""What stands beside the database in a folder that Datasette opens: its settings for 0.65 and for 1.0, how
many rows there are, and how it is put on a server."""

from __future__ import annotations

import hashlib
import json
import shlex
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from quotes.site.serve import SETTINGS
from quotes.site.tables import METADATA

DATABASE = "quotes.db"
"""What the database is called in such a folder; its tables lie under ``/quotes``."""

INSPECTED = "inspect-data.json"

TITLE = "Who said what"

DISPLAY = ("description", "columns")
"""What 1.0 reads of a table from its metadata; the rest is configuration there."""

EMPTY = ("alembic_version", "block", "correction", "failure")
"""Tables with nothing in them for a visitor of a published copy."""

ROBOTS = """\
User-agent: *
Allow: /-/quotes/
Allow: /quotes.md
Allow: /quotes/*.md$
Disallow: /-/
Disallow: /quotes
Disallow: /search
"""
"""Crawlers may read the pages of statements, speakers and articles, and what llms.txt names. Search and
tables would answer them endlessly."""


def settings(*, download: bool) -> dict[str, bool | int]:
    """Datasette's settings of a published folder: those of ``quotes serve``, and whole tables as CSV only
    where the whole file may be taken as well."""
    return SETTINGS | {"allow_download": download, "allow_csv_stream": download}


def site_files(title: str, about: str, *, download: bool, robots: bool) -> dict[str, str]:
    """The texts of the folder's files by their names, but for the count of rows (``inspected``): the one
    that must come last."""
    plugins = {
        "quotes": {"read_only": True, "title": title},
        "datasette-block-robots": {"literal": ROBOTS} if robots else {"disallow": ["/"]},
        "datasette-mcp": {"canned_queries": True},
    }
    tables = METADATA | {name: {"hidden": True} for name in EMPTY}
    arranged = {n: {k: v for k, v in t.items() if k not in DISPLAY} for n, t in tables.items()}
    database = Path(DATABASE).stem
    set_to = settings(download=download)
    return {
        "metadata.yaml": _yaml(
            "Datasette 0.65: everything but its settings. 1.0 takes title and descriptions from here.",
            {
                "title": title,
                "description": about,
                "allow_sql": False,
                "databases": {database: {"allow_sql": False, "tables": tables}},
                "plugins": plugins,
            },
        ),
        "datasette.yaml": _yaml(
            "Datasette 1.0, which does not read the settings and permissions of 0.65.",
            {
                "settings": set_to,
                "allow_sql": False,
                "databases": {
                    database: {
                        "allow_sql": False,
                        "tables": {n: t for n, t in arranged.items() if t},
                    }
                },
                "plugins": plugins,
            },
        ),
        "settings.json": _json(set_to),
        "requirements.txt": "quotes-db[site]\n",
        "README.md": _readme(title, about, set_to),
    }


def inspected(database: Path) -> str:
    """What ``datasette inspect`` writes of the database: Datasette opens what it names as immutable, and
    need not count its rows."""
    with database.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?immutable=1", uri=True)) as opened:
        tables = [
            name
            for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        counts = {
            name: {"count": opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]}
            for name in tables
        }
    return _json(
        {
            Path(DATABASE).stem: {
                "hash": digest,
                "size": database.stat().st_size,
                "file": DATABASE,
                "tables": counts,
            }
        }
    )


def options(set_to: Mapping[str, bool | int]) -> str:
    """Settings as options of ``datasette serve``, for commands that take no file of them."""
    shown = {k: ("on" if v else "off") if isinstance(v, bool) else v for k, v in set_to.items()}
    return " ".join(f"--setting {name} {value}" for name, value in shown.items())


def _readme(title: str, about: str, set_to: Mapping[str, bool | int]) -> str:
    given = f"{DATABASE} -m metadata.yaml --install 'quotes-db[site]' --extra-options {shlex.quote(options(set_to))}"
    return f"""\
# {title}

{about}

`quotes publish --dir` wrote these files, and writes them anew: put what is yours into other ones (`templates/`, `static/`,
`plugins/`). Datasette opens every database in this folder: put no other here.

To look at it:

```sh
pip install -r requirements.txt
datasette .
```

To put it on a server, run one of these in this folder. The commands of `datasette publish` take files, not folders: the options
stand for `settings.json`, and without them visitors' SQL is off, but nothing else of it holds.

```sh
datasette publish cloudrun {given} --service quotes
datasette publish heroku {given} --name quotes
datasette package {given} --tag quotes
```

On a server of your own: `datasette . --host 127.0.0.1 --port 8001` behind a proxy that speaks HTTPS.

Programs may ask over MCP at `/-/mcp` where `datasette-mcp` is installed as well (`pip install 'quotes-db[mcp]'`).
"""


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _yaml(comment: str, value: Mapping[str, Any]) -> str:
    return f"# Written by `quotes publish --dir`, which writes it anew.\n# {comment}\n" + _lines(
        value, 0
    )


def _lines(value: Mapping[str, Any], depth: int) -> str:
    """A mapping as YAML. A JSON text is a YAML text: that is how names, lists and what is neither are
    written; several lines are written as they stand."""
    out = []
    indent = "  " * depth
    for key, item in value.items():
        if isinstance(item, Mapping) and item:
            out.append(f"{indent}{key}:\n{_lines(item, depth + 1)}")
        elif isinstance(item, str) and "\n" in item:
            text = "".join(f"{indent}  {line}\n" for line in item.splitlines())
            out.append(f"{indent}{key}: |\n{text}")
        else:
            out.append(f"{indent}{key}: {json.dumps(item, ensure_ascii=False)}\n")
    return "".join(out)
