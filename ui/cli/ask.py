"""`balise ask`: one question, or a file of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.question import QuestionError, check_question
from corpus.document import BaliseError, Frozen
from ui.cli.options import IndexOption, JsonOption
from ui.opening import open_assistant
from ui.settings import load_settings

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.engine import Assistant

_FAILED, _NO_ANSWER = 1, 3
_LINE_FORM = '{"id": "…", "turns": ["question", …]}'


class BatchLine(Frozen):
    """One line of a batch: the last turn is answered, the earlier ones are the conversation."""

    id: str | None = None
    turns: tuple[str, ...]


def ask(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="QUESTION", help="La question, entre guillemets.", show_default=False
        ),
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            metavar="FICHIER|-",
            help=f"Questions en JSON, une par ligne : {_LINE_FORM}. « - » : entrée standard.",
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
            _write(_answer_line(assistant, line).model_dump_json())
        return
    asked = _encodable(question or "")
    check_question(asked)
    answer = open_assistant(settings).ask(asked)
    if as_json:
        _write(answer.model_dump_json(indent=2))
    else:
        _show(answer)
    if answer.status.value != "answered":
        raise typer.Exit(_FAILED if answer.status.value == "failed" else _NO_ANSWER)


def _answer_line(assistant: Assistant, line: BatchLine) -> Answer:
    """Answer one line; a question that cannot be taken is told in its answer: the others go on."""
    from assistant.answer import Answer, Status

    try:
        return assistant.ask(line.turns, identifier=line.id)
    except QuestionError as error:
        asked = line.turns[-1]
        return Answer(
            id=line.id,
            question=asked,
            understood=asked,
            status=Status.UNCLEAR,
            answer=str(error),
        )


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _show(answer: Answer) -> None:
    from rich.console import Console

    from ui.cli.render import render

    render(answer, Console())


def _encodable(text: str) -> str:
    """Replace the lone surrogates that bytes of another encoding, or JSON escapes, leave."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _read_batch(source: str) -> Iterator[BatchLine]:
    """Yield the lines of a batch; all are checked before the first is answered.

    Raises:
        BaliseError: the file is missing or not UTF-8, or a line is not of the form asked.
    """
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise BaliseError(f"Le fichier « {source} » n'existe pas.") from error
    except UnicodeDecodeError as error:
        raise BaliseError(f"Le fichier « {source} » n'est pas en UTF-8.") from error
    except OSError as error:
        raise BaliseError(f"Le fichier « {source} » ne se lit pas ({error.strerror}).") from error
    name = "l'entrée standard" if source == "-" else f"« {source} »"
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _batch_line(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise BaliseError(f"Ligne {number} de {name} : attendu {_LINE_FORM}.") from error


def _batch_line(raw: dict[str, object]) -> BatchLine:
    """Check one line. Raises TypeError, KeyError or AttributeError when it has another form."""
    identifier, turns = raw.get("id"), raw["turns"]
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise TypeError
    known = None if identifier is None else _encodable(str(identifier))
    return BatchLine(id=known, turns=tuple(_encodable(turn) for turn in turns))
