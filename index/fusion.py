"""Score fusion: what each signal says of a passage, normalised, then added.

Rank fusion (Cormack et al., 2009) throws away how sure each signal is; standard scores keep it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.vectors import Vectors


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """How much each standard score counts. Tuned on PIAF by `evals/tune.py`."""

    lexical: float = 0.18
    dense: float = 0.39
    best_sentence: float = 0.43


def standard_scores(scores: Vectors) -> Vectors:
    """Return (scores − mean) / deviation over the whole array; zeros where all are equal."""
    deviation = float(scores.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)
    return (scores - float(scores.mean())) / deviation


def top_rows(scores: Vectors, count: int) -> list[int]:
    """Return the rows of the `count` highest positive scores, highest first."""
    count = min(count, len(scores))
    if count == 0:
        return []
    best = np.argpartition(-scores, count - 1)[:count]
    ordered = best[np.argsort(-scores[best], kind="stable")]
    return [int(row) for row in ordered if scores[row] > 0]


def reciprocal_ranks(rankings: Sequence[Sequence[int]], k: int = 60) -> dict[int, float]:
    """Return reciprocal-rank fusion (Cormack et al., 2009) of several rankings.

    Kept as the usual hybrid, to compare with.
    """
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking):
            fused[row] = fused.get(row, 0.0) + 1.0 / (k + rank + 1)
    return fused
