"""Where a training run stands: weights, their average, optimiser and step; whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.document import BaliseError
from index.blocks import PIECE_TABLE
from index.reader.settings import TrainSettings

if TYPE_CHECKING:
    from torch.nn import ModuleDict
    from torch.optim import Optimizer

NAME = "point-de-reprise.pt"


def trained_weights(network: ModuleDict) -> dict[str, Any]:
    """Return all weights except the table of pieces, which training leaves as it is."""
    fixed = f"encoder.{PIECE_TABLE}"
    return {name: value for name, value in network.state_dict().items() if name != fixed}


@dataclass
class Average:
    """The mean of the weights at the ends of the cycles that are over, which is what is kept.

    Between two points where training came to rest lies one that does better on new questions than
    either (stochastic weight averaging: Izmailov et al., 2018, arXiv:1803.05407).
    """

    cycles: int = 0
    weights: dict[str, Any] = field(default_factory=dict)

    def add(self, network: ModuleDict) -> None:
        """Take in the weights of a cycle's end."""
        self.cycles += 1
        for name, value in trained_weights(network).items():
            here = value.detach().cpu().clone()
            mean = self.weights.get(name, here)
            self.weights[name] = mean + (here - mean) / self.cycles


def save_checkpoint(
    folder: Path,
    network: ModuleDict,
    optimiser: Optimizer,
    step: int,
    settings: TrainSettings,
    data: str,
    average: Average,
) -> None:
    """Write the state after `step` steps; `data` is the sha256 of the training data."""
    import torch

    draft = folder / f".{NAME}"
    state = {
        "weights": trained_weights(network),
        "optimiser": optimiser.state_dict(),
        "step": step,
        "settings": settings.model_dump(),
        "data": data,
        "average": {"cycles": average.cycles, "weights": average.weights},
    }
    torch.save(state, draft)
    draft.replace(folder / NAME)


def read_state(folder: Path) -> dict[str, Any] | None:
    """Return the state kept in `folder`, None without one.

    Raises:
        BaliseError: its file is damaged.
    """
    import pickle

    import torch

    path = folder / NAME
    if not path.is_file():
        return None
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise BaliseError(f"Le point de reprise « {path} » est illisible : effacez-le.") from error
    return state


def kept_weights(state: dict[str, Any]) -> dict[str, Any]:
    """Return the weights that a run gives: the average of its cycles, or the last ones before."""
    began_with = int(bool(state["settings"].get("start")))  # it counts as a cycle, and is not one
    over = state["average"]["cycles"] > began_with
    weights: dict[str, Any] = state["average"]["weights"] if over else state["weights"]
    return weights


def load_checkpoint(
    folder: Path, network: ModuleDict, optimiser: Optimizer, settings: TrainSettings, data: str
) -> tuple[int, Average]:
    """Put the last state into the network and the optimiser; return the steps done, 0 at first.

    The average of the cycles that are over comes second.

    Raises:
        BaliseError: the run in `folder` had other settings or other data, or its file is damaged.
    """
    state = read_state(folder)
    if state is None:
        return 0, Average()
    if TrainSettings(**state["settings"]) != settings or state["data"] != data:
        raise BaliseError(
            f"L'entraînement commencé dans « {folder} » a d'autres réglages ou d'autres données. "
            "Reprenez-le avec les siens, ou donnez un autre dossier à --out."
        )
    network.load_state_dict(state["weights"], strict=False)
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"]), Average(**state["average"])
