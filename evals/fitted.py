"""Weights fitted on cases: the ranking, the confidence, and the curve that makes it a probability.

A logistic regression puts answers in the right order, but its probabilities are only as good as
its shape: isotonic regression bends them to what was observed, on questions that it did not see.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import numpy as np

from assistant.confidence import Knots, calibrated, confidence_features
from assistant.evidence import Evidence
from evals.fitting import Logistic, Weights, fit_isotonic, fit_listwise, fit_logistic
from evals.judging import Judged, judge
from evals.tuning_cases import Case

LISTWISE_PENALTY: Final = 1e-3
LOGISTIC_STRENGTH: Final = 0.3
_BINS: Final = 10


@dataclass(frozen=True)
class Fitted:
    """Weights of the sentence ranking and of the confidence, over raw features.

    `knots` is the curve from the confidence to the share that is right; without any, the
    confidence is taken as it is.
    """

    ranking: Weights
    ranking_standardised: Weights
    confidence: Logistic
    knots: Knots = ()

    def probability(self, kept: Sequence[Evidence]) -> float:
        """Return the probability that the first of the evidence `kept` is right."""
        raw = self.confidence.probability(confidence_features(kept))
        return calibrated(raw, self.knots)


def fit(cases: Sequence[Case]) -> Fitted:
    """Fit the ranking on answerable cases, then the confidence of what it puts first."""
    lists = [
        (
            np.asarray([e.features for e in case.evidence], dtype=np.float32),
            np.asarray([case.is_right(e) for e in case.evidence], dtype=np.bool_),
        )
        for case in cases
        if case.answerable and case.evidence
    ]
    ranking, standardised = fit_listwise(lists, LISTWISE_PENALTY)
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    for case in cases:
        kept = case.ranked(ranking.tolist(), sieved=True)
        if kept:
            rows.append(confidence_features(kept))
            right.append(case.answerable and case.is_right(kept[0]))
    logistic = fit_logistic(
        np.asarray(rows, dtype=np.float32), np.asarray(right, dtype=np.bool_), LOGISTIC_STRENGTH
    )
    return Fitted(ranking, standardised, logistic)


def fit_calibrated(cases: Sequence[Case]) -> Fitted:
    """Fit on `cases`, and the curve on the probabilities that each half of them gives the other.

    Documents stay whole: no question teaches the half that another of its document is in.
    """
    halves = ([c for c in cases if _side(c)], [c for c in cases if not _side(c)])
    answered: list[Judged] = []
    for learnt, asked in (halves, halves[::-1]):
        judged = judged_with(asked, fit(learnt))
        answered += [item for item in judged if item.probability > 0]
    knots = fit_isotonic([j.probability for j in answered], [j.right for j in answered])
    return dataclasses.replace(fit(cases), knots=knots)


def _side(case: Case) -> bool:
    return crc32(case.gold.encode()) % 2 == 0


def judged_with(cases: Sequence[Case], fitted: Fitted) -> list[Judged]:
    """Answer every case with fitted weights."""
    return judge(cases, fitted.ranking.tolist(), fitted.probability)


def calibration_error(judged: Iterable[Judged]) -> float | None:
    """Return the expected calibration error of what may be answered (Naeini et al., 2015).

    Probabilities are put into ten bins of equal width; None when there is nothing to answer.
    """
    answered = [item for item in judged if item.probability > 0]
    if not answered:
        return None
    bins: dict[int, list[Judged]] = {}
    for item in answered:
        bins.setdefault(min(_BINS - 1, int(item.probability * _BINS)), []).append(item)
    gaps = [abs(sum(item.probability - item.right for item in inside)) for inside in bins.values()]
    return sum(gaps) / len(answered)
