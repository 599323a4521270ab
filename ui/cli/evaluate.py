"""`balise eval`: cases asked, judged, reported and held to gates."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.options import IndexOption
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from evals.judge.settings import JudgeSettings
    from evals.suite.gates import Gate
    from evals.suite.result import Run
    from evals.suite.session import Request

_BELOW_A_GATE = 1


class FaultName(StrEnum):
    """The faults of `evals.suite.faults`, named here so that the help loads nothing."""

    RETRIEVAL = "recherche"
    RANKING = "phrases"
    ABSTENTION = "abstention"
    INVENTION = "invention"
    VERIFIER = "verificateur"


def _path(name: str, text: str, metavar: str = "FICHIER") -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        name, metavar=metavar, help=text, show_default=False
    )
    return option


def evaluate(
    cases: Annotated[
        Path | None, _path("--cases", "Vos cas (.jsonl, ou un dossier). Sans lui : ceux de Balise.")
    ] = None,
    squad: Annotated[
        Path | None, _path("--squad", "Des questions au format SQuAD, sur leurs paragraphes.")
    ] = None,
    index: IndexOption = None,
    documents: Annotated[
        list[Path] | None,
        _path(
            "--documents", "Sur quoi poser vos cas (répétable), à la place d'un index.", "CHEMIN"
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help="Tire N questions.", show_default=False),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Graine du tirage.")] = 0,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", min=1, help="Questions posées à la fois.")
    ] = 1,
    gate: Annotated[
        bool, typer.Option("--gate", help="Échoue si une mesure ne tient pas son seuil.")
    ] = False,
    gates: Annotated[
        Path | None, _path("--gates", "Vos seuils (.toml), à la place de ceux de Balise.")
    ] = None,
    json: Annotated[Path | None, _path("--json", "Écrit les résultats.")] = None,
    html: Annotated[Path | None, _path("--html", "Écrit le rapport : une page à ouvrir.")] = None,
    markdown: Annotated[Path | None, _path("--markdown", "Écrit le rapport en Markdown.")] = None,
    junit: Annotated[Path | None, _path("--junit", "Écrit un rapport JUnit.")] = None,
    wrong: Annotated[
        bool, typer.Option("--wrong", help="Affiche toutes les réponses fausses.")
    ] = False,
    compare: Annotated[
        tuple[Path, Path] | None,
        _path("--compare", "Compare deux résultats (--json), sans rien poser.", "A.json B.json"),
    ] = None,
    judge: Annotated[
        bool,
        typer.Option(
            "--judge", help="Demande aussi l'avis de votre modèle (BALISE_LLM_URL, _MODEL, _KEY)."
        ),
    ] = False,
    fault: Annotated[
        FaultName | None,
        typer.Option(
            "--fault",
            metavar="|".join(FaultName),
            help="Casse une étape exprès, pour voir si l'évaluation le dit.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Leave with 0, or with 1 when a gate is not held."""
    from rich.console import Console

    from evals.report.files import ReportPaths

    console = Console()
    reports = ReportPaths(json=json, html=html, markdown=markdown, junit=junit)
    if compare is not None:
        if cases or squad or gate or gates or junit or judge:
            raise typer.BadParameter("--compare lit deux résultats : il ne pose aucune question.")
        _compare(compare, reports, console)
        return
    if cases is not None and squad is not None:
        raise typer.BadParameter("--cases ou --squad : l'un des deux.")
    if squad is not None and (documents or index):
        raise typer.BadParameter("--squad apporte ses documents : ni --index ni --documents.")
    if index is not None and documents:
        raise typer.BadParameter("--index ou --documents : l'un des deux.")
    if cases is None and squad is None and (documents or index):
        raise typer.BadParameter("Les cas de Balise se posent sur ses documents : donnez --cases.")
    limits = _limits(gates) if gate or gates else ()
    settings = load_settings(index=index)
    asked = _judge_settings(settings) if judge else None
    run = _run(_request(settings, cases, squad, tuple(documents or ())), limit, seed, jobs, fault)
    held = _show(run, limits, console, everything=wrong)
    if asked is not None:
        run = _judge(run, asked, console)
    reports.write(run, limits)
    for written in reports.given:
        console.print(f"Écrit : {written}", style="dim", highlight=False)
    if not held:
        raise typer.Exit(_BELOW_A_GATE)


def _limits(gates: Path | None) -> tuple[Gate, ...]:
    from evals.suite.gates import GATES, read_gates

    return read_gates(gates or GATES)


def _request(
    settings: Settings, cases: Path | None, squad: Path | None, documents: tuple[Path, ...]
) -> Request:
    from evals.suite.session import Request

    return Request(
        cases=cases,
        squad=squad,
        index=None if documents else settings.index,
        documents=documents,
        embedding=settings.embedding,
        chroma_url=settings.chroma_url,
        threshold=settings.threshold,
        reader=settings.reader,
    )


def _run(request: Request, limit: int | None, seed: int, jobs: int, fault: FaultName | None) -> Run:
    from dataclasses import replace

    from rich.console import Console
    from rich.progress import Progress

    from evals.suite.faults import Fault
    from evals.suite.session import run_suite

    asked = replace(
        request, limit=limit, seed=seed, jobs=jobs, fault=Fault(fault.value) if fault else None
    )
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Modèle", total=None)

        def told(step: str, done: int, total: int) -> None:
            progress.update(task, description=step, completed=done, total=total)

        return run_suite(asked, told)


def _judge_settings(settings: Settings) -> JudgeSettings:
    from evals.judge.settings import judge_settings

    return judge_settings(settings.llm_url, settings.llm_model, settings.llm_key)


def _judge(run: Run, settings: JudgeSettings, console: Console) -> Run:
    """Print what the user's model thinks, and return the run with it; it changes no verdict."""
    from rich.console import Console
    from rich.progress import Progress

    from evals.judge.judge import judge_run
    from evals.judge.table import disagreement_lines, error_lines, judgement_table

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Juge", total=None)
        judgement = judge_run(
            run, settings, lambda done, total: progress.update(task, completed=done, total=total)
        )
    console.print(judgement_table(judgement))
    for line in (*disagreement_lines(judgement), *error_lines(judgement)):
        console.print(line)
    return run.model_copy(update={"judgement": judgement})


def _show(run: Run, limits: tuple[Gate, ...], console: Console, *, everything: bool) -> bool:
    """Print a run, and whether it keeps the gates; return whether it does."""
    from evals.suite.gates import check_gates
    from evals.suite.summary import breach_lines, summary, wrong_cases

    for part in summary(run):
        console.print(part)
    if everything:
        for line in wrong_cases(run.results, len(run.results)):
            console.print(line)
    found = check_gates(run, limits)
    for line in breach_lines(found):
        console.print(line)
    if limits and not found:
        console.print(f"✓ {_kept(len(limits))}", style="bold green")
    return not found


def _kept(count: int) -> str:
    return "Le seuil est tenu." if count == 1 else f"Les {count} seuils sont tenus."


def _compare(paths: tuple[Path, Path], reports: object, console: Console) -> None:
    from evals.report.files import ReportPaths
    from evals.suite.compare import compare
    from evals.suite.result import read_run
    from evals.suite.summary import comparison_tables

    assert isinstance(reports, ReportPaths)
    first, second = (read_run(path) for path in paths)
    compared = compare(first, second)
    for part in comparison_tables(compared):
        console.print(part)
    reports.write_comparison(second, compared)
    for written in reports.given:
        console.print(f"Écrit : {written}", style="dim", highlight=False)
