"""Of whom and of what a figure is said: names after it, wages, periods, posts lost, firms apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.expected import match_kind
from assistant.figures import Figure, find_figures
from assistant.quantities import (
    belongs_to_another,
    counts_anybody,
    is_a_wage,
    is_an_aside,
    is_of_the_lost,
    is_of_the_period,
    is_told_for,
)
from assistant.question import Question

Understand = Callable[[str], Question]


def figure_of(sentence: str, words: str) -> Figure:
    start = sentence.index(words)
    return next(f for f in find_figures(sentence) if f.start <= start < f.end)


@pytest.mark.parametrize(
    ("sentence", "words", "told"),
    [
        ("Le taux est de 70 % pour Orvalia et 59 % pour Tellurio.", "70 %", True),
        ("Le taux est de 70 % pour Orvalia et 59 % pour Tellurio.", "59 %", False),
        ("Le taux est de 70 % chez Tellurio, contre 59 % chez Orvalia.", "70 %", False),
        ("On compte 64 bénévoles : Orvalia les loge.", "64", False),
        ("Il est de 74 % chez Tellurio, de 70 % pour l'école angevine Orvalia.", "70 %", True),
    ],
)
def test_a_figure_is_told_for_the_name_right_after_it(
    understood: Understand, sentence: str, words: str, *, told: bool
) -> None:
    question = understood("Quel est le taux d'emploi chez Orvalia ?")
    assert is_told_for(question, sentence, figure_of(sentence, words)) is told


def test_a_share_after_other_names_is_of_the_one_it_is_told_for(understood: Understand) -> None:
    question = understood("Quel est le taux d'insertion d'Orvalia ?")
    sentence = "Il est de 74 % chez Tellurio, de 70 % pour la grande maison ligérienne Orvalia."
    assert len(question.names) == 1
    assert not belongs_to_another(question, sentence, figure_of(sentence, "70 %"))


def test_the_share_of_the_name_asked_is_taken_wherever_the_question_s_words_are(
    understood: Understand,
) -> None:
    question = understood("Quelle part des diplômés de l'Atelier du Val travaillent après un an ?")
    sentence = (
        "Après un an, 68 % des diplômés travaillent pour l'école Ferrandis et 51 % "
        "pour l'Atelier du Val."
    )
    start, end = match_kind(question, sentence).spans[0]
    assert sentence[start:end] == "51 %"


@pytest.mark.parametrize(
    ("sentence", "wage"),
    [
        ("Un débutant touche 21 600 euros brut par an.", True),
        ("Comptez 1 870 euros net.", True),
        ("Comptez 2 100 € par mois brut.", True),
        ("Le stage coûte 850 euros.", False),
        ("La scie vaut 3 200 euros hors taxes.", False),
    ],
)
def test_gross_or_net_tells_a_wage(sentence: str, *, wage: bool) -> None:
    assert is_a_wage(sentence, find_figures(sentence)[0]) is wage


@pytest.mark.parametrize(
    ("amount", "strong"),
    [("1 870 euros net", True), ("1 870 euros de remise", False)],
)
def test_an_amount_that_is_a_wage_answers_what_is_paid(
    understood: Understand, amount: str, *, strong: bool
) -> None:
    question = understood("Quelle est la rémunération d'un menuisier ?")
    match = match_kind(question, f"Un menuisier commence à {amount}.")
    assert (match.strength > 0.5) is strong


@pytest.mark.parametrize(
    ("asked", "sentence", "same"),
    [
        ("Quel est le tarif mensuel ?", "Comptez 175 euros par mois.", True),
        ("Combien par an ?", "Comptez 2 100 euros / an.", True),
        ("Quel est le tarif mensuel ?", "Comptez 2 100 euros par an.", False),
        ("Quel est le tarif ?", "Comptez 175 euros par mois.", False),
    ],
)
def test_an_amount_is_of_the_period_asked(
    understood: Understand, asked: str, sentence: str, *, same: bool
) -> None:
    assert is_of_the_period(understood(asked), sentence, find_figures(sentence)[0]) is same


@pytest.mark.parametrize(
    ("asked", "sentence", "lost"),
    [
        ("Combien de postes dans le bois ?", "60 postes supprimés en un an", True),
        ("Combien de postes dans le bois ?", "La suppression de 60 postes", True),
        ("Combien de postes dans le bois ?", "Supprimée, la scierie. 60 postes créés", False),
        ("C'est combien de postes perdus ?", "60 postes supprimés en un an", False),
        ("Combien de postes ont été supprimés ?", "60 postes supprimés en un an", False),
    ],
)
def test_what_is_lost_is_not_what_there_is(
    understood: Understand, asked: str, sentence: str, *, lost: bool
) -> None:
    assert is_of_the_lost(understood(asked), sentence, figure_of(sentence, "60")) is lost


@pytest.mark.parametrize(
    ("sentence", "anybody"),
    [
        ("350 personnes y ont été formées ; 76 % ont trouvé un emploi.", True),
        ("La scierie emploie 350 personnes ; 76 % sont des femmes.", False),
    ],
)
def test_people_are_at_work_where_their_own_statement_says_so(
    sentence: str, *, anybody: bool
) -> None:
    assert counts_anybody(figure_of(sentence, "350"), ("salar",), sentence) is anybody


@pytest.mark.parametrize(
    ("sentence", "another"),
    [
        ("Orvalia prévoit à elle seule 35 embauches.", True),
        ("Les deux scieries prévoient 35 embauches.", False),
        ("Orvalia, qui prévoit 35 embauches, recrute.", True),
    ],
)
def test_what_a_firm_alone_counts_is_not_its_department_s(
    understood: Understand, sentence: str, *, another: bool
) -> None:
    question = understood("Combien d'embauches en Mayenne ?")
    assert belongs_to_another(question, sentence, figure_of(sentence, "35")) is another


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Combien de jeunes ont trouvé un emploi après l'atelier ?", "41,5 % d'entre eux"),
        ("Combien de jeunes ont suivi l'atelier ?", "318 jeunes"),
        ("Combien de jeunes à l'atelier ?", "318 jeunes"),
    ],
)
def test_the_share_of_those_who_did_it_is_not_the_number_of_all(
    understood: Understand, asked: str, words: str
) -> None:
    text = "318 jeunes ont suivi l'atelier et 41,5 % d'entre eux ont trouvé un emploi, dit-on."
    start, end = match_kind(understood(asked), text).spans[0]
    assert text[start:end] == words


def test_an_age_counts_nobody(understood: Understand) -> None:
    match = match_kind(
        understood("Combien de jeunes ?"), "Il est ouvert aux jeunes de 16 à 25 ans."
    )
    assert match.strength == 0


@pytest.mark.parametrize(
    ("text", "words", "aside"),
    [
        ("Champ : les ateliers du secteur (18 codes NAF).", "18 codes", True),
        ("Le secteur compte 180 ateliers (dont 12 neufs).", "180 ateliers", False),
        ("L'atelier (Dole) emploie 18 salariés.", "18 salariés", False),
    ],
)
def test_a_figure_of_something_else_in_brackets_is_an_aside(
    text: str, words: str, *, aside: bool
) -> None:
    start = text.index(words)
    figure = next(f for f in find_figures(text) if f.start == start)
    assert is_an_aside(figure, text) is aside
