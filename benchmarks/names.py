"""How long it takes to find out which of many distinct names are one party.

    python benchmarks/names.py            # 1,000, 10,000 and 100,000 names, each in a process of its own

Names are invented: given names in use, surnames of made-up syllables, as unevenly spread as surnames are,
with middle initials, titles, misspellings, family names first, and bodies with their acronyms. Printed
are seconds for keys, for judging all pairs that share one and for grouping, the whole divided by n log n, the
peak of memory, and the largest blocks: of keys that join, of keys to ask a person about, of surnames.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

from sqlalchemy import text

from quotes.names.block import asking
from quotes.names.cluster import Known, cluster, keys, rulings
from quotes.names.given import GIVEN
from quotes.store.database import open_database
from quotes.store.identity import rebuild

TITLES = "Sen. Rep. Dr. President Mayor Judge Gov. Prime_Minister former_Secretary_of_State".split()
KINDS = "Ministry Department Bank Union Agency Institute Council Authority Association".split()
FIELDS = "Health Labour Trade Energy Water Science Culture Transport Housing Fisheries".split()


class Names:
    """Invents names, the same for the same seed."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.given = sorted(GIVEN)
        starts = "b br c ch d f g h k kl l m n p r s sh st t tr v w z".split()
        ends = "ack and ell en er ick in itz man o on ov ton y".split()
        # There are more surnames where there are more people, as the square root of their number.
        wanted = max(200, int(60 * count**0.5))
        found: dict[str, None] = {}
        while len(found) < wanted:
            middle = [self.random.choice(starts) + self.random.choice("aeiou") for _ in range(2)]
            found["".join([*middle, self.random.choice(ends)]).title()] = None
        self.surnames = list(found)
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(wanted)))

    def surname(self) -> str:
        return self.random.choices(self.surnames, cum_weights=self.weights)[0]

    def distinct(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            for name in self.party():
                found[name] = None
        return list(found)[:count]

    def party(self) -> list[str]:
        """The ways one party is written."""
        r = self.random
        if r.random() < 0.1:
            words = [self.surname(), *r.sample(FIELDS, r.randint(1, 2)), r.choice(KINDS)]
            ways = [" ".join(words)]
            if r.random() < 0.3:
                ways.append("".join(w[0] for w in words))
            return ways
        given, family = r.choice(self.given).title(), self.surname()
        ways = [f"{given} {family}"]
        if r.random() < 0.2:
            ways.append(f"{given} {r.choice('ABCDEFGHJKLMPRSTW')}. {family}")
        if r.random() < 0.15:
            ways.append(f"{r.choice(TITLES).replace('_', ' ')} {given} {family}")
        if r.random() < 0.05:
            ways.append(f"{family} {given}")
        if r.random() < 0.05:
            ways.append(f"{given[0]}. {family}")
        if r.random() < 0.05:
            at = r.randrange(1, len(family))
            ways.append(f"{given} {family[:at]}{family[at + 1 :]}")
        if r.random() < 0.05:
            ways.append(f"{given} {family}-{self.surname()}")
        return ways


def one(count: int, database: bool) -> None:
    """Measures in this process, and prints a line."""
    names = {n + 1: Known(name) for n, name in enumerate(Names(count).distinct(count))}
    start = time.perf_counter()
    key_of = {n: keys(name) for n, name in names.items()}
    keyed = time.perf_counter()
    found = rulings(names, key_of=key_of)
    ruled = time.perf_counter()
    judged = [(r.left, r.right, r.verdict.value, False) for r in found]
    groups = cluster(names, judged)
    done = time.perf_counter()
    sizes = Counter(key for some in key_of.values() for key in some)
    asked = Counter(key for name in names.values() for key in asking(name.text))
    few = max(n for key, n in asked.items() if not key.startswith("s:"))
    many = max(n for key, n in asked.items() if key.startswith("s:"))
    print(
        f"{count:>8,} names: keys {keyed - start:5.2f} s, judging {ruled - keyed:5.2f} s, "
        f"grouping {done - ruled:5.2f} s, in all {done - start:6.2f} s "
        f"({1e6 * (done - start) / (count * math.log2(count)):.2f} µs per n log n), {peak():,.0f} MB, "
        f"{len(groups):,} groups; largest block {max(sizes.values())}, to ask about {few}, surname {many}",
        flush=True,
    )
    if database:
        print(f"{'':>8}  in a database: {in_database(names):6.2f} s, {peak():,.0f} MB", flush=True)


def in_database(names: Mapping[int, Known]) -> float:
    """Seconds in which a new database judges all of them and finds its speakers."""
    with tempfile.TemporaryDirectory() as folder:
        opened = open_database(Path(folder) / "names.db", create=True, write=True)
        with opened.writing() as connection:
            connection.execute(
                text("INSERT INTO name (text, kind, scope) VALUES (:text, 'person', '')"),
                [{"text": name.text} for name in names.values()],
            )
            start = time.perf_counter()
            rebuild(connection)
            took = time.perf_counter() - start
        opened.close()
    return took


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--database", action="store_true", help="time it in a database, too")
    parser.add_argument("--one", action="store_true", help="in this process")
    args = parser.parse_args()
    for count in args.counts:
        if args.one:
            one(count, args.database)
        else:
            more = ["--database"] if args.database else []
            subprocess.run([sys.executable, __file__, "--one", *more, str(count)], check=True)


if __name__ == "__main__":
    main()
