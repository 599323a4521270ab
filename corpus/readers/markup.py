"""The words of an HTML page or fragment when nothing better can be made of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "head", "iframe", "object"})
_BLOCK = re.compile(
    "address|article|aside|blockquote|br|d[dtl]|div|fieldset|fig(caption|ure)|footer|form|h[1-6]"
    "|header|hr|li|main|nav|ol|p|pre|section|table|t[dhr]|ul"
)


class _Words(HTMLParser):
    """Collects visible text; a block element starts a new line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._parts: list[str] = []
        self._unseen: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "title":
            self._in_title = True
        elif tag == "body":
            self._unseen.clear()
        elif tag in _UNSEEN:
            self._unseen.append(tag)
        elif _BLOCK.fullmatch(tag):
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        elif _BLOCK.fullmatch(tag):
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._unseen:
            self._parts.append(" ".join(data.split("\n")))

    def lines(self) -> list[str]:
        spaced = "".join(self._parts).replace("\t", " ").split("\n")
        return [line for line in (" ".join(line.split(" ")).strip() for line in spaced) if line]


def strip_markup(source: str) -> str:
    """Return the visible text of an HTML source, one line a block; scripts are left out."""
    return "\n".join(_parsed(source).lines())


def page_title(source: str) -> str:
    """Return the content of `<title>`, or an empty string."""
    return " ".join(_parsed(source).title.split())


def _parsed(source: str) -> _Words:
    words = _Words()
    words.feed(source)
    words.close()
    return words
