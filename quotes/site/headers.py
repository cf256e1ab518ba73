"""The security headers of the website, in one ASGI wrapper, and what lets a page keep the few inline
scripts that Datasette's own templates are written with.

A browser runs an inline script only if the page's policy names the hash of its text. Which texts those
are is read from the *templates*, never from the page: while Jinja compiles a template, ``InlineScripts``
puts a filter around each script that the template is written with, and the filter notes the hash of
what that script became. A script that came in by data stands in no template and is in no policy, and
one that a value broke open has another hash than the one noted."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextvars import ContextVar
from hashlib import sha256
from itertools import pairwise
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

Message = MutableMapping[str, Any]
App = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""What our own pages may load: nothing from elsewhere, no inline style."""

DATASETTE = STRICT | {"style-src": "'self' 'unsafe-inline'"}
"""Datasette's own pages: its templates have styles in the middle of the text."""

DATA = {
    "default-src": "'none'",
    # Browsers show XML with a style and images of their own, which they take for the page's.
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""What is no page (JSON, CSV, a feed, a style sheet) loads nothing, should a browser show it as one."""

ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # What was searched for stands in the address; a publisher need not learn it from a link.
    "referrer-policy": "same-origin",
}

PAGE = {
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope"),
            *("magnetometer", "microphone", "midi", "payment", "usb"),
        )
    ),
}

_inline: ContextVar[set[str]] = ContextVar("quotes_inline")


def shield(app: App, base_url: str, ours: Callable[[str], bool], everywhere: bool) -> App:
    """``app`` with the headers on every answer, or if not ``everywhere`` on those alone whose path is
    ``ours``: elsewhere another plugin may load what it needs. ``base_url`` is Datasette's setting; the
    path is given to ``ours`` without it. A header that an answer already has stays as it is."""

    async def shielded(scope: Message, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        own = ours(route(scope, base_url))
        inline: set[str] = set()
        before = _inline.set(inline)

        async def send_shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers") or [])
                message = {**message, "headers": given + added(given, own, inline)}
            await send(message)

        try:
            await app(scope, receive, send_shielded if own or everywhere else send)
        finally:
            _inline.reset(before)

    return shielded


def route(scope: Message, base_url: str) -> str:
    """The path by which Datasette finds the page: as the visitor wrote it, without ``base_url``."""
    raw: bytes | None = scope.get("raw_path")
    path = raw.decode("latin-1").partition("?")[0] if raw else str(scope["path"])
    return "/" + path[len(base_url) :] if path.startswith(base_url) else path


def added(
    given: Iterable[tuple[bytes, bytes]], own: bool, inline: Iterable[str]
) -> list[tuple[bytes, bytes]]:
    """The headers to add to those that an answer has: for a page of our ``own`` or another page, whose
    policy allows the ``inline`` scripts, or for data."""
    there = {name.lower(): value for name, value in given}
    kind = there.get(b"content-type", b"").partition(b";")[0].strip().lower()
    page = kind in (b"text/html", b"application/xhtml+xml")
    wanted = dict(ALWAYS)
    if page:
        wanted |= PAGE
        wanted["content-security-policy"] = policy(STRICT if own else DATASETTE, inline)
    else:
        wanted["content-security-policy"] = policy(DATA)
    if b"access-control-allow-origin" in there:
        # The owner has opened it to other sites (Datasette's --cors); this one must not close it again.
        wanted["cross-origin-resource-policy"] = "cross-origin"
    elif page:
        wanted["cross-origin-resource-policy"] = "same-origin"
    return [
        (name.encode(), value.encode())
        for name, value in wanted.items()
        if name.encode() not in there
    ]


def policy(rules: dict[str, str], inline: Iterable[str] = ()) -> str:
    """A Content-Security-Policy; always the same text for the same rules and scripts."""
    hashes = sorted(inline)
    return "; ".join(
        " ".join([name, allowed, *(hashes if name == "script-src" else ())])
        for name, allowed in rules.items()
    )


# Which inline scripts the templates are written with

SCRIPT = "quotes_inline_script"
HANDLER = "quotes_inline_handler"

_OPEN = re.compile(r"<!--|<script(?=[\s/>]|\Z)", re.IGNORECASE)
_CLOSE = re.compile(r"</script", re.IGNORECASE)
_HANDLER = re.compile(r"""(?<=\s)(on[a-z]+\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?[\w/+.-]*json", re.IGNORECASE)
"""A script in another file, or a block of data, which a browser does not run."""


def script(text: str) -> str:
    """The filter around a script of a template: the text as it is; its hash is noted for the page's
    policy."""
    if (noted := _inline.get(None)) is not None:
        noted.add(_hashed(text))
    return text


def handler(text: str) -> str:
    """Likewise around the script in an attribute ("onclick"), which a browser compares only if told."""
    if (noted := _inline.get(None)) is not None:
        noted |= {"'unsafe-hashes'", _hashed(html.unescape(str(text)))}
    return text


def _hashed(text: str) -> str:
    # Browsers hash what they parsed, and parsing makes every line end a line feed.
    parsed = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(sha256(parsed.encode()).digest()).decode()}'"


class InlineScripts(Extension):
    """Puts the filters into templates as they are compiled. They look at markup alone, not at what
    stands in a comment or a string of Jinja's. A script with statements of Jinja's in it other than
    whole ``if`` and ``for`` ones is left as it is, and so will not run where a policy is sent."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters[SCRIPT] = script
        environment.filters[HANDLER] = handler

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        return iter(_Reader().read(stream))


class _Reader:
    """Reads the tokens of one template as a browser would its markup."""

    def __init__(self) -> None:
        self.out: list[Token] = []
        self.body: list[Token] = []
        self.tag = ""
        self.quote = ""
        self.inside = ""  # "", "<!--", "<script" (its tag) or ">" (its text)

    def read(self, tokens: Iterable[Token]) -> list[Token]:
        for token in tokens:
            if token.type == "data":
                self.data(token.lineno, token.value)
            elif self.inside == ">":
                self.body.append(token)
            else:
                self.out.append(token)
        return [*self.out, *self.body]

    def data(self, line: int, text: str) -> None:
        steps = {"": self.markup, "<!--": self.comment, "<script": self.opening, ">": self.script}
        while text:
            done = steps[self.inside](line, text)
            line += text.count("\n", 0, done)
            text = text[done:]

    def markup(self, line: int, text: str) -> int:
        found = _OPEN.search(text)
        end = found.end() if found else len(text)
        at = 0
        for attribute in _HANDLER.finditer(text, 0, end):
            group = 2 if attribute[2] is not None else 3
            self.out.append(Token(line, "data", text[at : attribute.start(group)]))
            self.out += _filtered(line, HANDLER, [Token(line, "data", attribute[group])])
            at = attribute.end(group)
        self.out.append(Token(line, "data", text[at:end]))
        if found:
            self.inside, self.tag, self.quote = found[0].lower(), "", ""
        return end

    def comment(self, line: int, text: str) -> int:
        closed = text.find("-->")
        end = len(text) if closed < 0 else closed + 3
        self.out.append(Token(line, "data", text[:end]))
        self.inside = "<!--" if closed < 0 else ""
        return end

    def opening(self, line: int, text: str) -> int:
        # A value of Jinja's may stand between a quotation mark and its other half.
        end = 0
        while end < len(text) and (self.quote or text[end] != ">"):
            if text[end] == self.quote:
                self.quote = ""
            elif not self.quote and text[end] in "\"'":
                self.quote = text[end]
            end += 1
        if end < len(text):
            end += 1
            self.inside = ">"
        self.tag += text[:end]
        self.out.append(Token(line, "data", text[:end]))
        return end

    def script(self, line: int, text: str) -> int:
        found = _CLOSE.search(text)
        end = found.start() if found else len(text)
        if end:
            self.body.append(Token(line, "data", text[:end]))
        if found:
            if self.body and not _ELSEWHERE.search(self.tag) and _whole(self.body):
                self.out += _filtered(line, SCRIPT, self.body)
            else:
                self.out += self.body
            self.body = []
            self.out.append(Token(line, "data", found[0]))
            self.inside = ""
            return found.end()
        return end


def _filtered(line: int, name: str, tokens: list[Token]) -> list[Token]:
    def statement(*words: str) -> list[Token]:
        return [
            Token(line, "block_begin", "{%"),
            *(Token(line, "name", word) for word in words),
            Token(line, "block_end", "%}"),
        ]

    return [*statement("filter", name), *tokens, *statement("endfilter")]


def _whole(tokens: list[Token]) -> bool:
    """Whether a filter may stand around these: every statement in them ends in them, and none gives a
    name that something after them could need."""
    ends: list[str] = []
    for begin, word in pairwise(tokens):
        if begin.type != "block_begin":
            continue
        if word.value in ("if", "for"):
            ends.append(f"end{word.value}")
        elif ends and word.value in ("elif", "else"):
            continue
        elif not ends or ends.pop() != word.value:
            return False
    return not ends
