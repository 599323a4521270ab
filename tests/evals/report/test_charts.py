"""Charts: where numbers fall, and the same numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.report.charts import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    across,
    latencies,
    nice_ceiling,
    reliability,
    risk_coverage,
    upwards,
)
from evals.suite.result import ReliabilityBin, RiskPoint


def curve(*points: tuple[float, float, float]) -> list[RiskPoint]:
    return [RiskPoint(threshold=t, coverage=c, risk=r) for t, c, r in points]


def bin_of(low: float, count: int, confidence: float, right: float) -> ReliabilityBin:
    return ReliabilityBin(low=low, high=low + 0.1, count=count, confidence=confidence, right=right)


def test_scales_go_from_corner_to_corner() -> None:
    assert (across(0), across(1)) == (LEFT, WIDTH - RIGHT)
    assert (upwards(0), upwards(1)) == (HEIGHT - BOTTOM, TOP)
    assert across(5, most=10) == across(0.5)


@pytest.mark.parametrize(
    ("value", "ceiling"),
    [(0, 1), (0.07, 0.08), (0.3, 0.3), (0.31, 0.4), (1, 1), (65, 80), (900, 1000)],
)
def test_nice_ceiling(value: float, ceiling: float) -> None:
    assert nice_ceiling(value) == pytest.approx(ceiling)


@given(value=st.floats(min_value=1e-6, max_value=1e9))
def test_nice_ceiling_is_close_above(value: float) -> None:
    assert value * (1 - 1e-6) <= nice_ceiling(value) <= 2 * value * (1 + 1e-6)


def test_nothing_answered_nothing_drawn() -> None:
    assert risk_coverage([]) is None
    assert reliability([]) is None
    assert latencies([]) is None


def test_risk_curve_is_told_at_each_quarter_of_the_answers() -> None:
    drawn = risk_coverage(curve(*((1 - n / 10, n / 10, n / 100) for n in range(1, 9))))
    assert drawn is not None
    assert drawn.rows == (
        ("80,0\u202f%", "20,0\u202f%", "2,0\u202f%"),
        ("60,0\u202f%", "40,0\u202f%", "4,0\u202f%"),
        ("40,0\u202f%", "60,0\u202f%", "6,0\u202f%"),
        ("20,0\u202f%", "80,0\u202f%", "8,0\u202f%"),
    )
    assert drawn.dots[-1].x == across(0.8)
    assert drawn.dots[-1].y == upwards(0.08, 0.08)
    assert "à 80,0\u202f% des questions, 8,0\u202f% des réponses sont fausses" in drawn.summary


def test_first_answers_are_too_few_for_a_share() -> None:
    drawn = risk_coverage(curve((0.9, 0.001, 1.0), (0.8, 0.5, 0.1), (0.7, 1.0, 0.1)))
    assert drawn is not None
    assert drawn.y_ticks[-1].label == "10\u202f%", "else one wrong answer would flatten the rest"


def test_thousands_of_points_are_thinned_and_end_where_the_curve_ends() -> None:
    drawn = risk_coverage(curve(*((1 - n / 9000, n / 9000, 0.1) for n in range(1, 9001))))
    assert drawn is not None
    assert drawn.line.count("L") < 200
    assert drawn.line.endswith(f"L{across(1):g} {upwards(1):g}")


def test_reliability_points_give_their_count_and_larger_ones_hold_more() -> None:
    drawn = reliability([bin_of(0.3, 4, 0.35, 0.25), bin_of(0.8, 1600, 0.85, 0.9)])
    assert drawn is not None
    few, many = drawn.dots
    assert (few.label, many.label) == ("4", "1\u202f600")
    assert few.radius < many.radius
    assert few.below, "a figure stands away from the diagonal"
    assert not many.below
    assert drawn.rows[0] == ("30,0\u202f% – 40,0\u202f%", "35,0\u202f%", "25,0\u202f%", "4")


def test_slowest_answers_share_the_last_column() -> None:
    drawn = latencies([10.0] * 500 + [20.0] * 490 + [9000.0] * 2)
    assert drawn is not None
    assert drawn.columns[-1].label == "2"
    assert drawn.rows[-1][0].endswith("et plus")


@given(spent=st.lists(st.floats(min_value=0, max_value=1e5), min_size=1, max_size=200))
def test_every_answer_is_in_one_column_that_fits(spent: list[float]) -> None:
    drawn = latencies(spent)
    assert drawn is not None
    assert sum(int(c.label or 0) for c in drawn.columns) == len(spent)
    assert all(c.x >= LEFT and c.x + c.width <= WIDTH - RIGHT for c in drawn.columns)
    assert all(c.y >= TOP and c.height >= 0 for c in drawn.columns)
