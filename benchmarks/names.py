"""How long it takes to compare all names that share a key, for more and more distinct names.

    python benchmarks/names.py            # 1,000, 10,000 and 100,000 names, each in a process of its own

Names are invented: given names in use, surnames of made-up syllables, as unevenly spread as surnames are,
with middle initials, titles, misspellings, family names first, and bodies with their acronyms. Printed
are seconds for keys and for grouping and comparing, the peak of memory, pairs compared and called the
same, and the largest blocks of ``joining`` and, without and with ``s:``, of ``asking``.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from itertools import accumulate, combinations

from quotes.names.block import asking, joining
from quotes.names.compare import Verdict, compare
from quotes.names.given import GIVEN

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


def one(count: int) -> None:
    """Measures in this process, and prints a line."""
    names = Names(count).distinct(count)
    start = time.perf_counter()
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        for key in joining(name):
            blocks[key].append(number)
    keyed = time.perf_counter()
    pairs = sorted({two for block in blocks.values() for two in combinations(block, 2)})
    same = sum(compare(names[a], names[b]).verdict is Verdict.SAME for a, b in pairs)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    largest = max(map(len, blocks.values()))
    start_asking = time.perf_counter()
    asked = Counter(key for name in names for key in asking(name))
    asking_took = time.perf_counter() - start_asking
    few = max(n for key, n in asked.items() if not key.startswith("s:"))
    many = max(n for key, n in asked.items() if key.startswith("s:"))
    worth = sum(n * (n - 1) // 2 for key, n in asked.items() if not key.startswith("s:"))
    print(
        f"{count:>8,} names: keys {keyed - start:6.2f} s, grouping and comparing {done - keyed:6.2f} s, "
        f"{peak:5.0f} MB, {len(pairs):,} pairs, {same:,} the same, largest block {largest}; "
        f"asking: keys {asking_took:5.2f} s, {worth:,} pairs at most, largest block {few} (s: {many})",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--one", action="store_true", help="in this process")
    args = parser.parse_args()
    for count in args.counts:
        if args.one:
            one(count)
        else:
            subprocess.run([sys.executable, __file__, "--one", str(count)], check=True)


if __name__ == "__main__":
    main()
