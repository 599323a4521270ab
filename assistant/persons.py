"""Names of persons in French text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.words import vocabulary
from corpus.places import find_places
from index.analyser import analyse, fold

_CAPITAL = r"[A-ZÀ-ÖØ-Ý][\w’'-]*"
_RUN = re.compile(
    rf"{_CAPITAL}(?:\s+(?:(?:de\s+la|de|du|des|d’|d'|Le|La|le|la|van|von|ben|el)\s+)?{_CAPITAL})+"
)
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name: `text[start:end]`. `surely`: a known first name, or a role beside it."""

    start: int
    end: int
    name: str
    surely: bool


@lru_cache(maxsize=4096)
def find_persons(text: str) -> tuple[Person, ...]:
    """Return runs of capitalised words that read as a person's name, in order."""
    words = vocabulary()
    places = [(m.start, m.end) for m in find_places(text)]
    found: list[Person] = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        pieces = match.group().split()
        while len(pieces) > 2 and not _is_first_name(pieces[0]):
            start += len(pieces[0])
            start += len(text[start:end]) - len(text[start:end].lstrip())
            pieces = pieces[1:]
        known = _is_first_name(pieces[0])
        if not known and any(a < end and start < b for a, b in places):
            continue
        if known or _introduced(text, start, end, words.roles, words.speech):
            found.append(Person(start, end, text[start:end], known))
    return tuple(found)


def _is_first_name(word: str) -> bool:
    return fold(word.split("-")[0]) in vocabulary().first_names


def _introduced(
    text: str, start: int, end: int, roles: frozenset[str], speech: frozenset[str]
) -> bool:
    """Whether a role (« le président … ») or a verb of speech stands right beside the name."""
    before = analyse(text[max(0, start - _AROUND) : start].rsplit(".", 1)[-1])[-3:]
    after = text[end : end + _AROUND]
    if after.startswith(","):
        after = after[1:].split(",", 1)[0]
        if set(analyse(after)[:3]) & roles:
            return True
    near = fold(text[max(0, start - 20) : start]).split()[-2:]
    return bool(set(before[-1:]) & roles or set(near) & speech)
