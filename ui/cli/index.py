"""`balise index`: make the index agree with files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.document import BaliseError
from ui.cli.french import in_french
from ui.cli.options import IndexOption, counted
from ui.opening import SHEETS, expected_identity, load_model
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from index.build import SyncReport


_LONG = 5_000_000
"""Files above this many bytes are announced: their vectors take long."""


def index(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="CHEMIN",
            help="Fichiers et dossiers à lire. Sans rien : les fiches livrées avec Balise, ou avec "
            "--rebuild les documents déjà indexés.",
            show_default=False,
        ),
    ] = None,
    index: IndexOption = None,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help="Refait tout, même ce qui n'a pas changé : après une mise à jour de Balise.",
            show_default=False,
        ),
    ] = False,
) -> None:
    """Index the given paths, else the shipped sheets, and say what was done."""
    from rich.console import Console

    from corpus.library import find_files

    settings = load_settings(index=index)
    indexed = _indexed(settings, needed=rebuild and not paths)
    wanted = paths or (_still_there(indexed) if rebuild else []) or [SHEETS]
    added = _added_from_the_page(settings, indexed)
    files, left_alone = find_files(wanted)
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    for path in files:
        size = path.stat().st_size
        if size > _LONG:
            errors.print(
                f"⚠ {path.name} fait {size / 1e6:.0f} Mo : la première indexation peut durer des "
                "dizaines de minutes. Interrompue, elle reprendra où elle en était.",
                style="yellow",
                markup=False,
            )
    report = _sync([*wanted, *added], settings, rebuild, errors)
    if added:
        errors.print(f"Ajoutés depuis la page et gardés : {counted(len(added), 'document')}.")
    for note in left_alone:
        errors.print(f"- {note}", style="dim", markup=False)
    for name, notes in report.warnings.items():
        for note in notes:
            errors.print(f"⚠ {Path(name).name} : {note}", style="yellow", markup=False)
    for name, message in report.errors.items():
        errors.print(f"✗ {name} : {in_french(message)}", style="red", markup=False)
    typer.echo(f"Documents : {_summary(report)}.")
    typer.echo(
        f"Index : {counted(report.passages, 'passage')}, {counted(report.sentences, 'phrase')}, "
        f"dans {settings.index}"
    )


def _indexed(settings: Settings, *, needed: bool) -> list[Path]:
    """Return the files that the index was made from, none where there is no index.

    Raises:
        BaliseError: the list is `needed` and can't be read.
    """
    from index.catalogue import Catalogue
    from index.publish import current_generation

    generation = current_generation(settings.index)
    if generation is None:
        return []
    try:
        with Catalogue(generation / "catalogue.sqlite") as catalogue:
            return [Path(path) for path in catalogue.hashes()]
    except BaliseError as error:
        if needed:
            raise BaliseError(
                "La liste des documents de cet index est perdue : redonnez-les, avec "
                "« balise index --rebuild CHEMIN »."
            ) from error
        return []


def _still_there(indexed: list[Path]) -> list[Path]:
    """Return what an index is made anew from; the shipped sheets together, new ones included."""
    home = SHEETS.resolve()
    own = [path for path in indexed if path.is_file() and not path.resolve().is_relative_to(home)]
    return [*own, *([SHEETS] if len(own) < sum(path.is_file() for path in indexed) else [])]


def _added_from_the_page(settings: Settings, indexed: list[Path]) -> list[Path]:
    """Return the files that the page added to this index: they are not lost, whatever is asked."""
    from ui.documents.shelf import FOLDER

    place = (settings.data / FOLDER).resolve()
    return [path for path in indexed if path.resolve().is_relative_to(place) and path.is_file()]


def _sync(paths: list[Path], settings: Settings, rebuild: bool, console: Console) -> SyncReport:
    """Index under a progress bar."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    from index.build import sync

    columns = TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), Remaining()
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        tasks = {"Préparation": progress.add_task("Préparation", total=None)}

        def told(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=total)
            progress.update(tasks[step], completed=done, total=total)

        expected = expected_identity(settings)
        progress.remove_task(tasks["Préparation"])
        return sync(
            paths,
            settings.index,
            lambda: load_model(settings),
            expected,
            chroma_url=settings.chroma_url,
            rebuild=rebuild,
            on_progress=told,
        )


def _summary(report: SyncReport) -> str:
    counts = (
        (len(report.added), "ajouté"),
        (len(report.removed), "retiré"),
        (len(report.unchanged), "inchangé"),
        (len(report.errors), "illisible"),
    )
    parts = [counted(number, word) for number, word in counts if number]
    if report.updated:
        parts.insert(bool(report.added), f"{len(report.updated)} mis à jour")
    return ", ".join(parts)
