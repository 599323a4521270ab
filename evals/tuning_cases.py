"""Tuning cases: questions over real indexes, with their evidence and whether it is right.

Each question gives two cases: with the document that answers it, and with that document taken
out of what was found, so that there is nothing right to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.evidence import Evidence, gather, rank
from assistant.question import Question, understand
from assistant.reading import read_evidence
from assistant.sieve import sieve
from assistant.spelling import Speller
from evals.collection import gold_document, identity_of
from evals.squad import SquadQuestion
from index.embedding import Embedder
from index.reader.reading import Reader
from index.search import Searcher

PASSAGES = 10
"""Passages that evidence is gathered from, as in `assistant.engine`."""
PASSAGES_READ = 16
"""Passages that evidence is gathered from when there is a reader."""
_SPARE = 6
"""Passages searched besides, to stand in for those of a document that is taken out."""
SIZES = (8, 15, 30, 60)
"""Paragraphs of the small collections."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question as it was understood, and its evidence, unranked.

    `gold` is the document that answers and `starts` are the offsets of the accepted answers in
    it. `tuning` says on which side of the split the question is, `large` in which sort of index
    it was asked.
    """

    question: Question
    evidence: tuple[Evidence, ...]
    gold: str
    starts: tuple[int, ...]
    answerable: bool
    tuning: bool
    large: bool

    def is_right(self, evidence: Evidence) -> bool:
        """Whether a sentence holds the beginning of an accepted answer."""
        first, last = evidence.span
        inside = any(first <= start < last for start in self.starts)
        return inside and evidence.document.id == self.gold

    def ranked(self, weights: Sequence[float], *, sieved: bool) -> Sequence[Evidence]:
        """Return the evidence best first, all of it or what the sieve keeps."""
        ordered = rank(self.evidence, weights)
        return sieve(self.question, ordered).kept if sieved else ordered


def gather_cases(
    questions: Sequence[SquadQuestion],
    index: Path,
    embedder: Embedder,
    tuning: frozenset[int],
    *,
    large: bool,
    reader: Reader | None = None,
) -> Iterator[Case]:
    """Ask `questions` to a real index; `tuning` holds the articles of the tuning half.

    With a `reader`, what is found is also read, as `assistant.engine` does.
    """
    passages = PASSAGES if reader is None else PASSAGES_READ
    searcher = Searcher(index, embedder, identity_of(embedder))
    speller = Speller(searcher.words)
    try:
        for item in questions:
            question = understand(item.text, searcher.words, speller)
            hits = searcher.search(question.search_text, passages + _SPARE)
            gold = gold_document(item)
            without = [hit for hit in hits if hit.document.id != gold]
            for answerable, chosen in ((True, hits), (False, without)):
                some = chosen[:passages]
                evidence = gather(question, some)
                if reader is not None:
                    evidence = read_evidence(reader, question, evidence)
                yield Case(
                    question=question,
                    evidence=tuple(evidence),
                    gold=gold,
                    starts=tuple(start for _, start in item.answers),
                    answerable=answerable,
                    tuning=item.article in tuning,
                    large=large,
                )
    finally:
        searcher.close()


def small_collections(paragraphs: int, count: int, seed: int) -> list[range]:
    """Return `count` runs of consecutive paragraphs, of the sizes in `SIZES`."""
    random = np.random.default_rng(seed)
    runs: list[range] = []
    for _ in range(count):
        size = min(int(random.choice(SIZES)), paragraphs)
        first = int(random.integers(0, paragraphs - size + 1))
        runs.append(range(first, first + size))
    return runs
