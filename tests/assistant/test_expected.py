"""Whether a sentence holds the sort of thing that is asked, and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.expected import match_kind
from assistant.question import Question

Understand = Callable[[str], Question]


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        (
            "Combien de soudeurs travaillent à l'usine ?",
            "En 2020, l'usine emploie 34 soudeurs et 12 caristes.",
            "34 soudeurs",
        ),
        ("Quel est le salaire ?", "Le salaire atteint 2 100 euros par mois.", "2 100 euros"),
        ("Quelle est la part des femmes ?", "Les femmes forment 31 % du groupe.", "31 %"),
        ("Combien de temps dure le stage ?", "Le stage dure six semaines.", "six semaines"),
        ("Quand ouvre le salon ?", "Le salon ouvre le 4 mai 2021.", "4 mai 2021"),
        ("Où se tient le salon ?", "Le salon se tient à Angers.", "Angers"),
        ("Qui dirige l'usine ?", "L'usine est dirigée par Odile Vasseur.", "Odile Vasseur"),
        ("À quelle heure ouvre la salle ?", "La salle ouvre à 8 h 30 le lundi.", "8 h 30"),
        ("À quelle heure ouvre la salle ?", "La salle ouvre à 8 heures le lundi.", "8 heures"),
        ("Quel est le téléphone ?", "Appelez le 03 20 11 22 33.", "03 20 11 22 33"),
        (
            "Quel jour se tient la foire ?",
            "La foire se tient chaque mardi de 9 h à midi.",
            "chaque mardi",
        ),
        (
            "Quels jours ouvre le musée ?",
            "Du lundi au vendredi, sauf le 11 novembre.",
            "Du lundi au vendredi",
        ),
        (
            "Quand ouvre le musée ?",
            "Il n'ouvre pas le 1er mai 2021, mais le 2 mai 2021.",
            "2 mai 2021",
        ),
        ("Quand le musée n'ouvre-t-il pas ?", "Il n'ouvre pas le 1er mai.", "1er mai"),
        ("Combien est payé le dimanche ?", "Le dimanche est payé 25 % de plus.", "25 %"),
        ("Combien touche un apprenti ?", "Il touche 43 % du SMIC.", "43 %"),
        (
            "Combien de temps dure le stage ?",
            "Dans les trois mois, un stage de dix jours.",
            "dix jours",
        ),
        ("Quel est le mail ?", "Écrivez à contact@exemple.fr.", "contact@exemple.fr"),
    ],
)
def test_the_exact_words_are_found(
    understood: Understand, question: str, sentence: str, words: str
) -> None:
    match = match_kind(understood(question), sentence)
    start, end = match.spans[0]
    assert sentence[start:end] == words
    assert match.strength >= 0.5


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Combien de soudeurs ?", "L'usine emploie des soudeurs."),
        ("Quel est le salaire ?", "Le salaire est correct."),
        ("Quelle est la part des femmes ?", "Il y a 31 femmes."),
        ("Quand ouvre le salon ?", "Le salon ouvre bientôt."),
        ("Quand ouvre le salon ?", "Il n'ouvre ni le 2 mai 2021, ni le 3 mai 2021."),
        ("Combien touche un apprenti ?", "Parmi eux, 43 % sont apprentis."),
        ("Combien de temps dure le stage ?", "Tous ont un emploi dans les trois mois."),
        ("Quel est le téléphone ?", "Le téléphone sonne 3 fois."),
        ("À quelle heure ouvre la salle ?", "Le stage dure 8 heures."),
        ("Que représente le chiffre 730 ?", "Il y a 731 postes."),
    ],
)
def test_a_sentence_without_the_thing_cannot_answer(
    understood: Understand, question: str, sentence: str
) -> None:
    assert match_kind(understood(question), sentence).strength == 0


def test_a_place_that_answers_does_not_hold_the_one_asked_in(understood: Understand) -> None:
    sentence = "La Picardie compte 25 % des emplois des Hauts-de-France."
    match = match_kind(understood("Où travaille-t-on le plus en Picardie ?"), sentence)
    assert match.spans == ()


def test_what_is_around_a_place_may_be_asked(understood: Understand) -> None:
    sentence = "Beauvais se trouve dans les Hauts-de-France."
    match = match_kind(understood("Où se trouve Beauvais ?"), sentence)
    start, end = match.spans[0]
    assert sentence[start:end] == "Hauts-de-France"


def test_the_figure_that_counts_the_right_thing_comes_first(understood: Understand) -> None:
    sentence = "L'usine emploie 34 soudeurs et 12 caristes."
    match = match_kind(understood("Combien de caristes travaillent à l'usine ?"), sentence)
    assert match.figures[0].value == 12


def test_people_of_any_sort_are_no_people_at_work(understood: Understand) -> None:
    question = understood("Combien de salariés emploie l'usine ?")
    assert match_kind(question, "L'usine fait travailler 380 personnes.").strength >= 0.5
    assert match_kind(question, "L'usine accueille 380 personnes par an.").strength < 0.5


def test_a_number_of_what_was_named_just_before_counts_it(understood: Understand) -> None:
    question = understood("Combien d'ateliers compte la vallée ?")
    lead = "La chambre recense 48 ateliers dans la vallée."
    assert match_kind(question, "Le syndicat n'en dénombre que 41.", lead).strength >= 0.5
    assert match_kind(question, "Le syndicat n'en dénombre que 41.").strength < 0.5


def test_a_figure_that_counts_something_else_is_weak(understood: Understand) -> None:
    question = understood("Combien de soudeurs travaillent à l'usine ?")
    assert match_kind(question, "L'usine emploie 34 soudeurs.").strength == 1
    assert match_kind(question, "L'usine possède 34 camions.").strength < 0.5


def test_a_bare_figure_is_read_under_its_heading(understood: Understand) -> None:
    question = understood("Combien de soudeurs travaillent à l'usine ?")
    bare = match_kind(question, "Usine de Laval : 34").strength
    assert match_kind(question, "Usine de Laval : 34", "Nombre de soudeurs").strength > bare


def test_the_figure_of_the_question_is_not_its_answer(understood: Understand) -> None:
    question = understood("Combien de soudeurs parmi les 120 salariés ?")
    assert match_kind(question, "L'usine compte 120 salariés.").strength == 0


def test_an_acronym_spelt_out_is_a_sure_definition(understood: Understand) -> None:
    question = understood("Que signifie GPEC ?")
    sentence = "La gestion prévisionnelle des emplois et des compétences (GPEC) anticipe."
    assert match_kind(question, sentence).sure


def test_the_figure_asked_about_is_a_sure_sign(understood: Understand) -> None:
    question = understood("Que représente le chiffre 730 ?")
    assert match_kind(question, "Il y a 730 postes.").sure


def test_the_name_asked_about_is_not_the_person_wanted(understood: Understand) -> None:
    question = understood("Qui remplace Odile Vasseur ?")
    sentence = "Odile Vasseur laisse la place à Igor Tannen."
    spans = match_kind(question, sentence).spans
    assert "Odile Vasseur" not in [sentence[a:b] for a, b in spans]


def test_an_amount_after_another_name_is_that_ones_unless_the_question_names_a_body(
    understood: Callable[[str], Question],
) -> None:
    sentence = "Selon Orvalia, l'aide est plafonnée à 6 000 €."
    theirs = match_kind(understood("Combien touche-t-on chez Tellurio ?"), sentence)
    public = match_kind(understood("Combien touche-t-on de la Région ?"), sentence)
    assert theirs.strength < 0.5 <= public.strength


def test_what_a_firm_that_is_named_counts_is_not_its_town_s(understood: Understand) -> None:
    question = understood("Combien de salariés compte le numérique à Rouen ?")
    firm = "On y trouve notamment Orvalia, créée en 1999, qui emploie plus de 1000 salariés."
    town = "D'après Orvalia, la filière, qui recrute, compte 1000 salariés."

    assert match_kind(question, firm).strength <= 0.3
    assert match_kind(question, town).strength == 1.0


def test_what_a_firm_counts_is_its_own(understood: Understand) -> None:
    question = understood("Combien de salariés emploie Orvalia ?")
    firm = "On y trouve notamment Orvalia, créée en 1999, qui emploie plus de 1000 salariés."

    assert match_kind(question, firm).strength == 1.0


@pytest.mark.parametrize(
    ("sentence", "ages"),
    [
        ("Sans condition de diplôme, dès 17 ans.", ["17 ans"]),
        ("Le parcours s'adresse aux 16-25 ans.", ["16-25 ans"]),
        ("Le stage dure 2 ans.", []),
        ("L'école, 3 ans après le bac.", []),
        ("Réservé aux jeunes de 15 ans, en deux ans.", ["15 ans"]),
        ("Le stage dure 44 semaines.", []),
    ],
)
def test_an_age_is_not_how_long_a_thing_lasts(
    sentence: str, ages: list[str], understood: Understand
) -> None:
    match = match_kind(understood("Il faut quel âge minimum ?"), sentence)
    assert [sentence[a:b] for a, b in match.spans] == ages
    assert (match.strength > 0) == bool(ages)


def test_kilometres_are_counted_by_a_measure(understood: Understand) -> None:
    sentence = "L'aide va à qui habite à plus de 25 km de l'un des 14 ateliers."
    match = match_kind(understood("À partir de combien de kilomètres ?"), sentence)
    assert [sentence[a:b] for a, b in match.spans] == ["plus de 25 km"]


def test_what_is_in_cause_is_a_reason(understood: Understand) -> None:
    said = "En cause, la concurrence de Paris."
    assert match_kind(understood("Pourquoi l'usine perd-elle ses soudeurs ?"), said).strength == 1.0
