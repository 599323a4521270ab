"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index", "-i", metavar="DOSSIER", help="Dossier de l'index.", show_default=False
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Écrit du JSON, pour un programme.", show_default=False)
]


def counted(number: int, noun: str) -> str:
    """Return `1 passage`, `2 passages`."""
    return f"{number} {noun}{'s' if number > 1 else ''}"
