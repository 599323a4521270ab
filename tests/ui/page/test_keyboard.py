"""Without a mouse: a whole interview, from the question to the sheet that is taken away."""

from __future__ import annotations

from tests.ui.page.conftest import Site, Visit
from tests.ui.page.corpus import SCHOOL, STAFF
from tests.ui.page.person import Person

_MOST_STOPS = 80
_NAME = """() => {
    const e = document.activeElement;
    return e.getAttribute("aria-label") ?? e.textContent.trim().replace(/\\s+/g, " ");
}"""


def reach(person: Person, name: str, key: str = "Tab") -> None:
    """Press a key until what has the focus has a name that begins so."""
    for _ in range(_MOST_STOPS):
        person.page.keyboard.press(key)
        if person.page.evaluate(_NAME).startswith(name):
            return
    raise AssertionError(f"« {name} » is never reached")


def press(person: Person, name: str, key: str = "Tab") -> None:
    reach(person, name, key)
    person.page.keyboard.press("Enter")


def ask(person: Person, question: str) -> None:
    press(person, "Aller à la question", "Shift+Tab")
    person.page.keyboard.type(question)
    person.page.keyboard.press("Enter")
    person.answered(question)


def test_an_answer_is_judged_put_on_the_sheet_and_downloaded(person: Person) -> None:
    page = person.page
    ask(person, SCHOOL)
    press(person, "✓ Utile", "Shift+Tab")
    page.wait_for_selector("#live .thanks")
    page.wait_for_function("document.activeElement.className === 'thanks'")
    press(person, "Fiche d’entretien", "Shift+Tab")
    page.wait_for_selector("#sheet-frame")
    with page.expect_download() as download:
        press(person, "Télécharger en DOCX")
    assert download.value.suggested_filename.endswith(".docx")


def test_a_filter_is_chosen_and_removed(person: Person) -> None:
    page = person.page
    press(person, "Filtres")
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.field") == "territories":
            break
    page.keyboard.type("Roubaix")
    reach(person, "Retirer le filtre Roubaix")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip", state="detached")


def test_a_kept_conversation_is_opened_again(visit: Visit, changing_site: Site) -> None:
    person = visit(changing_site)
    page = person.page
    ask(person, STAFF)
    press(person, "Nouvelle conversation", "Shift+Tab")
    page.wait_for_selector("#live .welcome")
    press(person, "Historique", "Shift+Tab")
    page.wait_for_selector(".kept-entry")
    press(person, STAFF.removesuffix(" ?"))
    page.locator("#live .asked", has_text=STAFF).wait_for()
    page.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")


def test_forgetting_a_kept_conversation_keeps_the_focus_near(
    visit: Visit, changing_site: Site
) -> None:
    person = visit(changing_site)
    page = person.page
    ask(person, STAFF)
    press(person, "Historique", "Shift+Tab")
    page.wait_for_selector(".kept-entry")
    press(person, "Oublier la conversation")
    page.wait_for_function("document.activeElement.className === 'question-card'")
    press(person, "Oublier")
    page.locator(".kept", has_text="Aucune conversation gardée").wait_for()
    page.wait_for_function("document.activeElement.id === 'kept-title'")
