"""The website on a database of a million statements: one that is made, and the load that it bears.

    python benchmarks/site.py make big.db              # 1,000,000 statements of 200,000 articles
    python benchmarks/site.py make small.db --statements 20000 --articles 4000 --speakers 1500
    python benchmarks/site.py load big.db              # exit status 1 if a limit is broken

``make`` invents news (``benchmarks/news.py``). ``load`` starts the real ``quotes serve`` and measures the time
from asking for a page until all of it is there, of addresses drawn from the database: each kind of page by
itself, all kinds mixed by two clients, then by eight, with Datasette's own page of a table among them; and
pages of results beside what SQLite alone takes to find as much. Machines differ, and are busy: read a figure
beside those that were taken with it.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import IO
from urllib.parse import quote, urlencode

import httpx

from quotes.errors import QuotesError
from quotes.search import match_expression
from quotes.store.database import open_database

if __package__:
    from benchmarks.news import Steps, make
else:  # run as a script, it has its own folder to import from
    from news import Steps, make

__all__ = ["load", "make"]

MEDIAN, TAIL = 100.0, 250.0
"""Milliseconds that the median, and the 95th percentile, of any of our kinds of page may take with two
clients."""

RATIO = 2.0
"""How much longer a page of results may take than SQLite alone and an empty page together."""

MANY = 8
"""Clients of whom none may see an error."""

CROWDED = 1.3
"""From here on a machine counts as busy, and the limits in milliseconds say little."""

WARM = 10
"""Requests of each kind by one client before the rest: SQLite's and the system's caches are then those of a
site that is visited. Their median is what a page takes when nothing else is asked for; a slow kind makes
the others wait, too, once they are asked for together."""

THEIRS = "Datasette: table"
SEARCHED = "Datasette: table, one word"
BARE = "/search"
"""An empty page: ours without anything found."""


class Draw:
    """Draws what visitors might ask for out of a database, the same for the same seed."""

    def __init__(self, path: Path, seed: int) -> None:
        self.r = random.Random(seed)
        self.name = path.stem
        self.connection = plain(path)
        self.count, self.last = self.connection.execute(
            "SELECT count(*), max(number) FROM attribution"
        ).fetchone()
        self.words = self._words(40)

    def close(self) -> None:
        self.connection.close()

    def statement(self) -> tuple[str, str, str, int | None]:
        """Identifier, article, text and speaker of any statement."""
        found: tuple[str, str, str, int | None] = self.connection.execute(
            "SELECT id, article_id, text, speaker_id FROM attribution WHERE number >= ? ORDER BY number LIMIT 1",
            (self.r.randint(1, self.last),),
        ).fetchone()
        return found

    def matches(self, typed: str) -> int:
        found = self.connection.execute(
            "SELECT count(*) FROM attribution_fts WHERE attribution_fts MATCH ?",
            (match_expression(typed),),
        ).fetchone()
        return int(found[0])

    def _words(self, each: int) -> dict[str, list[str]]:
        """Words of four letters and more as the statements have them: rare ones (one statement of 10,000
        at most), common ones (one of 100 at least), and those between; as many of each as there are."""
        out: dict[str, list[str]] = {"rare": [], "middle": [], "common": []}
        seen: set[str] = set()
        for _ in range(50 * each):
            text = self.statement()[2]
            words = [w for w in re.findall(r"[A-Za-z]{4,}", text) if w.lower() not in seen]
            if not words:
                continue
            word = self.r.choice(words).lower()
            seen.add(word)
            share = self.matches(word) / self.count
            group = "common" if share >= 0.01 else "middle" if share > 0.0001 else "rare"
            if len(out[group]) < each:
                out[group].append(word)
            if all(len(some) == each for some in out.values()):
                break
        if not out["rare"]:  # of a small database: what one statement has
            out["rare"] = out["middle"][-each // 2 :]
        return {group: some for group, some in out.items() if some}

    def word(self) -> str:
        return self.r.choice(self.words[self.r.choice(list(self.words))])

    def several(self, phrase: bool) -> str:
        """Two words of one statement; side by side and in quotation marks for a ``phrase``."""
        while True:
            words = re.findall(r"\w+", self.statement()[2])
            if len(words) > 4:
                at = self.r.randrange(len(words) - 1)
                if phrase:
                    return f'"{words[at]} {words[at + 1]}"'
                long = [w for w in words if len(w) > 3]
                if len(long) > 1:
                    return " ".join(self.r.sample(long, 2))

    def speaker(self, alike: bool) -> tuple[int, str]:
        """A speaker's number and name: each ``alike``, or each as often as it speaks."""
        while True:
            number = self.statement()[3]
            if alike:
                last = self.connection.execute("SELECT max(id) FROM speaker").fetchone()[0]
                number = self.r.randint(1, last)
            row: tuple[int, str] | None = self.connection.execute(
                "SELECT id, name FROM speaker WHERE id >= ? ORDER BY id LIMIT 1", (number or 0,)
            ).fetchone()
            if number and row:
                return row

    def publisher(self) -> tuple[str, str]:
        """A publisher, and a month in which it printed something."""
        while True:
            row: tuple[str | None, str | None] = self.connection.execute(
                "SELECT publisher, substr(published, 1, 7) FROM article WHERE id = ?",
                (self.statement()[1],),
            ).fetchone()
            if row[0] and row[1]:
                return row[0], row[1]

    def kinds(self, each: int) -> dict[str, list[str]]:
        """Addresses by kind of page, ``each`` of every kind."""

        def search(**asked: str | int) -> str:
            return "/search?" + urlencode(asked)

        def in_months() -> str:
            publisher, since = self.publisher()
            return search(publisher=publisher, since=since)

        def half() -> str:
            words = self.speaker(self.r.random() < 0.5)[1].split()
            return self.r.choice(words)[: self.r.randint(2, 4)]

        table = f"/{quote(self.name)}/attribution?_size=20"
        ways: dict[str, Callable[[], str]] = {
            "home": lambda: "/",
            "search: one word": lambda: search(q=self.word()),
            "search: two words": lambda: search(q=self.several(False)),
            "search: a phrase": lambda: search(q=self.several(True)),
            "search: third page": lambda: search(q=self.word(), page=3),
            "search: a speaker": lambda: search(speaker=self.speaker(False)[1]),
            "search: a word of a speaker": lambda: search(
                q=self.word(), speaker=self.speaker(False)[1]
            ),
            "search: a publisher since": in_months,
            "speaker, by statements": lambda: f"/speaker/{self.speaker(False)[0]}",
            "speaker, any": lambda: f"/speaker/{self.speaker(True)[0]}",
            "statement": lambda: f"/statement/{self.statement()[0]}",
            "article": lambda: f"/article/{self.statement()[1]}",
            "suggestions": lambda: "/-/quotes/suggest?" + urlencode({"q": half()}),
            "search as JSON": lambda: "/search.json?" + urlencode({"q": self.word()}),
            "feed": lambda: "/feed.atom",
            THEIRS: lambda: table,
            SEARCHED: lambda: f"{table}&_search={self.word()}",
        }
        return {kind: [way() for _ in range(each)] for kind, way in ways.items()}

    def queries(self) -> dict[str, list[str]]:
        """Forty things to look for: ten words of each group, and ten of several words."""
        out = {group: self.r.sample(some, min(10, len(some))) for group, some in self.words.items()}
        out["several words"] = [
            self.several(n % 2 == 0) for n in range(40 - sum(map(len, out.values())))
        ]
        return out


def plain(path: Path) -> sqlite3.Connection:
    """A connection as anybody opens one, to read only."""
    return sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The address at which ``quotes serve`` shows the database, until the end of the block. What it says
    beside that is printed."""
    command = [sys.executable, "-m", "quotes", "serve", "--db", str(path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        address = re.search(r"http://\S+", first)
        try:
            if not address:
                raise SystemExit(f"quotes serve did not start: {first}{process.stderr.read()}")
            # Read on, or the server would wait for room in the pipe.
            reading = Thread(target=_copy, args=(process.stderr,), daemon=True)
            reading.start()
            _until_it_answers(address[0])
            yield address[0]
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _until_it_answers(site: str) -> None:
    """Waits: the address is printed a moment before anybody listens."""
    for _ in range(300):
        with suppress(httpx.ConnectError):
            httpx.get(site, timeout=60)
            return
        time.sleep(0.1)
    raise SystemExit(f"nobody answers at {site}")


def _copy(lines: IO[str]) -> None:
    for line in lines:
        print(f"  server: {line}", end="", file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one request: the status (0 for none), and milliseconds until all of it was there."""

    status: int
    took: float


def ask(client: httpx.Client, address: str) -> Answer:
    start = time.perf_counter()
    try:
        status = client.get(address).status_code
    except httpx.HTTPError:
        status = 0
    return Answer(status, 1000 * (time.perf_counter() - start))


def at_once(site: str, asked: Sequence[tuple[str, str]], clients: int) -> dict[str, list[Answer]]:
    """The answers, by kind, to ``asked`` (kind and address) by so many clients, each of whom asks for the
    next as soon as it has an answer."""
    waiting = iter(asked)
    lock = Lock()
    steps, done = Steps(quiet=False), 0
    out: dict[str, list[Answer]] = {kind: [] for kind, _ in asked}

    def visit() -> None:
        nonlocal done
        with httpx.Client(base_url=site, timeout=60) as client:
            while True:
                with lock:
                    found = next(waiting, None)
                if found is None:
                    return
                answer = ask(client, found[1])
                with lock:
                    out[found[0]].append(answer)
                    done += 1
                    steps.line(f"{done} of {len(asked)} pages")

    threads = [Thread(target=visit) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    steps.line("")
    return out


def crowd() -> float:
    """How many times its own time of a core a busy loop takes just now: 1 where nobody else wants one."""
    start, own = time.perf_counter(), time.thread_time()
    while time.thread_time() - own < 0.1:
        pass
    return (time.perf_counter() - start) / (time.thread_time() - own)


def percentile(some: Sequence[float], share: float) -> float:
    """The smallest that at least ``share`` of ``some`` do not exceed."""
    ordered = sorted(some)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def wrong(answers: Sequence[Answer]) -> int:
    return sum(a.status != 200 for a in answers)


def show(
    found: Mapping[str, Sequence[Answer]], clients: int, by_itself: Mapping[str, Sequence[Answer]]
) -> dict[str, tuple[float, float]]:
    """Prints a table of the kinds; returns their medians and 95th percentiles. Beside them stands the median
    of ``by_itself``, and how the median compares with that of Datasette's own page of a table, asked for in
    between: machines differ, and are busy."""
    numbers = {
        kind: (percentile([a.took for a in some], 0.5), percentile([a.took for a in some], 0.95))
        for kind, some in found.items()
    }
    total = sum(map(len, found.values()))
    print(f"\n{clients} clients, {total} requests, milliseconds\n")
    print("| page | requests | errors | median | 95 % | most | to Datasette's table | by itself |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind, some in found.items():
        middle, tail = numbers[kind]
        ratio = f"{middle / numbers[THEIRS][0]:.2f}" if THEIRS in numbers else ""
        most = max(a.took for a in some)
        one = percentile([a.took for a in by_itself[kind]], 0.5)
        print(
            f"| {kind} | {len(some)} | {wrong(some)} | {middle:.0f} | {tail:.0f} | {most:.0f} "
            f"| {ratio} | {one:.0f} |"
        )
    return numbers


def beside(site: str, path: Path, queries: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Prints how long our pages of results take beside SQLite alone, which finds the best twenty rows on a
    connection of its own, and an empty page; returns the ratios. Each is asked three times, in turn, by one
    client, and the median counts."""
    print("\nOne client, milliseconds a query: our page beside SQLite and an empty page\n")
    print("| words | queries | SQLite | empty page | ours | ratio |")
    print("| --- | --- | --- | --- | --- | --- |")
    sums: dict[str, list[float]] = {}
    with httpx.Client(base_url=site, timeout=60) as client:
        for group, some in queries.items():
            sums[group] = [0.0, 0.0, 0.0]
            for typed in some:
                rounds = [
                    (
                        alone(path, typed),
                        ask(client, BARE).took,
                        ask(client, "/search?" + urlencode({"q": typed})).took,
                    )
                    for _ in range(3)
                ]
                for i, took in enumerate(zip(*rounds, strict=True)):
                    sums[group][i] += statistics.median(took)
    sums["all"] = [sum(times) for times in zip(*sums.values(), strict=True)]
    counts = {group: len(some) for group, some in queries.items()}
    counts["all"] = sum(counts.values())
    ratios = {}
    for group, times in sums.items():
        ratios[group] = times[2] / (times[0] + times[1])
        means = " | ".join(f"{t / counts[group]:.1f}" for t in times)
        print(f"| {group} | {counts[group]} | {means} | {ratios[group]:.2f} |")
    return ratios


def alone(path: Path, typed: str) -> float:
    """Milliseconds in which SQLite opens the database and finds the twenty best statements."""
    start = time.perf_counter()
    with closing(plain(path)) as connection:
        connection.execute(
            "SELECT rowid FROM attribution_fts WHERE attribution_fts MATCH ? ORDER BY rank LIMIT 20",
            (match_expression(typed),),
        ).fetchall()
    return 1000 * (time.perf_counter() - start)


def load(
    path: Path, clients: int = 2, each: int = 60, seed: int = 1, only: Sequence[str] = ()
) -> list[str]:
    """Serves the database, asks for ``each`` pages of every kind, mixed, first with ``clients`` clients and
    then, half as many, with ``MANY``; prints what was measured, and returns what broke a limit. ``only``
    some kinds (and Datasette's table), known by a part of their names, for whoever works on those. Raises
    DatabaseError if it is not one of ours."""
    open_database(path).close()
    with closing(Draw(path, seed)) as draw:
        kinds, warm, queries = draw.kinds(each), draw.kinds(WARM), draw.queries()
    if only:
        kinds = {k: some for k, some in kinds.items() if k == THEIRS or any(o in k for o in only)}
        warm = {k: warm[k] for k in kinds}
    with served(path) as site:
        first = at_once(site, [(k, a) for k, some in warm.items() for a in some], 1)
        absent = [k for k, some in first.items() if all(a.status == 404 for a in some)]
        if absent:
            print(f"not there, and left out: {', '.join(absent)}")
        asked = [(k, a) for k, some in kinds.items() if k not in absent for a in some]
        random.Random(seed).shuffle(asked)
        before = crowd()
        two = at_once(site, asked, clients)
        others = max(before, crowd())
        numbers = show({k: two[k] for k in kinds if k in two}, clients, first)
        many = at_once(site, asked[: len(asked) // 2], MANY)
        show({k: many[k] for k in kinds if k in many}, MANY, first)
        ratios = beside(site, path, queries)
    if others > CROWDED:
        print(
            f"\nThis machine is busy: what needs 1 s of a core took {others:.1f} s before or after"
        )
    return broken(numbers, two, many, ratios)


def broken(
    numbers: Mapping[str, tuple[float, float]],
    two: Mapping[str, Sequence[Answer]],
    many: Mapping[str, Sequence[Answer]],
    ratios: Mapping[str, float],
) -> list[str]:
    """The limits that were broken, in words."""
    ours = {k: v for k, v in numbers.items() if k not in (THEIRS, SEARCHED)}
    out = [
        f"{k}: median {v[0]:.0f} ms, more than {MEDIAN:.0f}"
        for k, v in ours.items()
        if v[0] > MEDIAN
    ]
    out += [
        f"{k}: 95 % {v[1]:.0f} ms, more than {TAIL:.0f}" for k, v in ours.items() if v[1] > TAIL
    ]
    for some, who in ((two, "few clients"), (many, f"{MANY} clients")):
        out += [
            f"{k}: {wrong(answers)} errors with {who}"
            for k, answers in some.items()
            if k in ours and wrong(answers)
        ]
    middle = statistics.median(v[0] for v in ours.values()) if ours else 0.0
    theirs = numbers[THEIRS][0]
    if middle > theirs:
        out.append(f"our pages: median {middle:.0f} ms, more than Datasette's table, {theirs:.0f}")
    out += [
        f"search, {group.removesuffix(' words')} words: {ratio:.2f} times SQLite and an empty page, more than {RATIO:.0f}"
        for group, ratio in ratios.items()
        if ratio > RATIO
    ]
    return out


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="make a database")
    making.add_argument("path", type=Path)
    making.add_argument("--statements", type=int, default=1_000_000)
    making.add_argument("--articles", type=int, default=200_000)
    making.add_argument("--speakers", type=int, default=50_000)
    making.add_argument("--seed", type=int, default=1)
    loading = commands.add_parser("load", help="serve a database, and time its pages")
    loading.add_argument("path", type=Path)
    loading.add_argument("--clients", type=int, default=2)
    loading.add_argument("--requests", type=int, default=60, help="of each kind of page")
    loading.add_argument("--seed", type=int, default=1)
    loading.add_argument(
        "--only", action="append", default=[], help="kinds with this in their names"
    )
    args = parser.parse_args()
    try:
        return run(args)
    except (FileExistsError, QuotesError) as e:
        print(e, file=sys.stderr)
        return 1


def run(args: argparse.Namespace) -> int:
    """Does what was asked for; returns the exit status."""
    if args.command == "load":
        limits = load(args.path, args.clients, args.requests, args.seed, args.only)
        print("\n" + "\n".join(limits or ["all limits hold"]))
        return 1 if limits else 0
    start = time.perf_counter()
    make(args.path, args.statements, args.articles, args.speakers, args.seed, quiet=False)
    took = time.perf_counter() - start
    print(
        f"{args.statements:,} statements in {took:.1f} s, {args.statements / took:,.0f} a second "
        f"({time.process_time():.1f} s of a core), {args.path.stat().st_size / 1e6:,.0f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
