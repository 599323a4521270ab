"""The document of the page: in French from its first byte, whole, short, with all that it needs."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.server.document import FrenchDocument, in_french

HEAD = "<title>Bâlise</title>"
GRADIO = (Path(gradio.__file__).parent / "templates/frontend/index.html").read_text("utf-8")


@pytest.fixture
def client(serve: Any) -> httpx.Client:
    opened: httpx.Client = serve(page=True)
    return opened


def raw(client: httpx.Client, encoding: str) -> tuple[httpx.Headers, bytes]:
    """Return the headers and the bytes of the page as they travel."""
    with client.stream("GET", "/", headers={"accept-encoding": encoding}) as response:
        return response.headers, b"".join(response.iter_raw())


def sent(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the client is sent when the application behind sends `messages`."""
    out: list[dict[str, Any]] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        for message in messages:
            await send(message)

    async def send(message: Any) -> None:
        out.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    asyncio.run(FrenchDocument(app, HEAD)(scope, None, send))  # type: ignore[arg-type]
    return out


def answer(kind: bytes, *pieces: bytes) -> Iterator[dict[str, Any]]:
    length = str(sum(map(len, pieces))).encode()
    headers = [(b"content-type", kind), (b"content-length", length)]
    yield {"type": "http.response.start", "status": 200, "headers": headers}
    for n, piece in enumerate(pieces, start=1):
        yield {"type": "http.response.body", "body": piece, "more_body": n < len(pieces)}


def test_the_page_is_in_french_before_any_script(client: httpx.Client) -> None:
    page = client.get("/").text
    assert re.search(r"<html\s+lang=\"fr\"", page[:200])
    assert 'lang="en"' not in page[: page.index("</head>")]
    assert page.index("<title>Balise</title>") < page.index("<script")


def test_the_page_tells_social_networks_nothing(client: httpx.Client) -> None:
    page = client.get("/").text
    assert not re.search(r'property="og:|"twitter:|@gradio|manifest\.json', page, re.IGNORECASE)


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br", "gzip;q=0, br;q=0"])
def test_its_length_is_the_one_announced_however_it_travels(
    client: httpx.Client, encoding: str
) -> None:
    headers, body = raw(client, encoding)
    assert int(headers["content-length"]) == len(body)
    refused = ";q=0" in encoding
    expected = "identity" if refused else encoding
    assert headers.get("content-encoding", "identity") == expected
    assert "Accept-Encoding" in headers["vary"]


def test_it_travels_at_a_fifth_of_its_size(client: httpx.Client) -> None:
    assert len(raw(client, "br")[1]) * 4 < len(raw(client, "identity")[1])


def test_only_its_headers_can_be_asked_for(client: httpx.Client) -> None:
    response = client.head("/")
    assert (response.status_code, response.content) == (200, b"")


@given(st.lists(st.integers(0, len(GRADIO.encode())), max_size=6))
def test_in_however_many_pieces_it_comes_it_is_the_same(cuts: list[int]) -> None:
    body = GRADIO.encode()
    edges = [0, *sorted(cuts), len(body)]
    pieces = [body[a:b] for a, b in itertools.pairwise(edges)]
    start, only = sent(list(answer(b"text/html; charset=utf-8", *pieces)))
    assert only["body"].decode() == in_french(GRADIO, HEAD)
    assert dict(start["headers"])[b"content-length"] == str(len(only["body"])).encode()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"text/event-stream", b'data: <!doctype html><html lang="en">'),
        (b"application/json", b'{"lang": "en"}'),
        (b"text/html", b'<!doctype html><html lang="fr"><meta charset="utf-8" />'),
        (b"text/html", b"<p>\xe9 in another alphabet</p>"),
        (b"text/html", b""),
    ],
)
def test_everything_else_passes_as_it_is(kind: bytes, body: bytes) -> None:
    messages = list(answer(kind, body))
    assert b"".join(m.get("body", b"") for m in sent(messages)) == body


def test_a_stream_is_not_held_back() -> None:
    messages = list(answer(b"text/event-stream", b"a", b"b", b"c"))
    assert sent(messages) == messages
