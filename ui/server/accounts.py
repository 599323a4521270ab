"""Accounts: who may open the page, read from the settings."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Protocol

from corpus.document import BaliseError
from ui.roles import Role, Visitor
from ui.server import sessions
from ui.server.passwords import PasswordChecker, is_hash
from ui.settings import Settings

_NAME = re.compile(r"[^\s:,$]+(?: [^\s:,$]+)*")
_BETWEEN_ACCOUNTS = re.compile(r"[,\n](?=[^:,$]+:[^:,$]+:\$)|\n")
"""A comma parts two accounts, but a hash holds commas as well."""
_KEY_FILE = "session.key"
_ROLES = ", ".join(f"« {role.value} »" for role in Role)


class WithHeaders(Protocol):
    """A request: of starlette, of fastapi or of gradio."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its headers, by lower-case name."""
        ...


class NotLoggedInError(BaliseError):
    """The request comes from nobody that the accounts know."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in."""

    name: str
    role: Role
    digest: str
    """The password's argon2 hash."""

    @property
    def line(self) -> str:
        """The account as it is written in the file."""
        return f"{self.name}:{self.role.value}:{self.digest}"


class Accounts:
    """The accounts of the page. Without any, everyone who reaches it is an adviser."""

    def __init__(self, accounts: Sequence[Account], key: bytes = b"") -> None:
        self._by_name = {account.name: account for account in accounts}
        self._key = key
        self._checker = PasswordChecker() if accounts else None

    @classmethod
    def read(cls, settings: Settings) -> Accounts:
        """Read the accounts that the settings name.

        Raises:
            BaliseError: a line is no account, a name comes twice, or the file holds none.
        """
        accounts = list(_written(settings))
        seen: set[str] = set()
        for account in accounts:
            if account.name in seen:
                raise BaliseError(f"Deux comptes portent le nom « {account.name} ».")
            seen.add(account.name)
        if not accounts:
            return cls(())
        return cls(accounts, sessions.read_key(settings.data / _KEY_FILE))

    def __len__(self) -> int:
        return len(self._by_name)

    def log_in(self, name: str, password: str) -> Account | None:
        """Return the account of this name and password; None when they do not agree."""
        account = self._by_name.get(name)
        if self._checker is None:
            return None
        right = self._checker.agrees(password, account.digest if account else None)
        return account if right else None

    def cookie(self, account: Account) -> str:
        """Return the session cookie of somebody who has just logged in."""
        return sessions.issue(account.name, account.digest, self._key)

    def visitor(self, request: WithHeaders) -> Visitor:
        """Return who sends a request, from its session cookie or its HTTP Basic password.

        Raises:
            NotLoggedInError: there are accounts, and the request shows none of them.
        """
        if not self._by_name:
            return Visitor()
        account = self._by_session(request) or self._by_password(request)
        if account is None:
            raise NotLoggedInError("Il faut se connecter : votre session est close ou a expiré.")
        return Visitor(account.name, account.role)

    def _by_session(self, request: WithHeaders) -> Account | None:
        cookie = _session_cookie(request.headers.get("cookie", ""))
        account = self._by_name.get(sessions.claimed_name(cookie))
        if account and sessions.is_valid(cookie, account.name, account.digest, self._key):
            return account
        return None

    def _by_password(self, request: WithHeaders) -> Account | None:
        given = basic_credentials(request)
        return self.log_in(*given) if given else None


def basic_credentials(request: WithHeaders) -> tuple[str, str] | None:
    """Return the name and the password that a request gives by HTTP Basic."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8
        return None
    return (name, password) if colon else None


def check_name(name: str) -> str:
    """Return an account's name.

    Raises:
        BaliseError: it holds a character that parts accounts.
    """
    if not _NAME.fullmatch(name):
        raise BaliseError(
            f"Nom de compte impossible : « {name} ». Ni vide, ni deux-points, virgule ou dollar."
        )
    return name


def check_role(role: str) -> Role:
    """Return the role of this name.

    Raises:
        BaliseError: there is none.
    """
    try:
        return Role(role)
    except ValueError as error:
        raise BaliseError(f"Rôle inconnu : « {role} ». Rôles possibles : {_ROLES}.") from error


def _written(settings: Settings) -> Iterator[Account]:
    if settings.users is not None:
        parts = _BETWEEN_ACCOUNTS.split(settings.users.get_secret_value().strip().strip(","))
        for number, part in enumerate(parts, start=1):
            yield _account(part.strip(), f"BALISE_USERS, compte {number}")
    if settings.users_file is not None:
        read = [
            _account(line.strip(), f"« {settings.users_file} », ligne {number}")
            for number, line in enumerate(_lines(settings.users_file), start=1)
            if line.strip() and not line.lstrip().startswith("#")
        ]
        if not read:
            raise BaliseError(
                f"Le fichier de comptes « {settings.users_file} » n'en contient aucun. "
                "« balise ui --hash-password » écrit la ligne d'un compte."
            )
        yield from read


def _account(line: str, where: str) -> Account:
    # The line is never repeated in an error: it holds the hash of a password.
    name, _, rest = line.partition(":")
    role, _, digest = rest.partition(":")
    if not is_hash(digest):
        raise BaliseError(
            f"{where} : attendu « nom:rôle:empreinte ». "
            "« balise ui --hash-password » écrit cette ligne."
        )
    try:
        return Account(check_name(name.strip()), check_role(role.strip()), digest)
    except BaliseError as error:
        raise BaliseError(f"{where} : {error}") from error


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise BaliseError(f"Le fichier de comptes « {path} » n'existe pas.") from error
    except UnicodeDecodeError as error:
        raise BaliseError(f"Le fichier de comptes « {path} » n'est pas en UTF-8.") from error
    except OSError as error:
        raise BaliseError(
            f"Le fichier de comptes « {path} » ne s'ouvre pas ({error.strerror})."
        ) from error


def _session_cookie(header: str) -> str:
    cookies: SimpleCookie = SimpleCookie()
    for part in header.split(";"):
        # One by one: a cookie that another program set badly must not hide ours.
        if part.strip().startswith(f"{sessions.COOKIE}="):
            try:
                cookies.load(part.strip())
            except CookieError:
                continue
    found = cookies.get(sessions.COOKIE)
    return found.value if found else ""
