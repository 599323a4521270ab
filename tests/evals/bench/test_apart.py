"""A process of its own: what it returns, raises, and prints."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from corpus.document import BaliseError
from evals.bench.apart import Apart
from evals.bench.machine import disk_mb, memory_gb
from evals.bench.texts import read_material


def test_it_runs_functions_in_another_process_that_stays() -> None:
    with Apart() as process:
        assert process.run(math.gcd, 12, 18) == 6
        assert process.run(os.getpid) == process.run(os.getpid) != os.getpid()


def test_what_a_function_prints_is_not_taken_for_its_result() -> None:
    with Apart() as process:
        assert process.run(print, "du bruit") is None
        assert process.run(math.sqrt, 4) == 2


def test_a_french_error_comes_back_as_it_is() -> None:
    with Apart() as process, pytest.raises(BaliseError, match="n'existe pas"):
        process.run(read_material, Path("/nulle/part"))


def test_another_error_is_named() -> None:
    with Apart() as process, pytest.raises(RuntimeError, match="ValueError"):
        process.run(math.sqrt, -1)


def test_a_process_that_died_is_explained() -> None:
    with Apart() as process, pytest.raises(BaliseError, match="la mémoire a sans doute manqué"):
        process.run(os._exit, 1)


def test_it_ends_with_the_block() -> None:
    with Apart() as process:
        number = process.run(os.getpid)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_its_memory_is_its_own() -> None:
    ours = memory_gb("VmRSS")
    with Apart() as process:
        theirs = process.run(memory_gb, "VmRSS")
    if Path("/proc/self/status").exists():
        assert ours is not None
        assert theirs is not None
        assert 0.001 < theirs < 100
        assert theirs != ours
    assert memory_gb("Inconnu") is None


def test_the_settings_of_the_user_stay_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALISE_CHROMA_URL", "http://ailleurs:1")
    with Apart() as process:
        assert process.run(os.getenv, "BALISE_CHROMA_URL") is None


def test_the_size_of_a_folder_counts_its_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"0" * 1_500_000)
    (tmp_path / "c").write_bytes(b"0" * 500_000)
    assert disk_mb(tmp_path) == 2.0
