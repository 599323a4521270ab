"""The application: the API, the login form and the page behind one set of guards."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, cast

from fastapi import FastAPI, Request
from secure.middleware import SecureASGIMiddleware
from starlette.middleware.cors import CORSMiddleware

from ui.server.accounts import Accounts
from ui.server.api import api_router
from ui.server.gate import Gate, client_of
from ui.server.guard import Guard
from ui.server.headers import secure_headers
from ui.server.login import login_router
from ui.server.metrics import LIMITED, Metrics
from ui.server.network import host_names
from ui.server.page import mount_page, open_history
from ui.server.processor import questions_at_once
from ui.server.rates import LOGIN_ATTEMPTS, Limiter, TooManyError
from ui.server.replies import speak_french
from ui.server.watched import WatchedService

if TYPE_CHECKING:
    from ui.history.store import HistoryStore
    from ui.service import Service
    from ui.settings import Settings

_LOG = logging.getLogger(__name__)
_DAY = 24 * 3600


def create_app(service: Service, settings: Settings, *, page: bool = True) -> FastAPI:
    """Return the application that serves `service`; without `page`, the API alone.

    `app.state.limit(request)` counts a question of whoever sends a request, and raises
    `TooManyError` when it is one too many; `app.state.accounts` says who that is.

    Raises:
        BaliseError: an account or the rate limit of the settings is not one.
    """
    accounts = Accounts.read(settings)
    metrics = Metrics()
    asked = Limiter(settings.rate_limit, "Vous posez beaucoup de questions d'un coup.")
    attempts = Limiter(LOGIN_ATTEMPTS, "Trop d'essais de mot de passe.")
    watched = WatchedService(service, metrics, at_once=questions_at_once())
    history = open_history(settings) if page else None

    def limit(request: Request) -> None:
        try:
            asked.hit(f"{client_of(request)} {accounts.visitor(request).name}")
        except TooManyError:
            metrics.turned_away(LIMITED)
            raise

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        purging = asyncio.create_task(_purge_daily(history))
        yield
        purging.cancel()

    app = FastAPI(
        title="Balise", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    app.state.accounts = accounts
    app.state.limit = limit
    speak_french(app)
    app.include_router(login_router(accounts, attempts))
    app.include_router(api_router(watched, metrics, limit))
    if page:
        mount_page(app, cast("Service", watched), settings, history, accounts.visitor, limit)
    _guard(app, settings, accounts, attempts)
    return app


def _guard(app: FastAPI, settings: Settings, accounts: Accounts, attempts: Limiter) -> None:
    """Put the guards around everything; the last one added is the first one met."""
    # Without a policy of ours, Gradio would let any site read its answers.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(Gate, accounts=accounts, attempts=attempts)
    app.add_middleware(Guard, hosts=host_names(settings))
    app.add_middleware(SecureASGIMiddleware, secure=secure_headers())


async def _purge_daily(history: HistoryStore | None) -> None:
    """Forget what is older than the settings allow: at the start, then every day."""
    while history is not None:
        try:
            await asyncio.to_thread(history.purge)
        except Exception:  # tomorrow is another chance, and the page must go on
            _LOG.exception("Les conversations échues n'ont pas pu être effacées")
        await asyncio.sleep(_DAY)
