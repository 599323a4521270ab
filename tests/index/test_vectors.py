"""Vectors: a cache that survives, and moments equal to what brute force gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.vectors import Moments, VectorCache, load_vectors, save_vectors

Floats = NDArray[np.float32]


def unit_vectors(count: int, size: int = 16) -> Floats:
    vectors = np.random.default_rng(7).normal(0.3, 0.2, (count, size)).astype(np.float32)
    unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


class Encoder:
    """A vector per text, made of its length, and the texts that were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Floats:
        self.asked.extend(texts)
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


@pytest.mark.parametrize("count", [2, 500, 20_001])
def test_moments_give_the_standard_scores_of_brute_force(count: int) -> None:
    vectors, query = unit_vectors(count), unit_vectors(1)[0]
    all_similarities = vectors @ query
    expected = (all_similarities - all_similarities.mean()) / all_similarities.std()

    found = Moments.of(vectors).standardise(query, all_similarities[:2])

    assert found.tolist() == pytest.approx(expected[:2].tolist(), abs=2e-3)


@pytest.mark.parametrize("count", [1, 5])
def test_vectors_that_are_all_alike_score_zero(count: int) -> None:
    vectors = np.repeat(unit_vectors(1), count, axis=0)
    query = unit_vectors(3)[2]

    assert Moments.of(vectors).standardise(query, vectors @ query).tolist() == [0] * count


def test_no_vector_has_moments_too() -> None:
    nothing = np.zeros((0, 4), np.float32)

    assert (
        Moments.of(nothing).standardise(np.ones(4, np.float32), np.zeros(0, np.float32)).size == 0
    )


def test_saved_vectors_are_read_back_within_half_precision(tmp_path: Path) -> None:
    vectors = unit_vectors(9)
    save_vectors(tmp_path, "passages", vectors)
    array, moments = load_vectors(tmp_path, "passages")

    assert np.allclose(array.astype(np.float32), vectors, atol=5e-4)
    assert np.allclose(moments.mean, vectors.mean(axis=0), atol=1e-6)


def test_only_new_texts_are_encoded(tmp_path: Path) -> None:
    cache, encoder = VectorCache(tmp_path / "v.sqlite", "model"), Encoder()
    cache.embed(["un", "deux"], encoder, 2)
    vectors = cache.embed(["trois", "un", "deux", "un"], encoder, 2)
    cache.close()

    assert encoder.asked == ["un", "deux", "trois"]
    assert vectors.tolist() == [[5, 1], [2, 1], [4, 1], [2, 1]]


def test_another_model_shares_nothing(tmp_path: Path) -> None:
    encoder = Encoder()
    for model in ("a", "b"):
        cache = VectorCache(tmp_path / "v.sqlite", model)
        cache.embed(["un"], encoder, 2)
        cache.close()

    assert encoder.asked == ["un", "un"]


def test_what_was_encoded_before_an_error_is_kept(tmp_path: Path) -> None:
    texts = [f"texte {n}" for n in range(100)]
    cache, encoder = VectorCache(tmp_path / "v.sqlite", "model"), Encoder()

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.embed(texts, encoder, 2, stop)
    first = len(encoder.asked)
    cache.embed(texts, encoder, 2)
    cache.close()

    assert 0 < first < 100 == len(encoder.asked)


def test_forgotten_texts_are_encoded_again(tmp_path: Path) -> None:
    cache, encoder = VectorCache(tmp_path / "v.sqlite", "model"), Encoder()
    cache.embed(["un", "deux"], encoder, 2)
    cache.keep_only(["deux"])
    cache.embed(["un", "deux"], encoder, 2)
    cache.close()

    assert encoder.asked == ["un", "deux", "un"]


@pytest.mark.parametrize("damage", [b"pas une base", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_starts_anew(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / "v.sqlite").write_bytes(damage)
    cache = VectorCache(tmp_path / "v.sqlite", "model")

    assert cache.embed(["un"], Encoder(), 2).tolist() == [[2, 1]]
    cache.close()


def test_a_truncated_cache_starts_anew(tmp_path: Path) -> None:
    path, texts = tmp_path / "v.sqlite", [f"texte {n}" for n in range(500)]
    cache = VectorCache(path, "model")
    cache.embed(texts, Encoder(), 2)
    cache.close()
    path.write_bytes(path.read_bytes()[:9000])
    cache = VectorCache(path, "model")

    assert len(cache.embed(texts, Encoder(), 2)) == 500
    cache.close()


def test_no_text_gives_an_array_of_the_right_shape(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite", "model")

    assert cache.embed([], Encoder(), 2).shape == (0, 2)
    cache.close()
