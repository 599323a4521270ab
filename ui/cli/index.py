"""`balise index`: make the index agree with files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.options import IndexOption
from ui.opening import SHEETS, expected_identity, load_model
from ui.settings import load_settings


def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[CHEMIN]...",
            help="Fichiers et dossiers à lire. Sans rien : les fiches livrées avec Balise.",
            show_default=False,
        ),
    ] = None,
    index: IndexOption = None,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Refait tout, même ce qui n'a pas changé.", show_default=False),
    ] = False,
) -> None:
    """Index the given paths, else the shipped sheets, and say what was done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from index.build import sync

    settings = load_settings(index=index)
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description:<22}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as progress:
        tasks: dict[str, int] = {}

        def told(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=total)
            progress.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]

        waiting = progress.add_task("Préparation", total=None)
        expected = expected_identity(settings)
        progress.remove_task(waiting)
        report = sync(
            paths or [SHEETS],
            settings.index,
            lambda: load_model(settings),
            expected,
            chroma_url=settings.chroma_url,
            rebuild=rebuild,
            on_progress=told,
        )
    out = Console()
    for name, notes in report.warnings.items():
        for note in notes:
            console.print(f"⚠ {Path(name).name} : {note}", style="yellow", markup=False)
    for name, message in report.errors.items():
        console.print(f"✗ {name} : {message}", style="red", markup=False)
    counts = [
        f"{len(items)} {word}{'s' if len(items) > 1 and not word.endswith('s') else ''}"
        for items, word in (
            (report.added, "ajouté"),
            (report.updated, "mis à jour"),
            (report.removed, "retiré"),
            (report.unchanged, "inchangé"),
            (list(report.errors), "illisible"),
        )
        if items
    ]
    out.print(f"Documents : {', '.join(counts)}.", highlight=False)
    out.print(
        f"Index : {report.passages} passages, {report.sentences} phrases, dans {settings.index}",
        highlight=False,
        soft_wrap=True,
    )
