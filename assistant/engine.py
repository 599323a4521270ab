"""The assistant: from the turns of a conversation to a verified answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answer import Answer, Citation, Claim, Reason, Status, Timings
from assistant.compared import Part, parts_of, tells_all
from assistant.composer import Composed, compose
from assistant.confidence import best_confidence, is_read, weights
from assistant.conversation import Resolved, resolve
from assistant.evidence import Evidence, gather, rank
from assistant.filters import Filters
from assistant.kinds import classify
from assistant.publics import person_told
from assistant.question import Question, check_question, understand
from assistant.reading import read_evidence
from assistant.refusal import refuse
from assistant.related import Suggested, related_questions
from assistant.select import Compared, Selection, select
from assistant.sieve import Sieved, sieve
from assistant.sources import by_source, sources_asked
from assistant.spelling import Speller
from assistant.suggest import elsewhere_text, nearby_text
from assistant.verify import Verdict, verify_citation, verify_claim
from assistant.wording import say
from index.reader.reading import Reader
from index.search import Hit, Searcher

_PASSAGES = 10
_PASSAGES_READ = 16
"""Passages searched when a reader chooses among their windows."""
_MEMORY = 6
"""How many turns of a conversation are looked back at."""


def _by_fitted_weights(found: Sequence[Evidence]) -> list[Evidence]:
    read = bool(found) and is_read(found[0])
    return rank(found, weights(read=read).ranking)


@dataclass(frozen=True, slots=True)
class Stages:
    """The parts of the pipeline after search, each of which may be replaced by another."""

    rank: Callable[[Sequence[Evidence]], list[Evidence]] = _by_fitted_weights
    sieve: Callable[[Question, Sequence[Evidence]], Sieved] = sieve
    select: Callable[[Question, Sequence[Evidence]], Selection] = select
    compose: Callable[[Question, Selection], Composed] = compose
    verify_citation: Callable[[Citation, str], Verdict] = verify_citation
    verify_claim: Callable[[Claim, Sequence[Citation]], Verdict] = verify_claim


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


@dataclass(frozen=True, slots=True)
class _Found:
    question: Question
    hits: list[Hit]
    ranked: list[Evidence]
    sieved: Sieved
    confidence: float
    unsaid: tuple[str, ...] = ()
    """What is said of the sources, years or places of the question on which nothing was found."""
    compared: tuple[Compared, ...] = ()
    """What was chosen for each of the years or places of the question, where there are several."""


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
        self.reader = reader
        self._stages = stages or Stages()
        self._speller = Speller(searcher.words)
        fitted = weights(read=reader is not None)
        self._threshold = fitted.threshold if threshold is None else threshold

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
        answered_with = partial(self._answered_with, within=within)
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
        found = self._find_all(question, within)
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

    def _find(self, question: Question, within: frozenset[str] | None) -> _Found:
        count = _PASSAGES if self.reader is None else _PASSAGES_READ
        hits = self.searcher.search(question.search_text, count, documents=within)
        evidence = gather(question, hits)
        if self.reader is not None:
            evidence = read_evidence(self.reader, question, evidence)
        ranked = self._stages.rank(evidence)
        sieved = self._stages.sieve(question, ranked)
        return _Found(question, hits, ranked, sieved, best_confidence(sieved.kept))

    def _find_all(self, question: Question, within: frozenset[str] | None) -> _Found:
        """Find what answers, part by part where several sources, years or places are asked of."""
        if several := by_source(question.text):
            return self._find_by_source(question, several, within)
        found, parts = self._find(question, within), parts_of(question)
        if not parts or (found.sieved.kept and tells_all(question, found.sieved.kept[0])):
            return found
        return self._find_compared(found, parts, within)

    def _find_compared(
        self, whole: _Found, parts: Sequence[Part], within: frozenset[str] | None
    ) -> _Found:
        """Find what answers for each year or place; `whole` is what the question found as it is."""
        compared: list[Compared] = []
        answered: list[_Found] = []
        unsaid: list[str] = []
        for part in parts:
            found = self._find(self._understand(part.text), within)
            if found.confidence < self._threshold or not found.sieved.kept:
                unsaid.append(say("unsaid_of", part=part.label))
                continue
            selection = self._stages.select(found.question, found.sieved.kept)
            chosen = [each for each, _ in selection.differing] or list(selection.chosen[:1])
            compared += [Compared(part.label, found.question, each) for each in chosen]
            answered.append(found)
        places = {(each.chosen.document.id, each.chosen.span) for each in compared}
        if not answered or (not unsaid and len(places) < len(compared)):
            return whole
        if len(answered) == 1:
            return replace(answered[0], unsaid=tuple(unsaid))
        least = min(answered, key=lambda found: found.confidence)
        return replace(
            least, question=whole.question, unsaid=tuple(unsaid), compared=tuple(compared)
        )

    def _find_by_source(
        self, question: Question, several: Sequence[str], within: frozenset[str] | None
    ) -> _Found:
        """Find what each of the sources of a question says, one piece of evidence for each."""
        parts = [self._find(self._understand(text), within) for text in several]
        kept: list[Evidence] = []
        unsaid: list[str] = []
        for part, source in zip(parts, sources_asked(question.text), strict=True):
            if part.confidence < self._threshold or not part.sieved.kept:
                unsaid.append(say("unsaid_by", source=source))
                continue
            chosen = self._stages.select(part.question, part.sieved.kept).chosen[0].evidence
            if not any((e.document.id, e.span) == (chosen.document.id, chosen.span) for e in kept):
                kept.append(chosen)
        best = max(parts, key=lambda part: part.confidence)
        sieved = Sieved(tuple(kept), elsewhere=False, outdated=False)
        return replace(best, question=question, sieved=sieved, unsaid=tuple(unsaid))

    def _answered_with(self, question: str, within: frozenset[str] | None) -> str | None:
        """Return the exact words that answer a question that stands alone."""
        found = self._find(self._understand(question), within)
        if found.confidence < self._threshold:
            return None
        selection = self._stages.select(found.question, found.sieved.kept)
        short = self._stages.compose(found.question, selection).short
        return short.text if short else None

    def _answer(self, found: _Found, raw: str, identifier: str | None) -> tuple[Answer, Selection]:
        question = found.question
        selection = Selection()
        if found.confidence >= self._threshold and found.sieved.kept:
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

    def _select(self, found: _Found) -> Selection:
        if found.compared:
            chosen = tuple(each.chosen for each in found.compared)
            return Selection(chosen, compared=found.compared)
        return self._stages.select(found.question, found.sieved.kept)

    def _related(self, found: _Found, cited: Sequence[Citation]) -> tuple[str, ...]:
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

    def _reason(self, found: _Found) -> Reason:
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
