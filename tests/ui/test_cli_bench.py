"""`balise bench`: what it prints and writes, and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evals.bench.result import Bench
from evals.bench.systems import INDEXED, System
from ui.cli.bench import read_sizes

if TYPE_CHECKING:
    from tests.ui.conftest import Balise

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "ui.cli.app")


@dataclass(frozen=True)
class Written:
    """What a run left."""

    out: str
    err: str
    measured: Bench
    page: str


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A real run on sixty passages."""
    home = tmp_path_factory.mktemp("bench")
    sizes = ["--sizes", "60", "--questions", "3", "--sample", "12", "--repetitions", "1"]
    done = subprocess.run(
        [*PROGRAM, "bench", *sizes, "--seed", "5", "--json", "m.json", "--html", "m.html"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "110"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    measured = Bench.model_validate_json((home / "m.json").read_text("utf-8"))
    page = (home / "m.html").read_text("utf-8")
    return Written(done.stdout.decode(), done.stderr.decode(), measured, page)


@pytest.mark.slow
def test_it_prints_each_measure_of_each_system(run: Written) -> None:
    told = run.out
    for words in (
        "Caractères par seconde",
        "60 passages",
        "Recherche, médiane",
        "Réponse entière, médiane",
        "Mémoire résidente",
        "Démarrage",
        "« balise ask »",
        "Taille sur disque",
        "Modèle de vecteurs",
        "BM25 seul",
        "charge",
        "recousus au hasard",
    ):
        assert words in told
    assert "llama-index" in told
    assert "×" in told


@pytest.mark.slow
def test_it_writes_what_it_measured(run: Written) -> None:
    measured = run.measured
    assert [size.passages for size in measured.sizes] == [60]
    assert (measured.info.seed, measured.info.questions) == (5, 3)
    for size in measured.sizes:
        assert set(size.latency) == set(System)
        assert all(latency.found == 1 for s, latency in size.latency.items() if s in INDEXED)
        assert all(done.texts == size.passages for done in size.indexing.values())
        assert all(spent > 0 for spent in [*size.cold_s.values(), *size.disk_mb.values()])
        assert size.shell_s
    assert measured.throughput[System.BM25].runs[0].encoded == 0
    assert measured.throughput[System.LLAMA].runs[0].encoded == 12


@pytest.mark.slow
def test_it_writes_a_page_that_needs_nothing_else(run: Written) -> None:
    assert run.page.startswith("<!doctype html>")
    assert run.page.count("<svg ") == 4
    assert "60 passages" in run.page
    assert "http://" not in run.page
    assert "https://" not in run.page


@pytest.mark.slow
def test_progress_stays_out_of_the_result(run: Written) -> None:
    assert run.err == ""


def test_sizes_go_from_small_to_large_each_once() -> None:
    assert read_sizes("10000, 60,1000,60") == (60, 1000, 10000)


@pytest.mark.parametrize("sizes", ["", "0", "mille", "10;20", "-5", "2000000", "1.5"])
def test_impossible_sizes(balise: Balise, sizes: str) -> None:
    told = balise("bench", f"--sizes={sizes}")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"Tailles impossibles pour --sizes : « {sizes} ». Attendu")


@pytest.mark.parametrize("option", ["--questions", "--sample", "--repetitions"])
def test_impossible_counts(balise: Balise, option: str) -> None:
    told = balise("bench", option, "0")
    assert told.code == 2
    assert told.err.startswith(f"Valeur impossible pour {option}.")


def test_each_repetition_needs_its_texts(balise: Balise) -> None:
    told = balise("bench", "--sample", "2", "--repetitions", "3")
    assert told.code == 2
    assert told.err == "--sample doit valoir au moins --repetitions.\n"


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_a_file_that_cannot_be_written_is_told_before_measuring(
    balise: Balise, option: str, tmp_path: Path
) -> None:
    told = balise("bench", option, tmp_path / "absent" / "x")
    assert (told.code, told.out) == (1, "")
    assert "ne peut pas être écrit (chemin impossible)" in told.err


def test_documents_that_are_not_there(balise: Balise, tmp_path: Path) -> None:
    told = balise("bench", "--documents", tmp_path / "rien", "--json", tmp_path / "m.json")
    assert told.code == 1
    assert "n'existe pas" in told.err
    assert not (tmp_path / "m.json").exists()


def test_its_help_loads_nothing_heavy(balise: Balise) -> None:
    before = set(sys.modules)
    assert balise("bench", "--help").code == 0
    assert "evals.bench.run" not in set(sys.modules) - before
