"""Noisy questions: written otherwise, with the same figures."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reader.noise import (
    in_a_frame,
    in_capitals,
    in_sms,
    in_the_feminine,
    noisy,
    with_a_slip,
    without_accents,
    without_mark,
)

QUESTIONS = [
    "Combien de salariés le numérique emploie-t-il en 2024 ?",
    "Quelle part des 6 800 offres est en CDI, 72,5 % ou 28 % ?",
    "Qu'est-ce que la loi n° 92-604 du 1er juillet 1992 ?",
    "Où un développeur web peut-il se former pour moins de 1 250,50 € ?",
]
questions = st.sampled_from(QUESTIONS) | st.text("abcdé 0123456789,?.'’-°€%", max_size=60)


def figures(text: str) -> list[str]:
    return re.findall(r"\d+", text)


@given(questions, st.integers(0, 10_000))
def test_the_question_keeps_its_figures(question: str, seed: int) -> None:
    assert figures(noisy(question, np.random.default_rng(seed), 1.0)) == figures(question)


@given(questions, st.integers(0, 100))
def test_the_same_seed_gives_the_same_question(question: str, seed: int) -> None:
    first, second = (noisy(question, np.random.default_rng(seed), 0.5) for _ in range(2))

    assert first == second


@given(questions, st.integers(0, 100))
def test_without_noise_the_question_stays_as_it_is(question: str, seed: int) -> None:
    assert noisy(question, np.random.default_rng(seed), 0.0) == question


@pytest.mark.parametrize(
    ("change", "question", "expected"),
    [
        (without_accents, "Où l'œuvre naît-elle à Évry ?", "Ou l'oeuvre nait-elle a Evry ?"),
        (without_mark, "Qui dirige l'école ?", "Qui dirige l'école"),
        (in_capitals, "Où est l'école ?", "OÙ EST L'ÉCOLE ?"),
        (in_sms, "Pourquoi Lille recrute beaucoup ?", "pk lille recrute bcp"),
        (in_sms, "Qu’est-ce que le CITC ?", "c koi le citc"),
        (in_the_feminine, "Que fait un technicien ?", "Que fait un technicienne ?"),
        (in_the_feminine, "Le métier de développeur web", "Le métier de développeuse web"),
        (in_the_feminine, "Où va le facteur Cheval ?", "Où va le facteur Cheval ?"),
    ],
)
def test_each_change_does_what_it_says(
    change: Callable[[str], str], question: str, expected: str
) -> None:
    assert change(question) == expected


def test_a_slip_changes_one_word_only() -> None:
    before = "Quelle formation choisir ?"
    after = with_a_slip(before, np.random.default_rng(0))

    pairs = zip(before.split(), after.split(), strict=True)
    assert sum(a != b for a, b in pairs) == 1


def test_a_frame_holds_the_whole_question() -> None:
    assert "Où aller ?" in in_a_frame("Où aller ?", np.random.default_rng(3))
