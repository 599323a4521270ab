"""What weights are worth on cases that they were not tuned on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from evals.measures import area_under_curve, recall_at, share
from evals.tuning_cases import Case

NOWHERE = 10**6
"""Rank of a right sentence that is not there."""
Confidence = Callable[[Sequence[Evidence]], float]
"""From the evidence that was kept, best first, to the probability that the first is right."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case once answered: how sure, whether the first sentence is right, whether one could be."""

    probability: float
    right: bool
    answerable: bool


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What a threshold gives. A share of nothing is None."""

    threshold: float
    answered: float | None
    """Of answerable questions, those answered."""
    right: float | None
    """Of those answered, the right ones."""
    abstained: float | None
    """Of questions whose document was taken out, those that were declined."""
    false_abstentions: float | None
    """Of answerable questions whose first sentence is right, those that were declined."""


def sentence_ranks(cases: Sequence[Case], weights: Sequence[float], *, sieved: bool) -> list[int]:
    """Return the rank of the first right sentence of each answerable case."""
    ranks: list[int] = []
    for case in cases:
        if case.answerable:
            ordered = case.ranked(weights, sieved=sieved)
            places = (place for place, e in enumerate(ordered) if case.is_right(e))
            ranks.append(next(places, NOWHERE))
    return ranks


def recalls(ranks: Sequence[int]) -> dict[str, float]:
    """Return how often the right sentence is first, in the first three, or there at all."""
    return {
        "first": recall_at(ranks, 1),
        "first_three": recall_at(ranks, 3),
        "anywhere": recall_at(ranks, NOWHERE),
    }


def judge(cases: Sequence[Case], weights: Sequence[float], confidence: Confidence) -> list[Judged]:
    """Answer every case; nothing kept is a confidence of 0."""
    judged: list[Judged] = []
    for case in cases:
        kept = case.ranked(weights, sieved=True)
        right = bool(kept) and case.answerable and case.is_right(kept[0])
        judged.append(Judged(confidence(kept) if kept else 0.0, right, case.answerable))
    return judged


def separation(judged: Sequence[Judged]) -> float | None:
    """Return the area under the ROC curve of the confidence, right against wrong."""
    return area_under_curve([j.probability for j in judged], [j.right for j in judged])


def risk_point(judged: Sequence[Judged], threshold: float) -> RiskPoint:
    """Return what answering at `threshold` and above gives."""
    answerable = [j for j in judged if j.answerable]
    answered = [j.probability >= threshold for j in answerable]
    return RiskPoint(
        threshold=threshold,
        answered=share(answered),
        right=share([j.right for j in answerable if j.probability >= threshold]),
        abstained=share([j.probability < threshold for j in judged if not j.answerable]),
        false_abstentions=share([j.probability < threshold for j in answerable if j.right]),
    )
