"""Start and stop: everything is warm before the port opens, and questions end before it closes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

from ui.server.accounts import Accounts
from ui.server.network import check_exposure, refused_address, reserve, url_of
from ui.server.rates import parse_rule

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.settings import Settings

_PATIENCE = 20
"""Seconds that questions being answered have to end, once asked to stop."""
_QUEUED_CONNECTIONS = 256


def serve(
    settings: Settings,
    *,
    say: Callable[[str], None] = print,
    on_open: Callable[[str], None] | None = None,
) -> None:
    """Serve the page and the API until Ctrl-C or SIGTERM.

    `say` is given the French lines that tell what happens; `on_open` the address once it answers.

    Raises:
        BaliseError: no index, a busy port, an address open to all without accounts, or a setting
            that can't be used.
    """
    parse_rule(settings.rate_limit)
    check_exposure(settings, len(Accounts.read(settings)))
    reserved = reserve(settings.host, settings.port)
    with contextlib.closing(reserved), tempfile.TemporaryDirectory(prefix="balise-") as uploads:
        # Uploads pass through here on their way to the documents: never through a shared folder.
        os.environ.setdefault("GRADIO_TEMP_DIR", uploads)
        say("Chargement du modèle et de l'index…")
        _run(settings, reserved, say, on_open)


def _run(
    settings: Settings,
    reserved: socket.socket,
    say: Callable[[str], None],
    on_open: Callable[[str], None] | None,
) -> None:
    from ui.server.app import create_app
    from ui.server.processor import let_threads_sleep, share_processor
    from ui.service import Service

    let_threads_sleep()
    service = Service.start(settings)
    share_processor()
    try:
        app = create_app(service, settings)
        url = url_of(reserved)

        def opened() -> None:
            say(f"Balise est ouvert : {url}")
            if on_open:
                on_open(url)

        server = BaliseServer(server_config(app), app, opened, lambda: say("Arrêt…"))
        try:
            server.run([reserved])
        except OSError as error:
            raise refused_address(settings.host, settings.port, error) from error
    finally:
        service.close()
    say("Balise est fermé.")


def server_config(app: FastAPI) -> uvicorn.Config:
    """Return how uvicorn runs: quiet, without a banner, and patient when it stops."""
    return uvicorn.Config(
        app,
        lifespan="on",
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        backlog=_QUEUED_CONNECTIONS,
        timeout_graceful_shutdown=_PATIENCE,
    )


class BaliseServer(uvicorn.Server):
    """uvicorn, with our words, and with the pages that are open let go when it stops."""

    def __init__(
        self,
        config: uvicorn.Config,
        app: FastAPI,
        opened: Callable[[], None],
        stopping: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._served = app
        self._opened = opened
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, and say so."""
        await super().startup(sockets)
        if self.started:
            self._opened()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is being answered end. Ctrl-C once more stops at once."""
        self._stopping()
        for event in _endless_streams(self._served):
            event.set()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on Ctrl-C and SIGTERM. Unlike uvicorn, do not die of the signal afterwards."""
        handled = (signal.SIGINT, signal.SIGTERM)
        try:
            previous = {sig: signal.signal(sig, self.handle_exit) for sig in handled}
        except ValueError:  # not the main thread: somebody else handles signals
            yield
            return
        try:
            yield
        finally:
            for sig, handler in previous.items():
                signal.signal(sig, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, gently the first time."""
        super().handle_exit(signal.SIGINT if self.should_exit else sig, frame)


def _endless_streams(app: FastAPI) -> Iterator[asyncio.Event]:
    """Yield what ends the streams that Gradio keeps open with every page, else we'd wait for it."""
    for route in app.routes:
        mounted: Any = getattr(route, "app", None)
        event = getattr(mounted, "stop_event", None)
        if isinstance(event, asyncio.Event):
            yield event
