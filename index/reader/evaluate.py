"""Measure the reader: `python -m index.reader.evaluate FOLDER --index INDEX [--limit N]`.

FOLDER holds exported weights, or a training under way. Questions of the validation articles are
searched among all paragraphs of PIAF. The test articles are for the last word on a reader:
`--split test --search W --words W`, with the weights that validation gave.
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
from index.reader.checkpoint import NAME
from index.reader.collection import open_collection
from index.reader.encoding import PairEncoder
from index.reader.measures import exact_match, separation, word_f1
from index.reader.options import positive
from index.reader.piaf import PIAF, read_piaf
from index.reader.prune import load_base
from index.reader.trial import Asked, Mix, Trial, ask, questions_of
from index.reader.weights import LoadedReader, load_reader, put_weights, read_weights

WINDOWS = 12
"""Windows read for a question."""
SEARCH_WEIGHTS = tuple(round(0.2 * i, 1) for i in range(26))
WORDS_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0)
"""Weights tried for the search's score and for the margin, beside the relevance."""
_SHOWN = {
    "document": "Document en tête",
    "sentence": "Bonne phrase en tête",
    "em": "Mots exacts (EM)",
    "f1": "Mots exacts (F1)",
}


def measure(trials: Sequence[Trial], mix: Mix | None) -> dict[str, float]:
    """Return the shares of right first answers; by the search alone when `mix` is None."""
    chosen = [(trial, trial.first(mix)) for trial in trials]
    return {
        "document": _mean([c is not None and c.document == t.asked.document for t, c in chosen]),
        "sentence": _mean([c is not None and c.right_sentence for _, c in chosen]),
        "em": _mean([exact_match(c.words if c else "", t.asked.answers) for t, c in chosen]),
        "f1": _mean([word_f1(c.words if c else "", t.asked.answers) for t, c in chosen]),
    }


def fit_mix(trials: Sequence[Trial]) -> Mix:
    """Return the smallest weights that put the right sentence first most often."""
    mixes = [Mix(search, words) for words in WORDS_WEIGHTS for search in SEARCH_WEIGHTS]

    def worth(mix: Mix) -> tuple[float, float, float]:
        firsts = [trial.first(mix) for trial in trials]
        return _mean([r is not None and r.right_sentence for r in firsts]), -mix.words, -mix.search

    return max(mixes, key=worth)


def report(trials: Sequence[Trial], mix: Mix | None = None) -> dict[str, Any]:
    """Return all measures over some trials; without `mix`, the best one for them is taken."""
    mix = fit_mix(trials) if mix is None else mix
    answered = [trial.best_relevance for trial in trials]
    removed = [trial.best_relevance_without for trial in trials]
    times = [trial.milliseconds for trial in trials]
    return {
        "questions": len(trials),
        "present": _mean([any(r.right_sentence for r in t.readings) for t in trials]),
        "search_weight": mix.search,
        "words_weight": mix.words,
        "search": measure(trials, None),
        "reader": measure(trials, Mix()),
        "both": measure(trials, mix),
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
    base = load_base()
    network = network_from(base)
    put_weights(network, read_weights(folder))
    return LoadedReader(network.eval(), PairEncoder(base.tokenizer), {})


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
    articles = read_piaf(args.piaf)
    searcher = open_collection(args.index, embedder, articles)
    asked: Sequence[Asked] = questions_of(articles, searcher, args.split)
    if args.limit is not None and args.limit < len(asked):
        drawn = np.random.default_rng(0).choice(len(asked), args.limit, replace=False)
        asked = [asked[int(i)] for i in sorted(drawn)]
    reader = open_reader(args.folder)
    torch.set_num_threads(args.threads)
    steps = track(asked, "Questions", console=console, disable=not console.is_terminal)
    trials = [ask(item, searcher, reader, args.windows) for item in steps]
    searcher.close()
    given = None if args.search is None else Mix(args.search, args.words)
    measured = report(trials, given) | {
        "split": args.split,
        "windows": args.windows,
    }
    console.print(results_table(measured))
    lines = (
        f"Réponse parmi les {args.windows} fenêtres lues : {_percent(measured['present'])}",
        f"Poids de la recherche : {_decimal(measured['search_weight'])}, "
        f"des mots : {_decimal(measured['words_weight'])}",
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
    options.add_argument("--search", type=float, help="poids de la recherche (appris sinon)")
    options.add_argument("--words", type=float, help="poids des mots exacts (appris sinon)")
    options.add_argument("--limit", type=positive, help="nombre de questions (toutes par défaut)")
    options.add_argument("--windows", type=positive, default=WINDOWS, help="fenêtres lues")
    options.add_argument(
        "--threads", type=positive, default=physical_cores(), help="fils de calcul"
    )
    options.add_argument("--json", type=Path, help="écrit aussi les mesures dans ce fichier")
    args = options.parse_args(argv)
    if (args.search is None) != (args.words is None):
        options.error("--search et --words vont ensemble")
    if args.split == "test" and args.search is None:
        options.error("--split test demande --search et --words, appris sur la validation")
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
