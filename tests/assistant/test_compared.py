"""Questions on several years or places: each has its own figure, and its own quote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from assistant.answer import Status
from assistant.compared import variants_of
from assistant.engine import Assistant
from assistant.question import Question, understand
from assistant.spelling import Speller
from index.embedding import Embedder
from index.reader.shipped import open_reader
from index.words import WordList
from tests.assistant.conftest import open_texts
from ui.cli.render import render
from ui.page.html_turn import TurnPage
from ui.page.state import Register, Turn

TEXTS = {
    "offres.md": (
        "# Les offres d'emploi de la tonnellerie en Bourgogne\n\n"
        "Les tonneliers publient leurs offres d'emploi chaque année.\n\n"
        "| Année | Offres d'emploi | Apprentis |\n|---|---|---|\n"
        "| 2021 | 310 | 44 |\n| 2022 | 365 | 51 |\n| 2023 | 402 | 58 |\n"
    ),
    "salaires.md": (
        "# Le salaire des tonneliers\n\n"
        "À Vannes, un tonnelier qui débute gagne 1 840 euros net par mois. "
        "Les ateliers y sont petits et les carrières longues.\n\n"
        "À Quimper, un tonnelier qui débute gagne 1 910 euros net par mois. "
        "La main-d'œuvre y manque depuis dix ans.\n"
    ),
    "visites.md": (
        "# Les visites de la tonnellerie Orvel\n\n"
        "La tonnellerie Orvel a reçu 5 200 visiteurs en 2023, contre 4 100 en 2022.\n"
    ),
}
Ask = Callable[[str], str]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("compares"), TEXTS, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


@pytest.fixture(scope="module")
def understood() -> Callable[[str], Question]:
    words = WordList.of([])
    return lambda text: understand(text, words, Speller(words))


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        (
            "Combien d'offres d'emploi en 2021 par rapport à 2023 en Bourgogne ?",
            ["Combien d'offres d'emploi en 2021 en Bourgogne ?",
             "Combien d'offres d'emploi en 2023 en Bourgogne ?"],
        ),
        (
            "Quel est le salaire d'un tonnelier à Vannes, Quimper et Brest ?",
            ["Quel est le salaire d'un tonnelier à Vannes ?",
             "Quel est le salaire d'un tonnelier à Quimper ?",
             "Quel est le salaire d'un tonnelier à Brest ?"],
        ),
        (
            "Combien d'ateliers en Bretagne plutôt qu'en Île-de-France ?",
            ["Combien d'ateliers en Bretagne ?", "Combien d'ateliers en Île-de-France ?"],
        ),
        (
            "Combien d'ateliers dans le Nord et le Pas-de-Calais ?",
            ["Combien d'ateliers dans le Nord ?", "Combien d'ateliers dans le Pas-de-Calais ?"],
        ),
        (
            "Combien de stagiaires en 2021-2022 et en 2022-2023 ?",
            ["Combien de stagiaires en 2021-2022 ?", "Combien de stagiaires en 2022-2023 ?"],
        ),
    ],
)  # fmt: skip
def test_the_same_is_asked_of_each(
    understood: Callable[[str], Question], asked: str, parts: list[str]
) -> None:
    assert [part.text for part in variants_of(understood(asked))] == parts


@pytest.mark.parametrize(
    "asked",
    [
        "Combien de temps faut-il de Vannes à Quimper ?",
        "Combien d'offres d'emploi entre 2021 et 2023 ?",
        "Combien d'offres d'emploi à Lille, dans les Hauts-de-France ?",
        "Combien d'apprentis à Vannes ont trouvé un emploi à Quimper ?",
        "Pourquoi les tonneliers partent-ils de Vannes et de Quimper ?",
        "Combien d'offres d'emploi en 2021 ?",
    ],
)
def test_what_asks_of_one_thing_stays_whole(
    understood: Callable[[str], Question], asked: str
) -> None:
    assert variants_of(understood(asked)) == ()


def test_each_year_has_its_row(assistant: Assistant) -> None:
    answer = assistant.ask("Combien d'offres d'emploi en 2021 par rapport à 2023 en Bourgogne ?")
    assert answer.status is Status.ANSWERED
    lines = answer.answer.splitlines()
    assert [line.split(" :")[0] for line in lines] == ["• 2021", "• 2023"]
    assert "310" in lines[0]
    assert "402" in lines[1]
    assert [(each.label, each.value) for each in answer.compared] == [
        ("2021", "310"),
        ("2023", "402"),
    ]
    assert answer.short is None
    assert not answer.conflicts


def test_each_town_has_its_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le salaire d'un tonnelier débutant à Vannes et à Quimper ?")
    lines = answer.answer.splitlines()
    assert lines[0].startswith("• Vannes : 1 840 euros : «")
    assert lines[1].startswith("• Quimper : 1 910 euros : «")
    assert len(answer.citations) == 2


def test_the_town_on_which_nothing_is_found_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le salaire d'un tonnelier débutant à Vannes et à Marseille ?")
    assert answer.answer.startswith("Je n'ai rien trouvé là-dessus pour Marseille.")
    assert "1 840 euros" in answer.answer
    assert "1 910" not in answer.answer


def test_a_terminal_shows_each_and_what_was_not_found(assistant: Assistant) -> None:
    console = Console(file=StringIO(), width=100)
    render(assistant.ask("Combien d'apprentis en 2021 et en 2022 en Bourgogne ?"), console)
    render(assistant.ask("Quel est le salaire d'un tonnelier à Vannes et à Marseille ?"), console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "• 2021 : 44 [1]" in shown
    assert "• 2022 : 51 [2]" in shown
    assert "Je n'ai rien trouvé là-dessus pour Marseille." in shown


def test_a_page_shows_each_on_a_line(assistant: Assistant) -> None:
    answer = assistant.ask("Combien d'apprentis en 2021 et en 2022 en Bourgogne ?")
    page = TurnPage(Register.ADVISER, date(2026, 11, 1)).whole(Turn(answer=answer), 1)
    lines = " ".join(page.split())
    assert '<th scope="row">2021</th><td>44' in lines
    assert '<th scope="row">2022</th><td>51' in lines


def test_two_towns_on_which_nothing_is_found_are_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le salaire d'un tonnelier débutant à Nice et à Marseille ?")
    assert answer.status is Status.NOT_FOUND


def test_one_sentence_that_tells_of_both_years_is_quoted_once(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Combien de visiteurs la tonnellerie Orvel a-t-elle eus en 2022 et 2023 ?"
    )
    assert len(answer.citations) == 1
    assert "5 200 visiteurs en 2023, contre 4 100 en 2022" in answer.answer
