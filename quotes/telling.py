"""The words that set one speaker's statements apart from everybody's."""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

TEXTS = 400
"""Statements of a speaker that are looked at: enough for words to show, few enough for a page."""

CANDIDATES = 40
"""Words whose frequency in the whole database is asked for: each costs reading where it stands."""

FEWEST = 2
"""Statements that must have a word before it counts as the speaker's."""

PRIOR = 50.0
"""Statements' worth of everybody's usage that is added to the speaker's, so that a rare word said twice does not
outweigh one said often."""

COMMON = frozenset(
    """a about after again against all also an and any are as at be because been before being but by can cannot
    could did do does doing down during each even few for from further get go going had has have having he her
    here hers him his how i if in into is it its just know like made make many may me might more most much must
    my no nor not now of off on once one only or other our ours out over own people said say says same she should
    so some such than that the their theirs them then there these they thing things think this those through to
    too two under until up us very want was way we well were what when where which while who whom why will with
    would yes yet you your yours don doesn didn isn wasn won ve re ll aren couldn wouldn shouldn s t m d""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, in the form the speaker uses most, and in how many of the statements looked at."""

    word: str
    number: int


def telling_words(
    connection: Connection,
    texts: Sequence[str],
    most: int = 12,
    everybody: Callable[[Connection, Sequence[str]], tuple[int, dict[str, int]]] | None = None,
) -> list[Word]:
    """The words of ``texts`` (one speaker's statements; the first ``TEXTS`` count) that set them apart, the
    most telling first.

    By the log-odds ratio with an informative prior, in standard deviations (Monroe, Colaresi and Quinn 2008,
    "Fightin' Words", eqs. 15-22), over the number of statements that have a word in any of its forms, as the
    search index cuts and stems it. ``everybody`` gives the number of all statements and of those that have
    each stem (by default asked of the database). Nothing for fewer than ten statements.
    """
    texts = texts[:TEXTS]
    if len(texts) < 10:
        return []
    forms: Counter[str] = Counter()
    for one in texts:
        forms.update({w for w in re.findall(r"[^\W\d_]{3,}", one.lower()) if w not in COMMON})
    stems = _stems(list(forms))
    own: Counter[str] = Counter()
    shown: dict[str, list[str]] = defaultdict(list)
    for form, number in forms.most_common():
        own[stems[form]] += number
        shown[stems[form]].append(form)
    some = [s for s, n in own.most_common(CANDIDATES) if n >= FEWEST]
    if not some:
        return []
    total, all_ = (everybody or frequencies)(connection, some)
    scores = {
        s: _score(own[s], len(texts), all_.get(s, own[s]), max(total, len(texts))) for s in some
    }
    best = sorted((s for s in some if scores[s] > 1.96), key=lambda s: -scores[s])
    return [Word(shown[s][0], own[s]) for s in best[:most]]


def frequencies(connection: Connection, stems: Sequence[str]) -> tuple[int, dict[str, int]]:
    """How many statements there are, and how many have each of ``stems``."""
    total = connection.execute(
        text("SELECT sum(number) FROM tally WHERE what IN ('speech', 'writing', 'thought')")
    ).scalar()
    rows = connection.execute(
        text("SELECT term, doc FROM attribution_vocab WHERE term IN :some").bindparams(
            bindparam("some", list(stems), expanding=True)
        )
    )
    return int(total or 0), {r.term: r.doc for r in rows}


def _stems(words: Sequence[str]) -> dict[str, str]:
    """What the search index makes of each word: asked of an index with the same tokenizer."""
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(
            "CREATE VIRTUAL TABLE w USING fts5(x, tokenize='porter unicode61 remove_diacritics 2')"
        )
        index.execute("CREATE VIRTUAL TABLE v USING fts5vocab(w, instance)")
        index.executemany("INSERT INTO w (rowid, x) VALUES (?, ?)", enumerate(words))
        found = dict(index.execute("SELECT doc, term FROM v").fetchall())
    return {w: found.get(i, w) for i, w in enumerate(words)}


def _score(own: int, texts: int, everybody: int, total: int) -> float:
    """How many standard deviations a word's log-odds in the speaker's statements lie above everybody's."""
    share = max(everybody, 1) / total
    prior = PRIOR * share
    others, rest = max(everybody - own, 0), max(total - texts, 0)
    a = (own + prior) / max(texts + PRIOR - own - prior, 0.5)
    b = (others + prior) / max(rest + PRIOR - others - prior, 0.5)
    spread = math.sqrt(1 / (own + prior) + 1 / (others + prior))
    return (math.log(a) - math.log(b)) / spread
