"""A language model's opinion on the answers of a run, beside our own verdicts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from evals.judge.agreement import agreement, disagreements
from evals.judge.evaluators import Evaluators, Opinion
from evals.judge.material import question_of
from evals.judge.settings import MAX_TOKENS, TEMPERATURE, JudgeSettings, require_libraries
from evals.judge.texts import prompts
from evals.judge.verdicts import About, JudgedCase, JudgeInfo, Judgement
from evals.suite.abstention import is_refused
from evals.suite.result import CaseResult, Run

_PATIENCE = 3
"""Cases in a row that the server may leave without any answer before the rest is not asked."""
_NOT_ASKED = f"non demandé, le serveur ayant échoué sur {_PATIENCE} cas de suite"


def judge_run(
    run: Run,
    settings: JudgeSettings,
    on_progress: Callable[[int, int], None] | None = None,
) -> Judgement:
    """Ask the judge about every answered case, one after the other.

    It fails case by case: an error stands with its case, and after three cases in a row that the
    server left without an answer the others are not asked.

    Raises:
        BaliseError: the libraries are missing, or refuse the model.
    """
    require_libraries()
    answered = [result for result in run.results if not is_refused(result)]
    told = on_progress or (lambda _done, _total: None)
    cases = asyncio.run(_judge_all(answered, settings, told))
    scores = [case.correctness for case in cases if case.correctness is not None]
    return Judgement(
        info=_describe(settings),
        run=run.info.name,
        run_created=run.info.created,
        cases=tuple(cases),
        errors=sum(case.error is not None for case in cases),
        faithfulness=agreement(cases, About.FAITHFULNESS),
        correctness=agreement(cases, About.CORRECTNESS),
        score_mean=sum(scores) / len(scores) if scores else None,
        disagreements=disagreements(cases),
    )


def _describe(settings: JudgeSettings) -> JudgeInfo:
    return JudgeInfo(
        model=settings.model,
        server=settings.server,
        temperature=TEMPERATURE,
        max_tokens=MAX_TOKENS,
        timeout_s=settings.timeout_s,
        retries=settings.retries,
        library=version("llama-index-core"),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        prompts=prompts(),
    )


async def _judge_all(
    results: Sequence[CaseResult], settings: JudgeSettings, told: Callable[[int, int], None]
) -> list[JudgedCase]:
    from evals.judge.chat_model import open_model

    judged: list[JudgedCase] = []
    failed = 0
    async with open_model(settings) as model:
        evaluators = Evaluators(model, settings)
        for result in results:
            if failed < _PATIENCE:
                faithful = await evaluators.faithful(result)
                score = await evaluators.score(result)
                failed = 0 if faithful.reached or score.reached else failed + 1
            else:
                faithful, score = Opinion(error=_NOT_ASKED), Opinion(error=_NOT_ASKED)
            judged.append(_judged(result, faithful, score))
            told(len(judged), len(results))
    return judged


def _judged(result: CaseResult, faithful: Opinion[bool], score: Opinion[int]) -> JudgedCase:
    reasons = (("Fidélité", faithful.reason), ("Justesse", score.reason))
    return JudgedCase(
        id=result.case.id,
        question=question_of(result.case),
        right=result.right,
        verified=all((*result.faithful, *result.supported)),
        faithful=faithful.value,
        correctness=score.value,
        reason="\n".join(f"{name} : {said}" for name, said in reasons if said),
        error=_error(faithful.error, score.error),
    )


def _error(faithful: str | None, score: str | None) -> str | None:
    if faithful == score:
        return score
    both = (("Fidélité", faithful), ("Justesse", score))
    return " ; ".join(f"{name} : {said}" for name, said in both if said)
