"""`amend`: some files in, some documents out, everything else as it was, all of it at once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.document import BaliseError
from index.amend import amend
from index.identity import WrongIndexError
from index.publish import writing

if TYPE_CHECKING:
    from index.build import SyncReport
    from tests.conftest import Workspace

LILLE = "À Lille, le numérique emploie 6 800 salariés."
AMIENS = "À Amiens, la logistique emploie 900 caristes."
BREST = "À Brest, la construction navale emploie 4 000 soudeurs."


@pytest.fixture
def indexed(workspace: Workspace) -> Workspace:
    """An index of two documents."""
    workspace.write(lille_md=LILLE, amiens_txt=AMIENS)
    workspace.sync()
    workspace.recorder.texts.clear()
    workspace.recorder.loads = 0
    return workspace


def change(workspace: Workspace, *add: Path, remove: tuple[str, ...] = (), **more) -> SyncReport:
    return amend(workspace.index, add, remove, workspace.recorder.load, workspace.identity, **more)


def elsewhere(workspace: Workspace, name: str, content: str | bytes) -> Path:
    """A file that is not among the indexed ones."""
    folder = workspace.documents.parent / "elsewhere"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def ids(workspace: Workspace) -> dict[str, str]:
    """The text of each document, by id."""
    searcher = workspace.open()
    try:
        return {d.id: d.text.strip() for d in searcher.catalogue.documents()}
    finally:
        searcher.close()


def test_an_added_file_answers_beside_the_others(indexed: Workspace) -> None:
    brest = elsewhere(indexed, "brest.txt", BREST)
    report = change(indexed, brest)

    assert (report.added, report.removed, report.errors) == ([str(brest)], [], {})
    assert (report.passages, report.sentences) == (3, 3)
    assert indexed.best("la construction navale") == BREST
    assert indexed.best("le numérique à Lille") == LILLE


def test_only_what_is_new_is_embedded(indexed: Workspace) -> None:
    change(indexed, elsewhere(indexed, "brest.txt", BREST))

    assert indexed.recorder.texts
    assert all("Brest" in text for text in indexed.recorder.texts)


def test_a_removed_document_no_longer_answers_and_no_model_is_loaded(indexed: Workspace) -> None:
    report = change(indexed, remove=("lille.md",))

    assert [Path(path).name for path in report.removed] == ["lille.md"]
    assert indexed.recorder.loads == 0
    assert set(ids(indexed)) == {"amiens.txt"}


def test_documents_stay_when_their_files_are_gone(indexed: Workspace) -> None:
    (indexed.documents / "lille.md").unlink()
    change(indexed, elsewhere(indexed, "brest.txt", BREST))

    assert ids(indexed)["lille.md"] == LILLE


def test_a_changed_file_is_updated_under_its_id(indexed: Workspace) -> None:
    indexed.write(lille_md=BREST)
    report = change(indexed, indexed.documents / "lille.md")

    assert [Path(path).name for path in report.updated] == ["lille.md"]
    assert ids(indexed) == {"lille.md": BREST, "amiens.txt": AMIENS}


def test_a_file_that_has_not_changed_publishes_nothing(indexed: Workspace) -> None:
    report = change(indexed, indexed.documents / "lille.md")

    assert not report.changed
    assert report.passages == 2
    assert indexed.generations() == ["000001"]


def test_a_file_takes_the_id_of_the_document_that_it_replaces(indexed: Workspace) -> None:
    newer = elsewhere(indexed, "lille.md", BREST)
    change(indexed, newer, remove=("lille.md",), ids={newer: "lille.md"})

    assert ids(indexed) == {"lille.md": BREST, "amiens.txt": AMIENS}


def test_a_file_of_the_same_name_as_another_has_an_id_of_its_own(indexed: Workspace) -> None:
    change(indexed, elsewhere(indexed, "lille.md", BREST))
    found = ids(indexed)

    assert found.pop("lille.md") == LILLE
    assert sorted(found.values()) == [AMIENS, BREST]


def test_an_updated_file_keeps_its_id_when_another_of_its_name_is_added(
    indexed: Workspace,
) -> None:
    indexed.write(lille_md="À Lille, le numérique emploie 7 000 salariés.")
    change(indexed, elsewhere(indexed, "lille.md", BREST), indexed.documents / "lille.md")

    assert ids(indexed)["lille.md"] == "À Lille, le numérique emploie 7 000 salariés."


def test_an_unreadable_file_is_reported_and_the_others_are_added(indexed: Workspace) -> None:
    bad = elsewhere(indexed, "vide.pdf", b"")
    report = change(indexed, bad, elsewhere(indexed, "brest.txt", BREST))

    assert list(report.errors) == [str(bad)]
    assert set(ids(indexed)) == {"lille.md", "amiens.txt", "brest.txt"}


def test_nothing_is_removed_for_a_file_that_cannot_be_read(indexed: Workspace) -> None:
    report = change(indexed, elsewhere(indexed, "lille.md", b""), remove=("lille.md",))

    assert report.errors
    assert not report.changed
    assert ids(indexed)["lille.md"] == LILLE


def test_an_indexed_file_that_became_unreadable_stays_as_it_was(indexed: Workspace) -> None:
    (indexed.documents / "lille.md").write_bytes(b"")
    report = change(indexed, indexed.documents / "lille.md")

    assert report.errors
    assert ids(indexed)["lille.md"] == LILLE


def test_the_last_document_cannot_be_removed(indexed: Workspace) -> None:
    with pytest.raises(BaliseError, match="sans eux l'index serait vide"):
        change(indexed, remove=("lille.md", "amiens.txt"))

    assert set(ids(indexed)) == {"lille.md", "amiens.txt"}


def test_the_last_document_can_be_replaced(indexed: Workspace) -> None:
    change(indexed, elsewhere(indexed, "brest.txt", BREST), remove=("lille.md", "amiens.txt"))

    assert ids(indexed) == {"brest.txt": BREST}


def test_an_unknown_document_cannot_be_removed(indexed: Workspace) -> None:
    with pytest.raises(BaliseError, match="n'est plus, dans l'index : nantes"):
        change(indexed, remove=("nantes.md", "lille.md"))

    assert "lille.md" in ids(indexed)


def test_a_first_index_can_be_made(workspace: Workspace) -> None:
    change(workspace, elsewhere(workspace, "brest.txt", BREST))

    assert ids(workspace) == {"brest.txt": BREST}


def test_a_first_index_of_nothing_readable_is_refused(workspace: Workspace) -> None:
    with pytest.raises(BaliseError, match="Aucun document lisible : Le fichier est vide"):
        change(workspace, elsewhere(workspace, "vide.txt", b""))

    assert not (workspace.index / "CURRENT").exists()


def test_an_index_made_otherwise_is_refused(indexed: Workspace) -> None:
    other = indexed.identity.model_copy(update={"cutting_rule": "autre"})
    with pytest.raises(WrongIndexError):
        amend(indexed.index, [], ["lille.md"], indexed.recorder.load, other)


def test_nothing_is_changed_while_another_run_writes(indexed: Workspace) -> None:
    with writing(indexed.index), pytest.raises(BaliseError, match="Une autre indexation"):
        change(indexed, remove=("lille.md",))


def test_a_run_that_fails_leaves_the_index_as_it_was(indexed: Workspace) -> None:
    def broken(step: str, _done: int, _total: int) -> None:
        if step == "Rangement dans Chroma":
            raise OSError(28, "No space left on device")

    with pytest.raises(BaliseError, match="répond toujours"):
        change(indexed, elsewhere(indexed, "brest.txt", BREST), on_progress=broken)

    assert set(ids(indexed)) == {"lille.md", "amiens.txt"}


def test_who_opens_the_index_during_a_change_sees_it_whole(indexed: Workspace) -> None:
    seen: list[set[str]] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.append(set(ids(indexed)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    change(indexed, elsewhere(indexed, "brest.txt", BREST), remove=("lille.md",))
    done.set()
    watcher.join()

    before, after = {"lille.md", "amiens.txt"}, {"amiens.txt", "brest.txt"}
    assert seen
    assert all(found in (before, after) for found in seen)


def test_sync_afterwards_recomputes_nothing(indexed: Workspace) -> None:
    brest = elsewhere(indexed, "brest.txt", BREST)
    change(indexed, brest)
    report = indexed.sync(indexed.documents, brest)

    assert not report.changed
    assert len(report.unchanged) == 3
