"""Two databases that many tests read and none writes, each built once in a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import command
from handmade import HAND_MADE

from quotes.store.database import open_database
from quotes.store.write import store


def demo(factory: pytest.TempPathFactory) -> Path:
    """The database that ``quotes demo`` makes, with what the model finds."""
    folder = factory.getbasetemp() / "demo"
    if not folder.exists():
        folder.mkdir()
        done = command.quotes("demo", cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder / "quotes.db"


def known(factory: pytest.TempPathFactory) -> Path:
    """A database of ``handmade.HAND_MADE``, where everything is known."""
    path = factory.getbasetemp() / "known.db"
    if not path.exists():
        database = open_database(path, create=True, write=True)
        for document, found in HAND_MADE.items():
            with database.writing() as connection:
                store(connection, document, found, model="by hand", version="0")
        database.close()
    return path
