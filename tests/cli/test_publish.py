"""``quotes publish`` on the command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cli.command import Serving, on_terminal, plain, refused, rows, without_privileges
from site_running import Running, beside_ours

from quotes.cli import show


def test_publish_makes_the_copy_and_says_what_is_in_it(quotes, known, tmp_path):
    done = quotes("publish", "out.db", "--db", known)
    assert (done.returncode, done.stdout) == (0, "")
    first, second = done.stderr.splitlines()
    assert re.fullmatch(
        r"4 articles \([0-4] shortened\), 10 statements, 6 speakers, [\d.]+ kB: out\.db", first
    )
    assert second == "look at it: quotes serve --db out.db"
    assert rows(tmp_path / "out.db", "SELECT count(*) FROM attribution") == [(10,)]


def test_publish_makes_a_folder(quotes, known, tmp_path):
    done = quotes("publish", "--dir", "my site", "--db", known, "--title", "Who?", "--no-robots")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[1] == "look at it: datasette 'my site'"
    metadata = (tmp_path / "my site" / "metadata.yaml").read_text("utf-8")
    assert 'title: "Who?"' in metadata
    assert 'disallow: ["/"]' in metadata
    assert (
        json.loads((tmp_path / "my site" / "settings.json").read_text())["allow_download"] is False
    )


def test_publish_takes_the_database_of_the_environment(quotes, known):
    assert quotes("publish", "out.db", env={"QUOTES_DB": str(known)}).returncode == 0


def test_whole_articles_are_asked_for(inside, demo, tmp_path):
    assert inside("publish", "out.db", "--full-text", "--db", demo).returncode == 0
    assert rows(tmp_path / "out.db", "SELECT count(*) FROM article WHERE excerpt") == [(0,)]
    assert inside("publish", "out.db", "--db", demo).returncode == 0
    assert rows(tmp_path / "out.db", "SELECT count(*) FROM article WHERE excerpt") != [(0,)]


def test_editors_names_are_asked_for(inside, known, tmp_path):
    shutil.copyfile(known, tmp_path / "quotes.db")
    inside("speakers", "rename", "Akazawa", "Ryosei Akazawa MP", "--yes", "--by", "Petra")
    for option, name in ("--editors", "Petra"), ("--db=quotes.db", "editor"):
        assert inside("publish", "out.db", option).returncode == 0
        assert rows(tmp_path / "out.db", 'SELECT "by" FROM action') == [(name,)]


@pytest.mark.parametrize("args", [[], ["out.db", "--dir", "site"]])
def test_one_place_is_named(inside, known, args, tmp_path):
    refused(inside("publish", *args, "--db", known), "OUT.db", "--dir", status=2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", [["--title", "A"], ["--download"], ["--no-robots"]])
def test_what_is_for_a_website_needs_one(inside, known, option):
    refused(inside("publish", "out.db", *option, "--db", known), "add --dir SITE", status=2)


def test_the_database_itself_is_refused(inside, known, tmp_path):
    shutil.copyfile(known, tmp_path / "quotes.db")
    refused(inside("publish", "quotes.db"), "is the database itself")


def test_a_database_that_is_not_there_is_named(inside):
    refused(inside("publish", "out.db"), "quotes.db: there is no database here yet")


@pytest.fixture
def locked(known: Path, tmp_path: Path, quotes):
    """A copy in a folder that may not be written."""
    folder = tmp_path / "locked"
    folder.mkdir()
    assert quotes("publish", folder / "out.db", "--db", known).returncode == 0
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


def bound(quotes, *args: object):
    done = quotes(*args, before=without_privileges())
    if done.returncode == 77:
        pytest.skip("this root cannot give up its privileges")
    return done


def test_a_copy_in_a_folder_that_may_not_be_written_is_searched_shown_and_served(
    quotes, locked, tmp_path
):
    db = ["--db", locked / "out.db"]
    [found] = json.loads(bound(quotes, "search", "freight", *db).stdout)
    done = bound(quotes, "show", found["id"], *db, "--format", "table")
    assert (done.returncode, done.stderr) == (0, "")
    assert "freight train" in done.stdout
    for command in ("cite", found["id"]), ("speakers",), ("speakers", "show", "Ortel"):
        assert bound(quotes, *command, *db).returncode == 0
    with Serving(tmp_path, *db, before=without_privileges()) as site:
        assert site.get("/search?q=tariff")[0] == 200
        assert site.get(f"/statement/{found['id']}")[0] == 200
    assert [p.name for p in locked.iterdir()] == ["out.db"]


def test_a_folder_that_may_not_be_written_is_named(quotes, known, locked):
    done = bound(quotes, "publish", locked / "new.db", "--db", known)
    refused(done, f"{locked / 'new.db'}: cannot be written (Permission denied)")


def test_a_step_that_takes_long_is_shown_and_then_gone(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(show, "SOON", 0.05)
    with show.steps() as watch:
        watch("copying", 1, 4)
        assert capsys.readouterr().err == ""
        deadline = show.time.monotonic() + 20
        seen = ""
        while "copying" not in seen and show.time.monotonic() < deadline:
            seen += plain(capsys.readouterr().err)
            show.time.sleep(0.02)
        assert re.search(r"copying.* 25%", seen)
        watch("packing", 0, 0)


def test_a_short_step_is_not_shown(capsys):
    with show.steps() as watch:
        for what in ("copying", "packing"):
            watch(what, 1, 2)
    assert capsys.readouterr().err == ""


def test_on_a_terminal_nothing_but_the_summary_is_left(known, tmp_path):
    # Standard error is not that terminal's: what is printed on it is nothing.
    assert on_terminal("publish", "out.db", "--db", known, cwd=tmp_path) == ""
    assert os.listdir(tmp_path) == ["out.db"]


def test_the_page_on_publishing_says_what_runs(demo, tmp_path):
    shutil.copyfile(demo, tmp_path / "quotes.db")
    page = (Path(__file__).parents[2] / "docs" / "publish.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) == 5
    for line in lines:
        if line.startswith(("quotes serve", "datasette site")):
            with Running(f"{line} --port $PORT", tmp_path) as one:
                assert one.status("/search?q=wall") == 200
        elif line.startswith("quotes "):
            done = subprocess.run(
                ["bash", "-c", line], cwd=tmp_path, env=beside_ours(), timeout=120
            )
            assert done.returncode == 0
        else:
            # tests/site/test_folder.py runs it.
            assert line in (tmp_path / "site" / "README.md").read_text("utf-8").splitlines()
    for extra in re.findall(r"pip install 'quotes-db\[(\w+)\]'", page):
        assert f"\n{extra} = [" in (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
