"""The extractive composer: quotes in a French frame."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.composer import Composed, compose
from assistant.evidence import Evidence
from assistant.question import Question
from assistant.select import Chosen, Selection, select
from assistant.sieve import sieve

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]
Write = Callable[[str], Composed]


@pytest.fixture
def written(understood: Understand, evidence_for: EvidenceFor) -> Write:
    """The answer composed for a question."""

    def write(text: str) -> Composed:
        question = understood(text)
        return compose(question, select(question, sieve(question, evidence_for(text)).kept))

    return write


def test_the_exact_words_asked_for_come_first(written: Write) -> None:
    answer = written("Combien d'apprentis compte Dijon dans le bâtiment ?")
    assert answer.text == (
        "2 740 apprentis : « En 2023, Dijon compte 2 740 apprentis dans le bâtiment. » [1] "
        "(Observatoire bourguignon, 2023)"
    )


def test_the_short_answer_says_where_it_stands(written: Write, evidence_for: EvidenceFor) -> None:
    question = "Combien d'apprentis compte Dijon dans le bâtiment ?"
    short = written(question).short
    assert short is not None
    assert short.text == "2 740 apprentis"
    assert evidence_for(question)[0].document.text[short.start : short.end] == short.text


def test_there_is_no_short_answer_to_what_has_no_exact_words(written: Write) -> None:
    assert written("Que fait un cariste ?").short is None


def test_citations_are_numbered_in_order_and_each_claim_has_its_own(written: Write) -> None:
    answer = written("Pourquoi la métallurgie peine-t-elle à recruter à Rouen ?")
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert [claim.citations for claim in answer.claims] == [(c.n,) for c in answer.citations]


def test_a_citation_carries_its_source(written: Write) -> None:
    (citation, *_) = written("Combien de soudeurs forme l'Atelier du Val par an ?").citations
    assert citation.title == "L'Atelier du Val, école de soudure"
    assert citation.publisher == "Gazette de Tours"
    assert citation.date == "2023-05-12"
    assert citation.territory == ("Tours",)
    assert citation.path.endswith("atelier.md")


def test_an_undated_source_is_said_to_be_undated(written: Write) -> None:
    assert "source non datée" in written("Combien d'artisans tissent à Aubusson ?").text


def test_sources_that_differ_are_listed_and_never_averaged(written: Write) -> None:
    answer = written("Combien de salariés la métallurgie emploie-t-elle à Rouen ?")
    (conflict,) = answer.conflicts
    assert conflict.values == ("4 350 salariés", "5 100 salariés")
    assert conflict.citations == (1, 2)
    assert answer.short is None
    head, *lines = answer.text.splitlines()
    assert head == "Les sources ne donnent pas le même chiffre :"
    assert [line.startswith("• ") for line in lines] == [True, True]


def test_a_list_is_shown_on_one_line_without_its_bullets(written: Write) -> None:
    answer = written("Quels modules propose l'Atelier du Val ?")
    assert "la lecture de plans ; le soudage à l'arc ; la sécurité au poste." in answer.text
    assert "- la lecture" in answer.citations[0].quote


def test_a_wider_territory_is_announced(written: Write) -> None:
    text = written("Que fait un cariste à Roubaix ?").text
    assert text.startswith("Rien de propre à Roubaix ; plus largement")
    assert "Métropole Européenne de Lille" in text


def test_quotes_inside_a_quote_are_told_apart(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    question = "Combien d'apprentis compte Dijon dans le bâtiment ?"
    first = evidence_for(question)[0]
    selection = Selection((Chosen(first, first.span),))
    text = compose(understood(question), selection).text
    assert text.count("«") == text.count("»") == 1
