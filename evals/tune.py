"""What weights another question set would give to fusion, ranking and confidence.

`python -m evals.tune [FILE]`. Weights are fitted on half of the articles and judged on the other
half, without a reader, beside those in use; nothing is written. `evals.tune_reader` writes those
of ranking and confidence, on articles that no model learnt from; the fusion's are copied into
`index/fusion.py`, from a set that the embedding model did not learn from.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from assistant.confidence import confidence, confidence_names, weights
from assistant.evidence import FEATURES
from corpus.document import BaliseError
from evals.collection import DEFAULT_CACHE, index_paragraphs, positive
from evals.encoded import OpenedSet, encode_questions
from evals.fitted import LISTWISE_PENALTY, Fitted, calibration_error, fit, judged_with
from evals.fitting import Flags, Matrix, fit_listwise
from evals.judging import judge, recalls, risk_point, sentence_ranks, separation
from evals.measures import rank_of, recall_at, share
from evals.squad import PIAF, SquadSet, read_squad, sample, tuning_articles
from evals.systems import Signals
from evals.tables import decimal, percent
from evals.tuning_cases import Case, gather_cases, small_collections
from index.embedding import Embedder, load_embedder
from index.fusion import FusionWeights

THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
_PER_SMALL = 80
"""Questions asked to each small collection, at most."""


def tune_fusion(squad: SquadSet, index: Path, embedder: Embedder, cache: Path) -> Table:
    """Fit the fusion's weights on the tuning half and compare them with those in use."""
    vectors = encode_questions([q.text for q in squad.questions], embedder, cache)
    opened = OpenedSet.read(index)
    signals = Signals(opened, vectors)
    tuning = tuning_articles(squad)
    lists: list[tuple[Matrix, Flags]] = []
    held: list[tuple[Matrix, int]] = []
    for question in squad.questions:
        scores = signals.standard(question.text)
        if question.article in tuning:
            lists.append((scores, opened.paragraph_of == question.paragraph))
        else:
            held.append((scores, question.paragraph))
    fitted, _ = fit_listwise(lists, LISTWISE_PENALTY)
    used = FusionWeights()
    table = Table(title=f"Fusion : appris sur {len(lists)} questions, jugé sur {len(held)} autres")
    for name in ("Poids", "BM25", "Passage", "Meilleure phrase", "R@1", "R@5", "R@10"):
        table.add_column(name, justify="left" if name == "Poids" else "right")
    in_use = np.asarray([used.lexical, used.dense, used.best_sentence])
    for name, vector in (("en service", in_use), ("appris", fitted / fitted.sum())):
        factors = vector.astype(np.float32)
        ranks = [rank_of(signals.by_paragraph(s @ factors), right) for s, right in held]
        cells = [decimal(float(value), 2) for value in vector]
        table.add_row(name, *cells, *(percent(recall_at(ranks, n)) for n in (1, 5, 10)))
    return table


def gather_all(
    squad: SquadSet,
    index: Path,
    args: argparse.Namespace,
    embedder: Embedder,
    progress: Progress,
) -> list[Case]:
    """Ask questions to the large index, then to many small ones."""
    tuning = tuning_articles(squad)
    asked = sample(squad.questions, args.questions, args.seed)
    found = gather_cases(asked, index, embedder, tuning, large=True)
    cases = list(progress.track(found, 2 * len(asked), description="Grand index"))
    runs = small_collections(len(squad.paragraphs), args.small, args.seed)
    for number, run in enumerate(progress.track(runs, description="Petits index")):
        small = args.cache / "petits" / str(number)
        inside = [question for question in squad.questions if question.paragraph in run]
        asked = sample(inside, _PER_SMALL, args.seed + number)
        path = index_paragraphs(squad, run, small, embedder, vectors_of=index)
        cases.extend(gather_cases(asked, path, embedder, tuning, large=False))
        shutil.rmtree(small)
    return cases


def ranking_table(cases: Sequence[Case], fitted: Fitted) -> Table:
    """Return how often the right sentence comes first, held-out questions."""
    table = Table(title="La bonne phrase, questions tenues à l'écart")
    for name in ("Index", "Poids", "Tri", "1re", "3 premières", "Présente"):
        table.add_column(name, justify="left" if name in {"Index", "Poids", "Tri"} else "right")
    for large in (True, False):
        some = [case for case in cases if case.large is large]
        for name, vector in (("en service", weights().ranking), ("appris", fitted.ranking)):
            for sieved in (False, True):
                found = recalls(sentence_ranks(some, list(vector), sieved=sieved))
                cells = (percent(value) for value in found.values())
                kept = "retenues" if sieved else "toutes"
                table.add_row("grand" if large else "petits", name, kept, *cells)
    return table


def losses_table(cases: Sequence[Case]) -> Table:
    """Return, by sort of question, how often the sieve drops every right sentence found."""
    table = Table(title="Bonnes phrases trouvées, puis toutes écartées par le tri (à l'écart)")
    for name in ("Sorte de question", "Trouvées", "Écartées", "Part"):
        table.add_column(name, justify="left" if name == "Sorte de question" else "right")
    dropped: dict[str, list[bool]] = {}
    for case in cases:
        if case.answerable and any(map(case.is_right, case.evidence)):
            kept = case.ranked(weights().ranking, sieved=True)
            dropped.setdefault(case.question.kind, []).append(not any(map(case.is_right, kept)))
    for kind, flags in sorted(dropped.items(), key=lambda item: -sum(item[1])):
        table.add_row(kind, str(len(flags)), str(sum(flags)), percent(share(flags)))
    return table


def confidence_tables(cases: Sequence[Case], fitted: Fitted, threshold: float) -> list[Table]:
    """Return the risk of answering by threshold, held-out questions, by size of index."""
    tables: list[Table] = []
    for large in (True, False):
        some = [case for case in cases if case.large is large]
        before = judge(some, weights().ranking, confidence)
        after = judged_with(some, fitted)
        size = "Grand index" if large else "Petits index"
        title = (
            f"{size} : confiance, {len(some)} cas tenus à l'écart "
            f"(AUC {decimal(separation(after))} ; en service {decimal(separation(before))} ; "
            f"erreur de calibration {decimal(calibration_error(after))} ; "
            f"en service {decimal(calibration_error(before))})"
        )
        table = Table(title=title)
        for name in ("Seuil", "Répondu", "Juste", "Refus sans source", "Refus à tort"):
            table.add_column(name, justify="right")
        for value in sorted({*THRESHOLDS, threshold}):
            point = risk_point(after, value)
            shares = (point.answered, point.right, point.abstained, point.false_abstentions)
            style = "bold" if value == threshold else None
            table.add_row(decimal(value, 2), *(percent(s) for s in shares), style=style)
        tables.append(table)
    return tables


def weights_table(fitted: Fitted) -> Table:
    """Return each feature's weight, per deviation of the feature, so that they compare."""
    table = Table(title="Poids appris (par écart type du trait)")
    table.add_column("Trait")
    table.add_column("Classement", justify="right")
    table.add_column("Confiance", justify="right")
    ranking = dict(zip(FEATURES, fitted.ranking_standardised, strict=True))
    sure = dict(zip(confidence_names(read=False), fitted.confidence.standardised, strict=True))
    for name in confidence_names(read=False):
        rank = decimal(float(ranking[name])) if name in ranking else "–"
        table.add_row(name, rank, decimal(float(sure[name])))
    return table


def run(args: argparse.Namespace, console: Console) -> None:
    """Fit, and print the held-out tables beside the weights in use."""
    squad = read_squad(args.file)
    embedder = load_embedder()
    threshold = weights().threshold if args.threshold is None else args.threshold
    folder = args.cache / f"collection-{squad.sha256[:12]}"
    index = index_paragraphs(squad, range(len(squad.paragraphs)), folder, embedder)
    with Progress(console=console, transient=True) as progress:
        cases = gather_all(squad, index, args, embedder, progress)
    seen = [case for case in cases if case.tuning]
    unseen = [case for case in cases if not case.tuning]
    if not any(case.answerable and any(map(case.is_right, case.evidence)) for case in seen):
        raise BaliseError("Trop peu de questions pour apprendre des poids.")
    fitted = fit(seen)
    console.print(weights_table(fitted))
    console.print(ranking_table(unseen, fitted))
    console.print(losses_table(unseen))
    for table in confidence_tables(unseen, fitted, threshold):
        console.print(table)
    if not args.skip_fusion:
        console.print(tune_fusion(squad, index, embedder, args.cache))


def main(argv: Sequence[str] | None = None) -> int:
    """Fit and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.tune", description="Apprend les poids.")
    parser.add_argument("file", nargs="?", type=Path, default=PIAF, help="fichier SQuAD")
    parser.add_argument("--questions", type=positive, default=1500, help="posées au grand index")
    parser.add_argument("--small", type=positive, default=20, help="nombre de petits index")
    parser.add_argument("--seed", type=int, default=0, help="graine des tirages")
    parser.add_argument("--threshold", type=float, help="seuil de confiance à montrer")
    parser.add_argument("--skip-fusion", action="store_true", help="laisse la fusion de côté")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="dossier des vecteurs")
    args = parser.parse_args(argv)
    try:
        run(args, Console())
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
