"""A newsroom's own list of names, in and out: a CSV of name, aliases, kind and Wikidata identifier."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from sqlalchemy import Connection, select
from sqlalchemy import text as sql

from quotes.attribution import SpeakerKind
from quotes.errors import InputError, UsageError
from quotes.names.clean import clean, fold
from quotes.names.compare import Verdict
from quotes.search import parties
from quotes.speakers.change import LONGEST, against, qid
from quotes.store import ledger
from quotes.store.identity import settle_judged
from quotes.store.rows import inserted
from quotes.store.rules import RULE
from quotes.store.write import names

COLUMNS = ("name", "aliases", "kind", "wikidata")
"""The columns that are read; only ``name`` must be there, others are passed over."""

HEADINGS = {
    "name": "name label full_name fullname speaker preferred_name display_name".split(),
    "aliases": "aliases alias also_known_as aka variants other_names".split(),
    "kind": "kind type class".split(),
    "wikidata": "wikidata wikidata_id qid wikidataid wikidata_qid item".split(),
}
"""What newsrooms call the columns."""

KINDS = {
    "person": SpeakerKind.PERSON,
    "human": SpeakerKind.PERSON,
    "people": SpeakerKind.PERSON,
    "organization": SpeakerKind.ORGANIZATION,
    "organisation": SpeakerKind.ORGANIZATION,
    "org": SpeakerKind.ORGANIZATION,
    "company": SpeakerKind.ORGANIZATION,
    "party": SpeakerKind.ORGANIZATION,
    "place": SpeakerKind.PLACE,
    "location": SpeakerKind.PLACE,
    "country": SpeakerKind.PLACE,
    "other": SpeakerKind.OTHER,
    "group": SpeakerKind.OTHER,
}

SEPARATORS = "|;"
"""What stands between two aliases."""


@dataclass(slots=True)
class Report:
    """What an import came to: rows read, speakers changed, names new to the database, rows that said
    nothing new, and ``refused``: line and why, of rows that contradict a person's judgement or cannot be
    read. ``action`` is the number to undo, None if nothing changed."""

    rows: int = 0
    changed: int = 0
    added: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    action: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list."""

    line: int
    name: str
    aliases: tuple[str, ...]
    kind: SpeakerKind | None
    wikidata: str | None


def export_csv(connection: Connection, out: TextIO) -> int:
    """Writes the speakers to ``out``, the most quoted first, but for surnames that mean somebody in one article
    only: name, aliases with ``|`` between, kind,
    Wikidata identifier, number of statements and number of the speaker. Returns how many. ``import_csv``
    reads it back, and then nothing changes."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, "statements", "id"])
    other = _other_names(connection)
    every = [p for p in parties(connection, limit=-1) if p.id in other]
    for p in every:
        aliases = sorted(other.get(p.id, set()) - {p.name})
        writer.writerow([p.name, "|".join(aliases), p.kind, p.wikidata or "", p.attributions, p.id])
    return len(every)


def _other_names(connection: Connection, speaker: int | None = None) -> dict[int, set[str]]:
    """What else speakers (or one) are called: their names that mean them everywhere, and aliases."""
    found: dict[int, set[str]] = {}
    one = "" if speaker is None else f" AND n.speaker_id = {int(speaker)}"
    for speaker, name in connection.execute(
        sql(
            f"SELECT n.speaker_id, n.text FROM name n WHERE n.scope = ''{one} UNION "
            "SELECT n.speaker_id, l.value FROM label l JOIN name n ON n.id = l.name_id "
            f"WHERE l.field = 'alias' AND l.withdrawn IS NULL{one}"
        )
    ):
        found.setdefault(speaker, set()).add(name)
    return found


def import_csv(
    connection: Connection,
    source: str,
    *,
    by: str,
    where: str,
    watch: Callable[[Sequence[Entry]], Iterable[Entry]] = iter,
) -> Report:
    """Takes a list in: ``source`` is the CSV's text, ``where`` its name for messages.

    Of each row, name and aliases become names of one speaker (those that no article had are kept, so that
    later articles find them; a bare surname, which may be anybody's, is kept as an alias to search by),
    and the speaker gets its kind and Wikidata identifier, and the name to be shown by. A row that
    contradicts a person's judgement (names judged different, another identifier, an identifier that
    somebody else has, a name that another row gives to somebody else) is reported and not applied, as is
    one that cannot be read. ``watch`` may wrap the rows in a progress bar. Doing it twice changes
    nothing. One action, which can be undone. Raises InputError if it is no such list.
    """
    report = Report()
    action: int | None = None
    claimed: dict[int, Entry] = {}
    for entry in watch(list(_entries(source, where, report))):
        report.rows += 1
        wrong = _contradiction(connection, entry) or _claimed(connection, entry, claimed)
        if wrong:
            report.refused.append((entry.line, f"{entry.name}: {wrong}"))
            continue
        if action is None:
            action = ledger.begin(connection, "import", f"imported {where}", by=by)
        before = report.added
        first, changed = _apply(connection, entry, report, by, action, where)
        if first is not None:
            claimed[first] = entry
        if changed:
            report.changed += 1
        elif report.added == before and not any(n == entry.line for n, _ in report.refused):
            report.unchanged += 1
    if action is not None:
        used = connection.execute(
            sql(
                "SELECT (SELECT count(*) FROM judgement WHERE action_id = :a) "
                "+ (SELECT count(*) FROM label WHERE action_id = :a)"
            ),
            {"a": action},
        ).scalar()
        if used:
            report.action = action
        else:
            ledger.forget(connection, action)
    return report


def _entries(source: str, where: str, report: Report) -> Iterator[Entry]:
    source = source.removeprefix("\ufeff")
    if "\0" in source:
        raise InputError("holds zero bytes; it is no CSV", where=where)
    head = next(iter(source.splitlines()), "")
    mark = max(",;\t", key=lambda m: (head.count(m), m == ","))
    reader = csv.reader(io.StringIO(source, newline=""), delimiter=mark)
    try:
        heading = next(reader, None)
        columns = _columns(heading or [])
        if "name" not in columns:
            raise InputError(
                "has no column called name; the first row must say name, aliases, kind, wikidata",
                where=where,
            )
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            try:
                yield _entry(row, columns, reader.line_num)
            except UsageError as e:
                report.rows += 1
                report.refused.append((reader.line_num, e.message))
    except csv.Error as e:
        raise InputError(f"line {reader.line_num} cannot be read as CSV ({e})", where=where) from e


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by the heading."""
    known = {name: what for what, some in HEADINGS.items() for name in some}
    out: dict[str, int] = {}
    for i, cell in enumerate(heading):
        what = known.get("_".join(cell.strip().casefold().replace("-", " ").split()))
        if what and what not in out:
            out[what] = i
    return out


def _entry(row: Sequence[str], columns: Mapping[str, int], line: int) -> Entry:
    """Raises UsageError for a row that says nothing that can be used."""

    def cell(what: str) -> str:
        i = columns.get(what)
        return " ".join(row[i].split()) if i is not None and i < len(row) else ""

    given = [cell("name"), *_parted(cell("aliases"))]
    for name in given:
        if len(name) > LONGEST or not name.isprintable():
            raise UsageError(f"{name[:40]!r} is no name: 1 to {LONGEST} printable characters")
    if not clean(given[0]).words:
        raise UsageError(f"{given[0]!r} is no name")
    kind = cell("kind").casefold()
    if kind and kind not in KINDS:
        raise UsageError(
            f"{given[0]}: no kind is called {kind!r}; there are {', '.join(SpeakerKind)}"
        )
    wikidata = cell("wikidata")
    aliases = tuple(dict.fromkeys(a for a in given[1:] if a != given[0] and clean(a).words))
    return Entry(
        line, given[0], aliases, KINDS[kind] if kind else None, qid(wikidata) if wikidata else None
    )


def _parted(cell: str) -> list[str]:
    mark = next((s for s in SEPARATORS if s in cell), None)
    return [a for a in (p.strip() for p in (cell.split(mark) if mark else [cell])) if a]


def _known(connection: Connection, entry: Entry) -> dict[str, list[int]]:
    """The numbers of the names in the database that are written as the row's, each text's own."""
    wanted = {t: tuple(fold(w) for w in t.split()) for t in (entry.name, *entry.aliases)}
    person = entry.kind == SpeakerKind.PERSON if entry.kind else None
    out: dict[str, list[int]] = {}
    for t, words in wanted.items():
        key = "?=" + " ".join(fold(w) for w in clean(t).words)
        rows = connection.execute(
            sql(
                "SELECT n.id, n.text, n.kind FROM block k JOIN name n ON n.id = k.name_id "
                "WHERE k.key = :key AND n.scope = '' AND n.speaker_id IS NOT NULL UNION "
                "SELECT n.id, l.value, n.kind FROM label l JOIN name n ON n.id = l.name_id "
                "WHERE l.field = 'name' AND l.value = :t AND l.withdrawn IS NULL ORDER BY 1"
            ),
            {"key": key, "t": t},
        ).all()
        rows = [r for r in rows if tuple(fold(w) for w in r.text.split()) == words]
        # A list may correct a kind; but where both kinds have the name, it means its own.
        own = [r for r in rows if person is None or (r.kind == SpeakerKind.PERSON) == person]
        out[t] = list(dict.fromkeys(r.id for r in own or rows))
    return out


def _contradiction(connection: Connection, entry: Entry) -> str:
    """What a person's judgement says against a row; empty if nothing does."""
    numbers = sorted({n for some in _known(connection, entry).values() for n in some})
    rows = connection.execute(
        select(names.c.id, names.c.speaker_id).where(names.c.id.in_(numbers))
    ).all()
    some = sorted({r.speaker_id for r in rows})
    for i, a in enumerate(some):
        for b in some[i + 1 :]:
            for j in against(connection, a, b):
                return f"{j.by} judged {j.left} and {j.right} different ({j.at[:10]})"
    for r in connection.execute(
        sql(
            'SELECT j."by", j.at, l.text AS left, r.text AS right FROM judgement j '
            "JOIN name l ON l.id = j.left_id JOIN name r ON r.id = j.right_id WHERE j.verdict = 'different' "
            f'AND j.withdrawn IS NULL AND j."by" != :rule AND j.left_id IN ({_listed(numbers)}) '
            f"AND j.right_id IN ({_listed(numbers)}) AND l.speaker_id != r.speaker_id"
        ),
        {"rule": RULE},
    ):
        return f"{r.by} judged {r.left} and {r.right} different ({r.at[:10]})"
    if entry.wikidata:
        given = connection.execute(
            sql(
                f"SELECT name, wikidata FROM speaker WHERE id IN ({_listed(some)}) "
                "AND wikidata IS NOT NULL AND wikidata != :q"
            ),
            {"q": entry.wikidata},
        ).first()
        if given:
            return f"{given.name} is {given.wikidata} here, not {entry.wikidata}"
        other = connection.execute(
            sql(
                f"SELECT id, name FROM speaker WHERE wikidata = :q AND id NOT IN ({_listed(some)})"
            ),
            {"q": entry.wikidata},
        ).first()
        if other:
            return (
                f"{entry.wikidata} is {other.name} here ({other.id}); merge the two if they are one"
            )
    return ""


def _claimed(connection: Connection, entry: Entry, claimed: Mapping[int, Entry]) -> str:
    """Which of the row's names another row of the list has given to somebody else; empty if none."""
    known = _known(connection, entry)
    theirs = {_speaker(connection, n): other for n, other in claimed.items()} if claimed else {}
    for name, numbers in known.items():
        for n in numbers:
            other = theirs.get(_speaker(connection, n))
            if other and other.name != entry.name:
                return f"line {other.line} has {name} for {other.name}"
    return ""


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(n)) for n in numbers) or "-1"


def _apply(
    connection: Connection, entry: Entry, report: Report, by: str, action: int, where: str
) -> tuple[int | None, bool]:
    """Applies a row; returns the number of its first name (None if it was refused), and whether it changed
    anything about a speaker."""
    known = _known(connection, entry)
    kind = entry.kind or _kind_of(connection, known)
    if kind is None:
        report.refused.append(
            (entry.line, f"{entry.name}: a single word may be a surname; give its kind")
        )
        return None, False
    added = report.added
    aliases = []
    numbers: list[int] = []
    for name in (entry.name, *entry.aliases):
        found = known[name]
        if not found and kind == SpeakerKind.PERSON and not clean(name).full:
            aliases.append(name)
            continue
        if not found:
            found = [inserted(connection, names, text=name, kind=kind.value, scope="")]
            # What a person says of a name keeps it, though nothing is taken for it yet.
            ledger.tag(connection, found[0], "alias", name, by=by, action=action, settle=False)
            report.added += 1
        numbers += found
    if not numbers:
        # Only bare surnames: nothing tells whose they are.
        report.refused.append((entry.line, f"{entry.name}: a surname alone may be anybody's"))
        return None, False
    if report.added > added:
        settle_judged(connection, numbers)
    changed = False
    reason = f"line {entry.line} of {where}"
    first = numbers[0]
    speaker = _speaker(connection, first)
    apart = [n for n in numbers[1:] if _speaker(connection, n) != speaker]
    if apart:
        ledger.judge_all(
            connection,
            [(first, n) for n in apart],
            Verdict.SAME,
            by=by,
            reason=reason,
            action=action,
        )
        changed = True
    who = _party_facts(connection, _speaker(connection, first))
    wanted = {"name": entry.name, "kind": entry.kind, "wikidata": entry.wikidata}
    for what, value in wanted.items():
        # Of several names, which one is shown would change with what articles print.
        several = what == "name" and (changed or report.added > added)
        if value is not None and (who[what] != str(value) or several):
            ledger.tag(connection, first, what, str(value), by=by, action=action)
            changed = True
    there = _other_names(connection, who["id"]).get(who["id"], set())
    for alias in aliases:
        if alias not in there:
            ledger.tag(connection, first, "alias", alias, by=by, action=action)
            changed = True
    return first, changed


def _kind_of(connection: Connection, known: Mapping[str, Sequence[int]]) -> SpeakerKind | None:
    """What a row without a kind is: what its names are in the database, else what they look like; None
    for a single word that the database does not have."""
    for some in known.values():
        for n in some:
            row = connection.execute(select(names.c.kind).where(names.c.id == n)).scalar()
            return SpeakerKind(str(row))
    text = next(iter(known))
    if clean(text).body:
        return SpeakerKind.ORGANIZATION
    return SpeakerKind.PERSON if clean(text).full else None


def _speaker(connection: Connection, name_id: int) -> int:
    return int(
        connection.execute(select(names.c.speaker_id).where(names.c.id == name_id)).scalar_one()
    )


def _party_facts(connection: Connection, speaker: int) -> dict[str, Any]:
    row = connection.execute(
        sql("SELECT id, name, kind, wikidata FROM speaker WHERE id = :id"), {"id": speaker}
    ).one()
    return dict(row._mapping)
