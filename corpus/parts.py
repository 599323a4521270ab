"""Files that hold several texts, one after the other: « OFFRE 1 », « OFFRE 2 »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_NUMBERED = re.compile(
    r"^\W{0,4}(?P<thing>offre|annonce|fiche|poste|portrait|t[ée]moignage|entreprise|message|courriel"
    r"|mail|document)(?: d['’]emploi| m[ée]tier)?\s{0,2}(?:n\s?[°o]\s?)?(?P<rank>\d{1,2})\b"
    r"[^\n]{0,100}$",
    re.I | re.M,
)
"""What stands by itself: « Module 1 » or « Étape 1 » is a part of what the whole is about."""
_SHORTEST: Final = 200
"""Characters of a text that stands by itself."""
_HEAD_LINES: Final = 3
_LONGEST_LINE: Final = 120
_LABELLED = re.compile(r"[^:]{1,30}\s?:\s|publiée?\b|mise? (?:à jour|en ligne)\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One text of several: `text[start:end]`. `head` is what it is called, on one line."""

    start: int
    end: int
    head: str


@lru_cache(maxsize=256)
def parts_of(text: str) -> tuple[Part, ...]:
    """Return the texts that a file holds, numbered from 1 by the same word; none for one text."""
    marks = list(_NUMBERED.finditer(text))
    if not marks or len({mark["thing"].lower() for mark in marks}) > 1:
        return ()
    if [int(mark["rank"]) for mark in marks] != list(range(1, len(marks) + 1)) or len(marks) < 2:
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    if any(end - mark.start() < _SHORTEST for mark, end in zip(marks, ends, strict=True)):
        return ()
    return tuple(
        Part(mark.start(), end, _head(text[mark.start() : end]))
        for mark, end in zip(marks, ends, strict=True)
    )


def part_at(text: str, place: int) -> Part | None:
    """Return the text in which a character stands, in a file that holds several."""
    return next((part for part in parts_of(text) if part.start <= place < part.end), None)


def _head(text: str) -> str:
    """Return the first lines of a text, up to its first sentence or what is told of its page."""
    lines = [line.strip() for line in text.splitlines() if any(map(str.isalnum, line))]
    kept = lines[:1]
    for line in lines[1:_HEAD_LINES]:
        if len(line) > _LONGEST_LINE or line.endswith(".") or _LABELLED.match(line):
            break
        kept.append(line)
    return " — ".join(kept)
