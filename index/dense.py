"""The dense side of the search: Chroma, through llama-index's vector store."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from corpus.document import BaliseError, Frozen
from index.publish import DamagedIndexError, reading
from index.vectors import Vectors

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

_BATCH = 2000
"""Rows sent to Chroma at once: its own limit is 5,461."""
_HNSW = {"space": "cosine", "ef_construction": 128, "ef_search": 160, "sync_threshold": 2000}
_FOLDER = "chroma"
_FILE = "chroma.json"


class ElsewhereError(BaliseError):
    """The vectors of this index are not in this Chroma."""


class Place(Frozen):
    """Where a generation keeps its vectors: a collection of an embedded Chroma or of a server.

    Each collection of a server has a name of its own, so that many indexes may share it.
    """

    on_server: bool
    collection: str

    @classmethod
    def new(cls, url: str | None) -> Place:
        """Choose a place for a new generation."""
        if url is None:
            return cls(on_server=False, collection="passages")
        return cls(on_server=True, collection=f"balise-{uuid.uuid4().hex}")

    def save(self, generation: Path) -> None:
        """Write it down in the generation's folder."""
        (generation / _FILE).write_text(self.model_dump_json(), "utf-8")

    @classmethod
    def load(cls, generation: Path) -> Place:
        """Read what `save` wrote.

        Raises:
            DamagedIndexError: the file is missing or unreadable.
        """
        with reading(generation):
            return cls.model_validate_json((generation / _FILE).read_text("utf-8"))


class DenseIndex:
    """Nearest passages to a question's vector.

    Open one with `open_dense`, make a new one with `create_dense`.
    """

    def __init__(self, client: Any, collection: Any, url: str | None) -> None:
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._client = client
        self._collection = collection
        self._url = url
        self.store = ChromaVectorStore(chroma_collection=collection)

    def __len__(self) -> int:
        with _explained(self._url):
            return int(self._collection.count())

    def ids(self) -> set[str]:
        """Return the ids of all rows."""
        with _explained(self._url):
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
            with _explained(self._url):
                self.store.add(batch)
            for node in batch:
                node.embedding = None
            if on_progress:
                on_progress(first + len(batch))

    def remove(self, ids: Sequence[str]) -> None:
        """Delete rows by id."""
        for first in range(0, len(ids), _BATCH):
            with _explained(self._url):
                self._collection.delete(ids=list(ids[first : first + _BATCH]))

    def nearest(self, vector: Vectors, count: int) -> list[str]:
        """Return the ids of the `count` passages nearest to `vector`, nearest first."""
        if count < 1:
            return []
        with _explained(self._url):
            found = self._collection.query(
                query_embeddings=[np.asarray(vector, dtype=np.float32)],
                n_results=count,
                include=[],
            )
        return list(found["ids"][0])

    def close(self) -> None:
        """Release the files of an embedded Chroma, or the connection to a server."""
        self._client.close()


def create_dense(generation: Path, url: str | None, like: Path | None = None) -> DenseIndex:
    """Make the collection of a new generation, empty or as a copy of the embedded one of `like`."""
    place = Place.new(url)
    place.save(generation)
    if like is not None and url is None and (like / _FOLDER).is_dir():
        shutil.copytree(like / _FOLDER, generation / _FOLDER)
    client = _client(generation / _FOLDER, url)
    with _closed_on_error(client), _explained(url):
        collection = client.get_or_create_collection(
            place.collection, configuration={"hnsw": _HNSW}, embedding_function=None
        )
        return DenseIndex(client, collection, url)


def open_dense(generation: Path, url: str | None) -> DenseIndex:
    """Open the collection of a finished generation.

    Raises:
        DamagedIndexError: the embedded collection is missing or unreadable.
        ElsewhereError: the vectors are not where `url` says.
        BaliseError: the server doesn't answer.
    """
    place = Place.load(generation)
    if place.on_server != (url is not None):
        raise ElsewhereError(
            f"Les vecteurs de cet index sont dans {_chroma(place.on_server)} et non dans "
            f"{_chroma(not place.on_server)}. Relancez « balise index » pour les y ranger, "
            "ou changez BALISE_CHROMA_URL."
        )
    if url is None and not (generation / _FOLDER / "chroma.sqlite3").is_file():
        raise DamagedIndexError(generation)
    client = _client(generation / _FOLDER, url)
    with _closed_on_error(client), _explained(url):
        collection = client.get_collection(place.collection, embedding_function=None)
        return DenseIndex(client, collection, url)


def _chroma(on_server: bool) -> str:
    return "un serveur Chroma" if on_server else "le Chroma intégré"


def is_stored(generation: Path, url: str | None, rows: int) -> bool:
    """Tell whether the `rows` vectors of a generation are where `url` says.

    An embedded collection is part of its generation: only a server is asked.
    """
    if url is None:
        return not Place.load(generation).on_server
    try:
        with contextlib.closing(open_dense(generation, url)) as dense:
            return len(dense) == rows
    except ElsewhereError:
        return False


def drop_collection(generation: Path, url: str | None) -> None:
    """Delete a generation's collection from its server; nothing to do where there is none.

    Raises:
        BaliseError: the server doesn't answer.
    """
    try:
        place = Place.load(generation)
    except DamagedIndexError:
        return
    if not place.on_server or url is None:
        return
    with (
        contextlib.closing(_client(generation, url)) as client,
        contextlib.suppress(ElsewhereError),
        _explained(url),
    ):
        client.delete_collection(place.collection)


def _client(folder: Path, url: str | None) -> Any:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url is None:
        with _explained(url):
            return chromadb.PersistentClient(str(folder), settings=settings)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if parts.scheme not in {"http", "https"} or not host:
        raise BaliseError(
            f"L'adresse du serveur Chroma « {url} » n'est pas valable : "
            "attendu http://machine:port."
        )
    ssl = parts.scheme == "https"
    try:
        with _explained(url):
            return chromadb.HttpClient(host=host, port=port or 8000, ssl=ssl, settings=settings)
    except ValueError as error:
        raise _no_answer(url) from error


@contextlib.contextmanager
def _explained(url: str | None) -> Iterator[None]:
    """Turn Chroma's errors into ours."""
    from chromadb.errors import ChromaError, NotFoundError
    from httpx import HTTPError

    try:
        yield
    except NotFoundError as error:
        if url is None:
            raise _unusable(error) from error
        raise ElsewhereError(
            f"Le serveur Chroma « {url} » n'a pas les vecteurs de cet index. "
            "Relancez « balise index » pour les y ranger."
        ) from error
    except (ChromaError, HTTPError) as error:
        raise (_unusable(error) if url is None else _no_answer(url)) from error
    except Exception as error:
        if url is None or type(error) is not Exception:
            raise
        raise _no_answer(url) from error  # what the client makes of an answer that isn't Chroma's


def _unusable(error: Exception) -> BaliseError:
    return BaliseError(
        f"Les vecteurs de l'index ne se lisent pas ou ne s'écrivent pas ({error}). "
        "Refaites-le avec « balise index --rebuild »."
    )


def _no_answer(url: str) -> BaliseError:
    return BaliseError(
        f"Le serveur Chroma « {url} » ne répond pas comme il faut. Vérifiez qu'il tourne, "
        "ou retirez BALISE_CHROMA_URL pour utiliser Chroma en local."
    )


@contextlib.contextmanager
def _closed_on_error(client: Any) -> Iterator[None]:
    try:
        yield
    except BaseException:
        client.close()
        raise
