"""Agreement between the judge and our verdicts, against values worked out by hand."""

from __future__ import annotations

import pytest

from evals.judge.agreement import agreement, disagreements
from evals.judge.verdicts import About, Agreement, JudgedCase


def judged(right: bool, score: int | None, faithful: bool | None = None) -> JudgedCase:
    return JudgedCase(
        id=f"{right}-{score}",
        question="Où ?",
        right=right,
        verified=True,
        correctness=score,
        faithful=faithful,
        reason="Parce que.",
    )


def test_kappa_takes_off_what_chance_would_agree_on() -> None:
    # Ours: 3 right of 4; the judge: 2 of 4; they agree on 3. Chance: (3·2 + 1·2)/16 = 1/2.
    cases = [judged(True, 5), judged(True, 4), judged(True, 3), judged(False, 1)]
    found = agreement(cases, About.CORRECTNESS)
    assert (found.count, found.good, found.share) == (4, 0.5, 0.75)
    assert found.kappa == pytest.approx((0.75 - 0.5) / (1 - 0.5))


def test_cases_without_an_opinion_are_left_out() -> None:
    found = agreement([judged(True, 5), judged(False, None)], About.CORRECTNESS)
    assert (found.count, found.share) == (1, 1.0)


def test_without_any_opinion_there_is_nothing_to_say() -> None:
    found = agreement([judged(True, None)], About.FAITHFULNESS)
    assert found == Agreement(count=0, good=None, share=None, kappa=None)


def test_kappa_says_nothing_when_every_verdict_is_the_same() -> None:
    assert agreement([judged(True, 5), judged(True, 4)], About.CORRECTNESS).kappa is None


def test_a_disagreement_says_who_says_what_about_what() -> None:
    found = disagreements([judged(True, 2, faithful=False), judged(True, 5, faithful=True)])
    assert [(d.id, d.about, d.ours, d.judge) for d in found] == [
        ("True-2", About.FAITHFULNESS, True, False),
        ("True-2", About.CORRECTNESS, True, False),
    ]
    assert found[0].reason == "Parce que."
