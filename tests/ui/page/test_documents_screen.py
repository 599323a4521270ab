"""The screen of the documents: listed, added, replaced, removed, and asked about at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ui.page.conftest import Site, Visit
from tests.ui.page.corpus import DOCUMENTS, SCRIPT
from tests.ui.page.person import Person
from ui.documents.folder import MAX_BYTES


@pytest.fixture
def shelf(visit: Visit, changing_site: Site) -> Person:
    """An adviser at the screen of the documents."""
    person = visit(changing_site)
    person.go("documents")
    person.page.wait_for_selector("table.shelf")
    return person


def upload(person: Person, button: str, *paths: Path) -> None:
    """Give files to an upload button and wait until the change is told."""
    with person.page.expect_file_chooser() as chooser:
        person.page.get_by_role("button", name=button).click()
    chooser.value.set_files([str(path) for path in paths])
    person.page.wait_for_selector(".changes progress, .changes h2")
    person.page.wait_for_selector(".changes :is(h2, .warning)")


def row(person: Person, title: str) -> Any:
    return person.page.locator("table.shelf tbody tr", has_text=title)


def test_every_document_is_listed_with_its_date_place_and_passages(shelf: Person) -> None:
    assert shelf.page.locator("table.shelf tbody tr").count() >= len(DOCUMENTS)
    line = row(shelf, "Les ateliers du textile").inner_text()
    for words in ("Insee (statistique publique)", "mars 2012", "Roubaix", "ateliers.md"):
        assert words in line


def test_title_and_file_name_made_of_html_are_text(shelf: Person) -> None:
    line = row(shelf, "Note sur le verre")
    assert SCRIPT in line.inner_text()
    assert "<i>verre.txt" in line.inner_text()
    assert line.locator("img, script, i").count() == 0


def test_document_is_read_beside_the_list(shelf: Person) -> None:
    row(shelf, "Les ateliers").get_by_role("button", name="Voir").click()
    shelf.page.locator("#panel .text", has_text="310 ateliers").wait_for()


def test_added_document_answers_the_next_question(shelf: Person, tmp_path: Path) -> None:
    added = tmp_path / "fonderie.txt"
    added.write_text("La fonderie\n\nLa fonderie de Douai emploie 77 fondeurs.\n", "utf-8")
    broken = tmp_path / "vide.pdf"
    broken.write_bytes(b"%PDF-1.4 rien")
    upload(shelf, "Ajouter des documents", added, broken)
    changes = shelf.page.locator("#changes").inner_text()
    assert "Ajoutés" in changes
    assert "La fonderie" in changes
    assert "Non lus" in changes
    assert "vide.pdf" in changes
    assert "ajouté ici" in row(shelf, "La fonderie").inner_text()
    shelf.go("conversation")
    assert (
        "77 fondeurs"
        in shelf.ask("Combien de fondeurs emploie la fonderie de Douai ?").inner_text()
    )


def test_files_that_are_all_refused_are_told_with_the_reason(shelf: Person, tmp_path: Path) -> None:
    empty, heavy = tmp_path / "rien.txt", tmp_path / "lourd.txt"
    empty.write_bytes(b"")
    heavy.write_bytes(b"a" * (MAX_BYTES + 1))
    upload(shelf, "Ajouter des documents", empty, heavy)
    changes = shelf.page.locator("#changes", has_text="lourd.txt")
    changes.wait_for()
    assert "rien.txt : Le fichier est vide." in changes.inner_text()
    assert "lourd.txt : Le fichier dépasse 25 Mo." in changes.inner_text()


def test_replaced_document_no_longer_says_what_it_said(shelf: Person, tmp_path: Path) -> None:
    first = tmp_path / "verrerie.txt"
    first.write_text("La verrerie\n\nLa verrerie de Lens emploie 31 souffleurs.\n", "utf-8")
    upload(shelf, "Ajouter des documents", first)
    row(shelf, "La verrerie").get_by_role("button", name="Remplacer").click()
    first.write_text("La verrerie\n\nLa verrerie de Lens emploie 58 souffleurs.\n", "utf-8")
    upload(shelf, "Choisir le fichier", first)
    shelf.page.locator("#changes", has_text="Mis à jour").wait_for()
    shelf.go("conversation")
    assert (
        "58 souffleurs"
        in shelf.ask("Combien de souffleurs emploie la verrerie de Lens ?").inner_text()
    )


def test_removing_asks_first_then_removes(shelf: Person) -> None:
    line = row(shelf, "Recruter dans le numérique")
    line.get_by_role("button", name="Retirer").click()
    card = shelf.page.locator(".question-card")
    card.get_by_role("button", name="Annuler").click()
    card.wait_for(state="detached")
    assert line.count() == 1
    line.get_by_role("button", name="Retirer").click()
    card.get_by_role("button", name="Retirer").click()
    line.wait_for(state="detached")
    shelf.page.locator("#changes", has_text="Retirés").wait_for()
