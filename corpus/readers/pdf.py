"""PDF files: pages with their numbers, lines put back together into paragraphs."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from corpus.canonical import canonicalise
from corpus.document import Page, UnreadableError
from corpus.readers.base import RawText, damaged_file_explained
from corpus.readers.blocks import one_line
from corpus.readers.lines import join_lines, usual_width, words_of
from corpus.readers.office import creation_date

if TYPE_CHECKING:
    from pypdf import PdfReader as PdfFile

_WHAT = "Ce PDF"
_LOCKED = "Ce PDF est protégé par un mot de passe."
_SCANNED = (
    "Ce PDF ne contient pas de texte : c'est sans doute une numérisation, à passer d'abord"
    " par un logiciel de reconnaissance de caractères."
)
_EMPTY_TITLE = re.compile(r"(microsoft word|untitled|sans titre|document\d*$|\S*\.\w{3,5}$)", re.I)


class PdfReader:
    """Reads .pdf files that hold text; nothing that they embed is run."""

    name = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, data: bytes) -> RawText:
        """Return text and pages; raises UnreadableError: locked, scanned or damaged PDF."""
        from pypdf import PdfReader as PdfFile
        from pypdf.errors import DependencyError, PyPdfError

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what matters is said below
        try:
            with damaged_file_explained(_WHAT, PyPdfError):
                file = PdfFile(BytesIO(data), strict=False)
                if file.is_encrypted and not file.decrypt(""):
                    raise UnreadableError(_LOCKED)
                pages = [canonicalise(page.extract_text()) for page in file.pages]
                title, author, created = _properties(file)
        except DependencyError as error:  # a cipher that is not installed
            raise UnreadableError(_LOCKED) from error
        text, spans = _assemble(pages)
        if not text.strip():
            raise UnreadableError(_SCANNED)
        return RawText(
            text=text,
            pages=spans,
            title="" if _EMPTY_TITLE.match(title) else title,
            author=author,
            created=creation_date(created),
            warnings=_without_text(pages),
        )


def _properties(file: PdfFile) -> tuple[str, str, datetime | None]:
    """Return title, author and creation date; a malformed date counts as none."""
    properties = file.metadata
    if properties is None:
        return "", "", None
    try:
        created = properties.creation_date
    except ValueError:
        created = None
    return one_line(properties.title or ""), one_line(properties.author or ""), created


def _without_text(pages: Sequence[str]) -> tuple[str, ...]:
    empty = [str(number) for number, page in enumerate(pages, start=1) if not page.strip()]
    if not empty:
        return ()
    which = f"{', '.join(empty[:10])}{'…' if len(empty) > 10 else ''}"
    return (f"Sans texte lisible : page{'s' if len(empty) > 1 else ''} {which}.",)


def _assemble(pages: Sequence[str]) -> tuple[str, tuple[Page, ...]]:
    """Join the pages with a blank line and say where each one lies.

    A page's span runs to the next page's start, so that every offset has a page.
    """
    width, known_words = usual_width(pages), words_of(pages)
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for number, page in enumerate(pages, start=1):
        body = "\n".join(join_lines(page.split("\n"), width, known_words))
        if not body:
            continue
        if parts:
            parts.append("\n\n")
            length += 2
        starts.append((number, length))
        parts.append(body)
        length += len(body)
    ends = [start for _, start in starts[1:]] + [length]
    spans = tuple(
        Page(number=number, start=start, end=end)
        for (number, start), end in zip(starts, ends, strict=False)  # no page with text: none
    )
    return "".join(parts), spans
