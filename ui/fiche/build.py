"""From answers to a sheet: quotes numbered over the whole sheet, sources listed once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from urllib.parse import urlsplit

from assistant.answer import Answer, Citation, Status
from assistant.wording import french_date, one_line
from corpus.canonical import canonicalise
from corpus.document import PartialDate
from ui.fiche.checks import checks_of
from ui.fiche.model import Entry, Fiche, Line, Piece, Quote, Source

TITLE = "Fiche d'entretien"
UNDATED = "non datée"
_QUOTED = re.compile(r"«[^»]*»")
_BULLET = "• "
_MARK = re.compile(r"\[(\d+)\]")

Words = tuple[str, int, int]
"""What makes a quote the same as another: its document and its offsets there."""


def build_fiche(
    answers: Sequence[Answer], *, consulted: date, fingerprint: str, name: str = ""
) -> Fiche:
    """Return the sheet of these answers, in the order given.

    `consulted` is the day on which the sources were read, `fingerprint` identifies the index, and
    `name` is what somebody typed to say whose sheet it is, if anything. Words that several
    answers quote are one quote; documents that are quoted several times are one source.
    """
    quotes = _quotes(answers)
    numbers = {quote_key: quote.n for quote_key, quote in quotes.items()}
    numbered = list(quotes.values())
    return Fiche(
        title=TITLE,
        consulted=consulted,
        consulted_words=french_date(PartialDate(iso=consulted.isoformat())),
        fingerprint=fingerprint,
        name=_line(name),
        entries=tuple(_entry(answer, numbers) for answer in answers),
        quotes=tuple(numbered),
        sources=tuple({quote.source.n: quote.source for quote in numbered}.values()),
        checks=checks_of(answers, numbers, consulted),
    )


def key_of(citation: Citation) -> Words:
    """Return what makes the words of a citation the same as those of another."""
    return citation.doc_id, citation.start, citation.end


def _quotes(answers: Sequence[Answer]) -> dict[Words, Quote]:
    cited: dict[Words, Citation] = {}
    for answer in answers:
        for citation in answer.citations:
            cited.setdefault(key_of(citation), citation)
    by_document: dict[str, list[tuple[int, Citation]]] = {}
    for n, citation in enumerate(cited.values(), start=1):
        by_document.setdefault(citation.doc_id, []).append((n, citation))
    sources = {
        doc_id: _source(rank, quoted)
        for rank, (doc_id, quoted) in enumerate(by_document.items(), start=1)
    }
    return {
        key: Quote(n, one_line(citation.quote), sources[citation.doc_id], citation.page)
        for n, (key, citation) in enumerate(cited.items(), start=1)
    }


def _source(rank: int, quoted: Sequence[tuple[int, Citation]]) -> Source:
    first = quoted[0][1]
    when = french_date(PartialDate(iso=first.date)) or UNDATED
    pages = sorted({citation.page for _, citation in quoted if citation.page is not None})
    return Source(
        n=rank,
        title=_line(first.title) or first.doc_id,
        publisher=_line(first.publisher),
        kind=first.publisher_kind,
        date=f"{when} (déduit du texte)" if first.date and first.date_inferred else when,
        territory=", ".join(_line(place) for place in first.territory) or "non précisé",
        pages=f"p. {', '.join(str(page) for page in pages)}" if pages else "",
        url=first.url if first.url and _is_web(first.url) else None,
        file=_line(PurePath(first.path.replace("\\", "/")).name),
        quotes=tuple(n for n, _ in quoted),
    )


def _entry(answer: Answer, numbers: dict[Words, int]) -> Entry:
    own = {citation.n: numbers[key_of(citation)] for citation in answer.citations}
    question, understood = _line(answer.question), _line(answer.understood)
    lines = canonicalise(answer.answer).split("\n")
    return Entry(
        question=question,
        understood="" if understood.casefold() == question.casefold() else understood,
        state=state_of(answer),
        answered=answer.status is Status.ANSWERED,
        differs=bool(answer.conflicts),
        lines=tuple(_cut(line, own) for line in lines if line.strip()),
    )


def state_of(answer: Answer) -> str:
    """Return what became of a question, in a few French words."""
    if answer.status is Status.ANSWERED:
        if answer.conflicts:
            return "Chiffres divergents"
        sources = len({citation.doc_id for citation in answer.citations})
        return f"Vérifié dans {sources} source{'s' if sources > 1 else ''}"
    return {
        Status.NOT_FOUND: "Pas de réponse dans les sources",
        Status.UNCLEAR: "Question à préciser",
        Status.OUT_OF_SCOPE: "Hors du domaine des sources",
        Status.FAILED: "Recherche interrompue par une erreur",
    }[answer.status]


def _cut(line: str, own: dict[int, int]) -> Line:
    """Cut a line into words and marks; a number in brackets inside a quote is not a mark."""
    bullet = line.startswith(_BULLET)
    line = line.removeprefix(_BULLET)
    quoted = [match.span() for match in _QUOTED.finditer(line)]
    pieces: list[Piece] = []
    begin = 0
    for mark in _MARK.finditer(line):
        number = own.get(int(mark[1]))
        if number is None or any(start < mark.start() < end for start, end in quoted):
            continue
        if mark.start() > begin:
            pieces.append(Piece(line[begin : mark.start()]))
        pieces.append(Piece(f"[{number}]", number))
        begin = mark.end()
    if begin < len(line):
        pieces.append(Piece(line[begin:]))
    return Line(tuple(pieces), bullet)


def _line(text: str) -> str:
    """Return what somebody or a file wrote, on one line, without what no reader sees."""
    return " ".join(canonicalise(text).split())


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
