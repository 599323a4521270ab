"""Gradio's scripts and styles: only they, in one type and for good, as short as they can be."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.page.preloading import Preloading, own_asset
from ui.server.assets import assets_folder, in_french
from ui.server.compression import Encoding, encoding_for

SCRIPT = Preloading.read(assets_folder()).scripts[0]


@pytest.fixture
def client(serve: Any) -> httpx.Client:
    opened: httpx.Client = serve(page=True)
    return opened


def test_a_script_is_what_gradio_ships(client: httpx.Client) -> None:
    expected = in_french((assets_folder() / SCRIPT).read_bytes())
    for encoding in ("br", "gzip", "identity"):
        response = client.get(f"/assets/{SCRIPT}", headers={"accept-encoding": encoding})
        assert response.content == expected
        assert response.headers["content-type"].startswith("text/javascript")
        assert response.headers.get("content-encoding", "identity") == encoding


def test_a_lost_connection_is_told_in_french(client: httpx.Client) -> None:
    english = b"Connection Lost"
    shipped = [p for p in assets_folder().glob("*.js") if english in p.read_bytes()]
    assert shipped
    for path in shipped:
        served = client.get(f"/assets/{path.name}").content
        assert english not in served
        assert b"Connection to the server" not in served
        assert b"Connexion perdue" in served


def test_a_browser_keeps_it_for_good(client: httpx.Client) -> None:
    headers = client.get(f"/assets/{SCRIPT}").headers
    assert "immutable" in headers["cache-control"]
    assert "private" in headers["cache-control"], "where one logs in, no proxy keeps it"


def test_all_styles_come_in_one_file_whose_name_is_in_the_page(client: httpx.Client) -> None:
    preloading = Preloading.read(assets_folder())
    assert f'href="./assets/{preloading.sheet_name}"' in client.get("/").text
    sheet = client.get(f"/assets/{preloading.sheet_name}")
    assert sheet.headers["content-type"].startswith("text/css")
    assert sheet.content == preloading.sheet
    assert own_asset("shell.css") in sheet.text


@pytest.mark.parametrize(
    "name", ["rien.js", "", "../index.html", "%2e%2e/index.html", "..%2findex.html", "/etc/passwd"]
)
def test_nothing_else_is_there(client: httpx.Client, name: str) -> None:
    response = client.get(f"/assets/{name}")
    assert response.status_code == 404
    assert "detail" in response.json()


def test_it_can_only_be_read(client: httpx.Client) -> None:
    assert client.head(f"/assets/{SCRIPT}").status_code == 200
    assert client.post(f"/assets/{SCRIPT}").status_code == 405


def test_with_accounts_it_is_behind_the_gate(serve: Any, users: str) -> None:
    assert serve(page=True, users=users).get(f"/assets/{SCRIPT}").status_code == 401


def test_what_this_version_of_gradio_lacks_is_left_out(tmp_path: Any) -> None:
    (tmp_path / SCRIPT).write_text("", "utf-8")
    partial = Preloading.read(tmp_path)
    assert (partial.scripts, partial.styles) == ((SCRIPT,), ())
    assert partial.sheet_name != Preloading.read(assets_folder()).sheet_name


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("gzip, deflate, br, zstd", Encoding.BROTLI),
        ("gzip;q=1.0, br;q=0", Encoding.GZIP),
        ("BR", Encoding.BROTLI),
        ("", Encoding.NONE),
        ("identity;q=1, *;q=0", Encoding.NONE),
        ("brown, gzipped", Encoding.NONE),
    ],
)
def test_the_best_encoding_that_is_accepted_is_used(accepted: str, best: Encoding) -> None:
    assert encoding_for(accepted) is best


@given(st.text(max_size=40))
def test_any_header_names_some_encoding(accepted: str) -> None:
    assert encoding_for(accepted) in Encoding
