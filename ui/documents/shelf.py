"""The documents of the page: added by upload, replaced, removed; the index follows at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.document import BaliseError, Document, UnreadableError
from ui.documents.changes import Changes, read_changes, write_changes
from ui.documents.folder import Arrival, DocumentFolder
from ui.documents.rows import ShelfRow, shelf_row

if TYPE_CHECKING:
    from index.build import SyncReport
    from ui.service import Service

FOLDER = "documents"
"""Name of the folder, in the data folder of the settings."""
MAX_FILES = 20

Progress = Callable[[str, int, int], None]
"""Told (step in French, done, total)."""


class Shelf:
    """The documents of the index, and the changes that the page makes to them.

    Uploaded files are kept in `folder`. One change is made at a time, and the questions asked
    meanwhile are answered from the index before it; those asked after it, from the new one. Safe
    to share between threads.
    """

    def __init__(self, service: Service, folder: Path) -> None:
        self._service = service
        self._folder = DocumentFolder(folder)
        self.last_changes: Changes | None = read_changes(self._folder.path)

    def rows(self) -> list[ShelfRow]:
        """Return the documents of the index, by title."""
        counts = self._service.passage_counts()
        rows = [shelf_row(d, counts, self._folder.owns(d.path)) for d in self._service.documents()]
        return sorted(rows, key=lambda row: (row.title.casefold(), row.doc_id))

    def add(
        self, files: Sequence[tuple[str, Path]], on_progress: Progress | None = None
    ) -> Changes:
        """Add uploaded files, each given as (name shown to the user, where it lies).

        A file that can't be read, that is there already, or whose name is taken, is reported in
        `Changes.errors`; the others are added.

        Raises:
            BaliseError: too many files, another change is going on, or the index can't be
                written. Nothing has changed then.
        """
        if len(files) > MAX_FILES:
            raise BaliseError(
                f"{MAX_FILES} fichiers au plus à la fois : vous en donnez {len(files)}."
            )
        with self._folder.changing():
            present = self._present()
            errors: dict[str, str] = {}
            arrivals: list[Arrival] = []
            for shown, path in files:
                try:
                    arrival = self._receive(shown, path)
                    _refuse_duplicate(arrival, present, arrivals)
                    self._refuse_taken(arrival, present, arrivals)
                    arrivals.append(arrival)
                except UnreadableError as error:
                    errors[_unused(shown, errors)] = str(error)
            return self._change(arrivals, (), present, errors, on_progress)

    def replace(
        self, doc_id: str, name: str, path: Path, on_progress: Progress | None = None
    ) -> Changes:
        """Put an uploaded file in the place of a document; it keeps its id if its name is the same.

        The file of a document that did not come through the page is left alone. When the new file
        can't be read, `Changes.errors` says why and the document stays.

        Raises:
            BaliseError: the document is not there, another change is going on, or the index can't
                be written. Nothing has changed then.
        """
        with self._folder.changing():
            present = self._present()
            replaced = _named(doc_id, present)
            others = [document for document in present if document is not replaced]
            try:
                arrival = self._receive(name, path)
                if arrival.sha256 == replaced.sha256:
                    raise UnreadableError("Ce fichier est identique à celui qu'il remplacerait.")
                _refuse_duplicate(arrival, others, ())
                self._refuse_taken(arrival, others, ())
            except UnreadableError as error:
                return Changes(errors={name: str(error)})
            return self._change([arrival], [replaced], present, {}, on_progress)

    def remove(self, doc_ids: Collection[str], on_progress: Progress | None = None) -> Changes:
        """Take documents out of the index; delete the files of those that came through the page.

        Raises:
            BaliseError: a document is not there, none would be left, another change is going on,
                or the index can't be written. Nothing has changed then.
        """
        with self._folder.changing():
            present = self._present()
            gone = [_named(doc_id, present) for doc_id in dict.fromkeys(doc_ids)]
            return self._change([], gone, present, {}, on_progress)

    def _present(self) -> list[Document]:
        present = self._service.documents()
        self._folder.recover({document.path: document.sha256 for document in present})
        return present

    def _receive(self, shown: str, path: Path) -> Arrival:
        from corpus.readers.registry import supported_suffixes

        return self._folder.receive(shown, path, tuple(supported_suffixes()))

    def _refuse_taken(
        self, arrival: Arrival, present: Sequence[Document], arrivals: Sequence[Arrival]
    ) -> None:
        ours = {Path(d.path).name.casefold() for d in present if self._folder.owns(d.path)}
        if arrival.name.casefold() in ours:
            raise UnreadableError(
                f"Un document ajouté porte déjà le nom « {arrival.name} » : "
                "remplacez-le, ou donnez un autre nom à ce fichier."
            )
        if arrival.name.casefold() in {other.name.casefold() for other in arrivals}:
            raise UnreadableError("Deux fichiers de cet envoi portent ce nom.")

    def _change(
        self,
        arrivals: Sequence[Arrival],
        gone: Sequence[Document],
        present: Sequence[Document],
        errors: dict[str, str],
        on_progress: Progress | None,
    ) -> Changes:
        """Amend the index, then open it; files and index change together or not at all."""
        if not arrivals and not gone:
            return Changes(errors=errors)
        shown: dict[str, str] = {}
        with self._folder.placing() as placing:
            ids: dict[Path, str] = {}
            over = next((Path(d.path) for d in gone if self._folder.owns(d.path)), None)
            same_name = {Path(d.path).name: d.id for d in gone}
            for arrival in arrivals:
                target = self._folder.place(arrival, placing, over)
                shown[str(target)] = _unused(arrival.shown, shown.values())
                if arrival.name in same_name:
                    ids[target] = same_name[arrival.name]
            report = self._amend(list(placing.placed), gone, ids, on_progress)
            for name, message in report.errors.items():
                errors[_unused(shown[name], errors)] = message
                placing.undo(Path(name))
        for path in report.removed:
            self._folder.delete(path)
        if report.changed:
            self._service.reload()
        changes = self._told(report, bool(gone and arrivals), present, shown, errors)
        if changes.any:
            write_changes(self._folder.path, changes)
            self.last_changes = changes
        return changes

    def _amend(
        self,
        files: Sequence[Path],
        gone: Sequence[Document],
        ids: Mapping[Path, str],
        on_progress: Progress | None,
    ) -> SyncReport:
        from index.amend import amend
        from ui.opening import expected_identity

        settings = self._service.settings
        return amend(
            settings.index,
            files,
            {document.id for document in gone},
            lambda: self._service.embedder,
            expected_identity(settings),
            ids=ids,
            chroma_url=settings.chroma_url,
            on_progress=on_progress,
        )

    def _told(
        self,
        report: SyncReport,
        replacing: bool,
        present: Sequence[Document],
        shown: Mapping[str, str],
        errors: dict[str, str],
    ) -> Changes:
        """Say what was done with the titles of documents, a replacement as one update."""
        before = {document.path: document.title for document in present}
        now = {document.path: document.title for document in self._service.documents()}
        arrived = tuple(now.get(path, path) for path in [*report.added, *report.updated])
        return Changes(
            added=() if replacing else arrived,
            updated=arrived if replacing else (),
            removed=() if replacing else tuple(before.get(p, p) for p in report.removed),
            errors=errors,
            warnings={shown[path]: notes for path, notes in report.warnings.items()},
        )


def _named(doc_id: str, present: Sequence[Document]) -> Document:
    for document in present:
        if document.id == doc_id:
            return document
    raise BaliseError("Ce document n'est plus dans l'index : rouvrez la liste.")


def _refuse_duplicate(
    arrival: Arrival, present: Sequence[Document], arrivals: Sequence[Arrival]
) -> None:
    for document in present:
        if document.sha256 == arrival.sha256:
            raise UnreadableError(f"Ce fichier est déjà là, sous le titre « {document.title} ».")
    for other in arrivals:
        if other.sha256 == arrival.sha256:
            raise UnreadableError(f"Ce fichier est le même que « {other.shown} ».")


def _unused(name: str, taken: Collection[str]) -> str:
    """Return `name`, or « name (2) » where it is taken: two files may have one name."""
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name} ({number})"
    return candidate
