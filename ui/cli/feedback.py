"""`balise feedback`: the opinions given in the page, to review, to export, to forget."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.document import BaliseError
from ui.cli.french import FrenchCommand, FrenchGroup
from ui.cli.options import JsonOption
from ui.settings import load_settings

if TYPE_CHECKING:
    from ui.feedback.store import FeedbackStore

app = typer.Typer(
    cls=FrenchGroup,
    help="Les avis donnés dans la page : les lire, les exporter, les oublier.",
    no_args_is_help=True,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
)
DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DOSSIER", help="Dossier de ce que la page garde.", show_default=False
    ),
]


@app.command("list", help="Affiche les avis, du plus récent au plus ancien.", cls=FrenchCommand)
def list_opinions(as_json: JsonOption = False, data: DataOption = None) -> None:
    """Show when, what is thought, of which question, and the correction."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    with _opened(data) as store:
        numbered = store.numbered() if store else []
    if as_json:
        rows = [{"id": n, **f.model_dump(mode="json")} for n, f in numbered]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not numbered:
        typer.echo("Aucun avis.")
        return
    table = Table(title=f"{len(numbered)} avis")
    table.title_justify = "left"
    for heading, options in (
        ("N°", {"justify": "right"}), ("Date", {}), ("Avis", {"ratio": 2}),
        ("Question", {"ratio": 4}), ("Correction", {"ratio": 3}),
    ):  # fmt: skip
        table.add_column(heading, **options)
    for number, feedback in reversed(numbered):
        table.add_row(
            str(number),
            f"{feedback.at.astimezone():%d/%m/%Y}",
            feedback.verdict.label,
            Text(feedback.turns[-1]),
            Text(feedback.correction or "—"),
        )
    Console().print(table)


@app.command("export", help="Écrit les avis en cas d'évaluation à relire.", cls=FrenchCommand)
def export(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FICHIER", help="Fichier .jsonl à écrire, ou « - » pour l'écran.",
            show_default=False,
        ),
    ],
    data: DataOption = None,
) -> None:  # fmt: skip
    """Write one case a line, as `balise eval --cases` reads them."""
    from ui.feedback.cases import case_lines

    with _opened(data) as store:
        numbered = store.numbered() if store else []
    if not numbered:
        raise BaliseError("Aucun avis à exporter : personne n'en a encore donné.")
    lines = case_lines(numbered)
    if file == Path("-"):
        typer.echo(lines, nl=False)
        return
    try:
        file.write_text(lines, "utf-8")
    except OSError as error:
        raise BaliseError(f"Impossible d'écrire « {file} » ({error.strerror}).") from error
    typer.echo(
        f"{len(numbered)} cas à relire dans {file} ; "
        f"puis : balise eval --cases {file} --index DOSSIER"
    )


@app.command("forget", help="Efface des avis, pour de bon.", cls=FrenchCommand)
def forget(
    before: Annotated[
        datetime | None,
        typer.Option(
            "--before", formats=["%Y-%m-%d"], metavar="AAAA-MM-JJ",
            help="Efface les avis donnés avant ce jour.", show_default=False,
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Efface tous les avis.", show_default=False)
    ] = False,
    data: DataOption = None,
) -> None:  # fmt: skip
    """Delete opinions and say how many."""
    if (before is None) != everything:
        raise typer.BadParameter("--before AAAA-MM-JJ, ou --all : l'un des deux.")
    with _opened(data) as store:
        gone = store.forget(before.date() if before else None) if store else 0
    typer.echo(f"{gone} avis effacé{'s' if gone > 1 else ''}.")


@contextmanager
def _opened(data: Path | None) -> Iterator[FeedbackStore | None]:
    """Open the opinions; None where there never were any, and then no file is made."""
    from ui.feedback.store import FILE, FeedbackStore

    path = load_settings(data=data).data / FILE
    if not path.exists():
        yield None
        return
    store = FeedbackStore(path)
    try:
        yield store
    finally:
        store.close()
