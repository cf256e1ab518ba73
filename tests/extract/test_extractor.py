"""From an article's text to who said what, with the model that ships: what any decent model gets right,
and what must hold whatever the model says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import marked

import quotes
from quotes import home
from quotes.attribution import Attribution, Kind, Medium, kind_of
from quotes.document import Document
from quotes.errors import ModelError
from quotes.extract.extractor import AHEAD, Extractor, default, extract
from quotes.extract.medium import medium_of, negated

MAYOR = "“We will rebuild,” said the mayor, Ada Quill."


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(threads=1)


def check(text: str, found: list[Attribution]) -> None:
    """What holds for every attribution: places in the text, in order, apart; a kind that fits."""
    for a in found:
        assert a.article == text
        assert a.content
        for spans in (a.content, a.cue, a.source):
            assert all(0 <= s.start < s.end <= len(text) for s in spans)
            assert all(x.end <= y.start for x, y in pairwise(spans))
            assert all(s.of(text) == s.of(text).strip() for s in spans)
        assert a.kind is kind_of(text, a.content)
        assert a.medium is medium_of(text, a.cue, a.source, a.content)
        assert a.negated is negated(text, a.cue, a.source, a.content)
        assert 0 <= a.confidence <= 1
        assert a.speaker or not a.joint
        assert not (a.speaker and a.description)
        for place in (a.description, *(s.description for s in a.speakers)):
            assert place is None or place.of(text) == place.of(text).strip() != ""
    firsts = [a.content[0] for a in found]
    assert firsts == sorted(firsts)


def only(found: list[Attribution]) -> Attribution:
    assert len(found) == 1, found
    return found[0]


# -- many articles, many cores


def test_many_articles_on_many_cores_give_what_one_by_one_gives(extractor: Extractor) -> None:
    articles = [f"{MAYOR} It was the year {n}.\n\n" * (n % 4) for n in range(25)]
    alone = [extractor(text) for text in articles]
    assert list(extractor.many(articles)) == alone
    assert list(Extractor(threads=3).many(iter(articles))) == alone


def test_articles_are_taken_only_a_little_ahead() -> None:
    taken = 0

    def articles() -> Iterator[str]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield MAYOR

    found = Extractor(threads=2).many(articles())
    assert len(next(found)) == 1
    assert taken <= AHEAD


def test_what_is_less_likely_than_asked_is_left_out(extractor: Extractor) -> None:
    text = f"{MAYOR} Some had hoped for more. The council was of two minds about it."
    every = extractor(text, 0.0)
    least = max(a.confidence for a in every)
    assert extractor(text, least) == [a for a in every if a.confidence >= least]
    assert extractor(text) == [a for a in every if a.confidence >= extractor.least[a.kind]]
    assert quotes.extract(text, min_confidence=0.0) == every
    assert extractor(text, 1.1) == []


# -- plain sentences


@pytest.mark.parametrize(
    "markup",
    [
        "<“We will rebuild,”> {said} the mayor, [Ada Quill].",
        '<"We will rebuild,"> {said} the mayor, [Ada Quill].',
        "<‘We will rebuild,’> {said} the mayor, [Ada Quill].",
        "<“We will rebuild,”> [Ada Quill] {said}.",
        "[Ada Quill] {said}: <“We will rebuild.”>",
        "Nobody was hurt 😀👩🏽‍🚀 in the storm.\n<“We will rebuild,”> {said} the mayor, [Ada Quill].",
        "Nobody was hurt in Zu\u0308rich.\n<“We will rebuild,”> {said} the mayor, [Ada Quill].",
        "Nobody was hurt.\r\n\r\n<“We will rebuild,”> {said} [Ada Quill], the mayor.\r\n",
        "\ufeff<“We will rebuild,”> {said} the mayor, [Ada Quill].",
    ],
)
def test_a_quotation_has_its_words_and_its_speaker(extractor: Extractor, markup: str) -> None:
    m = marked(markup)
    found = extractor(m.text)
    check(m.text, found)
    a = only([x for x in found if x.kind is Kind.DIRECT])
    assert m.text[a.content[0].start : a.content[0].end] == m.content[0].of(m.text)
    assert "said" in a.cue_text
    assert "Ada Quill" in a.source_text


def test_a_statement_has_its_medium_and_whether_it_is_denied(extractor: Extractor) -> None:
    text = (
        "The mayor, Ada Quill, believes that the wall will hold.\n"
        "The mayor, Ada Quill, wrote that the wall was safe.\n"
        "The mayor, Ada Quill, denied that the wall was unsafe.\n"
    )
    found = extractor(text)
    check(text, found)
    assert [(a.medium, a.negated) for a in found] == [
        (Medium.THOUGHT, False),
        (Medium.WRITING, False),
        (Medium.SPEECH, True),
    ]


def test_a_quotation_split_by_its_cue_is_one(extractor: Extractor) -> None:
    m = marked("<“We will rebuild,”> [the mayor, Ada Quill,] {said}. <“It will take years.”>")
    a = only(extractor(m.text))
    assert a.content == m.content
    assert a.text == "“We will rebuild,” … “It will take years.”"
    assert "Ada Quill" in a.source_text


def test_a_statement_without_marks_is_indirect(extractor: Extractor) -> None:
    a = only(extractor("Ada Quill said the town would rebuild."))
    assert a.kind is Kind.INDIRECT
    assert "the town would rebuild" in a.text
    assert a.source_text == "Ada Quill"


def test_a_statement_with_some_words_in_marks_is_mixed(extractor: Extractor) -> None:
    a = only(extractor("Ada Quill said that she “would never leave” the town."))
    assert a.kind is Kind.MIXED
    assert "“would never leave” the town" in a.text


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n"])
def test_a_quotation_over_two_paragraphs_is_one(extractor: Extractor, gap: str) -> None:
    text = f"Ada Quill, the mayor, said: “We will rebuild. It will take years.{gap}“But we will do it.”"
    found = extractor(text)
    check(text, found)
    assert only(found).text == "“We will rebuild. It will take years. “But we will do it.”"


def test_a_quotation_over_three_paragraphs_keeps_the_speaker_before_it(
    extractor: Extractor,
) -> None:
    text = (
        "Ada Quill, the mayor, said: “We will rebuild. It will take years.\n\n"
        "“But we will do it. We have no choice.\n\n“And the islands will pay for it.”"
    )
    a = only(extractor(text))
    assert [s.of(text)[0] for s in a.content] == ["“", "“", "“"]
    assert a.text.endswith("“And the islands will pay for it.”")
    assert "Ada Quill" in a.source_text


def test_a_headline_and_the_sentence_that_repeats_it_are_two(extractor: Extractor) -> None:
    text = f"“We will rebuild,” says Ada Quill\n\n{MAYOR}"
    found = extractor(text)
    check(text, found)
    assert [a.text for a in found] == ["“We will rebuild,”"] * 2


def test_two_speakers_are_two_statements(extractor: Extractor) -> None:
    text = f"{MAYOR}\n“It is a waste of money,” said the engineer, Tom Reed."
    found = extractor(text)
    check(text, found)
    assert ["Quill" in a.source_text for a in found] == [True, False]
    assert ["Reed" in a.source_text for a in found] == [False, True]


@pytest.mark.parametrize(
    "line",
    [
        "“We lost it all,” says Tom Reed, the baker. (Idris Colman/Northern Wire)",
        "Read more: “I warned them,” says Tom Reed",
        "Photo by Tom Reed",
    ],
)
def test_what_is_no_part_of_the_article_is_passed_over(extractor: Extractor, line: str) -> None:
    found = extractor(f"{MAYOR}\n{line}\nNobody was hurt.")
    assert "Ada Quill" in only(found).source_text


# -- odd texts


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n\t\u2028"])
def test_an_empty_text_has_no_statements(extractor: Extractor, text: str) -> None:
    assert extractor(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“”", id="a pair of marks"),
        pytest.param('“ ” " " ‘’ «»\n""\'\'``', id="marks of every sort"),
        pytest.param("“" * 400, id="opening marks"),
        pytest.param("“We will rebuild, said the mayor, Ada Quill.", id="a mark never closed"),
        pytest.param("We will rebuild,” said the mayor, Ada Quill.", id="a mark never opened"),
        pytest.param("said", id="a cue alone"),
        pytest.param(".", id="a full stop"),
        pytest.param("\x00\x01 said \x7f", id="control characters"),
        pytest.param("\u200b\u200d\ufeff", id="nothing that is seen"),
        pytest.param("e\u0301" * 300, id="combining accents"),
        pytest.param("😀" * 300, id="emoji"),
        pytest.param("דָּוִד אמר: “שלום”.", id="right to left"),
        pytest.param("「はい」と市長は言った。", id="no spaces"),
        pytest.param("a" * 300_000, id="300 KB without a space"),
        pytest.param("\n".join("“”" for _ in range(500)), id="lines of marks"),
    ],
)
def test_odd_texts_give_places_inside_them(extractor: Extractor, text: str) -> None:
    check(text, extractor(text))


@pytest.mark.parametrize("text", ["\ud83d", "“We will,” said Ada Quill\ud83d."])
def test_a_lone_surrogate_stops_nothing(extractor: Extractor, text: str) -> None:
    """Half of an emoji is what a careless cut leaves behind; any text is accepted."""
    check(text, extractor(text))


def test_a_long_line_without_spaces_leaves_the_rest_readable(extractor: Extractor) -> None:
    text = "x" * 300_000 + "\n" + MAYOR
    found = extractor(text)
    check(text, found)
    assert "Ada Quill" in found[-1].source_text


def test_a_name_keeps_its_combining_accents(extractor: Extractor) -> None:
    text = "“We will rebuild,” said Ada Beyonce\u0301."
    assert "Ada Beyonce\u0301" in only(extractor(text)).source_text


@settings(max_examples=30)
@given(
    st.lists(
        st.sampled_from(
            ["“", "”", '"', "Ada Quill", "said", "we will", ",", ".", "\n", "\n\n", "😀", "e\u0301", "she", "(", ")"]
        ),
        max_size=25,
    ).map(" ".join)
)  # fmt: skip
def test_whatever_the_text_places_are_inside_it(text: str) -> None:
    check(text, extract(text))


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_characters_are_accepted(text: str) -> None:
    check(text, extract(text))


@pytest.mark.parametrize("name", ["01-sea-wall-collapse.txt", "03-warning-memo.txt"])
def test_a_sample_article_has_statements_of_many_people(
    extractor: Extractor, samples: Path, name: str
) -> None:
    text = (samples / name).read_text("utf-8")
    found = extractor(text)
    check(text, found)
    assert len(found) >= 8
    assert len({a.source_text for a in found}) >= 4


# -- the same again


def test_the_same_text_gives_the_same_result(extractor: Extractor, samples: Path) -> None:
    text = (samples / "01-sea-wall-collapse.txt").read_text("utf-8")
    assert extractor(text) == extractor(text)


def test_an_article_before_it_changes_nothing(extractor: Extractor, samples: Path) -> None:
    alone = Extractor(threads=1)(MAYOR)
    extractor((samples / "03-warning-memo.txt").read_text("utf-8"))
    assert extractor(MAYOR) == alone


def test_a_document_is_read_like_its_text(extractor: Extractor) -> None:
    document = Document(MAYOR, title="“No,” said Tom Reed", authors=("Tom Reed",))
    assert extractor(document) == extractor(MAYOR)


# -- the model, and quotes.extract


def test_the_model_s_hash_is_told(extractor: Extractor) -> None:
    assert extractor.model == Extractor(home.model()).model
    assert int(extractor.model, 16) > 0


def test_another_folder_may_be_named(tmp_path: Path) -> None:
    shutil.copytree(home.model(), tmp_path / "mine")
    assert len(Extractor(tmp_path / "mine", threads=1)(MAYOR)) == 1


def test_a_folder_without_a_model_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"lacks model\.onnx"):
        Extractor(tmp_path)


def test_the_default_extractor_is_loaded_once() -> None:
    assert default() is default()


def test_extract_is_the_default_extractor() -> None:
    assert extract(MAYOR) == default()(MAYOR) == quotes.extract(MAYOR)


@pytest.mark.parametrize(
    "code",
    [
        "import quotes; found = quotes.extract(T)",
        "import quotes.extract; found = quotes.extract(T)",
        "import quotes; import quotes.extract.extractor; found = quotes.extract(T)",
        "import quotes.extract.extractor; import quotes; found = quotes.extract(T)",
        "import quotes; quotes.extract; import quotes.extract.windows; found = quotes.extract(T)",
        "from quotes import extract; import quotes.extract.extractor; found = extract(T)",
        "from quotes.extract.extractor import extract; found = extract(T)",
    ],
)
def test_quotes_extract_extracts_however_it_was_imported(code: str) -> None:
    program = f"T = {MAYOR!r}\n{code}\nprint(ascii(found[0].text))"
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ascii("“We will rebuild,”")
