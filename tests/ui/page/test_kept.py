"""Kept conversations in the page: listed, opened again, forgotten one by one, by their owner."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.page.conftest import Site, Visit
from tests.ui.page.corpus import NOWHERE, OFFERS, SCHOOL, SCRIPT, STAFF
from tests.ui.page.person import Person
from tests.ui.page.test_accessibility import violations


@pytest.fixture
def person(visit: Visit, changing_site: Site) -> Person:
    """Somebody new where conversations are kept."""
    return visit(changing_site)


def begin_anew(person: Person) -> None:
    person.page.get_by_role("button", name="Nouvelle conversation").click()
    person.page.wait_for_selector("#live .welcome")


def listed(person: Person) -> Any:
    """Go to the list and return its entries."""
    person.go("kept")
    person.page.wait_for_selector(".kept")
    return person.page.locator(".kept-entry")


def entry(person: Person, question: str) -> Any:
    return listed(person).filter(has_text=question.removesuffix(" ?"))


def test_conversations_are_listed_by_their_first_question_the_last_one_first(
    person: Person,
) -> None:
    person.ask(SCHOOL)
    person.ask(NOWHERE)
    begin_anew(person)
    person.ask(STAFF)
    first, second = listed(person).all_inner_texts()
    assert STAFF.removesuffix(" ?") in first
    assert "1 question" in first
    assert "ouverte" in first
    assert SCHOOL.removesuffix(" ?") in second
    assert "2 questions" in second
    assert "ouverte" not in second


def test_a_conversation_comes_back_with_its_citations_and_goes_on(person: Person) -> None:
    person.ask(OFFERS)
    begin_anew(person)
    person.ask(SCHOOL)
    entry(person, OFFERS).locator(".kept-open").click()
    page = person.page
    page.locator("#live .asked", has_text=OFFERS).wait_for()
    assert page.locator(".turn").count() == 1
    person.open_source(page.locator("#live .cite").first)
    page.keyboard.press("Escape")
    turn = person.ask("Et de salariés ?")
    assert "Combien de salariés" in turn.locator(".understood").inner_text()
    assert "28" in turn.locator(".short").inner_text()
    entry(person, OFFERS).filter(has_text="2 questions").wait_for()
    assert person.page.locator(".kept-entry").count() == 2


def test_one_is_forgotten_after_it_was_asked_and_the_others_stay(person: Person) -> None:
    person.ask(SCHOOL)
    begin_anew(person)
    person.ask(STAFF)
    page = person.page
    entry(person, SCHOOL).get_by_role("button", name="Oublier").click()
    page.get_by_role("button", name="Annuler").click()
    page.wait_for_selector(".question-card", state="detached")
    entry(person, SCHOOL).get_by_role("button", name="Oublier").click()
    page.locator(".kept .question-card").get_by_role("button", name="Oublier").click()
    page.wait_for_selector(".kept .question-card", state="detached")
    [left] = listed(person).all_inner_texts()
    assert STAFF.removesuffix(" ?") in left
    person.go("conversation")
    assert page.locator("#live .asked", has_text=STAFF).count() == 1


def test_forgetting_the_one_that_is_open_empties_the_page(person: Person) -> None:
    person.ask(SCHOOL)
    entry(person, SCHOOL).get_by_role("button", name="Oublier").click()
    person.page.locator(".kept .question-card").get_by_role("button", name="Oublier").click()
    person.page.locator(".kept", has_text="Aucune conversation gardée").wait_for()
    person.reload()
    assert person.page.locator(".turn").count() == 0


def test_somebody_else_sees_none_of_them(person: Person, visit: Visit, changing_site: Site) -> None:
    person.ask(SCHOOL)
    other = visit(changing_site)
    assert listed(other).count() == 0
    assert listed(person).count() == 1


def test_a_question_made_of_html_is_listed_as_text(person: Person) -> None:
    person.ask(f"{SCHOOL} {SCRIPT}")
    assert SCRIPT in listed(person).first.inner_text()
    assert person.page.locator(".kept :is(img, script)").count() == 0


def test_where_nothing_is_kept_there_is_no_list(visit: Visit) -> None:
    assert visit().page.locator("[data-screen=kept]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_breaks_no_rule_of_accessibility(
    visit: Visit, changing_site: Site, scheme: str
) -> None:
    person = visit(changing_site, color_scheme=scheme)
    person.ask(SCHOOL)
    begin_anew(person)
    person.ask(STAFF)
    entry(person, SCHOOL).get_by_role("button", name="Oublier").click()
    person.page.wait_for_selector(".kept .question-card")
    assert violations(person) == []
