"""Typer in French: the words of the help, and what a wrong usage means."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING

from typer import rich_utils
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

if TYPE_CHECKING:
    from typer._click import Context, Parameter

_HELP = "Voir « balise --help »."


def translate_help() -> None:
    """Give French titles to the help's panels."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
    rich_utils.OPTIONS_PANEL_TITLE = "Options"
    rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
    rich_utils.ERRORS_PANEL_TITLE = "Erreur"
    rich_utils.DEFAULT_STRING = "[par défaut : {}]"
    rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"
    rich_utils.RICH_HELP = "Voir [blue]'{command_path} {help_option}'[/] pour l'aide."
    rich_utils.ABORTED_TEXT = "Interrompu."


class FrenchCommand(TyperCommand):
    """A command whose help is in French."""

    def get_usage(self, ctx: Context) -> str:
        """Return the usage line."""
        return _french_usage(super().get_usage(ctx))

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Return the parameters, with what typer writes of them in French."""
        return _french_parameters(super().get_params(ctx))


class FrenchGroup(TyperGroup):
    """A program whose help is in French."""

    def get_usage(self, ctx: Context) -> str:
        """Return the usage line."""
        return _french_usage(super().get_usage(ctx))

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Return the parameters, with what typer writes of them in French."""
        return _french_parameters(super().get_params(ctx))


def _french_usage(usage: str) -> str:
    return usage.replace("Usage: ", "Usage : ", 1)


def _french_parameters(parameters: list[Parameter]) -> list[Parameter]:
    """Translate the help of `--help`; show no Python type, the metavar says what is expected."""
    for parameter in parameters:
        if isinstance(parameter, TyperOption) and "--help" in parameter.opts:
            parameter.help = "Affiche cette aide."
        if isinstance(parameter, TyperArgument):
            parameter.display_type_rich = _no_type  # type: ignore[method-assign]
        elif isinstance(parameter, TyperOption) and parameter.metavar is None:
            parameter.metavar = ""
    return parameters


def _no_type(ctx: Context) -> None:  # noqa: ARG001  # typer calls it with a context
    return None


_SYSTEM = {
    os.strerror(code): french
    for code, french in (
        (errno.EACCES, "accès refusé"),
        (errno.EPERM, "opération interdite"),
        (errno.EROFS, "en lecture seule"),
        (errno.ENOSPC, "disque plein"),
        (errno.ENOENT, "chemin introuvable"),
        (errno.ENOTDIR, "un fichier est à la place d'un dossier"),
        (errno.EISDIR, "c'est un dossier"),
        (errno.EEXIST, "existe déjà"),
        (errno.ENAMETOOLONG, "nom trop long"),
        (errno.EMFILE, "trop de fichiers ouverts"),
    )
}


def in_french(message: str) -> str:
    """Put into French what the operating system says inside a message."""
    for english, french in _SYSTEM.items():
        message = message.replace(english, french)
    return message


def explain_usage(error: TyperException) -> str:
    """Say in French what is wrong with the arguments."""
    kind, message = type(error).__name__, error.format_message()
    subject = getattr(error, "option_name", None) or _subject(error)
    if kind == "NoSuchOption":
        return f"Option inconnue : {subject}. {_near(getattr(error, 'possibilities', None))}{_HELP}"
    if kind == "MissingParameter":
        return f"Il manque {subject}. {_HELP}"
    if command := re.search(r"No such command '(.*?)'", message):
        near = re.findall(r"'([^']+)'", message.partition("Did you mean")[2])
        return f"Commande inconnue : {command.group(1)}. {_near(near)}{_HELP}"
    if message.startswith("Missing command"):
        return f"Il manque une commande. {_HELP}"
    if extra := re.search(r"unexpected extra argument\S* \((.*)\)", message, re.DOTALL):
        return f"Argument en trop : {extra.group(1)}. Une question se met entre guillemets."
    if kind == "BadOptionUsage":
        takes = "n'attend pas de valeur" if "does not take" in message else "attend une valeur"
        return f"L'option {subject} {takes}. {_HELP}"
    if kind == "BadParameter":
        return f"Valeur impossible pour {subject}. {_HELP}" if subject else error.message
    return f"Commande mal formée ({message}). {_HELP}"


def _near(names: list[str] | None) -> str:
    return f"Vouliez-vous dire {' ou '.join(sorted(names))} ? " if names else ""


def _subject(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    options = [o for o in getattr(parameter, "opts", []) if o.startswith("-")]
    return " / ".join(options) if options else f"l'argument {parameter.name.upper()}"
