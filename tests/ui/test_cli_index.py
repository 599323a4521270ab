"""`balise index`: what it adds, updates and removes, and what it says of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

FISHING = "La pêche\n\nLa pêche emploie 300 personnes à Boulogne-sur-Mer en 2023.\n"
PORT = "Le port\n\nLe port de Dunkerque compte 12 quais.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents that a test may change."""
    folder = tmp_path / "textes"
    folder.mkdir()
    (folder / "peche.txt").write_text(FISHING, encoding="utf-8")
    (folder / "port.txt").write_text(PORT, encoding="utf-8")
    return folder


def test_an_index_follows_its_files(balise: Balise, folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "i"
    made = balise("index", folder, "--index", index)
    assert made.code == 0
    assert made.out.startswith("Documents : 2 ajoutés.\nIndex : 2 passages, ")
    assert made.out.endswith(f", dans {index}\n")

    again = balise("index", folder, "--index", index)
    assert again.out.startswith("Documents : 2 inchangés.\n")

    (folder / "port.txt").write_text(PORT.replace("12", "14"), encoding="utf-8")
    (folder / "peche.txt").unlink()
    (folder / "verre.txt").write_text("Le verre\n\nArques fait du verre.\n", encoding="utf-8")
    changed = balise("index", folder, "--index", index)
    assert changed.out.startswith("Documents : 1 ajouté, 1 mis à jour, 1 retiré.\n")
    titles = {row["title"] for row in balise("sources", "--json", "--index", index).json}
    assert titles == {"Le port", "Le verre"}

    rebuilt = balise("index", folder, "--index", index, "--rebuild")
    assert rebuilt.out.startswith("Documents : 2 ajoutés.\n")


def test_an_index_is_made_anew_from_its_own_documents(
    balise: Balise, folder: Path, tmp_path: Path
) -> None:
    index = tmp_path / "i"
    balise("index", folder, "--index", index)
    (folder / "peche.txt").unlink()
    assert balise("index", "--rebuild", "--index", index).out.startswith("Documents : 1 ajouté.\n")
    assert [row["title"] for row in balise("sources", "--json", "--index", index).json] == [
        "Le port"
    ]


def test_the_folder_of_the_index_comes_from_the_settings(
    balise: Balise, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALISE_INDEX", str(tmp_path / "from-variable"))
    assert f"dans {tmp_path / 'from-variable'}" in balise("index", folder).out
    flagged = balise("index", folder, "-i", tmp_path / "from-flag")
    assert f"dans {tmp_path / 'from-flag'}" in flagged.out


def test_formats_that_are_not_read_are_named(balise: Balise, folder: Path, tmp_path: Path) -> None:
    (folder / "tableau.xls").write_bytes(b"\xd0\xcf")
    made = balise("index", folder, "--index", tmp_path / "i")
    assert made.code == 0
    assert f"Format non pris en charge : {folder / 'tableau.xls'}" in made.err


def test_progress_stays_out_of_the_result(balise: Balise, folder: Path, tmp_path: Path) -> None:
    made = balise("index", folder, "--index", tmp_path / "i")
    assert len(made.out.splitlines()) == 2


def test_the_shipped_sheets_are_the_default(
    balise: Balise, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Path]] = []

    def record(paths: list[Path], *_rest: object) -> None:
        asked.append(paths)
        raise KeyboardInterrupt

    monkeypatch.setattr("ui.cli.index._sync", record)
    assert balise("index").code == 130
    assert (asked[0][0] / "hauts-de-france-emploi-numerique-2024.md").is_file()


def test_what_the_page_added_is_kept(
    balise: Balise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, own, index = tmp_path / "data", tmp_path / "own", tmp_path / "index"
    added = data / "documents" / "ajout.txt"
    for path, text in ((own / "note.txt", "Le beffroi a 240 marches."), (added, "Une halle.")):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("BALISE_DATA", str(data))
    assert balise("index", own, added, "--index", index).code == 0
    told = balise("index", own, "--index", index)
    assert told.code == 0
    assert "Documents : 2 inchangés." in told.words
    assert "Ajoutés depuis la page et gardés : 1 document." in " ".join(told.err.split())
