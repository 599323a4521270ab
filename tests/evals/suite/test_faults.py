"""The suite can fail: each fault breaks its own gate and fills its own stage of the funnel."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from evals.suite.faults import Fault
from evals.suite.gates import GATES, check_gates, read_gates
from evals.suite.result import Run, Stage
from evals.suite.session import Request, run_suite

LIMIT = 110
OWN = {
    Fault.RETRIEVAL: ("retrieval.recall.5", {Stage.DOCUMENT, Stage.PASSAGE}),
    Fault.RANKING: ("answers.right", {Stage.SENTENCE}),
    Fault.ABSTENTION: ("abstention.recall", {Stage.ANSWERED}),
    Fault.INVENTION: ("abstention.false_abstentions", {Stage.VERIFIER}),
    Fault.VERIFIER: ("citations.fidelity", {Stage.UNFAITHFUL}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of the shipped documents is kept."""
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def run_with(folder: Path) -> Callable[[Fault | None], Run]:
    """Run a sample of the shipped cases with a fault, once for each."""

    @cache
    def run(fault: Fault | None) -> Run:
        return run_suite(Request(limit=LIMIT, fault=fault, reader="off", cache=folder))

    return run


def lost(run: Run, stages: set[Stage]) -> int:
    return sum(count for stage, count in run.metrics.funnel.items() if stage in stages)


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_fails_its_own_gate(run_with: Callable[[Fault | None], Run], fault: Fault) -> None:
    metric, _ = OWN[fault]
    failed = {breach.gate.metric for breach in check_gates(run_with(fault), read_gates(GATES))}
    assert metric in failed


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_fills_its_own_stage_most(
    run_with: Callable[[Fault | None], Run], fault: Fault
) -> None:
    sound = run_with(None)
    risen = {
        other: lost(run_with(fault), stages) - lost(sound, stages)
        for other, (_, stages) in OWN.items()
    }
    assert max(risen, key=lambda other: risen[other]) is fault
    assert risen[fault] >= 10


@pytest.mark.parametrize("fault", [f for f in Fault if f is not Fault.VERIFIER])
def test_whatever_else_breaks_no_quote_is_false(
    run_with: Callable[[Fault | None], Run], fault: Fault
) -> None:
    cited = run_with(fault).metrics.citations
    assert cited.fidelity.value == 1.0
    assert cited.support.value == 1.0


def test_a_run_with_a_fault_says_so(run_with: Callable[[Fault | None], Run]) -> None:
    assert run_with(Fault.RANKING).info.fault == "phrases"
    assert run_with(None).info.fault is None


def test_a_fault_is_the_same_each_time(
    run_with: Callable[[Fault | None], Run], folder: Path
) -> None:
    first = run_with(Fault.RANKING)
    again = run_suite(Request(limit=LIMIT, fault=Fault.RANKING, reader="off", cache=folder))
    assert [r.answer.answer for r in again.results] == [r.answer.answer for r in first.results]
