"""Search: a question's words and vector become ranked `Hit`s."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.document import BaliseError, Document
from index.analyser import analyse
from index.build import fingerprint, read_identity
from index.catalogue import Catalogue, StoredPassage
from index.dense import open_dense
from index.fusion import FusionWeights, standard_scores, top_rows
from index.identity import IndexIdentity, check_identity
from index.lexical import LexicalIndex
from index.passage import Passage
from index.publish import DamagedIndexError, reading, require_generation
from index.vectors import Vectors, load_vectors
from index.words import WordList

if TYPE_CHECKING:
    from index.embedding import Embedder

CANDIDATES = 80
"""Passages taken from each signal before they are fused."""


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """What each signal says of one sentence of a hit, as standard scores over all sentences."""

    lexical: float
    dense: float
    similarity: float
    """Cosine between the question and the sentence."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its scores (standard scores over the collection)."""

    document: Document
    passage: Passage
    row: int
    lexical: float
    dense: float
    fused: float
    similarity: float
    """Cosine between the question and the passage."""
    sentences: tuple[SentenceScores, ...] = field(default=())

    @property
    def text(self) -> str:
        """The passage's words."""
        return self.document.text[self.passage.start : self.passage.end]


class Searcher:
    """An opened index: immutable, safe to share between threads.

    Raises, on opening:
        NoIndexError: there is no index in `folder`.
        WrongIndexError: it was made with another model or other rules.
        DamagedIndexError: some of its files are missing or unreadable.
        BaliseError: the Chroma server doesn't answer or doesn't hold its vectors.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        expected: IndexIdentity,
        *,
        chroma_url: str | None = None,
        weights: FusionWeights | None = None,
    ) -> None:
        self.embedder = embedder
        self.weights = weights or FusionWeights()
        generation = require_generation(folder)
        try:
            self._open(generation, expected, chroma_url)
        except BaliseError:
            newer = require_generation(folder)
            if newer == generation:
                raise
            self._open(newer, expected, chroma_url)  # replaced while we were opening it

    def _open(self, generation: Path, expected: IndexIdentity, chroma_url: str | None) -> None:
        self.identity = read_identity(generation)
        check_identity(self.identity, expected)
        with contextlib.ExitStack() as opened:
            self.fingerprint = fingerprint(generation)
            self.catalogue = Catalogue(generation / "catalogue.sqlite")
            opened.callback(self.catalogue.close)
            with reading(generation):
                self.lexical_passages = LexicalIndex.load(generation / "lexical-passages")
                self.lexical_sentences = LexicalIndex.load(generation / "lexical-sentences")
                self.words = WordList.load(generation / "words.json")
                self._passages, self._passage_moments = load_vectors(generation, "passages")
                self._sentences, self._sentence_moments = load_vectors(generation, "sentences")
            self._rows = self.catalogue.rows_by_id()
            self._owners = np.asarray(self.catalogue.passage_of_sentence(), dtype=np.int64)
            self.dense = open_dense(generation, chroma_url)
            opened.callback(self.dense.close)
            if not self._is_whole():
                raise DamagedIndexError(generation)
            opened.pop_all()

    def _is_whole(self) -> bool:
        passages, sentences = self.catalogue.passage_count, self.catalogue.sentence_count
        dimension = self.identity.dimension
        return (
            len(self._rows) == len(self.dense) == self.lexical_passages.size == passages
            and len(self._owners) == self.lexical_sentences.size == sentences
            and self._passages.shape == (passages, dimension)
            and self._sentences.shape == (sentences, dimension)
        )

    @property
    def vocabulary(self) -> frozenset[str]:
        """All terms of the indexed passages."""
        return self.lexical_passages.vocabulary

    def close(self) -> None:
        """Release the files."""
        self.catalogue.close()
        self.dense.close()

    def search(
        self,
        question: str,
        count: int = 10,
        *,
        extra_terms: Iterable[str] = (),
        documents: frozenset[str] | None = None,
    ) -> list[Hit]:
        """Return the `count` best passages for `question`, best first.

        `extra_terms` are index terms searched besides the question's own words. `documents`
        keeps the search to these document ids.
        """
        if count < 1:
            return []
        terms = [*analyse(question), *extra_terms]
        vector = self.embedder.embed_query(question)
        lexical = self.lexical_passages.scores(terms)
        lexical_s = self.lexical_sentences.scores(terms)
        if documents is None:
            near = [self._rows[i] for i in self.dense.nearest(vector, CANDIDATES)]
            rows = self._candidates(near, lexical, lexical_s)
        else:
            inside = np.asarray(self.catalogue.rows_of(documents), dtype=np.int64)
            rows = self._candidates_among(inside, vector, lexical, lexical_s)
        stored = self.catalogue.passages(rows)
        if not stored:
            return []
        return self._score(
            stored, vector, standard_scores(lexical), standard_scores(lexical_s), count
        )

    def _candidates(self, near: Sequence[int], lexical: Vectors, lexical_s: Vectors) -> list[int]:
        rows = dict.fromkeys(near)
        rows.update(dict.fromkeys(top_rows(lexical, CANDIDATES)))
        rows.update(dict.fromkeys(int(self._owners[r]) for r in top_rows(lexical_s, CANDIDATES)))
        return list(rows)

    def _candidates_among(
        self, inside: NDArray[np.int64], vector: Vectors, lexical: Vectors, lexical_s: Vectors
    ) -> list[int]:
        """Return the best rows among `inside`, whose similarities are all computed."""
        similar = self._passages[inside].astype(np.float32) @ vector
        near = [int(row) for row in inside[np.argsort(-similar, kind="stable")][:CANDIDATES]]
        kept = np.zeros(len(lexical), dtype=bool)
        kept[inside] = True
        return self._candidates(
            near,
            np.where(kept, lexical, np.float32(0)),
            np.where(kept[self._owners], lexical_s, np.float32(0)),
        )

    def _score(
        self,
        stored: Sequence[StoredPassage],
        vector: Vectors,
        lexical: Vectors,
        lexical_s: Vectors,
        count: int,
    ) -> list[Hit]:
        rows = [s.row for s in stored]
        similar = self._passages[rows].astype(np.float32) @ vector
        dense = self._passage_moments.standardise(vector, similar)
        sentence_rows = [r for s in stored for r in s.sentence_rows]
        similar_s = self._sentences[sentence_rows].astype(np.float32) @ vector
        dense_s = self._sentence_moments.standardise(vector, similar_s)
        firsts = np.cumsum([0, *(len(item.sentence_rows) for item in stored)])
        best = np.maximum.reduceat(dense_s, firsts[:-1])
        fused = (
            self.weights.lexical * lexical[rows]
            + self.weights.dense * dense
            + self.weights.best_sentence * best
        )
        hits: list[Hit] = []
        for i in np.argsort(-fused, kind="stable")[:count]:
            item = stored[i]
            inside = slice(firsts[i], firsts[i + 1])
            scores = tuple(
                SentenceScores(float(lexical_s[r]), float(d), float(c))
                for r, d, c in zip(
                    item.sentence_rows, dense_s[inside], similar_s[inside], strict=True
                )
            )
            hits.append(
                Hit(
                    document=self.catalogue.document(item.passage.doc_id),
                    passage=item.passage,
                    row=item.row,
                    lexical=float(lexical[item.row]),
                    dense=float(dense[i]),
                    fused=float(fused[i]),
                    similarity=float(similar[i]),
                    sentences=scores,
                )
            )
        return hits
