"""How much of a question's words a text has: in the same words, others that mean it, or nearly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.question import Question
from assistant.words import vocabulary
from index.analyser import analyse
from index.words import common_french

_SYNONYM, _NEARLY, _SCAFFOLD, _AROUND = 0.7, 0.8, 0.2, 0.2


def question_weights(question: Question) -> dict[str, float]:
    """Return what each term of the question weighs; words that only build it weigh little."""
    scaffold = vocabulary().scaffold
    around = {term: weight(term) * _AROUND for term in question.around_terms}
    return around | {
        term: weight(term) * (_SCAFFOLD if term in scaffold else 1.0) for term in question.terms
    }


@lru_cache(maxsize=8192)
def terms_of(text: str) -> frozenset[str]:
    """Return the set of index terms of a sentence."""
    return frozenset(analyse(text))


@lru_cache(maxsize=1)
def _stem_counts() -> dict[str, int]:
    counts: dict[str, int] = {}
    for word, count in common_french().items():
        for term in analyse(word):
            counts[term] = counts.get(term, 0) + count
    return counts


@lru_cache(maxsize=50_000)
def weight(term: str) -> float:
    """Return how much a term tells, from 0.5 (everyday word) to 5 (unknown to everyday French)."""
    count = _stem_counts().get(term, 0)
    return min(5.0, max(0.5, 6.5 - math.log10(count + 1)))


def coverage(weights: dict[str, float], terms: frozenset[str]) -> float:
    """Return the weighted share of the question's terms found in `terms`, from 0 to 1."""
    total = sum(weights.values())
    if total == 0:
        return 0.0
    return sum(w * credit(term, terms) for term, w in weights.items()) / total


def credit(term: str, terms: frozenset[str]) -> float:
    """Return 1 when `term` is in `terms`, less for a synonym or a near spelling, else 0."""
    if term in terms:
        return 1.0
    if vocabulary().synonyms.get(term, frozenset()) & terms:
        return _SYNONYM
    if len(term) >= 5 and not term[0].isdigit():
        for other in terms:
            close = other[0] == term[0] and abs(len(other) - len(term)) <= 1 and len(other) >= 4
            if close and OSA.distance(term, other, score_cutoff=1) <= 1:
                return _NEARLY
            if len(other) >= 5 and (term.startswith(other) or other.startswith(term)):
                return _NEARLY
    return 0.0


def names_found(names: Iterable[Sequence[str]], terms: frozenset[str]) -> float:
    """Return the share of the proper names that stand in `terms`; 1 when there are none."""
    shares = [sum(credit(t, terms) >= _NEARLY for t in name) / len(name) for name in names]
    return sum(shares) / len(shares) if shares else 1.0
