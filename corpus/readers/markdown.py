"""Markdown: the words without the markup, headings recorded, front matter used when known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import ValidationError

from corpus.canonical import canonicalise, decode
from corpus.document import BaliseError, PartialDate
from corpus.readers.base import RawText
from corpus.readers.blocks import BlockText
from corpus.readers.markup import strip_markup
from corpus.sheet import parse_front_matter
from corpus.tables import find_rows

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER_IGNORED = "En-tête ignoré. {error}"


class MarkdownReader:
    """Reads .md files, ours or any other."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def read(self, data: bytes) -> RawText:
        """Render the body to text; raises UnreadableError when the file is not text."""
        decoded, warnings = decode(data)
        source = canonicalise(decoded)
        known: Mapping[str, object] = {}
        offset = 0
        try:
            known, offset = parse_front_matter(source)
        except BaliseError as error:
            warnings.append(_FRONT_MATTER_IGNORED.format(error=error))
            offset = _after_fence(source)
        blocks = render(source[offset:])
        top = next((h for h in blocks.headings if h.level == 1), None)
        title = _text(known, "title") or (blocks.text[top.start : top.end] if top else "")
        return RawText(
            text=blocks.text,
            headings=blocks.headings,
            title=title,
            author=_text(known, "author"),
            publisher=_text(known, "publisher"),
            publisher_kind=_text(known, "publisher_kind"),
            source_title=_text(known, "source_title"),
            published=_date(known),
            territories=_names(known.get("territory")),
            url=_text(known, "url") or None,
            licence=_text(known, "licence") or _text(known, "license"),
            warnings=tuple(warnings),
        )


def render(source: str) -> BlockText:
    """Return the plain text of a Markdown source, block by block."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    blocks = BlockText()
    _Renderer(blocks).render(parser.parse(source))
    return blocks


class _Renderer:
    """Walks the flat token list of markdown-it and fills a BlockText."""

    def __init__(self, blocks: BlockText) -> None:
        self._blocks = blocks
        self._heading = 0
        self._numbers: list[int | None] = []
        self._item_open = False
        self._cells: list[str] | None = None

    def render(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            match token.type:
                case "heading_open":
                    self._heading = int(token.tag[1])
                case "bullet_list_open":
                    self._numbers.append(None)
                case "ordered_list_open":
                    self._numbers.append(int(token.attrs.get("start", 1)) - 1)
                case "bullet_list_close" | "ordered_list_close":
                    self._numbers.pop()
                    if not self._numbers:
                        self._blocks.end_group()
                case "list_item_open":
                    self._open_item()
                case "tr_open":
                    self._cells = []
                case "tr_close":
                    self._blocks.row(self._cells or [])
                    self._cells = None
                case "table_close":
                    self._blocks.end_group()
                case "fence" | "code_block":
                    self._blocks.paragraph(token.content, keep_lines=True)
                case "html_block":
                    self._blocks.paragraph(strip_markup(token.content))
                case "inline":
                    self._inline(token.children or [])
                case _:
                    pass

    def _open_item(self) -> None:
        number = self._numbers[-1]
        if number is not None:
            self._numbers[-1] = number + 1
        self._item_open = True

    def _inline(self, children: Sequence[Token]) -> None:
        text, lines = _inline_text(children), _inline_text(children, softbreak="\n")
        if self._cells is not None:
            self._cells.append(text)
        elif self._heading:
            self._blocks.heading(self._heading, text)
            self._heading = 0
        elif self._numbers and self._item_open:
            self._blocks.item(text, number=self._numbers[-1])
        elif find_rows(lines):
            self._blocks.paragraph(lines, keep_lines=True)
        else:
            self._blocks.paragraph(text)
        self._item_open = False


def _inline_text(children: Sequence[Token], softbreak: str = " ") -> str:
    """Return the words of inline tokens: labels of links and images, code as it is.

    Line ends that Markdown reads as blanks become `softbreak`: a table without its rule is no
    table to Markdown, and lines are all that keeps its rows apart.
    """
    words: list[str] = []
    for child in children:
        match child.type:
            case "text" | "code_inline" | "text_special":
                words.append(child.content)
            case "softbreak":
                words.append(softbreak)
            case "hardbreak":
                words.append("\n")
            case "image":
                words.append(_inline_text(child.children or []))
            case "html_inline" if child.content.lower().startswith("<br"):
                words.append("\n")
            case _:
                pass
    return "".join(words)


def _after_fence(source: str) -> int:
    """Return where the body starts after a front matter that could not be understood."""
    fence = source.find("\n---", 3)
    line_end = source.find("\n", fence + 1) if fence >= 0 else -1
    return line_end + 1 if line_end >= 0 else 0


def _text(known: Mapping[str, object], key: str) -> str:
    value = known.get(key)
    return canonicalise(str(value)).strip() if isinstance(value, (str, int, float)) else ""


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return ()
    return tuple(canonicalise(name).strip() for name in value if isinstance(name, str))


def _date(known: Mapping[str, object]) -> PartialDate | None:
    """Read `date`, kept as it was written: a day (a time may follow), a month or a year.

    An empty date declares the text undated; no date, or one not understood, declares nothing.
    """
    if known.get("date") is None:
        return None
    try:
        return PartialDate(iso=_text(known, "date")[:10])
    except ValidationError:
        return None
