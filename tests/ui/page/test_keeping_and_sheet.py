"""What leaves the conversation: opinions, the interview sheet, kept conversations."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx

from tests.ui.page.conftest import Site, Visit
from tests.ui.page.corpus import SCHOOL, STAFF
from tests.ui.page.person import Person
from ui.feedback.record import Feedback, Verdict
from ui.feedback.store import FILE as OPINIONS
from ui.feedback.store import FeedbackStore
from ui.history.store import FILE as CONVERSATIONS


def opinions(site: Site) -> list[Feedback]:
    store = FeedbackStore(site.data / OPINIONS)
    try:
        return store.all()
    finally:
        store.close()


def test_useful_answer_is_noted_with_one_click(person: Person, site: Site) -> None:
    turn = person.ask(SCHOOL)
    turn.get_by_role("button", name="Utile").click()
    turn.locator(".thanks").wait_for()
    kept = opinions(site)[-1]
    assert kept.verdict is Verdict.USEFUL
    assert kept.turns == (SCHOOL,)
    assert kept.answer.citations
    assert kept.fingerprint == site.service.fingerprint


def test_problem_is_noted_with_its_reason_and_a_masked_correction(
    person: Person, site: Site
) -> None:
    person.ask(SCHOOL)
    turn = person.ask(STAFF)
    turn.get_by_text("Signaler un problème").click()
    turn.get_by_role("radio", name="C’est périmé").check()
    turn.get_by_role("textbox").fill("Il y en a 30 000 : voir lea.martin@exemple.fr")
    turn.get_by_role("button", name="Envoyer").click()
    turn.locator(".thanks").wait_for()
    kept = opinions(site)[-1]
    assert kept.verdict is Verdict.OUTDATED
    assert kept.turns == (SCHOOL, STAFF)
    assert kept.correction == "Il y en a 30 000 : voir [adresse e-mail]"


def downloaded(person: Person, button: str) -> tuple[str, bytes]:
    with person.page.expect_download() as download:
        person.page.get_by_role("button", name=button).click()
    content: Any = download.value
    return content.suggested_filename, content.path().read_bytes()


def test_sheet_holds_the_chosen_answers_with_their_sources(person: Person) -> None:
    person.ask(SCHOOL).get_by_label("Ajouter à la fiche").check()
    person.ask(STAFF)
    person.go("sheet")
    preview = person.page.frame_locator("#sheet-frame").locator("body")
    preview.get_by_text("2019 à Calais").first.wait_for()
    assert "28" not in preview.inner_text().split("Sources")[0].replace("2028", "")
    name, content = downloaded(person, "Télécharger en DOCX")
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    assert name.endswith(".docx")
    assert SCHOOL.rstrip(" ?") in words
    assert "2019" in words
    assert STAFF not in words


def test_sheet_carries_a_name_only_when_it_is_typed(person: Person) -> None:
    person.ask(STAFF)
    person.go("sheet")
    field = person.page.get_by_label("Titre ou nom")
    field.fill("Atelier du <b>mardi</b>")
    field.blur()
    preview = person.page.frame_locator("#sheet-frame").locator("body")
    preview.get_by_text("Atelier du <b>mardi</b>").first.wait_for()
    name, content = downloaded(person, "Télécharger en ODT")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "Atelier du &lt;b&gt;mardi" in archive.read("content.xml").decode()
    assert "mardi" not in name
    person.reload()
    person.go("sheet")
    assert field.input_value() == ""


def test_sheet_of_an_empty_conversation_says_what_to_do(person: Person) -> None:
    person.go("sheet")
    person.page.locator("#sheet-form", has_text="Posez d’abord une question").wait_for()
    assert person.page.locator("#sheet-frame").count() == 0


def test_conversation_is_kept_where_history_is_on_and_forgotten_on_demand(
    visit: Visit, changing_site: Site
) -> None:
    from ui.history.store import HistoryStore

    person = visit(changing_site)
    assert "gardée 2 jours" in person.page.locator(".notice").inner_text()
    store = HistoryStore(changing_site.data / CONVERSATIONS, 2)
    others = stored_key(store)
    person.ask(SCHOOL)
    assert stored_key(store) == others + 1
    person.page.get_by_role("button", name="Tout effacer").click()
    person.page.get_by_role("dialog").get_by_role("button", name="Effacer").click()
    person.page.wait_for_selector(".welcome")
    assert stored_key(store) == others


def stored_key(store: Any) -> int:
    """Return how many conversations hold the question about the school, whoever asked it."""
    from sqlalchemy import text

    with store._database.reading() as connection:
        rows = connection.execute(text("SELECT turns FROM conversations")).all()
    return sum("École du Littoral" in turns for (turns,) in rows)
