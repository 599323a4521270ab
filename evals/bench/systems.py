"""The systems that are compared, each as its user would write it: index a folder, then search it.

Every search returns the ids of the documents found, best first: the names of their files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from evals.bench.texts import read_texts

if TYPE_CHECKING:
    from index.embedding import Embedder, ModelIdentity
    from index.search import Searcher
    from index.vectors import Vectors

Search = Callable[[str], list[str]]

CHUNK_TOKENS, OVERLAP_TOKENS = 1024, 20
LLAMA_TOP = 2
BM25_TOP = 10


class System(StrEnum):
    """What is measured. Balise answers questions in two processes: search only, whole answer."""

    BALISE = "balise"
    WHOLE = "balise-answer"
    LLAMA = "llama-index"
    BM25 = "bm25"


INDEXED = (System.BALISE, System.LLAMA, System.BM25)
"""The systems that make an index; the whole answer is made from that of Balise."""


class PassageEmbedder(Protocol):
    """What indexing needs of a model, and what is counted."""

    identity: ModelIdentity
    given: int
    """Texts encoded so far."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (len(texts), dimension)."""


def index_folder(
    system: System, texts: Path, folder: Path, embedder: PassageEmbedder | None
) -> None:
    """Index the files of `texts` into `folder`; only BM25 does without a model.

    Raises:
        BaliseError: Balise refuses the texts or the folder.
        ValueError: a model is needed.
    """
    if system is System.BM25:
        _index_bm25(texts, folder)
    elif embedder is None:
        raise ValueError("a model is needed")
    elif system is System.LLAMA:
        _index_llama(texts, folder, embedder)
    else:
        sync_balise(texts, folder, embedder)


def open_search(
    system: System, folder: Path, load: Callable[[], Embedder], reader: str | None = None
) -> Search:
    """Open what `index_folder` made; `load` gives the real model, for questions.

    `reader` is the choice of a reader, as `open_reader` takes it, for the whole answer.
    """
    if system is System.BM25:
        return _open_bm25(folder)
    if system is System.LLAMA:
        return _open_llama(folder, load())
    searcher = _open_balise(folder, load())
    if system is System.WHOLE:
        return _whole_answer(searcher, reader)
    return lambda question: [hit.document.id for hit in searcher.search(question)]


def sync_balise(texts: Path, folder: Path, embedder: PassageEmbedder) -> bool:
    """Make Balise's index agree with `texts`; tell whether something had changed."""
    from evals.collection import identity_of
    from index.build import sync

    model = cast("Embedder", embedder)
    return sync([texts], folder, lambda: model, identity_of(model)).changed


def _open_balise(folder: Path, embedder: Embedder) -> Searcher:
    from evals.collection import identity_of
    from index.search import Searcher

    return Searcher(folder, embedder, identity_of(embedder))


def _whole_answer(searcher: Searcher, reader: str | None) -> Search:
    from assistant.engine import Assistant
    from index.reader.shipped import open_reader

    assistant = Assistant(searcher, reader=open_reader(reader))
    return lambda question: [cited.doc_id for cited in assistant.ask(question).citations]


def _index_llama(texts: Path, folder: Path, embedder: PassageEmbedder) -> None:
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter

    from index.llama_embedding import LlamaEmbedding

    documents = [Document(text=text, id_=name) for name, text in read_texts(texts).items()]
    index = VectorStoreIndex.from_documents(
        documents,
        transformations=[SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)],
        embed_model=LlamaEmbedding(cast("Embedder", embedder)),
    )
    index.storage_context.persist(str(folder))


def _open_llama(folder: Path, embedder: Embedder) -> Search:
    from llama_index.core import StorageContext, load_index_from_storage

    from index.llama_embedding import LlamaEmbedding

    storage = StorageContext.from_defaults(persist_dir=str(folder))
    index = load_index_from_storage(storage, embed_model=LlamaEmbedding(embedder))
    retriever = index.as_retriever(similarity_top_k=LLAMA_TOP)
    return lambda question: [found.node.ref_doc_id for found in retriever.retrieve(question)]


def _index_bm25(texts: Path, folder: Path) -> None:
    import bm25s
    import Stemmer

    named = read_texts(texts)
    tokens = bm25s.tokenize(
        list(named.values()),
        stopwords="fr",
        stemmer=Stemmer.Stemmer("french"),
        show_progress=False,
    )
    engine = bm25s.BM25()
    engine.index(tokens, show_progress=False)
    engine.save(str(folder))
    (folder / "names.json").write_text(json.dumps(list(named)), "utf-8")


def _open_bm25(folder: Path) -> Search:
    import bm25s
    import Stemmer

    engine = bm25s.BM25.load(str(folder))
    names: list[str] = json.loads((folder / "names.json").read_text("utf-8"))
    stemmer = Stemmer.Stemmer("french")

    def search(question: str) -> list[str]:
        tokens = bm25s.tokenize(question, stopwords="fr", stemmer=stemmer, show_progress=False)
        rows, _ = engine.retrieve(tokens, k=min(BM25_TOP, len(names)), show_progress=False)
        return [names[row] for row in rows[0]]

    return search
