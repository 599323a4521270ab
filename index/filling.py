"""Filling Chroma for a new generation, from the previous one where little has changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.document import Document
from index.catalogue import Catalogue
from index.dense import create_dense
from index.passage import Passage
from index.vectors import Vectors

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

_REUSE_SHARE = 0.5
"""Above this share of changed passages, Chroma is filled anew rather than from a copy."""


def fill_chroma(
    pairs: Sequence[tuple[Document, Passage]],
    node_of: Callable[[Document, Passage], TextNode],
    vectors: Vectors,
    building: Path,
    previous: Path | None,
    url: str | None,
    on_progress: Callable[[int, int], None],
) -> None:
    """Store all passages with their vectors for the generation in `building`.

    A passage of the copy is kept only if it comes from the same bytes of the same file: an id
    tells a place in a document, not the words that stand there.
    """
    before = _sources(previous) if previous is not None and url is None else {}
    now = {passage.id: (document.path, document.sha256) for document, passage in pairs}
    same = {name for name, source in now.items() if before.get(name) == source}
    changed = len(before) + len(now) - 2 * len(same)
    copied = previous if before and changed <= _REUSE_SHARE * len(now) else None
    with contextlib.closing(create_dense(building, url, like=copied)) as dense:
        present = dense.ids()
        dense.remove(sorted(present - same))
        kept = present & same
        new = [row for row, (_, passage) in enumerate(pairs) if passage.id not in kept]
        nodes = [node_of(*pairs[row]) for row in new]
        dense.add(nodes, vectors[new], lambda done: on_progress(done, len(nodes)))


def _sources(generation: Path) -> dict[str, tuple[str, str]]:
    with Catalogue(generation / "catalogue.sqlite") as catalogue:
        return catalogue.sources()
