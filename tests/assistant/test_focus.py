"""The question inside a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.focus import Focus, find_focus


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Bonjour, combien de soudeurs à Tours ?", "combien de soudeurs à Tours ?"),
        ("Combien de soudeurs à Tours ? Merci d'avance !", "Combien de soudeurs à Tours ?"),
        ("Pouvez-vous me dire où se trouve le lycée ?", "où se trouve le lycée ?"),
        ("Je voudrais savoir combien coûte le stage ?", "combien coûte le stage ?"),
        ("Est-ce que vous savez qui dirige l'usine ?", "qui dirige l'usine ?"),
        ("Une lycéenne me demande depuis quand l'usine existe.", "depuis quand l'usine existe."),
    ],
)
def test_courtesies_and_openings_are_left_out(message: str, asked: str) -> None:
    assert find_focus(message) == Focus(asked, "")


def test_the_asking_sentence_of_a_long_message_is_the_question() -> None:
    focus = find_focus(
        "Je suis professeur dans un lycée de Tours et mes élèves sont curieux de la soudure. "
        "Nous visiterons un atelier au printemps. Quelle est la durée de la formation de soudeur "
        "à l'Atelier du Val ? Je leur en parlerai lundi."
    )
    assert focus.asked == "Quelle est la durée de la formation de soudeur à l'Atelier du Val ?"


def test_the_background_is_kept_when_the_question_leans_on_it() -> None:
    focus = find_focus(
        "Un élève m'a parlé hier de l'Atelier du Val, une école de soudure installée à Tours. "
        "Combien coûte cette formation ?"
    )
    assert focus.asked == "Combien coûte cette formation ?"
    assert "Atelier du Val" in focus.around


def test_the_background_is_dropped_when_the_question_says_all() -> None:
    focus = find_focus(
        "Je reçois demain un jeune qui aime le métal et qui hésite encore beaucoup. "
        "Combien de soudeurs l'école Atelier du Val forme-t-elle chaque année à Tours ?"
    )
    assert focus.around == ""


def test_a_statement_is_not_the_question() -> None:
    focus = find_focus(
        "La soudure est-elle vraiment un métier d'avenir dans la région ? On m'a dit à la fois "
        "que oui et que c'est plutôt un métier qui se perd."
    )
    assert focus.asked == "La soudure est-elle vraiment un métier d'avenir dans la région ?"


def test_two_halves_of_a_question_stay_together() -> None:
    focus = find_focus(
        "J'ai noté 85 dans mon cahier après la visite, mais 85 de quoi ? Des élèves ou des places ?"
    )
    assert "85 de quoi ?" in focus.asked
    assert focus.asked.endswith("Des élèves ou des places ?")


def test_whom_the_question_points_back_at_is_kept() -> None:
    focus = find_focus(
        "Je reçois demain deux bouchers de Tours qui veulent apprendre la soudure et déménager. "
        "Combien la Région peut-elle verser au plus pour les aider ?"
    )
    assert "bouchers" in focus.around


@pytest.mark.parametrize("message", ["Bonjour", "merci", "Bonjour madame !", "?"])
def test_a_message_that_asks_nothing_is_left_whole(message: str) -> None:
    assert find_focus(message) == Focus(message, "")


@given(st.text(max_size=300))
def test_any_message_has_a_question(message: str) -> None:
    assert find_focus(message).asked or not message


WORDS = "je suis conseillère et combien de soudeurs forme l'école à Tours ? merci : quand donc ,"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=60).map(" ".join))
def test_what_is_asked_comes_from_the_message(message: str) -> None:
    assert set(find_focus(message).asked.split()) <= set(message.split())
