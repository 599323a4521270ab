"""What a judge gives: its opinion on each answer, and how far it agrees with our verdicts."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from corpus.document import Frozen

GOOD_SCORE = 4
"""The least score of an answer that the judge finds right."""


class Prompt(Frozen):
    """A text that was sent, with its placeholders, and the SHA-256 of that text in UTF-8."""

    name: str
    sha256: str
    text: str


class JudgeInfo(Frozen):
    """Who judged, how and when, so that two judgements can be compared."""

    model: str
    server: str
    """Address of the server, without any credentials."""
    temperature: float
    max_tokens: int
    timeout_s: float
    retries: int
    library: str
    """Version of llama-index-core, whose evaluators ask the questions."""
    created: str
    """UTC, ISO 8601."""
    prompts: tuple[Prompt, ...]


class JudgedCase(Frozen):
    """The judge's opinion on one answer. None is what it did not say, never a bad answer."""

    id: str
    question: str
    right: bool
    """Our own verdict on the answer."""
    verified: bool
    """Our own verdict on its quotes and claims: all are true to their sources."""
    faithful: bool | None = None
    """Whether the quotes say all that the answer says; None too when it has no quotes."""
    correctness: int | None = Field(default=None, ge=1, le=5)
    reason: str = ""
    error: str | None = None
    """Why an opinion is missing, in French."""


class Agreement(Frozen):
    """One question put to the judge over all cases, beside our own verdicts."""

    count: int
    """Cases on which the judge has an opinion; the shares are of these."""
    good: float | None
    """Share that the judge finds good."""
    share: float | None
    """Share on which the judge says what we say."""
    kappa: float | None
    """Cohen's kappa: agreement beyond chance (Cohen, 1960).

    None when there is no opinion, or when we and the judge give everything one same verdict.
    """


class About(StrEnum):
    """What the judge was asked."""

    FAITHFULNESS = "faithfulness"
    CORRECTNESS = "correctness"


class Disagreement(Frozen):
    """A case on which the judge and we do not say the same."""

    id: str
    question: str
    about: About
    ours: bool
    judge: bool
    reason: str


class Judgement(Frozen):
    """A whole run as the judge sees it. It changes no verdict and holds up no gate."""

    info: JudgeInfo
    run: str
    """Name of the run that was judged."""
    run_created: str
    cases: tuple[JudgedCase, ...]
    errors: int
    """Cases on which an opinion is missing because the judge failed."""
    faithfulness: Agreement
    correctness: Agreement
    """A score of 4 or 5 is taken as right."""
    score_mean: float | None
    """Mean of the scores that were given, from 1 to 5."""
    disagreements: tuple[Disagreement, ...]
