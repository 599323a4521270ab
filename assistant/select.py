"""Which sentences go into the answer: the best one, those that complete it, those that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.differing import find_differing, most_of_the_kind, tells_of_a_name
from assistant.entries import entry_around
from assistant.evidence import Evidence
from assistant.figures import Figure
from assistant.headed import is_answered_there
from assistant.instructions import is_instruction
from assistant.kinds import Kind
from assistant.question import Question
from assistant.scope import QUANTITIES
from assistant.sources import sources_asked
from assistant.tables import is_labelled_alike, is_labelled_less
from corpus.document import Document
from index.analyser import fold
from index.sentences import Span, bullet_width, is_list_item

_SAME_MARGIN = 2.5
"""A second sentence joins the first when its score is this near."""
_WORDS = {Kind.LIST: 80, Kind.DEFINITION: 70, Kind.WHO_IS: 70, Kind.MANNER: 70, Kind.CAUSE: 70}
_DEFAULT_WORDS = 55
_MAX_QUOTES = 3
_EXACT = 0.9
_ONE_THING = frozenset({Kind.PERSON, Kind.DATE, Kind.PLACE, Kind.TIME})
"""Questions that a reader's sure words answer whole."""
_MAY_BE_SEVERAL = frozenset({Kind.PLACE, Kind.PERSON, Kind.FACT, Kind.WHO_IS})
_SEVERAL = re.compile(r"\b(?:(?:les|des|aux)?quel(?:le)?s|top \d+)\b")
_ENUMERATED = 2
"""Commas from which an item is a list by itself: « 3 agences : Arras, Nantes et Rouen »."""
_ITEMS = 10
_MAX_ITEM_WORDS = 108


@dataclass(frozen=True, slots=True)
class Chosen:
    """A quote of the answer: the evidence and the span shown, which may take in neighbours."""

    evidence: Evidence
    span: Span

    @property
    def document(self) -> Document:
        """The document quoted."""
        return self.evidence.document

    @property
    def quote(self) -> str:
        """The exact words."""
        return self.document.text[slice(*self.span)]


@dataclass(frozen=True, slots=True)
class Compared:
    """A quote beside others, for one of the years or places asked of: `label` says which.

    `question` is what was asked of that one alone.
    """

    label: str
    question: Question
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Selection:
    """The quotes of an answer, and those among them that give different values.

    `compared` are all of them, where each answers for another year or place.
    """

    chosen: tuple[Chosen, ...] = ()
    differing: tuple[tuple[Chosen, Figure], ...] = field(default=())
    compared: tuple[Compared, ...] = field(default=())


def select(question: Question, kept: Sequence[Evidence]) -> Selection:
    """Choose the quotes of the answer among evidence that was kept, best first."""
    if not kept:
        return Selection()
    if len(sources_asked(question.text)) > 1:
        return _one_by_source(question, kept)
    kept = most_of_the_kind(question, kept)
    first = _widen(question, kept[0])
    found = find_differing(question, kept)
    if found:
        pairs = [(_widen(question, each.evidence), each.figure) for each in found[:_MAX_QUOTES]]
        return Selection(tuple(chosen for chosen, _ in pairs), tuple(pairs))
    chosen = [first]
    if _is_told_in_lists(question) and "\n" in first.quote:
        return Selection(tuple(chosen))
    several = asks_for_several(question)
    budget = _WORDS.get(Kind.LIST if several else question.kind, _DEFAULT_WORDS)
    for evidence in kept[1:]:
        candidate = _widen(question, evidence)
        if len(chosen) >= _MAX_QUOTES or not _completes(question, kept[0], evidence):
            continue
        if any(_overlap(candidate, c) or _says_the_same(candidate, c) for c in chosen):
            continue
        if _words([*chosen, candidate]) <= budget:
            chosen.append(candidate)
    return Selection(tuple(chosen))


def _one_by_source(question: Question, kept: Sequence[Evidence]) -> Selection:
    """Show what each source says beside the others, whether they agree or not."""
    chosen = tuple(_widen(question, evidence) for evidence in kept[:_MAX_QUOTES])
    stated = [each.evidence.match.figures[:1] for each in chosen]
    values = {figures[0].value for figures in stated if figures}
    if len(values) < 2 or not all(stated):
        return Selection(chosen)
    pairs = zip(chosen, (figures[0] for figures in stated), strict=True)
    return Selection(chosen, tuple(pairs))


def asks_for_several(question: Question) -> bool:
    """Whether the whole of a list answers: « quelles villes », « le top 5 des métiers »."""
    if question.kind is Kind.LIST:
        return True
    return question.kind in _MAY_BE_SEVERAL and bool(_SEVERAL.search(fold(question.text)))


def _is_told_in_lists(question: Question) -> bool:
    """Whether the items of a list answer together: several things, reasons, steps to take."""
    return question.kind in {Kind.CAUSE, Kind.MANNER} or asks_for_several(question)


def _completes(question: Question, first: Evidence, other: Evidence) -> bool:
    if other.document.id == first.document.id:
        if is_labelled_alike(first.document, other.span, first.span):
            return True
        if is_labelled_less(question, first.document, other.span, first.span):
            return False
    exact = question.kind in QUANTITIES and first.match.strength >= _EXACT
    exact |= question.kind in _ONE_THING and first.reading is not None and first.reading.sure
    if exact and other.feature("coverage") < first.feature("coverage"):
        return False
    if exact and other.match.figures and tells_of_a_name(question, other, other.match.figures[0]):
        return False
    if question.kind in {Kind.WHO_IS, Kind.FIGURE_MEANING}:
        return other.document.id != first.document.id and other.match.strength >= 0.5
    return other.score >= first.score - _SAME_MARGIN


def _widen(question: Question, evidence: Evidence) -> Chosen:
    """Take in the sentence that the evidence leans on, or the list that it opens or is in."""
    passage = evidence.hit.passage
    text = evidence.document.text
    spans = passage.sentences
    first = last = evidence.index
    opens = evidence.text.rstrip().endswith(":")
    listing = _is_told_in_lists(question)
    if listing and not opens and last + 2 < len(spans):
        announced = text[slice(*spans[last + 1])].endswith(":")
        if announced and is_list_item(text[slice(*spans[last + 2])]):
            last, opens = last + 1, True
    in_list = is_list_item(evidence.text)
    if question.kind is not Kind.LIST and evidence.text.count(",") >= _ENUMERATED:
        listing = False
    if listing and not (opens or in_list) and evidence.is_heading:
        opens = last + 1 < len(spans) and is_list_item(text[slice(*spans[last + 1])])
    if opens or (in_list and listing):
        while first > 0 and is_list_item(text[slice(*spans[first])]):
            first -= 1
        while last + 1 < len(spans) and last - first < _ITEMS:
            if not is_list_item(text[slice(*spans[last + 1])]):
                break
            if len(text[spans[first][0] : spans[last + 1][1]].split()) > _MAX_ITEM_WORDS:
                break
            last += 1
    elif listing and is_answered_there(question, evidence):
        last = _end_of_paragraph(text, spans, first)
    elif in_list and first > 0:
        pass
    elif entry := entry_around(evidence):
        first, last = entry
    elif evidence.leans_on_previous and not passage.headings[first - 1]:
        before = text[slice(*spans[first - 1])]
        ordered = is_instruction(evidence.document, spans[first - 1])
        if len(before.split()) <= 30 and not ordered:
            first -= 1
    start = spans[first][0]
    if first == last and in_list:
        start += bullet_width(evidence.text)
    return Chosen(evidence, (start, spans[last][1]))


def _end_of_paragraph(text: str, spans: Sequence[Span], first: int) -> int:
    """Return the last sentence of the paragraph of one, or of what of it may be quoted."""
    last = first
    while last + 1 < len(spans) and "\n" not in text[spans[last][1] : spans[last + 1][0]]:
        if len(text[spans[first][0] : spans[last + 1][1]].split()) > _WORDS[Kind.LIST]:
            break
        last += 1
    return last


def _overlap(a: Chosen, b: Chosen) -> bool:
    same = a.document.id == b.document.id
    return same and a.span[0] < b.span[1] and b.span[0] < a.span[1]


def _says_the_same(a: Chosen, b: Chosen) -> bool:
    return fold(a.quote).strip() == fold(b.quote).strip()


def _words(chosen: Sequence[Chosen]) -> int:
    return sum(word != "|" for c in chosen for word in c.quote.split())
