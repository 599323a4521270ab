"""4-bit blocks and 8-bit rows give the weights that they were written for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from index.blocks import (
    SCALE,
    decode,
    decode_all,
    quantise,
    quantise_all,
    row_bytes,
    unpack_rows,
)

MATRICES = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, max_side=40),
    elements=st.floats(-1e6, 1e6, width=32),
)
EXACT = 1 + 1e-4
"""Allows for the last bits of a float32, 127 steps away from zero."""


def block(scale: float, nibbles: list[int]) -> bytes:
    """Write 32 nibbles as one block: the first half low, the second half high."""
    packed = bytes(low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True))
    return np.array(scale, "<f2").tobytes() + packed


def test_a_weight_is_its_nibble_less_eight_times_the_scale() -> None:
    row = np.frombuffer(block(0.5, [*range(16), *reversed(range(16))]), np.uint8)
    half = [-4, -3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]
    assert unpack_rows(row[None]).tolist() == [[*half, *reversed(half)]]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 0.25, 1.0, 3.5]),
            st.lists(st.integers(0, 15), min_size=32, max_size=32),
        ),
        min_size=6,
        max_size=6,
    )
)
def test_rows_keep_their_blocks_in_order(blocks: list[tuple[float, list[int]]]) -> None:
    data = b"".join(block(scale, nibbles) for scale, nibbles in blocks)
    table = np.frombuffer(data, np.uint8).reshape(2, row_bytes(96))
    weights = [(nibble - 8) * scale for scale, nibbles in blocks for nibble in nibbles]
    assert unpack_rows(table).tolist() == [weights[:96], weights[96:]]


def test_plain_tensors_are_copied_as_they_are() -> None:
    plain = np.array([1.5, -2.25], np.float32)
    decoded = decode(plain)
    assert decoded.tolist() == [1.5, -2.25]
    assert not np.shares_memory(decoded, plain)


def test_a_row_of_broken_blocks_is_refused() -> None:
    assert row_bytes(384) == 216
    with pytest.raises(ValueError, match="33"):
        row_bytes(33)


@given(MATRICES)
def test_8_bits_move_a_weight_by_half_the_scale_of_its_row_at_most(
    matrix: NDArray[np.float32],
) -> None:
    integers, scale = quantise(matrix)
    assert (integers.dtype, scale.dtype, scale.shape) == (np.int8, np.float32, (len(matrix), 1))
    assert np.all(np.abs(integers * scale - matrix) <= scale / 2 * EXACT)


@given(MATRICES, st.integers(0, 9))
def test_chance_moves_a_weight_by_the_scale_of_its_row_at_most(
    matrix: NDArray[np.float32], seed: int
) -> None:
    integers, scale = quantise(matrix, np.random.default_rng(seed))
    assert np.all(np.abs(integers * scale - matrix) <= scale * EXACT)


def test_the_largest_weight_of_a_row_becomes_127() -> None:
    integers, scale = quantise(np.array([[0.5, -1, 0.25], [0, 0, 0]], np.float32))
    assert integers.tolist() == [[64, -127, 32], [0, 0, 0]]
    assert scale[0, 0] == pytest.approx(1 / 127)


def test_small_weights_are_kept_on_average_by_chance_and_lost_without() -> None:
    row = np.full((1, 20_001), 0.2 / 127, np.float32)
    row[0, 0] = 1
    nearest, _ = quantise(row)
    chance, scale = quantise(row, np.random.default_rng(0))
    assert not nearest[0, 1:].any()
    assert (chance * scale)[0, 1:].mean() == pytest.approx(0.2 / 127, rel=0.05)


@given(st.dictionaries(st.sampled_from("abc"), MATRICES))
def test_a_model_in_8_bits_has_the_same_tensors(matrices: dict[str, NDArray[np.float32]]) -> None:
    bias = np.array([1.5, -2.25], np.float32)
    stored = quantise_all([*matrices.items(), ("bias", bias)])
    assert stored.keys() == {*matrices, *(name + SCALE for name in matrices), "bias"}
    restored = dict(decode_all(stored))
    assert restored.pop("bias").tolist() == [1.5, -2.25]
    assert restored.keys() == matrices.keys()
    for name, matrix in matrices.items():
        assert np.all(np.abs(restored[name] - matrix) <= stored[name + SCALE] / 2 * EXACT)


def test_both_kinds_may_stand_side_by_side() -> None:
    blocks = np.frombuffer(block(0.5, [9] * 32), np.uint8)[None]
    restored = dict(decode_all({"four": blocks, "eight": np.array([[2, -1]], np.int8),
                                "eight.scale": np.array([[0.25]], np.float32)}))  # fmt: skip
    assert restored["four"].tolist() == [[0.5] * 32]
    assert restored["eight"].tolist() == [[0.5, -0.25]]
