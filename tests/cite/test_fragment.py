"""The publisher's page, opened at the statement. ``opened`` does what a browser does with the address."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from quotes.cite import text_fragment
from quotes.cite.fragment import BESIDE, LONGEST
from quotes.document import Span

PAGE = "https://example.org/wall"
ARTICLE = (
    "“No,” she said.\n"
    "“No,” he said on Monday.\n"
    "The well-known firm A&B paid 1,000 people; they don’t care. No was all.\n"
    "It is unbelievable, she said, 100% unbelievable."
)


def link(words: str, nth: int = 0, article: str = ARTICLE, url: str | None = PAGE) -> str | None:
    """The address for the ``nth`` place where ``words`` stand."""
    at = -1
    for _ in range(nth + 1):
        at = article.index(words, at + 1)
    return text_fragment(url, article, [Span(at, at + len(words))])


def terms(address: str | None) -> dict[str, str]:
    """The parts of a text fragment by the grammar of the specification."""
    found = re.fullmatch(
        r"[^#]*#[^#]*?:~:text="
        r"(?:(?P<prefix>[^&,-]+)-,)?(?P<start>[^&,-]+)(?:,(?P<end>[^&,-]+))?(?:,-(?P<suffix>[^&,-]+))?",
        address or "",
    )
    assert found, address
    return {name: unquote(term) for name, term in found.groupdict().items() if term}


def opened(address: str | None, article: str) -> tuple[int, int] | None:
    """Where a browser goes: the first place in the page's text, its white space made single, where all
    the terms fit, whole words, whatever the case."""
    given = {name: re.escape(term.casefold()) for name, term in terms(address).items()}
    page = " ".join(article.split()).casefold()
    pattern = rf"(?<!\w){given['start']}"
    if "prefix" in given:
        pattern = rf"(?<!\w){given['prefix']}\s*{given['start']}"
    head = re.compile(pattern)
    at = 0
    while match := head.search(page, at):
        at = match.start() + 1
        start = re.compile(given["start"]).search(
            page, match.end() - len(terms(address)["start"].casefold())
        )
        assert start
        ending = re.compile(
            (rf"(?<!\w){given['end']}" if "end" in given else "")
            + (rf"(?=\s*{given['suffix']}(?!\w))" if "suffix" in given else r"(?!\w)")
        )
        end = (
            ending.search(page, start.end()) if "end" in given else ending.match(page, start.end())
        )
        if end:
            return start.start(), end.end()
    return None


def place(article: str, span: Span) -> tuple[int, int]:
    """Where ``span`` stands in the page's text."""
    before = " ".join(article[: span.start].split()).casefold()
    whole = " ".join(article[: span.end].split()).casefold()
    inside = " ".join(span.of(article).split()).casefold()
    assert whole.startswith(before)
    return len(whole) - len(inside), len(whole)


@pytest.mark.parametrize(
    ("words", "nth", "expected"),
    [
        ("No was all.", 0, "No%20was%20all."),
        ("“No,”", 0, "%E2%80%9CNo%2C%E2%80%9D,-she"),
        ("“No,”", 1, "said.-,%E2%80%9CNo%2C%E2%80%9D"),
        ("well-known firm A&B", 0, "well%2Dknown%20firm%20A%26B"),
        ("100% unbelievable", 0, "100%25%20unbelievable"),
    ],
)
def test_an_address(words: str, nth: int, expected: str) -> None:
    assert link(words, nth) == f"{PAGE}#:~:text={expected}"


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("lieva", "unbelievable"),
        ("000 people", "1,000 people"),
        ("people; they don", "people; they don’t"),
        ("t care", "don’t care"),
        ("known firm A&B", "known firm A&B"),
        ("  unbelievable", "unbelievable"),
    ],
)
def test_no_word_is_cut(words: str, whole: str) -> None:
    article = "The well-known firm A&B paid 1,000 people; they don’t care. It is   unbelievable."
    assert terms(link(words, article=article))["start"] == whole


def test_marks_that_mean_something_in_a_fragment_are_encoded() -> None:
    address = link("a-b, c & d - e", article="x a-b, c & d - e y") or ""
    assert not set(address.partition("text=")[2]) & set("-,& ")


LONG = "one two three four five six " + "seven eight nine ten " * 20 + "eleven twelve thirteen end"


def test_a_long_passage_is_given_by_its_ends() -> None:
    assert len(LONG) > LONGEST
    assert terms(link(LONG, article=f"Before. {LONG} after.")) == {
        "start": "one two three four five",
        "end": "ten eleven twelve thirteen end",
    }


def test_a_passage_as_long_as_may_be_stands_whole() -> None:
    words = ("word " * 100)[: LONGEST - 1] + "d"
    assert terms(link(words, article=words)) == {"start": words}


def test_a_long_passage_of_few_words() -> None:
    words = "a" * 200 + " " + "b" * 200
    assert terms(link(words, article=words)) == {"start": "a" * 200, "end": "b" * 200}
    assert terms(link("c" * 400, article="c" * 400)) == {"start": "c" * 400}


def test_a_passage_over_paragraphs_is_given_by_its_ends() -> None:
    """A browser looks for one term in one paragraph only."""
    article = "“Alpha beta gamma.\n“Delta epsilon,” she said."
    assert terms(link("“Alpha beta gamma.\n“Delta epsilon,”", article=article)) == {
        "start": "“Alpha beta gamma.",
        "end": "“Delta epsilon,”",
    }


def test_the_start_of_a_long_passage_is_told_from_another() -> None:
    article = f"He said one two three four five.\nShe said: {LONG}."
    assert terms(link(LONG, article=article))["prefix"] == "said:"


def test_the_end_of_a_long_passage_is_told_from_another() -> None:
    passage = "one two three four five " + "ten eleven twelve thirteen end. " * 12
    passage = passage.rstrip()
    address = link(passage, article=f"{passage} After that.")
    assert terms(address)["suffix"] == "After"


def test_of_several_pieces_the_first_is_looked_for() -> None:
    spans = [Span(ARTICLE.index(w), ARTICLE.index(w) + len(w)) for w in ("No was all.", "Monday")]
    assert terms(text_fragment(PAGE, ARTICLE, spans)) == {"start": "Monday"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (PAGE, f"{PAGE}#:~:text=Monday"),
        (f"{PAGE}#", f"{PAGE}#:~:text=Monday"),
        (f"{PAGE}#a", f"{PAGE}#a:~:text=Monday"),
        (f"{PAGE}?b=1#a", f"{PAGE}?b=1#a:~:text=Monday"),
        (f"{PAGE}#:~:text=old", f"{PAGE}#:~:text=Monday"),
        (f"{PAGE}#a:~:text=old", f"{PAGE}#a:~:text=Monday"),
        (f"{PAGE}/a b", f"{PAGE}/a%20b#:~:text=Monday"),
        ("HTTP://example.org", "HTTP://example.org#:~:text=Monday"),
        ("javascript:alert(1)", None),
        ("file:///wall.html", None),
        ("wall.html", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses(url: str | None, expected: str | None) -> None:
    assert link("Monday", url=url) == expected


@pytest.mark.parametrize("spans", [[], [Span(0, 3)], [Span(50, 60)]])
def test_without_words_it_is_the_page(spans: list[Span]) -> None:
    assert text_fragment(PAGE, " \n ", spans) == PAGE


def test_scripts_without_spaces_are_not_run_together() -> None:
    assert terms(link("海堤", article="部長は海堤が崩れたと述べた")) == {"start": "海堤"}


@pytest.mark.parametrize("words", ["“No,”", "she said", "said", "unbelievable", "No"])
def test_a_browser_finds_the_place_and_no_other(words: str) -> None:
    for nth in range(ARTICLE.count(words)):
        at = -1
        for _ in range(nth + 1):
            at = ARTICLE.index(words, at + 1)
        span = Span(at, at + len(words))
        assert opened(text_fragment(PAGE, ARTICLE, [span]), ARTICLE) == place(ARTICLE, span)


WORDS = st.sampled_from(["no", "No", "“no,”", "yes.", "a-b", "it’s", "A&B", "x,y", "–", "100%"])


@given(st.data(), st.lists(st.lists(WORDS, min_size=1, max_size=8), min_size=1, max_size=4))
def test_a_browser_finds_any_passage_that_its_line_tells_apart(
    data: st.DataObject, lines: list[list[str]]
) -> None:
    """Words on either side of one line make it plain which place is meant, if each line has one of its
    own at its ends."""
    article = "\n".join(f"q{i} {' '.join(line)} z{i}" for i, line in enumerate(lines))
    line = data.draw(st.integers(0, len(lines) - 1))
    base = article.index(f"q{line} ")
    places = [m.span() for m in re.finditer(r"\S+", article[base:].split("\n")[0])][1:-1]
    first = data.draw(st.integers(0, len(places) - 1))
    last = data.draw(st.integers(first, len(places) - 1))
    assume(len(places) <= BESIDE)
    span = Span(base + places[first][0], base + places[last][1])
    assert opened(text_fragment(PAGE, article, [span]), article) == place(article, span)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
    | st.lists(WORDS | st.sampled_from(["\n", "\u2028", " "]), min_size=1).map(" ".join),
    st.integers(0, 500),
    st.integers(1, 500),
)
@example("ß SS ſs", 0, 1)
@example("a" * 301, 10, 20)
def test_what_it_says_stands_in_the_article(article: str, start: int, length: int) -> None:
    start = min(start, len(article) - 1)
    span = Span(start, min(len(article), start + length))
    address = text_fragment(PAGE, article, [span])
    if not span.of(article).strip():
        assert address == PAGE
        return
    assert address is not None
    assert address.isascii()
    page = " ".join(article.split())
    found = terms(address)
    for term in found.values():
        assert term in page
    joined = (found.get("prefix", ""), found["start"])
    assert any(s.join(joined) in page for s in ("", " ")) or "prefix" not in found
    if "end" not in found:
        assert " ".join(span.of(article).split()) in found["start"]
