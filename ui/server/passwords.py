"""Passwords: hashed with argon2, compared at the same cost whether the name is known or not."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.document import BaliseError

SHORTEST = 8
"""Characters under which a password is refused."""
LONGEST = 256
_REMEMBERED = 256
_AT_ONCE = 2

_HASHER = PasswordHasher()
_PLACES = threading.BoundedSemaphore(_AT_ONCE)  # one comparison takes 64 MiB


def hash_password(password: str) -> str:
    """Return what an account keeps of `password`.

    Raises:
        BaliseError: it's too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise BaliseError(f"Un mot de passe compte de {SHORTEST} à {LONGEST} caractères.")
    return _HASHER.hash(password)


def is_hash(text: str) -> bool:
    """Return whether `text` was made by `hash_password`, or by another argon2."""
    try:
        _HASHER.check_needs_rehash(text)
    except (InvalidHashError, ValueError):
        return False
    return True


class PasswordChecker:
    """Compares passwords with hashes. Safe to share between threads.

    Programs that use HTTP Basic send the password with every request: what was right is
    remembered, as a keyed hash that means nothing outside this process.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._nobody = _HASHER.hash(secrets.token_urlsafe(16))
        self._right: OrderedDict[bytes, None] = OrderedDict()
        self._lock = threading.Lock()

    def agrees(self, password: str, digest: str | None) -> bool:
        """Return whether `password` is the one of `digest`; None stands for nobody's."""
        if len(password) > LONGEST:
            return False
        seen = hmac.digest(self._key, f"{digest}\0{password}".encode(), hashlib.sha256)
        with self._lock:
            if digest is not None and seen in self._right:
                return True
        with _PLACES:
            try:
                _HASHER.verify(digest or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        if digest is None:
            return False
        with self._lock:
            self._right[seen] = None
            while len(self._right) > _REMEMBERED:
                self._right.popitem(last=False)
        return True
