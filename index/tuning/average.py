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
from index.embedding import DEFAULT_MODEL, default_cache
from index.model_folder import RECORD_NAME
from index.shipped import decode_shipped

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


def average(base: Path, tuned: Path, share: float, folder: Path) -> None:
    """Write to `folder` the model that lies at `share` of the way from `base` to `tuned`.

    Raises:
        BaliseError: one of the two is not a model, they do not have the same tensors, or
            `folder` exists already.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file, save_file

    if folder.exists():
        raise BaliseError(f"« {folder} » existe déjà : donnez un autre dossier.")
    read: dict[Path, dict[str, Tensor]] = {}
    for model in (base, tuned):
        try:
            read[model] = load_file(model / WEIGHTS)
        except (OSError, SafetensorError) as error:
            raise BaliseError(f"« {model} » n'a pas de poids « {WEIGHTS} » lisibles.") from error
    try:
        weights = between(read[base], read[tuned], share)
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
    options.add_argument("--base", type=Path, help="dossier du modèle (celui de Balise par défaut)")
    args = options.parse_args(argv)
    base = args.base or default_cache() / DEFAULT_MODEL
    try:
        if args.base is None:
            decode_shipped(base)
        average(base, args.tuned, args.share, args.folder)
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    Console().print(f"Modèle écrit dans « {args.folder} ».")
    return 0


if __name__ == "__main__":
    sys.exit(main())
