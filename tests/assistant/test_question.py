"""What is understood of a question: places, years, names, figures, words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.question import MAX_QUESTION, Question, QuestionError, check_question
from index.analyser import analyse

Understand = Callable[[str], Question]


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "a" * (MAX_QUESTION + 1)])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        check_question(text)


def test_the_longest_question_is_taken() -> None:
    check_question("a" * MAX_QUESTION)


@pytest.mark.parametrize("text", ["des emplois à Dijon ?", "emplois a dijon", "EMPLOIS À DIJON"])
def test_a_place_is_understood_however_it_is_typed(understood: Understand, text: str) -> None:
    assert [t.name for t in understood(text).territories] == ["Dijon"]


def test_a_place_is_no_term(understood: Understand) -> None:
    question = understood("Combien d'apprentis à Dijon ?")
    assert set(analyse("apprentis")) <= set(question.terms)
    assert not set(analyse("Dijon")) & set(question.terms)
    assert set(analyse("Dijon")) == question.territory_terms


def test_years_are_understood(understood: Understand) -> None:
    assert understood("Combien de soudeurs en 2019 ?").years == (2019,)
    assert understood("Combien de soudeurs ?").years == ()


def test_a_number_is_not_a_year(understood: Understand) -> None:
    question = understood("À quoi correspondent les 2 740 apprentis ?")
    assert question.years == ()
    assert question.figures == (2740.0,)


def test_a_proper_name_is_understood(understood: Understand) -> None:
    assert understood("Où travaille Nadia Ferrand ?").names == (tuple(analyse("Nadia Ferrand")),)


def test_a_name_typed_in_small_letters_is_known_from_the_documents(understood: Understand) -> None:
    assert understood("où travaille nadia ferrand ?").names == (tuple(analyse("Nadia Ferrand")),)


def test_the_first_word_is_no_name_for_its_capital(understood: Understand) -> None:
    assert understood("Soudeur, quel salaire ?").names == ()


def test_a_known_concept_is_no_name(understood: Understand) -> None:
    assert understood("Que fait une ESN ?").names == ()


def test_a_role_is_no_name(understood: Understand) -> None:
    assert understood("Qui est le Président du club ?").names == ()


def test_courtesies_are_left_out_and_the_raw_question_kept(understood: Understand) -> None:
    question = understood("Bonjour, combien d'apprentis à Dijon ? Merci !")
    assert question.text.startswith("combien d'apprentis à Dijon")
    assert question.raw == "Bonjour, combien d'apprentis à Dijon ? Merci !"


def test_spelling_is_corrected_before_anything_else(understood: Understand) -> None:
    assert understood("cb dapprentis a dijon").asked == understood("combien d'apprentis ?").asked


def test_what_a_short_question_leans_on_is_searched_too(understood: Understand) -> None:
    question = understood(
        "Ma fille veut devenir soudeuse et nous avons visité l'Atelier du Val samedi avec elle. "
        "Combien coûte cette formation ?"
    )
    assert question.text == "Combien coûte cette formation ?"
    assert "Atelier du Val" in question.search_text


def test_tags_that_were_pasted_are_no_part_of_the_question(understood: Understand) -> None:
    asked = "<script>alert('oui')</script> Où travaille <b>Nadia Ferrand</b> ? <img src=x>"
    assert understood(asked).text == understood("Où travaille Nadia Ferrand ?").text
