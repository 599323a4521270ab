"""Refusals in French, in one shape: `{"detail": "…"}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.document import BaliseError
from ui.server.accounts import NotLoggedInError
from ui.server.rates import TooManyError

ASK_FOR_PASSWORD = {"WWW-Authenticate": 'Basic realm="Balise", charset="UTF-8"'}

_BY_CODE = {
    400: "La requête n'est pas comprise.",
    401: "Il faut se connecter.",
    403: "Ce n'est pas permis.",
    404: "Il n'y a rien à cette adresse.",
    405: "Cette adresse ne s'emploie pas ainsi.",
    413: "La requête est trop longue.",
    500: "Balise a rencontré un défaut. Il est noté dans son journal.",
}
_BY_TYPE = {
    "missing": "« {where} » manque",
    "extra_forbidden": "« {where} » n'est pas connu",
    "too_short": "« {where} » est vide",
    "too_long": "« {where} » compte trop d'éléments",
    "string_too_long": "« {where} » dépasse {max_length} caractères",
    "string_type": "« {where} » doit être du texte",
    "string_unicode": "« {where} » n'est pas du texte valable",
    "tuple_type": "« {where} » doit être une liste",
    "list_type": "« {where} » doit être une liste",
    "int_type": "« {where} » doit être un nombre entier",
    "int_parsing": "« {where} » doit être un nombre entier",
    "int_from_float": "« {where} » doit être un nombre entier",
    "greater_than_equal": "« {where} » doit valoir {ge} au moins",
    "less_than_equal": "« {where} » doit valoir {le} au plus",
    "enum": "valeur inconnue pour « {where} »",
    "value_error": "{error}",
}


def refusal(code: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return a refusal that a program and a person can both read."""
    return JSONResponse({"detail": detail}, code, headers)


def speak_french(app: FastAPI) -> None:
    """Make every error of `app` a refusal in French, without a trace."""

    @app.exception_handler(TooManyError)
    async def _too_many(_request: Request, error: TooManyError) -> JSONResponse:
        return refusal(429, str(error), {"Retry-After": str(error.retry_after)})

    @app.exception_handler(NotLoggedInError)
    async def _nobody(_request: Request, error: NotLoggedInError) -> JSONResponse:
        return refusal(401, str(error), ASK_FOR_PASSWORD)

    @app.exception_handler(BaliseError)
    async def _explained(_request: Request, error: BaliseError) -> JSONResponse:
        return refusal(400, str(error))

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        detail = _BY_CODE.get(error.status_code, _BY_CODE[400])
        return refusal(error.status_code, detail, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def _unfit(_request: Request, error: RequestValidationError) -> JSONResponse:
        code, detail = explain(error.errors())
        return refusal(code, detail)

    @app.exception_handler(Exception)
    async def _broken(_request: Request, _error: Exception) -> JSONResponse:
        return refusal(500, _BY_CODE[500])


def explain(errors: Sequence[Any]) -> tuple[int, str]:
    """Return the status and the French words of the first thing that is wrong with a body."""
    first = errors[0]
    kind = first["type"]
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    if kind == "json_invalid":
        return 400, "Le corps de la requête n'est pas du JSON."
    if not where and kind != "value_error":
        return 422, 'Un objet JSON est attendu, comme {"turns": ["Où se former au code ?"]}.'
    context = {"where": where, "max_length": "", "ge": "", "le": "", "error": ""}
    context |= {name: str(value) for name, value in first.get("ctx", {}).items()}
    said = _BY_TYPE.get(kind, "valeur impossible pour « {where} »").format_map(context)
    return 422, f"{said[0].upper()}{said[1:]}."
