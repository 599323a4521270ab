"""The documents of the index as a table shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.wording import french_date, say
from corpus.document import Document, PartialDate, PublisherKind


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A document of the index. `added`: it came through the page, its file is ours to delete."""

    doc_id: str
    title: str
    publisher: str
    kind: PublisherKind
    date: str
    """ISO date, as precise as it is known; empty when it is not dated."""
    date_inferred: bool
    territory: tuple[str, ...]
    passages: int
    path: str
    added: bool
    warnings: tuple[str, ...] = ()
    """What was recovered or left out while reading, in French."""

    @property
    def date_words(self) -> str:
        """The date in French: « mars 2024 », « source non datée »."""
        return french_date(PartialDate(iso=self.date)) or say("undated")


def shelf_row(document: Document, passages: Mapping[str, int], added: bool) -> ShelfRow:
    """Return the row of a document; `passages` counts them by id of document."""
    return ShelfRow(
        doc_id=document.id,
        title=document.title,
        publisher=document.publisher,
        kind=document.publisher_kind,
        date=document.published.iso,
        date_inferred=document.published.inferred,
        territory=tuple(t.name for t in document.territories),
        passages=passages.get(document.id, 0),
        path=document.path,
        added=added,
        warnings=document.warnings,
    )
