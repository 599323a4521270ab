"""`balise chat`, with what a person would type."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

JOBS = "Combien de salariés dans le numérique en Hauts-de-France ?"


def test_a_conversation_ends_with_its_input(program: Balise, indexed: Path) -> None:
    typed = f"{JOBS}\nEt combien d'offres d'emploi ?\n".encode()
    told = program("chat", "--index", str(indexed), stdin=typed)
    assert (told.code, told.err) == (0, "")
    assert "28 433" in told.words
    assert "6 800" in told.words


def test_nothing_typed(balise: Balise, indexed: Path) -> None:
    told = balise("chat", "--index", indexed)
    assert told.code == 0
    assert told.out.startswith("Posez votre question.")


@pytest.mark.parametrize("word", ["quitter", "Q", "au revoir"])
def test_leaving(balise: Balise, indexed: Path, word: str) -> None:
    told = balise("chat", "--index", indexed, stdin=f"{word}\n{JOBS}\n")
    assert told.code == 0
    assert "28 433" not in told.out


def test_starting_afresh_forgets(balise: Balise, indexed: Path) -> None:
    typed = f"{JOBS}\nnouveau\nEt combien d'offres d'emploi ?\n"
    told = balise("chat", "--index", indexed, stdin=typed)
    assert "Nouvelle conversation." in told.out
    assert "J'ai compris" not in told.out.partition("Nouvelle conversation.")[2]


def test_a_question_that_cannot_be_taken(balise: Balise, indexed: Path) -> None:
    typed = b"\n" + b"a" * 5000 + b"\n\xff\xfe ?\n" + JOBS.encode() + b"\n"
    told = balise("chat", "--index", indexed, stdin=typed)
    assert told.code == 0
    assert "La question fait 5000 caractères" in told.words
    assert "28 433" in told.words


def test_markup_in_a_question_is_text(balise: Balise, indexed: Path) -> None:
    told = balise("chat", "--index", indexed, stdin="[red]Où est [/nope] ?\n")
    assert told.code == 0
    assert "[red]Où est [/nope] ?" in told.out


@pytest.mark.parametrize("word", ["aide", "/aide", "?"])
def test_help_says_what_one_may_type(balise: Balise, indexed: Path, word: str) -> None:
    told = balise("chat", "--index", indexed, stdin=f"{word}\n/quitter\n")
    assert told.code == 0
    assert told.out.count("« nouveau » recommence") == 2
