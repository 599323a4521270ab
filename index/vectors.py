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
_ROWS = 10_000
"""Vectors taken at once to compute moments."""
_NO_VARIANCE = 1e-9
"""Below this, similarities only differ by rounding; those of real passages vary by 1e-3."""


class VectorCache:
    """Vectors by hash of (model, text): an interrupted run takes up where it stopped.

    Stored in float16, whose rounding (5e-4) is below the noise of the models that we use.
    A damaged cache is thrown away: it only saves time.
    """

    def __init__(self, path: Path, model_fingerprint: str) -> None:
        self._model = model_fingerprint
        try:
            self._db = _open_cache(path)
        except sqlite3.OperationalError:
            raise  # the disk is full, the file is locked…: the cache itself may be sound
        except sqlite3.DatabaseError:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._db = _open_cache(path)

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


def _open_cache(path: Path) -> sqlite3.Connection:
    """Open or make the file, and read it through once.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path)
    try:
        [(verdict,)] = db.execute("PRAGMA quick_check(1)").fetchall()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        with db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, v BLOB)")
    except sqlite3.Error:
        db.close()
        raise
    return db


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
        mean = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
        covariance = np.zeros((vectors.shape[1],) * 2)
        for first in range(0, len(vectors), _ROWS):  # centred first: nothing is lost to rounding
            centred = vectors[first : first + _ROWS] - mean
            covariance += centred.T @ centred
        return cls(mean, (covariance / len(vectors)).astype(np.float32))

    def standardise(self, query: Vectors, similarities: Vectors) -> Vectors:
        """Turn similarities with `query` into standard scores over the whole collection.

        Zeros where the whole collection is equally similar (one passage, or copies of one).
        """
        variance = float(query @ self.covariance @ query)
        if variance < _NO_VARIANCE:
            return np.zeros_like(similarities)
        scores: Vectors = (similarities - float(query @ self.mean)) / np.float32(variance**0.5)
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
