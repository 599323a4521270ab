"""From files and folders to Documents: finds them, reads them, says what could not be read."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from corpus.canonical import canonicalise
from corpus.document import (
    BaliseError,
    Document,
    PartialDate,
    PublisherKind,
    Territory,
    TerritoryLevel,
    UnreadableError,
)
from corpus.metadata import (
    heading_date,
    infer_publisher,
    infer_publisher_kind,
    infer_territories,
    infer_year,
    stated_date,
)
from corpus.parts import parts_of
from corpus.places import resolve
from corpus.readers.base import RawText
from corpus.readers.registry import READERS, supported_suffixes
from corpus.tables import opens_with_table
from corpus.titles import infer_title

MAX_BYTES = 50 * 1024 * 1024
_IGNORED_FOLDERS = frozenset({"__pycache__", "node_modules"})
_OUR_CODE = (".py", ".pyi", ".pyc")

Progress = Callable[[int, int, Path], None]
"""Called before each file with its rank from 1, the number of files, and its path."""


@dataclass(frozen=True, slots=True)
class FileError:
    """A file that could not be read, and why, in French."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What came of reading files and folders.

    `skipped` holds French sentences on files that were left alone on purpose.
    """

    documents: list[Document] = field(default_factory=list)
    errors: list[FileError] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read_library(paths: Sequence[Path], on_progress: Progress | None = None) -> ReadReport:
    """Read every file of these files and folders; an unreadable one is reported, not fatal.

    Raises BaliseError when a path is missing or a folder holds nothing to read.
    """
    files, skipped = find_files(paths)
    ids = _distinct_ids(files, paths)
    report = ReadReport(skipped=skipped)
    for rank, path in enumerate(files, start=1):
        if on_progress is not None:
            on_progress(rank, len(files), path)
        try:
            report.documents.append(_read(path, ids[path]))
        except UnreadableError as error:
            report.errors.append(FileError(path, str(error)))
    return report


def read_document(path: Path, *, root: Path | None = None) -> Document:
    """Read one file. Its id is its path relative to `root`, else its name.

    What the file declares comes first (front matter, then properties), then what its text
    states, then what can be inferred. Raises UnreadableError, in French.
    """
    return _read(path, document_id(path, root))


def document_id(path: Path, root: Path | None = None) -> str:
    """Return the stable id of a file: its POSIX path under `root`, else its name."""
    relative = Path(path.name)
    if root is not None and path.is_relative_to(root) and path != root:
        relative = path.relative_to(root)
    written = os.fsencode(relative.as_posix()).decode("utf-8", errors="replace")
    return canonicalise(written)


def find_files(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Return the files to read, sorted within each path given, and what was left alone.

    Folders are searched through; hidden files, READMEs, code, and links that leave the
    folder are passed over. A file given by name is always kept. Raises BaliseError when a
    path is missing or a folder holds nothing to read.
    """
    files: dict[Path, Path] = {}
    skipped: list[str] = []
    for path in paths:
        if path.is_dir():
            inside = list(_inside(path, skipped))
            if not inside:
                formats = ", ".join(supported_suffixes())
                raise BaliseError(
                    f"Le dossier « {path} » ne contient aucun document lisible"
                    f" (formats lus : {formats})."
                )
        elif path.exists():
            inside = [path]
        else:
            raise BaliseError(f"Le chemin « {path} » n'existe pas.")
        for file in inside:
            files.setdefault(file.resolve(), file)
    return list(files.values()), skipped


def _inside(folder: Path, skipped: list[str]) -> Iterator[Path]:
    """Yield the readable files under `folder`, sorted, and note the others in `skipped`."""
    home = folder.resolve()

    def unreadable(error: OSError) -> None:
        skipped.append(f"Dossier illisible : {error.filename}")

    for current, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not _is_passed_over(name))
        for name in sorted(names):
            path = Path(current, name)
            suffix = path.suffix.lower()
            if _is_passed_over(name) or suffix in _OUR_CODE:
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(home):
                skipped.append(f"Lien vers un autre dossier, non suivi : {path}")
            elif not path.is_file():
                skipped.append(f"Ni un fichier ni un dossier : {path}")
            elif suffix not in READERS:
                skipped.append(f"Format non pris en charge : {path}")
            else:
                yield path


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name in _IGNORED_FOLDERS or name[:6].upper() == "README"


def _distinct_ids(files: Sequence[Path], paths: Sequence[Path]) -> dict[Path, str]:
    """Give each file its id: the first to claim one keeps it, the next ones say more.

    On a collision, the names of the parent folders are put before it until it is unique.
    """
    roots = [path for path in paths if path.is_dir()]
    ids: dict[Path, str] = {}
    taken: set[str] = set()
    for file in files:
        root = next((root for root in roots if file.is_relative_to(root)), None)
        identifier = next(name for name in _names(file, root) if name not in taken)
        taken.add(identifier)
        ids[file] = identifier
    return ids


def _names(file: Path, root: Path | None) -> Iterator[str]:
    """Yield ever longer ids for a file, without end."""
    yield document_id(file, root)
    full = file.absolute()
    for parent in (root.absolute() if root is not None else full.parent).parents:
        yield document_id(full, parent)
    rank = 2
    while True:
        yield f"{document_id(file, root)}~{rank}"
        rank += 1


def _read(path: Path, identifier: str) -> Document:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        formats = ", ".join(supported_suffixes())
        raise UnreadableError(
            f"Le format « {path.suffix or 'sans extension'} » n'est pas pris en charge"
            f" (formats lus : {formats})."
        )
    data = _bytes(path)
    raw = reader.read(data)
    if not raw.text.strip():
        raise UnreadableError("Le document ne contient aucun texte.")
    return _document(raw, path, identifier, hashlib.sha256(data).hexdigest(), reader.name)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableError("Ce chemin n'est pas celui d'un fichier.")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(f"Le fichier dépasse {MAX_BYTES // 1024**2} Mo.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError(f"Le fichier ne peut pas être ouvert ({reason}).") from error
    if not data:
        raise UnreadableError("Le fichier est vide.")
    return data


def _document(raw: RawText, path: Path, identifier: str, digest: str, format_name: str) -> Document:
    """Complete what the file declares with what its text states, then with inferences."""
    text = raw.text
    untitled = opens_with_table(text) or parts_of(text)  # nothing there titles the whole
    title = raw.title or ("" if untitled else infer_title(text)) or _named(path)
    url = raw.url if raw.url and _is_web(raw.url) else None
    publisher = _publisher(raw)
    declared = tuple(resolve(name) or _usual_area(name) for name in raw.territories)
    found = () if declared else infer_territories(text, title, raw.headings)
    return Document(
        id=identifier,
        text=text,
        title=title,
        path=os.fsencode(path).decode("utf-8", errors="replace"),
        sha256=digest,
        format=format_name,
        publisher=publisher,
        publisher_kind=_kind(raw.publisher_kind) or infer_publisher_kind(publisher, url),
        source_title=raw.source_title,
        published=_published(raw),
        territories=declared or found,
        territories_inferred=bool(found),
        url=url,
        licence=raw.licence,
        pages=raw.pages,
        headings=raw.headings,
        warnings=raw.warnings,
    )


def _named(path: Path) -> str:
    """Return the name of a file as words: « agenda_salons-2025.csv » is « Agenda salons 2025 »."""
    words = " ".join(re.split(r"[\s_-]+", path.stem)).strip()
    return words[:1].upper() + words[1:] or path.stem


def _published(raw: RawText) -> PartialDate:
    """Return the date declared, even as unknown, else the best one that can be found."""
    if raw.published is not None:
        return raw.published
    if parts := parts_of(raw.text):  # each text has a date of its own, of the same year or not
        years = {stated_date(raw.text[part.start : part.end]).iso[:4] for part in parts}
        return PartialDate(iso=years.pop(), inferred=True) if len(years) == 1 else PartialDate()
    found = (stated_date(raw.text), heading_date(raw.text), raw.created, infer_year(raw.text))
    return next((when for when in found if when.iso), PartialDate())


def _publisher(raw: RawText) -> str:
    """Return the declared publisher; an author counts only when it names a known kind of body."""
    if raw.publisher:
        return raw.publisher
    if raw.author and infer_publisher_kind(raw.author) is not PublisherKind.UNKNOWN:
        return raw.author
    return infer_publisher(raw.text)


def _kind(value: str) -> PublisherKind | None:
    try:
        return PublisherKind(value)
    except ValueError:
        return None


def _usual_area(name: str) -> Territory:
    return Territory(name=name, level=TerritoryLevel.AREA)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
