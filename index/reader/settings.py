"""The choices of a training run, kept beside its weights."""

from __future__ import annotations

from pydantic import Field

from corpus.document import Frozen


class TrainSettings(Frozen):
    """What decides of the weights, besides the data."""

    seed: int = 0
    epochs: int = Field(default=4, ge=1)
    cycles: int = Field(default=2, ge=1)
    """How often the learning rate rises and falls to 0: it is held high again for new passes."""
    questions_a_step: int = Field(default=8, ge=1)
    windows_a_question: int = Field(default=4, ge=2)
    encoder_rate: float = Field(default=1.5e-4, gt=0)
    heads_rate: float = Field(default=1e-3, gt=0)
    warm_up: float = Field(default=0.1, ge=0, lt=1)
    weight_decay: float = Field(default=0.01, ge=0)
    longest_gradient: float = Field(default=1.0, gt=0)
    start: str = ""
    """Fingerprint of the reader that training goes on from, empty for the embedder's encoder and
    new heads. That reader counts as the end of a cycle."""
    limit: int | None = Field(default=None, ge=1)
    """Questions learnt from, the first ones; all of them when None."""
    most_written: int | None = Field(default=None, ge=0)
    """Questions written for Balise among those learnt from, drawn at random; all when None."""
    dropout: float = Field(default=0.0, ge=0, lt=1)
    """Share of the encoder's values left out at random: what was read before is harder to learn by
    heart."""
    autocast: bool = True
    """Compute in bfloat16, with weights kept in float32."""
