"""Faults put in on purpose, one a stage, to show that the suite notices them.

A suite that cannot fail proves nothing: each fault must lower the measures of its own stage.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from assistant.answer import Citation, Claim
from assistant.composer import Composed, compose
from assistant.engine import Assistant
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.select import Selection
from assistant.sieve import Sieved
from assistant.stages import Stages
from assistant.verify import Verdict
from evals.collection import identity_of
from index.embedding import Embedder
from index.reader.reading import Reader
from index.search import Hit, Searcher

SEED = 0


class Fault(StrEnum):
    """What is broken."""

    RETRIEVAL = "recherche"
    """Search answers another question: the words of a passage drawn at random."""
    RANKING = "phrases"
    """Sentences are ranked at random."""
    ABSTENTION = "abstention"
    """Balise is always sure, and no rule sets any sentence aside."""
    INVENTION = "invention"
    """The composer changes figures; the verifier is there to stop it."""
    VERIFIER = "verificateur"
    """The composer changes figures, and nothing is verified."""


class ShuffledSearcher(Searcher):
    """A searcher that looks for something else, always the same for one question."""

    def search(
        self,
        question: str,
        count: int = 10,
        *,
        extra_terms: Iterable[str] = (),
        documents: frozenset[str] | None = None,
    ) -> list[Hit]:
        """Search the words of a passage drawn by the question's own letters."""
        drawn = random.Random(f"{SEED} {question}").randrange(self.catalogue.passage_count)
        stored = self.catalogue.passages([drawn])[0]
        text = self.catalogue.document(stored.passage.doc_id).text
        other = text[stored.passage.start : stored.passage.end]
        return super().search(other, count, extra_terms=extra_terms, documents=documents)


def rank_at_random(found: Sequence[Evidence]) -> list[Evidence]:
    """Rank sentences at random, the same way each time for the same sentences."""
    drawn = random.Random(f"{SEED} {[e.span for e in found]}")
    scored = [replace(evidence, score=drawn.random()) for evidence in found]
    return sorted(scored, key=lambda evidence: -evidence.score)


def keep_all(_question: Question, ranked: Sequence[Evidence]) -> Sieved:
    """Set no sentence aside."""
    return Sieved(tuple(ranked), elsewhere=False, outdated=False)


def compose_falsely(question: Question, selection: Selection) -> Composed:
    """Compose, then add one to the last digit of every number, in claims and quotes alike."""
    composed = compose(question, selection)
    claims = tuple(
        claim.model_copy(update={"text": _falsified(claim.text)}) for claim in composed.claims
    )
    citations = tuple(
        citation.model_copy(update={"quote": _falsified(citation.quote)})
        for citation in composed.citations
    )
    return replace(composed, text=_falsified(composed.text), claims=claims, citations=citations)


def _falsified(text: str) -> str:
    """Change the last digit of each number, but not the marks [n]."""
    changed = list(text)
    for place, character in enumerate(text):
        ends = not text[place + 1 : place + 2].isdigit()
        marked = text[place + 1 : place + 2] == "]"
        if character.isdigit() and character.isascii() and ends and not marked:
            changed[place] = str((int(character) + 1) % 10)
    return "".join(changed)


def accept_citation(_citation: Citation, _source: str) -> Verdict:
    """Accept any quote."""
    return Verdict()


def accept_claim(_claim: Claim, _citations: Sequence[Citation]) -> Verdict:
    """Accept any claim."""
    return Verdict()


def open_assistant(
    index: Path,
    embedder: Embedder,
    *,
    threshold: float | None = None,
    chroma_url: str | None = None,
    fault: Fault | None = None,
    reader: Reader | None = None,
) -> Assistant:
    """Open an index and the assistant that answers from it, with one stage broken or none.

    Raises:
        BaliseError: the index cannot be opened.
    """
    opened = ShuffledSearcher if fault is Fault.RETRIEVAL else Searcher
    searcher = opened(index, embedder, identity_of(embedder), chroma_url=chroma_url)
    if fault is Fault.ABSTENTION:
        threshold = 0.0
    return Assistant(searcher, threshold=threshold, stages=_STAGES.get(fault), reader=reader)


_STAGES: dict[Fault | None, Stages] = {
    Fault.RANKING: Stages(rank=rank_at_random),
    Fault.ABSTENTION: Stages(sieve=keep_all),
    Fault.INVENTION: Stages(compose=compose_falsely),
    Fault.VERIFIER: Stages(
        compose=compose_falsely, verify_citation=accept_citation, verify_claim=accept_claim
    ),
}
