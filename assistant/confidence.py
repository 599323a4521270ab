"""How likely the best evidence is to answer, from what speaks for it.

A logistic regression over the features of the first sentence, fitted on PIAF questions whose
document is in the index or was taken out of it (`evals/tune_reader.py`); no gold question is used.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from assistant.evidence import FEATURES, READ_FEATURES, Evidence


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the sentence ranking and of the confidence."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]
    bias: float
    threshold: float


@lru_cache(maxsize=2)
def weights(*, read: bool = False) -> Weights:
    """Load the fitted weights, for evidence that a reader has `read` or not."""
    name = "weights-read.json" if read else "weights.json"
    raw = json.loads(resources.files("assistant").joinpath(name).read_text("utf-8"))
    return Weights(
        ranking=tuple(raw["ranking"][name] for name in (READ_FEATURES if read else FEATURES)),
        confidence=tuple(raw["confidence"][name] for name in confidence_names(read=read)),
        bias=float(raw["bias"]),
        threshold=float(raw["threshold"]),
    )


_WIDEST_MARGIN = 3.0
_SURE = 0.6
"""Least confidence in evidence that is too precise to be about something else."""
_BESIDES = ("similarity", "passage_similarity", "margin")


def confidence_names(*, read: bool) -> tuple[str, ...]:
    """Return the names of `confidence_features`, for evidence that a reader has `read` or not."""
    return (*(READ_FEATURES if read else FEATURES), *_BESIDES)


def is_read(evidence: Evidence) -> bool:
    """Whether a reader had its say about what this sentence was found with."""
    return len(evidence.features) == len(READ_FEATURES)


def confidence_features(ranked: Sequence[Evidence]) -> tuple[float, ...]:
    """Return what speaks for the first of `ranked`, in the order of `confidence_names`."""
    first = ranked[0]
    second = ranked[1].score if len(ranked) > 1 else first.score - _WIDEST_MARGIN
    margin = min(_WIDEST_MARGIN, max(0.0, first.score - second))
    similarity = first.hit.sentences[first.index].similarity
    return (*first.features, similarity, first.hit.similarity, margin)


def best_confidence(kept: Sequence[Evidence]) -> float:
    """Return the confidence in the first of `kept`, or in the best ranked where it is another.

    Both are shown: the one that tells a reason first, the one that speaks of the subject after it.
    """
    by_score = sorted(kept, key=lambda evidence: -evidence.score)
    return max(confidence(kept), confidence(by_score))


def confidence(ranked: Sequence[Evidence]) -> float:
    """Return the probability that the first of `ranked` answers, from 0 to 1."""
    if not ranked:
        return 0.0
    fitted = weights(read=is_read(ranked[0]))
    total = fitted.bias + sum(
        w * x for w, x in zip(fitted.confidence, confidence_features(ranked), strict=True)
    )
    likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    return max(likely, _SURE) if ranked[0].match.sure else likely
