"""llama-index's two evaluators, asked in French.

`FaithfulnessEvaluator` takes any answer with "yes" in it for a pass, and `CorrectnessEvaluator`
any number for a score, so that only what the model wrote is taken from them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from evals.judge.material import contexts_of, question_of, reference_of
from evals.judge.reading import read_score, read_yes_no
from evals.judge.settings import JudgeSettings
from evals.judge.texts import CORRECTNESS, FAITHFULNESS, FAITHFULNESS_MORE, prompt
from evals.suite.result import CaseResult

if TYPE_CHECKING:
    from evals.judge.chat_model import ChatModel

_T = TypeVar("_T")
_SHOWN = 80
_LLAMA_INDEX_EMPTY = "Empty Response"


@dataclass(frozen=True)
class Opinion(Generic[_T]):
    """What the judge says to one question. No value and no error: there was nothing to ask."""

    value: _T | None = None
    reason: str = ""
    error: str | None = None
    reached: bool = False
    """Whether the server answered, with anything."""


class Evaluators:
    """Both evaluators over one opened model."""

    def __init__(self, model: ChatModel, settings: JudgeSettings) -> None:
        """Give the evaluators our texts."""
        from llama_index.core.evaluation import CorrectnessEvaluator, FaithfulnessEvaluator
        from llama_index.core.prompts import PromptTemplate

        self._settings = settings
        # As a plain string, the first template would be replaced by the English one.
        self._faithfulness = FaithfulnessEvaluator(
            llm=model,
            eval_template=PromptTemplate(prompt(FAITHFULNESS).text),
            refine_template=PromptTemplate(prompt(FAITHFULNESS_MORE).text),
        )
        self._correctness = CorrectnessEvaluator(
            llm=model,
            eval_template=PromptTemplate(prompt(CORRECTNESS).text),
            parser_function=lambda written: (None, written),
        )

    async def faithful(self, result: CaseResult) -> Opinion[bool]:
        """Return whether the quotes say all that the answer says; nothing without quotes."""
        contexts = contexts_of(result)
        if not contexts:
            return Opinion()
        asked = self._faithfulness.aevaluate(response=result.answer.answer, contexts=contexts)
        return await self._opinion(asked, read_yes_no)

    async def score(self, result: CaseResult) -> Opinion[int]:
        """Return the score of the answer against its reference, from 1 to 5."""
        asked = self._correctness.aevaluate(
            query=question_of(result.case),
            response=result.answer.answer,
            reference=reference_of(result.case),
        )
        return await self._opinion(asked, read_score)

    async def _opinion(
        self, asked: Awaitable[Any], read: Callable[[str], tuple[_T, str] | None]
    ) -> Opinion[_T]:
        import openai

        from evals.judge.chat_model import NotChatFormatError, failure

        try:
            written = (await asked).feedback or ""
        except (openai.APIError, NotChatFormatError) as error:
            return Opinion(error=failure(error, self._settings))
        # JSON may bring halves of characters, which could not be written to a file again.
        written = written.encode(errors="replace").decode()
        found = read(written)
        if found is None:
            return Opinion(error=_unreadable(written), reached=True)
        return Opinion(value=found[0], reason=found[1], reached=True)


def _unreadable(written: str) -> str:
    shown = " ".join(written.split())
    if shown in {"", _LLAMA_INDEX_EMPTY}:
        return "réponse vide"
    return f"réponse illisible, « {shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''} »"
