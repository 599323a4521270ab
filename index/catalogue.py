"""The catalogue of an index: its documents, passages and sentences, in SQLite.

Documents are kept whole, so that a quote can be shown even where the file has moved. Rows of
passages and sentences are numbered from 0, in the order of the vectors and of the BM25 scores.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from corpus.document import Document
from index.passage import Passage

_TABLES = """
CREATE TABLE documents (id TEXT PRIMARY KEY, path TEXT, sha256 TEXT, passages INTEGER, json TEXT);
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT UNIQUE, doc_id TEXT, start INTEGER,
    end INTEGER, page INTEGER, context TEXT, sentences TEXT, first_sentence INTEGER);
CREATE INDEX passages_by_document ON passages (doc_id);
"""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its row, and the row of its first sentence."""

    row: int
    passage: Passage
    first_sentence: int

    @property
    def sentence_rows(self) -> range:
        """Rows of the sentences of this passage."""
        return range(self.first_sentence, self.first_sentence + len(self.passage.sentences))


class Catalogue:
    """Read access to a catalogue. Safe to share between threads that only read."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self.document = lru_cache(maxsize=256)(self._document)
        count = self._db.execute(
            "SELECT count(*), coalesce(max(first_sentence + json_array_length(sentences)), 0)"
            " FROM passages"
        ).fetchone()
        self.passage_count, self.sentence_count = int(count[0]), int(count[1])

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def _document(self, doc_id: str) -> Document:
        row = self._db.execute("SELECT json FROM documents WHERE id = ?", (doc_id,)).fetchone()
        if row is None:
            raise KeyError(doc_id)
        return Document.model_validate_json(row[0])

    def documents(self) -> Iterator[Document]:
        """Yield every document, by path."""
        for (text,) in self._db.execute("SELECT json FROM documents ORDER BY path"):
            yield Document.model_validate_json(text)

    def hashes(self) -> dict[str, tuple[str, str]]:
        """Map each document's path to its (id, sha256)."""
        rows = self._db.execute("SELECT path, id, sha256 FROM documents")
        return {path: (doc_id, sha256) for path, doc_id, sha256 in rows}

    def passage_counts(self) -> dict[str, int]:
        """Map each document's id to its number of passages."""
        return dict(self._db.execute("SELECT id, passages FROM documents"))

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """Return the passages at `rows`, in that order."""
        marks = ",".join("?" * len(rows))
        found = {
            stored.row: stored
            for stored in map(
                _stored,
                self._db.execute(f"SELECT * FROM passages WHERE row IN ({marks})", list(rows)),
            )
        }
        return [found[row] for row in rows]

    def passages_of(self, doc_id: str) -> list[StoredPassage]:
        """Return all passages of a document, in reading order."""
        rows = self._db.execute("SELECT * FROM passages WHERE doc_id = ? ORDER BY row", (doc_id,))
        return [_stored(row) for row in rows]

    def rows_by_id(self) -> dict[str, int]:
        """Map every passage's id to its row."""
        return dict(self._db.execute("SELECT id, row FROM passages"))

    def passage_of_sentence(self) -> list[int]:
        """Return, for each sentence row, the row of its passage."""
        owners: list[int] = []
        query = "SELECT row, json_array_length(sentences) FROM passages ORDER BY row"
        for row, count in self._db.execute(query):
            owners.extend([row] * count)
        return owners


def _stored(row: tuple[int, str, str, int, int, int | None, str, str, int]) -> StoredPassage:
    number, _, doc_id, start, end, page, context, sentences, first = row
    spans = json.loads(sentences)
    passage = Passage(
        doc_id=doc_id,
        start=start,
        end=end,
        sentences=tuple((s[0], s[1]) for s in spans),
        headings=tuple(bool(s[2]) for s in spans),
        leads=tuple((s[3], s[4]) if s[3] >= 0 else None for s in spans),
        page=page,
        context=context,
    )
    return StoredPassage(number, passage, first)


def write_catalogue(path: Path, entries: Iterable[tuple[Document, Sequence[Passage]]]) -> None:
    """Write a new catalogue at `path` from documents and their passages."""
    db = sqlite3.connect(path)
    with db:
        db.executescript(_TABLES)
        row = sentence = 0
        for document, passages in entries:
            db.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?)",
                (
                    document.id,
                    document.path,
                    document.sha256,
                    len(passages),
                    document.model_dump_json(),
                ),
            )
            for passage in passages:
                spans = [
                    [*span, int(heading), *(lead or (-1, -1))]
                    for span, heading, lead in zip(
                        passage.sentences, passage.headings, passage.leads, strict=True
                    )
                ]
                db.execute(
                    "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        row,
                        passage.id,
                        passage.doc_id,
                        passage.start,
                        passage.end,
                        passage.page,
                        passage.context,
                        json.dumps(spans),
                        sentence,
                    ),
                )
                row += 1
                sentence += len(spans)
    db.close()
