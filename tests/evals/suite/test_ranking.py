"""Search measured against values worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from math import log2

import pytest

from assistant.answer import Reason, Status
from evals.suite.case import Proof
from evals.suite.ranking import is_found, is_ranked, retrieval_metrics
from evals.suite.result import CaseResult

Make = Callable[..., CaseResult]


def test_one_relevant_document_by_case(make_result: Make) -> None:
    # Ranks 1, 2 and 4: R@1 = 1/3, R@3 = 2/3, R@5 = 1; RR = (1 + 1/2 + 1/4) / 3;
    # nDCG = (1 + 1/log2(3) + 1/log2(5)) / 3.
    measured = retrieval_metrics(
        [
            make_result(sources=("a",), documents=("a", "b")),
            make_result(sources=("a",), documents=("b", "a")),
            make_result(sources=("a",), documents=("b", "c", "d", "a")),
        ]
    )
    assert measured.count == 3
    assert measured.recall == pytest.approx({"1": 1 / 3, "3": 2 / 3, "5": 1.0, "10": 1.0})
    assert measured.mrr == pytest.approx(1.75 / 3)
    assert measured.ndcg == pytest.approx((1 + 1 / log2(3) + 1 / log2(5)) / 3)


def test_several_relevant_documents(make_result: Make) -> None:
    # a is second and c is not found: R@1 = 0, R@3 = 1/2; RR = 1/2;
    # DCG = 1/log2(3), and with both on top it would be 1 + 1/log2(3).
    measured = retrieval_metrics([make_result(sources=("a", "c"), documents=("b", "a"))])
    assert measured.recall == {"1": 0.0, "3": 0.5, "5": 0.5, "10": 0.5}
    assert measured.mrr == 0.5
    assert measured.ndcg == pytest.approx((1 / log2(3)) / (1 + 1 / log2(3)))


def test_proofs_name_the_documents_before_sources_do(make_result: Make) -> None:
    proof = Proof(document="é à.md", quote="Lille")
    found = make_result(proofs=(proof,), sources=("b.md",), documents=("é à.md", "b.md"))
    assert retrieval_metrics([found]).recall["1"] == 1.0


def test_the_eleventh_document_is_too_far(make_result: Make) -> None:
    documents = (*(f"autre-{n}" for n in range(10)), "a")
    measured = retrieval_metrics([make_result(sources=("a",), documents=documents)])
    assert measured.recall["10"] == 0.0
    assert measured.ndcg == 0.0
    assert measured.mrr == pytest.approx(1 / 11)


def test_a_search_that_finds_nothing_counts_as_not_found(make_result: Make) -> None:
    right = make_result(sources=("a",), documents=("a",))
    nothing = make_result(sources=("a",), status=Status.NOT_FOUND)
    measured = retrieval_metrics([right, nothing])
    assert measured.count == 2
    assert set(measured.recall.values()) == {0.5}
    assert (measured.mrr, measured.ndcg) == (0.5, 0.5)
    assert retrieval_metrics([nothing]).mrr == 0.0


@pytest.mark.parametrize(
    "case",
    [
        {"documents": ("a",)},
        {"abstain": True, "sources": ("a",), "documents": ("a",)},
        {"sources": ("a",), "status": Status.OUT_OF_SCOPE},
        {"sources": ("a",), "status": Status.UNCLEAR},
        {"sources": ("a",), "status": Status.FAILED},
        {"sources": ("a",), "status": Status.NOT_FOUND, "reason": Reason.PERSONAL},
    ],
    ids=["no source", "nothing answers", "out of scope", "unclear", "failed", "personal"],
)
def test_where_nothing_is_sought_nothing_is_measured(
    make_result: Make, case: dict[str, object]
) -> None:
    measured = retrieval_metrics([make_result(**case)])
    assert measured.count == 0
    assert measured.recall == {}
    assert measured.mrr is None
    assert measured.ndcg is None


def test_a_document_found_by_its_path_is_known_by_its_name(make_result: Make) -> None:
    # b/a.md is not a/a.md, and c/a.md is not found twice under one name.
    case = make_result(sources=("x/a.md",), documents=("b/a.md", "tmp/x/a.md", "y/x/a.md"))
    measured = retrieval_metrics([case])
    assert measured.recall["1"] == 0.0
    assert measured.mrr == 0.5


def test_two_results_of_one_case_are_two_searches(make_result: Make) -> None:
    results = [make_result(id="x", sources=("a",), documents=(d,)) for d in ("a", "b")]
    assert retrieval_metrics(results).recall["1"] == 0.5


def test_a_case_is_found_when_no_better_first_documents_exist(make_result: Make) -> None:
    case = make_result(sources=("a", "c"), documents=("a", "b", "c"))
    assert is_ranked(case)
    # One of two in the first place is all that there is room for; two places could hold both.
    assert [is_found(case, cutoff) for cutoff in (1, 2, 3, 10)] == [True, False, True, True]
