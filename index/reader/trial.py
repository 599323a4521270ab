"""One question of an evaluation: searched, read, and compared with its accepted answers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.reader.consensus import RUNS, Overlaps, belief
from index.reader.decoding import ReadSpan, best_spans
from index.reader.mining import locate
from index.reader.piaf import Article, Split, paragraph_name, split_articles
from index.reader.weights import LoadedReader
from index.reader.windows import (
    PASSAGE_WEIGHT,
    SENTENCE_DENSE,
    SENTENCE_LEXICAL,
    Found,
    rank_windows,
)
from index.search import Hit, Searcher
from index.sentences import Span

SEARCHED = 24
"""Passages searched for a question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the document that answers it, and where: `spans` in the document's text."""

    question: str
    document: str
    spans: tuple[Span, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown first: a sentence of a document and exact words in it."""

    document: str
    words: str
    right_sentence: bool
    margin: float = 0.0
    """The score of the exact words less that of « no answer here »."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A window that was read: what may be shown of it, likeliest first.

    `fused` is the passage's score by the search, `relevance` the reader's logit.
    """

    shown: tuple[Shown, ...]
    fused: float
    relevance: float


@dataclass(frozen=True, slots=True)
class Mix:
    """What is added to the relevance of a window: so much of the search's score and the margin."""

    search: float = 0.0
    words: float = 0.0


@dataclass(frozen=True)
class Trial:
    """A question and its readings; `searched` is what the search alone would show.

    `best_relevance` is the highest logit of all windows read, `best_relevance_without` the same
    once the right document is left out. Both readings are of the same number of windows.
    """

    asked: Asked
    searched: Shown | None
    readings: tuple[Reading, ...]
    best_relevance: float
    best_relevance_without: float
    milliseconds: float
    tokens: int

    @property
    def within_reach(self) -> bool:
        """Whether the right sentence is the likeliest of some window."""
        return any(reading.shown[0].right_sentence for reading in self.readings)

    def first(self, mix: Mix | None) -> Shown | None:
        """Return what is shown first; None as mix is the search alone."""
        if mix is None or not self.readings:
            return self.searched
        scores = [
            r.relevance + mix.search * r.fused + mix.words * r.shown[0].margin
            for r in self.readings
        ]
        margins = [[shown.margin for shown in r.shown] for r in self.readings]
        expected = self._overlaps.expected(belief(scores, margins))
        return self._all_shown[int(expected.argmax())]

    @property
    def _all_shown(self) -> list[Shown]:
        return [shown for reading in self.readings for shown in reading.shown]

    @cached_property
    def _overlaps(self) -> Overlaps:
        return Overlaps([shown.words for shown in self._all_shown])


def questions_of(articles: Sequence[Article], searcher: Searcher, split: Split) -> list[Asked]:
    """Return the questions of one split whose answers are found in the indexed text."""
    asked: list[Asked] = []
    number = 0
    for article, of in zip(articles, split_articles(len(articles)), strict=True):
        for paragraph in article.paragraphs:
            name = paragraph_name(number)
            number += 1
            if of != split:
                continue
            text = searcher.catalogue.document(name).text
            for item in paragraph.qas:
                spans = [locate(text, a.text, a.answer_start) for a in item.answers]
                found = tuple(span for span in spans if span is not None)
                words = tuple(answer.text for answer in item.answers)
                if found:
                    asked.append(Asked(item.question, name, found, words))
    return asked


def ask(asked: Asked, searcher: Searcher, reader: LoadedReader, count: int) -> Trial:
    """Search a question, read `count` windows, then as many without the right document."""
    hits = searcher.search(asked.question, SEARCHED)
    found = rank_windows(hits, count)
    began = time.perf_counter()
    readings, tokens = _read(asked, found, reader)
    elapsed = time.perf_counter() - began
    others = rank_windows([hit for hit in hits if hit.document.id != asked.document], count)
    without = list(readings)
    if others != found:
        without, _ = _read(asked, others, reader)
    return Trial(
        asked=asked,
        searched=_searched(asked, found),
        readings=tuple(readings),
        best_relevance=max((r.relevance for r in readings), default=-99.0),
        best_relevance_without=max((r.relevance for r in without), default=-99.0),
        milliseconds=1000 * elapsed,
        tokens=tokens,
    )


def _read(asked: Asked, found: Sequence[Found], reader: LoadedReader) -> tuple[list[Reading], int]:
    import torch

    from index.reader.model import read

    if not found:
        return [], 0
    texts = [item.text for item in found]
    contexts = [item.hit.passage.context for item in found]
    inputs = reader.encoder.encode(asked.question, texts, contexts)
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = read(reader.network, inputs, reader.encoder.padding)
    relevance = outputs.relevance.tolist()
    starts, ends = outputs.start.numpy(), outputs.end.numpy()
    readings: list[Reading] = []
    for row, (item, encoded) in enumerate(zip(found, inputs, strict=True)):
        spans = best_spans(encoded, item.text, starts[row], ends[row], RUNS)
        if spans:
            shown = tuple(_shown_in(asked, item, span) for span in spans)
            readings.append(Reading(shown, item.hit.fused, relevance[row]))
    return readings, sum(len(item.ids) for item in inputs)


def _shown_in(asked: Asked, found: Found, span: ReadSpan) -> Shown:
    window = found.window
    sentence = _sentence_at(found.hit, window.first, window.last, window.start + span.start)
    words = found.text[span.start : span.end]
    return _shown(asked, found.hit, sentence, words, span.margin)


def _sentence_at(hit: Hit, first: int, last: int, place: int) -> int:
    """Return the number of the sentence, from `first` to `last`, that holds a character."""
    spans = hit.passage.sentences
    return next((n for n in range(first, last + 1) if place < spans[n][1]), last)


def _searched(asked: Asked, found: Sequence[Found]) -> Shown | None:
    """Return what the search shows: the best sentence of the window that it ranks first."""
    if not found:
        return None
    hit = found[0].hit
    inside = range(found[0].window.first, found[0].window.last + 1)

    def score(number: int) -> float:
        scores = hit.sentences[number]
        own = SENTENCE_LEXICAL * scores.lexical + SENTENCE_DENSE * scores.dense
        return PASSAGE_WEIGHT * hit.fused + own

    best = max(inside, key=score)
    words = hit.document.text[slice(*hit.passage.sentences[best])]
    return _shown(asked, hit, best, words)


def _shown(asked: Asked, hit: Hit, sentence: int, words: str, margin: float = 0.0) -> Shown:
    start, end = hit.passage.sentences[sentence]
    held = any(start <= a and b <= end for a, b in asked.spans)
    return Shown(
        document=hit.document.id,
        words=words,
        right_sentence=held and hit.document.id == asked.document,
        margin=margin,
    )
