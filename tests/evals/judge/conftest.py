"""A server on this machine that speaks OpenAI's chat format and says what a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Status
from evals.judge.settings import JudgeSettings
from evals.suite.case import Case, CaseFile
from evals.suite.metrics import measure
from evals.suite.result import CaseResult, Run, RunInfo, Stage

QUOTE = "En 2024, le numérique emploie 28 433 salariés dans les Hauts-de-France."
INFO = RunInfo(
    name="Essai",
    created="2025-01-01T00:00:00+00:00",
    version="0.1.0",
    revision=None,
    files=(CaseFile(path="cas.jsonl", sha256="0", count=1),),
    settings={},
    model="e5",
    model_fingerprint="m",
    index_fingerprint="i",
    documents=1,
    passages=1,
    python="3.11",
    cores=2,
    loading_s=0.0,
    elapsed_s=0.0,
)


@dataclass(frozen=True)
class Received:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All that the model is told."""
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def asks_a_score(self) -> bool:
        """Whether this is the question about correctness, not the one about faithfulness."""
        return "<reference>" in self.prompt


@dataclass(frozen=True)
class Sent:
    """Another answer than a chat completion."""

    status: int = 200
    body: str = "{}"
    type: str = "application/json"
    location: str | None = None
    delay_s: float = 0.0


@dataclass
class Server:
    """Where the server is, what it says, and what it was asked."""

    url: str
    answer: Callable[[Received], str | Sent]
    received: list[Received] = field(default_factory=list)

    def says(self, faithful: str | Sent, score: str | Sent) -> None:
        """Answer each of both questions always the same."""
        self.answer = lambda asked: score if asked.asks_a_score else faithful

    def settings(self, **given: Any) -> JudgeSettings:
        """Settings that lead here, without a second try."""
        return JudgeSettings(**{"url": self.url, "model": "petit", "retries": 0, **given})


@pytest.fixture
def make_server() -> Iterator[Callable[[], Server]]:
    """Start servers that find everything right, until they are told to say something else."""
    opened: list[ThreadingHTTPServer] = []

    def start() -> Server:
        httpd = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        server = Server(f"http://127.0.0.1:{httpd.server_address[1]}/v1", lambda _asked: "")
        server.says("OUI\nTout y est.", "5\nTout est juste.")
        httpd.RequestHandlerClass = _handler(server)
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        opened.append(httpd)
        return server

    yield start
    for httpd in opened:
        httpd.shutdown()
        httpd.server_close()


@pytest.fixture
def server(make_server: Callable[[], Server]) -> Server:
    """One such server."""
    return make_server()


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = Received(self.path, dict(self.headers.items()), body)
            server.received.append(asked)
            given = server.answer(asked)
            sent = Sent(body=_completion(given)) if isinstance(given, str) else given
            time.sleep(sent.delay_s)
            self.send_response(sent.status)
            self.send_header("Content-Type", sent.type)
            if sent.location:
                self.send_header("Location", sent.location)
            self.send_header("Content-Length", str(len(sent.body.encode())))
            self.end_headers()
            self.wfile.write(sent.body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep the terminal clean."""

    return Handler


def _completion(content: str) -> str:
    message = {"role": "assistant", "content": content}
    return json.dumps(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "petit",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        }
    )


def citation(quote: str = QUOTE, n: int = 1) -> Citation:
    """A quote of a dated sheet."""
    return Citation(
        n=n,
        doc_id="emploi",
        path="emploi.md",
        title="L'emploi numérique",
        publisher="Kalyptus",
        date="2024",
        quote=quote,
        start=0,
        end=len(quote),
    )


def result(
    name: str = "cas-1",
    *,
    case: Case | None = None,
    answer: str = "28 433 salariés [1] (Kalyptus, 2024)",
    status: Status = Status.ANSWERED,
    citations: tuple[Citation, ...] | None = None,
    right: bool = True,
    faithful: bool = True,
) -> CaseResult:
    """An answered case, right unless told otherwise."""
    asked = case or Case(id=name, turns=("Combien de salariés ?",), expect=(("28 433",),))
    quoted = (citation(),) if citations is None else citations
    said = Answer(
        question=asked.turns[-1],
        understood=asked.turns[-1],
        status=status,
        answer=answer,
        citations=quoted,
    )
    return CaseResult(
        case=asked,
        answer=said,
        right=right,
        stage=None if right else Stage.COMPOSED,
        faithful=tuple(faithful for _ in quoted),
    )


def run_of(*results: CaseResult) -> Run:
    """A run of these results."""
    return Run(info=INFO, metrics=measure(results, jobs=1), results=results)
