"""What to check before relying on a sheet: the « à vérifier » lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assistant.answer import Answer, Citation, Reason, Status
from assistant.figures import find_figures
from assistant.wording import french_date, of_date, one_line, say
from corpus.document import PartialDate, PublisherKind

OLD_YEARS = 2
"""A figure that is surely older than this many years is announced as old."""
_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]?\d)")
_ELSEWHERE = say("ask_elsewhere", who="").rstrip(". ")

Numbers = Mapping[tuple[str, int, int], int]
"""The number on the sheet of (document, start, end)."""


def checks_of(answers: Sequence[Answer], numbers: Numbers, consulted: date) -> tuple[str, ...]:
    """Return the lines, each once: what differs first, then doubts on sources, then gaps."""
    lines = [
        *_conflicts(answers, numbers),
        *_interested(answers, numbers),
        *_old(answers, numbers, consulted),
        *_undated(answers, numbers),
        *_unanswered(answers),
    ]
    return tuple(dict.fromkeys(lines))


def _conflicts(answers: Sequence[Answer], numbers: Numbers) -> Iterator[str]:
    for answer in answers:
        own = {citation.n: citation for citation in answer.citations}
        for conflict in answer.conflicts:
            told = [
                f"{one_line(value)} {_mark(own[n], numbers)} ({_who(own[n])})"
                for value, n in zip(conflict.values, conflict.citations, strict=False)
                if n in own
            ]
            if told:
                yield f"Sources divergentes, « {one_line(conflict.about)} » : {' ; '.join(told)}."


def _interested(answers: Sequence[Answer], numbers: Numbers) -> Iterator[str]:
    """Tell what only those who hire or sell say: a second source may see it otherwise."""
    told: dict[tuple[str, str], dict[str, None]] = {}
    for answer in answers:
        kinds = {citation.publisher_kind for citation in answer.citations}
        names = ", ".join(dict.fromkeys(c.publisher for c in answer.citations if c.publisher))
        if kinds == {PublisherKind.COMPANY}:
            who = "Seule une entreprise le dit"
        elif kinds == {PublisherKind.SCHOOL}:
            who = "Seul un organisme de formation le dit"
        elif kinds == {PublisherKind.COMPANY, PublisherKind.SCHOOL}:
            who = "Seuls une entreprise et un organisme de formation le disent"
        else:
            continue
        marks = told.setdefault((who, names), {})
        marks |= {_mark(citation, numbers): None for citation in answer.citations}
    for (who, names), marks in told.items():
        named = f" ({one_line(names)})" if names else ""
        yield f"{who}{named} {' '.join(marks)} : à confirmer auprès d'une autre source."


def _old(answers: Sequence[Answer], numbers: Numbers, consulted: date) -> Iterator[str]:
    for citation in _citations(answers):
        when = _figure_date(citation, consulted)
        if when is None or not find_figures(citation.quote):
            continue
        years = full_years(when, consulted)
        if years >= OLD_YEARS:
            yield (
                f"Chiffre ancien {_mark(citation, numbers)} : il date {of_date(when)}, "
                f"plus de {years} ans ; chercher plus récent."
            )


def _undated(answers: Sequence[Answer], numbers: Numbers) -> Iterator[str]:
    marks: dict[str, dict[str, None]] = {}
    sources: dict[str, Citation] = {}
    for citation in _citations(answers):
        if not citation.date:
            sources.setdefault(citation.doc_id, citation)
            marks.setdefault(citation.doc_id, {})[_mark(citation, numbers)] = None
    for doc_id, citation in sources.items():
        who = f" à {one_line(citation.publisher)}" if citation.publisher else ""
        yield (
            f"Source non datée {' '.join(marks[doc_id])} : « {one_line(citation.title)} » ; "
            f"demander sa date{who}."
        )


def _unanswered(answers: Sequence[Answer]) -> Iterator[str]:
    for answer in answers:
        question = one_line(answer.question)
        if answer.status is Status.FAILED:
            yield f"À reposer, une erreur a empêché de chercher : « {question} »."
        elif answer.reason is Reason.FILTERED:
            yield f"À reposer, les filtres écartaient tous les documents : « {question} »."
        elif answer.status is Status.NOT_FOUND:
            yield f"À demander ailleurs : « {question} » — {whom_to_ask(answer)}."


def whom_to_ask(answer: Answer) -> str:
    """Return who may know what the sources do not say, as the answer put it."""
    _, found, who = answer.answer.rpartition(_ELSEWHERE)
    return who.strip(" .\u00a0\u202f") if found else say("ask_default")


def _citations(answers: Sequence[Answer]) -> Iterator[Citation]:
    for answer in answers:
        yield from answer.citations


def _figure_date(citation: Citation, consulted: date) -> PartialDate | None:
    """Return when a quote's figure holds: the last year that it names, else its source's date."""
    named = [int(year) for year in _YEAR.findall(citation.quote) if int(year) <= consulted.year]
    if named:
        return PartialDate(iso=str(max(named)))
    return PartialDate(iso=citation.date) if citation.date else None


def full_years(when: PartialDate, consulted: date) -> int:
    """Return how many years have surely passed since `when`: a year may end in December."""
    parts = [int(part) for part in when.iso.split("-")]
    year, month, day = [*parts, *(12, 31)[len(parts) - 1 :]]
    return consulted.year - year - ((consulted.month, consulted.day) <= (month, day))


def _mark(citation: Citation, numbers: Numbers) -> str:
    return f"[{numbers[citation.doc_id, citation.start, citation.end]}]"


def _who(citation: Citation) -> str:
    day = french_date(PartialDate(iso=citation.date)) or say("undated")
    return ", ".join(part for part in (one_line(citation.publisher), day) if part)
