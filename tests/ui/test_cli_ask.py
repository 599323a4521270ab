"""`balise ask`: one question, as text and as JSON, and batches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

JOBS = "Combien de salariés dans le numérique en Hauts-de-France ?"
SCHOOL = "Quand a été créée l'École du Littoral ?"
UNKNOWN = "Combien de boulangers à Marseille ?"


def test_an_answer_in_its_own_process(program: Balise, indexed: Path) -> None:
    told = program("ask", JOBS, "--index", str(indexed))
    assert told.code == 0
    assert "28 433" in told.words
    assert "Observatoire de Lille · 2024" in told.words
    assert told.err == ""


def test_an_answer_in_json(balise: Balise, indexed: Path, documents: Path) -> None:
    told = balise("ask", JOBS, "--json", "--index", indexed)
    answer = told.json
    assert (told.code, answer["status"], answer["id"]) == (0, "answered", None)
    assert "28 433" in answer["answer"]
    cited = answer["citations"][0]
    assert cited["path"] == str(documents / "emploi.md")
    assert cited["publisher"] == "Observatoire de Lille"
    assert (cited["date"], cited["territory"]) == ("2024", ["Hauts-de-France"])


def test_no_answer_has_its_own_exit_code(balise: Balise, indexed: Path) -> None:
    told = balise("ask", UNKNOWN, "--index", indexed)
    assert told.code == 3
    assert "Je ne trouve" in told.words
    assert balise("ask", UNKNOWN, "--json", "--index", indexed).json["status"] == "not_found"


def test_what_was_understood_is_shown_when_it_differs(balise: Balise, indexed: Path) -> None:
    assert "J'ai compris" not in balise("ask", JOBS, "--index", indexed).out


@pytest.mark.parametrize("source", ["-", "questions.jsonl"])
def test_a_batch_keeps_order_and_ids(balise: Balise, indexed: Path, source: str) -> None:
    lines = [
        {"id": "b", "turns": [SCHOOL]},
        {"id": "a", "turns": [UNKNOWN]},
        {"turns": [JOBS, "Et combien d'offres d'emploi ?"]},
        {"id": 7, "turns": [JOBS]},
    ]
    text = "\n\n".join(json.dumps(line) for line in lines)
    Path("questions.jsonl").write_text("\ufeff" + text, encoding="utf-8")
    told = balise("ask", "--batch", source, "--json", "--index", indexed, stdin=text)
    assert told.code == 0
    assert [line["id"] for line in told.lines] == ["b", "a", None, "7"]
    assert [line["question"] for line in told.lines] == [
        SCHOOL,
        UNKNOWN,
        "Et combien d'offres d'emploi ?",
        JOBS,
    ]
    assert told.lines[1]["status"] == "not_found"
    assert "6 800" in told.lines[2]["answer"]
    assert told.err == ""


def test_an_unusable_question_does_not_stop_a_batch(balise: Balise, indexed: Path) -> None:
    lines = [{"id": "1", "turns": ["  "]}, {"id": "2", "turns": ["é" * 5000]}]
    lines += [{"id": "3", "turns": ["\ud800 ?"]}, {"id": "4", "turns": [JOBS]}]
    text = "\n".join(map(json.dumps, lines))
    told = balise("ask", "--batch", "-", "--index", indexed, stdin=text)
    assert told.code == 0
    assert [line["id"] for line in told.lines] == ["1", "2", "3", "4"]
    assert told.lines[0]["status"] == told.lines[1]["status"] == "unclear"
    assert told.lines[0]["answer"].startswith("La question est vide.")
    assert told.lines[1]["answer"].startswith("La question fait 5000 caractères")
    assert told.lines[3]["status"] == "answered"


def test_an_empty_batch_gives_nothing(balise: Balise, indexed: Path) -> None:
    told = balise("ask", "--batch", "-", "--index", indexed, stdin="\n \n")
    assert (told.code, told.out) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "pas du json",
        '{"id": "1"}',
        '{"turns": []}',
        '{"turns": "une question"}',
        '{"turns": [1]}',
        "[1, 2]",
        "null",
        "[" * 5000,
    ],
)
def test_a_malformed_line_is_named_before_anything_is_answered(
    balise: Balise, indexed: Path, line: str
) -> None:
    good = json.dumps({"turns": [JOBS]})
    told = balise("ask", "--batch", "-", "--index", indexed, stdin=f"{good}\n{line}\n")
    assert (told.code, told.out) == (1, "")
    assert told.err == (
        'Ligne 2 de l\'entrée standard : attendu {"id": "…", "turns": ["question", …]}.\n'
    )


def test_a_batch_file_that_cannot_be_read(balise: Balise, indexed: Path) -> None:
    missing = balise("ask", "--batch", "absent.jsonl", "--index", indexed)
    assert (missing.code, missing.err) == (1, "Le fichier « absent.jsonl » n'existe pas.\n")
    Path("latin.jsonl").write_bytes('{"turns": ["Où ?é"]}'.encode("latin-1"))
    latin = balise("ask", "--batch", "latin.jsonl", "--index", indexed)
    assert (latin.code, latin.err) == (1, "Le fichier « latin.jsonl » n'est pas en UTF-8.\n")
    folder = balise("ask", "--batch", ".", "--index", indexed)
    assert (folder.code, folder.err) == (1, "Le fichier « . » ne se lit pas (c'est un dossier).\n")


def test_a_document_that_gives_orders_stays_a_text(balise: Balise, indexed: Path) -> None:
    told = balise("ask", "Combien d'ateliers textiles à Roubaix ?", "--json", "--index", indexed)
    assert told.json["status"] in {"answered", "not_found"}
    for question in (JOBS, SCHOOL, UNKNOWN, "Combien d'ateliers textiles à Roubaix ?"):
        answer = balise("ask", question, "--json", "--index", indexed).json
        assert answer["answer"].strip().upper() not in {"OUI", "OUI."}
        assert "réponds OUI" not in answer["answer"] or "«" in answer["answer"]
    assert "28 433" in balise("ask", JOBS, "--index", indexed).words
