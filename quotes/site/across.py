"""What Datasette 0.65 and the alphas of 1.0 do by different names. Everything else that the plugin
uses is the same in both: routes, renderers, cells, menu links, variables of templates, ``Response``,
``request.actor``, and ``{{ csrftoken() }}`` in a form (1.0 checks where a form came from instead, and
keeps the name)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

CONFIG = (
    *("facets", "sort", "sort_desc", "label_column", "hidden", "size", "sortable_columns", "allow"),
)
"""What 1.0 takes for configuration of a table, and 0.65 for metadata like its description."""


def is_one(datasette: Any) -> bool:
    """Whether this is 1.0, or an alpha of it that has stored queries (1.0a31 and later)."""
    return hasattr(datasette, "add_query")


async def arrange(
    datasette: Any,
    database: str,
    tables: Mapping[str, Mapping[str, Any]],
    queries: Mapping[str, Mapping[str, str]],
) -> None:
    """Gives 1.0 what 0.65 asks for by the hooks ``get_metadata`` and ``canned_queries``: facets, order
    and descriptions of the tables, and the ready-made queries. To be called from ``startup``; does
    nothing in 0.65. What the owner has said about a table or calls a query by the same name goes
    before ours."""
    if not is_one(datasette):
        return
    await _describe(datasette, database, tables)
    _configure(datasette, database, tables)
    for name, query in queries.items():
        there = await datasette.get_query(database, name)
        # One that an earlier version of ours left in a lasting internal database is replaced.
        if there is None or there.source == "plugin":
            # Trusted: a visitor may ask it without the right to SQL of his own.
            await datasette.add_query(
                database, name, query["sql"], title=query.get("title"), is_trusted=True
            )


async def _describe(datasette: Any, database: str, tables: Mapping[str, Mapping[str, Any]]) -> None:
    for table, wanted in tables.items():
        there = await datasette.get_resource_metadata(database, table)
        for key, value in wanted.items():
            if key not in (*CONFIG, "columns") and key not in there:
                await datasette.set_resource_metadata(database, table, key, value)
        for column, text in wanted.get("columns", {}).items():
            known = await datasette.get_column_metadata(database, table, column)
            if "description" not in known:
                await datasette.set_column_metadata(database, table, column, "description", text)


def _configure(datasette: Any, database: str, tables: Mapping[str, Mapping[str, Any]]) -> None:
    if datasette.config is None:
        datasette.config = {}
    here = datasette.config.setdefault("databases", {}).setdefault(database, {})
    for table, wanted in tables.items():
        config = here.setdefault("tables", {}).setdefault(table, {})
        ordered = {"sort", "sort_desc"} & set(config)
        for key in CONFIG:
            if key in wanted and not (key == "sort_desc" and ordered):
                config.setdefault(key, wanted[key])


def metadata(
    datasette: Any, databases: Sequence[str], tables: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """What the hook ``get_metadata`` of 0.65 wants to be given. It puts the owner's words before ours one
    by one; but of two orders, ``sort`` and ``sort_desc``, it would make an error of every visit."""
    owner = getattr(datasette, "_metadata_local", None) or {}
    found = {}
    for database in databases:
        said = ((owner.get("databases") or {}).get(database) or {}).get("tables") or {}
        given = {
            table: {
                k: v
                for k, v in wanted.items()
                if k != "sort_desc" or "sort" not in said.get(table, {})
            }
            for table, wanted in tables.items()
        }
        found[database] = {"tables": given}
    return {"databases": found} if found else {}


def queries(
    datasette: Any, database: str, wanted: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """What the hook ``canned_queries`` of 0.65 wants to be given: all but those that the owner has by the
    same name, over which ours would be put."""
    owner = datasette.metadata("queries", database=database, fallback=False) or {}
    return {name: dict(query) for name, query in wanted.items() if name not in owner}
