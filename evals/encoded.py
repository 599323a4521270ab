"""What a real index holds of a question set, read back whole: vectors, words, and whose they are.

Measuring needs the score of every paragraph, where `Searcher.search` gives only the best ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.collection import paragraph_number
from index.catalogue import Catalogue
from index.embedding import Embedder
from index.lexical import LexicalIndex
from index.publish import require_generation
from index.vectors import Moments, VectorCache, Vectors, load_vectors

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class OpenedSet:
    """An index over the paragraphs of a question set.

    `paragraph_of` gives the paragraph of each passage, `passage_of` the passage of each sentence.
    """

    lexical: LexicalIndex
    passages: Vectors
    passage_moments: Moments
    sentences: Vectors
    sentence_moments: Moments
    paragraph_of: Rows
    passage_of: Rows

    @classmethod
    def read(cls, index: Path) -> OpenedSet:
        """Read the index in use in the folder `index`."""
        generation = require_generation(index)
        with Catalogue(generation / "catalogue.sqlite") as catalogue:
            stored = catalogue.passages(range(catalogue.passage_count))
            passage_of = catalogue.passage_of_sentence()
        passages, passage_moments = load_vectors(generation, "passages")
        sentences, sentence_moments = load_vectors(generation, "sentences")
        return cls(
            lexical=LexicalIndex.load(generation / "lexical-passages"),
            passages=passages.astype(np.float32),
            passage_moments=passage_moments,
            sentences=sentences.astype(np.float32),
            sentence_moments=sentence_moments,
            paragraph_of=np.asarray([paragraph_number(s.passage.doc_id) for s in stored], np.int64),
            passage_of=np.asarray(passage_of, np.int64),
        )


def encode_questions(
    questions: Sequence[str],
    embedder: Embedder,
    cache: Path,
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[str, Vectors]:
    """Return the vector of each question, taking from the folder `cache` what it already holds."""

    def encode(texts: Sequence[str]) -> Vectors:
        return np.stack([embedder.embed_query(text) for text in texts])

    kept = VectorCache(cache / "questions.sqlite", f"{embedder.identity.fingerprint}:question")
    try:
        vectors = kept.embed(questions, encode, embedder.identity.dimension, on_progress)
    finally:
        kept.close()
    return dict(zip(questions, vectors, strict=True))
