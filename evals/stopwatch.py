"""Where the time of an indexing goes: each stage's own time, without that of the stages inside."""

from __future__ import annotations

import contextlib
import functools
import inspect
import time
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

import index.build
from index.embedding import Embedder
from index.lexical import LexicalIndex
from index.vectors import VectorCache
from index.words import WordList

_P = ParamSpec("_P")
_R = TypeVar("_R")

MODEL = "Modèle de vecteurs"
"""The stage that should take nearly all of the time."""
REST = "Reste"

_STAGES: tuple[tuple[str, object, tuple[str, ...]], ...] = (
    ("Lecture", index.build, ("find_files", "read_document")),
    ("Découpage", index.build, ("split_document",)),
    ("Catalogue", index.build, ("write_catalogue",)),
    ("Analyse du français", index.build, ("analyse",)),
    ("BM25", LexicalIndex, ("build", "save")),
    ("Liste des mots", WordList, ("of", "save")),
    ("Compte des jetons", Embedder, ("count_tokens",)),
    (MODEL, Embedder, ("embed_passages",)),
    ("Cache des vecteurs", VectorCache, ("embed", "keep_only")),
    ("Écriture des vecteurs", index.build, ("save_vectors",)),
    ("Chroma", index.build, ("fill_chroma",)),
    ("Nœuds llama-index", index.build, ("passage_node",)),
    ("Publication", index.build, ("publish",)),
)


class Stopwatch:
    """Adds up the own time of each stage; a stage inside another is not counted twice."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds: dict[str, float] = {}
        self._clock = clock
        self._inside: list[float] = []

    def timed(self, stage: str, function: Callable[_P, _R]) -> Callable[_P, _R]:
        """Return `function`, its own time counted under `stage`."""

        @functools.wraps(function)
        def wrapper(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            self._inside.append(0.0)
            started = self._clock()
            try:
                return function(*args, **kwargs)
            finally:
                spent = self._clock() - started
                self._add(stage, spent - self._inside.pop())
                if self._inside:
                    self._inside[-1] += spent

        return wrapper

    def _add(self, stage: str, seconds: float) -> None:
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds


@contextlib.contextmanager
def watch_indexing(watch: Stopwatch) -> Iterator[None]:
    """Time the stages of `index.build.sync` while the block runs.

    The functions that it calls are wrapped from outside, so that indexing itself carries no
    measuring code.
    """
    with contextlib.ExitStack() as undo:
        for stage, owner, names in _STAGES:
            for name in names:
                stored = inspect.getattr_static(owner, name)
                undo.callback(setattr, owner, name, stored)
                wrapped = watch.timed(stage, getattr(owner, name))
                bound = isinstance(stored, classmethod)
                setattr(owner, name, staticmethod(wrapped) if bound else wrapped)
        yield
