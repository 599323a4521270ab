"""A whole run: documents indexed, cases asked, answers judged and summed up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.document import BaliseError
from evals.collection import DEFAULT_CACHE
from evals.squad import read_squad, sample
from evals.suite.case import CASES, Case, CaseFile, case_files, read_cases
from evals.suite.faults import Fault, open_assistant
from evals.suite.info import describe_run
from evals.suite.metrics import measure
from evals.suite.result import Run
from evals.suite.run import Examiner, run_cases
from evals.suite.subjects import index_documents, index_shipped, index_squad, squad_cases
from index import embedding
from index.embedding import Embedder
from index.reader.shipped import OFF, open_reader, reader_identity

Progress = Callable[[str, int, int], None]
"""Step, done, total."""
_ASKING = "Questions"


@dataclass(frozen=True)
class Request:
    """What to run. Without cases or a SQuAD file, the cases that ship with Balise.

    They are asked on the shipped documents; other cases on `documents` if given, else on `index`;
    the questions of a SQuAD file on its own paragraphs.
    """

    cases: Path | None = None
    squad: Path | None = None
    limit: int | None = None
    seed: int = 0
    index: Path | None = None
    documents: tuple[Path, ...] = ()
    embedding: str | None = None
    chroma_url: str | None = None
    threshold: float | None = None
    reader: str | None = None
    """Folder of a reader's weights, « off », or None for the one that ships with Balise."""
    jobs: int = 1
    fault: Fault | None = None
    cache: Path = field(default=DEFAULT_CACHE)

    @property
    def settings(self) -> dict[str, Any]:
        """What changes the results, to be recorded with them."""
        return {
            "limit": self.limit,
            "seed": self.seed,
            "threshold": self.threshold,
            "reader": reader_identity(self.reader) or OFF,
            "chroma": "serveur" if self.chroma_url else "local",
            "jobs": self.jobs,
        }


@dataclass(frozen=True)
class _Subject:
    name: str
    index: Path
    cases: tuple[Case, ...]
    files: tuple[CaseFile, ...]
    own_index: bool
    """Whether the index is the user's, which may be on a Chroma server."""


def run_suite(request: Request, on_progress: Progress | None = None) -> Run:
    """Run what is asked and return everything that was measured.

    Raises:
        BaliseError: a file cannot be read, a proof is not in its document, or the index cannot
            be opened.
    """
    told = on_progress or (lambda _step, _done, _total: None)
    started = time.perf_counter()
    told("Modèle", 0, 1)
    embedder = embedding.load_embedder(request.embedding)
    subject = _subject(request, embedder, told)
    assistant = open_assistant(
        subject.index,
        embedder,
        threshold=request.threshold,
        chroma_url=request.chroma_url if subject.own_index else None,
        fault=request.fault,
        reader=open_reader(request.reader),
    )
    try:
        examiner = Examiner.of(assistant, squad=request.squad is not None)
        cases = examiner.anchored(subject.cases)
        loaded = time.perf_counter()
        results = run_cases(
            examiner,
            cases,
            jobs=request.jobs,
            on_progress=lambda done, total: told(_ASKING, done, total),
        )
        elapsed = time.perf_counter() - loaded
        info = describe_run(
            subject.name,
            assistant.searcher,
            subject.files,
            request.settings,
            loading_s=loaded - started,
            elapsed_s=elapsed,
            fault=request.fault.value if request.fault else None,
        )
    finally:
        assistant.searcher.close()
    return Run(info=info, metrics=measure(results, request.jobs), results=results)


def _subject(request: Request, embedder: Embedder, told: Progress) -> _Subject:
    if request.squad is not None:
        return _squad_subject(request, request.squad, embedder, told)
    cases, files = read_cases(case_files(request.cases or CASES))
    cases = _limited(cases, request.limit, request.seed)
    name = request.cases.name if request.cases else "Cas de Balise"
    if request.documents:
        index = index_documents(request.documents, request.cache, embedder, told)
    elif request.cases is None:
        index = index_shipped(request.cache, embedder, told)
    elif request.index is not None:
        return _Subject(name, request.index, cases, files, own_index=True)
    else:
        raise BaliseError("Dites sur quels documents poser ces questions : --index ou --documents.")
    return _Subject(name, index, cases, files, own_index=False)


def _squad_subject(request: Request, path: Path, embedder: Embedder, told: Progress) -> _Subject:
    squad = read_squad(path)
    index = index_squad(squad, request.cache, embedder, told)
    questions = sample(squad.questions, request.limit, request.seed)
    read = CaseFile(path=squad.name, sha256=squad.sha256, count=len(squad.questions))
    return _Subject(squad.name, index, squad_cases(questions), (read,), own_index=False)


def _limited(cases: tuple[Case, ...], limit: int | None, seed: int) -> tuple[Case, ...]:
    """Return a sample, in order; a pair that loses one of its members loses nothing else."""
    if limit is None or limit >= len(cases):
        return cases
    import numpy as np

    drawn = np.random.default_rng(seed).choice(len(cases), limit, replace=False)
    return tuple(cases[i] for i in sorted(int(i) for i in drawn))
