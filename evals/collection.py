"""A set of texts as files, and a real index over them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import platformdirs

from evals.squad import SquadQuestion, SquadSet
from index.build import SyncReport, sync
from index.embedding import Embedder
from index.identity import IndexIdentity

DEFAULT_CACHE = Path(platformdirs.user_cache_dir("balise")) / "evals"


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
    squad: SquadSet, numbers: Sequence[int], folder: Path, embedder: Embedder
) -> SyncReport:
    """Make `folder`/index hold one document for each of these paragraphs."""
    texts = write_paragraphs(squad, numbers, folder / "textes")
    identity = identity_of(embedder)
    files = [texts / paragraph_name(number) for number in numbers]
    return sync(files, folder / "index", lambda: embedder, identity)
