"""The JSON of an answer: what `--json`, the page and the evaluation share."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from corpus.document import Frozen, PublisherKind


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    UNCLEAR = "unclear"
    OUT_OF_SCOPE = "out_of_scope"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a question is not answered."""

    MISSING = "missing"
    OTHER_TERRITORY = "other_territory"
    OTHER_PUBLIC = "other_public"
    OUTDATED = "outdated"
    PERSONAL = "personal"
    FILTERED = "filtered"


class Citation(Frozen):
    """The exact words of a source: `document.text[start:end] == quote`, always."""

    n: int = Field(ge=1)
    doc_id: str
    path: str
    url: str | None = None
    title: str
    publisher: str = ""
    publisher_kind: PublisherKind = PublisherKind.UNKNOWN
    date: str = ""
    """ISO date of the source, as precise as it is known; empty when it is not dated."""
    date_inferred: bool = False
    territory: tuple[str, ...] = ()
    page: int | None = None
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    score: float = 0.0


class Claim(Frozen):
    """A sentence of the answer and the numbers of the citations under it."""

    text: str
    citations: tuple[int, ...]


class Short(Frozen):
    """The exact words asked for: `document.text[start:end]` in the document of `citation`."""

    text: str
    citation: int
    start: int
    end: int


class Conflict(Frozen):
    """Sources that give different values for one thing, newest first."""

    about: str
    values: tuple[str, ...]
    citations: tuple[int, ...]


class ForEach(Frozen):
    """What answers for one of the years or places that a question asks of at once."""

    label: str
    """The year or the place, in the question's words."""
    value: str = ""
    """The exact words asked for; empty when only the whole quote answers."""
    citation: int


class Timings(Frozen):
    """Milliseconds spent."""

    search: float = 0.0
    total: float = 0.0


class Answer(Frozen):
    """An answer, or why there is none."""

    id: str | None = None
    question: str
    understood: str
    """The question as it was searched: rewritten when it followed another one."""
    status: Status
    reason: Reason | None = None
    short: Short | None = None
    answer: str
    """Text for a person, in French, with [n] where a citation supports it."""
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    compared: tuple[ForEach, ...] = ()
    """One for each year or place, in the order of the question; empty for most questions."""
    related: tuple[str, ...] = ()
    confidence: float = Field(default=0.0, ge=0, le=1)
    mode: str = "extractive"
    timings_ms: Timings = Timings()
