"""Weights as models are stored here: 4-bit blocks, rows of 8-bit integers, or plain float32.

4 bits are how multilingual-e5-small is published. A row of a matrix is a run of blocks of 32
weights: a float16 scale, then 16 bytes whose low nibbles are weights 0-15 and high nibbles weights
16-31; a weight is (nibble - 8) x scale. Everything is little-endian.

8 bits are how weights that we trained are written. A matrix is a tensor of integers, and a second
one beside it, named with `.scale`, holds the scale of each row; a weight is integer x scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

PIECE_TABLE: Final = "embeddings.word_embeddings.weight"
"""The name, in a `BertModel`, of the table with one row a piece of the vocabulary."""
SCALE: Final = ".scale"
"""How the name of a matrix ends where it stands for the scales of its rows."""

Stored = NDArray[np.uint8] | NDArray[np.int8] | NDArray[np.float32]
"""A tensor as it is kept: the bytes of its blocks, one row of them a row; 8-bit integers, whose
scales are another tensor; or plain float32."""

_BLOCK: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
_BLOCK_WEIGHTS: Final = 32
_LARGEST: Final = 127
_SMALLEST: Final = np.float32(1e-12)
"""Stands for the largest weight of a row of zeros, which must have a scale too."""


def row_bytes(width: int) -> int:
    """Return how many bytes a row of `width` weights takes in 4-bit blocks.

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


def quantise(
    matrix: NDArray[np.float32], chance: np.random.Generator | None = None
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return 8-bit integers of the shape of `matrix` and the scales of its rows, shape (n, 1).

    The largest weight of a row becomes 127 or -127; none moves by more than half a scale. With
    `chance`, a weight becomes one of its two neighbours, the nearer one more often: none moves by
    more than a scale, and on average none moves at all (stochastic rounding: Gupta et al., 2015,
    arXiv:1502.02551).
    """
    scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), _SMALLEST) / np.float32(_LARGEST)
    steps = matrix / scale
    if chance is None:
        rounded = np.rint(steps)
    else:
        rounded = np.floor(steps + chance.random(steps.shape, np.float32))
    # A quotient may pass 127 by the last bit of a float32.
    return np.clip(rounded, -_LARGEST, _LARGEST).astype(np.int8), scale


def quantise_all(
    tensors: Iterable[tuple[str, NDArray[np.float32]]], chance: np.random.Generator | None = None
) -> dict[str, Stored]:
    """Return tensors as they are stored in 8 bits: matrices with their scales, the rest as is."""
    stored: dict[str, Stored] = {}
    for name, weights in tensors:
        if weights.ndim == 2:
            stored[name], stored[name + SCALE] = quantise(weights, chance)
        else:
            stored[name] = np.ascontiguousarray(weights)
    return stored


def decode(stored: Stored) -> NDArray[np.float32]:
    """Return the values of one tensor, in an array of their own; integers are not yet scaled."""
    if stored.dtype == np.uint8:
        return unpack_rows(np.asarray(stored, np.uint8))
    return np.array(stored, np.float32)


def decode_all(stored: Mapping[str, Stored]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield the name and the weights of each tensor, in their order; scales are no tensors."""
    for name, kept in stored.items():
        if name.endswith(SCALE):
            continue
        weights = decode(kept)
        if kept.dtype == np.int8:
            weights *= decode(stored[name + SCALE])
        yield name, weights
