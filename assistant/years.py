"""When evidence holds: the years that a sentence names, those told by another, those around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.discourse import opening
from assistant.evidence import Evidence
from assistant.mentioned import said_before
from assistant.question import Question
from assistant.scope import QUANTITIES, Fit
from assistant.tables import row_of, years_labelling, years_of
from corpus.dates import find_dates, years_in
from corpus.relative_years import YearMention, find_relative_years
from index.sentences import Span

_COMPARED = re.compile(
    r"\([^()]*\)|[,;]\s(?:contre|alors qu|quand|apr[eè]s|ils? [eé]tai|elles? [eé]tai)[^;]*$"
)
"""« 8 150 offres (7 390 en 2021) », « …, contre 7 390 en 2021 »: what the rest is compared with."""
_REFERENCE = re.compile(
    r"\b(?:chiffres|données|résultats|effectifs|statistiques|situation)\b"
    r"(?: (?:clés|portent sur|concernent|arrêtée?s?|recueillie?s?|la situation))* ?:? ?"
    r"(?P<when>(?:au \d{1,2}(?:er)? \w+ |(?:à la )?fin |en |pour |de |de l['’]année )?"
    r"(?:19|20)\d\d)\b",
    re.I,
)
_SCHOOL_YEAR = re.compile(r"\b(?P<first>20\d\d)\s?[-–/]\s?(?P<last>20\d\d|\d\d)\b")
_TOLD_WITHIN = 2500
"""Characters at the head of a document in which it says what its figures are of."""
_PARAGRAPH = 800
"""How far back on its line a year is still understood, in characters."""
_CLAUSE = re.compile(r"[,;]\s")
_OPENS = re.compile(r"(?:^|[,;:.(]\s*)(?:\W*(?:en|fin|d[ée]but|pour|sur|d[èe]s)\s*)?$", re.I)
"""What stands before a year that opens its clause."""


def years_said(evidence: Evidence) -> list[YearMention]:
    """Return the years of a sentence, « l'année d'avant » and « l'an dernier » among them."""
    text, before = evidence.text, said_before(evidence)
    said = [
        YearMention(year, m.start, m.end) for m in find_dates(text) for year in years_in(m.text)
    ]
    skipped = len(before) + 1
    told = find_relative_years(f"{before} {text}", evidence.document.published)
    return said + [
        YearMention(each.year, each.start - skipped, each.end - skipped)
        for each in told
        if each.start >= skipped
    ]


def span_of_year(years: Sequence[int], evidence: Evidence, spans: Sequence[Span]) -> Span | None:
    """Return which of several spans a sentence gives for one of `years`; None if that is not clear.

    It is the one in the clause of the year (« contre 51 millions en 2023 »), else the first after a
    year that opens its clause (« En 2024, le budget s'établit à … »).
    """
    text = evidence.text
    for said in years_said(evidence):
        if said.year not in years:
            continue
        beside = [s for s in spans if not _CLAUSE.search(_between(text, s, said))]
        if beside:
            return min(beside, key=lambda s: len(_between(text, s, said)))
        after = [span for span in spans if span[0] >= said.end]
        if after and _OPENS.search(text[: said.start]):
            return min(after)
    return None


def _between(text: str, span: Span, said: YearMention) -> str:
    return text[span[1] : said.start] if span[1] <= said.start else text[said.end : span[0]]


def _only_days(evidence: Evidence) -> bool:
    """Whether a sentence is dated to the day alone: when a thing was done, not what it is of.

    « Le baromètre 2025 », whose survey « a été menée du 12 au 20 décembre 2024 », is of 2025.
    """
    mentions = [m for m in find_dates(evidence.text) if m.date.year]
    return bool(mentions) and all(len(m.date.iso) > len("2024-12") for m in mentions)


def _year_of_paragraph(evidence: Evidence) -> int | None:
    """Return the year that was said last before a sentence on its line, comparisons aside."""
    text, start = evidence.document.text, evidence.span[0]
    opened = max(text.rfind("\n", 0, start) + 1, start - _PARAGRAPH)
    said = years_in(_COMPARED.sub(" ", text[opened:start]))
    return said[-1] if said else None


@lru_cache(maxsize=512)
def reference_years(text: str) -> frozenset[int]:
    """Return the years that a text says its figures are of: « situation au 31 décembre 2023 »."""
    return frozenset(year for m in _REFERENCE.finditer(text) for year in years_in(m["when"]))


def _is_of_another_school_year(question: Question, text: str) -> bool:
    """Whether « en 2024-2025 » meets what is said of « l'année scolaire 2023-2024 » alone."""
    asked = _school_years(question.text)
    told = _school_years(text)
    return len(asked) == 1 and bool(told) and not asked & told


def _school_years(text: str) -> set[tuple[int, int]]:
    """Return the school years that a text names, as their first and last years."""
    pairs = ((int(m["first"]), m["last"]) for m in _SCHOOL_YEAR.finditer(text))
    found = {(first, int(f"{str(first)[: 4 - len(last)]}{last}")) for first, last in pairs}
    return {(first, last) for first, last in found if last == first + 1}


def year_fit(question: Question, evidence: Evidence) -> Fit:
    """Say whether `evidence` holds for the years of the question, nearest statement first."""
    if not question.years:
        return Fit.HOLDS
    wanted = set(question.years)
    row = row_of(evidence.document, evidence.span)
    if row is not None and (heads := years_of(row)):
        return Fit.HOLDS if wanted & heads else Fit.ELSEWHERE
    if row is not None and (labels := years_labelling(row, evidence.document.text)):
        same = wanted == labels or (len(wanted) == 1 and min(labels) in wanted)
        return Fit.HOLDS if same else Fit.ELSEWHERE
    if _is_of_another_school_year(question, evidence.text):
        return Fit.ELSEWHERE
    own = {said.year for said in years_said(evidence)}
    if wanted & own or (wanted & set(years_in(evidence.document.title)) and _only_days(evidence)):
        return Fit.HOLDS
    if question.kind in QUANTITIES and years_in(_COMPARED.sub(" ", evidence.text)):
        return Fit.ELSEWHERE
    if _year_of_paragraph(evidence) in wanted:
        return Fit.HOLDS
    near = set(years_in(said_before(evidence))) | set(years_in(evidence.hit.passage.context))
    if question.kind not in QUANTITIES:
        near |= set(years_in(evidence.hit.text)) | set(
            years_in(opening(evidence.document, evidence.span[0]))
        )
    if wanted & (near or reference_years(evidence.document.text[:_TOLD_WITHIN])):
        return Fit.HOLDS
    published = evidence.document.published.year
    if published is None:
        return Fit.UNSAID
    return Fit.HOLDS if published in wanted else Fit.ELSEWHERE
