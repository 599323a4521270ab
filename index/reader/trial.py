"""One question of an evaluation: searched, read, and compared with its accepted answers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.reader.decoding import best_span
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
class Reading:
    """What is shown first if this window wins: a sentence of a document and exact words in it.

    `fused` is the passage's score by the search, `relevance` the reader's logit, `margin` the
    score of the exact words less that of « no answer here ».
    """

    document: str
    words: str
    right_sentence: bool
    fused: float
    relevance: float
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Mix:
    """What is added to the relevance of a window: so much of the search's score and the margin."""

    search: float = 0.0
    words: float = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A question and its readings; `searched` is what the search alone would show.

    `best_relevance` is the highest logit of all windows read, `best_relevance_without` the same
    once the right document is left out. Both readings are of the same number of windows.
    """

    asked: Asked
    searched: Reading | None
    readings: tuple[Reading, ...]
    best_relevance: float
    best_relevance_without: float
    milliseconds: float
    tokens: int

    def first(self, mix: Mix | None) -> Reading | None:
        """Return the best reading; None as mix is the search alone."""
        if mix is None or not self.readings:
            return self.searched
        return max(
            self.readings, key=lambda r: r.relevance + mix.search * r.fused + mix.words * r.margin
        )


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
        span = best_span(encoded, item.text, starts[row], ends[row])
        if span is None:
            continue
        place = item.window.start + span.start
        sentence = _sentence_at(item.hit, item.window.first, item.window.last, place)
        words = item.text[span.start : span.end]
        scores = relevance[row], span.margin
        readings.append(_reading(asked, item.hit, sentence, words, scores))
    return readings, sum(len(item.ids) for item in inputs)


def _sentence_at(hit: Hit, first: int, last: int, place: int) -> int:
    """Return the number of the sentence, from `first` to `last`, that holds a character."""
    spans = hit.passage.sentences
    return next((n for n in range(first, last + 1) if place < spans[n][1]), last)


def _searched(asked: Asked, found: Sequence[Found]) -> Reading | None:
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
    return _reading(asked, hit, best, words, (0.0, 0.0))


def _reading(
    asked: Asked, hit: Hit, sentence: int, words: str, scores: tuple[float, float]
) -> Reading:
    start, end = hit.passage.sentences[sentence]
    held = any(start <= a and b <= end for a, b in asked.spans)
    return Reading(
        document=hit.document.id,
        words=words,
        right_sentence=held and hit.document.id == asked.document,
        fused=hit.fused,
        relevance=scores[0],
        margin=scores[1],
    )
