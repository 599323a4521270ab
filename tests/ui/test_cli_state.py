"""`balise sources` and `balise status`."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ui.conftest import Balise


def test_sources_as_a_table(balise: Balise, indexed: Path) -> None:
    told = balise("sources", "--index", indexed)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("3 documents")
    assert "Observatoire" in told.out
    assert "* déduit du texte" in told.out


def test_sources_in_json(balise: Balise, indexed: Path, documents: Path) -> None:
    rows = {row["id"]: row for row in balise("sources", "--json", "--index", indexed).json}
    assert rows.keys() == {"emploi.md", "ecole.txt", "piege.txt"}
    jobs = rows["emploi.md"]
    assert jobs["path"] == str(documents / "emploi.md")
    assert jobs["publisher"] == "Observatoire de Lille"
    assert jobs["publisher_kind"] == "institution"
    assert jobs["published"] == {"iso": "2024", "inferred": False}
    assert jobs["territories"][0]["name"] == "Hauts-de-France"
    assert jobs["passages"] >= 1


def test_status_of_a_ready_index(balise: Balise, indexed: Path) -> None:
    told = balise("status", "--index", indexed)
    assert (told.code, told.err) == (0, "")
    assert f"Balise {version('balise')}" in told.words
    assert "3 documents, " in told.words
    assert "État prêt" in told.words
    assert "Chroma intégré" in told.words


def test_status_without_an_index(balise: Balise, tmp_path: Path) -> None:
    told = balise("status", "--index", tmp_path / "i")
    assert told.code == 0
    assert "pas encore d'index : « balise index » en fait un" in told.words
    assert not (tmp_path / "i").exists()
