"""`balise ui`: the page, open in a browser, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from corpus.document import BaliseError
from ui.cli.options import IndexOption
from ui.roles import Role
from ui.settings import load_settings


def serve(
    index: IndexOption = None,
    host: Annotated[
        str | None,
        typer.Option(metavar="ADRESSE", help="Adresse où écouter (127.0.0.1).", show_default=False),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            "-p",
            metavar="PORT",
            help="Port où écouter (7860 ; 0 : n'importe lequel).",
            min=0,
            max=65535,
            show_default=False,
        ),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Ouvre aussi le navigateur.", show_default=False)
    ] = False,
    hash_password: Annotated[
        bool,
        typer.Option(
            "--hash-password",
            help="Demande un mot de passe et écrit la ligne du compte, sans rien ouvrir.",
            show_default=False,
        ),
    ] = False,
) -> None:
    """Serve the page and the API, or write the line of an account."""
    if hash_password:
        _account_line()
        return
    settings = load_settings(index=index, host=host, port=port)

    from ui.server.serve import serve as run

    run(settings, say=_say, on_open=_show if open_browser else None)
    _leave()


def _leave() -> None:
    """End the program here, everything being saved and closed.

    The model's native threads outlive Python's own end, and abort the program when they are
    unloaded under it: a stop that went well would look like a crash.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _say(line: str) -> None:
    # On the error stream, so that the output stays free, and at once even into a pipe.
    typer.echo(line, err=True)


def _show(url: str) -> None:
    import webbrowser

    webbrowser.open(url)


def _account_line() -> None:
    """Ask for a name, a role and twice a password; print what goes into the file of accounts."""
    from ui.server.accounts import Account, check_name, check_role
    from ui.server.passwords import hash_password

    name = check_name(_asked("Nom"))
    choices = " ou ".join(role.value for role in Role)
    role = check_role(_asked(f"Rôle ({choices})"))
    password = _asked("Mot de passe", hidden=True)
    if password != _asked("Encore une fois", hidden=True):
        raise BaliseError("Les deux mots de passe sont différents.")
    typer.echo(Account(name, role, hash_password(password)).line)


def _asked(what: str, *, hidden: bool = False) -> str:
    """Ask on the error stream, so that the output holds the line of the account alone."""
    if hidden and sys.stdin.isatty():
        import getpass

        return getpass.getpass(f"{what} : ", stream=sys.stderr)
    typer.echo(f"{what} : ", nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        raise typer.Abort
    return line.rstrip("\r\n") if hidden else line.strip()
