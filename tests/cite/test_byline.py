"""Names of a byline in their parts."""

from __future__ import annotations

import pytest

from quotes.cite.byline import Author, author, byline


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Odile Brandvold", Author("Brandvold", "Odile")),
        ("O. A. Brandvold", Author("Brandvold", "O. A.")),
        ("Jean-Luc Marsh-Ivory", Author("Marsh-Ivory", "Jean-Luc")),
        ("Tomás de la Cueva", Author("Cueva", "Tomás", "de la")),
        ("Ludo van Bethoren", Author("Bethoren", "Ludo", "van")),
        ("Ingrid Van der Meulen", Author("Meulen", "Ingrid", "Van der")),
        ("Dr. Noor Haddadin", Author("Haddadin", "Noor")),
        ("Howard Pell Jr.", Author("Pell", "Howard", suffix="Jr.")),
        ("Howard Pell III", Author("Pell", "Howard", suffix="III")),
        ("Анна Кветова", Author("Кветова", "Анна")),
        ("李小龍", Author(literal="李小龍")),
        ("山田 花子", Author(literal="山田 花子")),
        ("Dr. Haddadin", Author(literal="Dr. Haddadin")),
        ("Quill and Tern", Author(literal="Quill and Tern")),
        ("Ada Quill & Bo Tern", Author(literal="Ada Quill & Bo Tern")),
        ("Reuters", Author(literal="Reuters", organization=True)),
        ("The Ellery Press", Author(literal="The Ellery Press", organization=True)),
        ("Bank of Ellery", Author(literal="Bank of Ellery", organization=True)),
    ],
)
def test_an_author(printed: str, expected: Author) -> None:
    assert author(printed) == expected


def test_an_author_named_as_the_publisher_is_an_organization() -> None:
    assert byline(("NORTHERN wire", "Ada Quill"), "Northern Wire") == [
        Author(literal="NORTHERN wire", organization=True),
        Author("Quill", "Ada"),
    ]


def test_empty_names_are_nobody() -> None:
    assert byline(("", " \n"), "") == []
