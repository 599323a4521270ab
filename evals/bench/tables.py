"""A run in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evals.bench.notes import conditions, notes
from evals.bench.result import Bench
from evals.bench.rows import HEADINGS, Row, size_rows, stages, throughput_rows, whole
from evals.tables import decimal, percent

_SHORTEST = 0.005
"""Stages under this share are put together."""


def report(bench: Bench) -> Iterator[RenderableType]:
    """Yield what is printed of a run, from top to bottom."""
    repetitions = bench.info.repetitions
    title = f"Indexation avec le modèle : {whole(bench.info.encoded_sample)} passages"
    if repetitions > 1:
        title += f" en {repetitions} parts égales, médianes"
    yield systems_table(title, throughput_rows(bench.throughput))
    yield _stages_table(bench)
    for size in bench.sizes:
        title = f"{whole(size.passages)} passages (charge {decimal(size.load, 1)})"
        yield systems_table(title, size_rows(size))
    yield Text(conditions(bench))
    for note in notes(bench):
        yield Padding(Text(f"• {note}", style="dim"), (0, 0, 0, 2))


def systems_table(title: str, rows: Iterable[Row]) -> Table:
    """Return a table with a column a system."""
    table = Table(title=title, title_justify="left")
    table.add_column("Mesure")
    for heading in HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(row.label, *row.cells())
    return table


def _stages_table(bench: Bench) -> Table:
    table = Table(title="Où va le temps d'une indexation de Balise", title_justify="left")
    table.add_column("Étape")
    table.add_column("Secondes", justify="right")
    table.add_column("Part", justify="right")
    short = 0.0
    rows = stages(bench)
    for stage, lasted, share in rows:
        if share < _SHORTEST:
            short += lasted
        else:
            table.add_row(stage, decimal(lasted, 2), percent(share))
    total = sum(lasted for _, lasted, _ in rows)
    table.add_row("Étapes plus courtes", decimal(short, 2), percent(short / total))
    return table
