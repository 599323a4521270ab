"""Web pages: the article that trafilatura finds, else every visible word."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from corpus.canonical import canonicalise, decode
from corpus.document import PartialDate, UnreadableError
from corpus.readers.base import RawText, damaged_file_explained
from corpus.readers.blocks import BlockText, one_line
from corpus.readers.markup import page_title, strip_markup

_SHORT = 1500
"""Characters of an article under which what was left out of it is looked at again."""
_SAYS_WHERE = re.compile(r"<(?:article|main)\b|\brole\s*=\s*[\"']?main\b", re.I)
_BLOCKS = frozenset({
    "address", "article", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "ul",
})  # fmt: skip
_HEADING_CLASS = re.compile(
    r"(?<![\w-])(?:h(?P<level>[1-6])|(?:sub|section-|bloc-|block-)?(?:title|titre|heading))(?![\w-])",
    re.I,
)
_LONGEST_HEADING = 120
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>https?://\S+)", re.I)
_HEAD = 2000
"""Characters in which a browser says where it saved a page from."""
_BEFORE_SITE = re.compile(r"\s\|\s")
_BEFORE_PLAUSIBLE_SITE = re.compile(r"\s[–—-]\s")
_BESIDE = re.compile(
    r"<(?P<tag>footer|header|nav)\b.*?</(?P=tag)>|\balt\s*=\s*\"[^\"]*\"|(?:©|&copy;)[^<]*",
    re.I | re.S,
)
"""What a page says beside its article: its menus, its foot, its logo, its copyright."""
_LINKED_DATA = re.compile(
    r"<script[^>]*\btype\s*=\s*[\"']?application/ld\+json[^>]*>(?P<data>.*?)</script>", re.I | re.S
)
_PUBLISHING = ("publisher", "provider", "sourceOrganization")
_LONGEST_SITE = 60
_FALLBACK = "Article non reconnu dans cette page : tout son texte a été gardé."


class HtmlReader:
    """Reads saved web pages. Nothing that the page refers to is fetched or run."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def read(self, data: bytes) -> RawText:
        """Extract the article; raises UnreadableError when the page shows no text."""
        source, warnings = decode(data)
        article = _extract(source)
        if article is None or _length(article) < _SHORT:
            # In a short page without <article>, a list is taken for a menu unless told otherwise.
            fuller = _extract(source, favor_recall=True)
            article = fuller if _length(fuller) > _length(article) else article
        if not _SAYS_WHERE.search(source):
            # A page that does not say where its article is loses headings, lists, whole sections.
            whole = _extract(source, marked_up=True, as_article=True)
            article = whole if _headings(whole) > _headings(article) else article
        else:
            # Even there, what stands in blocks that are no paragraphs is lost: key figures, cards.
            whole = _extract(source, marked_up=True)
            fuller = _length(whole) > _length(article) and _headings(whole) >= _headings(article)
            article = whole if fuller else article
        if article is None or article.body is None:
            return _everything(source, warnings)
        blocks = BlockText()
        _Walk(blocks).children(article.body)
        if not blocks.text:
            return _everything(source, warnings)
        url = article.url or _saved_from(source)
        title = one_line(article.title or "")
        return RawText(
            text=blocks.text,
            headings=blocks.headings,
            title=title,
            author=one_line(article.author or ""),
            publisher=one_line(article.sitename or _site(source, title) or _host(url)),
            published=_date(article.date),
            url=url or None,
            licence=one_line(article.license or ""),
            warnings=tuple(warnings),
        )


def _length(article: Any) -> int:
    """Return how many characters of a page an extraction kept."""
    return 0 if article is None or article.body is None else len("".join(article.body.itertext()))


def _headings(article: Any) -> int:
    """Return how many headings of a page an extraction kept."""
    return 0 if article is None or article.body is None else len(list(article.body.iter("head")))


def _extract(
    source: str, *, favor_recall: bool = False, marked_up: bool = False, as_article: bool = False
) -> Any:
    """Extract the article of a page; `as_article` takes the whole of its body for one.

    `marked_up` first gives what is only styled as a heading or a paragraph the element for it.
    """
    from lxml.etree import LxmlError, SubElement  # type: ignore[import-untyped]
    from trafilatura import bare_extraction, load_html

    for noisy in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    with damaged_file_explained("Cette page HTML", LxmlError):
        page: Any = source
        if marked_up:
            page = load_html(source)
            body = page.find("body") if page is not None else None
            if body is None:
                return None
            _mark_up(body)
            if as_article:
                children = list(body)
                SubElement(body, "article").extend(children)
        return bare_extraction(
            page,
            include_comments=False,
            include_tables=True,
            include_formatting=True,
            favor_recall=favor_recall,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )


def _mark_up(body: Any) -> None:
    """Give headings and paragraphs that are only styled as such the elements that say so."""
    for block in list(body.iter("div", "p", "span")):
        words = "".join(block.itertext()).strip()
        if not words or next(block.iter(*_BLOCKS - {block.tag}), None) is not None:
            continue
        if block.tag == "div" and next(block.iterchildren("div"), None) is not None:
            continue
        styled = _HEADING_CLASS.search(block.get("class") or "")
        if styled and len(words) <= _LONGEST_HEADING:
            block.tag = f"h{styled['level'] or 2}"
        elif block.tag == "div":
            block.tag = "p"


def _everything(source: str, warnings: list[str]) -> RawText:
    blocks = BlockText()
    for line in strip_markup(source).split("\n"):
        blocks.paragraph(line)
    if not blocks.text:
        raise UnreadableError("Cette page HTML n'affiche aucun texte.")
    title = one_line(page_title(source))
    return RawText(text=blocks.text, title=title, warnings=(*warnings, _FALLBACK))


class _Walk:
    """Walks trafilatura's tree (head, p, list, item, table, quote…) into blocks."""

    def __init__(self, blocks: BlockText) -> None:
        self._blocks = blocks

    def children(self, element: Any) -> None:
        for child in element:
            self._element(child)
            if child.tail and child.tail.strip():
                self._blocks.paragraph(child.tail)

    def _element(self, element: Any) -> None:
        match element.tag:
            case "head":
                level = str(element.get("rend") or "h2")[1:]
                self._blocks.heading(int(level) if level.isdecimal() else 2, _words(element))
            case "list" if element.get("rend") == "dl":
                for line in _definitions(element):
                    self._blocks.item(line)
                self._blocks.end_group()
            case "list":
                numbered = element.get("rend") == "ol"
                for number, item in enumerate(element.iter("item"), start=1):
                    self._blocks.item(_own_words(item), number=number if numbered else None)
                self._blocks.end_group()
            case "table":
                for row in element.iter("row"):
                    self._blocks.row(_words(cell) for cell in row.iter("cell"))
                self._blocks.end_group()
            case "code":
                self._blocks.paragraph(_words(element), keep_lines=True)
            case "quote" | "div" | "body" | "main" if len(element):
                if element.text and element.text.strip():
                    self._blocks.paragraph(element.text)
                self.children(element)
            case _:
                self._blocks.paragraph(_words(element))


def _words(element: Any) -> str:
    return "".join(_pieces(element, skip=""))


def _own_words(item: Any) -> str:
    """Return the words of a list item without those of the lists inside it."""
    return "".join(_pieces(item, skip="list"))


def _definitions(element: Any) -> Iterator[str]:
    """Yield « term : definition » for each term of a list of them, with all its definitions."""
    told: list[str] = []
    for item in element.iter("item"):
        words = one_line(_own_words(item))
        if str(item.get("rend")).startswith("dt"):
            yield ", ".join(told)
            told = [words if words.endswith("?") else f"{words.rstrip(' :')} :"]
        elif told[-1:] and told[-1].endswith((" :", "?")):
            told[-1] += f" {words}"
        else:
            told.append(words)
    yield ", ".join(told)


def _pieces(element: Any, skip: str) -> Iterator[str]:
    if element.tag == "lb":
        yield "\n"
    yield element.text or ""
    for child in element:
        if child.tag != skip:
            yield from _pieces(child, skip)
        yield child.tail or ""


def _saved_from(source: str) -> str:
    """Return the address that a browser noted in the page that it saved."""
    found = _SAVED_FROM.search(source[:_HEAD])
    return found["url"] if found else ""


def _site(source: str, title: str) -> str:
    """Return the name of the site: « Le bachelor | École Orvel » ends with it.

    After a dash, it is one if the page tells it again beside its article: in its footer, say.
    """
    if told := _publishing(source):
        return told
    whole = one_line(page_title(source))
    *_, site = _BEFORE_SITE.split(whole)
    if site == whole:
        *_, site = _BEFORE_PLAUSIBLE_SITE.split(whole)
        if not any(site in html.unescape(m.group()) for m in _BESIDE.finditer(source)):
            return ""
    return site if site != whole and site not in title and len(site) <= _LONGEST_SITE else ""


def _publishing(source: str) -> str:
    """Return who publishes a page or gives the course that it describes, as its JSON-LD says."""
    for script in _LINKED_DATA.finditer(source):
        try:
            told = json.loads(script["data"])
        except ValueError:
            continue
        name = next(_named_in(told), "")
        if 0 < len(name) <= _LONGEST_SITE:
            return name
    return ""


def _named_in(told: Any) -> Iterator[str]:
    if isinstance(told, list):
        for part in told:
            yield from _named_in(part)
    elif isinstance(told, dict):
        for role in _PUBLISHING:
            who = told.get(role)
            name = who.get("name") if isinstance(who, dict) else who
            if isinstance(name, str):
                yield one_line(name)
        yield from _named_in(told.get("@graph"))


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _date(value: str | None) -> PartialDate | None:
    try:
        return PartialDate(iso=canonicalise(value)[:10]) if value else None
    except ValidationError:
        return None
