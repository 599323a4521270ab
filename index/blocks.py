"""Weights in the 4-bit blocks that multilingual-e5-small is published in here.

A row of a matrix is a run of blocks of 32 weights: a float16 scale, then 16 bytes whose low
nibbles are weights 0-15 and high nibbles weights 16-31; a weight is (nibble - 8) x scale.
Everything is little-endian.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

PIECE_TABLE: Final = "embeddings.word_embeddings.weight"
"""The name, in a `BertModel`, of the table with one row a piece of the vocabulary."""

Stored = NDArray[np.uint8] | NDArray[np.float32]
"""A tensor as it is kept: the bytes of its blocks, one row of them a row, or plain float32."""

_BLOCK: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
_BLOCK_WEIGHTS: Final = 32


def row_bytes(width: int) -> int:
    """Return how many bytes a row of `width` weights takes.

    Raises:
        ValueError: such a row is not made of whole blocks.
    """
    if width % _BLOCK_WEIGHTS:
        raise ValueError(f"a row of {width} weights is not made of blocks of {_BLOCK_WEIGHTS}")
    return width // _BLOCK_WEIGHTS * _BLOCK.itemsize


def unpack_rows(table: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Decode rows of blocks: shape (n, bytes of a row) to shape (n, width)."""
    blocks = np.ascontiguousarray(table).view(_BLOCK)
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    weights = np.concatenate([low, high], axis=2).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[:, :, None]
    return weights.reshape(len(table), -1)


def decode(stored: Stored) -> NDArray[np.float32]:
    """Return the weights of a tensor, in an array of their own."""
    if stored.dtype == np.uint8:
        return unpack_rows(np.asarray(stored, np.uint8))
    return np.array(stored, np.float32)
