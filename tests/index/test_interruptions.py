"""Runs killed at any moment: the index before answers on, and the next run takes up the work.

The moments are reached in real processes, which hold there until they are killed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import BaliseError

ROOT = Path(__file__).parents[2]
BEFORE = "À Lille, le numérique emploie 6 800 salariés."
AFTER = "À Amiens, la logistique emploie 900 caristes."

PROGRAM = """
import sys, time
from pathlib import Path
import index.build, index.publish
from corpus.document import BaliseError
from index.embedding import load_embedder
from index.identity import IndexIdentity

documents, folder, identity, moment = sys.argv[1:]

def hold():
    print("held", flush=True)
    time.sleep(120)

def told(step, done, total):
    if step == moment:
        hold()

def holding(module, name, before):
    real = getattr(module, name)
    def function(*arguments):
        if before(*arguments):
            hold()
        return real(*arguments)
    setattr(module, name, function)

if moment == "before publishing":
    holding(index.build, "publish", lambda *_: True)
if moment == "between the two renames":
    holding(index.publish, "_sync", lambda path: path.name == "CURRENT.new")
if moment == "before cleaning up":
    holding(index.build, "outdated", lambda folder: (folder / "generations" / "000002").is_dir())
try:
    index.build.sync(
        [Path(documents)], Path(folder), load_embedder,
        IndexIdentity.model_validate_json(identity), on_progress=told,
    )
except BaliseError as error:
    print(error, flush=True)
    sys.exit(1)
print("done", flush=True)
"""


def start(workspace, moment: str = "never") -> subprocess.Popen[str]:
    """Run `sync` in another process, up to `moment`."""
    given = (workspace.documents, workspace.index, workspace.identity.model_dump_json(), moment)
    command = [sys.executable, "-c", PROGRAM, *map(str, given)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, small_index) -> Path:
    """A folder with the documents to index, and an index of what they were before."""
    home = tmp_path_factory.mktemp("prepared")
    (home / "documents").mkdir()
    workspace = replace(small_index, documents=home / "documents", index=home / "index")
    workspace.write(un_txt=BEFORE)
    workspace.sync()
    workspace.write(un_txt=AFTER)
    return home


@pytest.fixture(scope="module")
def vectors(prepared: Path, tmp_path_factory: pytest.TempPathFactory, small_index) -> Path:
    """The cache of a run that had computed all vectors."""
    other = tmp_path_factory.mktemp("vectors")
    replace(small_index, documents=prepared / "documents", index=other).sync()
    return other / "vectors.sqlite"


@pytest.fixture
def fresh(prepared: Path, workspace) -> Iterator:
    """An index of the documents as they were, to be brought up to date."""
    shutil.copytree(prepared / "index", workspace.index)
    return replace(workspace, documents=prepared / "documents")


@pytest.fixture
def ready(fresh, vectors: Path):
    """The same, where only the vectors are up to date."""
    shutil.copy(vectors, fresh.index / "vectors.sqlite")
    return fresh


@pytest.mark.parametrize(
    "moment", ["Rangement dans Chroma", "before publishing", "between the two renames"]
)
def test_a_run_killed_before_the_end_leaves_the_index_and_is_taken_up(moment: str, ready) -> None:
    process = start(ready, moment)
    assert said(process) == "held"
    kill(process)

    assert ready.best("Que se passe-t-il ?") == BEFORE
    ready.sync()
    assert ready.recorder.loads == 0
    assert ready.best("Que se passe-t-il ?") == AFTER
    assert len(ready.generations()) == 2


def test_a_run_killed_after_publishing_has_done_its_work(ready) -> None:
    process = start(ready, "before cleaning up")
    assert said(process) == "held"
    kill(process)

    assert ready.best("Que se passe-t-il ?") == AFTER
    assert not ready.sync().changed


def test_a_run_killed_while_embedding_is_not_embedded_again(workspace) -> None:
    workspace.write(un_txt=BEFORE)
    workspace.sync()
    lines = "\n".join(f"- le métier numéro {n} recrute à Lille ;" for n in range(100))
    workspace.write(deux_txt=f"Les métiers :\n{lines}")
    process = start(workspace, "Calcul des vecteurs")
    assert said(process) == "held"
    kill(process)

    assert workspace.best("Que se passe-t-il ?") == BEFORE
    report = workspace.sync()
    assert 0 < len(workspace.recorder.texts) <= report.passages + report.sentences - 64


def test_a_second_run_at_once_is_refused_and_harms_nothing(ready) -> None:
    process = start(ready, "before publishing")
    assert said(process) == "held"
    with pytest.raises(BaliseError, match="Une autre indexation est en cours"):
        ready.sync()
    assert ready.best("Que se passe-t-il ?") == BEFORE
    kill(process)

    ready.sync()
    assert ready.best("Que se passe-t-il ?") == AFTER


def test_two_processes_that_start_together_end_with_a_sound_index(ready) -> None:
    processes = [start(ready), start(ready)]
    outcomes = [process.communicate(timeout=120)[0].strip() for process in processes]

    assert "done" in outcomes
    assert all(o == "done" or "Une autre indexation est en cours" in o for o in outcomes)
    assert ready.best("Que se passe-t-il ?") == AFTER
