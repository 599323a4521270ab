"""Retrieval on a question set: the right paragraph among all, ours beside the usual systems.

`python -m evals.retrieval [FILE] [--limit N --seed S] [--json FILE]`. Each paragraph of the
SQuAD file is a document. Results are given for all questions, and apart for the half of the
articles that the weights were tuned on and for the half that was held out.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from corpus.document import BaliseError
from evals.collection import (
    DEFAULT_CACHE,
    gold_document,
    identity_of,
    index_paragraphs,
    paragraph_name,
    positive,
)
from evals.encoded import OpenedSet, encode_questions
from evals.measures import mean_reciprocal_rank, rank_of, recall_at
from evals.squad import PIAF, SquadQuestion, SquadSet, read_squad, sample, tuning_articles
from evals.systems import OURS, Signals, Systems
from evals.tables import decimal, percent
from index.analyser import ANALYSER_RULE
from index.embedding import Embedder, load_embedder
from index.fusion import FusionWeights
from index.search import Searcher

COUNTS = (1, 3, 5, 10)
AGREEMENT_SAMPLE = 200
Ranks = dict[str, list[int]]


def measure(ranks: Sequence[int]) -> dict[str, float]:
    """Return the measures of one system."""
    recalls = {f"R@{count}": recall_at(ranks, count) for count in COUNTS}
    return {**recalls, "MRR": mean_reciprocal_rank(ranks)}


def compare(
    questions: Sequence[SquadQuestion], systems: Systems, progress: Progress
) -> tuple[Ranks, list[int]]:
    """Return the rank of the right paragraph by system, and the paragraph that ours puts first."""
    ranks: Ranks = {}
    first: list[int] = []
    for question in progress.track(questions, description="Recherche"):
        found = systems.scores(question.text)
        for name, scores in found.items():
            ranks.setdefault(name, []).append(rank_of(scores, question.paragraph))
        first.append(int(found[OURS].argmax()))
    return ranks, first


def agreement(
    questions: Sequence[SquadQuestion],
    first: Sequence[int],
    index: Path,
    embedder: Embedder,
    seed: int,
) -> dict[str, Any]:
    """Ask a sample to `Searcher.search`: how often does it put the same paragraph first?"""
    chosen = np.random.default_rng(seed).permutation(len(questions))[:AGREEMENT_SAMPLE]
    searcher = Searcher(index, embedder, identity_of(embedder))
    same = right = 0
    for number in chosen:
        hits = searcher.search(questions[number].text, 1)
        found = hits[0].document.id if hits else ""
        same += found == paragraph_name(first[number])
        right += found == gold_document(questions[number])
    fingerprint = searcher.fingerprint
    searcher.close()
    return {
        "questions": len(chosen),
        "same_first": same / len(chosen),
        "right_first": right / len(chosen),
        "index": fingerprint,
    }


def parts(squad: SquadSet, questions: Sequence[SquadQuestion]) -> dict[str, list[int]]:
    """Return the places in `questions` of all of them, of the tuning half, of the held-out half."""
    tuning = tuning_articles(squad)
    seen = [i for i, question in enumerate(questions) if question.article in tuning]
    unseen = [i for i, question in enumerate(questions) if question.article not in tuning]
    everything = list(range(len(questions)))
    return {"Toutes": everything, "Moitié de réglage": seen, "Moitié tenue à l'écart": unseen}


def results_table(name: str, count: int, results: dict[str, dict[str, float]]) -> Table:
    """Return the measures of every system, side by side."""
    table = Table(title=f"{name} : {count} questions")
    table.add_column("Système")
    for measured in (*(f"R@{n}" for n in COUNTS), "MRR"):
        table.add_column(measured, justify="right")
    for system, values in results.items():
        cells = [percent(values[f"R@{n}"]) for n in COUNTS] + [decimal(values["MRR"])]
        table.add_row(system, *cells, style="bold" if system == OURS else None)
    return table


def run(args: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Measure, print, and return what was measured with what it was measured on."""
    squad = read_squad(args.file)
    questions = sample(squad.questions, args.limit, args.seed)
    embedder = load_embedder()
    folder = args.cache / f"collection-{squad.sha256[:12]}"
    everything = range(len(squad.paragraphs))
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Index")

        def told(step: str, done: int, total: int) -> None:
            progress.update(task, description=step, completed=done, total=total)

        index = index_paragraphs(squad, everything, folder, embedder, on_progress=told)
        asked = partial(told, "Vecteurs des questions")
        vectors = encode_questions([q.text for q in questions], embedder, args.cache, asked)
        systems = Systems(squad.paragraphs, Signals(OpenedSet.read(index), vectors))
        ranks, first = compare(questions, systems, progress)
    results: dict[str, Any] = {}
    for name, places in parts(squad, questions).items():
        measured = {system: measure([r[i] for i in places]) for system, r in ranks.items()}
        results[name] = {"questions": len(places), "systems": measured}
        if places:
            console.print(results_table(name, len(places), measured))
    checked = agreement(questions, first, index, embedder, args.seed)
    console.print(
        f"Index réel, {checked['questions']} questions : même premier paragraphe "
        f"{percent(checked['same_first'])}, bon paragraphe {percent(checked['right_first'])}."
    )
    return {
        "file": squad.name,
        "sha256": squad.sha256,
        "paragraphs": len(squad.paragraphs),
        "limit": args.limit,
        "seed": args.seed,
        "model": embedder.identity.name,
        "model_fingerprint": embedder.identity.fingerprint,
        "analyser": ANALYSER_RULE,
        "weights": dataclasses.asdict(FusionWeights()),
        "results": results,
        "agreement": checked,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.retrieval", description="Mesure la recherche du bon paragraphe."
    )
    parser.add_argument("file", nargs="?", type=Path, default=PIAF, help="fichier SQuAD")
    parser.add_argument("--limit", type=positive, help="nombre de questions (toutes par défaut)")
    parser.add_argument("--seed", type=int, default=0, help="graine du tirage")
    parser.add_argument("--json", type=Path, help="écrit aussi les mesures dans ce fichier")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="dossier des vecteurs")
    args = parser.parse_args(argv)
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
