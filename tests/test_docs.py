"""README and docs say what the program does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import quotes

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ("extract", "add", "search", "show", "speakers", "cite", "serve", "demo", "evaluate")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"quotes {command}" in (ROOT / "README.md").read_text("utf-8")


def test_the_changelog_has_the_version() -> None:
    assert f"## {quotes.__version__} " in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_printed_schema_is_the_database_s() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "quotes.store.database"], capture_output=True, text=True, check=True
    )
    assert printed.stdout == (ROOT / "db" / "schema.sql").read_text("utf-8")


def test_the_readme_s_python_example_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        out = subprocess.run(
            [sys.executable, "-c", block], capture_output=True, text=True, check=True
        )
        assert out.stdout.strip()
