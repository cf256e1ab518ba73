"""What can go wrong, named for what the user can do about it.

QuotesError
├── InputError       a file or an article cannot be read: mend it or leave it out
├── ModelError       the tagger's files are missing or do not fit: reinstall, or name another model
├── DatabaseError    the database cannot be opened, upgraded or written: the text says which and what to do
├── NotFoundError    nothing is stored under that identifier or name: search for it first
└── UsageError       the question itself is off (a date that is no date): exit status 2
"""

from __future__ import annotations


class QuotesError(Exception):
    """Base of everything this package raises on purpose.

    ``str(error)`` is one line: what was wrong, where, and what to do next. ``status`` is the exit
    status of the command line. ``where`` is the file, row or address concerned, if there is one.
    """

    status = 1

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.where = where


class InputError(QuotesError):
    """A file or an article cannot be read."""


class ModelError(QuotesError):
    """The tagger's files are missing, damaged or of another version."""


class DatabaseError(QuotesError):
    """The database cannot be opened, upgraded, read or written."""


class NotFoundError(QuotesError):
    """Nothing is stored under that identifier or name."""


class UsageError(QuotesError):
    """The question is not one that can be answered: wrong usage."""

    status = 2
