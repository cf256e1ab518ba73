"""The folder that Datasette opens: served by the real one, and by what the commands of its README make."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cli.command import rows
from datasette.app import Datasette
from site_running import PROGRAMS, Running, beside_ours, datasette

from quotes.errors import DatabaseError, UsageError
from quotes.site.folder import ROBOTS, options, settings
from quotes.site.publish import folder
from quotes.site.serve import SETTINGS

FILES = [
    "README.md",
    "datasette.yaml",
    "inspect-data.json",
    "metadata.yaml",
    "quotes.db",
    "requirements.txt",
    "settings.json",
]


@pytest.fixture(scope="module")
def made(known: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `quotes publish --dir` makes it; never written to."""
    site = tmp_path_factory.mktemp("published") / "site"
    folder(known, site, title="Voices of “Port Ellery”: a list")
    return site


@pytest.fixture(scope="module")
def running(made: Path) -> Iterator[Running]:
    with datasette(made) as one:
        yield one


def one(path: Path, table: str) -> Any:
    return rows(path, f"SELECT id FROM {table} LIMIT 1")[0][0]


# -- served by the real Datasette


def test_our_pages_answer(running, made):
    db = made / "quotes.db"
    for path in (
        "/",
        "/search?q=tariff",
        f"/statement/{one(db, 'attribution')}",
        f"/speaker/{one(db, 'speaker')}",
        f"/article/{one(db, 'article')}",
        "/quotes/attribution?_facet=kind",
        "/quotes/said_about?words=tariff",
    ):
        assert running.status(path) == 200, path


def test_the_front_page_has_the_title(running):
    assert "<h1>Voices of “Port Ellery”: a list</h1>" in running.text("/")


@pytest.mark.parametrize(
    "path",
    [
        "/quotes?sql=select+1",
        "/quotes.json?sql=select+1",
        "/quotes.csv?sql=select+1",
        "/quotes/attribution?_where=1",
        "/quotes.db",
    ],
)
def test_visitors_run_no_sql_and_take_no_file(running, path):
    assert running.status(path) == 403


def test_no_table_is_streamed_as_a_whole(running):
    assert running.status("/quotes/attribution.csv?_stream=on") == 400


def test_nothing_is_written(running):
    for path in ("/", "/quotes", "/quotes/attribution", "/search", "/-/permissions"):
        for method in ("POST", "PUT", "DELETE"):
            assert running.status(path, method) == 405


def test_the_database_is_immutable_and_its_rows_are_counted(running, made):
    [database] = running.json("/-/databases.json")
    assert (database["name"], database["is_mutable"]) == ("quotes", False)
    assert (
        database["hash"] == json.loads((made / "inspect-data.json").read_text())["quotes"]["hash"]
    )


def test_the_limits_are_set(running):
    shown = running.json("/-/settings.json")
    assert {k: shown[k] for k in SETTINGS} == SETTINGS
    assert shown["allow_csv_stream"] is False


def test_crawlers_may_read_pages_but_not_search_and_tables(running):
    assert running.text("/robots.txt").splitlines() == ROBOTS.splitlines()


def test_llms_txt_says_what_there_is(running):
    shown = running.text("/llms.txt")
    assert shown.startswith("# Voices of “Port Ellery”: a list\n\n> 10 statements, 6 speakers in 4")
    assert "One row a statement" in running.text("/quotes/attribution.md")
    # What a visitor finds nothing in is not offered.
    assert "quotes/correction" not in shown
    assert "quotes/block" not in shown


class Client:
    """A program that speaks MCP, over HTTP."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
        }
        self.number = 0
        started, headers = self._send(
            "initialize",
            {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "0"},
            },
        )
        self.server = started
        session = {k.lower(): v for k, v in headers.items()}.get("mcp-session-id")
        if session:
            self.headers["Mcp-Session-Id"] = session
        self.headers["MCP-Protocol-Version"] = started["protocolVersion"]
        body = {"jsonrpc": "2.0", "method": "notifications/initialized"}
        assert running.ask("/-/mcp", "POST", body, self.headers)[0] == 202

    def _send(self, method: str, params: dict[str, Any]) -> tuple[Any, Any]:
        self.number += 1
        body = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}
        status, headers, answer = self.running.ask("/-/mcp", "POST", body, self.headers)
        assert status == 200, (status, answer)
        return json.loads(answer)["result"], headers

    def ask(self, method: str, **params: Any) -> Any:
        return self._send(method, params)[0]

    def call(self, tool: str, **given: Any) -> Any:
        return self.ask("tools/call", name=tool, arguments=given)


def test_programs_ask_over_mcp(running):
    client = Client(running)
    assert client.server["serverInfo"]["name"] == "datasette"
    tools = {t["name"] for t in client.ask("tools/list")["tools"]}
    assert {"list_databases", "get_database_schema", "execute_canned_query"} <= tools
    answer = client.call(
        "execute_canned_query",
        database="quotes",
        query="said_about",
        parameters={"words": "tariff"},
    )
    assert not answer["isError"]
    found = answer["structuredContent"]["rows"]
    assert {r["speaker"] for r in found} == {"Marguerite Ortel", "Ryosei Akazawa"}


def test_programs_run_no_sql_over_mcp_either(running):
    answer = Client(running).call("execute_sql", database="quotes", sql="select 1")
    assert answer["isError"]
    assert "permission" in answer["content"][0]["text"]


# -- its files


def test_the_rows_are_counted_as_datasette_counts_them(made, tmp_path):
    done = subprocess.run(
        [
            PROGRAMS / "datasette",
            "inspect",
            "quotes.db",
            "--inspect-file",
            tmp_path / "theirs.json",
        ],
        cwd=made,
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert done.returncode == 0
    theirs = json.loads((tmp_path / "theirs.json").read_text())
    assert json.loads((made / "inspect-data.json").read_text()) == theirs


def test_both_versions_are_told_the_same(made):
    old, new = (
        yaml.safe_load((made / name).read_text("utf-8"))
        for name in ("metadata.yaml", "datasette.yaml")
    )
    for one_ in (old, new):
        assert one_["allow_sql"] is False
        assert one_["databases"]["quotes"]["allow_sql"] is False
        assert one_["plugins"]["quotes"]["read_only"] is True
        assert one_["plugins"]["datasette-block-robots"] == {"literal": ROBOTS}
    assert old["title"] == "Voices of “Port Ellery”: a list"
    assert new["settings"] == json.loads((made / "settings.json").read_text())
    assert new["settings"]["default_allow_sql"] is False
    assert new["databases"]["quotes"]["tables"]["attribution"] == {
        k: v
        for k, v in old["databases"]["quotes"]["tables"]["attribution"].items()
        if k not in ("description", "columns")
    }


@pytest.mark.parametrize(
    "title", ['a: "b" # c', "- yes", "null", "{x}", "’s “é” 🙂", "back\\slash", "%TAG &a *b"]
)
def test_any_title_is_kept_as_it_is(known, tmp_path, title):
    folder(known, tmp_path / "site", title=f"  {title} ")
    assert (
        yaml.safe_load((tmp_path / "site" / "metadata.yaml").read_text("utf-8"))["title"] == title
    )


@pytest.mark.parametrize("title", ["", "  ", "a\x07b", "a\u2028b\x00"])
def test_a_title_that_cannot_be_shown_is_refused(known, tmp_path, title):
    with pytest.raises(UsageError, match="title"):
        folder(known, tmp_path / "site", title=title)
    assert list(tmp_path.iterdir()) == []


def test_download_and_robots_where_that_is_asked_for(known, tmp_path):
    folder(known, tmp_path / "site", download=True, robots=False)
    with datasette(tmp_path / "site") as one_:
        assert one_.ask("/quotes.db")[2] == (tmp_path / "site" / "quotes.db").read_bytes()
        assert one_.status("/quotes/attribution.csv?_stream=on") == 200
        assert one_.text("/robots.txt").splitlines() == ["User-agent: *", "Disallow: /"]
        assert one_.status("/quotes?sql=select+1") == 403


# -- the folder itself


def listed(path: Path) -> list[str]:
    return sorted(str(p.relative_to(path)) for p in path.rglob("*"))


def test_the_folder_holds_these_files_and_no_other(made):
    assert listed(made) == FILES


def test_made_again_it_keeps_what_is_not_ours(known, tmp_path):
    site = tmp_path / "site"
    folder(known, site, title="Before")
    (site / "templates").mkdir()
    (site / "templates" / "row.html").write_text("mine")
    (site / "notes.txt").write_text("mine")
    (site / "metadata.yaml").write_text("title: spoilt")
    folder(known, site, title="After")
    assert listed(site) == sorted([*FILES, "notes.txt", "templates", "templates/row.html"])
    assert (site / "templates" / "row.html").read_text() == "mine"
    assert yaml.safe_load((site / "metadata.yaml").read_text())["title"] == "After"


def test_an_empty_folder_is_filled(known, tmp_path):
    (tmp_path / "site").mkdir()
    folder(known, tmp_path / "site")
    assert listed(tmp_path / "site") == FILES


def test_a_folder_of_other_things_is_refused(known, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "metadata.yaml").write_text("title: Mine")
    with pytest.raises(DatabaseError, match="a folder of other things"):
        folder(known, tmp_path / "site")
    assert listed(tmp_path / "site") == ["metadata.yaml"]


def test_a_folder_with_a_working_database_is_refused(known, tmp_path):
    (tmp_path / "site").mkdir()
    shutil.copyfile(known, tmp_path / "site" / "quotes.db")
    with pytest.raises(DatabaseError, match="no copy that `quotes publish` made"):
        folder(known, tmp_path / "site")
    assert listed(tmp_path / "site") == ["quotes.db"]


def test_the_folder_of_the_database_itself_is_refused(known, tmp_path):
    shutil.copyfile(known, tmp_path / "quotes.db")
    before = (tmp_path / "quotes.db").read_bytes()
    with pytest.raises(DatabaseError, match="is the database itself"):
        folder(tmp_path / "quotes.db", tmp_path)
    assert (tmp_path / "quotes.db").read_bytes() == before


def test_a_file_is_no_folder(known, tmp_path):
    (tmp_path / "site").write_text("a file")
    with pytest.raises(DatabaseError, match="is a file"):
        folder(known, tmp_path / "site")


def test_a_folder_in_one_that_is_not_there_is_refused(known, tmp_path):
    with pytest.raises(DatabaseError, match="its folder does not exist"):
        folder(known, tmp_path / "no" / "site")


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("before", [False, True])
def test_what_fails_on_the_way_leaves_the_folder_as_it_was(known, tmp_path, error, before):
    def fail(what: str, done: int, of: int) -> None:
        if what == "checking":
            raise error("stopped")

    site = tmp_path / "site"
    if before:
        folder(known, site, title="Before")
    kept = {p.name: p.read_bytes() for p in site.glob("*")}
    with pytest.raises(KeyboardInterrupt if error is KeyboardInterrupt else DatabaseError):
        folder(known, site, title="After", watch=fail)
    assert site.exists() == before
    assert {p.name: p.read_bytes() for p in site.glob("*")} == kept


# -- put on a server

STAND_INS = {
    "docker": '[ "$1" = build ] && cp -r . "$KEPT"',
    "gcloud": 'case "$1 $2" in "builds submit") cp -r . "$KEPT";; "config get-value") echo project;; esac',
    "heroku": 'case "$1" in plugins) echo heroku-builds;; apps:list) echo "[]";; '
    """apps:create) echo '{"name": "quotes"}';; builds:create) cp -r . "$KEPT";; esac""",
}
"""Programs of the hosts: they keep the files that Datasette hands them, and send them nowhere."""


@pytest.fixture
def host(tmp_path: Path) -> dict[str, str]:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, script in STAND_INS.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    env = beside_ours(KEPT=str(tmp_path / "kept"))
    return env | {"PATH": f"{programs}:{env['PATH']}"}


@pytest.mark.parametrize("command", ["publish cloudrun", "publish heroku", "package"])
def test_the_readme_s_commands_make_a_server_that_is_protected_likewise(
    made, tmp_path, host, command
):
    readme = (made / "README.md").read_text("utf-8")
    [line] = re.findall(rf"^datasette {command} .*$", readme, re.MULTILINE)
    done = subprocess.run(
        ["bash", "-c", line], cwd=made, env=host, capture_output=True, text=True, timeout=120
    )
    kept = tmp_path / "kept"
    assert kept.is_dir(), done.stderr
    if command == "publish heroku":
        serve = (kept / "Procfile").read_text().removeprefix("web: ")
        inspect = (kept / "bin" / "post_compile").read_text()
        assert "quotes-db[site]" in (kept / "requirements.txt").read_text().splitlines()
    else:
        steps = (kept / "Dockerfile").read_text().splitlines()
        [serve] = [s.removeprefix("CMD ") for s in steps if s.startswith("CMD ")]
        [inspect] = [s[4:] for s in steps if s.startswith("RUN datasette inspect ")]
        assert [s for s in steps if s.startswith("RUN pip install ") and "quotes-db[site]" in s]
    subprocess.run(["bash", "-c", inspect], cwd=kept, env=host, check=True, timeout=120)
    assert "--host 0.0.0.0" in serve
    with Running(serve.replace("--host 0.0.0.0", "--host 127.0.0.1"), kept) as one_:
        assert one_.status("/search?q=tariff") == 200
        for path in ("/quotes?sql=select+1", "/quotes/attribution?_where=1", "/quotes.db"):
            assert one_.status(path) == 403, path
        assert one_.status("/quotes/attribution.csv?_stream=on") == 400
        assert one_.status("/", "POST") == 405
        shown = one_.json("/-/settings.json")
        assert {k: shown[k] for k in settings(download=False)} == settings(download=False)
        assert [d["is_mutable"] for d in one_.json("/-/databases.json")] == [False]
        assert one_.text("/robots.txt").splitlines() == ROBOTS.splitlines()


def test_settings_as_options_are_what_datasette_takes():
    named = re.findall(r"--setting (\S+) (\S+)", options(settings(download=True)))
    assert len(named) == len(settings(download=True))
    known = Datasette([]).settings_dict()
    assert {name for name, _ in named} <= set(known)
    assert dict(named)["allow_download"] == "on"
    assert dict(named)["default_allow_sql"] == "off"
