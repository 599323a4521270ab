"""Puts the lines of a page back into paragraphs, words cut at a line end made whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_BULLET = re.compile(r"[-–—•●▪■◦‣➢✓*\uf0b7\uf0a7]\s|\d{1,2}[.)]\s|[a-z]\)\s")
_CUT_WORD = re.compile(r"(\S*[^\W\d_])-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENCLITICS = frozenset({
    "t", "il", "ils", "elle", "elles", "on", "je", "tu", "nous", "vous", "ce", "ci", "là",
    "moi", "toi", "lui", "leur", "le", "la", "les", "y", "en", "même", "mêmes",
})  # fmt: skip
_COMPOUND_HEADS = frozenset({
    "peut", "rendez", "celui", "celle", "ceux", "celles", "demi", "vice", "start", "savoir",
    "chef", "nord", "sud", "arrière", "bien", "mieux", "quelques", "saint", "sainte",
})  # fmt: skip
_SENTENCE_END = (".", "!", "?", "…", ":", ";", ".»", ". »", "! »", "? »")
_SPACES = re.compile(" {2,}")
_FULL_LINE = 0.7
_NEARLY_FULL_LINE = 0.9


def usual_width(pages: Iterable[str]) -> int:
    """Return the length of a full line: nine lines out of ten are not longer."""
    lengths = sorted(len(line.strip()) for page in pages for line in page.split("\n"))
    filled = [length for length in lengths if length]
    return filled[len(filled) * 9 // 10] if filled else 0


def words_of(pages: Iterable[str]) -> frozenset[str]:
    """Return the words of the pages, in lower case, compounds with their hyphens."""
    return frozenset(word.lower() for page in pages for word in _WORD.findall(page))


def join_lines(
    lines: Sequence[str], width: int, known_words: frozenset[str] = frozenset()
) -> list[str]:
    """Put wrapped lines back into paragraphs, one string each.

    `width` is the usual length of a full line, in characters: a shorter line ends its
    paragraph unless what follows plainly goes on with it. `known_words` are those of the
    whole document: they tell « déve- / loppement » from « Hauts- / de-France ».
    """
    paragraphs: list[str] = []
    previous = ""
    for raw in lines:
        line = _SPACES.sub(" ", raw).strip()
        if line and previous and not _starts_paragraph(previous, line, width):
            paragraphs[-1] = _joined(paragraphs[-1], line, known_words)
        elif line:
            paragraphs.append(line)
        previous = line
    return paragraphs


def _starts_paragraph(previous: str, line: str, width: int) -> bool:
    """Say whether `line` opens a paragraph rather than going on with `previous`."""
    if _BULLET.match(line):
        return True
    if line[0].islower() or _CUT_WORD.search(previous[-60:]):
        return False
    if previous.endswith(_SENTENCE_END):
        return len(previous) < width * _NEARLY_FULL_LINE
    return len(previous) < width * _FULL_LINE


def _joined(paragraph: str, line: str, known_words: frozenset[str]) -> str:
    cut = _CUT_WORD.search(paragraph[-60:])
    following = _WORD.match(line)
    if cut is None or following is None:
        return f"{paragraph} {line}"
    if _is_compound(cut.group(1), following.group(), known_words):
        return paragraph + line
    return paragraph[:-1] + line


def _is_compound(head: str, tail: str, known_words: frozenset[str]) -> bool:
    """Say whether the hyphen between two halves belongs to the word: « Hauts- / de-France »."""
    written = _WORD.findall(head)[-1]
    plain, compound = f"{written}{tail}".lower(), f"{written}-{tail}".lower()
    if (plain in known_words) != (compound in known_words):
        return compound in known_words
    return (
        tail[0].isupper()
        or "-" in head
        or "-" in tail
        or tail in _ENCLITICS
        or written.lower() in _COMPOUND_HEADS
    )
