"""Small things that everything which writes rows needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlmodel import SQLModel


def table(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a model, for Core statements."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def inserted(connection: Connection, where: Table, **values: Any) -> int:
    """The number of the new row that holds ``values``."""
    key = connection.execute(insert(where).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def now() -> str:
    """The time, as the database has it: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
