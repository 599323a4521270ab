"""What a run is asked to measure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evals.bench.systems import INDEXED, System

WARM_UP = 5
"""Questions asked before the clock starts: they load word lists and fill caches."""
STARTED = (System.WHOLE, System.LLAMA, System.BM25)
"""The systems whose start is timed up to a first answer."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure.

    `sizes` go from small to large. A start lasts seconds, and minutes with a large index: it is
    repeated for the smallest only. `model` and `reader` are choices as `load_embedder` and
    `open_reader` take them. `shell` is the command line of `balise ask`, to be timed too.
    """

    documents: Path | None = None
    sizes: tuple[int, ...] = (1_000, 10_000)
    questions: int = 50
    sample: int = 1_000
    repetitions: int = 3
    seed: int = 0
    model: str | None = None
    reader: str | None = None
    shell: tuple[str, ...] = ()

    @property
    def steps(self) -> int:
        """The number of steps that a run tells of."""
        started = (len(STARTED) + bool(self.shell)) * (len(self.sizes) - 1 + self.repetitions)
        by_size = len(INDEXED) + len(System) * (1 + self.repetitions) + 1
        return self.repetitions * len(INDEXED) + len(self.sizes) * by_size + started
