"""Speakers with a person's help: looking at them, judging names, correcting statements, and taking a newsroom's list in and out."""

from quotes.speakers.change import (
    Change,
    identify,
    merge,
    past,
    plan_merge,
    plan_split,
    qid,
    rename,
    sound_name,
    split,
    to_undo,
    undo,
)
from quotes.speakers.correct import (
    Correcting,
    as_read,
    correct,
    corrections,
    hidden,
    hide,
    plan_correct,
)
from quotes.speakers.exchange import Report, export_csv, import_csv
from quotes.speakers.look import Profile, Variant, find, profile, variants
from quotes.speakers.review import Question, answer, open_questions, questions

__all__ = [
    "Change",
    "Correcting",
    "Profile",
    "Question",
    "Report",
    "Variant",
    "answer",
    "as_read",
    "correct",
    "corrections",
    "export_csv",
    "find",
    "hidden",
    "hide",
    "identify",
    "import_csv",
    "merge",
    "open_questions",
    "past",
    "plan_correct",
    "plan_merge",
    "plan_split",
    "profile",
    "qid",
    "questions",
    "rename",
    "sound_name",
    "split",
    "to_undo",
    "undo",
    "variants",
]
