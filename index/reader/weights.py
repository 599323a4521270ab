"""The reader on disk: four small files with their checksums.

`encoder.safetensors` holds matrices as 8-bit integers with a scale a row, the rest in float32;
`pieces.safetensors` the table of pieces in the 4-bit blocks it was published in (training leaves
it alone, so this file never changes); `tokenizer.json` (the embedding model reads these two as
well); and `reader.json`, which describes them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from corpus.document import BaliseError
from index.blocks import PIECE_TABLE, decode_all, quantise_all, unpack_rows
from index.model_folder import checksum
from index.reader.checkpoint import kept_weights, read_state, trained_weights
from index.reader.encoding import PairEncoder
from index.reader.prune import Base
from index.shipped import PIECES, ROWS, TOKENIZER

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import ModuleDict

DESCRIPTION: Final = "reader.json"
ENCODER: Final = "encoder.safetensors"
FORMAT: Final = 1


@dataclass(frozen=True)
class LoadedReader:
    """A network ready to read, and what turns questions and windows into its inputs."""

    network: ModuleDict
    encoder: PairEncoder
    description: dict[str, Any]


def save_reader(
    folder: Path, network: ModuleDict, base: Base, facts: dict[str, Any] | None = None
) -> None:
    """Write the four files; `facts` (settings, measures) go into the description."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    trained = trained_weights(network).items()
    weights = ((name, value.detach().cpu().float().numpy()) for name, value in trained)
    save_file(quantise_all(weights), folder / ENCODER)
    save_file({ROWS: np.ascontiguousarray(base.table)}, folder / PIECES)
    base.tokenizer.save(str(folder / TOKENIZER), pretty=False)
    files = {name: checksum(folder / name) for name in (ENCODER, PIECES, TOKENIZER)}
    described = {"format": FORMAT, "config": base.config, "files": files, **(facts or {})}
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")


def load_reader(folder: Path) -> LoadedReader:
    """Read what `save_reader` wrote, to be computed under bfloat16 autocast.

    Raises:
        BaliseError: a file is missing, was changed, or is of another format.
    """
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    description = _describe(folder)
    tensors = dict(decode_all(load_file(folder / ENCODER)))
    tensors[f"encoder.{PIECE_TABLE}"] = unpack_rows(load_file(folder / PIECES)[ROWS])
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    network = _network(description["config"], tensors)
    return LoadedReader(network, PairEncoder(tokenizer), description)


def read_weights(folder: Path) -> dict[str, Tensor]:
    """Return the weights of a run, or of exported files, without the table of pieces.

    Raises:
        BaliseError: there is neither in `folder`, or a file of it was changed.
    """
    import torch
    from safetensors.numpy import load_file

    state = read_state(folder)
    if state is not None:
        return kept_weights(state)
    _describe(folder)
    return {
        name: torch.from_numpy(value) for name, value in decode_all(load_file(folder / ENCODER))
    }


def put_weights(network: ModuleDict, weights: Mapping[str, Tensor]) -> None:
    """Put weights that `read_weights` gave into a network.

    Raises:
        BaliseError: they are of another network.
    """
    wanted = {name: value.shape for name, value in trained_weights(network).items()}
    if {name: value.shape for name, value in weights.items()} != wanted:
        raise BaliseError("Ces poids ne sont pas ceux d'un lecteur de cette forme.")
    network.load_state_dict(weights, strict=False)


def fingerprint(weights: Mapping[str, Tensor]) -> str:
    """Return what tells weights from others."""
    whole = hashlib.sha256()
    for name in sorted(weights):
        whole.update(name.encode() + weights[name].contiguous().numpy().tobytes())
    return whole.hexdigest()[:12]


def _network(config: dict[str, Any], tensors: dict[str, Any]) -> ModuleDict:
    import torch

    from index.reader.model import make_network

    network = make_network(config)
    network.load_state_dict({name: torch.from_numpy(v) for name, v in tensors.items()})
    network.requires_grad_(False)
    for module in network.modules():
        if isinstance(module, torch.nn.Linear):
            module.to(torch.bfloat16)  # autocast would do so again for each batch
    return network.eval()


def _describe(folder: Path) -> dict[str, Any]:
    try:
        described: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text("utf-8"))
        changed = [
            name for name, sum_ in described["files"].items() if checksum(folder / name) != sum_
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BaliseError(f"Le lecteur « {folder} » est absent ou incomplet.") from error
    if described.get("format") != FORMAT:
        raise BaliseError(f"Le lecteur « {folder} » est d'un autre format.")
    if changed:
        raise BaliseError(f"Le lecteur « {folder} » a un fichier modifié : {changed[0]}.")
    return described
