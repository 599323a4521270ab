"""Behind a reverse proxy: the public name passes, every other name is still refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.document import BaliseError
from ui.server.network import check_exposure, host_names
from ui.settings import Settings, load_settings

NAMES = "balise.exemple.fr, Orientation.Exemple.FR"
QUESTION = {"turns": ["Combien de salariés dans le numérique ?"]}
PROXIED = {"host": "balise.exemple.fr", "x-forwarded-proto": "https"}


@pytest.fixture
def client(serve: Any) -> httpx.Client:
    opened: httpx.Client = serve(page=True, public_host=NAMES)
    return opened


@pytest.mark.parametrize(
    "host", ["balise.exemple.fr", "orientation.exemple.fr:8443", "BALISE.exemple.fr", "localhost"]
)
def test_the_public_names_pass(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["pirate.example", "x.balise.exemple.fr", "exemple.fr", "[::1"])
def test_another_name_is_still_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 400


def test_the_page_behind_a_proxy_calls_itself_by_its_public_name(client: httpx.Client) -> None:
    page = client.get("/", headers=PROXIED)
    assert page.status_code == 200
    assert '"root":"https://balise.exemple.fr"' in page.text.replace('": "', '":"')
    assert "127.0.0.1" not in page.text


def test_the_public_page_can_post_and_another_cannot(client: httpx.Client) -> None:
    for origin, code in (("https://balise.exemple.fr", 200), ("https://pirate.example", 403)):
        headers = PROXIED | {"origin": origin}
        assert client.post("/api/ask", json=QUESTION, headers=headers).status_code == code


def test_on_an_open_address_only_public_names_pass_where_they_are_given() -> None:
    assert host_names(Settings(host="0.0.0.0")) == ()
    assert "pirate.example" not in host_names(Settings(host="0.0.0.0", public_host=NAMES))
    assert "balise.exemple.fr" in host_names(Settings(host="0.0.0.0", public_host=NAMES))


def test_a_public_name_needs_accounts_as_an_open_address_does() -> None:
    settings = Settings(public_host="balise.exemple.fr")
    with pytest.raises(BaliseError, match=r"balise\.exemple\.fr peut être atteinte"):
        check_exposure(settings, accounts=0)
    check_exposure(settings, accounts=1)
    check_exposure(settings.model_copy(update={"open_to_all": True}), accounts=0)


@pytest.mark.parametrize("source", ["variable", "file"])
def test_it_is_read_from_a_variable_or_from_the_file(
    monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    if source == "variable":
        monkeypatch.setenv("BALISE_PUBLIC_HOST", "balise.exemple.fr,métiers.exemple.fr")
    else:
        text = 'public_host = ["balise.exemple.fr", "métiers.exemple.fr"]'
        Path("balise.toml").write_text(text, "utf-8")
    expected = ("balise.exemple.fr", "xn--mtiers-bva.exemple.fr")
    assert load_settings().public_host == expected


@pytest.mark.parametrize(
    "value",
    ["https://balise.exemple.fr", "balise.exemple.fr:443", "balise exemple_fr", "a..b", "*", "-a",
     "balise.exemple.fr/page", "é" * 70, "a,,b.", "a" * 300],
)  # fmt: skip
def test_what_is_no_host_name_is_refused_in_french(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("BALISE_PUBLIC_HOST", value)
    with pytest.raises(BaliseError, match=r"BALISE_PUBLIC_HOST.*attendu un nom de machine"):
        load_settings()


def test_no_name_is_given_by_default() -> None:
    assert load_settings().public_host == ()
