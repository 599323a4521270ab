"""The choices of a tuning run, kept beside its weights."""

from __future__ import annotations

from pydantic import Field

from corpus.document import Frozen
from index.reader.data import Kind


class TuneSettings(Frozen):
    """What decides of the weights, besides the data and the model that is tuned."""

    seed: int = 0
    epochs: int = Field(default=1, ge=1)
    batch: int = Field(default=32, ge=2)
    """Pairs a step: each question has 2 x `batch` - 1 wrong texts."""
    rate: float = Field(default=5e-5, gt=0)
    warm_up: float = Field(default=0.1, ge=0, lt=1)
    weight_decay: float = Field(default=0.01, ge=0)
    scale: float = Field(default=50.0, gt=0)
    """What cosines are multiplied by. The model was trained with 100 (Wang et al., 2024)."""
    max_tokens: int = Field(default=192, ge=8)
    """Tokens read of a text while training; the tuned model reads as many as before."""
    limit: int | None = Field(default=None, ge=1)
    """Questions learnt from, the first ones; all of them when None."""
    only: tuple[Kind, ...] = ()
    """Origins of the questions learnt from; all of them when empty."""
    autocast: bool = True
    """Compute in bfloat16, with weights kept in float32."""
