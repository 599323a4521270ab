"""Settings: flags, then variables, then `balise.toml`; a mistake is named in French."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.document import BaliseError
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

KNOWN = (
    "Réglages connus : "
    + ", ".join(sorted(f"BALISE_{name.upper()}" for name in Settings.model_fields))
    + ".\n"
)
TOML = Path("balise.toml")


def test_flags_win_over_variables_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    TOML.write_text('index = "file"\nthreshold = 0.2\nchroma_url = "http://a:1"\n', "utf-8")
    monkeypatch.setenv("BALISE_INDEX", "variable")
    monkeypatch.setenv("BALISE_THRESHOLD", "0.4")
    assert load_settings().index == Path("variable")
    settings = load_settings(index=Path("flag"))
    assert (settings.index, settings.threshold) == (Path("flag"), 0.4)
    assert settings.chroma_url == "http://a:1"


def test_an_empty_variable_is_no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALISE_THRESHOLD", "")
    assert load_settings().threshold is None


@pytest.mark.parametrize("command", [("ask", "Où ?"), ("status",), ("sources",), ("chat",)])
def test_an_unknown_variable(
    balise: Balise, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("BALISE_TRESHOLD", "0.5")
    told = balise(*command)
    assert (told.code, told.out) == (1, "")
    assert told.err == f"Réglage inconnu : BALISE_TRESHOLD. {KNOWN}"


@pytest.mark.parametrize("value", ["2", "-0.1", "beaucoup", "nan"])
def test_an_impossible_value(balise: Balise, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BALISE_THRESHOLD", value)
    told = balise("status")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(f"Valeur impossible pour BALISE_THRESHOLD (« {value} ») : attendu")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"seuil = 0.5\n", f"Réglage inconnu dans balise.toml : seuil. {KNOWN}"),
        (b"threshold = 2\n", "Valeur impossible pour BALISE_THRESHOLD (« 2 »)"),
        (b"index = 3\n", "Valeur impossible pour BALISE_INDEX (« 3 ») : attendu un dossier."),
        (b"threshold = \n", "« balise.toml » n'est pas un fichier TOML valable (ligne 1"),
        (b'index = "x', "« balise.toml » n'est pas un fichier TOML valable."),
        (b"# \xe9\n", "« balise.toml » n'est pas en UTF-8."),
    ],
    ids=["unknown", "value", "type", "syntax", "unfinished", "latin-1"],
)
def test_a_mistake_in_the_file(balise: Balise, content: bytes, message: str) -> None:
    TOML.write_bytes(content)
    told = balise("status")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(message)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("localhost", "L'adresse du serveur Chroma « localhost » n'est pas valable"),
        ("http://127.0.0.1:9", "Le serveur Chroma « http://127.0.0.1:9 » ne répond pas"),
    ],
)
def test_a_chroma_server_that_cannot_be_reached(
    balise: Balise,
    documents: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    message: str,
) -> None:
    monkeypatch.setenv("BALISE_CHROMA_URL", url)
    told = balise("index", documents, "--index", tmp_path / "i")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(message)


def test_an_index_whose_vectors_are_elsewhere(
    balise: Balise, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALISE_CHROMA_URL", "http://127.0.0.1:9")
    told = balise("ask", "Où se trouve l'École du Littoral ?", "--index", indexed)
    assert (told.code, told.out) == (1, "")
    assert "BALISE_CHROMA_URL" in told.err


def test_a_model_that_does_not_exist(
    balise: Balise, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BALISE_EMBEDDING", "/nulle/part")
    told = balise("ask", "Où se trouve l'École du Littoral ?", "--index", indexed)
    assert told.code == 1
    assert told.err.startswith("Dossier de modèle introuvable : « /nulle/part ».")
    assert "Dossier de modèle introuvable" in balise("status", "--index", indexed).words


def test_settings_are_refused_by_name() -> None:
    TOML.write_text("[index]\nfolder = 1\n", "utf-8")
    with pytest.raises(BaliseError, match="BALISE_INDEX"):
        load_settings()
