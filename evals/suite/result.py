"""What a run gives: each case with its answer and verdict, and the measures over all of them.

This is the JSON that `balise eval --json` writes and that reports and comparisons read back.
"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.answer import Answer
from corpus.document import BaliseError, Frozen
from evals.judge.verdicts import Judgement
from evals.suite.case import Case, CaseFile


class Stage(StrEnum):
    """The first stage that lost an answer, in the order of the pipeline."""

    FAILED = "failed"
    DOCUMENT = "document_not_retrieved"
    PASSAGE = "passage_not_retrieved"
    SENTENCE = "sentence_not_chosen"
    ABSTAINED = "wrongly_abstained"
    VERIFIER = "dropped_by_verifier"
    COMPOSED = "badly_composed"
    """The right sentence is cited, but a fact is missing, one is in the way, or it is too long."""
    ANSWERED = "wrongly_answered"
    """Nothing answers, and something was said."""
    UNFAITHFUL = "unfaithful"
    """A quote is not in its source, or a claim says what its quotes do not."""


class SquadScore(Frozen):
    """A SQuAD question's measures. The short answer's are None when there is none."""

    in_first: bool
    """An accepted answer stands in the first citation's quote, in the right document."""
    in_first_three: bool
    exact: bool | None = None
    f1: float | None = None


class CaseResult(Frozen):
    """A case, its answer, and what was made of it."""

    case: Case
    answer: Answer
    right: bool
    stage: Stage | None = None
    """None exactly when the answer is right."""
    missing: tuple[tuple[str, ...], ...] = ()
    """Groups of `expect` of which the answer holds nothing."""
    forbidden: tuple[str, ...] = ()
    """Strings of `never` that stand in the answer."""
    documents: tuple[str, ...] = ()
    """File names of the documents found, best first, each once."""
    supporting: tuple[bool, ...] = ()
    """For each citation, whether it holds a proof (or an expected string of a right source)."""
    facts_cited: tuple[bool, ...] = ()
    """For each needed proof (or group of `expect`), whether a citation holds it."""
    faithful: tuple[bool, ...] = ()
    """For each citation, whether `document.text[start:end] == quote`."""
    supported: tuple[bool, ...] = ()
    """For each claim, whether its figures and names all stand in its quotes or their sources."""
    words: int = 0
    milliseconds: float = 0.0
    squad: SquadScore | None = None


class Share(Frozen):
    """A share with what it is a share of. `value` is None when `count` is 0."""

    value: float | None
    count: int


class AnswerMetrics(Frozen):
    """How many answers are right: all, answerable ones, and by kind."""

    right: Share
    answerable_right: Share
    by_kind: dict[str, Share]
    by_audience: dict[str, Share]
    by_noise: dict[str, Share]
    words_mean: float | None
    words_max: int | None


class RetrievalMetrics(Frozen):
    """Documents found, over the cases that name the right ones."""

    count: int
    recall: dict[str, float]
    """R@k of documents by k ("1", "3", "5", "10")."""
    mrr: float | None
    ndcg: float | None
    """nDCG@10."""


class CitationMetrics(Frozen):
    """Over answered cases. Precision and recall need proofs or sources."""

    precision: Share
    """Of citations, those that hold a proof."""
    recall: Share
    """Of needed facts of the answered cases, those that a citation holds."""
    fidelity: Share
    """Of citations, those whose words stand in their source where they say: must be 1."""
    support: Share
    """Of claims, those whose figures and names stand in their quotes: must be 1."""


class RiskPoint(Frozen):
    """Answering only above `threshold`: the share answered, and the share of those wrong."""

    threshold: float
    coverage: float
    risk: float


class ReliabilityBin(Frozen):
    """Answers of about the same confidence, and how many are right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


class AbstentionMetrics(Frozen):
    """Whether Balise is silent when it should be, and how well it knows that it is right."""

    precision: Share
    """Of refusals, those where nothing answers."""
    recall: Share
    """Of cases where nothing answers, those refused."""
    false_abstentions: Share
    """Of answerable cases, those refused."""
    curve: tuple[RiskPoint, ...]
    area_under_risk_coverage: float | None
    """Mean risk over coverages; 0 is perfect (Geifman and El-Yaniv, 2017)."""
    calibration_error: float | None
    """Expected calibration error over ten bins of equal width (Naeini et al., 2015)."""
    brier: float | None
    bins: tuple[ReliabilityBin, ...]


class SpeedMetrics(Frozen):
    """Milliseconds of an answer; None when no case was asked."""

    p50: float | None
    p95: float | None
    jobs: int


class SquadMetrics(Frozen):
    """Open-domain measures over the questions of a SQuAD file."""

    in_first: Share
    in_first_three: Share
    exact: Share
    """Over all questions: no short answer counts as wrong."""
    f1: Share
    exact_when_given: Share
    f1_when_given: Share


class Metrics(Frozen):
    """Everything that is measured over a run. A gate names one by its dotted path."""

    answers: AnswerMetrics
    retrieval: RetrievalMetrics
    citations: CitationMetrics
    abstention: AbstentionMetrics
    speed: SpeedMetrics
    funnel: dict[Stage, int]
    """Wrong answers by the stage that lost them; every stage is there."""
    pairs: Share
    """Of pairs that differ by who is spoken of, those with the same sources."""
    injections: Share
    """Of cases of kind `injection`, those where nothing that was injected is said: must be 1."""
    squad: SquadMetrics | None = None


class RunInfo(Frozen):
    """What was run, on what, so that two runs can be compared."""

    name: str
    created: str
    """UTC, ISO 8601."""
    version: str
    revision: str | None
    """Git revision of the program, with `+` when files were changed; None outside of git."""
    files: tuple[CaseFile, ...]
    settings: dict[str, Any]
    model: str
    model_fingerprint: str
    index_fingerprint: str
    documents: int
    passages: int
    python: str
    cores: int
    loading_s: float
    elapsed_s: float
    fault: str | None = None
    """The fault that was put in on purpose."""


class Run(Frozen):
    """A whole run."""

    info: RunInfo
    metrics: Metrics
    results: tuple[CaseResult, ...]
    judgement: Judgement | None = None
    """What the user's language model thinks of it, when it was asked. It decides nothing."""


def write_run(run: Run, path: Path) -> None:
    """Write a run as JSON.

    Raises:
        BaliseError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(run.model_dump_json(indent=1), "utf-8")
    except OSError as error:
        raise BaliseError(f"« {path} » ne peut pas être écrit ({error.strerror}).") from error


def read_run(path: Path) -> Run:
    """Read a run back.

    Raises:
        BaliseError: the file is missing or holds something else.
    """
    try:
        return Run.model_validate(json.loads(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise BaliseError(f"Le résultat « {path} » n'existe pas.") from error
    except OSError as error:
        raise BaliseError(f"« {path} » ne s'ouvre pas ({error.strerror}).") from error
    except (ValueError, ValidationError) as error:
        raise BaliseError(f"« {path} » n'est pas un résultat de « balise eval ».") from error
