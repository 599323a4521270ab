"""The parts of the pipeline after search, each of which may be replaced by another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Claim
from assistant.composer import Composed, compose
from assistant.confidence import is_read, weights
from assistant.evidence import Evidence, rank
from assistant.question import Question
from assistant.select import Selection, select
from assistant.sieve import Sieved, sieve
from assistant.verify import Verdict, verify_citation, verify_claim


def _by_fitted_weights(found: Sequence[Evidence]) -> list[Evidence]:
    read = bool(found) and is_read(found[0])
    return rank(found, weights(read=read).ranking)


@dataclass(frozen=True, slots=True)
class Stages:
    """What is done with the evidence: the defaults are what Balise does."""

    rank: Callable[[Sequence[Evidence]], list[Evidence]] = _by_fitted_weights
    sieve: Callable[[Question, Sequence[Evidence]], Sieved] = sieve
    select: Callable[[Question, Sequence[Evidence]], Selection] = select
    compose: Callable[[Question, Selection], Composed] = compose
    verify_citation: Callable[[Citation, str], Verdict] = verify_citation
    verify_claim: Callable[[Claim, Sequence[Citation]], Verdict] = verify_claim
