"""Two things set against each other: the same is asked of each, and both figures are shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Status
from assistant.contrasts import contrasts_of
from assistant.engine import Assistant
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import open_texts

TEXTS = {
    "effectifs.md": (
        "# Les tonneliers de Bretagne\n\n"
        "L'observatoire de la tonnellerie compte les salariés de chaque ville.\n\n"
        "| Ville | Salariés 2024 |\n|---|---|\n"
        "| Vannes | 312 |\n| Quimper | 287 |\n| Brest | 96 |\n"
    ),
    "paie.md": (
        "# Les salaires du bois\n\n"
        "Un tonnelier confirmé gagne 2 150 euros net par mois. Le métier reste rare.\n\n"
        "Un charron confirmé gagne 2 410 euros net par mois. Les charrons sont demandés.\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("contrasts"), TEXTS, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


@pytest.mark.parametrize(
    ("asked", "each"),
    [
        (
            "Qui a le plus de tonneliers en 2024, Vannes ou Quimper ?",
            ["Combien de tonneliers en 2024 à Vannes ?",
             "Combien de tonneliers en 2024 à Quimper ?"],
        ),
        (
            "Entre le Doubs et le Jura, où y a-t-il le plus de tonneliers ?",
            ["Combien de tonneliers dans le Doubs ?", "Combien de tonneliers dans le Jura ?"],
        ),
        (
            "En 2023, où trouve-t-on le moins d'ateliers : en Bretagne ou en Picardie ?",
            ["Combien d'ateliers en Bretagne en 2023 ?",
             "Combien d'ateliers en Picardie en 2023 ?"],
        ),
        (
            "Y a-t-il plus d'ateliers à Vannes qu'à Brest ?",
            ["Combien d'ateliers à Vannes ?", "Combien d'ateliers à Brest ?"],
        ),
        (
            "Un charron gagne combien de plus qu'un tonnelier ?",
            ["Combien gagne un charron ?", "Combien gagne un tonnelier ?"],
        ),
        (
            "un charron ou un tonnelier, qui gagne le plus ?",
            ["Combien gagne un charron ?", "Combien gagne un tonnelier ?"],
        ),
        (
            "Quelle est la différence de salaire entre un charron et un tonnelier ?",
            ["Combien gagne un charron ?", "Combien gagne un tonnelier ?"],
        ),
        (
            "Le stage de charron est-il moins cher à Vannes qu'à Brest ?",
            ["Combien coûte le stage de charron à Vannes ?",
             "Combien coûte le stage de charron à Brest ?"],
        ),
    ],
)  # fmt: skip
def test_the_same_is_asked_of_both(asked: str, each: list[str]) -> None:
    assert [contrast.text for contrast in contrasts_of(asked)] == each


@pytest.mark.parametrize(
    "asked",
    [
        "Quelle différence entre un charron et un tonnelier ?",
        "Quels services perdent le plus de postes, le support ou le commerce ?",
        "Pourquoi y a-t-il moins de tonneliers qu'avant ?",
        "Combien de temps entre Vannes et Brest ?",
        "Pourquoi les ateliers bretons ont-ils plus de mal à recruter que leurs voisins ?",
        "Quelle ville compte le plus de tonneliers ?",
        "Faut-il choisir un CAP ou un bac pro ?",
    ],
)
def test_what_compares_no_amounts_stays_whole(asked: str) -> None:
    assert contrasts_of(asked) == ()


def test_both_towns_are_shown_with_their_figures(assistant: Assistant) -> None:
    answer = assistant.ask("Qui a le plus de salariés en 2024, Vannes ou Quimper ?")
    assert answer.status is Status.ANSWERED
    assert [(each.label, each.value) for each in answer.compared] == [
        ("Vannes", "312"),
        ("Quimper", "287"),
    ]


def test_both_trades_are_shown_with_their_pay(assistant: Assistant) -> None:
    answer = assistant.ask("Un charron confirmé gagne-t-il plus qu'un tonnelier confirmé ?")
    assert [each.value for each in answer.compared] == ["2 410 euros", "2 150 euros"]


def test_the_one_that_is_not_told_of_is_said_not_to_be(assistant: Assistant) -> None:
    answer = assistant.ask("Qui a le plus de salariés en 2024, Vannes ou Marseille ?")
    assert "Je n'ai rien trouvé là-dessus pour Marseille." in answer.answer
    assert "312" in answer.answer
