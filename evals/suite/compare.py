"""Two runs over the same cases: what changed, and whether it could be chance.

Everything is paired on the case ids, and every difference is the second run's less the first's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from corpus.document import BaliseError, Frozen
from evals.suite.abstention import is_refused
from evals.suite.result import CaseResult, Run, RunInfo

CONFIDENCE = 0.95
_RESAMPLES = 9999
_NOT_SETTINGS = {"name", "created", "loading_s", "elapsed_s", "files", "settings"}
Measured = Callable[[CaseResult], float | None]
"""From a result to what is compared; None where it does not apply."""


class McNemar(Frozen):
    """Cases that went from false to true and back, and the chance of so uneven a split.

    `p_value` is that of the exact two-sided test: under no change, either way is as likely
    (McNemar, 1947). It is 1 when no case changed.
    """

    gained: int
    lost: int
    p_value: float


class Difference(Frozen):
    """Means over the `count` cases to which a measure applies in both runs.

    `difference` is that of `b` less that of `a`. `low` and `high` bound it at 95 %, by the
    percentile bootstrap over cases (Efron, 1979); None with fewer than two. When all cases differ
    by the same amount there is nothing to draw, and the bounds are that amount. `test` is there
    for what is true or false of a case.
    """

    count: int
    a: float
    b: float
    difference: float
    low: float | None
    high: float | None
    test: McNemar | None = None


class Change(Frozen):
    """A case as each run has it."""

    a: CaseResult
    b: CaseResult


class ChangedSetting(Frozen):
    """A setting, or what stands for one (index, model, case file), that is not the same.

    A value is None in the run that does not have it.
    """

    name: str
    a: Any
    b: Any


class Comparison(Frozen):
    """Two runs side by side. A difference is None when it applies to no common case."""

    a: RunInfo
    b: RunInfo
    cases: int
    right: Difference
    abstention: Difference | None
    """Refusals, over cases where nothing answers."""
    citation_precision: Difference | None
    """A case's share of citations that hold a proof."""
    citation_support: Difference | None
    """A case's share of claims that their citations bear out."""
    words: Difference | None
    """Over cases answered by both."""
    milliseconds: Difference | None
    gained: tuple[Change, ...]
    """Wrong in the first run, right in the second."""
    lost: tuple[Change, ...]
    only_a: tuple[str, ...]
    """Ids of cases of the first run alone."""
    only_b: tuple[str, ...]
    rewritten: tuple[str, ...]
    """Ids of common cases that do not ask or expect the same in both runs."""
    settings: tuple[ChangedSetting, ...]


def compare(a: Run, b: Run, seed: int = 0) -> Comparison:
    """Compare two runs, case by case; `seed` draws the bootstrap's samples.

    Raises:
        BaliseError: the runs have no case in common.
    """
    of_b = {result.case.id: result for result in b.results}
    ids_a = {result.case.id for result in a.results}
    common = [Change(a=r, b=of_b[r.case.id]) for r in a.results if r.case.id in of_b]
    right = _difference(common, lambda result: result.right, seed)
    if right is None:
        raise BaliseError("Les deux résultats n'ont aucun cas en commun : rien à comparer.")
    return Comparison(
        a=a.info,
        b=b.info,
        cases=len(common),
        right=right,
        abstention=_difference(common, _refused, seed),
        citation_precision=_difference(common, _precision, seed),
        citation_support=_difference(common, _support, seed),
        words=_difference(common, _words, seed),
        milliseconds=_difference(common, lambda result: result.milliseconds, seed),
        gained=tuple(c for c in common if c.b.right and not c.a.right),
        lost=tuple(c for c in common if c.a.right and not c.b.right),
        only_a=tuple(r.case.id for r in a.results if r.case.id not in of_b),
        only_b=tuple(r.case.id for r in b.results if r.case.id not in ids_a),
        rewritten=tuple(c.a.case.id for c in common if c.a.case != c.b.case),
        settings=tuple(_changed(a.info, b.info)),
    )


def _refused(result: CaseResult) -> bool | None:
    return is_refused(result) if result.case.abstain else None


def _precision(result: CaseResult) -> float | None:
    return None if is_refused(result) else _mean(result.supporting)


def _support(result: CaseResult) -> float | None:
    return None if is_refused(result) else _mean(result.supported)


def _words(result: CaseResult) -> float | None:
    return None if is_refused(result) else float(result.words)


def _mean(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _difference(common: Sequence[Change], measured: Measured, seed: int) -> Difference | None:
    pairs = [
        (before, after)
        for before, after in ((measured(change.a), measured(change.b)) for change in common)
        if before is not None and after is not None
    ]
    if not pairs:
        return None
    before, after = np.asarray(pairs, dtype=np.float64).T
    low, high = _interval((after - before).tolist(), seed)
    is_flag = all(isinstance(value, bool) for pair in pairs for value in pair)
    return Difference(
        count=len(pairs),
        a=float(before.mean()),
        b=float(after.mean()),
        difference=float((after - before).mean()),
        low=low,
        high=high,
        test=_mcnemar(pairs) if is_flag else None,
    )


def _interval(differences: Sequence[float], seed: int) -> tuple[float | None, float | None]:
    if len(differences) < 2:
        return None, None
    if len(set(differences)) == 1:
        return differences[0], differences[0]
    from scipy.stats import bootstrap  # type: ignore[import-untyped]

    drawn = bootstrap(
        (np.asarray(differences),),
        np.mean,
        confidence_level=CONFIDENCE,
        n_resamples=_RESAMPLES,
        batch=100,  # all samples at once would not fit in memory for thousands of cases
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    return float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)


def _mcnemar(pairs: Sequence[tuple[float, float]]) -> McNemar:
    gained = sum(after > before for before, after in pairs)
    lost = sum(after < before for before, after in pairs)
    if not gained + lost:
        return McNemar(gained=0, lost=0, p_value=1.0)
    from scipy.stats import binomtest

    return McNemar(gained=gained, lost=lost, p_value=float(binomtest(gained, gained + lost).pvalue))


def _changed(a: RunInfo, b: RunInfo) -> Iterator[ChangedSetting]:
    """Give what differs between two runs, except what is never the same: dates and durations."""
    ours, theirs = dict(_settings(a)), dict(_settings(b))
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            yield ChangedSetting(name=name, a=ours.get(name), b=theirs.get(name))


def _settings(info: RunInfo) -> Iterator[tuple[str, Any]]:
    # As JSON: a run that was read back has lists where a fresh one may have tuples.
    values = info.model_dump(mode="json", exclude=_NOT_SETTINGS - {"settings"})
    yield from _leaves("settings", values.pop("settings"))
    yield from values.items()
    yield from ((f"files.{file.path}", file.sha256) for file in info.files)


def _leaves(name: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(f"{name}.{key}", value)
        else:
            yield f"{name}.{key}", value
