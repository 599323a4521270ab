"""Which sentences go into the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from assistant.evidence import Evidence
from assistant.question import Question
from assistant.select import Selection, select
from assistant.sieve import Sieved, sieve
from index.reader.reading import SURE_MARGIN, SURE_RELEVANCE, SentenceReading

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]
Choose = Callable[[str], Selection]
Sift = Callable[[str], Sieved]


@pytest.fixture
def sieved(understood: Understand, evidence_for: EvidenceFor) -> Sift:
    """What the sieve keeps for a question."""
    return lambda text: sieve(understood(text), evidence_for(text))


@pytest.fixture
def chosen(understood: Understand, sieved: Sift) -> Choose:
    """What is chosen for a question."""
    return lambda text: select(understood(text), sieved(text).kept)


def test_a_sentence_of_another_place_is_sieved_out(sieved: Sift) -> None:
    found = sieved("Combien d'apprentis compte Besançon dans le bâtiment ?")
    assert found.elsewhere
    assert not found.outdated
    assert not any("2 740" in e.text for e in found.kept)


def test_a_sentence_of_another_year_is_sieved_out(sieved: Sift) -> None:
    found = sieved("Combien de salariés la métallurgie emploie-t-elle à Rouen en 2017 ?")
    assert found.outdated
    assert not found.elsewhere
    assert found.kept == ()


def test_a_heading_that_states_nothing_is_sieved_out(sieved: Sift) -> None:
    assert not any(e.is_heading for e in sieved("Les apprentis de Dijon ?").kept)


def test_a_sentence_without_the_sort_of_thing_asked_is_sieved_out(sieved: Sift) -> None:
    assert sieved("Quel est le téléphone de l'Atelier du Val ?").kept == ()


def test_an_amount_is_kept_for_whom_it_is_paid(sieved: Sift) -> None:
    assert sieved("Quel est le salaire d'un boulanger ?").kept == ()
    assert "850 euros" in sieved("Quel est le salaire d'un apprenti du bâtiment ?").kept[0].text


def test_a_year_in_brackets_is_not_the_year_of_the_line(sieved: Sift) -> None:
    kept = sieved("Combien de personnes dans la vannerie en Creuse en 2022 ?").kept
    assert any("212 personnes" in e.text for e in kept)


def test_nothing_kept_chooses_nothing(understood: Understand) -> None:
    assert select(understood("Combien de soudeurs ?"), []) == Selection()


def test_quotes_are_exact(chosen: Choose) -> None:
    for quote in chosen("Combien coûte la formation de l'Atelier du Val ?").chosen:
        start, end = quote.span
        assert quote.quote == quote.document.text[start:end]


def test_a_sentence_that_leans_on_the_one_before_takes_it_in(chosen: Choose) -> None:
    (first, *_) = chosen("Qui est la directrice de l'Atelier du Val ?").chosen
    assert first.quote.startswith("L'Atelier du Val est une école")
    assert "Nadia Ferrand" in first.quote


def test_an_opening_takes_in_its_list(chosen: Choose) -> None:
    (first, *_) = chosen("Quels modules propose l'Atelier du Val ?").chosen
    assert all(word in first.quote for word in ("plans", "arc", "sécurité"))


def test_two_sources_that_differ_are_both_chosen_newest_first(chosen: Choose) -> None:
    selection = chosen("Combien de salariés la métallurgie emploie-t-elle à Rouen ?")
    assert [figure.value for _, figure in selection.differing] == [4350, 5100]
    assert [c.document.published.iso for c in selection.chosen] == ["2024-03", "2022"]


def test_a_line_of_a_list_differs_when_its_title_is_about_the_question(chosen: Choose) -> None:
    differing = chosen("Combien de personnes la vannerie emploie-t-elle dans la Creuse ?").differing
    assert [figure.value for _, figure in differing] == [240, 212]


def test_a_line_under_the_name_of_a_company_differs_from_nothing(chosen: Choose) -> None:
    selection = chosen("Combien de personnes la vannerie emploie-t-elle dans la Creuse ?")
    assert all("170" not in c.quote for c in selection.chosen)


def test_one_source_differs_from_nothing(chosen: Choose) -> None:
    assert chosen("Combien d'apprentis compte Dijon dans le bâtiment ?").differing == ()


def test_quotes_neither_overlap_nor_repeat(chosen: Choose) -> None:
    quotes = chosen("Pourquoi la métallurgie peine-t-elle à recruter à Rouen ?").chosen
    spans = sorted((c.document.id, *c.span) for c in quotes)
    for (a, _, end), (b, start, _) in pairwise(spans):
        assert a != b or end <= start
    assert len({c.quote for c in quotes}) == len(quotes) <= 3


def test_words_that_a_reader_is_sure_of_need_no_company(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    question = understood("Quand l'Atelier du Val a-t-il été fondé ?")
    ranked = evidence_for("Quand l'Atelier du Val a-t-il été fondé ?")
    first = next(e for e in ranked if "2016" in e.text)
    less = next(e for e in ranked if e.feature("coverage") < first.feature("coverage"))
    beside = replace(less, score=first.score - 0.1)
    sure = SentenceReading(SURE_RELEVANCE, SURE_MARGIN, first.span)

    assert len(select(question, [first, beside]).chosen) == 2
    assert len(select(question, [replace(first, reading=sure), beside]).chosen) == 1


def test_an_address_has_a_form_that_no_reader_overrules(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    asked = "Quelle est l'adresse mail de l'Atelier du Val ?"
    found = next(e for e in evidence_for(asked) if "trois modules" in e.text)
    sure = SentenceReading(9.0, 12.0, found.span)
    assert not sieve(understood(asked), [replace(found, reading=sure)]).kept


def test_words_of_the_question_said_again_are_no_answer_however_sure(
    understood: Understand, evidence_for: EvidenceFor
) -> None:
    asked = "Qui est le trésorier de l'Atelier du Val ?"
    found = next(e for e in evidence_for(asked) if "trois modules" in e.text)
    start = found.span[0]

    def kept(first: int, last: int) -> bool:
        sure = SentenceReading(9.0, 12.0, (start + first, start + last))
        return bool(sieve(understood(asked), [replace(found, reading=sure)]).kept)

    words = found.text.index("trois modules")
    assert not kept(0, len("L'Atelier du Val"))
    assert kept(words, words + len("trois modules"))
