"""The catalogue of an index: its documents, passages and sentences, in SQLite.

Documents are kept whole, so that a quote can be shown even where the file has moved. Rows of
passages and sentences are numbered from 0, in the order of the vectors and of the BM25 scores.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus.document import Document
from index.passage import Passage
from index.publish import reading

_REMEMBERED = 60_000_000
"""Characters of documents kept in memory: several of 20 MB, or thousands of pages."""

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
    """Read access to a catalogue, safe to share between threads.

    Raises:
        DamagedIndexError: on opening or later, the file is missing or unreadable.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._recent: OrderedDict[str, Document] = OrderedDict()
        self._remembered = 0
        with reading(path.parent):
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
        [(passages, sentences)] = self._fetch(
            "SELECT count(*), coalesce(max(first_sentence + json_array_length(sentences)), 0)"
            " FROM passages"
        )
        self.passage_count, self.sentence_count = int(passages), int(sentences)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _fetch(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with self._lock, reading(self._path.parent):
            return self._db.execute(query, values).fetchall()

    def document(self, doc_id: str) -> Document:
        """Return a document; the last ones asked for are kept, up to `_REMEMBERED` characters.

        Raises:
            KeyError: no document has this id.
        """
        with self._lock:
            if doc_id in self._recent:
                self._recent.move_to_end(doc_id)
                return self._recent[doc_id]
            rows = self._fetch("SELECT json FROM documents WHERE id = ?", (doc_id,))
            if not rows:
                raise KeyError(doc_id)
            document = self._parse(rows[0][0])
            self._recent[doc_id] = document
            self._remembered += len(document.text)
            while self._remembered > _REMEMBERED and len(self._recent) > 1:
                self._remembered -= len(self._recent.popitem(last=False)[1].text)
            return document

    def _parse(self, text: str) -> Document:
        with reading(self._path.parent):
            return Document.model_validate_json(text)

    def documents(self) -> Iterator[Document]:
        """Yield every document, by path."""
        for (doc_id,) in self._fetch("SELECT id FROM documents ORDER BY path"):
            [(text,)] = self._fetch("SELECT json FROM documents WHERE id = ?", (doc_id,))
            yield self._parse(text)

    def hashes(self) -> dict[str, tuple[str, str]]:
        """Map each document's path to its (id, sha256)."""
        rows = self._fetch("SELECT path, id, sha256 FROM documents")
        return {path: (doc_id, sha256) for path, doc_id, sha256 in rows}

    def passage_counts(self) -> dict[str, int]:
        """Map each document's id to its number of passages."""
        return dict(self._fetch("SELECT id, passages FROM documents"))

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """Return the passages at `rows`, in that order."""
        query = "SELECT * FROM passages WHERE row IN (SELECT value FROM json_each(?))"
        fetched = self._fetch(query, (json.dumps(list(rows)),))
        with reading(self._path.parent):
            found = {row[0]: _stored(row) for row in fetched}
            return [found[row] for row in rows]

    def passages_of(self, doc_id: str) -> list[StoredPassage]:
        """Return all passages of a document, in reading order."""
        rows = self._fetch("SELECT * FROM passages WHERE doc_id = ? ORDER BY row", (doc_id,))
        return [_stored(row) for row in rows]

    def rows_of(self, doc_ids: Iterable[str]) -> list[int]:
        """Return the rows of the passages of these documents, in order."""
        query = (
            "SELECT row FROM passages WHERE doc_id IN (SELECT value FROM json_each(?)) ORDER BY row"
        )
        return [row for (row,) in self._fetch(query, (json.dumps(list(doc_ids)),))]

    def rows_by_id(self) -> dict[str, int]:
        """Map every passage's id to its row."""
        return dict(self._fetch("SELECT id, row FROM passages"))

    def sources(self) -> dict[str, tuple[str, str]]:
        """Map every passage's id to the (path, sha256) of its document's file."""
        rows = self._fetch(
            "SELECT passages.id, path, sha256 FROM passages"
            " JOIN documents ON documents.id = passages.doc_id"
        )
        return {passage_id: (path, sha256) for passage_id, path, sha256 in rows}

    def passage_of_sentence(self) -> list[int]:
        """Return, for each sentence row, the row of its passage."""
        owners: list[int] = []
        query = "SELECT row, json_array_length(sentences) FROM passages ORDER BY row"
        for row, count in self._fetch(query):
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
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA journal_mode=OFF")  # a new file, thrown away if this is interrupted
        db.execute("PRAGMA synchronous=OFF")  # and on the disk before it is published
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
