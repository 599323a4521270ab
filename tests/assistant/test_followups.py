"""Follow-ups: places, « y », « est-ce que » and what an event is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.conversation import resolve
from assistant.question import Question

Understand = Callable[[str], Question]


def nobody(_question: str) -> str | None:
    """No earlier answer is known."""
    return None


def last(understood: Understand, *turns: str, answer: str | None = None) -> str:
    """The last turn, standing alone."""
    return resolve(turns, understood, lambda _: answer).text


@pytest.mark.parametrize(
    ("before", "turn", "alone"),
    [
        (
            "Combien d'apprentis à l'Atelier du Val ?",
            "c est où ?",
            "Où se trouve l'Atelier du Val ?",
        ),
        (
            "Combien coûtent les Ateliers Kerlan ?",
            "Où ça ?",
            "Où se trouvent les Ateliers Kerlan ?",
        ),
        ("Quand a lieu le Forum Kerlan ?", "C'est où ?", "Où a lieu le Forum Kerlan ?"),
        ("Où a lieu le Forum Kerlan ?", "Et quand ?", "Quand a lieu le Forum Kerlan ?"),
    ],
)
def test_where_it_is_asks_for_what_was_named(
    before: str, turn: str, alone: str, understood: Understand
) -> None:
    assert last(understood, before, turn) == alone


@pytest.mark.parametrize(
    ("before", "turn", "alone"),
    [
        (
            "Combien de soudeurs compte la métropole de Lyon ?",
            "Et à Dijon ?",
            "Combien de soudeurs compte Dijon ?",
        ),
        (
            "Combien de soudeurs dans la région Bretagne ?",
            "Et à Dijon ?",
            "Combien de soudeurs à Dijon ?",
        ),
        (
            "Combien de soudeurs compte l'agglomération dijonnaise ?",
            "Et en Bretagne ?",
            "Combien de soudeurs compte Bretagne ?",
        ),
    ],
)
def test_a_place_takes_the_other_with_its_article(
    before: str, turn: str, alone: str, understood: Understand
) -> None:
    assert last(understood, before, turn) == alone


@pytest.mark.parametrize(
    ("turn", "alone"),
    [
        (
            "Est-ce qu'il accueille des adultes ?",
            "Est-ce que l'Atelier du Val accueille des adultes ?",
        ),
        ("Est-ce que c'est payant ?", "Est-ce que c'est payant (l'Atelier du Val) ?"),
    ],
)
def test_est_ce_points_at_nothing(turn: str, alone: str, understood: Understand) -> None:
    assert last(understood, "Qu'est-ce que l'Atelier du Val ?", turn) == alone


def test_the_verb_of_what_was_counted_does_not_follow(understood: Understand) -> None:
    turns = ("Combien de mois dure le stage de l'Atelier du Val ?", "Et on est payé ?")
    assert last(understood, *turns) == "On est payé (le stage de l'Atelier du Val) ?"


@pytest.mark.parametrize(
    ("turn", "alone"),
    [
        ("Qui y travaille ?", "Qui travaille à l'Atelier du Val ?"),
        ("Comment s'y inscrire ?", "Comment s'inscrire à l'Atelier du Val ?"),
        ("Qui en est le directeur ?", "Qui est le directeur de l'Atelier du Val ?"),
    ],
)
def test_y_and_en_keep_their_preposition(turn: str, alone: str, understood: Understand) -> None:
    assert last(understood, "Qu'est-ce que l'Atelier du Val ?", turn) == alone


@pytest.mark.parametrize(
    ("before", "turn", "alone"),
    [
        (
            "Combien gagne un menuisier débutant à Dijon ?",
            "Et après cinq ans ?",
            "Combien gagne un menuisier après cinq ans à Dijon ?",
        ),
        (
            "Combien gagne un menuisier confirmé ?",
            "Et en début de carrière ?",
            "Combien gagne un menuisier en début de carrière ?",
        ),
        (
            "Combien gagne un débutant à Dijon ?",
            "Et après cinq ans ?",
            "Combien gagne un débutant à Dijon après cinq ans ?",
        ),
        (
            "Combien gagne un menuisier à Dijon quand il débute ?",
            "Et pour un senior ?",
            "Combien gagne un menuisier à Dijon pour un senior ?",
        ),
        (
            "Combien gagne un menuisier à Dijon ?",
            "Et en fin de carrière ?",
            "Combien gagne un menuisier à Dijon en fin de carrière ?",
        ),
        (
            "Combien gagne un menuisier à Dijon ?",
            "Et un senior ?",
            "Combien gagne un menuisier à Dijon pour un senior ?",
        ),
        (
            "Combien gagne un comptable débutant ?",
            "Et après cinq ans ?",
            "Combien gagne un comptable après cinq ans ?",
        ),
    ],
)
def test_one_level_of_experience_takes_the_place_of_another(
    before: str, turn: str, alone: str, understood: Understand
) -> None:
    assert last(understood, before, turn) == alone


@pytest.mark.parametrize(
    "turn",
    [
        "Combien gagne un menuisier ?",
        "Quel est le salaire brut d'une menuisière ?",
        "Que fait un menuisier d'atelier ?",
        "Comment devenir menuisier ?",
        "Qu'est-ce qu'un menuisier ?",
    ],
)
def test_a_question_about_a_new_trade_stands_alone(turn: str, understood: Understand) -> None:
    assert last(understood, "Combien coûte le permis de l'Atelier du Val ?", turn) == turn
    assert last(understood, "Combien gagne un soudeur débutant ?", turn) == turn


@pytest.mark.parametrize("turn", ["Ils sont combien ?", "Ils sont combien à y travailler ?"])
def test_how_many_they_are_is_asked_of_a_firm(turn: str, understood: Understand) -> None:
    asked = last(understood, "C'est quoi l'Atelier du Val ?", turn)
    assert asked == "Combien de personnes travaillent à l'Atelier du Val ?"


@pytest.mark.parametrize(
    ("before", "turn", "alone"),
    [
        (
            "Combien de postes au CHU Tellurio en 2025 ?",
            "Et à la Clinique Orvalia ?",
            "Combien de postes à la Clinique Orvalia en 2025 ?",
        ),
        ("Combien coûte la formation ?", "Qui la finance ?", "Qui finance la formation ?"),
        ("Combien coûte l'Atelier du Val ?", "Et pour un stage ?", "Combien coûte un stage ?"),
        (
            "Quand faut-il s'inscrire à Dijon ?",
            "Et la rentrée ?",
            "Quand est la rentrée, à propos de « Quand faut-il s'inscrire à Dijon » ?",
        ),
    ],
)
def test_what_takes_the_place_of_another_keeps_its_own_words(
    before: str, turn: str, alone: str, understood: Understand
) -> None:
    assert last(understood, before, turn) == alone


def test_what_it_takes_is_asked_of_what_was_before(understood: Understand) -> None:
    turns = ("Y a-t-il un stage de soudure à Dijon ?", "Il faut combien d'années d'expérience ?")
    assert "stage de soudure" in last(understood, *turns)


def test_one_of_a_series_said_twice_is_still_one_of_them(understood: Understand) -> None:
    turns = ("Combien de soudeurs compte la première promotion ?", "La deuxième, elle part quand ?")
    assert "promotion" in last(understood, *turns)


def test_a_subject_said_twice_is_asked_of_once(understood: Understand) -> None:
    turns = ("Combien gagne un soudeur à Dijon ?", "Et la formation, elle dure combien de temps ?")
    assert last(understood, *turns).startswith("La formation dure combien de temps")


@pytest.mark.parametrize("said", ["Merci beaucoup", "Bonjour !", "Super, merci !", "Au revoir"])
def test_what_is_said_out_of_courtesy_asks_nothing(said: str, understood: Understand) -> None:
    assert last(understood, "Combien d'apprentis à Dijon ?", said) == said
    turns = ("Combien d'apprentis à Dijon ?", said, "Et à Rouen ?")
    assert last(understood, *turns) == "Combien d'apprentis à Rouen ?"


def test_a_place_in_a_name_is_not_swapped_for_another(understood: Understand) -> None:
    turns = ("Combien le Crédit des Flandres a-t-il de salariés ?", "Et Atelier du Val à Dijon ?")
    assert last(understood, *turns) == "Combien l'Atelier du Val à Dijon a-t-il de salariés ?"


@pytest.mark.parametrize(
    ("before", "turn", "alone"),
    [
        ("Qui travaille à l'Atelier du Val ?", "Et Tellurio ?", "Qui travaille à Tellurio ?"),
        ("Quel est le budget de Tellurio ?", "Et Orvalia ?", "Quel est le budget d'Orvalia ?"),
        ("Quel est le budget d'Orvalia ?", "Et Tellurio ?", "Quel est le budget de Tellurio ?"),
    ],
)
def test_an_article_is_elided_before_the_name_that_takes_its_place(
    before: str, turn: str, alone: str, understood: Understand
) -> None:
    assert last(understood, before, turn) == alone


def test_an_event_is_what_was_made_not_where(understood: Understand) -> None:
    turns = ("Qui a mené l'enquête sur le bois en Mayenne ?", "Elle s'est déroulée quand ?")
    assert last(understood, *turns) == "L'enquête sur le bois en Mayenne s'est déroulée quand ?"


def test_what_happened_to_somebody_is_not_the_one(understood: Understand) -> None:
    turns = ("Où Nadia Ferrand a-t-elle appris à scier ?", "Et ça lui a pris combien de temps ?")
    assert last(understood, *turns).startswith("Ça lui a pris combien de temps, à propos de « Où")


def test_another_place_is_asked_of_without_the_first(understood: Understand) -> None:
    turns = ("Où se renseigner à Dijon sur la bourse ?", "Et à Rouen, c'est ouvert quels jours ?")
    assert "Dijon" not in last(understood, *turns)


def test_the_most_of_a_place_is_no_place(understood: Understand) -> None:
    turns = ("Quelle est la plus grosse équipe de menuisiers de Bretagne ?", "Qui la dirige ?")
    assert (
        last(understood, *turns) == "Qui dirige la plus grosse équipe de menuisiers de Bretagne ?"
    )


@pytest.mark.parametrize(
    ("before", "turn", "alone"),
    [
        (
            "Combien d'embauches en 2023 selon le Cercle Orvel ?",
            "Et l'année d'avant ?",
            "Combien d'embauches en 2022 selon le Cercle Orvel ?",
        ),
        (
            "Combien de reçus en 2021-2022 ?",
            "Et l'année suivante ?",
            "Combien de reçus en 2022-2023 ?",
        ),
        (
            "Quelle est la part des apprentis en 2023 selon le Cercle Orvel ?",
            "Et d'après Norlog ?",
            "Quelle est la part des apprentis en 2023 selon Norlog ?",
        ),
        (
            "Combien d'apprentis en 2024 à Dijon ?",
            "c'était combien l'année d'avant ?",
            "Combien d'apprentis en 2023 à Dijon ?",
        ),
        (
            "Quel est le tarif du bachelor Orvel ?",
            "et pour un apprenti ?",
            "Quel est le tarif du bachelor Orvel pour un apprenti ?",
        ),
        ("Combien de postes ?", "Et selon Norlog ?", "Combien de postes selon Norlog ?"),
        (
            "Quel salaire pour un soudeur débutant selon Norlog ?",
            "Et pour un tourneur ?",
            "Quel salaire pour un tourneur selon Norlog ?",
        ),
        (
            "Quel est le salaire d'un soudeur à Dijon ?",
            "Et pour une tourneuse ?",
            "Quel est le salaire d'une tourneuse à Dijon ?",
        ),
        (
            "Parle-moi de l'offre de Brique & Norlog",
            "et le salaire ?",
            "Quel est le salaire de l'offre de Brique & Norlog ?",
        ),
        ("Où est le Cercle Orvel ?", "Et la Forge Kerlan ?", "Où est la Forge Kerlan ?"),
    ],
)
def test_what_is_asked_anew_takes_the_place_of_the_same_sort(
    before: str, turn: str, alone: str, understood: Understand
) -> None:
    assert last(understood, before, turn) == alone


def test_a_body_is_founded_and_whoever_heads_it_is_not(understood: Understand) -> None:
    turns = ("Qui est le directeur de la Forge Kerlan ?", "Qui l'a fondée ?")
    assert "Forge Kerlan" in last(understood, *turns, answer="Marc Tardieu")


@pytest.mark.parametrize("turn", ["et c'est payant ?", "C'est difficile ?"])
def test_what_says_nothing_by_itself_is_asked_of_what_was_before(
    turn: str, understood: Understand
) -> None:
    alone = last(understood, "Combien de temps dure l'Atelier du Val ?", turn)
    assert "Atelier du Val" in alone
