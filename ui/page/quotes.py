"""A citation as it is shown: its words, who says them, when, and what to be wary of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer, Citation
from assistant.wording import cells_apart, french_date, of_date, one_line
from corpus.document import PartialDate, PublisherKind
from ui.page.state import Register
from ui.page.texts import fine, labels, tell

_OLD = 2
"""Years after which a figure is shown with its age."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation, ready to be shown. All fields are plain text."""

    n: int
    doc_id: str
    start: int
    end: int
    before: str
    """Words of the quote up to those that answer."""
    bold: str
    """The words that answer, empty when the whole quote does."""
    after: str
    title: str
    publisher: str
    speaker: str
    """Who says it and what they are."""
    date: str
    dated: bool
    inferred: bool
    territory: str
    page: int | None
    url: str
    """Address of the original, empty when there is none that a browser may follow."""
    age: str
    """What to say of the age of the figure; empty when it is recent or holds none."""
    stale: bool
    """Whether the document is no longer what it was when it was cited."""

    @property
    def source(self) -> str:
        """Who says it and when, in a few words."""
        when = self.date if self.dated else tell("undated_source")
        return f"{self.publisher or self.title} ({when})"


def quote_of(
    citation: Citation,
    answer: Answer,
    *,
    today: date,
    register: Register = Register.ADVISER,
    stale: bool = False,
) -> Quote:
    """Return a citation of `answer` as it is shown on that day."""
    before, bold, after = _around_short(citation, answer)
    return Quote(
        n=citation.n,
        doc_id=citation.doc_id,
        start=citation.start,
        end=citation.end,
        before=before,
        bold=bold,
        after=after,
        title=citation.title,
        publisher=citation.publisher,
        speaker=speaker(citation.publisher, citation.publisher_kind),
        date=date_words(citation.date),
        dated=bool(citation.date),
        inferred=citation.date_inferred and bool(citation.date),
        territory=", ".join(citation.territory),
        page=citation.page,
        url=safe_url(citation.url),
        age=_age(citation, today, register),
        stale=stale,
    )


def speaker(publisher: str, kind: PublisherKind) -> str:
    """Return who speaks and what they are: « Kalyptus (entreprise) », as far as it is known."""
    who = publisher or tell("unknown_publisher")
    return who if kind is PublisherKind.UNKNOWN else f"{who} ({labels('publisher_kind')[kind]})"


def date_words(iso: str) -> str:
    """Return « mars 2024 », or « non datée »."""
    return french_date(PartialDate(iso=iso)) or tell("undated")


def safe_url(url: str | None) -> str:
    """Return an address that may become a link: a document must not smuggle in a script."""
    return url if url and re.match(r"https?://", url, re.IGNORECASE) else ""


def age_in_years(iso: str, today: date) -> int:
    """Return for how many whole years at least a date has been past; 0 when unknown.

    A year stands for its last day and a month for its last, so that no age is overstated.
    """
    if not iso:
        return 0
    parts = [int(part) for part in iso.split("-")]
    month, day = [*parts[1:], *(12, 31)[len(parts) - 1 :]]
    return max(0, today.year - parts[0] - ((today.month, today.day) < (month, day)))


def company_warning(answer: Answer, register: Register = Register.ADVISER) -> str:
    """Return a warning when nobody but companies says it, else nothing."""
    citations = answer.citations
    if not citations or any(c.publisher_kind is not PublisherKind.COMPANY for c in citations):
        return ""
    who = list(dict.fromkeys(c.publisher or c.title for c in citations))
    name = "only_company" if len(who) == 1 else "only_companies"
    return tell(name, register, who=", ".join(who))


def quotes_of(
    answer: Answer,
    *,
    today: date,
    register: Register = Register.ADVISER,
    stale: Sequence[int] = (),
) -> list[Quote]:
    """Return the citations of an answer, in the order of their numbers."""
    return [
        quote_of(c, answer, today=today, register=register, stale=c.n in stale)
        for c in answer.citations
    ]


def _around_short(citation: Citation, answer: Answer) -> tuple[str, str, str]:
    """Cut a quote around the words that answer, by their offsets in the document."""
    quote, short = citation.quote, answer.short
    if short is None or short.citation != citation.n:
        return _on_line(quote), "", ""
    start, end = short.start - citation.start, short.end - citation.start
    if not (0 <= start < end <= len(quote)):
        return _on_line(quote), "", ""
    parts = (quote[:start], quote[start:end], quote[end:])
    before, bold, after = (cells_apart(part, quote) for part in parts)
    return (
        _on_line(before) + _gap(before, -1),
        _on_line(bold),
        _gap(after, 0) + _on_line(after),
    )


def _on_line(text: str) -> str:
    return fine(one_line(text))


def _gap(text: str, edge: int) -> str:
    """Return the space that trimming took from between two parts of a quote."""
    return " " if text and text[edge].isspace() else ""


def _age(citation: Citation, today: date, register: Register) -> str:
    years = age_in_years(citation.date, today)
    if years < _OLD or not re.search(r"\d", citation.quote):
        return ""
    return tell("age", register, of_date=of_date(PartialDate(iso=citation.date)), years=years)
