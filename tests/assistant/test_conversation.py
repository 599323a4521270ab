"""Follow-ups become questions that stand alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.conversation import Resolved, resolve
from assistant.question import Question

Understand = Callable[[str], Question]


def nobody(_question: str) -> str | None:
    """No earlier answer is known."""
    return None


def last(understood: Understand, *turns: str, answer: str | None = None) -> str:
    """The last turn, standing alone."""
    return resolve(turns, understood, lambda _: answer).text


def test_a_first_question_is_left_alone(understood: Understand) -> None:
    question = "Où se trouve l'Atelier du Val ?"
    assert resolve([question], understood, nobody) == Resolved(question, False, question)


def test_a_question_that_stands_alone_is_left_alone(understood: Understand) -> None:
    turns = ["Où se trouve l'Atelier du Val ?", "Combien d'apprentis compte Dijon ?"]
    assert resolve(turns, understood, nobody) == Resolved(turns[1], False, turns[1])


@pytest.mark.parametrize(
    ("before", "turn", "alone"),
    [
        (
            "Combien d'apprentis à Dijon en 2023 ?",
            "Et à Rouen ?",
            "Combien d'apprentis à Rouen en 2023 ?",
        ),
        (
            "Combien d'apprentis à Dijon en 2023 ?",
            "Et en 2021 ?",
            "Combien d'apprentis à Dijon en 2021 ?",
        ),
        (
            "Combien d'apprentis à Dijon en 2023 ?",
            "Et d'infirmiers ?",
            "Combien d'infirmiers à Dijon en 2023 ?",
        ),
        (
            "Combien d'apprentis à Dijon en 2023 ?",
            "Et combien de boulangers ?",
            "Combien de boulangers à Dijon en 2023 ?",
        ),
        (
            "Qu'est-ce que l'Atelier du Val ?",
            "Combien de soudeurs forme-t-il ?",
            "Combien de soudeurs forme l'Atelier du Val ?",
        ),
        (
            "Qu'est-ce que l'Atelier du Val ?",
            "Qui est son directeur ?",
            "Qui est le directeur de l'Atelier du Val ?",
        ),
        (
            "L'Atelier du Val, c'est quoi ?",
            "Qui le dirige ?",
            "Qui dirige l'Atelier du Val ?",
        ),
        (
            "Quand a été créé le Cercle nantais du logiciel ?",
            "Qui le préside ?",
            "Qui préside le Cercle nantais du logiciel ?",
        ),
        (
            "Quand a été créé le Cercle nantais du logiciel ?",
            "Et où ?",
            "Où a été créé le Cercle nantais du logiciel ?",
        ),
        (
            "Parle-moi de l'Atelier du Val",
            "Où se situe cette école ?",
            "Où se situe l'Atelier du Val ?",
        ),
        (
            "Qui a fondé l'Atelier du Val ?",
            "Et en quelle année ?",
            "En quelle année a-t-on fondé l'Atelier du Val ?",
        ),
        (
            "Qui a fondé l'Atelier du Val ?",
            "C'était où ?",
            "Où a-t-on fondé l'Atelier du Val ?",
        ),
        (
            "Quels métiers recrutent dans le Calaisis ?",
            "Combien de postes là-bas ?",
            "Combien de postes dans le Calaisis ?",
        ),
        (
            "Quel est l'écart de salaire entre soudeurs et tourneurs ?",
            "Il était de combien en 2019 ?",
            "L'écart de salaire entre soudeurs et tourneurs était de combien en 2019 ?",
        ),
        (
            "L'Atelier du Val a ouvert un bureau à Porto ?",
            "Il a fermé quand ?",
            "Le bureau à Porto a fermé quand ?",
        ),
        (
            "L'Atelier du Val a repris une ancienne filature ?",
            "Elle a fermé quand ?",
            "L'ancienne filature a fermé quand ?",
        ),
        (
            "Combien de temps dure l'épreuve ?",
            "Et l'entretien ?",
            "Combien de temps dure l'entretien ?",
        ),
        (
            "L'épreuve dure combien de temps ?",
            "Et l'entretien ?",
            "L'entretien dure combien de temps ?",
        ),
        (
            "Combien gagnent les soudeurs de l'Atelier du Val après une licence ?",
            "Et après un master ?",
            "Combien gagnent les soudeurs de l'Atelier du Val après un master ?",
        ),
        (
            "Combien de tonnes soude l'Atelier du Val au démarrage ?",
            "Et à terme ?",
            "Combien de tonnes soude l'Atelier du Val à terme ?",
        ),
        (
            "Combien gagne un apprenti de moins de 18 ans à l'Atelier du Val ?",
            "Et à 22 ans ?",
            "Combien gagne un apprenti de 22 ans à l'Atelier du Val ?",
        ),
        (
            "Que s'est-il passé à l'Atelier du Val en mars ?",
            "Ça a duré combien de temps ?",
            "Ça a duré combien de temps, à propos de « Que s'est-il passé à l'Atelier du Val en "
            "mars » ?",
        ),
        (
            "Quand se tient le Salon du bois ?",
            "Il y avait combien de visiteurs l'an dernier ?",
            "Il y avait combien de visiteurs l'an dernier, à propos de « Quand se tient le Salon "
            "du bois » ?",
        ),
        (
            "Qui est la directrice de l'Atelier du Val ?",
            "Et le trésorier ?",
            "Qui est le trésorier de l'Atelier du Val ?",
        ),
    ],
)
def test_a_follow_up_is_completed(
    understood: Understand, before: str, turn: str, alone: str
) -> None:
    assert last(understood, before, turn) == alone


def test_one_asks_next_of_what_was_found(understood: Understand) -> None:
    turns = ("Quelle école de soudure est citée par la Gazette de Tours ?", "Quel est son prix ?")
    assert last(understood, *turns, answer="Atelier du Val") == (
        "Quel est le prix de Atelier du Val ?".replace("de A", "d'A")
    )


@pytest.mark.parametrize(
    ("before", "turn", "answer", "alone"),
    [
        (
            "Qui anime le réseau des Ateliers ?",
            "Il compte combien de membres ?",
            "Nadia Ferrand",
            "Le réseau des Ateliers compte combien de membres ?",
        ),
        (
            "Quelle entreprise construit un atelier à Tours ?",
            "Combien va coûter ce chantier ?",
            "Soudelec",
            "Combien va coûter ce chantier, à propos de « Quelle entreprise construit un atelier à "
            "Tours » ?",
        ),
        (
            "Quelle entreprise construit un atelier à Tours ?",
            "Où est cette entreprise ?",
            "Soudelec",
            "Où est Soudelec ?",
        ),
        (
            "Qui dirige l'Atelier du Val ?",
            "Quelle est sa formation ?",
            "Nadia Ferrand",
            "Quelle est la formation de Nadia Ferrand ?",
        ),
        (
            "Que demande la déléguée syndicale de l'Atelier du Val ?",
            "Comment s'appelle-t-elle ?",
            None,
            "Comment s'appelle la déléguée syndicale de l'Atelier du Val ?",
        ),
        (
            "Quelle fondation aide les élèves de l'Atelier du Val ?",
            "Elle donne combien à chacun ?",
            "Quai Vert",
            "Quai Vert donne combien à chacun ?",
        ),
    ],
)
def test_a_pronoun_means_who_or_what_its_verb_allows(
    understood: Understand, before: str, turn: str, answer: str | None, alone: str
) -> None:
    assert last(understood, before, turn, answer=answer) == alone


def test_who_was_named_is_no_deed(understood: Understand) -> None:
    turns = ("Qui a été nommé directeur de l'Atelier du Val ?", "Et en quelle année ?")
    assert "a-t-on" not in last(understood, *turns)


def test_a_question_with_its_own_subject_stands_alone_after_et(understood: Understand) -> None:
    turns = ("Combien d'apprentis à Dijon ?", "OK. Et l'Atelier du Val, c'est né quand ?")
    assert last(understood, *turns) == turns[1]


def test_the_next_one_takes_the_place_of_nothing(understood: Understand) -> None:
    turns = ("Quelles sont les dates du Salon du bois ?", "Et pour l'édition suivante ?")
    assert last(understood, *turns) == (
        "Pour l'édition suivante, à propos de « Quelles sont les dates du Salon du bois » ?"
    )


def test_an_article_is_no_pronoun(understood: Understand) -> None:
    turns = ("Qu'est-ce que l'Atelier du Val ?", "Combien de salariés dans la boulangerie ?")
    assert last(understood, *turns) == turns[1]


def test_a_count_keeps_its_noun_under_another_verb(understood: Understand) -> None:
    turns = ("Combien d'apprentis forme l'Atelier du Val ?", "Et combien ont été embauchés ?")
    assert last(understood, *turns).startswith("Combien d'apprentis ont été embauchés, à propos")


@pytest.mark.parametrize(
    "turn", ["Et il existe une formation courte ?", "Existe-t-il une formation courte ?"]
)
def test_il_existe_points_at_nobody(understood: Understand, turn: str) -> None:
    alone = last(understood, "Qu'est-ce que l'Atelier du Val ?", turn)
    assert re.search(r"\b(?:il existe|existe-t-il) une formation courte", alone, re.I)


def test_a_place_can_be_pointed_at_with_y(understood: Understand) -> None:
    alone = last(understood, "Qu'est-ce que l'Atelier du Val ?", "Combien y coûte la formation ?")
    assert alone == "Combien coûte la formation à l'Atelier du Val ?"


def test_a_pronoun_stands_for_the_person_who_was_the_answer(understood: Understand) -> None:
    turns = ("Qui dirige l'Atelier du Val ?", "Où a-t-elle travaillé ?")
    assert last(understood, *turns, answer="Nadia Ferrand") == "Où a travaillé Nadia Ferrand ?"


def test_this_figure_is_the_earlier_question_again(understood: Understand) -> None:
    before = "Combien d'apprentis à Dijon ?"
    assert last(understood, before, "D'où vient ce chiffre ?") == before


def test_turns_follow_one_another(understood: Understand) -> None:
    turns = ["Combien d'apprentis à Dijon en 2023 ?", "Et à Rouen ?", "Et en 2021 ?"]
    assert last(understood, *turns) == "Combien d'apprentis à Rouen en 2021 ?"


def test_what_is_asked_stays_apart_from_what_it_is_about(understood: Understand) -> None:
    turns = ["Les boulangers se lèvent-ils tôt ?", "Et pourquoi ?"]
    resolved = resolve(turns, understood, nobody)
    assert resolved.asking == "Pourquoi"
    assert "boulangers" in resolved.text


WORDS = (
    "et combien de d' soudeurs à Dijon Rouen en 2021 qui le la préside son sa ce cette y il elle "
    "où quand pourquoi Nadia Ferrand l'Atelier du Val est-il forme-t-elle ? . , ( [ \\ «"
)
TURNS = st.lists(
    st.one_of(
        st.text(max_size=40), st.lists(st.sampled_from(WORDS.split()), max_size=9).map(" ".join)
    ),
    min_size=1,
    max_size=4,
)


@given(TURNS, st.sampled_from([None, "Nadia Ferrand", "2 740 apprentis", "\\1"]))
@settings(deadline=None, max_examples=80)
def test_any_conversation_gives_one_readable_line(
    understood: Understand, turns: list[str], answer: str | None
) -> None:
    resolved = resolve(turns, understood, lambda _: answer)
    if resolved.rewritten:
        assert resolved.text.endswith(" ?")
        assert len(resolved.text.splitlines()) == 1
    else:
        assert resolved.text == turns[-1]


@pytest.mark.parametrize(
    ("before", "turn", "alone"),
    [
        (
            "Quand a lieu le Forum Kerlan chez Tellurio ?",
            "Et le Salon Vauban ?",
            "Quand a lieu le Salon Vauban ?",
        ),
        (
            "Quand a lieu le Forum Kerlan chez Tellurio ?",
            "Et chez Orvalia ?",
            "Quand a lieu le Forum Kerlan chez Orvalia ?",
        ),
        (
            "Que propose le Forum Kerlan chez Tellurio ?",
            "Et il se tient à quelle date ?",
            "Le Forum Kerlan chez Tellurio se tient à quelle date ?",
        ),
        (
            "Où a lieu le Forum Kerlan ?",
            "Et il se tient à quelle date ?",
            "Le Forum Kerlan se tient à quelle date ?",
        ),
        (
            "Quand a lieu le Forum Kerlan ?",
            "Il y aura combien d'exposants ?",
            "Il y aura combien d'exposants (le Forum Kerlan) ?",
        ),
        (
            "Quand a lieu le Forum Kerlan ?",
            "Combien d'exposants y aura-t-il ?",
            "Combien d'exposants y aura-t-il (le Forum Kerlan) ?",
        ),
        (
            "Quand a lieu le Forum Kerlan de Tellurio ?",
            "Et celui d'Orvalia ?",
            "Quand a lieu le Forum Kerlan d'Orvalia ?",
        ),
        (
            "Quel est le prix des Ateliers Kerlan ?",
            "Et ils durent combien de temps ?",
            "Les Ateliers Kerlan durent combien de temps ?",
        ),
        (
            "Comment s'inscrire à Parcoursup ?",
            "Et à Rouen ?",
            "Comment s'inscrire à Parcoursup à Rouen ?",
        ),
    ],
)
def test_a_name_goes_with_its_article_and_with_the_name_that_completes_it(
    before: str, turn: str, alone: str, understood: Understand
) -> None:
    assert last(understood, before, turn) == alone
