"""The sample articles, with the shipped model: what it must find of what was written into them.

``data/expected.jsonl`` lists statements deliberately put into the nine plain-text articles, with their
speakers as the whole collection names them. The floors are what the first shipped model reached, a few
cases less: eight-bit kernels differ a little between processors.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import quotes
from quotes import home
from quotes.document import Span
from quotes.evaluate import covered
from quotes.read import read_file

EXPECTED = Path(__file__).parent / "data" / "expected.jsonl"
FLOORS = {"direct": 0.88, "mixed": 0.95, "indirect": 0.87, "speaker": 0.75, "false name": -0.10}


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """Intersection over union."""
    return len(one & other) / max(1, len(one | other))


@cache
def counted() -> Counter[str]:
    """How many of each kind are expected and found, and of the found, how many have the right speaker."""
    count: Counter[str] = Counter()
    articles: dict[str, tuple[str, list[quotes.Attribution]]] = {}
    for line in EXPECTED.read_text("utf-8").splitlines():
        want = json.loads(line)
        name = want["file"]
        if name not in articles:
            text = read_file(home.samples() / name).text
            articles[name] = text, quotes.extract(text)
        text, found = articles[name]
        spans, at = [], 0
        for piece in want["content"]:
            start = text.index(piece, at)
            at = start + len(piece)
            spans.append(Span(start, at))
        key = covered(spans, text)
        # By what is shared of both: a turn of an interview covers the statements that it retells.
        best = max(found, key=lambda a: alike(key, covered(a.content, a.article)))
        other = covered(best.content, text)
        right = alike(key, other) >= 0.5
        count[f"expected {want['kind']}"] += 1
        count[f"found {want['kind']}"] += right
        if right and want["speaker"]:
            count["expected speaker"] += 1
            count["found speaker"] += (
                best.speaker is not None and best.speaker.name == want["speaker"]
            )
        elif right:
            count["expected false name"] += 1
            count["found false name"] -= best.speaker is not None
    return count


@pytest.mark.parametrize("what", FLOORS)
def test_enough_of_what_was_written_into_the_samples_is_found(what: str) -> None:
    count = counted()
    share = count[f"found {what}"] / count[f"expected {what}"]
    assert share >= FLOORS[what], f"{what}: {share:.2f} of {count[f'expected {what}']}"
