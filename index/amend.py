"""`amend`: the index in use plus some files, less some documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.document import BaliseError, Document, UnreadableError
from corpus.library import read_document
from index.build import (
    Progress,
    SyncReport,
    count_contents,
    file_hash,
    path_name,
    publish_documents,
    read_identity,
    with_own_ids,
)
from index.catalogue import Catalogue
from index.identity import IndexIdentity, check_identity
from index.publish import current_generation, writing

if TYPE_CHECKING:
    from index.embedding import Embedder


def amend(
    folder: Path,
    add: Sequence[Path],
    remove: Collection[str],
    load_embedder: Callable[[], Embedder],
    expected: IndexIdentity,
    *,
    ids: Mapping[Path, str] | None = None,
    chroma_url: str | None = None,
    on_progress: Progress | None = None,
) -> SyncReport:
    """Add the files of `add` to the index in `folder`, and take out the documents of `remove`.

    `remove` holds ids. Everything else stays as it is, even where its file is gone. A file that
    is indexed already is read again if its bytes changed, and keeps its id; a new one takes the
    id that `ids` gives it, else its name. All of it is shown at once, when it is complete. A file
    that can't be read is reported, and then nothing is removed: what was to be replaced is still
    there.

    Raises:
        BaliseError: the index would be left empty, a document to remove is not there, the folder
            can't be written, another run is writing, or the index was made with another model.
    """
    with writing(folder):
        previous = current_generation(folder)
        if previous is not None:
            check_identity(read_identity(previous), expected)
        known = _known(previous)
        _refuse_strangers(remove, known)
        read, report = _read(add, remove, known, ids or {}, on_progress)
        kept = _kept(read, set() if report.errors else set(remove), known, report)
        if not (kept or read):
            raise BaliseError(
                "Ce sont les derniers documents : sans eux l'index serait vide. "
                "Ajoutez-en d'abord un autre."
                if known
                else f"Aucun document lisible : {' '.join(report.errors.values())}"
            )
        if not report.changed:
            if previous is not None:
                count_contents(previous, report)
            return report
        documents = with_own_ids([*kept, *read], previous)
        built = publish_documents(
            documents, folder, previous, load_embedder, expected, chroma_url, on_progress
        )
        count_contents(built, report)
        return report


def _known(previous: Path | None) -> dict[str, tuple[str, str]]:
    """Map the path of each indexed document to its (id, sha256)."""
    if previous is None:
        return {}
    with Catalogue(previous / "catalogue.sqlite") as catalogue:
        return catalogue.hashes()


def _refuse_strangers(remove: Collection[str], known: dict[str, tuple[str, str]]) -> None:
    strangers = sorted(set(remove) - {doc_id for doc_id, _ in known.values()})
    if strangers:
        raise BaliseError(f"Ce document n'est pas, ou n'est plus, dans l'index : {strangers[0]}.")


def _read(
    add: Sequence[Path],
    remove: Collection[str],
    known: dict[str, tuple[str, str]],
    ids: Mapping[Path, str],
    on_progress: Progress | None,
) -> tuple[list[Document], SyncReport]:
    """Read the files that are new or changed."""
    report = SyncReport()
    read: dict[str, Document] = {}
    for number, path in enumerate(add):
        name = path_name(path)
        doc_id, sha256 = known.get(name, ("", ""))
        try:
            if doc_id and doc_id not in remove and file_hash(path) == sha256:
                report.unchanged.append(name)
            elif name not in read:
                document = read_document(path)
                own = doc_id or ids.get(path, document.id)
                read[name] = document.model_copy(update={"id": own})
                (report.updated if doc_id else report.added).append(name)
                if document.warnings:
                    report.warnings[name] = document.warnings
        except UnreadableError as error:
            report.errors[name] = str(error)
        if on_progress:
            on_progress("Lecture", number + 1, len(add))
    return sorted(read.values(), key=lambda d: d.path not in known), report  # known ids first


def _kept(
    read: Sequence[Document],
    remove: Collection[str],
    known: dict[str, tuple[str, str]],
    report: SyncReport,
) -> list[Document | str]:
    """Return the ids of the documents that stay as they are; note in `report` those that go."""
    renewed = {document.path for document in read}
    kept: list[Document | str] = []
    for path, (doc_id, _) in sorted(known.items()):
        if path in renewed:
            continue
        if doc_id in remove:
            report.removed.append(path)
        else:
            kept.append(doc_id)
    return kept
