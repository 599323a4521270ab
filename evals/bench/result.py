"""What a run of `balise bench` gives: the JSON that it writes, and its ratios to llama-index."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from corpus.document import BaliseError, Frozen
from evals.bench.systems import System
from index.publish import reason

REFERENCE = System.LLAMA
"""The system that the others are compared with."""


class Indexing(Frozen):
    """One indexing, in a process of its own; the model was loaded before the clock started."""

    texts: int
    characters: int
    encoded: int
    """Texts given to the model; Balise also gives it the sentences."""
    seconds: float
    cpu_s: float
    """Processor time, all threads: other work on the machine changes it little."""
    again_s: float | None = None
    """A second sync of the same files; only Balise has one."""
    stages_s: dict[str, float] = Field(default_factory=dict)
    """Seconds by stage; only Balise is watched."""
    peak_gb: float | None = None


class Throughput(Frozen):
    """Indexing with the real model: medians over the repetitions, each on other texts."""

    characters_per_s: float
    texts_per_s: float
    cpu_ms_per_text: float
    peak_gb: float | None
    runs: tuple[Indexing, ...]


class Latency(Frozen):
    """Milliseconds of a warm question: medians, over the repetitions, of their percentiles."""

    p50_ms: float
    p95_ms: float
    cpu_p50_ms: float
    """Processor time, all threads."""
    found: float
    """Share of the questions for which something was found; for a whole answer, something cited."""


class Sized(Frozen):
    """Everything that is measured on a collection of `passages`, by system."""

    passages: int
    indexing: dict[System, Indexing]
    """With imitated vectors: what is measured is all but the model."""
    disk_mb: dict[System, float]
    cold_s: dict[System, float]
    """From the start of a process to its first answer, median; timed once, but for the smallest."""
    shell_s: float | None
    """`balise ask` typed in a shell, median."""
    latency: dict[System, Latency]
    resident_gb: dict[System, float | None]
    mapped_gb: dict[System, float | None]
    """What of `resident_gb` is files mapped into memory, which the system may take back."""
    query_vector_ms: float
    """Milliseconds of a question's vector, median: Balise and llama-index both need it."""
    load: float | None


class BenchInfo(Frozen):
    """What was run and where, so that two runs can be compared."""

    created: str
    """UTC, ISO 8601."""
    versions: dict[str, str]
    model: str
    reader: str | None = None
    """The identity of the reader of whole answers; None: none."""
    processor: str
    cores: int
    documents: str
    real_texts: int
    """Texts that are passages of the documents; the others are sewn from their sentences."""
    encoded_sample: int
    mean_characters: float
    questions: int
    repetitions: int
    seed: int
    load_before: float | None
    load_after: float | None
    elapsed_s: float


class Bench(Frozen):
    """A whole run."""

    info: BenchInfo
    throughput: dict[System, Throughput]
    sizes: tuple[Sized, ...]


def ratio(value: float | None, reference: float | None) -> float | None:
    """Return `value` over `reference`; None where one is unknown, or the reference is 0."""
    return value / reference if value is not None and reference else None


def against_reference(values: dict[System, float | None]) -> dict[System, float | None]:
    """Return the ratio of each value to that of llama-index."""
    return {system: ratio(value, values.get(REFERENCE)) for system, value in values.items()}


def write_file(path: Path, text: str) -> None:
    """Write a report.

    Raises:
        BaliseError: the file cannot be written.
    """
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise BaliseError(f"« {path} » ne peut pas être écrit ({reason(error)}).") from error


def check_writable(path: Path) -> None:
    """Find out before a long run whether `path` can be written, and leave it as it is.

    Raises:
        BaliseError: it cannot.
    """
    existed = path.exists()
    try:
        path.open("ab").close()
        if not existed:
            path.unlink()
    except OSError as error:
        raise BaliseError(f"« {path} » ne peut pas être écrit ({reason(error)}).") from error
