"""Asking the cases to an assistant, and judging each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from assistant.answer import Answer, Status
from assistant.engine import Assistant, Trace
from assistant.question import QuestionError
from corpus.document import BaliseError, Document
from evals.suite.case import Case
from evals.suite.result import CaseResult
from evals.suite.target import anchor
from evals.suite.verdict import judge

_DEPTH = 40
"""Passages searched to rank documents: enough for ten documents, most of the time."""
_WARM_UP = 3


@dataclass(frozen=True)
class Examiner:
    """An assistant and the documents that it answers from."""

    assistant: Assistant
    documents: dict[str, Document]
    squad: bool = False

    @classmethod
    def of(cls, assistant: Assistant, *, squad: bool = False) -> Examiner:
        """Read the documents of the assistant's index."""
        documents = {d.id: d for d in assistant.searcher.catalogue.documents()}
        return cls(assistant, documents, squad)

    def anchored(self, cases: Sequence[Case]) -> tuple[Case, ...]:
        """Check that the proofs of every case stand in the index, and give their offsets.

        Raises:
            BaliseError: one does not.
        """
        documents = list(self.documents.values())
        return tuple(anchor(case, documents) for case in cases)

    def examine(self, case: Case) -> CaseResult:
        """Ask one case and judge the answer; documents are ranked off the clock."""
        trace = self._trace(case)
        found = self._found(trace)
        return judge(case, trace, self.documents, found, squad=self.squad)

    def _trace(self, case: Case) -> Trace:
        try:
            return self.assistant.trace(case.turns, identifier=case.id)
        except QuestionError as error:
            return _without_answer(case, Status.UNCLEAR, str(error))
        except BaliseError as error:
            return _without_answer(case, Status.FAILED, str(error))

    def _found(self, trace: Trace) -> list[Document]:
        if trace.question is None or not trace.hits:
            return []
        hits = self.assistant.searcher.search(trace.question.search_text, _DEPTH)
        return list({hit.document.id: hit.document for hit in hits}.values())


def _without_answer(case: Case, status: Status, text: str) -> Trace:
    question = case.turns[-1]
    answer = Answer(id=case.id, question=question, understood=question, status=status, answer=text)
    return Trace(answer)


def run_cases(
    examiner: Examiner,
    cases: Sequence[Case],
    *,
    jobs: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[CaseResult, ...]:
    """Ask the cases, in order, and return their results in the same order.

    `jobs` questions are answered at the same time: the run is shorter where there are cores to
    spare, and each answer slower, so that latencies are only those of a quiet machine with 1.
    """
    for case in cases[:_WARM_UP]:
        examiner.examine(case)
    results: list[CaseResult] = []
    for result in _each(examiner, cases, jobs):
        results.append(result)
        if on_progress:
            on_progress(len(results), len(cases))
    return tuple(results)


def _each(examiner: Examiner, cases: Sequence[Case], jobs: int) -> Iterator[CaseResult]:
    if jobs == 1:
        yield from map(examiner.examine, cases)
        return
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(partial(Examiner.examine, examiner), cases)
