"""`--install-completion` and `--show-completion`: the Tab key, in the shell that is named."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script, install

_PROGRAM = "balise"
_VARIABLE = "_BALISE_COMPLETE"


class Shell(StrEnum):
    """The shells that can complete our commands."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


def _show(shell: Shell | None) -> None:
    if shell is not None:
        typer.echo(
            get_completion_script(prog_name=_PROGRAM, complete_var=_VARIABLE, shell=shell.value)
        )
        raise typer.Exit


def _install(shell: Shell | None) -> None:
    if shell is not None:
        name, path = install(shell=shell.value, prog_name=_PROGRAM, complete_var=_VARIABLE)
        typer.echo(f"Complétion pour {name} installée dans {path}. Ouvrez un nouveau terminal.")
        raise typer.Exit


InstallCompletion = Annotated[
    Shell | None,
    typer.Option(
        "--install-completion",
        callback=_install,
        is_eager=True,
        metavar="SHELL",
        help="Installe la complétion (bash, zsh, fish ou powershell).",
        show_default=False,
    ),
]
ShowCompletion = Annotated[
    Shell | None,
    typer.Option(
        "--show-completion",
        callback=_show,
        is_eager=True,
        metavar="SHELL",
        help="Affiche le script de complétion.",
        show_default=False,
    ),
]


def prepare_completion() -> None:
    """Register the shells: typer does it only for its own two options."""
    completion_init()
