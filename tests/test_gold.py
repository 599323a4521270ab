"""The questions kept beside the project, asked through the real program.

They are skipped where the shared folder is absent: the product does not need it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"
SHEETS = Path(__file__).parents[1] / "corpus" / "sheets"
GOLD = SHARED / "gold" / "dev.jsonl"

pytestmark = pytest.mark.skipif(
    not GOLD.is_file(), reason=f"les questions partagées ne sont pas là ({GOLD})"
)


def balise(*arguments: str, index: Path) -> str:
    """Run the program and return what it printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BALISE_")}
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli.app", *arguments, "--index", str(index)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=index.parent,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def score(documents: Path, folder: Path) -> dict[str, float]:
    """Index `documents`, ask every question and score the answers as the team does."""
    balise("index", str(documents), index=folder / "index")
    answers = folder / "answers.jsonl"
    answers.write_text(balise("ask", "--batch", str(GOLD), "--json", index=folder / "index"))
    printed = subprocess.run(
        [sys.executable, SHARED / "gold" / "score.py", GOLD, answers, SHARED / "seeds"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    print(printed)
    return dict(json.loads(printed.splitlines()[-1]))


def test_the_raw_documents_answer_the_questions(tmp_path: Path) -> None:
    """Right answers, real quotes, honest refusals, short texts, on the documents as they are."""
    measured = score(SHARED / "seeds", tmp_path)
    assert measured["right"] >= 0.86
    assert measured["quotes_not_in_source"] == 0
    assert measured["citation_precision"] >= 0.9
    assert measured["abstains_when_it_should"] >= 0.9
    assert measured["mean_words"] <= 60


def test_the_shipped_sheets_answer_them_too(tmp_path: Path) -> None:
    """The sheets carry every fact of the documents that they were written from."""
    measured = score(SHEETS, tmp_path)
    assert measured["right"] >= 0.86
    assert measured["abstains_when_it_should"] >= 0.9
