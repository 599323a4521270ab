"""The assistant: from the turns of a conversation to a verified answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answer import Answer, Citation, Reason, Status, Timings
from assistant.composer import Composed
from assistant.confidence import weights
from assistant.conversation import Resolved, resolve
from assistant.evidence import Evidence, gather
from assistant.filters import Filters
from assistant.finding import Finder, Found
from assistant.kinds import classify
from assistant.publics import person_told
from assistant.question import Question, check_question, understand
from assistant.refusal import refuse
from assistant.related import Suggested, related_questions
from assistant.select import Selection
from assistant.spelling import Speller
from assistant.stages import Stages
from assistant.suggest import elsewhere_text, nearby_text
from assistant.wording import say
from index.reader.reading import Reader
from index.search import Hit, Searcher

_MEMORY = 6
"""How many turns of a conversation are looked back at."""
_NOTHING = Selection()


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer with what each stage made of the question, for whoever asks why.

    A question that was refused before any search has no `hits`. `selection` is what was chosen
    before it was verified; empty when Balise was not sure enough to choose.
    """

    answer: Answer
    question: Question | None = None
    hits: tuple[Hit, ...] = ()
    kept: tuple[Evidence, ...] = ()
    selection: Selection = _NOTHING


class Assistant:
    """Answers questions from an opened index. Holds no state between questions."""

    def __init__(
        self,
        searcher: Searcher,
        *,
        threshold: float | None = None,
        stages: Stages | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.searcher = searcher
        self._stages = stages or Stages()
        self._speller = Speller(searcher.words)
        least = weights(read=reader is not None).threshold if threshold is None else threshold
        self._finder = Finder(searcher, reader, self._stages, self._understand, least)

    def ask(
        self,
        turns: Sequence[str] | str,
        *,
        identifier: str | None = None,
        filters: Filters | None = None,
    ) -> Answer:
        """Answer the last of `turns`; the earlier ones, oldest first, are the conversation.

        Raises:
            QuestionError: there is no question, or it is empty or over `MAX_QUESTION` characters.
            BaliseError: a filter names an unknown place.
        """
        return self.trace(turns, identifier=identifier, filters=filters).answer

    def trace(
        self,
        turns: Sequence[str] | str,
        *,
        identifier: str | None = None,
        filters: Filters | None = None,
    ) -> Trace:
        """Answer as `ask` does, and say what each stage found.

        Raises:
            QuestionError, BaliseError: as `ask`.
        """
        started = time.perf_counter()
        asked = [turns] if isinstance(turns, str) else list(turns)
        check_question(asked[-1] if asked else "")
        asked = [turn for turn in asked[-_MEMORY:] if turn.strip()]
        within = self._within(filters)
        answered_with = partial(self._finder.short_answer, within=within)
        resolved = resolve(asked, self._understand, answered_with)
        question = self._question(resolved, asked)
        refused = refuse(question)
        if not refused and within is not None and not within:
            refused = (Status.NOT_FOUND, Reason.FILTERED, "not_found_filtered")
        if refused:
            status, reason, text = refused
            answer = Answer(
                id=identifier,
                question=asked[-1],
                understood=question.text,
                status=status,
                reason=reason,
                answer=say(text),
            )
            return Trace(_timed(answer, started, started), question)
        found = self._finder.find_all(question, within)
        searched = time.perf_counter()
        answer, selection = self._answer(found, asked[-1], identifier)
        return Trace(
            answer=_timed(answer, started, searched),
            question=question,
            hits=tuple(found.hits),
            kept=found.sieved.kept,
            selection=selection,
        )

    def _understand(self, text: str) -> Question:
        return understand(text, self.searcher.words, self._speller)

    def _question(self, resolved: Resolved, turns: Sequence[str]) -> Question:
        question = understand(resolved.text, self.searcher.words, self._speller, turns[-1])
        question = replace(question, person=person_told(turns))
        if resolved.asking != resolved.text:
            question = replace(question, asked=classify(resolved.asking))
        return question

    def _within(self, filters: Filters | None) -> frozenset[str] | None:
        """Return the ids of the documents that may be searched; None is all of them."""
        if filters is None or not filters.active:
            return None
        return filters.kept(self.searcher.catalogue.documents())

    def _answer(self, found: Found, raw: str, identifier: str | None) -> tuple[Answer, Selection]:
        question = found.question
        selection = Selection()
        if self._finder.is_sure(found):
            selection = self._select(found)
            composed = self._verified(question, selection)
            if composed is not None:
                answer = Answer(
                    id=identifier,
                    question=raw,
                    understood=question.text,
                    status=Status.ANSWERED,
                    short=composed.short,
                    answer=" ".join([*found.unsaid, composed.text]),
                    claims=composed.claims,
                    citations=composed.citations,
                    conflicts=composed.conflicts,
                    compared=composed.compared,
                    related=self._related(found, composed.citations),
                    confidence=round(found.confidence, 4),
                )
                return answer, selection
        reason = self._reason(found)
        answer = Answer(
            id=identifier,
            question=raw,
            understood=question.text,
            status=Status.NOT_FOUND,
            reason=reason,
            answer=" ".join(
                [elsewhere_text(question, reason, found.ranked), nearby_text(question, found.hits)]
            ).strip(),
            related=self._related(found, ()),
            confidence=round(found.confidence, 4),
        )
        return answer, selection

    def _select(self, found: Found) -> Selection:
        if found.compared:
            chosen = tuple(each.chosen for each in found.compared)
            return Selection(chosen, compared=found.compared)
        return self._stages.select(found.question, found.sieved.kept)

    def _related(self, found: Found, cited: Sequence[Citation]) -> tuple[str, ...]:
        """Return what may be asked next: each is answered by what was found, without a search."""

        def answers(suggested: Suggested) -> bool:
            question = self._understand(suggested.question)
            ranked = self._stages.rank(gather(question, found.hits))
            kept = self._stages.sieve(question, ranked).kept
            if not kept:
                return False
            return (kept[0].document.id, kept[0].span) == (suggested.document, suggested.span)

        told = [(citation.doc_id, (citation.start, citation.end)) for citation in cited]
        return related_questions(found.hits, told, found.question.text, answers)

    def _reason(self, found: Found) -> Reason:
        if found.sieved.kept:
            return Reason.MISSING
        if found.sieved.for_others:
            return Reason.OTHER_PUBLIC
        if found.sieved.elsewhere and found.question.territories:
            return Reason.OTHER_TERRITORY
        if found.sieved.outdated and found.question.years:
            return Reason.OUTDATED
        return Reason.MISSING

    def _verified(self, question: Question, selection: Selection) -> Composed | None:
        """Compose the answer from what its quotes say; None when the first claim falls."""
        composed = self._stages.compose(question, selection)
        for citation in composed.citations:
            text = self.searcher.catalogue.document(citation.doc_id).text
            if not self._stages.verify_citation(citation, text).accepted:
                return None
        check = self._stages.verify_claim
        accepted = [check(claim, composed.citations).accepted for claim in composed.claims]
        if all(accepted):
            return composed
        if not accepted[0] or selection.differing or selection.compared:
            return None
        kept = tuple(c for c, good in zip(selection.chosen, accepted, strict=True) if good)
        return self._verified(question, Selection(kept))


def _timed(answer: Answer, started: float, searched: float) -> Answer:
    now = time.perf_counter()
    timings = Timings(
        search=round(1000 * (searched - started), 1), total=round(1000 * (now - started), 1)
    )
    return answer.model_copy(update={"timings_ms": timings})
