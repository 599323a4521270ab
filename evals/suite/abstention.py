"""Silence: whether it comes when it should, and what the confidence is worth.

A case is refused when its status is anything but answered, and covered when it is answered. The
confidence of an answer is the probability that it is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import Status
from evals.measures import share
from evals.suite.result import AbstentionMetrics, CaseResult, ReliabilityBin, RiskPoint, Share

BINS = 10


def is_refused(result: CaseResult) -> bool:
    """Whether nothing was answered."""
    return result.answer.status is not Status.ANSWERED


def share_of(flags: Sequence[bool]) -> Share:
    """Return the share of `flags` that are true, with how many there are."""
    return Share(value=share(flags), count=len(flags))


def abstention_metrics(results: Sequence[CaseResult]) -> AbstentionMetrics:
    """Return how well Balise knows when to be silent.

    The risk-coverage curve (Geifman and El-Yaniv, 2017) has one point for each confidence of an
    answer, highest first, as if only answers at least as sure were given: answers of equal
    confidence come in together. A refused case has no answer to give, whatever its confidence,
    and is never covered: coverage counts it, and so ends at the share of cases that are answered.
    The area is the mean risk over the coverages that are reached. Calibration is that of the
    answers given: a refusal says nothing that could be right.
    """
    answered = [result for result in results if not is_refused(result)]
    levels = list(_levels(answered))
    bins = _bins(answered)
    return AbstentionMetrics(
        precision=share_of([r.case.abstain for r in results if is_refused(r)]),
        recall=share_of([is_refused(r) for r in results if r.case.abstain]),
        false_abstentions=share_of([is_refused(r) for r in results if not r.case.abstain]),
        curve=tuple(
            RiskPoint(
                threshold=level.confidence,
                coverage=level.covered / len(results),
                risk=level.wrong / level.covered,
            )
            for level in levels
        ),
        area_under_risk_coverage=_area(levels),
        calibration_error=_calibration_error(bins),
        brier=_brier(answered),
        bins=bins,
    )


@dataclass(frozen=True, slots=True)
class _Level:
    """Answers of `confidence` or more: how many, how many wrong, how many of just this one."""

    confidence: float
    covered: int
    wrong: int
    added: int


def _confidence(result: CaseResult) -> float:
    return result.answer.confidence


def _levels(answered: Sequence[CaseResult]) -> Iterator[_Level]:
    covered = wrong = 0
    surest_first = sorted(answered, key=_confidence, reverse=True)
    for confidence, group in groupby(surest_first, key=_confidence):
        together = [result.right for result in group]
        covered += len(together)
        wrong += together.count(False)
        yield _Level(confidence, covered, wrong, len(together))


def _area(levels: Sequence[_Level]) -> float | None:
    if not levels:
        return None
    return sum(level.added * level.wrong / level.covered for level in levels) / levels[-1].covered


def _bins(answered: Sequence[CaseResult]) -> tuple[ReliabilityBin, ...]:
    """Return the bins that hold answers; a bin takes its lower bound, the last one takes 1."""
    members: dict[int, list[CaseResult]] = {}
    for result in answered:
        members.setdefault(min(int(BINS * _confidence(result)), BINS - 1), []).append(result)
    return tuple(
        ReliabilityBin(
            low=place / BINS,
            high=(place + 1) / BINS,
            count=len(inside),
            confidence=sum(map(_confidence, inside)) / len(inside),
            right=sum(result.right for result in inside) / len(inside),
        )
        for place, inside in sorted(members.items())
    )


def _calibration_error(bins: Sequence[ReliabilityBin]) -> float | None:
    """Return the gap between confidence and rightness, weighted (Naeini et al., 2015)."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.right) for b in bins) / total if total else None


def _brier(answered: Sequence[CaseResult]) -> float | None:
    """Return the mean square of the gap between confidence and outcome (Brier, 1950)."""
    if not answered:
        return None
    from sklearn.metrics import brier_score_loss  # type: ignore[import-untyped]

    right = [result.right for result in answered]
    return float(brier_score_loss(right, [_confidence(r) for r in answered], pos_label=True))
