"""The extractive composer: an answer made of verified quotes in a French frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Claim, Conflict, ForEach, Short
from assistant.compared import variants_of
from assistant.denials import NOT, is_denied
from assistant.evidence import Evidence
from assistant.joined import joined_questions
from assistant.kinds import Kind
from assistant.quantities import is_told_for
from assistant.question import Question
from assistant.scope import QUANTITIES, namesake_of, widened_to
from assistant.select import Chosen, Compared, Selection, asks_for_several
from assistant.tables import cell_asked, row_of
from assistant.wording import contracted, one_line, places_asked, say, source_label
from assistant.years import span_of_year, years_said
from corpus.places import find_places
from corpus.tables import Cell
from index.sentences import Span

_SURE = 0.7
_WITH_SHORT = frozenset(
    {Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION, Kind.TIME, Kind.DATE, Kind.PLACE,
     Kind.PERSON, Kind.CONTACT}
)  # fmt: skip
_WITH_READ_WORDS = _WITH_SHORT | {Kind.FACT}
_SURE_WORDS = 8.0
"""Margin from which the reader's words are shown first."""
_MOST_WORDS = 10
_MOST_OF_QUOTE = 0.6
"""Words that are nearly the whole sentence are not shown twice."""

_REFERENCE = re.compile(r"(?<=[\w.»”])\[\d{1,3}\]")
"""« le vendredi[4] »: a note of the source, which would pass for one of ours."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer's parts before it is verified."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    short: Short | None
    conflicts: tuple[Conflict, ...]
    compared: tuple[ForEach, ...] = ()


def compose(question: Question, selection: Selection) -> Composed:
    """Write the answer from the chosen quotes, numbered in the order in which they appear."""
    citations = tuple(_cite(n, chosen) for n, chosen in enumerate(selection.chosen, start=1))
    claims = tuple(_claim(chosen, n) for n, chosen in enumerate(selection.chosen, start=1))
    if selection.differing:
        return _compose_conflict(question, selection, citations, claims)
    if selection.compared:
        return _compose_compared(selection.compared, citations, claims)
    short = None if _asks_several_things(question) else _short(question, selection.chosen)
    first = selection.chosen[0].evidence
    lead = f"{one_line(short.text).rstrip(' .,;:')} : " if short else ""
    cell = _cell(question, first)
    if short and cell and cell.start <= short.start < cell.end:
        lead = say("cell", header=cell.header) + " " + lead
    if wider := widened_to(question, first):
        said = contracted(say("widened", place=places_asked(question), wider=wider.name))
        lead = f"{said} {lead}"
    elif question.kind in QUANTITIES and (town := namesake_of(question, first)):
        lead = say("namesake", place=places_asked(question), town=town.name) + " " + lead
    text = lead + "\n".join(claim.text for claim in claims)
    return Composed(text, claims, citations, short, ())


def _compose_conflict(
    question: Question,
    selection: Selection,
    citations: tuple[Citation, ...],
    claims: tuple[Claim, ...],
) -> Composed:
    values = []
    lines = [say("conflict")]
    for (chosen, figure), claim in zip(selection.differing, claims, strict=True):
        start = chosen.evidence.span[0]
        words = chosen.document.text[start + figure.start : start + figure.end]
        values.append(one_line(words))
        cell = _cell(question, chosen.evidence)
        told = one_line(words)
        lead = say("cell_of", words=told, header=cell.header) if cell else f"{told} :"
        lines.append(f"• {lead} {claim.text}")
    numbers = tuple(c.n for c in citations)
    conflict = Conflict(about=question.text, values=tuple(values), citations=numbers)
    return Composed("\n".join(lines), claims, citations, None, (conflict,))


def _compose_compared(
    compared: Sequence[Compared], citations: tuple[Citation, ...], claims: tuple[Claim, ...]
) -> Composed:
    """Write a line for each year or place; the exact words of one alone would not answer."""
    lines: list[str] = []
    told: list[ForEach] = []
    for part, claim, citation in zip(compared, claims, citations, strict=True):
        short = _short(part.question, [part.chosen])
        value = one_line(short.text).rstrip(" .,;:") if short else ""
        told.append(ForEach(label=part.label, value=value, citation=citation.n))
        lines.append(f"• {part.label} : {f'{value} : ' if value else ''}{claim.text}")
    return Composed("\n".join(lines), claims, citations, None, (), tuple(told))


def _cite(number: int, chosen: Chosen) -> Citation:
    document = chosen.document
    start, end = chosen.span
    return Citation(
        n=number,
        doc_id=document.id,
        path=document.path,
        url=document.url,
        title=document.title,
        publisher=document.publisher,
        publisher_kind=document.publisher_kind,
        date=document.published.iso,
        date_inferred=document.published.inferred,
        territory=tuple(t.name for t in document.territories),
        page=document.page_at(start),
        quote=document.text[start:end],
        start=start,
        end=end,
        score=round(chosen.evidence.score, 4),
    )


def _claim(chosen: Chosen, number: int) -> Claim:
    quote = _REFERENCE.sub("", one_line(chosen.quote))
    inner = quote.replace("«", "“").replace("»", "”") if "«" in quote or "»" in quote else quote
    label = source_label(chosen.document)
    return Claim(
        text=f"« {inner.strip('“” ') if _wrapped(inner) else inner} » [{number}] ({label})",
        citations=(number,),
    )


def _wrapped(quote: str) -> bool:
    return quote.startswith("“") and quote.endswith("”") and quote.count("“") == 1


def _asks_several_things(question: Question) -> bool:
    """Whether no few words can answer: « Où et quand… », « en 2021 et en 2023 »."""
    return bool(variants_of(question) or joined_questions(question.text))


def _short(question: Question, chosen: Sequence[Chosen]) -> Short | None:
    """Return the exact words asked for, when the first quote surely holds them.

    Where a whole list answers, one of its items does not.
    """
    first = chosen[0].evidence
    if asks_for_several(question) and "\n" in chosen[0].quote:
        return None
    if question.kind in QUANTITIES and _are_rows_alike(chosen):
        return None
    span = _ruled_words(question, first) or _read_words(question, first, first.match.spans)
    if span is None:
        return None
    begin = first.span[0]
    start, end = span
    text = first.document.text[begin + start : begin + end]
    return Short(text=text, citation=1, start=begin + start, end=begin + end)


def _are_rows_alike(chosen: Sequence[Chosen]) -> bool:
    """Whether several rows of one table answer as well: none of their figures is the answer."""
    rows = [(c.document.id, row_of(c.document, c.evidence.span)) for c in chosen]
    heads = [(document, row.head) for document, row in rows if row]
    return bool(heads) and rows[0][1] is not None and heads.count(heads[0]) > 1


def _ruled_words(question: Question, evidence: Evidence) -> Span | None:
    """Return the exact words that the rules are sure of."""
    match = evidence.match
    if cell := _cell(question, evidence):
        first, last = cell.start - evidence.span[0], cell.end - evidence.span[0]
        start, end = match.spans[0] if match.spans else (first, last)
        return (start, min(end, last)) if first <= start < last else (start, end)
    told = any(is_told_for(question, evidence.text, figure) for figure in match.figures[:1])
    if question.kind is Kind.PERCENT and told:
        return match.spans[0]
    if question.kind not in _WITH_SHORT or not match.spans or match.strength < _SURE:
        return None
    if question.kind in {Kind.DATE, Kind.PLACE, Kind.PERSON, Kind.PERCENT} and not _alone(
        match.spans
    ):
        return None
    several = len({m.territory for m in find_places(evidence.text)}) > 1
    if question.territories and several and len(match.spans) > 1:
        return None
    if question.years and len(match.spans) > 1 and years_said(evidence):
        return span_of_year(question.years, evidence, match.spans)
    return match.spans[0]


def _cell(question: Question, evidence: Evidence) -> Cell | None:
    """Return the cell asked for, where the evidence is a row of a table whose headers tell."""
    row = row_of(evidence.document, evidence.span)
    return cell_asked(question, row, evidence.text) if row else None


def _read_words(question: Question, evidence: Evidence, spans: Sequence[Span]) -> Span | None:
    """Return the exact words that the reader found, as the rule that holds them cuts them.

    A rule knows where « 28 433 salariés » ends, the reader which of two dates is meant.
    """
    reading = evidence.reading
    if reading is None or reading.margin < _SURE_WORDS:
        return None
    begin = evidence.span[0]
    first, last = reading.words[0] - begin, reading.words[1] - begin
    meant = [span for span in spans if span[0] < last and first < span[1]]
    if spans:
        return meant[0] if len(meant) == 1 else None
    words = evidence.text[first:last]
    denied = is_denied(evidence.text, first) and not NOT.search(question.text)
    if question.kind is Kind.DATE and denied:
        return None  # « n'a plus lieu depuis 2023 » is no date of it
    if question.kind not in _WITH_READ_WORDS or not 0 < len(words.split()) <= _MOST_WORDS:
        return None
    return (first, last) if len(words) <= _MOST_OF_QUOTE * len(evidence.text) else None


def _alone(spans: Sequence[Span]) -> bool:
    return len(spans) == 1
