"""« Selon X »: what X says, and what each of several sources says beside the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer, Status
from assistant.attribution import is_called
from assistant.engine import Assistant
from assistant.sources import by_source, sources_asked
from index.embedding import Embedder
from tests.assistant.conftest import open_texts

TEXTS = {
    "observatoire.txt": "Observatoire Boisnord : la filière du bois en Corrèze\n\n"
    "La filière du bois emploie 3 120 salariés en Corrèze. "
    "41 % des scieries peinent à recruter en Corrèze.\n",
    "journal.txt": "Le bois recrute en Corrèze\n\n"
    "L'étude publiée par Sciage Plus, la chambre patronale du bois, avance le chiffre de "
    "4 680 salariés dans la filière du bois en Corrèze. C'est plus que les données de "
    "l'observatoire Boisnord.\n"
    "Autre écart : pour la chambre patronale, 66 % des scieries peinent à recruter en Corrèze.\n",
}
STAFF = "Combien de salariés la filière du bois emploie-t-elle en Corrèze"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Assistant]:
    searcher = open_texts(tmp_path_factory.mktemp("sources"), TEXTS, embedder)
    yield Assistant(searcher)
    searcher.close()


def quoted(answer: Answer) -> str:
    assert answer.status is Status.ANSWERED
    return " ".join(citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("Combien de salariés selon Boisnord ?", ("Boisnord",)),
        ("D'après Boisnord, combien de salariés ?", ("Boisnord",)),
        ("selon l'apec quel est le salaire", ("l'apec",)),
        ("Combien selon Boisnord et selon Sciage Plus ?", ("Boisnord", "Sciage Plus")),
        ("Combien d'après Boisnord et Sciage Plus ?", ("Boisnord", "Sciage Plus")),
        ("Combien de salariés en Corrèze ?", ()),
        ("Combien selon les villes ?", ()),
        ("Selon vous, quel métier choisir ?", ()),
    ],
)
def test_whose_words_are_asked_is_understood(question: str, sources: tuple[str, ...]) -> None:
    assert sources_asked(question) == sources


def test_a_question_to_two_sources_is_asked_of_each() -> None:
    assert by_source("Combien de scieries selon Boisnord et selon Sciage Plus ?") == (
        "Combien de scieries, selon Boisnord ?",
        "Combien de scieries, selon Sciage Plus ?",
    )


def test_a_question_to_one_source_is_left_whole() -> None:
    assert by_source("Combien de scieries selon Boisnord ?") == ()


@pytest.mark.parametrize(
    ("source", "figure", "other"),
    [
        ("Boisnord", "3 120", "4 680"),
        ("Sciage Plus", "4 680", "3 120"),
        ("la chambre patronale", "4 680", "3 120"),
    ],
)
def test_each_source_is_quoted_for_itself(
    assistant: Assistant, source: str, figure: str, other: str
) -> None:
    words = quoted(assistant.ask(f"{STAFF}, selon {source} ?"))
    assert figure in words
    assert other not in words


def test_what_is_said_near_a_name_is_not_its_word(assistant: Assistant) -> None:
    answer = assistant.ask("Quelle part des scieries peine à recruter en Corrèze selon Boisnord ?")
    assert "41 %" in quoted(answer)
    assert "66 %" not in quoted(answer)


@pytest.mark.parametrize(
    ("said", "asked", "same"),
    [
        ("la GEN", "la Grande École du Numérique", True),
        ("la Grande École du Numérique", "la GEN", True),
        ("la CFDT", "la Grande École du Numérique", False),
    ],
)
def test_a_source_may_be_called_by_its_initials(said: str, asked: str, *, same: bool) -> None:
    assert is_called("", said, asked) is same


def test_two_sources_are_shown_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask(f"{STAFF} selon Boisnord et selon Sciage Plus ?")
    assert answer.conflicts[0].values == ("3 120 salariés", "4 680 salariés")


def test_the_source_that_says_nothing_is_named(assistant: Assistant) -> None:
    answer = assistant.ask(f"{STAFF} selon Boisnord et selon le Conseil des Luthiers ?")
    assert "3 120" in quoted(answer)
    assert answer.answer.startswith(
        "Je n'ai rien trouvé là-dessus selon le Conseil des Luthiers. 3 120 salariés : «"
    )
