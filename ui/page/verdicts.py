"""What became of a question, in words and in shape: never in colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer, Status
from ui.page.state import Register
from ui.page.texts import tell

_HIGH, _MEDIUM = 0.85, 0.65


@dataclass(frozen=True, slots=True)
class Badge:
    """A sign, its words, and the name of its look."""

    sign: str
    words: str
    look: str


def badge_of(answer: Answer, register: Register = Register.ADVISER) -> Badge:
    """Return the badge of an answer."""
    if answer.conflicts:
        return Badge("⚖", tell("conflict", register), "conflict")
    if answer.status is Status.ANSWERED:
        count = len({citation.doc_id for citation in answer.citations})
        name = "verified_one" if count == 1 else "verified_many"
        return Badge("✔", tell(name, register, count=count), "verified")
    sign = "!" if answer.status is Status.FAILED else "?"
    look = "failed" if answer.status is Status.FAILED else "unknown"
    return Badge(sign, tell(answer.status.value, register), look)


def confidence_words(answer: Answer, register: Register = Register.ADVISER) -> str:
    """Return how sure Balise is, for an adviser; nothing for the young, whom it would not help."""
    if register is Register.YOUNG or answer.status is not Status.ANSWERED:
        return ""
    sure = answer.confidence
    name = "high" if sure >= _HIGH else "medium" if sure >= _MEDIUM else "low"
    return tell(f"confidence_{name}")
