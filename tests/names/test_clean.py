"""What is the name in a name as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.names.clean import Name, clean, fold, strip_possessive


def parts(printed: str) -> tuple[str, str, str, str, str]:
    """Titles, given, family, suffix and nickname."""
    n = clean(printed)
    return (*map(" ".join, (n.titles, n.given, n.family, n.suffix)), n.nickname)


@pytest.mark.parametrize(
    ("printed", "titles", "given", "family"),
    [
        ("Ada Quill", "", "Ada", "Quill"),
        ("Quill", "", "", "Quill"),
        ("Ada M. Quill", "", "Ada M.", "Quill"),
        ("  Ada \n Quill ", "", "Ada", "Quill"),
        ("Kishida Fumio", "", "Kishida", "Fumio"),
        ("Ada Quill’s", "", "Ada", "Quill"),
        ("Ada Quill's", "", "Ada", "Quill"),
        ("Rhys James’", "", "Rhys", "James"),
        ("ADA QUILL", "", "ADA", "QUILL"),
        ("Ada Quill,", "", "Ada", "Quill"),
        ("“Ada Quill", "", "Ada", "Quill"),
        ("Sen. Ada Quill", "Sen.", "Ada", "Quill"),
        ("Mr Quill", "Mr", "", "Quill"),
        ("the Rev. Dr. Ada Quill", "the Rev. Dr.", "Ada", "Quill"),
        ("Deputy Prime Minister Ada Quill", "Deputy Prime Minister", "Ada", "Quill"),
        ("former Secretary of State Ada Quill", "former Secretary of State", "Ada", "Quill"),
        ("actor/director Ada Quill", "actor/director", "Ada", "Quill"),
        ("Crown Prince Tom Reed", "Crown Prince", "Tom", "Reed"),
        ("Justice", "", "", "Justice"),
        ("Prime Minister", "Prime", "", "Minister"),
        ("Mayor Justice", "Mayor", "", "Justice"),
        ("Ludwig van Beethoven", "", "Ludwig", "van Beethoven"),
        ("van Beethoven", "", "", "van Beethoven"),
        ("Tomás de la Cueva", "", "Tomás", "de la Cueva"),
        ("Marine Le Pen", "", "Marine", "Le Pen"),
        ("Tom bin Reed", "", "Tom", "bin Reed"),
        ("Anna Maria dos Santos", "", "Anna Maria", "dos Santos"),
        ("Ben Quill", "", "Ben", "Quill"),
        ("Al Quill", "", "Al", "Quill"),
        ("Mr. Ben Quill", "Mr.", "Ben", "Quill"),
        ("Kim Jong-un", "", "Kim", "Jong-un"),
        ("Ada Quill-Reed", "", "Ada", "Quill-Reed"),
        ("Ada Quill (D., Port Ellery)", "", "Ada", "Quill"),
        ("", "", "", ""),
        (" ,;() ", "", "", ""),
    ],
)
def test_titles_given_and_family_names(printed: str, titles: str, given: str, family: str) -> None:
    assert parts(printed)[:3] == (titles, given, family)


@pytest.mark.parametrize(
    ("printed", "family", "suffix"),
    [
        ("Ada Quill Jr.", "Quill", "Jr."),
        ("Ada Quill, Jr.", "Quill", "Jr."),
        ("Ada Quill III", "Quill", "III"),
        ("Ada Quill MP", "Quill", "MP"),
        ("Ada Quill Jr., MD", "Quill", "Jr. MD"),
        ("III", "III", ""),
    ],
)
def test_suffixes(printed: str, family: str, suffix: str) -> None:
    assert parts(printed)[2:4] == (family, suffix)


@pytest.mark.parametrize(
    "printed",
    [
        'Robert "Bob" Casey',
        "Robert “Bob” Casey",
        "Robert ‘Bob’ Casey",
        "Robert 'Bob' Casey",
        "Robert (Bob) Casey",
        "Robert Casey (Bob)",
        "Robert Casey “Bob”",
    ],
)
def test_a_nickname_is_set_apart(printed: str) -> None:
    name = clean(printed)
    assert (str(name), name.nickname) == ("Robert Casey", "Bob")


def test_the_example_of_the_docstring() -> None:
    assert parts('Sen. Robert "Bob" Casey Jr.') == ("Sen.", "Robert", "Casey", "Jr.", "Bob")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Sen. Ada M. Quill", "Ada M. Quill"),
        ("Ada Quill Jr., MD", "Ada Quill Jr."),
        ("José Peña", "José Peña"),
        ("Mr Quill", "Quill"),
    ],
)
def test_a_name_prints_its_words_and_its_generation(printed: str, expected: str) -> None:
    assert str(clean(printed)) == expected


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("Ada Quill", True),
        ("A. Quill", True),
        ("Ben Quill", True),
        ("Quill", False),
        ("Mr Quill", False),
        ("van der Meulen", False),
        ("", False),
    ],
)
def test_a_full_name_has_a_given_and_a_family_name(printed: str, full: bool) -> None:
    assert clean(printed).full is full


# -- fold and strip_possessive


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Quill", "quill"),
        ("Peña", "pena"),
        ("Pen\u0303a", "pena"),
        ("O’Neill", "oneill"),
        ("O'Neill", "oneill"),
        ("J.", "j"),
        ("Jong-un", "jongun"),
        ("Søren", "soren"),
        ("SØREN", "soren"),
        ("Łukasz", "lukasz"),
        ("đoković", "dokovic"),
        ("Đoković", "dokovic"),
        ("Weiß", "weiss"),
        ("WEIẞ", "weiss"),
        ("ærø", "aero"),
        ("ÆRØ", "aero"),
        ("Işık", "isik"),
        ("ﬁn", "fin"),
        ("", ""),
        ("-", ""),
    ],
)
def test_folding(word: str, expected: str) -> None:
    assert fold(word) == expected


@given(st.text("AbÉéØøßÆæĐđŁł.’'-İıſŉΐ"))
def test_case_makes_no_difference_to_a_folded_latin_word(word: str) -> None:
    """Ones whose other case is another letter or two (ı, ŉ) have none to compare with."""
    if word.upper().lower() == word.lower() and word.lower().upper() == word.upper():
        assert fold(word.upper()) == fold(word.lower())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Akazawa’s", "Akazawa"),
        ("Akazawa's", "Akazawa"),
        ("Akazawa`s", "Akazawa"),
        ("AKAZAWA’S", "AKAZAWA"),
        ("James’", "James"),
        ("James'", "James"),
        ("Ada’", "Ada’"),
        ("O’Neill", "O’Neill"),
        ("James", "James"),
        ("", ""),
    ],
)
def test_a_possessive_is_stripped(text: str, expected: str) -> None:
    assert strip_possessive(text) == expected


# -- for any string

WORDS = st.sampled_from(
    "Ada Quill Tom Reed Mr Sen. the Prime Minister Justice Jr. III MD de la van Ben O’Neill’s X. Jong-un – - .".split()
)
names = st.lists(WORDS, max_size=6).map(" ".join)


@given(st.text() | st.text("AaJr.’'\"“”()-, ") | names)
def test_any_string_has_parts(printed: str) -> None:
    name = clean(printed)
    for word in (*name.titles, *name.given, *name.family, *name.suffix):
        assert word
        assert word in printed
    assert name.words == name.given + name.family
    assert bool(name.words) or not (name.titles or name.suffix)


@given(names)
def test_no_word_is_lost_or_moved(printed: str) -> None:
    name = clean(printed)
    kept = [w for w in (*name.titles, *name.words, *name.suffix) if fold(w)]
    assert kept == [strip_possessive(w) for w in printed.split() if fold(w)]


@given(names)
def test_a_cleaned_name_is_clean(printed: str) -> None:
    name = clean(printed)
    assert clean(str(name)).words == name.words


def test_an_empty_name_is_none() -> None:
    assert clean("") == Name((), ())
