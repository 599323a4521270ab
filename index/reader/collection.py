"""An index over all paragraphs, one document each: what questions are searched in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.document import BaliseError
from index.build import Progress, sync
from index.embedding import Embedder
from index.identity import IndexIdentity
from index.reader.piaf import Article, paragraph_name
from index.search import Searcher


def identity_of(embedder: Embedder) -> IndexIdentity:
    """Return the identity of an index made by this program with `embedder`."""
    model = embedder.identity
    return IndexIdentity(
        model=model.name, model_fingerprint=model.fingerprint, dimension=model.dimension
    )


def paragraphs_of(articles: Sequence[Article]) -> list[tuple[int, str]]:
    """Return (number of the article, text) of each paragraph, in order."""
    return [(n, p.context) for n, article in enumerate(articles) for p in article.paragraphs]


def index_articles(
    articles: Sequence[Article], folder: Path, embedder: Embedder, on_progress: Progress | None
) -> Path:
    """Make or refresh the index of all paragraphs in `folder`; return the index's folder."""
    texts = folder / "textes"
    texts.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for number, (_, text) in enumerate(paragraphs_of(articles)):
        path = texts / paragraph_name(number)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
        files.append(path)
    index = folder / "index"
    sync(files, index, lambda: embedder, identity_of(embedder), on_progress=on_progress)
    return index


def open_collection(index: Path, embedder: Embedder, articles: Sequence[Article]) -> Searcher:
    """Open the index of all paragraphs of `articles`.

    Raises:
        BaliseError: there is no index in the folder, or it is of another number of paragraphs.
    """
    searcher = Searcher(index, embedder, identity_of(embedder))
    held, wanted = len(searcher.catalogue.passage_counts()), len(paragraphs_of(articles))
    if held != wanted:
        searcher.close()
        raise BaliseError(f"L'index « {index} » est de {held} textes, et non de {wanted}.")
    return searcher
