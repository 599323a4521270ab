"""The verifier: nothing is shown that its quotes do not say.

A claim passes when its figures, its proper names and its negations are all found in the quotes
under it (or in what is known of their sources: publisher, date, title), and when its other words
are covered by them. It is the same check for our own sentences and for a language model's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Citation, Claim
from assistant.coverage import credit
from assistant.figures import find_figures, numbers_in
from assistant.wording import cells_apart, french_date, say
from corpus.dates import find_dates
from corpus.document import PartialDate
from index.analyser import analyse, fold

_MIN_COVERAGE = 0.7
_MARK = re.compile(r"\[\d+\]")
_CAPITALISED = re.compile(r"(?<![.!?:«“(\[]\s)(?<!^)\b[A-ZÀ-Ý][\w’'-]+|\b[A-ZÀ-Ý]{2,}\b")
_WORD = re.compile(r"[^\W_]+")
_NEGATION = re.compile(r"\b(?:ne|n'|pas|jamais|aucune?|sans|ni|non)\b")


class Fault(StrEnum):
    """Why a claim is refused."""

    NO_CITATION = "no_citation"
    UNKNOWN_CITATION = "unknown_citation"
    QUOTE_NOT_IN_SOURCE = "quote_not_in_source"
    FIGURE = "figure"
    NAME = "name"
    NEGATION = "negation"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim stands, and if not why and on which words."""

    fault: Fault | None = None
    detail: str = ""

    @property
    def accepted(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None


def verify_citation(citation: Citation, source: str) -> Verdict:
    """Check that a citation's quote stands in `source` where it says."""
    if source[citation.start : citation.end] != citation.quote or not citation.quote.strip():
        return Verdict(Fault.QUOTE_NOT_IN_SOURCE, citation.quote[:80])
    return Verdict()


def verify_claim(claim: Claim, citations: Sequence[Citation]) -> Verdict:
    """Check a claim against the quotes that it cites."""
    by_number = {c.n: c for c in citations}
    if not claim.citations:
        return Verdict(Fault.NO_CITATION)
    unknown = [n for n in claim.citations if n not in by_number]
    if unknown:
        return Verdict(Fault.UNKNOWN_CITATION, str(unknown[0]))
    cited = [by_number[n] for n in claim.citations]
    quotes = "\n".join(cells_apart(c.quote) for c in cited)
    marked = _marks(claim.text) - _marks(quotes)  # a source may have references of its own
    unknown += sorted(marked - set(by_number))
    if unknown:
        return Verdict(Fault.UNKNOWN_CITATION, str(unknown[0]))
    known = quotes + "\n" + "\n".join(_about(c) for c in cited)
    text = _MARK.sub(" ", claim.text)
    for check in (_figures, _names, _negations, _covered):
        verdict = check(text, quotes, known)
        if not verdict.accepted:
            return verdict
    return Verdict()


def _marks(text: str) -> set[int]:
    return {int(mark.group()[1:-1]) for mark in _MARK.finditer(text)}


def _about(citation: Citation) -> str:
    date = PartialDate(iso=citation.date)
    places = ", ".join(citation.territory)
    undated = "" if citation.date else say("undated")
    return f"{citation.publisher} ; {citation.title} ; {french_date(date)} ; {places} ; {undated}"


def _figures(text: str, _quotes: str, known: str) -> Verdict:
    missing = numbers_in(text) - numbers_in(known)
    if missing:
        return Verdict(Fault.FIGURE, min(missing))
    stated = {(f.value, f.kind) for f in find_figures(text)}
    wrong = stated - {(f.value, f.kind) for f in find_figures(known)}
    dates = {d.text for d in find_dates(text)}
    wrong_values = [v for v, _ in wrong if not any(f"{v:g}" in d for d in dates)]
    return Verdict(Fault.FIGURE, f"{wrong_values[0]:g}") if wrong_values else Verdict()


def _names(text: str, _quotes: str, known: str) -> Verdict:
    present = set(_WORD.findall(fold(known)))
    for match in _CAPITALISED.finditer(text):
        if any(word not in present for word in _WORD.findall(fold(match.group()))):
            return Verdict(Fault.NAME, match.group())
    return Verdict()


def _negations(text: str, quotes: str, _known: str) -> Verdict:
    undated = fold(say("undated"))
    said, quoted = (fold(part).replace(undated, " ") for part in (text, quotes))
    if bool(_NEGATION.search(said)) != bool(_NEGATION.search(quoted)):
        return Verdict(Fault.NEGATION, text[:80])
    return Verdict()


def _covered(text: str, _quotes: str, known: str) -> Verdict:
    terms = list(dict.fromkeys(analyse(text)))
    if not terms:
        return Verdict(Fault.COVERAGE, text[:80])
    present = frozenset(analyse(known))
    share = sum(credit(term, present) for term in terms) / len(terms)
    return Verdict() if share >= _MIN_COVERAGE else Verdict(Fault.COVERAGE, f"{share:.2f}")
