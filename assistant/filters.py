"""Filters: the documents that a person wants to hear, by place, period, publisher or name."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, model_validator

from corpus.document import BaliseError, Document, Frozen, PublisherKind, Territory
from corpus.places import is_within, resolve


class Filters(Frozen):
    """What a document must be to be searched. An empty field keeps every document.

    Filters are strict: a document that does not say where or when it holds is left out as soon
    as a place or a period is asked for.
    """

    territories: tuple[str, ...] = ()
    """Names of places; a document is kept when it is about one of them or a part of one."""
    since: int | None = Field(default=None, ge=1900, le=2200)
    """First year, included."""
    until: int | None = Field(default=None, ge=1900, le=2200)
    """Last year, included."""
    publisher_kinds: tuple[PublisherKind, ...] = ()
    documents: tuple[str, ...] = ()
    """Ids of documents."""

    @model_validator(mode="after")
    def _in_order(self) -> Filters:
        if self.since and self.until and self.since > self.until:
            raise ValueError("la période finit avant de commencer")
        return self

    @property
    def active(self) -> bool:
        """Whether anything is left out at all."""
        return self != Filters()

    def places(self) -> tuple[Territory, ...]:
        """Return the territories that the names stand for.

        Raises:
            BaliseError: a name is not a known place.
        """
        found = []
        for name in self.territories:
            territory = resolve(name)
            if territory is None:
                raise BaliseError(f"Lieu inconnu dans le filtre : « {name} ».")
            found.append(territory)
        return tuple(found)

    def kept(self, documents: Iterable[Document]) -> frozenset[str]:
        """Return the ids of the documents that may be searched.

        Raises:
            BaliseError: as `places`.
        """
        places = self.places()
        return frozenset(d.id for d in documents if self._keeps(d, places))

    def _keeps(self, document: Document, places: tuple[Territory, ...]) -> bool:
        if self.documents and document.id not in self.documents:
            return False
        if self.publisher_kinds and document.publisher_kind not in self.publisher_kinds:
            return False
        year = document.published.year
        if (self.since or self.until) and year is None:
            return False
        if year is not None and not (self.since or year) <= year <= (self.until or year):
            return False
        return not places or any(
            is_within(own, place) for own in document.territories for place in places
        )
