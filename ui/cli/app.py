"""The `balise` program: its commands, and what becomes of its errors."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from typing import Annotated

import typer
from typer.exceptions import TyperException

from corpus.document import BaliseError
from ui.cli import ask, chat, index, sources, status
from ui.cli.french import explain_usage, translate_help

app = typer.Typer(
    name="balise",
    help="Des réponses courtes en français, dont chaque mot se vérifie dans une source.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command(name="index", help="Met l'index en accord avec ces fichiers et ces dossiers.")(index.index)
app.command(name="ask", help="Répond à une question, ou à un fichier de questions.")(ask.ask)
app.command(name="chat", help="Ouvre une conversation dans le terminal.")(chat.chat)
app.command(name="sources", help="Liste les documents de l'index.")(sources.sources)
app.command(name="status", help="Dit l'état de l'index, du modèle et des réglages.")(status.status)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"balise {version('balise')}")
        raise typer.Exit


@app.callback()
def _root(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Donne la version.")
    ] = False,
) -> None:
    """Hold the options that come before a command."""


def _quiet() -> None:
    """Keep libraries from talking to the network or over the answer."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    warnings.filterwarnings("ignore")
    logging.getLogger().setLevel(logging.ERROR)


def main() -> None:
    """Run the program.

    Exit codes: 0 done or answered, 1 an error that is explained, 2 wrong usage, 3 no answer.
    """
    _quiet()
    translate_help()
    code: int | None
    try:
        code = app(standalone_mode=False)
    except BaliseError as error:
        code = _complain(str(error), 1)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            code = 2
        else:
            code = _complain(explain_usage(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        code = _complain("Interrompu.", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code or 0)


def _complain(message: str, code: int) -> int:
    typer.secho(message, fg=typer.colors.RED, err=True)
    return code


if __name__ == "__main__":
    main()
