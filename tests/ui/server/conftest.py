"""The real server, on loopback, in front of a small real index."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.embedding import Embedder
from ui.server.app import create_app
from ui.server.network import reserve, url_of
from ui.server.passwords import hash_password
from ui.server.serve import BaliseServer, server_config
from ui.service import Service
from ui.settings import Settings

Client = httpx.Client
Open = Callable[..., Client]
PASSWORD = "pas si secret"


@contextlib.contextmanager
def serving(service: Service, settings: Settings, *, page: bool = False) -> Iterator[str]:
    """Serve, in a thread, on a free port; give the address."""
    reserved = reserve("127.0.0.1", 0)
    app = create_app(service, settings, page=page)
    opened = threading.Event()
    server = BaliseServer(server_config(app), app, opened.set, lambda: None)
    thread = threading.Thread(target=server.run, args=([reserved],))
    thread.start()
    try:
        assert opened.wait(60)
        yield url_of(reserved)
    finally:
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def service(indexed: Path, embedder: Embedder) -> Iterator[Service]:
    """The assistant on the small index, without a reader: it is quicker, and no less real."""
    opened = Service(Settings(index=indexed), embedder, None)
    yield opened
    opened.close()


@pytest.fixture
def serve(service: Service, indexed: Path, tmp_path: Path) -> Iterator[Open]:
    """Open the server with settings; give a browser or a program that knows its address."""
    with contextlib.ExitStack() as opened:

        def start(*, page: bool = False, **chosen: Any) -> Client:
            kept = {"data": tmp_path / "data", "rate_limit": "10000/minute"}
            settings = Settings(index=indexed, **(kept | chosen))
            url = opened.enter_context(serving(service, settings, page=page))
            client = Client(base_url=url, timeout=60, trust_env=False)
            return opened.enter_context(client)

        yield start


@pytest.fixture(scope="session")
def shared(
    service: Service, indexed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server that many tests may ask."""
    data = tmp_path_factory.mktemp("data")
    settings = Settings(index=indexed, data=data, rate_limit="10000/minute")
    with serving(service, settings) as url:
        yield url


@pytest.fixture
def client(shared: str) -> Iterator[Client]:
    """A program in front of that server."""
    with Client(base_url=shared, timeout=60, trust_env=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def digest() -> str:
    """The hash of `PASSWORD`."""
    return hash_password(PASSWORD)


@pytest.fixture
def users(digest: str) -> str:
    """Two accounts, as they stand in BALISE_USERS."""
    return f"Anne:conseiller:{digest},Léo:jeune:{digest}"
