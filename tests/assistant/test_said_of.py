"""Of which place, year or people a sentence says its figure, where it tells of several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from assistant.evidence import Evidence
from assistant.expected import match_kind
from assistant.mentioned import said_before
from assistant.question import Question
from assistant.scope import Fit, holds_for_figure, holds_there, territory_fit
from assistant.sieve import sieve
from assistant.years import year_fit
from index.embedding import Embedder
from index.reader.reading import SentenceReading
from index.search import Searcher
from tests.assistant.conftest import evidence_holding, open_texts

TEXTS = {
    "chantiers.md": "---\nterritory: [Hauts-de-France]\n---\n# Les chantiers\n\n"
    "Le site du bois près de Calais (150 emplois annoncés) et le pôle du bois d'Arras ouvrent.\n",
    "orvalia.txt": "Le projet d'Orvalia\n\nOrvalia doit créer 135 emplois dans le Douaisis.\n",
    "oise.md": "---\nterritory: [Oise]\n---\n# Les scieries\n\n"
    "2 312 établissements du bois sont recensés dans cinq départements.\n\n"
    "| Département | Établissements |\n|---|---|\n| Nord | 1 486 |\n| Oise | 248 |\n\n"
    "Ces scieries ont 31 ans en moyenne.\n",
    "frais.md": "# L'école Morlac\n\n## Les frais\n\n"
    "En formation initiale, les frais s'élèvent à 4 650 € par an.\n",
    "rentrees.md": "---\nterritory: [Arras]\n---\n# Les rentrées d'Arras\n\n"
    "Prochaines rentrées :\n- Limoges : 6 octobre 2025\n- Arras : 7 avril 2025\n",
    "agglo.md": "---\nterritory: [Dijon]\n---\n# Le sciage\n\nLa métropole compte 740 scieurs.\n",
    "depart.md": "---\nterritory: [Vannes]\n---\n# Le salon\n\n"
    "Le car du salon part de Lorient à huit heures.\n",
    "pole.md": "---\nterritory: [Haute-Vienne]\n---\n# Le bois\n\n"
    "Limoges est le premier pôle de l'ancien Limousin, avec 860 menuisiers.\n\n"
    "Guéret est la ville du Limousin, qui compte 990 ébénistes.\n",
    "dates.txt": "Les dates d'un atelier\n\nL'atelier raconte ses premières années de travail.\n\n"
    "2016 : création de l'atelier Orvalia.\n2023 : bureau ouvert par Odile Vasseur.\n",
    "chantier.txt": "La halle d'Ussel\n\nLa halle d'Ussel a été refaite en deux ans.\n\n"
    "Qui a mis la main à la poche :\nBretagne : 1,7 M€\nNormandie : 1,2 M€\n",
    "bilan.txt": "Bilan de l'aide\n\nEn 2021, l'aide change. Elle est simple. Elle est rapide. "
    "Elle est connue. Le Nord compte 480 artisans aidés.\n",
}
Find = Callable[[str, str], tuple[Question, Evidence]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Searcher]:
    searcher = open_texts(tmp_path_factory.mktemp("said"), TEXTS, embedder)
    yield searcher
    searcher.close()


@pytest.fixture
def find(told: Searcher) -> Find:
    """The question, understood, and the evidence that holds some words."""

    def found(asked: str, words: str) -> tuple[Question, Evidence]:
        question, (evidence,) = evidence_holding(told, asked, words)
        return question, evidence

    return found


@pytest.mark.parametrize(("town", "kept"), [("Calais", True), ("Arras", False)])
def test_a_figure_is_of_the_place_beside_it(find: Find, town: str, *, kept: bool) -> None:
    question, evidence = find(f"Combien d'emplois dans le bois à {town} ?", "150")
    assert bool(sieve(question, [evidence]).kept) is kept


def test_the_row_of_the_place_comes_before_what_its_document_is_about(find: Find) -> None:
    asked = "Combien d'établissements du bois dans l'Oise ?"
    (question, sentence), (_, row) = find(asked, "2 312"), find(asked, "248")
    ranked = [replace(sentence, score=9.0), replace(row, score=8.0)]
    assert sieve(question, ranked).kept[0].text == "Oise | 248"


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("Combien d'emplois Orvalia doit-elle créer à Douai ?", True),
        ("Combien d'emplois Orvalia doit-elle créer à Cambrai ?", False),
        ("Combien d'emplois à Douai ?", False),
    ],
)
def test_what_is_named_may_be_told_by_the_area_of_its_town(
    find: Find, asked: str, *, holds: bool
) -> None:
    assert holds_there(*find(asked, "135")) is holds


@pytest.mark.parametrize(("words", "fit"), [("6 octobre", Fit.ELSEWHERE), ("7 avril", Fit.HOLDS)])
def test_a_labelled_line_is_of_its_label_s_place(find: Find, words: str, fit: Fit) -> None:
    question, evidence = find("À quelle date commence la rentrée à Arras ?", words)
    assert territory_fit(question, evidence) is fit


@pytest.mark.parametrize(
    ("place", "fit"), [("Dijon Métropole", Fit.HOLDS), ("Rennes Métropole", Fit.ELSEWHERE)]
)
def test_the_metropolis_is_that_of_the_town_the_page_is_about(
    find: Find, place: str, fit: Fit
) -> None:
    question, evidence = find(f"Combien de scieurs compte {place} ?", "740")
    assert territory_fit(question, evidence) is fit


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ("Où se situe la gare de Vannes ?", Fit.HOLDS),
        ("Où se situe la gare de Quimper ?", Fit.ELSEWHERE),
    ],
)
def test_what_answers_where_stands_elsewhere_than_the_thing_asked_about(
    find: Find, asked: str, fit: Fit
) -> None:
    question, evidence = find(asked, "Lorient")
    assert territory_fit(question, evidence) is fit


def test_what_follows_a_table_does_not_lean_on_its_rows(find: Find) -> None:
    question, evidence = find("Quel âge ont les scieries de l'Oise ?", "31 ans")
    assert "1 486" not in said_before(evidence)
    assert territory_fit(question, evidence) is Fit.HOLDS


@pytest.mark.parametrize("without", ["", " si on n'est pas en alternance"])
def test_a_price_need_not_say_what_the_question_leaves_out(find: Find, without: str) -> None:
    question, evidence = find(f"Quel est le tarif annuel de l'école Morlac{without} ?", "4 650")
    assert sieve(question, [evidence]).kept


def test_a_place_told_of_by_a_clause_counts_for_itself(find: Find) -> None:
    question, evidence = find("Combien d'ébénistes à Guéret ?", "990")
    (figure,) = evidence.match.figures
    assert not holds_for_figure(question, evidence, figure)


def test_a_place_that_only_tells_which_one_it_is_counts_nothing(find: Find) -> None:
    question, evidence = find("Combien de menuisiers à Limoges ?", "860")
    (figure,) = evidence.match.figures
    assert holds_for_figure(question, evidence, figure)


@pytest.mark.parametrize(("margin", "kept"), [(9.5, True), (4.0, False)])
def test_a_sure_reader_is_believed_of_a_line_labelled_with_the_place(
    find: Find, margin: float, *, kept: bool
) -> None:
    question, evidence = find("Combien a versé la Bretagne pour l'édifice ?", "1,7 M€")
    reading = SentenceReading(5.0, margin, evidence.span)
    assert bool(sieve(question, [replace(evidence, reading=reading)]).kept) is kept


def test_a_line_of_a_chronology_does_not_lean_on_the_one_before(find: Find) -> None:
    question, evidence = find("Qui a fondé Orvalia ?", "Odile Vasseur")
    assert "Orvalia" not in said_before(evidence)
    assert sieve(question, [evidence]).kept == ()


@pytest.mark.parametrize(("year", "holds"), [(2021, True), (2019, False)])
def test_a_year_holds_to_the_end_of_its_paragraph(find: Find, year: int, *, holds: bool) -> None:
    question, evidence = find(f"Combien d'artisans aidés dans le Nord en {year} ?", "480")
    assert (year_fit(question, evidence) is Fit.HOLDS) is holds


def test_those_who_did_it_are_the_people_asked_for(understood: Callable[[str], Question]) -> None:
    question = understood("Combien de personnes ont bénéficié de l'aide ?")
    done = match_kind(question, "Le Nord compte 480 bénéficiaires.")
    other = match_kind(question, "Le Nord compte 480 lampadaires.")
    assert done.strength > 0.5 > other.strength


def test_a_place_that_another_is_told_from_is_no_answer(
    understood: Callable[[str], Question],
) -> None:
    question = understood("Où se trouve l'Atelier du Val ?")
    assert match_kind(question, "C'est son premier site au nord de Paris.").spans == ()
    assert match_kind(question, "C'est son premier site à Paris.").spans
