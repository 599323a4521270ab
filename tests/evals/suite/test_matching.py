"""What an answer holds, and how short answers are compared, in French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.suite.matching import exact_match, holds, overlap_f1, words_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Il y a 28\u202f433 salariés.", "28 433"),
        ("Il y a 28.433 salariés.", "28433"),
        ("L’ÉCOLE de la Deuxième Chance", "ecole de la deuxieme chance"),
        ("un taux de 3,2 %", "3,2%"),
        ("dans les Hauts‑de‑France", "hauts-de-france"),
        ("le cœur du métier", "coeur"),
    ],
)
def test_case_accents_and_spaces_inside_numbers_do_not_count(text: str, wanted: str) -> None:
    assert holds(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("128 433 salariés", "28 433"),
        ("1 500 €", "500"),
        ("3,25 %", "3,2"),
        ("3,2 %", "2"),
        ("Lille", "Lens"),
        ("Lille", ""),
    ],
)
def test_a_number_inside_a_longer_one_is_not_held(text: str, wanted: str) -> None:
    assert not holds(text, wanted)


def test_a_number_ends_at_the_comma_of_a_sentence() -> None:
    assert holds("en 2019, puis en 2020, rien", "2019")


def test_articles_elisions_and_punctuation_do_not_count_in_short_answers() -> None:
    assert exact_match("L'École 42, Paris", "ecole 42 (Paris)")
    assert exact_match("28 433 salariés", "28433 salariés")
    assert not exact_match("28 433 salariés", "28 434 salariés")
    assert not exact_match("1,5", "15")


def test_an_answer_that_is_only_an_article_is_kept() -> None:
    assert words_of("Le") == ["le"]
    assert not exact_match("Le", "une")


def test_f1_is_the_harmonic_mean_of_shared_words() -> None:
    # « deux ans alternance » against « deux ans »: 2 of 3 shared, 2 of 2: 2·(2/3)·1/(2/3+1) = 0.8
    assert overlap_f1("deux ans, alternance", "deux ans") == pytest.approx(0.8)
    assert overlap_f1("trois mois", "deux ans") == 0.0
    # A word said twice is shared once when it stands once on the other side: 1/2 and 1/1.
    assert overlap_f1("Lille Lille", "Lille") == pytest.approx(2 / 3)


@given(st.text(min_size=1))
def test_a_text_matches_itself(text: str) -> None:
    assert exact_match(text, text)
    assert overlap_f1(text, text) == 1.0


@given(st.text(), st.text())
def test_f1_does_not_depend_on_which_side_is_which(one: str, other: str) -> None:
    assert overlap_f1(one, other) == pytest.approx(overlap_f1(other, one))
    assert 0.0 <= overlap_f1(one, other) <= 1.0
