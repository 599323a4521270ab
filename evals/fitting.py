"""How weights are found: listwise softmax for rankings, logistic regression for the confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Flags = NDArray[np.bool_]
Weights = NDArray[np.float64]
_STEPS = 100
_FLAT = 1e-6
"""A feature that varies less than this says nothing: its weight is zero."""


@dataclass(frozen=True)
class Scale:
    """Mean and deviation of each feature, so that one penalty suits them all."""

    mean: Weights
    deviation: Weights

    @classmethod
    def of(cls, rows: Matrix) -> Scale:
        """Measure the columns of `rows`; a flat one keeps its unit."""
        deviation = rows.std(axis=0, dtype=np.float64)
        return cls(rows.mean(axis=0, dtype=np.float64), np.where(deviation < _FLAT, 1.0, deviation))

    def apply(self, rows: Matrix) -> Matrix:
        """Return standardised rows."""
        scaled: Matrix = ((rows - self.mean) / self.deviation).astype(np.float32)
        return scaled


@dataclass(frozen=True)
class Logistic:
    """Weights and bias over raw features; `standardised` are the weights before unscaling."""

    weights: Weights
    bias: float
    standardised: Weights

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability of the positive class."""
        total = float(np.asarray(features, dtype=np.float64) @ self.weights) + self.bias
        return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def fit_listwise(lists: Sequence[tuple[Matrix, Flags]], penalty: float) -> tuple[Weights, Weights]:
    """Return (raw weights, standardised weights) that put right rows above the others.

    Each list is (features of its rows, which rows are right). The loss is the negative log of
    the softmax mass on the right rows (ListNet's top-one loss, Cao et al., 2007), plus
    `penalty` times the squared weights. Lists without a right row teach nothing and are left out.
    """
    import torch

    taught = [(rows, right) for rows, right in lists if right.any()]
    scale = Scale.of(np.concatenate([rows for rows, _ in taught]))
    longest = max(len(rows) for rows, _ in taught)
    features = np.zeros((len(taught), longest, taught[0][0].shape[1]), np.float32)
    present = np.zeros((len(taught), longest), np.bool_)
    correct = np.zeros((len(taught), longest), np.bool_)
    for number, (rows, right) in enumerate(taught):
        features[number, : len(rows)] = scale.apply(rows)
        present[number, : len(rows)] = True
        correct[number, : len(rows)] = right
    x, absent, wrong = torch.tensor(features), torch.tensor(~present), torch.tensor(~correct)
    weights = torch.zeros(x.shape[2], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        scores = x @ weights
        everything = torch.logsumexp(scores.masked_fill(absent, -torch.inf), dim=1)
        good = torch.logsumexp(scores.masked_fill(wrong, -torch.inf), dim=1)
        total: torch.Tensor = (everything - good).mean() + penalty * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    standardised = weights.detach().numpy().astype(np.float64)
    return standardised / scale.deviation, standardised


def fit_logistic(rows: Matrix, right: Flags, strength: float) -> Logistic:
    """Return the logistic regression of `right` on `rows`; a smaller `strength` shrinks it more."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    scale = Scale.of(rows)
    fitted = LogisticRegression(C=strength, max_iter=2000).fit(scale.apply(rows), right)
    standardised = np.asarray(fitted.coef_[0], dtype=np.float64)
    weights = standardised / scale.deviation
    return Logistic(weights, float(fitted.intercept_[0] - weights @ scale.mean), standardised)
