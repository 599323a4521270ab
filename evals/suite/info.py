"""What a run was made with: program, settings, model, index, machine."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evals.suite.case import CaseFile
from evals.suite.result import RunInfo
from index.search import Searcher

_PROGRAM = Path(__file__).parents[2]


def describe_run(
    name: str,
    searcher: Searcher,
    files: Sequence[CaseFile],
    settings: Mapping[str, Any],
    *,
    loading_s: float,
    elapsed_s: float,
    fault: str | None = None,
) -> RunInfo:
    """Return what a run was made with, as it is now."""
    model = searcher.embedder.identity
    return RunInfo(
        name=name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        version=_version(),
        revision=git_revision(_PROGRAM),
        files=tuple(files),
        settings={
            **settings,
            "analyser": searcher.identity.analyser_rule,
            "cutting": searcher.identity.cutting_rule,
        },
        model=model.name,
        model_fingerprint=model.fingerprint,
        index_fingerprint=searcher.fingerprint,
        documents=sum(1 for _ in searcher.catalogue.documents()),
        passages=searcher.catalogue.passage_count,
        python=platform.python_version(),
        cores=os.cpu_count() or 1,
        loading_s=round(loading_s, 3),
        elapsed_s=round(elapsed_s, 3),
        fault=fault,
    )


def git_revision(folder: Path) -> str | None:
    """Return the git revision of `folder`, with `+` when tracked files were changed."""

    def git(*arguments: str) -> str | None:
        try:
            done = subprocess.run(
                ["git", "-C", str(folder), *arguments],
                capture_output=True,
                text=True,
                check=False,
                timeout=10,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    top = git("rev-parse", "--show-toplevel")
    revision = git("rev-parse", "HEAD")
    if revision is None or top is None or Path(top).resolve() != folder.resolve():
        return None
    return revision + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")


def _version() -> str:
    try:
        return version("balise")
    except PackageNotFoundError:
        return "?"
