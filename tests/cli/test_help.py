"""Help, version, wrong usage, and how little is loaded for them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli.command import environment, refused

import quotes as package

COMMANDS = (
    "extract",
    "add",
    "search",
    "show",
    "cite",
    "serve",
    "publish",
    "demo",
    "evaluate",
    "speakers",
    "correct",
)

HEAVY = (
    "alembic",
    "datasette",
    "numpy",
    "onnxruntime",
    "sqlalchemy",
    "sqlmodel",
    "tokenizers",
    "trafilatura",
)


def test_help_lists_every_command(inside):
    done = inside("--help")
    assert done.returncode == 0
    listed = re.findall(r"^  (\w+) {2,}\S", done.stdout.split("Commands:")[1], re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(inside, command, option):
    done = inside(command, option)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"quotes {command} " in done.stdout.split("\n")[0]


@pytest.mark.parametrize(
    "command",
    ["add", "search", "show", "speakers list", "speakers merge", "cite", "serve", "publish"],
)
def test_help_names_the_database_and_its_variable(inside, command):
    shown = " ".join(inside(*command.split(), "--help").stdout.split())
    assert "--db" in shown
    assert "QUOTES_DB" in shown
    assert "default: quotes.db" in shown


def test_without_arguments_help_is_printed(inside):
    done = inside()
    assert "Usage: " in done.stdout + done.stderr


def test_version(quotes):
    done = quotes("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"quotes {package.__version__}\n", "")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_nothing_heavy(command, tmp_path):
    code = (
        "import sys\n"
        "from quotes.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print(*[m for m in {HEAVY} if m in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command.split(), "--help"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Usage" in done.stdout
    assert done.stderr.split() == []


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_that_does_not_exist_is_wrong_usage(inside, command):
    refused(inside(command, "--nonsense", "x"), "No such option", status=2)


@pytest.mark.parametrize("command", ["extract", "add", "show", "cite", "evaluate"])
def test_a_missing_argument_is_wrong_usage(inside, command):
    refused(inside(command), "Missing argument", status=2)


def test_a_command_that_does_not_exist_is_wrong_usage(inside):
    refused(inside("serach"), "No such command", "serach", status=2)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["search", "--kind", "loud"], ["loud", "direct, mixed, indirect"]),
        (["search", "--since", "yesterday"], ["--since", "yesterday", "2025-04-30"]),
        (["search", "--until", "2025-02-30"], ["--until", "2025-02-30"]),
        (["search", "--limit", "0"], ["--limit"]),
        (["search", "--limit", "many"], ["--limit"]),
        (["search", "--format", "xml"], ["--format", "xml"]),
        (["speakers", "--limit", "0"], ["--limit"]),
        (["serve", "--port", "65536"], ["--port"]),
        (["demo", "--port", "-1"], ["--port"]),
        (["add", "a.txt", "--published", "30 April"], ["--published", "30 April"]),
        (["add", "a.txt", "--published", "2025-13"], ["--published", "2025-13"]),
    ],
)
def test_a_value_that_makes_no_sense_is_wrong_usage(inside, known, args, words):
    db = ["--db", known] if args[0] in ("search", "speakers", "serve") else []
    refused(inside(*args, *db), *words, status=2)


def test_wrong_usage_of_add_makes_no_database(inside, tmp_path: Path):
    inside("add", "a.txt", "--published", "30 April")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "args",
    [
        ["search", "a" * 300],
        ["search", "--limit", "99999999999999999999"],
        ["search", "\udcff"],
        ["search", "--speaker", "\udcff"],
        ["search", "--publisher", "\udcff"],
        ["show", "\udcff"],
        ["speakers", "\udcff"],
        ["speakers", "--limit", "99999999999999999999"],
    ],
    ids=ascii,
)
def test_no_value_is_answered_with_a_traceback(quotes, known, args):
    done = quotes(*args, "--db", known)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2)
