"""The source beside the answer: opened by a citation, at the right place, closed again."""

from __future__ import annotations

from tests.ui.page.conftest import Visit
from tests.ui.page.corpus import OFFERS, SCHOOL, STAFF
from tests.ui.page.person import Person


def test_citation_opens_the_source_at_the_quote(person: Person) -> None:
    turn = person.ask(SCHOOL)
    panel = person.open_source(turn.locator(".cite").first)
    assert panel.locator("mark").inner_text() == "L'École du Littoral a été créée en 2019 à Calais."
    assert person.sees("#panel mark"), "the quote is far down, and scrolled into view"
    assert "non datée" in panel.locator(".identity").inner_text()


def test_panel_tells_who_speaks_and_where_the_original_is(person: Person) -> None:
    panel = person.open_source(person.ask(STAFF).locator(".cite").first)
    identity = panel.locator(".identity").inner_text()
    for words in ("Kalyptus (entreprise)", "2024", "Hauts-de-France", "emploi-2024.md"):
        assert words in identity
    link = panel.get_by_role("link", name="Voir l’original")
    assert link.get_attribute("href") == "https://exemple.fr/emploi"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_second_citation_takes_the_place_of_the_first(person: Person) -> None:
    cites = person.ask(OFFERS).locator("table .cite")
    person.open_source(cites.nth(0))
    cites.nth(1).click()
    person.page.locator("#panel h2", has_text="Recruter").wait_for()
    assert "15 000" in person.page.locator("#panel mark").inner_text()
    person.page.keyboard.press("Escape")
    cites.nth(1).click()
    person.page.wait_for_selector("body.panel-open"), "opens again after it was closed"


def test_escape_closes_the_panel_and_gives_the_focus_back(person: Person) -> None:
    cite = person.ask(STAFF).locator(".cite").first
    person.open_source(cite)
    assert person.page.evaluate("document.activeElement.id") == "source-title"
    person.page.keyboard.press("Escape")
    person.page.wait_for_selector("#panel mark", state="hidden")
    assert cite.evaluate("element => element === document.activeElement")


def test_quote_is_copied_with_its_source(visit: Visit) -> None:
    person = visit(permissions=["clipboard-read", "clipboard-write"])
    panel = person.open_source(person.ask(STAFF).locator(".cite").first)
    panel.get_by_role("button", name="Copier la citation").click()
    person.page.get_by_role("button", name="Citation copiée").wait_for()
    copied = person.page.evaluate("navigator.clipboard.readText()")
    assert "28 433 salariés" in copied
    assert "Kalyptus" in copied
    assert "2024" in copied


def test_everything_can_be_done_with_the_keyboard(person: Person) -> None:
    page = person.page
    page.keyboard.press("Tab")
    assert "Aller à la question" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.keyboard.type(STAFF)
    page.keyboard.press("Enter")
    person.answered(STAFF)
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "cite":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("body.panel-open #panel mark")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#panel').contains(document.activeElement)")


def test_on_a_phone_the_source_is_a_sheet_over_the_conversation(visit: Visit) -> None:
    person = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    turn = person.ask(SCHOOL)
    assert not person.page.locator("#panel").is_visible()
    person.open_source(turn.locator(".cite").first)
    assert person.page.get_by_role("dialog").is_visible()
    assert person.sees("#panel mark")
    person.page.get_by_role("button", name="Fermer la source").click()
    person.page.wait_for_selector("#panel", state="hidden")


def test_nothing_is_wider_than_a_phone(visit: Visit) -> None:
    person = visit(viewport={"width": 390, "height": 844})
    person.ask(OFFERS)
    for screen in ("sheet", "documents", "conversation"):
        person.go(screen)
        person.page.wait_for_selector(f"body[data-screen={screen}]")
        assert person.page.evaluate("document.documentElement.scrollWidth") <= 390
