"""From annotated articles to what the network learns from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked
from tokenizers import Tokenizer

from quotes import home
from quotes.extract.labels import IGNORED, ROLE_TAGS
from train import data


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    out = Tokenizer.from_file(str(home.model() / "tokenizer.json"))
    out.no_padding()
    out.no_truncation()
    return out


def article(markup: str) -> data.Article:
    m = marked(markup)
    found = tuple(
        {
            role: [(s.start, s.end) for s in m.spans(role, n)]
            for role in ("source", "cue", "content")
        }
        for n in m.numbers
    )
    return data.Article("a", m.text, found)


def drawn(example: data.Example, text: str, row: Sequence[int]) -> list[tuple[str, str]]:
    """Each word that has a tag, with its tag."""
    w = example.window
    return [(text[w.starts[i] : w.ends[i]], ROLE_TAGS[tag]) for i, tag in enumerate(row) if tag > 0]


def test_roles_become_tags_and_arrows(tokenizer: Tokenizer) -> None:
    a = article("<“We will,”> {said} [Ada Quill].")
    (example,) = data.examples(a, tokenizer, None)
    tags = dict(drawn(example, a.text, example.tags.tolist()))
    assert tags["“"] == "B-content"
    assert tags["We"] == "I-content"
    assert tags["said"] == "B-cue"
    assert tags["Ada"] == "B-source"
    (start,) = np.flatnonzero(example.cues >= 0)
    w = example.window
    assert a.text[w.starts[start]] == "“"
    assert a.text[w.starts[example.cues[start]] :].startswith("said")
    assert a.text[w.starts[example.sources[start]] :].startswith("Ada")


def test_of_an_unmarked_article_nothing_is_learned_but_a_teachers_word(
    tokenizer: Tokenizer,
) -> None:
    a = data.Article("a", "“We will,” said Ada Quill.", marked=False)
    (example,) = data.examples(a, tokenizer, None)
    for row in (example.tags, example.entities, example.cues, example.sources):
        assert (row == IGNORED).all()


def soft(example: data.Example) -> data.Example:
    from dataclasses import replace

    n = len(example.window)
    rows = np.array([1])
    return replace(
        example,
        soft=data.Soft(
            np.ones((n, 7), np.float16),
            np.ones((n, 9), np.float16),
            rows,
            np.full((1, n), 2, np.float16),
            np.full((1, n), 3, np.float16),
        ),
    )


def test_a_batch_is_padded_and_has_a_teachers_word_only_if_all_have(tokenizer: Tokenizer) -> None:
    short, long = (
        next(data.examples(article(text), tokenizer, None))
        for text in ("<Yes>, {said} [Ada].", "<“We will rebuild it all,”> {said} [Ada Quill].")
    )
    plain = data.stack([short, soft(long)])
    assert not any(name.startswith("soft") for name in plain)
    assert plain["tags"].shape == (2, len(long.window))
    assert (plain["tags"][0, len(short.window) :] == IGNORED).all()
    both = data.stack([soft(short), soft(long)])
    assert both["soft_tags"].shape == (2, len(long.window), 7)
    assert (both["soft_tags"][0, len(short.window) :] == 0).all()
    assert both["soft_rows"].tolist() == [[0, 1], [1, 1]]
    assert both["soft_cues"].shape == both["soft_sources"].shape == (2, len(long.window))


@given(st.lists(st.integers(3, 60), min_size=1, max_size=40), st.integers(1, 4))
def test_every_window_is_in_one_batch_and_none_is_too_large(lengths: list[int], size: int) -> None:
    class Sized:
        def __init__(self, n: int) -> None:
            self.window = range(n)

    found = [Sized(n) for n in lengths]
    out = data.pack(list(found), random.Random(1), size)  # type: ignore[arg-type]
    assert sorted(id(e) for batch in out for e in batch) == sorted(map(id, found))
    for batch in out:
        longest = max(len(e.window) for e in batch)
        assert len(batch) == 1 or longest * len(batch) <= size * 216


@given(st.text("ab \"“”‘’'\n", max_size=40), st.integers(0, 99))
def test_other_marks_leave_every_place_where_it_was(text: str, seed: int) -> None:
    varied = data.vary(text, random.Random(seed))
    assert len(varied) == len(text)
    assert all(x == y or {x, y} & set("\"“”'‘’") for x, y in zip(text, varied, strict=True))


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ('didn"t', "didn't"),
        ('"We will,"?she said', '"We will," she said'),
        ('the wall " built in May " fell', "the wall — built in May — fell"),
    ],
)
def test_lost_marks_are_put_right_where_it_is_plain(damaged: str, mended: str) -> None:
    assert data.mended(damaged) == mended


def test_held_out_articles_do_not_change_sides() -> None:
    articles = [data.Article(str(n), "") for n in range(2000)]
    kept = [a.id for a in articles if data.held_out(a)]
    assert 60 < len(kept) < 140
    assert kept[:3] == [a.id for a in reversed(articles) if data.held_out(a)][::-1][:3]


def test_shared_runs_of_words_are_found(tmp_path: Path) -> None:
    one = " ".join(f"word{n}" for n in range(30))
    assert data.runs(one) & data.runs(f"before {one.upper()}!")
    assert not data.runs(one) & data.runs(" ".join(f"word{n}" for n in range(29, -1, -1)))


def test_items_become_paragraphs_of_articles_with_their_marks() -> None:
    items = [article(f"<“Yes {n},”> {{said}} [Ada].") for n in range(12)]
    out = data.joined(items, random.Random(3))
    assert sum(len(a.attributions) for a in out) == 12
    assert any(len(a.attributions) > 1 for a in out)
    for a in out:
        for found in a.attributions:
            for role, printed in (("cue", "said"), ("source", "Ada")):
                ((start, end),) = found[role]
                assert a.text[start:end] == printed
            ((start, end),) = found["content"]
            assert a.text[start:end].startswith("“Yes")
