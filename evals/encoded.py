"""A question set as vectors, kept on disk: encoding PIAF takes minutes, reading it a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.collection import CACHE_FILE
from evals.squad import SquadSet
from index.embedding import Embedder
from index.sentences import split_sentences
from index.vectors import VectorCache, Vectors

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class EncodedSet:
    """Vectors of the paragraphs, of their sentences and of the questions, in the set's order.

    `owners` gives the paragraph of each sentence. Questions are encoded as questions.
    """

    paragraphs: Vectors
    sentences: Vectors
    owners: NDArray[np.int64]
    questions: dict[str, Vectors]


def sentences_of(paragraphs: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return all sentences, and the number of the paragraph of each."""
    texts: list[str] = []
    owners: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        spans = split_sentences(paragraph)
        texts.extend(paragraph[start:end] for start, end in spans)
        owners.extend([number] * len(spans))
    return texts, np.asarray(owners, dtype=np.int64)


def encode_set(
    squad: SquadSet,
    questions: Sequence[str],
    embedder: Embedder,
    cache: Path,
    on_progress: Progress | None = None,
) -> EncodedSet:
    """Encode the whole set and `questions`, taking from `cache` what it already holds."""
    dimension = embedder.identity.dimension
    model = embedder.identity.fingerprint
    sentences, owners = sentences_of(squad.paragraphs)
    passages = VectorCache(cache / CACHE_FILE, model)
    try:
        texts = [*squad.paragraphs, *sentences]
        vectors = passages.embed(texts, embedder.embed_passages, dimension, on_progress)
    finally:
        passages.close()

    def as_questions(texts: Sequence[str]) -> Vectors:
        return np.stack([embedder.embed_query(text) for text in texts])

    asked = VectorCache(cache / CACHE_FILE, f"{model}:question")
    try:
        of_questions = asked.embed(questions, as_questions, dimension, on_progress)
    finally:
        asked.close()
    return EncodedSet(
        paragraphs=vectors[: len(squad.paragraphs)],
        sentences=vectors[len(squad.paragraphs) :],
        owners=owners,
        questions=dict(zip(questions, of_questions, strict=True)),
    )
