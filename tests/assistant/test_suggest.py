"""What is said when there is no answer, and what may be asked next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Reason
from assistant.evidence import Evidence
from assistant.figures import numbers_in
from assistant.question import Question
from assistant.suggest import elsewhere_text, in_place, nearby_text, related_questions
from corpus.places import resolve
from index.search import Searcher

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]
ELSEWHERE = "Combien d'apprentis compte Besançon dans le bâtiment ?"


def test_another_territory_is_named(understood: Understand, evidence_for: EvidenceFor) -> None:
    text = elsewhere_text(understood(ELSEWHERE), Reason.OTHER_TERRITORY, evidence_for(ELSEWHERE))
    assert "pour Besançon" in text
    assert "(Dijon)" in text


def test_no_territory_is_named_when_none_is_known(understood: Understand) -> None:
    text = elsewhere_text(understood(ELSEWHERE), Reason.OTHER_TERRITORY, [])
    assert text == "Je ne trouve rien là-dessus pour Besançon."


def test_the_year_that_is_missing_is_named(understood: Understand) -> None:
    question = understood("Combien d'apprentis à Dijon en 2011 ?")
    assert "pour 2011" in elsewhere_text(question, Reason.OUTDATED, [])


def test_near_sources_are_named_with_their_date(understood: Understand, searcher: Searcher) -> None:
    text = nearby_text(understood(ELSEWHERE), searcher.search(ELSEWHERE, 5))
    assert "« Les apprentis de Dijon » (2023)" in text


def test_a_refusal_lets_no_figure_slip_in(understood: Understand, searcher: Searcher) -> None:
    text = nearby_text(understood(ELSEWHERE), searcher.search(ELSEWHERE, 5))
    assert numbers_in(text) <= {"2021", "2022", "2023", "2024"}


def test_far_sources_are_not_named(understood: Understand) -> None:
    text = nearby_text(understood(ELSEWHERE), [])
    assert "plus proche" not in text
    assert text.startswith("Pour aller plus loin :")


def test_a_question_on_training_is_sent_to_those_who_know(understood: Understand) -> None:
    assert "CIO" in nearby_text(understood("Quelle formation pour devenir fleuriste ?"), [])


def test_related_questions_are_those_that_near_passages_answer(
    understood: Understand, searcher: Searcher
) -> None:
    hits = searcher.search("Combien de soudeurs forme l'école de Tours ?", 5)
    related = related_questions(understood("Qui dirige l'Atelier du Val ?"), hits)
    assert "Combien de soudeurs à Tours ?" in related
    assert len(related) == len(set(related)) <= 3


def test_what_was_asked_is_not_suggested_again(understood: Understand, searcher: Searcher) -> None:
    asked = "Combien de soudeurs forme l'école de Tours ?"
    related = related_questions(understood(asked), searcher.search(asked, 5))
    assert not any("soudeurs" in question for question in related)


def test_nothing_found_suggests_nothing(understood: Understand) -> None:
    assert related_questions(understood(ELSEWHERE), []) == ()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Lille", "à Lille"),
        ("Le Havre", "au Havre"),
        ("Les Sables-d'Olonne", "aux Sables-d'Olonne"),
        ("La Rochelle", "à La Rochelle"),
        ("Hauts-de-France", "en Hauts-de-France"),
        ("La Réunion", "(La Réunion)"),
        ("France", "en France"),
        ("Finistère", "(Finistère)"),
    ],
)
def test_a_place_is_asked_about_with_its_preposition(name: str, written: str) -> None:
    territory = resolve(name)
    assert territory is not None
    assert in_place(territory) == written
