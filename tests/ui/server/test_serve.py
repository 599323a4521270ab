"""`balise ui`, in a process of its own: it opens, answers, and stops without cutting anyone."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from ui.server.accounts import Accounts
from ui.settings import Settings

ROOT = Path(__file__).parents[3]
QUESTION = {"turns": ["Combien de salariés dans le numérique ?"]}


class Running:
    """A `balise ui` that has said where it's open."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self.url = re.findall(r"http://\S+", self.read_until("Balise est ouvert"))[0]

    def read_until(self, words: str) -> str:
        """Read what it says up to a line with these words."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.strip())
            if words in line:
                return line
        raise AssertionError(f"« {words} » never said: {self.lines}")


@contextmanager
def balise_ui(indexed: Path, data: Path, *arguments: str, **variables: str) -> Iterator[Running]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BALISE_")}
    environment |= {"PYTHONPATH": str(ROOT), "BALISE_DATA": str(data), "BALISE_READER": "off"}
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli.app", "ui", "-i", str(indexed), "-p", "0", *arguments],
        env=environment | variables,
        cwd=data,
        text=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield Running(process)
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.slow
def test_it_opens_answers_and_stops_after_the_question_that_is_being_asked(
    indexed: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    body = json.dumps(QUESTION).encode()
    with balise_ui(indexed, tmp_path) as running:
        assert running.lines[0] == "Chargement du modèle et de l'index…"
        assert httpx.get(f"{running.url}/health", trust_env=False).json()["ready"] is True
        host = running.url.removeprefix("http://")
        with socket.create_connection(host.split(":"), timeout=60) as asking:  # type: ignore[arg-type]
            head = (
                f"POST /api/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            asking.sendall(head.encode() + body[:10])
            # An answer on another connection: by now the server has read that first one.
            httpx.get(f"{running.url}/health", trust_env=False)
            running.process.send_signal(stop)
            running.read_until("Arrêt…")
            asking.sendall(body[10:])
            answer = b"".join(iter(lambda: asking.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert "28 433" in answer.decode()
        running.read_until("Balise est fermé.")
        assert running.process.wait(60) == 0
        assert not any("Traceback" in line for line in running.lines)


@pytest.mark.slow
def test_a_page_that_is_open_does_not_keep_the_server_from_stopping(
    indexed: Path, tmp_path: Path
) -> None:
    with (
        balise_ui(indexed, tmp_path) as running,
        httpx.stream("GET", f"{running.url}/gradio_api/heartbeat/x", trust_env=False) as page,
    ):
        beats = page.iter_lines()
        assert next(beats) == "data: ALIVE"
        running.process.send_signal(signal.SIGINT)
        running.read_until("Balise est fermé.")
        # The patience of the server is for questions: Gradio's endless stream does not use it up.
        assert [beat for beat in beats if beat] == []
        assert running.process.wait(60) == 0
        assert not any("timeout graceful shutdown" in line for line in running.lines)


def test_a_busy_port_is_refused_before_the_model_is_loaded(program: Any, indexed: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        refused = program("ui", "--index", str(indexed), "--port", port)
    assert refused.code == 1
    assert f"Le port {port} est déjà pris" in refused.err
    assert "Chargement" not in refused.err


def test_an_open_address_without_accounts_is_refused(program: Any, indexed: Path) -> None:
    refused = program("ui", "--index", str(indexed), "--host", "0.0.0.0")
    assert refused.code == 1
    assert "aucun compte" in refused.err


def test_without_an_index_it_says_what_to_run(program: Any, tmp_path: Path) -> None:
    refused = program("ui", "--index", str(tmp_path / "rien"), "--port", "0")
    assert refused.code == 1
    assert "balise index" in refused.err


def test_a_wrong_rate_limit_is_explained(program: Any, indexed: Path) -> None:
    wrong = {"BALISE_RATE_LIMIT": "souvent"}
    refused = program("ui", "--index", str(indexed), "--port", "0", env=wrong)
    assert refused.code == 1
    assert "BALISE_RATE_LIMIT" in refused.err
    assert "Chargement" not in refused.err


def test_the_line_of_an_account_is_written_alone_and_can_be_used(
    program: Any, tmp_path: Path
) -> None:
    typed = "Anne Li\nconseiller\npas si secret\npas si secret\n"
    made = program("ui", "--hash-password", stdin=typed.encode())
    assert made.code == 0, made.err
    assert "pas si secret" not in made.out + made.err
    file = tmp_path / "comptes"
    file.write_text(made.out, "utf-8")
    accounts = Accounts.read(Settings(data=tmp_path, users_file=file))
    found = accounts.log_in("Anne Li", "pas si secret")
    assert found is not None
    assert found.role == "conseiller"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Anne\njeune\npas si secret\nun autre mot\n", "sont différents"),
        ("Anne\njeune\ncourt\ncourt\n", "8 à 256"),
        ("Anne:x\n", "Nom de compte impossible"),
        ("Anne\nchef\n", "Rôle inconnu"),
    ],
)
def test_an_account_that_cannot_be_is_explained(program: Any, typed: str, said: str) -> None:
    refused = program("ui", "--hash-password", stdin=typed.encode())
    assert refused.code == 1
    assert said in refused.err
    assert not refused.out
