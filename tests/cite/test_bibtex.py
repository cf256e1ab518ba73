"""BibTeX, read back by pybtex and by bibtexparser."""

from __future__ import annotations

import re

import bibtexparser
import pytest
from cite.plain import ADDRESS, BARE, HARD, PLAIN, made
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, Person, parse_string

from quotes.cite.bibtex import bibtex
from quotes.cite.byline import byline
from quotes.cite.cited import one_line

NAMED = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def printed(tex: str) -> str:
    """What TeX prints of a value: commands for characters read, other braces dropped."""
    return re.sub(
        r"\{\\(text\w+)\}|\\([%&#_$])|[{}]",
        lambda m: NAMED[m[1]] if m[1] else m[2] or "",
        tex,
    )


def entries(file: str) -> dict[str, Entry]:
    """By key, what pybtex reads; bibtexparser has to find the same keys and no block it cannot read."""
    file.encode("utf-8")
    found = dict(parse_string(file, "bibtex").entries)
    library = bibtexparser.parse_string(file)
    assert library.failed_blocks == []
    assert [e.key for e in library.entries] == list(found)
    for other in library.entries:
        fields = {f.key: printed(str(f.value)) for f in other.fields}
        own = {k: printed(v) for k, v in found[other.key].fields.items() if k != "month"}
        assert own.items() <= fields.items()
    return found


def entry(file: str) -> Entry:
    [found] = entries(file).values()
    return found


def test_a_file() -> None:
    assert bibtex([made(language="en")]) == (
        "@article{brandvold2026sea_7rw8dq,\n"
        "  author = {Brandvold, Odile},\n"
        "  title = {{Sea wall gives way in Port Ellery}},\n"
        "  journal = {Northern Wire},\n"
        "  entrysubtype = {newspaper},\n"
        "  year = {2026},\n"
        "  month = jan,\n"
        "  date = {2026-01-19},\n"
        "  language = {en},\n"
        "  url = {https://example.org/wall},\n"
        "  annote = {Marguerite Ortel: “Nobody signed off on that wall,” [direct, speech, cue: said] "
        f"Statement 7rw8dq60ftxs, {ADDRESS}}},\n"
        "}\n"
    )


def test_another_reads_the_same_facts() -> None:
    found = entry(bibtex([PLAIN]))
    assert found.type == "article"
    assert {k: printed(v) for k, v in found.fields.items()} == {
        "title": "Sea wall gives way in Port Ellery",
        "journal": "Northern Wire",
        "entrysubtype": "newspaper",
        "year": "2026",
        "month": "January",
        "date": "2026-01-19",
        "url": "https://example.org/wall",
        "annote": PLAIN.note,
    }
    assert found.persons["author"] == [Person("Brandvold, Odile")]


def test_what_is_not_known_is_left_out() -> None:
    found = entry(bibtex([BARE]))
    assert (found.type, list(found.fields), list(found.persons)) == (
        "misc",
        ["title", "annote"],
        [],
    )
    assert printed(found.fields["title"]) == "[Untitled article]"


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2026", {"year": "2026", "date": "2026"}),
        ("2026-12", {"year": "2026", "month": "December", "date": "2026-12"}),
        (None, {}),
    ],
)
def test_a_date_is_as_precise_as_known(published: str | None, expected: dict) -> None:
    found = entry(bibtex([made(published=published)])).fields
    assert {k: v for k, v in found.items() if k in ("year", "month", "date")} == expected


def test_date_stands_behind_year_and_month() -> None:
    """Of several, Zotero keeps the last."""
    assert re.search(r"year.*month.*date", bibtex([PLAIN]), re.DOTALL)


def parts(person: Person) -> tuple[list[str], ...]:
    found = (
        person.first_names + person.middle_names,
        person.prelast_names,
        person.last_names,
        person.lineage_names,
    )
    return tuple([printed(w) for w in words] for words in found)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Odile Anna Brandvold", (["Odile", "Anna"], [], ["Brandvold"], [])),
        ("Tomás de la Cueva", (["Tomás"], ["de", "la"], ["Cueva"], [])),
        ("Ludo van Bethoren", (["Ludo"], ["van"], ["Bethoren"], [])),
        ("Howard Pell Jr.", (["Howard"], [], ["Pell"], ["Jr."])),
        ("bell hookwell", (["bell"], [], ["hookwell"], [])),
        ("Анна Кветова", (["Анна"], [], ["Кветова"], [])),
        ("Bank of Ellery", ([], [], ["Bank of Ellery"], [])),
        ("Northern Wire", ([], [], ["Northern Wire"], [])),
        ("Quill and Tern", ([], [], ["Quill and Tern"], [])),
        ("Reuters", ([], [], ["Reuters"], [])),
        ("others", ([], [], ["others"], [])),
    ],
)
def test_an_author(author: str, expected: tuple) -> None:
    [found] = entry(bibtex([made(authors=(author,))])).persons["author"]
    assert parts(found) == expected


def test_authors_stay_apart() -> None:
    names = ("Ada Quill", "Quill and Tern", "Bo Tern")
    assert len(entry(bibtex([made(authors=names)])).persons["author"]) == 3


@pytest.mark.parametrize("words", HARD)
def test_hard_texts_come_back(words: str) -> None:
    found = entry(
        bibtex([made(title=words, publisher=words, authors=(words, "Ada Quill"), text=words)])
    )
    assert printed(found.fields["title"]) == printed(found.fields["journal"]) == one_line(words)
    assert one_line(words) in printed(found.fields["annote"])
    assert len(found.persons["author"]) == 2


def test_an_address_stands_as_it_is() -> None:
    """biblatex and Zotero take it so: an escaped address would lead elsewhere."""
    url = "https://example.org/100%25_wall?a=1&b={c}#~d"
    found = entry(bibtex([made(url=url)])).fields["url"]
    assert found == "https://example.org/100%25_wall?a=1&b=%7Bc%7D#~d"


def key(**changed: object) -> str:
    [found] = entries(bibtex([made(**changed)]))
    return found


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"authors": ("Tomás de la Cueva",)}, "delacueva2026sea_7rw8dq"),
        ({"authors": ("Étienne Gårrault-Ø’Neil",)}, "garraultoneil2026sea_7rw8dq"),
        ({"authors": ("Reuters",)}, "reuters2026sea_7rw8dq"),
        ({"authors": ()}, "northernwire2026sea_7rw8dq"),
        ({"authors": ("李小龍",)}, "northernwire2026sea_7rw8dq"),
        ({"authors": (), "publisher": None}, "anonymous2026sea_7rw8dq"),
        ({"published": None}, "brandvoldndsea_7rw8dq"),
        ({"title": None}, "brandvold2026_7rw8dq"),
        ({"title": "“The don’t-know wall”"}, "brandvold2026dont_7rw8dq"),
        ({"title": "海堤 100% wall"}, "brandvold2026100_7rw8dq"),
        ({"id": "ab"}, "brandvold2026sea_ab_2"),
    ],
)
def test_a_key(changed: dict, expected: str) -> None:
    assert key(**changed) == expected


def test_keys_are_unique_in_a_file() -> None:
    """A longer head of the identifier where the short ones are the same; a number for a statement twice."""
    ids = ("7rw8dq60ftxs", "7rw8dq60ftxt", "7rw8dr", "7rw8dq60ftxs", *["7rw8dq60ftxs"] * 6)
    keys = list(entries(bibtex([made(id=i) for i in ids])))
    assert len({k.lower() for k in keys}) == len(ids)
    assert keys[:3] == [
        "brandvold2026sea_7rw8dq",
        "brandvold2026sea_7rw8dq6",
        "brandvold2026sea_7rw8dr",
    ]


def test_no_statement_is_an_empty_file() -> None:
    assert bibtex([]) == ""


ANY = st.text(st.characters(), max_size=60) | st.lists(
    st.sampled_from([*HARD, "{", "}", "\\", "@", ",", '"', "%", "#", " and ", "a"]), max_size=6
).map("".join)


@given(title=ANY, words=ANY, publisher=ANY, author=ANY, speaker=ANY, key=ANY, language=ANY, url=ANY)
def test_any_texts_make_one_entry(
    title: str,
    words: str,
    publisher: str,
    author: str,
    speaker: str,
    key: str,
    language: str,
    url: str,
) -> None:
    cited = made(
        title=title,
        text=words,
        publisher=publisher,
        authors=(author, "Ada Quill"),
        speaker=speaker,
        id=key,
        language=language,
        url=f"https://example.org/{url}",
    )
    found = entry(bibtex([cited]))
    assert printed(found.fields["title"]) == cited.title
    assert printed(found.fields.get("journal", "")) == cited.publisher
    assert printed(found.fields["annote"]) == cited.note
    assert found.fields["url"] == cited.url
    assert len(found.persons["author"]) == len(byline(cited.authors, cited.publisher))
