"""Results and runs built by hand, from as little as a test has to say."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Status
from evals.suite.case import Case, CaseFile
from evals.suite.metrics import measure
from evals.suite.result import CaseResult, Run, RunInfo, Stage

INFO = RunInfo(
    name="Essai",
    created="2025-01-01T00:00:00+00:00",
    version="0.1.0",
    revision=None,
    files=(CaseFile(path="cas.jsonl", sha256="0", count=1),),
    settings={},
    model="e5",
    model_fingerprint="m",
    index_fingerprint="i",
    documents=1,
    passages=1,
    python="3.11",
    cores=2,
    loading_s=0.0,
    elapsed_s=0.0,
)


@pytest.fixture(scope="session")
def make_result() -> Callable[..., CaseResult]:
    """Build a result from keywords of `CaseResult`, `Answer` or `Case`, wherever they belong.

    Without any, an answerable case, answered and right. `abstain`, `status` and `right` follow
    from each other where they are not given: refusing is right when nothing answers, and `stage`
    is that of the mistake. `id` is the case's, and is never twice the same unless it is given.
    `answer` may be an `Answer` or just its text.
    """
    numbers = itertools.count(1)

    def make(**given: Any) -> CaseResult:
        of_answer = {k: given.pop(k) for k in Answer.model_fields.keys() & given.keys() - {"id"}}
        of_case = {k: given.pop(k) for k in Case.model_fields.keys() & given.keys()}
        of_case = {"id": f"cas-{next(numbers)}", "turns": ("Où ?",), **of_case}
        if not of_case.get("abstain"):
            of_case = {"expect": (("Lille",),), **of_case}
        case = given.pop("case", None) or Case(**of_case)
        answer = of_answer.get("answer")
        if not isinstance(answer, Answer):
            question = case.turns[-1]
            said = {"answer": "À Lille.", "status": Status.ANSWERED, "confidence": 0.5}
            answer = Answer(**{"question": question, "understood": question, **said, **of_answer})
        refused = answer.status is not Status.ANSWERED
        right = given.setdefault("right", case.abstain == refused)
        if not right:
            given.setdefault("stage", _stage(case, refused))
        return CaseResult(case=case, answer=answer, **given)

    return make


def _stage(case: Case, refused: bool) -> Stage:
    if refused:
        return Stage.COMPOSED if case.abstain else Stage.ABSTAINED
    return Stage.ANSWERED if case.abstain else Stage.COMPOSED


@pytest.fixture(scope="session")
def make_citation() -> Callable[..., Citation]:
    """Build a citation of `quote` (« Lille ») at `start` in the document `doc_id`."""

    def make(doc_id: str = "a.md", start: int = 0, quote: str = "Lille", n: int = 1) -> Citation:
        return Citation(
            n=n,
            doc_id=doc_id,
            path=doc_id,
            title=doc_id,
            quote=quote,
            start=start,
            end=start + len(quote),
        )

    return make


@pytest.fixture(scope="session")
def make_run() -> Callable[..., Run]:
    """Build a run of results, measured as a run is; keywords are those of `RunInfo`."""

    def make(results: Sequence[CaseResult], **info: Any) -> Run:
        return Run(
            info=INFO.model_copy(update=info),
            metrics=measure(results, jobs=1),
            results=tuple(results),
        )

    return make
