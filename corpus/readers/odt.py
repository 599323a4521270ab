"""OpenDocument texts: paragraphs, headings, lists and tables in the order of the page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from corpus.document import UnreadableError
from corpus.readers.base import RawText, damaged_file_explained
from corpus.readers.blocks import BlockText, one_line
from corpus.readers.office import check_archive, creation_date

_WHAT = "Ce document OpenDocument"
_CONTAINERS = frozenset({"text:section", "text:index-body", "text:list-header"})
_UNSEEN = frozenset(
    {
        "text:note",
        "office:annotation",
        "office:annotation-end",
        "draw:frame",
        "text:table-of-content",
    }
)


class OdtReader:
    """Reads .odt files; macros, images, notes and comments are not looked at."""

    name = "odt"
    suffixes: tuple[str, ...] = (".odt",)

    def read(self, data: bytes) -> RawText:
        """Return the text; raises UnreadableError when damaged, too big, or without text."""
        check_archive(data, _WHAT)
        from lxml.etree import LxmlError  # type: ignore[import-untyped]
        from odfdo import Document as OdfFile

        blocks = BlockText()
        with damaged_file_explained(_WHAT, LxmlError):
            odf = OdfFile(BytesIO(data))
            ordered = _ordered_styles(odf)
            walk = _Walk(blocks, ordered)
            walk.children(odf.body)
            title = one_line(odf.meta.title or "")
            author = one_line(odf.meta.initial_creator or "")
            created = creation_date(odf.meta.creation_date)
        if not blocks.text:
            raise UnreadableError(f"{_WHAT} ne contient aucun texte.")
        return RawText(
            text=blocks.text,
            headings=blocks.headings,
            title=title or walk.title,
            author=author,
            created=created,
        )


class _Walk:
    """Walks an OpenDocument body into blocks."""

    def __init__(self, blocks: BlockText, ordered: frozenset[str]) -> None:
        self._blocks = blocks
        self._ordered = ordered
        self.title = ""

    def children(self, element: Any) -> None:
        for child in element.children:
            self._element(child)

    def _element(self, element: Any) -> None:
        tag = element.tag
        if tag == "text:h":
            self._blocks.heading(_level(element), words_of(element))
        elif tag == "text:p":
            if element.get_attribute("text:style-name") == "Title":
                self.title = self.title or one_line(words_of(element))
                self._blocks.heading(1, words_of(element))
            else:
                self._blocks.paragraph(words_of(element))
        elif tag == "text:list":
            self._list(element, element.get_attribute("text:style-name") in self._ordered)
            self._blocks.end_group()
        elif tag == "table:table":
            self._table(element)
        elif tag in _CONTAINERS:
            self.children(element)

    def _list(self, element: Any, ordered: bool) -> None:
        number = 0
        for item in element.children:
            own = [child for child in item.children if child.tag in {"text:p", "text:h"}]
            if own:
                number += 1
                text = " ".join(words_of(child) for child in own)
                self._blocks.item(text, number=number if ordered else None)
            for child in item.children:
                if child.tag == "text:list":
                    self._list(child, ordered)

    def _table(self, table: Any) -> None:
        self._blocks.end_group()
        for row in table.get_elements("descendant::table:table-row"):
            cells = row.get_elements("table:table-cell")
            self._blocks.row(
                " ".join(words_of(part) for part in cell.children if part.tag == "text:p")
                for cell in cells
            )
        self._blocks.end_group()


def words_of(element: Any) -> str:
    """Return the words of a paragraph without its notes, comments and frames."""
    pieces = [element.text or ""]
    for child in element.children:
        if child.tag in {"text:s", "text:tab"}:
            pieces.append(" ")
        elif child.tag == "text:line-break":
            pieces.append("\n")
        elif child.tag not in _UNSEEN:
            pieces.append(words_of(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _level(heading: Any) -> int:
    level = str(heading.get_attribute("text:outline-level") or "1")
    return int(level) if level.isdecimal() else 1


def _ordered_styles(odf: Any) -> frozenset[str]:
    """Return the names of the list styles whose first level is numbered."""
    return frozenset(
        str(style.get_attribute("style:name"))
        for part in (odf.content.root, odf.styles.root)
        for style in part.get_elements("descendant::text:list-style")
        if style.get_elements("text:list-level-style-number[@text:level='1']")
    )
