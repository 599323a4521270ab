"""Generations: an index is built aside and shown all at once.

Layout of an index folder: `CURRENT` (the name of the generation in use), `generations/NAME/`
(each complete and never modified), `vectors.sqlite` (the embedding cache), `lock`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.document import BaliseError

_CURRENT = "CURRENT"
_GENERATIONS = "generations"
_UNFINISHED = "unfinished-"
_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "lecture seule",
    errno.ENOSPC: "plus de place sur le disque",
    errno.EEXIST: "un fichier porte ce nom",
    errno.ENOTDIR: "un fichier se trouve sur le chemin",
    errno.ENOENT: "chemin impossible",
}
_UNREADABLE = (
    OSError, ValueError, LookupError, TypeError, AttributeError, EOFError,
    sqlite3.Error, zipfile.BadZipFile,
)  # fmt: skip
"""What reading a damaged file raises, from JSON to NumPy arrays."""


class NoIndexError(BaliseError):
    """There is no index in this folder yet."""


class DamagedIndexError(BaliseError):
    """Files of the index are missing or unreadable."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"L'index « {place} » est abîmé : un fichier manque ou ne se lit pas. "
            "Refaites-le avec « balise index --rebuild »."
        )


def reason(error: OSError) -> str:
    """Return the cause of a file error, in French where it is a usual one."""
    known = _REASONS.get(error.errno) if error.errno else None
    return known or error.strerror or type(error).__name__


@contextlib.contextmanager
def reading(place: Path) -> Iterator[None]:
    """Turn what a damaged file raises while it is read into a `DamagedIndexError`."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # ours: a catalogue used after it was closed
    except _UNREADABLE as error:
        raise DamagedIndexError(place) from error


def current_generation(folder: Path) -> Path | None:
    """Return the folder of the generation in use, or None where nothing is published.

    Raises:
        DamagedIndexError: something was published and it cannot be found.
    """
    try:
        name = (folder / _CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise DamagedIndexError(folder) from error
    generation = folder / _GENERATIONS / name
    if not (name.isascii() and name.isdecimal() and generation.is_dir()):
        raise DamagedIndexError(folder)
    return generation


def require_generation(folder: Path) -> Path:
    """Return the generation in use.

    Raises:
        NoIndexError: nothing was published in `folder`.
        DamagedIndexError: something was published and it cannot be found.
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
    lock = FileLock(folder / "lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BaliseError(
            f"Une autre indexation est en cours dans « {folder} ». Attendez qu'elle finisse, "
            "l'index actuel répond en attendant."
        ) from error
    except OSError as error:
        raise BaliseError(
            f"Impossible d'écrire dans « {folder} » ({reason(error)}). "
            "Choisissez un autre dossier avec --index."
        ) from error
    try:
        yield
    finally:
        lock.release()


def begin_generation(folder: Path) -> Path:
    """Make an empty folder for the next generation."""
    parent = folder / _GENERATIONS
    parent.mkdir(exist_ok=True)
    building = parent / f"{_UNFINISHED}{max(_numbered(folder), default=0) + 1:06d}"
    building.mkdir()
    return building


def publish(folder: Path, building: Path) -> Path:
    """Make the generation in `building` the current one.

    A crash before the last rename leaves the previous generation in use.
    """
    for path in [*building.rglob("*"), building]:
        _sync(path)
    final = building.with_name(building.name.removeprefix(_UNFINISHED))
    building.rename(final)
    _sync(final.parent)
    pointer = folder / f"{_CURRENT}.new"
    pointer.write_text(final.name, "utf-8")
    _sync(pointer)
    pointer.replace(folder / _CURRENT)
    _sync(folder)
    return final


def outdated(folder: Path) -> list[Path]:
    """Return the generations that may go: older than the last two, or left by interrupted runs.

    The one that was just replaced is kept for the readers that hold it open. Only for who
    holds the right to write.
    """
    try:
        current = current_generation(folder)
    except DamagedIndexError:
        current = None
    parent = folder / _GENERATIONS
    unfinished = sorted(parent.glob(f"{_UNFINISHED}*"))
    if current is None:
        return unfinished
    numbered = _numbered(folder)
    previous = max((n for n in numbered if n < int(current.name)), default=None)
    kept = {int(current.name), previous}
    return unfinished + [path for number, path in numbered.items() if number not in kept]


def _numbered(folder: Path) -> dict[int, Path]:
    found = (folder / _GENERATIONS).glob("[0-9]*")
    return {int(path.name): path for path in found if path.name.isdecimal()}


def _sync(path: Path) -> None:
    """Wait until a file or a folder's list of names is on the disk."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
