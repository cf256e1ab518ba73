"""``quotes extract``: one object a statement, its offsets true to the file."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import onnxruntime
import pytest
from cli.command import ARTICLE, on_terminal, plain, refused

from quotes import home
from quotes.extract import extractor
from quotes.store.database import open_database

KEYS = [
    "document",
    "kind",
    "medium",
    "negated",
    "text",
    "content",
    "cue",
    "source",
    "speaker",
    "joint",
    "description",
    "confidence",
]


def objects(printed: str) -> list[dict]:
    return [json.loads(line) for line in printed.splitlines()]


def test_in_a_pipe_each_line_is_an_object_with_the_promised_keys(quotes, article):
    done = quotes("extract", "article.txt")
    assert (done.returncode, done.stderr) == (0, "")
    found = objects(done.stdout)
    assert found
    for row in found:
        assert list(row) == KEYS
        assert row["document"] == "article.txt"
        assert row["kind"] in ("direct", "mixed", "indirect")
        assert row["medium"] in ("speech", "writing", "thought")
        assert row["negated"] in (True, False)
        assert 0 <= row["confidence"] <= 1
        if row["speaker"] is not None:
            assert list(row["speaker"]) == ["name", "kind", "reason", "description"]


def test_a_direct_quotation_is_cut_from_the_file_by_its_offsets(inside, article):
    direct = [r for r in objects(inside("extract", article).stdout) if r["kind"] == "direct"]
    [[start, end]] = direct[0]["content"]
    assert ARTICLE[start:end] == "“We will rebuild every stone of it,”"
    assert direct[0]["text"] == "“We will rebuild every stone of it,”"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("😀 𝒜 — an emoji is one code point.\n" + ARTICLE, "utf-8"),
        (ARTICLE.replace("\n", "\r\n"), "utf-8"),
        ("\n\n  \t" + ARTICLE.replace("\n", "\n\n \n"), "utf-8"),
        ("\ufeff" + ARTICLE, "utf-8"),
        (ARTICLE.replace("Ada", "Renée"), "utf-16"),
        (ARTICLE.replace("Ada Quill", "Renée Quîll"), "cp1252"),
    ],
    ids=["beyond the 16-bit plane", "CRLF", "blank lines", "UTF-8 mark", "UTF-16", "Windows-1252"],
)
def test_offsets_count_code_points_of_the_decoded_file(inside, tmp_path, text, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    decoded = path.read_bytes().decode(encoding)
    found = objects(inside("extract", path).stdout)
    assert found
    for row in found:
        pieces = [" ".join(decoded[start:end].split()) for start, end in row["content"]]
        assert row["text"] in (" ".join(pieces), " … ".join(pieces))
        for start, end in row["content"] + row["cue"] + row["source"]:
            assert 0 <= start < end <= len(decoded)
            assert decoded[start:end] == decoded[start:end].strip()


def test_many_files_come_in_the_order_given(inside, tmp_path):
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_text(ARTICLE, "utf-8")
    found = [r["document"] for r in objects(inside("extract", "b.txt", "a.txt", "c.txt").stdout)]
    assert list(dict.fromkeys(found)) == ["b.txt", "a.txt", "c.txt"]


def test_many_files_load_the_model_once(inside, tmp_path, monkeypatch):
    loaded = []

    class Session(onnxruntime.InferenceSession):
        def __init__(self, *args, **options):
            loaded.append(args[0])
            super().__init__(*args, **options)

    monkeypatch.setattr(onnxruntime, "InferenceSession", Session)
    extractor.default.cache_clear()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(ARTICLE, "utf-8")
    assert inside("extract", tmp_path).returncode == 0
    assert len(loaded) == 1


def test_a_folder_is_searched_for_articles(inside, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "deep" / ".hidden.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "deep" / "notes.md").write_text(ARTICLE, "utf-8")
    found = objects(inside("extract", "deep").stdout)
    assert {r["document"] for r in found} == {str(Path("deep", "a.txt"))}


def test_standard_input_is_read(quotes):
    done = quotes("extract", "-", feed=ARTICLE.encode())
    assert {r["document"] for r in objects(done.stdout)} == {"-"}


def test_a_page_is_read_without_what_stands_around_it(inside, tmp_path):
    body = "".join(f"<p>{line}</p>" for line in ARTICLE.splitlines())
    page = (
        f"<!DOCTYPE html><html><body><nav>Home · News</nav><article>{body}</article></body></html>"
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    found = objects(inside("extract", "a.html").stdout)
    assert any(r["text"] == "“We will rebuild every stone of it,”" for r in found)


def test_the_same_file_always_gives_the_same(quotes, article):
    assert quotes("extract", article).stdout == quotes("extract", article).stdout


def test_json_is_one_list(inside, article):
    done = inside("extract", article, "--format", "json")
    assert [list(r) for r in json.loads(done.stdout)] == [KEYS] * done.stdout.count('"document"')


def test_csv_has_a_row_a_statement_though_some_have_no_speaker(inside, tmp_path):
    text = "An official said that the wall would hold.\n" + ARTICLE
    (tmp_path / "a.txt").write_text(text + "A spokesman said that it would not.\n", "utf-8")
    asked = objects(inside("extract", "a.txt").stdout)
    assert {r["speaker"] is None for r in asked} == {True, False}
    done = inside("extract", "a.txt", "--format", "csv")
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [r["text"] for r in found] == [r["text"] for r in asked]
    assert [r["speaker.name"] for r in found] == [
        (r["speaker"] or {"name": ""})["name"] for r in asked
    ]


def test_a_table_shows_speaker_source_cue_and_text(inside, article):
    done = inside("extract", article, "--format", "table")
    assert done.returncode == 0
    head = done.stdout.split("─")[0].split()
    assert head == ["kind", "medium", "speaker", "source", "cue", "text"]
    assert "“We will rebuild every stone of it,”" in done.stdout
    assert "Ada Quill" in done.stdout


def test_on_a_terminal_it_prints_a_table(article, tmp_path):
    printed = plain(on_terminal("extract", article, cwd=tmp_path))
    assert printed.split("─")[0].split() == ["kind", "medium", "speaker", "source", "cue", "text"]


WAYS = (
    "The mayor, Ada Quill, believes that the wall will hold.\n"
    "The mayor, Ada Quill, wrote that the wall was safe.\n"
    "The mayor, Ada Quill, denied that the wall was unsafe.\n"
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], ["thought", "writing", "speech"]),
        (["--medium", "all"], ["thought", "writing", "speech"]),
        (["--medium", "thought"], ["thought"]),
        (["--medium", "speech", "--medium", "writing"], ["writing", "speech"]),
        (["--min-confidence", "0"], ["thought", "writing", "speech"]),
    ],
    ids=str,
)
def test_a_medium_may_be_asked_for(inside, tmp_path, asked, expected):
    (tmp_path / "a.txt").write_text(WAYS, "utf-8")
    found = objects(inside("extract", "a.txt", *asked).stdout)
    assert [r["medium"] for r in found] == expected
    assert [r["negated"] for r in found] == [m == "speech" for m in expected]


def test_what_is_less_sure_is_left_out(inside, article):
    every = objects(inside("extract", article, "--min-confidence", 0).stdout)
    least = max(r["confidence"] for r in every)
    found = objects(inside("extract", article, "--min-confidence", least).stdout)
    assert [r["text"] for r in found] == [r["text"] for r in every if r["confidence"] >= least]


def test_a_table_says_what_is_denied(inside, tmp_path):
    (tmp_path / "a.txt").write_text(WAYS, "utf-8")
    assert "denied (negated)" in " ".join(
        inside("extract", "a.txt", "--format", "table").stdout.split()
    )


@pytest.mark.parametrize(
    ("command", "option", "wrong"),
    [
        ("extract", "--medium", "loud"),
        ("search", "--medium", "loud"),
        *(
            (command, "--min-confidence", wrong)
            for command in ("extract", "add", "search")
            for wrong in ("1.5", "-1", "nan", "sure")
        ),
    ],
)
def test_a_medium_or_confidence_that_is_none_is_wrong_usage(
    inside, article, tmp_path, command, option, wrong
):
    done = inside(command, article, f"{option}={wrong}")
    if command == "search":
        open_database(tmp_path / "quotes.db", create=True, write=True).close()
        done = inside(command, "wall", f"{option}={wrong}")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert command == "search" or not (tmp_path / "quotes.db").exists()


def test_extract_makes_no_database(inside, article, tmp_path):
    inside("extract", article)
    assert list(tmp_path.iterdir()) == [article]


def test_results_are_utf8_whatever_the_locale(quotes, article):
    done = quotes("extract", article, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert "“We will rebuild every stone of it,”" in done.stdout


def test_a_file_whose_name_is_no_utf8_is_read(quotes, tmp_path):
    (tmp_path / "a\udcff.txt").write_text(ARTICLE, "utf-8")
    done = quotes("extract", "a\udcff.txt")
    assert done.returncode == 0
    assert objects(done.stdout)


def test_what_cannot_be_read_is_named_and_the_rest_printed(inside, article):
    done = inside("extract", "absent.txt", "nowhere", article)
    refused(done, "quotes: absent.txt: ")
    refused(done, "quotes: nowhere: ")
    assert objects(done.stdout)


def test_a_broken_installation_is_named(quotes, article, tmp_path):
    copy = tmp_path / "copy" / "quotes"
    shutil.copytree(home.PACKAGE, copy, ignore=shutil.ignore_patterns("model", "__pycache__"))
    done = quotes("extract", article, env={"PYTHONPATH": str(copy.parent)})
    refused(done, "model", "reinstall")


# -- another model


def test_another_model_is_used_if_it_is_named(inside, article, tmp_path):
    copy = shutil.copytree(home.model(), tmp_path / "mine")
    facts = json.loads((copy / "model.json").read_text("utf-8"))
    facts["least"] = {"direct": 1.1, "mixed": 1.1, "indirect": 1.1}
    (copy / "model.json").write_text(json.dumps(facts), "utf-8")
    assert objects(inside("extract", article).stdout)
    assert objects(inside("extract", article, "--model", copy).stdout) == []
    assert objects(inside("extract", article, "--model", copy, "--min-confidence", "0").stdout)


@pytest.mark.parametrize("command", ["extract", "add", "evaluate"])
def test_a_folder_without_a_model_is_refused_in_one_line(inside, article, tmp_path, command):
    (tmp_path / "empty").mkdir()
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "a", "text": "Yes.", "attributions": []}) + "\n", "utf-8")
    done = inside(command, gold if command == "evaluate" else article, "--model", "empty")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("quotes: empty: the model lacks model.onnx")
    assert "Traceback" not in done.stderr
