"""Everything that a run measures, against values worked out by hand, and how it is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.answer import Citation, Status
from corpus.document import BaliseError
from evals.suite.metrics import measure, metric, pairs
from evals.suite.result import CaseResult, Metrics, Share, SquadScore, Stage

Make = Callable[..., CaseResult]
Cite = Callable[..., Citation]


def test_right_answers_by_kind_audience_and_noise(make_result: Make) -> None:
    answers = measure(
        [
            make_result(kind="number", audience="jeune"),
            make_result(kind="number", right=False, noise="sms"),
            make_result(kind="date", audience="jeune", right=False),
            make_result(kind="abstention", abstain=True, status=Status.NOT_FOUND),
        ],
        jobs=1,
    ).answers
    assert answers.right == Share(value=0.5, count=4)
    assert answers.answerable_right == Share(value=1 / 3, count=3)
    assert answers.by_kind == {
        "abstention": Share(value=1.0, count=1),
        "date": Share(value=0.0, count=1),
        "number": Share(value=0.5, count=2),
    }
    assert list(answers.by_kind) == ["abstention", "date", "number"]
    assert answers.by_audience == {"jeune": Share(value=0.5, count=2)}
    assert answers.by_noise == {"sms": Share(value=0.0, count=1)}


def test_only_answers_have_a_length(make_result: Make) -> None:
    # (10 + 25) / 2; the refusal's 40 words are not an answer.
    answers = measure(
        [
            make_result(words=10),
            make_result(words=25),
            make_result(words=40, status=Status.NOT_FOUND),
        ],
        jobs=1,
    ).answers
    assert answers.words_mean == 17.5
    assert answers.words_max == 25


def test_citations_are_counted_one_by_one(make_result: Make) -> None:
    # Citations 2 of 3 supporting, facts 1 of 2, faithful 3 of 4, claims 2 of 3.
    citations = measure(
        [
            make_result(
                sources=("a",),
                supporting=(True, False),
                facts_cited=(True, False),
                faithful=(True, True),
                supported=(True, False),
            ),
            make_result(sources=("a",), supporting=(True,), faithful=(True,), supported=(True,)),
            make_result(faithful=(False,)),
            make_result(status=Status.NOT_FOUND, faithful=(False,), supported=(False,)),
        ],
        jobs=1,
    ).citations
    assert citations.precision == Share(value=2 / 3, count=3)
    assert citations.recall == Share(value=0.5, count=2)
    assert citations.fidelity == Share(value=0.75, count=4)
    assert citations.support == Share(value=2 / 3, count=3)


def test_speed_is_that_of_all_questions(make_result: Make) -> None:
    # Ordered 10, 20, 30, 40: place 1.5 is 25, place 3 × 0.95 = 2.85 is 38.5.
    results = [make_result(milliseconds=float(spent)) for spent in (40, 10, 30, 20)]
    speed = measure(results, jobs=2).speed
    assert speed.p50 == 25.0
    assert speed.p95 == pytest.approx(38.5)
    assert speed.jobs == 2


def test_the_funnel_has_every_stage_and_every_wrong_answer(make_result: Make) -> None:
    results = [
        make_result(),
        make_result(right=False, stage=Stage.DOCUMENT),
        make_result(right=False, stage=Stage.DOCUMENT),
        make_result(abstain=True),
    ]
    funnel = measure(results, jobs=1).funnel
    assert set(funnel) == set(Stage)
    assert funnel[Stage.DOCUMENT] == 2
    assert funnel[Stage.ANSWERED] == 1
    assert sum(funnel.values()) == 3


def test_a_pair_is_the_same_when_it_cites_the_same_spans(
    make_result: Make, make_citation: Cite
) -> None:
    first, second = make_citation("a.md", 0), make_citation("b.md", 7, n=2)
    results = [
        make_result(pair="ordre", citations=(first, second)),
        make_result(pair="ordre", citations=(second, first)),
        make_result(pair="autre endroit", citations=(make_citation("a.md", 1),)),
        make_result(pair="autre endroit", citations=(first,)),
        make_result(pair="plus court", citations=(make_citation("a.md", 0, "Lil"),)),
        make_result(pair="plus court", citations=(first,)),
        make_result(pair="silence", status=Status.NOT_FOUND),
        make_result(pair="silence", citations=(first,)),
        make_result(pair="seul", citations=(first,)),
        make_result(citations=(second,)),
    ]
    assert measure(results, jobs=1).pairs == Share(value=0.25, count=4)
    by_name = {members[0].case.pair: same for members, same in pairs(results)}
    assert by_name == {
        "ordre": True, "autre endroit": False, "plus court": False, "silence": False,
    }  # fmt: skip


def test_two_refusals_of_a_pair_are_the_same(make_result: Make) -> None:
    results = [make_result(pair="p", status=Status.NOT_FOUND) for _ in range(2)]
    assert measure(results, jobs=1).pairs == Share(value=1.0, count=1)


def test_squad_over_all_questions_and_over_short_answers(make_result: Make) -> None:
    # Exact: 1 of 4 questions, 1 of 2 short answers; F1: (1 + 0.5) / 4 and (1 + 0.5) / 2.
    scores = [
        SquadScore(in_first=True, in_first_three=True, exact=True, f1=1.0),
        SquadScore(in_first=False, in_first_three=True, exact=False, f1=0.5),
        SquadScore(in_first=False, in_first_three=False),
        SquadScore(in_first=False, in_first_three=True),
    ]
    results = [make_result(squad=score) for score in scores]
    squad = measure([*results, make_result()], jobs=1).squad
    assert squad is not None
    assert squad.in_first == Share(value=0.25, count=4)
    assert squad.in_first_three == Share(value=0.75, count=4)
    assert squad.exact == Share(value=0.25, count=4)
    assert squad.f1 == Share(value=0.375, count=4)
    assert squad.exact_when_given == Share(value=0.5, count=2)
    assert squad.f1_when_given == Share(value=0.75, count=2)


def test_what_does_not_apply_is_skipped_not_zero() -> None:
    measured = measure([], jobs=1)
    none = Share(value=None, count=0)
    assert measured.answers.right == none
    assert measured.answers.words_mean is None
    assert measured.answers.words_max is None
    assert measured.citations.precision == none
    assert measured.speed.p50 is None
    assert measured.speed.p95 is None
    assert measured.pairs == none
    assert measured.squad is None
    assert set(measured.funnel.values()) == {0}


@pytest.fixture
def measured(make_result: Make) -> Metrics:
    return measure(
        [
            make_result(kind="number", sources=("a",), documents=("b", "a"), words=12),
            make_result(kind="a.b", sources=("a",), documents=("a",), right=False),
            make_result(abstain=True, right=False, milliseconds=30.0),
        ],
        jobs=1,
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("answers.right", 1 / 3),
        ("answers.right.count", 3),
        ("answers.words_max", 12),
        ("answers.by_kind.number", 1.0),
        ("answers.by_kind.number.count", 1),
        ("answers.by_kind.a.b", 0.0),
        ("retrieval.recall.1", 0.5),
        ("retrieval.recall.5", 1.0),
        ("retrieval.mrr", 0.75),
        ("abstention.recall", 0.0),
        ("funnel.wrongly_answered", 1),
        ("funnel.failed", 0),
        ("speed.jobs", 1),
    ],
)
def test_a_path_names_a_measure(measured: Metrics, path: str, expected: float) -> None:
    assert metric(measured, path) == pytest.approx(expected)


def test_a_path_reads_measures_that_were_written(measured: Metrics) -> None:
    read = Metrics.model_validate_json(measured.model_dump_json())
    assert metric(read, "funnel.wrongly_answered") == 1
    assert metric(read, "retrieval.recall.1") == 0.5


@pytest.mark.parametrize(
    "path",
    [
        "answers.right",
        "answers.by_kind.number",
        "answers.by_noise.sms",
        "retrieval.recall.5",
        "retrieval.mrr",
        "abstention.brier",
        "pairs",
        "speed.p95",
        "squad.exact",
    ],
)
def test_a_measure_that_applies_to_no_case_is_none(path: str) -> None:
    assert metric(measure([], jobs=1), path) is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        "answers",
        "answers.rigth",
        "answers.right.nothing",
        "answers.by_kind",
        "answers.by_kind.",
        "answers.words_mean.x",
        "abstention.curve",
        "abstention.curve.0",
        "retrieval.recall.7",
        "retrieval.recall.5.count",
        "funnel.elsewhere",
        "funnel.failed.count",
        "squad.nothing",
        "squad",
        "model_fields",
    ],
)
def test_a_path_that_names_nothing_is_an_error_that_shows_it(measured: Metrics, path: str) -> None:
    with pytest.raises(BaliseError) as raised:
        metric(measured, path)
    assert f"« {path} »" in str(raised.value)
