"""Reading what was found: for each sentence, how likely it answers and with which exact words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from index.reader.decoding import LONGEST_ANSWER, trim
from index.reader.encoding import Encoded
from index.reader.windows import Found, rank_windows
from index.search import Hit
from index.sentences import Span

if TYPE_CHECKING:
    from index.reader.weights import LoadedReader

WINDOWS: Final = 10
"""Windows read for a question. Twelve answer none of 350 held-out questions otherwise."""
STEPS: Final = (3, 3, 4)
"""Windows read at a time, before asking whether the others are worth it."""
SURE_RELEVANCE, SURE_MARGIN = 4.5, 9.0
"""Reading ends at a window that scores both: it surely answers."""
SentenceKey = tuple[int, int]
"""The row of a hit, and the number of a sentence in its passage."""


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the reader says of one sentence.

    `relevance` is the logit that the window around it answers. `margin` is the score of the
    best exact words inside the sentence less that of « no answer here », in logits; `words` are
    their offsets in the document.
    """

    relevance: float
    margin: float
    words: Span

    @property
    def score(self) -> float:
        """The two together, to compare readings of one sentence in several windows."""
        return self.relevance + self.margin

    @property
    def sure(self) -> bool:
        """Whether nothing else needs to be read."""
        return self.relevance >= SURE_RELEVANCE and self.margin >= SURE_MARGIN


@dataclass(frozen=True)
class Reader:
    """A loaded reader. Safe to share between threads: it only computes."""

    loaded: LoadedReader
    windows: int = WINDOWS

    @classmethod
    def open(cls, folder: Path) -> Reader:
        """Load the weights of `folder`.

        Raises:
            BaliseError: a file is missing or was changed.
        """
        from index.reader.weights import load_reader

        return cls(load_reader(folder))

    def read(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        worth: Collection[SentenceKey] | None = None,
        whole: bool = False,
        context: Callable[[Found], str] | None = None,
    ) -> dict[SentenceKey, SentenceReading]:
        """Read the windows of `hits` most worth it; sentences of the others are not there.

        `worth` names the sentences that are worth reading, all of them by default: a window
        without any is left out. Reading ends early when one of the first windows surely answers,
        unless the `whole` is asked for: where several sources are to be compared. `context` gives
        the words that a window is read under, by default the headings above it.
        """
        found = [item for item in rank_windows(hits) if worth is None or _holds(item, worth)]
        found = found[: self.windows]
        if not question.strip() or not found:
            return {}
        readings: dict[SentenceKey, SentenceReading] = {}
        for part in [found] if whole else _steps(found):
            for key, reading in self._read(question, part, context or _headings).items():
                if key not in readings or readings[key].score < reading.score:
                    readings[key] = reading
            if any(reading.sure for reading in readings.values()):
                break
        return readings

    def _read(
        self, question: str, found: Sequence[Found], context: Callable[[Found], str]
    ) -> dict[SentenceKey, SentenceReading]:
        contexts = [context(item) for item in found]
        inputs, outputs = self._compute(question, found, contexts)
        relevance = outputs.relevance.tolist()
        starts, ends = outputs.start.numpy(), outputs.end.numpy()
        readings: dict[SentenceKey, SentenceReading] = {}
        for row, (item, encoded) in enumerate(zip(found, inputs, strict=True)):
            for number, margin, words in read_sentences(item, encoded, starts[row], ends[row]):
                reading = SentenceReading(relevance[row], margin, words)
                key = (item.hit.row, number)
                if key not in readings or readings[key].score < reading.score:
                    readings[key] = reading
        return readings

    def _compute(
        self, question: str, found: Sequence[Found], contexts: Sequence[str]
    ) -> tuple[list[Encoded], Any]:
        import torch

        from index.reader.model import read

        encoder = self.loaded.encoder
        texts = [item.text for item in found]
        inputs = encoder.encode(question, texts, contexts)
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            return inputs, read(self.loaded.network, inputs, encoder.padding)


def _headings(found: Found) -> str:
    return found.hit.passage.context


def _steps(found: Sequence[Found]) -> list[Sequence[Found]]:
    """Cut `found` into what is read at a time."""
    ends = [0, *accumulate(STEPS), len(found)]
    return [part for start, end in pairwise(ends) if (part := found[start:end])]


def _holds(found: Found, worth: Collection[SentenceKey]) -> bool:
    inside = range(found.window.first, found.window.last + 1)
    return any((found.hit.row, number) in worth for number in inside)


def read_sentences(
    found: Found, encoded: Encoded, starts: NDArray[np.float32], ends: NDArray[np.float32]
) -> list[tuple[int, float, Span]]:
    """Return (number in the passage, margin, words) for each sentence that was read.

    `starts` and `ends` hold a score for each place of the input; the first stands for « no
    answer here ».
    """
    nowhere = float(starts[0] + ends[0])
    text, begin = found.hit.document.text, found.window.start
    read: list[tuple[int, float, Span]] = []
    for number in range(found.window.first, found.window.last + 1):
        a, b = found.hit.passage.sentences[number]
        tokens = encoded.tokens_of(a - begin, b - begin)
        if tokens is None:
            continue
        first, last, score = _best_run(starts, ends, *tokens)
        start, end = encoded.characters_of(first, last)
        start, end = trim(text, begin + start, begin + end)
        read.append((number, score - nowhere, (max(a, start), min(b, end))))
    return read


def _best_run(
    starts: NDArray[np.float32], ends: NDArray[np.float32], first: int, last: int
) -> tuple[int, int, float]:
    """Return the best first and last tokens between `first` and `last`, and their score."""
    count = last - first + 1
    sums = starts[first : last + 1, None] + ends[None, first : last + 1]
    allowed = np.triu(np.ones((count, count), dtype=bool))
    allowed &= ~np.triu(np.ones((count, count), dtype=bool), LONGEST_ANSWER)
    sums = np.where(allowed, sums, -np.inf)
    begin, end = np.unravel_index(int(sums.argmax()), sums.shape)
    return first + int(begin), first + int(end), float(sums[begin, end])
