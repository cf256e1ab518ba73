"""Speakers with a person's help: looking at them, judging names, and taking a newsroom's list in and out."""

from quotes.speakers.change import (
    Change,
    identify,
    merge,
    past,
    plan_merge,
    rename,
    split,
    undo,
)
from quotes.speakers.exchange import Report, export_csv, import_csv
from quotes.speakers.look import Profile, Variant, find, profile, variants
from quotes.speakers.review import Question, answer, questions

__all__ = [
    "Change",
    "Profile",
    "Question",
    "Report",
    "Variant",
    "answer",
    "export_csv",
    "find",
    "identify",
    "import_csv",
    "merge",
    "past",
    "plan_merge",
    "profile",
    "questions",
    "rename",
    "split",
    "undo",
    "variants",
]
