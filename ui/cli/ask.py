"""`balise ask`: one question, or a file of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.question import check_question
from corpus.document import BaliseError, Frozen
from ui.cli.options import IndexOption, JsonOption
from ui.opening import open_assistant
from ui.settings import load_settings

if TYPE_CHECKING:
    from assistant.answer import Answer

_NO_ANSWER = 3


class BatchLine(Frozen):
    """One line of a batch: the last turn is answered, the earlier ones are the conversation."""

    id: str | None = None
    turns: tuple[str, ...]


def ask(
    question: Annotated[
        str | None,
        typer.Argument(metavar="[QUESTION]", help="La question, entre guillemets.", show_default=False),
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            metavar="FICHIER|-",
            help='Questions en JSON, une par ligne : {"id": …, "turns": [...]}. « - » : entrée standard.',
            show_default=False,
        ),
    ] = None,
) -> None:
    """Answer and leave with 0 when answered, 3 when not."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("Donnez une question entre guillemets, ou --batch FICHIER.")
    settings = load_settings(index=index)
    if batch is not None:
        lines = list(_read_batch(batch))
        assistant = open_assistant(settings)
        for line in lines:
            answer = assistant.ask(line.turns, identifier=line.id)
            _write(answer.model_dump_json())
        return
    check_question(question or "")
    answer = open_assistant(settings).ask(question or "")
    if as_json:
        _write(answer.model_dump_json(indent=2))
    else:
        _show(answer)
    if answer.status.value != "answered":
        raise typer.Exit(_NO_ANSWER)


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _show(answer: Answer) -> None:
    from rich.console import Console

    from ui.cli.render import render

    render(answer, Console())


def _read_batch(source: str) -> Iterator[BatchLine]:
    """Yield the lines of a batch; all are checked before the first is answered.

    Raises:
        BaliseError: the file is missing or not UTF-8, or a line is not of the form asked.
    """
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8")
    except FileNotFoundError as error:
        raise BaliseError(f"Le fichier « {source} » n'existe pas.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BaliseError(f"Le fichier « {source} » ne se lit pas : {error}.") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            identifier = raw.get("id")
            turns = raw["turns"]
            if not turns or not all(isinstance(turn, str) for turn in turns):
                raise TypeError
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BaliseError(
                f"Ligne {number} de « {source} » : attendu "
                '{"id": "…", "turns": ["question", …]}.'
            ) from error
        yield BatchLine(id=None if identifier is None else str(identifier), turns=tuple(turns))
