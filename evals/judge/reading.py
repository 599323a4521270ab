"""Reading what a judge wrote: a verdict alone on its first line, then a reason.

An answer that does not say clearly one thing is not read at all, so that it counts as a failure
of the judge and never as an opinion.
"""

from __future__ import annotations

import re

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_LABEL = r"\W*(?:(?:r[ée]ponse|verdict|avis|note)\W+)?"
_YES_NO = re.compile(rf"{_LABEL}(oui|non)\b(.*)", re.IGNORECASE)
_OTHER_WORD = re.compile(r"\b(?:oui|non)\b", re.IGNORECASE)
_SCORE = re.compile(rf"{_LABEL}([1-5])(?:[.,]0)?(?:\s*(?:/|sur)\s*5)?\W*", re.IGNORECASE)


def read_yes_no(text: str) -> tuple[bool, str] | None:
    """Return whether the judge says « oui », and its reason; None when it says neither or both."""
    first, reason = _split(text)
    found = _YES_NO.fullmatch(first)
    if found is None or _OTHER_WORD.search(found[2]):
        return None
    return found[1].lower() == "oui", reason or found[2].strip(" .,:;-–—*")


def read_score(text: str) -> tuple[int, str] | None:
    """Return the score, from 1 to 5, and its reason; None when the first line is no score."""
    first, reason = _split(text)
    found = _SCORE.fullmatch(first)
    return None if found is None else (int(found[1]), reason)


def _split(text: str) -> tuple[str, str]:
    """Return the first line and the rest as one line, without a model's thoughts."""
    first, _, rest = _THOUGHT.sub("", text).strip().partition("\n")
    return first.strip(), " ".join(rest.split())
