"""`sync`: make an index agree with a set of files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.document import BaliseError, Document, UnreadableError
from corpus.library import find_files, read_document
from index.analyser import analyse
from index.catalogue import Catalogue, write_catalogue
from index.dense import drop_collection, is_stored
from index.filling import fill_chroma
from index.identity import IndexIdentity, check_identity
from index.lexical import LexicalIndex
from index.passage import Passage, split_document
from index.publish import (
    begin_generation,
    current_generation,
    outdated,
    publish,
    reading,
    reason,
    writing,
)
from index.vectors import VectorCache, Vectors, save_vectors
from index.words import WordList

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

    from index.embedding import Embedder

IDENTITY_FILE = "identity.json"

Progress = Callable[[str, int, int], None]
"""Told (step in French, done, total)."""


@dataclass
class SyncReport:
    """What `sync` did, by path as given."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    passages: int = 0
    sentences: int = 0

    @property
    def changed(self) -> bool:
        """Whether the index is not what it was."""
        return bool(self.added or self.updated or self.removed)


def embedded_text(document: Document, passage: Passage) -> str:
    """Return what is embedded for a passage: its headings, then its words."""
    body = document.text[passage.start : passage.end]
    return f"{passage.context}\n{body}" if passage.context else body


def embedded_sentences(document: Document, passage: Passage) -> list[str]:
    """Return what is embedded for each sentence: short lines with what they are read under."""
    texts = []
    for number, (start, end) in enumerate(passage.sentences):
        words = document.text[start:end]
        lead = passage.lead(document.text, number)
        joined = lead and passage.needs_lead(document.text, number)
        texts.append(f"{lead} — {words}" if joined else words)
    return texts


def sync(
    paths: Sequence[Path],
    folder: Path,
    load_embedder: Callable[[], Embedder],
    expected: IndexIdentity,
    *,
    chroma_url: str | None = None,
    rebuild: bool = False,
    on_progress: Progress | None = None,
) -> SyncReport:
    """Make the index in `folder` hold exactly the readable files under `paths`.

    Files whose bytes did not change are neither read nor embedded again. The model is loaded
    only if something must be embedded. The new state is shown at once, when it is complete.

    Raises:
        BaliseError: nothing can be read, the folder can't be written, another run is writing,
            or the index was made with another model or other rules and `rebuild` is not asked.
    """
    files = _with_roots(find_files(paths)[0], paths)
    with writing(folder):
        previous = None if rebuild else current_generation(folder)
        if previous is not None:
            check_identity(read_identity(previous), expected)
        found, report = _compare(files, previous, on_progress)
        if not found:
            detail = " ".join(report.errors.values())
            raise BaliseError(f"Aucun document lisible : rien n'a été indexé. {detail}".strip())
        if previous is not None and not report.changed:
            count_contents(previous, report)
            if is_stored(previous, chroma_url, report.passages):
                return report
        documents = with_own_ids(found, previous)
        built = publish_documents(
            documents, folder, previous, load_embedder, expected, chroma_url, on_progress
        )
        count_contents(built, report)
        return report


def publish_documents(
    documents: Sequence[Document],
    folder: Path,
    previous: Path | None,
    load_embedder: Callable[[], Embedder],
    expected: IndexIdentity,
    chroma_url: str | None,
    on_progress: Progress | None,
) -> Path:
    """Index exactly these documents and show them at once; only for who holds `writing`.

    What was embedded before is not embedded again. `previous` is the generation in use, if any.

    Raises:
        BaliseError: the index can't be written; the one before is still in use.
    """
    _tidy(folder, chroma_url)
    try:
        built = _build(
            documents, folder, previous, load_embedder, expected, chroma_url, on_progress
        )
    except (OSError, sqlite3.Error) as error:
        cause = reason(error) if isinstance(error, OSError) else str(error)
        raise BaliseError(
            f"L'index n'a pas pu être écrit dans « {folder} » ({cause}). "
            "Celui d'avant, s'il y en avait un, répond toujours."
        ) from error
    _tidy(folder, chroma_url)
    return built


def _tidy(folder: Path, chroma_url: str | None) -> None:
    """Delete the generations that nobody needs; what cannot be deleted waits for the next run."""
    for generation in outdated(folder):
        with contextlib.suppress(BaliseError, OSError):
            drop_collection(generation, chroma_url)
            shutil.rmtree(generation)


def _with_roots(files: Sequence[Path], paths: Sequence[Path]) -> list[tuple[Path, Path | None]]:
    folders = [path for path in paths if path.is_dir()]
    return [(f, next((d for d in folders if f.is_relative_to(d)), None)) for f in files]


def read_identity(generation: Path) -> IndexIdentity:
    """Return the identity recorded in a generation."""
    with reading(generation):
        return IndexIdentity.model_validate_json((generation / IDENTITY_FILE).read_text("utf-8"))


def fingerprint(generation: Path) -> str:
    """Return a short name for the exact content and rules of a generation."""
    with reading(generation):
        digest = hashlib.sha256((generation / IDENTITY_FILE).read_bytes())
    with Catalogue(generation / "catalogue.sqlite") as catalogue:
        for path, (doc_id, sha256) in sorted(catalogue.hashes().items()):
            digest.update(f"{path}\0{doc_id}\0{sha256}\n".encode())
    return digest.hexdigest()[:12]


def count_contents(generation: Path, report: SyncReport) -> None:
    """Write into `report` how much a generation holds."""
    with Catalogue(generation / "catalogue.sqlite") as catalogue:
        report.passages = catalogue.passage_count
        report.sentences = catalogue.sentence_count


def _compare(
    files: Sequence[tuple[Path, Path | None]], previous: Path | None, on_progress: Progress | None
) -> tuple[list[Document | str], SyncReport]:
    """Read what changed since `previous`; what did not is given by its id there."""
    report = SyncReport()
    found: list[Document | str] = []
    known = _hashes(previous) if previous is not None else {}
    for number, (path, root) in enumerate(files):
        name = path_name(path)
        before = known.pop(name, None)
        try:
            if before and file_hash(path) == before[1]:
                found.append(before[0])
                report.unchanged.append(name)
            else:
                document = read_document(path, root=root)
                found.append(document)
                (report.updated if before else report.added).append(name)
                if document.warnings:
                    report.warnings[name] = document.warnings
        except UnreadableError as error:
            report.errors[name] = str(error)
            if before:
                report.removed.append(name)
        if on_progress:
            on_progress("Lecture", number + 1, len(files))
    report.removed.extend(known)
    return found, report


def path_name(path: Path) -> str:
    """Return a path as a document records it."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _hashes(generation: Path) -> dict[str, tuple[str, str]]:
    with Catalogue(generation / "catalogue.sqlite") as catalogue:
        return catalogue.hashes()


def with_own_ids(found: Sequence[Document | str], previous: Path | None) -> list[Document]:
    """Return the documents, taking those given by id from the previous generation.

    Documents that share an id (same name, other folder) get one of their own; those that are
    indexed already keep theirs.
    """
    taken = {document for document in found if isinstance(document, str)}
    documents: list[Document] = []
    with contextlib.ExitStack() as stack:
        catalogue = None
        if previous is not None and taken:
            catalogue = stack.enter_context(Catalogue(previous / "catalogue.sqlite"))
        for item in found:
            if isinstance(item, str):
                assert catalogue is not None
                documents.append(catalogue.document(item))
                continue
            doc_id = item.id
            if doc_id in taken:
                suffix = hashlib.sha256(item.path.encode()).hexdigest()[:8]
                doc_id = f"{item.id}#{suffix}"
            taken.add(doc_id)
            documents.append(item.model_copy(update={"id": doc_id}))
    return documents


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises:
        UnreadableError: it does not open.
    """
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableError(f"« {path.name} » ne s'ouvre pas : {error.strerror}.") from error


def _build(
    documents: Sequence[Document],
    folder: Path,
    previous: Path | None,
    load_embedder: Callable[[], Embedder],
    identity: IndexIdentity,
    chroma_url: str | None,
    on_progress: Progress | None,
) -> Path:
    entries = [(document, split_document(document)) for document in documents]
    building = begin_generation(folder)
    write_catalogue(building / "catalogue.sqlite", entries)
    pairs = [(document, passage) for document, passages in entries for passage in passages]
    bodies = [embedded_text(document, passage) for document, passage in pairs]
    sentences = [text for pair in pairs for text in embedded_sentences(*pair)]
    LexicalIndex.build([analyse(body) for body in bodies]).save(building / "lexical-passages")
    LexicalIndex.build([analyse(text) for text in sentences]).save(building / "lexical-sentences")
    texts = [text for document in documents for text in (document.text, document.publisher)]
    WordList.of(texts).save(building / "words.json")
    cache = VectorCache(folder / "vectors.sqlite", identity.model_fingerprint)
    try:
        embedder: list[Embedder] = []

        def encode(texts: Sequence[str]) -> Vectors:
            if not embedder:
                embedder.append(load_embedder())
            return embedder[0].embed_passages(texts)

        def told(step: str) -> Callable[[int, int], None]:
            return lambda done, total: on_progress(step, done, total) if on_progress else None

        vectors = cache.embed(
            [*bodies, *sentences], encode, identity.dimension, told("Calcul des vecteurs")
        )
        save_vectors(building, "passages", vectors[: len(bodies)])
        save_vectors(building, "sentences", vectors[len(bodies) :])
        place = told("Rangement dans Chroma")
        fill_chroma(pairs, passage_node, vectors, building, previous, chroma_url, place)
        (building / IDENTITY_FILE).write_text(identity.model_dump_json(indent=1), "utf-8")
        built = publish(folder, building)
        cache.keep_only([*bodies, *sentences])
        return built
    finally:
        cache.close()


def passage_node(document: Document, passage: Passage) -> TextNode:
    """Return a passage as llama-index's node, with its offsets and its provenance."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    return TextNode(
        id_=passage.id,
        text=document.text[passage.start : passage.end],
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "title": document.title,
            "path": document.path,
            "publisher": document.publisher,
            "date": document.published.iso,
            "page": passage.page or 0,
        },
        excluded_embed_metadata_keys=["path", "publisher", "date", "page"],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document.id)},
    )
