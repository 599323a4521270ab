"""A set of texts as files, and a real index over them."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import platformdirs

from evals.squad import SquadQuestion, SquadSet
from index.build import sync
from index.embedding import Embedder
from index.identity import IndexIdentity

DEFAULT_CACHE = Path(platformdirs.user_cache_dir("balise")) / "evals"
CACHE_FILE = "vectors.sqlite"
"""Name of the vectors kept by an index; the measurements keep theirs in the same way."""


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
    squad: SquadSet, numbers: Sequence[int], folder: Path, embedder: Embedder, cache: Path
) -> Path:
    """Make an index in `folder` with one document for each of these paragraphs; return its path.

    A new index starts from the vectors that `cache` already holds.
    """
    index = folder / "index"
    texts = write_paragraphs(squad, numbers, folder / "textes")
    known = cache / CACHE_FILE
    if known.is_file() and not (index / CACHE_FILE).exists():
        index.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(known, index / CACHE_FILE)
    files = [texts / paragraph_name(number) for number in numbers]
    sync(files, index, lambda: embedder, identity_of(embedder))
    return index
