"""What states something: not a bare heading, a question, or what a page says of itself."""

from __future__ import annotations

import re
from typing import Final

from assistant.evidence import Evidence
from assistant.kinds import Kind
from assistant.question import Question
from assistant.words import vocabulary
from index.analyser import fold

ADDRESS: Final = re.compile(
    r"\b(?:rue|avenue|boulevard|place|quai|allée|cours|chemin|square|esplanade|parvis)\s"
    r"(?:d(?:e|es|u)\s|d['’]|l[ae]s?\s|l['’]|[A-ZÀ-Ý])",
    re.I,
)
_SURE_OF_HEADING = 6.0
_HEADED = frozenset({
    Kind.DATE, Kind.PLACE, Kind.TIME, Kind.CONTACT, Kind.NUMBER, Kind.MONEY, Kind.PERSON,
    Kind.DURATION,
})  # fmt: skip
"""What a heading may state, and the margin from which the reader is believed that it does."""
_CREDIT = re.compile(r"\bcredits?(?: photos?)? ?:|^[^.]{0,80}© ?[^\W\d_]")
"""« (La table ronde. Crédit : X) »: whose picture it is."""
_TELLS = re.compile(r"\W*(?:le )?sav(?:i?ez)[- ]vous que", re.I)
"""A question that states something."""


def states(question: Question, evidence: Evidence) -> bool:
    """Whether it states something, rather than announces, asks or tells of the page."""
    if is_boilerplate(question, evidence) or _is_bare_heading(question, evidence):
        return False
    return not evidence.feature("asks") or bool(_TELLS.match(evidence.text))


def is_boilerplate(question: Question, evidence: Evidence) -> bool:
    """Whether the line tells of the page itself, when no date or contact is asked."""
    if question.kind in {Kind.DATE, Kind.CONTACT}:
        return False
    opening = fold(evidence.text).lstrip(" -•*–(")
    return opening.startswith(vocabulary().boilerplate) or _CREDIT.search(opening) is not None


def may_tell(question: Question, evidence: Evidence) -> bool:
    """Whether it is a heading that holds the very sort of thing asked: a date, a place, a sum."""
    return evidence.is_heading and question.kind in _HEADED and evidence.match.strength >= 1.0


def _is_bare_heading(question: Question, evidence: Evidence) -> bool:
    """Whether it is a heading that states nothing: one that spells out an acronym does.

    So does « La fête revient du 3 au 8 mai », or « Jeudi 6 mai – Vannes », to a sure reader, and
    an address wherever a place is asked.
    """
    spelt = question.kind is Kind.DEFINITION and evidence.match.strength >= 1.0
    if may_tell(question, evidence):
        reading = evidence.reading
        if reading is not None and reading.margin >= _SURE_OF_HEADING:
            return False
        if question.kind is Kind.PLACE and ADDRESS.search(evidence.text):
            return False
    return evidence.is_heading and not (spelt and "(" in evidence.text)
