"""What each part of Balise is worth: `python -m evals.ablation [--json FILE] [--markdown FILE]`.

The same questions are put to the search alone, then with the reader, then with the calibrated
refusal, on three sets: Balise's own cases, questions of articles that no part learnt from, and
any other case file. Questions of a SQuAD file are also asked without the document that answers.
With `--before FOLDER`, another embedding model searches as well: the one before it was tuned.
With `--plot FOLDER`, the risk-coverage curves of all systems are drawn, one picture a set.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from assistant.engine import Assistant
from assistant.filters import Filters
from corpus.document import BaliseError
from evals.collection import DEFAULT_CACHE, identity_of, positive
from evals.curves import make_folder, write_curves
from evals.squad import PIAF, SquadSet, read_squad, sample
from evals.suite.case import CASES, Case, case_files, read_cases
from evals.suite.metrics import measure
from evals.suite.result import CaseResult, Metrics
from evals.suite.run import Examiner, run_cases
from evals.suite.subjects import index_documents, index_shipped, index_squad, squad_cases
from evals.suite.verdict import judge
from evals.tables import decimal, percent
from index.embedding import Embedder, load_embedder
from index.reader.piaf import Split, split_articles
from index.reader.reading import Reader
from index.reader.shipped import open_reader
from index.search import Searcher

WITHHELD = "sans source"
"""Kind of the questions whose document is kept out of the search."""


@dataclass(frozen=True)
class System:
    """A part of Balise: with its reader or not, and refusing when unsure or never for that."""

    name: str
    reads: bool
    refuses: bool


BEFORE = (
    System("Recherche seule, modèle d'avant", reads=False, refuses=False),
    System("Lecteur, modèle d'avant", reads=True, refuses=False),
)
"""Asked with another embedding model; never to refuse, since confidence was fitted with ours."""
SYSTEMS = (
    System("Recherche seule", reads=False, refuses=False),
    System("+ refus calibré", reads=False, refuses=True),
    System("Lecteur", reads=True, refuses=False),
    System("Lecteur + refus calibré", reads=True, refuses=True),
)


@dataclass(frozen=True)
class Subject:
    """Questions and the index that they are asked on."""

    name: str
    index: Path
    cases: tuple[Case, ...]
    squad: bool = False


def held_out(squad: SquadSet, split: Split, limit: int, seed: int) -> tuple[Case, ...]:
    """Return cases from the articles of one split of the reader's data."""
    splits = split_articles(max(squad.articles) + 1)
    questions = [q for q in squad.questions if splits[q.article] == split]
    return squad_cases(sample(questions, limit, seed))


def withheld(examiner: Examiner, cases: Iterable[Case]) -> Iterator[CaseResult]:
    """Ask each question of a SQuAD file with its document left out: the right answer is none."""
    everything = frozenset(examiner.documents)
    for case in cases:
        gold = {proof.document for proof in case.proofs}
        names = {d.id for d in examiner.documents.values() if Path(d.path).name in gold}
        filters = Filters(documents=tuple(sorted(everything - names)))
        trace = examiner.assistant.trace(case.turns, filters=filters)
        silent = Case(id=f"{case.id}-sans", kind=WITHHELD, turns=case.turns, abstain=True)
        yield judge(silent, trace, examiner.documents, [])


def ask(system: System, subject: Subject, embedder: Embedder, reader: Reader) -> Metrics:
    """Ask all questions of a subject to one system."""
    searcher = Searcher(subject.index, embedder, identity_of(embedder))
    threshold = None if system.refuses else 0.0
    assistant = Assistant(searcher, threshold=threshold, reader=reader if system.reads else None)
    try:
        examiner = Examiner.of(assistant, squad=subject.squad)
        cases = examiner.anchored(subject.cases)
        with Progress(transient=True) as progress:
            task = progress.add_task(f"{subject.name}, {system.name}", total=len(cases))
            told = partial(_advance, progress, task)
            results = list(run_cases(examiner, cases, on_progress=told))
        if subject.squad:
            results += withheld(examiner, cases)
        return measure(results, 1)
    finally:
        searcher.close()


def _advance(progress: Progress, task: TaskID, done: int, _total: int) -> None:
    progress.update(task, completed=done)


Measure = Callable[[Metrics], str]


def _squad(part: str) -> Measure:
    def told(metrics: Metrics) -> str:
        share = getattr(metrics.squad, part) if metrics.squad else None
        return percent(share.value if share else None)

    return told


MEASURES: Mapping[str, Measure] = {
    "Document trouvé, R@1": lambda m: percent(m.retrieval.recall.get("1")),
    "Document trouvé, R@5": lambda m: percent(m.retrieval.recall.get("5")),
    "Justes quand une réponse existe": lambda m: percent(m.answers.answerable_right.value),
    "Réponse dans la 1re citation": _squad("in_first"),
    "Réponse dans les 3 premières": _squad("in_first_three"),
    "Mots exacts, EM quand donnés": _squad("exact_when_given"),
    "Mots exacts, F1 quand donnés": _squad("f1_when_given"),
    "Citations utiles": lambda m: percent(m.citations.precision.value),
    "Sans réponse, refusées": lambda m: percent(m.abstention.recall.value),
    "Refus à tort": lambda m: percent(m.abstention.false_abstentions.value),
    "Aire risque-couverture": lambda m: decimal(m.abstention.area_under_risk_coverage),
    "Erreur de calibration": lambda m: decimal(m.abstention.calibration_error),
    "Médiane, ms": lambda m: decimal(m.speed.p50, 0),
}
Ablation = dict[str, dict[str, Metrics]]
"""Measures by subject, then by system."""


def rows_of(systems: Mapping[str, Metrics]) -> list[list[str]]:
    """Return a row for each measure that applies to the subject: its name, then the figures."""
    rows = [[name, *(told(m) for m in systems.values())] for name, told in MEASURES.items()]
    return [row for row in rows if set(row[1:]) != {"–"}]


def to_markdown(ablation: Ablation) -> str:
    """Write the tables for a log or a page."""
    parts: list[str] = []
    for subject, systems in ablation.items():
        parts += [f"### {subject}", "", "| Mesure | " + " | ".join(systems) + " |"]
        parts.append("|---|" + "---:|" * len(systems))
        parts += ["| " + " | ".join(row) + " |" for row in rows_of(systems)] + [""]
    return "\n".join(parts)


def show(ablation: Ablation, console: Console) -> None:
    """Print the tables."""
    for subject, systems in ablation.items():
        table = Table("Mesure", *systems, title=subject)
        for column in table.columns[1:]:
            column.justify = "right"
        for row in rows_of(systems):
            table.add_row(*row)
        console.print(table)


def ask_all(
    systems: Sequence[System],
    subjects: Sequence[Subject],
    models: tuple[Embedder, Reader],
    ablation: Ablation,
) -> None:
    """Ask all questions of all subjects to all systems, and add the measures to `ablation`."""
    for subject in subjects:
        measured = ablation.setdefault(subject.name, {})
        measured.update({s.name: ask(s, subject, *models) for s in systems})


def subjects_of(args: argparse.Namespace, embedder: Embedder, cache: Path) -> list[Subject]:
    """Return what is asked: the shipped cases, then what the command names and can be found.

    Indexes are made with `embedder` and kept under `cache`.
    """
    cases, _ = read_cases(case_files(CASES))
    found = [Subject("Cas de Balise", index_shipped(cache, embedder), cases)]
    if args.squad.exists():
        squad = read_squad(args.squad)
        asked = held_out(squad, args.split, args.limit, args.seed)
        index = index_squad(squad, cache, embedder)
        name = f"{squad.name}, articles tenus à l'écart ({args.split})"
        found.append(Subject(name, index, asked, squad=True))
    if args.cases is not None:
        cases, _ = read_cases(case_files(args.cases))
        index = index_documents(args.documents, cache, embedder)
        found.append(Subject(args.cases.name, index, cases))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Ask, print, and write if asked; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.ablation", description="Ce que vaut chaque partie de Balise."
    )
    parser.add_argument("--squad", type=Path, default=PIAF, help="fichier SQuAD")
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--limit", type=positive, default=200, help="questions du fichier SQuAD")
    parser.add_argument("--seed", type=int, default=0, help="graine du tirage")
    parser.add_argument("--cases", type=Path, help="autres cas")
    parser.add_argument("--documents", type=Path, nargs="*", default=[], help="leurs documents")
    parser.add_argument("--reader", help="dossier d'un autre lecteur")
    parser.add_argument("--before", type=Path, help="modèle de vecteurs d'avant, à comparer")
    parser.add_argument("--json", type=Path, help="écrit les mesures")
    parser.add_argument("--markdown", type=Path, help="écrit les tableaux")
    parser.add_argument("--plot", type=Path, help="dossier des courbes risque-couverture")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="dossier des index")
    args = parser.parse_args(argv)
    try:
        if args.plot is not None:
            make_folder(args.plot)  # asking takes long: better told before
        reader = open_reader(args.reader)
        if reader is None:
            raise BaliseError("Sans lecteur, il n'y a rien à comparer.")
        ablation: Ablation = {}
        if args.before is not None:
            earlier = load_embedder(str(args.before))
            ask_all(
                BEFORE,
                subjects_of(args, earlier, args.cache / "avant"),
                (earlier, reader),
                ablation,
            )
        embedder = load_embedder()
        ask_all(SYSTEMS, subjects_of(args, embedder, args.cache), (embedder, reader), ablation)
    except BaliseError as error:
        print(error, file=sys.stderr)
        return 1
    show(ablation, Console())
    if args.json:
        content = {
            n: {s: m.model_dump(mode="json") for s, m in by.items()} for n, by in ablation.items()
        }
        args.json.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if args.markdown:
        args.markdown.write_text(to_markdown(ablation), "utf-8")
    if args.plot is not None:
        try:
            write_curves(ablation, args.plot)
        except BaliseError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
