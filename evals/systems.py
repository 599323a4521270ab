"""The retrieval systems that are compared: each gives a question's score of every paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.encoded import OpenedSet
from index.analyser import analyse
from index.fusion import FusionWeights, reciprocal_ranks, standard_scores
from index.vectors import Vectors

Scores = NDArray[np.float32]
OURS = "Balise : scores réunis, meilleure phrase comprise"


class UsualLexical:
    """BM25 as one writes it with bm25s: its defaults, PyStemmer's French, its French stop words."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        import bm25s
        import Stemmer

        self._options = {"stopwords": "fr", "stemmer": Stemmer.Stemmer("french")}
        self._engine = bm25s.BM25()
        self._engine.index(self._tokens(paragraphs), show_progress=False)
        self._known = frozenset(self._engine.vocab_dict)
        self._size = len(paragraphs)

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        import bm25s

        tokens: list[list[str]] = bm25s.tokenize(
            list(texts), return_ids=False, show_progress=False, **self._options
        )
        return tokens

    def scores(self, question: str) -> Scores:
        """Return the score of every paragraph; zeros when no word is known."""
        known = [token for token in self._tokens([question])[0] if token in self._known]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)


class Signals:
    """What each signal of `index.search` says of every passage."""

    def __init__(self, opened: OpenedSet, questions: Mapping[str, Vectors]) -> None:
        self._opened = opened
        self._questions = questions

    def lexical(self, question: str) -> Scores:
        """BM25 with our analyser, not normalised."""
        return self._opened.lexical.scores(analyse(question))

    def dense(self, question: str) -> Scores:
        """Cosine with the passage."""
        similar: Scores = self._opened.passages @ self._questions[question]
        return similar

    def standard(self, question: str) -> Scores:
        """Return the standard scores (lexical, dense, best sentence), shape (passages, 3)."""
        opened, vector = self._opened, self._questions[question]
        sentences = opened.sentence_moments.standardise(vector, opened.sentences @ vector)
        best = np.full(len(opened.passages), -np.inf, dtype=np.float32)
        np.maximum.at(best, opened.passage_of, sentences)
        lexical = standard_scores(self.lexical(question))
        dense = opened.passage_moments.standardise(vector, self.dense(question))
        return np.stack([lexical, dense, best], axis=1).astype(np.float32)

    def by_paragraph(self, scores: Scores) -> Scores:
        """Return the score of each paragraph: that of its best passage."""
        owners = self._opened.paragraph_of
        best = np.full(int(owners.max()) + 1, -np.inf, dtype=np.float32)
        np.maximum.at(best, owners, scores)
        return best


def by_rank(*scores: Scores) -> Scores:
    """Fuse by reciprocal ranks: each row's fused score."""
    fused = reciprocal_ranks([np.argsort(-s, kind="stable").tolist() for s in scores])
    result = np.zeros(len(scores[0]), dtype=np.float32)
    result[list(fused)] = list(fused.values())
    return result


def fuse(signals: Scores, weights: FusionWeights) -> Scores:
    """Add up standard scores as `index.search` does."""
    factors = np.asarray([weights.lexical, weights.dense, weights.best_sentence], np.float32)
    fused: Scores = signals @ factors
    return fused


class Systems:
    """All systems over one question set."""

    def __init__(self, paragraphs: Sequence[str], signals: Signals) -> None:
        self._usual = UsualLexical(paragraphs)
        self._signals = signals
        self._weights = FusionWeights()

    def scores(self, question: str) -> dict[str, Scores]:
        """Return each system's score of every paragraph, by the system's name."""
        signals = self._signals
        usual = self._usual.scores(question)
        lexical = signals.by_paragraph(signals.lexical(question))
        dense = signals.by_paragraph(signals.dense(question))
        ours = fuse(signals.standard(question), self._weights)
        return {
            "BM25 (bm25s, Snowball, mots vides)": usual,
            "BM25 (analyseur de Balise)": lexical,
            "Vecteurs seuls": dense,
            "Hybride usuel (fusion des rangs)": by_rank(usual, dense),
            "Fusion des rangs, analyseur de Balise": by_rank(lexical, dense),
            OURS: signals.by_paragraph(ours),
        }
