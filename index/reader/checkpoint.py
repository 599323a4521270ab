"""Where a training run stands: weights, optimiser and step, written whole or not at all."""

from __future__ import annotations

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


def save_checkpoint(
    folder: Path,
    network: ModuleDict,
    optimiser: Optimizer,
    step: int,
    settings: TrainSettings,
    data: str,
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


def load_checkpoint(
    folder: Path, network: ModuleDict, optimiser: Optimizer, settings: TrainSettings, data: str
) -> int:
    """Put the last state into the network and the optimiser; return the steps done, 0 at first.

    Raises:
        BaliseError: the run in `folder` had other settings or other data, or its file is damaged.
    """
    state = read_state(folder)
    if state is None:
        return 0
    if state["settings"] != settings.model_dump() or state["data"] != data:
        raise BaliseError(
            f"L'entraînement commencé dans « {folder} » a d'autres réglages ou d'autres données. "
            "Reprenez-le avec les siens, ou donnez un autre dossier à --out."
        )
    network.load_state_dict(state["weights"], strict=False)
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])
