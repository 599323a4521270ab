"""What every reader promises: a file's bytes in, canonical text and what it declares out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from zipfile import BadZipFile

from corpus.document import Frozen, Heading, Page, PartialDate, UnreadableError

PARSER_FAULTS: tuple[type[Exception], ...] = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    EOFError,
    OSError,
    SyntaxError,  # lxml's XMLSyntaxError
    BadZipFile,
    zlib.error,
)
"""What third-party parsers are known to raise on a damaged file."""


class RawText(Frozen):
    """A file's canonical text and what the format itself declares: nothing is inferred here.

    `published` is the publication date that the file declares: None when it does not speak
    of it, an empty PartialDate when it declares itself undated. `created` is only the date at
    which the file was made, a weaker clue. Territories are names, not resolved yet.
    Headings and pages are spans of `text`.
    """

    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[Page, ...] = ()
    title: str = ""
    author: str = ""
    publisher: str = ""
    publisher_kind: str = ""
    source_title: str = ""
    published: PartialDate | None = None
    created: PartialDate = PartialDate()
    territories: tuple[str, ...] = ()
    url: str | None = None
    licence: str = ""
    warnings: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads one format. `name` is stored as `Document.format`; suffixes are lower-case."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, data: bytes) -> RawText:
        """Return the canonical text of `data` and what the file declares.

        Raises UnreadableError, in French, when there is no text to be had.
        """
        ...


@contextmanager
def damaged_file_explained(what: str, *own: type[Exception]) -> Iterator[None]:
    """Turn a parser's failure on a damaged file into an UnreadableError.

    `what` names the format with its article: « Ce PDF est abîmé… ». `own` are the parser's
    own exceptions. An UnreadableError raised inside goes through unchanged.
    """
    try:
        yield
    except (*PARSER_FAULTS, *own) as error:
        raise UnreadableError(f"{what} est abîmé ou n'est pas de ce format.") from error
