"""Which exact words to give, when several may be meant: those that most of what was read shares.

A reader spreads its belief over runs of words that differ by an edge (« en 2017 », « 2017 »), over
windows that overlap and over passages that say the same. The words with the highest expected
score under that belief are given, rather than the single most likely run: minimum Bayes risk
decoding (Kumar and Byrne, 2004), the score being the overlap of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.reader.measures import normalise, overlap

RUNS: Final = 8
"""Runs of words that are weighed in a window."""
_WINDOW_TEMPERATURE, _RUN_TEMPERATURE = 1.5, 1.25
"""How far belief is spread, in logits. Between 1 and 2 on PIAF's validation articles, little
changes; the most likely run alone is where both are near 0."""
_NEGLIGIBLE = 1e-3
"""Belief, as a share of the highest, below which a run is not weighed."""


def belief(windows: Sequence[float], margins: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Return how much each run is believed in, all windows' runs in a row; the sum is 1.

    `windows` holds the logit that each window answers, `margins` those of each one's runs.
    """
    if not windows:
        return np.zeros(0)
    of_windows = _softmax(np.asarray(windows, np.float64) / _WINDOW_TEMPERATURE)
    runs = [
        weight * _softmax(np.asarray(own, np.float64) / _RUN_TEMPERATURE)
        for weight, own in zip(of_windows, margins, strict=True)
    ]
    return np.concatenate(runs)


class Overlaps:
    """How much of their words runs share with each other."""

    def __init__(self, runs: Sequence[str]) -> None:
        words = [tuple(normalise(run)) for run in runs]
        distinct = list(dict.fromkeys(words))
        numbers = {each: number for number, each in enumerate(distinct)}
        self._places = np.array([numbers[each] for each in words], int)
        self._shared = np.eye(len(distinct))
        for i, each in enumerate(distinct):
            for j in range(i):
                self._shared[i, j] = self._shared[j, i] = overlap(each, distinct[j])

    def expected(self, believed: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the expected overlap of each run with what is meant, 0 to 1.

        `believed` holds the probability that each is what is meant.
        """
        mass = np.bincount(self._places, weights=believed, minlength=len(self._shared))
        return np.asarray((self._shared @ mass)[self._places])


def agreement(believed: NDArray[np.float64], runs: Sequence[str]) -> NDArray[np.float64]:
    """Return `Overlaps.expected` of `runs`, without weighing those that are hardly believed in."""
    heard = np.flatnonzero(believed > _NEGLIGIBLE * believed.max(initial=0.0)).tolist()
    expected = np.zeros(len(runs))
    expected[heard] = Overlaps([runs[i] for i in heard]).expected(believed[heard])
    return expected


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum())
