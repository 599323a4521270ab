"""Batches: every pair once, and never two pairs on one document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.tuning.batches import disjoint_batches

ROWS = st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=2), max_size=40)


@settings(deadline=None)
@given(ROWS, st.integers(1, 8), st.integers(0, 5))
def test_every_row_is_in_one_batch(rows: list[frozenset[str]], size: int, seed: int) -> None:
    batches = list(disjoint_batches(rows, size, seed))

    assert sorted(row for batch in batches for row in batch) == list(range(len(rows)))
    assert all(1 <= len(batch) <= size for batch in batches)


@settings(deadline=None)
@given(ROWS, st.integers(1, 8), st.integers(0, 5))
def test_no_two_rows_of_a_batch_share_a_document(
    rows: list[frozenset[str]], size: int, seed: int
) -> None:
    for batch in disjoint_batches(rows, size, seed):
        held = [document for row in batch for document in rows[row]]
        assert len(held) == len(set(held))


def test_batches_are_full_while_documents_allow() -> None:
    rows = [frozenset({str(number)}) for number in range(10)]

    assert [len(batch) for batch in disjoint_batches(rows, 4, 0)] == [4, 4, 2]


def test_the_seed_decides_of_the_order() -> None:
    rows = [frozenset({str(number)}) for number in range(50)]

    assert list(disjoint_batches(rows, 8, 1)) == list(disjoint_batches(rows, 8, 1))
    assert list(disjoint_batches(rows, 8, 1)) != list(disjoint_batches(rows, 8, 2))


def test_an_empty_batch_is_refused() -> None:
    with pytest.raises(ValueError, match="one row"):
        list(disjoint_batches([frozenset({"a"})], 0, 0))
