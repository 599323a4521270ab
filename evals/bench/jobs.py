"""What the processes of a run do: one indexes, another opens what it made and is asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.document import Frozen
from evals.bench.machine import memory_gb
from evals.bench.result import Indexing
from evals.bench.systems import (
    PassageEmbedder,
    Search,
    System,
    index_folder,
    open_search,
    sync_balise,
)
from evals.bench.texts import read_texts, write_texts
from evals.stopwatch import REST, Stopwatch, watch_indexing

if TYPE_CHECKING:
    from index.embedding import Embedder


_WARM_TEXT = "Le port de Dunkerque compte douze quais."


class Answers(Frozen):
    """Milliseconds of each question, by the clock and of all threads, and what was found."""

    times_ms: tuple[float, ...]
    cpu_ms: tuple[float, ...]
    found: tuple[tuple[str, ...], ...]


@cache
def _model(name: str | None) -> Embedder:
    """Load the model once a process; BM25 never asks for it."""
    from index.embedding import load_embedder

    return load_embedder(name)


def index_with_model(
    system: System, texts: Path, folder: Path, model: str | None, record: Path
) -> Indexing:
    """Index with the real model, and record what it encoded in the folder `record`."""
    from evals.bench.vectors import RecordingEmbedder

    if system is System.BM25:
        return _index(system, texts, folder, None)
    embedder = RecordingEmbedder(_model(model))
    done = _index(system, texts, folder, embedder)
    embedder.known.save(record)
    return done


def index_with_turned(
    system: System, texts: Path, folder: Path, model: str | None, known: Sequence[Path], seed: int
) -> Indexing:
    """Index with vectors turned from those recorded in `known`."""
    from evals.bench.vectors import KnownVectors, TurnedEmbedder
    from index.embedding import identify

    if system is System.BM25:
        return _index(system, texts, folder, None)
    embedder = TurnedEmbedder(identify(model), KnownVectors.load(known), seed)
    return _index(system, texts, folder, embedder)


def _index(system: System, texts: Path, folder: Path, embedder: PassageEmbedder | None) -> Indexing:
    sizes = [len(text) for text in read_texts(texts).values()]
    _warm_up(system, folder, embedder)
    warm = embedder.given if embedder is not None else 0
    watch = Stopwatch()
    with watch_indexing(watch):
        started, computed = time.perf_counter(), time.process_time()
        index_folder(system, texts, folder, embedder)
        seconds, cpu = time.perf_counter() - started, time.process_time() - computed
    stages: dict[str, float] = {}
    again = None
    if system is System.BALISE and embedder is not None:
        stages = {**watch.seconds, REST: seconds - sum(watch.seconds.values())}
        started = time.perf_counter()
        sync_balise(texts, folder, embedder)
        again = time.perf_counter() - started
    return Indexing(
        texts=len(sizes),
        characters=sum(sizes),
        encoded=embedder.given - warm if embedder is not None else 0,
        seconds=seconds,
        cpu_s=cpu,
        again_s=again,
        stages_s=stages,
        peak_gb=memory_gb("VmHWM"),
    )


def _warm_up(system: System, folder: Path, embedder: PassageEmbedder | None) -> None:
    """Index one text elsewhere: what is imported and made once is not indexing."""
    aside = folder.with_name(f"{folder.name}-warm")
    index_folder(system, write_texts([_WARM_TEXT], aside / "textes"), aside / "index", embedder)


@cache
def _opened(system: System, folder: Path, model: str | None, reader: str | None) -> Search:
    return open_search(system, folder, partial(_model, model), reader)


def ask(
    system: System,
    folder: Path,
    model: str | None,
    reader: str | None,
    questions: Sequence[str],
) -> Answers:
    """Ask questions one after the other, of a system that the first call opens."""
    search = _opened(system, folder, model, reader)
    times: list[float] = []
    computing: list[float] = []
    found: list[tuple[str, ...]] = []
    for question in questions:
        started, computed = time.perf_counter(), time.process_time()
        names = search(question)
        times.append(1000 * (time.perf_counter() - started))
        computing.append(1000 * (time.process_time() - computed))
        found.append(tuple(names))
    return Answers(times_ms=tuple(times), cpu_ms=tuple(computing), found=tuple(found))


def encode_questions(model: str | None, questions: Sequence[str]) -> tuple[float, ...]:
    """Return the milliseconds of each question's vector alone."""
    embedder = _model(model)
    times: list[float] = []
    for question in questions:
        started = time.perf_counter()
        embedder.embed_query(question)
        times.append(1000 * (time.perf_counter() - started))
    return tuple(times)
