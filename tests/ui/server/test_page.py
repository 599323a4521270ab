"""The page behind the guards: it is there, it is alone, and Gradio offers nothing more."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest


@pytest.fixture
def client(serve: Any) -> httpx.Client:
    opened: httpx.Client = serve(page=True)
    return opened


def test_the_page_is_at_the_root_and_the_api_beside_it(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert client.get("/health").json()["ready"] is True
    assert client.get("/api/rien").status_code == 404


def test_the_page_loads_nothing_from_another_host(client: httpx.Client) -> None:
    page = client.get("/").text
    loaded = re.findall(
        r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"(https?://[^\"]+)", page
    )
    ours = str(client.base_url)
    assert [url for url in loaded if not url.startswith(ours)] == []


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/proxy=https://pirate.example/",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/runs",
        "/gradio_api/deep_link",
        "/monitoring",
        "/monitoring/summary",
        "/docs",
    ],
)
def test_what_gradio_offers_besides_is_closed(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/etc/passwd", "pyproject.toml", "/proc/self/environ"])
def test_files_of_this_machine_are_not_served(client: httpx.Client, path: str) -> None:
    assert client.get(f"/gradio_api/file={path}").status_code in (403, 404)


def test_a_conversation_that_is_kept_has_its_days(serve: Any, tmp_path: Any) -> None:
    serve(page=True, history_days=3)
    assert (tmp_path / "data" / "conversations.sqlite").is_file()


def test_no_conversation_is_kept_by_default(client: httpx.Client, tmp_path: Any) -> None:
    client.get("/")
    assert not (tmp_path / "data" / "conversations.sqlite").exists()
