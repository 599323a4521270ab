"""French sentences around the quotes: dates, sources, frames, from `texts.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from corpus.document import Document, PartialDate

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_BULLETS = re.compile(r"\s*\n\s*(?:[-–—*•·▪►‣◦]\s+)?")


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    path = resources.files("assistant").joinpath("texts.toml")
    return {key: str(value) for key, value in tomllib.loads(path.read_text("utf-8")).items()}


def say(name: str, **values: str) -> str:
    """Return a text by name, filled in."""
    return _texts()[name].format(**values)


def french_date(date: PartialDate) -> str:
    """Return « 29 mars 2021 », « mars 2021 », « 2021 », or nothing when unknown."""
    parts = date.iso.split("-") if date.iso else []
    words = [parts[0]] if parts else []
    if len(parts) > 1:
        words.insert(0, _MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        day = int(parts[2])
        words.insert(0, "1er" if day == 1 else str(day))
    return " ".join(words)


def source_label(document: Document) -> str:
    """Return who says it and when: « Kalyptus, 2024 », « source non datée »."""
    date = french_date(document.published)
    parts = [p for p in (document.publisher, date or say("undated")) if p]
    return ", ".join(parts)


def one_line(quote: str) -> str:
    """Return a quote on one line: list items follow one another, words unchanged."""
    return re.sub(r"\s+", " ", _BULLETS.sub(" ", quote)).strip()
