"""Measures against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from evals.measures import (
    area_under_curve,
    mean_reciprocal_rank,
    percentile,
    rank_of,
    recall_at,
    share,
)


def test_recall_counts_ranks_among_the_first() -> None:
    # Ranks from 0: first, second, fifth, sixth.
    ranks = [0, 1, 4, 5]
    assert recall_at(ranks, 1) == 0.25
    assert recall_at(ranks, 2) == 0.5
    assert recall_at(ranks, 5) == 0.75
    assert recall_at(ranks, 6) == 1.0
    assert recall_at([], 1) == 0.0


def test_mean_reciprocal_rank() -> None:
    # (1/1 + 1/2 + 1/4) / 3 = 1.75 / 3
    assert mean_reciprocal_rank([0, 1, 3]) == pytest.approx(1.75 / 3)
    assert mean_reciprocal_rank([]) == 0.0


def test_rank_is_that_of_a_stable_sort() -> None:
    scores = np.array([0.5, 0.9, 0.5, 0.1], dtype=np.float32)
    assert [rank_of(scores, row) for row in range(4)] == [1, 0, 2, 3]


def test_equal_scores_do_not_put_the_right_row_first() -> None:
    assert rank_of(np.zeros(4, dtype=np.float32), 3) == 3


@pytest.mark.parametrize(
    ("values", "where", "expected"),
    [
        ([10.0], 50, 10.0),
        ([30.0, 10.0, 20.0], 50, 20.0),
        ([10.0, 20.0, 30.0, 40.0], 50, 25.0),
        # Place 3 × 0.95 = 2.85: 30 + 0.85 × 10.
        ([10.0, 20.0, 30.0, 40.0], 95, 38.5),
        ([10.0, 20.0], 0, 10.0),
        ([10.0, 20.0], 100, 20.0),
    ],
)
def test_percentile(values: list[float], where: float, expected: float) -> None:
    assert percentile(values, where) == pytest.approx(expected)


def test_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="no value"):
        percentile([], 50)


def test_a_share_of_nothing_is_not_zero() -> None:
    assert share([True, False, False, True]) == 0.5
    assert share([]) is None


def test_area_under_curve() -> None:
    # Pairs (right, wrong): 0.9>0.8, 0.9>0.1, 0.4<0.8, 0.4>0.1: three of four.
    assert area_under_curve([0.9, 0.8, 0.4, 0.1], [True, False, True, False]) == 0.75
    # A tie counts for half: 0.5=0.5 (½), 0.5>0.2 (1), of two pairs.
    assert area_under_curve([0.5, 0.5, 0.2], [True, False, False]) == 0.75
    assert area_under_curve([0.5, 0.4], [True, True]) is None
    assert area_under_curve([], []) is None
