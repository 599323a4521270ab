"""Word documents: paragraphs, headings, lists and tables in the order of the page."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

from corpus.document import UnreadableError
from corpus.readers.base import RawText, damaged_file_explained
from corpus.readers.blocks import BlockText, one_line
from corpus.readers.office import check_archive, creation_date

_WHAT = "Ce document Word"
_HEADING = re.compile(r"(?:heading|titre) ?(\d)", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titre)$", re.IGNORECASE)
_BLANK_TEMPLATE = date(2013, 12, 23)
"""Creation date in python-docx's blank template, left in every file made from it."""
_NUMBERED = (
    "./w:abstractNum[w:lvl[@w:ilvl='0']/w:numFmt[@w:val!='bullet' and @w:val!='none']]"
    "/@w:abstractNumId"
)
_WORDS = ".//w:t[not(ancestor::w:txbxContent)] | .//w:tab | .//w:br | .//w:noBreakHyphen"


class DocxReader:
    """Reads .docx files; macros, images and text boxes are not looked at."""

    name = "docx"
    suffixes: tuple[str, ...] = (".docx",)

    def read(self, data: bytes) -> RawText:
        """Return the text; raises UnreadableError when damaged, too big, or without text."""
        check_archive(data, _WHAT)
        from docx import Document as WordFile
        from docx.exceptions import PythonDocxError
        from docx.opc.exceptions import OpcError
        from lxml.etree import LxmlError  # type: ignore[import-untyped]

        blocks = BlockText()
        with damaged_file_explained(_WHAT, PythonDocxError, OpcError, LxmlError):
            word = WordFile(BytesIO(data))
            title = _fill(blocks, word)
            properties = word.core_properties
            created = properties.created
            if created is not None and created.date() == _BLANK_TEMPLATE:
                created = None
            declared = one_line(properties.title or "")
            author = one_line(properties.author or "")
        if not blocks.text:
            raise UnreadableError(f"{_WHAT} ne contient aucun texte.")
        return RawText(
            text=blocks.text,
            headings=blocks.headings,
            title=declared or title,
            author=author,
            created=creation_date(created),
        )


def _fill(blocks: BlockText, word: Any) -> str:
    """Fill the blocks in reading order and return the paragraph styled as title, if any."""
    from docx.table import Table

    numbering = _numbering(word)
    numbers: dict[str, int] = {}
    title = ""
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            _table(blocks, block)
            continue
        text = _words(block._p)
        style = (block.style.name if block.style is not None else "") or ""
        level = _heading_level(style)
        list_id, ordered = _list(block, style, numbering)
        if level:
            if level == 1 and _TITLE.match(style):
                title = title or one_line(text)
            blocks.heading(level, text)
        elif list_id is None:
            blocks.paragraph(text)
        elif ordered:
            numbers[list_id] = numbers.get(list_id, 0) + 1
            blocks.item(text, number=numbers[list_id])
        else:
            blocks.item(text)
    return title


def _table(blocks: BlockText, table: Any) -> None:
    blocks.end_group()
    for row in table.rows:
        cells: list[str] = []
        previous = None
        for cell in row.cells:
            if cell._tc is not previous:  # a merged cell comes once per column that it spans
                cells.append(" ".join(_words(paragraph._p) for paragraph in cell.paragraphs))
            previous = cell._tc
        blocks.row(cells)
    blocks.end_group()


def _words(paragraph: Any) -> str:
    """Return the words of a paragraph, links and tracked insertions included."""
    pieces: list[str] = []
    for node in paragraph.xpath(_WORDS):
        match node.tag.rsplit("}", 1)[-1]:
            case "t":
                pieces.append(node.text or "")
            case "tab":
                pieces.append(" ")
            case "noBreakHyphen":
                pieces.append("-")
            case _:
                pieces.append("\n")
    return "".join(pieces)


def _heading_level(style: str) -> int:
    """Return 1 for the title, the level of a heading style, or 0."""
    if _TITLE.match(style):
        return 1
    found = _HEADING.match(style)
    return int(found.group(1)) if found else 0


def _list(paragraph: Any, style: str, numbering: dict[str, bool]) -> tuple[str | None, bool]:
    """Return the list that a paragraph belongs to, or None, and whether it is numbered."""
    declared = paragraph._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")
    if declared:
        number_id = str(declared[0])
        return (None, False) if number_id == "0" else (number_id, numbering.get(number_id, False))
    if style.startswith(("List Number", "List Bullet", "Liste à")):
        return style, style.startswith(("List Number", "Liste à numéros"))
    return None, False


def _numbering(word: Any) -> dict[str, bool]:
    """Map each list of the document to whether its first level is numbered."""
    try:
        part = word.part.numbering_part
    except (KeyError, NotImplementedError):
        return {}
    root = part.element
    ordered = {str(key) for key in root.xpath(_NUMBERED)}
    return {str(num.numId): str(num.abstractNumId.val) in ordered for num in root.num_lst}
