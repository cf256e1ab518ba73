"""APA, seventh edition: the reference, and a sentence that quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quotes.cite import Citation, apa
from quotes.search import Statement

PLAIN = Statement(
    id="7rw8dq60ftxs",
    kind="direct",
    text="“Nobody signed off on that wall,”",
    speaker="Marguerite Ortel",
    speaker_id=1,
    source="Ortel",
    cue="said",
    context="",
    confidence=0.9,
    article_id="7rw8dq60ftxs",
    title="Sea wall gives way",
    url="https://example.org/wall",
    publisher="Northern Wire",
    published="2026-01-19",
)
AUTHOR = ("Odile Brandvold",)


def reference(authors: tuple[str, ...] = AUTHOR, **changed: object) -> str:
    return apa(replace(PLAIN, **changed), authors).reference


def sentence(authors: tuple[str, ...] = AUTHOR, **changed: object) -> str:
    return apa(replace(PLAIN, **changed), authors).sentence


def test_an_article_in_full() -> None:
    assert apa(PLAIN, AUTHOR) == Citation(
        "Brandvold, O. (2026, January 19). Sea wall gives way. *Northern Wire*. "
        "https://example.org/wall",
        "Marguerite Ortel said, “Nobody signed off on that wall” (as cited in Brandvold, 2026).",
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"medium": "thought", "cue": "thinks"},
            "Marguerite Ortel (thinks): “Nobody signed off on that wall” (as cited in Brandvold, 2026).",
        ),
        (
            {"negated": True, "cue": "denied"},
            "Marguerite Ortel (denied [negated]): “Nobody signed off on that wall” (as cited in Brandvold, 2026).",
        ),
        (
            {"negated": True, "cue": "say", "kind": "indirect", "text": "that it fell"},
            "Marguerite Ortel is reported (say [negated]): “it fell” (as cited in Brandvold, 2026).",
        ),
    ],
)
def test_nobody_said_what_they_thought_or_denied(changed: dict, expected: str) -> None:
    assert sentence(**changed) == expected


# -- authors


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Odile Brandvold", "Brandvold, O."),
        ("Odile Anna Brandvold", "Brandvold, O. A."),
        ("O. A. Brandvold", "Brandvold, O. A."),
        ("Jean-Luc Marsh-Ivory", "Marsh-Ivory, J.-L."),
        ("Ingrid van der Meulen", "van der Meulen, I."),
        ("Tomás de la Cueva", "de la Cueva, T."),
        ("Étienne Garrault", "Garrault, É."),
        ("Dr. Noor Haddadin", "Haddadin, N."),
        ("Howard Pell Jr.", "Pell, H., Jr."),
        ("Howard Pell III", "Pell, H., III."),
        ("Reuters", "Reuters."),
    ],
)
def test_one_author(author: str, expected: str) -> None:
    assert reference((author,)).startswith(f"{expected} (2026, January 19). ")


def test_two_authors() -> None:
    authors = ("Fenella Marsh-Ivory", "Idris Colman")
    assert reference(authors).startswith("Marsh-Ivory, F., & Colman, I. (2026")
    assert sentence(authors).endswith("(as cited in Marsh-Ivory & Colman, 2026).")


def test_three_authors() -> None:
    authors = ("Ada Quill", "Bo Tern", "Cy Vane")
    assert reference(authors).startswith("Quill, A., Tern, B., & Vane, C. (2026")
    assert sentence(authors).endswith("(as cited in Quill et al., 2026).")


LETTERS = "ABCDEFGHIJKLMNOPQRSTUV"
MANY = tuple(f"{letter}da {letter}name" for letter in LETTERS)


def test_twenty_authors_are_all_listed() -> None:
    listed = ", ".join(f"{x}name, {x}." for x in LETTERS[:19])
    assert reference(MANY[:20]).startswith(f"{listed}, & Tname, T. (2026")


@pytest.mark.parametrize("n", [21, 22])
def test_of_more_than_twenty_authors_nineteen_and_the_last_are_listed(n: int) -> None:
    """APA 7, section 9.8: an ellipsis stands for the others, and no ampersand."""
    listed = ", ".join(f"{x}name, {x}." for x in LETTERS[:19])
    last = LETTERS[n - 1]
    assert reference(MANY[:n]).startswith(f"{listed}, . . . {last}name, {last}. (2026")
    assert sentence(MANY[:n]).endswith("(as cited in Aname et al., 2026).")


def test_without_an_author_the_publisher_stands_first() -> None:
    assert reference(()) == (
        "Northern Wire. (2026, January 19). *Sea wall gives way*. https://example.org/wall"
    )
    assert sentence(()).endswith("(as cited in Northern Wire, 2026).")


def test_without_author_and_publisher_the_title_stands_first() -> None:
    assert reference((), publisher=None) == (
        "Sea wall gives way. (2026, January 19). https://example.org/wall"
    )


def test_a_title_that_is_cited_has_its_comma_inside_the_marks() -> None:
    """APA 7, section 8.14: (“Sea Wall,” 2026)."""
    assert sentence((), publisher=None).endswith("(as cited in “Sea wall gives way,” 2026).")


# -- what is not known


def test_without_a_publisher() -> None:
    assert reference(publisher=None) == (
        "Brandvold, O. (2026, January 19). Sea wall gives way. https://example.org/wall"
    )


def test_without_an_address() -> None:
    assert reference(url=None) == (
        "Brandvold, O. (2026, January 19). Sea wall gives way. *Northern Wire*."
    )


@pytest.mark.parametrize(
    ("published", "expected", "year"),
    [
        (None, "n.d.", "n.d."),
        ("", "n.d.", "n.d."),
        ("2026", "2026", "2026"),
        ("2026-02", "2026, February", "2026"),
        ("2026-02-03", "2026, February 3", "2026"),
        ("2025-04-30T18:46+09:00", "2025, April 30", "2025"),
        ("2025-12-31T23:59Z", "2025, December 31", "2025"),
    ],
)
def test_dates(published: str | None, expected: str, year: str) -> None:
    assert reference(published=published).startswith(f"Brandvold, O. ({expected}). ")
    assert sentence(published=published).endswith(f"(as cited in Brandvold, {year}).")


def test_without_a_title() -> None:
    assert reference(title=None).startswith(
        "Brandvold, O. (2026, January 19). [Untitled article]. *Northern Wire*."
    )


def test_without_anything() -> None:
    bare = replace(PLAIN, title=None, url=None, publisher=None, published=None)
    assert apa(bare).reference == "[Untitled article]. (n.d.)."


# -- marks at the end


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Who built the wall?", "Who built the wall?"),
        ("It fell!", "It fell!"),
        ("It fell.", "It fell."),
        ("Sea wall gives way", "Sea wall gives way."),
        ("Ortel: “I built the desk”", "Ortel: “I built the desk.”"),
        ("Ortel: “Who built the desk?”", "Ortel: “Who built the desk?”"),
    ],
)
def test_a_title_ends_with_one_mark(title: str, expected: str) -> None:
    """A stop stands inside closing marks, as everywhere in APA (section 6.7)."""
    assert reference(title=title).startswith(
        f"Brandvold, O. (2026, January 19). {expected} *Northern Wire*."
    )


def test_a_question_for_a_title_without_an_author() -> None:
    found = reference((), title="Who built the wall?").replace("*", "")
    assert found == (
        "Northern Wire. (2026, January 19). Who built the wall? https://example.org/wall"
    )


@pytest.mark.parametrize("authors", [(), AUTHOR])
def test_a_publisher_that_ends_with_a_stop_has_no_second(authors: tuple[str, ...]) -> None:
    assert ".." not in reference(authors, publisher="Wyncastle Press Inc.").replace("*", "")


# -- the sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“We will rebuild,”", "“We will rebuild”", id="a comma goes"),
        pytest.param("“We will rebuild.”", "“We will rebuild”", id="a stop goes behind"),
        pytest.param("“Will we rebuild?”", "“Will we rebuild?”", id="a question"),
        pytest.param("“We will!”", "“We will!”", id="an exclamation"),
        pytest.param('"We will rebuild,"', "“We will rebuild”", id="straight marks"),
        pytest.param("‘We will rebuild,’", "“We will rebuild”", id="British marks"),
        pytest.param("``We will rebuild,''", "“We will rebuild”", id="newswire marks"),
        pytest.param(
            "“One does what one can,” … “They are very good nails.”",
            "“One does what one can, … They are very good nails”",
            id="two pieces",
        ),
        pytest.param('"One," … "two."', "“One, … two”", id="two pieces in straight marks"),
        pytest.param("‘One,’ … ‘two.’", "“One, … two”", id="two pieces in British marks"),
        pytest.param(
            "“I said, ‘Renzo, it is full of fish.’ He laughed.”",
            "“I said, ‘Renzo, it is full of fish.’ He laughed”",
            id="single marks inside",
        ),
        pytest.param(
            "‘He said, “You’re not paid,” and left.’",
            "“He said, ‘You’re not paid,’ and left”",
            id="double marks inside British ones",
        ),
        pytest.param(
            "“My father started this firm. “In 2022 I looked at the drawings. “I should have asked.”",
            "“My father started this firm. In 2022 I looked at the drawings. I should have asked”",
            id="over three paragraphs, each opening anew",
        ),
        pytest.param("“It’s a wall,”", "“It’s a wall”", id="an apostrophe"),
    ],
)
def test_a_direct_quotation(text: str, expected: str) -> None:
    assert (
        sentence(text=text) == f"Marguerite Ortel said, {expected} (as cited in Brandvold, 2026)."
    )


def test_a_mixed_statement_keeps_its_marks() -> None:
    found = sentence(kind="mixed", cue="called", text="the memorandum “almost painfully polite.”")
    assert found == (
        "Marguerite Ortel (called): the memorandum “almost painfully polite.” "
        "(as cited in Brandvold, 2026)."
    )


@pytest.mark.parametrize(
    "text", ["that it was too early", "it was too early.", "That it was too early,"]
)
def test_an_indirect_statement_is_told_as_the_articles_words(text: str) -> None:
    assert sentence(kind="indirect", text=text) == (
        "Marguerite Ortel is reported (said): “it was too early” (as cited in Brandvold, 2026)."
    )


@pytest.mark.parametrize("kind", ["mixed", "indirect"])
def test_a_statement_without_a_cue_says_so(kind: str) -> None:
    assert "(no cue printed)" in sentence(kind=kind, cue="", text="a “wall”")


@pytest.mark.parametrize(
    ("speaker", "source", "expected"),
    [
        ("Ada Quill", "she", "Ada Quill said"),
        (None, "a ministry official", "A ministry official said"),
        (None, "", "An unnamed source said"),
        ("de la Cueva", "", "De la Cueva said"),
    ],
)
def test_who_said_it(speaker: str | None, source: str, expected: str) -> None:
    assert sentence(speaker=speaker, source=source).startswith(f"{expected}, “")


def test_cited_by_family_name_with_its_particles() -> None:
    assert sentence(("Ingrid van der Meulen",)).endswith("(as cited in van der Meulen, 2026).")


def test_a_body_for_an_author_is_cited_by_its_name() -> None:
    assert sentence(("Reuters",)).endswith("(as cited in Reuters, 2026).")
