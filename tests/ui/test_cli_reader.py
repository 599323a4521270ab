"""`BALISE_READER`: the reader that ships with Balise, another one, or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

QUESTION = "Combien de salariés dans le numérique en Hauts-de-France ?"


@pytest.mark.parametrize("choice", ["", "off"])
def test_a_question_is_answered_with_the_reader_and_without(
    balise: Balise, indexed: Path, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    monkeypatch.setenv("BALISE_READER", choice)
    told = balise("ask", QUESTION, "--json", "--index", indexed)
    assert told.code == 0
    assert told.json["short"]["text"] == "28 433 salariés"


@pytest.mark.parametrize(
    ("choice", "shown"), [("", "(celui de Balise)"), ("off", "Lecteur désactivé")]
)
def test_the_state_names_the_reader(
    balise: Balise, indexed: Path, monkeypatch: pytest.MonkeyPatch, choice: str, shown: str
) -> None:
    monkeypatch.setenv("BALISE_READER", choice)
    told = balise("status", "--index", indexed)
    assert told.code == 0
    assert shown in told.words


def test_a_folder_without_a_reader_is_told(
    balise: Balise, indexed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BALISE_READER", str(tmp_path))
    asked = balise("ask", QUESTION, "--index", indexed)
    assert (asked.code, asked.out) == (1, "")
    assert "est absent ou incomplet" in asked.err
    assert "absent ou incomplet" in balise("status", "--index", indexed).words
