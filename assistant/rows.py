"""Whether a row of a table is about what a question names: its neighbours tell of other things."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.coverage import credit, terms_of, weight
from assistant.evidence import Evidence
from assistant.kinds import Kind
from assistant.question import Question
from assistant.tables import row_of, years_labelling
from assistant.words import vocabulary
from corpus.tables import Row, find_rows
from index.analyser import analyse
from index.sentences import Span

_SAID = 0.7
_MOST_ROWS = 2_000
"""Rows of a table that are compared: a longer one is searched by what its rows say."""
_TELLING = 2.4
"""Weight from which a word names a thing: « magasinier », and not « moyen » or « année »."""
_SURE = 6.0
"""Margin from which the reader is believed that other words name the same thing."""
_AMOUNTS = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION, Kind.DATE})
_ASKED_OF_ALL = frozenset(
    analyse(
        "salaire rémunération paie gagner toucher tarif prix coût taux part nombre total"
        " inscription inscrire rentrée réussite insertion embauche évolution difficulté médian"
    )
)


def is_of_another_row(question: Question, evidence: Evidence) -> bool:
    """Whether it is a row without any of the words that set other rows of its table apart.

    « Quelle formation d'aide-soignant commence en septembre ? » asks nothing of a row about
    networks, whenever that one begins.
    """
    row = row_of(evidence.document, evidence.span)
    if row is None:
        return False
    text = evidence.document.text
    own, headers = terms_of(evidence.text), terms_of(text[slice(*row.head)])
    asked = [term for term in _things(question) if credit(term, headers) < _SAID]
    if not asked or any(credit(term, own) >= _SAID for term in asked):
        return False
    others = _rows_of(text, row.head)
    if _is_named(question, own, others):
        return False
    return any(credit(term, terms) >= _SAID for term in asked for terms in others)


def names_what_no_row_is(question: Question, evidence: Evidence) -> bool:
    """Whether an amount stands in a row that is named otherwise than the thing asked.

    The pay of a « magasinier » is not told by a list of what drivers and handlers earn; unless
    the reader is sure that both are the same.
    """
    row = row_of(evidence.document, evidence.span)
    if row is None or question.kind not in _AMOUNTS:
        return False
    if evidence.reading is not None and evidence.reading.margin >= _SURE:
        return False
    asked = _things(question)
    document, own = evidence.document, terms_of(evidence.text)
    rows = _rows_of(document.text, row.head)
    if any(credit(term, own) >= _SAID and _sets_apart({term}, rows) for term in asked):
        return False
    if own & question.territory_terms or years_labelling(row, document.text) & {*question.years}:
        return False
    if _is_named(question, own, rows):
        return False
    around = own.union(
        terms_of(evidence.lead),
        terms_of(evidence.hit.passage.context),
        terms_of(document.title),
        *(terms_of(cell.header) for cell in row.cells),
    )
    return any(weight(term) >= _TELLING and credit(term, around) < _SAID for term in asked)


def _is_named(question: Question, own: frozenset[str], rows: Sequence[frozenset[str]]) -> bool:
    """Whether a row bears a name of the question that sets it apart."""
    return any(set(name) <= own and _sets_apart(set(name), rows) for name in question.names)


def _sets_apart(terms: set[str], rows: Sequence[frozenset[str]]) -> bool:
    """Whether no more than half of the rows say them: « CAP » is said by most."""
    return 2 * sum(terms <= row for row in rows) <= max(2, len(rows))


def _things(question: Question) -> list[str]:
    """Return the words for what is asked about, without names, places and years."""
    named = {term for name in question.names for term in name}
    left_out = named | _ASKED_OF_ALL | vocabulary().scaffold | question.territory_terms
    return [term for term in question.terms if term not in left_out and not term[0].isdigit()]


@lru_cache(maxsize=16)
def _rows_of(text: str, head: Span) -> tuple[frozenset[str], ...]:
    """Return the terms of each row under the headers `head`."""
    rows: list[Row] = [row for row in find_rows(text).values() if row.head == head]
    return tuple(terms_of(text[row.start : row.end]) for row in rows[:_MOST_ROWS])
