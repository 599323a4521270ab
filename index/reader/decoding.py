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
    """Exact words of a window: characters in its text.

    `margin` is their score less that of « no answer here », in the units of logits.
    """

    start: int
    end: int
    margin: float


def best_spans(
    encoded: Encoded,
    text: str,
    starts: NDArray[np.float32],
    ends: NDArray[np.float32],
    count: int = 1,
    longest: int = LONGEST_ANSWER,
) -> list[ReadSpan]:
    """Return the `count` best runs of at most `longest` tokens, best first.

    `starts` and `ends` hold a score for each place of `encoded.ids`, padding allowed after. There
    is none in a window without any word; two runs may be the same words once trimmed.
    """
    size = len(encoded.offsets)
    if not size or not text.strip():
        return []
    nowhere = float(starts[0] + ends[0])
    spans: list[ReadSpan] = []
    for first, last, score in best_runs(
        starts, ends, encoded.first, encoded.first + size - 1, count, longest
    ):
        start, end = encoded.characters_of(first, last)
        spans.append(ReadSpan(*trim(text, start, end), score - nowhere))
    return spans


def best_runs(
    starts: NDArray[np.float32],
    ends: NDArray[np.float32],
    first: int,
    last: int,
    count: int = 1,
    longest: int = LONGEST_ANSWER,
) -> list[tuple[int, int, float]]:
    """Return the `count` best (first token, last token, score) from `first` to `last`."""
    size = last - first + 1
    sums = starts[first : last + 1, None] + ends[None, first : last + 1]
    allowed = np.triu(np.ones((size, size), dtype=bool))
    allowed &= ~np.triu(np.ones((size, size), dtype=bool), longest)
    scores = np.where(allowed, sums, -np.inf).ravel()
    order = np.argsort(-scores, kind="stable")[:count]
    return [
        (first + int(place) // size, first + int(place) % size, float(scores[place]))
        for place in order
        if np.isfinite(scores[place])
    ]


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
