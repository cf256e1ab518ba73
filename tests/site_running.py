"""A real Datasette in a process of its own, and what it answers."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from cli.command import environment

PROGRAMS = Path(sys.executable).parent
"""Where the commands of the installation lie."""


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as one:
        return int(one.getsockname()[1])


def beside_ours(**more: str) -> dict[str, str]:
    """An environment in which the installation's commands are found first."""
    return environment(PATH=f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", **more)


class Running:
    """A command line that serves on ``$PORT``, from ``with`` to its end."""

    def __init__(self, line: str, folder: Path) -> None:
        self.line = line
        self.folder = folder

    def __enter__(self) -> Running:
        self.port = free_port()
        self.printed = self.folder.parent / "datasette.txt"
        with self.printed.open("wb") as out:
            self.process = subprocess.Popen(
                ["bash", "-c", f"exec {self.line}"],
                cwd=self.folder,
                env=beside_ours(PORT=str(self.port)),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < deadline:
            with suppress(ConnectionError), socket.create_connection(("127.0.0.1", self.port), 5):
                return self
            time.sleep(0.05)
        self.process.kill()
        self.process.wait()
        raise AssertionError(f"it does not serve: {self.printed.read_text('utf-8')[-2000:]}")

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(
        self, path: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] = {}
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of the answer; no redirect is followed."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, dict(headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.headers.items()), answer.read()

    def status(self, path: str, method: str = "GET") -> int:
        return self.ask(path, method)[0]

    def text(self, path: str) -> str:
        status, _, body = self.ask(path)
        assert status == 200, (path, status, body[-300:])
        return body.decode("utf-8")

    def json(self, path: str) -> Any:
        return json.loads(self.text(path))


def datasette(folder: Path) -> Running:
    """``datasette FOLDER``, as its owner types it."""
    return Running(f"datasette {shlex.quote(str(folder))} --port $PORT", folder.parent)
