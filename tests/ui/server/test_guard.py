"""What is refused before anything reads a request, and what every response carries."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from ui.server.guard import MEGABYTE

QUESTION = {"turns": ["Combien de salariés dans le numérique ?"]}


@pytest.mark.parametrize("host", ["pirate.example", "127.0.0.1.pirate.example", "", "a@b", "[::1"])
def test_another_host_name_is_refused(client: httpx.Client, host: str) -> None:
    response = client.get("/health", headers={"host": host})
    assert response.status_code == 400
    assert "detail" in response.json() or not host


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:80", "[::1]:7860"])
def test_the_names_of_this_machine_pass(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://pirate.example"},
        {"origin": "null"},
        {"origin": "http://localhost:1"},
        {"origin": ""},
        {"origin": "http://[::1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_cannot_post(client: httpx.Client, headers: dict[str, str]) -> None:
    response = client.post("/api/ask", json=QUESTION, headers=headers)
    assert response.status_code == 403
    assert "autre site" in response.json()["detail"]


def test_our_own_page_can_post(client: httpx.Client) -> None:
    ours = {"origin": str(client.base_url), "sec-fetch-site": "same-origin"}
    assert client.post("/api/ask", json=QUESTION, headers=ours).status_code == 200


def test_our_own_page_can_post_behind_a_proxy_that_speaks_https(client: httpx.Client) -> None:
    ours = {"origin": "https://localhost", "host": "localhost"}
    assert client.post("/api/ask", json=QUESTION, headers=ours).status_code == 200


def test_no_other_site_may_read_an_answer(client: httpx.Client) -> None:
    origin = {"origin": "https://pirate.example"}
    asked = origin | {"access-control-request-method": "POST"}
    for response in (
        client.get("/api/sources", headers=origin),
        client.options("/api/ask", headers=asked),
    ):
        assert "access-control-allow-origin" not in response.headers


def test_a_long_body_is_refused_before_it_is_sent(client: httpx.Client) -> None:
    response = client.post("/api/ask", json={"turns": ["a" * MEGABYTE]})
    assert response.status_code == 413
    assert response.json()["detail"] == "La requête est trop longue : 256 ko au plus."


def test_a_long_body_without_a_length_is_refused_on_the_way(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield b" " * 8192

    response = client.post(
        "/api/ask", content=endless(), headers={"content-type": "application/json"}
    )
    assert response.status_code == 413
    assert "trop longue" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/health", "/api/sources", "/docs", "/connexion"])
def test_every_response_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_refusals_carry_them_too(client: httpx.Client) -> None:
    refused = client.get("/health", headers={"host": "pirate.example"})
    assert "content-security-policy" in refused.headers


def test_the_policy_names_no_other_host(client: httpx.Client) -> None:
    policy = client.get("/health").headers["content-security-policy"]
    assert not re.search(r"https?:|//|\*", policy)


def test_the_server_does_not_say_what_it_runs_on(client: httpx.Client) -> None:
    headers = client.get("/health").headers
    assert not {"server", "x-powered-by"} & set(headers)
