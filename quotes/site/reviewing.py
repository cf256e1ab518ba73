"""What only a signed-in owner can do: judge pairs of names, correct and hide statements, and undo it.

Every change goes through the ledger, in the same functions as the command line's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Response
from itsdangerous import BadSignature
from sqlalchemy import Connection

from quotes.attribution import SpeakerKind
from quotes.errors import NotFoundError, QuotesError, UsageError
from quotes.names.compare import Verdict
from quotes.site.asking import absent, ask, change, owner, render
from quotes.speakers import answer, open_questions, past, questions, undo
from quotes.speakers.correct import correct, hide
from quotes.speakers.review import question_on

NUMBER = re.compile("[0-9]{1,15}")

SIGNED = "quotes-review"
"""For what a message is signed: an address that somebody else made up must not speak for us."""

PAST = 15
"""Actions that the review page lists."""


async def review_page(datasette: Any, request: Any) -> Any:
    """The open question that matters most; or, posted, an answer to one."""
    who = owner(datasette, request)
    if not who:
        return await _refused(datasette, request)
    if request.method == "POST":
        return await _answered(datasette, request, who)
    done = request.args.get("done") or ""

    def find(connection: Any) -> tuple[Any, ...]:
        acts = past(connection, PAST)
        found = questions(connection, 1)
        shown = next((a for a in acts if str(a.id) == done and not a.withdrawn), None)
        return open_questions(connection), found[0] if found else None, acts, shown

    try:
        left, question, acts, shown = await ask(datasette, find)
    except NotFoundError as e:
        return await absent(datasette, request, f"{e}.")
    return await render(
        datasette,
        request,
        "review.html",
        {
            "left": left,
            "question": question,
            "past": acts,
            "done": shown,
            "wrong": _unsigned(datasette, request.args.get("wrong") or ""),
        },
    )


async def _answered(datasette: Any, request: Any, who: str) -> Any:
    given = await fields(request)
    sides = [given.get("left", ""), given.get("right", "")]
    if not all(NUMBER.fullmatch(n) for n in sides) or given.get("verdict") not in list(Verdict):
        return await absent(datasette, request, "That is no answer.", 400, "Not understood")
    left, right = map(int, sides)
    verdict = Verdict(given["verdict"])

    def act(connection: Any) -> Any:
        question = question_on(connection, left, right)
        if question is None:
            raise UsageError("that question is not open any more; here is the next")
        return answer(connection, question, verdict, by=who)

    try:
        done = await change(datasette, act)
    except QuotesError as e:
        return _back(datasette, "/review", {"wrong": datasette.sign(str(e), SIGNED)})
    return _back(datasette, "/review", {"done": str(done.action)})


async def undo_page(datasette: Any, request: Any) -> Any:
    """Undoes the action that is posted."""
    if request.method != "POST":
        return _only_posted()
    who = owner(datasette, request)
    if not who:
        return await _refused(datasette, request)
    given = await fields(request)
    if not NUMBER.fullmatch(given.get("action", "")):
        return await absent(datasette, request, "That is no action.", 400, "Not understood")
    try:
        await change(datasette, lambda c: undo(c, int(given["action"]), by=who))
    except QuotesError as e:
        return _back(datasette, "/review", {"wrong": datasette.sign(str(e), SIGNED)})
    return _back(datasette, "/review")


async def correct_page(datasette: Any, request: Any) -> Any:
    """Corrects who speaks in a statement."""
    if request.method != "POST":
        return _only_posted()
    key, who = request.url_vars["id"], owner(datasette, request)
    if not who:
        return await _refused(datasette, request)
    given = await fields(request)
    try:
        kind = SpeakerKind(given["kind"]) if given.get("kind") else None
    except ValueError:
        return await absent(datasette, request, "There is no such kind.", 400, "Not understood")
    speaker = given.get("speaker", "").strip() or None
    kind = kind if speaker else None
    reason = given.get("reason", "")
    return await _changed(
        datasette,
        request,
        "Not corrected",
        lambda c: correct(c, key, speaker, kind=kind, by=who, reason=reason),
    )


async def hide_page(datasette: Any, request: Any) -> Any:
    """Hides a statement."""
    if request.method != "POST":
        return _only_posted()
    key, who = request.url_vars["id"], owner(datasette, request)
    if not who:
        return await _refused(datasette, request)
    given = await fields(request)
    reason = given.get("reason", "")
    return await _changed(
        datasette, request, "Not hidden", lambda c: hide(c, key, by=who, reason=reason)
    )


async def _changed(
    datasette: Any, request: Any, refused: str, act: Callable[[Connection], Any]
) -> Any:
    """Does ``act`` to the statement of the address, and leads back to its page; or says what is wrong, under
    the heading ``refused``."""
    try:
        await change(datasette, act)
    except NotFoundError as e:
        return await absent(datasette, request, str(e))
    except QuotesError as e:
        return await absent(datasette, request, str(e), 400, refused)
    return _back(datasette, f"/statement/{request.url_vars['id']}")


def _unsigned(datasette: Any, given: str) -> str:
    try:
        return str(datasette.unsign(given, SIGNED)) if given else ""
    except BadSignature:
        return ""


async def fields(request: Any) -> dict[str, str]:
    """The fields of a form that was posted; of one that is given twice the last."""
    body = await request.post_body()
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _only_posted() -> Any:
    """A link, which needs no token, must change nothing."""
    return Response.text("Only POST is answered here.", status=405)


async def _refused(datasette: Any, request: Any) -> Any:
    message = (
        "Only the owner may do this. `quotes serve --root` prints an address that signs you in."
    )
    return await absent(datasette, request, message, 403, "Sign in first")


def _back(datasette: Any, path: str, more: dict[str, str] | None = None) -> Any:
    query = f"?{urlencode(more)}" if more else ""
    return Response("", status=303, headers={"Location": str(datasette.urls.path(path)) + query})
