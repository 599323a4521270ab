"""A set of texts as files, and a real index over them."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import platformdirs

from evals.squad import SquadQuestion, SquadSet
from index.build import Progress, sync
from index.embedding import Embedder
from index.identity import IndexIdentity

DEFAULT_CACHE = Path(platformdirs.user_cache_dir("balise")) / "evals"
VECTORS = "vectors.sqlite"
"""File of an index that keeps its vectors from one run to the next."""


def positive(text: str) -> int:
    """Read a command-line number that must be 1 or more."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"attendu un nombre d'au moins 1, reçu {value}")
    return value


def identity_of(embedder: Embedder) -> IndexIdentity:
    """Return the identity of an index made by this program with `embedder`."""
    model = embedder.identity
    return IndexIdentity(
        model=model.name, model_fingerprint=model.fingerprint, dimension=model.dimension
    )


def paragraph_name(number: int) -> str:
    """Return the file name of a paragraph, which is also its document's id."""
    return f"p{number:05d}.txt"


def paragraph_number(name: str) -> int:
    """Return the paragraph of a document, from its id."""
    return int(name.removeprefix("p").removesuffix(".txt"))


def gold_document(question: SquadQuestion) -> str:
    """Return the id of the document that answers `question`."""
    return paragraph_name(question.paragraph)


def write_paragraphs(squad: SquadSet, numbers: Iterable[int], folder: Path) -> Path:
    """Write one text file a paragraph in `folder`; files that are right are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path = folder / paragraph_name(number)
        text = squad.paragraphs[number]
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
    return folder


def index_paragraphs(
    squad: SquadSet,
    numbers: Sequence[int],
    folder: Path,
    embedder: Embedder,
    *,
    vectors_of: Path | None = None,
    on_progress: Progress | None = None,
) -> Path:
    """Make an index in `folder` with one document for each of these paragraphs; return its path.

    It is always made anew, so that it follows the rules of the program as they are now; only
    vectors are kept from one run to the next. A first run starts from those of `vectors_of`,
    another index.
    """
    index = folder / "index"
    texts = write_paragraphs(squad, numbers, folder / "textes")
    if vectors_of is not None and not (index / VECTORS).exists():
        index.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(vectors_of / VECTORS, index / VECTORS)
    files = [texts / paragraph_name(number) for number in numbers]
    identity = identity_of(embedder)
    sync(files, index, lambda: embedder, identity, rebuild=True, on_progress=on_progress)
    return index
