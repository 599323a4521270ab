"""Puts structured content (headings, paragraphs, lists, tables) into plain canonical text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from corpus.canonical import canonicalise
from corpus.document import Heading

_Kind = Literal["heading", "paragraph", "item", "row"]
_BLANKS = re.compile("[ \n]+")
_SPACES = re.compile(" {2,}")


class BlockText:
    """Accumulates blocks; `text` and `headings` give the result, with exact heading spans.

    Blocks are separated by a blank line, the items of a list and the rows of a table by a
    line end. Every piece is made canonical as it comes in, so the whole is canonical.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last: _Kind | None = None
        self._headings: list[Heading] = []

    @property
    def text(self) -> str:
        """The canonical text so far."""
        return "".join(self._parts)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings so far, in order."""
        return tuple(self._headings)

    def heading(self, level: int, text: str) -> None:
        """Add a heading line; levels outside 1-6 are brought back into range."""
        line = one_line(text)
        if line:
            start = self._add("heading", line)
            bounded = min(max(level, 1), 6)
            self._headings.append(Heading(level=bounded, start=start, end=start + len(line)))

    def paragraph(self, text: str, *, keep_lines: bool = False) -> None:
        """Add a paragraph; with `keep_lines` its spaces and line ends stay (code)."""
        block = canonicalise(text)
        if keep_lines:
            block = block.strip("\n")
        else:
            lines = (_SPACES.sub(" ", line).strip(" ") for line in block.split("\n"))
            block = "\n".join(line for line in lines if line)
        if block.strip():
            self._add("paragraph", block)

    def item(self, text: str, *, number: int | None = None) -> None:
        """Add a list item: `- text`, or `3. text` when numbered."""
        line = one_line(text)
        if line:
            marker = "-" if number is None else f"{number}."
            self._add("item", f"{marker} {line}")

    def row(self, cells: Iterable[str]) -> None:
        """Add a table row, `a | b`; a row of empty cells is left out.

        One cell alone, over the columns, is the caption of the table: a paragraph.
        """
        lines = [one_line(cell) for cell in cells]
        if self._last != "row" and len(lines) > 1 and sum(map(bool, lines)) == 1:
            self._add("paragraph", "".join(lines))
        elif any(lines):
            self._add("row", " | ".join(lines).strip())

    def end_group(self) -> None:
        """Close the current list or table: what follows comes after a blank line."""
        self._last = None

    def _add(self, kind: _Kind, block: str) -> int:
        if self._parts:
            together = kind == self._last and kind in {"item", "row"}
            separator = "\n" if together else "\n\n"
            self._parts.append(separator)
            self._length += len(separator)
        start = self._length
        self._parts.append(block)
        self._length += len(block)
        self._last = kind
        return start


def one_line(text: str) -> str:
    """Return the canonical text on one line; non-breaking spaces stay."""
    return _BLANKS.sub(" ", canonicalise(text)).strip(" ")
