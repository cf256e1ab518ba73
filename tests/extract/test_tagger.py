"""The model's files are checked before they are used, and its scores are what they are said to be."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked

from quotes import home
from quotes.document import paragraphs
from quotes.errors import ModelError
from quotes.extract.labels import ENTITY_TAGS, ROLE_TAGS
from quotes.extract.tagger import FILES, FORMAT, Scores, Tagger, log_softmax
from quotes.extract.windows import Window, windows

FACTS = json.loads((home.model() / "model.json").read_text("utf-8"))
SENTENCE = "“We will rebuild,” said the mayor, Ada Quill."


def folder(at: Path, **contents: bytes | None) -> Path:
    """A model's folder at ``at`` with the real files, except those given: None leaves one out."""
    at.mkdir(exist_ok=True)
    for name in FILES:
        given = contents.get(name.replace(".", "_"), b"real")
        if given == b"real":
            (at / name).symlink_to(home.model() / name)
        elif given is not None:
            (at / name).write_bytes(given)
    return at


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(home.model(), threads=1)


# -- the files


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    at = folder(tmp_path / "model", **{name.replace(".", "_"): None})
    with pytest.raises(ModelError, match=rf"lacks {name}") as caught:
        Tagger(at)
    assert caught.value.where == str(at)


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        Tagger(tmp_path / "none")


def test_a_folder_in_the_place_of_a_file_is_none(tmp_path: Path) -> None:
    at = folder(tmp_path / "model", model_onnx=None)
    (at / "model.onnx").mkdir()
    with pytest.raises(ModelError, match=r"lacks model\.onnx"):
        Tagger(at)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("model_onnx", b""),
        ("model_onnx", b"not a model"),
        ("model_onnx", b"\x08\x09" + b"\xff" * 100),
        ("tokenizer_json", b""),
        ("tokenizer_json", b"{}"),
        ("tokenizer_json", b"\xff\xfe"),
        ("model_json", b""),
        ("model_json", b"{"),
        ("model_json", b"\xff\xfe\xff"),
    ],
)
def test_a_damaged_file_is_a_model_error_of_one_line(
    name: str, data: bytes, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="reinstall") as caught:
        Tagger(folder(tmp_path / "model", **{name: data}))
    assert "\n" not in str(caught.value)


def facts(**changed: object) -> bytes:
    return json.dumps(FACTS | changed).encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(facts(format=FORMAT + 1), id="a later format"),
        pytest.param(facts(format=FORMAT - 1), id="an earlier format"),
        pytest.param(facts(format=None), id="no format"),
        pytest.param(facts(roles=list(ROLE_TAGS)[::-1]), id="roles in another order"),
        pytest.param(facts(roles=[*ROLE_TAGS, "B-addressee", "I-addressee"]), id="more roles"),
        pytest.param(facts(entities=list(ENTITY_TAGS)[:-2]), id="fewer entities"),
        pytest.param(b"{}", id="no facts"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"null", id="nothing"),
    ],
)
def test_a_model_of_another_meaning_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"format|loaded"):
        Tagger(folder(tmp_path / "model", model_json=data))


def test_the_hash_is_of_the_files_and_not_of_the_folder(tagger: Tagger, tmp_path: Path) -> None:
    copy = Tagger(folder(tmp_path / "copy"))
    assert copy.hash == tagger.hash
    assert len(tagger.hash) == 64


def test_another_file_has_another_hash(tagger: Tagger, tmp_path: Path) -> None:
    assert Tagger(folder(tmp_path / "other", model_json=facts(note="other"))).hash != tagger.hash


# -- the scores


def cut(tagger: Tagger, text: str, size: int = 256) -> list[Window]:
    return list(windows(text, paragraphs(text), tagger.tokenizer, size))


def scored(tagger: Tagger, text: str) -> Scores:
    (scores,) = tagger(cut(tagger, text))
    return scores


def same(one: Scores, two: Scores) -> None:
    some = range(len(one.window))
    np.testing.assert_array_equal(one.tags, two.tags)
    np.testing.assert_array_equal(one.entities, two.entities)
    np.testing.assert_array_equal(one.cues(some), two.cues(some))
    np.testing.assert_array_equal(one.sources(some), two.sources(some))


def test_every_piece_has_a_score_for_every_tag_and_pointer(tagger: Tagger) -> None:
    s = scored(tagger, SENTENCE)
    n = len(s.window)
    assert s.tags.shape == (n, len(ROLE_TAGS))
    assert s.entities.shape == (n, len(ENTITY_TAGS))
    assert s.cues([1, 2]).shape == s.sources([1, 2]).shape == (2, n)


def test_tags_are_log_probabilities(tagger: Tagger) -> None:
    s = scored(tagger, SENTENCE)
    for table in (s.tags, s.entities):
        assert (table <= 0).all()
        np.testing.assert_allclose(np.exp(table).sum(-1), 1, rtol=1e-4)


def test_windows_come_back_in_the_order_given(tagger: Tagger) -> None:
    lines = ["We " + "will " * (7 * i % 5) + f"go {i}." for i in range(20)]
    given = [w for line in lines for w in cut(tagger, line)]
    assert [s.window for s in tagger(iter(given))] == given


def test_no_windows_have_no_scores(tagger: Tagger) -> None:
    assert list(tagger([])) == []


def test_one_window_has_the_same_scores_each_time(tagger: Tagger) -> None:
    one, two = scored(tagger, SENTENCE), scored(tagger, SENTENCE)
    same(one, two)


def test_a_longer_window_beside_it_changes_nothing(tagger: Tagger) -> None:
    alone = scored(tagger, SENTENCE)
    short, long = cut(tagger, SENTENCE) + cut(tagger, f"{SENTENCE} Nobody was hurt. " * 10)[:1]
    beside = next(iter(tagger([short, long])))
    same(beside, alone)


def test_the_model_reads_a_plain_sentence(tagger: Tagger) -> None:
    """Content, cue and source of a sentence that any model worth shipping reads."""
    m = marked("<“We will rebuild,”> {said} [Ada Quill].")
    s = scored(tagger, m.text)
    kinds = [ROLE_TAGS[i].partition("-")[2] for i in s.tags.argmax(-1)]
    for kind, _, span in m.marks:
        inside = [i for i, start in enumerate(s.window.starts) if span.start <= start < span.end]
        assert {kinds[i] for i in inside} == {kind}


# -- log_softmax

tables = st.lists(
    st.lists(st.integers(-10_000, 10_000), min_size=3, max_size=3), min_size=1, max_size=4
)


@given(tables)
def test_probabilities_sum_to_one_and_keep_their_order(rows: list[list[int]]) -> None:
    table = np.array(rows, np.float32)
    out = log_softmax(table)
    assert np.isfinite(out).all()
    np.testing.assert_allclose(np.exp(out.astype(np.float64)).sum(-1), 1, rtol=1e-3)
    np.testing.assert_array_equal(out.argmax(-1), table.argmax(-1))


def test_log_softmax_by_hand() -> None:
    table = np.log(np.array([[1, 2, 5]], np.float32))
    np.testing.assert_allclose(np.exp(log_softmax(table)), [[0.125, 0.25, 0.625]], rtol=1e-5)
