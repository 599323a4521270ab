"""How the processor is shared between the questions that are answered together."""

from __future__ import annotations

import math
import os

from index.embedding import physical_cores


def questions_at_once() -> int:
    """Return how many questions are worth answering together on this machine.

    At least two: while the model computes for one, Python works for the other.
    """
    return max(2, math.isqrt(physical_cores()))


def threads_per_question() -> int:
    """Return how many threads compute for one question: its part of the cores, or two.

    On two cores a second thread answers one person sooner, and costs a crowd nothing as long as
    threads sleep when they wait.
    """
    cores = physical_cores()
    return max(min(2, cores), cores // questions_at_once())


def let_threads_sleep() -> None:
    """Have threads that wait leave the processor to others; before torch is first imported."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def share_processor() -> None:
    """Give each question its threads; to be called once the model is loaded, which takes all."""
    import torch

    torch.set_num_threads(threads_per_question())
