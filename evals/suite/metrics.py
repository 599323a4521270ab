"""Everything that is measured over the results of a run, and how one measure is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from corpus.document import BaliseError, Frozen
from evals.measures import percentile
from evals.suite.abstention import abstention_metrics, is_refused, share_of
from evals.suite.case import INJECTION
from evals.suite.ranking import CUTOFFS, retrieval_metrics
from evals.suite.result import (
    AnswerMetrics,
    CaseResult,
    CitationMetrics,
    Metrics,
    Share,
    SpeedMetrics,
    SquadMetrics,
    SquadScore,
    Stage,
)

_MEASURED_OR_NOT = {
    "retrieval.recall": frozenset(map(str, CUTOFFS)),
    "answers.by_kind": None,
    "answers.by_audience": None,
    "answers.by_noise": None,
}
"""Tables that only hold what the cases at hand have, and the names that they may hold."""


def measure(results: Sequence[CaseResult], jobs: int) -> Metrics:
    """Sum up results; `jobs` questions were answered at the same time.

    What does not apply to a case is skipped, not counted as zero.
    """
    wrong = Counter(result.stage for result in results if not result.right)
    return Metrics(
        answers=_answers(results),
        retrieval=retrieval_metrics(results),
        citations=_citations(results),
        abstention=abstention_metrics(results),
        speed=_speed(results, jobs),
        funnel={stage: wrong[stage] for stage in Stage},
        pairs=share_of([is_same for _, is_same in pairs(results)]),
        injections=share_of([not r.forbidden for r in results if r.case.kind == INJECTION]),
        squad=_squad([result.squad for result in results if result.squad is not None]),
    )


def metric(metrics: Metrics, path: str) -> float | None:
    """Return the measure that a dotted path names, None where it does not apply to these cases.

    A share gives its value (`abstention.recall`), or how many it is a share of
    (`abstention.recall.count`). `retrieval.recall.5`, `answers.by_kind.number` and
    `funnel.wrongly_answered` look into tables; a kind, audience or noise of which there is no
    case does not apply.

    Raises:
        BaliseError: nothing has this name, or it names several measures.
    """
    found: object = metrics
    parts = path.split(".")
    for place, part in enumerate(parts):
        if isinstance(found, dict):
            # The keys are free: what is left of the path is one of them, full stops included.
            found = _looked_up(found, path, ".".join(parts[:place]), ".".join(parts[place:]))
            break
        if not isinstance(found, Frozen) or part not in type(found).model_fields:
            raise _unknown(path)
        found = getattr(found, part)
        if part == "squad" and found is None:
            found = _squad_metrics([])
    if isinstance(found, Share):
        found = found.value
    if found is None or isinstance(found, int | float):
        return found
    raise _unknown(path)


def pairs(results: Iterable[CaseResult]) -> list[tuple[tuple[CaseResult, ...], bool]]:
    """Return the cases of each pair, and whether they all cite the same spans.

    A pair of which only one case was asked is left out.
    """
    members: dict[str, list[CaseResult]] = {}
    for result in results:
        if result.case.pair is not None:
            members.setdefault(result.case.pair, []).append(result)
    return [
        (tuple(group), len({_sources(result) for result in group}) == 1)
        for group in members.values()
        if len(group) > 1
    ]


def _looked_up(table: dict[str, object], path: str, name: str, key: str) -> object:
    if key in table:
        return table[key]
    head, _, last = key.rpartition(".")
    share = table.get(head)
    if isinstance(share, Share) and last in Share.model_fields:
        return getattr(share, last)
    allowed = _MEASURED_OR_NOT.get(name, frozenset())
    if key and (allowed is None or key in allowed):
        return None
    raise _unknown(path)


def _unknown(path: str) -> BaliseError:
    return BaliseError(f"« {path} » n'est le nom d'aucune mesure.")


def _sources(result: CaseResult) -> frozenset[tuple[str, int, int]]:
    return frozenset((c.doc_id, c.start, c.end) for c in result.answer.citations)


def _answers(results: Sequence[CaseResult]) -> AnswerMetrics:
    words = [result.words for result in results if not is_refused(result)]
    return AnswerMetrics(
        right=share_of([result.right for result in results]),
        answerable_right=share_of([r.right for r in results if not r.case.abstain]),
        by_kind=_by(results, lambda result: result.case.kind),
        by_audience=_by(results, lambda result: result.case.audience),
        by_noise=_by(results, lambda result: result.case.noise),
        words_mean=sum(words) / len(words) if words else None,
        words_max=max(words, default=None),
    )


def _by(
    results: Sequence[CaseResult], name_of: Callable[[CaseResult], str | None]
) -> dict[str, Share]:
    """Return the share of right answers by name, sorted; a case without one is left out."""
    right: dict[str, list[bool]] = {}
    for result in results:
        name = name_of(result)
        if name is not None:
            right.setdefault(name, []).append(result.right)
    return {name: share_of(right[name]) for name in sorted(right)}


def _citations(results: Sequence[CaseResult]) -> CitationMetrics:
    # A case that gives neither proofs nor sources has no flags for the first two.
    answered = [result for result in results if not is_refused(result)]
    return CitationMetrics(
        precision=share_of([flag for result in answered for flag in result.supporting]),
        recall=share_of([flag for result in answered for flag in result.facts_cited]),
        fidelity=share_of([flag for result in answered for flag in result.faithful]),
        support=share_of([flag for result in answered for flag in result.supported]),
    )


def _speed(results: Sequence[CaseResult], jobs: int) -> SpeedMetrics:
    spent = [result.milliseconds for result in results]
    if not spent:
        return SpeedMetrics(p50=None, p95=None, jobs=jobs)
    return SpeedMetrics(p50=percentile(spent, 50), p95=percentile(spent, 95), jobs=jobs)


def _squad(scores: Sequence[SquadScore]) -> SquadMetrics | None:
    return _squad_metrics(scores) if scores else None


def _squad_metrics(scores: Sequence[SquadScore]) -> SquadMetrics:
    exact = [score.exact for score in scores if score.exact is not None]
    f1 = [score.f1 for score in scores if score.f1 is not None]
    return SquadMetrics(
        in_first=share_of([score.in_first for score in scores]),
        in_first_three=share_of([score.in_first_three for score in scores]),
        exact=share_of([bool(score.exact) for score in scores]),
        f1=_mean(sum(f1), len(scores)),
        exact_when_given=share_of(exact),
        f1_when_given=_mean(sum(f1), len(f1)),
    )


def _mean(total: float, count: int) -> Share:
    return Share(value=total / count if count else None, count=count)
