"""The catalogue: what is written is read back, by many threads, and damage is said in French."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from corpus.document import Document
from index import catalogue as module
from index.catalogue import Catalogue, write_catalogue
from index.passage import split_document
from index.publish import DamagedIndexError


def document(name: str, text: str = "Lille recrute. Roubaix aussi.") -> Document:
    return Document(id=name, text=text, title=f"Titre {name}", path=f"/d/{name}", sha256=f"s{name}")


DOCUMENTS = [
    document("b"),
    document("a", "Titre\nUne phrase.\n\n- un ;\n- deux."),
    document("vide", "x"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.sqlite"
    write_catalogue(path, [(d, split_document(d)) for d in DOCUMENTS])
    return path


@pytest.fixture
def catalogue(path: Path) -> Catalogue:
    return Catalogue(path)


def test_documents_are_read_back_whole(catalogue: Catalogue) -> None:
    assert [catalogue.document(d.id) for d in DOCUMENTS] == DOCUMENTS


def test_documents_come_by_path(catalogue: Catalogue) -> None:
    assert [d.id for d in catalogue.documents()] == ["a", "b", "vide"]


def test_an_unknown_document_is_a_key_error(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        catalogue.document("absent")


def test_passages_are_read_back_in_the_order_asked(catalogue: Catalogue) -> None:
    written = [passage for d in DOCUMENTS for passage in split_document(d)]
    backwards = list(range(len(written)))[::-1]

    assert [s.passage for s in catalogue.passages(backwards)] == written[::-1]
    assert [s.row for s in catalogue.passages(backwards)] == backwards


def test_no_row_gives_no_passage(catalogue: Catalogue) -> None:
    assert catalogue.passages([]) == []


def test_the_passages_of_a_document_come_in_reading_order(catalogue: Catalogue) -> None:
    assert [s.passage for s in catalogue.passages_of("a")] == split_document(DOCUMENTS[1])


def test_sentence_rows_go_on_from_one_passage_to_the_next(catalogue: Catalogue) -> None:
    stored = catalogue.passages(range(catalogue.passage_count))
    rows = [row for item in stored for row in item.sentence_rows]
    owners = [item.row for item in stored for _ in item.sentence_rows]

    assert rows == list(range(catalogue.sentence_count))
    assert catalogue.passage_of_sentence() == owners


def test_passages_are_known_by_id_and_by_document(catalogue: Catalogue) -> None:
    stored = catalogue.passages_of("b")

    assert catalogue.rows_of(["b"]) == [s.row for s in stored]
    assert [catalogue.rows_by_id()[s.passage.id] for s in stored] == [s.row for s in stored]
    assert catalogue.sources()[stored[0].passage.id] == ("/d/b", "sb")


def test_files_are_known_by_their_bytes(catalogue: Catalogue) -> None:
    assert catalogue.hashes()["/d/a"] == ("a", "sa")
    assert catalogue.passage_counts()["vide"] == 1


def test_an_empty_catalogue_has_nothing(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "c.sqlite", [])
    with Catalogue(tmp_path / "c.sqlite") as catalogue:
        assert (catalogue.passage_count, catalogue.sentence_count) == (0, 0)


def test_a_document_asked_again_is_not_read_again(catalogue: Catalogue) -> None:
    assert catalogue.document("a") is catalogue.document("a")


def test_the_memory_for_documents_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 35)
    catalogue = Catalogue(path)
    first = catalogue.document("b")
    catalogue.document("a")

    assert catalogue.document("b") is not first


def test_threads_share_a_catalogue(catalogue: Catalogue) -> None:
    expected = [s.passage for s in catalogue.passages(range(catalogue.passage_count))]
    wrong: list[object] = []

    def read() -> None:
        for _ in range(50):
            rows = range(catalogue.passage_count)
            if [s.passage for s in catalogue.passages(rows)] != expected:
                wrong.append(rows)
            if [catalogue.document(d.id) for d in DOCUMENTS] != DOCUMENTS:
                wrong.append(DOCUMENTS)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.mark.parametrize("damage", [b"", b"pas une base", b"SQLite format 3\0" + b"\xff" * 3000])
def test_a_damaged_catalogue_says_what_to_run(damage: bytes, path: Path) -> None:
    path.write_bytes(damage)

    with pytest.raises(DamagedIndexError, match="balise index --rebuild"):
        Catalogue(path)


def test_a_missing_catalogue_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError, match="balise index --rebuild"):
        Catalogue(tmp_path / "catalogue.sqlite")


def test_a_truncated_catalogue_says_what_to_run(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    long = document("long", "Une phrase de plus pour faire long. " * 5000)
    write_catalogue(path, [(long, split_document(long))])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])

    with pytest.raises(DamagedIndexError):
        _read_all(path)


def _read_all(path: Path) -> None:
    with Catalogue(path) as catalogue:
        list(catalogue.documents())
        catalogue.rows_by_id()


def test_a_path_with_special_characters_can_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "100 % été ? #1"
    folder.mkdir()
    write_catalogue(folder / "c.sqlite", [])

    Catalogue(folder / "c.sqlite").close()
