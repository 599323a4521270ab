"""What a sentence says is not so: « n'a pas lieu le 3 mai », « tous les jours sauf le lundi »."""

from __future__ import annotations

import re

NOT = re.compile(r"\b(?:n['’]|ne\s)[^.;]*?\b(?:pas|plus|jamais|ni|aucune?)\b", re.I)
_SAVE = re.compile(r"\b(?:sauf|hors|hormis|excepté|à l['’]exception)\b[^,;]*$", re.I)
_CLAUSE = re.compile(r"[.;:]\s|,?\s(?:mais|et (?:il|elle|on|ils|elles))\s")


def is_denied(sentence: str, start: int) -> bool:
    """Whether a sentence says of what begins at `start` that it is not so."""
    clause = _CLAUSE.split(sentence[:start])[-1]
    return NOT.search(clause) is not None or _SAVE.search(clause) is not None
