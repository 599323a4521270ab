"""File names that are safe to write, made from those that a browser sends."""

from __future__ import annotations

import re

from corpus.canonical import canonicalise

_LONGEST = 180
"""Bytes of a name: under the 255 of every usual file system, with room for a temporary suffix."""
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)
_PASSED_OVER = re.compile(r"readme|~\$|__pycache__|node_modules", re.I)


def safe_name(name: str) -> str:
    """Return a plain file name made from `name`: no folder, nothing hidden, nothing reserved.

    A name that is safe already comes back as it is. What the index would pass over (README,
    hidden files) is given a prefix.
    """
    last = re.split(r"[/\\]", canonicalise(name))[-1]
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("-", last)).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    if not re.fullmatch(r"\w{1,8}", suffix):
        stem, suffix = plain, ""
    stem = stem.rstrip(" .") or "document"
    if _DEVICE.match(f"{stem}.") or _PASSED_OVER.match(stem):
        stem = f"document-{stem}"
    ending = f".{suffix}" if suffix else ""
    return _cut(stem, _LONGEST - len(ending.encode())).rstrip(" .") + ending


def numbered_name(name: str, number: int) -> str:
    """Return `rapport-2.pdf` for `rapport.pdf` and 2."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{number}.{suffix}" if dot else f"{name}-{number}"


def _cut(text: str, longest: int) -> str:
    """Return the start of `text` that `longest` bytes of UTF-8 can hold."""
    return text.encode()[:longest].decode(errors="ignore")
