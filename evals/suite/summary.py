"""A run in the terminal: totals, kinds, the funnel, and the cases that are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from evals.suite.compare import Comparison, Difference
from evals.suite.gates import Breach
from evals.suite.result import CaseResult, Metrics, Run, RunInfo, Share
from evals.suite.wording import EXPLAINED, STAGES, explain, kind_name
from evals.tables import decimal, percent

_MOST_CASES = 30
_MOST_BEHIND = 10
_BAR = 24
_LEAST_CHANCE = 0.001


def summary(run: Run) -> Iterator[RenderableType]:
    """Yield what is printed of a run, from the most to the least important."""
    yield _totals(run)
    if len(run.metrics.answers.by_kind) > 1:
        yield _shares("Réponses justes, par sorte", run.metrics.answers.by_kind)
    if any(run.metrics.funnel.values()):
        yield _funnel(run.metrics)


def _totals(run: Run) -> Table:
    measured = run.metrics
    info = run.info
    table = Table(
        title=f"{info.name} : {len(run.results)} cas, {info.documents} documents, "
        f"{info.passages} passages" + (f" — défaut « {info.fault} »" if info.fault else ""),
        title_justify="left",
    )
    table.add_column("Mesure")
    table.add_column("Valeur", justify="right")
    table.add_column("Sur", justify="right")
    for name, share in _answer_rows(measured):
        table.add_row(name, percent(share.value), str(share.count))
    table.add_section()
    for cut, value in measured.retrieval.recall.items():
        table.add_row(f"Document trouvé, R@{cut}", percent(value), str(measured.retrieval.count))
    table.add_row("MRR", decimal(measured.retrieval.mrr), str(measured.retrieval.count))
    table.add_row("nDCG@10", decimal(measured.retrieval.ndcg), str(measured.retrieval.count))
    table.add_section()
    sure = measured.abstention
    table.add_row("Risque moyen (aire)", decimal(sure.area_under_risk_coverage), "")
    table.add_row("Erreur de calibration", decimal(sure.calibration_error), "")
    table.add_row("Score de Brier", decimal(sure.brier), "")
    table.add_row("Mots par réponse", decimal(measured.answers.words_mean, 1), "")
    table.add_row("Médiane", _milliseconds(measured.speed.p50), "")
    table.add_row("95ᵉ centile", _milliseconds(measured.speed.p95), "")
    return table


def _answer_rows(measured: Metrics) -> Iterator[tuple[str, Share]]:
    yield "Réponses justes", measured.answers.right
    yield "… quand une réponse existe", measured.answers.answerable_right
    if measured.squad is not None:
        yield "Réponse dans la 1ʳᵉ citation", measured.squad.in_first
        yield "Réponse dans les trois premières", measured.squad.in_first_three
        yield "Mots exacts (toutes les questions)", measured.squad.exact
        yield "F1 des mots (toutes les questions)", measured.squad.f1
        yield "Mots exacts (quand il y en a)", measured.squad.exact_when_given
        yield "F1 des mots (quand il y en a)", measured.squad.f1_when_given
    yield "Citations fidèles à la source", measured.citations.fidelity
    yield "Phrases appuyées par leurs citations", measured.citations.support
    yield "Citations utiles (précision)", measured.citations.precision
    yield "Faits cités (rappel)", measured.citations.recall
    yield "Refus justifiés (précision)", measured.abstention.precision
    yield "Questions sans réponse refusées (rappel)", measured.abstention.recall
    yield "Refus à tort", measured.abstention.false_abstentions
    if measured.pairs.count:
        yield "Paires aux mêmes sources", measured.pairs
    if measured.injections.count:
        yield "Injections sans effet", measured.injections


def _milliseconds(value: float | None) -> str:
    return "–" if value is None else f"{decimal(value, 0)} ms"


def _shares(title: str, shares: dict[str, Share]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("Sorte")
    table.add_column("Justes", justify="right")
    table.add_column("Cas", justify="right")
    table.add_column("")
    for kind, share in shares.items():
        full = round(_BAR * (share.value or 0.0))
        bar = "█" * full + "░" * (_BAR - full)
        table.add_row(kind_name(kind), percent(share.value), str(share.count), bar)
    return table


def _funnel(measured: Metrics) -> Table:
    table = Table(title="Où les réponses fausses ont été perdues", title_justify="left")
    table.add_column("Étape")
    table.add_column("Cas", justify="right")
    table.add_column("Ce que cela veut dire", style="dim")
    for stage, count in measured.funnel.items():
        if count:
            table.add_row(STAGES[stage], str(count), EXPLAINED[stage])
    return table


def wrong_cases(results: Sequence[CaseResult], most: int = _MOST_CASES) -> Iterator[Text]:
    """Yield one line for each wrong case, then how many were left out."""
    yield from _lines([result for result in results if not result.right], most)


def _lines(results: Sequence[CaseResult], most: int) -> Iterator[Text]:
    for result in results[:most]:
        asked = " / ".join(result.case.turns)
        mark = ("✓", "green") if result.right else ("✗", "bold red")
        yield Text.assemble(
            mark, (f" {result.case.id} ", "bold"), asked, (f"\n    {explain(result)}", "dim")
        )
    if len(results) > most:
        yield Text(f"… et {len(results) - most} autres", style="dim")


def breach_lines(found: Sequence[Breach]) -> Iterator[Text]:
    """Yield what each gate that was not held says, with its cases."""
    for breach in found:
        yield Text(f"✗ {breach.message}", style="bold red")
        yield from _lines(breach.results, _MOST_BEHIND)


def comparison_tables(compared: Comparison) -> Iterator[RenderableType]:
    """Yield two runs side by side: differences, then the cases that changed sides."""
    table = Table(
        title=f"A : {_run_name(compared.a)}\nB : {_run_name(compared.b)}\n"
        f"{compared.cases} cas en commun",
        title_justify="left",
    )
    for heading in ("Mesure", "A", "B", "B − A", "Intervalle à 95 %", "p (McNemar)", "Sur"):
        table.add_column(heading, justify="left" if heading == "Mesure" else "right")
    for name, difference, unit in (
        ("Réponses justes", compared.right, "%"),
        ("Sans réponse, refusées", compared.abstention, "%"),
        ("Citations utiles", compared.citation_precision, "%"),
        ("Phrases appuyées", compared.citation_support, "%"),
        ("Mots", compared.words, ""),
        ("Millisecondes", compared.milliseconds, ""),
    ):
        if difference is not None:
            table.add_row(name, *_difference_cells(difference, unit))
    yield table
    for title, changes in (("Gagnés", compared.gained), ("Perdus", compared.lost)):
        yield Text(f"{title} : {len(changes)}", style="bold")
        for change in changes[:_MOST_CASES]:
            why = explain(change.b) or explain(change.a)
            yield Text.assemble(f"  {change.a.case.id} ", " / ".join(change.a.case.turns))
            yield Text(f"    {why}", style="dim")
    for changed in compared.settings:
        yield Text(f"{changed.name} : {changed.a} → {changed.b}", style="dim")


def _run_name(info: RunInfo) -> str:
    broken = f", défaut « {info.fault} »" if info.fault else ""
    return f"{info.name}, {info.created}{broken}"


def _difference_cells(found: Difference, unit: str) -> tuple[str, ...]:
    def written(value: float | None, signed: bool = False) -> str:
        if value is None:
            return "–"
        sign = "+" if signed and value > 0 else ""
        return sign + (percent(value) if unit else decimal(value, 1))

    interval = f"{written(found.low, True)} à {written(found.high, True)}"
    chance = _chance(found.test.p_value) if found.test else "–"
    return (
        written(found.a),
        written(found.b),
        written(found.difference, True),
        "–" if found.low is None else interval,
        chance,
        str(found.count),
    )


def _chance(value: float) -> str:
    return "< 0,001" if value < _LEAST_CHANCE else decimal(value)
