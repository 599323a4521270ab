"""The page as the server guards it: questions are counted, opinions come out as cases."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals.suite.case import read_cases
from tests.ui.conftest import ROOT, spawn
from tests.ui.page.conftest import Site, Visit, serving
from tests.ui.page.corpus import SCHOOL

if TYPE_CHECKING:
    from tests.ui.page.person import Person

QUESTIONS = ("Combien de salariés à Rouen ?", "Et à Lille ?", "Et à Nantes ?")


@pytest.fixture
def strict_site(made_index: Path, tmp_path: Path) -> Iterator[Site]:
    with serving(made_index, tmp_path, rate_limit="2/minute") as running:
        yield running


def test_a_question_too_many_is_told_in_the_page(visit: Visit, strict_site: Site) -> None:
    person = visit(strict_site)
    for question in QUESTIONS[:2]:
        person.ask(question)
    box = person.page.get_by_label("Votre question")
    box.fill(QUESTIONS[2])
    box.press("Enter")
    person.page.get_by_text("beaucoup de questions").wait_for()
    assert QUESTIONS[2] in person.page.locator("#live").inner_text()


def test_an_opinion_comes_out_as_a_case_to_review(
    person: Person, site: Site, tmp_path: Path
) -> None:
    turn = person.ask(SCHOOL)
    turn.get_by_role("button", name="Utile").click()
    turn.locator(".thanks").wait_for()
    target = tmp_path / "cas.jsonl"
    told = spawn("feedback", "export", str(target), "--data", str(site.data), cwd=tmp_path)
    assert told.code == 0, told.err
    cases, _ = read_cases((target,))
    assert SCHOOL in {case.turns[-1] for case in cases}
    assert all(json.loads(line)["id"] for line in target.read_text("utf-8").splitlines())


def test_its_speed_is_measured_in_a_browser(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "mesures.json"
    command = [sys.executable, "-m", "evals.page_speed", site.url]
    command += ["--questions", "2", "--openings", "3"]
    told = subprocess.run(
        [*command, "--json", str(target)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    measured = json.loads(target.read_text("utf-8"))
    assert (measured["questions"], measured["openings"]) == (2, 3)
    assert measured["requests"] > 10
    assert measured["kilobytes"] > 100
    assert 0 < measured["usable"][0] <= measured["usable"][1]
    assert 0 < measured["shown"][0] <= measured["first_words"][0]
    assert "Premiers mots de la réponse" in told.stdout


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "evals.page_speed", "http://127.0.0.1:9/"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "n'a pas pu essayer la page" in told.stderr
