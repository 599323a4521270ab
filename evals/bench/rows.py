"""The figures of a run as rows of French tables, for the terminal and the page alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evals.bench.result import REFERENCE, Bench, Latency, Sized, Throughput, ratio
from evals.bench.systems import System
from evals.stopwatch import MODEL
from evals.tables import decimal

COLUMNS = (System.BALISE, System.LLAMA, System.BM25)
HEADINGS = ("Balise", "llama-index", "BM25 seul")
MODEL_SHARE = 0.85
MEDIAN_MS = 150.0
RESIDENT_GB = 1.5
MEDIAN_READ_MS = 350.0
"""What is required of Balise; the last three with 10,000 passages, of a whole answer: without a
reader, then with one."""
_NARROW_SPACE = "\u202f"

Values = dict[System, float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of each system; `reference` is what llama-index gives, to compare with."""

    label: str
    values: Values
    write: Callable[[float], str]
    reference: float | None = None

    def cells(self) -> tuple[str, ...]:
        """Return each system's figure, with its ratio to llama-index's where there is one."""
        return tuple(self._cell(system) for system in COLUMNS)

    def _cell(self, system: System) -> str:
        value = self.values.get(system)
        if value is None:
            return "–"
        compared = ratio(value, self.reference) if system is not REFERENCE else None
        return self.write(value) + (f" ({times(compared)})" if compared is not None else "")


def times(value: float) -> str:
    """Write a ratio with two significant digits: « 0,0041 × », « 0,32 × », « 12 × »."""
    digits = 0 if value >= 10 else 1 if value >= 1 else 2 if value >= 0.1 else 3
    return f"{decimal(value, digits if value >= 0.01 else 4)} ×"


def whole(value: float) -> str:
    """Write a number without decimals, in groups of three figures: « 19 800 »."""
    return f"{value:,.0f}".replace(",", _NARROW_SPACE)


def milliseconds(value: float) -> str:
    """Write a time in ms, with decimals under 10."""
    return f"{whole(value) if value >= 10 else decimal(value, 2 if value < 1 else 1)} ms"


def seconds(value: float) -> str:
    """Write a time in s."""
    return f"{decimal(value, 1) if value >= 0.1 else decimal(value, 3)} s"


def gigabytes(value: float) -> str:
    """Write an amount of memory."""
    return f"{decimal(value, 2)} Go"


def megabytes(value: float) -> str:
    """Write a size on disk."""
    return f"{whole(value) if value >= 10 else decimal(value, 1)} Mo"


def throughput_rows(throughput: dict[System, Throughput]) -> tuple[Row, ...]:
    """Return what indexing with the real model gives."""

    def row(
        label: str, of: Callable[[Throughput], float | None], write: Callable[[float], str]
    ) -> Row:
        return _compared(label, {s: of(t) for s, t in throughput.items()}, write)

    again = [run.again_s for run in throughput[System.BALISE].runs if run.again_s is not None]
    return (
        row("Caractères par seconde", lambda t: t.characters_per_s, whole),
        row("Passages par seconde", lambda t: t.texts_per_s, whole),
        row("Temps de processeur d'un passage", lambda t: t.cpu_ms_per_text, milliseconds),
        Row(
            "Textes donnés au modèle, phrases comprises",
            {s: float(sum(run.encoded for run in t.runs)) for s, t in throughput.items()},
            whole,
        ),
        row("Mémoire, au plus", lambda t: t.peak_gb, gigabytes),
        Row(
            "Seconde indexation, rien de changé",
            {System.BALISE: max(again, default=None)},
            seconds,
        ),
    )


def size_rows(size: Sized) -> tuple[Row, ...]:
    """Return what is measured on one collection."""
    asked = size.latency
    return (
        _compared("Recherche, médiane", _each(asked, lambda t: t.p50_ms), milliseconds),
        _compared("Recherche, 95ᵉ centile", _each(asked, lambda t: t.p95_ms), milliseconds),
        _whole_answer("Réponse entière, médiane", asked, lambda t: t.p50_ms),
        _whole_answer("Réponse entière, 95ᵉ centile", asked, lambda t: t.p95_ms),
        _compared(
            "Temps de processeur, recherche", _each(asked, lambda t: t.cpu_p50_ms), milliseconds
        ),
        _whole_answer("Temps de processeur, réponse", asked, lambda t: t.cpu_p50_ms),
        Row(
            "Vecteur de la question, compris partout",
            dict.fromkeys((System.BALISE, System.LLAMA), size.query_vector_ms),
            milliseconds,
        ),
        _compared("Mémoire résidente, recherche", dict(size.resident_gb), gigabytes),
        Row("dont fichiers projetés", dict(size.mapped_gb), gigabytes),
        Row(
            "Mémoire résidente, réponse entière",
            {System.BALISE: size.resident_gb[System.WHOLE]},
            gigabytes,
            size.resident_gb[REFERENCE],
        ),
        _compared(
            "Démarrage jusqu'à la première réponse",
            {_column(system): value for system, value in size.cold_s.items()},
            seconds,
        ),
        Row(
            "« balise ask » dans un terminal",
            {System.BALISE: size.shell_s},
            seconds,
            size.cold_s[REFERENCE],
        ),
        _compared("Taille sur disque", dict(size.disk_mb), megabytes),
        _compared(
            "Indexation sans le modèle",
            {system: done.seconds for system, done in size.indexing.items()},
            seconds,
        ),
        _compared(
            "Mémoire de cette indexation, au plus",
            {system: done.peak_gb for system, done in size.indexing.items()},
            gigabytes,
        ),
        Row(
            "Seconde indexation, rien de changé",
            {System.BALISE: size.indexing[System.BALISE].again_s},
            seconds,
        ),
    )


def stages(bench: Bench) -> list[tuple[str, float, float]]:
    """Return (stage, seconds, share) of Balise's indexing of the sample, longest first."""
    spent: dict[str, float] = {}
    for run in bench.throughput[System.BALISE].runs:
        for stage, lasted in run.stages_s.items():
            spent[stage] = spent.get(stage, 0.0) + lasted
    total = sum(spent.values())
    rows = [(stage, lasted, lasted / total if total else 0.0) for stage, lasted in spent.items()]
    return sorted(rows, key=lambda row: -row[1])


def model_share(bench: Bench) -> float:
    """Return the model's share of Balise's indexing of the sample."""
    return next((share for stage, _, share in stages(bench) if stage == MODEL), 0.0)


def _compared(label: str, values: Values, write: Callable[[float], str]) -> Row:
    return Row(label, values, write, values.get(REFERENCE))


def _whole_answer(label: str, asked: dict[System, Latency], of: Callable[[Latency], float]) -> Row:
    answered = {System.BALISE: of(asked[System.WHOLE])}
    return Row(label, dict(answered), milliseconds, of(asked[REFERENCE]))


def _each(asked: dict[System, Latency], of: Callable[[Latency], float]) -> Values:
    return {system: of(latency) for system, latency in asked.items()}


def _column(system: System) -> System:
    return System.BALISE if system is System.WHOLE else system
