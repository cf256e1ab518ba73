"""The texts made up for training: that they are well marked, and that none of them is a test case."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import constructs
import pytest

from train.data import runs
from train.made import FOLDER, article, items, read

ARTICLES = read()

each = pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda p: p.stem)


@each
def test_a_file_parses(path: Path) -> None:
    found = list(items(path.read_text("utf-8")))
    assert found
    assert sum(a.id.startswith(f"made/{path.stem}/") for a in ARTICLES) == len(found)


def test_there_are_enough_texts_and_none_twice() -> None:
    assert len(ARTICLES) >= 400
    for values in ([a.id for a in ARTICLES], [" ".join(a.text.split()) for a in ARTICLES]):
        assert [v for v, n in Counter(values).items() if n > 1] == []


def test_no_text_shares_eight_words_with_a_test_case() -> None:
    apart = {run for case in constructs.read() for run in runs(case.text, 8)}
    assert [a.id for a in ARTICLES if not apart.isdisjoint(runs(a.text, 8))] == []


def test_a_span_has_words_of_one_paragraph_and_no_space_around() -> None:
    for a in ARTICLES:
        for roles in a.attributions:
            assert roles["content"], a.id
            for start, end in (s for some in roles.values() for s in some):
                words = a.text[start:end]
                assert 0 <= start < end <= len(a.text), a.id
                assert words.strip() == words, (a.id, words)
                assert "\n" not in words, (a.id, words)
                assert (start, end) == whole(a.text, start, end), (a.id, words)


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The place widened to whole words."""
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def test_no_word_has_two_roles() -> None:
    """Two statements may have the same source or cue; else nothing overlaps."""
    for a in ARTICLES:
        spans = {(r, s) for roles in a.attributions for r, some in roles.items() for s in some}
        for (_, x), (_, y) in combinations(spans, 2):
            assert x[1] <= y[0] or y[1] <= x[0], (a.id, a.text[slice(*x)], a.text[slice(*y)])
        contents = Counter(s for roles in a.attributions for s in roles["content"])
        assert max(contents.values(), default=1) == 1, a.id


def test_an_item_is_read_with_its_roles() -> None:
    text = "== one\n\n# why\n<“No,”> {said} [[2|Ada]], {2|who added} that <2|it rained>.\n\nSo.\n--\nB."
    assert [group for group, _ in items(text)] == ["one", "one"]
    a = article("made/x/1", next(iter(items(text)))[1])
    assert a.text == "“No,” said Ada, who added that it rained.\n\nSo."
    assert a.attributions == (
        {"content": [(0, 5)], "cue": [(6, 10)], "source": [(11, 14)]},
        {"content": [(31, 40)], "cue": [(16, 25)], "source": [(11, 14)]},
    )


@pytest.mark.parametrize("markup", ["[person|Ada] left.", "[Ada] {said}."])
def test_what_is_no_attribution_is_refused(markup: str) -> None:
    with pytest.raises(ValueError, match=r"no role|no content"):
        article("made/x/1", markup)


def test_an_item_needs_a_heading() -> None:
    with pytest.raises(ValueError, match="heading"):
        list(items("Words."))
