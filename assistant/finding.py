"""From a question to the evidence that may answer it, part by part where it asks several things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.compared import tells_all, variants_of
from assistant.confidence import best_confidence
from assistant.conversation import resolve
from assistant.evidence import Evidence, gather
from assistant.joined import joined_questions
from assistant.question import Question
from assistant.reading import read_evidence
from assistant.select import Chosen, Compared, asks_for_several
from assistant.sieve import Sieved
from assistant.sources import by_source, sources_asked
from assistant.stages import Stages
from assistant.wording import say
from index.reader.reading import Reader
from index.search import Hit, Searcher

_PASSAGES = 10
_PASSAGES_READ = 16
"""Passages searched when a reader chooses among their windows."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question."""

    question: Question
    hits: list[Hit]
    ranked: list[Evidence]
    sieved: Sieved
    confidence: float
    unsaid: tuple[str, ...] = ()
    """What is said of the sources, years, places or questions on which nothing was found."""
    compared: tuple[Compared, ...] = ()
    """What was chosen for each of the years, places or questions of one message."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One of several things asked at once, and what is said where nothing answers it."""

    label: str
    question: Question
    unsaid: str


class Finder:
    """Finds evidence in an opened index. Holds no state between questions."""

    def __init__(
        self,
        searcher: Searcher,
        reader: Reader | None,
        stages: Stages,
        understand: Callable[[str], Question],
        threshold: float,
    ) -> None:
        self._searcher = searcher
        self._reader = reader
        self._stages = stages
        self._understand = understand
        self._threshold = threshold

    def is_sure(self, found: Found) -> bool:
        """Tell whether what was found is likely enough to be shown."""
        return bool(found.confidence >= self._threshold and found.sieved.kept)

    def find(self, question: Question, within: frozenset[str] | None) -> Found:
        """Find what answers a question, in the documents `within` alone unless it is None."""
        count = _PASSAGES if self._reader is None else _PASSAGES_READ
        hits = self._searcher.search(question.search_text, count, documents=within)
        evidence = gather(question, hits)
        if self._reader is not None:
            evidence = read_evidence(self._reader, question, evidence)
        ranked = self._stages.rank(evidence)
        sieved = self._stages.sieve(question, ranked)
        return Found(question, hits, ranked, sieved, best_confidence(sieved.kept))

    def find_all(self, question: Question, within: frozenset[str] | None) -> Found:
        """Find part by part where several sources, questions, years or places are asked of."""
        if several := by_source(question.text):
            return self._find_by_source(question, several, within)
        found = self.find(question, within)
        if joined := self._joined(question, within):
            return self._find_each(found, joined, within)
        variants = variants_of(question)
        if not variants or (found.sieved.kept and tells_all(question, found.sieved.kept[0])):
            return found
        asked = [
            _Asked(v.label, self._understand(v.text), say("unsaid_of", part=v.label))
            for v in variants
        ]
        return self._find_each(found, asked, within)

    def short_answer(self, question: str, within: frozenset[str] | None) -> str | None:
        """Return the exact words that answer a question that stands alone."""
        found = self.find(self._understand(question), within)
        if not self.is_sure(found):
            return None
        selection = self._stages.select(found.question, found.sieved.kept)
        short = self._stages.compose(found.question, selection).short
        return short.text if short else None

    def _joined(self, question: Question, within: frozenset[str] | None) -> list[_Asked]:
        answered_with = partial(self.short_answer, within=within)
        asked: list[_Asked] = []
        for each in joined_questions(question.text):
            text = resolve(each.turns, self._understand, answered_with).text
            part = replace(self._understand(text), person=question.person)
            asked.append(_Asked(each.label, part, say("unsaid_asked", part=each.label)))
        return asked

    def _find_each(
        self, whole: Found, asked: Sequence[_Asked], within: frozenset[str] | None
    ) -> Found:
        """Find what answers each thing asked; `whole` is what the question found as it is."""
        compared: list[Compared] = []
        answered: list[Found] = []
        unsaid: list[str] = []
        for part in asked:
            found = self.find(part.question, within)
            if not self.is_sure(found):
                unsaid.append(part.unsaid)
                continue
            chosen = self._chosen(found)
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

    def _chosen(self, found: Found) -> list[Chosen]:
        """Return the quote that answers, or all where several differ or are asked for."""
        selection = self._stages.select(found.question, found.sieved.kept)
        if selection.differing:
            return [each for each, _ in selection.differing]
        return list(selection.chosen[: None if asks_for_several(found.question) else 1])

    def _find_by_source(
        self, question: Question, several: Sequence[str], within: frozenset[str] | None
    ) -> Found:
        """Find what each of the sources of a question says, one piece of evidence for each."""
        parts = [self.find(self._understand(text), within) for text in several]
        kept: list[Evidence] = []
        unsaid: list[str] = []
        for part, source in zip(parts, sources_asked(question.text), strict=True):
            if not self.is_sure(part):
                unsaid.append(say("unsaid_by", source=source))
                continue
            chosen = self._stages.select(part.question, part.sieved.kept).chosen[0].evidence
            if not any((e.document.id, e.span) == (chosen.document.id, chosen.span) for e in kept):
                kept.append(chosen)
        best = max(parts, key=lambda part: part.confidence)
        sieved = Sieved(tuple(kept), elsewhere=False, outdated=False)
        return replace(best, question=question, sieved=sieved, unsaid=tuple(unsaid))
