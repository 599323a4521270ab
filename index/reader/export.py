"""Write a trained reader: `python -m index.reader.export RUN FOLDER`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from corpus.document import BaliseError
from index.reader.checkpoint import kept_weights, read_state
from index.reader.model import network_from
from index.reader.prune import load_base
from index.reader.weights import put_weights, save_reader


def export(run: Path, folder: Path) -> int:
    """Write the weights of the training in `run` to `folder`; return their bytes.

    Raises:
        BaliseError: there is no training in `run`.
    """
    state = read_state(run)
    if state is None:
        raise BaliseError(f"Aucun entraînement dans « {run} ».")
    base = load_base()
    network = network_from(base)
    put_weights(network, kept_weights(state))
    facts = {name: state[name] for name in ("step", "settings", "data")}
    save_reader(folder, network, base, {"training": facts})
    return sum(path.stat().st_size for path in folder.iterdir())


def main(argv: Sequence[str] | None = None) -> int:
    """Export; return the exit code."""
    options = argparse.ArgumentParser(
        prog="python -m index.reader.export", description="Écrit les poids d'un entraînement."
    )
    options.add_argument("run", type=Path, help="dossier de l'entraînement")
    options.add_argument("folder", type=Path, help="dossier des poids")
    args = options.parse_args(argv)
    try:
        size = export(args.run, args.folder)
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    Console().print(f"Poids écrits dans « {args.folder} » : {size / 1e6:.1f} Mo.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
