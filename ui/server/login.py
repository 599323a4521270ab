"""The login form: plain HTML, in French, without any script."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Annotated

import jinja2
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ui.server import sessions
from ui.server.accounts import Accounts, NotLoggedInError
from ui.server.gate import LOGIN, LOGOUT, client_of
from ui.server.rates import Limiter, TooManyError

_WRONG = "Ce nom et ce mot de passe ne vont pas ensemble."
_FRESH = {"Cache-Control": "no-store"}


def login_router(accounts: Accounts, attempts: Limiter) -> APIRouter:
    """Return the pages that open and close a session."""
    router = APIRouter(include_in_schema=False)

    @router.get(LOGIN)
    def form(request: Request) -> Response:
        if _is_known(accounts, request):
            return RedirectResponse("/", 303)
        return _page("connexion.html")

    @router.post(LOGIN)
    def log_in(
        request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
    ) -> Response:
        client = client_of(request)
        try:
            attempts.check(client)
            account = accounts.log_in(name.strip(), password)
            if account is None:
                attempts.hit(client)
        except TooManyError as error:
            again = {"Retry-After": str(error.retry_after)}
            return _page("connexion.html", 429, again, error=str(error), name=name)
        if account is None:
            return _page("connexion.html", 401, error=_WRONG, name=name)
        answer = RedirectResponse("/", 303, _FRESH)
        answer.set_cookie(
            sessions.COOKIE,
            accounts.cookie(account),
            max_age=sessions.LASTS,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    @router.get(LOGOUT)
    def ask_to_log_out(request: Request) -> Response:
        if not accounts or not _is_known(accounts, request):
            return RedirectResponse(LOGIN, 303)
        return _page("deconnexion.html", name=accounts.visitor(request).name)

    @router.post(LOGOUT)
    def log_out() -> Response:
        # The next one at this machine finds nothing of the last one's conversation.
        answer = RedirectResponse(LOGIN, 303, _FRESH | {"Clear-Site-Data": '"storage"'})
        answer.delete_cookie(sessions.COOKIE, httponly=True, samesite="lax")
        return answer

    return router


def _is_known(accounts: Accounts, request: Request) -> bool:
    try:
        accounts.visitor(request)
    except NotLoggedInError:
        return False
    return True


def _page(
    template: str, code: int = 200, headers: dict[str, str] | None = None, **context: str
) -> HTMLResponse:
    return HTMLResponse(
        _templates().get_template(template).render(context), code, _FRESH | (headers or {})
    )


@cache
def _templates() -> jinja2.Environment:
    def read(name: str) -> str:
        return resources.files("ui.server").joinpath("templates", name).read_text("utf-8")

    return jinja2.Environment(loader=jinja2.FunctionLoader(read), autoescape=True)
