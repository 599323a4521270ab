"""Sessions: a signed cookie that says who logged in, and when."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import time
from pathlib import Path

COOKIE = "balise_session"
LASTS = 12 * 3600
"""Seconds after which one has to log in again: a working day."""
_KEY_BYTES = 32


def read_key(path: Path) -> bytes:
    """Return the key that signs sessions; it's made at the first start, for its owner alone.

    Kept on the disk, it lets people stay logged in when the server is restarted.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
        path.unlink()
        return read_key(path)
    with os.fdopen(made, "wb") as file:
        key = secrets.token_bytes(_KEY_BYTES)
        file.write(key)
    return key


def issue(name: str, digest: str, key: bytes, now: float | None = None) -> str:
    """Return the cookie of somebody who has just logged in."""
    started = int(time.time() if now is None else now)
    shown = base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")
    return f"{shown}.{started}.{_signature(name, started, digest, key)}"


def claimed_name(cookie: str) -> str:
    """Return the name in a cookie that nobody has checked yet; empty when there is none."""
    shown = cookie.partition(".")[0]
    try:
        return base64.urlsafe_b64decode(shown + "=" * (-len(shown) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def is_valid(cookie: str, name: str, digest: str, key: bytes, now: float | None = None) -> bool:
    """Return whether `cookie` was issued to this account, with this password, and still lasts."""
    started, _, signature = cookie.partition(".")[2].partition(".")
    if not (started.isascii() and started.isdigit() and len(started) < 16):
        return False
    age = (time.time() if now is None else now) - int(started)
    expected = _signature(name, int(started), digest, key)
    return 0 <= age + 1 < LASTS and hmac.compare_digest(signature.encode(), expected.encode())


def _signature(name: str, started: int, digest: str, key: bytes) -> str:
    # The password's hash is signed too: changing a password ends the sessions that it opened.
    signed = "\0".join((name, str(started), digest)).encode()
    return hmac.digest(key, signed, hashlib.sha256).hex()
