"""What users give by mistake: each has a French sentence, an exit code and no trace of Python."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

GOOD = "Le port\n\nLe port de Dunkerque compte 12 quais.\n"
UNUSABLE = {
    "vide.txt": (b"", "Le fichier est vide."),
    "blanc.txt": (b" \n\t\n", "Le fichier est vide."),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(64), "Le fichier contient une image PNG"),
    "octets.txt": (bytes(range(256)) * 40, "Le fichier contient des données binaires"),
    "nuls.txt": (b"\x00" * 4096, "Le fichier contient des données binaires et non du texte."),
    "faux.pdf": (b"Je ne suis pas un PDF.", ""),
    "faux.docx": (b"PK\x03\x04 tronqu", ""),
    "faux.odt": (b"", "Le fichier est vide."),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_that_cannot_be_read(balise: Balise, tmp_path: Path, name: str) -> None:
    data, reason = UNUSABLE[name]
    Path(name).write_bytes(data)
    told = balise("index", name, "--index", tmp_path / "i")
    assert told.code == 1
    assert told.err.startswith(f"Aucun document lisible : rien n'a été indexé. {reason}")
    assert told.out == ""


def test_unreadable_files_do_not_stop_the_others(balise: Balise, tmp_path: Path) -> None:
    folder = tmp_path / "textes"
    folder.mkdir()
    (folder / "port.txt").write_text(GOOD, encoding="utf-8")
    for name, (data, _) in UNUSABLE.items():
        (folder / name).write_bytes(data)
    told = balise("index", folder, "--index", tmp_path / "i")
    assert told.code == 0
    assert told.out.startswith(f"Documents : 1 ajouté, {len(UNUSABLE)} illisibles.\n")
    for name, (_, reason) in UNUSABLE.items():
        assert f"✗ {folder / name} : {reason}" in told.err


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        ("Un café à Béthune, près de Noël.\n".encode("latin-1") * 3, "Texte décodé en "),
        ("Un café à Béthune".encode() + b"\xff, ouvert en 2020.\n", "1 caractère illisible"),
        (b"Un quai\x00 de Dunkerque, ouvert en 2020.\n", "1 caractère nul retiré."),
        (b"---\ntitle: [\n---\nUn quai de Dunkerque.\n", "En-tête ignoré. L'en-tête YAML"),
    ],
    ids=["latin-1", "broken-utf-8", "stray-nul", "front-matter"],
)
def test_what_was_recovered_is_said(
    balise: Balise, tmp_path: Path, data: bytes, warning: str
) -> None:
    Path("texte.md").write_bytes(data)
    told = balise("index", "texte.md", "--index", tmp_path / "i")
    assert told.code == 0
    assert "⚠ texte.md : " in told.err
    assert warning in told.err


def test_a_file_over_the_limit(
    balise: Balise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.library.MAX_BYTES", 1024**2)
    Path("gros.txt").write_text(GOOD * (2 * 1024**2 // len(GOOD)), encoding="utf-8")
    told = balise("index", "gros.txt", "--index", tmp_path / "i")
    assert (told.code, told.out) == (1, "")
    assert told.err.endswith("Le fichier dépasse 1 Mo.\n")


def test_a_path_that_does_not_exist(balise: Balise, tmp_path: Path) -> None:
    told = balise("index", "absent", "--index", tmp_path / "i")
    assert (told.code, told.err) == (1, "Le chemin « absent » n'existe pas.\n")


def test_an_empty_folder(balise: Balise, tmp_path: Path) -> None:
    Path("rien").mkdir()
    told = balise("index", "rien", "--index", tmp_path / "i")
    assert told.code == 1
    assert told.err.startswith("Le dossier « rien » ne contient aucun document lisible (formats")


@pytest.mark.parametrize("command", [("index", "port.txt"), ("ask", "Où ?"), ("status",)])
def test_a_file_where_the_index_should_be(
    balise: Balise, tmp_path: Path, command: tuple[str, ...]
) -> None:
    Path("port.txt").write_text(GOOD, encoding="utf-8")
    told = balise(*command, "--index", tmp_path / "port.txt" / "index")
    if command[0] == "status":
        assert "pas encore d'index" in told.words
        return
    assert (told.code, told.out) == (1, "")
    expected = {
        "index": "Impossible d'écrire dans « {} » (un fichier",
        "ask": "Pas encore d'index dans « {} ». Faites-en un avec « balise index ».",
    }[command[0]]
    assert told.err.startswith(expected.format(tmp_path / "port.txt" / "index"))


@pytest.mark.parametrize("command", [("ask", "Où ?"), ("chat",), ("sources",)])
def test_no_index_yet(balise: Balise, tmp_path: Path, command: tuple[str, ...]) -> None:
    told = balise(*command, "--index", tmp_path / "i")
    assert told.code == 1
    assert told.err == (
        f"Pas encore d'index dans « {tmp_path / 'i'} ». Faites-en un avec « balise index ».\n"
    )


@pytest.fixture
def spoil(indexed: Path, tmp_path: Path) -> Callable[[str, Callable[[Path], object]], Path]:
    """Copy the small index and damage one of its files."""

    def damage(name: str, change: Callable[[Path], object]) -> Path:
        copy = tmp_path / "copy"
        shutil.copytree(indexed, copy)
        change(next(copy.rglob(name)))
        return copy

    return damage


def test_an_index_made_with_another_model(
    balise: Balise, spoil: Callable[..., Path], documents: Path
) -> None:
    def another_model(path: Path) -> None:
        identity = json.loads(path.read_text(encoding="utf-8"))
        identity.update(model="camembert", model_fingerprint="0", dimension=768)
        path.write_text(json.dumps(identity), encoding="utf-8")

    index = spoil("identity.json", another_model)
    for command in (("ask", "Où ?"), ("chat",), ("index", documents)):
        told = balise(*command, "--index", index)
        assert (told.code, told.out) == (1, "")
        assert told.err.startswith("Cet index a été fait autrement : le modèle de vecteurs")
        assert "index : camembert" in told.err
        assert "« balise index --rebuild »" in told.err
    assert "Cet index a été fait autrement" in balise("status", "--index", index).words
    assert balise("index", documents, "--rebuild", "--index", index).code == 0
    assert "prêt" in balise("status", "--index", index).words


@pytest.mark.parametrize("name", ["identity.json", "catalogue.sqlite", "words.json", "*.npy"])
def test_a_damaged_index(balise: Balise, spoil: Callable[..., Path], name: str) -> None:
    index = spoil(name, lambda path: path.write_bytes(b"\xff{"))
    told = balise("ask", "Où se trouve l'École du Littoral ?", "--index", index)
    assert (told.code, told.out) == (1, "")
    assert "est abîmé" in told.err
    assert "« balise index --rebuild »" in told.err


def test_an_index_that_lost_its_list_is_made_anew_from_what_is_given(
    balise: Balise, spoil: Callable[..., Path], documents: Path
) -> None:
    index = spoil("catalogue.sqlite", lambda path: path.write_bytes(b"\xff{"))
    told = balise("index", "--rebuild", "--index", index)
    assert (told.code, told.out) == (1, "")
    assert "« balise index --rebuild CHEMIN »" in told.err
    assert balise("index", documents, "--rebuild", "--index", index).code == 0


@pytest.mark.parametrize("command", ["sources", "status"])
def test_a_damaged_catalogue(balise: Balise, spoil: Callable[..., Path], command: str) -> None:
    index = spoil("catalogue.sqlite", lambda path: path.write_bytes(b"\xff{"))
    told = balise(command, "--index", index)
    assert told.code == 1
    assert "est abîmé" in told.err


@pytest.mark.parametrize(
    ("question", "code", "message"),
    [
        ("", 1, "La question est vide. Posez une question en français.\n"),
        ("  \n", 1, "La question est vide. Posez une question en français.\n"),
        ("é" * 5000, 1, "La question fait 5000 caractères : la limite est de 2000."),
    ],
    ids=["empty", "blank", "5000"],
)
def test_a_question_that_is_none(
    balise: Balise, indexed: Path, question: str, code: int, message: str
) -> None:
    told = balise("ask", question, "--index", indexed)
    assert (told.code, told.out) == (code, "")
    assert told.err.startswith(message)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many people work in the digital sector?", "Je réponds aux questions posées en fr"),
        ("😀🚀❓", "Je n'ai pas compris ce que vous cherchez."),
        ("???", "Je n'ai pas compris ce que vous cherchez."),
        ("\udcff\udcfe", "Je n'ai pas compris ce que vous cherchez."),
    ],
    ids=["english", "emoji", "marks", "not-utf-8"],
)
def test_a_question_that_says_nothing(
    balise: Balise, indexed: Path, question: str, words: str
) -> None:
    told = balise("ask", question, "--index", indexed)
    assert told.code == 3
    assert words in told.words
    assert "J'ai compris" not in told.words


def test_a_text_of_20_megabytes_is_announced_and_indexed(balise: Balise, tmp_path: Path) -> None:
    """Mostly blank, so that the test has few vectors to compute."""
    Path("long.txt").write_bytes(GOOD.encode() + b" \n" * 10_000_000)
    told = balise("index", "long.txt", "--index", tmp_path / "i")
    assert told.code == 0
    assert "long.txt fait 20 Mo" in told.err
    assert "elle reprendra où elle en était" in told.err
    assert "1 ajouté" in told.out
