"""What comes first among sentences that may answer: one that does, before one on the subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from assistant.precedence import answering_first
from index.embedding import Embedder
from index.search import Searcher
from tests.assistant.conftest import evidence_holding, open_texts

TEXTS = {
    "metier.txt": (
        "Fiche métier : affûteur, affûteuse\n\n"
        "L'affûteur entretient les lames d'une scierie et veille à la qualité de la coupe.\n\n"
        "Missions\n- démonter les lames ;\n- les équilibrer ;\n\n"
        "Outils\n- une meule ;\n- un étau.\n"
    ),
    "manufacture.txt": (
        "La Manufacture Orvel, à Nevers\n\n"
        "La Manufacture Orvel finance une bourse de 8 000 euros pour ses apprentis. "
        "Son budget est financé à 45 % par les cotisations.\n"
    ),
    "annonces.md": (
        "# Les annonces du bois dans la Nièvre\n\n"
        "Les scieries et les ateliers de la Nièvre ont publié 1 340 annonces en 2023.\n\n"
        "| Famille | Annonces 2023 |\n|---|---|\n"
        "| Affûtage | 64 |\n| Lutherie et archeterie | 12 |\n"
    ),
}
First = Callable[..., str]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    searcher = open_texts(tmp_path_factory.mktemp("premiers"), TEXTS, embedder)
    yield searcher
    searcher.close()


@pytest.fixture
def first(opened: Searcher) -> First:
    """What comes first of the sentences that hold some words, each worse by `gap` than the last."""

    def find(asked: str, *words: str, gap: float = 1.0) -> str:
        question, found = evidence_holding(opened, asked, *words)
        ranked = [replace(each, score=-gap * place) for place, each in enumerate(found)]
        return answering_first(question, ranked)[0].text

    return find


def test_an_item_under_the_things_asked_comes_before_what_tells_of_the_subject(
    first: First,
) -> None:
    asked = "Quelles sont les missions d'un affûteur ?"
    assert "démonter" in first(asked, "entretient", "démonter")


def test_an_item_far_worse_than_the_best_stays_behind(first: First) -> None:
    asked = "Quelles sont les missions d'un affûteur ?"
    assert "démonter" in first(asked, "entretient", "démonter", gap=6.5)
    assert "entretient" in first(asked, "entretient", "démonter", gap=7.5)


def test_an_item_under_something_else_does_not(first: First) -> None:
    asked = "Quelles sont les missions d'un affûteur ?"
    assert "entretient" in first(asked, "entretient", "meule")


def test_an_item_far_worse_does_not(first: First) -> None:
    asked = "Quelles sont les missions d'un affûteur ?"
    assert "entretient" in first(asked, "entretient", "démonter", gap=9.0)


def test_by_whom_it_is_done_comes_before_what_they_do(first: First) -> None:
    asked = "Qui finance la Manufacture Orvel ?"
    assert "par les cotisations" in first(asked, "bourse", "cotisations")


def test_by_whom_something_else_is_done_does_not(first: First) -> None:
    asked = "Qui dirige la Manufacture Orvel ?"
    assert "bourse" in first(asked, "bourse", "cotisations")


def test_the_row_of_the_thing_asked_comes_before_what_counts_all(first: First) -> None:
    asked = "Combien d'annonces en affûtage en 2023 ?"
    assert first(asked, "1 340", "64").startswith("Affûtage")


def test_the_row_of_more_than_the_thing_asked_does_not(first: First) -> None:
    assert "1 340" in first("Combien d'annonces en lutherie en 2023 ?", "1 340", "Lutherie et")


def test_a_row_far_worse_does_not(first: First) -> None:
    assert "1 340" in first("Combien d'annonces en affûtage en 2023 ?", "1 340", "64", gap=3.5)
