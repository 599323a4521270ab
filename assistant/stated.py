"""Which figure of a sentence is of what a question asks, and not of something beside it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from assistant.coverage import credit, terms_of
from assistant.evidence import Evidence
from assistant.figures import Figure, FigureKind, binds
from assistant.kinds import Kind
from assistant.quantities import counted_by
from assistant.question import Question
from assistant.tables import row_of
from assistant.years import span_of_year
from index.sentences import Span

_KINDS = {
    Kind.NUMBER: FigureKind.COUNT,
    Kind.PERCENT: FigureKind.PERCENT,
    Kind.MONEY: FigureKind.MONEY,
}
BOUND: Final = 0.7
"""How surely a figure counts what is asked, from which it is taken to."""
SAID: Final = 0.7
"""Credit from which a word of the question is held for said."""
_PART = re.compile(r"(?:\bdont|\bparmi \w+,?|\bsoit)\s*$", re.I)
_COMPARED = re.compile(r"(?:\bcontre|\bau lieu d[e'’]|\bpass(?:é|er|ée|és|ées|e|ent) de)\s*$", re.I)
"""What is right after one of these is what the figure asked is compared with."""
CLAUSE: Final = re.compile(r"[,;()]|\.(?=\s|$)")
"""Where a clause ends."""


class Stated(NamedTuple):
    """A figure of what is asked, and the evidence that states it."""

    evidence: Evidence
    figure: Figure


def stated(question: Question, evidence: Evidence) -> Figure | None:
    """Return the figure of `evidence` that counts the very thing asked, where there is one."""
    if question.kind not in _KINDS or not counted_by(question):
        return None
    text = evidence.text
    for figure in evidence.match.figures:
        before = text[: figure.start]
        aside = before.count("(") > before.count(")") or _COMPARED.search(before)
        part = question.kind is not Kind.PERCENT and _PART.search(before)
        if not aside and not part and _counts(question, evidence, figure):
            return _of_the_year(question, evidence, figure)
    return None


def _of_the_year(question: Question, evidence: Evidence, figure: Figure) -> Figure:
    """Return what `figure` is compared with, where that is of the year asked: « contre 8 120 en
    2023 »."""
    others = [
        other
        for other in evidence.match.figures
        if other.kind is figure.kind and _COMPARED.search(evidence.text[: other.start])
    ]
    spans = [(each.start, each.end) for each in (figure, *others)]
    told = span_of_year(question.years, evidence, spans) if others and question.years else None
    return next((other for other in others if (other.start, other.end) == told), figure)


def _counts(question: Question, evidence: Evidence, figure: Figure) -> bool:
    """Whether a figure is of the thing asked, which a share or an amount may stand apart from.

    « Les femmes occupent 29 % des postes », « 39 800 € : salaire médian ».
    """
    if figure.kind is not _KINDS[question.kind]:
        return False
    text, figures = evidence.text, evidence.match.figures
    start = max((f.end for f in figures if f.end <= figure.start), default=0)
    end = min((f.start for f in figures if f.start >= figure.end), default=len(text))
    head = counted_by(question)[0]
    if question.kind is Kind.PERCENT and _is_said_of_another(question, text, (start, end)):
        return False
    if binds(figure, counted_by(question)) >= BOUND:
        return True
    if row_of(evidence.document, evidence.span) and credit(head, terms_of(evidence.lead)) >= SAID:
        return True  # the caption or the headers of a table say what it counts
    if question.kind is Kind.NUMBER:
        return False
    clause = CLAUSE.search(text, figure.end, end)
    said = text[figure.end : clause.start() if clause else end]
    if question.kind is Kind.MONEY or not start:
        said = f"{text[start : figure.start]} {said}"
    return credit(head, terms_of(said)) >= SAID


def _is_said_of_another(question: Question, text: str, own: Span) -> bool:
    """Whether a word of the question stands with another share of the sentence than this one.

    « 61 % des offres en CDI, 14 % en alternance »: 61 % is not of « offres en alternance ».
    """
    here, whole = terms_of(text[slice(*own)]), terms_of(text)
    return any(credit(term, whole) >= SAID and credit(term, here) < SAID for term in question.terms)
