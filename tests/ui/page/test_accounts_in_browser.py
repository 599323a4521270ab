"""With accounts, in the browser: who gets in, who sees what, and what is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.page.conftest import Site, Visit, serving
from tests.ui.page.corpus import SCHOOL, STAFF, WORKSHOPS
from tests.ui.page.person import Person
from tests.ui.page.test_accessibility import violations
from ui.server.passwords import hash_password

PASSWORD = "pas si secret"
ADVISER, YOUNG = ("Anne", PASSWORD), ("Léo", PASSWORD)


@pytest.fixture(scope="module")
def guarded(made_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server where one must log in, and that keeps conversations."""
    digest = hash_password(PASSWORD)
    users = f"Anne:conseiller:{digest},Léo:jeune:{digest}"
    data = tmp_path_factory.mktemp("guarded")
    with serving(made_index, data, users=users, history_days=1) as running:
        yield running


def sign_out(person: Person) -> None:
    person.page.get_by_role("link", name="Se déconnecter").click()
    person.page.get_by_role("button", name="Se déconnecter").click()
    person.page.wait_for_url("**/connexion")


def test_nobody_passes_without_the_right_password(browser: Any, guarded: Site) -> None:
    page = browser.new_page()
    page.goto(guarded.url)
    assert page.url.endswith("/connexion")
    person = Person.__new__(Person)
    person.page = page
    person.sign_in("Anne", "faux")
    assert "ne vont pas ensemble" in page.get_by_role("alert").inner_text()
    assert page.locator("gradio-app").count() == 0
    person.sign_in(*ADVISER)
    page.wait_for_selector("#live .welcome")
    page.close()


def test_adviser_sees_the_documents_and_their_own_name(visit: Visit, guarded: Site) -> None:
    person = visit(guarded, ADVISER)
    assert "Anne" in person.page.locator(".account").inner_text()
    person.go("documents")
    person.page.wait_for_selector("table.shelf")
    assert person.page.get_by_role("button", name="Ajouter des documents").is_visible()


def test_young_person_asks_but_sees_no_documents(visit: Visit, guarded: Site) -> None:
    person = visit(guarded, YOUNG)
    person.page.get_by_role("heading", name="Qu’est-ce que tu veux savoir").wait_for()
    assert person.page.get_by_role("radio", name="Jeune").is_checked()
    assert person.page.locator("[data-screen=documents]").count() == 0
    assert "2019" in person.ask(SCHOOL).locator(".short").inner_text()
    person.page.evaluate(
        """() => { const asked = document.createElement("button");
                   Object.assign(asked.dataset, {do: "screen", screen: "documents"});
                   document.body.append(asked); asked.click(); }"""
    )
    person.page.get_by_text("réservé aux conseillers").wait_for()
    assert person.page.locator("table.shelf").count() == 0


def test_the_next_one_at_the_machine_finds_nothing_of_the_last(visit: Visit, guarded: Site) -> None:
    person = visit(guarded, ADVISER)
    person.ask(WORKSHOPS)
    sign_out(person)
    page = person.page
    assert page.evaluate("localStorage.length") == 0
    page.goto(guarded.url)
    assert page.url.endswith("/connexion")
    person.sign_in(*YOUNG)
    page.wait_for_selector("#live .welcome")
    person.go("kept")
    page.wait_for_selector(".kept")
    assert page.locator(".kept-entry", has_text="ateliers").count() == 0


def test_a_session_that_ended_without_a_word_leaves_nothing_either(
    visit: Visit, guarded: Site
) -> None:
    person = visit(guarded, ADVISER)
    person.ask(STAFF)
    person.page.context.clear_cookies()
    box = person.page.get_by_label("Votre question")
    box.fill(SCHOOL)
    box.press("Enter")
    person.page.wait_for_url("**/connexion")
    person.sign_in(*YOUNG)
    person.page.wait_for_selector("#live .welcome")
    assert person.page.locator(".turn").count() == 0


def test_who_comes_back_finds_the_kept_conversations_on_any_machine(
    visit: Visit, guarded: Site
) -> None:
    question = "Combien de fours compte la filière du verre à Arques ?"
    visit(guarded, ADVISER).ask(question)
    elsewhere = visit(guarded, ADVISER)
    elsewhere.go("kept")
    elsewhere.page.locator(".kept-open", has_text="fours").first.click()
    elsewhere.page.locator("#live .asked", has_text="fours").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forms_break_no_rule_of_accessibility(visit: Visit, guarded: Site, scheme: str) -> None:
    person = visit(guarded, ADVISER, color_scheme=scheme)
    assert violations(person) == []
    person.page.get_by_role("link", name="Se déconnecter").click()
    assert violations(person) == []
    person.page.get_by_role("button", name="Se déconnecter").click()
    person.page.wait_for_url("**/connexion")
    assert violations(person) == []


def test_on_a_phone_nothing_is_wider_than_the_screen(visit: Visit, guarded: Site) -> None:
    person = visit(guarded, ADVISER, viewport={"width": 390, "height": 844})
    for screen in ("kept", "documents", "conversation"):
        person.go(screen)
        person.page.wait_for_selector(f"body[data-screen={screen}]")
        assert person.page.evaluate("document.documentElement.scrollWidth") <= 390
