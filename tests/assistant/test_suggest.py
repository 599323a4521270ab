"""What is said when there is no answer."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Reason
from assistant.evidence import Evidence
from assistant.figures import numbers_in
from assistant.question import Question
from assistant.suggest import elsewhere_text, nearby_text
from index.search import Searcher

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]
ELSEWHERE = "Combien d'apprentis compte Besançon dans le bâtiment ?"


def test_another_territory_is_named(understood: Understand, evidence_for: EvidenceFor) -> None:
    text = elsewhere_text(understood(ELSEWHERE), Reason.OTHER_TERRITORY, evidence_for(ELSEWHERE))
    assert "pour Besançon" in text
    assert "(Dijon)" in text


def test_no_territory_is_named_when_none_is_known(understood: Understand) -> None:
    text = elsewhere_text(understood(ELSEWHERE), Reason.OTHER_TERRITORY, [])
    assert text == "Je ne trouve rien là-dessus pour Besançon."


def test_the_year_that_is_missing_is_named(understood: Understand) -> None:
    question = understood("Combien d'apprentis à Dijon en 2011 ?")
    assert "pour 2011" in elsewhere_text(question, Reason.OUTDATED, [])


def test_near_sources_are_named_with_their_date(understood: Understand, searcher: Searcher) -> None:
    text = nearby_text(understood(ELSEWHERE), searcher.search(ELSEWHERE, 5))
    assert "« Les apprentis de Dijon » (2023)" in text


def test_a_refusal_lets_no_figure_slip_in(understood: Understand, searcher: Searcher) -> None:
    text = nearby_text(understood(ELSEWHERE), searcher.search(ELSEWHERE, 5))
    assert numbers_in(text) <= {"2021", "2022", "2023", "2024"}


def test_far_sources_are_not_named(understood: Understand) -> None:
    text = nearby_text(understood(ELSEWHERE), [])
    assert "plus proche" not in text
    assert text.startswith("Pour aller plus loin :")


def test_a_question_on_training_is_sent_to_those_who_know(understood: Understand) -> None:
    assert "CIO" in nearby_text(understood("Quelle formation pour devenir fleuriste ?"), [])
