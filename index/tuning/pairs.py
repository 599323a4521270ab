"""Training pairs: a question, the text that answers it, and one that looks as if it did.

The texts are cut as the index cuts what it embeds: whole passages, with or without their titles,
and single sentences. A pair is drawn from the seed, the epoch and the question's number alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from corpus.canonical import canonicalise
from corpus.document import Document
from index.analyser import analyse
from index.passage import split_document
from index.reader.collection import paragraphs_of
from index.reader.data import NOISE_SHARE, Group, Prepared, WindowText
from index.reader.noise import noisy
from index.reader.piaf import Article, paragraph_name
from index.sentences import split_sentences

PASSAGE_SHARE: Final = 0.7
"""How often a window is read as the whole passage that it was cut from."""
TITLED_SHARE: Final = 0.5
"""How often a passage comes with its titles, as a sheet's does; PIAF's paragraphs have none."""
NEAR_SHARE: Final = 0.3
"""How often the wrong sentence is taken beside the right one, rather than from elsewhere."""

LONGEST: Final = 700
"""Characters of a passage, at most: beyond, an answer near its end would be cut while training."""

Kind = Literal["passages", "sentences"]
KINDS: Final[tuple[Kind, ...]] = ("passages", "sentences")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, the text that answers it, one that does not, and the documents they are from."""

    question: str
    positive: str
    negative: str
    right: str
    wrong: str


class Passages:
    """The passages of the training paragraphs, found by the words that they hold."""

    def __init__(self, articles: Sequence[Article], wanted: Iterable[str]) -> None:
        texts = [text for _, text in paragraphs_of(articles)]
        named = {paragraph_name(number): text for number, text in enumerate(texts)}
        self._bodies = {name: _bodies(name, named[name]) for name in set(wanted) if name in named}

    def holding(self, window: WindowText) -> str:
        """Return the passage that a window was cut from, or the window when that is too long."""
        known = self._bodies.get(window.document, [])
        fitting = (body for body in known if window.text in body and len(body) <= LONGEST)
        return next(fitting, window.text)


def _bodies(name: str, text: str) -> list[str]:
    words = canonicalise(text)
    document = Document(id=name, text=words, title="", path="", sha256="")
    return [words[p.start : p.end] for p in split_document(document)]


def draw_epoch(
    prepared: Prepared, passages: Passages, seed: int, epoch: int, limit: int | None = None
) -> dict[Kind, list[Pair]]:
    """Draw one pair a question (the first `limit` ones): half on passages, half on sentences.

    The halves are exchanged at the next epoch. A question that nothing answers, or whose right
    and wrong texts are the same words, is left out.
    """
    drawn: dict[Kind, list[Pair]] = {kind: [] for kind in KINDS}
    for number, group in enumerate(prepared.groups[:limit]):
        if not group.rights:
            continue
        kind = KINDS[(number + epoch) % 2]
        pair = draw_pair(
            prepared, passages, number, kind, np.random.default_rng((seed, epoch, number))
        )
        if pair.positive != pair.negative:
            drawn[kind].append(pair)
    return drawn


def draw_pair(
    prepared: Prepared, passages: Passages, number: int, kind: Kind, generator: np.random.Generator
) -> Pair:
    """Draw a pair of `kind` for question `number`."""
    group = prepared.groups[number]
    right = group.rights[int(generator.integers(len(group.rights)))]
    start, _ = right.answers[int(generator.integers(len(right.answers)))]
    window = prepared.windows[right.window]
    wrong = prepared.windows[_wrong(group, generator)]
    if kind == "sentences":
        positive = _sentence_at(window.text, start)
        beside = [text for text in _sentences(window.text) if text != positive]
        if beside and generator.random() < NEAR_SHARE:
            wrong, negative = window, _closest(group.question, beside)
        else:
            negative = _closest(group.question, _sentences(wrong.text))
    else:
        whole, titled = generator.random(2) < (PASSAGE_SHARE, TITLED_SHARE)
        positive, negative = (
            _as_embedded(item, passages if whole else None, titled=bool(titled))
            for item in (window, wrong)
        )
    return Pair(
        question=noisy(group.question, generator, NOISE_SHARE),
        positive=positive,
        negative=negative,
        right=window.document,
        wrong=wrong.document,
    )


def _wrong(group: Group, generator: np.random.Generator) -> int:
    hardness = 1 / (np.arange(len(group.wrong)) + 2)
    return group.wrong[int(generator.choice(len(group.wrong), p=hardness / hardness.sum()))]


def _as_embedded(window: WindowText, passages: Passages | None, *, titled: bool) -> str:
    body = window.text if passages is None else passages.holding(window)
    return f"{window.context}\n{body}" if titled and window.context else body


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def _sentence_at(text: str, place: int) -> str:
    spans = split_sentences(text)
    start, end = next((span for span in reversed(spans) if span[0] <= place), spans[0])
    return text[start:end]


def _closest(question: str, sentences: Sequence[str]) -> str:
    """Return the sentence that shares the most terms with the question, the first among equals."""
    asked = set(analyse(question))
    return max(sentences, key=lambda sentence: len(asked & set(analyse(sentence))))


def documents_by_text(pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    """Return the documents that each text of the pairs is found in."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        found[pair.positive].add(pair.right)
        found[pair.negative].add(pair.wrong)
    return {text: frozenset(documents) for text, documents in found.items()}
