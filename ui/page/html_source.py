"""A document as HTML: its text as it is, the quote marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document
from corpus.tables import find_rows
from ui.page.quotes import date_words, safe_url, speaker
from ui.page.rendering import render
from ui.page.state import Register
from ui.public import file_name

_AROUND = 30_000
"""Characters shown on each side of the quote: a book would freeze a phone."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters of a block, all of the quote or all outside it."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the document: a heading of some level, or a paragraph at level 0."""

    runs: tuple[Run, ...]
    level: int
    page: int | None
    """Number of the page that begins here, else None."""
    cells: tuple[tuple[Run, ...], ...] = ()
    """Of a row of a table, or of its headers: then `runs` has what parts them as well."""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What is shown together: a line, or the rows of a table under its headers."""

    blocks: tuple[Block, ...]

    @property
    def is_table(self) -> bool:
        """Whether it is shown in columns."""
        return self.blocks[0].is_head


def source_panel(
    document: Document | None,
    start: int = 0,
    end: int = 0,
    *,
    n: int = 0,
    register: Register = Register.ADVISER,
) -> str:
    """Return the panel that shows `document` with `text[start:end]` marked as quote `n`.

    Without a document, say that it is gone. Offsets outside the text mark nothing.
    """
    if document is None:
        return render("source_gone", register)
    if not 0 <= start < end <= len(document.text):
        start = end = 0
    first, last = window(document.text, start, end)
    page = document.page_at(start) if end else None
    return render(
        "source",
        register,
        n=n,
        title=document.title,
        speaker=speaker(document.publisher, document.publisher_kind),
        date=date_words(document.published.iso),
        dated=bool(document.published.iso),
        inferred=document.published.inferred and bool(document.published.iso),
        territory=", ".join(t.name for t in document.territories),
        page=page,
        url=safe_url(document.url),
        file=file_name(document.path),
        quote=document.text[start:end],
        parts=groups_of(blocks_of(document, start, end, first, last)),
        shortened_before=first > 0,
        shortened_after=last < len(document.text),
        key=f"{n}:{document.id}:{start}:{end}",
    )


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of a text that is shown: whole lines around the quote."""
    first = max(0, start - _AROUND)
    last = min(len(text), end + _AROUND)
    if first:
        first = (
            text.rfind("\n", 0, start) + 1
            if "\n" not in text[first:start]
            else (text.find("\n", first) + 1)
        )
    if last < len(text):
        cut = text.rfind("\n", end, last)
        last = cut if cut > end else last
    return first, last


def blocks_of(document: Document, start: int, end: int, first: int, last: int) -> list[Block]:
    """Cut `text[first:last]` into its lines that are not blank, marking `text[start:end]`."""
    levels = {heading.start: heading.level for heading in document.headings}
    rows = find_rows(document.text)
    heads = {row.head[0]: row for row in rows.values() if first <= row.head[0]}
    pages = [page for page in document.pages if page.start >= first]
    blocks = []
    for line in re.finditer(r"[^\n]*[^\s][^\n]*", document.text[first:last]):
        begin, stop = first + line.start(), first + line.end()
        page = None
        while pages and pages[0].start <= begin:
            page = pages.pop(0).number
        level = next((levels[at] for at in range(begin, stop) if at in levels), 0)
        bare = begin + len(line.group()) - len(line.group().lstrip())
        row, head = rows.get(bare), heads.get(bare)
        spans = (row.label, *((c.start, c.end) for c in row.cells)) if row else ()
        if head:
            missing = len(head.cells) + 1 - len(head.headers)
            spans = (*((begin, begin),) * missing, *head.headers)
        cells = tuple(_runs(document.text, *span, start, end) for span in spans)
        runs = _runs(document.text, begin, stop, start, end)
        blocks.append(Block(runs, level, page, cells, is_head=head is not None))
    return blocks


def groups_of(blocks: Sequence[Block]) -> list[Group]:
    """Put the rows of a table together under its headers; each other line stands alone."""
    parts: list[list[Block]] = []
    for block in blocks:
        under = bool(parts) and parts[-1][0].is_head
        if under and block.cells and not block.is_head and block.page is None:
            parts[-1].append(block)
        else:
            parts.append([block])
    return [Group(tuple(part)) for part in parts]


def _runs(text: str, begin: int, stop: int, start: int, end: int) -> tuple[Run, ...]:
    """Cut a line where the quote begins and ends in it."""
    inner, outer = min(max(start, begin), stop), min(max(end, begin), stop)
    parts = (
        Run(text[begin:inner], False),
        Run(text[inner:outer], True),
        Run(text[outer:stop], False),
    )
    return tuple(part for part in parts if part.text)
