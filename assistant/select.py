"""Which sentences go into the answer: the best one, those that complete it, those that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.evidence import Evidence, terms_of
from assistant.figures import Figure, FigureKind, binds
from assistant.instructions import is_instruction
from assistant.kinds import Kind
from assistant.persons import find_persons
from assistant.question import Question
from assistant.scope import QUANTITIES
from corpus.dates import years_in
from corpus.document import Document
from corpus.places import find_places
from index.analyser import fold
from index.sentences import Span, bullet_width, is_list_item
from index.words import common_french

_CONFLICT_POOL = 12
_CONFLICT_BIND = 0.7
_CONFLICT_MARGIN = 3.0
_CONFLICT_LACK = 0.2
"""How much less of the question a differing source may cover."""
_SAME_ORDER = 3.0
"""Times a line's figure may be another's and still count the same thing."""
_RARE = 3
"""Uses in the frequency list up to which a word of a heading may be somebody's name."""
_LETTERS = re.compile(r"[^\W\d_]+")
_SAME_MARGIN = 2.5
"""A second sentence joins the first when its score is this near."""
_WORDS = {Kind.LIST: 80, Kind.DEFINITION: 70, Kind.WHO_IS: 70, Kind.MANNER: 70, Kind.CAUSE: 70}
_DEFAULT_WORDS = 55
_MAX_QUOTES = 3
_NAMED_BEFORE = re.compile(r"(?<=[\w,)] )(?<!selon )(?<!après )([A-ZÀ-Ý][\w’'-]+)")
_EXACT = 0.9
_ONE_THING = frozenset({Kind.PERSON, Kind.DATE, Kind.PLACE, Kind.TIME})
"""Questions that a reader's sure words answer whole."""
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
class Selection:
    """The quotes of an answer, and those among them that give different values."""

    chosen: tuple[Chosen, ...] = ()
    differing: tuple[tuple[Chosen, Figure], ...] = field(default=())


def select(question: Question, kept: Sequence[Evidence]) -> Selection:
    """Choose the quotes of the answer among evidence that was kept, best first."""
    if not kept:
        return Selection()
    first = _widen(question, kept[0])
    differing = _differing(question, kept)
    if len(differing) > 1:
        return Selection(tuple(c for c, _ in differing), tuple(differing))
    chosen = [first]
    if question.kind is Kind.LIST and "\n" in first.quote:
        return Selection(tuple(chosen))
    budget = _WORDS.get(question.kind, _DEFAULT_WORDS)
    for evidence in kept[1:]:
        candidate = _widen(question, evidence)
        if len(chosen) >= _MAX_QUOTES or not _completes(question, kept[0], evidence):
            continue
        if any(_overlap(candidate, c) or _says_the_same(candidate, c) for c in chosen):
            continue
        if _words([*chosen, candidate]) <= budget:
            chosen.append(candidate)
    return Selection(tuple(chosen))


def _completes(question: Question, first: Evidence, other: Evidence) -> bool:
    exact = question.kind in QUANTITIES and first.match.strength >= _EXACT
    exact |= question.kind in _ONE_THING and first.reading is not None and first.reading.sure
    if exact and other.feature("coverage") < first.feature("coverage"):
        return False
    if exact and other.match.figures and _tells_of_a_name(question, other):
        return False
    if question.kind in {Kind.WHO_IS, Kind.FIGURE_MEANING}:
        return other.document.id != first.document.id and other.match.strength >= 0.5
    return other.score >= first.score - _SAME_MARGIN


def _differing(question: Question, kept: Sequence[Evidence]) -> list[tuple[Chosen, Figure]]:
    """Return quotes that count the very thing asked and give different values, newest first."""
    if question.kind not in {Kind.NUMBER, Kind.PERCENT, Kind.MONEY} or not question.asked.counted:
        return []
    values: dict[float, tuple[Evidence, Figure]] = {}
    documents: set[str] = set()
    first = kept[0]
    if not first.match.figures or not _counts_the_same(question, first.match.figures[0]):
        return []
    for evidence in kept[:_CONFLICT_POOL]:
        if not evidence.match.figures:
            continue
        near = evidence.score >= first.score - _CONFLICT_MARGIN
        comparable = evidence is first or (near and _comparable(question, first, evidence))
        if not comparable and not _is_like_entry(question, first, evidence):
            continue
        figure = evidence.match.figures[0]
        if not _counts_the_same(question, figure) or evidence.document.id in documents:
            continue
        values.setdefault(figure.value, (evidence, figure))
        documents.add(evidence.document.id)
    if len(values) < 2:
        return []
    newest = sorted(values.values(), key=lambda pair: pair[0].document.published.iso, reverse=True)
    return [(_widen(question, evidence), figure) for evidence, figure in newest[:_MAX_QUOTES]]


def _comparable(question: Question, first: Evidence, other: Evidence) -> bool:
    """Whether two sentences that count the same thing count it of the same whole.

    The second must be about as much of the question; where it says less by itself, it must not
    give another year, nor tell of a company or a body that the question does not name.
    """
    if other.feature("context_coverage") < first.feature("context_coverage") - _CONFLICT_LACK:
        return False
    if other.feature("coverage") >= first.feature("coverage") - _CONFLICT_LACK:
        return True
    return not years_in(other.text) and not _tells_of_a_name(question, other)


def _is_like_entry(question: Question, first: Evidence, other: Evidence) -> bool:
    """Whether a line of a list (« – 47 650 salariés » under « Chiffres clés ») counts the same.

    It says little by itself: its title and its headings must be about the question, its heading
    about nobody else, and its figure of the same order.
    """
    passage, figure = other.hit.passage, other.match.figures[0]
    if not passage.needs_lead(other.document.text, other.index) or other.is_heading:
        return False
    if other.feature("context_coverage") < first.feature("context_coverage") - _CONFLICT_LACK:
        return False
    words = [fold(word) for word in _LETTERS.findall(other.lead)]
    if any(common_french().get(word, 0) <= _RARE for word in words):
        return False
    values = sorted((figure.value, first.match.figures[0].value))
    return values[1] <= _SAME_ORDER * values[0] and not _tells_of_a_name(question, other)


def _tells_of_a_name(question: Question, evidence: Evidence) -> bool:
    figure = evidence.match.figures[0]
    before = evidence.text[: figure.start]
    persons = " ".join(p.name for p in find_persons(evidence.text))
    known = terms_of(persons) | set(question.terms) | question.territory_terms
    names = [m.group(1) for m in _NAMED_BEFORE.finditer(before)]
    return any(not terms_of(name) <= known for name in names if not find_places(name))


def _counts_the_same(question: Question, figure: Figure) -> bool:
    if binds(figure, question.asked.counted) < _CONFLICT_BIND:
        return False
    if question.kind is Kind.NUMBER:
        return figure.kind is FigureKind.COUNT
    return True


def _widen(question: Question, evidence: Evidence) -> Chosen:
    """Take in the sentence that the evidence leans on, or the list that it opens or is in."""
    passage = evidence.hit.passage
    text = evidence.document.text
    spans = passage.sentences
    first = last = evidence.index
    opens = evidence.text.rstrip().endswith(":")
    if question.kind is Kind.LIST and not opens and last + 2 < len(spans):
        announced = text[slice(*spans[last + 1])].endswith(":")
        if announced and is_list_item(text[slice(*spans[last + 2])]):
            last, opens = last + 1, True
    in_list = is_list_item(evidence.text)
    if opens or (in_list and question.kind is Kind.LIST):
        while first > 0 and is_list_item(text[slice(*spans[first])]):
            first -= 1
        while last + 1 < len(spans) and last - first < _ITEMS:
            if not is_list_item(text[slice(*spans[last + 1])]):
                break
            if len(text[spans[first][0] : spans[last + 1][1]].split()) > _MAX_ITEM_WORDS:
                break
            last += 1
    elif in_list and first > 0:
        pass
    elif evidence.leans_on_previous and not passage.headings[first - 1]:
        before = text[slice(*spans[first - 1])]
        ordered = is_instruction(evidence.document, spans[first - 1])
        if len(before.split()) <= 30 and not ordered:
            first -= 1
    start = spans[first][0]
    if first == last and in_list:
        start += bullet_width(evidence.text)
    return Chosen(evidence, (start, spans[last][1]))


def _overlap(a: Chosen, b: Chosen) -> bool:
    same = a.document.id == b.document.id
    return same and a.span[0] < b.span[1] and b.span[0] < a.span[1]


def _says_the_same(a: Chosen, b: Chosen) -> bool:
    return fold(a.quote).strip() == fold(b.quote).strip()


def _words(chosen: Sequence[Chosen]) -> int:
    return sum(len(c.quote.split()) for c in chosen)
