"""For whom a figure holds: an age is never another's, a right is its beneficiaries'."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.publics import (
    NOBODY,
    Person,
    Standing,
    depends_on_whom,
    person_told,
    public_of,
    standing,
    tells_who_may,
    without_person,
)


@pytest.mark.parametrize(
    ("told", "age", "groups"),
    [
        ("Je reçois un apprenti de 19 ans.", 19, {"apprentice"}),
        ("J'ai 58 ans et je cherche du travail.", 58, {"senior"}),
        (
            "Ma nièce malentendante, étudiante à Lens",
            None,
            {"woman", "deaf", "disabled", "student"},
        ),
        ("Monsieur est au RSA, demandeur d’emploi.", None, {"man", "minimum", "job_seeker"}),
        ("Il travaille depuis 20 ans, sa petite a 4 ans.", None, set()),
        ("Une personne de 30 ans avec 15 ans d'expérience", 30, set()),
        ("Combien d'apprentis compte le CFA ?", None, set()),
        ("Quelle aide pour les moins de 26 ans ?", None, set()),
    ],
)
def test_what_is_told_of_one_person_is_known(told: str, age: int | None, groups: set[str]) -> None:
    person = person_told([told])

    assert person.age == age
    assert person.groups == groups


def test_who_they_are_not_is_known() -> None:
    person = person_told(["Un salarié de 35 ans, sans handicap, qui n'est pas artisan."])

    assert person.groups == {"employee"}
    assert {"disabled", "trader", "senior"} == person.outside


def test_what_was_said_last_of_somebody_holds() -> None:
    turns = ["Je reçois un étudiant de 20 ans.", "Et pour une apprentie de 24 ans ?"]

    assert person_told(turns) == person_told(["une apprentie de 24 ans"])
    assert person_told([turns[0], "Quelle prime ?"]) == person_told(turns[:1])


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("de 18 à 20 ans : 43 % du SMIC", ((18, 20),)),
        ("les moins de 26 ans", ((0, 25),)),
        ("26 ans et plus : 100 %", ((26, 999),)),
        ("à partir de 20 ans", ((20, 999),)),
        ("réservé aux 16-25 ans", ((16, 25),)),
        ("jusqu'à 29 ans", ((0, 29),)),
        ("Les mineurs viennent avec un adulte.", ((0, 17),)),
        ("L'école existe depuis plus de 20 ans.", ()),
    ],
)
def test_the_ages_that_a_sentence_is_meant_for_are_known(
    said: str, ages: tuple[tuple[int, int], ...]
) -> None:
    assert public_of(said).ages == ages


@pytest.mark.parametrize(
    ("told", "said", "expected"),
    [
        ("un jeune de 17 ans", "Apprentis de 18 ans et plus : 500 €", Standing.OTHERS),
        ("un apprenti de 19 ans", "Apprentis de 18 ans et plus : 500 €", Standing.MEANT),
        ("un homme de 24 ans", "Une remise de 15 % est accordée aux femmes.", Standing.OTHERS),
        ("une dame", "Une remise de 15 % est accordée aux femmes.", Standing.MEANT),
        ("une dame", "Hommes et femmes touchent 500 €.", Standing.ANYBODY),
        ("mon fils sourd", "L'aide va aux personnes handicapées.", Standing.MEANT),
        ("mon fils sourd", "Le créneau est réservé aux visiteurs autistes.", Standing.OTHERS),
        ("un jeune handicapé", "Un interprète est payé aux stagiaires sourds.", Standing.UNSAID),
        ("une salariée", "La garde est remboursée aux demandeurs d'emploi.", Standing.OTHERS),
        ("une salariée", "L'aide va aux salariés et aux demandeurs d'emploi.", Standing.MEANT),
        ("un apprenti", "L'employeur d'un apprenti reçoit 5 000 €.", Standing.OTHERS),
        ("un jeune handicapé", "Une prime de 600 € va à l'artisan.", Standing.UNSAID),
        ("un apprenti de 17 ans", "Le salon ouvre à 9 heures.", Standing.ANYBODY),
        ("un homme de 52 ans", "L'atelier est réservé aux seniors.", Standing.MEANT),
        ("un homme de 22 ans", "L'atelier est réservé aux seniors.", Standing.OTHERS),
    ],
)
def test_what_is_meant_for_some_is_not_meant_for_others(
    told: str, said: str, expected: Standing
) -> None:
    assert standing(person_told([told]), public_of(said)) is expected


@given(st.integers(14, 99), st.integers(14, 99))
def test_an_age_is_in_a_range_or_it_is_not(age: int, least: int) -> None:
    found = standing(Person(age=age), public_of(f"L'aide commence à partir de {least} ans."))

    assert found is (Standing.MEANT if age >= least else Standing.OTHERS)


@given(st.text(max_size=60))
def test_to_nobody_nothing_is_refused(said: str) -> None:
    assert standing(NOBODY, public_of(said)) is not Standing.OTHERS


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("À quelle aide a-t-il droit ?", True),
        ("Quel tarif pour elle ?", True),
        ("Jusqu'à quel âge s'inscrire ?", True),
        ("Quelle ville lui indiquer ?", False),
        ("Quels jours se tient le salon ?", False),
    ],
)
def test_a_right_may_depend_on_whom_it_is_asked_for(question: str, expected: bool) -> None:
    assert depends_on_whom(question) is expected


@pytest.mark.parametrize(
    "told",
    [
        "Je reçois un jeune homme de 19 ans qui veut travailler dans le bois.",
        "Je reçois une femme de 52 ans reconnue travailleuse handicapée qui veut travailler dans "
        "le bois.",
        "Je reçois une jeune fille sourde qui veut travailler dans le bois.",
        "Je reçois une personne âgée de 47 ans, en fauteuil roulant qui veut travailler dans le "
        "bois.",
    ],
)
def test_for_whom_it_is_asked_may_be_left_out(told: str) -> None:
    assert without_person(told) == "Je reçois quelqu'un qui veut travailler dans le bois."


def test_an_age_that_is_told_in_a_sentence_is_left_out() -> None:
    assert without_person("Elle a 33 ans, vient de Lens.") == ", vient de Lens."


def test_what_they_want_stays() -> None:
    told = "Il veut travailler 35 heures dans le bois, à 20 km de Rouen."
    assert without_person(told) == told


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("Le stage est-il ouvert aux adultes ?", "Il est ouvert aux jeunes de 16 à 25 ans.", True),
        ("Est-ce que c'est ouvert aux adultes ?", "La journée s'adresse aux lycéens.", True),
        ("Un créneau lui est-il réservé au salon ?", "Un créneau est réservé aux sourds.", False),
        ("Combien coûte le stage pour un adulte ?", "Il est ouvert aux jeunes.", False),
        ("Le stage est-il ouvert aux adultes ?", "Les jeunes paient 40 €.", False),
        ("J'ai 24 ans, est-ce que j'ai droit au pass ?", "- avoir 26 ans ou plus ;", True),
        ("Est-il trop vieux pour le stage ?", "Il faut avoir moins de 26 ans.", True),
        ("Puis-je bénéficier de l'aide à 24 ans ?", "Les plus de 26 ans touchent 90 €.", False),
        ("À quelle aide ai-je droit à 24 ans ?", "- avoir 26 ans ou plus ;", False),
    ],
)
def test_who_may_come_is_told_whoever_asks(question: str, sentence: str, told: bool) -> None:
    assert tells_who_may(question, sentence) is told
