"""`balise bench`: speed and memory in one run, beside llama-index and BM25 alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.settings import load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from evals.bench.plan import Plan
    from evals.bench.result import Bench

_MOST = 1_000_000
_SHELL = (sys.executable, "-m", "ui.cli.app", "ask")


def bench(
    documents: Annotated[
        Path | None,
        typer.Option(
            "--documents",
            metavar="CHEMIN",
            help="Dossier, fichier, ou jeu SQuAD (.json). Sans lui : les fiches de Balise.",
            show_default=False,
        ),
    ] = None,
    sizes: Annotated[
        str, typer.Option("--sizes", metavar="N,N…", help="Tailles des index, en passages.")
    ] = "1000,10000",
    questions: Annotated[
        int,
        typer.Option(
            "--questions", metavar="N", min=1, help="Questions posées à chaque répétition."
        ),
    ] = 50,
    sample: Annotated[
        int, typer.Option("--sample", metavar="N", min=1, help="Passages vraiment encodés.")
    ] = 1_000,
    repetitions: Annotated[
        int,
        typer.Option("--repetitions", metavar="N", min=1, help="Répétitions de chaque mesure."),
    ] = 3,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Graine des tirages.")] = 0,
    json: Annotated[
        Path | None,
        typer.Option("--json", metavar="FICHIER", help="Écrit les mesures.", show_default=False),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar="FICHIER", help="Écrit une page à ouvrir.", show_default=False
        ),
    ] = None,
) -> None:
    """Index and ask Balise, llama-index's default pipeline and BM25; print their figures."""
    from rich.console import Console

    from evals.bench.page import page
    from evals.bench.plan import Plan
    from evals.bench.result import check_writable, write_file
    from evals.bench.tables import report

    if sample < repetitions:
        raise typer.BadParameter("--sample doit valoir au moins --repetitions.")
    settings = load_settings()
    plan = Plan(
        documents=documents,
        sizes=read_sizes(sizes),
        questions=questions,
        sample=sample,
        repetitions=repetitions,
        seed=seed,
        model=settings.embedding,
        reader=settings.reader,
        shell=_SHELL,
    )
    for path in filter(None, (json, html)):
        check_writable(path)
    measured = _measure(plan, Console(stderr=True))
    if json:
        write_file(json, measured.model_dump_json(indent=1))
    if html:
        write_file(html, page(measured))
    console = Console()
    for part in report(measured):
        console.print(part)


def read_sizes(text: str) -> tuple[int, ...]:
    """Read « 1000,10000 »: different sizes, smallest first.

    Raises:
        typer.BadParameter: something else is written.
    """
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdecimal() and 1 <= int(part) <= _MOST for part in parts):
        raise typer.BadParameter(
            f"Tailles impossibles pour --sizes : « {text} ». Attendu des nombres de 1 à "
            f"{_MOST} séparés par des virgules, comme 1000,10000."
        )
    return tuple(sorted({int(part) for part in parts}))


def _measure(plan: Plan, console: Console) -> Bench:
    """Run under a progress bar."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from evals.bench.run import run_bench

    columns = TextColumn("{task.description:<52}"), BarColumn(bar_width=20), TimeElapsedColumn()
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task("Préparation", total=plan.steps)

        def told(step: str, done: int, total: int) -> None:
            progress.update(task, description=step, completed=done, total=total)

        return run_bench(plan, told)
