"""Spreadsheets of Excel and OpenDocument: what their cells show, sheet by sheet."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from corpus.document import UnreadableError
from corpus.readers.base import RawText, damaged_file_explained
from corpus.readers.blocks import BlockText, one_line
from corpus.readers.cell_format import shown
from corpus.readers.grid import MAX_COLUMNS, MAX_ROWS, GridText
from corpus.readers.odt import words_of
from corpus.readers.office import check_archive, creation_date

_EXCEL = "Ce classeur Excel"
_OPEN = "Ce classeur OpenDocument"
_NO_NAME = re.compile(r"(?:feuil(?:le)?|sheet|tabelle|hoja)\s?\d*", re.I)
"""Names that programs give to sheets."""


class XlsxReader:
    """Reads .xlsx files; formulas show the result that the file holds, macros are not looked at."""

    name = "xlsx"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")

    def read(self, data: bytes) -> RawText:
        """Return the visible sheets; raises UnreadableError when damaged, too big or empty."""
        check_archive(data, _EXCEL)
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        blocks = BlockText()
        with damaged_file_explained(_EXCEL, InvalidFileException), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of what it leaves out: charts, links
            book = load_workbook(BytesIO(data), read_only=True, data_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            grid = GridText(blocks, _EXCEL)
            for sheet in sheets:
                _name(blocks, sheet.title)
                sheet.reset_dimensions()  # what the file declares of its size is often wrong
                grid.add(_excel_rows(sheet))
            properties = book.properties
        if not blocks.text:
            raise UnreadableError(f"{_EXCEL} ne contient aucun texte.")
        return RawText(
            text=blocks.text,
            headings=blocks.headings,
            title=one_line(properties.title or ""),
            author=one_line(properties.creator or ""),
            created=creation_date(properties.created),
        )


class OdsReader:
    """Reads .ods files: the text that each cell shows."""

    name = "ods"
    suffixes: tuple[str, ...] = (".ods",)

    def read(self, data: bytes) -> RawText:
        """Return the sheets; raises UnreadableError when damaged, too big or empty."""
        check_archive(data, _OPEN)
        from lxml.etree import LxmlError  # type: ignore[import-untyped]
        from odfdo import Document as OdfFile

        blocks = BlockText()
        with damaged_file_explained(_OPEN, LxmlError):
            odf = OdfFile(BytesIO(data))
            grid = GridText(blocks, _OPEN)
            for table in odf.body.get_elements("table:table"):
                _name(blocks, str(table.get_attribute("table:name") or ""))
                grid.add(_open_rows(table))
            meta = odf.meta
            title, author = one_line(meta.title or ""), one_line(meta.initial_creator or "")
            created = creation_date(meta.creation_date)
        if not blocks.text:
            raise UnreadableError(f"{_OPEN} ne contient aucun texte.")
        return RawText(
            text=blocks.text,
            headings=blocks.headings,
            title=title,
            author=author,
            created=created,
        )


def _name(blocks: BlockText, name: str) -> None:
    if not _NO_NAME.fullmatch(name.strip()):
        blocks.heading(2, name)


def _excel_rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [shown(cell.value, getattr(cell, "number_format", None) or "") for cell in row]


def _open_rows(table: Any) -> Iterator[list[str]]:
    for row in table.get_elements("descendant::table:table-row"):
        cells: list[str] = []
        for cell in row.get_elements("table:table-cell|table:covered-table-cell"):
            words = " ".join(_paragraphs(cell))
            cells += [words] * min(_repeated(cell, "columns"), MAX_COLUMNS - len(cells))
        while cells and not cells[-1].strip():
            cells.pop()
        for _ in range(min(_repeated(row, "rows"), MAX_ROWS) if cells else 1):
            yield cells


def _paragraphs(cell: Any) -> list[str]:
    return [words_of(part) for part in cell.children if part.tag == "text:p"]


def _repeated(element: Any, what: str) -> int:
    count = str(element.get_attribute(f"table:number-{what}-repeated") or "1")
    return int(count) if count.isdecimal() else 1
