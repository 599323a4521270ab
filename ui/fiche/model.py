"""What a sheet holds, whatever it is written as: a page, DOCX or ODT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.document import PublisherKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an answer's text: words, or the number of a quote (then `text` is its mark)."""

    text: str
    quote: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer. `bullet`: it is one of a list, its bullet is not in the pieces."""

    pieces: tuple[Piece, ...]
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and its answer, line by line."""

    question: str
    understood: str
    """The question as it was searched, empty when it is the same."""
    state: str
    """What became of it, in French: « Vérifié dans 2 sources »."""
    answered: bool
    differs: bool
    """Whether sources give different values."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is quoted. `n` is its rank; `quotes` are the numbers of its quotes."""

    n: int
    title: str
    publisher: str
    kind: PublisherKind
    date: str
    """In French: « mars 2024 », « 2024 (déduit du texte) » or « non datée »."""
    territory: str
    """Names of places, or « non précisé »."""
    pages: str
    """« p. 3, 7 », or nothing."""
    url: str | None
    """A web address, or None."""
    file: str
    """Name of the file, without its folder."""
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words, numbered over the whole sheet. `label` is « Title, publisher, date, p. 3 »."""

    n: int
    text: str
    source: Source
    page: int | None

    @property
    def label(self) -> str:
        """Whose words they are."""
        parts = [self.source.title, self.source.publisher, self.source.date]
        if self.page is not None:
            parts.append(f"p. {self.page}")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Fiche:
    """A sheet: the entries in the order asked, the quotes from 1, the sources as first quoted."""

    title: str
    consulted: date
    consulted_words: str
    """« 3 novembre 2026 »."""
    fingerprint: str
    name: str
    """What was typed to say whose sheet it is; empty unless somebody typed it."""
    entries: tuple[Entry, ...]
    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]
    checks: tuple[str, ...]
    """What to check before relying on it, in French sentences."""

    @property
    def file_stem(self) -> str:
        """A name for a file of this sheet, without its suffix: no name of a person is in it."""
        return f"fiche-entretien-{self.consulted.isoformat()}"
