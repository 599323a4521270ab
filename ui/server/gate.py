"""The gate: with accounts, nobody passes without one."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.server.accounts import Accounts, NotLoggedInError, basic_credentials
from ui.server.guard import UPLOAD
from ui.server.rates import Limiter, TooManyError
from ui.server.replies import ASK_FOR_PASSWORD, refusal

LOGIN = "/connexion"
LOGOUT = "/deconnexion"
_OPEN = frozenset({"/health", LOGIN, LOGOUT})
_FOR_PROGRAMS = ("/api/", "/metrics")


def client_of(request: Request) -> str:
    """Return the address that a request comes from."""
    return request.client.host if request.client else ""


class Gate:
    """Sends who is not logged in to the form, or tells a program so.

    Passwords given by HTTP Basic count among the attempts of a client when they are wrong.
    """

    def __init__(self, app: ASGIApp, accounts: Accounts, attempts: Limiter) -> None:
        self._app = app
        self._accounts = accounts
        self._attempts = attempts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http" or not self._accounts:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refused = None
        if request.url.path not in _OPEN:
            refused = await run_in_threadpool(self._refused, request)
        if refused is None:
            await self._app(scope, receive, send)
        else:
            await refused(scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        client = client_of(request)
        by_password = basic_credentials(request) is not None
        try:
            if by_password:
                self._attempts.check(client)
            visitor = self._accounts.visitor(request)
            if request.url.path.startswith(UPLOAD) and not visitor.may_change_documents:
                return refusal(403, "Seul un conseiller peut ajouter des documents.")
            return None
        except TooManyError as error:
            return refusal(429, str(error), {"Retry-After": str(error.retry_after)})
        except NotLoggedInError as error:
            if by_password:
                self._count(client)
            if request.url.path.startswith(_FOR_PROGRAMS):
                return refusal(401, str(error), ASK_FOR_PASSWORD)
            if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
                return RedirectResponse(LOGIN, 303)
            return refusal(401, str(error))

    def _count(self, client: str) -> None:
        try:
            self._attempts.hit(client)
        except TooManyError:
            return
