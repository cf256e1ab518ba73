"""The database that benchmarks are run on is one that the program itself might have made; and a benchmark
says so when a limit is broken."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from cli.command import everything, rows

from benchmarks import site
from quotes import home
from quotes.attribution import cut, kind_of
from quotes.document import Span
from quotes.extract.medium import medium_of, negated
from quotes.speakers.review import open_questions
from quotes.store.database import open_database, schema
from quotes.store.write import identifier
from quotes.wording import wording

STATEMENTS, ARTICLES, SPEAKERS = 3_000, 600, 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.db"
    site.make(path, STATEMENTS, ARTICLES, SPEAKERS)
    return path


def spans(path: Path) -> dict[int, dict[str, list[Span]]]:
    out: dict[int, dict[str, list[Span]]] = {}
    for number, role, start, end in rows(
        path,
        'SELECT attribution, role, start, "end" FROM span ORDER BY attribution, role, position',
    ):
        roles = out.setdefault(number, {"content": [], "cue": [], "source": []})
        roles[role].append(Span(start, end))
    return out


def test_it_has_what_was_asked_for(made):
    assert rows(made, "SELECT count(*) FROM attribution") == [(STATEMENTS,)]
    assert rows(made, "SELECT count(*) FROM article") == [(ARTICLES,)]
    [(speakers,)] = rows(made, "SELECT count(*) FROM speaker")
    assert abs(speakers - SPEAKERS) < SPEAKERS / 20


def test_every_statement_is_cut_from_its_article(made):
    places = spans(made)
    found = rows(
        made,
        "SELECT a.number, a.kind, a.medium, a.negated, a.text, a.cue, a.source, a.start, a.wording, r.text "
        "FROM attribution a JOIN article r ON r.id = a.article_id",
    )
    for number, kind, medium, denied, text, cue, source, start, key, article in found:
        roles = places[number]
        assert cut(article, tuple(roles["content"])) == text
        assert cut(article, tuple(roles["cue"])) == cue
        assert cut(article, tuple(roles["source"])) == source
        assert roles["content"][0].start == start
        assert kind_of(article, tuple(roles["content"])) == kind, text
        where = roles["cue"], roles["source"], roles["content"]
        assert medium_of(article, *where) == medium, (cue, source)
        assert negated(article, *where) == bool(denied), (cue, source)
        assert wording(text) == key
        every = sorted(s for some in roles.values() for s in some)
        assert all(a.end <= b.start for a, b in pairwise(every))
    assert len(found) == len(places) == STATEMENTS


def test_identifiers_are_those_of_the_program(made):
    for key, digest, url in rows(made, "SELECT id, hash, url FROM article"):
        assert identifier(digest, url) == key
    places = spans(made)
    for number, key, article in rows(made, "SELECT number, id, article_id FROM attribution"):
        content = ",".join(f"{s.start}-{s.end}" for s in places[number]["content"])
        assert identifier(article, content) == key


def test_mentions_and_descriptions_stand_where_they_say(made):
    found = rows(
        made,
        'SELECT substr(r.text, m.start + 1, m."end" - m.start), n.text, m.description, '
        "substr(r.text, m.description_start + 1, m.description_end - m.description_start) "
        "FROM mention m JOIN attribution a ON a.number = m.attribution "
        "JOIN article r ON r.id = a.article_id LEFT JOIN name n ON n.id = m.name_id",
    )
    for printed, name, described, there in found:
        assert described == there
        if printed and name:
            assert printed.lower() in ("he", "she") or name.split()[-1] in printed
    assert sum(described is not None for *_, described, _ in found) > STATEMENTS / 10


def test_sqlite_finds_nothing_wrong(made):
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute(
            "INSERT INTO attribution_fts (attribution_fts, rank) VALUES ('integrity-check', 1)"
        )
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0]


def test_its_shape_is_that_of_every_database(made, tmp_path):
    copy = shutil.copy(made, tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TABLE sqlite_stat1")
        connection.commit()
    opened = open_database(copy)
    with opened.reading() as connection:
        assert schema(connection) == (home.db() / "schema.sql").read_text("utf-8")
        asked = open_questions(connection)
    opened.close()
    assert 0 < asked < SPEAKERS / 10


def test_counts_are_those_of_the_rows(made):
    wrong = {
        "names": "SELECT count(*) FROM name n WHERE attributions != "
        "(SELECT count(DISTINCT attribution) FROM mention WHERE name_id = n.id)",
        "speakers": "SELECT count(*) FROM speaker s WHERE attributions != (SELECT count(DISTINCT m.attribution) "
        "FROM name n JOIN mention m ON m.name_id = n.id WHERE n.speaker_id = s.id)",
        "silent": "SELECT count(*) FROM speaker WHERE attributions = 0",
        "numbers": "SELECT count(*) FROM speaker s WHERE id != (SELECT min(id) FROM name WHERE speaker_id = s.id)",
        "first": "SELECT count(*) FROM attribution a WHERE speaker_id IS NOT (SELECT n.speaker_id FROM mention m "
        "JOIN name n ON n.id = m.name_id WHERE m.attribution = a.number ORDER BY m.position LIMIT 1)",
        "copied": "SELECT count(*) FROM attribution a JOIN article r ON r.id = a.article_id "
        "WHERE a.publisher IS NOT r.publisher OR a.published IS NOT r.published",
        "runs": "SELECT count(*) FROM run WHERE attributions != "
        "(SELECT count(*) FROM attribution WHERE run_id = run.id)",
        "words": "SELECT count(*) FROM name WHERE id NOT IN (SELECT rowid FROM name_fts)",
        "keys": "SELECT count(*) FROM name WHERE id NOT IN (SELECT name_id FROM block)",
        "tally": "SELECT (SELECT sum(number) FROM tally WHERE what = 'article') != "
        "(SELECT count(*) FROM article) OR (SELECT sum(number) FROM tally WHERE what != 'article') != "
        "(SELECT count(*) FROM attribution)",
        "verdicts": "SELECT count(*) FROM judgement j JOIN name l ON l.id = j.left_id JOIN name r ON r.id = j.right_id "
        "WHERE j.left_id >= j.right_id OR (j.verdict = 'same') != (l.speaker_id = r.speaker_id)",
    }
    assert {k: rows(made, q)[0][0] for k, q in wrong.items()} == dict.fromkeys(wrong, 0)


def shares(path: Path, column: str) -> dict[str, float]:
    return {
        k: n / STATEMENTS
        for k, n in rows(path, f"SELECT {column}, count(*) FROM attribution GROUP BY 1")
    }


def test_it_is_spread_as_news_is(made):
    kinds = shares(made, "kind")
    assert kinds == pytest.approx({"direct": 0.55, "mixed": 0.15, "indirect": 0.3}, abs=0.03)
    media = shares(made, "medium")
    assert media == pytest.approx({"speech": 0.8, "writing": 0.1, "thought": 0.1}, abs=0.03)
    assert shares(made, "negated")[1] == pytest.approx(0.04, abs=0.015)
    assert shares(made, "speaker_id IS NULL")[1] == pytest.approx(0.08, abs=0.02)
    [(joint,)] = rows(made, "SELECT count(*) FROM mention WHERE position = 1")
    assert joint / STATEMENTS == pytest.approx(0.03, abs=0.012)
    [(copied,)] = rows(
        made,
        "SELECT count(*) FROM attribution a WHERE EXISTS (SELECT 1 FROM attribution b "
        "WHERE b.wording = a.wording AND b.article_id != a.article_id AND b.number < a.number)",
    )
    assert copied / STATEMENTS == pytest.approx(0.05, abs=0.02)
    years = [
        n
        for _, n in rows(
            made,
            "SELECT substr(published, 1, 4), count(*) FROM article "
            "WHERE published IS NOT NULL GROUP BY 1 ORDER BY 1",
        )
    ]
    assert len(years) == 6
    assert years[-1] > 2 * years[0]


def test_the_same_seed_makes_the_same(tmp_path):
    numbers = {"a": 1, "b": 1, "c": 2}
    for name, seed in numbers.items():
        site.make(tmp_path / name, 300, 60, 40, seed)
    a, b, c = (everything(tmp_path / name) for name in numbers)
    assert a == b
    assert a != c


def test_it_does_not_write_over_anything(tmp_path):
    path = tmp_path / "mine.db"
    path.write_text("precious")
    with pytest.raises(FileExistsError, match=r"mine\.db"):
        site.make(path, 300, 60, 40)
    assert path.read_text() == "precious"


def test_load_asks_a_real_server_for_every_kind_of_page(made, capsys):
    broken = site.load(made, each=2)
    printed = capsys.readouterr().out
    table = printed[: printed.index("8 clients")]
    for kind in ("home", "search: one word", "speaker, any", "statement", "article", site.THEIRS):
        assert f"| {kind} | 2 | 0 |" in table
    assert "| all | 40 |" in printed
    assert not [line for line in broken if "errors" in line]


def answers(took: float, status: int = 200) -> list[site.Answer]:
    return [site.Answer(status, took)] * 20


@pytest.fixture
def fine() -> dict:
    return {
        "numbers": {"home": (20.0, 90.0), site.THEIRS: (30.0, 300.0)},
        "two": {"home": answers(20.0), site.THEIRS: answers(30.0)},
        "many": {"home": answers(80.0)},
        "ratios": {"rare": 1.9, "all": 1.2},
    }


@pytest.mark.parametrize(
    ("what", "value", "said"),
    [
        ("numbers", {"home": (101.0, 120.0), site.THEIRS: (130.0, 300.0)}, "home: median 101 ms"),
        ("numbers", {"home": (20.0, 251.0), site.THEIRS: (30.0, 300.0)}, "home: 95 % 251 ms"),
        ("numbers", {"home": (40.0, 50.0), site.THEIRS: (30.0, 300.0)}, "Datasette's table, 30"),
        ("two", {"home": answers(20.0, 500)}, "home: 20 errors"),
        ("many", {"home": answers(20.0, 0)}, "home: 20 errors with 8 clients"),
        ("ratios", {"rare": 2.1, "all": 1.2}, "search, rare words: 2.10 times"),
    ],
)
def test_a_broken_limit_is_said(fine, what, value, said):
    assert site.broken(**fine) == []
    found = site.broken(**{**fine, what: value})
    assert len(found) == 1
    assert said in found[0]


def test_percentiles():
    some = [float(n) for n in range(100, 0, -1)]
    assert site.percentile(some, 0.5) == 50
    assert site.percentile(some, 0.95) == 95
    assert site.percentile([7.0], 0.95) == 7
