"""The words of the documents: which are names, and how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.words import WordList

TEXT = (
    "Tellurio recrute. Tellurio embauche à Dol, dit Tellurio. Soudeurs et caristes s'y plaisent. "
    "Les soudeurs y restent. Un salon « Soudeurs en fête » a lieu."
)


@pytest.mark.parametrize(
    ("word", "name"), [("tellurio", True), ("soudeurs", False), ("les", False)]
)
def test_a_name_keeps_its_capital_wherever_grammar_asks_for_none(word: str, *, name: bool) -> None:
    found = WordList.of([TEXT]).get(word)
    assert found is not None
    assert found.is_name is name


def test_a_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    words = WordList.of([TEXT])
    words.save(tmp_path / "mots.json")
    assert WordList.load(tmp_path / "mots.json").words == words.words


@pytest.mark.parametrize(("word", "name"), [("hotellerie", False), ("tellurio", True)])
def test_an_everyday_word_in_a_cell_is_no_name(word: str, *, name: bool) -> None:
    found = WordList.of(["R1 | Hôtellerie | Tellurio\nR2 | Hôtellerie | Tellurio"]).get(word)
    assert found is not None
    assert found.is_name is name


def test_a_name_stays_one_though_addresses_write_it_small() -> None:
    told = (
        "Écrire à La Filature du Code : contact@filature-code.example, www.filature-code.example."
    )
    word = WordList.of([told]).get("filature")
    assert word is not None
    assert word.is_name
