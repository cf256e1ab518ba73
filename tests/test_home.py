"""Where the files that are no code lie, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes import home
from quotes.extract.tagger import FILES


@pytest.mark.parametrize("name", ["migrations", "schema.sql", "site"])
def test_the_database_s_own_things_are_there(name: str) -> None:
    assert (home.db() / name).exists()


def test_the_copy_in_a_wheel_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "PACKAGE", tmp_path / "quotes")
    (tmp_path / "quotes" / "_db").mkdir(parents=True)
    (tmp_path / "db").mkdir()
    assert home.db() == tmp_path / "quotes" / "_db"


def test_without_it_the_checkout_s_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "PACKAGE", tmp_path / "quotes")
    assert home.db() == tmp_path / "db"


@pytest.mark.parametrize("name", FILES)
def test_the_model_is_there(name: str) -> None:
    assert (home.model() / name).is_file()


@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_sample_articles_are_there(suffix: str) -> None:
    assert list(home.samples().glob(f"*.{suffix}"))
