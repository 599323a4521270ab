"""The load script: what it counts, and that it notices when answers are crossed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from corpus.document import BaliseError
from evals import load
from evals.load import Plan, Reply, choose, main, run, summarise
from index.embedding import Embedder
from ui.server.app import create_app
from ui.server.network import reserve, url_of
from ui.server.serve import BaliseServer
from ui.service import Service
from ui.settings import Settings


@contextlib.contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    reserved = reserve("127.0.0.1", 0)
    opened = threading.Event()
    config = uvicorn.Config(app, log_level="error")
    server = BaliseServer(config, app, opened.set, lambda: None)
    thread = threading.Thread(target=server.run, args=([reserved],))
    thread.start()
    try:
        assert opened.wait(60)
        yield url_of(reserved)
    finally:
        server.should_exit = True
        thread.join(60)


@pytest.fixture
def service(small_index: Any, embedder: Embedder) -> Iterator[Service]:
    opened = Service(Settings(index=small_index.index), embedder, None)
    yield opened
    opened.close()


def plan(url: str, **chosen: Any) -> Plan:
    return Plan(**({"url": url, "users": 3, "questions": 4, "think": 0, "seed": 0} | chosen))


def strange_server(mend: Any) -> FastAPI:
    """A server whose answers are as `mend(question, count)` makes them."""
    app = FastAPI()
    asked: list[str] = []

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"fingerprint": "essai"}

    @app.post("/api/ask")
    async def ask(request: Request) -> Any:
        asked.append((await request.json())["turns"][-1])
        return mend(asked[-1], len(asked))

    return app


def answer(question: str, **other: Any) -> dict[str, Any]:
    return {"question": question, "status": "answered", "timings_ms": {}} | other


def test_everyone_gets_their_own_answer_from_the_real_server(
    service: Service, tmp_path: Any
) -> None:
    settings = Settings(data=tmp_path, rate_limit="10000/minute")
    with serving(create_app(service, settings, page=False)) as url:
        report = asyncio.run(run(plan(url, think=0.01)))
    assert (report.alone.asked, report.together.asked) == (4, 12)
    for phase in (report.alone, report.together):
        assert (phase.failed, phase.crossed) == (0, 0)
        assert 0 < phase.p50 <= phase.p95 <= phase.slowest
    assert report.fingerprint == service.fingerprint
    assert report.ratio == pytest.approx(report.together.p95 / report.alone.p50, abs=0.01)


def test_an_answer_to_another_question_is_crossed() -> None:
    def late(question: str, count: int) -> dict[str, Any]:
        return answer(question if count < 8 or count % 5 else "une autre")

    with serving(strange_server(late)) as url:
        report = asyncio.run(run(plan(url)))
    assert (report.alone.crossed, report.together.crossed) == (0, 2)
    assert not report.good


def test_an_answer_that_changes_with_the_crowd_is_crossed() -> None:
    def changing(question: str, count: int) -> dict[str, Any]:
        return answer(question, short="seul" if count <= 7 else "autre")

    with serving(strange_server(changing)) as url:
        report = asyncio.run(run(plan(url)))
    assert (report.alone.crossed, report.together.crossed) == (0, 12)


def test_a_failed_answer_and_an_error_are_failures() -> None:
    def broken(question: str, count: int) -> Any:
        return Response(status_code=500) if count % 2 else answer(question, status="failed")

    with serving(strange_server(broken)) as url:
        report = asyncio.run(run(plan(url)))
    assert (report.alone.failed, report.together.failed) == (4, 12)
    assert not report.good


def test_a_server_that_limits_questions_is_told_how_to_be_started() -> None:
    with (
        serving(strange_server(lambda *_: Response(status_code=429))) as url,
        pytest.raises(BaliseError, match="BALISE_RATE_LIMIT"),
    ):
        asyncio.run(run(plan(url)))


def test_a_server_with_accounts_is_told_how_to_be_asked(
    service: Service, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from ui.server.passwords import hash_password

    users = f"Anne:conseiller:{hash_password('pas si secret')}"
    app = create_app(service, Settings(data=tmp_path, users=users), page=False)
    with serving(app) as url:
        assert main([url, "--questions", "2"]) == 1
        assert "a des comptes" in capsys.readouterr().err
        known = url.replace("http://", "http://Anne:pas%20si%20secret@")
        assert main([known, "--users", "2", "--questions", "2", "--think", "0", "--json"]) in (0, 1)
        report = json.loads(capsys.readouterr().out)
    assert report["plan"]["url"] == url
    assert (report["together"]["asked"], report["together"]["failed"]) == (4, 0)


def test_nobody_at_the_address_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with reserve("127.0.0.1", 0) as reserved:
        assert main([url_of(reserved)]) == 1
    assert "Balise ne répond pas" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["--think=-1", "--think=nan", "--users=0", "--questions=x"])
def test_impossible_numbers_are_wrong_usage(wrong: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["http://127.0.0.1:1", wrong])
    assert left.value.code == 2


def test_the_same_seed_asks_the_same_questions_once_each() -> None:
    chosen = choose(50, 0)
    assert chosen == choose(50, 0)
    assert len(set(chosen)) == 50
    assert chosen != choose(50, 1)


def test_the_measures_of_a_phase() -> None:
    replies = [Reply((str(n),), {"question": str(n)}, float(n)) for n in range(1, 101)]
    replies[0] = Reply(("1",), None, 1.0)
    phase = summarise([replies[:50], replies[50:]], seconds=20)
    assert (phase.people, phase.asked, phase.failed, phase.crossed) == (2, 100, 1, 0)
    assert (phase.p50, phase.slowest, phase.per_second) == (50.5, 100, 5)
    assert phase.p95 == pytest.approx(95.05, abs=0.06)


def test_the_table_says_what_was_measured_and_how(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(strange_server(lambda question, _: answer(question))) as url:
        main([url, "--users", "2", "--questions", "3", "--think", "0.01"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "Balise à 2 personnes" in shown
    assert "chacun réfléchit 0.01 s en moyenne" in shown
    assert f"moins de {load.TARGET:g}" in shown
