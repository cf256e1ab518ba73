"""A statement to cite, and texts that files of references find hard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from quotes.cite import Cited
from quotes.search import Statement

STATEMENT = Statement(
    id="7rw8dq60ftxs",
    kind="direct",
    text="“Nobody signed off on that wall,”",
    speaker="Marguerite Ortel",
    speaker_id=1,
    source="Ortel",
    cue="said",
    context="",
    confidence=0.9,
    article_id="7rw8dq60ftxs",
    title="Sea wall gives way in Port Ellery",
    url="https://example.org/wall",
    publisher="Northern Wire",
    published="2026-01-19",
)
ADDRESS = "https://quotes.example/-/statement/7rw8dq60ftxs"
PLAIN = Cited(STATEMENT, ("Odile Brandvold",), ADDRESS)
BARE = Cited(replace(STATEMENT, title=None, url=None, publisher=None, published=None), ())

ABOUT = ("authors", "address", "description", "language", "speaker_kind")


def made(**changed: Any) -> Cited:
    """The statement with some of its fields, or of what is known about it, changed."""
    about = {name: changed.pop(name) for name in ABOUT if name in changed}
    return replace(PLAIN, statement=replace(STATEMENT, **changed), **about)


HARD = (
    "Ortel: “I built the desk”",
    'Ortel: "I built the desk"',
    "Sea wall\ngives way\r\n  in Port Ellery",
    "Sea wall\u2028gives\u2029way\x85in\x0bPort\x0cEllery",
    "A 100% rise in wall_tax & $5 fines, #1 ~ ^",
    "The {wall} of } and {",
    "C:\\walls\\new {\\bf x}",
    "@article{wall, title = {x}}",
    "ER  - \r\nTY  - BOOK",
    "</script><script>alert(1)</script><!-- ]]>",
    "=cmd|' /C calc'!A0",
    "Морская стена рухнула",
    "海堤が崩れた",
    "انهيار الجدار البحري",
    "Étienne’s “voids” – 20 % more",
    "half \ud800 a character",
    "bell\x07 and null\x00",
)
