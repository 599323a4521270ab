"""`balise chat`: a conversation in the terminal."""

from __future__ import annotations

import sys

from ui.cli.options import IndexOption
from ui.opening import open_assistant
from ui.settings import load_settings

_LEAVE = {"quitter", "q", "exit", "quit", "au revoir"}
_AFRESH = {"nouveau", "nouvelle conversation"}
_HELP = {"aide", "help", "?"}
_TOLD = "Posez votre question. « nouveau » recommence, « quitter » sort."


def chat(index: IndexOption = None) -> None:
    """Ask and answer until the person leaves."""
    from rich.console import Console

    from assistant.question import QuestionError
    from ui.cli.render import render

    settings = load_settings(index=index)
    console = Console()
    with console.status("Ouverture de l'index…"):
        assistant = open_assistant(settings)
    console.print(_TOLD, style="dim")
    turns: list[str] = []
    while True:
        try:
            said = console.input("[bold cyan]›[/] ").strip()
        except EOFError:
            console.print()
            return
        if not sys.stdin.isatty():
            console.print(said, markup=False, highlight=False)
        word = said.casefold().removeprefix("/")
        if word in _LEAVE:
            return
        if word in _HELP:
            console.print(_TOLD, style="dim")
            continue
        if word in _AFRESH:
            turns.clear()
            console.print("Nouvelle conversation.", style="dim")
            continue
        if not said:
            continue
        try:
            answer = assistant.ask([*turns, said])
        except QuestionError as error:
            console.print(str(error), style="red", markup=False)
            continue
        turns.append(answer.understood)
        render(answer, console)
