"""A run built by hand that has one of everything a report shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Claim, Status
from evals.suite.case import Case, CaseFile, Proof
from evals.suite.metrics import measure
from evals.suite.result import CaseResult, Run, RunInfo, SquadScore, Stage

INFO = RunInfo(
    name="cas d'essai",
    created="2025-03-01T14:05:09Z",
    version="0.1.0",
    revision="abc1234+",
    files=(CaseFile(path="cas.jsonl", sha256="f" * 64, count=5),),
    settings={"index": "ici", "search": {"passages": 8}},
    model="e5",
    model_fingerprint="empreinte-du-modele",
    index_fingerprint="empreinte-de-l-index",
    documents=1200,
    passages=34567,
    python="3.11.9",
    cores=2,
    loading_s=2.5,
    elapsed_s=61.0,
)
MakeResult = Callable[..., CaseResult]
MakeRun = Callable[..., Run]


def _result(
    name: str = "cas-1",
    turns: Sequence[str] = ("Où se trouve OVHcloud ?",),
    answer: str = "À Roubaix [1].",
    status: Status = Status.ANSWERED,
    stage: Stage | None = None,
    quote: str = "OVHcloud est à Roubaix.",
    title: str = "Les entreprises du Nord",
    url: str | None = None,
    path: str = "dossier/nord.md",
    confidence: float = 0.8,
    milliseconds: float = 30.0,
    squad: SquadScore | None = None,
    faithful: bool = True,
    missing: tuple[tuple[str, ...], ...] = (),
    forbidden: tuple[str, ...] = (),
    **of_case: Any,
) -> CaseResult:
    expected = {} if of_case.get("abstain") else {"expect": (("Roubaix", "roubaix"),)}
    case = Case(id=name, turns=tuple(turns), **{**expected, **of_case})
    answered = status is Status.ANSWERED
    citation = Citation(
        n=1, doc_id=path, path=path, title=title, quote=quote, start=0, end=len(quote),
        url=url, publisher="Kalyptus", date="2024-03",
    )  # fmt: skip
    return CaseResult(
        case=case,
        answer=Answer(
            question=case.turns[-1],
            understood=case.turns[-1],
            status=status,
            answer=answer,
            claims=(Claim(text=answer, citations=(1,)),) if answered else (),
            citations=(citation,) if answered else (),
            confidence=confidence,
        ),
        right=stage is None,
        stage=stage,
        missing=missing,
        forbidden=forbidden,
        documents=(path,),
        supporting=(stage is None,) if answered and case.relevant else (),
        facts_cited=(stage is None,) if answered and case.relevant else (),
        faithful=(faithful,) if answered else (),
        supported=(True,) if answered else (),
        words=len(answer.split()),
        milliseconds=milliseconds,
        squad=squad,
    )


@pytest.fixture(scope="session")
def make_result() -> MakeResult:
    """Build a result; without anything given, one that is right."""
    return _result


@pytest.fixture(scope="session")
def make_run() -> MakeRun:
    """Build a run of results, measured as a run is; keywords are those of `RunInfo`."""

    def make(*results: CaseResult, **info: Any) -> Run:
        return Run(
            info=INFO.model_copy(update=info), metrics=measure(results, jobs=1), results=results
        )

    return make


@pytest.fixture(scope="session")
def run(make_run: MakeRun) -> Run:
    """Right, silent, wrong, wrongly silent and unfaithful answers, of four kinds."""
    proof = Proof(document="nord.md", quote="OVHcloud est à Roubaix.", start=0, end=23)
    return make_run(
        _result("juste", kind="place", proofs=(proof,), audience="student"),
        _result(
            "silence",
            turns=("Qui dirige la Lune ?",),
            kind="unanswerable",
            abstain=True,
            status=Status.NOT_FOUND,
            answer="Je ne trouve pas.",
            confidence=0.1,
        ),
        _result(
            "faux",
            turns=("Parle-moi d'OVHcloud.", "Où est-ce ?"),
            kind="conversation",
            proofs=(proof,),
            answer="À Gravelines [1].",
            stage=Stage.SENTENCE,
            missing=(("Roubaix", "roubaix"),),
            forbidden=("Gravelines",),
            confidence=0.6,
            milliseconds=45.0,
            never=("Gravelines",),
        ),
        _result(
            "refus",
            kind="place",
            status=Status.NOT_FOUND,
            answer="Je ne trouve pas.",
            stage=Stage.ABSTAINED,
            noise="sms",
            sources=("nord.md",),
        ),
        _result("infidele", kind="maison", faithful=False, stage=Stage.UNFAITHFUL),
    )
