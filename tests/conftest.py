"""What every test stands on: a home of its own, no network, a database of its own."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from handmade import HAND_MADE
from hypothesis import settings

from quotes.store.database import Database, open_database
from quotes.store.write import store

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LOOPBACK = ("127.", "::1", "localhost")

# No database of examples: a failure prints what reproduces it.
settings.register_profile("quotes", deadline=None, database=None, max_examples=60, print_blob=True)
settings.load_profile("quotes")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip(f"needs the corpora in {SHARED}, which are not here")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a home and a working folder of its own, and none of the user's settings."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("QUOTES_DB", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting anywhere but to this machine fails the test."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse(self: socket.socket, address: object) -> None:
        inet = self.family in (socket.AF_INET, socket.AF_INET6)
        if inet and not str(address[0]).startswith(LOOPBACK):  # type: ignore[index]
            raise RuntimeError(f"a test tried to reach the network: {address}")

    def guarded(self: socket.socket, address: object) -> None:
        refuse(self, address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: object) -> int:
        refuse(self, address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new, empty database, made by the program."""
    opened = open_database(tmp_path / "quotes.db", create=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that holds ``handmade.HAND_MADE``; copy it, never write to it."""
    path = tmp_path_factory.mktemp("filled") / "quotes.db"
    opened = open_database(path, create=True)
    for document, found in HAND_MADE.items():
        with opened.writing() as connection:
            store(connection, document, found, model="model-1", version="0")
    opened.close()
    return path


@pytest.fixture
def stored(filled: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of the test's own that holds ``handmade.HAND_MADE``."""
    path = tmp_path / "stored.db"
    shutil.copyfile(filled, path)
    opened = open_database(path, write=True)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample articles that ship with the package."""
    return ROOT / "quotes" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora beside the checkout; mark the test ``shared``."""
    return SHARED


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is made and holds nothing; for ``handmade.scratch``."""
    path = tmp_path_factory.mktemp("empty") / "quotes.db"
    open_database(path, create=True).close()
    return path
