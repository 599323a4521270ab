"""Case files: both formats are read, and a bad line is told by its number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.document import BaliseError
from evals.suite.case import Case, Proof, case_files, read_cases

GOLD_LINE = {
    "id": "dev-001", "kind": "number", "turns": ["Combien ?"], "expect": [["28 433"]],
    "never": [], "sources": ["a.txt"], "abstain": False,
}  # fmt: skip


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n", "utf-8")
    return path


def test_the_format_of_the_gold_questions_is_read(tmp_path: Path) -> None:
    cases, files = read_cases([write(tmp_path / "gold.jsonl", GOLD_LINE)])
    assert cases[0].expect == (("28 433",),)
    assert cases[0].relevant == ("a.txt",)
    assert (files[0].path, files[0].count, len(files[0].sha256)) == ("gold.jsonl", 1, 64)


def test_a_case_without_sources_to_name_has_no_relevant_document() -> None:
    case = Case(id="x", turns=("Qui ?",), abstain=True, sources=("a.txt",))
    assert case.relevant == ()


def test_alternatives_are_each_enough_and_the_rest_is_needed_together() -> None:
    one, two, other = (
        Proof(document="a.md", quote=quote, alternative=quote == "trois")
        for quote in ("un", "deux", "trois")
    )
    case = Case(id="x", turns=("Quoi ?",), expect=(("un",),), proofs=(one, two, other))
    assert case.options == ((one, two), (other,))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({**GOLD_LINE, "expct": []}, "Ligne 2 .*« expct » n'est pas connu"),
        ({k: v for k, v in GOLD_LINE.items() if k != "turns"}, "Ligne 2 .*« turns » manque"),
        ({**GOLD_LINE, "turns": []}, "Ligne 2 .*« turns »"),
        ({**GOLD_LINE, "abstain": True}, "Ligne 2 .*« expect » ou « abstain »"),
        ([1], "Ligne 2 .*un objet JSON est attendu"),
    ],
)
def test_a_bad_line_is_told_by_its_number(tmp_path: Path, line: object, message: str) -> None:
    path = write(tmp_path / "cas.jsonl", {**GOLD_LINE, "id": "autre"}, line)
    with pytest.raises(BaliseError, match=message):
        read_cases([path])


def test_what_is_not_json_is_told_too(tmp_path: Path) -> None:
    path = tmp_path / "cas.jsonl"
    path.write_text("{oups\n", "utf-8")
    with pytest.raises(BaliseError, match=r"Ligne 1 .*pas du JSON"):
        read_cases([path])


def test_one_id_twice_is_refused_even_in_two_files(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, GOLD_LINE) for name in ("a.jsonl", "b.jsonl")]
    with pytest.raises(BaliseError, match="Deux cas portent l'identifiant « dev-001 »"):
        read_cases(paths)


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="n'existe pas"):
        read_cases([tmp_path / "absent.jsonl"])
    with pytest.raises(BaliseError, match="Aucun fichier de cas"):
        case_files(tmp_path)
