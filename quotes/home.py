"""Where the files that are no code lie, in a wheel and in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def db() -> Path:
    """The folder of the database's own things: ``migrations/``, ``schema.sql``, ``site/``. In a wheel
    it is ``quotes/_db``, in a checkout ``db/``."""
    packaged = PACKAGE / "_db"
    return packaged if packaged.is_dir() else PACKAGE.parent / "db"


def model() -> Path:
    """The folder of the tagger's files."""
    return PACKAGE / "extract" / "model"


def samples() -> Path:
    """The folder of sample articles that ``quotes demo`` reads."""
    return PACKAGE / "samples"
