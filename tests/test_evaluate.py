"""Scores by hand, against a slow plain oracle, and against the corpus' own scorer."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import Marked, marked

from quotes.document import Span
from quotes.errors import InputError
from quotes.evaluate import (
    Bin,
    Gold,
    Measure,
    Report,
    Roles,
    calibration_error,
    covered,
    evaluate,
    judged,
    read_gold,
    reliability,
)

# -- covered


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<We will>.", "Wewill"),
        ("<“We will,”> she said.", "Wewill"),
        ("<“We’ll,”> she said.", "Well"),
        ("<that we will>", "wewill"),
        ("<That we will>", "wewill"),
        ("<“that we will”>", "wewill"),
        ("<thatched roofs>", "thatchedroofs"),
        ("<that>", "that"),
        ("<that >", "that"),
        ("<“We will,”> she said. <“Now.”>", "WewillNow"),
        ("<We> <We>", "WeWe"),
        ("<(2,000)>", "2000"),
        ("<“…”>", ""),
        ("nothing", ""),
    ],
)
def test_letters_and_digits_are_compared(markup: str, expected: str) -> None:
    m = marked(markup)
    assert "".join(m.text[i] for i in sorted(covered(m.content, m.text))) == expected


def test_spans_that_overlap_cover_once() -> None:
    assert covered([Span(0, 4), Span(2, 6)], "abcdef") == frozenset(range(6))


def test_what_stands_behind_the_text_is_not_covered() -> None:
    assert covered([Span(1, 99)], "abc") == frozenset({1, 2})


TRIM = " \t\r\n\"“”‘’'`,.;:!?—–-()[]"


def plain_covered(spans: Sequence[Span], text: str) -> set[int]:
    """The same, a character at a time."""
    at = [i for i in range(len(text)) if any(s.start <= i < s.end for s in spans)]
    while at and text[at[0]] in TRIM:
        del at[0]
    while at and text[at[-1]] in TRIM:
        del at[-1]
    if len(at) > 5 and text[at[0] :][:5].lower() == "that ":
        del at[:5]
    return {i for i in at if text[i].isalnum()}


@st.composite
def spans_of(draw: st.DrawFn, text: str, most: int = 3, least: int = 0) -> tuple[Span, ...]:
    """Some stretches of ``text``, in order and apart."""
    at = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2 * least, max_size=2 * most)))
    return tuple(Span(a, b) for a, b in zip(at[::2], at[1::2], strict=False))


texts = st.text("that AbT. ,“”\"'7\n", min_size=4, max_size=30)


@given(st.data(), texts)
def test_what_is_covered_agrees_with_the_plain_way(data: st.DataObject, text: str) -> None:
    spans = data.draw(spans_of(text))
    assert covered(spans, text) == plain_covered(spans, text)


# -- evaluate, by hand


def roles(m: Marked) -> tuple[Roles, ...]:
    return tuple(
        Roles(m.spans("content", n), m.spans("cue", n), m.spans("source", n)) for n in m.numbers
    )


def score(*pairs: tuple[str, str]) -> Report:
    """The scores of pairs of the same text, marked as annotated and as found."""
    gold, answers = [], {}
    for i, (right, found) in enumerate(pairs):
        a, b = marked(right), marked(found)
        assert a.text == b.text
        gold.append(Gold(str(i), a.text, roles(a)))
        answers[a.text] = roles(b)
    return evaluate(gold, answers.__getitem__)


def counts(report: Report, name: str) -> tuple[float, float]:
    m = report.measures[name]
    return m.precision, m.recall


RIGHT = "<“We will,”> {said} [Ada Quill] of Port Ellery."


def test_all_right() -> None:
    report = score((RIGHT, RIGHT))
    assert report.articles == 1
    for name in ("content exact", "content", "direct", "end to end"):
        assert astuple(report.measures[name]) == (100, 100, 100, 1, 1)
    assert (report.source, report.cue, report.direct_end_to_end) == (100, 100, 100)


def test_nothing_found() -> None:
    report = score((RIGHT, "“We will,” said Ada Quill of Port Ellery."))
    assert astuple(report.measures["content"]) == (0, 0, 0, 1, 0)
    assert (report.source, report.cue, report.direct_end_to_end) == (0, 0, 0)


def test_nothing_to_find() -> None:
    report = score(("“We will,” said Ada.", "<“We will,”> {said} [Ada]."))
    assert astuple(report.measures["content"]) == (0, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("gold", "found", "exact", "overlap"),
    [
        pytest.param("<“We will,”> she said.", "“<We will>,” she said.", 100, 100, id="marks"),
        pytest.param("said <that we will>.", "said that <we will.>", 100, 100, id="that"),
        pytest.param("said <we will go>.", "said we <will go>.", 0, 100, id="six of eight letters"),
        pytest.param("said <abcd>.", "said <ab>cd.", 0, 100, id="just one half"),
        pytest.param("said <abcde>.", "said <ab>cde.", 0, 0, id="less than half"),
        pytest.param("<ab> said <cd>", "<ab> said cd", 0, 100, id="one of two pieces"),
        pytest.param("<we> will", "we <will>", 0, 0, id="apart"),
    ],
)
def test_content_is_right_where_half_of_it_is(
    gold: str, found: str, exact: float, overlap: float
) -> None:
    report = score((gold, found))
    assert counts(report, "content exact") == (exact, exact)
    assert counts(report, "content") == (overlap, overlap)


def test_each_content_is_matched_once_and_the_best_first() -> None:
    report = score(("<abcdef>", "<abcdef>"), ("<ghij>klmn", "<1|ghij><2|kl>mn"))
    assert counts(report, "content") == (round(200 / 3, 1), 100)
    report = score(("[1|Ada] <1|abcd><2|efgh> [2|Bo]", "[2|Ada] <1|abcdef><2|gh> [1|Bo]"))
    assert report.measures["content"].recall == 100
    assert report.source == 0


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        pytest.param("<no> said [Ada Quill]", "<no> said [Ada Quill]", 100, id="same"),
        pytest.param("<no> said [Ada Quill]", "<no> said Ada [Quill]", 100, id="inside"),
        pytest.param("<no> said [abcd]", "<no> sa[id ab]cd", 100, id="half of the shorter"),
        pytest.param("<no> said [abcde]", "<no> sa[id a]bcde", 0, id="less than half"),
        pytest.param("<no> said [Ada] Quill", "<no> said Ada [Quill]", 0, id="apart"),
        pytest.param("<no> said [Ada]", "<no> said Ada", 0, id="none found"),
    ],
)
def test_the_source_of_a_match(gold: str, found: str, right: float) -> None:
    report = score((gold, found))
    assert report.source == right
    assert counts(report, "end to end") == (right, right)


@pytest.mark.parametrize(
    ("found", "right"), [("<no> was said", 100), ("<no> was [said]", 0)]
)  # fmt: skip
def test_an_absent_source_is_right_where_none_is_found(found: str, right: float) -> None:
    report = score(("<no> was said", found))
    assert counts(report, "end to end") == (right, right)
    assert report.source == 0


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("<no> {had said} Ada", "<no> had {said} Ada", 100),
        ("<no> {had said} Ada", "<no> had said {Ada}", 0),
        ("<no> {had said} Ada", "<no> had said Ada", 0),
        ("<no> had said Ada", "<no> {had said} Ada", 0),
    ],
)
def test_the_cue_of_a_match_is_touched(gold: str, found: str, right: float) -> None:
    assert score((gold, found)).cue == right


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<“We will,”> said Ada.", "direct"),
        ('<"We will,"> said Ada.', "direct"),
        ("<``We will,''> said Ada.", "direct"),
        ("said <she “will”>", "mixed"),
        ("said <she will>", "indirect"),
        ("<‘We will,’> said Ada.", "indirect"),
    ],
)
def test_kinds_are_counted_by_double_marks(markup: str, kind: str) -> None:
    measures = score((markup, markup)).measures
    found = {k: measures[k].gold for k in ("direct", "mixed", "indirect")}
    assert found == {"direct": 0, "mixed": 0, "indirect": 0} | {kind: 1}


def test_recall_goes_by_the_annotated_kind_and_precision_by_the_found() -> None:
    report = score(("<“We will go,”> said Ada.", "“<We will go>,” said Ada."))
    assert counts(report, "direct") == (0, 100)
    assert counts(report, "indirect") == (100, 0)


def test_direct_end_to_end_leaves_other_kinds_out() -> None:
    report = score(
        (RIGHT, RIGHT), ("<2|no> said [2|Bo] and <1|“yes”> [1|Ada]", "no said Bo and <“yes”> [Ada]")
    )
    assert report.direct_end_to_end == 100
    assert report.measures["end to end"].recall == round(200 / 3, 1)


def test_a_watch_sees_each_article() -> None:
    seen: list[str] = []

    def watch(articles: Sequence[Gold]) -> list[Gold]:
        seen.extend(a.id for a in articles)
        return list(articles)

    gold = [Gold("one", "a", ()), Gold("two", "b", ())]
    assert evaluate(gold, lambda text: [], watch).articles == 2
    assert seen == ["one", "two"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((1, 2, 1, 4), (50, 25, 33.3)),
        ((0, 0, 0, 0), (0, 0, 0)),
        ((0, 5, 0, 5), (0, 0, 0)),
        ((2, 3, 1, 3), (66.7, 33.3, 44.4)),
    ],
)
def test_a_measure_is_in_percent(
    numbers: tuple[int, int, int, int], expected: tuple[float, ...]
) -> None:
    assert astuple(Measure.of(*numbers))[:3] == expected


# -- evaluate, against a plain oracle


def plain_pairs(a: Sequence[set[int]], b: Sequence[set[int]]) -> list[tuple[int, int]]:
    """Takes the best pair that is left, one after another."""
    out: list[tuple[int, int]] = []
    while True:
        left = [
            (len(a[i] & b[j]) / len(a[i] | b[j]), -i, -j)
            for i in range(len(a))
            for j in range(len(b))
            if a[i] | b[j] and all(i != x and j != y for x, y in out)
        ]
        if not left or max(left)[0] < 0.5:
            return out
        _, i, j = max(left)
        out.append((-i, -j))


@given(st.data(), texts)
def test_the_scores_agree_with_the_plain_way(data: st.DataObject, text: str) -> None:
    one = st.builds(
        Roles, spans_of(text, 2, least=1), spans_of(text, most=1), spans_of(text, most=1)
    )
    gold, found = (tuple(data.draw(st.lists(one, max_size=4))) for _ in range(2))
    report = evaluate([Gold("a", text, gold)], lambda _: found)

    def cover(some: Sequence[Roles], role: str) -> list[set[int]]:
        return [plain_covered(getattr(r, role), text) for r in some]

    a, b = cover(gold, "content"), cover(found, "content")
    pairs = plain_pairs(a, b)
    sources, others = cover(gold, "source"), cover(found, "source")
    right = []
    for i, j in pairs:
        x, y = sources[i], others[j]
        right.append(len(x & y) >= min(len(x), len(y)) / 2 and bool(y) if x else not y)
    cued = [(cover(gold, "cue")[i], cover(found, "cue")[j]) for i, j in pairs]
    rest, exact = list(b), 0
    for x in a:
        if x in rest:
            rest.remove(x)
            exact += 1

    def share(some: Sequence[bool]) -> float:
        return round(100 * sum(some) / len(some), 1) if some else 0

    def figures(count: int) -> tuple[float, float]:
        return (
            round(100 * count / len(found), 1) if found else 0,
            round(100 * count / len(gold), 1) if gold else 0,
        )

    assert counts(report, "content") == figures(len(pairs))
    assert counts(report, "content exact") == figures(exact)
    assert counts(report, "end to end") == figures(sum(right))
    assert report.source == share([r for (i, _), r in zip(pairs, right, strict=True) if sources[i]])
    assert report.cue == share([bool(x & y) for x, y in cued if x])


# -- reading a gold corpus

ARTICLE = {
    "id": "one",
    "text": "“No,” said Ada.",
    "attributions": [{"content": [[0, 5]], "cue": [[6, 10]], "source": [[11, 14]], "type": "x"}],
}


def file(folder: Path, *rows: object, ascii_only: bool = True) -> Path:
    path = folder / "gold.jsonl"
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=ascii_only) for r in rows]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return path


def test_a_gold_article_is_read(tmp_path: Path) -> None:
    (article,) = read_gold(file(tmp_path, ARTICLE))
    assert (article.id, article.text) == ("one", "“No,” said Ada.")
    assert article.attributions == (Roles((Span(0, 5),), (Span(6, 10),), (Span(11, 14),)),)


def test_blank_lines_are_skipped(tmp_path: Path) -> None:
    assert len(read_gold(file(tmp_path, "", ARTICLE, "  ", ARTICLE))) == 2


@pytest.mark.parametrize("missing", [{}, {"cue": None, "source": []}])
def test_cue_and_source_may_be_missing(missing: dict[str, object], tmp_path: Path) -> None:
    row = ARTICLE | {"attributions": [{"content": [[0, 5]]} | missing]}
    assert read_gold(file(tmp_path, row))[0].attributions == (Roles((Span(0, 5),)),)


@pytest.mark.parametrize("content", [[], None])
def test_an_attribution_without_content_is_left_out(content: object, tmp_path: Path) -> None:
    row = ARTICLE | {"attributions": [{"content": content, "cue": [[0, 1]]}]}
    assert read_gold(file(tmp_path, row))[0].attributions == ()


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x7f", "\u00a0"])
def test_characters_that_look_like_line_ends_break_no_line(odd: str, tmp_path: Path) -> None:
    row = ARTICLE | {"text": f"“No,” said Ada.{odd}And left."}
    assert read_gold(file(tmp_path, row, ascii_only=False))[0].text == row["text"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[]", id="a list"),
        pytest.param("7", id="a number"),
        pytest.param({"id": "x", "text": "a"}, id="no attributions"),
        pytest.param({"text": "a", "attributions": []}, id="no id"),
        pytest.param({"id": "x", "attributions": []}, id="no text"),
        pytest.param(ARTICLE | {"text": None}, id="text that is none"),
        pytest.param(ARTICLE | {"text": 7}, id="text that is a number"),
        pytest.param(ARTICLE | {"attributions": None}, id="attributions that are none"),
        pytest.param(ARTICLE | {"attributions": ["x"]}, id="an attribution that is a word"),
        pytest.param(ARTICLE | {"attributions": [{"content": [[3, 1]]}]}, id="a span backwards"),
        pytest.param(ARTICLE | {"attributions": [{"content": [[-2, 1]]}]}, id="a span before"),
        pytest.param(ARTICLE | {"attributions": [{"content": [["a", 1]]}]}, id="a span of words"),
        pytest.param(ARTICLE | {"attributions": [{"content": [1, 2]}]}, id="no pairs"),
        pytest.param(ARTICLE | {"attributions": [{"content": [[1, 2, 3]]}]}, id="three ends"),
    ],
)
def test_a_line_that_is_no_gold_article_is_named(row: object, tmp_path: Path) -> None:
    path = file(tmp_path, ARTICLE, row)
    with pytest.raises(InputError, match="each line needs id, text and attributions") as caught:
        read_gold(path)
    assert caught.value.where == f"{path}, line 2"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_a_corpus_without_articles_is_an_input_error(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_bytes(data)
    with pytest.raises(InputError, match="holds no article"):
        read_gold(path)


def test_a_corpus_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read") as caught:
        read_gold(tmp_path / "none.jsonl")
    assert caught.value.where == str(tmp_path / "none.jsonl")


def test_a_corpus_of_another_encoding_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"id": "caf\xe9"}\n')
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(path)


# -- against the corpus' own scorer


def perturbed(article: Gold, rng: random.Random) -> list[Roles]:
    """What a middling extractor might find: annotated spans moved, dropped, torn, swapped, made up."""
    most = len(article.text)

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        out = []
        for s in spans:
            start = max(0, s.start + rng.choice((0, 0, 0, 1, -1, 5, -5, 30)))
            end = min(most, s.end + rng.choice((0, 0, 0, 1, -1, 7, -7, -40)))
            out += [Span(start, end)] if start < end else [s]
        return tuple(out)

    found = []
    for a in article.attributions:
        if rng.random() < 0.2:
            continue
        content = moved(a.content)
        if rng.random() < 0.1 and content[0].end - content[0].start > 2:
            middle = (content[0].start + content[0].end) // 2
            found.append(Roles((Span(content[0].start, middle),), a.cue, a.source))
            content = (Span(middle, content[0].end), *content[1:])
        other = rng.choice(article.attributions)
        source = rng.choice((a.source, a.source, moved(a.source), other.source, ()))
        found.append(Roles(content, rng.choice((a.cue, moved(a.cue), other.cue, ())), source))
        if rng.random() < 0.1:
            found.append(found[-1])
    for _ in range(rng.randrange(4)):
        start = rng.randrange(most - 1)
        found.append(Roles((Span(start, min(most, start + rng.randrange(1, 120))),)))
    rng.shuffle(found)
    return found


@pytest.mark.shared
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_corpus_own_scorer_gives_the_same_figures(
    seed: int, shared: Path, tmp_path: Path
) -> None:
    corpus, scorer = shared / "data" / "polnear_dev.jsonl", shared / "eval" / "score.py"
    for path in (corpus, scorer):
        if not path.is_file():
            pytest.skip(f"needs {path}, which is not here")
    gold = read_gold(corpus)
    rng = random.Random(seed)
    found = {a.text: perturbed(a, rng) for a in gold}
    assert len(found) == len(gold)
    predicted = tmp_path / "found.jsonl"
    with predicted.open("w", encoding="utf-8") as out:
        for a in gold:
            rows = [
                {role: [list(s) for s in getattr(r, role)] for role in ("content", "cue", "source")}
                for r in found[a.text]
            ]
            print(json.dumps({"id": a.id, "attributions": rows}), file=out)
    command = [sys.executable, scorer, corpus, predicted, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    theirs = json.loads(done.stdout)

    mine = evaluate(gold, found.__getitem__)
    for name in ("content exact", "content", "direct", "mixed", "indirect", "end to end"):
        m = mine.measures[name]
        assert (m.precision, m.recall, m.f) == tuple(theirs[name][k] for k in "PRF"), name
        assert m.gold == theirs[name].get("n", m.gold)
    assert mine.source == theirs["source | content"]
    assert mine.cue == theirs["cue | content"]
    assert mine.direct_end_to_end == theirs["direct, end to end recall"]
    assert 20 < mine.measures["content"].f < 95


# -- confidence


@dataclass(frozen=True)
class Sure(Roles):
    """Roles with a confidence."""

    confidence: float = 0.0


def two(markup: str) -> tuple[str, list[Roles]]:
    m = marked(markup)
    return m.text, [
        Roles(m.spans("content", n), m.spans("cue", n), m.spans("source", n)) for n in m.numbers
    ]


GOLD = "[Ada] {said} <it was late>, and [2|Bo] {2|added} <2|it was cold>, nobody {3|denied} <3|the rain>."


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (GOLD, [True, True, True]),
        ("Ada {said} <it was late>, and [2|Ada] added <2|no>", None),
        (GOLD.replace("[Ada]", "Ada"), [False, True, True]),
        (GOLD.replace("[2|Bo]", "Bo"), [True, False, True]),
        (GOLD.replace("nobody", "[3|nobody]"), [True, True, False]),
        (GOLD.replace("<it was late>", "it <was> late"), [False, True, True]),
        ("Ada said it was late, and [Bo] {added} <it was cold>, nobody denied the rain.", [True]),
    ],
)
def test_right_is_a_content_with_its_source_or_rightly_none(
    found: str, expected: list[bool] | None
) -> None:
    text, gold = two(GOLD)
    other, some = two(found)
    if expected is not None:
        assert other == text
        assert judged(Gold("a", text, tuple(gold)), some) == expected


def test_bins_hold_what_is_as_sure_and_how_much_of_it_is_right() -> None:
    text, gold = two(GOLD)
    sure = [
        Sure(g.content, g.cue, source, confidence)
        for g, source, confidence in zip(
            gold, ((), gold[1].source, ()), (0.62, 0.68, 1.0), strict=True
        )
    ]
    bins, pairs = reliability([Gold("a", text, tuple(gold))], lambda _: sure)
    assert bins == [
        Bin(0.6, 0.7, 2, pytest.approx(0.65), 0.5),  # type: ignore[arg-type]
        Bin(0.9, 1.0, 1, 1.0, 1.0),
    ]
    assert pairs == [(0.62, False), (0.68, True), (1.0, True)]
    assert calibration_error(bins) == pytest.approx((2 * 0.15 + 0) / 3)


def test_nothing_found_is_no_error() -> None:
    assert reliability([Gold("a", "No.", ())], lambda _: []) == ([], [])
    assert calibration_error([]) == 0
