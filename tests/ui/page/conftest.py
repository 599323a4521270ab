"""The real page on a real server, in a real browser: one of each for all tests of this folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import spawn
from tests.ui.page.corpus import DOCUMENTS
from tests.ui.page.person import Person

_OPTIONS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Site:
    """A running server."""

    url: str
    data: Path
    service: Any


@pytest.fixture(scope="package")
def made_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the documents of these tests. Copy it where documents change."""
    home = tmp_path_factory.mktemp("page")
    documents = home / "documents"
    documents.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text, "utf-8")
    made = spawn("index", str(documents), "--index", str(home / "index"), cwd=home)
    assert made.code == 0, made.err
    return home / "index"


@pytest.fixture(scope="package")
def site(made_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application that `balise ui` serves, on loopback, open to anyone there."""
    with serving(made_index, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="package")
def changing_site(made_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same on an index of its own, for tests that change documents."""
    home = tmp_path_factory.mktemp("changing")
    shutil.copytree(made_index, home / "index")
    with serving(home / "index", home / "data", history_days=2) as running:
        yield running


@contextlib.contextmanager
def serving(index: Path, data: Path, **flags: Any) -> Iterator[Site]:
    import uvicorn

    from ui.server.app import create_app
    from ui.service import Service
    from ui.settings import load_settings

    for name in [name for name in os.environ if name.startswith("BALISE_")]:
        del os.environ[name]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chosen = {"reader": "off", "rate_limit": "10000/minute"} | flags
    settings = load_settings(index=index, data=data, port=port, **chosen)
    service = Service.start(settings)
    app = create_app(service, settings)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan="on")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{port}/", data, service)
    server.should_exit = True
    server.force_exit = True
    thread.join()
    service.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium: the one of this machine, else the one that Playwright has installed."""
    from playwright.sync_api import Error, sync_playwright

    found = next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=_OPTIONS.split())
        except Error:
            if os.environ.get("CI"):
                raise
            pytest.skip("no Chromium here: install one, or run `playwright install chromium`")
        yield started
        started.close()


Visit = Callable[..., Person]


@pytest.fixture
def visit(browser: Any, site: Site) -> Iterator[Visit]:
    """Open the page as somebody new, logged in with an account's name and password if given.

    Other keywords are those of Playwright's `new_context`.
    """
    opened: list[Any] = []

    def come(at: Site = site, account: tuple[str, str] | None = None, **options: Any) -> Person:
        settings = {
            "locale": "fr-FR",
            "viewport": {"width": 1280, "height": 800},
            "reduced_motion": "reduce",
            **options,
        }
        context = browser.new_context(**settings)
        context.set_default_timeout(20_000)
        opened.append(context)
        return Person(context.new_page(), at.url, account)

    yield come
    for context in opened:
        context.close()


@pytest.fixture
def person(visit: Visit) -> Person:
    """Somebody at a desk."""
    return visit()
