"""Which cell of a table's row answers: the one under the year or the words of the question."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.coverage import credit, terms_of
from assistant.kinds import Kind
from assistant.match import Match
from assistant.ordinals import ordinals_in
from assistant.question import Question
from corpus.dates import find_dates, years_in
from corpus.document import Document
from corpus.tables import Cell, Row, row_at
from index.analyser import analyse, fold
from index.sentences import Span

_FIGURES = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION, Kind.SIZE})
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}")
"""« 2025 » alone may be a number like any other."""
_BARE = re.compile(r"[+-]?\d[\d\s.,]*")
_PLACE = frozenset(analyse("lieu"))
_TAKES_PLACE = re.compile(r"\b(?:a|ont|aura|auront|avait|eu)(?:-t-(?:il|elle|on)s?)? lieu\b", re.I)
"""« quand a lieu le salon » does not ask for what stands under « Lieu »."""
_SAID = 0.7
_HEADED = 0.8
"""How surely a figure is what the header of its column says."""


def row_of(document: Document, span: Span) -> Row | None:
    """Return the row of a table that a sentence of a document is, if it is one."""
    row = row_at(document.text, span[0])
    return row if row is not None and row.end == span[1] else None


def years_of(row: Row) -> frozenset[int]:
    """Return the years that head the columns of a row."""
    return frozenset(year for cell in row.cells for year in years_in(cell.header))


def years_labelling(row: Row, text: str) -> frozenset[int]:
    """Return the years that a row is labelled with: « 2024-2025 »."""
    return frozenset(years_in(text[slice(*row.label)]))


def is_labelled_less(question: Question, document: Document, span: Span, best: Span) -> bool:
    """Whether a row says less of a question in its label than the row `best` of the same table."""
    row, first = row_of(document, span), row_of(document, best)
    if row is None or first is None or row.head != first.head:
        return False
    return _asked(question, document.text[slice(*row.label)]) < _asked(
        question, document.text[slice(*first.label)]
    )


def is_labelled_alike(document: Document, span: Span, first: Span) -> bool:
    """Whether two rows of one table have the same label: they tell of the same thing."""
    row, other = row_of(document, span), row_of(document, first)
    if row is None or other is None or row.head != other.head:
        return False
    said, known = (fold(document.text[slice(*each.label)]) for each in (row, other))
    return bool(said.strip()) and said == known


def cell_asked(question: Question, row: Row, text: str) -> Cell | None:
    """Return the cell of a row that a question asks for; None where its headers do not tell.

    `text` is the row. Where a figure is asked, no date nor bare words stand for it.

    Under years, it is that of the year asked, else of the last one, unless the words of another
    header are asked. Under words, it is the one whose header says most of the question.
    """
    cells = [cell for cell in row.cells if _may_hold(question, _words(row, cell, text))]
    if not cells:
        return None
    years = [max(years_in(cell.header), default=0) for cell in cells]
    said = [_asked(question, cell.header) for cell in cells]
    other = [s for s, year in zip(said, years, strict=True) if s > 0 and not year]
    if all(years) or (sum(map(bool, years)) > 1 and not other):
        dated = [n for n, year in enumerate(years) if year]
        wanted = [n for n in dated if not question.years or years[n] in question.years]
        order = sorted(wanted, key=lambda n: (-said[n], -years[n], len(cells[n].header)))
        return cells[order[0]] if order else None
    best = max(said)
    return cells[said.index(best)] if best > 0 and said.count(best) == 1 else None


def _words(row: Row, cell: Cell, text: str) -> str:
    return text[cell.start - row.start : cell.end - row.start]


def _may_hold(question: Question, words: str) -> bool:
    """Whether what stands in a cell is of the sort that is asked."""
    if question.kind not in _FIGURES:
        return True
    dated = find_dates(words)
    whole = dated and dated[0].start == 0 and dated[0].end == len(words)
    year = _YEAR.fullmatch(words) is not None
    return bool(_DIGIT.search(words)) and (year or not whole)


def _asked(question: Question, words: str) -> float:
    """Return how much of a question a header or a label says, in terms."""
    terms = terms_of(words)
    asked = {*question.terms, *question.territory_terms}
    asked -= _PLACE if _TAKES_PLACE.search(question.text) else frozenset()
    said = sum(credit(term, terms) for term in asked if credit(term, terms) >= _SAID)
    return said + len(ordinals_in(question.text) & ordinals_in(words))


def with_cell_first(question: Question, row: Row, match: Match, text: str) -> Match:
    """Put first what stands in the cell asked; nothing of another cell is left where it is told.

    `text` is the row. Under a header that says what is asked, « 5200 » is a price without a unit.
    """
    cell = cell_asked(question, row, text)
    if cell is None:
        return match
    first, last = cell.start - row.start, cell.end - row.start
    spans = tuple(span for span in match.spans if first <= span[0] < last)
    figures = tuple(figure for figure in match.figures if first <= figure.start < last)
    told = _asked(question, cell.header) > 0
    if told and not spans and question.kind in _FIGURES and _BARE.fullmatch(text, first, last):
        return replace(match, spans=((first, last),), figures=(), strength=_HEADED)
    if match.spans and not spans:
        return replace(match, strength=min(match.strength, 0.3))
    headed = _HEADED if figures and told else 0.0
    return replace(match, spans=spans, figures=figures, strength=max(match.strength, headed))
