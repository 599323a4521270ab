"""What is refused before anything reads a request: foreign hosts and pages, bodies too long."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.documents.folder import MAX_BYTES
from ui.documents.shelf import MAX_FILES
from ui.server.replies import refusal

MEGABYTE = 1024 * 1024
UPLOAD = "/gradio_api/upload"
_BODY_LIMITS = (
    (UPLOAD, MAX_FILES * MAX_BYTES + MEGABYTE),
    ("/gradio_api/", 8 * MEGABYTE),
    ("/", MEGABYTE // 4),
)
"""Bytes that a request may carry, by where it goes. The page sends back the conversation."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})
_CLOSED = (
    "/gradio_api/proxy=",
    "/gradio_api/monitoring",
    "/gradio_api/profiling",
    "/gradio_api/deep_link",
    "/gradio_api/runs",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/gradio_api/call",
    "/gradio_api/run/",
    "/gradio_api/api/",
    "/gradio_api/dev",
    "/monitoring",
    "/login",
    "/logout",
)
"""What Gradio offers besides the page, and that the page does without."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Guard:
    """Refuses what does not come from our own page or from a program.

    - With `hosts`, another `Host` header: a name that somebody else's DNS makes lead here.
    - A POST that another site's page sends, by its `Origin` or `Sec-Fetch-Site` header.
    - A body longer than its address may carry, announced or not.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = next(size for path, size in _BODY_LIMITS if scope["path"].startswith(path))
        refused = self._refused(scope, headers, limit)
        if refused:
            await refusal(*refused)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)

    def _refused(self, scope: Scope, headers: Headers, limit: int) -> tuple[int, str] | None:
        if self._hosts and _hostname(headers.get("host", "")) not in self._hosts:
            return 400, "Cette adresse n'est pas celle de Balise."
        if scope["method"] not in _SAFE and not _from_our_page(headers):
            return 403, "Cette requête vient d'un autre site : elle n'est pas permise."
        announced = headers.get("content-length", "0")
        if not announced.isdigit() or int(announced[:18]) > limit:
            return 413, _too_long(limit)
        if scope["path"].startswith(_CLOSED):
            return 404, "Il n'y a rien à cette adresse."
        return None


def _counted(receive: Receive, limit: int) -> Receive:
    """Wrap `receive`, for bodies whose length is not announced."""
    total = 0

    async def counting() -> Message:
        nonlocal total
        message = await receive()
        if message["type"] == "http.request":
            total += len(message.get("body", b""))
            if total > limit:
                raise HTTPException(413, _too_long(limit))
        return message

    return counting


def _too_long(limit: int) -> str:
    size = f"{limit // MEGABYTE} Mo" if limit >= MEGABYTE else f"{limit // 1024} ko"
    return f"La requête est trop longue : {size} au plus."


def _from_our_page(headers: Headers) -> bool:
    """Whether a request comes from our own page, or from no page at all."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in _OURS
    # A proxy may add TLS: the host is compared, and the port that the page's own scheme implies.
    scheme = origin.partition(":")[0]
    theirs, ours = _place(origin, scheme), _place(f"//{headers.get('host', '')}", scheme)
    return theirs[0] is not None and theirs == ours


def _place(url: str, scheme: str) -> tuple[str | None, int | None]:
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port or _DEFAULT_PORTS.get(scheme)
    except ValueError:
        return None, -1


def _hostname(host: str) -> str:
    return _place(f"//{host}", "http")[0] or ""
