"""Vectors for collections that would take hours to encode: real ones, slightly turned at random.

Latency and memory depend on how many vectors there are, not on what they mean.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.vectors import Vectors

if TYPE_CHECKING:
    from index.embedding import Embedder, ModelIdentity

COSINE = 0.95
"""Between a turned vector and the real one that it comes from: about that of close passages."""
_NEIGHBOURS = 50
"""A vector is taken from one of this many texts of about the same length."""


@dataclass(frozen=True)
class KnownVectors:
    """Texts, shortest first, and their unit vectors, shape (len(texts), dimension)."""

    texts: tuple[str, ...]
    vectors: Vectors

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Vectors]]) -> KnownVectors:
        """Sort the vectors of texts by the texts' length; the same text counts once."""
        known = sorted(dict(pairs).items(), key=lambda pair: (len(pair[0]), pair[0]))
        return cls(tuple(text for text, _ in known), np.stack([vector for _, vector in known]))

    def save(self, folder: Path) -> None:
        """Write them into `folder`, which is made if needed."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "known.npy", self.vectors)
        (folder / "known.json").write_text(json.dumps(self.texts), "utf-8")

    @classmethod
    def load(cls, folders: Iterable[Path]) -> KnownVectors:
        """Read together what `save` wrote in `folders`."""
        pairs: list[tuple[str, Vectors]] = []
        for folder in folders:
            texts = json.loads((folder / "known.json").read_text("utf-8"))
            pairs.extend(zip(texts, np.load(folder / "known.npy"), strict=True))
        return cls.of(pairs)


class RecordingEmbedder:
    """The real model for passages; remembers the texts that it was given and their vectors."""

    def __init__(self, embedder: Embedder) -> None:
        self.identity = embedder.identity
        self.given = 0
        self._embedder = embedder
        self._seen: dict[str, Vectors] = {}

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the real vectors of `texts`."""
        vectors = self._embedder.embed_passages(texts)
        self.given += len(texts)
        self._seen.update(zip(texts, vectors, strict=True))
        return vectors

    @property
    def known(self) -> KnownVectors:
        """What was encoded."""
        return KnownVectors.of(self._seen.items())


class TurnedEmbedder:
    """Gives passages a vector without a model: the real one if known, else a turned one.

    A text always gets the same vector: the angle is fixed by `COSINE`, the direction drawn from
    `seed` and the text. Questions need the real model.
    """

    def __init__(self, identity: ModelIdentity, known: KnownVectors, seed: int) -> None:
        self.identity = identity
        self.given = 0
        self._known = known
        self._rows = {text: row for row, text in enumerate(known.texts)}
        self._lengths = [len(text) for text in known.texts]
        self._seed = seed

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (len(texts), dimension)."""
        self.given += len(texts)
        vectors = np.empty((len(texts), self._known.vectors.shape[1]), np.float32)
        for row, text in enumerate(texts):
            known = self._rows.get(text)
            vectors[row] = self._turned(text) if known is None else self._known.vectors[known]
        return vectors

    def _turned(self, text: str) -> Vectors:
        digest = hashlib.sha256(f"{self._seed}\0{text}".encode()).digest()
        draw = np.random.default_rng(int.from_bytes(digest[:8], "little"))
        place = bisect_left(self._lengths, len(text)) - _NEIGHBOURS // 2
        first = max(0, min(place, len(self._lengths) - _NEIGHBOURS))
        base = self._known.vectors[first : first + _NEIGHBOURS]
        return turn(base[draw.integers(len(base))], draw)


def turn(vector: Vectors, draw: np.random.Generator) -> Vectors:
    """Turn a unit vector by the angle of `COSINE` in a random direction."""
    side = draw.standard_normal(len(vector), dtype=np.float32)
    side -= vector * (vector @ side)
    turned = COSINE * vector + (1 - COSINE**2) ** 0.5 * side / np.linalg.norm(side)
    unit: Vectors = (turned / np.linalg.norm(turned)).astype(np.float32)
    return unit
