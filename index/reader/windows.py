"""Windows: the runs of whole sentences, shorter than a passage, that the reader reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.passage import Passage
from index.search import Hit
from index.sentences import Span

MAX_WINDOW = 420
"""Characters of a window, at most, unless a single sentence is longer: about 100 tokens."""
PASSAGE_WEIGHT, SENTENCE_LEXICAL, SENTENCE_DENSE = 2.0, 0.3, 0.7
"""How a window is ranked before it is read: its passage's score, then its best sentence's."""


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of a passage: `document.text[start:end]`.

    `first` and `last` (included) are the numbers of its sentences in the passage.
    """

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Found:
    """A window of a passage that was found, with its score before reading."""

    hit: Hit
    window: Window
    score: float

    @property
    def text(self) -> str:
        """The window's words."""
        return self.hit.document.text[self.window.start : self.window.end]


def cut_windows(sentences: Sequence[Span], longest: int = MAX_WINDOW) -> Iterator[Window]:
    """Cut the sentences of a passage into windows of at most `longest` characters.

    Each window begins with the last sentence of the one before when both fit, so that a
    sentence which leans on the previous one (« Il y fonde… ») is also read after it. A sentence
    longer than `longest` makes a window alone or begins one.
    """
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and sentences[last + 1][1] - sentences[first][0] <= longest:
            last += 1
        yield Window(sentences[first][0], sentences[last][1], first, last)
        if last + 1 == len(sentences):
            return
        leans = last > first and sentences[last + 1][1] - sentences[last][0] <= longest
        first = last if leans else last + 1


def windows_of(passage: Passage) -> list[Window]:
    """Return the windows of a passage, in reading order."""
    return list(cut_windows(passage.sentences))


def rank_windows(hits: Sequence[Hit], count: int | None = None) -> list[Found]:
    """Return the `count` windows of `hits` most worth reading, best first (all by default)."""
    found = [
        Found(hit, window, _score(hit, window))
        for hit in hits
        for window in windows_of(hit.passage)
    ]
    return sorted(found, key=lambda item: -item.score)[:count]


def _score(hit: Hit, window: Window) -> float:
    inside = hit.sentences[window.first : window.last + 1]
    best = max(SENTENCE_LEXICAL * s.lexical + SENTENCE_DENSE * s.dense for s in inside)
    return PASSAGE_WEIGHT * hit.fused + best
