"""Opening what the settings name: the model, the index, the assistant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.identity import IndexIdentity
from ui.settings import Settings

if TYPE_CHECKING:
    from assistant.engine import Assistant
    from index.catalogue import Catalogue
    from index.embedding import Embedder, ModelIdentity
    from index.reader.reading import Reader
    from index.search import Searcher

SHEETS = Path(__file__).parent.parent / "corpus" / "sheets"
"""The sheets that ship with Balise."""


def index_identity(model: ModelIdentity) -> IndexIdentity:
    """Return the identity of an index made with this program and `model`."""
    return IndexIdentity(
        model=model.name, model_fingerprint=model.fingerprint, dimension=model.dimension
    )


def expected_identity(settings: Settings) -> IndexIdentity:
    """Return the identity that an index must have, without loading the model's weights."""
    from index.embedding import identify

    return index_identity(identify(settings.embedding))


def load_model(settings: Settings) -> Embedder:
    """Load the embedding model that the settings name."""
    from index.embedding import load_embedder

    return load_embedder(settings.embedding)


def check_index(settings: Settings) -> None:
    """Refuse a missing or foreign index, without loading the model.

    Raises:
        NoIndexError, WrongIndexError: as they say.
    """
    from index.build import read_identity
    from index.identity import check_identity
    from index.publish import require_generation

    generation = require_generation(settings.index)
    check_identity(read_identity(generation), expected_identity(settings))


def load_reader(settings: Settings) -> Reader | None:
    """Load the reader that the settings name; None when it is off.

    Raises:
        BaliseError: its files are missing or were changed.
    """
    from index.reader.shipped import open_reader

    return open_reader(settings.reader)


def open_searcher(settings: Settings) -> Searcher:
    """Open the index; a missing or foreign one is refused before the model is loaded."""
    from index.search import Searcher

    check_index(settings)
    embedder = load_model(settings)
    expected = expected_identity(settings)
    return Searcher(settings.index, embedder, expected, chroma_url=settings.chroma_url)


def open_catalogue(settings: Settings) -> Catalogue:
    """Open the catalogue of the index alone: no model is needed to list what it holds."""
    from index.catalogue import Catalogue
    from index.publish import require_generation

    return Catalogue(require_generation(settings.index) / "catalogue.sqlite")


def open_assistant(settings: Settings) -> Assistant:
    """Open the index and the assistant that answers from it."""
    from assistant.engine import Assistant

    searcher = open_searcher(settings)
    reader = load_reader(settings)
    return Assistant(searcher, threshold=settings.threshold, reader=reader)
