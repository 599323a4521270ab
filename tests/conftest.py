"""The real embedding model, and a small index made with it, shared by all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from index.build import SyncReport, sync
from index.embedding import Embedder, load_embedder
from index.identity import IndexIdentity
from index.search import Searcher

DOCUMENTS = {
    "emploi.md": """---
title: L'emploi numérique dans les Hauts-de-France
publisher: Observatoire régional
date: 2024
---

# L'emploi numérique dans les Hauts-de-France

## Les effectifs

En 2024, le numérique emploie 28 433 salariés dans les Hauts-de-France. M. Dupont, etc.,
prévoit une hausse de 3,5 % en 2025.

## Les métiers

Les développeuses et les développeurs web sont les plus recherchés. La cybersécurité recrute.
""",
    "formation.md": """# Se former à Lille

L'école forme chaque année 120 techniciens réseaux à Lille. La formation dure neuf mois et
elle est gratuite pour les demandeurs d'emploi.

Pièces à fournir :
- un curriculum vitae ;
- une lettre de motivation.
""",
    "agriculture.txt": (
        "La betterave\n\nLa betterave sucrière occupe les champs de la Somme. "
        "Sa récolte commence en septembre.\n"
    ),
}
"""What the small index holds."""


@dataclass
class Recorder:
    """The real model, and the texts that were given to it."""

    embedder: Embedder
    loads: int = 0
    texts: list[str] = field(default_factory=list)

    def load(self) -> Embedder:
        """Stand for `load_embedder`, counting."""
        self.loads += 1
        return self  # type: ignore[return-value]

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed with the real model."""
        self.texts.extend(texts)
        return self.embedder.embed_passages(texts)


@dataclass
class Workspace:
    """A folder of documents and the index made from it."""

    documents: Path
    index: Path
    recorder: Recorder
    identity: IndexIdentity

    def write(self, **contents: str) -> None:
        """Write documents; `a_md="…"` is the file `a.md`."""
        for name, text in contents.items():
            (self.documents / name.replace("_", ".")).write_text(text, "utf-8")

    def sync(
        self,
        *paths: Path,
        identity: IndexIdentity | None = None,
        rebuild: bool = False,
        chroma_url: str | None = None,
        on_progress: Callable[[str, int, int], None] | None = None,
    ) -> SyncReport:
        """Make the index agree with the documents, forgetting what was recorded before."""
        self.recorder.loads = 0
        self.recorder.texts.clear()
        return sync(
            paths or [self.documents],
            self.index,
            self.recorder.load,
            identity or self.identity,
            rebuild=rebuild,
            chroma_url=chroma_url,
            on_progress=on_progress,
        )

    def open(self, chroma_url: str | None = None) -> Searcher:
        """Open the index."""
        return Searcher(self.index, self.recorder.embedder, self.identity, chroma_url=chroma_url)

    def best(self, question: str, chroma_url: str | None = None) -> str:
        """Return the words of the best passage."""
        searcher = self.open(chroma_url)
        try:
            return searcher.search(question, 1)[0].text
        finally:
            searcher.close()

    def generations(self) -> list[str]:
        """Return the names of the generations on the disk."""
        return sorted(path.name for path in (self.index / "generations").iterdir())


settings.register_profile("balise", deadline=None)
settings.load_profile("balise")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder()


@pytest.fixture(scope="session")
def identity(embedder: Embedder) -> IndexIdentity:
    return identity_of(embedder)


def identity_of(embedder: Embedder) -> IndexIdentity:
    """Return the identity of an index made with this program and this model."""
    model = embedder.identity
    return IndexIdentity(
        model=model.name, model_fingerprint=model.fingerprint, dimension=model.dimension
    )


@pytest.fixture
def workspace(tmp_path: Path, embedder: Embedder, identity: IndexIdentity) -> Workspace:
    """An empty folder of documents and no index yet."""
    documents = tmp_path / "documents"
    documents.mkdir()
    return Workspace(documents, tmp_path / "index", Recorder(embedder), identity)


@pytest.fixture(scope="session")
def small_index(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, identity: IndexIdentity
) -> Workspace:
    """An index of `DOCUMENTS`, for tests that only read."""
    home = tmp_path_factory.mktemp("small")
    documents = home / "documents"
    documents.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text, "utf-8")
    built = Workspace(documents, home / "index", Recorder(embedder), identity)
    built.sync()
    return built


@pytest.fixture(scope="session")
def searcher(small_index: Workspace) -> Iterator[Searcher]:
    """The small index, opened."""
    opened = small_index.open()
    yield opened
    opened.close()
