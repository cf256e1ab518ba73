"""Keys to look names up under: none is missed that is the same, and blocks stay small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes.names.block import asking, joining
from quotes.names.compare import Verdict, compare

GIVEN = """Tom Thomas Mike Michael Steve Steven Stephen Mohammed Muhammad Aleksei Alexey Hussein Hosein Abdel Abdul
Jean-Claude Jean Jae-in Jaein J.K. JK J. Tony Bobby Robert Sergei Sergey Jürgen Juergen Muqtada Moqtada""".split()
MIDDLE = ["", "", "B.", "Ann", "Claude", "Fattah", "“Bobby”", "K."]
FAMILY = """Quill Zelensky Zelenskyy Yanukovych Yanukovich Gaddafi Kadafi el-Sisi el-Sissi Sisi Müller Mueller Muller
Peña Pena Le-Reed Reed Morsi Mursi ElBaradei El_Baradei van_Reed Van_Reed von_der_Reed""".split()
FAMILY = [f.replace("_", " ") for f in FAMILY]
SUFFIX = ["", "", "Jr.", "MD", ", D-Mass.", "’s"]
FRONT = ["", "", "Dr. ", "former President ", "US Secretary of State ", "World Bank President "]
people = st.builds(
    lambda front, given, middle, family, suffix, turned: (
        f"{front}{family} {given} {middle}{suffix}"
        if turned
        else f"{front}{given} {middle} {family}{suffix}"
    ),
    *map(st.sampled_from, (FRONT, GIVEN, MIDDLE, FAMILY, SUFFIX)),
    st.booleans(),
)
WORDS = st.sampled_from(
    "Ministry Defence Defense Department State US U.S. of the for Bank Canada Apple Inc. Corp. & and Foreign Affairs Union Workers".split()
)
bodies = st.lists(WORDS, min_size=1, max_size=5).map(" ".join) | st.sampled_from(
    [
        "CDC",
        "F.B.I.",
        "FBI",
        "NATO",
        "Nato",
        "U.S.",
        "MOD",
        "DOD",
        "WUFC",
        "BCFW",
        "Elizabeth II",
        "Queen Elizabeth II",
    ]
)


def share_a_key_if_the_same(a: str, b: str) -> None:
    if compare(a, b).verdict is Verdict.SAME:
        assert joining(a) & joining(b)


@given(people, people)
@example("Jean Claude Reed", "Jean-Claude Reed")
@example("Moon Jae-in", "Jae In Moon")
@example("Hosein Reed", "Hussein Reed")
def test_people_called_the_same_share_a_key(a: str, b: str) -> None:
    share_a_key_if_the_same(a, b)


@given(
    st.sampled_from(GIVEN), st.sampled_from(GIVEN), st.sampled_from(FAMILY), st.sampled_from(FAMILY)
)
def test_so_do_those_with_given_and_family_names_alone(a: str, b: str, c: str, d: str) -> None:
    share_a_key_if_the_same(f"{a} {c}", f"{b} {d}")
    share_a_key_if_the_same(f"{a} {c}", f"{d} {b}")


@given(bodies, bodies)
@example("WUFC", "Workers Union for Canada")
@example("Ministry of Foreign Affairs", "Foreign Ministry")
def test_bodies_called_the_same_share_a_key(a: str, b: str) -> None:
    share_a_key_if_the_same(a, b)


@given(st.text(), st.text() | people)
def test_any_text_has_keys_and_those_to_join_by_among_those_to_ask_by(a: str, b: str) -> None:
    share_a_key_if_the_same(a, a)
    assert joining(a) <= asking(a)
    assert joining(b) <= asking(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("P. Ryan", "Paul Ryan"),
        ("Bill Quill", "William Quill"),
        ("Ted Quill", "Edward Quill"),
        ("Ann Smith-Jones", "Ann Jones"),
        ("Alan Johnson", "Alan Johnston"),
        ("Stephen Quill", "Steven Quill"),
        ("Tim Curry", "Tim Corry"),
        ("López Obrador", "Andrés Manuel López Obrador"),
        ("AMLO", "Andrés Manuel López Obrador"),
        ("BoC", "Bank of Canada"),
        ("Federal Reserve", "Federal Reserve Board"),
        ("First National Bank", "National Bank"),
    ],
)
def test_names_worth_asking_about_share_a_key_that_is_no_surname(a: str, b: str) -> None:
    assert compare(a, b).verdict is Verdict.UNSURE
    assert {k for k in asking(a) & asking(b) if not k.startswith("s:")}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Quill", "Ada Quill"),
        ("President Park", "Park Geun-hye"),
        ("Treasury", "Treasury Department"),
    ],
)
def test_a_word_alone_shares_only_a_key_of_its_own_kind(a: str, b: str) -> None:
    assert {k[:2] for k in asking(a) & asking(b)} == {"s:"}
    assert not joining(a) & joining(b)


def test_people_of_one_surname_share_no_key_to_join_by() -> None:
    assert not joining("Ada Quill") & joining("Tom Quill")


@pytest.mark.parametrize("name", ["", " ,-. ", "()"])
def test_what_is_no_name_has_no_keys(name: str) -> None:
    assert joining(name) == asking(name) == frozenset()


@pytest.mark.shared
def test_labelled_pairs_called_the_same_share_a_key(shared: Path) -> None:
    path = shared / "data" / "names_dev.jsonl"
    if not path.is_file():
        pytest.skip(f"needs {path}, which is not here")
    for line in path.read_text("utf-8").splitlines():
        pair = json.loads(line)
        share_a_key_if_the_same(pair["a"], pair["b"])
