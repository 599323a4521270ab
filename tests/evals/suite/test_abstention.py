"""Silence and confidence measured against values worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Status
from evals.suite.abstention import abstention_metrics
from evals.suite.result import CaseResult, RiskPoint, Share

Make = Callable[..., CaseResult]
_OUTCOMES = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.booleans(),
        st.sampled_from([Status.ANSWERED, Status.NOT_FOUND, Status.OUT_OF_SCOPE]),
    ),
    max_size=12,
)


def test_refusals_are_counted_both_ways(make_result: Make) -> None:
    # Three refusals, two of them where nothing answers: 2/3. Three cases where nothing answers,
    # two of them refused: 2/3. Two answerable ones, one refused: 1/2.
    measured = abstention_metrics(
        [
            make_result(abstain=True, status=Status.NOT_FOUND),
            make_result(abstain=True, status=Status.OUT_OF_SCOPE),
            make_result(abstain=True),
            make_result(status=Status.UNCLEAR),
            make_result(),
        ]
    )
    assert measured.precision == Share(value=2 / 3, count=3)
    assert measured.recall == Share(value=2 / 3, count=3)
    assert measured.false_abstentions == Share(value=0.5, count=2)


def test_risk_and_coverage(make_result: Make) -> None:
    # Five cases, four answered. Surest first: right, wrong, then right and wrong together:
    # coverage 1/5, 2/5, 4/5; risk 0/1, 1/2, 2/4.
    # The two that come in together count twice: (0 + 1/2 + 2 × 1/2) / 4 = 3/8.
    measured = abstention_metrics(
        [
            make_result(confidence=0.4, right=False),
            make_result(confidence=0.9),
            make_result(confidence=0.95, abstain=True, status=Status.NOT_FOUND),
            make_result(confidence=0.7, right=False),
            make_result(confidence=0.4),
        ]
    )
    assert measured.curve == (
        RiskPoint(threshold=0.9, coverage=0.2, risk=0.0),
        RiskPoint(threshold=0.7, coverage=0.4, risk=0.5),
        RiskPoint(threshold=0.4, coverage=0.8, risk=0.5),
    )
    assert measured.area_under_risk_coverage == 0.375


def test_calibration(make_result: Make) -> None:
    # 0.8-0.9: mean confidence 0.85, half right, off by 0.35, two cases; 0.3-0.4: 0.3, right, off
    # by 0.7; 0.9-1: 1, right, off by 0. ECE = (2 × 0.35 + 0.7 + 0) / 4 = 0.35.
    # Brier = (0.2² + 0.9² + 0.7² + 0) / 4 = (0.04 + 0.81 + 0.49) / 4 = 0.335.
    measured = abstention_metrics(
        [
            make_result(confidence=0.8),
            make_result(confidence=0.9 - 1e-12, right=False),
            make_result(confidence=0.3),
            make_result(confidence=1.0),
            make_result(confidence=0.1, status=Status.NOT_FOUND),
        ]
    )
    assert [(b.low, b.high, b.count) for b in measured.bins] == [
        (0.3, 0.4, 1), (0.8, 0.9, 2), (0.9, 1.0, 1),
    ]  # fmt: skip
    assert [b.confidence for b in measured.bins] == pytest.approx([0.3, 0.85, 1.0])
    assert [b.right for b in measured.bins] == [1.0, 0.5, 1.0]
    assert measured.calibration_error == pytest.approx(0.35)
    assert measured.brier == pytest.approx(0.335)


def test_a_bin_takes_its_lower_bound(make_result: Make) -> None:
    confidences = [n / 10 for n in range(11)]
    measured = abstention_metrics([make_result(confidence=c) for c in confidences])
    assert [b.count for b in measured.bins] == [1] * 9 + [2]


@pytest.mark.parametrize(("right", "brier"), [(True, 0.04), (False, 0.64)])
def test_answers_that_are_all_right_or_all_wrong(
    make_result: Make, right: bool, brier: float
) -> None:
    measured = abstention_metrics([make_result(confidence=0.8, right=right)] * 3)
    assert measured.brier == pytest.approx(brier)
    assert measured.area_under_risk_coverage == (0.0 if right else 1.0)


def test_without_an_answer_confidence_is_not_measured(make_result: Make) -> None:
    measured = abstention_metrics([make_result(status=Status.NOT_FOUND, confidence=0.2)])
    assert measured.curve == ()
    assert measured.bins == ()
    assert measured.area_under_risk_coverage is None
    assert measured.calibration_error is None
    assert measured.brier is None
    assert measured.false_abstentions == Share(value=1.0, count=1)
    assert measured.recall == Share(value=None, count=0)


def test_nothing_is_measured_of_nothing() -> None:
    measured = abstention_metrics([])
    none = Share(value=None, count=0)
    assert (measured.precision, measured.recall, measured.false_abstentions) == (none,) * 3
    assert measured.area_under_risk_coverage is None


@given(outcomes=_OUTCOMES)
def test_coverage_grows_to_the_share_answered(
    make_result: Make, outcomes: list[tuple[float, bool, Status]]
) -> None:
    results = [make_result(confidence=c, right=r, status=s) for c, r, s in outcomes]
    curve = abstention_metrics(results).curve
    answered = [outcome for outcome in outcomes if outcome[2] is Status.ANSWERED]
    assert len(curve) == len({confidence for confidence, _, _ in answered})
    coverages = [point.coverage for point in curve]
    assert coverages == sorted(set(coverages))
    thresholds = [point.threshold for point in curve]
    assert thresholds == sorted(thresholds, reverse=True)
    if answered:
        assert curve[-1].coverage == len(answered) / len(outcomes)
        wrong = sum(not right for _, right, _ in answered)
        assert curve[-1].risk == wrong / len(answered)


@given(outcomes=_OUTCOMES)
def test_area_and_calibration_are_shares(
    make_result: Make, outcomes: list[tuple[float, bool, Status]]
) -> None:
    results = [make_result(confidence=c, right=r, status=s) for c, r, s in outcomes]
    measured = abstention_metrics(results)
    answered = sum(status is Status.ANSWERED for _, _, status in outcomes)
    assert sum(b.count for b in measured.bins) == answered
    values = (measured.area_under_risk_coverage, measured.calibration_error, measured.brier)
    if answered:
        assert all(value is not None and -1e-12 <= value <= 1 + 1e-12 for value in values)
    else:
        assert values == (None, None, None)


@given(outcomes=_OUTCOMES)
def test_the_order_of_cases_changes_nothing(
    make_result: Make, outcomes: list[tuple[float, bool, Status]]
) -> None:
    results = [make_result(confidence=c, right=r, status=s) for c, r, s in outcomes]
    forwards, backwards = abstention_metrics(results), abstention_metrics(results[::-1])
    assert forwards.curve == backwards.curve
    assert forwards.area_under_risk_coverage == backwards.area_under_risk_coverage
