"""A judgement in the terminal."""

from __future__ import annotations

from rich.console import Console, RenderableType

from evals.judge.judge import judge_run
from evals.judge.table import disagreement_lines, error_lines, judgement_table
from tests.evals.judge.conftest import Sent, Server, result, run_of


def shown(*parts: RenderableType) -> str:
    console = Console(width=120, record=True, file=None)
    with console.capture() as caught:
        for part in parts:
            console.print(part)
    return caught.get()


def test_the_table_names_the_judge_and_gives_agreement_and_failures(server: Server) -> None:
    server.says("OUI", Sent(500))
    text = shown(judgement_table(judge_run(run_of(result("a"), result("b")), server.settings())))
    assert "Avis d'un modèle (ne change aucun verdict) : petit" in text
    assert "Réponses fidèles à leurs citations │ 100,0 % │   2 │" in text
    assert "ayant échoué : 2 sur 2" in text


def test_disagreements_show_both_verdicts_and_the_reason_as_it_was_written(
    server: Server,
) -> None:
    server.says("OUI", "1\nIl dit [bold]douze[/bold] [1].")
    text = shown(*disagreement_lines(judge_run(run_of(result("a")), server.settings())))
    assert "a Combien de salariés ?" in text
    assert "nous : juste ; le juge : fausse" in text
    assert "Il dit [bold]douze[/bold] [1]." in text


def test_long_lists_say_how_many_are_left_out(server: Server) -> None:
    server.says("Euh.", "1")
    judgement = judge_run(run_of(*(result(f"c{n}") for n in range(5))), server.settings())
    assert "… et 3 autres" in shown(*disagreement_lines(judgement, most=2))
    assert "… et 1 autre\n" in shown(*disagreement_lines(judgement, most=4))
    assert "… et 4 autres" in shown(*error_lines(judgement, most=1))
    assert "c0 Fidélité : réponse illisible, « Euh. »" in shown(*error_lines(judgement, most=1))
