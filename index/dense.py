"""The dense side of the search: Chroma, through llama-index's vector store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from corpus.document import BaliseError
from index.vectors import Vectors

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

_BATCH = 2000
"""Rows sent to Chroma at once: its own limit is 5,461."""
_HNSW = {"space": "cosine", "ef_construction": 128, "ef_search": 160, "sync_threshold": 2000}


def _client(folder: Path, url: str | None) -> Any:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(str(folder), settings=settings)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BaliseError(
            f"L'adresse du serveur Chroma « {url} » n'est pas valable : "
            "attendu http://machine:port."
        )
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or 8000,
            ssl=parts.scheme == "https",
            settings=settings,
        )
    except ValueError as error:
        raise BaliseError(
            f"Le serveur Chroma « {url} » ne répond pas. Vérifiez qu'il tourne, "
            "ou retirez BALISE_CHROMA_URL pour utiliser Chroma en local."
        ) from error


class DenseIndex:
    """Nearest passages to a question's vector.

    `folder` holds an embedded Chroma; with `url`, a Chroma server holds the collection `name`.
    """

    def __init__(self, folder: Path, name: str, url: str | None = None) -> None:
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._client = _client(folder, url)
        self._name = name
        self._collection = self._client.get_or_create_collection(
            name, configuration={"hnsw": _HNSW}, embedding_function=None
        )
        self.store = ChromaVectorStore(chroma_collection=self._collection)

    def __len__(self) -> int:
        return int(self._collection.count())

    def ids(self) -> set[str]:
        """Return the ids of all rows."""
        return set(self._collection.get(include=[])["ids"])

    def add(
        self,
        nodes: Sequence[TextNode],
        vectors: Vectors,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Store nodes with their vectors, shape (len(nodes), dimension)."""
        for first in range(0, len(nodes), _BATCH):
            batch = list(nodes[first : first + _BATCH])
            for node, vector in zip(batch, vectors[first : first + _BATCH], strict=True):
                node.embedding = vector.tolist()
            self.store.add(batch)
            for node in batch:
                node.embedding = None
            if on_progress:
                on_progress(first + len(batch))

    def remove(self, ids: Sequence[str]) -> None:
        """Delete rows by id."""
        for first in range(0, len(ids), _BATCH):
            self._collection.delete(ids=list(ids[first : first + _BATCH]))

    def nearest(self, vector: Vectors, count: int) -> list[str]:
        """Return the ids of the `count` passages nearest to `vector`, nearest first."""
        if count < 1 or len(self) == 0:
            return []
        found = self._collection.query(
            query_embeddings=[np.asarray(vector, dtype=np.float32)],
            n_results=min(count, len(self)),
            include=[],
        )
        return list(found["ids"][0])

    def drop(self) -> None:
        """Delete the whole collection."""
        self._client.delete_collection(self._name)

    def close(self) -> None:
        """Release the files of an embedded Chroma."""
        close = getattr(self._client, "close", None)
        if close is not None:
            close()


def copy_embedded(source: Path, target: Path) -> None:
    """Copy an embedded Chroma to start the next generation from it."""
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
