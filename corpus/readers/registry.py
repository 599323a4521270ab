"""Which reader reads which suffix."""

from __future__ import annotations

from corpus.readers.base import Reader
from corpus.readers.delimited import DelimitedReader
from corpus.readers.docx import DocxReader
from corpus.readers.html import HtmlReader
from corpus.readers.markdown import MarkdownReader
from corpus.readers.odt import OdtReader
from corpus.readers.pdf import PdfReader
from corpus.readers.plain import PlainReader
from corpus.readers.spreadsheet import OdsReader, XlsxReader

_ALL: tuple[Reader, ...] = (
    PlainReader(),
    MarkdownReader(),
    HtmlReader(),
    PdfReader(),
    DocxReader(),
    OdtReader(),
    DelimitedReader(),
    XlsxReader(),
    OdsReader(),
)
READERS: dict[str, Reader] = {suffix: reader for reader in _ALL for suffix in reader.suffixes}
"""Lower-case suffix, with its dot, to the reader of that format."""


def supported_suffixes() -> tuple[str, ...]:
    """Return the suffixes that can be read, sorted, each with its dot."""
    return tuple(sorted(READERS))
