"""Documents added, replaced and removed from the page; the answers follow at once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status
from corpus.document import BaliseError, PublisherKind
from ui.documents.folder import MAX_BYTES, DocumentFolder
from ui.documents.shelf import MAX_FILES, Shelf

if TYPE_CHECKING:
    from tests.ui.documents.conftest import Upload
    from ui.documents.rows import ShelfRow
    from ui.service import Service

BREST = """---
title: La navale à Brest
publisher: Chantiers de l'Iroise
publisher_kind: entreprise
date: 2025-03
territory: [Brest]
---

# La navale à Brest

En 2025, la construction navale emploie 4 210 soudeurs à Brest.
"""
QUESTION = "Combien de soudeurs dans la construction navale à Brest ?"


def row(shelf: Shelf, doc_id: str) -> ShelfRow:
    return next(row for row in shelf.rows() if row.doc_id == doc_id)


def ids(shelf: Shelf) -> set[str]:
    return {row.doc_id for row in shelf.rows()}


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_a_question_about_an_upload_is_answered_right_after(
    service: Service, shelf: Shelf, upload: Upload
) -> None:
    assert service.ask([QUESTION]).status is not Status.ANSWERED
    changes = shelf.add([upload("brest.md", BREST)])
    answer = service.ask([QUESTION])

    assert changes.added == ("La navale à Brest",)
    assert answer.status is Status.ANSWERED
    assert "4 210" in answer.answer
    assert answer.citations[0].doc_id == "brest.md"


def test_a_row_says_where_a_document_comes_from(shelf: Shelf, upload: Upload, folder: Path) -> None:
    shelf.add([upload("brest.md", BREST)])
    added = row(shelf, "brest.md")

    assert (added.publisher, added.kind) == ("Chantiers de l'Iroise", PublisherKind.COMPANY)
    assert (added.date, added.date_words, added.date_inferred) == ("2025-03", "mars 2025", False)
    assert added.territory == ("Brest",)
    assert added.passages == 1
    assert added.path == str(folder / "brest.md")
    assert added.added
    assert not row(shelf, "emploi.md").added


def test_rows_are_in_the_order_of_titles(shelf: Shelf, upload: Upload) -> None:
    shelf.add([upload("brest.md", BREST)])
    titles = [row.title.casefold() for row in shelf.rows()]

    assert len(titles) == 4
    assert titles == sorted(titles)


def test_progress_is_told(shelf: Shelf, upload: Upload) -> None:
    told: list[tuple[str, int, int]] = []
    shelf.add([upload("brest.md", BREST)], lambda *step: told.append(step))

    assert ("Lecture", 1, 1) in told
    assert all(0 <= done <= total for _, done, total in told)


def test_each_bad_file_is_told_and_the_good_one_is_added(
    shelf: Shelf, upload: Upload, folder: Path
) -> None:
    changes = shelf.add(
        [
            upload("vide.txt", b""),
            upload("photo.png", b"\x89PNG"),
            upload("abimé.pdf", b"%PDF-1.7 rien"),
            upload("brest.md", BREST),
            upload("blanc.docx", b"PK\x03\x04 pas une archive"),
        ]
    )

    assert changes.added == ("La navale à Brest",)
    assert set(changes.errors) == {"vide.txt", "photo.png", "abimé.pdf", "blanc.docx"}
    assert changes.errors["vide.txt"] == "Le fichier est vide."
    assert changes.errors["photo.png"].startswith("Le format « .png » n'est pas pris en charge")
    assert files(folder) == {"brest.md"}


def test_a_file_over_the_limit_is_refused(shelf: Shelf, upload: Upload, folder: Path) -> None:
    changes = shelf.add([upload("gros.txt", b"a" * (MAX_BYTES + 1))])

    assert changes.errors == {"gros.txt": "Le fichier dépasse 25 Mo."}
    assert files(folder) == set()


def test_too_many_files_are_refused(shelf: Shelf, upload: Upload) -> None:
    with pytest.raises(BaliseError, match="20 fichiers au plus"):
        shelf.add([upload(f"{n}.txt", f"Texte {n}.") for n in range(MAX_FILES + 1)])

    assert len(shelf.rows()) == 3


def test_a_file_that_is_there_already_is_told(shelf: Shelf, upload: Upload) -> None:
    shelf.add([upload("brest.md", BREST)])
    again = shelf.add([upload("copie.md", BREST)])

    assert again.errors == {
        "copie.md": "Ce fichier est déjà là, sous le titre « La navale à Brest »."
    }
    assert len(shelf.rows()) == 4


def test_the_same_file_twice_in_one_upload_is_added_once(shelf: Shelf, upload: Upload) -> None:
    changes = shelf.add([upload("brest.md", BREST), upload("copie.md", BREST)])

    assert changes.added == ("La navale à Brest",)
    assert changes.errors == {"copie.md": "Ce fichier est le même que « brest.md »."}


def test_a_name_that_is_taken_is_not_written_over(shelf: Shelf, upload: Upload) -> None:
    shelf.add([upload("brest.md", BREST)])
    changes = shelf.add([upload("Brest.md", "# Autre chose\n\nIl pleut à Brest.")])

    assert "porte déjà le nom « Brest.md »" in changes.errors["Brest.md"]
    assert row(shelf, "brest.md").title == "La navale à Brest"


def test_an_upload_named_as_a_document_from_elsewhere_stands_beside_it(
    shelf: Shelf, upload: Upload
) -> None:
    shelf.add([upload("emploi.md", BREST)])

    assert "emploi.md" in ids(shelf)
    assert len(shelf.rows()) == 4


def test_a_file_that_the_index_forgot_is_not_written_over(
    shelf: Shelf, upload: Upload, folder: Path
) -> None:
    folder.mkdir(parents=True)
    (folder / "brest.md").write_text("La seule copie.", "utf-8")
    shelf.add([upload("brest.md", BREST)])

    assert (folder / "brest.md").read_text("utf-8") == "La seule copie."
    assert files(folder) == {"brest.md", "brest-2.md"}


@pytest.mark.parametrize("name", ["../../evade.md", "/etc/evade.md", "..\\evade.md"])
def test_no_name_leads_out_of_the_folder(
    shelf: Shelf, upload: Upload, folder: Path, name: str
) -> None:
    shelf.add([upload(name, BREST)])

    assert files(folder) == {"evade.md"}


def test_a_title_made_of_html_stays_words(shelf: Shelf, upload: Upload) -> None:
    text = "---\ntitle: <script>alert(1)</script>\n---\n\nUn texte sur Brest."
    changes = shelf.add([upload("x.md", text)])

    assert changes.added == ("<script>alert(1)</script>",)


def test_a_replaced_document_keeps_its_id_and_answers_anew(
    service: Service, shelf: Shelf, upload: Upload, folder: Path
) -> None:
    shelf.add([upload("brest.md", BREST)])
    name, path = upload("brest.md", BREST.replace("4 210", "5 137"))
    changes = shelf.replace("brest.md", name, path)

    assert (changes.added, changes.updated, changes.removed) == ((), ("La navale à Brest",), ())
    assert "5 137" in service.ask([QUESTION]).answer
    assert ids(shelf) == {"brest.md", "emploi.md", "ecole.txt", "piege.txt"}
    assert "5 137" in (folder / "brest.md").read_text("utf-8")


def test_a_document_replaced_under_another_name_leaves_no_file(
    shelf: Shelf, upload: Upload, folder: Path
) -> None:
    shelf.add([upload("brest-2024.md", BREST)])
    changes = shelf.replace("brest-2024.md", *upload("brest-2025.md", BREST + "\nNouveau.\n"))

    assert changes.updated == ("La navale à Brest",)
    assert files(folder) == {"brest-2025.md"}
    assert "brest-2025.md" in ids(shelf)
    assert "brest-2024.md" not in ids(shelf)


def test_a_document_from_elsewhere_is_replaced_and_its_file_left_alone(
    shelf: Shelf, upload: Upload, documents: Path
) -> None:
    before = (documents / "emploi.md").read_bytes()
    changes = shelf.replace("emploi.md", *upload("emploi.md", BREST))

    assert changes.updated == ("La navale à Brest",)
    assert row(shelf, "emploi.md").title == "La navale à Brest"
    assert len(shelf.rows()) == 3
    assert (documents / "emploi.md").read_bytes() == before


def test_an_unreadable_replacement_leaves_the_document(
    shelf: Shelf, upload: Upload, folder: Path
) -> None:
    shelf.add([upload("brest.md", BREST)])
    for name, content in (("brest.md", b"%PDF-1.7 non"), ("brest.pdf", b"%PDF-1.7 non")):
        changes = shelf.replace("brest.md", *upload(name, content))

        assert list(changes.errors) == [name]
        assert not changes.any
    assert (folder / "brest.md").read_text("utf-8") == BREST
    assert row(shelf, "brest.md").title == "La navale à Brest"


def test_the_same_content_replaces_nothing(shelf: Shelf, upload: Upload) -> None:
    shelf.add([upload("brest.md", BREST)])
    changes = shelf.replace("brest.md", *upload("brest.md", BREST))

    assert "identique" in changes.errors["brest.md"]


def test_a_removed_upload_no_longer_answers_and_its_file_is_gone(
    service: Service, shelf: Shelf, upload: Upload, folder: Path
) -> None:
    shelf.add([upload("brest.md", BREST)])
    changes = shelf.remove(["brest.md"])

    assert changes.removed == ("La navale à Brest",)
    assert service.ask([QUESTION]).status is not Status.ANSWERED
    assert files(folder) == set()


def test_a_removed_document_from_elsewhere_keeps_its_file(shelf: Shelf, documents: Path) -> None:
    shelf.remove(["emploi.md"])

    assert "emploi.md" not in ids(shelf)
    assert (documents / "emploi.md").is_file()


def test_the_last_documents_cannot_be_removed(shelf: Shelf, upload: Upload, folder: Path) -> None:
    shelf.add([upload("brest.md", BREST)])
    with pytest.raises(BaliseError, match="l'index serait vide"):
        shelf.remove(sorted(ids(shelf)))

    assert len(shelf.rows()) == 4
    assert files(folder) == {"brest.md"}


def test_a_document_that_is_gone_is_told(shelf: Shelf, upload: Upload) -> None:
    with pytest.raises(BaliseError, match="n'est plus dans l'index"):
        shelf.remove(["parti.md"])
    with pytest.raises(BaliseError, match="n'est plus dans l'index"):
        shelf.replace("parti.md", *upload("parti.md", BREST))


def test_a_link_out_of_the_folder_is_not_followed_to_delete(folder: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precieux.md"
    precious.write_text("À garder.", "utf-8")
    folder.mkdir(parents=True)
    (folder / "lien.md").symlink_to(precious)
    DocumentFolder(folder).delete(str(folder / "lien.md"))
    DocumentFolder(folder).delete(str(folder / ".." / ".." / "precieux.md"))

    assert precious.is_file()


def test_a_second_change_is_told_that_one_is_going_on(shelf: Shelf, upload: Upload) -> None:
    started, let_go = threading.Event(), threading.Event()

    def slowly(_step: str, _done: int, _total: int) -> None:
        started.set()
        let_go.wait(60)

    first = threading.Thread(target=shelf.add, args=([upload("brest.md", BREST)], slowly))
    first.start()
    started.wait(60)
    try:
        with pytest.raises(BaliseError, match="Une mise à jour est en cours"):
            shelf.remove(["emploi.md"])
    finally:
        let_go.set()
        first.join()

    assert ids(shelf) == {"brest.md", "emploi.md", "ecole.txt", "piege.txt"}


def test_questions_are_answered_during_a_change(
    service: Service, shelf: Shelf, upload: Upload
) -> None:
    during: list[Status] = []

    def ask(step: str, _done: int, _total: int) -> None:
        if step == "Lecture":
            during.append(service.ask(["Combien de salariés dans le numérique ?"]).status)

    shelf.add([upload("brest.md", BREST)], ask)

    assert during == [Status.ANSWERED]


def test_a_change_that_fails_leaves_files_and_index_as_they_were(
    service: Service, shelf: Shelf, upload: Upload, folder: Path
) -> None:
    shelf.add([upload("brest.md", BREST)])
    fingerprint = service.fingerprint

    def broken(step: str, _done: int, _total: int) -> None:
        if step == "Rangement dans Chroma":
            raise OSError(28, "No space left on device")

    with pytest.raises(BaliseError, match="n'a pas pu être écrit"):
        shelf.replace("brest.md", *upload("brest.md", BREST + "\nNouveau.\n"), broken)

    assert (folder / "brest.md").read_text("utf-8") == BREST
    assert files(folder) == {"brest.md"}
    service.reload()
    assert service.fingerprint == fingerprint


def test_a_file_set_aside_by_a_run_that_was_killed_comes_back(
    shelf: Shelf, upload: Upload, folder: Path
) -> None:
    shelf.add([upload("brest.md", BREST)])
    aside = folder / ".remplaces"
    aside.mkdir()
    (folder / "brest.md").replace(aside / "brest.md")
    (folder / "brest.md").write_text("Un remplaçant que l'index n'a jamais lu.", "utf-8")
    shelf.add([upload("autre.txt", "La dentelle se tisse à Calais.")])

    assert (folder / "brest.md").read_text("utf-8") == BREST
    assert not list(aside.iterdir())


def test_what_changed_last_is_remembered(
    service: Service, shelf: Shelf, upload: Upload, folder: Path
) -> None:
    assert shelf.last_changes is None
    changes = shelf.add([upload("brest.md", BREST), upload("vide.txt", b"")])

    assert shelf.last_changes == changes
    assert Shelf(service, folder).last_changes == changes


def test_a_refused_upload_is_not_a_change(shelf: Shelf, upload: Upload) -> None:
    shelf.add([upload("vide.txt", b"")])

    assert shelf.last_changes is None


def test_a_damaged_memory_of_changes_is_ignored(service: Service, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / ".derniers-changements.json").write_text("{", "utf-8")

    assert Shelf(service, folder).last_changes is None
