"""How far a judge and our own verdicts agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.judge.verdicts import GOOD_SCORE, About, Agreement, Disagreement, JudgedCase
from evals.measures import share


def opinions(case: JudgedCase) -> Iterator[tuple[About, bool, bool]]:
    """Yield what the judge was asked, our verdict and its own, where it has one."""
    if case.faithful is not None:
        yield About.FAITHFULNESS, case.verified, case.faithful
    if case.correctness is not None:
        yield About.CORRECTNESS, case.right, case.correctness >= GOOD_SCORE


def agreement(cases: Sequence[JudgedCase], about: About) -> Agreement:
    """Return how far the judge agrees with us; cases without an opinion are left out."""
    both = [(ours, its) for case in cases for asked, ours, its in opinions(case) if asked is about]
    return Agreement(
        count=len(both),
        good=share([its for _, its in both]),
        share=share([ours == its for ours, its in both]),
        kappa=_kappa(both),
    )


def disagreements(cases: Sequence[JudgedCase]) -> tuple[Disagreement, ...]:
    """Return where the judge does not say what we say, in the order of the cases."""
    return tuple(
        Disagreement(
            id=case.id,
            question=case.question,
            about=about,
            ours=ours,
            judge=its,
            reason=case.reason,
        )
        for case in cases
        for about, ours, its in opinions(case)
        if ours != its
    )


def _kappa(both: Sequence[tuple[bool, bool]]) -> float | None:
    if len({verdict for pair in both for verdict in pair}) < 2:
        # Chance alone would agree on everything: there is no "beyond" to measure.
        return None
    from sklearn.metrics import cohen_kappa_score  # type: ignore[import-untyped]

    ours, its = zip(*both, strict=True)
    return float(cohen_kappa_score(ours, its))
