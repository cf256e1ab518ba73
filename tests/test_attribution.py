"""Kinds of statement, and content cut from the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked

from quotes.attribution import GAP, Attribution, Kind, Medium, Speaker, SpeakerKind, cut, kind_of
from quotes.document import Span


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<“We will rebuild,”> said Ada.", Kind.DIRECT),
        ('<"We will rebuild,"> said Ada.', Kind.DIRECT),
        ("<''We will rebuild,''> said Ada.", Kind.DIRECT),
        ("<``We will rebuild,''> said Ada.", Kind.DIRECT),
        ("<«We will rebuild»>, said Ada.", Kind.DIRECT),
        ("<„We will rebuild“>, said Ada.", Kind.DIRECT),
        ("<‘We will rebuild,’> said Ada.", Kind.DIRECT),
        ("<'We will rebuild,'> said Ada.", Kind.DIRECT),
        ("<‘It’s the workers’ wall,’> said Ada.", Kind.DIRECT),
        ("<“We will,”> said Ada. <“At once.”>", Kind.DIRECT),
        ("Ada said <“we will”>.", Kind.DIRECT),
        ("Ada said <“we will”.>", Kind.DIRECT),
        ("Ada asked, <“will we”?!>", Kind.DIRECT),
        ("<“We will”…> Ada said.", Kind.DIRECT),
        ("< “We will,” > said Ada.", Kind.DIRECT),
        ("<“We will rebuild> said Ada.", Kind.MIXED),
        ("Ada said <she “will rebuild”>.", Kind.MIXED),
        ("Ada said <she “will” rebuild>.", Kind.MIXED),
        ("Ada said <“we will” rebuild>.", Kind.MIXED),
        ("Ada said <she ``will'' rebuild>.", Kind.MIXED),
        ("<“We will,”> said Ada, <and so she did>.", Kind.MIXED),
        ("Ada said <she would rebuild>.", Kind.INDIRECT),
        ("Ada said <it’s the workers’>.", Kind.INDIRECT),
        ("Ada said <’twas late>.", Kind.INDIRECT),
        ("Ada said <it was the workers'>.", Kind.INDIRECT),
        ("Ada said <it was 5' tall>.", Kind.INDIRECT),
        ("Ada said <...>", Kind.INDIRECT),
        ("Ada said <‘>.", Kind.INDIRECT),
    ],
)
def test_the_kind_is_read_from_the_marks(markup: str, kind: Kind) -> None:
    m = marked(markup)
    assert kind_of(m.text, m.content) is kind


@given(st.text("ab .,“”\"'‘’«»„`…!\n", min_size=1))
def test_any_content_has_a_kind(text: str) -> None:
    kind = kind_of(text, (Span(0, len(text)),))
    if kind is not Kind.INDIRECT:
        assert set(text) & set("“”\"'‘’«»„`")
    if not set(text) & set("“”\"'‘’«»„`"):
        assert kind is Kind.INDIRECT


@given(st.text("ab ", min_size=1).filter(str.strip), st.sampled_from(["“”", '""', "«»", "„“"]))
def test_words_in_marks_are_direct_and_with_words_before_them_mixed(words: str, marks: str) -> None:
    quoted = marks[0] + words + marks[1]
    assert kind_of(quoted, (Span(0, len(quoted)),)) is Kind.DIRECT
    longer = "so " + quoted
    assert kind_of(longer, (Span(0, len(longer)),)) is Kind.MIXED


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("said <yes>.", "yes"),
        ("<“Yes,”> she said. <“At once.”>", f"“Yes,”{GAP}“At once.”"),
        ("<“Yes.>\n\n<“At once.”>", "“Yes. “At once.”"),
        ("<“Yes> <there,”> she said.", "“Yes there,”"),
        ("<two\nlines and\t a  gap>", "two lines and a gap"),
        ("<one>, <two>, <three>", f"one{GAP}two{GAP}three"),
        ("<a\r\nb>", "a b"),
    ],
)
def test_pieces_are_joined_with_an_ellipsis_where_words_are_left_out(
    markup: str, expected: str
) -> None:
    m = marked(markup)
    assert cut(m.text, m.content) == expected


def test_nothing_cut_is_an_empty_string() -> None:
    assert cut("We will.", ()) == ""


@given(st.text(st.characters(exclude_characters="…"), min_size=1), st.data())
def test_what_is_cut_has_the_characters_of_its_spans(text: str, data: st.DataObject) -> None:
    at = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = tuple(Span(a, b) for a, b in zip(at[::2], at[1::2], strict=False))
    kept = "".join("".join(s.of(text).split()) for s in spans)
    assert "".join(cut(text, spans).replace(GAP, " ").split()) == kept


def attribution(markup: str, **facts: object) -> Attribution:
    m = marked(markup)
    given = {"kind": Kind.DIRECT, "speaker": None, "confidence": 0.5} | facts
    return Attribution(content=m.content, cue=m.cue, source=m.source, article=m.text, **given)


def test_an_attribution_shows_its_roles_as_printed() -> None:
    a = attribution("<“We will,”> {said} [the\nmayor]. <“At once.”>")
    assert (a.text, a.cue_text, a.source_text) == ("“We will,” … “At once.”", "said", "the mayor")


def test_an_attribution_without_cue_and_source_shows_empty_strings() -> None:
    a = attribution("<“We will.”>")
    assert (a.cue_text, a.source_text) == ("", "")


def test_the_article_is_left_out_of_what_is_printed() -> None:
    assert "long article" not in repr(attribution("<“We will,”> said the long article."))


def test_reason_and_places_take_no_part_in_who_speaks() -> None:
    one = Speaker("Ada Quill", SpeakerKind.PERSON, "named in full", Span(0, 9), Span(11, 16))
    assert one == Speaker("Ada Quill", SpeakerKind.PERSON)
    assert one != Speaker("Ada Quill", SpeakerKind.PLACE)


def test_all_who_speak_are_told_the_first_one_first() -> None:
    quill, tern = (Speaker(n, SpeakerKind.PERSON) for n in ("Ada Quill", "Bo Tern"))
    assert attribution("<“No,”> {said} [they]").speakers == ()
    assert attribution("<“No,”> {said} [Quill]", speaker=quill).speakers == (quill,)
    both = attribution("<“No,”> {said} [Quill and Tern]", speaker=quill, joint=(tern,))
    assert both.speakers == (quill, tern)


@pytest.mark.parametrize("kind", [*Kind, *Medium, *SpeakerKind])
def test_kinds_print_as_their_words(kind: Kind | Medium | SpeakerKind) -> None:
    assert f"{kind}" == kind.value == kind.name.lower()
