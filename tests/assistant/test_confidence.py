"""How likely the best evidence is to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.confidence import (
    confidence,
    confidence_features,
    confidence_names,
    weights,
)
from assistant.evidence import FEATURES, Evidence

EvidenceFor = Callable[[str], list[Evidence]]


def test_no_evidence_gives_no_confidence() -> None:
    assert confidence([]) == 0.0


def test_every_feature_has_a_weight() -> None:
    assert len(weights().ranking) == len(FEATURES)
    assert len(weights().confidence) == len(confidence_names(read=False))
    assert 0 < weights().threshold < 1


def test_features_follow_their_names(evidence_for: EvidenceFor) -> None:
    ranked = evidence_for("Combien d'apprentis compte Dijon dans le bâtiment ?")
    named = dict(zip(confidence_names(read=False), confidence_features(ranked), strict=True))
    assert named["coverage"] == ranked[0].feature("coverage")
    assert named["passage_similarity"] == ranked[0].hit.similarity


def test_the_margin_is_how_far_the_first_is_ahead(evidence_for: EvidenceFor) -> None:
    first, second, *_ = evidence_for("Combien d'apprentis compte Dijon dans le bâtiment ?")
    close = replace(second, score=first.score - 0.5)
    margin = confidence_names(read=False).index("margin")
    assert abs(confidence_features([first, close])[margin] - 0.5) < 1e-9
    assert confidence_features([first])[margin] > confidence_features([first, close])[margin]


def test_what_answers_is_surer_than_what_does_not(evidence_for: EvidenceFor) -> None:
    sure = confidence(evidence_for("Combien d'apprentis compte Dijon dans le bâtiment ?"))
    unsure = confidence(evidence_for("Qui a gagné le tournoi de pétanque ?"))
    assert 0 <= unsure < weights().threshold < sure <= 1


def test_evidence_too_precise_to_be_about_something_else_is_sure(
    evidence_for: EvidenceFor,
) -> None:
    first = evidence_for("Qui a gagné le tournoi de pétanque ?")[0]
    precise = replace(first, match=replace(first.match, sure=True))
    assert confidence([precise]) > weights().threshold > confidence([first])
