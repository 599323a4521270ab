"""A judgement in the terminal: what the judge says, and where it does not say what we say."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from evals.judge.verdicts import About, Disagreement, Judgement
from evals.tables import decimal, percent

_MOST = 30
_WORDS = {
    About.FAITHFULNESS: ("fidèle", "infidèle"),
    About.CORRECTNESS: ("juste", "fausse"),
}


def judgement_table(judgement: Judgement) -> Table:
    """Return both questions put to the judge, each with its agreement with our verdicts."""
    info = judgement.info
    table = Table(
        title=f"Avis d'un modèle (ne change aucun verdict) : {info.model}, {info.server}",
        title_justify="left",
        caption=f"Note moyenne : {decimal(judgement.score_mean, 1)} sur 5. "
        f"Cas sans avis complet, le juge ayant échoué : {judgement.errors} "
        f"sur {len(judgement.cases)}.",
        caption_justify="left",
    )
    table.add_column("Avis")
    for heading in ("Bons", "Sur", "Accord avec nos verdicts", "Kappa de Cohen"):
        table.add_column(heading, justify="right")
    for name, found in (
        ("Réponses fidèles à leurs citations", judgement.faithfulness),
        ("Réponses justes (note de 4 ou 5)", judgement.correctness),
    ):
        table.add_row(
            name, percent(found.good), str(found.count), percent(found.share), decimal(found.kappa)
        )
    return table


def disagreement_lines(judgement: Judgement, most: int = _MOST) -> Iterator[Text]:
    """Yield each case on which the judge does not say what we say, then how many were left out."""
    for found in judgement.disagreements[:most]:
        yield _line(found)
    if len(judgement.disagreements) > most:
        yield _left_out(len(judgement.disagreements) - most)


def error_lines(judgement: Judgement, most: int = _MOST) -> Iterator[Text]:
    """Yield each case on which the judge failed, then how many were left out."""
    failed = [case for case in judgement.cases if case.error is not None]
    for case in failed[:most]:
        yield Text.assemble((f"{case.id} ", "bold"), case.error or "")
    if len(failed) > most:
        yield _left_out(len(failed) - most)


def _left_out(count: int) -> Text:
    return Text(f"… et {count} autre{'s' if count > 1 else ''}", style="dim")


def _line(found: Disagreement) -> Text:
    good, bad = _WORDS[found.about]
    ours, its = (good if verdict else bad for verdict in (found.ours, found.judge))
    return Text.assemble(
        (f"{found.id} ", "bold"),
        found.question.replace("\n", " / "),
        (f"\n    nous : {ours} ; le juge : {its}", "dim"),
        (f"\n    {found.reason}".replace("\n", "\n    ") if found.reason else "", "dim"),
    )
