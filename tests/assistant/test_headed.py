"""A document that asks the very question answers it: FAQs, interviews, « Pourquoi … » headings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Status
from assistant.engine import Assistant
from assistant.headed import is_answered_there
from index.embedding import Embedder
from index.reader.shipped import open_reader
from index.search import Searcher
from tests.assistant.conftest import evidence_holding, open_texts

TEXTS = {
    "faq.md": (
        "# Foire aux questions de l'école Kerlan\n\n"
        "L'école Kerlan prépare au BTS Lutherie et au CAP Facteur d'orgues, à Vannes.\n\n"
        "## Admission\n\n"
        "**Comment s'inscrire en BTS ?**\n"
        "Uniquement par Parcoursup, avant la date du calendrier national.\n\n"
        "**Comment candidater en CAP ?**\nPar un dossier à retirer au secrétariat.\n\n"
        "**Combien de places y a-t-il ?**\n24 en BTS et 12 en CAP.\n\n"
        "**Faut-il avoir son propre ordinateur ?**\nOui, un portable à jour.\n\n"
        "## Vie à l'école\n\nLe BTS Lutherie dure deux ans. La cantine ouvre à midi.\n"
    ),
    "portrait.txt": (
        "« Le bois m'a tout appris »\n\nMaud Tanguy, 41 ans, a quitté la banque pour le bois. "
        "Elle raconte.\n\n"
        "Pourquoi avoir changé de métier ?\n"
        "Par lassitude. Je passais mes journées devant des tableaux.\n\n"
        "Quels conseils donneriez-vous à quelqu'un qui hésite ?\n"
        "Un : faire un stage d'une semaine. Deux : visiter trois ateliers. "
        "Et trois : compter six mois sans salaire.\n\n"
        "Et la suite ?\nJ'aimerais prendre une apprentie.\n"
    ),
    "etude.md": (
        "# La facture d'orgues en Bretagne\n\nLa facture d'orgues emploie 80 personnes.\n\n"
        "## Pourquoi les commandes reculent\n\n"
        "Les paroisses reportent leurs chantiers. Ensuite, l'étain a doublé de prix. "
        "Enfin, les facteurs partent à la retraite sans être remplacés.\n\n"
        "## Les commandes en 2024\n\nLes commandes ont reculé de 12 % en 2024.\n"
    ),
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    searcher = open_texts(tmp_path_factory.mktemp("poses"), TEXTS, embedder)
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def assistant(opened: Searcher) -> Assistant:
    return Assistant(opened, reader=open_reader())


@pytest.mark.parametrize(
    ("asked", "words", "there"),
    [
        ("Comment on s'inscrit en BTS Lutherie à l'école Kerlan ?", "Parcoursup", True),
        ("Comment on s'inscrit en BTS Lutherie à l'école Kerlan ?", "un dossier", False),
        ("Comment s'inscrire en CAP à l'école Kerlan ?", "un dossier", True),
        ("Il faut avoir son propre ordi, à propos de « Y a-t-il un bal » ?", "un portable", True),
        ("Combien de places y a-t-il à l'école Kerlan ?", "24 en BTS", True),
        ("Combien de places y a-t-il au marché de Quimper ?", "24 en BTS", False),
        ("Quels conseils donne Maud Tanguy à ceux qui hésitent ?", "Un : faire", True),
        ("Quels conseils donne Maud Tanguy à ceux qui hésitent ?", "une apprentie", False),
        ("Pourquoi les commandes d'orgues reculent ?", "l'étain", True),
        ("Combien de commandes reculent ?", "l'étain", False),
        ("Pourquoi les commandes d'orgues reculent ?", "de 12 % en 2024", False),
    ],
)
def test_what_stands_under_the_very_question_is_known(
    opened: Searcher, asked: str, words: str, *, there: bool
) -> None:
    question, found = evidence_holding(opened, asked, words)
    assert is_answered_there(question, found[0]) is there


def test_its_answer_comes_first_though_it_repeats_no_word(assistant: Assistant) -> None:
    answer = assistant.ask("Comment on s'inscrit en BTS Lutherie à l'école Kerlan ?")
    assert answer.citations[0].quote.startswith("Uniquement par Parcoursup")


def test_a_name_that_the_document_does_not_have_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Comment on s'inscrit en BTS Plasturgie à l'école Kerlan ?")
    assert "Parcoursup" not in answer.answer


def test_advice_is_quoted_whole(assistant: Assistant) -> None:
    answer = assistant.ask("Quels conseils donne Maud Tanguy à ceux qui hésitent ?")
    assert answer.status is Status.ANSWERED
    for said in ("stage d'une semaine", "trois ateliers", "six mois"):
        assert said in answer.citations[0].quote


def test_reasons_are_those_under_their_heading(assistant: Assistant) -> None:
    answer = assistant.ask("Pourquoi les commandes d'orgues reculent en Bretagne ?")
    quote = answer.citations[0].quote
    assert quote.startswith("Les paroisses")
    assert "l'étain" in quote
    assert "retraite" in quote
