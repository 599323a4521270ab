"""4-bit blocks give the weights that they were written for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.blocks import decode, row_bytes, unpack_rows


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
