"""Weights on disk: small, checked, and near enough to those that were trained."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from corpus.document import BaliseError
from index.blocks import PIECE_TABLE, unpack_rows
from index.reader.checkpoint import trained_weights
from index.reader.model import make_network, read
from index.reader.prune import Base
from index.reader.weights import (
    DESCRIPTION,
    ENCODER,
    fingerprint,
    load_reader,
    put_weights,
    read_weights,
    save_reader,
)
from index.shipped import PIECES

if TYPE_CHECKING:
    from torch.nn import ModuleDict


@pytest.fixture
def tiny_base(base: Base, tiny_config: dict[str, Any]) -> Base:
    narrow = np.ascontiguousarray(base.table[:, :18])  # one block: 32 weights a piece
    return dataclasses.replace(base, config=tiny_config, table=narrow)


@pytest.fixture
def saved(tiny: ModuleDict, tiny_base: Base, tmp_path: Path) -> Path:
    import torch

    table = torch.from_numpy(unpack_rows(tiny_base.table))
    tiny["encoder"].load_state_dict({PIECE_TABLE: table}, strict=False)
    save_reader(tmp_path / "lecteur", tiny, tiny_base, {"note": "essai"})
    return tmp_path / "lecteur"


def test_a_saved_reader_scores_almost_alike(tiny: ModuleDict, saved: Path) -> None:
    import torch

    loaded = load_reader(saved)
    inputs = loaded.encoder.encode("Où ?", ["À Lille.", "Le beffroi d'Arras mesure 75 mètres."])

    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        before = read(tiny, inputs, loaded.encoder.padding)
        after = read(loaded.network, inputs, loaded.encoder.padding)

    torch.testing.assert_close(after.relevance, before.relevance, atol=0.02, rtol=0.05)
    torch.testing.assert_close(after.start, before.start, atol=0.02, rtol=0.05)
    assert loaded.description["note"] == "essai"


def test_training_can_go_on_from_a_saved_reader(tiny: ModuleDict, saved: Path) -> None:
    read_back = read_weights(saved)

    for name, value in trained_weights(tiny).items():
        scale = float(value.abs().max())
        assert float((read_back[name] - value).abs().max()) <= scale / 100


def test_weights_of_another_network_are_refused(tiny: ModuleDict, saved: Path) -> None:
    weights = read_weights(saved)
    weights.pop("span.weight")

    with pytest.raises(BaliseError, match="ne sont pas ceux d'un lecteur de cette forme"):
        put_weights(tiny, weights)


def test_weights_read_back_are_those_that_are_put(
    tiny: ModuleDict, saved: Path, tiny_config: dict[str, Any]
) -> None:
    weights = read_weights(saved)
    other = make_network(tiny_config, seed=8)
    put_weights(other, weights)

    assert fingerprint(trained_weights(other)) == fingerprint(weights)
    assert fingerprint(trained_weights(tiny)) != fingerprint(weights)


def test_matrices_take_a_byte_a_weight_and_pieces_half(saved: Path, tiny_base: Base) -> None:
    assert (saved / PIECES).stat().st_size < len(tiny_base.table) * 18 + 1000
    assert (saved / ENCODER).stat().st_size < 60_000


@pytest.mark.parametrize("name", [ENCODER, PIECES, "tokenizer.json"])
def test_a_changed_file_is_named(saved: Path, name: str) -> None:
    with (saved / name).open("ab") as stream:
        stream.write(b" ")

    for read_files in (load_reader, read_weights):
        with pytest.raises(BaliseError, match=name):
            read_files(saved)


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"files": 3}'])
def test_a_folder_without_a_description_is_refused(saved: Path, content: str | None) -> None:
    if content is None:
        (saved / DESCRIPTION).unlink()
    else:
        (saved / DESCRIPTION).write_text(content, "utf-8")

    with pytest.raises(BaliseError, match="absent ou incomplet"):
        load_reader(saved)
