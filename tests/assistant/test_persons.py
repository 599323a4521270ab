"""Names of persons in French text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.persons import find_persons


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Selon Odile Vasseur, le secteur recrute.", "Odile Vasseur"),
        ("Le maire, Paul Brisset, a salué le projet.", "Paul Brisset"),
        ("Jean-Marc de la Tour anime le club.", "Jean-Marc de la Tour"),
        ("« Nous recrutons », explique Igor Tannen.", "Igor Tannen"),
        ("La directrice Zelda Quint quitte la société.", "Zelda Quint"),
    ],
)
def test_a_person_is_found_where_the_name_stands(text: str, name: str) -> None:
    (person,) = find_persons(text)
    assert person.name == name
    assert text[person.start : person.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "La Grande Halle ouvre à Lyon.",
        "Les Ateliers Réunis recrutent à Saint-Nazaire.",
        "Le salon se tient en Ille-et-Vilaine.",
        "Tout est en minuscules ici.",
    ],
)
def test_places_and_bodies_are_no_persons(text: str) -> None:
    assert find_persons(text) == ()


def test_a_known_first_name_is_surer_than_a_role_beside_a_name() -> None:
    assert find_persons("Selon Odile Vasseur, tout va bien.")[0].surely
    assert not find_persons("La directrice Zelda Quint quitte la société.")[0].surely


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    assert all(text[p.start : p.end] == p.name for p in find_persons(text))
