"""Which one of a series a question means."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence import Evidence
from assistant.ordinals import fits_the_order, ordinals_in
from assistant.question import Question

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("la troisième édition", {3}),
        ("la 3e édition", {3}),
        ("la seconde édition", {2}),
        ("La 1re, enfin la 2e édition, ou la troisième et la quatrième édition ?", {2, 3, 4}),
        ("une édition", set()),
    ],
)
def test_an_ordinal_is_read_in_letters_and_in_digits(text: str, ranks: set[int]) -> None:
    assert {rank for rank, _ in ordinals_in(text)} == ranks


@pytest.mark.parametrize(
    ("question", "fits"),
    [
        ("Quand a lieu la seconde édition du Salon du bois ?", True),
        ("Quand a lieu la 2e édition du Salon du bois ?", True),
        ("Quand a lieu la troisième édition du Salon du bois ?", False),
        ("Quand a lieu le Salon du bois ?", True),
        ("Quand a lieu le premier jour du Salon du bois ?", True),
    ],
)
@pytest.mark.parametrize("words", ["4 au 6 mai", "entrée est libre"])
def test_a_document_on_one_edition_tells_of_no_other(
    understood: Understand, evidence_for: EvidenceFor, question: str, fits: bool, words: str
) -> None:
    evidence = next(e for e in evidence_for(question) if words in e.text)
    assert fits_the_order(understood(question), evidence) is fits


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert all(rank > 0 or "0" in text for rank, _ in ordinals_in(text))
