"""Generations: an index is built aside and shown all at once.

Layout of an index folder: `CURRENT` (the name of the generation in use), `generations/NAME/`
(each complete and never modified), `vectors.sqlite` (the embedding cache), `lock`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.document import BaliseError

_CURRENT = "CURRENT"
_GENERATIONS = "generations"
_UNFINISHED = "unfinished-"


class NoIndexError(BaliseError):
    """There is no index in this folder yet."""


def current_generation(folder: Path) -> Path | None:
    """Return the folder of the generation in use, or None where nothing is published."""
    try:
        name = (folder / _CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    generation = folder / _GENERATIONS / name
    return generation if generation.is_dir() else None


def require_generation(folder: Path) -> Path:
    """Return the generation in use.

    Raises:
        NoIndexError: nothing was published in `folder`.
    """
    generation = current_generation(folder)
    if generation is None:
        raise NoIndexError(
            f"Pas encore d'index dans « {folder} ». Faites-en un avec « balise index »."
        )
    return generation


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the right to write in `folder`.

    Raises:
        BaliseError: the folder cannot be written, or another run is writing in it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BaliseError(
            f"Impossible d'écrire dans « {folder} » ({error.strerror or error}). "
            "Choisissez un autre dossier avec --index."
        ) from error
    lock = FileLock(folder / "lock")
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout as error:
        raise BaliseError(
            f"Une autre indexation est en cours dans « {folder} ». Attendez qu'elle finisse, "
            "l'index actuel répond en attendant."
        ) from error


def begin_generation(folder: Path) -> Path:
    """Make an empty folder for the next generation, clearing what an interrupted run left."""
    parent = folder / _GENERATIONS
    parent.mkdir(exist_ok=True)
    for leftover in parent.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    numbers = [int(p.name) for p in parent.iterdir() if p.name.isdigit()]
    building = parent / f"{_UNFINISHED}{max(numbers, default=0) + 1:06d}"
    building.mkdir()
    return building


def publish(folder: Path, building: Path) -> Path:
    """Make the generation in `building` the current one.

    A crash before the last rename leaves the previous generation in use. The one just replaced
    is kept for the readers that hold it open; older ones go.
    """
    previous = current_generation(folder)
    final = building.with_name(building.name.removeprefix(_UNFINISHED))
    building.rename(final)
    _sync(final.parent)
    pointer = folder / f"{_CURRENT}.new"
    with pointer.open("w", encoding="utf-8") as handle:
        handle.write(final.name)
        handle.flush()
        os.fsync(handle.fileno())
    pointer.replace(folder / _CURRENT)
    _sync(folder)
    for old in final.parent.iterdir():
        if old != final and old != previous:
            shutil.rmtree(old, ignore_errors=True)
    return final


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
