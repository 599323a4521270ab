"""The page for everyone, and only from our origin: axe's rules, language, network."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from corpus.document import BaliseError
from tests.ui.page.conftest import Visit
from tests.ui.page.corpus import NOWHERE, OFFERS, STAFF
from tests.ui.page.person import Person
from ui.feedback.store import FeedbackStore


def violations(person: Person) -> list[str]:
    """Return what axe calls serious or critical, with where it is."""
    person.page.wait_for_timeout(200)
    found = Axe().run(person.page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


def welcome(person: Person) -> None:
    person.page.locator(".filters summary").click()


def answers(person: Person) -> None:
    person.ask(OFFERS)
    person.ask(NOWHERE)
    person.ask(STAFF).locator(".problem summary").click()


def source(person: Person) -> None:
    person.open_source(person.ask(OFFERS).locator(".cite").first)


def forgetting(person: Person) -> None:
    person.page.get_by_role("button", name="Tout effacer").click()


def sheet(person: Person) -> None:
    person.ask(OFFERS)
    person.go("sheet")
    person.page.wait_for_selector("#sheet-frame")


def documents(person: Person) -> None:
    person.go("documents")
    person.page.get_by_role("button", name="Retirer").first.click()
    person.page.wait_for_selector(".question-card")


SCREENS = (welcome, answers, source, forgetting, sheet, documents)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_screen_breaks_a_rule_of_accessibility(
    visit: Visit, screen: Callable[[Person], None], scheme: str
) -> None:
    person = visit(color_scheme=scheme)
    screen(person)
    assert violations(person) == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_screen_breaks_a_rule_on_a_phone(visit: Visit, screen: Callable[[Person], None]) -> None:
    person = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    screen(person)
    assert violations(person) == []


def test_page_is_in_french_and_named(person: Person) -> None:
    assert person.page.evaluate("document.documentElement.lang") == "fr"
    assert person.page.title() == "Balise"


def test_no_request_leaves_our_origin(visit: Visit) -> None:
    person = visit()
    source(person)
    person.go("sheet")
    person.page.wait_for_selector("#sheet-frame")
    person.go("documents")
    person.page.wait_for_selector("table.shelf")
    assert person.hosts == {urlsplit(person.url).netloc}
    assert person.errors == []


def test_answer_is_announced_to_screen_readers(person: Person) -> None:
    person.ask(STAFF)
    region = person.page.locator("#announcer")
    region.get_by_text("Vérifié dans 1 source").wait_for(state="attached")
    assert region.get_attribute("aria-live") == "polite"


def test_a_message_of_failure_is_for_everyone_and_in_french(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = visit()
    person.ask(STAFF)

    def refuse(*_: object, **__: object) -> None:
        raise BaliseError("Le disque est plein.")

    monkeypatch.setattr(FeedbackStore, "add", refuse)
    person.page.locator('[data-key^="useful-"]').first.click()
    told = person.page.get_by_test_id("toast-body")
    told.wait_for()
    assert "pas abouti" in told.inner_text()
    assert "Warning" not in told.inner_text()
    assert violations(person) == []
