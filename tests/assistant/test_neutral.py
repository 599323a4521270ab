"""The same question, whoever asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.neutral import neutral
from assistant.words import vocabulary
from index.analyser import analyse


@pytest.mark.parametrize(
    ("hers", "his"),
    [
        ("Je suis développeuse, suis-je recherchée ?", "Je suis développeur, suis-je recherchée ?"),
        ("Je suis une technicienne diplômée.", "Je suis un technicien diplômé."),
        ("combien gagne une infirmiere", "combien gagne un infirmier"),
        ("Les conseillères aident-elles ?", "Les conseillers aident-elles ?"),
        ("La directrice est là.", "le directeur est là."),
    ],
)
def test_what_somebody_is_is_read_in_one_form(hers: str, his: str) -> None:
    assert neutral(hers) == his
    assert neutral(his) == his


def test_other_words_stay() -> None:
    question = "Où trouver la première matière, une filière ou une fière chandelle ?"
    assert neutral(question) == question


def test_both_forms_of_a_pair_are_one_index_term() -> None:
    pairs = vocabulary().masculine.items()
    assert {her: him for her, him in pairs if not set(analyse(her)) & set(analyse(him))} == {}


@given(st.text(max_size=60))
def test_nothing_is_left_to_do_the_second_time(text: str) -> None:
    assert neutral(neutral(text)) == neutral(text)
