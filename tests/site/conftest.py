"""What tests of the website stand on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cli import databases
from datasette.app import Datasette
from lxml import html

from quotes.site.serve import site


class Visitor:
    """Visits the pages of one Datasette, in this process."""

    def __init__(self, app: Datasette) -> None:
        self.app = app

    def __call__(self, address: str, method: str = "GET", **more: Any) -> Any:
        """The answer to a request; redirects are not followed."""
        return asyncio.run(self._visit(address, method, more))

    async def _visit(self, address: str, method: str, more: dict[str, Any]) -> Any:
        await self.app.invoke_startup()
        return await self.app.client.request(method, address, follow_redirects=False, **more)

    def page(self, address: str, status: int = 200) -> html.HtmlElement:
        """The page at ``address``, parsed."""
        answer = self(address)
        assert answer.status_code == status, (address[:200], answer.status_code, answer.text[-300:])
        assert answer.headers["content-type"].startswith("text/html")
        return html.document_fromstring(answer.text)

    def close(self) -> None:
        for database in self.app.databases.values():
            database.close()


@pytest.fixture
def open_site() -> Iterator[Callable[[Path | Datasette], Visitor]]:
    """Opens the site of a database, as ``quotes serve`` does, or visits another Datasette."""
    opened: list[Visitor] = []

    def visitor(what: Path | Datasette) -> Visitor:
        opened.append(Visitor(site(what) if isinstance(what, Path) else what))
        return opened[-1]

    yield visitor
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.demo(tmp_path_factory)


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.known(tmp_path_factory)


@pytest.fixture
def visit(known: Path, open_site: Callable[[Path], Visitor]) -> Visitor:
    """The site of the database made by hand."""
    return open_site(known)


@pytest.fixture
def tour(demo: Path, open_site: Callable[[Path], Visitor]) -> Visitor:
    """The site of the demo."""
    return open_site(demo)
