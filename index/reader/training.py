"""The training loop: one step reads a few questions, each with its windows."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from index.reader.checkpoint import load_checkpoint, save_checkpoint
from index.reader.data import Drawn, Prepared, chosen_groups, draw, epoch_order
from index.reader.encoding import NOWHERE, Encoded, PairEncoder
from index.reader.losses import Targets, losses
from index.reader.model import read
from index.reader.settings import TrainSettings

if TYPE_CHECKING:
    from torch.nn import ModuleDict
    from torch.optim import Optimizer

LOG_NAME: Final = "journal.jsonl"
_IGNORED: Final = (-100, -100)
"""Target of a window whose answer lies beyond the tokens read: its words are not learnt."""

Told = Callable[[int, int, dict[str, float]], None]
"""Told (steps done, steps in all, losses) after each step."""


@dataclass(frozen=True)
class Plan:
    """The questions of each step, from the settings and the number of questions alone."""

    settings: TrainSettings
    questions: int

    @property
    def steps_an_epoch(self) -> int:
        """Steps in one pass over the questions; the last one may be smaller."""
        return math.ceil(self.questions / self.settings.questions_a_step)

    @property
    def steps(self) -> int:
        """Steps in all."""
        return self.steps_an_epoch * self.settings.epochs

    @property
    def steps_a_cycle(self) -> int:
        """Steps in which the learning rate rises and falls once; the last cycle may be shorter."""
        return math.ceil(self.steps / self.settings.cycles)

    def questions_of(self, step: int) -> tuple[int, list[int]]:
        """Return the epoch of a step and the numbers of its questions."""
        epoch, rank = divmod(step, self.steps_an_epoch)
        size = self.settings.questions_a_step
        order = epoch_order(self.questions, self.settings.seed, epoch)
        return epoch, order[rank * size : (rank + 1) * size]

    def rate_factor(self, step: int) -> float:
        """Return what learning rates are multiplied by: a linear rise, then a linear fall to 0.

        They rise and fall once a cycle (warm restarts: Loshchilov and Hutter, 2017, « SGDR »).
        """
        length = self.steps_a_cycle
        place = step % length
        rising = max(1, round(self.settings.warm_up * length))
        if place < rising:
            return (place + 1) / rising
        return (length - place) / max(1, length - rising)


def make_optimiser(network: ModuleDict, settings: TrainSettings) -> Optimizer:
    """AdamW (Loshchilov and Hutter, 2019): heads learn faster; no decay on vectors."""
    import torch

    groups = []
    for heads, rate in ((False, settings.encoder_rate), (True, settings.heads_rate)):
        for vectors, decay in ((False, settings.weight_decay), (True, 0.0)):
            chosen = [
                parameter
                for name, parameter in network.named_parameters()
                if parameter.requires_grad
                and name.startswith("encoder.") is not heads
                and (parameter.ndim < 2) is vectors
            ]
            if chosen:
                groups.append(
                    {"params": chosen, "lr": rate, "full_rate": rate, "weight_decay": decay}
                )
    return torch.optim.AdamW(groups)


def encode_group(encoder: PairEncoder, drawn: Drawn) -> tuple[list[Encoded], tuple[int, int]]:
    """Return the inputs of a question and where the answer's tokens are in the first of them."""
    inputs = encoder.encode(drawn.question, drawn.texts, drawn.contexts)
    if drawn.answer is None:
        return inputs, NOWHERE
    return inputs, inputs[0].tokens_of(*drawn.answer) or _IGNORED


def train(
    network: ModuleDict,
    encoder: PairEncoder,
    prepared: Prepared,
    settings: TrainSettings,
    folder: Path,
    *,
    data: str = "",
    save_every: int = 100,
    stop_after: int | None = None,
    on_step: Told | None = None,
) -> int:
    """Train `network` in place, going on from the state kept in `folder`; return the steps done.

    The weights worth keeping are the average of the cycles' ends, which the state holds as well.
    `data` identifies the training data. `stop_after` ends the run early, its state saved.
    """
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    chosen = chosen_groups(prepared, settings.seed, settings.most_written)[: settings.limit]
    plan = Plan(settings, len(chosen))
    optimiser = make_optimiser(network, settings)
    step, average = load_checkpoint(folder, network, optimiser, settings, data)
    if settings.start and step == 0:
        average.add(network)
    last = plan.steps if stop_after is None else min(plan.steps, stop_after)
    network.train()
    device = next(network.parameters()).device.type
    while step < last:
        began = time.perf_counter()
        for group in optimiser.param_groups:
            group["lr"] = group["full_rate"] * plan.rate_factor(step)
        epoch, numbers = plan.questions_of(step)
        drawn = [
            draw(prepared, chosen[n], settings.windows_a_question, settings.seed, epoch)
            for n in numbers
        ]
        torch.manual_seed(settings.seed + step)  # a run that goes on leaves out the same values
        with torch.autocast(device, dtype=torch.bfloat16, enabled=settings.autocast):
            found = _losses_of(network, encoder, drawn)
        found["total"].backward()
        trained = [p for p in network.parameters() if p.requires_grad]
        torch.nn.utils.clip_grad_norm_(trained, settings.longest_gradient)
        optimiser.step()
        optimiser.zero_grad()
        step += 1
        measured = {name: float(value.detach()) for name, value in found.items()}
        measured["seconds"] = time.perf_counter() - began
        _log(folder / LOG_NAME, step, epoch, measured)
        if step % plan.steps_a_cycle == 0 or step == plan.steps:
            average.add(network)
        if step % save_every == 0 or step == last:
            save_checkpoint(folder, network, optimiser, step, settings, data, average)
        if on_step is not None:
            on_step(step, plan.steps, measured)
    return step


def _losses_of(network: ModuleDict, encoder: PairEncoder, drawn: Sequence[Drawn]) -> dict[str, Any]:
    import torch

    inputs: list[Encoded] = []
    spans: list[tuple[int, int]] = []
    answers: list[float] = []
    for group in drawn:
        encoded, span = encode_group(encoder, group)
        nothing = len(encoded) - 1
        inputs += encoded
        spans += [span, *[NOWHERE] * nothing]
        answers += [float(group.answer is not None), *[0.0] * nothing]
    outputs = read(network, inputs, encoder.padding)
    device = outputs.relevance.device
    targets = Targets(
        starts=torch.tensor([a for a, _ in spans], device=device),
        ends=torch.tensor([b for _, b in spans], device=device),
        answers=torch.tensor(answers, device=device),
        group_size=len(drawn[0].texts),
    )
    return losses(outputs, targets)


def _log(path: Path, step: int, epoch: int, measured: dict[str, float]) -> None:
    rounded = {name: round(value, 4) for name, value in measured.items()}
    with path.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"step": step, "epoch": epoch, **rounded}) + "\n")
