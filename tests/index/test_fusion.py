"""Fusion, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from index.fusion import reciprocal_ranks, standard_scores, top_rows


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_standard_scores_have_mean_zero_and_deviation_one() -> None:
    found = standard_scores(scores(1, 2, 3))

    assert found.tolist() == pytest.approx([-(1.5**0.5), 0, 1.5**0.5], abs=1e-6)


@pytest.mark.parametrize("values", [(0.0, 0.0, 0.0), (7.0, 7.0), (3.0,)])
def test_equal_scores_say_nothing(values: tuple[float, ...]) -> None:
    assert standard_scores(scores(*values)).tolist() == [0] * len(values)


def test_the_best_rows_come_highest_first() -> None:
    assert top_rows(scores(0.1, 0.9, 0.5, 0.7), 3) == [1, 3, 2]


def test_rows_that_score_nothing_are_left_out() -> None:
    assert top_rows(scores(0, 2, -1, 0), 4) == [1]


@pytest.mark.parametrize(("values", "count"), [((), 5), ((1.0, 2.0), 0)])
def test_no_row_is_best_of_nothing(values: tuple[float, ...], count: int) -> None:
    assert top_rows(scores(*values), count) == []


def test_more_rows_than_there_are_can_be_asked() -> None:
    assert top_rows(scores(1, 2), 80) == [1, 0]


def test_reciprocal_ranks_add_one_over_sixty_plus_rank() -> None:
    fused = reciprocal_ranks([[4, 7], [7]])

    assert fused == pytest.approx({4: 1 / 61, 7: 1 / 62 + 1 / 61})
