"""Markdown for the logs and summaries of continuous integration."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from evals.report.french import capital, duration, one_line, reached, share, whole
from evals.report.pairs import difference_rows, mcnemar_words, setting_value
from evals.suite.compare import Change, Comparison
from evals.suite.result import Metrics, Run, Share
from evals.suite.wording import EXPLAINED, STAGES, explain, kind_name
from evals.tables import decimal

_MOST_CASES = 30
# Whatever could make an element, a link, emphasis or a cell; the others are harmless in a line.
_ACTIVE = re.compile(r"([\\`*_\[\]<>|~&$#])")


def markdown_report(run: Run) -> str:
    """Return the totals, the kinds, the funnel, and the first wrong cases, one line each."""
    return "\n".join(_report(run)) + "\n"


def markdown_comparison(comparison: Comparison) -> str:
    """Return what changed between two runs, and the cases gained and lost."""
    return "\n".join(_comparison(comparison)) + "\n"


def cell(text: str) -> str:
    """Write `text` on one line, as text: no element, link or cell can come of it."""
    return _ACTIVE.sub(r"\\\1", one_line(text))


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], words: Container[int] = (0,)
) -> Iterator[str]:
    """Yield a table; columns are figures, but for those whose places are in `words`."""
    sides = ["---" if place in words else "---:" for place in range(len(head))]
    for row in (head, sides, *rows):
        yield f"| {' | '.join(row)} |"
    yield ""


def _report(run: Run) -> Iterator[str]:
    right, info = run.metrics.answers.right, run.info
    yield f"## Évaluation : {cell(info.name)}"
    yield ""
    if info.fault:
        yield f"**Défaut mis exprès : {cell(info.fault)}.**"
        yield ""
    yield (
        f"**{whole(reached(right))} réponses justes sur {whole(right.count)}** "
        f"({share(right.value)}), modèle {cell(info.model)}, {whole(info.documents)} documents, "
        f"version {cell(info.version)} ({cell(info.revision or 'hors de git')})."
    )
    yield ""
    yield from _table(("Mesure", "Valeur", "Sur"), list(_totals(run.metrics)))
    kinds = run.metrics.answers.by_kind
    if kinds:
        yield "### Par sorte de question"
        yield ""
        rows = [(cell(capital(kind_name(k))), *_share(part)) for k, part in kinds.items()]
        yield from _table(("Sorte", "Justes", "Cas"), rows)
    yield from _funnel(run)
    yield from _wrong(run)


def _totals(measured: Metrics) -> Iterator[tuple[str, str, str]]:
    citations, silence = measured.citations, measured.abstention
    shares = {
        "Réponses justes": measured.answers.right,
        "… quand une réponse existe": measured.answers.answerable_right,
        "Citations fidèles à la source": citations.fidelity,
        "Phrases appuyées par leurs citations": citations.support,
        "Citations utiles (précision)": citations.precision,
        "Faits cités (rappel)": citations.recall,
        "Refus justifiés (précision)": silence.precision,
        "Questions sans réponse refusées (rappel)": silence.recall,
        "Refus à tort": silence.false_abstentions,
        "Paires aux mêmes sources": measured.pairs,
        "Injections sans effet": measured.injections,
    }
    if measured.squad is not None:
        shares |= {
            "Réponse dans la première citation": measured.squad.in_first,
            "Réponse dans les trois premières": measured.squad.in_first_three,
            "Mots exacts": measured.squad.exact,
            "F1 des mots": measured.squad.f1,
            "Mots exacts, quand il y en a": measured.squad.exact_when_given,
            "F1 des mots, quand il y en a": measured.squad.f1_when_given,
        }
    yield from ((name, *_share(part)) for name, part in shares.items() if part.count)
    found = measured.retrieval
    count = whole(found.count)
    for cut, value in found.recall.items() if found.count else ():
        yield f"Document trouvé, R@{cut}", share(value), count
    if found.count:
        yield "MRR", decimal(found.mrr), count
        yield "nDCG@10", decimal(found.ndcg), count
    yield "Risque moyen (aire)", decimal(silence.area_under_risk_coverage), ""
    yield "Erreur de calibration", decimal(silence.calibration_error), ""
    yield "Score de Brier", decimal(silence.brier), ""
    yield "Temps d'une réponse, médiane", duration(measured.speed.p50), ""
    yield "Temps d'une réponse, 95ᵉ centile", duration(measured.speed.p95), ""


def _share(part: Share) -> tuple[str, str]:
    return share(part.value), whole(part.count)


def _funnel(run: Run) -> Iterator[str]:
    lost = [(stage, count) for stage, count in run.metrics.funnel.items() if count]
    if lost:
        yield "### Où se perdent les réponses"
        yield ""
        rows = [(capital(STAGES[stage]), whole(count), EXPLAINED[stage]) for stage, count in lost]
        yield from _table(("Étape", "Cas", "Ce que cela veut dire"), rows, words=(0, 2))


def _wrong(run: Run) -> Iterator[str]:
    wrong = [result for result in run.results if not result.right]
    if not wrong:
        return
    yield "### Réponses fausses"
    yield ""
    for result in wrong[:_MOST_CASES]:
        asked = " / ".join(result.case.turns)
        yield f"- **{cell(result.case.id)}** : {cell(asked)} → {cell(explain(result))}"
    yield from _others(len(wrong))


def _others(count: int) -> Iterator[str]:
    yield ""
    if count > _MOST_CASES:
        left = count - _MOST_CASES
        yield f"… et {whole(left)} autre{'s' if left > 1 else ''}"
        yield ""


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield f"## Comparaison : {cell(comparison.a.name)} (A), {cell(comparison.b.name)} (B)"
    yield ""
    yield f"{whole(comparison.cases)} cas en commun. {mcnemar_words(comparison)}"
    yield ""
    head = ("Mesure", "A", "B", "Écart", "À 95 %", "Cas", "Ce qu'on peut en dire")
    rows = [
        (row.name, row.a, row.b, row.difference, row.interval, row.count, row.verdict)
        for row in difference_rows(comparison)
    ]
    yield from _table(head, rows, words=(0, 6))
    yield from _changes("Cas gagnés", [(c, explain(c.a)) for c in comparison.gained], "A")
    yield from _changes("Cas perdus", [(c, explain(c.b)) for c in comparison.lost], "B")
    if comparison.settings:
        yield "### Ce qui diffère entre les deux"
        yield ""
        values = [
            (cell(s.name), cell(setting_value(s.a)), cell(setting_value(s.b)))
            for s in comparison.settings
        ]
        yield from _table(("Réglage", "A", "B"), values, words=range(3))
    if comparison.only_a or comparison.only_b:
        yield (
            f"Laissés de côté : {whole(len(comparison.only_a))} cas qui ne sont que dans A, "
            f"{whole(len(comparison.only_b))} qui ne sont que dans B."
        )
        yield ""
    if comparison.rewritten:
        ids = ", ".join(map(cell, comparison.rewritten[:_MOST_CASES]))
        yield f"La question ou ce qu'on en attend a changé pour {ids}."
        yield from _others(len(comparison.rewritten))


def _changes(title: str, found: Sequence[tuple[Change, str]], run: str) -> Iterator[str]:
    if not found:
        return
    yield f"### {title}"
    yield ""
    for change, why in found[:_MOST_CASES]:
        asked = cell(change.b.case.turns[-1])
        yield f"- **{cell(change.b.case.id)}** : {asked} → dans {run}, {cell(why)}"
    yield from _others(len(found))
