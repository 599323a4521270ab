"""Questions made by templates: their answers stand where they say."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from corpus.document import BaliseError
from corpus.sheet import load_sheet
from index.reader.mining import WindowTable, mine_made
from index.reader.templates import rome_questions, sheet_questions

SHEETS = Path(__file__).parents[3] / "corpus" / "sheets"


def write_rome(folder: Path) -> None:
    texts = [
        ("definition", "Installe des réseaux d''entreprise."),
        ("acces_a_em", "Cet emploi/métier est accessible avec un CAP/BEP en électricité."),
        ("cond_exercice_activite", "L''activité s''exerce sur chantier."),
    ]
    codes = [(f"A110{n}", f"Métier numéro {n}") for n in range(8)]
    tables = {
        "referentiel_code_rome": [{"code_rome": c, "libelle_rome": t} for c, t in codes],
        "texte": [
            {"code_rome": c, "libelle_type_texte": kind, "libelle_texte": text}
            for c, _ in codes
            for kind, text in texts
        ],
    }
    for name, rows in tables.items():
        path = folder / f"unix_{name}_v347_utf8.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


def test_a_sheet_s_question_is_answered_by_the_fact_s_own_words() -> None:
    values = {
        " ".join(fact.value.split())
        for path in SHEETS.glob("*.md")
        for fact in load_sheet(path)[0].facts
    }

    made = list(sheet_questions(SHEETS, np.random.default_rng(0)))

    assert len(made) > 60
    for question in made:
        assert " ".join(question.text[slice(*question.answer)].split()) in values
        assert question.passage.start <= question.answer[0]
        assert question.answer[1] <= question.passage.end


def test_an_occupation_s_question_is_answered_by_its_text(tmp_path: Path) -> None:
    write_rome(tmp_path)

    made = rome_questions(tmp_path, np.random.default_rng(0), 24)

    answers = {question.text[slice(*question.answer)] for question in made}
    assert answers == {
        "Installe des réseaux d’entreprise",
        "un CAP/BEP en électricité",
        "L’activité s’exerce sur chantier",
    }


def test_wrong_windows_are_of_other_occupations(tmp_path: Path) -> None:
    write_rome(tmp_path)
    table = WindowTable()

    groups = mine_made(rome_questions(tmp_path, np.random.default_rng(0), 24), "rome", table)

    assert groups
    for group in groups:
        own = table.texts[group.rights[0].window].document
        assert own not in {table.texts[number].document for number in group.wrong}


def test_a_missing_rome_is_named(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="ROME"):
        rome_questions(tmp_path, np.random.default_rng(0), 1)
