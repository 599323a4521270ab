"""The documents that cases are asked about, and an index over them that is kept for next time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import corpus
from evals.collection import identity_of, index_paragraphs, paragraph_name
from evals.squad import SquadQuestion, SquadSet
from evals.suite.case import CASES, Case, Proof
from index.build import Progress, read_identity, sync
from index.embedding import Embedder
from index.identity import IndexIdentity
from index.publish import current_generation

SHEETS = Path(corpus.__file__).parent / "sheets"
HOSTILE = CASES / "documents"
"""Documents that hold instructions to the assistant: they are indexed beside the sheets."""
SQUAD_KIND = "squad"


def index_documents(
    paths: Sequence[Path], cache: Path, embedder: Embedder, on_progress: Progress | None = None
) -> Path:
    """Make an index of these files and folders under `cache`, or bring it up to date.

    Raises:
        BaliseError: nothing can be read there.
    """
    named = "\n".join(str(path.resolve()) for path in paths)
    index = cache / f"documents-{hashlib.sha256(named.encode()).hexdigest()[:12]}"
    expected = identity_of(embedder)
    rebuild = _is_of_another_make(index, expected)
    sync(paths, index, lambda: embedder, expected, rebuild=rebuild, on_progress=on_progress)
    return index


def _is_of_another_make(index: Path, expected: IndexIdentity) -> bool:
    """Whether an index kept from another run follows other rules or another model."""
    generation = current_generation(index)
    return generation is not None and read_identity(generation) != expected


def index_shipped(cache: Path, embedder: Embedder, on_progress: Progress | None = None) -> Path:
    """Make the index that the shipped cases are asked on: our sheets and the hostile documents."""
    return index_documents([SHEETS, HOSTILE], cache, embedder, on_progress)


def index_squad(
    squad: SquadSet, cache: Path, embedder: Embedder, on_progress: Progress | None = None
) -> Path:
    """Make an index with one document for each paragraph of a SQuAD file."""
    folder = cache / f"collection-{squad.sha256[:12]}"
    paragraphs = range(len(squad.paragraphs))
    return index_paragraphs(squad, paragraphs, folder, embedder, on_progress=on_progress)


def squad_cases(questions: Sequence[SquadQuestion]) -> tuple[Case, ...]:
    """Turn questions into cases: each accepted answer, where it stands, is enough."""
    return tuple(_squad_case(number, item) for number, item in enumerate(questions, start=1))


def _squad_case(number: int, item: SquadQuestion) -> Case:
    accepted = tuple(dict.fromkeys(text for text, _ in item.answers))
    proofs = tuple(
        Proof(
            document=paragraph_name(item.paragraph),
            quote=text,
            start=start,
            end=start + len(text),
            alternative=True,
        )
        for text, start in dict.fromkeys(item.answers)
    )
    return Case(
        id=f"q{number:05d}",
        kind=SQUAD_KIND,
        turns=(item.text,),
        expect=(accepted,),
        proofs=proofs,
    )
