"""Vectors on disk: a cache that survives interruptions, and the arrays of a generation."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_CHUNK = 64
"""Texts embedded between two writes: what an interruption can lose at most."""
_QUERY_CHUNK = 500


class VectorCache:
    """Vectors by hash of (model, text): an interrupted run takes up where it stopped.

    Stored in float16, whose rounding (5e-4) is below the noise of the models that we use.
    """

    def __init__(self, path: Path, model_fingerprint: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path)
        self._model = model_fingerprint
        with self._db:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, v BLOB)")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._model}\0{text}".encode()).digest()

    def embed(
        self,
        texts: Sequence[str],
        encode: Callable[[Sequence[str]], Vectors],
        dimension: int,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Vectors:
        """Return the vectors of `texts`, shape (len(texts), dimension), encoding what is new.

        `on_progress` is told (done, total), in texts to encode.
        """
        keys = [self._key(text) for text in texts]
        known = self._read(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        by_length = sorted(missing.items(), key=lambda item: len(item[1]))
        for first in range(0, len(by_length), _CHUNK):
            chunk = by_length[first : first + _CHUNK]
            vectors = encode([text for _, text in chunk]).astype(np.float16)
            with self._db:
                self._db.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [(key, v.tobytes()) for (key, _), v in zip(chunk, vectors, strict=True)],
                )
            known.update({key: v for (key, _), v in zip(chunk, vectors, strict=True)})
            if on_progress:
                on_progress(first + len(chunk), len(by_length))
        if not keys:
            return np.zeros((0, dimension), dtype=np.float32)
        return np.stack([known[key] for key in keys]).astype(np.float32)

    def _read(self, keys: Iterable[bytes]) -> dict[bytes, NDArray[np.float16]]:
        wanted = list(keys)
        found: dict[bytes, NDArray[np.float16]] = {}
        for first in range(0, len(wanted), _QUERY_CHUNK):
            part = wanted[first : first + _QUERY_CHUNK]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, v FROM vectors WHERE key IN ({marks})"
            for key, blob in self._db.execute(query, part):
                found[bytes(key)] = np.frombuffer(blob, dtype=np.float16)
        return found

    def keep_only(self, texts: Iterable[str]) -> None:
        """Forget the vectors of all other texts."""
        kept = {self._key(text) for text in texts}
        stale = [(k,) for (k,) in self._db.execute("SELECT key FROM vectors") if k not in kept]
        with self._db:
            self._db.executemany("DELETE FROM vectors WHERE key = ?", stale)


@dataclass(frozen=True)
class Moments:
    """Mean and covariance of a set of vectors.

    They give the exact mean and deviation of a question's similarity to the *whole* collection
    (qᵀμ and √(qᵀΣq)) without computing it, so that scores of a few candidates can be normalised
    as if all had been scored.
    """

    mean: Vectors
    covariance: Vectors

    @classmethod
    def of(cls, vectors: Vectors) -> Moments:
        """Compute the moments of `vectors`, shape (n, d)."""
        if len(vectors) == 0:
            size = vectors.shape[1]
            return cls(np.zeros(size, np.float32), np.zeros((size, size), np.float32))
        mean = vectors.mean(axis=0, dtype=np.float64)
        second = (vectors.T @ vectors).astype(np.float64) / len(vectors)
        covariance = second - np.outer(mean, mean)
        return cls(mean.astype(np.float32), covariance.astype(np.float32))

    def standardise(self, query: Vectors, similarities: Vectors) -> Vectors:
        """Turn similarities with `query` into standard scores over the whole collection."""
        deviation = float(np.sqrt(max(float(query @ self.covariance @ query), 1e-12)))
        scores: Vectors = (similarities - float(query @ self.mean)) / max(deviation, 1e-6)
        return scores


def save_vectors(folder: Path, name: str, vectors: Vectors) -> None:
    """Write `vectors` (float16) and their moments as `name`.npy and `name`-moments.npz."""
    np.save(folder / f"{name}.npy", vectors.astype(np.float16))
    moments = Moments.of(vectors)
    np.savez(folder / f"{name}-moments.npz", mean=moments.mean, covariance=moments.covariance)


def load_vectors(folder: Path, name: str) -> tuple[NDArray[np.float16], Moments]:
    """Read what `save_vectors` wrote; the array stays on disk until its rows are read."""
    array = np.load(folder / f"{name}.npy", mmap_mode="r")
    with np.load(folder / f"{name}-moments.npz") as stored:
        moments = Moments(stored["mean"], stored["covariance"])
    return array, moments
