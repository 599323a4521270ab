"""Measures, as small pure functions. Ranks are counted from 0: the first row has rank 0."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def rank_of(scores: NDArray[np.floating], row: int) -> int:
    """Return the rank of `row` when rows are sorted by score, highest first.

    Among equal scores the first rows come first, as a stable sort has it: a system that gives
    the same score to all rows does not place the right one first.
    """
    higher = int(np.count_nonzero(scores > scores[row]))
    return higher + int(np.count_nonzero(scores[:row] == scores[row]))


def recall_at(ranks: Sequence[int], count: int) -> float:
    """Return the share of ranks among the first `count`: R@`count` with one right row each."""
    if not ranks:
        return 0.0
    return sum(rank < count for rank in ranks) / len(ranks)


def mean_reciprocal_rank(ranks: Sequence[int]) -> float:
    """Return the mean of 1 / (rank + 1): 1 when the right row is always first."""
    if not ranks:
        return 0.0
    return sum(1 / (rank + 1) for rank in ranks) / len(ranks)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 100) of `values` lie, linearly interpolated.

    Raises:
        ValueError: `values` is empty.
    """
    if not values:
        raise ValueError("no value")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def share(flags: Sequence[bool]) -> float | None:
    """Return the share of `flags` that are true; None without any, which is not zero."""
    return sum(flags) / len(flags) if flags else None


def area_under_curve(scores: Sequence[float], right: Sequence[bool]) -> float | None:
    """Return the chance that a right case scores above a wrong one (ties count for half).

    The area under the ROC curve, by the rank-sum formula (Hanley and McNeil, 1982). None when
    all cases are right, or none is.
    """
    positives = sum(right)
    negatives = len(right) - positives
    if not positives or not negatives:
        return None
    _, places, counts = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    mean_ranks = np.cumsum(counts) - (counts - 1) / 2
    total = float(mean_ranks[places.reshape(-1)][np.asarray(right, dtype=bool)].sum())
    return (total - positives * (positives + 1) / 2) / (positives * negatives)
