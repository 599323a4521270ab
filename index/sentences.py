"""Where French sentences start and end, as exact offsets.

Rules rather than a statistical model: a citation must start and end where a reader expects it,
and an abbreviation, a decimal, a guillemet or a list item must never cut one in two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from corpus.tables import Row, find_rows

MAX_SENTENCE = 600
"""Longest span in characters: tables and unpunctuated text are cut at a word above it."""
MAX_QUOTED = 300
"""A quotation up to this many characters stays in one piece, longer ones are cut inside."""

Span = tuple[int, int]

_BULLET = re.compile(
    r"[ \t]*(?:[-–—*•·▪►‣◦]\s|\(?\d{1,2}[.)/]\s|\(?[a-z]\)\s"
    r"|[1-9]\s(?=[A-ZÀ-Ý][a-zà-ÿ]+(?:er|ir|re|oir)\b)"
    r"|(?:[ÉéEe]tape|[PpJj]our|[Pp]hase)\s\d+\s?[-–—:])"
)
_ENDING = re.compile(r"[.!?…]+(?:\s*[»”\"')\]])*(?=\s|$)")
_CLOSED_SOFTLY = re.compile(r"[.!?…:;»)\]]$")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:[.-]{1,2}[^\W\d_]+)*|n[°º]|§)\.$")
_INITIALS = re.compile(r"(?:^|[\s(«\"'’-])(?:[A-ZÀ-Ý]\.-?)+$")
_EXAMPLE = re.compile(r"\bp(?:\.\s?|ar\s)ex\.$", re.I)
_ENUMERATED = re.compile(r"(?:^|[:;]\s)\(?\d{1,2}\.$")
_NEXT_WORD = re.compile(r"\s*[«“\"(\[]*\s*([^\W\d_]+['’]?)(\s*[^\W\d_])?")
_FIGURE = re.compile(r"\s*[(\[]?(?:\d|[IVXLC]+\b)")
_PARTICLES = frozenset({"le", "la", "les", "du", "des"})
_CUT_HERE = re.compile(r"[;:,]\s|\s[–—|]\s|\s")
_PAIRED = re.compile(r"[()\[\]«»“”\"]")
_PAIRS = {"(": ")", "[": "]", "«": "»", "“": "”", '"': '"'}
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _Words:
    """`abbreviations.txt`: words after which a point does not end a sentence, and others.

    `titles` come before anything; `shortened` before anything but a word that opens sentences;
    `measured`, words in their own right, only before a figure. `dangling` words call for a next
    line; `opening` words open a sentence when they have a capital.
    """

    titles: frozenset[str]
    shortened: frozenset[str]
    measured: frozenset[str]
    dangling: frozenset[str]
    opening: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    text = resources.files("index").joinpath("abbreviations.txt").read_text("utf-8")
    return _Words(*(frozenset(part.split()) for part in text.split("---\n")))


_PARAGRAPH = re.compile(r"((?:[^\S\n]*\n){2,})")
_FEWEST_WRAPPED = 3
_NARROWEST, _WIDEST = 45, 110
"""Lines of a paragraph, and their longest, in text that may be wrapped by hand."""


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


def bullet_width(line: str) -> int:
    """Return how many characters the bullet or number that opens `line` takes, blanks included."""
    bullet = _BULLET.match(line)
    return bullet.end() if bullet else 0


def _blocks(text: str) -> Iterator[Span]:
    """Yield runs of lines that may share a sentence: a hard-wrapped paragraph, or one line."""
    block: Span | None = None
    previous = ""
    position = 0
    rows = find_rows(text)
    wrapped = _wrapped_lines(text)
    for line in text.splitlines(keepends=True):
        start, end = position, position + len(line)
        position = end
        bare = line.strip()
        if not bare:
            if block:
                yield block
            block = None
        elif (
            block
            and not (_is_row(rows, block, text) or start + line.index(bare) in rows)
            and (start in wrapped or _continues(previous, bare))
        ):
            block = (block[0], end)
        else:
            if block:
                yield block
            block = (start, end)
        previous = bare
    if block:
        yield block


def _is_row(rows: Mapping[int, Row], block: Span, text: str) -> bool:
    start, end = block
    return start + len(text[start:end]) - len(text[start:end].lstrip()) in rows


def _wrapped_lines(text: str) -> frozenset[int]:
    """Return where lines begin that go on with the one before, in text wrapped at one width.

    A paragraph is wrapped where some of its lines go on in small letters; another line goes on too
    if its first word did not fit at the end of the one before.
    """
    found: set[int] = set()
    position = 0
    for paragraph in _PARAGRAPH.split(text):
        lines = paragraph.splitlines(keepends=True)
        width = max((len(line.strip()) for line in lines), default=0)
        if len(lines) >= _FEWEST_WRAPPED and _NARROWEST <= width <= _WIDEST:
            place = position
            starts: list[int] = []
            surely = False
            for before, line in pairwise(lines):
                place += len(before)
                said, words = before.strip(), line.split(maxsplit=1)
                if not said or not words or said[-1] in ".!?:;" or is_list_item(line.lstrip()):
                    continue
                if len(said) + 1 + len(words[0]) > width:
                    starts.append(place)
                    surely = surely or words[0][0].islower()
            found.update(starts if surely else ())
        position += len(paragraph)
    return frozenset(found)


def _continues(before: str, line: str) -> bool:
    """Tell whether `line` goes on with the sentence that the line `before` leaves open."""
    if is_list_item(f"{line} ") or _CLOSED_SOFTLY.search(before):
        return False
    if line[0].islower() or before.endswith(","):
        return True
    return before.rsplit(None, 1)[-1].lower() in _words().dangling


def _split_block(text: str, start: int, end: int) -> Iterator[Span]:
    if _is_row(find_rows(text), (start, end), text):
        yield from _trim(text, start, end)
        return
    shielded = _shielded(text, start, end)
    closings = [span[1] for span in shielded]
    bullet = _BULLET.match(text, start, end)
    begin, cursor = start, bullet.end() if bullet else start
    for match in _ENDING.finditer(text, cursor, end):
        around = bisect_right(closings, match.end())
        if around < len(shielded) and shielded[around][0] < match.start():
            continue
        if not _starts_sentence(text, match.end(), end) or _is_abbreviated(text, begin, match):
            continue
        yield from _trim(text, begin, match.end())
        begin = match.end()
    yield from _trim(text, begin, end)


def _shielded(text: str, start: int, end: int) -> list[Span]:
    """Return the brackets and quotations that keep their sentences together, outermost only."""
    spans: list[Span] = []
    opened: list[tuple[str, int]] = []
    for match in _PAIRED.finditer(text, start, end):
        char = match.group()
        if any(char == closing for closing, _ in opened):
            closing, since = opened.pop()
            while closing != char:
                closing, since = opened.pop()
            if match.end() - since <= MAX_QUOTED:
                while spans and spans[-1][0] > since:
                    spans.pop()
                spans.append((since, match.end()))
        elif char in _PAIRS and len(opened) < _DEEPEST:
            opened.append((_PAIRS[char], match.start()))
    return spans


def _starts_sentence(text: str, position: int, end: int) -> bool:
    while position < end and text[position].isspace():
        position += 1
    return position >= end or not text[position].islower()


def _is_abbreviated(text: str, begin: int, match: re.Match[str]) -> bool:
    """Tell whether this point belongs to an abbreviation, initials or a number in a list."""
    if match.group() != ".":
        return False
    before = text[max(begin, match.start() - 24) : match.end()].lstrip()
    if _ENUMERATED.search(before) or _EXAMPLE.search(before):
        return True
    found = _LAST_WORD.search(before)
    word = found.group(1).lower() if found else ""
    known = _words()
    if word in known.titles:
        return True
    if word in known.measured and _FIGURE.match(text, match.end()):
        return True
    if word in known.shortened or _INITIALS.search(before):
        return not _opens_sentence(text, match.end())
    return False


def _opens_sentence(text: str, position: int) -> bool:
    """Tell whether the next word, in capitals, is one that opens sentences and not a name."""
    following = _NEXT_WORD.match(text, position)
    if following is None or not following.group(1)[0].isupper():
        return False
    word, then = following.group(1).lower().replace("’", "'"), (following.group(2) or "").strip()
    return word in _words().opening and not (word in _PARTICLES and then.isupper())


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
