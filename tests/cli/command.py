"""Running the real command, and what its complaints must look like."""

from __future__ import annotations

import os
import pty
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

QUOTES = Path(sys.executable).with_name("quotes")
"""The command that the installation made."""

ARTICLE = (
    "“We will rebuild every stone of it,” the mayor, Ada Quill, said on Sunday.\n"
    "She said that the harbour would stay open.\n"
)
"""An article in which any model finds something."""

Done = subprocess.CompletedProcess[str]


def environment(**more: str) -> dict[str, str]:
    """The environment without the user's own settings of what we print and where."""
    ours = ("QUOTES_DB", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS", "LINES")
    return {k: v for k, v in os.environ.items() if k not in ours} | more


def quotes(
    *args: object,
    cwd: Path,
    feed: bytes | None = None,
    env: dict[str, str] | None = None,
    before: Iterable[str] = (),
) -> Done:
    """``quotes ARGS`` run in ``cwd``, ``feed`` on its standard input, behind the command ``before``."""
    done = subprocess.run(
        [*before, str(QUOTES), *map(str, args)],
        cwd=cwd,
        input=b"" if feed is None else feed,
        env=environment(**env or {}),
        capture_output=True,
        timeout=300,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


def start(
    *args: object, cwd: Path, printed: Path, before: Iterable[str] = ()
) -> subprocess.Popen[bytes]:
    """``quotes ARGS`` begun, so that a signal can be sent to it; standard output and error go into the
    file ``printed``, which unlike a pipe is never full."""
    # A shell that runs its children in the background has them ignore Ctrl-C, and theirs as well.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with printed.open("wb") as out:
        return subprocess.Popen(
            [*before, str(QUOTES), *map(str, args)],
            cwd=cwd,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )


class Serving:
    """A real ``quotes serve`` (or another command that serves), from ``with`` to Ctrl-C at its end.

    ``address`` is the one it printed; after the end ``status`` is its exit status and ``printed``
    all that it wrote.
    """

    def __init__(
        self, folder: Path, *args: object, command: str = "serve", before: Iterable[str] = ()
    ) -> None:
        self.folder = folder
        self.args = (command, "--port", "0", *args)
        self.before = before

    def __enter__(self) -> Serving:
        self.file = self.folder / "served.txt"
        self.process = start(*self.args, cwd=self.folder, printed=self.file, before=self.before)
        deadline = time.monotonic() + 60
        while not (
            found := re.search(r"^(http://\S+)/ ", self.file.read_text("utf-8"), re.MULTILINE)
        ):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"it does not serve: {self.file.read_text('utf-8')[-2000:]}")
            time.sleep(0.02)
        self.address = found[1]
        while time.monotonic() < deadline:  # The address is printed a moment before it answers.
            with suppress(ConnectionError), socket.create_connection(self.place, timeout=10):
                break
            time.sleep(0.02)
        return self

    @property
    def place(self) -> tuple[str | None, int | None]:
        parts = urlsplit(self.address)
        return parts.hostname, parts.port

    def get(self, path: str, method: str = "GET", timeout: float = 30) -> tuple[int, str]:
        """The status and the text of the answer; no redirect is followed, no path made shorter."""
        with closing(HTTPConnection(*self.place, timeout=timeout)) as connection:
            connection.request(method, path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")

    def __exit__(self, *error: object) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.status = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.status = self.process.wait()
        self.printed = self.file.read_text("utf-8")


def on_terminal(*args: object, cwd: Path, columns: int = 120) -> str:
    """What ``quotes ARGS`` prints on a terminal of that width, colours and all."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [str(QUOTES), *map(str, args)],
        cwd=cwd,
        env=environment(TERM="xterm-256color", COLUMNS=str(columns), LINES="40"),
        stdin=follower,
        stdout=follower,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(follower)
        out = b""
        while True:
            try:
                more = os.read(leader, 65536)
            except OSError:  # Linux says so when the other end is closed.
                break
            if not more:
                break
            out += more
        process.wait(timeout=60)
    os.close(leader)
    return out.decode("utf-8").replace("\r\n", "\n")


def plain(printed: str) -> str:
    """What was printed on a terminal, without its colours."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", printed)


def refused(done: Done, *words: object, status: int = 1) -> str:
    """Checks that ``done`` ended with ``status`` and without a traceback, and that exactly one line on
    standard error has all of ``words``; returns that line."""
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    assert done.returncode == status, (done.returncode, done.stderr)
    lines = [x for x in done.stderr.splitlines() if all(str(w) in x for w in words)]
    assert len(lines) == 1, done.stderr
    return lines[0]


def rows(path: Path, query: str, *values: object) -> list[tuple]:
    """What ``query`` finds in the database at ``path``."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(query, values).fetchall()


def everything(path: Path) -> list[str]:
    """The whole database as SQL: two that are the same have the same."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def without_privileges() -> list[str]:
    """A command to stand before another, which then is bound by the permissions of files even where the
    tests run as root. It ends with status 77 where that cannot be done."""
    code = (
        "import ctypes, os, sys\n"
        "libc = ctypes.CDLL(None)\n"
        "drop, override, search = 24, 1, 2\n"  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        "failed = [libc.prctl(drop, c, 0, 0, 0) for c in (override, search)] if not os.geteuid() else []\n"
        "sys.exit(77) if any(failed) else os.execv(sys.argv[1], sys.argv[1:])\n"
    )
    return [sys.executable, "-c", code]
