"""``quotes cite``: files of references."""

from __future__ import annotations

import json

import pytest
import rispy
from pybtex.database import parse_string

from quotes.cite import FORMS
from quotes.cli.show import CiteFormat, Format


@pytest.fixture
def one(inside, known):
    """The identifier of the one statement that those words find."""

    def find(*words: str) -> str:
        [found] = json.loads(inside("search", *words, "--db", known).stdout)
        return found["id"]

    return find


def test_every_form_can_be_asked_for():
    assert {f.value for f in CiteFormat} == {f.value for f in Format} | set(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_of_two_statements(inside, known, one, form):
    keys = one("freight"), one("polite")
    done = inside("cite", *keys, "--db", known, "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    titles = {
        "ris": lambda: [e["title"] for e in rispy.loads(done.stdout)],
        "csl-json": lambda: [e["title"] for e in json.loads(done.stdout)],
        "bibtex": lambda: [
            e.fields["title"].strip("{}")
            for e in parse_string(done.stdout, "bibtex").entries.values()
        ],
        "jsonld": lambda: [d["isPartOf"]["headline"] for d in json.loads(done.stdout)["@graph"]],
    }
    if form in titles:
        assert titles[form]() == [
            "Sea wall gives way in Port Ellery",
            "Ministry was told of ‘voids’",
        ]
    else:
        assert len(done.stdout.splitlines()) == {"apa": 7, "url": 1}[form]


def test_several_statements_in_words(inside, known, one):
    keys = one("freight"), one("polite")
    first, second = (inside("cite", key, "--db", known).stdout for key in keys)
    assert inside("cite", *keys, "--db", known).stdout == f"{first}\n{second}"


def test_several_statements_for_programs(inside, known, one):
    keys = [one("freight"), one("polite")]
    printed = inside("cite", *keys, "--db", known, "--format", "json").stdout
    assert [row["id"] for row in json.loads(printed)] == keys


def test_one_that_is_not_there_stops_all(inside, known, one):
    done = inside("cite", one("freight"), "nosuchthing", "--db", known, "--format", "ris")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nosuchthing" in done.stderr
