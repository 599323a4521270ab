"""Typer in French: titles of the help, and what a wrong usage means."""

from __future__ import annotations

import re

from typer import rich_utils
from typer.exceptions import TyperException


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


def explain_usage(error: TyperException) -> str:
    """Say in French what is wrong with the arguments."""
    name = type(error).__name__
    subject = getattr(error, "option_name", None) or _subject(error)
    if name == "NoSuchOption":
        return f"Option inconnue : {subject}. Voir « balise --help »."
    if name == "MissingParameter":
        return f"Il manque {subject}. Voir « balise --help »."
    command = re.search(r"No such command '(.*?)'", error.format_message())
    if command:
        return f"Commande inconnue : {command.group(1)}. Voir « balise --help »."
    extra = re.search(r"unexpected extra arguments? \((.*?)\)", error.format_message())
    if extra:
        return f"Argument en trop : {extra.group(1)}. Une question se met entre guillemets."
    if name == "BadOptionUsage":
        return f"L'option {subject} attend une valeur."
    if name == "BadParameter":
        return f"Valeur impossible pour {subject}." if subject else error.message
    return f"Commande mal formée ({error.format_message()}). Voir « balise --help »."


def _subject(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    options = [o for o in getattr(parameter, "opts", []) if o.startswith("-")]
    return " / ".join(options) if options else f"l'argument {parameter.name.upper()}"
