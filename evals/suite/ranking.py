"""How well search ranks the documents that answer, with the measures of `ir_measures`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import ir_measures
from ir_measures import RR, Measure, Qrel, R, ScoredDoc, nDCG

from assistant.answer import Reason, Status
from evals.suite.result import CaseResult, RetrievalMetrics

CUTOFFS = (1, 3, 5, 10)
"""The k of each R@k."""
_NDCG = nDCG @ 10
_LOOKED_UP = frozenset({Status.ANSWERED, Status.NOT_FOUND})


def retrieval_metrics(results: Sequence[CaseResult]) -> RetrievalMetrics:
    """Return R@k, the mean reciprocal rank and nDCG@10 of documents (MacAvaney et al., 2022).

    Over the cases that `is_ranked`: one for which nothing was found counts as not found. Every
    document that answers is relevant, so that a case with two of them reaches R@1 = 0.5 at best.
    Without any case `recall` is empty, and the rest None.
    """
    ranked = [result for result in results if is_ranked(result)]
    if not ranked:
        return RetrievalMetrics(count=0, recall={}, mrr=None, ndcg=None)
    # Places stand for ids: two runs of one case would otherwise be taken for one query.
    qrels = [
        Qrel(str(place), document, 1)
        for place, result in enumerate(ranked)
        for document in result.case.relevant
    ]
    run = [
        ScoredDoc(str(place), document, -rank)
        for place, result in enumerate(ranked)
        for rank, document in enumerate(_as_named(result))
    ]
    recalls: dict[int, Measure] = {cutoff: R @ cutoff for cutoff in CUTOFFS}
    values = ir_measures.calc_aggregate([*recalls.values(), RR, _NDCG], qrels, run)
    return RetrievalMetrics(
        count=len(ranked),
        recall={str(cutoff): float(values[measure]) for cutoff, measure in recalls.items()},
        mrr=float(values[RR]),
        ndcg=float(values[_NDCG]),
    )


def is_ranked(result: CaseResult) -> bool:
    """Whether the case names the documents that answer, and a search was made for it.

    A question that is refused for what it is, or that fails, is not looked up.
    """
    answer = result.answer
    looked_up = answer.status in _LOOKED_UP and answer.reason is not Reason.PERSONAL
    return bool(result.case.relevant) and (looked_up or bool(result.documents))


def is_found(result: CaseResult, cutoff: int) -> bool:
    """Whether the first `cutoff` documents hold as many relevant ones as they could."""
    relevant = set(result.case.relevant)
    held = relevant.intersection(_as_named(result)[:cutoff])
    return len(held) == min(cutoff, len(relevant))


def _as_named(result: CaseResult) -> list[str]:
    """Return the documents found, with the case's own name for those that it names.

    A case names a document by its file name, or by the end of its path.
    """
    left = list(dict.fromkeys(result.case.relevant))
    names: list[str] = []
    for found in result.documents:
        name = next((name for name in left if _ends_with(found, name)), found)
        if name in left:
            left.remove(name)
        names.append(name)
    return names


def _ends_with(path: str, name: str) -> bool:
    wanted = PurePath(name).parts
    return PurePath(path).parts[-len(wanted) :] == wanted
