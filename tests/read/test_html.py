"""Web pages: the article's own text, and what the page says of itself."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest

from quotes.document import Document
from quotes.errors import InputError
from quotes.read.html import read

PAGES = {
    "02-smokehouse-couple.html": Document(
        "",
        title="‘Leave the fish’: A smokehouse tries to dry out",
        authors=("Rhiannon Castell-Pike",),
        publisher="Wyncastle Gazette",
        published="2026-02-14",
        url="https://example.org/wyncastle-gazette/2026/02/14/smokehouse-dries-out",
    ),
    "07-inquiry-opens.html": Document(
        "",
        title="Engineer was ‘laughed at’ over sea wall memo, inquiry hears",
        authors=("Fenella Marsh-Ivory", "Idris Colman"),
        publisher="The Harbour Courier",
        published="2026-05-12",
        url="https://example.com/harbour-courier/news/inquiry-opens-innes-boyd",
    ),
    "10-builder-testifies.html": Document(
        "",
        title="Builder: Wall was “right on paper”",
        authors=("Leopold Anstey-Novák",),
        publisher="Wyncastle Gazette",
        published="2026-06-23",
        url="https://example.org/wyncastle-gazette/2026/06/23/pell-testifies",
    ),
    "12-long-ebb-film.html": Document(
        "",
        title='"The Long Ebb" lets a flooded town talk',
        authors=("Haruka Lindenfels",),
        publisher="The Meridian Ledger",
        published="2026-08-15",
        url="https://example.com/meridian-ledger/culture/2026/08/15/the-long-ebb",
    ),
    "14-inquiry-report.html": Document(
        "",
        title="Port Ellery wall collapse was “foreseen, written down and filed,” inquiry finds",
        authors=("Odile Brandvold",),
        publisher="Northern Wire",
        published="2026-10-20",
        url="https://example.org/northern-wire/story/20261020-port-ellery-report",
    ),
}

FIRST_AND_LAST = {
    "02-smokehouse-couple.html": ("The piano came up first.", "“June,” his wife said."),
    "07-inquiry-opens.html": ("The engineer who warned", "The inquiry continues."),
    "10-builder-testifies.html": ("The man whose company rebuilt", "“Ask me in the fall,”"),
    "12-long-ebb-film.html": ("There is no narrator", "I have made my peace with it."),
    "14-inquiry-report.html": ("The collapse of the Port Ellery", "“But do look at the wall.”"),
}

INSIDE = {
    "02-smokehouse-couple.html": (
        "“I said, ‘Renzo, it is full of fish.’ He said, ‘So are we all.’”",
        "A relief official in Port Ellery",
    ),
    "07-inquiry-opens.html": (
        "A colleague said to me, “Gareth, it’s a lovely picture.”",
        "There was some actual laughter",
        "the department’s own log",
    ),
    "10-builder-testifies.html": (
        "“In 2022 I looked at the drawings",
        "Minutes of the meeting",
        "Pell & Sons Marine Construction",
    ),
    "12-long-ebb-film.html": (
        "I take my ears out at nine o'clock.",
        "So I am crying in eleven countries.",
    ),
    "14-inquiry-report.html": (
        "A director who is not named in the report",
        "“ought to have asked again.”",
    ),
}

OUTSIDE = {
    "02-smokehouse-couple.html": {
        "caption": "We are down to the nails",
        "credit": "Bruno Æskild",
        "related story": "unrepentant",
        "navigation": "Opinion",
        "footer": "newsletter",
        "copyright": "All rights reserved",
        "style": "max-width",
    },
    "07-inquiry-opens.html": {
        "caption": "which the sea did not reach",
        "credit": "Photograph: Idris Colman",
        "teaser inside the body": "What the inquiry will ask",
        "menu": "Crossword",
        "footer": "Got a story?",
        "copyright": "All rights reserved",
    },
    "10-builder-testifies.html": {
        "caption": "arrives at St. Orrin town hall",
        "credit": "Bruno Æskild",
        "aside": "The sea keeps the receipts",
        "navigation": "Obituaries",
        "footer": "up to 300 words",
    },
    "12-long-ebb-film.html": {
        "caption": "COURTESY OF",
        "related story": "Nobody dances any more",
        "navigation": "Shipping",
        "footer": "culture letter",
        "copyright": "All rights reserved",
    },
    "14-inquiry-report.html": {
        "caption": "It is heavier than it looks",
        "credit": "Tamsin Eyre",
        "aside": "on time, on budget and on a boat",
        "navigation": "Top news",
        "footer": "accuracy, brevity, weather",
    },
}


def page(name: str, samples: Path) -> Document:
    return read((samples / name).read_bytes(), name)


def test_every_page_among_the_samples_is_tested(samples: Path) -> None:
    assert {p.name for p in samples.glob("*.html")} == set(PAGES)


@pytest.mark.parametrize("field", ["title", "authors", "publisher", "published", "url"])
@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_says_of_itself(samples: Path, name: str, field: str) -> None:
    assert getattr(page(name, samples), field) == getattr(PAGES[name], field)


@pytest.mark.parametrize("name", PAGES)
def test_the_article_is_there_from_its_first_words_to_its_last(samples: Path, name: str) -> None:
    text = page(name, samples).text
    first, last = FIRST_AND_LAST[name]
    assert 0 <= text.find(first) < text.find(last)


@pytest.mark.parametrize(("name", "words"), [(n, w) for n, some in INSIDE.items() for w in some])
def test_the_articles_own_words_are_in_the_text(samples: Path, name: str, words: str) -> None:
    assert words in page(name, samples).text


@pytest.mark.parametrize(
    ("name", "what", "words"),
    [(n, what, w) for n, some in OUTSIDE.items() for what, w in some.items()],
)
def test_the_page_around_the_article_is_left_out(
    samples: Path, name: str, what: str, words: str
) -> None:
    assert words not in page(name, samples).text, what


@pytest.mark.parametrize("name", PAGES)
def test_a_paragraph_is_a_line(samples: Path, name: str) -> None:
    lines = page(name, samples).text.split("\n")
    assert len(lines) > 10
    assert all(line == line.strip() for line in lines)


PROSE = "<p>" + "The wall fell at dawn on Sunday, officials said. " * 12 + "</p>"


def built(head: str = "", body: str = PROSE) -> str:
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"


def test_a_page_that_says_nothing_of_itself_has_no_description() -> None:
    document = read(built().encode(), "a.html")
    assert (document.title, document.authors, document.publisher) == (None, (), None)
    assert (document.published, document.url, document.language) == (None, None, None)
    assert document.origin == "a.html"


def test_entities_are_characters() -> None:
    body = (
        PROSE
        + "<p>&ldquo;Pell &amp; Sons &mdash; that&rsquo;s us,&rdquo; said &AElig;skild &#8212; twice.</p>"
    )
    text = read(built(body=body).encode(), "a.html").text
    assert "“Pell & Sons — that’s us,” said Æskild — twice." in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_page_in_another_encoding(encoding: str) -> None:
    mark = f'<meta charset="{encoding}">' if encoding == "cp1252" else ""
    body = PROSE + "<p>“It’s Søren,” said Thérèse Marchetti-Obi, and went on to say much more.</p>"
    text = read(built(mark, body).encode(encoding), "a.html").text
    assert "“It’s Søren,” said Thérèse Marchetti-Obi" in text


@pytest.mark.parametrize("title", ["\\ud83d cut in half", "a \\u0000 in it", "<b>bold</b>"])
def test_a_hostile_title_can_be_stored_as_utf_8(title: str) -> None:
    data = f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{title}"}}'
    assert isinstance(json.loads(data), dict)
    head = f'<script type="application/ld+json">{data}</script>'
    found = read(built(head).encode(), "a.html").title or ""
    assert "\0" not in found
    found.encode("utf-8")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<html><body></body></html>", id="empty page"),
        pytest.param(b"<!-- only a comment -->", id="a comment"),
        pytest.param(b"<", id="a broken tag"),
        pytest.param(b"\x00\x00", id="two NULs"),
        pytest.param(b"{}", id="two letters"),
        pytest.param(
            b"<html><script>var x = 'The wall fell at dawn';</script></html>", id="script"
        ),
        pytest.param(b"<html>\x00<p>NUL</p></html>", id="a NUL"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="picture"),
        pytest.param(b"\xff\xfe\x00\xd8", id="broken UTF-16"),
        pytest.param(b"\x80\x81\x8d\x8f\x90\x9d" * 40, id="bytes of no encoding"),
    ],
)
def test_a_page_without_an_article_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.html: "):
        read(data, "a.html")


def test_a_page_nested_very_deep_is_read_or_refused_but_breaks_nothing() -> None:
    data = ("<div>" * 50_000 + PROSE + "</div>" * 50_000).encode()
    with suppress(InputError):
        assert "The wall fell" in read(data, "a.html").text
