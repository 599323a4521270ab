"""A model's folder appears whole or not at all, and says what it was made from."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.document import BaliseError
from index.model_folder import ModelContent, checksum, is_complete, make_folder, read_record

ROOT = Path(__file__).parents[2]
SOURCE = {"model": "minuscule"}
TINY = ModelContent(
    config={"hidden_size": 32, "max_position_embeddings": 16, "num_hidden_layers": 0},
    tokenizer=json.dumps({"added_tokens": [{"id": 0, "content": "<s>"}]}).encode(),
    stored={
        "packed": np.arange(36, dtype=np.uint8).reshape(2, 18),
        "integers": np.array([[127, -64], [3, 0]], np.int8),
        "integers.scale": np.array([[0.5], [2]], np.float32),
        "plain": np.linspace(-1, 1, 32, dtype=np.float32),
    },
)

# With "stall", prints once the decoding is under way, then holds: the parent kills it there.
DECODER = """
import sys, time
from pathlib import Path
from index.shipped import decode_shipped
def progress(share):
    if share > 0.3 and sys.argv[2] == "stall":
        print("decoding", flush=True)
        time.sleep(60)
decode_shipped(Path(sys.argv[1]), on_progress=progress)
"""


def make(target: Path, source: dict[str, Any] = SOURCE) -> Path:
    make_folder(target, source, lambda: TINY)
    return target


def run_decoder(target: Path, manner: str = "go") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", DECODER, str(target), manner]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def is_whole(folder: Path) -> bool:
    record = read_record(folder)
    return record is not None and all(
        checksum(folder / name) == sum_ for name, sum_ in record["files"].items()
    )


def test_a_folder_records_what_it_was_made_from_and_what_it_holds(tmp_path: Path) -> None:
    folder = make(tmp_path / "e5")
    record = read_record(folder)
    assert record is not None
    assert record["source"]["model"] == "minuscule"
    assert record["files"]["config.json"] == checksum(folder / "config.json")
    assert record["sizes"]["model.safetensors"] == (folder / "model.safetensors").stat().st_size
    assert is_complete(folder, SOURCE)


def test_a_folder_is_the_same_to_the_byte_wherever_it_is_made(tmp_path: Path) -> None:
    first, again = (read_record(make(tmp_path / name)) for name in ("a", "b"))
    assert first == again
    texts = [path.read_bytes() for path in (tmp_path / "a").glob("**/*.json")]
    assert len(texts) == 8
    assert not any(b"\r" in text for text in texts)


def test_weights_are_decoded_to_bfloat16(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    tensors = load_file(make(tmp_path / "e5") / "model.safetensors")
    assert {tensor.dtype for tensor in tensors.values()} == {torch.bfloat16}
    assert tensors["packed"].shape == (2, 32)
    assert tensors["integers"].tolist() == [[63.5, -32], [6, 0]]
    assert not any(name.endswith(".scale") for name in tensors)
    expected = torch.linspace(-1, 1, 32)
    torch.testing.assert_close(tensors["plain"].float(), expected, atol=0.004, rtol=0)


def test_a_complete_folder_is_left_alone(tmp_path: Path) -> None:
    folder = make(tmp_path / "e5")
    before = (folder / "model.safetensors").stat().st_mtime_ns
    make(folder)
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


@pytest.mark.parametrize("missing", ["tokenizer.json", "1_Pooling/config.json"])
def test_an_incomplete_folder_is_made_again(tmp_path: Path, missing: str) -> None:
    folder = make(tmp_path / "e5")
    (folder / missing).unlink()
    assert not is_complete(folder, SOURCE)
    assert is_complete(make(folder), SOURCE)


def test_a_folder_made_from_something_else_is_replaced(tmp_path: Path) -> None:
    folder = make(tmp_path / "e5", {"model": "un autre"})
    assert not is_complete(folder, SOURCE)
    assert is_complete(make(folder), SOURCE)


def test_a_folder_of_an_older_version_is_replaced(tmp_path: Path) -> None:
    folder = make(tmp_path / "e5")
    record = json.loads((folder / "balise-model.json").read_text("utf-8"))
    record["source"]["decoder"] -= 1
    (folder / "balise-model.json").write_text(json.dumps(record), "utf-8")
    assert not is_complete(folder, SOURCE)
    assert is_complete(make(folder), SOURCE)


def test_what_cannot_be_read_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    def refuse() -> ModelContent:
        raise BaliseError("illisible")

    folder = make(tmp_path / "e5")
    with pytest.raises(BaliseError, match="illisible"):
        make_folder(folder, {"model": "un autre"}, refuse)
    assert is_complete(folder, SOURCE)


def test_a_folder_with_other_things_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "thèse.odt").write_text("trois ans de travail")
    with pytest.raises(BaliseError, match=r"contient autre chose.*thèse\.odt"):
        make(tmp_path)
    assert (tmp_path / "thèse.odt").exists()


def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    with pytest.raises(BaliseError, match="Impossible de préparer le modèle"):
        make(tmp_path / "fichier" / "e5")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="pas de SIGKILL sur cette plateforme")
def test_a_decoding_killed_midway_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    target = tmp_path / "e5"
    process = run_decoder(target, "stall")
    assert process.stdout is not None
    assert process.stdout.readline() == "decoding\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [".e5.partial"]
    assert run_decoder(target).wait() == 0
    assert is_whole(target)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["e5"]


def test_two_processes_may_decode_at_once(tmp_path: Path) -> None:
    processes = [run_decoder(tmp_path / "e5") for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert is_whole(tmp_path / "e5")
