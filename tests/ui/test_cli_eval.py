"""`balise eval`: anyone's cases, reports where they are wanted, gates that fail, clear errors."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

CASES: list[dict[str, Any]] = [
    {"id": "cas-emploi", "kind": "number", "turns": ["Combien de salariés dans le numérique ?"],
     "expect": [["28 433"]], "sources": ["emploi.md"]},
    {"id": "cas-ecole", "kind": "date", "turns": ["Quand l'École du Littoral a-t-elle été créée ?"],
     "expect": [["2019"]], "never": ["120"], "sources": ["ecole.txt"]},
    {"id": "cas-lens", "kind": "unanswerable", "abstain": True,
     "turns": ["Combien de salariés le numérique emploie-t-il à Marseille ?"]},
]  # fmt: skip
WRONG = {"id": "cas-faux", "kind": "number", "turns": ["Combien d'ateliers compte le textile ?"],
         "expect": [["311"]]}  # fmt: skip


def write_cases(path: Path, *cases: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(case) for case in cases), "utf-8")
    return path


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_cases(tmp_path / "cas.jsonl", *CASES)


def test_a_users_own_cases_are_asked_on_a_users_own_index(
    balise: Balise, cases: Path, indexed: Path
) -> None:
    told = balise("eval", "--cases", cases, "--index", indexed)
    assert told.code == 0
    assert "cas.jsonl : 3 cas, 3 documents" in told.words
    assert "Réponses justes 100,0 % 3" in told.words
    assert "sans réponse 100,0 % 1" in told.words


def test_all_reports_are_written_where_they_are_wanted(
    balise: Balise, cases: Path, indexed: Path, tmp_path: Path
) -> None:
    paths = {name: tmp_path / "sorties" / f"r.{name}" for name in ("json", "html", "markdown")}
    junit = tmp_path / "junit.xml"
    options = [option for name, path in paths.items() for option in (f"--{name}", path)]
    told = balise("eval", "--cases", cases, "--index", indexed, *options, "--junit", junit)
    assert told.code == 0
    run = json.loads(paths["json"].read_text("utf-8"))
    assert [result["right"] for result in run["results"]] == [True, True, True]
    assert run["info"]["index_fingerprint"]
    assert "cas-emploi" in paths["html"].read_text("utf-8")
    assert "3 réponses justes sur 3" in paths["markdown"].read_text("utf-8")
    assert len(list(ET.parse(junit).iter("testcase"))) == 3


def test_a_wrong_answer_is_shown_with_the_stage_that_lost_it(
    balise: Balise, indexed: Path, tmp_path: Path
) -> None:
    path = write_cases(tmp_path / "faux.jsonl", WRONG)
    told = balise("eval", "--cases", path, "--index", indexed, "--wrong")
    assert told.code == 0
    assert "✗ cas-faux Combien d'ateliers compte le textile ?" in told.words
    assert "il manque « 311 »" in told.words


def test_a_gate_that_is_not_held_fails_and_prints_the_cases(
    balise: Balise, indexed: Path, tmp_path: Path
) -> None:
    path = write_cases(tmp_path / "cas.jsonl", *CASES, WRONG)
    gates = tmp_path / "seuils.toml"
    gates.write_text('[[gate]]\nmetric = "answers.right"\nleast = 0.9\nwhy = "promis"\n', "utf-8")
    told = balise("eval", "--cases", path, "--index", indexed, "--gates", gates)
    assert told.code == 1
    assert "✗ Réponses justes : 75,0 %, au moins 90,0 % attendu (promis)" in told.words
    assert "cas-faux" in told.out
    gates.write_text('[[gate]]\nmetric = "answers.right"\nleast = 0.7\n', "utf-8")
    held = balise("eval", "--cases", path, "--index", indexed, "--gates", gates)
    assert held.code == 0
    assert "✓ Le seuil est tenu" in held.words


def test_two_runs_are_compared_case_by_case(balise: Balise, indexed: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    path = write_cases(tmp_path / "cas.jsonl", *CASES, WRONG)
    balise("eval", "--cases", path, "--index", indexed, "--json", first, "--fault", "phrases")
    mended = {**WRONG, "expect": [["310"]]}
    write_cases(path, *CASES, mended)
    balise("eval", "--cases", path, "--index", indexed, "--json", second)
    html = tmp_path / "c.html"
    told = balise("eval", "--compare", first, second, "--html", html)
    assert told.code == 0
    assert "4 cas en commun" in told.words
    assert "cas-faux" in told.out
    assert "défaut « phrases »" in told.words
    assert html.is_file()


def test_hostile_cases_and_documents_show_as_text_in_the_page(
    balise: Balise, indexed: Path, tmp_path: Path
) -> None:
    attack = "</script><script>alert(1)</script> Combien d'ateliers compte le textile ?"
    path = write_cases(tmp_path / "x.jsonl", {**WRONG, "turns": [attack]})
    html = tmp_path / "x.html"
    assert balise("eval", "--cases", path, "--index", indexed, "--html", html).code == 0
    assert "<script>alert(1)" not in html.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cases", "absent.jsonl"], "« absent.jsonl » n'existe pas"),
        (["--squad", "absent.json"], "« absent.json » n'existe pas"),
        (["--cases", "cas.jsonl", "--squad", "x.json"], "l'un des deux"),
        (["--squad", "x.json", "--documents", "."], "apporte ses documents"),
        (["--index", "i"], "donnez --cases"),
        (["--cases", "cas.jsonl", "--index", "absent"], "Pas encore d'index"),
        (["--compare", "a.json", "b.json"], "« a.json » n'existe pas"),
        (["--compare", "a.json", "b.json", "--gate"], "ne pose aucune question"),
        (["--limit", "0"], "--limit"),
        (["--jobs", "deux"], "--jobs"),
        (["--fault", "tout"], "--fault"),
        (["--cases", "cas.jsonl", "--gates", "absent.toml"], "absent.toml"),
    ],
)
def test_what_cannot_be_done_is_told(
    balise: Balise, cases: Path, arguments: list[str], message: str
) -> None:
    assert cases.name == "cas.jsonl"
    told = balise("eval", *arguments)
    assert told.code in {1, 2}
    assert message in " ".join(told.err.split())


def test_a_case_file_that_is_wrong_is_told_by_its_line(
    balise: Balise, indexed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "cas.jsonl"
    path.write_text('{"id": "a", "turns": ["Où ?"]}\n', "utf-8")
    told = balise("eval", "--cases", path, "--index", indexed)
    assert told.code == 1
    assert "Ligne 1" in told.err
    assert "« expect » ou « abstain »" in told.err


def test_a_report_that_cannot_be_written_is_told(
    balise: Balise, cases: Path, indexed: Path, tmp_path: Path
) -> None:
    (tmp_path / "fichier").write_text("", "utf-8")
    target = tmp_path / "fichier" / "r.html"
    told = balise("eval", "--cases", cases, "--index", indexed, "--html", target)
    assert told.code == 1
    assert "ne peut pas être écrit" in told.err
