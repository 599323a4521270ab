"""An opinion on an answer: a verdict, a correction, and the answer it is about. No identity."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from pydantic import Field

from assistant.answer import Answer
from corpus.document import Frozen


class Verdict(StrEnum):
    """What somebody thinks of an answer, from the gravest to the kindest."""

    WRONG = "faux"
    UNSUPPORTED = "source_absente"
    INCOMPLETE = "incomplet"
    OUTDATED = "perime"
    UNREADABLE = "incomprehensible"
    USEFUL = "utile"

    @property
    def label(self) -> str:
        """The verdict in French, as a person chooses it."""
        return _LABELS[self]


_LABELS = {
    Verdict.WRONG: "C'est faux",
    Verdict.UNSUPPORTED: "La source ne dit pas cela",
    Verdict.INCOMPLETE: "C'est incomplet",
    Verdict.OUTDATED: "C'est périmé",
    Verdict.UNREADABLE: "C'est incompréhensible",
    Verdict.USEFUL: "C'est utile",
}


def _now() -> datetime:
    return datetime.now(UTC)


class Feedback(Frozen):
    """A verdict on the answer to the last of `turns`.

    Who says it is not there, and what they typed was masked before it came here.
    """

    at: datetime = Field(default_factory=_now)
    """When it was given, with a time zone."""
    verdict: Verdict
    correction: str = ""
    """What the answer should have been, in the words of the person; often empty."""
    turns: tuple[str, ...] = Field(min_length=1)
    """The questions of the conversation, the one that is judged last."""
    answer: Answer
    fingerprint: str = ""
    """What identified the content of the index."""
