"""Who holds an office, where a sentence says it in so many words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.offices import asked_offices, holders, is_another_office
from index.analyser import analyse

PRESIDENT = frozenset(analyse("présidente"))
PORT = tuple(analyse("Port Moulin"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Le président de Port Moulin, Claire Vasseur, a pris la parole.",
        "La présidente de l'association « Port Moulin », Claire Vasseur, a pris la parole.",
        "Claire Vasseur, présidente de Port Moulin, a pris la parole.",
        "D'après Claire Vasseur, présidente générale de Port Moulin, tout va bien.",
    ],
)
def test_the_person_beside_the_office_holds_it(sentence: str) -> None:
    ((start, end),) = holders(sentence, PRESIDENT, PORT)
    assert sentence[start:end] == "Claire Vasseur"


@pytest.mark.parametrize(
    "sentence",
    [
        "Claire Vasseur, vice-présidente de Port Moulin, a pris la parole.",
        "Claire Vasseur, ancienne présidente de Port Moulin, a pris la parole.",
        "Claire Vasseur, présidente de Port Fleury, a salué Port Moulin.",
        "Claire Vasseur, directrice de Port Moulin, a pris la parole.",
        "Reçue par Claire Vasseur, la délégation a attendu le président de Port Moulin.",
        "Le président de Port Moulin a pris la parole.",
    ],
)
def test_other_offices_bodies_and_persons_are_left_out(sentence: str) -> None:
    assert holders(sentence, PRESIDENT, PORT) == ()


def test_who_directs_may_bear_several_titles() -> None:
    assert set(analyse("directrice")) <= asked_offices(analyse("Qui dirige l'usine ?"))
    assert asked_offices(analyse("Qui préside l'usine ?")) == PRESIDENT
    assert asked_offices(analyse("Qui a peint ce tableau ?")) == frozenset()


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for start, end in holders(f"{text} présidente de Port Moulin, {text}", PRESIDENT, PORT):
        assert 0 <= start < end


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Karim Bou, directeur des études de Cadréa, nuance.", True),
        ("Karim Bou, directeur technique de Cadréa, nuance.", True),
        ("Zoé Lys, directrice générale de Cadréa, nuance.", False),
        ("Zoé Lys, directrice de Cadréa, nuance.", False),
        ("Cadréa est dirigée par Zoé Lys.", False),
        ("Karim Bou, directeur technique, et Zoé Lys, directrice générale, nuancent.", False),
    ],
)
def test_an_office_qualified_in_another_way_is_another(sentence: str, expected: bool) -> None:
    assert is_another_office("Qui est la directrice générale de Cadréa ?", sentence) is expected


def test_an_office_that_is_asked_unqualified_may_be_any() -> None:
    asked = "Qui est la présidente de la Région Bretagne ?"

    assert not is_another_office(asked, "Loïc Ker, président du conseil régional de Bretagne")


def test_the_name_of_a_body_is_no_qualifier_of_an_office() -> None:
    said = "Odile Vasseur, présidente de l'association Papier Libre"
    assert not is_another_office("Qui préside Papier Libre ?", said)
