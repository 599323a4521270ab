"""A Chroma server by its address: the same code, and nothing left behind there."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import chromadb
import pytest

from corpus.document import BaliseError

LILLE = "À Lille, le numérique emploie 6 800 salariés."
AMIENS = "À Amiens, la logistique emploie 900 caristes."


@contextlib.contextmanager
def running(data: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a real server on the loopback; give its address and its process."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("le programme « chroma » n'est pas installé dans cet environnement")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "run", "--path", str(data), "--host", "127.0.0.1", "--port", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    try:
        for _ in range(300):
            assert process.poll() is None, "le serveur Chroma ne démarre pas"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("server")) as (url, _):
        yield url


def collections(url: str) -> set[str]:
    client = chromadb.HttpClient(
        host="127.0.0.1",
        port=int(url.rsplit(":", 1)[1]),
        settings=chromadb.Settings(anonymized_telemetry=False),
    )
    return {collection.name for collection in client.list_collections()}


def test_an_index_on_a_server_answers_as_an_embedded_one(server: str, workspace) -> None:
    workspace.write(lille_md=LILLE, amiens_txt=AMIENS)
    workspace.sync()
    embedded = workspace.best("logistique")
    workspace.sync(chroma_url=server)

    assert workspace.recorder.loads == 0
    assert workspace.best("logistique", server) == embedded == AMIENS


def test_a_second_run_changes_nothing(server: str, workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync(chroma_url=server)
    before = collections(server)
    workspace.sync(chroma_url=server)

    assert (collections(server), workspace.generations()) == (before, ["000001"])


def test_replaced_generations_leave_the_server(server: str, workspace) -> None:
    before = collections(server)
    for n in range(4):
        workspace.write(lille_md=f"{LILLE} Version {n}.")
        workspace.sync(chroma_url=server)

    assert len(collections(server) - before) == len(workspace.generations()) == 2


def test_an_interrupted_run_leaves_the_server_clean_after_the_next(server: str, workspace) -> None:
    before = collections(server)
    workspace.write(lille_md=LILLE)

    def stop(step: str, done: int, total: int) -> None:
        if step == "Rangement dans Chroma":
            raise RuntimeError

    with pytest.raises(RuntimeError):
        workspace.sync(chroma_url=server, on_progress=stop)
    assert len(collections(server) - before) == 1
    workspace.sync(chroma_url=server)

    assert len(collections(server) - before) == 1
    assert workspace.best("Lille", server) == LILLE


def test_two_indexes_share_a_server(server: str, workspace) -> None:
    other = replace(workspace, index=workspace.index.with_name("other"))
    workspace.write(lille_md=LILLE)
    workspace.sync(chroma_url=server)
    for n in range(3):
        workspace.write(lille_md=f"{AMIENS} Version {n}.")
        other.sync(chroma_url=server)

    assert workspace.best("Lille", server) == LILLE
    assert other.best("Lille", server) == f"{AMIENS} Version 2."


def test_vectors_that_are_elsewhere_are_said_and_put_in_place(server: str, workspace) -> None:
    workspace.write(lille_md=LILLE)
    workspace.sync(chroma_url=server)
    with pytest.raises(BaliseError, match="un serveur Chroma et non dans le Chroma intégré"):
        workspace.open()
    workspace.sync()

    assert workspace.best("Lille") == LILLE


def test_vectors_lost_by_the_server_are_said_and_put_back(server: str, workspace) -> None:
    before = collections(server)
    workspace.write(lille_md=LILLE)
    workspace.sync(chroma_url=server)
    client = chromadb.HttpClient(host="127.0.0.1", port=int(server.rsplit(":", 1)[1]))
    for name in collections(server) - before:
        client.delete_collection(name)
    with pytest.raises(BaliseError, match=r"n'a pas les vecteurs de cet index.*balise index"):
        workspace.open(server)
    workspace.sync(chroma_url=server)

    assert workspace.recorder.loads == 0
    assert workspace.best("Lille", server) == LILLE


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1", "127.0.0.1:8000", "http://", "http://x:99999999"]
)
def test_an_impossible_address_is_said_in_french(url: str, workspace) -> None:
    workspace.write(lille_md=LILLE)
    with pytest.raises(BaliseError, match="n'est pas valable"):
        workspace.sync(chroma_url=url)


def test_a_server_that_does_not_answer_is_said_in_french(workspace) -> None:
    workspace.write(lille_md=LILLE)
    with pytest.raises(BaliseError, match="ne répond pas comme il faut"):
        workspace.sync(chroma_url="http://127.0.0.1:9")


def test_a_server_that_stops_is_said_in_french_at_the_next_question(
    tmp_path: Path, workspace
) -> None:
    workspace.write(lille_md=LILLE)
    with running(tmp_path / "data") as (url, process):
        workspace.sync(chroma_url=url)
        searcher = workspace.open(url)
        process.kill()
        process.wait()
        with pytest.raises(BaliseError, match="ne répond pas comme il faut"):
            searcher.search("Lille")


def test_another_kind_of_server_is_said_in_french(tmp_path: Path, workspace) -> None:
    workspace.write(lille_md=LILLE)
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    port = process.stdout.readline().split("port ")[1].split()[0]
    try:
        with pytest.raises(BaliseError, match="ne répond pas comme il faut"):
            workspace.sync(chroma_url=f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
