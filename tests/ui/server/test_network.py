"""Where the page listens: nobody else reaches it unless that was asked for."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from corpus.document import BaliseError
from ui.server.network import check_exposure, is_loopback, reserve, url_of
from ui.settings import Settings


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "LocalHost"])
def test_loopback_is_this_machine_alone(host: str) -> None:
    assert is_loopback(host)
    check_exposure(Settings(host=host), accounts=0)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "balise.example", ""])
def test_another_address_needs_accounts(host: str) -> None:
    with pytest.raises(BaliseError, match=r"BALISE_USERS_FILE.*BALISE_OPEN_TO_ALL=true"):
        check_exposure(Settings(host=host), accounts=0)
    check_exposure(Settings(host=host), accounts=1)
    check_exposure(Settings(host=host, open_to_all=True), accounts=0)


def test_a_reserved_port_is_taken_but_does_not_answer_yet() -> None:
    with reserve("127.0.0.1", 0) as reserved:
        port = reserved.getsockname()[1]
        assert url_of(reserved) == f"http://127.0.0.1:{port}"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_busy_port_is_refused_clearly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BaliseError, match=rf"Le port {port} est déjà pris.*--port"):
            reserve("127.0.0.1", port)


@pytest.mark.parametrize("host", ["203.0.113.7", "nulle.part.invalid"])
def test_an_address_of_another_machine_is_refused_clearly(host: str) -> None:
    with pytest.raises(BaliseError, match=f"L'adresse « {host} »"):
        reserve(host, 0)


def test_the_address_to_open_is_one_that_a_browser_can_open() -> None:
    with reserve("0.0.0.0", 0) as reserved:
        assert url_of(reserved).startswith("http://127.0.0.1:")


def test_accounts_that_cannot_be_read_stop_everything(tmp_path: Path) -> None:
    from ui.server.serve import serve

    with pytest.raises(BaliseError, match="n'existe pas"):
        serve(Settings(host="0.0.0.0", users_file=tmp_path / "rien"))
