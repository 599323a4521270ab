"""The `balise` program: its commands, and what becomes of its errors."""

from __future__ import annotations

import io
import logging
import os
import sys
import warnings
from typing import Annotated

import typer
from typer.exceptions import TyperException

from corpus.document import BaliseError
from ui.cli import ask, bench, chat, evaluate, feedback, index, serve, sources, status
from ui.cli.completion import InstallCompletion, ShowCompletion, prepare_completion
from ui.cli.french import FrenchCommand, FrenchGroup, explain_usage, in_french, translate_help

_INTERRUPTED = 130

app = typer.Typer(
    name="balise",
    cls=FrenchGroup,
    help="Des réponses courtes en français, dont chaque mot se vérifie dans une source.",
    no_args_is_help=True,
    add_completion=False,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for _name, _function, _help in (
    ("index", index.index, "Met l'index en accord avec ces fichiers et ces dossiers."),
    ("ask", ask.ask, "Répond à une question, ou à un fichier de questions."),
    ("chat", chat.chat, "Ouvre une conversation dans le terminal."),
    ("ui", serve.serve, "Ouvre la page et l'API, jusqu'à Ctrl-C."),
    ("sources", sources.sources, "Liste les documents de l'index."),
    ("eval", evaluate.evaluate, "Pose des cas dont la réponse est connue et mesure les réponses."),
    ("bench", bench.bench, "Mesure la vitesse et la mémoire, à côté de llama-index et de BM25."),
    ("status", status.status, "Dit l'état de l'index, du modèle et des réglages."),
):
    app.command(name=_name, help=_help, cls=FrenchCommand)(_function)
app.add_typer(feedback.app, name="feedback")


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
    _install: InstallCompletion = None,
    _script: ShowCompletion = None,
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


def _tolerant_streams() -> None:
    """Replace what the terminal cannot show, and what it sends in another encoding."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def main() -> None:
    """Run the program.

    Exit codes: 0 done or answered, 1 an error that is explained, 2 wrong usage, 3 no answer.
    """
    _quiet()
    _tolerant_streams()
    translate_help()
    prepare_completion()
    code: int | None
    try:
        code = app(prog_name="balise", standalone_mode=False)
        if code == _INTERRUPTED:
            _complain("Interrompu.", code)
    except BaliseError as error:
        code = _complain(str(error), 1)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            code = 2
        else:
            code = _complain(explain_usage(error), error.exit_code)
    except typer.Abort:
        code = _complain("Interrompu.", _INTERRUPTED)
    except Exception as error:
        code = _complain(_unexpected(error), 1)
    sys.exit(code or 0)


def _complain(message: str, code: int) -> int:
    typer.secho(in_french(message), fg=typer.colors.RED, err=True)
    return code


def _unexpected(error: Exception) -> str:
    """Say that Balise itself is at fault, and keep the trace where it can be sent from."""
    import tempfile
    import traceback

    if isinstance(error, OSError):
        where = f" : {error.filename}" if error.filename else "."
        return f"Le système refuse une opération ({error.strerror or error}){where}"
    what = f"{type(error).__name__} : {error}" if str(error) else type(error).__name__
    message = f"Erreur inattendue ({what})."
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="balise-", suffix=".txt", delete=False
        ) as trace:
            traceback.print_exception(error, file=trace)
    except OSError:
        return message
    return f"{message} C'est un défaut de Balise : le détail à signaler est dans {trace.name}"


if __name__ == "__main__":
    main()
