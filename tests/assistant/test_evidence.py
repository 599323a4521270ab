"""Evidence: every sentence of the hits, with what speaks for each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.coverage import coverage, credit, names_found, question_weights, terms_of, weight
from assistant.evidence import FEATURES, Evidence, gather, rank
from assistant.instructions import is_instruction
from assistant.question import Question
from index.search import Searcher

EvidenceFor = Callable[[str], list[Evidence]]
Understand = Callable[[str], Question]
QUESTION = "Combien d'apprentis compte Dijon dans le bâtiment ?"


def test_evidence_is_the_exact_words_of_its_document(evidence_for: EvidenceFor) -> None:
    for evidence in evidence_for(QUESTION):
        start, end = evidence.span
        assert evidence.text == evidence.document.text[start:end]
        assert evidence.text.strip()


def test_the_sentence_that_answers_ranks_first(evidence_for: EvidenceFor) -> None:
    first = evidence_for(QUESTION)[0]
    assert first.text == "En 2023, Dijon compte 2 740 apprentis dans le bâtiment."


def test_evidence_is_ranked_best_first(evidence_for: EvidenceFor) -> None:
    scores = [evidence.score for evidence in evidence_for(QUESTION)]
    assert scores == sorted(scores, reverse=True)


def test_nothing_found_gives_no_evidence(understood: Understand) -> None:
    assert gather(understood(QUESTION), []) == []
    assert rank([], [0.0] * len(FEATURES)) == []


def test_every_feature_has_a_name(evidence_for: EvidenceFor) -> None:
    first = evidence_for(QUESTION)[0]
    assert len(first.features) == len(FEATURES)
    assert first.feature("coverage") == first.features[FEATURES.index("coverage")] == 1.0


def test_a_title_is_known_to_be_a_heading(evidence_for: EvidenceFor) -> None:
    headings = {e.text for e in evidence_for("Les apprentis de Dijon") if e.is_heading}
    assert any("Les apprentis de Dijon" in heading for heading in headings)


def test_a_sentence_may_lean_on_the_one_before(evidence_for: EvidenceFor) -> None:
    found = {e.text: e for e in evidence_for("Qui est la directrice de l'Atelier du Val ?")}
    leaning = next(e for text, e in found.items() if text.startswith("Sa directrice"))
    assert leaning.leans_on_previous
    assert leaning.neighbour(-1).startswith("L'Atelier du Val est une école")
    assert not found[leaning.neighbour(-1)].leans_on_previous


def test_there_is_no_neighbour_outside_the_passage(evidence_for: EvidenceFor) -> None:
    assert evidence_for(QUESTION)[0].neighbour(99) == ""
    assert evidence_for(QUESTION)[0].neighbour(-99) == ""


def test_a_share_is_read_with_the_sentence_that_says_of_what(evidence_for: EvidenceFor) -> None:
    question = "Quelle part des salariés de la métallurgie a moins de trente ans ?"
    share = next(e for e in evidence_for(question) if "18 %" in e.text)
    assert share.leans_on_previous
    assert share.match.strength >= 0.5


def test_rare_words_weigh_more_than_everyday_ones() -> None:
    assert weight("soudag") > weight("jour")


def test_words_that_only_build_the_question_weigh_little(understood: Understand) -> None:
    weights = question_weights(understood("Que signifie cariste ?"))
    (signifie,) = (w for term, w in weights.items() if term.startswith("sign"))
    assert signifie < weights[next(iter(terms_of("cariste")))] / 2


@pytest.mark.parametrize(
    ("asked", "said", "low", "high"),
    [
        ("soudeur", "un soudeur", 1.0, 1.0),
        ("soudeuse", "un soudeur", 1.0, 1.0),
        ("salarié", "les employés", 0.5, 0.9),
        ("tapisserie", "un camion", 0.0, 0.0),
    ],
)
def test_credit_goes_to_the_same_word_and_less_to_another(
    asked: str, said: str, low: float, high: float
) -> None:
    (term,) = terms_of(asked)
    assert low <= credit(term, terms_of(said)) <= high


def test_coverage_is_the_weighted_share_of_the_words_found() -> None:
    assert coverage({"a1": 3.0, "b1": 1.0}, frozenset({"a1"})) == 0.75
    assert coverage({}, frozenset({"a1"})) == 0.0


def test_names_are_found_whole_or_in_part() -> None:
    said = terms_of("Nadia Ferrand dirige")
    assert names_found([], said) == 1.0
    assert names_found([tuple(terms_of("Nadia Ferrand"))], said) == 1.0
    assert names_found([tuple(terms_of("Nadia Vasseur"))], said) == 0.5


def test_hits_of_one_search_give_all_their_sentences_but_orders_to_a_machine(
    searcher: Searcher, understood: Understand
) -> None:
    hits = searcher.search(QUESTION, len(list(searcher.catalogue.documents())))
    gathered = gather(understood(QUESTION), hits)
    spans = [(hit.document, span) for hit in hits for span in hit.passage.sentences]
    facts = [(d, span) for d, span in spans if not is_instruction(d, span)]
    assert [(e.document, e.span) for e in gathered] == facts
    assert len(facts) < len(spans)
