"""What stands on a page and is not the article, beside sentences of the article that look like it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.document import Span
from quotes.extract.furniture import furniture


def reasons(*lines: str) -> list[str | None]:
    """Why each of ``lines`` is no part of the article."""
    text = "\n".join(lines)
    return furniture(text, [Span(*m.span()) for m in re.finditer(r"[^\n]+", text)])


STORY = "“We will rebuild,” said the mayor, Ada Quill."


@pytest.mark.parametrize(
    "line",
    [
        "January 19, 2026",
        "Jan. 19, 2026",
        "19 January 2026",
        "19th Jan 2026",
        "2026-01-19",
        "Monday, January 19, 2026",
        "Mon Jan 19 2026",
        "Published 3 February 2026, 09:15 GMT",
        "First published on 3 February 2026",
        "Updated: January 19, 2026 at 6:46 p.m. ET",
        "Last updated at January 19, 2026, 18:46",
        "April 30, 2026 at 18:46 JST",
        "2026-01-19T18:46",
        "January 19, 2026 | Port Ellery",
        "Posted on May 5, 2026.",
    ],
)
def test_a_date_alone(line: str) -> None:
    assert reasons(line, STORY) == ["date", None]


@pytest.mark.parametrize(
    "line",
    [
        "By Odile Brandvold",
        "BY ODILE BRANDVOLD",
        "By Fenella Marsh-Ivory and Idris Colman",
        "By Fenella Marsh-Ivory, Idris Colman",
        "By Tomás de la Cueva",
        "By Ada O’Neill, political correspondent",
        "Words by Ada Quill",
        "Story by Ada Quill",
        "By A. B. Quill",
    ],
)
def test_a_byline(line: str) -> None:
    assert reasons("Sea wall gives way.", line, STORY) == [None, "byline", None]


@pytest.mark.parametrize(
    "line",
    [
        "A fishing boat lies across Quay Street on Sunday. (Tamsin Eyre/Northern Wire)",
        "A fishing boat lies across Quay Street on Sunday. (AP Photo/Tamsin Eyre)",
        "A fishing boat lies across Quay Street on Sunday. (Tamsin Eyre for Northern Wire)",
        "A fishing boat lies across Quay Street on Sunday. (Tamsin Eyre, Northern Wire)",
        "A fishing boat lies across Quay Street on Sunday. (Tamsin Eyre)",
        "A fishing boat lies across Quay Street on Sunday. (Tomás de la Cueva)",
        "“We lost it all,” says Ada Quill. (Reuters)",
        "Ada Quill says: “We lost it all.” (Tamsin Eyre/Northern Wire)",
        "Ada Quill at the wall. (photo: Tamsin Eyre)",
        "Ada Quill at the wall. (Photo: Tamsin Eyre)",
        "Ada Quill at the wall. (Photo by Tamsin Eyre)",
        "Ada Quill at the wall. (File photo)",
        "Ada Quill at the wall. (Courtesy of Wyncastle Museum)",
        "(Tamsin Eyre/Northern Wire)",
    ],
)
def test_a_caption_with_its_credit_in_brackets(line: str) -> None:
    assert reasons(STORY, line, STORY) == [None, "caption", None]


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Tamsin Eyre",
        "Photograph: Idris Colman/The Harbour Courier",
        "Photo by Tamsin Eyre",
        "PHOTO BY TAMSIN EYRE",
        "Image credit: Tamsin Eyre",
        "Picture: Tamsin Eyre",
        "The wall, photographed on Sunday. Photograph: Idris Colman/The Harbour Courier",
        "© Northern Wire",
        "(c) 2026 Northern Wire",
        "File photo of the wall",
        "Tamsin Eyre/Getty Images",
        "The wall on Sunday. Tamsin Eyre / Reuters",
        "The wall on Sunday. AP Photo",
    ],
)
def test_a_credit(line: str) -> None:
    assert reasons(STORY, line, STORY) == [None, "credit", None]


@pytest.mark.parametrize(
    "line",
    [
        "All rights reserved.",
        "Copyright 2026 Northern Wire",
        "Read more: Engineers warned of voids",
        "Read the full report here.",
        "Related: “I warned them,” says engineer",
        "Related stories: Engineers warned of voids",
        "More from Northern Wire",
        "Watch: The wall gives way",
        "Sign up for our newsletter.",
        "Subscribe to The Harbour Courier",
        "Follow us on social media",
        "Click here to comment",
        "Get the Harbour Courier newsletter",
        "Advertisement",
        "Story continues below",
        "This article was originally published by Northern Wire.",
        "This story has been corrected.",
        "Do you have a story? E-mail news@example.org",
        "This material may not be published, broadcast or rewritten without permission.",
        "By signing up you accept our privacy policy.",
        "Terms of use",
    ],
)
def test_boilerplate(line: str) -> None:
    assert reasons(STORY, line, STORY) == [None, "boilerplate", None]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("By Friday the president had spoken to the press.", id="by: a time, and press"),
        pytest.param("By Monday, Quill had resigned.", id="by: a time"),
        pytest.param("By Christmas the town will have a wall, Quill said.", id="by: a feast"),
        pytest.param("By all accounts, Quill was the first to leave.", id="by: no name"),
        pytest.param("May 5, 2026, was the day on which the wall fell.", id="date: a sentence"),
        pytest.param("On January 19, 2026, the wall fell.", id="date: a sentence with on"),
        pytest.param("In 2026 the wall fell.", id="date: a year"),
        pytest.param("Published accounts differ, Quill said.", id="date: published"),
        pytest.param("Quill (who is 71) resigned.", id="brackets inside"),
        pytest.param("“We will rebuild,” she said. (She did not say when.)", id="brackets: a sentence"),
        pytest.param("“We’ll win,” she said. (Laughter)", id="brackets: laughter"),
        pytest.param("The vote was close (51 to 49).", id="brackets: figures"),
        pytest.param(
            "“We will win,” he said. (Reuters could not verify the claim.)", id="brackets: an agency"
        ),
        pytest.param("The wall was paid for by the Port Ellery Trust (PET).", id="brackets: an acronym"),
        pytest.param("Photographs show that the wall was cracked, Quill said.", id="photographs"),
        pytest.param("Video games are to blame, Quill said.", id="video"),
        pytest.param("Pictures by children hang in the hall, where Quill spoke.", id="pictures by"),
        pytest.param("Credit is scarce, the banker Ada Quill said.", id="credit"),
        pytest.param("“We sued,” said a lawyer for Getty Images.", id="a party called Getty Images"),
        pytest.param("He told AFP.", id="told AFP"),
        pytest.param("“I am ready,” Quill told Reuters.", id="told Reuters"),
        pytest.param("The firm said it would change its privacy policy.", id="privacy policy"),
        pytest.param("Firm says it will change its privacy policy", id="privacy policy in a headline"),
        pytest.param("The post broke its terms of service, the firm said.", id="terms of service"),
        pytest.param("He entered the site without permission, police said.", id="without permission"),
        pytest.param("Copyright law must change, the senator said.", id="copyright"),
        pytest.param("Like us, the French want peace, she said.", id="like us"),
        pytest.param("More stories of this kind will come out, Quill said.", id="more stories"),
        pytest.param("This report was first to name him, Quill said.", id="this report"),
        pytest.param("Related costs rose by 5 percent, Quill said.", id="related"),
        pytest.param("Watch out for the waves, Quill said.", id="watch"),
        pytest.param("Read the letter, and you will see, Quill said.", id="read"),
        pytest.param("Do you have a wall? Quill asked.", id="do you have"),
        pytest.param("Advertisements cost too much, Quill said.", id="advertisements"),
    ],
)  # fmt: skip
def test_a_sentence_that_only_looks_like_it(line: str) -> None:
    assert reasons(STORY, line, STORY) == [None, None, None]


# -- the publisher


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_publisher_stands_beside_the_date(place: str) -> None:
    lines = ["NORTHERN WIRE", "January 19, 2026"]
    expected = ["publisher", "date"]
    if place == "after":
        lines, expected = lines[::-1], expected[::-1]
    assert reasons(*lines, STORY) == [*expected, None]


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (["Nobody was hurt.", "January 19, 2026"], 0),
        (["Sea wall gives way in Port Ellery, forcing 1,100 out", "January 19, 2026"], 0),
        (["Sea wall falls in Port Ellery", "January 19, 2026"], 0),
        ([STORY, STORY, STORY, STORY, "NORTHERN WIRE", "January 19, 2026"], 4),
        (["NORTHERN WIRE", STORY, "January 19, 2026"], 0),
    ],
    ids=["a sentence", "a headline", "a short headline", "far down", "not beside"],
)
def test_what_is_no_publisher(lines: list[str], where: int) -> None:
    assert reasons(*lines)[where] is None


# -- teasers


TEASERS = ("A weekly look at life by the sea", "Explore the islands with our guide")


def test_a_tail_of_teasers() -> None:
    assert reasons(STORY, *TEASERS) == [None, "teaser", "teaser"]


def test_teasers_may_have_one_among_them_that_does_not_open_so() -> None:
    tail = [TEASERS[0], "Why the best chowder is in Wyncastle", TEASERS[1]]
    assert reasons(STORY, *tail) == [None, "teaser", "teaser", "teaser"]


def test_boilerplate_among_teasers_keeps_its_own_name() -> None:
    assert reasons(STORY, TEASERS[0], "Subscribe now", TEASERS[1]) == [
        None, "teaser", "boilerplate", "teaser",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([STORY, TEASERS[0]], id="one alone"),
        pytest.param([*TEASERS, "Nobody was hurt. The wall fell."], id="not at the end"),
        pytest.param([STORY, "Learn to wait. Nobody does.", "Meet me. At noon."], id="two sentences"),
        pytest.param([STORY, "Learn " + "more and " * 40, "Meet " + "many and " * 40], id="too long"),
        pytest.param(
            [STORY, "A series of talks will follow, Quill said.", STORY, STORY], id="few open so"
        ),
        pytest.param(
            ["Quill resigned.", "A series of talks will follow next week, she said.", STORY],
            id="an article that ends on a quotation",
        ),
    ],
)  # fmt: skip
def test_what_is_no_teaser(lines: list[str]) -> None:
    assert reasons(*lines) == [None] * len(lines)


def test_a_page_from_head_to_foot() -> None:
    page = {
        "Sea wall gives way in Port Ellery, forcing 1,100 from their homes": None,
        "By Odile Brandvold": "byline",
        "NORTHERN WIRE": "publisher",
        "January 19, 2026": "date",
        "PORT ELLERY, Jan. 19 (Northern Wire) — A sea wall collapsed on Sunday, officials said.": None,
        "A fishing boat lies across Quay Street. (Tamsin Eyre/Northern Wire)": "caption",
        "“It sounded like a freight train,” Darrow said.": None,
        "Read more: Engineers warned of voids": "boilerplate",
        "A weekly look at life by the sea": "teaser",
        "Meet the keepers of the last lighthouse": "teaser",
        "© 2026 Northern Wire. All rights reserved.": "credit",
    }
    assert reasons(*page) == list(page.values())


def test_line_breaks_inside_a_paragraph_are_spaces() -> None:
    text = "Published 3 February\n2026, 09:15 GMT"
    assert furniture(text, [Span(0, len(text))]) == ["date"]


def test_no_paragraphs_have_no_reasons() -> None:
    assert furniture("", []) == []


@given(st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1), max_size=6))
def test_any_paragraph_gets_an_answer(lines: list[str]) -> None:
    assert len(reasons(*lines)) == len(lines)


@pytest.mark.parametrize(
    "line",
    ["By " + "A" * 20_000, "By " + "Ada " * 5_000, "(" * 20_000, "Get the " + "x" * 20_000,
     "(Ada " + "Quill " * 5_000, "Photo: " + "a/" * 10_000, "." * 20_000 + "x"],
    ids=["word", "names", "brackets", "get the", "bracketed names", "slashes", "dots"],
)  # fmt: skip
def test_a_long_line_is_answered_at_once(line: str) -> None:
    began = time.process_time()
    reasons("x", line)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "line",
    [
        "Also in this issue: “It rained” – a captain looks back",
        "Elsewhere in the Gazette: Who pays for the ferry?",
        "In this edition: the wall, the ferry and the crossword",
        "Coming up on our pages: Ada Quill rows home",
    ],
)
def test_a_line_that_points_into_the_issue(line: str) -> None:
    assert reasons(STORY, line) == [None, "boilerplate"]


@pytest.mark.parametrize(
    "line",
    [
        "Next in the queue stood Ada Quill.",
        "In this town it rains.",
        "Inside, Ada Quill was waiting: “It rained.”",
        "Also on the boat was Bram Oakes.",
    ],
)
def test_sentences_that_begin_like_it(line: str) -> None:
    assert reasons(STORY, line) == [None, None]
