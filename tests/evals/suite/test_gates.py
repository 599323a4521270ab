"""Gates: read strictly, kept or not, with the cases behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from assistant.answer import Citation, Status
from corpus.document import BaliseError
from evals.suite.gates import Breach, Gate, check_gates, read_gates
from evals.suite.result import (
    CaseResult,
    Metrics,
    ReliabilityBin,
    RiskPoint,
    Run,
    Share,
    SquadScore,
    Stage,
)

Make = Callable[..., CaseResult]
MakeRun = Callable[..., Run]
Cite = Callable[..., Citation]
_POINTS = (RiskPoint, ReliabilityBin)


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gates.toml"
    path.write_text(text, "utf-8")
    return path


def _ids(breach: Breach) -> list[str]:
    return [result.case.id for result in breach.results]


def test_gates_are_read_in_order(tmp_path: Path) -> None:
    path = _written(
        tmp_path,
        """
        [[gate]]
        metric = "answers.right"
        least = 0.9
        why = "on s'y fie"

        [[gate]]
        metric = "funnel.failed"
        most = 0
        """,
    )
    assert read_gates(path) == (
        Gate(metric="answers.right", least=0.9, why="on s'y fie"),
        Gate(metric="funnel.failed", most=0.0),
    )


def test_a_gate_may_name_a_kind_that_only_some_cases_have(tmp_path: Path) -> None:
    path = _written(tmp_path, '[[gate]]\nmetric = "answers.by_kind.number"\nleast = 1')
    assert read_gates(path)[0].metric == "answers.by_kind.number"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "aucun [[gate]]"),
        ("gate = []", "aucun [[gate]]"),
        ('[gate]\nmetric = "pairs"\nleast = 1', "aucun [[gate]]"),
        ('seuil = 1\n[[gate]]\nmetric = "pairs"\nleast = 1', "« seuil » n'est pas connu"),
        ("gate = [1]", "[[gate]] n° 1, une table est attendue"),
        ("[[gate]]\nleast = 1", "[[gate]] n° 1, « metric » manque"),
        ('[[gate]]\nmetric = "pairs"', "« least » ou « most » : l'un des deux"),
        ('[[gate]]\nmetric = "pairs"\nleast = 1\nmost = 1', "l'un des deux, et un seul"),
        ('[[gate]]\nmetric = "pairs"\nmin = 1', "[[gate]] n° 1, « min » n'est pas connu"),
        ('[[gate]]\nmetric = "pairs"\nleast = "1"', "« least » a une valeur impossible"),
        ('[[gate]]\nmetric = "pairs"\nleast = nan', "« least » a une valeur impossible"),
        ('[[gate]]\nmetric = "pairs"\nleast = true', "« least » a une valeur impossible"),
        (
            '[[gate]]\nmetric = "pairs"\nleast = 1\n[[gate]]\nmetric = "answers.rigth"\nleast = 1',
            "[[gate]] n° 2, « answers.rigth » n'est le nom d'aucune mesure",
        ),
        ("[[gate]\n", "n'est pas un fichier TOML valable (ligne 1, colonne 7)"),
    ],
)
def test_a_gate_that_is_not_understood_is_explained(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BaliseError) as raised:
        read_gates(_written(tmp_path, text))
    assert said in str(raised.value)
    assert "gates.toml" in str(raised.value)


def test_a_file_that_cannot_be_read_is_explained(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="n'existe pas"):
        read_gates(tmp_path / "rien.toml")
    with pytest.raises(BaliseError, match="ne s'ouvre pas"):
        read_gates(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes('why = "é"'.encode("latin-1"))
    with pytest.raises(BaliseError, match="pas en UTF-8"):
        read_gates(latin)


def test_a_limit_that_is_just_reached_is_kept(make_result: Make, make_run: MakeRun) -> None:
    run = make_run([make_result(), make_result(right=False)])
    kept = [
        Gate(metric="answers.right", least=0.5),
        Gate(metric="answers.right", most=0.5),
        Gate(metric="funnel.badly_composed", most=1),
    ]
    assert check_gates(run, kept) == []


def test_a_breach_says_what_how_much_the_limit_and_why(
    make_result: Make, make_run: MakeRun
) -> None:
    run = make_run([make_result(id="bon"), make_result(id="faux", right=False)])
    (breach,) = check_gates(run, [Gate(metric="answers.right", least=0.9, why="on s'y fie")])
    assert breach.name == "Réponses justes"
    assert breach.value == 0.5
    assert breach.message == ("Réponses justes : 50,0 %, au moins 90,0 % attendu (on s'y fie).")
    assert _ids(breach) == ["faux"]


def test_breaches_come_in_the_order_of_gates(make_result: Make, make_run: MakeRun) -> None:
    run = make_run([make_result(right=False)])
    names = ("funnel.badly_composed", "answers.right")
    gates = [Gate(metric=names[0], most=0), Gate(metric=names[1], least=1)]
    assert [breach.gate.metric for breach in check_gates(run, gates)] == list(names)


def test_a_measure_that_applies_to_nothing_does_not_keep_its_gate(
    make_result: Make, make_run: MakeRun
) -> None:
    run = make_run([make_result(right=False)])
    gates = [
        Gate(metric="abstention.recall", least=0.5),
        Gate(metric="answers.by_kind.number", least=0.5),
        Gate(metric="squad.in_first", most=0.5),
    ]
    breaches = check_gates(run, gates)
    assert [breach.value for breach in breaches] == [None] * 3
    assert [breach.results for breach in breaches] == [()] * 3
    assert breaches[1].message == (
        "Réponses justes, sorte « nombre » : au moins 50,0 % attendu, mais aucun cas ne le mesure."
    )


def test_an_unknown_measure_is_an_error(make_result: Make, make_run: MakeRun) -> None:
    with pytest.raises(BaliseError, match=r"answers\.rigth"):
        check_gates(make_run([make_result()]), [Gate(metric="answers.rigth", least=1)])


@pytest.mark.parametrize(
    ("gate", "message"),
    [
        (
            {"metric": "speed.p95", "most": 20},
            "Durée d'une réponse, 95ᵉ centile : 30 ms, au plus 20 ms attendu.",
        ),
        (
            {"metric": "funnel.badly_composed", "most": 0},
            "Réponses fausses, « mal composée » : 1, au plus 0 attendu.",
        ),
        (
            {"metric": "abstention.brier", "most": 0.2},
            "Score de Brier : 0,250, au plus 0,200 attendu.",
        ),
        (
            {"metric": "answers.right.count", "least": 300},
            "Nombre mesuré pour « Réponses justes » : 1, au moins 300 attendu.",
        ),
        (
            {"metric": "retrieval.recall.5", "least": 1},
            "Document trouvé, R@5 : 0,0 %, au moins 100,0 % attendu.",
        ),
        # At one digit both would be written « 0,0 % ».
        (
            {"metric": "answers.by_audience.jeune", "least": 0.0004},
            "Réponses justes, public « jeune » : 0,00 %, au moins 0,04 % attendu.",
        ),
    ],
)
def test_a_value_is_written_for_what_it_is(
    make_result: Make, make_run: MakeRun, gate: dict[str, object], message: str
) -> None:
    result = make_result(
        right=False, milliseconds=30.0, sources=("a",), documents=("b",), audience="jeune"
    )
    (breach,) = check_gates(make_run([result]), [Gate.model_validate(gate)])
    assert breach.message == message


def _paths(model: type[BaseModel], start: str = "") -> Iterator[str]:
    """Give the dotted path of each measure that is neither in a table nor a curve."""
    for name, field in model.model_fields.items():
        kind = next(iter(get_args(field.annotation)), field.annotation)
        if kind in (float, int, Share):
            yield start + name
        elif isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in _POINTS:
            yield from _paths(kind, f"{start}{name}.")


def test_every_measure_has_a_french_name(make_result: Make, make_run: MakeRun) -> None:
    paths = [*_paths(Metrics), "retrieval.recall.1", *(f"funnel.{stage}" for stage in Stage)]
    gates = [Gate(metric=path, least=10**9) for path in paths]
    names = [breach.name for breach in check_gates(make_run([make_result()]), gates)]
    assert len(set(names)) == len(paths) > 30
    assert not set(names).intersection(paths)


def test_behind_a_kind_are_its_own_wrong_cases(make_result: Make, make_run: MakeRun) -> None:
    run = make_run(
        [
            make_result(id="juste", kind="number", noise="sms"),
            make_result(id="nombre", kind="number", right=False, audience="jeune"),
            make_result(id="date", kind="date", right=False, noise="sms"),
        ]
    )
    gates = [
        Gate(metric="answers.by_kind.number", least=1),
        Gate(metric="answers.by_noise.sms", least=1),
        Gate(metric="answers.by_audience.jeune", least=1),
    ]
    assert [_ids(breach) for breach in check_gates(run, gates)] == [
        ["nombre"],
        ["date"],
        ["nombre"],
    ]


def test_behind_refusals_are_those_on_the_wrong_side(make_result: Make, make_run: MakeRun) -> None:
    run = make_run(
        [
            make_result(id="répondu", abstain=True),
            make_result(id="bien refusé", abstain=True, status=Status.NOT_FOUND),
            make_result(id="mal refusé", status=Status.NOT_FOUND),
            make_result(id="faux", right=False),
        ]
    )
    gates = [
        Gate(metric="abstention.recall", least=1),
        Gate(metric="abstention.precision", least=1),
        Gate(metric="abstention.false_abstentions", most=0),
        Gate(metric="answers.answerable_right", least=1),
        Gate(metric="abstention.calibration_error", most=0),
    ]
    assert [_ids(breach) for breach in check_gates(run, gates)] == [
        ["répondu"],
        ["mal refusé"],
        ["mal refusé"],
        ["mal refusé", "faux"],
        ["répondu", "mal refusé", "faux"],
    ]


def test_behind_citations_are_answers_with_a_bad_one(make_result: Make, make_run: MakeRun) -> None:
    run = make_run(
        [
            make_result(id="inutile", supporting=(True, False)),
            make_result(id="incomplet", facts_cited=(False,)),
            make_result(id="infidèle", faithful=(True, False)),
            make_result(id="sans appui", supported=(False,)),
            make_result(id="bon", supporting=(True,), faithful=(True,), supported=(True,)),
        ]
    )
    measures = ("precision", "recall", "fidelity", "support")
    gates = [Gate(metric=f"citations.{name}", least=1) for name in measures]
    assert [_ids(breach) for breach in check_gates(run, gates)] == [
        ["inutile"], ["incomplet"], ["infidèle"], ["sans appui"],
    ]  # fmt: skip


def test_behind_a_stage_are_the_cases_that_it_lost(make_result: Make, make_run: MakeRun) -> None:
    run = make_run(
        [make_result(id=str(stage), right=False, stage=stage) for stage in (*Stage, *Stage)]
    )
    for stage in Stage:
        (breach,) = check_gates(run, [Gate(metric=f"funnel.{stage}", most=1)])
        assert _ids(breach) == [str(stage)] * 2


def test_behind_search_are_documents_that_come_too_late(
    make_result: Make, make_run: MakeRun
) -> None:
    run = make_run(
        [
            make_result(id="premier", sources=("a",), documents=("a",)),
            make_result(id="deuxième", sources=("a",), documents=("b", "a")),
            make_result(id="absent", sources=("a",), documents=("b",), right=False),
            make_result(id="sans source", documents=("b",)),
        ]
    )
    gates = [
        Gate(metric="retrieval.recall.1", least=1),
        Gate(metric="retrieval.recall.3", least=1),
        Gate(metric="retrieval.mrr", least=1),
        Gate(metric="retrieval.ndcg", least=1),
    ]
    late = ["deuxième", "absent"]
    assert [_ids(breach) for breach in check_gates(run, gates)] == [late, ["absent"], late, late]


def test_behind_length_and_speed_are_the_cases_over_the_limit(
    make_result: Make, make_run: MakeRun
) -> None:
    run = make_run(
        [
            make_result(id="long", words=90, milliseconds=10.0),
            make_result(id="lent", words=10, milliseconds=900.0),
            make_result(id="refus", words=90, milliseconds=10.0, status=Status.NOT_FOUND),
        ]
    )
    gates = [
        Gate(metric="answers.words_max", most=60),
        Gate(metric="answers.words_mean", most=40),
        Gate(metric="speed.p95", most=500),
    ]
    assert [_ids(breach) for breach in check_gates(run, gates)] == [["long"], ["long"], ["lent"]]


def test_behind_pairs_are_both_cases_of_those_apart(
    make_result: Make, make_run: MakeRun, make_citation: Cite
) -> None:
    run = make_run(
        [
            make_result(id="elle", pair="p", citations=(make_citation("a.md"),)),
            make_result(id="il", pair="p", citations=(make_citation("b.md"),)),
            make_result(id="une", pair="q"),
            make_result(id="un", pair="q"),
        ]
    )
    (breach,) = check_gates(run, [Gate(metric="pairs", least=1)])
    assert _ids(breach) == ["elle", "il"]


def test_behind_squad_are_the_questions_that_miss(make_result: Make, make_run: MakeRun) -> None:
    def score(*, first: bool, exact: bool | None = None, f1: float | None = None) -> SquadScore:
        return SquadScore(in_first=first, in_first_three=first, exact=exact, f1=f1)

    run = make_run(
        [
            make_result(id="exact", squad=score(first=True, exact=True, f1=1.0)),
            make_result(id="proche", squad=score(first=True, exact=False, f1=0.5)),
            make_result(id="sans mots", squad=score(first=True)),
            make_result(id="ailleurs", squad=score(first=False, exact=False, f1=0.0)),
        ]
    )
    behind = {
        "in_first": ["ailleurs"],
        "in_first_three": ["ailleurs"],
        "exact": ["proche", "sans mots", "ailleurs"],
        "f1": ["proche", "sans mots", "ailleurs"],
        "exact_when_given": ["proche", "ailleurs"],
        "f1_when_given": ["proche", "ailleurs"],
    }
    for name, expected in behind.items():
        (breach,) = check_gates(run, [Gate(metric=f"squad.{name}", least=1)])
        assert _ids(breach) == expected
