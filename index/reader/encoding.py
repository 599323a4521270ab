"""Questions and windows as token numbers, with the way back to characters.

The input is `<s> question </s></s> context </s> window </s>`; without a context, that part and
its mark are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from index.sentences import Span

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MAX_QUESTION, MAX_CONTEXT, MAX_WINDOW_TOKENS = 48, 24, 160
"""Tokens kept of each part; what is beyond is not read."""
NOWHERE: Final = (0, 0)
"""The span « no answer here »: the first token."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One input. The window's tokens are `ids[first : first + len(offsets)]`.

    `offsets` are half-open characters in the window's text, without the space before a word.
    """

    ids: tuple[int, ...]
    first: int
    offsets: tuple[Span, ...]

    def tokens_of(self, start: int, end: int) -> Span | None:
        """Return the places in `ids` of the first and last tokens (included) of a text span.

        None when the span is empty, or not wholly among the tokens that are read.
        """
        touched = [i for i, (a, b) in enumerate(self.offsets) if a < end and b > start]
        if not touched or self.offsets[touched[-1]][1] < end:
            return None
        return self.first + touched[0], self.first + touched[-1]

    def characters_of(self, first: int, last: int) -> Span:
        """Return the characters from token `first` to token `last` (places in `ids`, included)."""
        return self.offsets[first - self.first][0], self.offsets[last - self.first][1]


class PairEncoder:
    """Turns questions and windows into inputs of the reader."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        numbers = tokenizer.get_vocab()
        self._begin, self._end, self.padding = (numbers[m] for m in ("<s>", "</s>", "<pad>"))

    def encode(
        self, question: str, windows: Sequence[str], contexts: Sequence[str] = ()
    ) -> list[Encoded]:
        """Return one input a window; `contexts` are as many, or none."""
        asked = self._cut(question).ids[:MAX_QUESTION]
        head = (self._begin, *asked, self._end, self._end)
        contexts = contexts or [""] * len(windows)
        inputs: list[Encoded] = []
        bodies = self._tokenizer.encode_batch(list(windows), add_special_tokens=False)
        for text, context, body in zip(windows, contexts, bodies, strict=True):
            start = (*head, *self._context(context))
            ids = (*start, *body.ids[:MAX_WINDOW_TOKENS], self._end)
            spans = body.offsets[:MAX_WINDOW_TOKENS]
            offsets = tuple(_without_space(text, a, b) for a, b in spans)
            inputs.append(Encoded(ids, len(start), offsets))
        return inputs

    def _context(self, context: str) -> tuple[int, ...]:
        if not context:
            return ()
        return (*self._cut(context).ids[:MAX_CONTEXT], self._end)

    def _cut(self, text: str) -> Encoding:
        return self._tokenizer.encode(text, add_special_tokens=False)


def _without_space(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    return start, end


def collate(inputs: Sequence[Encoded], padding: int) -> tuple[Any, Any, Any]:
    """Pad inputs to the longest: (ids, attention, readable), three tensors (inputs, length).

    `readable` marks the places where an answer may stand: the first token and the window's.
    """
    import torch

    longest = max(len(item.ids) for item in inputs)
    ids = torch.full((len(inputs), longest), padding, dtype=torch.long)
    attention = torch.zeros((len(inputs), longest), dtype=torch.long)
    readable = torch.zeros((len(inputs), longest), dtype=torch.bool)
    for row, item in enumerate(inputs):
        ids[row, : len(item.ids)] = torch.tensor(item.ids)
        attention[row, : len(item.ids)] = 1
        readable[row, 0] = True
        readable[row, item.first : item.first + len(item.offsets)] = True
    return ids, attention, readable
