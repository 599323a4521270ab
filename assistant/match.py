"""How a sentence holds the sort of thing that a question asks for."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.figures import Figure
from index.sentences import Span


@dataclass(frozen=True, slots=True)
class Match:
    """How well a sentence holds what is asked.

    `strength` is from 0 (it cannot be the answer) to 1. `spans` are the exact words, as offsets
    in the sentence, the likeliest first; they may be empty even when the strength is 1.
    """

    strength: float
    spans: tuple[Span, ...] = ()
    figures: tuple[Figure, ...] = ()
    sure: bool = False
    """It is so precise (an acronym spelt out, the very figure asked about) that it decides."""
