"""A page as a browser reads it: elements, text and data, from the HTML alone."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "input", "br", "link", "img"}
SVG_VOID = {"line", "path", "rect", "circle"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass(repr=False)
class Page(HTMLParser):
    """The elements of a page in order. An element's text holds that of the elements inside."""

    source: str
    elements: list[Element] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()
        self.unclosed += [element.name for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].name == tag:
            self._open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, name: str, **wanted: str) -> list[Element]:
        return [
            element
            for element in self.elements
            if element.name == name
            and all(element.attributes.get(key) == value for key, value in wanted.items())
        ]

    def by_id(self, identifier: str) -> Element:
        [element] = [e for e in self.elements if e.attributes.get("id") == identifier]
        return element

    @property
    def rows(self) -> list[Element]:
        return [e for e in self.all("details") if e.attributes.get("id", "").startswith("case-")]

    @property
    def details(self) -> dict[str, Any]:
        read = json.loads(self.by_id("details").text)
        assert isinstance(read, dict)
        return read

    @property
    def shape(self) -> Counter[str]:
        """How many there are of each element."""
        return Counter(element.name for element in self.elements)
