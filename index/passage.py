"""Passages: runs of whole sentences of one document, the unit that is searched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Document
from index.sentences import Span, is_list_item, split_sentences

CUTTING_RULE = "phrases-1"
"""Name of the cutting rules: part of the index's identity, changed whenever offsets would."""
TARGET_CHARS = 350
"""A paragraph's end closes a passage that holds at least this many characters."""
MAX_CHARS = 1000
"""A passage never grows past this, unless a single sentence does."""
MAX_HEADING = 100
"""A line without final punctuation counts as a heading up to this many characters."""
PLAIN_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of a document: `document.text[start:end]`.

    `sentences` are offsets in the document too, and `headings` says which of them are headings.
    `context` (the document's title and the headings above) helps to find the passage; it is
    never quoted as if it stood there.
    """

    doc_id: str
    start: int
    end: int
    sentences: tuple[Span, ...]
    headings: tuple[bool, ...]
    page: int | None = None
    context: str = ""

    @property
    def id(self) -> str:
        """Stable identifier: same document and offsets, same id."""
        digest = hashlib.sha256(self.doc_id.encode()).hexdigest()[:16]
        return f"{digest}-{self.start}-{self.end}"


def split_document(document: Document) -> list[Passage]:
    """Cut a document into passages, in reading order.

    Every non-blank character lies in exactly one passage; a passage never crosses a page, nor
    mixes what stands before a heading with what stands under it.
    """
    text = document.text
    sentences = split_sentences(text)
    levels = _heading_levels(document, sentences)
    trail: dict[int, str] = {}
    passages: list[Passage] = []
    for group in _groups(document, sentences, levels):
        for span in group:
            level = levels.get(span)
            if level is not None:
                trail = {k: v for k, v in trail.items() if k < level}
                trail[level] = text[span[0] : span[1]]
        body = text[group[0][0] : group[-1][1]]
        above = [t for t in (document.title, *trail.values()) if t.strip(" ….") not in body]
        passages.append(
            Passage(
                doc_id=document.id,
                start=group[0][0],
                end=group[-1][1],
                sentences=tuple(group),
                headings=tuple(span in levels for span in group),
                page=document.page_at(group[0][0]),
                context=" — ".join(dict.fromkeys(above)),
            )
        )
    return passages


def _heading_levels(document: Document, sentences: Sequence[Span]) -> dict[Span, int]:
    """Map the spans that are headings to their level, declared by the format or seen as such."""
    declared = {h.start: h.level for h in document.headings}
    levels: dict[Span, int] = {}
    for number, span in enumerate(sentences):
        if span[0] in declared:
            levels[span] = declared[span[0]]
        elif not declared and _looks_like_heading(document.text, sentences, number):
            levels[span] = PLAIN_LEVEL
    return levels


def _looks_like_heading(text: str, sentences: Sequence[Span], number: int) -> bool:
    start, end = sentences[number]
    line = text[start:end]
    if end - start > MAX_HEADING or line[-1] in ".!?…:;,»)" or is_list_item(line):
        return False
    if not (line[0].isupper() or line[0].isdigit()) or number + 1 >= len(sentences):
        return False
    alone_before = number == 0 or "\n" in text[sentences[number - 1][1] : start]
    following = sentences[number + 1]
    if not alone_before or "\n" not in text[end : following[0]]:
        return False
    return following[1] - following[0] > end - start and not is_list_item(text[slice(*following)])


def _groups(
    document: Document, sentences: Sequence[Span], levels: dict[Span, int]
) -> Iterator[list[Span]]:
    """Yield the spans of each passage."""
    text = document.text
    group: list[Span] = []
    for span in sentences:
        if group:
            size = group[-1][1] - group[0][0]
            paragraph = "\n" in text[group[-1][1] : span[0]]
            has_body = any(s not in levels for s in group)
            full = size + (span[1] - span[0]) > MAX_CHARS
            closed = paragraph and size >= TARGET_CHARS and not is_list_item(text[slice(*span)])
            turned = document.page_at(group[0][0]) != document.page_at(span[0])
            if turned or full or (has_body and (span in levels or closed)):
                yield group
                group = []
        group.append(span)
    if group:
        yield group
