"""Passages: runs of whole sentences of one document, the unit that is searched."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Document
from corpus.parts import Part, part_at
from corpus.tables import find_rows, row_at
from index.sentences import Span, is_list_item, split_sentences

CUTTING_RULE = "phrases-14"
"""Name of the cutting rules: part of the index's identity, changed whenever offsets would."""
TARGET_CHARS = 350
"""A paragraph's end closes a passage that holds at least this many characters."""
MAX_CHARS = 1000
"""A passage never grows past this, unless a single sentence does."""
MAX_HEADING = 100
"""A line without final punctuation counts as a heading up to this many characters."""
PLAIN_LEVEL, RULE = 6, 7
_ANSWER = 20
"""A question alone on its line is a heading when the line under it is longer than this."""
_SHORT = 70
"""A sentence up to this many characters is searched together with its heading."""
_RUN_IN = re.compile(r"(?:[-–•*]\s+)?(?![^.:]*\d)(?:[\w'’&+-]+\s){0,3}[\w'’&+-]+\s?[.:]")
_RUN_IN_CHARS = 40
_NUMBERED = re.compile(r"\d{1,2}\s?[.)/–-]\s+[^\W\d_]")
_STEP = re.compile(r"(?P<rank>\d{1,2}) [A-ZÀ-Ý]")
_BYLINE = re.compile(
    r"^Par [A-ZÀ-Ý][\w-]+ [A-ZÀ-Ý]|^(?:Temps de l|L)ecture ?:"
    r"|(?:^|[|•·–-] ?)(?:Publiée?|Mise? (?:à jour|en ligne)) (?:le )?\d"
)
"""Who wrote a page and when: it heads nothing."""
_VALUED = re.compile(r"[^\W\d_][^\n.:;]{2,80}\d\s?(?:€|k€|%|euros?)?$", re.I)
_LABELLED = re.compile(r"[^\W\d_][^:\n]{1,45}?\s?:\s?[^\s:/][^\n]{0,160}$")


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of a document: `document.text[start:end]`.

    `sentences` are offsets in the document too, and `headings` says which of them are headings.
    `leads` gives where the heading or the opening stands that each is read under
    (« Tarif : 8 600 € » under « Technicien réseaux »).
    `context` (the title of the document and of its part, and the headings above) helps to find
    the passage; it is never quoted as if it stood there.
    """

    doc_id: str
    start: int
    end: int
    sentences: tuple[Span, ...]
    headings: tuple[bool, ...]
    leads: tuple[Span | None, ...] = ()
    page: int | None = None
    context: str = ""

    def lead(self, text: str, number: int) -> str:
        """Return the words that sentence `number` is read under, in the document's `text`."""
        span = self.leads[number] if number < len(self.leads) else None
        return text[slice(*span)] if span else ""

    def needs_lead(self, text: str, number: int) -> bool:
        """Tell whether sentence `number` says little without what it is read under."""
        start, end = self.sentences[number]
        line = text[start:end]
        return len(line) <= _SHORT or is_entry(line) or row_at(text, start) is not None

    @property
    def id(self) -> str:
        """Stable identifier: same document and offsets, same id."""
        digest = hashlib.sha256(self.doc_id.encode()).hexdigest()[:16]
        return f"{digest}-{self.start}-{self.end}"


def split_document(document: Document) -> list[Passage]:
    """Cut a document into passages, in reading order.

    Every non-blank character lies in exactly one passage. The sentences of a passage begin on
    one page, and what stands before a heading is not mixed with what stands under it.
    """
    text = document.text
    page_at = _page_finder(document)
    sentences = split_sentences(text)
    levels = _heading_levels(document, sentences)
    run_ins = _run_ins(text, sentences, levels)
    trail: dict[int, str] = {}
    passages: list[Passage] = []
    nearest: Span | None = None
    part: Part | None = None
    for group in _groups(text, sentences, levels, page_at):
        if (entered := part_at(text, group[0][0])) != part:
            part, trail, nearest = entered, {}, None
        leads = _leads(text, group, levels, nearest, run_ins)
        for span in group:
            level = levels.get(span)
            if level is not None:
                trail = {k: v for k, v in trail.items() if k < level}
                nearest = _nearest(text, span, level, nearest)
            if level is not None and level != RULE:
                trail[level] = text[span[0] : span[1]]
        body = text[group[0][0] : group[-1][1]]
        titles = (document.title, part.head) if part else (document.title,)
        above = [t for t in (*titles, *trail.values()) if t.strip(" ….") not in body]
        passages.append(
            Passage(
                doc_id=document.id,
                start=group[0][0],
                end=group[-1][1],
                sentences=tuple(group),
                headings=tuple(span in levels for span in group),
                leads=tuple(leads),
                page=page_at(group[0][0]),
                context=" — ".join(dict.fromkeys(above)),
            )
        )
    return passages


def _nearest(text: str, span: Span, level: int, above: Span | None) -> Span | None:
    """Return the heading that what follows is read under; a rule closes it unless it underlines."""
    if level != RULE:
        return span
    return above if above and not text[above[1] : span[0]].strip() else None


def _heading_levels(document: Document, sentences: Sequence[Span]) -> dict[Span, int]:
    """Map the spans that are headings to their level, declared by the format or seen as such.

    A line of dashes or stars is given level `RULE`: it states nothing and closes a section.
    """
    declared = {h.start: h.level for h in document.headings}
    rows = find_rows(document.text)
    heads = {row.head[0] for row in rows.values()}
    levels: dict[Span, int] = {}
    for number, span in enumerate(sentences):
        if span[0] in declared:
            levels[span] = declared[span[0]]
        elif not any(c.isalnum() for c in document.text[slice(*span)]):
            levels[span] = RULE
        elif span[0] in rows or span[0] in heads:
            continue
        elif not declared and _looks_like_heading(document.text, sentences, number, levels):
            levels[span] = PLAIN_LEVEL
    return levels


def _looks_like_heading(
    text: str, sentences: Sequence[Span], number: int, levels: dict[Span, int]
) -> bool:
    start, end = sentences[number]
    line = text[start:end]
    if end - start > MAX_HEADING or number + 1 >= len(sentences) or _BYLINE.search(line):
        return False
    before = sentences[number - 1] if number else None
    after = sentences[number + 1]
    listed = before is not None and is_list_item(text[slice(*before)])
    opens = not listed and _opens_a_sheet(line, text[slice(*after)])
    apart = before is None or "\n\n" in text[before[1] : start]
    opens = opens or (apart and _opens_a_portrait(text, (start, end), after))
    framed = before is not None and levels.get(before) == RULE and _is_rule(text, after)
    opens = opens or framed
    if (is_entry(line) or _is_step(text, sentences, number)) and not opens:
        return False
    alone = before is None or "\n" in text[before[1] : start]
    if not alone or "\n" not in text[end : after[0]]:
        return False
    if line[-1] in ".!…:;,»":
        return False
    if line[-1] == "?":
        return number > 0 and after[1] - after[0] > _ANSWER
    letters = [c for c in line if c.isalpha()]
    if len(letters) > 2 and all(c.isupper() for c in letters):
        return True
    if opens or (before is not None and levels.get(before) == RULE):
        return True
    if line[-1] == ")" or not (line[0].isupper() or line[0].isdigit()):
        return False
    return after[1] - after[0] > end - start or is_entry(text[slice(*after)])


def _is_rule(text: str, span: Span) -> bool:
    return not any(character.isalnum() for character in text[slice(*span)])


def _is_step(text: str, sentences: Sequence[Span], number: int) -> bool:
    """Whether a line is one of several numbered without a mark: « 1 Écrire », « 2 Envoyer »."""
    found = _STEP.match(text, *sentences[number])
    beside = [sentences[n] for n in (number - 1, number + 1) if 0 <= n < len(sentences)]
    others = [other for span in beside if (other := _STEP.match(text, *span))]
    return found is not None and any(
        abs(int(other["rank"]) - int(found["rank"])) == 1 for other in others
    )


def _opens_a_sheet(line: str, after: str) -> bool:
    """Whether « 2. Licence pro Réseaux » or « Effectifs (fin 2024) » has « name : value » below.

    Or, under the latter, a name and its figure: « Débutant 1 870 € ».
    """
    if _LABELLED.match(line) or is_list_item(after):
        return False
    described = line[-1] == ")" and line[0].isupper()
    if not _LABELLED.match(after):
        return described and bool(_VALUED.match(after))
    return bool(_NUMBERED.match(line)) or described


def _opens_a_portrait(text: str, span: Span, after: Span) -> bool:
    """Whether « 8. Orvalia (Lille) – 240 postes » stands apart right above a sentence on it."""
    line, below = text[slice(*span)], text[slice(*after)]
    if not _NUMBERED.match(line) or line[-1] in ".!?…:;,":
        return False
    prose = below[:1].isupper() and below[-1:] in ".!?»" and not is_entry(below)
    return prose and text[span[1] : after[0]].count("\n") == 1


def is_entry(line: str) -> bool:
    """Tell whether `line` is a list item or a « name : value » line, read under its heading."""
    return is_list_item(line) or bool(_LABELLED.match(line))


def _leads(
    text: str,
    group: Sequence[Span],
    levels: dict[Span, int],
    above: Span | None,
    run_ins: Collection[Span],
) -> list[Span | None]:
    """Return, for each sentence, the heading or the opening that it is read under."""
    leads: list[Span | None] = []
    heading, opening = above, None
    label: Span | None = None
    last: Span | None = None
    for span, following in zip(group, [*group[1:], None], strict=True):
        line = text[slice(*span)]
        own_line = last is None or "\n" in text[last[1] : span[0]]
        last = span
        if own_line:
            label = span if span in run_ins else None
        elif label and span not in levels:
            leads.append(label)
            continue
        if span in levels:
            heading, opening = _nearest(text, span, levels[span], heading), None
            leads.append(None)
            continue
        if row := row_at(text, span[0]):
            leads.append(row.above)
            continue
        if line.endswith(":") or (own_line and _announces(text, span, following)):
            opening = span
            leads.append(heading)
            continue
        if not is_list_item(line):
            opening = None
        leads.append(opening or heading)
    return leads


def _announces(text: str, span: Span, following: Span | None) -> bool:
    """Whether a line without a colon stands right above a list: « Salariés (fin 2022) »."""
    line = text[slice(*span)]
    if following is None or is_list_item(line) or line[-1] in ".!?…":
        return False
    below = text[span[1] : following[0]]
    return below.count("\n") == 1 and is_list_item(text[slice(*following)])


def _run_ins(text: str, sentences: Sequence[Span], levels: dict[Span, int]) -> frozenset[Span]:
    """Return the few words that open and head paragraphs: « Amorce. Pour ceux qui débutent… ».

    Two paragraphs in a row open so: « Lentement. » alone is an answer, and heads nothing.
    """
    openings: list[tuple[Span, bool]] = []
    for number, span in enumerate(sentences):
        before = sentences[number - 1] if number else None
        if before is None or "\n" in text[before[1] : span[0]]:
            after = sentences[number + 1] if number + 1 < len(sentences) else None
            goes_on = after is not None and "\n" not in text[span[1] : after[0]]
            openings.append((span, goes_on and span not in levels and _is_label(text, span)))
    return frozenset(
        span
        for (one, is_one), (other, is_other) in pairwise(openings)
        if is_one and is_other
        for span in (one, other)
    )


def _is_label(text: str, span: Span) -> bool:
    line = text[slice(*span)]
    short = len(line) <= _RUN_IN_CHARS and line.lstrip("-–•* ")[:1].isupper()
    return short and _RUN_IN.fullmatch(line) is not None


def _page_finder(document: Document) -> Callable[[int], int | None]:
    """Return `document.page_at`, without walking through all pages at each call."""
    pages = sorted(document.pages, key=lambda page: page.start)
    starts = [page.start for page in pages]

    def page_at(offset: int) -> int | None:
        rank = bisect_right(starts, offset) - 1
        return pages[rank].number if rank >= 0 and offset < pages[rank].end else None

    return page_at


def _groups(
    text: str,
    sentences: Sequence[Span],
    levels: dict[Span, int],
    page_at: Callable[[int], int | None],
) -> Iterator[list[Span]]:
    """Yield the spans of each passage."""
    group: list[Span] = []
    has_body = False
    for span in sentences:
        if group:
            size = group[-1][1] - group[0][0]
            paragraph = "\n" in text[group[-1][1] : span[0]]
            full = span[1] - group[0][0] > MAX_CHARS
            listed = is_entry(text[slice(*span)]) or row_at(text, span[0]) is not None
            closed = paragraph and size >= TARGET_CHARS and not listed
            turned = page_at(group[0][0]) != page_at(span[0])
            if turned or full or (has_body and (span in levels or closed)):
                yield group
                group, has_body = [], False
        group.append(span)
        has_body = has_body or span not in levels
    if group:
        yield group
