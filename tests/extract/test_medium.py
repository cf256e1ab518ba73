"""Said, written or thought, and denied or not: the rules on sentences made for them, and on labels.

``data/medium_dev.jsonl`` holds 340 attributions of PolNeAR's development part, drawn at random and
labelled by a reader before the rules were run on any of them. It names them by article and number: their
text is not ours to copy.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked

from quotes.attribution import Medium
from quotes.document import Span
from quotes.extract.medium import medium_of, negated

LABELS = Path(__file__).parents[1] / "data" / "medium_dev.jsonl"
FLOORS = {"medium": 0.92, "negated": 0.90}
"""Below what was measured (0.944 and an F of 0.976)."""


def medium(markup: str) -> Medium:
    m = marked(markup)
    return medium_of(m.text, m.cue, m.source, m.content)


def denied(markup: str) -> bool:
    m = marked(markup)
    return negated(m.text, m.cue, m.source, m.content)


@pytest.mark.parametrize(
    "markup",
    [
        "[Ada Quill] {said} <the wall would hold>.",
        "<The wall would hold>, {according to} [Ada Quill].",
        "[Ada Quill]{:} <“The wall will hold.”>",
        "<“The wall will hold.”>",
        "[Ada Quill] {called for} <a new wall>.",
        "[The court] {ruled} <that the wall must go>.",
        "[The court] {found} <that the wall was unsafe>.",
        "[Police] {reported} <two arrests>.",
        "[Ada Quill] {made it clear} <that the wall would hold>.",
        "[Ada Quill] {expressed hope} <that the wall would hold>.",
        "[Ada Quill] {seemed to suggest} <that the wall would hold>.",
        "[Ada Quill] {said in an interview with the magazine} <that it would hold>.",
        "Nobody was hurt. <It would hold>, [Law] {said}.",
        "[Mr. Hedge] {said} <it would hold>.",
        "[A poll worker] {said} <it would hold>.",
        "[Ada Quill, who wrote the report,] {said} <it would hold>.",
        "<The wall’s critics>, in Ada Quill’s {words}, <were few>.",
        "[The mayor] {backed down from} <the plan>.",
        "[The inquiry] {found} <the wall unsafe>.",
        "[She] {found} <that the wall was unsafe>.",
        "[The inquiry] {concluded} <that the wall was unsafe>.",
        "[Ada Quill] {objected to} <the wall>.",
        "[The talks] {reportedly saw} <a call for more walls>.",
    ],
)
def test_said(markup: str) -> None:
    assert medium(markup) is Medium.SPEECH


@pytest.mark.parametrize(
    "markup",
    [
        "[Ada Quill] {wrote} <that the wall would hold>.",
        "[Ada Quill] {tweeted:} <“It will hold.”>",
        "[Ada Quill] {said in a statement} <that it would hold>.",
        "<“It will hold,”> [Ada Quill] {said} Friday in an email.",
        "<“It will hold,”> [Ada Quill] {said} on Twitter.",
        "In a letter to the council, [Ada Quill] {said} <it would hold>.",
        "[Ada Quill] {issued a statement saying} <it would hold>.",
        "[The report] {found} <that the wall was unsafe>.",
        "[A poll by the Harbour Courier] {shows} <that few trust the wall>.",
        "<The wall was unsafe>, {according to} [court filings].",
        "<The wall was unsafe>, {according to} [the Harbour Times].",
        "<The wall was unsafe>, {according to} [the Quill Research Center].",
        "[The Harbour Gazette] {reported} <that the wall was unsafe>.",
        "[Researchers] {found} <that the wall was unsafe>.",
        "[It] {showed} <that the wall was unsafe>.",
        "[The law] {requires} <that walls be inspected>.",
        "[The letter] {says} <he believes it will hold>.",
    ],
)
def test_written(markup: str) -> None:
    assert medium(markup) is Medium.WRITING


@pytest.mark.parametrize(
    "markup",
    [
        "[Ada Quill] {believes} <that the wall will hold>.",
        "[Ada Quill] {hoped} <it would hold>.",
        "[Ada Quill] {is planning} <to rebuild>.",
        "[Ada Quill] {would like} <to rebuild>.",
        "[Ada Quill] {seemed to think} <it would hold>.",
        "[Ada Quill] {seemed} <to waver>.",
        "[She] {is expected to announce} <a new wall>.",
        "[Ada Quill’s] {fear} <that it would fall> grew.",
        "[Ada Quill] {saw} <the wall fall>.",
        "[Half of the residents] {agree} <that it will fall>.",
        "[Ada Quill] {is not sure} <that it will hold>.",
        "[Ada Quill] {knew} <it would fall>.",
        "[She] {found} <the wall dull>.",
    ],
)
def test_thought(markup: str) -> None:
    assert medium(markup) is Medium.THOUGHT


@pytest.mark.parametrize(
    "markup",
    [
        "[Ada Quill] {denied} <that the wall was unsafe>.",
        "[Ada Quill] {did not say} <that the wall was unsafe>.",
        "[Ada Quill] did not {say} <that the wall was unsafe>.",
        "[Ada Quill] {didn’t say} <that the wall was unsafe>.",
        "[Ada Quill] didn't {say} <that the wall was unsafe>.",
        "[Ada Quill] {has never claimed} <that the wall was safe>.",
        "[Ada Quill] {declined to say} <whether the wall was safe>.",
        "[Ada Quill] declined to {say} <whether the wall was safe>.",
        "[Ada Quill] {refused} <to comment on the wall>.",
        "[No one] {said} <the wall was unsafe>.",
        "[Not everyone] {believes} <the wall was unsafe>.",
        "[Ada Quill] left without {saying} <who built it>.",
        "[Ada Quill] {made no mention of} <the wall>.",
        "[Ada Quill] {said nothing about} <the wall>.",
        "[Ada Quill] {rejected} <the claim that the wall was unsafe>.",
        "Nor did [Ada Quill] {say} <who built it>.",
        "[Ada Quill] {stopped short of saying} <that it would fall>.",
        "[Ada Quill] {ruled out} <a new wall>.",
        "[Ada Quill] {doubts} <that the wall will hold>.",
        "[Ada Quill’s] {refusal} <to rebuild> was noted.",
        "[Ada Quill] {cannot see} <how it will hold>.",
    ],
)
def test_denied(markup: str) -> None:
    assert denied(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "[Ada Quill] {said} <the wall was not safe>.",
        "[Ada Quill] {said} <no one was hurt>.",
        "[Ada Quill] {did not deny} <that the wall was unsafe>.",
        "[Ada Quill] {refused to rule out} <a new wall>.",
        "[Ada Quill] {not only said} <that it was unsafe> but wept.",
        "[Ada Quill] {made no secret of} <her doubts>.",
        "[Ada Quill] {has no doubt} <that it will hold>.",
        "[The No. 2 official] {said} <it would hold>.",
        "[None other than Ada Quill] {said} <it would hold>.",
        "<The wall was not safe>, [Ada Quill] {said}.",
        "The wall was not mended. [Ada Quill] {said} <it would be>.",
        "[A few residents] {said} <it would fall>.",
        "<“It will hold.”>",
        "[Ada Quill] {wondered} <whether it would not fall>.",
        "[Ada Quill] {criticized} <the wall>.",
    ],
)
def test_not_denied(markup: str) -> None:
    assert not denied(markup)


@given(st.text("Nobody did not say “that”,. \nin a tweet", min_size=1, max_size=60), st.data())
def test_any_places_in_any_text_have_a_medium(text: str, data: st.DataObject) -> None:
    at = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    roles = [(Span(a, b),) for a, b in zip(at[::2], at[1::2], strict=False)]
    cue, source, content = data.draw(st.permutations([*roles, *[()] * (3 - len(roles))]))
    assert medium_of(text, cue, source, content) in Medium
    assert negated(text, cue, source, content) in (True, False)


@cache
def labelled(shared: Path) -> list[tuple[str, str, bool, bool]]:
    """Medium as labelled and by rule, negated as labelled and by rule."""
    corpus = (shared / "data" / "polnear_dev.jsonl").read_text("utf-8").splitlines()
    articles = {row["id"]: row for row in map(json.loads, corpus)}
    out = []
    for line in LABELS.read_text("utf-8").splitlines():
        label = json.loads(line)
        article = articles[label["id"]]
        found = article["attributions"][label["index"]]
        cue, source, content = (
            tuple(sorted(Span(*pair) for pair in found.get(role) or []))
            for role in ("cue", "source", "content")
        )
        by_rule = medium_of(article["text"], cue, source, content)
        no = negated(article["text"], cue, source, content)
        out.append((label["medium"], by_rule.value, label["negated"], no))
    return out


@pytest.mark.shared
def test_the_rules_agree_with_a_reader_on_the_medium(shared: Path) -> None:
    rows = labelled(shared)
    count = Counter((want, got) for want, got, _, _ in rows)
    right = sum(count[m, m] for m in Medium) / len(rows)
    print(f"\nmedium: {right:.3f} of {len(rows)}")
    for m in Medium:
        found = sum(n for (_, got), n in count.items() if got == m)
        wanted = sum(n for (want, _), n in count.items() if want == m)
        print(f"  {m:8} P {count[m, m] / found:.3f}  R {count[m, m] / wanted:.3f}  of {wanted}")
    assert len(rows) >= 320
    assert right >= FLOORS["medium"]


@pytest.mark.shared
def test_the_rules_agree_with_a_reader_on_what_is_denied(shared: Path) -> None:
    count = Counter((want, got) for _, _, want, got in labelled(shared))
    yes, false, missed = count[True, True], count[False, True], count[True, False]
    f = 2 * yes / (2 * yes + false + missed)
    right = (yes + count[False, False]) / sum(count.values())
    print(
        f"\nnegated: P {yes / (yes + false):.3f}  R {yes / (yes + missed):.3f}  F {f:.3f}  "
        f"accuracy {right:.3f}, {yes + missed} denied"
    )
    assert f >= FLOORS["negated"]


def test_the_labels_hold_no_text() -> None:
    for line in LABELS.read_text("utf-8").splitlines():
        assert set(json.loads(line)) == {"id", "index", "medium", "negated"}
