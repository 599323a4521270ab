"""Imitated vectors: of length 1, near real ones, and always the same for a text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.bench.vectors import COSINE, KnownVectors, RecordingEmbedder, TurnedEmbedder, turn
from index.embedding import Embedder

TEXTS = ("Le port.", "La pêche à Boulogne.", "La dentelle de Calais se vend dans le monde entier.")


@pytest.fixture(scope="module")
def recorded(embedder: Embedder) -> RecordingEmbedder:
    """The real model, with `TEXTS` encoded."""
    recording = RecordingEmbedder(embedder)
    recording.embed_passages(TEXTS)
    return recording


@pytest.fixture(scope="module")
def imitation(recorded: RecordingEmbedder) -> TurnedEmbedder:
    return TurnedEmbedder(recorded.identity, recorded.known, seed=0)


@given(st.integers(0, 2**32), st.integers(2, 400))
@settings(deadline=None)
def test_turning_keeps_the_length_and_the_angle(seed: int, dimension: int) -> None:
    draw = np.random.default_rng(seed)
    vector = draw.standard_normal(dimension, dtype=np.float32)
    vector /= np.linalg.norm(vector)
    turned = turn(vector, draw)
    assert np.linalg.norm(turned) == pytest.approx(1, abs=1e-5)
    assert float(turned @ vector) == pytest.approx(COSINE, abs=1e-3)


@given(st.lists(st.text(max_size=60), max_size=8))
@settings(max_examples=30, deadline=None)
def test_every_vector_is_unit(imitation: TurnedEmbedder, texts: list[str]) -> None:
    vectors = imitation.embed_passages(texts)
    assert vectors.shape == (len(texts), imitation.identity.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_what_was_encoded_keeps_its_vector(imitation: TurnedEmbedder, embedder: Embedder) -> None:
    assert np.array_equal(imitation.embed_passages(TEXTS), embedder.embed_passages(TEXTS))


def test_other_texts_get_a_vector_near_a_real_one(imitation: TurnedEmbedder) -> None:
    [vector] = imitation.embed_passages(["Un texte inconnu."])
    real = imitation.embed_passages(TEXTS)
    assert float((real @ vector).max()) == pytest.approx(COSINE, abs=1e-3)


def test_a_text_always_gets_the_same_vector_and_each_its_own(imitation: TurnedEmbedder) -> None:
    first = imitation.embed_passages(["Un.", "Deux.", "Un."])
    assert np.array_equal(first[0], first[2])
    assert not np.allclose(first[0], first[1])


def test_the_seed_decides(recorded: RecordingEmbedder, imitation: TurnedEmbedder) -> None:
    other = TurnedEmbedder(recorded.identity, recorded.known, seed=1)
    texts = ["Un texte inconnu."]
    assert not np.allclose(other.embed_passages(texts), imitation.embed_passages(texts))


def test_texts_given_to_the_model_are_counted(embedder: Embedder) -> None:
    recording = RecordingEmbedder(embedder)
    recording.embed_passages(TEXTS[:2])
    recording.embed_passages(TEXTS[:1])
    assert recording.given == 3
    assert recording.known.texts == TEXTS[:2]


def test_what_several_folders_hold_is_read_together(
    recorded: RecordingEmbedder, tmp_path: Path
) -> None:
    known = recorded.known
    KnownVectors(known.texts[:2], known.vectors[:2]).save(tmp_path / "a")
    KnownVectors(known.texts[1:], known.vectors[1:]).save(tmp_path / "b")
    read = KnownVectors.load([tmp_path / "a", tmp_path / "b"])
    assert read.texts == known.texts == TEXTS
    assert np.array_equal(read.vectors, known.vectors)
