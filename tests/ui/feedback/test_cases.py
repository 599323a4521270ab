"""Opinions become evaluation cases that the loader of `balise eval` reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Status
from evals.suite.case import Case, read_cases
from evals.suite.matching import holds
from ui.feedback.cases import TO_WRITE, case_lines, case_of
from ui.feedback.record import Feedback, Verdict

if TYPE_CHECKING:
    from tests.ui.feedback.conftest import Ask

FOUND = "Combien de salariés dans le numérique ?"
MISSING = "Combien de notaires à Lens ?"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def judged(answer: Answer, verdict: Verdict, correction: str = "") -> Case:
    opinion = Feedback(
        verdict=verdict,
        correction=correction,
        turns=("Bonjour", answer.question),
        answer=answer,
        fingerprint="abc123",
    )
    return case_of(7, opinion)


def test_a_correction_is_expected_and_what_was_wrong_is_unwanted(ask: Ask) -> None:
    case = judged(ask(FOUND), Verdict.WRONG, " 29 000 salariés ")

    assert case.expect == (("29 000 salariés",),)
    assert case.never
    assert "28 433" in case.never[0]
    assert case.turns == ("Bonjour", FOUND)


def test_an_incomplete_answer_expects_what_was_missing(ask: Ask) -> None:
    case = judged(ask(FOUND), Verdict.INCOMPLETE, "28 433 salariés en 2024")

    assert case.expect == (("28 433 salariés en 2024",),)
    assert case.never == ()


def test_words_that_the_correction_holds_are_not_unwanted(ask: Ask) -> None:
    case = judged(ask(FOUND), Verdict.WRONG, "28 433 salariés, dans toute la région")

    assert case.never == ()


def test_a_useful_answer_is_expected_again_from_the_same_file(ask: Ask) -> None:
    answer = ask(FOUND)
    case = judged(answer, Verdict.USEFUL)

    assert answer.short
    assert case.expect == ((answer.short.text,),)
    assert case.sources == ("emploi.md",)
    assert not case.abstain


@pytest.mark.parametrize("question", ["Qu'est-ce que l'École du Littoral ?", FOUND])
def test_a_useful_answer_passes_its_own_case(ask: Ask, question: str) -> None:
    answer = ask(question)
    case = judged(answer, Verdict.USEFUL)

    assert answer.status is Status.ANSWERED
    assert all(any(holds(answer.answer, words) for words in group) for group in case.expect)


def test_a_useful_refusal_is_expected_again(ask: Ask) -> None:
    assert ask(MISSING).status is Status.NOT_FOUND
    assert judged(ask(MISSING), Verdict.USEFUL).abstain


@pytest.mark.parametrize("verdict", [Verdict.UNSUPPORTED, Verdict.OUTDATED])
def test_what_the_source_does_not_say_or_no_longer_is_should_not_come_back(
    ask: Ask, verdict: Verdict
) -> None:
    case = judged(ask(FOUND), verdict)

    assert case.abstain
    assert "28 433" in case.never[0]


@pytest.mark.parametrize("verdict", [Verdict.WRONG, Verdict.INCOMPLETE, Verdict.UNREADABLE])
def test_without_a_correction_what_to_expect_is_left_to_write(ask: Ask, verdict: Verdict) -> None:
    assert judged(ask(FOUND), verdict).expect == ((TO_WRITE,),)


def test_every_case_is_marked_to_be_reviewed(ask: Ask) -> None:
    for verdict in Verdict:
        case = judged(ask(FOUND), verdict)
        assert case.note.startswith(f"à relire : jugé « {verdict.value} » le ")
        assert "index abc123" in case.note


def test_no_folder_of_this_machine_is_exported(ask: Ask, documents: Path) -> None:
    lines = case_lines([(1, Feedback(verdict="utile", turns=(FOUND,), answer=ask(FOUND)))])

    assert str(documents) not in lines


@given(
    opinions=st.lists(
        st.tuples(
            st.sampled_from(Verdict),
            TEXT,
            st.lists(TEXT, min_size=1, max_size=3).map(tuple),
            st.sampled_from(Status),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_exported_loads_as_cases(
    tmp_path_factory: pytest.TempPathFactory,
    opinions: list[tuple[Verdict, str, tuple[str, ...], Status]],
) -> None:
    numbered = [
        (n, Feedback(verdict=verdict, correction=correction, turns=turns, answer=Answer(
            question=turns[-1], understood=turns[-1], status=status, answer="…")))
        for n, (verdict, correction, turns, status) in enumerate(opinions, start=1)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("cas") / "avis.jsonl"
    path.write_text(case_lines(numbered), "utf-8")
    cases, _ = read_cases([path])

    assert [case.turns for case in cases] == [turns for _, _, turns, _ in opinions]
    assert len(path.read_text("utf-8").split("\n")) == len(opinions) + 1
    assert all(json.loads(line)["kind"] == "avis" for line in case_lines(numbered).split("\n")[:-1])
