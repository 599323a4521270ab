"""The HTML document of the page as the browser first gets it: in French, with our own head.

Gradio writes it in English, tells social networks of Gradio, and leaves its styles and scripts to
be found one after the other: what the page needs is named here at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.compression import Encoding, compressed, encoding_for

_GRADIO = re.compile(r"\A\s*<!doctype html>\s*<html\s+lang=\"en\"", re.IGNORECASE)
_NOT_OURS = re.compile(
    r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>'
    r'|\s*<link rel="manifest"[^>]*>'
    r'|\s*<link rel="stylesheet"[^>]*>'
    # What lets another site show the page in a frame: none may.
    r"|\s*<script>\s*\(\(\) => \{\s*const root = (?:(?!</script>).)*iframeResizer"
    r"(?:(?!</script>).)*</script>",
    re.DOTALL,
)
_THEME = re.compile(r'"theme_hash": ?"([0-9a-f]+)"')
_START = '<meta charset="utf-8" />'


def in_french(html: str, head: str) -> str:
    """Return Gradio's document in French, with `head` in its head; another one as it is."""
    if not _GRADIO.match(html):
        return html
    html = html.replace('lang="en"', 'lang="fr"', 1)
    # Before our own head is added: nothing of it is to be taken away.
    start, found, rest = _NOT_OURS.sub("", html).partition(_START)
    theme = _THEME.search(html)
    colours = f'\n<link rel="preload" as="style" href="./theme.css?v={theme[1]}">' if theme else ""
    return f"{start}{found}{colours}{head}{rest}"


class FrenchDocument:
    """Rewrites the documents that pass: whole, however many pieces they come in."""

    def __init__(self, app: ASGIApp, head: str) -> None:
        self._app = app
        self._head = head
        self._body = lru_cache(maxsize=32)(self._rewritten)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        encoding = encoding_for(Headers(scope=scope).get("accept-encoding", ""))
        await self._app(scope, receive, _Rewriting(send, encoding, self._body))

    def _rewritten(self, body: bytes, encoding: Encoding) -> bytes:
        html = in_french(body.decode("utf-8", "surrogateescape"), self._head)
        return compressed(html.encode("utf-8", "surrogateescape"), encoding)


class _Rewriting:
    """Holds a document until it is whole; lets everything else through as it comes."""

    def __init__(
        self, send: Send, encoding: Encoding, rewritten: Callable[[bytes, Encoding], bytes]
    ) -> None:
        self._send = send
        self._encoding = encoding
        self._rewritten = rewritten
        self._start: Message | None = None
        self._pieces: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_document(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._end(self._start, b"".join(self._pieces))

    async def _end(self, start: Message, body: bytes) -> None:
        if body:
            body = self._rewritten(body, self._encoding)
            headers = MutableHeaders(raw=start["headers"])
            headers["Content-Length"] = str(len(body))
            headers.add_vary_header("Accept-Encoding")
            headers["Cache-Control"] = "no-cache"
            for name, value in self._encoding.headers.items():
                headers[name] = value
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_document(message: Message) -> bool:
    headers = Headers(raw=message["headers"])
    is_html = headers.get("content-type", "").startswith("text/html")
    return is_html and "content-encoding" not in headers
