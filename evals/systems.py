"""The retrieval systems that are compared: each gives a question's score of every paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.encoded import EncodedSet
from index.analyser import analyse
from index.fusion import FusionWeights, reciprocal_ranks, standard_scores
from index.lexical import LexicalIndex
from index.vectors import Moments, Vectors

Scores = NDArray[np.float32]
OURS = "Balise : scores réunis, meilleure phrase comprise"


class UsualLexical:
    """BM25 as one writes it with bm25s: its defaults, PyStemmer's French, its French stop words."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        import bm25s

        self._engine = bm25s.BM25()
        self._engine.index([self._tokens(text) for text in paragraphs], show_progress=False)
        self._known = frozenset(self._engine.vocab_dict)
        self._size = len(paragraphs)

    @staticmethod
    def _tokens(text: str) -> list[str]:
        import bm25s
        import Stemmer

        options = {"stopwords": "fr", "stemmer": Stemmer.Stemmer("french")}
        tokens: list[str] = bm25s.tokenize(text, return_ids=False, show_progress=False, **options)[
            0
        ]
        return tokens

    def scores(self, question: str) -> Scores:
        """Return the score of every paragraph; zeros when no word is known."""
        known = [token for token in self._tokens(question) if token in self._known]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)


class Signals:
    """What each signal of `index.search` says of every paragraph, as standard scores."""

    def __init__(self, paragraphs: Sequence[str], encoded: EncodedSet) -> None:
        self._lexical = LexicalIndex.build([analyse(text) for text in paragraphs])
        self._encoded = encoded
        self._passage_moments = Moments.of(encoded.paragraphs)
        self._sentence_moments = Moments.of(encoded.sentences)
        self._size = len(paragraphs)

    def lexical(self, question: str) -> Scores:
        """BM25 with our analyser, not normalised."""
        return self._lexical.scores(analyse(question))

    def dense(self, question: str) -> Scores:
        """Cosine with the paragraph."""
        similar: Scores = self._encoded.paragraphs @ self._encoded.questions[question]
        return similar

    def standard(self, question: str) -> Scores:
        """Return (lexical, dense, best sentence) of every paragraph, shape (paragraphs, 3)."""
        vector: Vectors = self._encoded.questions[question]
        sentences = self._sentence_moments.standardise(vector, self._encoded.sentences @ vector)
        best = np.full(self._size, -np.inf, dtype=np.float32)
        np.maximum.at(best, self._encoded.owners, sentences)
        best[np.isneginf(best)] = sentences.min()
        return np.stack(
            [
                standard_scores(self.lexical(question)),
                self._passage_moments.standardise(vector, self.dense(question)),
                best,
            ],
            axis=1,
        ).astype(np.float32)


def by_rank(*scores: Scores) -> Scores:
    """Fuse by reciprocal ranks: each paragraph's fused score."""
    fused = reciprocal_ranks([np.argsort(-s, kind="stable").tolist() for s in scores])
    result = np.zeros(len(scores[0]), dtype=np.float64)
    result[list(fused)] = list(fused.values())
    return result.astype(np.float32)


def fuse(signals: Scores, weights: FusionWeights) -> Scores:
    """Add up standard scores as `index.search` does."""
    factors = np.asarray([weights.lexical, weights.dense, weights.best_sentence], np.float32)
    fused: Scores = signals @ factors
    return fused


def systems(paragraphs: Sequence[str], encoded: EncodedSet) -> Callable[[str], dict[str, Scores]]:
    """Return a function that gives every system's scores for a question, by the system's name."""
    usual = UsualLexical(paragraphs)
    signals = Signals(paragraphs, encoded)
    weights = FusionWeights()

    def score(question: str) -> dict[str, Scores]:
        plain, ours, dense = (
            usual.scores(question),
            signals.lexical(question),
            signals.dense(question),
        )
        return {
            "BM25 (bm25s, Snowball, mots vides)": plain,
            "BM25 (analyseur de Balise)": ours,
            "Vecteurs seuls": dense,
            "Hybride usuel (fusion des rangs)": by_rank(plain, dense),
            "Fusion des rangs, analyseur de Balise": by_rank(ours, dense),
            OURS: fuse(signals.standard(question), weights),
        }

    return score
