"""The text of an answer, taken apart: what it leads with, what is near, whom to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.wording import say
from ui.page.state import Register
from ui.page.texts import labels


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, and where to look next."""

    text: str
    near: tuple[str, ...] = ()
    whom: str = ""


def refusal_of(answer: Answer, register: Register = Register.ADVISER) -> Refusal:
    """Return the parts of the text of a question that has no answer."""
    text, _, rest = answer.answer.partition(_opening("near", "titles"))
    near = ""
    if rest:
        near, _, whom = rest.partition(_opening("ask_elsewhere", "who"))
    else:
        text, _, whom = text.partition(_opening("ask_elsewhere", "who"))
    titles = re.split(r"(?<=[»)]) ; (?=«)", near.strip().removesuffix("."))
    return Refusal(
        _in_register(text.strip(), register),
        tuple(title for title in titles if title),
        whom.strip().removesuffix("."),
    )


def is_rewritten(answer: Answer) -> bool:
    """Tell whether what was searched is not, but for signs and capitals, what was typed."""
    if answer.status not in {Status.ANSWERED, Status.NOT_FOUND}:
        return False
    return _bare(answer.question) != _bare(answer.understood)


def pieces_of(text: str) -> list[str | int]:
    """Cut a sentence into words and citation numbers, in their order."""
    return [
        int(part[1:-1]) if re.fullmatch(r"\[\d{1,4}\]", part) else part
        for part in re.split(r"(\[\d{1,4}\])", text)
        if part
    ]


def _opening(name: str, value: str) -> str:
    """Return how a text of the assistant begins, before its value."""
    return say(name, **{value: "\0"}).partition("\0")[0]


def _in_register(text: str, register: Register) -> str:
    if register is Register.ADVISER:
        return text
    own = labels("young_assistant")
    return next((said for name, said in own.items() if say(name) == text), text)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
