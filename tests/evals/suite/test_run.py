"""Running cases: order, several at a time, SQuAD files, and what is recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.engine import Assistant
from corpus.document import BaliseError
from evals.suite.case import Case
from evals.suite.result import Stage, read_run, write_run
from evals.suite.run import Examiner, run_cases
from evals.suite.session import Request, run_suite
from evals.suite.subjects import index_documents
from index.build import IDENTITY_FILE, read_identity
from index.publish import require_generation
from index.search import Searcher
from tests.conftest import Workspace

CASES = [
    {"id": "n", "kind": "number", "turns": ["Combien de salariés dans le numérique ?"],
     "expect": [["28 433"]], "sources": ["emploi.md"]},
    {"id": "f", "kind": "conversation",
     "turns": ["Combien de techniciens sont formés à Lille ?", "Et à Marseille ?"],
     "abstain": True},
    {"id": "v", "kind": "number", "turns": ["  "], "expect": [["3"]]},
]  # fmt: skip


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cas.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in CASES), "utf-8")
    return path


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    context = "Le phare de Berck mesure quarante-cinq mètres. Il date de 1951."
    other = "La betterave occupe les champs de la Somme. On la récolte en septembre."
    asked = [
        {"question": "Quelle est la hauteur du phare de Berck ?", "id": "1",
         "answers": [{"text": "quarante-cinq mètres", "answer_start": 25}]},
        {"question": "De quelle année date le phare de Berck ?", "id": "2",
         "answers": [{"text": "1951", "answer_start": 58}]},
    ]  # fmt: skip
    paragraphs = [{"context": context, "qas": asked}, {"context": other, "qas": []}]
    path = tmp_path / "phares.json"
    path.write_text(json.dumps({"version": "1", "data": [{"paragraphs": paragraphs}]}), "utf-8")
    return path


def test_results_come_in_the_order_of_the_cases_however_many_at_a_time(
    searcher: Searcher,
) -> None:
    examiner = Examiner.of(Assistant(searcher))
    asked = [Case.model_validate({**CASES[0], "id": f"n{i}"}) for i in range(12)]
    told: list[tuple[int, int]] = []
    alone = run_cases(examiner, asked, on_progress=lambda *seen: told.append(seen))
    together = run_cases(examiner, asked, jobs=4)
    assert [r.case.id for r in alone] == [r.case.id for r in together] == [c.id for c in asked]
    assert [r.answer.answer for r in alone] == [r.answer.answer for r in together]
    assert told == [(done, 12) for done in range(1, 13)]


def test_a_run_on_an_index_records_what_it_was_made_with(
    small_index: Workspace, cases: Path, tmp_path: Path
) -> None:
    run = run_suite(Request(cases=cases, index=small_index.index, cache=tmp_path))
    assert [result.right for result in run.results] == [True, True, False]
    assert run.info.documents == 3
    assert run.info.files[0].path == "cas.jsonl"
    assert run.info.index_fingerprint
    assert run.info.model_fingerprint == small_index.identity.model_fingerprint
    assert run.info.settings["limit"] is None
    path = tmp_path / "sous" / "resultat.json"
    write_run(run, path)
    assert read_run(path) == run


def test_an_empty_question_is_one_wrong_case_and_not_the_end(
    small_index: Workspace, cases: Path, tmp_path: Path
) -> None:
    run = run_suite(Request(cases=cases, index=small_index.index, cache=tmp_path))
    assert run.results[2].stage is Stage.ABSTAINED
    assert "vide" in run.results[2].answer.answer


def test_documents_may_be_given_instead_of_an_index(
    small_index: Workspace, cases: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    request = Request(cases=cases, documents=(small_index.documents,), cache=tmp_path)
    run = run_suite(request, lambda step, _done, _total: told.append(step))
    assert run.results[0].right
    assert told[-1] == "Questions"
    assert any(tmp_path.glob("documents-*"))


def test_cases_without_an_index_or_documents_are_told(cases: Path, tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="sur quels documents"):
        run_suite(Request(cases=cases, cache=tmp_path))


def test_a_squad_file_is_an_open_domain_test(squad: Path, tmp_path: Path) -> None:
    run = run_suite(Request(squad=squad, cache=tmp_path))
    measured = run.metrics.squad
    assert measured is not None
    assert run.info.documents == 2
    assert run.metrics.retrieval.recall["1"] == 1.0
    assert measured.in_first.value == 1.0
    assert measured.in_first_three.value == 1.0
    dated = run.results[1].squad
    assert dated is not None
    assert (dated.exact, dated.f1) == (True, 1.0)


def test_a_sample_is_the_same_for_the_same_seed(squad: Path, tmp_path: Path) -> None:
    def asked(seed: int) -> list[str]:
        run = run_suite(Request(squad=squad, limit=1, seed=seed, cache=tmp_path))
        return [result.case.turns[0] for result in run.results]

    assert len(asked(0)) == 1
    assert asked(0) == asked(0)
    assert {asked(seed)[0] for seed in range(6)} == {
        "Quelle est la hauteur du phare de Berck ?",
        "De quelle année date le phare de Berck ?",
    }


def test_what_is_not_a_result_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with pytest.raises(BaliseError, match="n'existe pas"):
        read_run(path)
    path.write_text("[]", "utf-8")
    with pytest.raises(BaliseError, match="n'est pas un résultat"):
        read_run(path)


def test_an_index_kept_from_another_model_is_made_again(
    small_index: Workspace, tmp_path: Path
) -> None:
    embedder = small_index.recorder.embedder
    kept = index_documents([small_index.documents], tmp_path, embedder)
    generation = require_generation(kept)
    (generation / IDENTITY_FILE).write_text(
        read_identity(generation).model_copy(update={"model": "ancien"}).model_dump_json(), "utf-8"
    )
    index_documents([small_index.documents], tmp_path, embedder)
    assert read_identity(require_generation(kept)).model == embedder.identity.name
