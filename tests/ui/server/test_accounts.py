"""Accounts and sessions, from what an administrator writes to who sends a request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from corpus.document import BaliseError
from ui.roles import Role, Visitor
from ui.server import sessions
from ui.server.accounts import Accounts, NotLoggedInError
from ui.server.passwords import PasswordChecker, hash_password
from ui.settings import Settings

PASSWORD = "pas si secret"


def read(tmp_path: Path, **chosen: Any) -> Accounts:
    return Accounts.read(Settings(data=tmp_path / "data", **chosen))


def request(**headers: str) -> Request:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": pairs})


def session(accounts: Accounts, name: str) -> Request:
    account = accounts.log_in(name, PASSWORD)
    assert account is not None
    return request(cookie=f"autre=1; {sessions.COOKIE}={accounts.cookie(account)}")


def test_without_accounts_everyone_is_an_adviser(tmp_path: Path) -> None:
    accounts = read(tmp_path)
    assert len(accounts) == 0
    assert accounts.visitor(request()) == Visitor("", Role.ADVISER)


def test_accounts_are_read_from_the_settings(tmp_path: Path, users: str) -> None:
    accounts = read(tmp_path, users=users)
    assert accounts.visitor(session(accounts, "Anne")) == Visitor("Anne", Role.ADVISER)
    assert accounts.visitor(session(accounts, "Léo")) == Visitor("Léo", Role.STUDENT)


def test_accounts_are_read_from_a_file(tmp_path: Path, digest: str) -> None:
    file = tmp_path / "comptes"
    file.write_text(f"# les nôtres\n\nAnne Li:conseiller:{digest}\nLéo:jeune:{digest}\n", "utf-8")
    accounts = read(tmp_path, users_file=file)
    assert accounts.visitor(session(accounts, "Anne Li")) == Visitor("Anne Li", Role.ADVISER)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Anne", "ligne 1 : attendu « nom:rôle:empreinte »"),
        ("Anne:conseiller:en clair", "ligne 1 : attendu « nom:rôle:empreinte »"),
        ("Anne:conseiller:", "ligne 1 : attendu"),
        ("Anne:chef:{digest}", "Rôle inconnu : « chef ». Rôles possibles : « conseiller »"),
        (":jeune:{digest}", "Nom de compte impossible"),
        ("A:jeune:{digest}\nA:jeune:{digest}", "Deux comptes portent le nom « A »"),
        ("# personne", "n'en contient aucun"),
        ("", "n'en contient aucun"),
    ],
)
def test_a_wrong_file_of_accounts_is_explained_and_never_lets_everyone_in(
    tmp_path: Path, digest: str, line: str, said: str
) -> None:
    file = tmp_path / "comptes"
    file.write_text(line.format(digest=digest), "utf-8")
    with pytest.raises(BaliseError) as error:
        read(tmp_path, users_file=file)
    assert said in str(error.value)
    assert digest not in str(error.value)
    assert "en clair" not in str(error.value)


def test_a_missing_file_of_accounts_is_explained(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="n'existe pas"):
        read(tmp_path, users_file=tmp_path / "rien")


@pytest.mark.parametrize(("name", "password"), [("Anne", "faux"), ("Personne", PASSWORD), ("", "")])
def test_a_wrong_name_or_password_logs_nobody_in(
    tmp_path: Path, users: str, name: str, password: str
) -> None:
    assert read(tmp_path, users=users).log_in(name, password) is None


@pytest.mark.parametrize("cookie", ["", "x", "QW5uZQ.1.00", "QW5uZQ.99999999999.", "..", "é=;"])
def test_a_cookie_that_was_not_issued_is_nobody(tmp_path: Path, users: str, cookie: str) -> None:
    accounts = read(tmp_path, users=users)
    with pytest.raises(NotLoggedInError):
        accounts.visitor(request(cookie=f"{sessions.COOKIE}={cookie}"))


def test_the_name_in_a_cookie_cannot_be_changed(tmp_path: Path, users: str) -> None:
    accounts = read(tmp_path, users=users)
    leo = session(accounts, "Léo").headers["cookie"]
    anne = session(accounts, "Anne").headers["cookie"]
    _, _, signature = leo.rpartition(".")
    forged = f"{anne.rpartition('.')[0]}.{signature}"
    with pytest.raises(NotLoggedInError):
        accounts.visitor(request(cookie=forged))


def test_a_session_lasts_a_working_day() -> None:
    key = b"k" * 32
    cookie = sessions.issue("Anne", "hash", key, now=1000)
    assert sessions.is_valid(cookie, "Anne", "hash", key, now=1000 + sessions.LASTS - 2)
    assert not sessions.is_valid(cookie, "Anne", "hash", key, now=1000 + sessions.LASTS)
    assert not sessions.is_valid(cookie, "Anne", "hash", key, now=900)


def test_a_new_password_ends_the_sessions_of_the_old_one(tmp_path: Path, digest: str) -> None:
    before = read(tmp_path, users=f"Anne:conseiller:{digest}")
    opened = session(before, "Anne")
    after = read(tmp_path, users=f"Anne:conseiller:{hash_password(PASSWORD)}")
    with pytest.raises(NotLoggedInError):
        after.visitor(opened)


def test_a_session_outlives_the_server(tmp_path: Path, users: str) -> None:
    opened = session(read(tmp_path, users=users), "Anne")
    assert read(tmp_path, users=users).visitor(opened).name == "Anne"


def test_the_key_of_sessions_is_for_its_owner_alone(tmp_path: Path, users: str) -> None:
    read(tmp_path, users=users)
    [key] = (tmp_path / "data").iterdir()
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("header", ["Basic", "Basic é", "Basic QW5uZQ==", "Bearer QW5uZTp4"])
def test_a_broken_authorization_is_nobody(tmp_path: Path, users: str, header: str) -> None:
    accounts = read(tmp_path, users=users)
    with pytest.raises(NotLoggedInError):
        accounts.visitor(request(authorization=header))


def test_the_page_finds_the_visitor_in_gradio_s_request(tmp_path: Path, users: str) -> None:
    import gradio

    accounts = read(tmp_path, users=users)
    wrapped = gradio.Request(session(accounts, "Anne"))
    assert accounts.visitor(wrapped).name == "Anne"


def test_a_right_password_is_remembered_for_that_account_alone(digest: str) -> None:
    checker = PasswordChecker()
    other = hash_password("un autre mot")
    assert [checker.agrees(PASSWORD, digest) for _ in range(2)] == [True, True]
    assert not checker.agrees(PASSWORD, other)
    assert not checker.agrees(PASSWORD, None)


@pytest.mark.parametrize("password", ["", "court", "x" * 300])
def test_a_password_is_neither_short_nor_endless(password: str) -> None:
    with pytest.raises(BaliseError, match="8 à 256"):
        hash_password(password)
