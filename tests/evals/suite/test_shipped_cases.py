"""The cases that ship with Balise: enough of each sort, and each proved by its sources."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.document import Document
from evals.suite.case import CASES, Case, Proof, case_files, read_cases
from evals.suite.proofs import faults_of, main, shipped_documents, write_offsets

SINGLE = (
    "number", "date", "person", "place", "list", "cause", "definition", "comparison", "conflict",
    "period", "territory", "register",
)  # fmt: skip


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return read_cases(case_files(CASES))[0]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return shipped_documents()


def test_every_sort_of_question_has_its_cases(cases: tuple[Case, ...]) -> None:
    counts = Counter(case.kind for case in cases)
    assert len(cases) >= 160
    assert all(counts[kind] >= 5 for kind in SINGLE)
    assert counts["unanswerable"] >= 35
    assert counts["typo"] >= 12
    assert counts["conversation"] >= 18
    assert counts["injection"] >= 8


def test_conversations_have_two_to_four_turns(cases: tuple[Case, ...]) -> None:
    lengths = {len(case.turns) for case in cases if case.kind == "conversation"}
    assert lengths <= {2, 3, 4}
    assert max(lengths) > 2


def test_both_registers_are_asked(cases: tuple[Case, ...]) -> None:
    assert {"adviser", "student"} <= {case.audience for case in cases}


def test_pairs_differ_only_by_who_is_spoken_of(cases: tuple[Case, ...]) -> None:
    pairs: dict[str, list[Case]] = {}
    for case in cases:
        if case.pair:
            pairs.setdefault(case.pair, []).append(case)
    assert len(pairs) >= 8
    for one, other in pairs.values():
        assert one.turns != other.turns
        assert (one.expect, one.proofs) == (other.expect, other.proofs)


def test_every_proof_stands_in_its_document_and_proves_what_is_expected(
    cases: tuple[Case, ...], documents: list[Document]
) -> None:
    assert [fault for case in cases for fault in faults_of(case, documents)] == []


def test_every_proof_has_its_offsets(cases: tuple[Case, ...]) -> None:
    proofs = [proof for case in cases for proof in (*case.proofs, *case.near)]
    assert all(p.start is not None and p.end == p.start + len(p.quote) for p in proofs)


def test_a_proof_that_moved_is_told_and_mended(
    tmp_path: Path, cases: tuple[Case, ...], documents: list[Document]
) -> None:
    case = next(case for case in cases if case.proofs)
    proof = case.proofs[0]
    assert proof.start is not None
    moved = case.model_copy(
        update={"proofs": (proof.model_copy(update={"start": proof.start + 1}),), "near": ()}
    )
    assert "n'est pas à sa place" in faults_of(moved, documents)[0]
    path = tmp_path / "cas.jsonl"
    path.write_text(moved.model_dump_json() + "\n", "utf-8")
    write_offsets(path, documents)
    assert read_cases([path])[0][0].proofs == (proof,)


def test_a_fact_that_no_proof_holds_is_told(documents: list[Document]) -> None:
    sheet = documents[0]
    proof = Proof(document=Path(sheet.path).name, quote=sheet.text[:40])
    case = Case(id="x", turns=("Où ?",), expect=(("Tombouctou",),), proofs=(proof,))
    assert any("Tombouctou" in fault for fault in faults_of(case, documents))


def test_the_check_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "toutes les preuves sont à leur place" in capsys.readouterr().out
