"""Two runs compared, against values worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Status
from corpus.document import BaliseError
from evals.suite.case import CaseFile
from evals.suite.compare import Comparison, Difference, compare
from evals.suite.result import CaseResult, Run

Make = Callable[..., CaseResult]
MakeRun = Callable[..., Run]
_MEASURES = ("right", "words", "milliseconds")


def _runs(make_result: Make, make_run: MakeRun, rights: list[tuple[bool, bool]]) -> list[Run]:
    return [
        make_run([make_result(id=f"c{n}", right=pair[side]) for n, pair in enumerate(rights)])
        for side in (0, 1)
    ]


def test_gained_and_lost_answers(make_result: Make, make_run: MakeRun) -> None:
    # 6 gained, 1 lost, 3 unchanged (2 right): from 3/10 to 8/10. McNemar: of 7 changes, 6 or
    # more on one side, twice: 2 × (7 + 1) / 2⁷ = 0.125.
    rights = [(False, True)] * 6 + [(True, False), (True, True), (True, True), (False, False)]
    compared = compare(*_runs(make_result, make_run, rights))
    right = compared.right
    assert (right.count, right.a, right.b) == (10, 0.3, 0.8)
    assert right.difference == pytest.approx(0.5)
    assert right.test is not None
    assert (right.test.gained, right.test.lost) == (6, 1)
    assert right.test.p_value == pytest.approx(0.125)
    assert [change.a.case.id for change in compared.gained] == [f"c{n}" for n in range(6)]
    assert [(c.a.right, c.b.right) for c in compared.lost] == [(True, False)]
    assert compared.lost[0].b.case.id == "c6"


def test_the_interval_is_where_resampled_means_lie(make_result: Make, make_run: MakeRun) -> None:
    # 40 gains among 100 cases, no loss: a binomial of 100 and 0.4, whose 2.5 % and 97.5 %
    # quantiles are 31 and 50.
    rights = [(False, True)] * 40 + [(True, True)] * 60
    right = compare(*_runs(make_result, make_run, rights)).right
    assert right.low == pytest.approx(0.31, abs=0.011)
    assert right.high == pytest.approx(0.50, abs=0.011)


def test_a_seed_draws_the_same_interval(make_result: Make, make_run: MakeRun) -> None:
    runs = [
        make_run([make_result(id=f"c{n}", milliseconds=float(side * n**2)) for n in range(15)])
        for side in (1, 2)
    ]
    first, again, other = (compare(*runs, seed=seed).milliseconds for seed in (0, 0, 1))
    assert first == again
    assert first != other


def test_a_run_does_not_differ_from_itself(make_result: Make, make_run: MakeRun) -> None:
    run = make_run([make_result(words=n, right=n > 1) for n in range(4)])
    compared = compare(run, run)
    assert compared.right.difference == 0.0
    assert (compared.right.low, compared.right.high) == (0.0, 0.0)
    assert compared.right.test is not None
    assert compared.right.test.p_value == 1.0
    assert compared.gained == compared.lost == ()
    assert compared.settings == ()
    assert compared.rewritten == ()


def test_equal_differences_are_their_own_interval(make_result: Make, make_run: MakeRun) -> None:
    runs = [make_run([make_result(id=f"c{n}", words=n + k) for n in range(5)]) for k in (0, 3)]
    words = compare(*runs).words
    assert words == Difference(count=5, a=2.0, b=5.0, difference=3.0, low=3.0, high=3.0)


def test_one_case_has_no_interval(make_result: Make, make_run: MakeRun) -> None:
    right = compare(*_runs(make_result, make_run, [(False, True)])).right
    assert right.difference == 1.0
    assert (right.low, right.high) == (None, None)


def test_only_common_cases_are_compared(make_result: Make, make_run: MakeRun) -> None:
    a = make_run([make_result(id=name, right=False) for name in ("old", "x", "y")])
    b = make_run([make_result(id=name) for name in ("y", "new", "x")])
    compared = compare(a, b)
    assert compared.cases == compared.right.count == 2
    assert (compared.right.a, compared.right.b) == (0.0, 1.0)
    assert [change.b.case.id for change in compared.gained] == ["x", "y"]
    assert (compared.only_a, compared.only_b) == (("old",), ("new",))


def test_runs_without_a_common_case_are_refused(make_result: Make, make_run: MakeRun) -> None:
    with pytest.raises(BaliseError, match="aucun cas en commun"):
        compare(make_run([make_result()]), make_run([make_result()]))
    with pytest.raises(BaliseError, match="aucun cas en commun"):
        compare(make_run([]), make_run([]))


def test_a_case_that_was_rewritten_is_named(make_result: Make, make_run: MakeRun) -> None:
    a = make_run([make_result(id="x"), make_result(id="y")])
    b = make_run([make_result(id="x", expect=(("Roubaix",),)), make_result(id="y")])
    assert compare(a, b).rewritten == ("x",)


def test_refusals_are_compared_where_nothing_answers(make_result: Make, make_run: MakeRun) -> None:
    # Of three cases where nothing answers, one is refused at first, then all three.
    def run(refused: int) -> Run:
        said = [Status.NOT_FOUND] * refused + [Status.ANSWERED] * (3 - refused)
        unanswerable = [make_result(id=f"c{n}", abstain=True, status=s) for n, s in enumerate(said)]
        return make_run([*unanswerable, make_result(id="answerable", status=Status.NOT_FOUND)])

    abstention = compare(run(1), run(3)).abstention
    assert abstention is not None
    assert (abstention.count, abstention.b) == (3, 1.0)
    assert abstention.difference == pytest.approx(2 / 3)
    assert abstention.test is not None
    # Two changes, both gains: 2 × 1 / 2² = 0.5.
    assert (abstention.test.gained, abstention.test.p_value) == (2, pytest.approx(0.5))


def test_citations_are_compared_by_case(make_result: Make, make_run: MakeRun) -> None:
    # Precision: 1/2 and 0 become 1 and 1, over the cases that cite in both runs: +3/4.
    # Support: 1/3 becomes 1 in the only case that has claims in both: +2/3.
    a = make_run(
        [
            make_result(id="x", supporting=(True, False), supported=(True, False, False)),
            make_result(id="y", supporting=(False,), supported=(True,)),
            make_result(id="z", supporting=(True,), supported=(True,)),
        ]
    )
    b = make_run(
        [
            make_result(id="x", supporting=(True,), supported=(True,)),
            make_result(id="y", supporting=(True, True)),
            make_result(id="z", status=Status.NOT_FOUND),
        ]
    )
    compared = compare(a, b)
    precision, support = compared.citation_precision, compared.citation_support
    assert precision is not None
    assert (precision.count, precision.a, precision.b) == (2, 0.25, 1.0)
    assert precision.difference == 0.75
    assert precision.test is None
    assert support is not None
    assert (support.count, support.difference) == (1, pytest.approx(2 / 3))


def test_words_are_those_of_cases_answered_by_both(make_result: Make, make_run: MakeRun) -> None:
    a = make_run([make_result(id="x", words=10), make_result(id="y", words=50)])
    b = make_run(
        [make_result(id="x", words=14), make_result(id="y", words=9, status=Status.NOT_FOUND)]
    )
    words = compare(a, b).words
    assert words is not None
    assert (words.count, words.a, words.b, words.difference) == (1, 10.0, 14.0, 4.0)


def test_what_applies_to_no_common_case_is_none(make_result: Make, make_run: MakeRun) -> None:
    run = make_run([make_result(id="x", status=Status.NOT_FOUND)])
    compared = compare(run, run)
    assert compared.abstention is None
    assert compared.citation_precision is None
    assert compared.citation_support is None
    assert compared.words is None
    assert compared.milliseconds is not None


def test_settings_that_differ_are_listed(make_result: Make, make_run: MakeRun) -> None:
    results = [make_result(id="x")]
    a = make_run(
        results,
        name="avant",
        elapsed_s=1.0,
        settings={"threshold": 0.2, "same": (1, 2), "weights": {"dense": 1}},
        files=(CaseFile(path="a.jsonl", sha256="1", count=2),),
    )
    b = make_run(
        results,
        name="après",
        elapsed_s=9.0,
        created="2026-01-01T00:00:00+00:00",
        settings={"threshold": 0.3, "same": [1, 2], "weights": {"dense": 2, "lexical": 1}},
        files=(CaseFile(path="a.jsonl", sha256="2", count=2),),
        model="autre",
        fault="shuffle",
    )
    changed = {setting.name: (setting.a, setting.b) for setting in compare(a, b).settings}
    assert changed == {
        "fault": (None, "shuffle"),
        "files.a.jsonl": ("1", "2"),
        "model": ("e5", "autre"),
        "settings.threshold": (0.2, 0.3),
        "settings.weights.dense": (1, 2),
        "settings.weights.lexical": (None, 1),
    }


def test_a_comparison_is_read_back_as_it_was_written(make_result: Make, make_run: MakeRun) -> None:
    rights = [(False, True), (True, False), (True, True)]
    compared = compare(*_runs(make_result, make_run, rights))
    assert Comparison.model_validate_json(compared.model_dump_json()) == compared


_CASE = st.tuples(st.booleans(), st.integers(0, 200), st.floats(0, 1e6))


@settings(max_examples=25, deadline=None)
@given(cases=st.lists(st.tuples(_CASE, _CASE), min_size=1, max_size=12))
def test_swapping_the_runs_changes_the_signs(
    make_result: Make,
    make_run: MakeRun,
    cases: list[tuple[tuple[bool, int, float], tuple[bool, int, float]]],
) -> None:
    a, b = (
        make_run(
            [
                make_result(id=f"c{n}", right=case[0], words=case[1], milliseconds=case[2])
                for n, case in enumerate(side)
            ]
        )
        for side in zip(*cases, strict=True)
    )
    there, back = compare(a, b), compare(b, a)
    for name in _MEASURES:
        one, other = getattr(there, name), getattr(back, name)
        assert (one.a, one.b) == (other.b, other.a)
        assert one.difference == pytest.approx(-other.difference)
        if one.low is not None:
            assert one.low == pytest.approx(-other.high, abs=1e-6)
            assert one.high == pytest.approx(-other.low, abs=1e-6)
            assert one.low <= one.high
    assert there.right.test is not None
    assert back.right.test is not None
    assert there.right.test.p_value == pytest.approx(back.right.test.p_value)
    assert [c.a for c in there.gained] == [c.b for c in back.lost]
    assert (there.right.test.gained, there.right.test.lost) == (len(back.lost), len(back.gained))
