"""From the network's scores to exact words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.reader.encoding import Encoded
from index.sentences import Span

LONGEST_ANSWER: Final = 40
"""Tokens of the exact words, at most."""
_EDGES: Final = " \t\n\u00a0\u202f.,;:!?…"
_PAIRS: Final = (("(", ")"), ("«", "»"), ("“", "”"), ('"', '"'), ("[", "]"))


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """The best exact words of a window: characters in its text.

    `margin` is their score less that of « no answer here », in the units of logits.
    """

    start: int
    end: int
    margin: float


def best_span(
    encoded: Encoded,
    text: str,
    starts: NDArray[np.float32],
    ends: NDArray[np.float32],
    longest: int = LONGEST_ANSWER,
) -> ReadSpan | None:
    """Return the best run of at most `longest` tokens; None for a window without any word.

    `starts` and `ends` hold a score for each place of `encoded.ids`, padding allowed after.
    """
    count = len(encoded.offsets)
    if not count or not text.strip():
        return None
    inside = slice(encoded.first, encoded.first + count)
    sums = starts[inside, None] + ends[None, inside]
    allowed = np.triu(np.ones((count, count), dtype=bool))
    allowed &= ~np.triu(np.ones((count, count), dtype=bool), longest)
    sums = np.where(allowed, sums, -np.inf)
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    start, end = encoded.characters_of(encoded.first + int(first), encoded.first + int(last))
    margin = float(sums[first, last] - starts[0] - ends[0])
    return ReadSpan(*trim(text, start, end), margin)


def trim(text: str, start: int, end: int) -> Span:
    """Leave out what tokens bring along at the edges: points, and a bracket without its pair.

    Words are never emptied: a span of punctuation alone stays as it is.
    """
    first, last = start, end
    while first < last:
        words = text[first:last]
        if words[0] in _EDGES or _is_widowed(words, words[0]):
            first += 1
        elif words[-1] in _EDGES or _is_widowed(words, words[-1]):
            last -= 1
        elif (words[0], words[-1]) in _PAIRS and len(words) > 2:
            first, last = first + 1, last - 1
        else:
            return first, last
    return start, end


def _is_widowed(words: str, mark: str) -> bool:
    """Tell whether `mark`, at an edge of `words`, opens or closes a pair that is not whole."""
    for opening, closing in _PAIRS:
        if mark in (opening, closing):
            if opening == closing:
                return words.count(mark) % 2 == 1
            return words.count(opening) != words.count(closing)
    return False
