"""The verdict: a wrong answer is put down to the first stage that lost it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Claim, Status
from assistant.engine import Assistant, Trace
from assistant.select import Selection
from evals.suite.case import Case, Proof
from evals.suite.result import CaseResult, Stage
from evals.suite.run import Examiner
from evals.suite.verdict import MOST_WORDS, judge
from index.search import Searcher

QUESTION = "Combien de salariés le numérique emploie-t-il dans les Hauts-de-France ?"
SENTENCE = "En 2024, le numérique emploie 28 433 salariés dans les Hauts-de-France."
EMPLOYEES = Case(
    id="n",
    turns=(QUESTION,),
    expect=(("28 433",),),
    proofs=(Proof(document="emploi.md", quote=SENTENCE),),
)


@pytest.fixture(scope="module")
def examiner(searcher: Searcher) -> Examiner:
    return Examiner.of(Assistant(searcher))


@pytest.fixture(scope="module")
def case(examiner: Examiner) -> Case:
    return examiner.anchored([EMPLOYEES])[0]


@pytest.fixture(scope="module")
def trace(examiner: Examiner) -> Trace:
    return examiner.assistant.trace([QUESTION])


def verdict(examiner: Examiner, case: Case, trace: Trace) -> CaseResult:
    found = list({hit.document.id: hit.document for hit in trace.hits}.values())
    return judge(case, trace, examiner.documents, found)


def refused(trace: Trace, **changed: object) -> Trace:
    answer = trace.answer.model_copy(
        update={
            "status": Status.NOT_FOUND, "answer": "Je ne trouve pas.",
            "citations": (), "claims": (), "short": None,
        }
    )  # fmt: skip
    return replace(trace, answer=answer, **changed)  # type: ignore[arg-type]


def saying(trace: Trace, text: str, **changed: object) -> Trace:
    return replace(trace, answer=trace.answer.model_copy(update={"answer": text, **changed}))


def test_a_right_answer_has_no_stage(examiner: Examiner, case: Case, trace: Trace) -> None:
    result = verdict(examiner, case, trace)
    assert result.right
    assert result.stage is None
    assert result.supporting[0]
    assert result.facts_cited == (True,)
    assert result.documents[0].endswith("emploi.md")
    assert all(result.faithful)
    assert all(result.supported)


def test_a_document_that_search_missed(examiner: Examiner, case: Case, trace: Trace) -> None:
    others = tuple(hit for hit in trace.hits if hit.document.id != "emploi.md")
    assert verdict(examiner, case, refused(trace, hits=others)).stage is Stage.DOCUMENT


def test_a_passage_that_search_missed(examiner: Examiner, case: Case, trace: Trace) -> None:
    (proof,) = case.proofs
    assert proof.start is not None
    others = tuple(
        hit
        for hit in trace.hits
        if hit.document.id != "emploi.md" or not hit.passage.start <= proof.start < hit.passage.end
    )
    found = [hit.document for hit in trace.hits]
    lost = judge(case, refused(trace, hits=others), examiner.documents, found)
    assert lost.stage is Stage.PASSAGE


def test_another_sentence_was_chosen(examiner: Examiner, case: Case, trace: Trace) -> None:
    others = tuple(e for e in trace.kept if SENTENCE not in e.text)
    wrong = refused(trace, kept=others, selection=Selection())
    assert verdict(examiner, case, wrong).stage is Stage.SENTENCE


def test_the_right_sentence_came_first_and_balise_was_not_sure(
    examiner: Examiner, case: Case, trace: Trace
) -> None:
    assert verdict(examiner, case, refused(trace, selection=Selection())).stage is Stage.ABSTAINED


def test_the_verifier_dropped_the_right_sentence(
    examiner: Examiner, case: Case, trace: Trace
) -> None:
    assert verdict(examiner, case, refused(trace)).stage is Stage.VERIFIER


def test_the_right_sentence_is_cited_but_a_fact_is_missing(
    examiner: Examiner, case: Case, trace: Trace
) -> None:
    assert verdict(examiner, case, saying(trace, "Des salariés [1].")).stage is Stage.COMPOSED


def test_a_forbidden_fact_is_said(examiner: Examiner, case: Case, trace: Trace) -> None:
    wrong = verdict(examiner, case.model_copy(update={"never": ("2024",)}), trace)
    assert (wrong.stage, wrong.forbidden) == (Stage.COMPOSED, ("2024",))


def test_an_answer_that_is_too_long_is_wrong(examiner: Examiner, case: Case, trace: Trace) -> None:
    long = saying(trace, trace.answer.answer + " mot" * MOST_WORDS)
    assert verdict(examiner, case, long).stage is Stage.COMPOSED


def test_a_question_that_nothing_answers_was_answered(examiner: Examiner, trace: Trace) -> None:
    silent = Case(id="s", turns=(QUESTION,), abstain=True)
    assert verdict(examiner, silent, trace).stage is Stage.ANSWERED
    assert verdict(examiner, silent, refused(trace)).right


def test_a_refusal_that_says_the_near_figure_is_wrong(examiner: Examiner, trace: Trace) -> None:
    silent = Case(id="s", turns=(QUESTION,), abstain=True, never=("28 433",))
    told = refused(trace)
    assert verdict(examiner, silent, told).right
    assert not verdict(examiner, silent, saying(told, "Ailleurs, 28 433.")).right


def test_a_changed_quote_is_unfaithful_even_when_the_answer_looks_right(
    examiner: Examiner, case: Case, trace: Trace
) -> None:
    def changed(citation: Citation) -> Citation:
        return citation.model_copy(update={"quote": citation.quote.replace("2024", "2025")})

    citations = tuple(changed(c) for c in trace.answer.citations)
    wrong = verdict(examiner, case, saying(trace, trace.answer.answer, citations=citations))
    assert (wrong.stage, wrong.right) == (Stage.UNFAITHFUL, False)


def test_a_claim_that_its_quotes_do_not_say_is_unfaithful(
    examiner: Examiner, case: Case, trace: Trace
) -> None:
    claims = (Claim(text="28 434 salariés [1].", citations=(1,)),)
    wrong = verdict(examiner, case, saying(trace, trace.answer.answer, claims=claims))
    assert (wrong.stage, wrong.supported) == (Stage.UNFAITHFUL, (False,))


def test_a_failure_is_told_apart(examiner: Examiner, case: Case) -> None:
    answer = Answer(question="?", understood="?", status=Status.FAILED, answer="Panne.")
    assert verdict(examiner, case, Trace(answer)).stage is Stage.FAILED


def test_a_question_refused_without_a_search_was_refused_wrongly(
    examiner: Examiner, case: Case
) -> None:
    answer = Answer(question="?", understood="?", status=Status.UNCLEAR, answer="Précisez.")
    assert verdict(examiner, case, Trace(answer)).stage is Stage.ABSTAINED
