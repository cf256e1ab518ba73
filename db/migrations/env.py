"""Alembic's entry. The program passes its connection in; developers' ``alembic`` opens $QUOTES_DB."""

import os

from alembic import context
from sqlalchemy import create_engine

from quotes.store import tables

target = tables.SQLModel.metadata


def wanted(item, name, kind, reflected, compare_to):
    """Leaves FTS5's tables and their shadow tables to the migrations that wrote them by hand."""
    return not (
        kind == "table"
        and name.startswith(("attribution_fts", "attribution_vocab", "name_fts", "name_vocab"))
    )


def run(connection):
    context.configure(
        connection=connection,
        target_metadata=target,
        include_object=wanted,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = os.environ.get("QUOTES_DB", "quotes.db")
    with create_engine(f"sqlite:///{database}").connect() as opened:
        run(opened)
