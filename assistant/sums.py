"""Numbers that may be of money without saying so."""

from __future__ import annotations

import re

from assistant.evidence import Evidence
from assistant.figures import FigureKind, find_figures
from assistant.tables import row_of
from index.analyser import analyse

_PAID = frozenset(analyse("brut net annuel mensuel an mois"))
"""« 26 000 bruts annuels » counts euros that are not said."""
_OF_MONEY = re.compile(
    r"€|\beuros?\b|\bsalaires?\b|\brémunérations?\b|\bprix\b|\btarifs?\b|\bcoûts?\b|\bmontants?\b"
    r"|\bbudgets?\b|\bloyers?\b|\bfrais\b|\bpaie\b|\bgrille\b|\bbruts?\b",
    re.I,
)


def may_be_a_sum(evidence: Evidence, start: int, stop: int) -> bool:
    """Tell whether `start` to `stop`, a number in the evidence, may be of money without saying so.

    « 11 000 offres » is none; nor is a bare cell, unless its table speaks of money.
    """
    text = evidence.text
    meant = (f for f in find_figures(text) if f.start < stop and start < f.end)
    if any(f.kind is FigureKind.COUNT and f.counted and not _PAID & {*f.counted} for f in meant):
        return False
    row = row_of(evidence.document, evidence.span)
    if row is None or _OF_MONEY.search(text):
        return True
    above = evidence.document.text[slice(*row.above)]
    told = (above, evidence.lead, evidence.hit.passage.context, *(c.header for c in row.cells))
    return any(_OF_MONEY.search(words) for words in told)
