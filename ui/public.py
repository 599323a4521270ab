"""What leaves this machine: never where its files lie."""

from __future__ import annotations

from pathlib import PurePath

from assistant.answer import Answer


def file_name(path: str) -> str:
    """Return the name of a file: enough to recognise it, without the folders of the server."""
    return PurePath(path.replace("\\", "/")).name


def public_answer(answer: Answer) -> Answer:
    """Return an answer whose citations give the name of their file instead of its path."""
    named = tuple(c.model_copy(update={"path": file_name(c.path)}) for c in answer.citations)
    return answer.model_copy(update={"citations": named})
