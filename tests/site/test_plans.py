"""Every query behind a page of ours finds its rows by an index: a page must not become slow as the database
grows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from cli.command import rows
from datasette import hookimpl
from datasette.plugins import pm

from benchmarks.site import make
from quotes.site.serve import site

from .conftest import Visitor

ALLOWED = {
    "SCAN tally: ": "a row for each month and publisher, kept by triggers, to be summed",
    "SCAN a: SELECT s.id, coalesce(s.name, 'nobody named')": "a subquery: one article's statements",
    "SCAN correction: ": "what persons corrected by hand, looked through for a statement that is not there",
    "SCAN action: ": "the last few, from the end",
    "FROM (SELECT * FROM speaker s WHERE s.id IN (": "a subquery: the speakers asked for",
}
"""Beginnings and parts of what ``scans`` finds that read no whole table, and why."""


TABLE = re.compile(
    r"""(?:FROM|JOIN|,)\s+['"]?(\w+)['"]?(?:\s+(?:AS\s+)?"""
    r"""(?!(?:CROSS|GROUP|INNER|JOIN|LEFT|LIMIT|ON|ORDER|UNION|WHERE)\b)(\w+))?""",
    re.IGNORECASE,
)
"""A table in a query, and what it is called there."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the shape of news, with what ANALYZE knows of it."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    make(path, 5_000, 1_000, 400)
    return path


@contextmanager
def traced() -> Iterator[list[str]]:
    """Collects what is asked of Datasette's connections that are opened in the block."""
    asked: list[str] = []

    class Trace:
        @hookimpl
        def prepare_connection(self, conn: sqlite3.Connection, database: str) -> None:
            if not database.startswith("_"):  # Datasette's own lists are in memory.
                conn.set_trace_callback(asked.append)

    plugin = Trace()
    pm.register(plugin, "a test's")
    try:
        yield asked
    finally:
        pm.unregister(plugin)


def queries(asked: list[str]) -> list[str]:
    """Those that read our tables, each once."""
    some = (q.strip() for q in asked)
    ours = (q for q in some if re.match(r"SELECT|WITH", q, re.IGNORECASE))
    return [
        q
        for q in dict.fromkeys(ours)
        if re.search(r"\bFROM\b(?!\s+sqlite_master)", q, re.IGNORECASE)
    ]


def scans(connection: sqlite3.Connection, query: str) -> list[str]:
    """Where the plan of a query reads a whole table of ours, or a whole index of one."""
    found = []
    tables = {r[0] for r in connection.execute("SELECT name FROM sqlite_master")}
    called: dict[str, set[str]] = {}
    for table, alias in TABLE.findall(query):
        for name in (table, alias):
            called.setdefault(name, set()).add(table)
    for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN {query}"):
        # An automatic index is made for the query, of the whole table.
        scan = re.match(
            r"SCAN (?!CONSTANT ROW)(\w+)(?! VIRTUAL TABLE INDEX)\b|SEARCH (\w+) USING AUTOMATIC",
            detail,
        )
        if scan and called.get(scan[1] or scan[2], set()) & tables:
            found.append(f"{detail}: {query[:600]}")
    return found


@pytest.fixture(scope="session")
def some(made: Path) -> dict[str, Any]:
    """What to ask for, drawn from the database."""
    [(speaker, name)] = rows(
        made, "SELECT id, name FROM speaker ORDER BY attributions DESC LIMIT 1"
    )
    [(seldom,)] = rows(made, "SELECT id FROM speaker WHERE attributions = 1 LIMIT 1")
    [(statement, article)] = rows(
        made, "SELECT id, article_id FROM attribution WHERE wording IS NOT NULL LIMIT 1"
    )
    [(publisher, month)] = rows(
        made,
        "SELECT publisher, substr(published, 1, 7) FROM attribution WHERE publisher > '' "
        "AND published > '' LIMIT 1",
    )
    return {
        "speaker": speaker,
        "name": name.replace(" ", "+"),
        "seldom": seldom,
        "statement": statement,
        "article": article,
        "publisher": publisher.replace(" ", "+"),
        "month": month,
    }


PAGES = [
    "/",
    "/?medium=all",
    "/search?q=council",
    "/search?q=council+water&page=2",
    '/search?q="the+council"&order=newest',
    "/search?q=council&order=oldest",
    "/search?q=council&speaker={name}",
    "/search?q=council&publisher={publisher}",
    "/search?q=council&since={month}&until=2026",
    "/search?q=council&kind=direct&medium=all&min_confidence=0.8",
    "/search?speaker={name}",
    "/search?speaker={name}x&order=oldest",
    "/search?speaker_id={speaker}&page=2",
    "/search?publisher={publisher}",
    "/search?publisher=e&order=oldest",
    "/search?since={month}",
    "/search?until={month}&order=oldest",
    "/search?publisher={publisher}&since={month}&until={month}",
    "/search?kind=mixed",
    "/search?medium=thought",
    "/search?medium=all&order=oldest&page=3",
    "/search?min_confidence=0.9",
    "/speaker/{speaker}",
    "/speaker/{seldom}",
    "/speaker/{speaker}?q=council&since={month}&kind=direct",
    "/speaker/{speaker}?publisher={publisher}&medium=all&order=oldest",
    "/statement/{statement}",
    "/statement/zzzzzzzzzzzz",
    "/article/{article}",
    "/-/quotes/suggest?q=ma",
    "/-/quotes/suggest?q={name}",
    "/feed.atom",
    "/search.json?q=council",
    "/search.csv?publisher={publisher}&limit=50",
    "/search.ris?speaker={name}&limit=20",
    "/speaker/{speaker}.json",
    "/statement/{statement}.bibtex",
    "/statement/{statement}.json",
    "/review",
]


def page(made: Path, address: str, open_site: Callable[..., Visitor]) -> list[str]:
    """The queries of a page, asked by a signed-in owner."""
    app = site(made, root=True)
    signed_in = {"ds_actor": app.sign({"a": {"id": "root"}}, "actor")}
    with traced() as asked:
        answer = open_site(app)(address, cookies=signed_in)
    assert answer.status_code == (404 if "zzzz" in address else 200), address
    return queries(asked)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_reads_a_whole_table(
    made: Path, some: dict[str, Any], open_site: Callable[..., Visitor], address: str
) -> None:
    asked = page(made, address.format(**some), open_site)
    assert asked
    with closing(sqlite3.connect(made)) as connection:
        found = [s for q in asked for s in scans(connection, q)]
    assert [s for s in found if not any(part in s for part in ALLOWED)] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT count(*) FROM attribution a WHERE a.text = 'x'", True),
        (
            "SELECT 1 FROM speaker JOIN article r ON r.title = speaker.name WHERE speaker.id = 1",
            True,
        ),
        ("SELECT a.id FROM attribution a ORDER BY a.published DESC LIMIT 5", True),
        ("SELECT 1 FROM run u, speaker s WHERE u.id = 1 AND s.kind = u.model", True),
        ("SELECT * FROM (SELECT * FROM judgement WHERE reason = 'x') j", True),
        ("SELECT id FROM attribution WHERE published > '2026' ORDER BY published LIMIT 5", False),
        ("SELECT rowid FROM attribution_fts WHERE attribution_fts MATCH 'council'", False),
        ("WITH p (n) AS (SELECT 1) SELECT * FROM p JOIN article r ON r.id = p.n", False),
    ],
)
def test_a_scan_is_seen(made: Path, query: str, found: bool) -> None:
    with closing(sqlite3.connect(made)) as connection:
        assert bool(scans(connection, query)) == found


def test_each_exception_is_needed(
    made: Path, some: dict[str, Any], open_site: Callable[..., Visitor]
) -> None:
    asked = [
        query
        for address in (
            "/speaker/{speaker}",
            "/article/{article}",
            "/review",
            "/statement/zzzzzzzzzzzz",
        )
        for query in page(made, address.format(**some), open_site)
    ]
    with closing(sqlite3.connect(made)) as connection:
        found = [s for q in asked for s in scans(connection, q)]
    assert [part for part in ALLOWED if not any(part in s for s in found)] == []
