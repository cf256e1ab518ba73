"""``quotes show``, ``speakers`` and ``cite``."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from cli.command import on_terminal, refused


@pytest.fixture
def one(inside, known):
    """The identifier of the one statement that those words find."""

    def find(*words: str) -> str:
        [found] = json.loads(inside("search", *words, "--db", known).stdout)
        return found["id"]

    return find


def test_show_prints_the_statement_for_programs(inside, known, one):
    key = one("freight")
    found = json.loads(inside("show", key, "--db", known, "--format", "json").stdout)
    [row] = json.loads(inside("search", "freight", "--db", known).stdout)
    assert found == [
        row | {"reason": "named in the sentence", "description": "", "corrections": []}
    ]


def test_show_marks_content_cue_and_source_in_the_paragraph(inside, known, one):
    done = inside("show", one("freight"), "--db", known)
    assert done.returncode == 0
    assert done.stdout.startswith(
        "«“It sounded like a freight train,”» [Fire Chief Colm Darrow] {said}. "
        "«“Then there was no street.”»\n"
    )


def test_show_tells_who_speaks_and_why(inside, known, one):
    printed = inside("show", one("nobody", "signed"), "--db", known).stdout
    assert re.search(r"^speaker +Marguerite Ortel$", printed, re.MULTILINE)
    assert re.search(r"^because +surname of Marguerite Ortel$", printed, re.MULTILINE)


def test_show_says_where_nobody_is_named(inside, known, one):
    key = one("memorandum", "--kind", "indirect")
    printed = inside("show", key, "--db", known).stdout
    assert re.search(r"^speaker +nobody is named$", printed, re.MULTILINE)


def test_show_tells_the_article(inside, known, one):
    printed = inside("show", one("freight"), "--db", known).stdout
    assert "Sea wall gives way in Port Ellery, Northern Wire, 2026-01-19" in printed
    assert "https://example.org/northern-wire/wall" in printed


def test_show_marks_with_colour_on_a_terminal_only(known, one, tmp_path, inside):
    key = one("freight")
    assert "\x1b[" in on_terminal("show", key, "--db", known, cwd=tmp_path)
    assert "\x1b[" not in inside("show", key, "--db", known).stdout


@pytest.mark.parametrize("how", ["table", "json", "jsonl", "csv"])
def test_show_works_on_every_statement_that_the_model_finds(inside, demo, how):
    for row in json.loads(inside("search", "--limit", "12", "--db", demo).stdout):
        done = inside("show", row["id"], "--db", demo, "--format", how)
        assert done.returncode == 0
        assert row["text"].split()[0] in done.stdout


@pytest.mark.parametrize("command", ["show", "cite"])
@pytest.mark.parametrize("how", ["table", "json", "csv"])
def test_an_identifier_that_is_not_there_is_named(inside, known, command, how):
    done = inside(command, "0000", "--db", known, "--format", how)
    refused(done, "quotes: ", "'0000'", "quotes search")
    assert done.stdout == ""


def test_speakers_in_a_pipe_is_json(quotes, known):
    found = json.loads(quotes("speakers", "--db", known).stdout)
    assert [(p["name"], p["attributions"]) for p in found] == [
        ("Marguerite Ortel", 3),
        ("Ryosei Akazawa", 2),
        ("Colm Darrow", 1),
        ("Ministry of Infrastructure", 1),
        ("Søren Halvard", 1),
        ("Tomás de la Cueva", 1),
    ]


def test_a_speaker_is_told_whole(inside, known):
    [found] = json.loads(inside("speakers", "Ortel", "--db", known).stdout)
    assert isinstance(found.pop("id"), int)
    assert found.pop("variants")[0] == "Marguerite Ortel"
    assert found == {
        "name": "Marguerite Ortel",
        "kind": "person",
        "wikidata": None,
        "attributions": 3,
        "articles": 2,
        "first": "2026-01-19",
        "last": "2026-02",
    }


@pytest.mark.parametrize("name", ["ortel", "Marguerite", "Margerite Ortell", "ORTEL, MARGUERITE"])
def test_a_speaker_is_found_by_any_form_of_the_name(inside, known, name):
    found = json.loads(inside("speakers", name, "--db", known).stdout)
    assert [p["name"] for p in found] == ["Marguerite Ortel"]


def test_accents_may_be_left_out(inside, known):
    found = json.loads(inside("speakers", "soren halvard", "--db", known).stdout)
    assert [p["name"] for p in found] == ["Søren Halvard"]


def test_variants_are_the_forms_that_were_printed(inside, known):
    [found] = json.loads(inside("speakers", "Ortel", "--db", known).stdout)
    assert "Ortel" in found["variants"]


def test_the_limit_of_speakers_holds(inside, known):
    assert len(json.loads(inside("speakers", "--limit", "2", "--db", known).stdout)) == 2


def test_speakers_as_a_table(inside, known):
    printed = inside("speakers", "--db", known, "--format", "table").stdout
    head = printed.split("─")[0]
    assert head.split() == [
        "no.",
        "speaker",
        "kind",
        "statements",
        "articles",
        "first",
        "last",
        "also",
        "written",
    ]
    assert "Tomás de la Cueva" in printed


def test_speakers_as_csv(inside, known):
    printed = inside("speakers", "--db", known, "--format", "csv").stdout
    found = list(csv.DictReader(io.StringIO(printed)))
    assert found[0]["name"] == "Marguerite Ortel"
    assert "Marguerite Ortel" in json.loads(found[0]["variants"])


def test_speakers_as_json_lines(inside, known):
    printed = inside("speakers", "--db", known, "--format", "jsonl").stdout
    assert [json.loads(x)["attributions"] for x in printed.splitlines()] == [3, 2, 1, 1, 1, 1]


def test_nobody_of_that_name_is_an_empty_list(inside, known):
    done = inside("speakers", "Xyzzy", "--db", known)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_a_table_of_nobody_says_so(inside, known):
    done = inside("speakers", "Xyzzy", "--db", known, "--format", "table")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("nobody of that name")


def test_cite_prints_a_reference_and_a_sentence(inside, known, one):
    done = inside("cite", one("freight"), "--db", known)
    assert done.stdout == (
        "Brandvold, O. (2026, January 19). Sea wall gives way in Port Ellery. *Northern Wire*. "
        "https://example.org/northern-wire/wall\n"
        "\n"
        "Colm Darrow said, “It sounded like a freight train, … Then there was no street” "
        "(as cited in Brandvold, 2026).\n"
    )


@pytest.mark.parametrize("how", ["json", "jsonl", "csv"])
def test_cite_for_programs(inside, known, one, how):
    key = one("freight")
    printed = inside("cite", key, "--db", known, "--format", how).stdout
    found = next(csv.DictReader(io.StringIO(printed))) if how == "csv" else json.loads(printed)
    found = found[0] if how == "json" else found
    assert list(found) == ["id", "style", "speaker", "wikidata", "reference", "sentence"]
    assert (found["id"], found["style"]) == (key, "apa")
    assert found["reference"].startswith("Brandvold, O. (2026, January 19).")


def test_cite_works_on_every_statement_that_the_model_finds(inside, demo):
    for row in json.loads(inside("search", "--limit", "30", "--db", demo).stdout):
        done = inside("cite", row["id"], "--db", demo)
        assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)


def test_a_date_that_is_none_does_not_stop_cite(inside, known, one):
    printed = inside("cite", one("exceptional"), "--db", known).stdout
    assert "(n.d.)" in printed
