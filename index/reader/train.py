"""Train the reader: `python -m index.reader.train --out FOLDER [--epochs N] [--limit N]`.

The data are prepared first (some ten minutes) and kept in the folder. A run that was stopped goes
on where it was when the same command is given again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import Progress

from corpus.document import BaliseError
from index.embedding import load_embedder, physical_cores
from index.memory import keep_memory
from index.original import original_model
from index.reader.collection import index_articles, open_collection
from index.reader.data import Kind, Prepared, load_prepared, save_prepared
from index.reader.encoding import PairEncoder
from index.reader.mining import FEWEST, WindowTable, mine_articles, mine_made
from index.reader.options import positive
from index.reader.piaf import PIAF
from index.reader.prune import load_base
from index.reader.settings import TrainSettings
from index.reader.templates import rome_questions, sheet_questions
from index.reader.training import train
from index.reader.weights import fingerprint, put_weights, read_weights
from index.reader.written import WRITTEN, training_articles

ROME = PIAF.parents[1] / "rome"
SHEETS = Path(__file__).parents[2] / "corpus" / "sheets"
DATA_NAME = "donnees.json"
ROME_QUESTIONS = 300
MOST_WINDOWS: Final = FEWEST + 1
"""Windows that a question can be read with: the right one and those that each question has."""
SAID_EVERY = 20
"""Steps between two lines where there is no terminal."""
_ORIGINS: Final[dict[Kind, str]] = {
    "piaf": "de PIAF",
    "written": "écrites pour Balise",
    "fiche": "tirées des fiches",
    "rome": "tirées du ROME",
}

Report = Callable[[str, int, int], None]


def prepare(
    folder: Path,
    piaf: Path,
    rome: Path,
    report: Report,
    *,
    written: Path | None = WRITTEN,
    index: Path | None = None,
) -> Prepared:
    """Make all training data, with our own questions unless `written` is None.

    `index` is one over all paragraphs, made in `folder` if None.
    """
    articles, splits = training_articles(piaf, written)
    embedder = load_embedder(str(original_model()))  # the one that ships was tuned on these data
    if index is None:
        index = index_articles(articles, folder / "collection", embedder, report)
    table = WindowTable()
    searcher = open_collection(index, embedder, articles)
    try:
        groups = mine_articles(
            articles, splits, searcher, table, lambda a, b: report("Fausses pistes", a, b)
        )
    finally:
        searcher.close()
    generator = np.random.default_rng(0)
    groups += mine_made(list(sheet_questions(SHEETS, generator)), "fiche", table)
    groups += mine_made(rome_questions(rome, generator, ROME_QUESTIONS), "rome", table)
    shuffled = generator.permutation(len(groups))
    return Prepared(windows=tuple(table.texts), groups=tuple(groups[int(i)] for i in shuffled))


def run(args: argparse.Namespace, console: Console) -> None:
    """Prepare the data unless they are there, then train."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read once, when torch is imported
    import torch

    from index.reader.model import network_from

    start = read_weights(args.start) if args.start else {}
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / DATA_NAME
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Lecteur")

        def report(step: str, done: int, total: int) -> None:
            progress.update(task, description=step, completed=done, total=total)

        if not path.is_file():
            written = WRITTEN if args.written else None
            made = prepare(
                args.out, args.piaf, args.rome, report, written=written, index=args.index
            )
            save_prepared(made, path)
        torch.set_num_threads(args.threads)
        keep_memory()
        prepared = load_prepared(path)
        console.print(_describe(prepared))
        settings = TrainSettings(
            epochs=args.epochs,
            cycles=args.cycles,
            windows_a_question=args.windows,
            limit=args.limit,
            most_written=args.most_written,
            dropout=args.dropout,
            seed=args.seed,
            start=fingerprint(start) if start else "",
        )
        base = load_base()
        device = "cuda" if torch.cuda.is_available() else "cpu"
        network = network_from(base, settings.seed, settings.dropout)
        if start:
            put_weights(network, start)
        network.to(device)
        began = time.monotonic()
        first: list[int] = []

        def on_step(done: int, total: int, measured: dict[str, float]) -> None:
            first[:] = first or [done - 1]
            report(f"Perte {measured['total']:.3f}", done, total)
            if not console.is_terminal and done % SAID_EVERY == 0:
                left = (time.monotonic() - began) / (done - first[0]) * (total - done)
                said = " ".join(f"{name} {value:.3f}" for name, value in measured.items())
                console.print(f"{done}/{total} {said} ; encore {left / 60:.0f} min", soft_wrap=True)

        train(
            network,
            PairEncoder(base.tokenizer),
            prepared,
            settings,
            args.out,
            data=hashlib.sha256(path.read_bytes()).hexdigest(),
            save_every=args.save_every,
            stop_after=args.stop_after,
            on_step=on_step,
        )


def _describe(prepared: Prepared) -> str:
    kinds = [group.kind for group in prepared.groups]
    counted = ", ".join(
        f"{kinds.count(kind)} {name}" for kind, name in _ORIGINS.items() if kind in kinds
    )
    return f"{len(prepared.groups)} questions ({counted}), {len(prepared.windows)} fenêtres."


def _windows(text: str) -> int:
    count = positive(text)
    if not 2 <= count <= MOST_WINDOWS:
        raise argparse.ArgumentTypeError(f"attendu de 2 à {MOST_WINDOWS} fenêtres, reçu « {text} »")
    return count


def _share(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"attendu de 0 à 1, reçu « {text} »")
    return value


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(
        prog="python -m index.reader.train", description="Entraîne le lecteur de Balise."
    )
    options.add_argument("--out", type=Path, required=True, help="dossier de l'entraînement")
    options.add_argument("--piaf", type=Path, default=PIAF, help="fichier de PIAF")
    options.add_argument("--rome", type=Path, default=ROME, help="dossier du ROME")
    options.add_argument("--index", type=Path, help="index des paragraphes, s'il est déjà fait")
    options.add_argument(
        "--no-written", dest="written", action="store_false", help="sans nos propres questions"
    )
    options.add_argument("--start", type=Path, help="part de ce lecteur (poids ou entraînement)")
    options.add_argument("--epochs", type=positive, default=4, help="passages sur les questions")
    options.add_argument(
        "--cycles", type=positive, default=2, help="montées et descentes du pas d'apprentissage"
    )
    options.add_argument(
        "--windows", type=_windows, default=4, help=f"fenêtres par question, de 2 à {MOST_WINDOWS}"
    )
    options.add_argument("--limit", type=positive, help="nombre de questions (toutes par défaut)")
    options.add_argument(
        "--most-written", type=positive, metavar="N", help="de nos questions (toutes par défaut)"
    )
    options.add_argument(
        "--dropout", type=_share, default=0.0, help="part des valeurs omises au hasard"
    )
    options.add_argument("--seed", type=int, default=0, help="graine")
    options.add_argument(
        "--threads", type=positive, default=physical_cores(), help="fils de calcul"
    )
    options.add_argument(
        "--save-every", type=positive, default=100, help="pas entre deux sauvegardes"
    )
    options.add_argument("--stop-after", type=positive, help="s'arrête après ce pas")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Train; return the exit code."""
    try:
        run(parser().parse_args(argv), Console())
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
