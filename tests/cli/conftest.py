"""What tests of the command line stand on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from cli import command, databases
from cli.command import Done

from quotes.cli import main


@pytest.fixture
def quotes(tmp_path: Path) -> Callable[..., Done]:
    """The real command, run in the test's own folder."""
    return partial(command.quotes, cwd=tmp_path)


@pytest.fixture
def inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """The command run in this process, in the test's own folder: for what needs no real process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUOTES_DB", raising=False)

    def run(*args: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["quotes", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(args, int(ended.value.code or 0), out, err)

    return run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.demo(tmp_path_factory)


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.known(tmp_path_factory)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A short article in the test's own folder."""
    path = tmp_path / "article.txt"
    path.write_text(command.ARTICLE, "utf-8")
    return path
