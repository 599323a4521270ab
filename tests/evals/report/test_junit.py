"""JUnit XML: a suite by kind, a case by case, and XML whatever a case holds."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.report.junit import junit_report
from evals.suite.result import CaseResult, Run, Stage

MakeResult = Callable[..., CaseResult]
MakeRun = Callable[..., Run]


@pytest.fixture(scope="module")
def read(run: Run) -> Xml.Element:
    return Xml.fromstring(junit_report(run).encode("utf-8"))


def test_one_suite_for_each_kind_with_its_counts(read: Xml.Element) -> None:
    suites = {s.attrib["name"]: (s.attrib["tests"], s.attrib["failures"]) for s in read}
    assert suites == {
        "place": ("2", "1"),
        "unanswerable": ("1", "0"),
        "conversation": ("1", "1"),
        "maison": ("1", "1"),
    }
    assert (read.attrib["tests"], read.attrib["failures"]) == ("5", "3")


def test_one_test_for_each_case_with_its_seconds(read: Xml.Element) -> None:
    times = {c.attrib["name"]: c.attrib["time"] for c in read.iter("testcase")}
    assert times.keys() == {"juste", "silence", "faux", "refus", "infidele"}
    assert times["faux"] == "0.045"
    assert read.attrib["time"] == "0.165"


def test_only_wrong_cases_fail_with_their_stage(read: Xml.Element) -> None:
    failed = {
        case.attrib["name"]: failure.attrib["type"]
        for case in read.iter("testcase")
        for failure in case
    }
    assert failed == {
        "faux": "sentence_not_chosen",
        "refus": "wrongly_abstained",
        "infidele": "unfaithful",
    }


def test_failure_says_what_was_asked_answered_and_missing(read: Xml.Element) -> None:
    failure = read.find(".//testcase[@name='faux']/failure")
    assert failure is not None
    assert "il manque « Roubaix / roubaix »" in failure.attrib["message"]
    told = failure.text or ""
    for words in ("Où est-ce ?", "À Gravelines [1].", "Il manque : Roubaix ou roubaix", "nord.md"):
        assert words in told


def test_suite_tells_what_was_run(read: Xml.Element) -> None:
    properties = {p.attrib["name"]: p.attrib["value"] for p in read.iter("property")}
    assert properties["Empreinte du modèle"] == "empreinte-du-modele"
    assert properties["Réglage search.passages"] == "8"


def test_file_declares_the_encoding_that_it_is_written_in(run: Run) -> None:
    assert junit_report(run).startswith('<?xml version="1.0" encoding="UTF-8"?>\n')


def test_control_characters_are_removed(make_run: MakeRun, make_result: MakeResult) -> None:
    wrong = make_result(turns=("a\x00b\x0bc\x1b",), answer="d\x08\ufffe\nf", stage=Stage.COMPOSED)
    read = Xml.fromstring(junit_report(make_run(wrong)))
    [failure] = read.iter("failure")
    assert "Question : abc\n" in (failure.text or "")
    assert "d\nf" in (failure.text or "")


@settings(deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_words_give_xml(words: str, make_run: MakeRun, make_result: MakeResult) -> None:
    wrong = make_result(
        name=words, kind=words, turns=(words,), answer=words, quote=words, title=words,
        stage=Stage.COMPOSED, missing=((words,),),
    )  # fmt: skip
    read = Xml.fromstring(junit_report(make_run(wrong, name=words, settings={words: words})))
    assert len(list(read.iter("failure"))) == 1
