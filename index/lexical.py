"""The lexical side of the search: BM25 over the terms of the French analyser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class LexicalIndex:
    """BM25 scores of rows (passages or sentences) against a question's terms.

    Robertson's BM25 with the idf of Lucene, as implemented by bm25s (Lù, 2024). Rows are
    numbered in the order in which they were given.
    """

    def __init__(self, engine: Any, size: int) -> None:
        self._engine = engine
        self.size = size
        known = engine.vocab_dict if engine is not None else {}
        self.vocabulary = frozenset(term for term in known if term)  # bm25s adds an empty one

    @classmethod
    def build(cls, rows: Sequence[Sequence[str]]) -> LexicalIndex:
        """Index `rows`, each a list of terms as `analyse` gives them."""
        import bm25s

        if not any(rows):
            return cls(None, len(rows))
        engine = bm25s.BM25(k1=1.2, b=0.75)
        engine.index([list(row) for row in rows], show_progress=False)
        return cls(engine, len(rows))

    def scores(self, terms: Sequence[str]) -> Scores:
        """Return the score of every row, shape (size,); zeros when no term is known."""
        known = [term for term in terms if term in self.vocabulary]
        if not known or self._engine is None:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which is made if needed."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._engine is not None:
            self._engine.save(str(folder))
        facts = {"rows": self.size, "terms": len(self.vocabulary)}
        (folder / "rows.json").write_text(json.dumps(facts), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read what `save` wrote. Raises OSError, ValueError or LookupError where it is damaged."""
        import bm25s

        facts = json.loads((folder / "rows.json").read_text("utf-8"))
        loaded = cls(
            bm25s.BM25.load(str(folder), mmap=True) if facts["terms"] else None, facts["rows"]
        )
        if len(loaded.vocabulary) != facts["terms"]:
            raise ValueError("les termes de l'index lexical ne sont pas tous là")
        return loaded
