"""Averaging: a model between the tuned one and the one it was tuned from."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BaliseError
from index.embedding import load_embedder
from index.model_folder import read_record
from index.tuning.average import WEIGHTS, average, between, main


@pytest.fixture
def moved(tiny: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model whose every weight but the pieces' is one more."""
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "spécialisé"
    shutil.copytree(tiny, folder)
    weights = load_file(tiny / WEIGHTS)
    moved = {name: value if "word" in name else value + 1 for name, value in weights.items()}
    save_file(moved, folder / WEIGHTS, {"format": "pt"})
    return folder


@settings(deadline=None)
@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(0, 1))
def test_each_weight_lies_at_its_share_of_the_way(a: float, b: float, share: float) -> None:
    import torch

    found = between({"w": torch.tensor([a])}, {"w": torch.tensor([b])}, share)

    assert float(found["w"]) == pytest.approx((1 - share) * a + share * b, abs=1e-4)


@pytest.mark.parametrize("share", [-0.1, 1.5])
def test_a_share_outside_0_and_1_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        between({}, {}, share)


def test_the_averaged_folder_is_a_model_with_an_identity_of_its_own(
    tiny: Path, moved: Path, tmp_path: Path
) -> None:
    average(tiny, moved, 0.5, tmp_path / "moyenne")

    loaded = load_embedder(str(tmp_path / "moyenne"), tmp_path)
    assert np.linalg.norm(loaded.embed_query("Où se former ?")) == pytest.approx(1, abs=1e-3)
    assert read_record(tmp_path / "moyenne") is None
    assert loaded.identity.fingerprint != load_embedder(str(tiny), tmp_path).identity.fingerprint


def test_models_of_other_shapes_are_refused(tiny: Path, moved: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(moved / WEIGHTS)
    save_file({name: value[:1].clone() for name, value in weights.items()}, moved / WEIGHTS)

    with pytest.raises(BaliseError, match="n'a pas été tiré"):
        average(tiny, moved, 0.5, tmp_path / "moyenne")


def test_the_command_says_in_french_that_a_folder_is_no_model(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([str(tmp_path), "0.5", str(tmp_path / "moyenne"), "--base", str(tiny)])

    assert code == 1
    assert "n'a pas de poids" in capsys.readouterr().err
    assert not (tmp_path / "moyenne").exists()


def test_a_folder_that_exists_is_never_overwritten(tiny: Path, moved: Path) -> None:
    with pytest.raises(BaliseError, match="existe déjà"):
        average(tiny, moved, 0.5, moved)
