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


BACKGROUND = "Je reçois demain un jeune qui aime le métal et qui hésite encore beaucoup. "


@pytest.mark.parametrize(
    "help_",
    [
        "vous pouvez m'aider ?",
        "une idée ?",
        "vous auriez l'info ?",
        "pourriez-vous me le confirmer ?",
        "vous savez ?",
    ],
)
def test_a_request_for_help_is_never_what_is_asked(help_: str) -> None:
    question = "Combien coûte la formation de soudeur de l'Atelier du Val à Tours"
    assert find_focus(f"{BACKGROUND}{question}, {help_}").asked == f"{question} ?"
    apart = f"{BACKGROUND}{question} ? {help_.capitalize()}"
    assert find_focus(apart).asked == f"{question} ?"


def test_what_help_is_asked_with_is_the_question_when_there_is_no_other() -> None:
    focus = find_focus(
        f"{BACKGROUND}Il me manque le tarif de la formation de soudeur de l'Atelier du Val. "
        "Vous pouvez m'aider ?"
    )
    assert focus.asked == "Il me manque le tarif de la formation de soudeur de l'Atelier du Val ?"


@pytest.mark.parametrize(
    "closing",
    ["Bien à vous.", "Avec mes remerciements.", "Cordialement, Paul", "Merci de votre aide !"],
)
def test_how_a_message_closes_is_left_out(closing: str) -> None:
    focus = find_focus(f"{BACKGROUND}Où se trouve l'école Atelier du Val ? {closing}")
    assert focus.asked == "Où se trouve l'école Atelier du Val ?"
    assert closing not in focus.around


@pytest.mark.parametrize(
    ("indirect", "asked"),
    [
        ("Je voudrais lui dire ce que ça coûte.", "ce que ça coûte."),
        ("Je me demandais s'il fallait un diplôme.", "s'il fallait un diplôme."),
        ("Je dois leur expliquer comment on s'inscrit.", "comment on s'inscrit."),
        ("Je cherche à savoir auprès de qui on s'inscrit.", "auprès de qui on s'inscrit."),
        ("Je voudrais lui indiquer le tarif du stage.", "le tarif du stage."),
    ],
)
def test_an_indirect_question_is_what_is_asked(indirect: str, asked: str) -> None:
    focus = find_focus(f"Un élève m'a parlé hier de l'Atelier du Val, une école. {indirect}")
    assert focus.asked == asked
    assert "Atelier du Val" in focus.around


@pytest.mark.parametrize(
    "asked",
    [
        "La formation de l'Atelier du Val, ça dure combien de temps ?",
        "l'Atelier du Val, à Tours : combien de soudeurs y sont passés ?",
        "Entre Tours et Dijon, lequel forme le plus de soudeurs, et dans quelle école ?",
        "à Tours, l'Atelier du Val, qui est-ce qui le dirige ?",
    ],
)
def test_what_a_question_is_about_stays_with_it(asked: str) -> None:
    opened = asked[0].upper() + asked[1:]
    assert find_focus(BACKGROUND + opened).asked == opened
    told = "petite question d'une collègue qui suit des jeunes de Rouen"
    assert find_focus(f"{told} : {asked}").asked == asked


def test_what_a_question_is_about_stays_before_a_polite_opening() -> None:
    focus = find_focus(
        "Concernant la formation de soudeur de Tours, pourriez-vous m'indiquer quelle est sa "
        "durée exacte ?"
    )
    assert (
        focus.asked == "Concernant la formation de soudeur de Tours, quelle est sa durée exacte ?"
    )


def test_of_whom_a_message_tells_is_not_what_it_asks_about() -> None:
    focus = find_focus(
        "Une de mes candidates, à mi-temps, habite à soixante kilomètres de Tours ; "
        "y a-t-il une aide pour ses trajets et de combien ?"
    )
    assert focus.asked == "y a-t-il une aide pour ses trajets et de combien ?"
    assert "soixante kilomètres" in focus.around


def test_a_corrected_word_gives_way_to_its_correction() -> None:
    focus = find_focus(
        f"{BACKGROUND}Le stage, enfin la formation de l'Atelier du Val, ça dure combien de temps ?"
    )
    assert focus.asked == "la formation de l'Atelier du Val, ça dure combien de temps ?"


def test_a_word_said_without_meaning_anything_asks_nothing() -> None:
    focus = find_focus("Il y a quand même un salon à Tours, du coup c'est où ?")
    assert focus.asked == "Il y a un salon à Tours, c'est où ?"


@pytest.mark.parametrize(
    "question",
    [
        "Combien de personnes ils prennent chaque année en formation de soudeur ?",
        "Quel responsable pourrait-on appeler là-bas pour visiter les ateliers ?",
        "Combien de soudeurs de la région y travaillent encore cette année ?",
    ],
)
def test_a_pronoun_leans_on_what_was_named_last(question: str) -> None:
    focus = find_focus(
        "Je suis conseillère à Rouen depuis trois ans. Un élève m'a parlé de l'Atelier du Val. "
        + question
    )
    assert focus.asked == question
    assert focus.around == "Un élève m'a parlé de l'Atelier du Val."


def test_what_is_said_after_a_question_is_leant_on_only_for_a_name() -> None:
    question = "Combien de temps dure cette formation de soudeur et combien coûte-t-elle ?"
    assert find_focus(f"{question} Un élève me le demande.").around == ""
    named = "Je parle de l'Atelier du Val."
    assert find_focus(f"{question} {named}").around == named


def test_a_question_that_says_whom_it_means_leans_on_nothing() -> None:
    focus = find_focus(
        f"{BACKGROUND}Elle forme combien de soudeurs par an, l'école Atelier du Val ?"
    )
    assert focus.around == ""


def test_a_question_that_finishes_another_stays_with_it() -> None:
    focus = find_focus(f"{BACKGROUND}La formation est-elle payante ? Si oui, combien ?")
    assert focus.asked == "La formation est-elle payante ? Si oui, combien ?"


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


def test_somebody_who_is_told_of_is_no_courtesy() -> None:
    asked = find_focus("Bonjour madame, un monsieur veut savoir combien coûte le permis.").asked

    assert "madame" not in asked
    assert "monsieur" in find_focus("Pour un monsieur de 50 ans, quel tarif ?").asked
