"""Find the weights of ranking and confidence, with the shipped reader and without one.

`python -m evals.tune_reader FOLDER [--write]`. FOLDER holds the reader's weights. Only questions of
the validation articles of `index.reader.piaf` are asked, which neither the reader nor the embedding
model learnt from: half of them fit, half of them judge, and what is written is fitted on all.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from assistant.confidence import confidence_names
from assistant.evidence import FEATURES, READ_FEATURES
from corpus.document import BaliseError
from evals.collection import DEFAULT_CACHE, index_paragraphs, positive
from evals.fitted import Fitted, calibration_error, fit, judged_with
from evals.fitting import Logistic, Matrix
from evals.judging import Judged, recalls, risk_point, sentence_ranks, separation
from evals.squad import PIAF, SquadQuestion, SquadSet, read_squad, sample
from evals.tables import decimal, percent
from evals.tuning_cases import SIZES, Case, gather_cases
from index.embedding import Embedder, load_embedder
from index.reader.noise import noisy
from index.reader.piaf import split_articles
from index.reader.reading import Reader

_DIGITS = 4
_STEPS = tuple(round(0.01 * i, 2) for i in range(1, 61))
_SHOWN_STEPS = _STEPS[4::5]
MOST_FALSE_REFUSALS = {True: 0.05, False: 0.10}
"""The threshold is the highest step that declines fewer right answers than this, with a reader and
without, where more of what would be said is wrong."""


def validation_articles(squad: SquadSet) -> list[int]:
    """Return the articles that the reader never learnt from, test articles left alone."""
    splits = split_articles(max(squad.articles) + 1)
    return [number for number, split in enumerate(splits) if split == "validation"]


def gather_read(
    squad: SquadSet,
    index: Path,
    args: argparse.Namespace,
    embedder: Embedder,
    reader: Reader,
    progress: Progress,
) -> list[Case]:
    """Ask the validation questions to the large index, and to small ones of their paragraphs."""
    articles = validation_articles(squad)
    fitting = frozenset(articles[::2])
    known = frozenset(articles)
    questions = [q for q in squad.questions if q.article in known]
    asked = as_typed(sample(questions, args.questions, args.seed), args.seed)
    found = gather_cases(asked, index, embedder, fitting, large=True, reader=reader)
    cases = list(progress.track(found, 2 * len(asked), description="Grand index"))
    paragraphs = [p for p, article in enumerate(squad.articles) if article in known]
    random = np.random.default_rng(args.seed)
    for number in progress.track(range(args.small), description="Petits index"):
        size = min(int(random.choice(SIZES)), len(paragraphs))
        first = int(random.integers(0, len(paragraphs) - size + 1))
        run = paragraphs[first : first + size]
        folder = args.cache / "petits-lus" / str(number)
        path = index_paragraphs(squad, run, folder, embedder, vectors_of=index)
        inside = sample([q for q in questions if q.paragraph in set(run)], args.each, number)
        inside = as_typed(inside, number)
        found = gather_cases(inside, path, embedder, fitting, large=False, reader=reader)
        cases.extend(found)
        shutil.rmtree(folder)
    return cases


def as_typed(questions: Sequence[SquadQuestion], seed: int) -> tuple[SquadQuestion, ...]:
    """Return the questions, half of them as people type: PIAF's were written with care."""
    generator = np.random.default_rng(seed)
    return tuple(dataclasses.replace(q, text=noisy(q.text, generator, 0.5)) for q in questions)


def without_reading(cases: Sequence[Case]) -> list[Case]:
    """Return the cases as they would be without a reader."""

    def unread(case: Case) -> Case:
        evidence = tuple(
            dataclasses.replace(e, features=e.features[: len(FEATURES)], reading=None)
            for e in case.evidence
        )
        return dataclasses.replace(case, evidence=evidence)

    return [unread(case) for case in cases]


def comparison_table(cases: Sequence[Case], unread: Fitted, fitted: Fitted) -> Table:
    """Return how often the right sentence is first, before and after reading."""
    table = Table(title="La bonne phrase, articles tenus à l'écart")
    for name in ("Index", "Lecteur", "Tri", "1re", "3 premières", "Présente"):
        table.add_column(name, justify="left" if name in {"Index", "Lecteur", "Tri"} else "right")
    for large in (True, False):
        some = [case for case in cases if case.large is large]
        for name, asked, vector in (
            ("sans", without_reading(some), unread.ranking.tolist()),
            ("avec", some, fitted.ranking.tolist()),
        ):
            for sieved in (False, True):
                found = recalls(sentence_ranks(asked, vector, sieved=sieved))
                cells = (percent(value) for value in found.values())
                kept = "retenues" if sieved else "toutes"
                table.add_row("grand" if large else "petits", name, kept, *cells)
    return table


def risk_table(cases: Sequence[Case], fitted: Fitted) -> Table:
    """Return what each threshold gives, by size of index."""
    table = Table(title="Confiance, articles tenus à l'écart")
    for name in ("Index", "AUC", "Seuil", "Répondu", "Juste", "Refus sans source", "Refus à tort"):
        table.add_column(name, justify="right")
    for large in (True, False):
        judged = judged_with([case for case in cases if case.large is large], fitted)
        auc = decimal(separation(judged))
        for step in _SHOWN_STEPS:
            point = risk_point(judged, step)
            shares = (point.answered, point.right, point.abstained, point.false_abstentions)
            size = "grand" if large else "petits"
            table.add_row(size, auc, decimal(step, 2), *(percent(s) for s in shares))
    return table


def highest_threshold(parts: Sequence[Sequence[Judged]], most: float) -> float:
    """Return the highest step with less than `most` false refusals, the mean over `parts`.

    Each part, questions put to one sort of index, weighs the same, whatever its size.
    """

    def is_kind(step: float) -> bool:
        shares = [risk_point(judged, step).false_abstentions for judged in parts if judged]
        known = [share for share in shares if share is not None]
        return not known or sum(known) / len(known) < most

    return max((step for step in _STEPS if is_kind(step)), default=_STEPS[0])


def weights_of(
    fitted: Fitted, threshold: float, provenance: dict[str, Any], *, read: bool
) -> dict[str, Any]:
    """Return what `weights-read.json` holds, or `weights.json` for evidence that is not `read`."""

    def named(names: Sequence[str], values: Matrix | Any) -> dict[str, float]:
        return {n: round(float(v), _DIGITS) for n, v in zip(names, values, strict=True)}

    logistic: Logistic = fitted.confidence
    return {
        "provenance": provenance,
        "ranking": named(READ_FEATURES if read else FEATURES, fitted.ranking),
        "confidence": named(confidence_names(read=read), logistic.weights),
        "bias": round(logistic.bias, _DIGITS),
        "threshold": threshold,
    }


def fit_both(
    cases: Sequence[Case], provenance: dict[str, Any], console: Console
) -> dict[str, dict[str, Any]]:
    """Fit with and without the reader, print the held-out tables; return the files by name."""
    written: dict[str, dict[str, Any]] = {}
    unread: Fitted | None = None
    for name, read in (("weights.json", False), ("weights-read.json", True)):
        some = list(cases) if read else without_reading(cases)
        unseen = [case for case in some if not case.tuning]
        held_out = fit([case for case in some if case.tuning])
        parts = [
            judged_with([case for case in unseen if case.large is large], held_out)
            for large in (True, False)
        ]
        threshold = highest_threshold(parts, MOST_FALSE_REFUSALS[read])
        if unread is not None:
            console.print(comparison_table(unseen, unread, held_out))
        unread = unread or held_out
        console.print(risk_table(unseen, held_out))
        error = calibration_error(judged_with(unseen, held_out))
        console.print(
            f"{name} : erreur de calibration {decimal(error)}, seuil {decimal(threshold, 2)}"
        )
        written[name] = weights_of(fit(some), threshold, provenance, read=read)
    return written


def run(args: argparse.Namespace, console: Console) -> dict[str, dict[str, Any]]:
    """Fit, print the held-out tables, and return the content of both files of weights."""
    squad = read_squad(args.file)
    embedder = load_embedder()
    reader = Reader.open(args.reader)
    folder = args.cache / f"collection-{squad.sha256[:12]}"
    index = index_paragraphs(squad, range(len(squad.paragraphs)), folder, embedder)
    with Progress(console=console, transient=True) as progress:
        cases = gather_read(squad, index, args, embedder, reader, progress)
    provenance = {
        "command": "python -m evals.tune_reader FOLDER --write",
        "data": squad.name,
        "data_sha256": squad.sha256,
        "fitted_on": "articles that neither model learnt from, with and without their document",
        "cases": len(cases),
        "seed": args.seed,
        "model_fingerprint": embedder.identity.fingerprint,
        "reader_step": reader.loaded.description.get("training", {}).get("step"),
    }
    return fit_both(cases, provenance, console)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print, and write if asked; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.tune_reader",
        description="Apprend les poids du classement et de la confiance, avec et sans lecteur.",
    )
    parser.add_argument("reader", type=Path, help="dossier des poids du lecteur")
    parser.add_argument("file", nargs="?", type=Path, default=PIAF, help="fichier SQuAD")
    parser.add_argument("--write", action="store_true", help="écrit les deux fichiers de poids")
    parser.add_argument("--questions", type=positive, default=800, help="posées au grand index")
    parser.add_argument("--small", type=positive, default=12, help="nombre de petits index")
    parser.add_argument("--each", type=positive, default=40, help="questions par petit index")
    parser.add_argument("--seed", type=int, default=0, help="graine des tirages")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="dossier des vecteurs")
    args = parser.parse_args(argv)
    try:
        contents = run(args, Console())
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    for name, content in contents.items() if args.write else ():
        target = Path(str(resources.files("assistant").joinpath(name)))
        target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"Écrit : {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
