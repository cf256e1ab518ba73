"""Invented news: a database of realistic size and skew, made fast (``python benchmarks/site.py make``).

Its rows are those that the program itself would store of such articles (identifiers, places, wordings,
counts, keys of names), but for the verdicts on names, of which it has only those that it was made with: the
surnames and longer forms that belong to somebody, and the questions that rules would leave open. Sizes and
skew are those of news: few speakers say much and most say little (Zipf-Mandelbrot, the first of them a
fiftieth of all), words likewise, most articles are late, some publishers print much, and what the wire sends
several print. The same numbers and seed, the same database.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from quotes.names.cluster import Known, weigh
from quotes.names.compare import Verdict
from quotes.names.given import FEMALE_GIVEN, GIVEN, MALE_GIVEN
from quotes.store.blocks import enter, fullness
from quotes.store.database import open_database
from quotes.store.rules import RULE
from quotes.store.write import identifier
from quotes.wording import wording

# -- words ----------------------------------------------------------------------------------------------

WORDS = 30_000
"""Different words that an article may use."""

TOPICS = 400

SMALL = """the of to and in a for on with as by at from is was it that its be are this has have had not which
or an but will were been would their they he she his her more after who about one than up out over into new
when other also could may some no there if so what all can two between before first while during against
under last through where most three since until now only because our we still many any years year people such
must next each around off down both even week much like back made make well way""".split()

COMMON = """government budget minister council court police school hospital water energy strike union bank
money tax market price trade company worker health city town road bridge harbour wall storm flood fire
election vote party law bill report inquiry plan project state country border army war peace treaty
climate river forest farm food crop fish ship port airport train bus car factory mine steel oil gas
power grid solar wind nuclear plant science research study university teacher student child family mother
father home house rent housing land owner builder engineer doctor nurse patient virus vaccine drug
crime prison judge lawyer trial evidence witness victim attack protest march crowd square museum film
music book newspaper reporter letter statement question answer decision deal talks meeting summit leader
president mayor governor senator committee agency ministry official expert data figure number record
growth debt loan interest rate inflation job wage pension cost fund grant aid charity donor refugee
migrant visa island coast sea beach tide wave earthquake rescue crew pilot flight satellite computer
network software phone internet privacy security threat risk safety warning accident damage repair
insurance claim contract tender bid bribe fraud scandal resign appoint reform policy rule ban limit
permit licence fine penalty appeal verdict sentence justice right freedom faith church history culture
language sport match league team player coach goal final season crisis future region district village
neighbour winter summer harvest drought heat snow dam tunnel canal ferry cargo customs tariff export
import supply demand shop store customer brand product quality test result change""".split()

FIRST = "b br c ch d dr f fl g gr h k kl l m n p pr qu r s sh st t tr v w z".split()
VOWELS = "a a e e i i o o u ai ea".split()
LAST = "n r l s t m nd ck st rn x".split()
NAME_ENDS = "ack and ell en er ick in itz man o on ov ton y".split()


def invented(
    r: random.Random, count: int, taken: Sequence[str] = (), ends: Sequence[str] = ()
) -> list[str]:
    """``count`` different words of syllables, none of them ``taken``."""
    found: dict[str, None] = {}
    known = set(taken)
    while len(found) < count:
        syllables = 2 if ends else r.choice((1, 2, 2, 3))
        word = "".join(r.choice(FIRST) + r.choice(VOWELS) for _ in range(syllables))
        word += r.choice(ends or LAST)
        if word not in known:
            found[word] = None
    return list(found)


def spread(count: int, shift: float) -> list[float]:
    """Cumulative weights by Zipf-Mandelbrot: the word or speaker of rank n weighs 1 / (n + shift)."""
    return list(accumulate(1 / (n + shift) for n in range(1, count + 1)))


def shift_of(count: int, top: float) -> float:
    """The shift with which the first of ``count`` has the share ``top`` of all."""
    low, high = 0.0, 1e6
    for _ in range(60):
        middle = (low + high) / 2
        weights = spread(count, middle)
        if weights[0] / weights[-1] > top:
            low = middle
        else:
            high = middle
    return high


class Words:
    """Draws words as unevenly as texts use them. A topic has words of its own."""

    def __init__(self, r: random.Random) -> None:
        self.r = r
        new = invented(r, WORDS - len(COMMON), (*SMALL, *COMMON))
        # A third of the thousand commonest are English, so that what one reads and asks for makes sense.
        known = r.sample(COMMON, len(COMMON))
        some = [word for three in zip(known, new[::2], new[1::2], strict=False) for word in three]
        used = set(some)
        self.all = [*some, *(w for w in new if w not in used)]
        self.weights = spread(len(self.all), 12)
        self.small_weights = spread(len(SMALL), 2)
        self.topics = [
            [*r.sample(COMMON, 6), *r.sample(self.all[500:12_000], 24)] for _ in range(TOPICS)
        ]

    def some(self, count: int, topic: Sequence[str], own: Sequence[str] = ()) -> list[str]:
        """``count`` words: a third small ones, one in five of the ``topic``, one or two of the speaker's
        ``own``."""
        r = self.r
        out = r.choices(self.all, cum_weights=self.weights, k=count)
        small = out[::3]
        out[::3] = r.choices(SMALL, cum_weights=self.small_weights, k=len(small))
        for i in range(1, count, 5):
            out[i] = topic[int(r.random() ** 2 * len(topic))]
        if own:
            for i in range(2, count, 12):
                out[i] = own[int(r.random() ** 2 * len(own))]
        return out


# -- parties --------------------------------------------------------------------------------------------

TITLES = """Mayor;Senator;Governor;Judge;Fire Chief;Police Chief;Finance Minister;Health Minister;Trade
Minister;Energy Minister;Justice Minister;Councillor;Professor;Commissioner;Ambassador;Prime Minister;Deputy
Mayor;General;Bishop;Coach""".replace("\n", " ").split(";")

ROLES = """chief economist at;spokeswoman for;spokesman for;director of;lawyer for;analyst at;head of research
at;adviser to;chairwoman of;member of;engineer at;researcher at;founder of;president of""".replace(
    "\n", " "
).split(";")

FIELDS = (
    "Health Labour Trade Energy Water Science Culture Transport Housing Fisheries Forestry".split()
)
BODIES = "Ministry Department Bank Union Agency Institute Council Authority Association University".split()

UNNAMED = """officials;a senior official;the ministry;police;a hospital spokeswoman;residents;two people briefed
on the talks;a witness;critics;the company;a person close to the inquiry;experts;lawyers for the family;an
aide;union members;local people;prosecutors;the committee""".replace("\n", " ").split(";")

DESCRIBED = {
    "a senior official": "senior official",
    "a hospital spokeswoman": "hospital spokeswoman",
    "a witness": "witness",
    "an aide": "aide",
    "officials": "officials",
    "residents": "residents",
}


@dataclass(frozen=True, slots=True)
class Party:
    """Who may speak: the number and text of the name, what it is called, and the words it likes.
    ``longer`` is another way in which its full name is written, ``like`` the one whose name may be its."""

    number: int
    text: str
    kind: str
    topic: int
    words: tuple[str, ...]
    surname: str = ""
    pronoun: str = ""
    title: str = ""
    office: str = ""
    longer: str = ""
    like: int = 0


def parties(r: random.Random, words: Words, count: int, questions: int) -> list[Party]:
    """``count`` parties of different names, ``questions`` of them persons whose name is a short form of
    another's; commonest first. Numbered from 1 in an order of their own."""
    given = sorted(GIVEN)
    rare = words.all[2_000:]
    surnames = [
        w.title() for w in invented(r, max(300, int(60 * count**0.5)), words.all, NAME_ENDS)
    ]
    weights = spread(len(surnames), 10)
    numbers = r.sample(range(1, count + 1), count)
    texts: set[str] = set()
    out: list[Party] = []
    plain: list[Party] = []
    while len(out) < count - questions:
        topic = r.randrange(TOPICS)
        own = (*r.sample(words.topics[topic], 3), *r.sample(rare, 7))
        surname = r.choices(surnames, cum_weights=weights)[0]
        chance = r.random()
        if chance < 0.12:
            kind = "organization" if chance < 0.09 else "place" if chance < 0.105 else "other"
            text = {
                "organization": f"{surname} {r.choice(FIELDS)} {r.choice(BODIES)}",
                "place": f"{surname} {r.choice(('Island', 'County', 'Province'))}",
                "other": f"{surname}ians",
            }[kind]
            party = Party(numbers[len(out)], text, kind, topic, own)
        else:
            first = r.choice(given)
            text = f"{first.title()} {surname}"
            title = office = longer = ""
            called = r.random()
            if called < 0.35:
                title = r.choice(TITLES)
            elif called < 0.75:
                body = f"{r.choice(surnames)} {r.choice(FIELDS)} {r.choice(BODIES)}"
                office = f"{r.choice(ROLES)} the {body}"
            if r.random() < 0.06:
                longer = f"{first.title()} {r.choice('ABCDEFGHJKLMPRSTW')}. {surname}"
            pronoun = "he" if first in MALE_GIVEN else "she" if first in FEMALE_GIVEN else ""
            who = (surname, pronoun, title, office, longer)
            party = Party(numbers[len(out)], text, "person", topic, own, *who)
        if text in texts or party.longer in texts:
            continue
        texts |= {text, party.longer} - {""}
        out.append(party)
        if party.kind == "person" and not party.longer:
            plain.append(party)
    for like in r.sample(plain, min(len(plain), 3 * questions)):
        text = f"{like.text[0]}. {like.surname}"
        if len(out) == count:
            break
        if text in texts:
            continue
        texts.add(text)
        topic = r.randrange(TOPICS)
        own = (*r.sample(words.topics[topic], 3), *r.sample(rare, 7))
        number = numbers[len(out)]
        # Anywhere among the ranks, not only at their end.
        at = r.randrange(len(out) // 100, len(out))
        out.insert(
            at, Party(number, text, "person", topic, own, like.surname, "", like=like.number)
        )
    return out


# -- articles -------------------------------------------------------------------------------------------

CUES = {
    ("speech", False): "said said said said added told warned announced explained insisted".split(),
    ("writing", False): ["wrote", "wrote", "tweeted", "said in a statement"],
    ("thought", False): ["believes", "expects", "hopes", "fears"],
    ("speech", True): ["denied", "did not say"],
    ("writing", True): ["never wrote"],
    ("thought", True): ["does not believe", "doubts"],
}

FIRST_DAY = date(2020, 1, 1)
DAYS = 6 * 365

MODEL = hashlib.sha256(b"benchmarks/site.py").hexdigest()


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a statement, before an article prints them: of a mixed one, before, in and after the
    quotation marks; of a direct one, its one or two pieces."""

    kind: str
    medium: str
    negated: bool
    words: tuple[str, ...]


@dataclass(slots=True)
class Member:
    """A party in an article: the name under which it stands there, and what it is called where it is first
    introduced."""

    party: Party
    name: int
    speaker: int
    full: str
    bare: bool = False
    spoke: bool = False
    described: tuple[str, int, int] | None = None


COLUMNS = {
    "article": "id hash title authors publisher published url language text origin added",
    "run": "id article_id model version at attributions",
    "attribution": "number id article_id run_id kind text cue source speaker_id confidence start published "
    "medium negated publisher wording",
    "span": "attribution role position start end",
    "mention": "attribution position start end name_id reason description description_start description_end",
}
"""What is written in bulk, and in which order a row has it."""


@dataclass(slots=True)
class Rows:
    """What waits to be written."""

    article: list[tuple[Any, ...]] = field(default_factory=list)
    run: list[tuple[Any, ...]] = field(default_factory=list)
    attribution: list[tuple[Any, ...]] = field(default_factory=list)
    span: list[tuple[Any, ...]] = field(default_factory=list)
    mention: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self, connection: sqlite3.Connection) -> None:
        """Writes them, and waits for more."""
        connection.execute("BEGIN")
        for name, columns in COLUMNS.items():
            rows: list[tuple[Any, ...]] = getattr(self, name)
            columns_of = columns.split()
            named = ", ".join(f'"{c}"' for c in columns_of)
            marks = ", ".join("?" * len(columns_of))
            connection.executemany(f"INSERT INTO {name} ({named}) VALUES ({marks})", rows)
            rows.clear()
        connection.execute("COMMIT")


class News:
    """Writes articles about what ``parties`` say, and the rows that the program would store of them."""

    def __init__(
        self,
        r: random.Random,
        words: Words,
        parties: Sequence[Party],
        statements: int,
        articles: int,
    ) -> None:
        self.r, self.words, self.parties = r, words, parties
        self.rows = Rows()
        self.number = self.run = 0
        self.names: list[tuple[int, str, str, str, int]] = []
        """Numbers, texts, kinds, scopes and speakers."""
        self.judgements: list[tuple[int, int, str, float, str]] = []
        self.counts: dict[int, int] = {}
        """How many statements are taken for each name."""
        self.wire: deque[tuple[str, list[tuple[Party, Said]]]] = deque(maxlen=200)
        self.longer: dict[int, int] = {}
        self._name_parties()
        self._plan(statements, articles)
        self._publishers()

    def _name_parties(self) -> None:
        by_number = {p.number: p for p in self.parties}
        for n in sorted(by_number):
            p = by_number[n]
            self.names.append((n, p.text, p.kind, "", n))
        for n in sorted(by_number):
            p = by_number[n]
            if p.longer:
                self.longer[n] = self._new_name(p.longer, p.kind, "", n)
                self._judge(n, p.text, self.longer[n], p.longer)
            if p.like:
                self._judge(*sorted_pair(n, p.text, p.like, by_number[p.like].text))

    def _new_name(self, text: str, kind: str, scope: str, speaker: int | None) -> int:
        number = len(self.names) + 1
        self.names.append((number, text, kind, scope, number if speaker is None else speaker))
        return number

    def _judge(self, left: int, one: str, right: int, other: str) -> None:
        found = weigh(Known(one), Known(other))
        if found.verdict != Verdict.DIFFERENT:
            verdict = found.verdict.value
            self.judgements.append((left, right, verdict, found.score, found.reason))

    def _plan(self, statements: int, articles: int) -> None:
        """How many statements each article has, how many of them name nobody, and who speaks in it."""
        r = self.r
        sizes = [0.0 if r.random() < 0.12 else r.expovariate(1.0) + 0.15 for _ in range(articles)]
        scale = statements / sum(sizes)
        self.sizes = [round(s * scale) for s in sizes]
        some = [i for i, s in enumerate(sizes) if s]
        missing = statements - sum(self.sizes)
        while missing:
            i = r.choice(some)
            step = 1 if missing > 0 else -1
            if self.sizes[i] + step >= 0:
                self.sizes[i] += step
                missing -= step
        self.unnamed = [sum(r.random() < 0.08 for _ in range(n)) for n in self.sizes]
        wanted = r.choices((1, 2, 3, 4), (35, 35, 20, 10), k=articles)
        self.casts = [
            min(n - u, k) for n, u, k in zip(self.sizes, self.unnamed, wanted, strict=True)
        ]
        self.appearances = self._appearances(sum(self.casts))
        persons = sum(p.kind == "person" for p in self.appearances)
        self.open_chance = 0.02 * len(self.parties) / max(1, persons)

    def _appearances(self, count: int) -> list[Party]:
        """Who speaks in the articles, one after the other: all at least once, few of them often."""
        n = len(self.parties)
        shift = shift_of(n, 0.02)
        whole = spread(n, shift)[-1]
        pool: list[Party] = []
        for rank, party in enumerate(self.parties, 1):
            pool += [party] * max(1, round(count / (rank + shift) / whole))
        rest = max(0, count - len(pool))
        pool += self.r.choices(self.parties[: n // 10 + 1], k=rest)
        # Too many: the rounding is taken from the commonest, who can spare it.
        while len(pool) > count > n:
            i = self.r.randrange(len(pool) // 4)
            if pool[i] is pool[i - 1] and i:
                pool[i] = pool[-1]
                pool.pop()
        self.r.shuffle(pool)
        return pool

    def _publishers(self) -> None:
        r = self.r
        kinds = (
            "Gazette Courier Wire Herald Dispatch Ledger Tribune Observer Chronicle Mail".split()
        )
        places = [w.title() for w in invented(r, 60, self.words.all)]
        self.publishers = [f"{place} {r.choice(kinds)}" for place in places]
        self.publisher_weights = spread(60, 2)
        given = sorted(GIVEN)
        ends = [w.title() for w in invented(r, 200, self.words.all, NAME_ENDS)]
        self.reporters = [
            [f"{r.choice(given).title()} {r.choice(ends)}" for _ in range(12)] for _ in places
        ]
        # Each later year has more than the one before.
        self.days = sorted(int(DAYS * r.random() ** 0.6) for _ in self.sizes)

    # One article

    def write(self, i: int) -> None:
        """The ``i``th article and its rows."""
        r = self.r
        size, unnamed = self.sizes[i], self.unnamed[i]
        at = r.choices(range(60), cum_weights=self.publisher_weights)[0]
        publisher = self.publishers[at] if r.random() < 0.99 else None
        day = FIRST_DAY + timedelta(days=self.days[i])
        clock = f"{r.randrange(24):02}:{r.randrange(60):02}"
        when = r.random()
        published: str | None = day.isoformat()
        if when < 0.1:
            published = f"{day.isoformat()}T{clock}+00:00"
        elif when < 0.13:
            published = f"{day:%Y-%m}"
        elif when < 0.14:
            published = None
        cast = self._cast(i)
        topic = self.words.topics[cast[0].party.topic if cast else r.randrange(TOPICS)]
        title = sentence(self.words.some(r.randint(5, 10), topic))[:-1]
        slug = title.lower().replace(" ", "-")
        house = self.publishers[at].lower().replace(" ", "-")
        url = f"https://example.org/{house}/{day:%Y/%m/%d}/{slug}-{i}"
        page = Page(self, cast, topic)
        copied = self._copied(publisher, size - unnamed - len(cast), cast)
        page.fill(size, unnamed, copied)
        text = "".join(page.parts)
        digest = hashlib.sha256(text.encode()).hexdigest()
        article = identifier(digest, url)
        added = f"{day.isoformat()}T{clock}:{r.randrange(60):02}Z"
        names = r.sample(self.reporters[at], 2 if r.random() < 0.15 else 1)
        authors = "; ".join(names) if r.random() < 0.9 else None
        self.rows.article.append(
            (article, digest, title, authors, publisher, published, url, "en", text, url, added)
        )
        self.run += 1
        self.rows.run.append((self.run, article, MODEL, "0.1.0", added, size))
        self._bare_names(article, cast)
        for member in cast:
            for number in page.counted.get(id(member), ()):
                page.mentions[number][4] = member.name
        for row in page.mentions:
            if row[4] is not None:
                self.counts[row[4]] = self.counts.get(row[4], 0) + 1
        self.rows.mention += map(tuple, page.mentions)
        for number, kind, content, spans, cue, source, member, medium, negated, start in page.found:
            key = identifier(article, ",".join(f"{s}-{e}" for s, e in spans))
            confidence = round(0.3 + 0.7 * r.random() ** 0.45, 4)
            speaker = member.speaker if member else None
            self.rows.attribution.append(
                (
                    number,
                    key,
                    article,
                    self.run,
                    kind,
                    content,
                    cue,
                    source,
                    speaker,
                    confidence,
                    start,
                    published,
                    medium,
                    negated,
                    publisher,
                    wording(content),
                )
            )
        if page.own:
            self.wire.append((publisher or "", page.own))

    def _cast(self, i: int) -> list[Member]:
        out: list[Member] = []
        for _ in range(self.casts[i]):
            party = self.appearances.pop()
            if any(m.party is party for m in out):
                continue
            out.append(self._member(party, out))
        return out

    def _member(self, party: Party, others: Sequence[Member]) -> Member:
        """The party under one of its names. Whoever is already known by the full name may be printed by the
        surname alone."""
        r, n = self.r, party.number
        if n not in self.counts:
            self.counts[n] = 0  # the first time by the name that is the speaker's own
            return Member(party, n, n, party.text)
        alone = party.surname and not any(m.party.surname == party.surname for m in others)
        if alone and not party.like:
            chance = r.random()
            called = party.title or party.office
            if not called and chance < 5 * self.open_chance:
                return Member(party, 0, 0, party.surname, bare=True)
            if called and chance < 0.06:
                return Member(party, 0, n, party.surname, bare=True)
        if n in self.longer and r.random() < 0.3:
            return Member(party, self.longer[n], n, party.longer)
        return Member(party, n, n, party.text)

    def _copied(
        self, publisher: str | None, most: int, cast: list[Member]
    ) -> list[tuple[Party, Said]]:
        """What the article prints of another: up to ``most`` statements, whose speakers join the ``cast``."""
        if most < 1 or not self.wire or self.r.random() > 0.19:
            return []
        other, said = self.r.choice(self.wire)
        if other == publisher:
            return []
        out = said[: min(most, 6)]
        for party in {p.number: p for p, _ in out}.values():
            if not any(m.party is party for m in cast):
                cast.append(Member(party, party.number, party.number, party.text))
        return out

    def _bare_names(self, article: str, cast: Sequence[Member]) -> None:
        """The rows of surnames that stand for somebody in this article only, and what rules say of them."""
        for member in cast:
            if not member.bare or not member.spoke:
                continue
            party = member.party
            tied = member.speaker or None
            member.name = self._new_name(party.surname, "person", article, tied)
            member.speaker = tied or member.name
            if tied:
                called = party.title or party.office
                why = f"{party.surname} is {party.text}: both are called {called}"
                self.judgements.append((party.number, member.name, "same", 0.875, why))
            else:
                why = f"{party.surname} may be {party.text}, no more is known"
                self.judgements.append((party.number, member.name, "unsure", 0.5, why))

    def said(self, party: Party | None, topic: Sequence[str]) -> Said:
        """New words for a statement."""
        r = self.r
        own = party.words if party else ()
        chance, length = r.random(), 4 + int(r.random() ** 1.7 * 34)
        words = self.words.some(length, topic, own)
        medium = r.choices(("speech", "writing", "thought"), (80, 10, 10))[0]
        if chance < 0.55:
            medium = "speech" if medium == "thought" and r.random() < 0.9 else medium
            cut = length // 2 if length > 10 and r.random() < 0.4 else length
            pieces = [" ".join(words[:cut]), " ".join(words[cut:])][: 1 + (cut < length)]
            return Said("direct", medium, False, tuple(pieces))
        if chance < 0.7:
            a, b = max(1, length // 4), max(2, length - length // 4)
            parts = (" ".join(words[:a]), " ".join(words[a:b]), " ".join(words[b:]))
            return Said("mixed", medium, False, parts)
        if r.random() < 0.15:
            medium = "thought" if r.random() < 0.2 else medium
        elif r.random() < 0.2:
            medium = "thought"
        return Said("indirect", medium, r.random() < 0.135, (" ".join(words),))


class Page:
    """The text of one article while it is written, with the places of what is said in it."""

    def __init__(self, news: News, cast: list[Member], topic: Sequence[str]) -> None:
        self.news, self.cast, self.topic = news, cast, topic
        self.parts: list[str] = []
        self.at = 0
        self.found: list[tuple[Any, ...]] = []
        self.mentions: list[list[Any]] = []
        self.counted: dict[int, list[int]] = {}
        self.own: list[tuple[Party, Said]] = []
        self.last: Member | None = None

    def add(self, text: str) -> tuple[int, int]:
        """Writes on; returns where that stands."""
        start = self.at
        self.parts.append(text)
        self.at += len(text)
        return start, self.at

    def narrate(self, sentences: int) -> None:
        r, words = self.news.r, self.news.words
        self.add(
            " ".join(sentence(words.some(r.randint(8, 22), self.topic)) for _ in range(sentences))
        )

    def fill(self, size: int, unnamed: int, copied: list[tuple[Party, Said]]) -> None:
        """Writes the whole article: ``size`` statements, ``unnamed`` of them by nobody who is named,
        ``copied`` from another, and all of the cast speak."""
        r = self.news.r
        members = {m.party.number: m for m in self.cast}
        named = size - unnamed
        turns: list[tuple[Member | None, Said | None]] = [(m, None) for m in self.cast]
        again = {party.number for party, _ in copied}
        turns = [t for t in turns if not t[0] or t[0].party.number not in again]
        turns += [(members[party.number], said) for party, said in copied]
        rest = named - len(turns)
        if rest > 0 and self.cast:
            # Who is introduced first says most.
            weights = [1 / (i + 1) for i in range(len(self.cast))]
            turns += [(m, None) for m in r.choices(self.cast, weights, k=rest)]
        turns += [(None, None)] * (size - len(turns))
        r.shuffle(turns)
        if r.random() < 0.8 or not turns:
            self.narrate(r.randint(1, 3))
            self.add("\n\n")
        for i, (member, said) in enumerate(turns):
            if i and r.random() < 0.45:
                self.narrate(r.randint(1, 3))
                self.add("\n\n")
            self.state(member, said)
            if r.random() < 0.3:
                self.add(" ")
                self.narrate(1)
                self.last = None
            self.add("\n\n")
        self.narrate(r.randint(4, 7))
        self.add("\n\n")
        self.narrate(r.randint(3, 6))

    def state(self, member: Member | None, copied: Said | None) -> None:
        """Writes one statement, new or ``copied``, and notes its rows."""
        r, news = self.news.r, self.news
        said = copied or news.said(member.party if member else None, self.topic)
        news.number += 1
        number = news.number
        if member and not copied and not member.bare:
            self.own.append((member.party, said))
        cue_words = r.choice(CUES[said.medium, said.negated])
        spans: list[tuple[int, int]] = []
        cue: tuple[int, int] | None = None
        who: list[list[Any]] = []
        source: tuple[int, int] | None = None
        if said.kind == "direct":
            form = r.random()
            silent = (
                member is not None
                and member is self.last
                and member.spoke
                and said.medium == "speech"
                and form < 0.25
            )
            if silent and member:
                spans.append(self.add(f"“{sentence_of(said.words[0])}.”"))
                reason = f"goes on after {member.full}, in the same paragraph"
                who = [[None, None, member, reason]]
            elif form < 0.25 and len(said.words) == 1:
                source, who = self.name(member, True)
                self.add(" ")
                cue = self.add(cue_words)
                self.add(": ")
                spans.append(self.add(f"“{sentence_of(said.words[0])}.”"))
            else:
                spans.append(self.add(f"“{sentence_of(said.words[0])},”"))
                self.add(" ")
                if form > 0.7 and " " not in cue_words and member and not member.spoke:
                    cue = self.add(cue_words)
                    self.add(" ")
                    source, who = self.name(member, False)
                else:
                    source, who = self.name(member, False)
                    self.add(" ")
                    cue = self.add(cue_words)
                self.add(".")
                for piece in said.words[1:]:
                    self.add(" ")
                    spans.append(self.add(f"“{sentence_of(piece)}.”"))
            if silent and len(said.words) > 1:
                self.add(" ")
                spans.append(self.add(f"“{sentence_of(said.words[1])}.”"))
        elif said.kind == "indirect" and r.random() < 0.3:
            spans.append(self.add(sentence_of(said.words[0])))
            self.add(", ")
            source, who = self.name(member, False)
            self.add(" ")
            cue = self.add(cue_words)
            self.add(".")
        else:
            source, who = self.name(member, True)
            self.add(" ")
            cue = self.add(cue_words)
            self.add(" ")
            if said.kind == "mixed":
                before, inside, after = said.words
                words = f"that {before} “{inside}”{' ' if after else ''}{after}"
            else:
                words = f"that {said.words[0]}"
            spans.append(self.add(words))
            self.add(".")
        self._note(number, said, spans, cue, source, who)
        self.last = member

    def _note(
        self,
        number: int,
        said: Said,
        spans: list[tuple[int, int]],
        cue: tuple[int, int] | None,
        source: tuple[int, int] | None,
        who: list[list[Any]],
    ) -> None:
        text = "".join(self.parts[-24:])
        offset = self.at - len(text)

        def cut(place: tuple[int, int]) -> str:
            return text[place[0] - offset : place[1] - offset]

        rows = self.news.rows.span
        content = cut(spans[0])
        rows.append((number, "content", 0, *spans[0]))
        if len(spans) > 1:
            between = text[spans[0][1] - offset : spans[1][0] - offset]
            content += (" … " if between.strip() else " ") + cut(spans[1])
            rows.append((number, "content", 1, *spans[1]))
        if cue:
            rows.append((number, "cue", 0, *cue))
        if source:
            rows.append((number, "source", 0, *source))
        for position, (start, end, member, reason) in enumerate(who):
            row: list[Any] = [number, position, start, end, None, reason, None, None, None]
            if isinstance(member, Member):
                self.counted.setdefault(id(member), []).append(len(self.mentions))
                member.spoke = True
                row[6:] = member.described or (None, None, None)
            elif member:
                row[6:] = member
            self.mentions.append(row)
        first = who[0][2] if who and isinstance(who[0][2], Member) else None
        self.found.append(
            (
                number,
                said.kind,
                content,
                spans,
                cut(cue) if cue else "",
                cut(source) if source else "",
                first,
                said.medium,
                said.negated,
                spans[0][0],
            )
        )

    def name(self, member: Member | None, begins: bool) -> tuple[tuple[int, int], list[list[Any]]]:
        """Writes the source; returns its place, and start, end, member and reason of all whom it names."""
        r = self.news.r
        start = self.at
        if member is None:
            words = r.choice(UNNAMED)
            described = DESCRIBED.get(words)
            shown = words[0].upper() + words[1:] if begins else words
            place = self.add(shown)
            called = None
            if described and not (begins and words == described):
                at = start + words.index(described)
                called = (described, at, at + len(described))
            return place, [[*place, called, ""]]
        if len(self.cast) > 1 and not member.bare and r.random() < 0.085:
            other = r.choice(self.cast)
            if other is not member and not other.bare:
                first = self.add(member.full)
                self.add(" and ")
                second = self.add(other.full)
                rows = [[*first, member, "named in full"], [*second, other, "named in full"]]
                return (start, self.at), rows
        return self._one(member, begins)

    def _one(self, member: Member, begins: bool) -> tuple[tuple[int, int], list[list[Any]]]:
        r, party, start = self.news.r, member.party, self.at
        if member.spoke and party.kind == "person":
            if self.last is member and party.pronoun and r.random() < 0.5:
                shown = party.pronoun.title() if begins else party.pronoun
                place = self.add(shown)
                reason = f"“{shown}” after {member.full}, who spoke last before"
                return place, [[*place, member, reason]]
            place = self.add(party.surname)
            full = "named" if member.bare else f"{party.surname} is {member.full} in this article"
            return place, [[*place, member, full]]
        reason = "named" if member.bare or party.kind != "person" else "named in full"
        if party.title and not member.spoke:
            place = self.add(party.title)
            member.described = (party.title, *place)
            self.add(" ")
            self.add(member.full)
        elif party.office and not member.spoke:
            self.add(member.full)
            self.add(", ")
            place = self.add(party.office)
            member.described = (party.office, *place)
            end = self.at
            self.add(",")
            return (start, end), [[start, end, member, reason]]
        else:
            self.add(member.full)
        return (start, self.at), [[start, self.at, member, reason]]


def sentence_of(words: str) -> str:
    return words[0].upper() + words[1:]


def sentence(words: Sequence[str]) -> str:
    """Words as a sentence."""
    return sentence_of(" ".join(words)) + "."


def sorted_pair(a: int, one: str, b: int, other: str) -> tuple[int, str, int, str]:
    return (a, one, b, other) if a < b else (b, other, a, one)


# -- the database ---------------------------------------------------------------------------------------

BATCH = 2_000
"""Articles that are written at once."""

BULK = ("article", "run", "attribution", "span", "mention", "name", "judgement")

TALLY = """
INSERT INTO tally (what, month, publisher, number)
    SELECT 'article', coalesce(substr(published, 1, 7), ''), coalesce(publisher, ''), count(*)
    FROM article GROUP BY 2, 3;
INSERT INTO tally (what, month, publisher, number)
    SELECT medium, coalesce(substr(published, 1, 7), ''), coalesce(publisher, ''), count(*)
    FROM attribution GROUP BY 1, 2, 3
"""


class Steps:
    """Says how far the work is, and how long each part took."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.begun = self.last = time.perf_counter()

    def line(self, text: str) -> None:
        if not self.quiet and sys.stderr.isatty():
            print(f"\r{text:<78}", end="", file=sys.stderr, flush=True)

    def done(self, what: str) -> None:
        now = time.perf_counter()
        if not self.quiet:
            end = "\r" if sys.stderr.isatty() else ""
            print(
                f"{end}{what}: {now - self.last:.1f} s{'':<50}".rstrip(),
                file=sys.stderr,
                flush=True,
            )
        self.last = now


def make(
    path: Path,
    statements: int = 1_000_000,
    articles: int = 200_000,
    speakers: int = 50_000,
    seed: int = 1,
    quiet: bool = True,
) -> None:
    """Makes a database of ``statements`` by about ``speakers`` in ``articles`` at ``path``. Raises
    FileExistsError if there is something. What rules leave open is one question for each 25 speakers."""
    if path.exists():
        raise FileExistsError(f"{path} is there already; remove it, or name another")
    steps = Steps(quiet)
    r = random.Random(seed)
    words = Words(r)
    asked = speakers // 50
    news = News(r, words, parties(r, words, speakers - asked, asked), statements, articles)
    database = open_database(path, create=True, write=True)
    database.close()
    steps.done("names and words")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -300000")
        later = list(set_aside(connection))
        for i in range(articles):
            news.write(i)
            if (i + 1) % BATCH == 0:
                news.rows.write(connection)
                rate = news.number / (time.perf_counter() - steps.last)
                steps.line(f"{i + 1:,} articles, {news.number:,} statements, {rate:,.0f} a second")
        news.rows.write(connection)
        steps.done("articles and statements")
        write_names(connection, news)
        for sql in later:
            connection.execute(sql)
        steps.done("indexes")
        connection.execute("INSERT INTO attribution_fts (attribution_fts) VALUES ('rebuild')")
        steps.done("words of the statements")
        connection.executescript(TALLY)
        steps.done("tally")
        connection.execute("PRAGMA journal_mode = WAL")
    with database.writing() as names:
        enter(names, [n for n, *_ in news.names])
    database.close()
    steps.done("keys and words of the names")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    steps.done("analyze")


def set_aside(connection: sqlite3.Connection) -> Iterator[str]:
    """Drops the triggers and indexes that slow bulk writing; gives what makes them again."""
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger') "
        f"AND tbl_name IN ({', '.join('?' * len(BULK))}) ORDER BY type, name",
        BULK,
    ).fetchall()
    for what, name, sql in found:
        connection.execute(f'DROP {what} "{name}"')
        yield sql


def write_names(connection: sqlite3.Connection, news: News) -> None:
    """The names, their speakers, and what rules say of them."""
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO name (id, text, kind, scope, speaker_id, attributions) VALUES (?, ?, ?, ?, ?, ?)",
        [(*name, news.counts.get(name[0], 0)) for name in news.names],
    )
    of: dict[int, list[tuple[int, str, str]]] = {}
    for number, text, kind, _, speaker in news.names:
        of.setdefault(speaker, []).append((number, text, kind))
    rows = []
    for speaker, some in sorted(of.items()):
        counts = {n: news.counts.get(n, 0) for n, *_ in some}
        used = [n for n in some if counts[n[0]]] or some
        shown = used[0]
        if len(used) > 1:
            shown = max(used, key=lambda n: (*fullness(n[1]), counts[n[0]], -n[0]))
        rows.append((speaker, shown[1], shown[2], sum(counts.values())))
    connection.executemany(
        "INSERT INTO speaker (id, name, kind, attributions) VALUES (?, ?, ?, ?)", rows
    )
    at = f"{(FIRST_DAY + timedelta(days=DAYS)).isoformat()}T00:00:00Z"
    connection.executemany(
        'INSERT INTO judgement (left_id, right_id, verdict, score, reason, "by", at) '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(*judged, RULE, at) for judged in news.judgements],
    )
    connection.execute("COMMIT")
