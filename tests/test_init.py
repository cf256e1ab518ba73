"""The public surface: a list, and nothing heavy behind it until it is used."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib.metadata import version

import pytest

import quotes

PUBLIC = [
    "Attribution",
    "Document",
    "Extractor",
    "Kind",
    "Medium",
    "QuotesError",
    "Span",
    "Speaker",
    "SpeakerKind",
    "__version__",
    "extract",
]


def fresh(code: str) -> str:
    """What ``code`` prints in an interpreter of its own, where warnings are errors."""
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_public_names_are_these() -> None:
    assert quotes.__all__ == PUBLIC
    assert dir(quotes) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(quotes, name) is not None


@pytest.mark.parametrize("name", [n for n in PUBLIC if n[0].isupper()])
def test_a_public_class_is_the_one_of_its_room(name: str) -> None:
    found = getattr(quotes, name)
    assert found.__name__ == name
    assert getattr(sys.modules[found.__module__], name) is found


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        quotes.nothing  # noqa: B018


def test_a_star_imports_the_public_names() -> None:
    code = "from quotes import *; print(sorted(n for n in dir() if n[0] != '_'))"
    assert fresh(code) == str(sorted(n for n in PUBLIC if n[0] != "_"))


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, quotes; print(*{m.split('.')[0] for m in sys.modules})"
    heavy = {
        "numpy",
        "onnxruntime",
        "tokenizers",
        "sqlmodel",
        "trafilatura",
        "datasette",
        "rapidfuzz",
    }
    assert not heavy & set(fresh(code).split())


def test_the_version_is_the_installed_one() -> None:
    assert quotes.__version__ == version("quotes-db")


def test_the_docstring_tells_the_truth() -> None:
    ran = doctest.testmod(quotes)
    assert ran.attempted > 0
    assert ran.failed == 0
