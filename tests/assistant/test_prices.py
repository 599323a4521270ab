"""What something costs, and what is no price."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.expected import match_kind
from assistant.kinds import Kind
from assistant.question import Question


@pytest.mark.parametrize(
    ("asked", "said", "words"),
    [
        ("Combien gagne un relieur ?", "Il gagne 300 euros de plus par mois qu'avant.", []),
        ("Combien gagne un relieur ?", "Il gagne 1 900 euros, 300 euros de plus.", ["1 900 euros"]),
        ("Combien de plus gagne un relieur ?", "Il gagne 300 euros de plus.", ["300 euros"]),
        ("Combien coûte le stage ?", "Le stage est entièrement gratuit.", ["gratuit"]),
        ("Combien coûte le stage ?", "L'inscription, gratuite, se fait en mai.", ["gratuite"]),
        ("Combien coûte le stage ?", "Le stage coûte 80 euros.", ["80 euros"]),
        ("Combien gagne un relieur ?", "Le stage est entièrement gratuit.", []),
    ],
)
def test_a_price_may_be_nothing_and_a_difference_is_none(
    understood: Callable[[str], Question], asked: str, said: str, words: list[str]
) -> None:
    question = understood(asked)
    assert question.kind in {Kind.MONEY, Kind.NUMBER}
    match = match_kind(question, said)
    told = [said[slice(*span)] for span in match.spans] if match.strength else []
    assert told == words
