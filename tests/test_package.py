"""What an installation adds: the wheel's files, its entry points, its requirements."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

import quotes
from quotes import home

ROOT = Path(__file__).resolve().parents[1]

SHIPPED = ("db/migrations/", "db/schema.sql", "db/site/")
"""The parts of db/ that travel in the wheel, as ``quotes/_db``."""


def build(kind: str, root: Path, into: Path) -> Path:
    """The archive of that kind that hatchling builds from ``root``."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    [archive] = into.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(wheel, tmp_path_factory) -> Path:
    """A folder with the wheel's files, as in site-packages."""
    folder = tmp_path_factory.mktemp("site-packages")
    with ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def installed(unpacked) -> Distribution:
    """The wheel's own description of itself."""
    [info] = unpacked.glob("*.dist-info")
    return PathDistribution(info)


def files(wheel: Path) -> set[str]:
    """The wheel's files but for its description."""
    with ZipFile(wheel) as archive:
        return {n for n in archive.namelist() if ".dist-info/" not in n}


def tracked() -> set[str]:
    """What git tracks, or would track if it were added."""
    if not (ROOT / ".git").exists():
        pytest.skip(f"{ROOT} is no git checkout")
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return {name for name in done.stdout.split("\0") if name and (ROOT / name).exists()}


def requirements(installed: Distribution, extra: str | None = None) -> dict[str, Requirement]:
    """By name, what the installation needs: to run, or else for that extra."""
    found = [Requirement(r) for r in installed.requires or []]
    if extra is None:
        return {r.name: r for r in found if not (r.marker and "extra" in str(r.marker))}
    return {r.name: r for r in found if r.marker and f'extra == "{extra}"' in str(r.marker)}


def test_the_wheel_has_the_files_of_git_no_more_and_no_fewer(wheel):
    expected = {n for n in tracked() if n.startswith("quotes/")}
    expected |= {f"quotes/_{n}" for n in tracked() if n.startswith(SHIPPED)}
    assert files(wheel) == expected


def test_an_ignored_file_is_not_shipped(tmp_path):
    """Somebody's own database and cache in the checkout stay there."""
    copy = tmp_path / "copy"
    for name in tracked():
        if name.startswith(("quotes/", "db/")) or "/" not in name:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(ROOT / name, copy / name)
    for name in (
        "db/mine.db",
        "quotes/mine.db",
        "quotes/__pycache__/a.pyc",
        "db/migrations/__pycache__/a.pyc",
    ):
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_bytes(b"x")
    made = files(build("wheel", copy, tmp_path / "dist"))
    assert [n for n in made if "mine" in n or "pycache" in n] == []


def test_a_wheel_made_from_the_source_archive_is_the_same(wheel, tmp_path):
    source = build("sdist", ROOT, tmp_path / "dist")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    [root] = (tmp_path / "source").iterdir()
    assert files(build("wheel", root, tmp_path / "again")) == files(wheel)


def test_an_installation_adds_no_other_name(unpacked):
    added = sorted(p.name for p in unpacked.iterdir())
    assert added == ["quotes", f"quotes_db-{quotes.__version__}.dist-info"]


@pytest.mark.parametrize(
    "name",
    [
        "quotes/_db/schema.sql",
        "quotes/_db/migrations/env.py",
        "quotes/_db/site/static/quotes.css",
        "quotes/_db/site/templates/base.html",
        "quotes/extract/model/model.onnx",
        "quotes/extract/model/tokenizer.json",
        "quotes/extract/model/model.json",
        "quotes/extract/model/MODEL_CARD.md",
    ],
)
def test_the_wheel_has_what_the_program_needs(wheel, name):
    assert name in files(wheel)


def test_the_model_is_at_most_25_megabytes():
    assert 0 < sum(p.stat().st_size for p in home.model().iterdir()) <= 25_000_000


def test_at_least_twelve_articles_ship(wheel):
    assert len([n for n in files(wheel) if n.startswith("quotes/samples/")]) >= 12


def test_the_command_and_the_plugin_are_entry_points(installed):
    found = {(e.group, e.name): e.value for e in installed.entry_points}
    assert found == {
        ("console_scripts", "quotes"): "quotes.cli:main",
        ("datasette", "quotes"): "quotes.site.plugin",
    }


@pytest.mark.parametrize("entry", ["console_scripts", "datasette"])
def test_what_the_entry_points_name_is_there(installed, entry):
    [point] = [e for e in installed.entry_points if e.group == entry]
    assert point.load()


def test_the_name_version_and_python(installed):
    about = installed.metadata
    assert (about["Name"], about["Version"]) == ("quotes-db", quotes.__version__)
    assert about["Requires-Python"] == ">=3.11"


def test_the_licence_is_named_and_travels(installed, unpacked):
    assert installed.metadata["License-Expression"] == "Apache-2.0"
    [text] = unpacked.glob("*.dist-info/licenses/LICENSE")
    assert "Apache License" in text.read_text("utf-8")


def test_the_description_is_the_readme(installed):
    assert installed.metadata["Description-Content-Type"] == "text/markdown"
    assert (
        installed.metadata.get_payload().strip() == (ROOT / "README.md").read_text("utf-8").strip()
    )


def test_the_extras_are_for_publishing_and_for_development(installed):
    assert sorted(installed.metadata.get_all("Provides-Extra")) == [
        "benchmarks",
        "dev",
        "mcp",
        "site",
        "train",
    ]


@pytest.mark.parametrize(
    "name",
    "alembic datasette numpy onnxruntime rapidfuzz rich sqlmodel tokenizers trafilatura typer".split(),
)
def test_what_is_needed_to_run_is_required(installed, name):
    assert name in requirements(installed)


@pytest.mark.parametrize("name", ["torch", "spacy", "transformers", "onnx", "pytest", "hatchling"])
def test_what_is_not_needed_to_run_is_not_required(installed, name):
    assert name not in requirements(installed)


def test_datasette_is_kept_below_its_next_version(installed):
    allowed = requirements(installed)["datasette"].specifier
    assert allowed.contains("0.65.5")
    assert not allowed.contains("0.65.4")
    assert not allowed.contains("0.66")
    assert not allowed.contains("1.0a14", prereleases=True)


def test_the_bound_on_datasette_says_why():
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    [at] = [i for i, line in enumerate(lines) if '"datasette>=' in line]
    said = " ".join(lines[at - 3 : at])
    assert "#" in said
    assert "allow_sql" in said


def test_no_requirement_to_run_is_pinned(installed):
    operators = {s.operator for r in requirements(installed).values() for s in r.specifier}
    assert operators <= {">=", "<"}


def test_training_alone_needs_torch(installed):
    assert "torch" in requirements(installed, "train")
    assert "torch" not in requirements(installed, "dev")


def test_paths_in_the_configuration_exist():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    wanted = [tools["alembic"]["script_location"], tools["hatch"]["version"]["path"]]
    wanted += tools["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert [p for p in wanted if not (ROOT / p).exists()] == []


def test_in_a_checkout_the_database_folder_is_the_checkouts():
    assert home.db() == ROOT / "db"


def run(unpacked: Path, folder: Path, code: str, *args: str) -> str:
    """What Python prints of ``code`` in ``folder`` where only the wheel's copy of us is seen."""
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(unpacked)},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout


def test_in_a_wheel_the_database_folder_is_the_packages(unpacked, tmp_path):
    printed = run(unpacked, tmp_path, "from quotes import home; print(home.db())")
    assert printed.strip() == str(unpacked / "quotes" / "_db")


def test_the_wheel_alone_does_the_main_job(unpacked, tmp_path):
    (tmp_path / "a.txt").write_text("“We will rebuild,” the mayor, Ada Quill, said.\n", "utf-8")
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "__init__.py").write_text("raise ImportError('a user has a db of his own')")
    main = "from quotes.cli import main; main()"
    run(unpacked, tmp_path, main, "add", "a.txt")
    assert "We will rebuild" in run(unpacked, tmp_path, main, "search", "--speaker", "Quill")
