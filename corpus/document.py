"""What a source is: its canonical text and what is known of its origin.

Every offset in the project counts Unicode code points of `Document.text`, half-open,
so that `document.text[start:end]` is always the words that a citation shows.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Precision = Literal["day", "month", "year", "unknown"]
_ISO_PARTIAL = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


class PublisherKind(StrEnum):
    """Who speaks: an adviser weighs a statistics office and a seller differently."""

    STATISTICS = "statistique"
    INSTITUTION = "institution"
    PRESS = "presse"
    ASSOCIATION = "association"
    COMPANY = "entreprise"
    SCHOOL = "école"
    UNKNOWN = "inconnu"


class TerritoryLevel(StrEnum):
    """Administrative or usual level of a territory, from wide to narrow."""

    COUNTRY = "pays"
    REGION = "région"
    DEPARTMENT = "département"
    AREA = "bassin"
    INTERCOMMUNAL = "intercommunalité"
    COMMUNE = "commune"


class Frozen(BaseModel):
    """Base of our value objects: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _check_iso(value: str) -> str:
    if value and not _ISO_PARTIAL.match(value):
        raise ValueError(
            f"date attendue sous la forme AAAA, AAAA-MM ou AAAA-MM-JJ, reçu « {value} »"
        )
    return value


class PartialDate(Frozen):
    """A date known to the day, the month, the year, or not at all.

    `iso` is `2024`, `2024-03` or `2024-03-29`, and empty when nothing is known.
    `inferred` says that it was found in the text and not declared by the source.
    """

    iso: Annotated[str, AfterValidator(_check_iso)] = ""
    inferred: bool = False

    @property
    def precision(self) -> Precision:
        """How finely the date is known."""
        by_length: dict[int, Precision] = {0: "unknown", 4: "year", 7: "month", 10: "day"}
        return by_length[len(self.iso)]

    @property
    def year(self) -> int | None:
        """The calendar year, or None when unknown."""
        return int(self.iso[:4]) if self.iso else None


class Territory(Frozen):
    """A place that a document or a question is about.

    `code` is the INSEE code (region `32`, department `59`, commune `59350`), an EPCI's SIREN
    for an intercommunal body, an ISO 3166 alpha-2 code for a country, or None for a usual area.
    """

    name: str
    code: str | None = None
    level: TerritoryLevel


class Page(Frozen):
    """One page of a paged format: `document.text[start:end]` is what it holds."""

    number: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Heading(Frozen):
    """A heading line: `document.text[start:end]`, at `level` 1 (title) to 6."""

    level: int = Field(ge=1, le=6)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Document(Frozen):
    """One source in canonical text: Unicode NFC, `\\n` line ends, no control characters."""

    id: str
    text: str
    title: str
    path: str
    """The file as it was given by the user."""
    sha256: str
    """Hash of the file's bytes: a change means that the document must be indexed again."""
    format: str = "text"
    publisher: str = ""
    publisher_kind: PublisherKind = PublisherKind.UNKNOWN
    source_title: str = ""
    published: PartialDate = PartialDate()
    territories: tuple[Territory, ...] = ()
    territories_inferred: bool = False
    url: str | None = None
    licence: str = ""
    language: str = "fr"
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    warnings: tuple[str, ...] = ()
    """French sentences about what was recovered or left out while reading."""

    @model_validator(mode="after")
    def _canonical(self) -> Document:
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError("le texte d'un document doit être en Unicode NFC")
        spans = [(page.start, page.end) for page in self.pages]
        spans += [(heading.start, heading.end) for heading in self.headings]
        for start, end in spans:
            if not 0 <= start <= end <= len(self.text):
                raise ValueError("une page ou un titre sort du texte du document")
        return self

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page that holds `offset`, or None without pages."""
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.number
        return None


class BaliseError(Exception):
    """An error that a user can act on. Its text is a French sentence, shown as it is."""


class UnreadableError(BaliseError):
    """This file cannot be read: it is skipped and reported, the others go on."""
