"""Rows of cells, as spreadsheets have them, put into text: lines around them, a table between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.document import UnreadableError
from corpus.readers.blocks import BlockText, one_line

MAX_ROWS = 20_000
"""Rows of a file: each is searched and cited by itself, and makes a vector of its own."""
MAX_COLUMNS = 200


class GridText:
    """Puts the sheets of one file into `blocks`. `what` names the file with its article."""

    def __init__(self, blocks: BlockText, what: str) -> None:
        self._blocks = blocks
        self._what = what
        self._rows = 0

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Add one sheet. Lines of one cell above and under a table are paragraphs.

        Empty rows end a table: what follows is another one. Raises UnreadableError when the file
        has too many rows or columns.
        """
        table: list[list[str]] = []
        for row in rows:
            cells = [one_line(cell).replace("|", "/") for cell in row]
            if any(cells):
                self._count(cells)
                table.append(cells)
            else:
                _add_table(self._blocks, table)
                table = []
        _add_table(self._blocks, table)

    def _count(self, cells: Sequence[str]) -> None:
        self._rows += 1
        if self._rows > MAX_ROWS or sum(map(bool, cells)) > MAX_COLUMNS:
            raise UnreadableError(
                f"{self._what} dépasse {MAX_ROWS} lignes ou {MAX_COLUMNS} colonnes :"
                " gardez-en la partie utile."
            )


def _add_table(blocks: BlockText, rows: Sequence[Sequence[str]]) -> None:
    wide = [number for number, row in enumerate(rows) if sum(map(bool, row)) > 1]
    first, end = (wide[0], wide[-1] + 1) if wide else (0, 0)
    columns = _columns(rows[first:end])
    for number, row in enumerate(rows):
        if first <= number < end:
            blocks.row(row[c] if c < len(row) else "" for c in columns)
        else:
            blocks.paragraph(" ".join(filter(None, row)))
    blocks.end_group()


def _columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the numbers of the columns that hold something."""
    width = max((len(row) for row in rows), default=0)
    return [c for c in range(width) if any(c < len(row) and row[c] for row in rows)]
