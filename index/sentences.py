"""Where French sentences start and end, as exact offsets.

Rules rather than a statistical model: a citation must start and end where a reader expects it,
and an abbreviation, a decimal, a guillemet or a list item must never cut one in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

MAX_SENTENCE = 600
"""Longest span in characters: tables and unpunctuated text are cut at a word above it."""
MAX_QUOTED = 300
"""A quotation up to this many characters stays in one piece, longer ones are cut inside."""

Span = tuple[int, int]

_BULLET = re.compile(r"[ \t]*(?:[-–—*•·▪►‣◦]\s|\(?\d{1,2}[.)/]\s|\(?[a-z]\)\s|(?:[ÉéEe]tape|[PpJj]our|[Pp]hase)\s\d+\s?[-–—:])")
_ENDING = re.compile(r"(?:\.{2,}|[.!?…]+)(?:[\s  ]*[»”\"')\]]+)*(?=[\s  ]|$)")
_CLOSED_SOFTLY = re.compile(r"[.!?…:;»)\]]\s*$")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:[.-][^\W\d_]+)*|n°)\.?$")
_INITIAL = re.compile(r"(?:^|[\s(«'’-])[A-ZÀ-Ý]\.$")
_CUT_HERE = re.compile(r"[;:,]\s|\s[–—|]\s|\s")
_PAIRS = {"(": ")", "[": "]", "«": "»", "“": "”"}


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    """Return (abbreviations that never end a sentence, words that call for a next line)."""
    text = resources.files("index").joinpath("abbreviations.txt").read_text("utf-8")
    never, dangling = text.split("---", 1)
    return frozenset(never.split()), frozenset(dangling.split())


def split_sentences(text: str) -> list[Span]:
    """Cut `text` into sentences.

    Returns half-open offsets in reading order, trimmed of surrounding blanks. Every non-blank
    character of `text` lies in exactly one span, and no span is longer than `MAX_SENTENCE`.
    """
    spans: list[Span] = []
    for start, end in _blocks(text):
        for first, last in _split_block(text, start, end):
            spans.extend(_shorten(text, first, last))
    return spans


def is_list_item(line: str) -> bool:
    """Tell whether `line` opens with a bullet or a number as lists do."""
    return bool(_BULLET.match(line))


def _blocks(text: str) -> Iterator[Span]:
    """Yield runs of lines that may share a sentence: a hard-wrapped paragraph, or one line."""
    block: Span | None = None
    position = 0
    for line in text.splitlines(keepends=True):
        start, end = position, position + len(line)
        position = end
        if not line.strip():
            if block:
                yield block
            block = None
        elif block and _continues(text[block[0] : block[1]], line):
            block = (block[0], end)
        else:
            if block:
                yield block
            block = (start, end)
    if block:
        yield block


def _continues(before: str, line: str) -> bool:
    """Tell whether `line` goes on with the sentence that `before` leaves open."""
    if _BULLET.match(line) or _CLOSED_SOFTLY.search(before):
        return False
    if line.lstrip()[0].islower() or before.rstrip().endswith(","):
        return True
    last = before.rstrip().rsplit(None, 1)[-1].lower()
    return last in _abbreviations()[1]


def _split_block(text: str, start: int, end: int) -> Iterator[Span]:
    shielded = _shielded(text, start, end)
    bullet = _BULLET.match(text, start, end)
    begin, cursor = start, bullet.end() if bullet else start
    for match in _ENDING.finditer(text, cursor, end):
        if match.start() < cursor or any(a < match.start() and match.end() < b for a, b in shielded):
            continue
        if not _starts_sentence(text, match.end(), end) or _is_abbreviated(text, begin, match):
            continue
        yield from _trim(text, begin, match.end())
        begin = match.end()
    yield from _trim(text, begin, end)


def _shielded(text: str, start: int, end: int) -> list[Span]:
    """Return the bracketed and quoted stretches that keep their sentences together."""
    spans: list[Span] = []
    opened: list[tuple[str, int]] = []
    for position in range(start, end):
        char = text[position]
        if char in _PAIRS:
            opened.append((_PAIRS[char], position))
        elif opened and char == opened[-1][0]:
            _, since = opened.pop()
            if position + 1 - since <= MAX_QUOTED:
                spans.append((since, position + 1))
    return spans


def _starts_sentence(text: str, position: int, end: int) -> bool:
    while position < end and text[position].isspace():
        position += 1
    if position >= end:
        return True
    char = text[position]
    return char.isupper() or char.isdigit() or char in "«“\"([-–—•" or not char.isalpha()


def _is_abbreviated(text: str, begin: int, match: re.Match[str]) -> bool:
    if match.group() != ".":
        return False
    before = text[max(begin, match.start() - 24) : match.start() + 1]
    if _INITIAL.search(before):
        return True
    word = _LAST_WORD.search(before)
    return word is not None and word.group(1).lower() in _abbreviations()[0]


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _shorten(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut an over-long span at the last natural pause before the limit, else anywhere."""
    while end - start > MAX_SENTENCE:
        window = text[start : start + MAX_SENTENCE]
        pauses = [match.end() for match in _CUT_HERE.finditer(window)]
        strong = [p for p in pauses if window[p - 2 : p - 1] in {";", ":"}]
        late = [p for p in strong if p > MAX_SENTENCE // 2] or [p for p in pauses if p > 1]
        cut = start + (late[-1] if late else MAX_SENTENCE)
        yield from _trim(text, start, cut)
        start = cut
    yield from _trim(text, start, end)
