"""Gradio's own scripts and styles, from memory: compressed once, and kept by browsers for good."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ui.server.compression import Encoding, compressed, encoding_for
from ui.server.replies import refusal

URL = "/assets"
_FOR_GOOD = {
    # A name holds the hash of its content: another content has another name.
    "Cache-Control": "private, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
}
_FRENCH = {
    "`Connection Lost`": "`Connexion perdue`",
    "Connection to the server was lost. Attempting reconnection...": (
        "La connexion à Balise est perdue. Nouvel essai en cours…"
    ),
}
"""What Gradio says in English in any language, when the server is gone."""
_COMPRESSED = frozenset({".js", ".css", ".svg", ".json"})
_TYPES = {".js": "text/javascript", ".css": "text/css"}
"""Not left to the machine: on some, a script is of a type that browsers refuse to run."""


def in_french(script: bytes) -> bytes:
    """Return a script of Gradio's with the few words that it does not translate in French."""
    for english, french in _FRENCH.items():
        script = script.replace(english.encode(), french.encode())
    return script


def assets_folder() -> Path:
    """Return the folder of what Gradio's page is made of."""
    return Path(str(resources.files("gradio"))) / "templates" / "frontend" / "assets"


class Assets:
    """Answers with the files of a folder, and only with those that were there at the start.

    `made` holds files that are nowhere but in memory, by name.
    """

    def __init__(self, folder: Path, made: Mapping[str, bytes]) -> None:
        self._folder = folder
        self._made = made
        self._names = frozenset(entry.name for entry in os.scandir(folder) if entry.is_file())
        self._body = lru_cache(maxsize=512)(self._read)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._response(scope)(scope, receive, send)

    def _response(self, scope: Scope) -> Response:
        name = scope["path"].removeprefix(f"{URL}/")
        if name not in self._names and name not in self._made:
            return refusal(404, "Il n'y a rien à cette adresse.")
        if scope["method"] not in {"GET", "HEAD"}:
            return refusal(405, "Cette adresse ne s'emploie pas ainsi.")
        suffix = Path(name).suffix
        accepted = encoding_for(Headers(scope=scope).get("accept-encoding", ""))
        encoding = accepted if suffix in _COMPRESSED else Encoding.NONE
        kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Response(
            self._body(name, encoding), media_type=kind, headers=_FOR_GOOD | encoding.headers
        )

    def _read(self, name: str, encoding: Encoding) -> bytes:
        body = self._made.get(name)
        if body is None:
            body = (self._folder / name).read_bytes()
        return compressed(in_french(body) if name.endswith(".js") else body, encoding)
