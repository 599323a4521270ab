"""Tables in plain text: rows, and the column that each of their cells stands in.

Readers of pages and documents write a row as « a | b »; text copied from a page or a PDF sets its
columns apart by tabs, by several blanks or by dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final


class _Figures(Enum):
    """Which cells of a table must hold figures: a menu or an aside looks the same."""

    ANYWHERE = auto()
    A_COLUMN = auto()
    HALF = auto()


_SEPARATORS: Final = (
    (re.compile(r"[^\S\n]*\|[^\S\n]*"), 2, _Figures.ANYWHERE),
    (re.compile(r"[^\S\n]*\t[^\S\n]*"), 2, _Figures.ANYWHERE),
    (re.compile(r"[^\S\n]{2,}"), 2, _Figures.A_COLUMN),
    (re.compile(r"[^\S\n]+[–—-][^\S\n]+"), 3, _Figures.HALF),
    (re.compile(r"[^\S\n]*;[^\S\n]*"), 3, _Figures.HALF),
)
"""What stands between two cells, the fewest cells of a row, and which of them must hold figures."""
_MARKED = re.compile(r"\||\t|;|\S[^\S\n]{2,}\S|\s[–—-]\s")
_RULED = re.compile(r"[\s|:+=_–—-]+")
_HEADER = re.compile(
    r"\D*(?:(?:19|20)\d\d|\d{1,2}(?:re|er|ère|e|ème|nde?)\b)\D*"
    r"|(?:[^\W\d_]{3}\D*)?\b(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d)\D*"
    r"|[^\W\d_]{3}[^\d()]*\([^()]*\d[^()]*\)"
)
"""Headers with a figure: « Fin 2024 », « 2e année », « Évolution 2023-2024 », « Débutant (0 à 2
ans) »."""
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
_LONGEST_CAPTION: Final = 160
_LONGEST_CELL: Final = 200
_EXCERPT: Final = 4000
"""Characters of what is no whole document, most often."""
_BLANKS: Final = 1
"""Blank lines that may stand between a caption and its table."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, `text[start:end]`, and what its column is headed with."""

    start: int
    end: int
    header: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, `text[start:end]`.

    `label` is its first cell, `cells` are the others. `head` is the row of headers, and `above`
    runs to its end from the caption of the table, where there is one.
    """

    start: int
    end: int
    label: Span
    cells: tuple[Cell, ...]
    head: Span
    above: Span
    headers: tuple[Span, ...]
    """The cells of `head`: as many as the row has, or one less: none over the labels."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int


def row_at(text: str, start: int) -> Row | None:
    """Return the row of a table that begins at the character `start`, if there is one."""
    return find_rows(text).get(start)


def find_rows(text: str) -> Mapping[int, Row]:
    """Return the rows of the tables of a text by where they begin, header rows left out."""
    return _rows_of_excerpt(text) if len(text) <= _EXCERPT else _rows_of_document(text)


def opens_with_table(text: str) -> bool:
    """Whether a text begins with the headers of a table: it has no line to be titled by."""
    first = next(iter(find_rows(text).values()), None)
    return first is not None and not text[: first.head[0]].strip()


@lru_cache(maxsize=4096)
def _rows_of_excerpt(text: str) -> Mapping[int, Row]:
    return _find_rows(text)


@lru_cache(maxsize=64)  # whole documents are kept with it
def _rows_of_document(text: str) -> Mapping[int, Row]:
    return _find_rows(text)


def _find_rows(text: str) -> Mapping[int, Row]:
    rows: dict[int, Row] = {}
    lines = list(_lines(text))
    for first, last in _runs(text, lines):
        rows.update((row.start, row) for row in _rows_of(text, lines, first, last))
    return rows


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines of a text without the blanks around them, empty ones included."""
    position = 0
    for line in text.split("\n"):
        bare = line.strip()
        start = position + (line.index(bare) if bare else 0)
        yield _Line(start, start + len(bare))
        position += len(line) + 1


def _runs(text: str, lines: Sequence[_Line]) -> Iterator[Span]:
    """Yield the numbers (first, end) of lines in a row that all may be those of a table."""
    first: int | None = None
    for number, line in enumerate(lines):
        marked = line.end > line.start and _MARKED.search(text, line.start, line.end)
        if marked and first is None:
            first = number
        elif not marked and first is not None:
            yield first, number
            first = None
    if first is not None:
        yield first, len(lines)


def _rows_of(text: str, lines: Sequence[_Line], first: int, last: int) -> Iterator[Row]:
    for separator, fewest, figures in _SEPARATORS:
        ruled = [
            n for n in range(first, last)
            if not _RULED.fullmatch(text, lines[n].start, lines[n].end)
        ]  # fmt: skip
        split = {n: _cells(text, lines[n], separator) for n in ruled}
        found = False
        for table in _alike(text, ruled, split, fewest):
            while len(table) > 2 and not any(a < b for a, b in split[table[0]][1:]):
                table = table[1:]  # one cell over all columns is the caption
            head, *body = table
            headers = [text[slice(*cell)] for cell in split[head]]
            if len(split[head]) == len(split[body[0]]):
                headers = headers[1:]
            if not _is_table(text, headers, [split[n] for n in body], figures=figures):
                continue
            found = True
            above = (_caption(lines, head), lines[head].end)
            for number in body:
                label, *cells = split[number]
                yield Row(
                    lines[number].start,
                    lines[number].end,
                    label,
                    tuple(Cell(a, b, h) for (a, b), h in zip(cells, headers, strict=True)),
                    (lines[head].start, lines[head].end),
                    above,
                    tuple(split[head]),
                )
        if found:
            return


def _cells(text: str, line: _Line, separator: re.Pattern[str]) -> list[Span]:
    start, end = line.start, line.end
    if text[start] == "|" and text[end - 1] == "|" and end - start > 1:  # Markdown's own borders
        start, end = start + 1, end - 1
    cells: list[Span] = []
    for match in separator.finditer(text, start, end):
        cells.append((start, match.start()))
        start = match.end()
    cells.append((start, end))
    return [_trimmed(text, cell) for cell in cells]


def _trimmed(text: str, cell: Span) -> Span:
    start, end = cell
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _alike(
    text: str, numbers: Sequence[int], split: dict[int, list[Span]], fewest: int
) -> Iterator[list[int]]:
    """Yield lines in a row of as many cells: the first one holds the headers.

    A line of years alone may head lines of one cell more: no header stands over the labels.
    """
    table: list[int] = []
    for number in numbers:
        count = len(split[number])
        of_years = len(table) == 1 and all(
            _BARE_YEAR.fullmatch(text, *cell) for cell in split[table[0]]
        )
        if (
            table
            and count >= fewest
            and count in {len(split[table[-1]]), of_years + len(split[table[-1]])}
        ):
            table.append(number)
        else:
            if len(table) > 1:
                yield table
            table = [number]
    if len(table) > 1:
        yield table


def _is_table(
    text: str, headers: Sequence[str], body: Sequence[Sequence[Span]], *, figures: _Figures
) -> bool:
    """Whether headers are words or years, over cells that hold something else.

    One column may go without.
    """
    if sum(map(bool, headers)) < max(1, len(headers) - 1):
        return False
    if any(_DIGIT.search(header) and not _HEADER.fullmatch(header) for header in headers):
        return False
    cells = [text[slice(*cell)] for row in body for cell in row[1:]]
    if max(map(len, cells), default=0) > _LONGEST_CELL or not any(cells):
        return False
    holding = [bool(_DIGIT.search(cell)) for cell in cells]
    width = len(headers)
    if len(body[0]) != width + 1:
        return False
    if figures is _Figures.ANYWHERE:
        return len(body) > 1 or any(holding)
    columns = any(all(holding[column::width]) for column in range(width))
    told = figures is _Figures.A_COLUMN and columns and min(width, len(body)) > 1
    return told or 2 * sum(holding) >= len(cells)


def _caption(lines: Sequence[_Line], head: int) -> int:
    """Return where the line that titles a table begins, or else where its headers do."""
    for number in range(head - 1, max(-1, head - 2 - _BLANKS), -1):
        line = lines[number]
        if line.end > line.start:
            short = line.end - line.start <= _LONGEST_CAPTION
            return line.start if short else lines[head].start
    return lines[head].start
