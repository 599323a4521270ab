"""Measures of exact words, against values worked out by hand."""

from __future__ import annotations

import pytest

from index.reader.measures import exact_match, separation, word_f1


@pytest.mark.parametrize(
    ("given", "accepted", "exact", "f1"),
    [
        ("la Ville de Lille", ["ville de Lille"], 1.0, 1.0),
        ("Lille", ["Arras", "Lille."], 1.0, 1.0),
        ("l'école de Lille", ["école"], 0.0, 2 / 3),
        ("28 433 salariés", ["28 433"], 0.0, 0.8),
        ("72 %", ["72"], 0.0, 2 / 3),
        ("Arras", ["Lille"], 0.0, 0.0),
        ("", ["Lille"], 0.0, 0.0),
        ("Lille", [], 0.0, 0.0),
    ],
)
def test_words_are_compared_without_case_articles_and_punctuation(
    given: str, accepted: list[str], exact: float, f1: float
) -> None:
    assert exact_match(given, accepted) == exact
    assert word_f1(given, accepted) == pytest.approx(f1)


def test_separation_is_the_chance_to_be_above() -> None:
    assert separation([2.0, 3.0], [0.0, 1.0]) == 1.0
    assert separation([1.0], [1.0]) == 0.5
    assert separation([0.0, 2.0], [1.0]) == 0.5
