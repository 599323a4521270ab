"""An answer holds for the person it is asked for: their age, their situation, nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer, Reason, Status
from assistant.engine import Assistant
from index.embedding import Embedder
from index.reader.shipped import open_reader
from tests.assistant.conftest import open_texts

GUIDE = """Aides à la mobilité et à l'équipement

Les apprentis de 18 ans et plus reçoivent une aide au permis de 420 €.
Les apprentis reconnus travailleurs handicapés reçoivent une aide au permis de 870 €.
Les demandeurs d'emploi peuvent obtenir un prêt de 1 300 € pour le permis.

Une prime de 640 € est versée à l'artisan qui forme son équipe au numérique.
L'employeur d'un apprenti handicapé reçoit une aide de 3 300 €.

Salaire de l'apprenti
Première année :
- moins de 18 ans : 27 % du SMIC
- de 18 à 20 ans : 43 % du SMIC
Deuxième année :
- moins de 18 ans : 39 % du SMIC
- de 18 à 20 ans : 51 % du SMIC

Portes ouvertes

Le salon de l'apprentissage se tient le 14 mars à Rouen.
"""


@pytest.fixture(scope="module")
def adviser(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    """The assistant over one guide of aids."""
    searcher = open_texts(tmp_path_factory.mktemp("guide"), {"aides.txt": GUIDE}, embedder)
    yield Assistant(searcher, reader=open_reader())
    searcher.close()


def first_quote(answer: Answer) -> str:
    return answer.citations[0].quote


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        ("J'accompagne un apprenti de 22 ans.", "420 €"),
        ("J'accompagne une apprentie reconnue travailleuse handicapée.", "870 €"),
        ("J'accompagne une demandeuse d'emploi de 40 ans.", "1 300 €"),
    ],
)
def test_the_aid_is_the_one_of_the_person_told_of(
    adviser: Assistant, told: str, amount: str
) -> None:
    answer = adviser.ask(f"{told} Quelle aide peut-on lui donner pour son permis ?")

    assert answer.status is Status.ANSWERED
    assert amount in first_quote(answer)


@pytest.mark.parametrize(
    ("age", "year", "share"),
    [(16, "première", "27 %"), (19, "première", "43 %"), (16, "2e", "39 %"), (19, "2e", "51 %")],
)
def test_the_pay_is_the_one_of_their_age_and_year(
    adviser: Assistant, age: int, year: str, share: str
) -> None:
    told = f"Un apprenti de {age} ans signe un contrat."

    answer = adviser.ask(f"{told} Quel pourcentage du SMIC touche-t-il la {year} année ?")

    assert share in first_quote(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Je reçois un jeune de 17 ans en situation de handicap. À quelle prime a-t-il droit ?",
        "Un apprenti de 17 ans, sans handicap, passe le permis. Quelle aide peut-il recevoir ?",
        "Un apprenti de 45 ans signe. Quel pourcentage du SMIC touche-t-il la première année ?",
    ],
)
def test_what_is_meant_for_others_is_refused(adviser: Assistant, question: str) -> None:
    answer = adviser.ask(question)

    assert (answer.status, answer.reason) == (Status.NOT_FOUND, Reason.OTHER_PUBLIC)
    assert "vaut pour d'autres" in answer.answer


def test_who_was_told_of_before_is_still_meant(adviser: Assistant) -> None:
    turns = ["J'ai devant moi une apprentie de 19 ans.", "Quelle aide au permis peut-elle avoir ?"]

    assert "420 €" in first_quote(adviser.ask(turns))


@pytest.mark.parametrize(
    "told", ["Mon fils de 16 ans, sourd,", "Une dame de 58 ans au RSA", "Un étudiant réfugié"]
)
def test_what_does_not_depend_on_it_is_told_to_all(adviser: Assistant, told: str) -> None:
    answer = adviser.ask(f"{told} voudrait savoir quand se tient le salon de l'apprentissage.")

    assert "14 mars" in first_quote(answer)


def test_somebody_who_may_not_come_is_told_who_may(tmp_path: Path, embedder: Embedder) -> None:
    text = "Le stage de scie de Rouen\n\nLe stage de scie est ouvert aux jeunes de 16 à 25 ans.\n"
    searcher = open_texts(tmp_path, {"stage.txt": text}, embedder)
    answer = Assistant(searcher).ask("Le stage de scie est-il ouvert aux adultes de 40 ans ?")
    assert "16 à 25 ans" in answer.answer
    searcher.close()
