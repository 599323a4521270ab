"""The command tunes a tiny model: it learns, goes on after a stop, and leaves the pieces alone.

It runs in a process of its own, as it is used: training changes how the process keeps memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.blocks import PIECE_TABLE
from index.embedding import load_embedder
from index.reader.piaf import PIAF
from index.tuning.average import WEIGHTS
from index.tuning.training import LOG_NAME, MODEL_NAME

ROOT = Path(__file__).parents[3]


def command(*options: str | Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "index.tuning.train", *map(str, options)]
    quiet = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    return subprocess.run(words, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)


def losses(run: Path) -> list[float]:
    return [json.loads(line)["loss"] for line in (run / LOG_NAME).open(encoding="utf-8")]


@pytest.fixture(scope="module")
def piaf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not PIAF.is_file():
        pytest.skip("les données de PIAF ne sont pas là")
    return PIAF


@pytest.fixture(scope="module")
def options(tiny: Path, data: Path, piaf: Path) -> list[str | Path]:
    pytest.importorskip("datasets", reason="de quoi entraîner n'est pas installé")
    pytest.importorskip("accelerate", reason="de quoi entraîner n'est pas installé")
    fast = ["--epochs", "25", "--batch", "6", "--rate", "0.003", "--scale", "20"]
    return [
        *fast, "--log-every", "1", "--save-every", "10",
        "--base", tiny, "--data", data, "--piaf", piaf,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def stopped_then_resumed(
    options: list[str | Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    run = tmp_path_factory.mktemp("reprise")
    stopped = command("--out", run, "--stop-after", "10", *options)
    assert stopped.returncode == 0, stopped.stderr
    assert "la même commande le reprend" in stopped.stdout
    resumed = command("--out", run, *options)
    assert resumed.returncode == 0, resumed.stderr
    return run


def test_the_loss_falls(stopped_then_resumed: Path) -> None:
    measured = losses(stopped_then_resumed)

    assert np.mean(measured[-10:]) < 0.7 * np.mean(measured[:10])


def test_a_resumed_run_goes_on_where_it_was(stopped_then_resumed: Path) -> None:
    lines = (stopped_then_resumed / LOG_NAME).read_text("utf-8").splitlines()

    steps = [json.loads(line)["step"] for line in lines]
    assert steps == list(range(1, len(steps) + 1))
    assert len(steps) > 10


def test_the_table_of_pieces_does_not_move_and_all_else_does(
    tiny: Path, stopped_then_resumed: Path
) -> None:
    from safetensors.torch import load_file

    before, after = (
        load_file(tiny / WEIGHTS),
        load_file(stopped_then_resumed / MODEL_NAME / WEIGHTS),
    )
    assert before[PIECE_TABLE].equal(after[PIECE_TABLE])
    layers = [name for name in before if name.startswith("encoder.") and name.endswith("weight")]
    assert layers
    assert not any(before[name].equal(after[name]) for name in layers)


def test_the_tuned_folder_is_used_as_the_shipped_model_is(
    tiny: Path, stopped_then_resumed: Path, tmp_path: Path
) -> None:
    tuned = load_embedder(str(stopped_then_resumed / MODEL_NAME), tmp_path)

    assert tuned.identity.prompts == load_embedder(str(tiny), tmp_path).identity.prompts
    assert tuned.identity.max_tokens >= 128
    assert tuned.embed_passages(["Un texte.", "Un autre."]).shape == (2, 32)


def test_a_run_with_other_settings_is_refused(
    options: list[str | Path], stopped_then_resumed: Path
) -> None:
    refused = command("--out", stopped_then_resumed, *options, "--seed", "7")

    assert refused.returncode == 1
    assert "autres réglages ou d'autres données" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_folder_that_is_no_model_is_refused_in_french(
    options: list[str | Path], tmp_path: Path
) -> None:
    refused = command("--out", tmp_path / "run", *options, "--base", tmp_path)

    assert refused.returncode == 1
    assert "n'est pas un modèle" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_origins_that_no_question_has_are_refused(
    options: list[str | Path], tmp_path: Path
) -> None:
    refused = command("--out", tmp_path / "run", *options, "--only", "rome")

    assert refused.returncode == 1
    assert "Aucune question de ces origines" in refused.stderr
    assert not (tmp_path / "run").exists()
