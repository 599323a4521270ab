"""The folder of uploaded files: nothing enters it half-written, and a failed change leaves it
as it was."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.document import BaliseError, UnreadableError
from ui.documents.names import numbered_name, safe_name

MAX_BYTES = 25 * 1024 * 1024
_CHUNK = 1024 * 1024
_ARRIVALS = ".arrivee"
_REPLACED = ".remplaces"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was uploaded and copied beside the others, not yet among them."""

    shown: str
    """The name that its owner knows it by."""
    name: str
    """The name that it will have."""
    path: Path
    sha256: str


@dataclass
class Placing:
    """Files being put in place; `undo` takes them away again and brings back what was there."""

    placed: list[Path] = field(default_factory=list)
    replaced: dict[Path, Path] = field(default_factory=dict)

    def undo(self, target: Path) -> None:
        """Take `target` away, and bring back what it replaced."""
        target.unlink(missing_ok=True)
        if before := self.replaced.pop(target, None):
            before.replace(target)
        self.placed.remove(target)


class DocumentFolder:
    """The files that were added from the page, all at the top of `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the right to change files, among all threads and processes.

        Raises:
            BaliseError: somebody else holds it, or the folder can't be written.
        """
        lock = FileLock(self.path / ".verrou")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BaliseError(
                "Une mise à jour est en cours : réessayez quand elle sera finie."
            ) from error
        except OSError as error:
            raise BaliseError(
                f"Impossible d'écrire dans « {self.path} » ({error.strerror})."
            ) from error
        try:
            yield
        finally:
            shutil.rmtree(self.path / _ARRIVALS, ignore_errors=True)
            lock.release()

    def receive(self, shown: str, path: Path, suffixes: tuple[str, ...]) -> Arrival:
        """Copy an uploaded file beside the others.

        Raises:
            UnreadableError: it is of another format, empty, too large, or can't be read.
        """
        name = safe_name(shown)
        suffix = Path(name).suffix.lower()
        if suffix not in suffixes:
            raise UnreadableError(
                f"Le format « {suffix or 'sans extension'} » n'est pas pris en charge"
                f" (formats lus : {', '.join(suffixes)})."
            )
        arrivals = self.path / _ARRIVALS
        arrivals.mkdir(exist_ok=True)
        copy = arrivals / f"{len(list(arrivals.iterdir())):04d}{suffix}"
        digest, size = hashlib.sha256(), 0
        try:
            with path.open("rb") as source, copy.open("wb") as target:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise UnreadableError(f"Le fichier dépasse {MAX_BYTES // 1024**2} Mo.")
                    digest.update(chunk)
                    target.write(chunk)
        except OSError as error:
            raise UnreadableError(
                f"Le fichier ne peut pas être copié ({error.strerror})."
            ) from error
        if not size:
            raise UnreadableError("Le fichier est vide.")
        return Arrival(shown, name, copy, digest.hexdigest())

    @contextlib.contextmanager
    def placing(self) -> Iterator[Placing]:
        """Put files in place; if what follows fails, the folder is as it was."""
        placing = Placing()
        try:
            yield placing
        except BaseException:
            for target in list(placing.placed):
                placing.undo(target)
            raise
        for before in placing.replaced.values():
            before.unlink(missing_ok=True)

    def place(self, arrival: Arrival, placing: Placing, over: Path | None = None) -> Path:
        """Move `arrival` among the files and return where.

        Only `over` and a file with the same content are written over: one that the index no
        longer knows may be somebody's only copy.
        """
        target = self.path / arrival.name
        number = 1
        while target.exists() and target != over and _hash(target) != arrival.sha256:
            number += 1
            target = self.path / numbered_name(arrival.name, number)
        if target.exists():
            aside = self.path / _REPLACED / target.name
            aside.parent.mkdir(exist_ok=True)
            target.replace(aside)
            placing.replaced[target] = aside
        arrival.path.replace(target)
        placing.placed.append(target)
        return target

    def owns(self, path: str) -> bool:
        """Whether a document's file is one of ours, and not a link to somewhere else."""
        return Path(path).is_absolute() and Path(path).resolve().parent == self.path.resolve()

    def delete(self, path: str) -> None:
        """Delete a file, if it is one of ours."""
        if self.owns(path):
            Path(path).unlink(missing_ok=True)

    def recover(self, indexed: Mapping[str, str]) -> None:
        """Bring back what a run that was killed had set aside and not yet replaced in the index.

        `indexed` maps the path of each indexed document to its SHA-256.
        """
        for aside in (self.path / _REPLACED).glob("*"):
            target = self.path / aside.name
            if indexed.get(str(target)) == _hash(aside):
                aside.replace(target)
            else:
                aside.unlink()


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
