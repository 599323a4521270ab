"""The API: a question and its answer as JSON, the sources, health, measures."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import Field, StringConstraints

from assistant.answer import Answer
from assistant.filters import Filters
from assistant.question import MAX_QUESTION
from corpus.document import Document, Frozen, Heading, Page, PublisherKind
from ui.public import file_name, public_answer
from ui.server.metrics import Metrics
from ui.server.replies import refusal
from ui.server.watched import WatchedService

_TURNS = 100
_THREADS = 16
"""Questions that wait in a thread; further ones wait outside, so that all else goes on."""

Turn = Annotated[str, StringConstraints(max_length=MAX_QUESTION)]


class Question(Frozen):
    """What `POST /api/ask` takes: the conversation, oldest first; its last turn is answered."""

    turns: tuple[Turn, ...] = Field(min_length=1, max_length=_TURNS)
    filters: Filters = Filters()


class SourceRow(Frozen):
    """A document of the index, as it's listed."""

    id: str
    title: str
    file: str
    """Name of the file; where it lies on this machine is nobody's business."""
    publisher: str
    publisher_kind: PublisherKind
    date: str
    """ISO date, as precise as it is known; empty when the source is not dated."""
    date_inferred: bool
    territory: tuple[str, ...]
    territory_inferred: bool
    url: str | None
    licence: str
    passages: int


class Source(SourceRow):
    """A document with its canonical text: what the offsets of a citation count in."""

    text: str
    pages: tuple[Page, ...]
    headings: tuple[Heading, ...]


class Health(Frozen):
    """Whether questions are answered, and from what."""

    ready: bool
    fingerprint: str
    documents: int
    passages: int


def api_router(
    service: WatchedService, metrics: Metrics, limit: Callable[[Request], None]
) -> APIRouter:
    """Return the routes of the API; `limit` refuses a client that asks too often."""
    router = APIRouter()

    threads = CapacityLimiter(_THREADS)

    @router.post("/api/ask")
    async def ask(question: Question, request: Request) -> Answer:
        def answered() -> Answer:
            limit(request)
            return public_answer(service.ask(question.turns, question.filters))

        return await to_thread.run_sync(answered, limiter=threads)

    @router.get("/api/sources")
    def sources() -> list[SourceRow]:
        counts = service.passage_counts()
        return [SourceRow(**_row(d, counts)) for d in service.documents()]

    @router.get("/api/sources/{doc_id:path}", response_model=Source)
    def source(doc_id: str) -> Source | JSONResponse:
        try:
            document = service.document(doc_id)
        except KeyError:
            return refusal(404, f"Il n'y a pas de source « {doc_id} ».")
        return Source(
            **_row(document, service.passage_counts()),
            text=document.text,
            pages=document.pages,
            headings=document.headings,
        )

    @router.get("/health")
    def health() -> Health:
        counts = service.passage_counts()
        return Health(
            ready=True,
            fingerprint=service.fingerprint,
            documents=len(counts),
            passages=sum(counts.values()),
        )

    @router.get("/metrics")
    def measures() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    # Without these, what is misspelt would reach Gradio, which answers in English.
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    for path in itertools.chain(("/api", "/api/{rest:path}"), ("/docs", "/redoc", "/openapi.json")):
        router.add_api_route(path, _nothing, methods=methods, include_in_schema=False)
    return router


def _nothing() -> JSONResponse:
    return refusal(
        404, "Rien ici. L'API : POST /api/ask, GET /api/sources, GET /health, GET /metrics."
    )


def _row(document: Document, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "file": file_name(document.path),
        "publisher": document.publisher,
        "publisher_kind": document.publisher_kind,
        "date": document.published.iso,
        "date_inferred": document.published.inferred,
        "territory": tuple(territory.name for territory in document.territories),
        "territory_inferred": document.territories_inferred,
        "url": document.url,
        "licence": document.licence,
        "passages": counts.get(document.id, 0),
    }
