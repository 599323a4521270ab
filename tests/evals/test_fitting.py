"""Fitting and judging on small cases whose outcome is known."""

from __future__ import annotations

import numpy as np
import pytest

from evals.fitted import calibration_error
from evals.fitting import Scale, fit_listwise, fit_logistic
from evals.judging import Judged, risk_point, separation
from evals.tune_reader import highest_threshold
from evals.tuning_cases import small_collections


def test_listwise_finds_the_feature_that_tells_and_ignores_the_flat_one() -> None:
    random = np.random.default_rng(0)
    lists = []
    for size in (3, 5, 4, 6, 5, 7):
        rows = random.normal(size=(size, 3)).astype(np.float32)
        rows[:, 2] = 1.0
        right = np.arange(size) == rows[:, 0].argmax()
        lists.append((rows, right))
    nothing = (np.ones((2, 3), np.float32), np.zeros(2, np.bool_))
    raw, standardised = fit_listwise([*lists, nothing], penalty=1e-3)
    assert standardised[0] > 1
    assert abs(standardised[1]) < standardised[0] / 3
    assert raw[2] == pytest.approx(0, abs=1e-5)
    for rows, right in lists:
        assert right[(rows @ raw).argmax()]


def test_logistic_weights_hold_for_raw_features() -> None:
    rows = np.array([[100.0, 5.0], [110.0, 5.0], [190.0, 5.0], [200.0, 5.0]], np.float32)
    fitted = fit_logistic(rows, np.array([False, False, True, True]), strength=1.0)
    assert fitted.probability([150.0, 5.0]) == pytest.approx(0.5, abs=1e-3)
    assert fitted.probability([100.0, 5.0]) < 0.3 < 0.7 < fitted.probability([200.0, 5.0])
    assert fitted.weights[1] == 0


def test_a_flat_feature_keeps_its_unit() -> None:
    scale = Scale.of(np.array([[1.0, 2.0], [3.0, 2.0]], np.float32))
    assert scale.deviation.tolist() == [1.0, 1.0]
    assert scale.apply(np.array([[3.0, 2.0]], np.float32)).tolist() == [[1.0, 0.0]]


def test_risk_of_answering() -> None:
    judged = [
        Judged(0.9, right=True, answerable=True),
        Judged(0.6, right=False, answerable=True),
        Judged(0.2, right=True, answerable=True),
        Judged(0.1, right=False, answerable=True),
        Judged(0.7, right=False, answerable=False),
        Judged(0.3, right=False, answerable=False),
    ]
    point = risk_point(judged, 0.5)
    assert (point.answered, point.right, point.abstained) == (0.5, 0.5, 0.5)
    assert point.false_abstentions == 0.5
    # 0.9 is above the four wrong ones, 0.2 above one of them: five pairs of eight.
    assert separation(judged) == pytest.approx(5 / 8)


def refused_below(*probabilities: float) -> list[Judged]:
    return [Judged(p, right=True, answerable=True) for p in probabilities]


def test_the_threshold_weighs_a_small_index_as_much_as_a_large_one() -> None:
    large = refused_below(0.12, *[0.9] * 99)  # above 0.12, 1 % is refused
    small = refused_below(0.07, 0.12, *[0.9] * 18)  # above 0.07, 5 %; above 0.12, 10 %

    assert highest_threshold([large, small], most=0.03) == 0.12  # (0 + 5) / 2
    assert highest_threshold([large, small], most=0.02) == 0.07
    assert highest_threshold([large, small], most=0.06) == 0.6  # (1 + 10) / 2, and no more
    assert highest_threshold([large], most=0.01) == 0.12


def test_without_a_right_answer_no_threshold_is_too_high() -> None:
    assert highest_threshold([[]], most=0.05) == 0.6


def test_a_share_of_no_question_is_none() -> None:
    point = risk_point([Judged(0.9, right=True, answerable=True)], 0.95)
    assert point.right is None
    assert point.abstained is None


def test_small_collections_stay_inside() -> None:
    runs = small_collections(100, 50, seed=1)
    assert runs == small_collections(100, 50, seed=1)
    assert all(0 <= run.start < run.stop <= 100 for run in runs)
    assert {len(run) for run in runs} == {8, 15, 30, 60}
    assert small_collections(3, 2, seed=1) == [range(3), range(3)]


def test_the_calibration_error_is_the_gap_between_claimed_and_right() -> None:
    sure = [Judged(0.9, right=n < 6, answerable=True) for n in range(10)]
    unsure = [Judged(0.2, right=n < 2, answerable=True) for n in range(10)]
    assert calibration_error(sure) == pytest.approx(0.3)
    assert calibration_error([*sure, *unsure]) == pytest.approx(0.15)


def test_nothing_answered_has_no_calibration_error() -> None:
    assert calibration_error([]) is None
    assert calibration_error([Judged(0.0, right=False, answerable=True)]) is None
