"""Batches in which no text answers the question of another pair.

With in-batch negatives every other text of the batch counts as wrong. Two questions on one
document would teach that a right text is wrong, which refusing equal texts does not prevent: a
sentence and its passage differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np


def disjoint_batches(
    documents: Sequence[frozenset[str]], size: int, seed: int
) -> Iterator[list[int]]:
    """Yield rows in batches of `size`, in an order drawn by `seed`, each row in one batch.

    No two rows of a batch share a document. A row that fits in no full batch comes in a smaller
    one at the end.

    Raises:
        ValueError: `size` is less than 1.
    """
    if size < 1:
        raise ValueError("a batch holds one row at least")
    waiting = [int(row) for row in np.random.default_rng(seed).permutation(len(documents))]
    while waiting:
        batch: list[int] = []
        held: set[str] = set()
        later: list[int] = []
        for place, row in enumerate(waiting):
            if len(batch) == size:
                later += waiting[place:]
                break
            if held.isdisjoint(documents[row]):
                batch.append(row)
                held |= documents[row]
            else:
                later.append(row)
        yield batch
        waiting = later


def batch_sampler(documents: Mapping[str, frozenset[str]]) -> Callable[..., Any]:
    """Return `disjoint_batches` as sentence-transformers asks for a `batch_sampler`.

    `documents` gives those of each text of the data. Batches of a single pair have nothing to
    compare it with and are left out.
    """
    from sentence_transformers.base.sampler import DefaultBatchSampler

    class DisjointBatches(DefaultBatchSampler):  # type: ignore[misc]
        """Batches planned at once, so that a run that goes on finds the same ones."""

        def __init__(self, dataset: Any, *args: Any, **options: Any) -> None:
            super().__init__(dataset, *args, **options)
            rows = [
                documents[positive] | documents[negative]
                for positive, negative in zip(dataset["positive"], dataset["negative"], strict=True)
            ]
            planned = disjoint_batches(rows, self.batch_size, self.seed)
            self.planned = [batch for batch in planned if len(batch) > 1]

        def __iter__(self) -> Iterator[list[int]]:
            return iter(self.planned)

        def __len__(self) -> int:
            return len(self.planned)

    return DisjointBatches
