"""A number without a unit may be money, or count something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.answer import Status
from assistant.engine import Assistant
from assistant.statements import states
from assistant.sums import may_be_a_sum
from index.embedding import Embedder
from index.reader.shipped import open_reader
from index.search import Searcher
from tests.assistant.conftest import evidence_holding, open_texts

TEXTS = {
    "paie.txt": (
        "Ce que gagnent les métiers du cuir\n\n"
        "La grille ci-dessous reprend les fiches de paie de nos adhérents.\n\n"
        "Moyenne, en euros bruts par an.\n"
        "Métier\tJunior (0-2 ans)\tConfirmé (3 ans et +)\n"
        "Sellier\t23 400\t28 900\n"
        "Tanneur\t-\t27 100\n"
        "Gantier\t22 100\t25 800\n"
    ),
    "projets.txt": (
        "Les projets d'embauche du cuir\n\n"
        "Bassin\tProjets 2023\tProjets 2024\n"
        "Millau\t140\t195\n"
        "Graulhet\t88\t61\n\n"
        "Le cuir affiche plus de 11 000 offres d'emploi en Occitanie.\n\n"
        "Un chef d'atelier y touche 31 000 bruts annuels.\n\n"
        "(Photo : la table ronde du cuir. Crédit : Cuir d'Oc / Elsa Morlac)\n"
    ),
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    searcher = open_texts(tmp_path_factory.mktemp("sums"), TEXTS, embedder)
    yield searcher
    searcher.close()


@pytest.fixture
def may_be(opened: Searcher) -> Callable[[str], bool]:
    """Whether a number of these texts may be of money."""

    def ask(number: str) -> bool:
        (found,) = evidence_holding(opened, "Combien gagne-t-on dans le cuir ?", number)[1]
        start = found.text.index(number)
        return may_be_a_sum(found, start, start + len(number))

    return ask


@pytest.mark.parametrize("number", ["28 900", "27 100", "31 000"])
def test_a_number_where_money_is_spoken_of_may_be_a_sum(
    may_be: Callable[[str], bool], number: str
) -> None:
    assert may_be(number)


@pytest.mark.parametrize("number", ["11 000", "195"])
def test_what_counts_something_else_is_no_sum(may_be: Callable[[str], bool], number: str) -> None:
    assert not may_be(number)


def test_a_cell_of_a_table_copied_with_its_tabs_is_found(opened: Searcher) -> None:
    assistant = Assistant(opened, reader=open_reader())
    answer = assistant.ask("Combien gagne un sellier confirmé ?")
    assert answer.short is not None
    assert answer.short.text == "28 900"


def test_no_pay_is_told_by_a_number_of_offers(opened: Searcher) -> None:
    assistant = Assistant(opened, reader=open_reader())
    answer = assistant.ask("Quel est le chiffre d'affaires du cuir en Occitanie ?")
    assert answer.status is Status.NOT_FOUND


def test_whose_picture_it_is_states_nothing(opened: Searcher) -> None:
    question, (credit,) = evidence_holding(opened, "Qui a créé Cuir d'Oc ?", "Crédit")
    assert not states(question, credit)
