"""Measure the reader: `python -m index.reader.evaluate FOLDER --index INDEX [--limit N]`.

FOLDER holds exported weights, or a training under way. Questions of the validation articles are
searched among all paragraphs of PIAF. The test articles are for the last word on a reader:
`--split test --weight W`, with the weight that validation gave.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from corpus.document import BaliseError
from index.embedding import load_embedder, physical_cores
from index.reader.checkpoint import NAME, read_state
from index.reader.collection import open_collection
from index.reader.encoding import PairEncoder
from index.reader.measures import exact_match, separation, word_f1
from index.reader.options import positive
from index.reader.piaf import PIAF, read_piaf
from index.reader.prune import load_base
from index.reader.trial import Asked, Trial, ask, questions_of
from index.reader.weights import LoadedReader, load_reader

WINDOWS = 12
"""Windows read for a question."""
WEIGHTS = tuple(round(0.1 * i, 1) for i in range(21))
"""Weights tried for the search's score beside the reader's."""
_SHOWN = {
    "document": "Document en tête",
    "sentence": "Bonne phrase en tête",
    "em": "Mots exacts (EM)",
    "f1": "Mots exacts (F1)",
}


def measure(trials: Sequence[Trial], weight: float | None) -> dict[str, float]:
    """Return the shares of right first answers; by the search alone when `weight` is None."""
    chosen = [(trial, trial.first(weight)) for trial in trials]
    return {
        "document": _mean([c is not None and c.document == t.asked.document for t, c in chosen]),
        "sentence": _mean([c is not None and c.right_sentence for _, c in chosen]),
        "em": _mean([exact_match(c.words if c else "", t.asked.answers) for t, c in chosen]),
        "f1": _mean([word_f1(c.words if c else "", t.asked.answers) for t, c in chosen]),
    }


def fit_weight(trials: Sequence[Trial]) -> float:
    """Return the weight of the search's score that puts the right sentence first most often."""
    return max(WEIGHTS, key=lambda weight: (measure(trials, weight)["sentence"], -weight))


def report(trials: Sequence[Trial], weight: float | None = None) -> dict[str, Any]:
    """Return all measures over some trials; without `weight`, the best one for them is taken."""
    weight = fit_weight(trials) if weight is None else weight
    answered = [trial.best_relevance for trial in trials]
    removed = [trial.best_relevance_without for trial in trials]
    times = [trial.milliseconds for trial in trials]
    return {
        "questions": len(trials),
        "present": _mean([any(r.right_sentence for r in t.readings) for t in trials]),
        "weight": weight,
        "search": measure(trials, None),
        "reader": measure(trials, 0.0),
        "both": measure(trials, weight),
        "no_answer_auc": separation(answered, removed),
        "ms_p50": float(np.percentile(times, 50)),
        "ms_p95": float(np.percentile(times, 95)),
        "tokens": _mean([trial.tokens for trial in trials]),
    }


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else 0.0


def open_reader(folder: Path) -> LoadedReader:
    """Load exported weights, or the last state of a training.

    Raises:
        BaliseError: there is neither in `folder`.
    """
    from index.reader.model import network_from

    if not (folder / NAME).is_file():
        return load_reader(folder)
    state = read_state(folder)
    assert state is not None
    base = load_base()
    network = network_from(base)
    network.load_state_dict(state["weights"], strict=False)
    return LoadedReader(network.eval(), PairEncoder(base.tokenizer), {"step": state["step"]})


def results_table(measured: dict[str, Any]) -> Table:
    """Return the measures before and after reading, side by side."""
    table = Table(title=f"{measured['questions']} questions ({measured['split']})")
    for column in ("Mesure", "Recherche seule", "Lecteur seul", "Les deux"):
        table.add_column(column, justify="left" if column == "Mesure" else "right")
    for key, name in _SHOWN.items():
        cells = (measured[system][key] for system in ("search", "reader", "both"))
        table.add_row(name, *map(_percent, cells))
    return table


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %".replace(".", ",")


def _decimal(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def run(args: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Ask, read, print and return the measures."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read once, when torch is imported
    import torch

    embedder = load_embedder()
    searcher = open_collection(args.index, embedder)
    asked: Sequence[Asked] = questions_of(read_piaf(args.piaf), searcher, args.split)
    if args.limit is not None and args.limit < len(asked):
        drawn = np.random.default_rng(0).choice(len(asked), args.limit, replace=False)
        asked = [asked[int(i)] for i in sorted(drawn)]
    reader = open_reader(args.folder)
    torch.set_num_threads(args.threads)
    steps = track(asked, "Questions", console=console, disable=not console.is_terminal)
    trials = [ask(item, searcher, reader, args.windows) for item in steps]
    searcher.close()
    measured = report(trials, args.weight) | {
        "split": args.split,
        "windows": args.windows,
        "step": reader.description.get("step"),
    }
    console.print(results_table(measured))
    lines = (
        f"Réponse parmi les {args.windows} fenêtres lues : {_percent(measured['present'])}",
        f"Poids de la recherche : {_decimal(measured['weight'])}",
        f"Sans réponse, aire sous la courbe : {_decimal(measured['no_answer_auc'])}",
        f"Lecture : {measured['ms_p50']:.0f} ms (médiane), {measured['tokens']:.0f} jetons",
    )
    console.print("\n".join(lines), highlight=False)
    return measured


def main(argv: Sequence[str] | None = None) -> int:
    """Measure; return the exit code."""
    options = argparse.ArgumentParser(
        prog="python -m index.reader.evaluate", description="Mesure le lecteur."
    )
    options.add_argument("folder", type=Path, help="poids exportés, ou entraînement")
    options.add_argument("--index", type=Path, required=True, help="index des paragraphes de PIAF")
    options.add_argument("--piaf", type=Path, default=PIAF, help="fichier de PIAF")
    options.add_argument("--split", choices=("validation", "test"), default="validation")
    options.add_argument("--weight", type=float, help="poids de la recherche (appris sinon)")
    options.add_argument("--limit", type=positive, help="nombre de questions (toutes par défaut)")
    options.add_argument("--windows", type=positive, default=WINDOWS, help="fenêtres lues")
    options.add_argument(
        "--threads", type=positive, default=physical_cores(), help="fils de calcul"
    )
    options.add_argument("--json", type=Path, help="écrit aussi les mesures dans ce fichier")
    args = options.parse_args(argv)
    if args.split == "test" and args.weight is None:
        options.error("--split test demande --weight : le poids s'apprend sur la validation")
    try:
        measured = run(args, Console())
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        args.json.write_text(json.dumps(measured, ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
